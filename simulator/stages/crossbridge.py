"""Cross-bridges: calcium on troponin switches the thin filament on; bound heads pull.

Fractions are of the actin sites within filament overlap; sites beyond it are switched alike and
hold no head. A site that is on is free, or holds a weak head (A1, before the power stroke) or a
strong one (A2, after it):

    free       = activated - weak - strong - rigor
    activated' = on (1 - activated) - off free + bare (1 - activated)
    weak'      = attachment free + reversal strong - (slip + power_stroke) weak
    strong'    = power_stroke weak - (reversal + detachment) strong
    rigor'     = detachment strong + bare (1 - activated + free) - atp_binding rigor
    on         = on_rate occupancy (1 + cooperativity activated)
    off        = off_rate (1 - occupancy) (1 + cooperativity (1 - activated))

A strong head that lets go of ADP is in rigor until it binds ATP, which takes a tenth of a millisecond
unless ATP is short. A detached head loses its products now and then; without ATP to take their place it
binds, to any site, and holds that site on (`bare`). Phosphate adds to the reversal of the power stroke, the
more the colder it is; protons hinder attachment, detachment and skipping; ADP competes with ATP.

occupancy: troponin with both calcium sites filled. A unit recruits its neighbours, and one that
holds a head cannot switch off. Let n(x, t) be the heads of one state at distortion x, carried along
by the velocity u at which the filaments slide (nm/ms, one half-sarcomere, positive in lengthening):
dn/dt + u dn/dx = entering - leaving. Assume that all heads of a state share the rates at its mean
distortion, and that a head enters the weak state at zero and the strong state at x0, whatever its past
(Razumova). Integrated over dx and over x dx this gives the fractions above and their first moments:

    weak_moment'   = u weak - (slip + power_stroke + skipping) weak_moment
    strong_moment' = u strong + x0 power_stroke weak - (reversal + detachment) strong_moment
                     - skipping (strong_moment - x0 strong)
    rigor_moment'  = u rigor + x_r entering - atp_binding rigor_moment - tearing (rigor_moment - x_r rigor)
    force          = stiffness overlap (weak_moment + strong_moment + rigor_moment)

skipping: a head forced from its site rebinds at once to the next one, so that the head count stays and the
distortion starts anew (seen in lengthening and in shortening; it costs no ATP here). It and detachment
depend on the mean deviation, moment / fraction less the distortion at entry. Rigor heads enter at x_r and
skip only as far as strain makes them (tearing).

Razumova, Bukatina & Campbell 1999, J Appl Physiol 87:1861 (two attached states, mean distortion);
Campbell 2014, J Gen Physiol 143:387 (cooperative switch); Goldman, Hibberd & Trentham 1984, J Physiol
354:577 (ATP and rigor); White 1970, J Physiol 208:583 (rigor tension); Lombardi & Piazzesi 1990, J Physiol 431:141
and Lombardi, Piazzesi & Linari 1992, Nature 355:638 (fast rebinding); Walker & Schrodt 1974, Anat
Rec 178:63 (human filaments).
"""

from dataclasses import dataclass
from math import exp, sqrt

from simulator.kernel import kernel
from simulator.quantity import Quantities, quantity

MOUSE_FILAMENTS = "assumed: thin filament 1.12 um, bare zone 0.16 um, thick filament 1.6 um"
STRESS = "for 225 kPa, Powell et al. 1984 (22.5 N/cm^2)"
ATP_BINDING = "Goldman 1984: 0.5 or more at 20 degC; 0.57 in psoas at 15 degC, by Q10"
FITTED = "fitted: validation/calibration/crossbridge.py"
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
    stiffness: float = quantity(129.6, "kPa/nm", "stress per distortion with all heads attached", STRESS)

    overlap_begins: float = _corner(1.27, "below which no force is left")
    knee: float = _corner(1.70, "at which thick filaments meet the Z line")
    knee_overlap: float = quantity(0.84, "1", "relative force at the knee", "Gordon 1966", low=0.5, high=1.0)
    plateau_begins: float = _corner(2.64, "at which thin filaments meet")
    plateau_ends: float = _corner(2.81, "at which thin filaments clear the bare zone")
    overlap_ends: float = _corner(4.24, "at which filaments part")
    rounding: float = quantity(0.01, "um", "width of the rounded corners", "assumed")


