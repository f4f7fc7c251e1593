"""Disorders of the spinal cord: what reaches the motoneurons is too much, or what holds them back is lost."""

from simulator.conditions.change import Condition, Drug, Effect

LIST = (
    Condition(
        "cramp",
        "pool",
        "motoneurons that can fire on by themselves, shaken by the afferents of the cramping muscle",
        "persistent inward current as in the motoneuron's own condition; noise of afferents fitted to intervals that "
        "vary by 45 % (Minetto et al. 2009: 44.6 +- 9.7 %). Threshold frequency: 15 Hz at 0.606, 25 at 0.52",
        scale={"motoneuron.dendrite_calcium_potassium_conductance": 0.53},
        set={"pool.afferent_noise": 3.5},
    ),
    Condition(
        "spasticity",
        "pool",
        "descending control is lost: spindles are heard much louder, and earlier, and feel velocity more",
        "presynaptic inhibition lost and threshold lowered (Lance 1980; Nielsen, Crone & Hultborn 2007, from memory); "
        "dynamic fusimotor tone as in the decerebrate cat (Eldred, Granit & Merton 1953), not shown in man (Burke "
        "1983), both from memory; sizes assumed, so that clonus arises",
        scale={"reflex.primary_gain": 1.7},
        set={"reflex.presynaptic_inhibition": 0.0, "reflex.primary_threshold": 45.0, "pool.gamma_dynamic": 150.0},
    ),
    Condition(
        "stiff person syndrome",
        "pool",
        "antibodies against the making of GABA: tonic excitation is left unopposed",
        "GAD antibodies (Solimena et al. 1988, from memory); net excitation and loss assumed",
        scale={"reflex.reciprocal_inhibition": 0.3},
        set={"pool.tonic_drive": 5.0, "reflex.presynaptic_inhibition": 0.1},
    ),
    Condition(
        "tetanus toxin",
        "pool",
        "the toxin stops the release of glycine and GABA: nothing holds the motoneurons back",
        "cleaves synaptobrevin of inhibitory cells (Schiavo et al. 1992, from memory); what is left, and excitation "
        "then unopposed, assumed",
        scale={
            "reflex.renshaw_inhibition": 0.05,
            "reflex.organ_inhibition": 0.05,
            "reflex.reciprocal_inhibition": 0.05,
        },
        set={"pool.tonic_drive": 12.0, "reflex.presynaptic_inhibition": 0.0},
    ),
    Condition(
        "strychnine",
        "pool",
        "blocks receptors of glycine: a touch becomes a convulsion",
        "Renshaw, tendon-organ and reciprocal inhibition to a tenth, assumed; GABA is spared",
        scale={"reflex.renshaw_inhibition": 0.1, "reflex.organ_inhibition": 0.1, "reflex.reciprocal_inhibition": 0.1},
        set={"pool.tonic_drive": 2.0},
    ),
    Condition(
        "pain guarding",
        "pool",
        "pain keeps the muscle tense, and makes it answer to smaller stretches",
        "evidence mixed: generally supported, but weak (reviews of the pain-spasm-pain model); gains assumed",
        set={"pool.pain": 1.0},
    ),
)

DRUGS = (
    Drug(
        "baclofen",
        "pool",
        "acts on GABA-B receptors: fewer impulses of spindles reach the motoneurons",
        "half at 0.3 uM, assumed (cerebrospinal fluid in intrathecal treatment: about 1 uM)",
        (Effect("reflex.primary_gain", -0.8, 0.3),),
    ),
)
