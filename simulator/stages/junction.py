"""Junction: a nerve impulse, the quanta it releases, and the current they let through the end-plate.

    dx/dt = (nerve - x) / terminal_time                          x: calcium at the release sites, of its plateau
    df/dt = facilitation_step x / w - f / facilitation_time      f: facilitation, by calcium that stays behind
    du/dt = (x / w - u) / use_time                               u: recent rate of impulses, w: width of an impulse
    dn/dt = recovery - release                                   n: releasable quanta
    dA/dt = quantum release - (esterase + diffusion) A - 2 receptor_density receptors (binding - unbinding)
    dF/dt = unbinding - binding + recovered - captured           F: free receptors, of those that can bind
    dB/dt = binding - unbinding - opening + closing - desensitisation_rate B
    dO/dt = opening - closing - desensitisation_rate O           O: open
    dG/dt = captured - desensitisation_rate G                    G: held by an agonist from the blood
    dD/dt = desensitisation_rate (B + O + G) - recovered         D: desensitised

    release  = release_rate n (1 + f) x^4 r^4    r = c(Ca, Mg) / c(usual)    c = (Ca / K1) / (1 + Ca / K1 + Mg / K2)
    recovery = (recovery_rest + recovery_gain u) (quanta - n)
    binding  = binding_rate A F       unbinding = unbinding_rate B       recovered = resensitisation_rate D
    opening  = opening_rate B         closing   = closing_rate O         captured  = binding_rate agonist F - loss of G
    current  = conductance receptors (O + efficacy G) (reversal - V)

The nerve is on (1) for the width of an impulse and off (0) otherwise. Quanta fall on separate patches, so that their
currents add; under a quantum acetylcholine is plentiful, and a receptor that has caught one molecule soon has its
second: the two are counted as one step of first order, which takes two molecules. Esterase and receptors compete for
the acetylcholine; the agonist from the blood is plentiful, is not split and is not used up.

Dodge & Rahamimoff 1967, J Physiol 193:419 (calcium, magnesium); Katz & Miledi 1973, J Physiol 231:549 (binding delays
diffusion); Wood & Slater 2001, Prog Neurobiol 64:393 (human numbers). No published model is followed as a whole.
"""

from dataclasses import dataclass

from simulator.kernel import kernel
from simulator.quantity import Quantities, quantity

HUMAN_JUNCTION = "Wood & Slater 2001, human"
RATE = "assumed: reviewed range for receptors of adult muscle"
DECAY = "fitted: end-plate currents decay in 1-2 ms at 25 degC, two to four times slower without esterase"


@dataclass(frozen=True)
class JunctionParameters(Quantities):
    """Constants of a human end-plate."""

    reference_temperature: float = quantity(25.0, "degC", "temperature of numbers with a Q10", "by definition")
    gating_q10: float = quantity(2.5, "1", "Q10 of receptor opening, closing and unbinding", "assumed", low=1, high=5)
    diffusion_q10: float = quantity(1.3, "1", "Q10 of diffusion and binding", "assumed", low=1, high=3)
    esterase_q10: float = quantity(1.5, "1", "Q10 of acetylcholinesterase", "assumed", low=1, high=3)

    impulse_width: float = quantity(0.5, "ms", "w, of the nerve impulse that the release rate is given for", "assumed")
    terminal_time: float = quantity(0.15, "ms", "rise and fall of calcium at release sites", "assumed: brief release")
    quanta: float = quantity(300.0, "1", "releasable quanta of a rested terminal", "assumed, with the release rate")
    release_rate: float = quantity(
        0.29,
        "1/ms",
        "of each quantum at the plateau of calcium",
        "fitted: 20 quanta a impulse, " + HUMAN_JUNCTION,
        low=0,
    )
    calcium_half: float = quantity(1.1, "mM", "K1", "Dodge & Rahamimoff 1967, frog")
    magnesium_half: float = quantity(3.0, "mM", "K2", "Dodge & Rahamimoff 1967, frog")
    usual_calcium: float = quantity(1.2, "mM", "calcium outside at which the release rate is given", "by definition")
    usual_magnesium: float = quantity(0.6, "mM", "magnesium outside at which it is given", "by definition")
    facilitation_step: float = quantity(0.15, "1", "rise of f with an impulse", "assumed: 0.1-0.2", low=0, high=2)
    facilitation_time: float = quantity(70.0, "ms", "decay of f", "assumed: 50-100 ms")
    recovery_rest: float = quantity(5e-4, "1/ms", "refilling of the pool at rest", "assumed: 2 s")
    recovery_gain: float = quantity(0.036, "1", "refilling for each impulse", "fitted: steady release at 50 Hz", low=0)
    use_time: float = quantity(300.0, "ms", "over which recent use is counted", "assumed")

    quantum: float = quantity(1.1, "uM", "acetylcholine of a quantum in the cleft", "10,000 molecules in 15 fl")
    esterase: float = quantity(18.0, "1/ms", "splitting of acetylcholine", DECAY, low=0, q10="esterase_q10")
    diffusion: float = quantity(2.0, "1/ms", "acetylcholine out of the cleft", DECAY, q10="diffusion_q10")
    receptor_density: float = quantity(330.0, "uM", "receptors in the cleft", "10,000/um^2 over a cleft of 50 nm")
    receptors: float = quantity(1.0, "1", "receptors that can bind, of the healthy number", "health", low=0, high=1)
    binding_rate: float = quantity(0.1, "1/(uM*ms)", "of a free receptor", RATE, q10="diffusion_q10")
    unbinding_rate: float = quantity(15.0, "1/ms", "of a closed receptor", RATE, q10="gating_q10")
    opening_rate: float = quantity(20.0, "1/ms", "of a bound receptor", RATE, q10="gating_q10")
    closing_rate: float = quantity(5.5, "1/ms", "of an open receptor", DECAY, q10="gating_q10")
    desensitisation_rate: float = quantity(1e-3, "1/ms", "of a bound receptor", "assumed: 1-5 s", low=0)
    resensitisation_rate: float = quantity(2e-4, "1/ms", "of a desensitised receptor", "assumed: 5 s")

    agonist: float = quantity(0.0, "uM", "agonist from the blood, that esterase spares", "none", low=0, high=1e4)
    agonist_unbinding: float = quantity(1.0, "1/ms", "of the agonist", "assumed", q10="gating_q10")
    agonist_efficacy: float = quantity(0.1, "1", "of receptors that it holds, those open", "assumed: a weak agonist")
    conductance: float = quantity(
        300.0, "mS/cm^2", "of the sarcolemma, all receptors open", "fitted: safety factor, human 1.5-3", low=0
    )
    reversal: float = quantity(-5.0, "mV", "of the end-plate current", "sodium and potassium together: -5 to 0 mV")


