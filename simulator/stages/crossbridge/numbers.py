"""Cross-bridges: parameters, states, and the numbers of four fibres."""

from dataclasses import dataclass

from simulator.quantity import Quantities, quantity

MOUSE_FILAMENTS = "assumed: thin filament 1.12 um, bare zone 0.16 um, thick filament 1.6 um"
STRESS = "for 225 kPa, Powell et al. 1984 (22.5 N/cm^2)"
ATP_BINDING = "Goldman 1984: 0.5 or more at 20 degC; 0.57 in psoas at 15 degC, by Q10"
FITTED = "fitted: validation/calibration/crossbridge.py"
HISTORY = "fitted: validation/calibration/history.py"
LITTLE = "a tenth of fast: little kinase in slow fibres (Zhi 2005)"
PHOSPHATE = "at most 30 % of force at 30 degC: Coupland et al. 2001"


def _rate(value, meaning, q10):
    """Declare a rate constant that the calibration finds."""
    return quantity(value, "1/ms", meaning, FITTED, low=1e-4, high=10.0, q10=q10)


def _strain(value, meaning):
    """Declare a change of distortion that the calibration finds."""
    return quantity(value, "nm", meaning, FITTED, low=0.1, high=40.0)


def _corner(value, meaning):
    """Declare a sarcomere length at which the slope of overlap changes."""
    return quantity(value, "um", "sarcomere length " + meaning, "Walker & Schrodt 1974", low=0.5, high=6.0)


def _q10(value, meaning, source):
    """Declare a temperature coefficient."""
    return quantity(value, "1", "Q10 of " + meaning, source, low=1.0, high=5.0)


