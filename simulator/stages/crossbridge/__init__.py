"""Cross-bridges: calcium on troponin switches the thin filament on; bound heads pull.

Fractions are of the actin sites within filament overlap; sites beyond it are switched alike and
hold no head. A site that is on is free, or holds a weak head (A1, before the power stroke) or a
strong one (A2, after it):

    free       = activated - weak - strong - rigor
    activated' = on (1 - activated) - off free + bare (1 - activated)
    weak'      = attachment free + reversal strong - (slip + power_stroke) weak
    strong'    = power_stroke weak - (reversal + detachment) strong
    rigor'     = detachment strong + bare (1 - activated + free) - atp_binding rigor
    on         = on_rate occupancy (1 + cooperativity activated) (1 + potentiation phosphorylated)
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

    W' = u weak - (slip + power_stroke + skipping) W
    S' = u strong + x0 power_stroke weak - (reversal + detachment) S - skipping (S - x0 strong)
    R' = u rigor + x_r entering - atp_binding R - tearing (R - x_r rigor)
    force = stiffness sound overlap (W + S + R)       sound: part of the cross-section that is not injured

What is kept as a state is the moment less what sliding has given to the heads that are bound now, such as
weak_moment = W - z weak, where z, the integral of u, is how far the filaments have slid since the fibre was set
up: the velocity, which is a small difference of large forces, then stands in no equation.

skipping: a head forced from its site rebinds at once to the next one, so that the head count stays and the
distortion starts anew (seen in lengthening and in shortening; it costs no ATP here). It and detachment
depend on the mean deviation, moment / fraction less the distortion at entry. Rigor heads enter at x_r and
skip only as far as stretch makes them (tearing).

Calcium activates the kinase of the regulatory light chains, which forgets slowly; phosphorylated heads stand
nearer to the thin filament and help to switch it on: a memory of past contractions.

    kinase'         = kinase_on x (1 - kinase) - kinase_off kinase       x = calcium^4 / (kinase_half^4 + calcium^4)
    phosphorylated' = phosphorylation kinase (1 - phosphorylated) - dephosphorylation phosphorylated

Razumova, Bukatina & Campbell 1999, J Appl Physiol 87:1861 (two attached states, mean distortion);
Campbell 2014, J Gen Physiol 143:387 (cooperative switch); Goldman, Hibberd & Trentham 1984, J Physiol
354:577 (ATP and rigor); White 1970, J Physiol 208:583 (rigor tension); Lombardi & Piazzesi 1990, J Physiol 431:141
and Lombardi, Piazzesi & Linari 1992, Nature 355:638 (fast rebinding); Walker & Schrodt 1974, Anat
Rec 178:63 (human filaments); Stull, Kamm & Vandenboom 2011, Arch Biochem Biophys 510:120 (light chains);
Szczesna et al. 2002, J Appl Physiol 92:1661 (they raise calcium sensitivity).
"""

from math import exp, sqrt

from simulator.kernel import kernel, select
from simulator.stages.crossbridge.numbers import (
    HUMAN_FAST,
    HUMAN_SLOW,
    MOUSE_FAST,
    MOUSE_SLOW,
    CrossbridgeParameters,
    CrossbridgeState,
)

__all__ = ["HUMAN_FAST", "HUMAN_SLOW", "MOUSE_FAST", "MOUSE_SLOW", "CrossbridgeParameters", "CrossbridgeState"]


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
def moments(s, slid):
    """Return weak, strong and rigor heads x their mean distortion, filaments having slid so far (nm)."""
    return s.weak_moment + slid * s.weak, s.strong_moment + slid * s.strong, s.rigor_moment + slid * s.rigor


@kernel
def switching_on(s, occupancy, p):
    """Return the flux of sites that calcium and their neighbours switch on (1/ms)."""
    helped = 1.0 + p.potentiation * s.phosphorylated
    return p.on_rate * occupancy * helped * (1.0 + p.cooperativity * s.activated) * (1.0 - s.activated)


@kernel
def switching_off(s, occupancy, p):
    """Return the flux of free sites that switch off (1/ms)."""
    return p.off_rate * (1.0 - occupancy) * (1.0 + p.cooperativity * (1.0 - s.activated)) * free(s)


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
    """Return the rate constant at which stretch alone makes a rigor head skip (1/ms)."""
    x = select(strain > 0.0 * p.stroke, strain / p.stretch_strain, 0.0 * strain / p.stretch_strain)
    return 0.5 * p.skip_rate * slowing(e, p) * (exp(x) - 1.0 - x)


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
def kinase_rate(s, calcium, p):
    """Return the rate of change of the active light-chain kinase (1/ms)."""
    bound = calcium**4 / (p.kinase_half**4 + calcium**4)
    return p.kinase_on * bound * (1.0 - s.kinase) - p.kinase_off * s.kinase


