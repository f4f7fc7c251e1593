"""Trunk: what bends and turns it about L5/S1, and the moments that muscles and ligaments hold against it.

Angles in rad from upright standing, flexion and turning to the right positive; lean p = flexion + tilt of the pelvis.

    bending     M = g [trunk centre sin p + arms (shoulder sin p + reach / 2) + load x cos(twist)] - push height
    place of the load in front of L5/S1     x = shoulder sin p + reach
    sideways    S = g load x sin(twist), of which S sin(lean of the disc) turns the trunk, and S cos() bends it
    length      l = neutral + (arm flexion - side turn twist + side sideways bend twist) / fascicle   left 1, right -1
    force       F = F0 [a length(l) velocity(dl/dt / fastest) + stiffness passive(l)]
    bending   inertia (d2flexion/dt2 + d2tilt/dt2) = M - sum F arm - P - damping dflexion/dt
    ligaments and facets   P = ligament (exp(steep flexion) - exp(-facet flexion))
    turning   d2twist/dt2 = sum side F turn - S sin() - disc sinh(steep twist) - damping dtwist/dt

The left oblique stands for the sling of left external and right internal oblique, which turns the trunk to the right;
the lumbar spine bends as one joint, and the legs bear what is below it.

de Leva 1996, J Biomech 29:1223 (masses); Jorgensen et al. 2001, Clin Biomech 16:182 (moment arms); De Groote et al.
2016, Ann Biomed Eng 44:2922 (curves of muscle); McGill & Norman 1986, Spine 11:666 (partition of the moment).
"""

from dataclasses import dataclass
from math import exp, log, sqrt

from simulator.kernel import kernel
from simulator.quantity import Quantities, quantity

GRAVITY = 9.81  # m/s^2
MASSES = "de Leva 1996, man of 75 kg, from memory"
STRAP = "Jorgensen et al. 2001, men, L5, from memory"
STRENGTH = "fitted: men extend with 250-400 N m, from memory"
OPTIMUM = "assumed: fascicles near optimum in half flexion (Ward et al. 2009, multifidus, from memory)"
LENGTHS = (  # height, optimum, width and its growth of each part of force against length, De Groote et al. 2016
    (0.81507, 1.05503, 0.16238, 0.06330),
    (0.43300, 0.71678, -0.02995, 0.20036),
    (0.1, 1.0, 0.35355, 0.0),
)
SPEEDS = (-0.32113461, -8.149, -0.374, 0.88253277)  # of force against velocity, likewise
STEEP, REACH, SHORTEST = 4.0, 0.6, 0.2  # of passive force against length, likewise


@dataclass(frozen=True)
class TrunkParameters(Quantities):
    """Constants of what hangs on L5/S1, and of ligaments and discs."""

    mass: float = quantity(29.4, "kg", "of head, neck and trunk above the pelvis", MASSES, low=10, high=80)
    centre: float = quantity(0.30, "m", "from L5/S1 to the centre of that mass", MASSES, low=0.1, high=0.6)
    arms: float = quantity(7.4, "kg", "of both arms", MASSES, low=1, high=20)
    shoulder: float = quantity(0.42, "m", "from L5/S1 to the shoulders", MASSES, low=0.2, high=0.7)
    inertia: float = quantity(1.5, "kg*m^2", "of the trunk about its own centre", MASSES)
    turning_inertia: float = quantity(0.6, "kg*m^2", "of trunk and arms about the long axis", "assumed")
    ligament: float = quantity(
        2.5, "N*m", "moment of ligaments and discs, before it grows by exp(steep flexion)",
        "fitted: 50-70 N m at the end of flexion (Adams & Dolan 1991, from memory)", low=0,
    )  # fmt: skip
    ligament_steep: float = quantity(3.3, "1", "how it grows with flexion (rad)", "likewise")
    facet_steep: float = quantity(
        15.0, "1", "how that of the facets grows with extension", "fitted: 10 to 15 deg of extension from standing"
    )
    disc: float = quantity(5.0, "N*m", "moment of discs and facets against twist, times sinh()", "assumed", low=0)
    disc_steep: float = quantity(
        3.0, "1", "how it grows with twist (rad)", "fitted: 10-15 N m at 30 deg (McGill & Hoodless 1990, from memory)"
    )
    damping: float = quantity(15.0, "N*m*s", "of flexion", "assumed: a tenth of critical")
    turning_damping: float = quantity(3.0, "N*m*s", "of twist", "assumed")
    bend: float = quantity(0.3, "1", "sideways bending that goes with twist", "assumed: coupled", low=0, high=1)