@dataclass(frozen=True)
class CrossbridgeParameters(Quantities):
    """Constants of the thin filament, the cross-bridge cycle and filament overlap: human fast fibre."""

    reference_temperature: float = quantity(37.0, "degC", "temperature of these numbers", "by definition")
    activation_q10: float = _q10(3.0, "switching on and off", "assumed")
    attachment_q10: float = _q10(2.5, "attachment and slip", "assumed; ktr at 15 degC")
    stroke_q10: float = _q10(2.0, "power stroke and reversal", "assumed")
    detachment_q10: float = _q10(2.0, "detachment and skipping", "Ranatunga 1984: shortening 1.8-2.0")

    on_rate: float = _rate(0.0564, "switching on with both calcium sites filled, k_on", "activation_q10")
    off_rate: float = _rate(0.0618, "switching off without calcium, k_off", "activation_q10")
    cooperativity: float = quantity(
        1.29, "1", "gain of switching by neighbours in the same state, k_coop", FITTED, low=0.0, high=20.0
    )

    attachment_rate: float = _rate(0.0502, "free to weak, f", "attachment_q10")
    slip_rate: float = _rate(0.282, "weak to free, f'", "attachment_q10")
    stroke_rate: float = _rate(0.455, "weak to strong, h", "stroke_q10")
    reversal_rate: float = _rate(0.179, "strong to weak, h'", "stroke_q10")
    detachment_rate: float = _rate(0.0291, "strong to free with ATP, isometric, g", "detachment_q10")
    skip_rate: float = _rate(0.951, "forced rebinding, isometric", "detachment_q10")

    stroke: float = quantity(8.0, "nm", "distortion by a power stroke, x0", "Razumova 1999", low=2, high=15)
    stretch_strain: float = _strain(0.954, "stretch that speeds skipping e-fold")
    release_strain: float = _strain(2.31, "release that speeds skipping e-fold")
    detachment_strain: float = _strain(1.54, "release that speeds detachment e-fold")
    strain_limit: float = quantity(20.0, "nm", "largest mean deviation that rates follow", "assumed")
    negligible: float = quantity(1e-6, "1", "attached fraction too small to have a distortion", "assumed")
    heads: float = quantity(0.24, "mM", "myosin heads, of myoplasmic water", "assumed: 0.155 mM of fibre volume")
    atp_binding_rate: float = quantity(2.0, "1/(mM*ms)", "rigor head to free by ATP", ATP_BINDING, q10="stroke_q10")
    adp_half: float = quantity(0.2, "mM", "ADP that halves binding of ATP", "assumed: Cooke & Pate 1985")
    turnover_rate: float = quantity(
        5e-5, "1/ms", "products lost by a detached head", "assumed: 0.05 per s, relaxed muscle", q10="stroke_q10"
    )
    bare_half: float = quantity(0.05, "mM", "ATP below which a bare head binds actin first", "assumed")
    rigor_distortion: float = quantity(0.9, "nm", "distortion of a rigor head", "White 1970: up to 120 kPa in rigor")
    phosphate_gain: float = quantity(
        0.45, "1", "reversal that phosphate adds at most", PHOSPHATE, low=0, high=20, q10="phosphate_q10"
    )
    phosphate_q10: float = quantity(0.45, "1", "Q10 of it", "65 % of force at 5-10 degC: Coupland 2001", low=0.1)
    phosphate_half: float = quantity(8.0, "mM", "phosphate that adds half of it", PHOSPHATE)
    phosphate_rest: float = quantity(3.5, "mM", "phosphate at which reversal_rate holds", "by definition")
    acid_half: float = quantity(
        2.0, "uM", "H+ that halves attachment", "4 to 12 % of force by 0.8 of pH at 30 degC: Knuth et al. 2006"
    )
    detachment_acid_half: float = quantity(
        0.9, "uM", "H+ that halves detachment and skipping", "slower shortening by one unit of pH: Knuth et al. 2006"
    )
    hydrogen_rest: float = quantity(0.089, "uM", "H+ at which all rates hold", "by definition")
    kinase_half: float = quantity(1.0, "uM", "calcium at half activation of the kinase", "assumed: calmodulin")
    kinase_on: float = quantity(2e-3, "1/ms", "activation of the kinase by calcium", HISTORY, q10="light_chain_q10")
    kinase_off: float = quantity(5e-4, "1/ms", "its slow inactivation", "assumed: Stull 2011", q10="light_chain_q10")
    phosphorylation_rate: float = quantity(
        3e-4, "1/ms", "of light chains by the active kinase", HISTORY, low=0, q10="light_chain_q10"
    )
    dephosphorylation_rate: float = quantity(
        1.2e-5,
        "1/ms",
        "of light chains",
        "half in 60 s; of the gain in 28 s: Blazevich & Babault 2019 (28 s)",
        q10="light_chain_q10",
    )
    potentiation: float = quantity(
        0.9, "1", "what phosphorylated light chains add to switching on", HISTORY, low=0, high=10
    )
    light_chain_q10: float = _q10(2.0, "the kinase and its opponent", "assumed")
    stiffness: float = quantity(129.6, "kPa/nm", "stress per distortion with all heads attached", STRESS)
    sound: float = quantity(1.0, "1", "part of the cross-section whose filaments pull", "all, in health", low=0, high=1)

    overlap_begins: float = _corner(1.27, "below which no force is left")
    knee: float = _corner(1.70, "at which thick filaments meet the Z line")
    knee_overlap: float = quantity(0.84, "1", "relative force at the knee", "Gordon 1966", low=0.5, high=1.0)
    plateau_begins: float = _corner(2.64, "at which thin filaments meet")
    plateau_ends: float = _corner(2.81, "at which thin filaments clear the bare zone")
    overlap_ends: float = _corner(4.24, "at which filaments part")
    rounding: float = quantity(0.01, "um", "width of the rounded corners", "assumed")


def _moment(which, floor=0.1):
    """Declare the moment of the heads of a state."""
    meaning = f"{which} heads x their mean distortion, less that by sliding"
    return quantity(0.0, "nm", meaning, low=-2000.0, high=2000.0, floor=floor)


