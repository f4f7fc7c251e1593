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
        "fasciculation",
        "axon",
        "more persistent sodium current: an axon that fires now and then (benign fasciculation, before a cramp)",
        "assumed: set where the node fires by itself, and soon stops again",
        scale={"axon.persistent_conductance": 1.25},
    ),
)

DRUGS = (
    Drug(
        "lidocaine",
        "axon",
        "blocks the sodium channels of the nerve: no impulse passes (nerve block)",
        "A-beta fibres of the rat in vivo fail at 0.41 mM (Huang, Thalhammer, Raymond & Strichartz 1997); half of the"
        " channels at a fifth of that, assumed: a node fires with a fifth of them; use dependence left out",
        (
            Effect("axon.sodium_conductance", -1.0, 100.0),
            Effect("axon.persistent_conductance", -1.0, 100.0),
        ),
    ),
)
