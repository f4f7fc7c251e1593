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
        set={"cord.guarding_gain": 1.2},
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
        "the muscle is warmed by 2 degC: less pain (effects.heat_on_pain), softer tissue",
        "evidence moderate in acute back pain (French et al. 2006, Cochrane); softer by a tenth, assumed",
        scale={"erector_spinae.stiffness": 0.9, "multifidus.stiffness": 0.9},
        set={"care.heat": 1.0, "temperature": 39.0},
    ),
    Condition(
        "ice",
        "cord",
        "the skin is at 10 degC, the muscle cooled by 5: slower reflexes, less pain (effects.ice_on_pain)",
        "evidence insufficient in back pain (French et al. 2006), moderate while it lasts (Algafly & George 2007); "
        "muscle 1 and 3 cm under the fat cools by 9 and 4 degC in 20 minutes (Myrer et al. 2001)",
        set={"care.ice": 1.0, "temperature": 32.0},
    ),
    Condition(
        "warm bath",
        "cord",
        "the back is warmed by 1.5 degC: softer tissue, which bears more (effects.bath_on_tolerance), less pain",
        "evidence weak: thermal effects only, no washing out; a tenth, assumed",
        scale={"tissue.tender": 0.9, "tissue.sore": 0.9, "erector_spinae.stiffness": 0.9, "multifidus.stiffness": 0.9},
        set={"care.warm_bath": 0.75, "temperature": 38.5},
    ),
    Condition(
        "massage",
        "cord",
        "pressure on the muscle: its reflex and pain (effects.massage_on_pain) are less while it lasts",
        "evidence low, short-lived (Furlan et al. 2015, Cochrane, from memory); H-reflex falls during massage "
        "(Morelli et al. 1990, from memory): by a third, assumed",
        scale={"cord.reflex_gain": 0.67},
        set={"care.massage": 1.0},
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
        "nothing is held stretched and nothing loaded: no wear goes on, and it heals more slowly",
        "evidence against rest in bed (Dahm et al. 2010, Cochrane, from memory); load speeds repair (care)",
        set={"tissue.wear": 0.0, "care.load": 0.0},
    ),
)
LIST = SUSCEPTIBILITY + REMEDIES
