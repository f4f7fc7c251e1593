"""Disorders of the motor axon: it fires by itself, or more than once; and what blocks it."""

from simulator.conditions.change import Condition, Drug, Effect

LIST = (
    Condition(
        "hypocalcaemia",
        "axon",
        "too little ionised calcium outside: the nerve fires bursts by itself (tetany)",
        "ionised calcium 0.6 mM (tetany below 0.8-0.9)",
        set={"axon.bath_calcium": 0.6},
    ),
    Condition(
        "hyperventilation",
        "axon",
        "alkalosis takes ionised calcium away and uncovers surface charge",
        "pH 7.6, as in minutes of forced breathing, assumed",
        set={"axon.ph": 7.6},
    ),
    Condition(
        "hypomagnesaemia",
        "axon",
        "too little magnesium outside: less surface charge is screened",
        "ionised magnesium 0.2 mM, assumed: a severe deficit",
        set={"axon.bath_magnesium": 0.2},
    ),
    Condition(
        "hypermagnesaemia",
        "axon",
        "too much magnesium outside: more surface charge is screened",
        "magnesium 5 mM, ionised, as at the junction",
        set={"axon.bath_magnesium": 5.0},
    ),
    Condition(
        "ischaemia",
        "axon",
        "a cuff stops the blood: potassium gathers, the pump fails, and the axon is depolarised",
        "set where the threshold falls by a third, as in eight minutes in sensory fibres of man (Lin, Grosskreutz &"
        " Burke); the block of a longer ischaemia left out",
        set={"axon.load_potential": -74.1},
    ),
    Condition(
        "fasciculation",
        "axon",
        "a depolarised axon, as after exercise: single impulses and doublets now and then (benign, or before a cramp)",
        "assumed: set where the node fires by itself once or twice at a time",
        set={"axon.load_potential": -73.3},
    ),
    Condition(
        "myokymia",
        "axon",
        "fewer slow potassium channels: bursts of many impulses",
        "mutation of KCNQ2 (Dedek et al. 2001, from memory); slow potassium to 0.7, set where bursts arise",
        scale={"axon.slow_conductance": 0.7},
    ),
    Condition(
        "neuromyotonia",
        "axon",
        "more persistent sodium current: long bursts at high rates",
        "assumed: persistent sodium to 1.5, set where bursts arise",
        scale={"axon.persistent_conductance": 1.5},
    ),
)

DRUGS = (
    Drug(
        "lidocaine",
        "axon",
        "blocks the sodium channels of the nerve: no impulse passes (nerve block)",
        "A-beta fibres of the rat in vivo fail at 0.41 +- 0.15 mM (J Pharmacol Exp Ther 282:802, 1997); set where an"
        " impulse fails at that; use dependence left out",
        (
            Effect("axon.sodium_conductance", -1.0, 95.0),
            Effect("axon.persistent_conductance", -1.0, 95.0),
        ),
    ),
)
