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
        "non-inactivating fraction 0.0075-0.010 (Cannon, Brown & Corey 1993); set where this fibre fires and stops",
        set={"membrane.noninactivating_fraction": 0.0095},
    ),
    Condition(
        "sodium-channel paralysis",
        "membrane",
        "more sodium channels fail to inactivate: the membrane stays depolarised",
        "non-inactivating fraction 0.02 and more (Cannon & Corey 1993)",
        set={"membrane.noninactivating_fraction": 0.025},
    ),
    Condition(
        "paramyotonia congenita",
        "membrane",
        "sodium channels fail to inactivate in the cold: stiff, then weak",
        "assumed: a fraction of 0.004 at 37 degC that grows 2.5-fold for 10 degC of cooling",
        set={"membrane.noninactivating_fraction": 0.004, "membrane.noninactivating_q10": 0.4},
    ),
    Condition(
        "hyperkalaemic periodic paralysis",
        "membrane",
        "sodium channels fail to inactivate, and potassium brings them out: weak after a meal",
        "non-inactivating fraction between that of health and of paralysis (Cannon & Corey 1993)",
        set={"membrane.noninactivating_fraction": 0.007},
    ),
    Condition(
        "hypokalaemic periodic paralysis",
        "membrane",
        "sodium leaks in through voltage sensors: a second resting state when potassium is low",
        "leak of 12 uS/cm^2 in the mouse at 25 degC, of 12-19.5 measured (Jurkat-Rott 2009)",
        set={"membrane.gating_pore_permeability": 1.43e-7},
    ),
)
