"""Reflex: spindle, tendon organ, Renshaw cells and nociceptors of one muscle, and what they do to its motoneurons.

Three intrafusal fibres of a spindle (bag1, bag2, chain), each a sensory spring in series with a polar region of length
x that is damped and, driven by fusimotor impulses f, contracts; lengths of the optimal fascicle length, tensions T in
the units of force of the paper, g a fusimotor rate:

    f = g^2 / (g^2 + half^2)                                  at once in chain, after a lag in bag1 and bag2
    x = L - rest - T / K
    dT/dt = K (dL/dt - dx/dt)                                 the sensory spring
    T = C (B0 + B1 f) sign(dx/dt) |dx/dt|^0.3 (x - R) + Kp (x - x0) + G f
    Ia = larger + S smaller, of bag1 and bag2 + chain; each: gain * stretch of the sensory spring above a threshold
    II = sum over bag2 and chain of gain [X stretch of the spring + (1 - X) stretch of the polar region]

The fibre has no mass here (the paper's 0.0002 makes it stiff, and alters Ia in ramps by less than 2 %): so the fourth
line gives dx/dt, and damping is that of a lengthening (C = 1) or shortening polar region itself.

    r = gain ln(F / F0 + 1),  Ib = r + sum over k of share_k (r - a_k),  da_k/dt = (r - a_k) / time_k   tendon organ
    di/dt = (above zero(Ib - threshold) - i) / time, which is short when it rises and longer when it falls
    dm/dt = (discharge - m) / decay,  dR/dt = (m / (m + half) - R) / rise                               Renshaw cells
    dn/dt = (pain - n) / time, which is short when pain rises and long when it falls                   nociceptors

The tendon organ is H(s) = (1.7 s^2 + 2.58 s + 0.4) / (s^2 + 2.2 s + 0.4) = 1 + 0.133 s/(s + 0.2) + 0.567 s/(s + 2).

Mileusnic et al. 2006, J Neurophysiol 96:1772 (spindle, cat); Lin & Crago 2002, Ann Biomed Eng 30:54 (tendon organ);
Eccles, Fatt & Koketsu 1954, J Physiol 126:524 (Renshaw cells); Feldman 1986, J Mot Behav 18:17 (threshold).
"""

from dataclasses import dataclass
from math import log, sqrt
from typing import NamedTuple

from simulator.kernel import kernel, select
from simulator.quantity import Quantities, quantity

YIELDING = 1.0 / 0.3  # damping grows as velocity to the power 0.3 (Mileusnic et al. 2006)
SPINDLE = "Mileusnic et al. 2006, table 1, cat, as in CEINMS2"
ORGAN = "Lin & Crago 2002, cat, as in MyoGen"
GAIN = "assumed, to be fitted in the muscle"
REFLEX = "fitted: the stretch reflex stands out of light activity after 35-48 ms, and does not swing on in health"
NERVE = "assumed: human leg"


