"""Energy: what ATP is made from, what its use leaves behind, and heat.

All fluxes are in mM of myoplasmic water per ms; `use` is the ATP split by cross-bridges and pumps.

    dATP/dt = kinase + adenylate + oxidation + glycolysis - use
    dADP/dt = use - kinase - 2 adenylate - oxidation - glycolysis
    dAMP/dt = adenylate - deamination                    dIMP/dt = deamination
    dPCr/dt = -kinase                                    Cr = creatine - PCr
    dPi/dt  = use - oxidation - glycolysis - [into the store] + (Pi_rest - Pi) / phosphate_time
    dLac/dt = glycolysis / 1.5 - lactate_exit Lac        dG/dt = (1 - G) / refill_time - glycolysis / reserve
    dH/dt   = ln(10) H / buffering [glycolysis / 1.5 - lactate_exit Lac - uptake kinase] + (H_rest - H) / acid_time

    kinase      = kinase_rate (PCr ADP H - ATP Cr / K)             ADP + PCr + H -> ATP + Cr
    adenylate   = adenylate_rate (ADP^2 - ATP AMP / K)             2 ADP -> ATP + AMP
    deamination = deaminase_rate (AMP - IMP / K) / (1 + AMP / K')  lumped with reamination
    oxidation   = oxidative_capacity oxygen ADP (least + ADP) / (K^2 + ADP^2)
    glycolysis  = glycolytic_capacity G / (K + G) AMP^3 / (K^3 + AMP^3) Pi / (K + Pi) ADP / (K + ADP) / (1 + (H / K)^2)

G: glycogen, of what is full. Adenine is conserved; blood keeps phosphate and protons in the long run. Creatine
kinase consumes the protons that phosphate takes up. A fibre whose membrane has been opened can be perfused:
its metabolites then go towards those of a fresh solution.

Veech et al. 1979, J Biol Chem 254:6538 (kinase constants); Jeneson et al. 1996, Biophys J 71:1741
(ADP and oxidation); Vicini & Kushmerick 2000, Am J Physiol 279:C213 (the lumped scheme).
"""

from dataclasses import dataclass

from simulator.kernel import kernel
from simulator.quantity import Quantities, quantity

CONSTANT = "Veech et al. 1979"
SPEED = "assumed: near equilibrium, yet no faster than needed"
CAPACITY = "fitted: validation/calibration/energy.py"
RECOVERY = "fitted: phosphocreatine back in 25-45 s; 60 % of a slow fibre's"


