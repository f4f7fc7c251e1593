"""Disorders of the motoneuron: it fires although nothing drives it any more."""

from simulator.conditions.change import Condition

LIST = (
    Condition(
        "persistent inward current",
        "motoneuron",
        "serotonin unmasks the persistent current of the dendrite: a cell that can fire on by itself (cramp)",
        "serotonin or apamin close calcium-activated potassium channels (Hounsgaard & Kiehn 1989; Booth et al. 1997:"
        " 0.45-0.6 of 1.1 mS/cm^2); halved, where every cell of a pool is silent and fires on after a pulse",
        scale={"motoneuron.dendrite_calcium_potassium_conductance": 0.5},
    ),
)