@dataclass(frozen=True)
class ReflexParameters(Quantities):
    """Constants of the receptors of a muscle, and of their paths to its motoneurons."""

    dynamic_half: float = quantity(60.0, "1/s", "dynamic fusimotor rate that half activates bag1", SPINDLE)
    dynamic_time: float = quantity(149.0, "ms", "lag of that activation", SPINDLE)
    static_half: float = quantity(60.0, "1/s", "static fusimotor rate that half activates bag2", SPINDLE)
    static_time: float = quantity(205.0, "ms", "lag of that activation", SPINDLE)
    chain_half: float = quantity(90.0, "1/s", "static fusimotor rate that half activates chain", SPINDLE)

    sensory_stiffness: float = quantity(10.4649, "1", "of the sensory spring (K)", SPINDLE)
    sensory_rest: float = quantity(0.04, "1", "rest length of the sensory spring", SPINDLE)
    sensory_threshold: float = quantity(0.0423, "1", "length of it above which its ending fires", SPINDLE)
    polar_stiffness: float = quantity(0.15, "1", "of the polar region (Kp)", SPINDLE)
    polar_rest: float = quantity(0.76, "1", "rest length of the polar region (x0)", SPINDLE)
    polar_threshold: float = quantity(0.89, "1", "length of it above which a secondary ending fires", SPINDLE)
    polar_slack: float = quantity(0.46, "1", "length of it at which damping vanishes (R)", SPINDLE)
    polar_least: float = quantity(0.05, "1", "least length above that, of a slack spindle", "assumed: never 0")
    shortening_damping: float = quantity(0.42, "1", "damping in shortening, of that in lengthening (C)", SPINDLE)
    damping_velocity: float = quantity(1e-3, "1/ms", "velocity at which damping is given", "by definition: 1 L0/s")

    bag1_damping: float = quantity(0.0605, "1", "of bag1 at rest (B0)", SPINDLE)
    bag1_damping_gain: float = quantity(0.2592, "1", "rise of it with activation (B1)", SPINDLE)
    bag1_force: float = quantity(0.0289, "1", "contraction of bag1 (G)", SPINDLE)
    bag2_damping: float = quantity(0.0822, "1", "of bag2 at rest (B0)", SPINDLE)
    bag2_damping_gain: float = quantity(-0.046, "1", "rise of it with activation (B1)", SPINDLE)
    bag2_force: float = quantity(0.0636, "1", "contraction of bag2 (G)", SPINDLE)
    chain_damping: float = quantity(0.0822, "1", "of chain at rest (B0)", SPINDLE)
    chain_damping_gain: float = quantity(-0.069, "1", "rise of it with activation (B1)", SPINDLE)
    chain_force: float = quantity(0.0954, "1", "contraction of chain (G)", SPINDLE)

    bag1_rate: float = quantity(20000.0, "1/s", "impulses of Ia for a stretch of bag1's spring", SPINDLE)
    primary_rate: float = quantity(10000.0, "1/s", "impulses of Ia for a stretch of bag2's or chain's", SPINDLE)
    secondary_rate: float = quantity(7250.0, "1/s", "impulses of II for a stretch of its ending", SPINDLE)
    secondary_share: float = quantity(0.7, "1", "of a secondary ending, on the spring (X)", SPINDLE, low=0, high=1)
    secondary_rest: float = quantity(0.04, "1", "rest length of a secondary ending", SPINDLE)
    occlusion: float = quantity(0.156, "1", "of the smaller source of Ia that counts (S)", SPINDLE, low=0, high=1)

    organ_gain: float = quantity(60.0, "1/s", "impulses of Ib as force rises e-fold", ORGAN)
    organ_force: float = quantity(4.0, "N", "force at which that begins (F0)", ORGAN)
    organ_largest: float = quantity(
        25.0, "N", "largest force of the muscle that the law is from", "assumed: cat soleus, from memory"
    )
    organ_quick_share: float = quantity(0.5667, "1", "overshoot that adapts quickly", f"{ORGAN}: partial fractions")
    organ_quick_time: float = quantity(500.0, "ms", "its time constant", f"{ORGAN}: partial fractions")
    organ_slow_share: float = quantity(0.1333, "1", "overshoot that adapts slowly", f"{ORGAN}: partial fractions")
    organ_slow_time: float = quantity(5000.0, "ms", "its time constant", f"{ORGAN}: partial fractions")

    renshaw_half: float = quantity(50.0, "1/s", "discharge of the pool that half activates Renshaw cells", "assumed")
    renshaw_rise: float = quantity(2.0, "ms", "rise of their inhibition", "Eccles et al. 1954, from memory")
    renshaw_decay: float = quantity(
        14.0, "ms", "decay of what excites them", "ReMoto (Cisi & Kohn 2008), 0.07/ms: inhibition lasts about 40 ms"
    )
    pain_rise: float = quantity(3000.0, "ms", "sensitisation of nociceptors", "assumed: seconds")
    pain_decay: float = quantity(3.6e6, "ms", "its end", "assumed: an hour; hours to days in injury", high=1e9)

    primary_gain: float = quantity(
        0.3, "uA*s/cm^2", "current into the dendrite for the rate of Ia", GAIN, low=0, high=5
    )
    primary_threshold: float = quantity(
        60.0, "1/s", "rate of Ia that excites nothing: threshold of the stretch reflex", REFLEX, low=-200, high=400
    )
    primary_largest: float = quantity(
        150.0, "uA/cm^2", "most current that synapses of Ia pass: a dendrite at their reversal potential takes no more",
        "assumed: twice as much as full voluntary drive, or a little more", low=1.0,
    )  # fmt: skip
    presynaptic_inhibition: float = quantity(0.6, "1", "of Ia that is held back", REFLEX, low=0, high=1)
    secondary_gain: float = quantity(0.004, "uA*s/cm^2", "current into the dendrite for the rate of II", GAIN, low=0)
    pain_gain: float = quantity(
        2.5,
        "uA/cm^2",
        "current into the dendrite in the worst pain",
        "fitted: a guarding soleus fires at 8-9 Hz",
        low=0,
    )
    pain_threshold_fall: float = quantity(30.0, "1/s", "fall of the reflex's threshold in it", GAIN, low=0)
    organ_threshold: float = quantity(
        83.0, "1/s", "rate of Ib that inhibits nothing: threshold of its interneurons",
        "fitted: a cramp begins in the shortened muscle only", low=0,
    )  # fmt: skip
    organ_inhibition: float = quantity(
        0.5, "mS*s/cm^2", "conductance for the rate of Ib above it", "fitted: stretch ends a cramp in a second", low=0
    )
    organ_rise: float = quantity(5.0, "ms", "rise of the activity of these interneurons", "assumed")
    organ_decay: float = quantity(
        200.0, "ms", "its decay", "assumed: outlasts the fall of force, fitted: stretch ends a cramp for good"
    )
    organ_gating: float = quantity(
        0.05, "1", "voluntary drive that halves that inhibition",
        "less in voluntary contractions: Fournier et al. 1983, from memory; size assumed", low=1e-3,
    )  # fmt: skip
    renshaw_inhibition: float = quantity(0.1, "mS/cm^2", "conductance of all Renshaw cells", GAIN, low=0)
    reciprocal_inhibition: float = quantity(
        5e-4, "mS*s/cm^2", "conductance for the antagonist's rate of Ia", GAIN, low=0
    )

    nerve: float = quantity(800.0, "mm", "length of nerve from muscle to cord", NERVE)
    primary_velocity: float = quantity(60.0, "mm/ms", "conduction velocity of Ia and Ib", NERVE)
    secondary_velocity: float = quantity(30.0, "mm/ms", "conduction velocity of II", NERVE)
    primary_central: float = quantity(1.0, "ms", "delay in the cord, one synapse (Ia)", "assumed")
    secondary_central: float = quantity(2.7, "ms", "delay in the cord, several synapses (II)", "assumed")
    organ_central: float = quantity(3.0, "ms", "delay in the cord, two synapses or more (Ib)", "assumed")
    reciprocal_central: float = quantity(2.0, "ms", "delay in the cord, two synapses (antagonist's Ia)", "assumed")
    renshaw_central: float = quantity(1.3, "ms", "from discharge to inhibition, two synapses", "assumed")