@dataclass(frozen=True)
class CrossbridgeState(Quantities):
    """Sites on, heads on them, the distortion that those heads carry, and their light chains."""

    activated: float = quantity(0.001, "1", "sites switched on", low=0.0, high=1.0)
    weak: float = quantity(0.0, "1", "sites with a head before its power stroke (A1)", low=0.0, high=1.0)
    strong: float = quantity(0.0, "1", "sites with a head after its power stroke (A2)", low=0.0, high=1.0)
    rigor: float = quantity(0.0, "1", "sites with a head that holds no nucleotide", low=0.0, high=1.0)
    weak_moment: float = _moment("weak")
    strong_moment: float = _moment("strong")
    rigor_moment: float = _moment("rigor", floor=0.001)  # few heads, whose strain tears them
    kinase: float = quantity(0.0, "1", "active light-chain kinase", low=0.0, high=1.0)
    phosphorylated: float = quantity(0.0, "1", "phosphorylated light chains", low=0.0, high=1.0)


HUMAN_FAST = CrossbridgeParameters()
HUMAN_SLOW = HUMAN_FAST.varied(
    {
        "phosphorylation_rate": (3e-5, LITTLE),
        "potentiation": (0.5, HISTORY),
        "on_rate": (0.0439, FITTED),
        "off_rate": (0.0391, FITTED),
        "cooperativity": (2.16, FITTED),
        "attachment_rate": (0.0107, FITTED),
        "slip_rate": (0.0594, FITTED),
        "stroke_rate": (0.102, FITTED),
        "reversal_rate": (0.0394, FITTED),
        "detachment_rate": (0.0096, FITTED),
        "skip_rate": (0.23, FITTED),
        "stretch_strain": (0.696, FITTED),
        "release_strain": (1.96, FITTED),
        "detachment_strain": (1.9, FITTED),
        "stiffness": (141.9, STRESS),
    }
)
MOUSE_FAST = HUMAN_FAST.varied(
    {
        "reference_temperature": (25.0, "by definition"),
        "potentiation": (0.1, HISTORY),
        "atp_binding_rate": (1.1, ATP_BINDING),
        "turnover_rate": (2.2e-5, "assumed: as in man, by Q10"),
        "phosphate_gain": (1.2, PHOSPHATE),
        "attachment_q10": (3.0, "assumed: steeper below 25 degC, as in Ranatunga 1984"),
        "knee": (1.67, MOUSE_FILAMENTS),
        "plateau_begins": (2.24, MOUSE_FILAMENTS),
        "plateau_ends": (2.40, MOUSE_FILAMENTS),
        "overlap_ends": (3.84, MOUSE_FILAMENTS),
        "on_rate": (0.397, FITTED),
        "off_rate": (0.449, FITTED),
        "cooperativity": (3.55, FITTED),
        "attachment_rate": (0.0262, FITTED),
        "slip_rate": (0.467, FITTED),
        "stroke_rate": (1.01, FITTED),
        "reversal_rate": (0.184, FITTED),
        "detachment_rate": (0.0145, FITTED),
        "skip_rate": (0.268, FITTED),
        "stretch_strain": (1.21, FITTED),
        "release_strain": (3.43, FITTED),
        "detachment_strain": (3.18, FITTED),
        "stiffness": (147.7, STRESS),
    }
)
MOUSE_SLOW = MOUSE_FAST.varied(
    {
        "phosphorylation_rate": (3e-5, LITTLE),
        "potentiation": (0.5, HISTORY),
        "on_rate": (0.594, FITTED),
        "off_rate": (0.51, FITTED),
        "cooperativity": (2.09, FITTED),
        "attachment_rate": (0.0099, FITTED),
        "slip_rate": (0.232, FITTED),
        "stroke_rate": (0.433, FITTED),
        "reversal_rate": (0.0578, FITTED),
        "detachment_rate": (0.0047, FITTED),
        "skip_rate": (0.0954, FITTED),
        "stretch_strain": (1.07, FITTED),
        "release_strain": (2.87, FITTED),
        "detachment_strain": (2.45, FITTED),
        "stiffness": (140.7, STRESS),
    }
)