@dataclass(frozen=True)
class StrapParameters(Quantities):
    """Constants of a pair of muscles of the trunk, by default erectors of the spine; arms are those of the left one."""

    force: float = quantity(2400.0, "N", "F0 of one side", STRENGTH)
    arm: float = quantity(58.0, "mm", "about L5/S1, extension positive", STRAP, low=-120, high=120)
    turn: float = quantity(
        -6.0, "mm", "arm of the left one, turning to the right positive", "assumed", low=-80, high=80
    )
    sideways: float = quantity(38.0, "mm", "arm against bending to the other side", STRAP, low=0, high=150)
    fascicle: float = quantity(130.0, "mm", "optimal length, aponeurosis included", "assumed: 58-115 mm without")
    neutral: float = quantity(0.84, "1", "length upright, of the optimal", OPTIMUM, low=0.5, high=1.3)
    fastest: float = quantity(8.0, "1/s", "largest velocity, optimal lengths in a second", "assumed: slow fibres")
    stiffness: float = quantity(1.0, "1", "of passive tissue, of the published curve", "De Groote et al. 2016")
    strength: float = quantity(1.0, "1", "of F0 that nerve endings can call on", "all", low=0, high=1)


ERECTOR_SPINAE = StrapParameters()
MULTIFIDUS = ERECTOR_SPINAE.varied(
    {"force": (900.0, STRENGTH), "arm": (45.0, STRAP), "turn": (6.0, "assumed"), "sideways": (18.0, STRAP),
     "fascicle": (100.0, "assumed: 79 mm (Christophy et al. 2012, as in OpenSim) and aponeurosis")}
)  # fmt: skip
OBLIQUE = ERECTOR_SPINAE.varied(
    {"force": (1500.0, "assumed: twist of 70 N m; 2100-2560 N each in OpenSim"), "arm": (-30.0, STRAP),
     "turn": (45.0, "assumed: fibres at 45 deg"), "sideways": (0.0, "its two muscles cancel"),
     "neutral": (1.0, "assumed: between 1.18 (external) and 0.97 (internal), by sarcomeres in Brown et al. 2011"),
     "fascicle": (120.0, "assumed: 76-82 mm (Christophy et al. 2012) and aponeurosis")}
)  # fmt: skip
RECTUS_ABDOMINIS = ERECTOR_SPINAE.varied(
    {"force": (700.0, "706 N: Christophy et al. 2012, as in OpenSim"), "arm": (-80.0, STRAP), "turn": (0.0, "none"),
     "sideways": (40.0, STRAP), "neutral": (0.95, "assumed"),
     "fascicle": (300.0, "303 mm: Christophy et al. 2012, as in OpenSim")}
)  # fmt: skip


@dataclass(frozen=True)
class TrunkState(Quantities):
    """Where the trunk is, and where it is wanted, as three lags in a row lead it there."""

    flexion: float = quantity(0.0, "rad", "of the lumbar spine", low=-1, high=2, floor=0.01)
    flexion_velocity: float = quantity(0.0, "rad/ms", "its velocity", low=-0.1, high=0.1, floor=1e-5)
    twist: float = quantity(0.0, "rad", "of the trunk to the right", low=-2, high=2, floor=0.01)
    twist_velocity: float = quantity(0.0, "rad/ms", "its velocity", low=-0.1, high=0.1, floor=1e-5)
    flexion_first: float = quantity(0.0, "rad", "flexion that is wanted, first lag", low=-1, high=2, floor=0.01)
    flexion_second: float = quantity(0.0, "rad", "second lag", low=-1, high=2, floor=0.01)
    flexion_wanted: float = quantity(0.0, "rad", "flexion that is wanted now", low=-1, high=2, floor=0.01)
    twist_first: float = quantity(0.0, "rad", "twist that is wanted, first lag", low=-2, high=2, floor=0.01)
    twist_second: float = quantity(0.0, "rad", "second lag", low=-2, high=2, floor=0.01)
    twist_wanted: float = quantity(0.0, "rad", "twist that is wanted now", low=-2, high=2, floor=0.01)
    pelvis_first: float = quantity(
        0.0, "rad", "tilt of the pelvis that is wanted, first lag", low=-1, high=3, floor=0.01
    )
    pelvis_second: float = quantity(0.0, "rad", "second lag", low=-1, high=3, floor=0.01)
    pelvis: float = quantity(0.0, "rad", "tilt of the pelvis, as the legs hold it", low=-1, high=3, floor=0.01)
    load: float = quantity(0.0, "kg", "in the hands", low=0, high=200, floor=0.1)
    push: float = quantity(0.0, "N", "of the hands, forwards", low=-1000, high=1000, floor=1.0)


