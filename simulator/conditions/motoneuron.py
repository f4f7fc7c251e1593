"""Disorders of the motoneuron: it fires although nothing drives it any more."""

from simulator.conditions.change import Condition

LIST = (
    Condition(
        "persistent inward current",
        "motoneuron",
        "serotonin unmasks the persistent current of the dendrite: a cell that can fire on by itself (cramp)",
        "bistable in serotonin: Hounsgaard & Kiehn 1989; by calcium-activated potassium channels that close: from"
        " memory; by the factor with which cells of every size are silent and fire on after drive: fitted",
        scale={"motoneuron.dendrite_calcium_potassium_conductance": 0.5},
    ),
)