@dataclass(frozen=True)
class ReflexState(Quantities):
    """Spindle, tendon organ, Renshaw cells and nociceptors; values of a muscle at its optimal length, without force."""

    dynamic_activation: float = quantity(0.0, "1", "fusimotor activation of bag1", low=0, high=1, floor=0.01)
    static_activation: float = quantity(0.0, "1", "fusimotor activation of bag2", low=0, high=1, floor=0.01)
    bag1_tension: float = quantity(0.0296, "1", "tension of bag1", low=-1.0, high=5.0)
    bag2_tension: float = quantity(0.0296, "1", "tension of bag2", low=-1.0, high=5.0)
    chain_tension: float = quantity(0.0296, "1", "tension of chain", low=-1.0, high=5.0)
    organ_quick: float = quantity(0.0, "1/s", "quick adaptation of the tendon organ", low=0, high=1e3, floor=1.0)
    organ_slow: float = quantity(0.0, "1/s", "slow adaptation of the tendon organ", low=0, high=1e3, floor=1.0)
    interneurons: float = quantity(
        0.0, "1/s", "activity of the interneurons of Ib: rate above their threshold", low=0, high=1e3, floor=1.0
    )
    recent_discharge: float = quantity(
        0.0, "1/s", "recent rate of the motoneurons, as Renshaw cells see it", low=0, high=2e3, floor=1.0
    )
    renshaw: float = quantity(0.0, "1", "activity of the Renshaw cells", low=0, high=1, floor=0.01)
    nociception: float = quantity(0.0, "1", "sensitisation of nociceptors", low=0, high=1, floor=0.01)


