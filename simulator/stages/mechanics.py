"""Mechanics: cross-bridge force and passive tissue, in series with filaments and tendon, against a load.

Lengths are of a sarcomere and forces per cross-section, as if the fibre were one sarcomere long; L is the
length of the sarcomeres, X the place of the far end of the tendon, both from where the fibre was set up.

    series extension  E  = X - L
    tension           T  = S (exp(c E / E_max) - 1) / (exp(c) - 1)        S: stress at extension E_max
    viscosity dL/dt      = T - active - passive(L)
    dX/dt                = velocity, as commanded                        while the end is held
    dX/dt                = w                                             while it is free to move
    inertia dw/dt        = load - T - friction w - stop(X)

passive(L): two springs side by side, titin from slack length and collagen from further out, each
stress (exp(c x) - 1 - c x) / (exp(c) - 1 - c), x being the stretch beyond its slack, of its reach.
stop(X): what holds an afterload up until the fibre can lift it: a stiff, damped spring that pushes only. A load
on a lever has hardly any inertia; one that hangs has that of its weight.

Zajac 1989, Crit Rev Biomed Eng 17:359 (tendon in series, and its shape); Ford, Huxley & Simmons 1977, J Physiol
269:441 (filaments and heads: 4 nm of a half-sarcomere to zero tension); Magid & Law 1985, Science 230:1280
(resting tension is within the fibre).
"""

from dataclasses import dataclass
from math import exp

from simulator.kernel import kernel, select
from simulator.quantity import Quantities, quantity

PLATEAU = "middle of the plateau of overlap"
TENDON = "De Groote et al. 2016"
LEVER = "assumed: a light lever"


@dataclass(frozen=True)
class MechanicsParameters(Quantities):
    """Constants of passive tissue, series elasticity and load: a human fibre without a tendon."""

    set_length: float = quantity(
        2.725, "um", "sarcomere length at which the fibre is set up", PLATEAU, low=1.0, high=4.6
    )
    optimal_length: float = quantity(2.725, "um", "L0, to which tendon and passive strains refer", PLATEAU)
    stress: float = quantity(
        225.0, "kPa", "S, to which the stiffness of the series elements refers", "as cross-bridges"
    )
    half_sarcomere: float = quantity(500.0, "nm/um", "of a half-sarcomere per sarcomere", "by definition", high=500)

    filament_extension: float = quantity(
        0.002, "um", "of filaments and clips at S", "assumed: heads here give more than measured", low=1e-4, high=0.1
    )
    tendon_ratio: float = quantity(
        0.0, "1", "length of the tendon, of the fibre's: human soleus 6, vastus 2-3", "none", low=0.0, high=20.0
    )
    tendon_strain: float = quantity(0.049, "1", "strain of the tendon at S", TENDON, low=0.001, high=0.2)
    tendon_curvature: float = quantity(1.79, "1", "c of a tendon: stiffness grows by exp(c) up to S", TENDON, high=5.0)
    straightness: float = quantity(0.01, "1", "c without a tendon, next to straight", "assumed", low=1e-3, high=0.1)

    titin_slack: float = quantity(1.0, "1", "length at which titin is slack, of L0", "assumed: no tension at L0")
    titin_reach: float = quantity(0.5, "1", "stretch from there to its stress, of L0", "assumed")
    titin_stress: float = quantity(
        30.0, "kPa", "stress of titin at its reach", "assumed: single human fibres", high=1e3
    )
    collagen_slack: float = quantity(1.1, "1", "length at which connective tissue is slack, of L0", "assumed")
    collagen_reach: float = quantity(0.5, "1", "stretch from there to its stress, of L0", "assumed")
    collagen_stress: float = quantity(
        190.0, "kPa", "stress of connective tissue at its reach", "with titin about S at 1.6 L0: " + TENDON, high=1e4
    )
    passive_curvature: float = quantity(3.0, "1", "c of either", "assumed", low=0.1, high=10.0)
    viscosity: float = quantity(
        50.0, "kPa*ms/um", "of filaments sliding in water", "assumed: 0.5 % of S at Vmax", low=1
    )

    inertia: float = quantity(1.0, "kPa*ms^2/um", "of the lever", LEVER, low=1e-2, high=1e7)
    hanging: float = quantity(
        0.0, "ms^2/um", "inertia for a unit of load: 1100 for a weight on 30 mm of fibre", "none: a lever", high=1e5
    )
    friction: float = quantity(30.0, "kPa*ms/um", "of the lever", "assumed: 0.3 % of S at Vmax", low=0.0)
    stop_stiffness: float = quantity(1e5, "kPa/um", "of the stop below an afterload", LEVER, high=1e8)
    stop_damping: float = quantity(1e3, "kPa*ms/um", "of the stop", LEVER, high=1e8)
    settling: float = quantity(0.1, "ms", "in which an end that is seized comes to rest", LEVER, low=1e-3)


