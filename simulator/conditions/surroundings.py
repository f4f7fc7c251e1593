"""What surrounds the fibre: salts, water, and warmth."""

from simulator.conditions.change import Condition

LIST = (
    Condition(
        "hyperkalaemia",
        "membrane",
        "too much potassium outside: depolarised, less excitable",
        "bath potassium 10 mM",
        set={"membrane.bath_potassium": 10.0},
    ),
    Condition(
        "hypokalaemia",
        "membrane",
        "too little potassium outside: hyperpolarised, harder to excite",
        "bath potassium 2.7 mM",
        set={"membrane.bath_potassium": 2.7},
    ),
    Condition(
        "hypocalcaemia",
        "membrane",
        "too little ionised calcium outside: gates open earlier",
        "ionised calcium 0.6 mM (tetany below 0.8-0.9)",
        set={"membrane.bath_calcium": 0.6},
    ),
    Condition(
        "cold",
        "whole chain",
        "a cool muscle: every rate slower",
        "muscle at 25 degC after a cold bath",
        set={"temperature": 25.0},
    ),
    Condition(
        "heat",
        "whole chain",
        "a hot muscle in hard work",
        "muscle at 41 degC in exercise in the heat",
        set={"temperature": 41.0},
    ),
    Condition(
        "dehydration",
        "membrane",
        "water lost: salts more concentrated",
        "3 % of body mass: osmolality +4 %, sodium and chloride with it, potassium +5 % (Miller 2010)",
        scale={"membrane.bath_sodium": 1.04, "membrane.bath_chloride": 1.04, "membrane.bath_potassium": 1.05},
    ),
)
