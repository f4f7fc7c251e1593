"""Disorders of energy: ATP is not made, or not made fast enough."""

from simulator.conditions.change import Condition

LIST = (
    Condition(
        "McArdle disease",
        "energy",
        "no phosphorylase: glycogen gives no ATP",
        "phosphorylase absent (McArdle 1951)",
        set={"energy.glycolytic_capacity": 0.0},
    ),
    Condition(
        "ischaemia",
        "energy",
        "no blood: no oxygen, and nothing is washed out",
        "by definition",
        set={"energy.oxygen": 0.0},
    ),
    Condition(
        "rigor",
        "energy",
        "no ATP is made: heads bind and do not let go",
        "death, or poisoning of both supplies (White 1970)",
        set={"energy.oxygen": 0.0, "energy.glycolytic_capacity": 0.0},
    ),
    Condition(
        "fatigue",
        "energy",
        "phosphate and acid left by hard work",
        "phosphate up to 30 mM, pH down to 6.4 in fatigued fast muscle (Allen, Lamb & Westerblad 2008); half-way here",
        set={"energy.phosphate_rest": 15.0, "energy.hydrogen_rest": 0.2},
    ),
)