@dataclass(frozen=True)
class JunctionState(Quantities):
    """A terminal, a cleft and its receptors; values at rest."""

    terminal: float = quantity(0.0, "1", "calcium at release sites, of its plateau", low=0, high=1, floor=0.01)
    facilitation: float = quantity(0.0, "1", "facilitation of release", low=0, high=10, floor=0.01)
    use: float = quantity(0.0, "1/ms", "recent rate of impulses", low=0, high=1, floor=1e-3)
    pool: float = quantity(300.0, "1", "releasable quanta", low=0, high=3000)
    transmitter: float = quantity(0.0, "uM", "acetylcholine in the cleft", low=0, high=1e4, floor=0.01)
    free: float = quantity(1.0, "1", "free receptors, of those that can bind", low=0, high=1)
    bound: float = quantity(0.0, "1", "receptors bound and closed, likewise", low=0, high=1, floor=1e-4)
    open: float = quantity(0.0, "1", "open receptors, likewise", low=0, high=1, floor=1e-4)
    held: float = quantity(0.0, "1", "receptors held by an agonist from the blood, likewise", low=0, high=1, floor=1e-4)
    desensitised: float = quantity(0.0, "1", "desensitised receptors, likewise", low=0, high=1, floor=1e-3)


@kernel
def cooperation(calcium, magnesium, p):
    """Return the part of the sites for calcium that calcium fills, magnesium competing (1)."""
    filled = calcium / p.calcium_half
    return filled / (1.0 + filled + magnesium / p.magnesium_half)


@kernel
def release(s, calcium, magnesium, p):
    """Return the rate at which quanta are released (1/ms); calcium and magnesium outside in mM."""
    usual = cooperation(p.usual_calcium, p.usual_magnesium, p)
    share = cooperation(calcium, magnesium, p) / usual
    return p.release_rate * s.pool * (1.0 + s.facilitation) * s.terminal**4 * share**4


@kernel
def recovery(s, p):
    """Return the rate at which the pool is refilled (1/ms)."""
    return (p.recovery_rest + p.recovery_gain * s.use) * (p.quanta - s.pool)


@kernel
def removal(s, p):
    """Return the acetylcholine that is split or diffuses away (uM/ms)."""
    return (p.esterase + p.diffusion) * s.transmitter


@kernel
def binding(s, p):
    """Return the net binding of acetylcholine, of receptors that can bind (1/ms)."""
    return p.binding_rate * s.transmitter * s.free - p.unbinding_rate * s.bound


@kernel
def opening(s, p):
    """Return the net opening of bound receptors (1/ms)."""
    return p.opening_rate * s.bound - p.closing_rate * s.open


@kernel
def capture(s, p):
    """Return the net binding of an agonist from the blood (1/ms)."""
    return p.binding_rate * p.agonist * s.free - p.agonist_unbinding * s.held


@kernel
def resensitisation(s, p):
    """Return the return of desensitised receptors (1/ms)."""
    return p.resensitisation_rate * s.desensitised


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
    quanta, taken = release(s, calcium, magnesium, p), binding(s, p)
    opened, captured, returned = opening(s, p), capture(s, p), resensitisation(s, p)
    impulses = s.terminal / p.impulse_width
    d.terminal = (nerve - s.terminal) / p.terminal_time
    d.facilitation = p.facilitation_step * impulses - s.facilitation / p.facilitation_time
    d.use = (impulses - s.use) / p.use_time
    d.pool = recovery(s, p) - quanta
    d.transmitter = p.quantum * quanta - removal(s, p) - 2.0 * p.receptor_density * p.receptors * taken
    d.free = returned - taken - captured
    d.bound = taken - opened - p.desensitisation_rate * s.bound
    d.open = opened - p.desensitisation_rate * s.open
    d.held = captured - p.desensitisation_rate * s.held
    d.desensitised = p.desensitisation_rate * (s.bound + s.open + s.held) - returned


@kernel
def total_receptors(s):
    """Return all receptors that can bind, of their number: 1, which no rate changes."""
    return s.free + s.bound + s.open + s.held + s.desensitised


@kernel
def total_transmitter(s, p):
    """Return the acetylcholine of the cleft, free and on receptors that may let it go (uM)."""
    return s.transmitter + 2.0 * p.receptor_density * p.receptors * (s.bound + s.open)


HUMAN = JunctionParameters()