@kernel
def fusimotor(rate, half):
    """Return the activation that a fusimotor rate (impulses/s) holds."""
    return rate**2 / (rate**2 + half**2)


@kernel
def polar_length(tension, length, p):
    """Return the length of the polar region, in optimal fascicle lengths."""
    return length - p.sensory_rest - tension / p.sensory_stiffness


@kernel
def polar_velocity(tension, length, damping, contraction, p):
    """Return the velocity (1/ms) at which the polar region yields to a tension."""
    polar = polar_length(tension, length, p)
    above = select(polar - p.polar_slack > p.polar_least, polar - p.polar_slack, p.polar_least)
    excess = tension - p.polar_stiffness * (polar - p.polar_rest) - contraction
    way = excess / (damping * above * select(excess > 0.0, 1.0, p.shortening_damping))
    return p.damping_velocity * way * abs(way) ** (YIELDING - 1.0)


@kernel
def tension_change(tension, length, velocity, damping, contraction, p):
    """Return the rate of change of an intrafusal tension (1/ms)."""
    return p.sensory_stiffness * (velocity - polar_velocity(tension, length, damping, contraction, p))


@kernel
def above_zero(rate):
    """Return a rate, or 0 for one below it: no ending fires less than not at all."""
    return select(rate > 0.0, rate, 0.0 * rate)


@kernel
def stretch(tension, p):
    """Return the stretch of a sensory spring above its threshold."""
    return tension / p.sensory_stiffness - (p.sensory_threshold - p.sensory_rest)


@kernel
def primary(s, p):
    """Return the rate of the primary ending, Ia (impulses/s)."""
    bag1 = above_zero(p.bag1_rate * stretch(s.bag1_tension, p))
    static = above_zero(p.primary_rate * stretch(s.bag2_tension, p))
    static += above_zero(p.primary_rate * stretch(s.chain_tension, p))
    return select(bag1 > static, bag1 + p.occlusion * static, static + p.occlusion * bag1)


@kernel
def ending(tension, length, p):
    """Return the rate of the part of a secondary ending on one intrafusal fibre (impulses/s)."""
    on_spring = p.secondary_share * p.secondary_rest / p.sensory_rest * stretch(tension, p)
    beyond = polar_length(tension, length, p) - p.polar_threshold
    on_pole = (1.0 - p.secondary_share) * p.secondary_rest / p.polar_rest * beyond
    return above_zero(p.secondary_rate * (on_spring + on_pole))


@kernel
def secondary(s, length, p):
    """Return the rate of the secondary ending, II (impulses/s)."""
    return ending(s.bag2_tension, length, p) + ending(s.chain_tension, length, p)


@kernel
def organ_steady(force, p):
    """Return the rate of a tendon organ that has adapted (impulses/s); force : of the largest of the muscle."""
    return p.organ_gain * log(above_zero(force) * p.organ_largest / p.organ_force + 1.0)


@kernel
def organ(s, force, p):
    """Return the rate of the tendon organ, Ib (impulses/s)."""
    steady = organ_steady(force, p)
    quick, slow = p.organ_quick_share * (steady - s.organ_quick), p.organ_slow_share * (steady - s.organ_slow)
    return above_zero(steady + quick + slow)


