"""What makes a back prone to strain and spasm, and what is done about it; the source begins with the evidence."""

from simulator.conditions.change import Condition
from simulator.stages.anatomy import MUSCLES

SUSCEPTIBILITY = (
    Condition(
        "tired back",
        "cord",
        "half of the motor units of every muscle are tired before the task begins",
        "evidence good: tired muscle absorbs less energy before it tears (Mair et al. 1996); half assumed",
        set={f"{muscle}.fatigue": 0.5 for muscle in MUSCLES},
    ),
    Condition(
        "heat",
        "cord",
        "work in the heat: a hot muscle tires sooner",
        "evidence fair for fatigue (Nybo & Nielsen 2001, from memory), none for strain; by a third, assumed",
        scale={"tissue.tire": 1.33},
        set={"temperature": 39.5},
    ),
    Condition(
        "dehydration",
        "cord",
        "water lost, 3 % of body mass: fatigue comes a little sooner, and that is all",
        "evidence weak: no change of cramp threshold (Miller et al. 2010), cramps sooner in one trial of fatigue; "
        "by 10 %, assumed",
        scale={"tissue.tire": 1.1},
    ),
    Condition(
        "electrolyte loss",
        "cord",
        "salts lost by sweat: no effect unless told",
        "evidence against: no difference in 210 triathletes (Schwellnus et al. 2011); factor 1 until shown otherwise",
        scale={"cord.spasm_threshold": 1.0},
    ),
    Condition(
        "self-sustaining guarding",
        "cord",
        "what if pain guarded so strongly that guarding hurt enough to go on by itself",
        "hypothesis: the pain-spasm-pain circle; not supported as such (van Dieen, Selen & Cholewicki 2003)",
        set={"cord.guarding_gain": 2.0},
    ),
)

REMEDIES = (
    Condition(
        "stretch",
        "cord",
        "the back is slowly bent by its own weight and a helping hand, and held: tendon organs silence the motoneurons",
        "evidence good in cramp (Khan & Burne 2007), little in the back; posture and 250 N of help assumed",
        set={"posture.flexion": 40.0, "posture.pelvis": 80.0, "posture.push": -250.0, "posture.pace": 700.0},
    ),
    Condition(
        "heat wrap",
        "cord",
        "the muscle is warmed by 2 degC: less pain, softer tissue",
        "evidence moderate in acute back pain (French et al. 2006, Cochrane); a fifth less pain assumed",
        scale={"tissue.tender": 0.8, "tissue.sore": 0.8, "erector_spinae.stiffness": 0.9, "multifidus.stiffness": 0.9},
        set={"temperature": 39.0},
    ),
    Condition(
        "ice",
        "cord",
        "the muscle is cooled by 5 degC: slower reflexes, a higher threshold of pain; it heals nothing",
        "evidence insufficient in back pain (French et al. 2006); pain threshold +71 to +89 % at 10 degC of skin "
        "(Algafly & George 2007), half of it here",
        scale={"tissue.tender": 0.7, "tissue.sore": 0.7},
        set={"temperature": 32.0},
    ),
    Condition(
        "warm bath",
        "cord",
        "the whole back is warmed by a degree and a half: softer tissue, a little less pain",
        "evidence weak: thermal effects only, no washing out; a tenth, assumed",
        scale={"tissue.tender": 0.9, "tissue.sore": 0.9, "erector_spinae.stiffness": 0.9, "multifidus.stiffness": 0.9},
        set={"temperature": 38.5},
    ),
    Condition(
        "massage",
        "cord",
        "pressure on the muscle: its reflex is less while it lasts",
        "evidence low, short-lived (Furlan et al. 2015, Cochrane, from memory); H-reflex falls during massage "
        "(Morelli et al. 1990, from memory): by a third, assumed",
        scale={"cord.reflex_gain": 0.67, "tissue.tender": 0.9},
    ),
    Condition(
        "magnesium",
        "cord",
        "taken by mouth: no effect unless told",
        "evidence against, in cramps of older people (Garrison et al. 2020, Cochrane, from memory); factor 1",
        scale={"cord.spasm_drive": 1.0},
    ),
    Condition(
        "botulinum toxin",
        "cord",
        "injected into the extensors: half of their nerve endings are silent, after days and for months",
        "evidence low (Waseem et al. 2011, Cochrane, from memory); half assumed, and it takes willed force too",
        scale={"erector_spinae.strength": 0.5, "multifidus.strength": 0.5},
    ),
    Condition(
        "rest",
        "cord",
        "nothing is held stretched: no wear goes on while it heals",
        "evidence against rest in bed (Dahm et al. 2010, Cochrane, from memory); here only that strain ends",
        set={"tissue.wear": 0.0},
    ),
)
LIST = SUSCEPTIBILITY + REMEDIES