@dataclass(frozen=True)
class CrossbridgeState(Quantities):
    """Sites on, heads on them, and the distortion that those heads carry."""

    activated: float = quantity(0.001, "1", "sites switched on", low=0.0, high=1.0)
    weak: float = quantity(0.0, "1", "sites with a head before its power stroke (A1)", low=0.0, high=1.0)
    strong: float = quantity(0.0, "1", "sites with a head after its power stroke (A2)", low=0.0, high=1.0)
    rigor: float = quantity(0.0, "1", "sites with a head that holds no nucleotide", low=0.0, high=1.0)
    weak_moment: float = quantity(0.0, "nm", "weak heads x their mean distortion", low=-100.0, high=100.0)
    strong_moment: float = quantity(0.0, "nm", "strong heads x their mean distortion", low=-100.0, high=100.0)
    rigor_moment: float = quantity(0.0, "nm", "rigor heads x their mean distortion", low=-100.0, high=100.0)


@kernel
def ramp(distance, p):
    """Return zero well below a corner and `distance` well above it, rounded between (um)."""
    return 0.5 * (distance + (distance**2 + p.rounding**2) ** 0.5)


@kernel
def overlap(length, p):
    """Return the fraction of heads that face actin and can pull, by sarcomere length (1)."""
    steep = p.knee_overlap / (p.knee - p.overlap_begins)
    shallow = (1.0 - p.knee_overlap) / (p.plateau_begins - p.knee)
    ascent = steep * ramp(length - p.overlap_begins, p) - (steep - shallow) * ramp(length - p.knee, p)
    ascent = ascent - shallow * ramp(length - p.plateau_begins, p)
    descent = ramp(p.overlap_ends - length, p) - ramp(p.plateau_ends - length, p)
    return ascent * descent / (p.overlap_ends - p.plateau_ends)


@kernel
def optimal_length(p):
    """Return the sarcomere length of greatest force (um)."""
    return 0.5 * (p.plateau_begins + p.plateau_ends)


@kernel
def free(s):
    """Return the fraction of sites that are on and hold no head (1)."""
    return s.activated - s.weak - s.strong - s.rigor


@kernel
def strain(moment, attached, entry, p):
    """Return the mean deviation from the distortion at entry, bounded, zero if nothing is attached (nm)."""
    mean = (moment - entry * attached) * attached / (attached**2 + p.negligible**2)
    return mean / sqrt(1.0 + (mean / p.strain_limit) ** 2)


@kernel
def weak_strain(s, p):
    """Return how far weak heads are from where they attached (nm)."""
    return strain(s.weak_moment, s.weak, 0.0 * p.stroke, p)


@kernel
def strong_strain(s, p):
    """Return how far strong heads are from where their stroke ended (nm)."""
    return strain(s.strong_moment, s.strong, p.stroke, p)


@kernel
def switching_on(s, occupancy, p):
    """Return the flux of sites that calcium and their neighbours switch on (1/ms)."""
    return p.on_rate * occupancy * (1.0 + p.cooperativity * s.activated) * (1.0 - s.activated)


@kernel
def switching_off(s, occupancy, p):
    """Return the flux of free sites that switch off (1/ms)."""
    return p.off_rate * (1.0 - occupancy) * (1.0 + p.cooperativity * (1.0 - s.activated)) * free(s)


@kernel
def rigor_strain(s, p):
    """Return how far rigor heads are from where they began (nm)."""
    return strain(s.rigor_moment, s.rigor, p.rigor_distortion, p)


@kernel
def slowing(e, p):
    """Return what protons leave of detachment and skipping (1)."""
    return (p.detachment_acid_half + p.hydrogen_rest) / (p.detachment_acid_half + e.hydrogen)


@kernel
def skipping(strain, e, p):
    """Return the rate constant of forced rebinding to the next site, fast if stretched or released (1/ms)."""
    return 0.5 * p.skip_rate * slowing(e, p) * (exp(strain / p.stretch_strain) + exp(-strain / p.release_strain))


@kernel
def tearing(strain, e, p):
    """Return the rate constant at which strain alone makes a rigor head skip (1/ms)."""
    return skipping(strain, e, p) - p.skip_rate * slowing(e, p)


@kernel
def detachment(strain, e, p):
    """Return the rate constant at which a strong head loses ADP, sped up by release (1/ms)."""
    return p.detachment_rate * slowing(e, p) * exp(-strain / p.detachment_strain)


@kernel
def attachment(e, p):
    """Return the rate constant of attachment (1/ms)."""
    return p.attachment_rate * (p.acid_half + p.hydrogen_rest) / (p.acid_half + e.hydrogen)


