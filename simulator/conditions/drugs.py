"""Drugs and toxins as concentration-response relations; concentrations in uM."""

from simulator.conditions.change import Dose, Drug, Effect

LIST = (
    Drug(
        "tetrodotoxin",
        "membrane",
        "blocks the sodium channel",
        "IC50 25 nM, human NaV1.4 (IUPHAR)",
        (Effect("membrane.sodium_permeability", -1.0, 0.025),),
    ),
    Drug(
        "mexiletine",
        "membrane",
        "blocks sodium channels, those that fail to close most",
        "late current IC50 7.5 uM, resting 431, inactivated 68 (Wang, Russell & Wang 2004); 100 for both together, "
        "assumed; use dependence left out",
        (
            Effect("membrane.noninactivating_fraction", -1.0, 7.5),
            Effect("membrane.sodium_permeability", -1.0, 100.0),
        ),
    ),
    Drug(
        "9-AC",
        "membrane",
        "anthracene-9-carboxylic acid blocks the chloride channel",
        "Ki 11 uM in rat (Palade & Barchi 1977, from memory)",
        (Effect("membrane.chloride_permeability", -0.98, 11.0),),
    ),
    Drug(
        "ClC-1 opener",
        "membrane",
        "opens the chloride channels that are left",
        "hypothetical: no selective opener is known",
        (Effect("membrane.chloride_permeability", 12.0, 10.0),),
    ),
    Drug(
        "acetazolamide",
        "membrane",
        "raises chloride conductance a little",
        "100 uM raises the current of ClC-1 (Altamura 2021); by a quarter, assumed; acidosis left out",
        (Effect("membrane.chloride_permeability", 0.4, 60.0),),
    ),
    Drug(
        "retigabine",
        "membrane",
        "opens KV7 potassium channels earlier",
        "EC50 1 uM (0.8 uM for force at low potassium); shift -30 mV and size assumed; shortens myotonia without a "
        "change at rest (Su 2012; Dupont 2019)",
        (
            Effect("membrane.kv7_midpoint", -30.0, 1.0, adds=True),
            Effect("membrane.kv7_permeability", 9.0, 1.0),
        ),
    ),
    Drug(
        "caffeine",
        "calcium",
        "opens the release channel",
        "EC50 3.8 mM (Wehner 2002, human RyR1); earlier release by 14 mV in 1.5 mM (frog, Luettgau & Oetliker 1968), "
        "a third of it here",
        (
            Dose("calcium.trigger", 3800.0),
            Effect("calcium.sensor_midpoint", -8.0, 2000.0, adds=True),
        ),
    ),
    Drug(
        "halothane",
        "calcium",
        "opens the release channel of those who are susceptible",
        "3 % is 0.66 mM (Ording 1992); its strength relative to caffeine assumed",
        (Dose("calcium.trigger", 900.0),),
    ),
    Drug(
        "dantrolene",
        "calcium",
        "closes the release channel",
        "twitch down by 75 % at 13 uM, by half at 4 uM, in man (Flewellen 1983); release by half (Szentesi 2001)",
        (
            Effect("calcium.release_permeability", -0.68, 2.5, 1.5),
            Effect("calcium.release_leak", -0.85, 2.5, 1.5),
        ),
    ),
    Drug(
        "cyclopiazonic acid",
        "calcium",
        "blocks the calcium pump",
        "half at 7 uM, nearly all at 50 uM, frog (Du, Ashley & Lea 1994)",
        (Effect("calcium.uptake_rate", -0.99, 7.0),),
    ),
    Drug(
        "ouabain",
        "membrane",
        "blocks the sodium pump",
        "IC50 0.1 uM in man (from memory)",
        (Effect("membrane.pump_capacity", -1.0, 0.1),),
    ),
    Drug(
        "salbutamol",
        "membrane",
        "speeds the sodium pump",
        "pump x 1.8, EC50 20 nM (Clausen & Flatman 1977, rat)",
        (Effect("membrane.pump_capacity", 0.8, 0.02),),
    ),
)