@dataclass(frozen=True)
class EnergyParameters(Quantities):
    """Constants of energy supply: by default those of a human fast fibre at 37 degC."""

    reference_temperature: float = quantity(37.0, "degC", "temperature of these numbers", "by definition")
    supply_q10: float = quantity(2.3, "1", "Q10 of oxidation and glycolysis", "assumed", low=1, high=4)

    creatine: float = quantity(42.0, "mM", "creatine and phosphocreatine", "Harris et al. 1974, human: 43 mM")
    kinase_rate: float = quantity(0.2, "1/(mM*uM*ms)", "creatine kinase, towards ATP", SPEED)
    kinase_constant: float = quantity(1660.0, "1/uM", "K of creatine kinase, H+ in it", CONSTANT)
    adenylate_rate: float = quantity(1.0, "1/(mM*ms)", "adenylate kinase, towards ATP and AMP", SPEED)
    adenylate_constant: float = quantity(1.0, "1", "K of adenylate kinase", "Veech et al. 1979: 1.05")
    deaminase_rate: float = quantity(2e-2, "1/ms", "AMP deaminase", CAPACITY, low=0, high=0.1)
    deaminase_half: float = quantity(0.001, "mM", "AMP at half its speed", "assumed: 20 uM/s at most")
    deaminase_constant: float = quantity(5e3, "1", "IMP to AMP in balance", "assumed: IMP goes back in minutes")

    oxidative_capacity: float = quantity(
        8.5e-4, "mM/ms", "largest oxidative ATP supply", RECOVERY, low=0, high=0.01, q10="supply_q10"
    )
    oxygen: float = quantity(1.0, "1", "oxygen supply, of what is enough", "by definition", low=0, high=1)
    oxidation_half: float = quantity(0.044, "mM", "ADP at half of it", "Jeneson et al. 1996")
    oxidation_least: float = quantity(0.001, "mM", "ADP below which it is of first order", "assumed: lets it begin")
    glycolytic_capacity: float = quantity(
        3e-3, "mM/ms", "largest ATP supply from glycogen", CAPACITY, low=0, high=0.02, q10="supply_q10"
    )
    glycogen_half: float = quantity(0.1, "1", "glycogen at half supply, of what is full", "assumed")
    activation_half: float = quantity(7e-4, "mM", "AMP at half activation of glycolysis", CAPACITY)
    phosphate_half: float = quantity(8.0, "mM", "phosphate at half speed of phosphorylase", "assumed")
    substrate_half: float = quantity(0.002, "mM", "ADP at half speed of glycolysis", "assumed: low")
    acid_half: float = quantity(0.45, "uM", "H+ that halves glycolysis (pH 6.35)", "assumed")
    glycogen_reserve: float = quantity(250.0, "mM", "ATP that all glycogen gives", "assumed: 80 mM glucose, 3 ATP")
    refill_time: float = quantity(3.6e7, "ms", "refilling of glycogen", "assumed: ten hours")

    perfusion: float = quantity(
        0.0, "1/ms", "exchange of metabolites with a fresh solution", "none: the membrane is whole", low=0, high=0.1
    )
    fresh_atp: float = quantity(8.2, "mM", "ATP of that solution", "as at rest")
    lactate_exit: float = quantity(4e-6, "1/ms", "lactate with H+ out of the fibre", "assumed: 4 minutes")
    buffering: float = quantity(30.0, "mM", "protons for one unit of pH", "25 to 40 mM", high=1e6)
    proton_uptake: float = quantity(0.4, "1", "protons taken up with each phosphocreatine split", "pK 6.8 of phosphate")
    phosphate_rest: float = quantity(3.5, "mM", "phosphate that the blood keeps", "resting human muscle: 3-4 mM")
    phosphate_time: float = quantity(3.6e7, "ms", "exchange of phosphate with the blood", "assumed: ten hours")
    hydrogen_rest: float = quantity(0.089, "uM", "H+ that the blood keeps (pH 7.05)", "resting human muscle")
    acid_time: float = quantity(6e5, "ms", "exit of protons by other ways", "assumed: ten minutes")

    split_heat: float = quantity(34.0, "mJ/(cm^3*mM)", "heat of splitting phosphocreatine", "Barclay 2015: 34 kJ/mol")
    oxidation_heat: float = quantity(38.0, "mJ/(cm^3*mM)", "heat of making ATP by oxidation", "from 72 kJ per mol ATP")
    glycolysis_heat: float = quantity(15.0, "mJ/(cm^3*mM)", "heat of making ATP from glycogen", "assumed")


@dataclass(frozen=True)
class EnergyState(Quantities):
    """Metabolites of the myoplasm; values near rest."""

    atp: float = quantity(8.2, "mM", "ATP", low=0, high=20)
    adp: float = quantity(0.009, "mM", "free ADP", low=0, high=10)
    amp: float = quantity(1e-5, "mM", "free AMP", low=0, high=1)
    imp: float = quantity(0.06, "mM", "IMP: adenine lost for now", low=0, high=20)
    phosphocreatine: float = quantity(34.0, "mM", "phosphocreatine", low=0, high=60)
    phosphate: float = quantity(3.5, "mM", "inorganic phosphate", low=0, high=60)
    hydrogen: float = quantity(0.089, "uM", "free protons", low=0, high=100)
    lactate: float = quantity(0.5, "mM", "lactate", low=0, high=100)
    glycogen: float = quantity(1.0, "1", "glycogen, of what is full", low=0, high=1)


@kernel
def kinase(s, p):
    """Return the net flux of creatine kinase towards ATP (mM/ms)."""
    free_creatine = p.creatine - s.phosphocreatine
    back = s.atp * free_creatine / p.kinase_constant
    return p.kinase_rate * (s.phosphocreatine * s.adp * s.hydrogen - back)


@kernel
def adenylate(s, p):
    """Return the net flux of adenylate kinase towards ATP and AMP (mM/ms)."""
    return p.adenylate_rate * (s.adp**2 - s.atp * s.amp / p.adenylate_constant)