@kernel
def reversal(e, p):
    """Return the rate constant of the reversal of the power stroke, by phosphate and without (1/ms)."""
    added = p.phosphate_gain * e.phosphate / (p.phosphate_half + e.phosphate)
    usual = p.phosphate_gain * p.phosphate_rest / (p.phosphate_half + p.phosphate_rest)
    return p.reversal_rate * (1.0 + added) / (1.0 + usual)


@kernel
def atp_binding(e, p):
    """Return the rate constant at which ATP frees a rigor head (1/ms)."""
    return p.atp_binding_rate * e.atp / (1.0 + e.adp / p.adp_half)


@kernel
def bare_binding(e, p):
    """Return the rate constant at which detached heads lose their products and bind without ATP (1/ms)."""
    return p.turnover_rate * p.bare_half / (p.bare_half + e.atp)


@kernel
def crossbridge_rates(s, occupancy, length, velocity, e, p, d):
    """Write the rate of change of each cross-bridge state.

    velocity : of one half-sarcomere (nm/ms); e : atp, adp, phosphate (mM) and hydrogen (uM)
    """
    skip_weak, skip_strong = skipping(weak_strain(s, p), e, p), skipping(strong_strain(s, p), e, p)
    back, adp_loss = reversal(e, p), detachment(strong_strain(s, p), e, p)
    leave_weak, leave_strong = p.slip_rate + p.stroke_rate, back + adp_loss
    enter_strong, bare = p.stroke_rate * s.weak, bare_binding(e, p)
    d.activated = switching_on(s, occupancy, p) - switching_off(s, occupancy, p) + bare * (1.0 - s.activated)
    d.weak = attachment(e, p) * free(s) + back * s.strong - leave_weak * s.weak
    d.strong = enter_strong - leave_strong * s.strong
    enter_rigor, torn = adp_loss * s.strong + bare * (1.0 - s.activated + free(s)), tearing(rigor_strain(s, p), e, p)
    d.rigor = enter_rigor - atp_binding(e, p) * s.rigor
    d.weak_moment = velocity * s.weak - (leave_weak + skip_weak) * s.weak_moment
    anew = p.stroke * (enter_strong + skip_strong * s.strong)
    d.strong_moment = velocity * s.strong + anew - (leave_strong + skip_strong) * s.strong_moment
    anew = p.rigor_distortion * (enter_rigor + torn * s.rigor)
    d.rigor_moment = velocity * s.rigor + anew - (atp_binding(e, p) + torn) * s.rigor_moment


@kernel
def attached_fraction(s, length, p):
    """Return the fraction of all heads that are attached (1)."""
    return overlap(length, p) * (s.weak + s.strong + s.rigor)


@kernel
def stiffness(s, length, p):
    """Return the stress that a step of length adds at once, per half-sarcomere (kPa/nm)."""
    return p.stiffness * attached_fraction(s, length, p)


@kernel
def force(s, length, p):
    """Return the active stress (kPa)."""
    return p.stiffness * overlap(length, p) * (s.weak_moment + s.strong_moment + s.rigor_moment)


@kernel
def largest_strong(p):
    """Return the strong fraction in the isometric steady state with every site on (1)."""
    weak_per_strong = (p.reversal_rate + p.detachment_rate) / p.stroke_rate
    leaving = p.slip_rate * weak_per_strong + p.detachment_rate
    return p.attachment_rate / (p.attachment_rate * (1.0 + weak_per_strong) + leaving)


@kernel
def maximal_force(p):
    """Return the steady isometric stress with every site on, at optimal length (kPa)."""
    return p.stiffness * overlap(optimal_length(p), p) * p.stroke * largest_strong(p)


@kernel
def relative_force(s, length, p):
    """Return the active force as a fraction of the largest isometric one (1)."""
    return force(s, length, p) / maximal_force(p)


@kernel
def atp_use(s, length, e, p):
    """Return the ATP split by cross-bridges, and by heads that are idle (mM/ms)."""
    idle = p.turnover_rate * (1.0 - s.weak - s.strong - s.rigor) * e.atp / (p.bare_half + e.atp)
    return p.heads * (overlap(length, p) * atp_binding(e, p) * s.rigor + idle)


HUMAN_FAST = CrossbridgeParameters()
HUMAN_SLOW = HUMAN_FAST.varied(
    {
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