@kernel
def sensitisation(s, pain, p):
    """Return the rate of change of the sensitisation of nociceptors (1/ms)."""
    return (pain - s.nociception) / select(pain > s.nociception, p.pain_rise, p.pain_decay)


@kernel
def reflex_rates(s, length, velocity, force, gamma_dynamic, gamma_static, discharge, pain, p, d):
    """Write the rate of change of each state.

    length, velocity : of the fascicles, in optimal lengths and optimal lengths per ms; force : of the tendon, of the
    largest; gamma_dynamic, gamma_static : fusimotor rates, discharge : mean rate of the motoneurons (impulses/s);
    pain : 0 to 1
    """
    d.dynamic_activation = (fusimotor(gamma_dynamic, p.dynamic_half) - s.dynamic_activation) / p.dynamic_time
    d.static_activation = (fusimotor(gamma_static, p.static_half) - s.static_activation) / p.static_time
    bag1, bag2, chain = s.dynamic_activation, s.static_activation, fusimotor(gamma_static, p.chain_half)
    d.bag1_tension = tension_change(
        s.bag1_tension, length, velocity, p.bag1_damping + p.bag1_damping_gain * bag1, p.bag1_force * bag1, p
    )
    d.bag2_tension = tension_change(
        s.bag2_tension, length, velocity, p.bag2_damping + p.bag2_damping_gain * bag2, p.bag2_force * bag2, p
    )
    d.chain_tension = tension_change(
        s.chain_tension, length, velocity, p.chain_damping + p.chain_damping_gain * chain, p.chain_force * chain, p
    )
    d.organ_quick = (organ_steady(force, p) - s.organ_quick) / p.organ_quick_time
    d.organ_slow = (organ_steady(force, p) - s.organ_slow) / p.organ_slow_time
    heard = above_zero(organ(s, force, p) - p.organ_threshold)
    d.interneurons = (heard - s.interneurons) / select(heard > s.interneurons, p.organ_rise, p.organ_decay)
    d.recent_discharge = (discharge - s.recent_discharge) / p.renshaw_decay
    reached = s.recent_discharge / (s.recent_discharge + p.renshaw_half)
    d.renshaw = (reached - s.renshaw) / p.renshaw_rise
    d.nociception = sensitisation(s, pain, p)


@kernel
def excitation(primary_rate, secondary_rate, nociception, p):
    """Return the current into the dendrites of the motoneurons (uA/cm^2).

    Rates of Ia and II (impulses/s) and sensitisation as they arrive at the cord, after their delays.
    """
    threshold = p.primary_threshold - p.pain_threshold_fall * nociception
    synapses = p.primary_gain * (1.0 - p.presynaptic_inhibition) * above_zero(primary_rate - threshold)
    monosynaptic = synapses / sqrt(sqrt(1.0 + (synapses / p.primary_largest) ** 4))
    return monosynaptic + p.secondary_gain * secondary_rate + p.pain_gain * nociception


@kernel
def inhibition(interneurons, renshaw, antagonist_rate, drive, p):
    """Return the conductance of inhibition on the motoneurons (mS/cm^2).

    Activity of the interneurons of Ib and of Renshaw cells, and rate of the antagonist's Ia (impulses/s), after their
    delays; voluntary drive (0 to 1), which closes the path from tendon organs.
    """
    passing = p.organ_gating**2 / (p.organ_gating**2 + drive**2)
    tendon = p.organ_inhibition * interneurons * passing
    return tendon + p.renshaw_inhibition * renshaw + p.reciprocal_inhibition * antagonist_rate


class Delays(NamedTuple):
    """From a receptor or motoneuron to the motoneurons (ms); the way back to the muscle is the axon's."""

    primary: float
    secondary: float
    organ: float
    reciprocal: float
    renshaw: float


def delays(p):
    """Return the Delays of a set of ReflexParameters."""
    quick, slow = p.nerve / p.primary_velocity, p.nerve / p.secondary_velocity
    return Delays(
        quick + p.primary_central,
        slow + p.secondary_central,
        quick + p.organ_central,
        quick + p.reciprocal_central,
        p.renshaw_central,
    )
