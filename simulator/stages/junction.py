"""Junction: a nerve impulse, the quanta it releases, and the current they let through the end-plate.

    df/dt = facilitation_step nerve / w - f / facilitation_time   f: facilitation, by calcium that stays behind
    dn/dt = recovery - release                                    n: releasable quanta; w: width of an impulse
    dO/dt = binding_rate F (fresh + pairs dilute) - (closing_rate + desensitisation_rate) O            O: open
    dG/dt = captured - desensitisation_rate G                     G: held by an agonist from the blood
    dD/dt = desensitisation_rate (O + G) - resensitisation_rate D                                      D: desensitised

    release  = release_rate nerve n (1 + f) r^4   r = c(Ca, Mg) / c(usual)   c = (Ca / K1) / (1 + Ca / K1 + Mg / K2)
    recovery = (recovery_rest + recovery_gain f) (quanta - n)
    F        = 1 - O - G - D                                      free receptors, of those that can bind
    sites    = 2 receptor_density receptors                       places for acetylcholine
    fresh    = quantum release / (sites binding_rate F + loss)    acetylcholine under the quanta
    dilute   = sites closing_rate O / (pairs sites binding_rate F + loss)         what receptors let go
    loss     = esterase + diffusion
    captured = binding_rate agonist F - agonist_unbinding G
    current  = conductance receptors (O + efficacy G) (reversal - V)

The nerve is on (1) for the width of an impulse and off (0) otherwise. Acetylcholine meets a receptor or an esterase
within 0.1 ms, much sooner than a channel closes, so that its concentration follows at once from where it comes from and
where it goes. Under a quantum it is plentiful: a receptor that has one molecule soon has the two that open it. With
fewer receptors a quantum spreads further, and the esterase gets more of it: most of a quantum is captured as it is, and
much of the receptors can be lost before half of the response is. What receptors let go is dilute: only a part of it
(pairs) finds receptors in twos, most of it is split, and the current decays as channels close. Without esterase it
binds again and again. Each quantum acts alone, so that their currents add. The agonist from the blood is not split.

Dodge & Rahamimoff 1967, J Physiol 193:419 (calcium, magnesium); Katz & Miledi 1973, J Physiol 231:549 (repeated
binding); Pennefather, thesis, University of British Columbia (capture, block); Wood & Slater 2001, Prog Neurobiol
64:393 (human numbers, from memory). No published model is followed as a whole.
"""

from dataclasses import dataclass

from simulator.kernel import kernel
from simulator.quantity import Quantities, quantity

DECAY = "fitted: end-plate currents decay in 1-2 ms at 25 degC, two to four times slower without esterase"
BLOCK = "fitted: receptors that can be lost, Paton & Waud 1967; of the order of association by diffusion"
RUNDOWN = "fitted: release of the fourth impulse at 3 Hz; no healthy fibre fails at 20 Hz"


@dataclass(frozen=True)
class JunctionParameters(Quantities):
    """Constants of a human end-plate."""

    reference_temperature: float = quantity(25.0, "degC", "temperature of numbers with a Q10", "by definition")
    gating_q10: float = quantity(2.5, "1", "Q10 of closing and of an agonist's leaving", "assumed", low=1, high=5)
    diffusion_q10: float = quantity(1.3, "1", "Q10 of diffusion and binding", "assumed", low=1, high=3)
    esterase_q10: float = quantity(1.5, "1", "Q10 of acetylcholinesterase", "assumed", low=1, high=3)

    impulse_width: float = quantity(0.5, "ms", "w, of the nerve impulse that the release rate is given for", "assumed")
    quanta: float = quantity(
        300.0, "1", "releasable quanta of a rested terminal", "assumed; varies among fibres", low=1, high=3000
    )
    release_rate: float = quantity(
        0.14, "1/ms", "of each quantum during an impulse", "fitted: 20 quanta an impulse, Wood & Slater 2001", low=1e-9
    )
    calcium_half: float = quantity(1.1, "mM", "K1", "Dodge & Rahamimoff 1967, frog")
    magnesium_half: float = quantity(3.0, "mM", "K2", "Dodge & Rahamimoff 1967, frog")
    usual_calcium: float = quantity(1.2, "mM", "calcium outside at which the release rate is given", "by definition")
    usual_magnesium: float = quantity(0.6, "mM", "magnesium outside at which it is given", "by definition")
    facilitation_step: float = quantity(0.15, "1", "rise of f with an impulse", "assumed: 0.1-0.2", low=0, high=2)
    facilitation_time: float = quantity(70.0, "ms", "decay of f", "assumed: 50-100 ms")
    recovery_rest: float = quantity(5e-4, "1/ms", "refilling of the pool at rest", "assumed: 2 s")
    recovery_gain: float = quantity(5e-3, "1/ms", "refilling in use, for f of 1", RUNDOWN, low=0)

    quantum: float = quantity(1.1, "uM", "acetylcholine of a quantum in the cleft", "10,000 molecules in 15 fl")
    esterase: float = quantity(18.0, "1/ms", "splitting of acetylcholine", DECAY, low=0, q10="esterase_q10")
    diffusion: float = quantity(
        0.6, "1/ms", "acetylcholine out of the cleft", "fitted: ten times slower in poisoning", q10="diffusion_q10"
    )
    receptor_density: float = quantity(330.0, "uM", "receptors in the cleft", "10,000/um^2 over a cleft of 50 nm")
    receptors: float = quantity(1.0, "1", "receptors that can bind, of the healthy number", "health", low=0, high=1)
    binding_rate: float = quantity(0.25, "1/(uM*ms)", "of a free receptor", BLOCK, q10="diffusion_q10")
    pairs: float = quantity(0.12, "1", "of bindings of dilute acetylcholine, those by two", DECAY, low=0, high=1)
    closing_rate: float = quantity(1.2, "1/ms", "of a burst of openings", DECAY, q10="gating_q10")
    desensitisation_rate: float = quantity(1e-3, "1/ms", "of an occupied receptor", "assumed: 1-5 s", low=0)
    resensitisation_rate: float = quantity(2e-4, "1/ms", "of a desensitised receptor", "assumed: 5 s")

    agonist: float = quantity(0.0, "uM", "agonist from the blood, that esterase spares", "none", low=0, high=1e4)
    agonist_unbinding: float = quantity(2.5, "1/ms", "of the agonist", "assumed", q10="gating_q10")
    agonist_efficacy: float = quantity(0.1, "1", "of receptors that it holds, those open", "assumed: a weak agonist")
    conductance: float = quantity(
        150.0, "mS/cm^2", "of the sarcolemma, all receptors open", "fitted: safety factor, human 1.5-3", low=0
    )
    reversal: float = quantity(-5.0, "mV", "of the end-plate current", "sodium and potassium together: -5 to 0 mV")


