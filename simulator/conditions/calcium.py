"""Disorders of the calcium store: it leaks, or is not filled again fast enough."""

from simulator.conditions.change import Condition

LIST = (
    Condition(
        "calcium leak",
        "calcium",
        "release channels leak until the pump is overcome: contraction without a signal",
        "assumed: leak raised until the pump is overcome at 37 degC",
        scale={"calcium.release_leak": 80.0},
    ),
    Condition(
        "malignant hyperthermia",
        "calcium",
        "release channels leak a little, open too easily, and open with heat and anaesthetics",
        "resting calcium twice normal in homozygous G2435R mice (Lopez 2018); store at 45 % in Y522S (Manno 2013), "
        "which takes hours and is given here as less calcium in all; caffeine EC50 1.8 for 3.8 mM (Wehner 2002); "
        "release 10-15 mV earlier (Dietze 2000); steep with heat (Durham 2008, Q10 assumed)",
        scale={"calcium.release_leak": 9.0, "calcium.total": 0.6, "calcium.trigger_sensitivity": 2.1},
        set={"calcium.sensor_midpoint": -23.0, "calcium.leak_q10": 18.0},
    ),
    Condition(
        "leaky store",
        "calcium",
        "release channels loosened by strain or load leak, and the store empties",
        "resting calcium raised, tetanic calcium lowered after stretch (Balnave & Allen 1995); size assumed",
        scale={"calcium.release_leak": 5.0, "calcium.release_permeability": 0.6},
    ),
    Condition(
        "slow reuptake",
        "calcium",
        "the calcium pump is weak, as in Brody disease: the muscle lets go slowly",
        "SERCA1 to 5-30 % of normal in Brody disease; 20 % here",
        scale={"calcium.uptake_rate": 0.2},
    ),
)
