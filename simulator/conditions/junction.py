"""Disorders, poisons and drugs of the neuromuscular junction; they act on models that have one."""

from simulator.conditions.change import Condition, Dose, Drug, Effect

LIST = (
    Condition(
        "myasthenia gravis",
        "junction",
        "antibodies take receptors away: the end-plate potential is small and fails in use",
        "receptors to 10-30 % (Fambrough, Drachman & Satyamurti 1973); what is left of a quantum's effect follows",
        scale={"junction.receptors": 0.15},
    ),
    Condition(
        "Lambert-Eaton syndrome",
        "junction",
        "antibodies take calcium channels of the terminal away: few quanta, more of them in use",
        "release to a tenth to three tenths (Lambert & Elmqvist 1971); stronger and longer facilitation assumed, so "
        "that the response grows by 60-100 % at 20-50 Hz",
        scale={"junction.release_rate": 0.2, "junction.facilitation_step": 4.0, "junction.facilitation_time": 2.0},
    ),
    Condition(
        "botulism",
        "junction",
        "the toxin cuts the proteins that fuse vesicles: hardly a quantum is released",
        "release to 2-10 %; 5 % here, assumed",
        scale={"junction.release_rate": 0.05},
    ),
    Condition(
        "organophosphate poisoning",
        "junction",
        "no esterase: acetylcholine lingers, the fibre fires again, then fails in use",
        "esterase to 2 %, assumed: a severe poisoning",
        scale={"junction.esterase": 0.02},
    ),
    Condition(
        "hypermagnesaemia",
        "junction",
        "magnesium outside competes with calcium at the terminal",
        "5 mM in plasma, at which reflexes are lost (usual dosing tables for magnesium sulphate), 70 % of it ionised",
        set={"membrane.bath_magnesium": 3.5},
    ),
)

DRUGS = (
    Drug(
        "curare",
        "junction",
        "tubocurarine occupies receptors without opening them",
        "competitive (Jenkinson 1960); half the receptors at 0.3 uM, assumed; no exchange during a response",
        (Effect("junction.receptors", -1.0, 0.3),),
    ),
    Drug(
        "neostigmine",
        "junction",
        "blocks the esterase: acetylcholine stays longer",
        "esterase x 0.2 in 0.25 uM, a clinical concentration; half at 0.06 uM, assumed",
        (Effect("junction.esterase", -0.99, 0.06),),
    ),
    Drug(
        "succinylcholine",
        "junction",
        "an agonist that the esterase of the junction spares: the end-plate stays depolarised",
        "holds half the receptors near 10 uM and opens a tenth of these, assumed",
        (Dose("junction.agonist", 1.0),),
    ),
)