@kernel
def phosphorylation(s, p):
    """Return the net flux of light chains that are phosphorylated (1/ms)."""
    fresh = p.phosphorylation_rate * s.kinase * (1.0 - s.phosphorylated)
    return fresh - p.dephosphorylation_rate * s.phosphorylated


@kernel
def crossbridge_rates(s, occupancy, calcium, slid, e, p, d):
    """Write the rate of change of each cross-bridge state.

    calcium : free in the myoplasm (uM); slid : lengthening of a half-sarcomere since the set-up (nm)
    e : atp, adp, phosphate (mM) and hydrogen (uM)
    """
    weak, strong, rigor = moments(s, slid)
    strong_strain = strain(strong, s.strong, p.stroke, p)
    skip_weak = skipping(strain(weak, s.weak, 0.0 * p.stroke, p), e, p)
    skip_strong = skipping(strong_strain, e, p)
    torn = tearing(strain(rigor, s.rigor, p.rigor_distortion, p), e, p)
    back, adp_loss = reversal(e, p), detachment(strong_strain, e, p)
    leave_weak, leave_strong = p.slip_rate + p.stroke_rate, back + adp_loss
    enter_strong, bare = p.stroke_rate * s.weak, bare_binding(e, p)
    enter_rigor = adp_loss * s.strong + bare * (1.0 - s.activated + free(s))
    d.activated = switching_on(s, occupancy, p) - switching_off(s, occupancy, p) + bare * (1.0 - s.activated)
    d.weak = attachment(e, p) * free(s) + back * s.strong - leave_weak * s.weak
    d.strong = enter_strong - leave_strong * s.strong
    d.rigor = enter_rigor - atp_binding(e, p) * s.rigor
    d.weak_moment = -(leave_weak + skip_weak) * weak - slid * d.weak
    anew = p.stroke * (enter_strong + skip_strong * s.strong)
    d.strong_moment = anew - (leave_strong + skip_strong) * strong - slid * d.strong
    anew = p.rigor_distortion * (enter_rigor + torn * s.rigor)
    d.rigor_moment = anew - (atp_binding(e, p) + torn) * rigor - slid * d.rigor
    d.kinase, d.phosphorylated = kinase_rate(s, calcium, p), phosphorylation(s, p)


@kernel
def carried(s, velocity, d):
    """Add to the rates what sliding at a velocity (nm/ms) does, where it is not counted in `slid`."""
    d.weak_moment += velocity * s.weak
    d.strong_moment += velocity * s.strong
    d.rigor_moment += velocity * s.rigor


@kernel
def attached_fraction(s, length, p):
    """Return the fraction of all heads that are attached (1)."""
    return overlap(length, p) * (s.weak + s.strong + s.rigor)


@kernel
def stiffness(s, length, p):
    """Return the stress that a step of length adds at once, per half-sarcomere (kPa/nm)."""
    return p.stiffness * p.sound * attached_fraction(s, length, p)


@kernel
def force(s, slid, length, p):
    """Return the active stress (kPa)."""
    weak, strong, rigor = moments(s, slid)
    return p.stiffness * p.sound * overlap(length, p) * (weak + strong + rigor)


@kernel
def largest_strong(p):
    """Return the strong fraction in the isometric steady state with every site on (1)."""
    weak_per_strong = (p.reversal_rate + p.detachment_rate) / p.stroke_rate
    leaving = p.slip_rate * weak_per_strong + p.detachment_rate
    return p.attachment_rate / (p.attachment_rate * (1.0 + weak_per_strong) + leaving)


@kernel
def maximal_force(p):
    """Return the steady isometric stress with every site on, at optimal length, of a sound fibre (kPa)."""
    return p.stiffness * overlap(optimal_length(p), p) * p.stroke * largest_strong(p)


@kernel
def relative_force(s, slid, length, p):
    """Return the active force as a fraction of the largest isometric one (1)."""
    return force(s, slid, length, p) / maximal_force(p)


@kernel
def atp_use(s, length, e, p):
    """Return the ATP split by cross-bridges, and by heads that are idle (mM/ms)."""
    idle = p.turnover_rate * (1.0 - s.weak - s.strong - s.rigor) * e.atp / (p.bare_half + e.atp)
    return p.heads * p.sound * (overlap(length, p) * atp_binding(e, p) * s.rigor + idle)
