"""Disorders of the membrane: too easily excited, or not at all."""

from simulator.conditions.change import Condition

LIST = (
    Condition(
        "myotonia congenita",
        "membrane",
        "loss of ClC-1: potassium left in the tubules fires the fibre again",
        "ClC-1 loss to 10 % of normal; threshold near 25-40 % (Kurihara 1984; Furman & Barchi 1978)",
        scale={"membrane.chloride_permeability": 0.1},
    ),
    Condition(
        "sodium-channel myotonia",
        "membrane",
        "a few sodium channels fail to inactivate: repetitive firing",
        "non-inactivating fraction 0.0075-0.010 (Cannon, Brown & Corey 1993)",
        set={"membrane.noninactivating_fraction": 0.0095},
    ),
    Condition(
        "sodium-channel paralysis",
        "membrane",
        "more sodium channels fail to inactivate: the membrane stays depolarised",
        "non-inactivating fraction 0.02 (Cannon & Corey 1993)",
        set={"membrane.noninactivating_fraction": 0.025},
    ),
)
