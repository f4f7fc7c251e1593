"""Disorders of energy: ATP is not made, or not made fast enough."""

from simulator.conditions.change import Condition

LIST = (
    Condition(
        "McArdle disease",
        "energy",
        "no phosphorylase: glycogen gives no ATP",
        "phosphorylase absent (McArdle 1951)",
        scale={"energy.glycolytic_capacity": 1e-6},
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
        set={"energy.oxygen": 0.0},
        scale={"energy.glycolytic_capacity": 1e-6, "energy.creatine": 0.1},
    ),
    Condition(
        "fatigue",
        "energy",
        "phosphate and acid left by hard work",
        "phosphate 25-30 mM, pH 6.4-6.6 in fatigued fast muscle (science of exercise, many)",
        set={"energy.phosphate_rest": 25.0, "energy.hydrogen_rest": 0.35},
    ),
)