@dataclass(frozen=True)
class JunctionState(Quantities):
    """A terminal and the receptors under it; values at rest."""

    facilitation: float = quantity(0.0, "1", "facilitation of release", low=0, high=10, floor=0.01)
    pool: float = quantity(300.0, "1", "releasable quanta", low=0, high=3000)
    open: float = quantity(0.0, "1", "open receptors, of those that can bind", low=0, high=1, floor=1e-4)
    held: float = quantity(0.0, "1", "receptors held by an agonist from the blood, likewise", low=0, high=1, floor=1e-4)
    desensitised: float = quantity(0.0, "1", "desensitised receptors, likewise", low=0, high=1, floor=1e-3)


@kernel
def cooperation(calcium, magnesium, p):
    """Return the part of the sites for calcium that calcium fills, magnesium competing (1)."""
    filled = calcium / p.calcium_half
    return filled / (1.0 + filled + magnesium / p.magnesium_half)


@kernel
def release(s, nerve, calcium, magnesium, p):
    """Return the rate at which quanta are released (1/ms); calcium and magnesium outside in mM."""
    share = cooperation(calcium, magnesium, p) / cooperation(p.usual_calcium, p.usual_magnesium, p)
    return p.release_rate * nerve * s.pool * (1.0 + s.facilitation) * share**4


@kernel
def recovery(s, p):
    """Return the rate at which the pool is refilled (1/ms)."""
    return (p.recovery_rest + p.recovery_gain * s.facilitation) * (p.quanta - s.pool)


@kernel
def free(s):
    """Return the receptors that are free, of those that can bind (1)."""
    return 1.0 - s.open - s.held - s.desensitised


@kernel
def sites(p):
    """Return the places for acetylcholine on receptors, in the cleft (uM)."""
    return 2.0 * p.receptor_density * p.receptors


@kernel
def loss(p):
    """Return the rate at which acetylcholine that is free is split or diffuses away (1/ms)."""
    return p.esterase + p.diffusion


@kernel
def fresh(s, quanta, p):
    """Return the acetylcholine under quanta that are being released (uM); quanta in 1/ms."""
    return p.quantum * quanta / (sites(p) * p.binding_rate * free(s) + loss(p))


@kernel
def dilute(s, p):
    """Return the acetylcholine that receptors have let go (uM)."""
    return sites(p) * p.closing_rate * s.open / (p.pairs * sites(p) * p.binding_rate * free(s) + loss(p))


@kernel
def transmitter(s, quanta, p):
    """Return the acetylcholine that is free in the cleft (uM); quanta released in 1/ms."""
    return fresh(s, quanta, p) + dilute(s, p)


@kernel
def opening(s, quanta, p):
    """Return the net opening of receptors, of those that can bind (1/ms); quanta released in 1/ms."""
    bound = p.binding_rate * free(s) * (fresh(s, quanta, p) + p.pairs * dilute(s, p))
    return bound - p.closing_rate * s.open


@kernel
def capture(s, p):
    """Return the net binding of an agonist from the blood (1/ms)."""
    return p.binding_rate * p.agonist * free(s) - p.agonist_unbinding * s.held


@kernel
def end_plate_conductance(s, p):
    """Return the conductance of the end-plate, per sarcolemma of the fibre (mS/cm^2)."""
    return p.conductance * p.receptors * (s.open + p.agonist_efficacy * s.held)


@kernel
def end_plate_current(s, potential, p):
    """Return the current into the fibre, positive if it depolarises (uA/cm^2)."""
    return end_plate_conductance(s, p) * (p.reversal - potential)


@kernel
def junction_rates(s, nerve, calcium, magnesium, p, d):
    """Write the rate of change of each state.

    nerve : 1 during a nerve impulse, else 0; calcium, magnesium : outside (mM)
    """
    quanta = release(s, nerve, calcium, magnesium, p)
    d.facilitation = p.facilitation_step * nerve / p.impulse_width - s.facilitation / p.facilitation_time
    d.pool = recovery(s, p) - quanta
    d.open = opening(s, quanta, p) - p.desensitisation_rate * s.open
    d.held = capture(s, p) - p.desensitisation_rate * s.held
    d.desensitised = p.desensitisation_rate * (s.open + s.held) - p.resensitisation_rate * s.desensitised


HUMAN_FAST = JunctionParameters()
HUMAN_SLOW = HUMAN_FAST.varied(
    {"conductance": (188.0, "fitted: as safe as the junction of a fast fibre, whose threshold is lower")}
)