@dataclass(frozen=True)
class MechanicsState(Quantities):
    """Where sarcomeres and tendon end, from where the fibre was set up."""

    stretch: float = quantity(0.0, "um", "lengthening of the sarcomeres", low=-4.0, high=4.0, floor=0.01)
    end: float = quantity(0.0, "um", "movement of the end, for each sarcomere", low=-4.0, high=4.0, floor=0.01)
    end_velocity: float = quantity(0.0, "um/ms", "of a free end", low=-10.0, high=10.0, floor=0.01)


@kernel
def length(s, p):
    """Return the sarcomere length (um)."""
    return p.set_length + s.stretch


@kernel
def slid(s, p):
    """Return how far the filaments of a half-sarcomere have slid apart (nm)."""
    return p.half_sarcomere * s.stretch


@kernel
def tendon_extension(p):
    """Return the extension of the tendon at the stress S (um)."""
    return p.tendon_ratio * p.tendon_strain * p.optimal_length


@kernel
def tension(s, p):
    """Return the force that filaments and tendon carry to the end (kPa)."""
    tendon = tendon_extension(p)
    longest = p.filament_extension + tendon
    curvature = p.straightness + p.tendon_curvature * tendon / longest
    return p.stress * (exp(curvature * (s.end - s.stretch) / longest) - 1.0) / (exp(curvature) - 1.0)


@kernel
def spring(stretch, stress, p):
    """Return the stress of one passive element, stretched so far of its reach (kPa)."""
    x = select(stretch > 0.0, p.passive_curvature * stretch, 0.0 * stretch)
    return stress * (exp(x) - 1.0 - x) / (exp(p.passive_curvature) - 1.0 - p.passive_curvature)


@kernel
def passive(s, p):
    """Return the stress of titin and connective tissue (kPa)."""
    return resting_stress(length(s, p), p)


@kernel
def resting_stress(length, p):
    """Return the stress of titin and connective tissue at a sarcomere length (kPa)."""
    strain = length / p.optimal_length
    titin = spring((strain - p.titin_slack) / p.titin_reach, p.titin_stress, p)
    return titin + spring((strain - p.collagen_slack) / p.collagen_reach, p.collagen_stress, p)


@kernel
def spring_stiffness(stretch, stress, p):
    """Return the slope of that stress against the stretch (kPa)."""
    x = select(stretch > 0.0, p.passive_curvature * stretch, 0.0 * stretch)
    return p.passive_curvature * stress * (exp(x) - 1.0) / (exp(p.passive_curvature) - 1.0 - p.passive_curvature)


@kernel
def passive_stiffness(stretch, p):
    """Return the stiffness of titin and connective tissue when the sarcomeres are stretched so far (kPa/um)."""
    strain = (p.set_length + stretch) / p.optimal_length
    titin = spring_stiffness((strain - p.titin_slack) / p.titin_reach, p.titin_stress, p) / p.titin_reach
    tissue = (strain - p.collagen_slack) / p.collagen_reach
    return (titin + spring_stiffness(tissue, p.collagen_stress, p) / p.collagen_reach) / p.optimal_length


@kernel
def lengthening(s, active, p):
    """Return the velocity of the sarcomeres (um/ms)."""
    return (tension(s, p) - active - passive(s, p)) / p.viscosity


@kernel
def stop(s, p):
    """Return the push of the stop that holds an afterload (kPa)."""
    push = p.stop_stiffness * s.end + p.stop_damping * s.end_velocity
    touching = select(s.end > 0.0 * p.set_length, push, 0.0 * push)
    return select(touching > 0.0 * p.stress, touching, 0.0 * touching)


@kernel
def mechanics_rates(s, active, velocity, load, free, p, d):
    """Write the rate of change of each place.

    active : stress of the cross-bridges (kPa); velocity : of a held end (um/ms); load : on a free one (kPa);
    free : 0 held, 1 free above its stop
    """
    d.stretch = lengthening(s, active, p)
    d.end = (1.0 - free) * velocity + free * s.end_velocity
    pull = load - tension(s, p) - p.friction * s.end_velocity - stop(s, p)
    d.end_velocity = free * pull / (p.inertia + p.hanging * load) - (1.0 - free) * s.end_velocity / p.settling


HUMAN_FAST = HUMAN_SLOW = MechanicsParameters()
MOUSE_FAST = MOUSE_SLOW = HUMAN_FAST.varied({"set_length": (2.32, PLATEAU), "optimal_length": (2.32, PLATEAU)})