@kernel
def above_zero(x, width):
    """Return x where it is far above zero, 0 where it is far below, and half the width between."""
    return 0.5 * (x + sqrt(x * x + width * width))


@kernel
def sine(angle):
    """Return the sine of an angle from -1.5 to 2.5 rad, by a series about 0.6 that errs by less than 1e-3."""
    x = angle - 0.6
    even = 1.0 - x * x / 2.0 * (1.0 - x * x / 12.0 * (1.0 - x * x / 30.0 * (1.0 - x * x / 56.0)))
    odd = x * (1.0 - x * x / 6.0 * (1.0 - x * x / 20.0 * (1.0 - x * x / 42.0 * (1.0 - x * x / 72.0))))
    return 0.564642473395 * even + 0.825335614910 * odd


@kernel
def cosine(angle):
    """Return the cosine of an angle from -1.5 to 1.5 rad."""
    x = angle * angle
    return 1.0 - x / 2.0 * (1.0 - x / 12.0 * (1.0 - x / 30.0 * (1.0 - x / 56.0)))


@kernel
def place_of_load(lean, reach, p):
    """Return how far in front of L5/S1 the hands are (m)."""
    return p.shoulder * sine(lean) + reach


@kernel
def bending(lean, twist, load, push, reach, height, p):
    """Return the moment of weight and hands that bends the trunk forwards (N m)."""
    weight = p.mass * p.centre * sine(lean) + p.arms * (p.shoulder * sine(lean) + 0.5 * reach)
    return GRAVITY * (weight + load * place_of_load(lean, reach, p) * cosine(twist)) - push * height


@kernel
def toppling(lean, twist, load, reach, p):
    """Return the moment of a load at the side, about the line that points forwards (N m)."""
    return GRAVITY * load * place_of_load(lean, reach, p) * sine(twist)


@kernel
def inertia(load, reach, p):
    """Return the moment of inertia about L5/S1 (kg m^2)."""
    return p.inertia + p.mass * p.centre**2 + (p.arms + load) * p.shoulder**2 + load * reach**2


@kernel
def ligaments(flexion, p):
    """Return the moment of ligaments and discs against flexion (N m)."""
    return p.ligament * (exp(p.ligament_steep * flexion) - 1.0)


@kernel
def facets(flexion, p):
    """Return the moment of facets against extension (N m)."""
    return p.ligament * (exp(-p.facet_steep * flexion) - 1.0)


@kernel
def discs(twist, p):
    """Return the moment of discs and facets against twist (N m)."""
    return 0.5 * p.disc * (exp(p.disc_steep * twist) - exp(-p.disc_steep * twist))


@kernel
def strap_length(flexion, twist, side, p, bend):
    """Return the length of a muscle, of the optimal; of velocities in place of angles, its velocity plus `neutral`."""
    return p.neutral + (p.arm * flexion + side * (p.sideways * bend - p.turn) * twist) / p.fascicle


@kernel
def overlap(length):
    """Return the active force at a length, of the largest."""
    total = 0.0 * length
    for height, optimum, narrow, growth in LENGTHS:
        x = (length - optimum) / (narrow + growth * length)
        total = total + height * exp(-0.5 * x * x)
    return total


@kernel
def yielding(velocity):
    """Return the active force at a velocity of lengthening, of the isometric; velocity of the fastest shortening."""
    a, b, c, d = SPEEDS
    x = b * velocity + c
    return a * log(x + sqrt(x * x + 1.0)) + d


@kernel
def passive(length):
    """Return the force of a muscle at rest, of the largest active force."""
    floor = exp(STEEP * (SHORTEST - 1.0) / REACH)
    return (exp(STEEP * (length - 1.0) / REACH) - floor) / (exp(STEEP) - floor)


@kernel
def led(target, first, second, third, pace):
    """Return the rates of three lags in a row, each of `pace` (ms)."""
    return (target - first) / pace, (first - second) / pace, (second - third) / pace


@kernel
def acceleration(first, second, third, pace):
    """Return the second derivative of the last of three lags (rad/ms^2)."""
    return (first - 2.0 * second + third) / (pace * pace)


@kernel
def capped(x, most, width):
    """Return x, but never more than `most`."""
    return most - above_zero(most - x, width)
