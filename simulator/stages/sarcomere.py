"""Sarcomere: what a half-sarcomere that is weaker than its neighbours does under their common force.

Lengths are those of a sarcomere made of two such halves, A its isometric force at this length, P its passive stress,
F the force of the chain; V_max : fastest, k : curvature, m : lengthening_force, e : viscosity, n : torn.

    A = stress activation strength overlap(length) (1 - n)
    F = P + A (1 + h u / (u + c)) + e u       u = velocity / V_max;  h = m - 1,  c = h k / (steepness (1 + k))
    F = P + A (1 - h u / (u + c)) - e u       in shortening, u = -velocity / V_max;  h = 1 + k,  c = k: Hill's hyperbola
    dn/dt = fragile (1 - n) / tear_time       where it has popped: little overlap is left

Lengthening is Hill's hyperbola turned about, as steep at first as Katz found. The viscosity gives what has yielded, and
has no finite velocity by Hill, one. On the descending limb what is longer is weaker: it is unstable, and goes on until
P holds it.

Morgan 1990, Biophys J 57:209 (popping sarcomeres); Katz 1939, J Physiol 96:45 (lengthening); Proske & Morgan 2001,
J Physiol 537:333 (some do not find back).
"""

from dataclasses import dataclass

from simulator.kernel import kernel, select
from simulator.quantity import Quantities, quantity


@dataclass(frozen=True)
class ChainParameters(Quantities):
    """Constants of a chain of half-sarcomeres in series."""

    set_length: float = quantity(
        2.725, "um", "length of every sarcomere at rest", "middle of the plateau of overlap", low=1.5, high=4.0
    )
    activation: float = quantity(0.0, "1", "activation that is called for", "none unless told", low=0.0, high=1.0)
    rise: float = quantity(15.0, "ms", "of activation", "De Groote et al. 2016")
    fall: float = quantity(60.0, "ms", "of activation", "De Groote et al. 2016")
    stress: float = quantity(225.0, "kPa", "largest isometric stress of a usual half-sarcomere", "as cross-bridges")
    spread: float = quantity(
        0.015, "1", "standard deviation of strength", "Morgan 1990: 1-2 %, as compiled", low=0.0, high=0.1
    )
    fastest: float = quantity(
        8.0, "1/s", "velocity without load, optimal lengths in a second", "a human fast fibre at 37 degC: 6 to 10"
    )
    curvature: float = quantity(0.25, "1", "a / F0 of Hill's hyperbola", "fast muscle: 0.25 to 0.45", low=0.1, high=1)
    lengthening_force: float = quantity(
        1.8, "1", "force of fast lengthening, of the isometric", "Katz 1939, frog, from memory", low=1.1, high=2.5
    )
    steepness: float = quantity(
        6.0, "1", "slope of force by velocity in slow lengthening, of that in slow shortening",
        "Katz 1939, frog: about six, from memory", low=1.0, high=20.0,
    )  # fmt: skip
    give: float = quantity(
        0.03, "um", "extension of what is in series at the largest stress, for a sarcomere", "assumed: 1 % of length"
    )
    popped_overlap: float = quantity(
        0.4, "1", "overlap below which a half-sarcomere counts as popped",
        "assumed: between the two groups that form", low=0.0, high=0.9,
    )  # fmt: skip
    fragile: float = quantity(
        0.3, "1", "half-sarcomeres whose filaments do not find each other again once popped, of all",
        "assumed: some (Proske & Morgan 2001)", low=0.0, high=1.0,
    )  # fmt: skip
    tear_time: float = quantity(20.0, "ms", "in which their filaments lose each other", "assumed: at once")
    popped_before: float = quantity(
        0.0, "1", "half-sarcomeres that have popped before, the weakest first, of all", "none unless told",
        low=0.0, high=1.0,
    )  # fmt: skip


@dataclass(frozen=True)
class ChainState(Quantities):
    """What all half-sarcomeres of a chain share."""

    end: float = quantity(0.0, "um", "movement of the end, for each sarcomere", low=-4.0, high=4.0, floor=0.01)
    activation: float = quantity(0.0, "1", "activation", low=0.0, high=1.0, floor=0.01)


@kernel
def creep(excess, isometric, height, half, viscosity):
    """Return the velocity, of the fastest, by which a force in excess of the isometric one is met.

    It solves excess = isometric height u / (u + half) + viscosity u for u, all stresses in the same unit.
    """
    b = isometric * height + viscosity * half - excess
    return 2.0 * excess * half / (b + (b**2 + 4.0 * viscosity * half * excess) ** 0.5)


@kernel
def velocity(force, isometric, passive, viscosity, p):
    """Return the velocity of lengthening of a half-sarcomere (of the fastest); viscosity : stress at that (kPa)."""
    excess = force - passive - isometric
    height = p.lengthening_force - 1.0
    half = height * p.curvature / (p.steepness * (1.0 + p.curvature))
    pulled = excess > 0.0
    size = select(pulled, excess, -excess)
    way = creep(
        size, isometric, select(pulled, height, 1.0 + p.curvature), select(pulled, half, p.curvature), viscosity
    )
    return select(pulled, way, -way)


@kernel
def strength(score, p):
    """Return the strength of a half-sarcomere, of the usual; score : standard deviations from it."""
    return 1.0 + p.spread * score


@kernel
def popped(overlap, beyond, p):
    """Return whether a half-sarcomere has popped (1) or not (0); beyond : its length beyond the plateau (um)."""
    return select((overlap < p.popped_overlap) & (beyond > 0.0), 1.0, 0.0)


@kernel
def tearing(torn, popped, chance, p):
    """Return the rate at which filaments lose each other (1/ms); chance : 0 to 1, of this half-sarcomere."""
    return select(chance < p.fragile, popped, 0.0) * (1.0 - torn) / p.tear_time


@kernel
def activating(activation, p):
    """Return the rate of change of activation (1/ms)."""
    return (p.activation - activation) / select(p.activation > activation, p.rise, p.fall)