@kernel
def deamination(s, p):
    """Return the net flux from AMP to IMP (mM/ms)."""
    return p.deaminase_rate * (s.amp - s.imp / p.deaminase_constant) / (1.0 + s.amp / p.deaminase_half)


@kernel
def oxidation(s, p):
    """Return the ATP made by oxidation (mM/ms)."""
    return p.oxidative_capacity * p.oxygen * s.adp * (p.oxidation_least + s.adp) / (p.oxidation_half**2 + s.adp**2)


@kernel
def glycolysis(s, p):
    """Return the ATP made from glycogen (mM/ms)."""
    fuel = s.glycogen / (p.glycogen_half + s.glycogen) * s.phosphate / (p.phosphate_half + s.phosphate)
    fuel *= s.adp / (p.substrate_half + s.adp)
    acid = 1.0 + (s.hydrogen / p.acid_half) ** 2
    return p.glycolytic_capacity * fuel * s.amp**3 / (p.activation_half**3 + s.amp**3) / acid


@kernel
def lactate_exit(s, p):
    """Return the lactate, and the protons with it, that leave the fibre (mM/ms)."""
    return p.lactate_exit * s.lactate


@kernel
def energy_rates(s, use, stored, p, d):
    """Write the rate of change of each metabolite.

    use : ATP split (mM/ms); stored : phosphate that goes into the reticulum (mM/ms)
    """
    from_creatine, from_adp, lost = kinase(s, p), adenylate(s, p), deamination(s, p)
    oxidised, anaerobic = oxidation(s, p), glycolysis(s, p)
    lactate = anaerobic / 1.5
    leaving = lactate_exit(s, p)
    acid = lactate - leaving - p.proton_uptake * from_creatine
    d.atp = from_creatine + from_adp + oxidised + anaerobic - use
    d.adp = use - from_creatine - 2.0 * from_adp - oxidised - anaerobic
    d.amp = from_adp - lost
    d.imp = lost
    d.phosphocreatine = -from_creatine
    d.phosphate = use - oxidised - anaerobic - stored + (p.phosphate_rest - s.phosphate) / p.phosphate_time
    d.hydrogen = 2.302585 * s.hydrogen * acid / p.buffering + (p.hydrogen_rest - s.hydrogen) / p.acid_time
    d.lactate = lactate - leaving
    d.atp += p.perfusion * (p.fresh_atp - s.atp)
    d.adp -= p.perfusion * s.adp
    d.amp -= p.perfusion * s.amp
    d.phosphocreatine += p.perfusion * (0.8 * p.creatine - s.phosphocreatine)
    d.phosphate += p.perfusion * (p.phosphate_rest - s.phosphate)
    d.hydrogen += p.perfusion * (p.hydrogen_rest - s.hydrogen)
    d.glycogen = (1.0 - s.glycogen) / p.refill_time - anaerobic / p.glycogen_reserve


@kernel
def total_adenine(s):
    """Return all adenine nucleotides and IMP, which no rate changes (mM)."""
    return s.atp + s.adp + s.amp + s.imp


@kernel
def total_phosphate(s):
    """Return all phosphate of the myoplasm, free and in high-energy bonds (mM)."""
    return 3.0 * s.atp + 2.0 * s.adp + s.amp + s.imp + s.phosphocreatine + s.phosphate


@kernel
def heat_rate(s, use, p):
    """Return the heat set free (mW/cm^3)."""
    made = p.oxidation_heat * oxidation(s, p) + p.glycolysis_heat * glycolysis(s, p)
    return 1e3 * (p.split_heat * use + made)


def _fitted(**numbers):
    """Return changes that the calibration found."""
    return {name: (value, CAPACITY) for name, value in numbers.items()}


HUMAN_FAST = EnergyParameters()
HUMAN_SLOW = HUMAN_FAST.varied(_fitted(oxidative_capacity=1.4e-3, glycolytic_capacity=1.5e-3))
MOUSE_FAST = HUMAN_FAST.varied(_fitted(oxidative_capacity=8e-4, glycolytic_capacity=4e-3))
MOUSE_SLOW = HUMAN_SLOW.varied(_fitted(oxidative_capacity=2e-3, glycolytic_capacity=1.5e-3))
