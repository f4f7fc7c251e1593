"""Posture: the moments that the brain asks of the muscles of the trunk, and who gives them.

    extension asked    W = M - inertia acceleration - passive + stiffness (flexion - wanted) + damping (velocities)
    turning asked      T = discs(wanted) + turning stiffness (wanted - twist) + S sin(lean) + damping
    a moment asked of two opposed groups      W+ = (W + sqrt(W^2 + brace^2)) / 2 of one, W- = W+ - W of the other

M, S and passive as in the trunk, M at the flexion that is wanted and the twist that there is; so that the weight of a
known load is met in advance, and what is not known is met by stiffness, which is finite. What muscles can give at their
length is known, so that no more is counted on of an oblique that flexion and twist have shortened. Within a group all
muscles work alike, but for the load at one side, for which the erectors of the other side work more.
"""

from dataclasses import dataclass
from math import sqrt

from simulator.kernel import kernel
from simulator.quantity import Quantities, quantity


@dataclass(frozen=True)
class PostureParameters(Quantities):
    """Constants of the will, and of what it asks: the task, which a protocol changes."""

    flexion: float = quantity(0.0, "deg", "of the lumbar spine, wanted", "upright", low=-30, high=70)
    pelvis: float = quantity(0.0, "deg", "forward tilt of the pelvis, wanted", "upright", low=-40, high=100)
    twist: float = quantity(0.0, "deg", "of the trunk to the right, wanted", "none", low=-60, high=60)
    pace: float = quantity(250.0, "ms", "each of three lags: a movement takes six of them", "assumed", low=20, high=1e5)
    load: float = quantity(0.0, "kg", "in the hands", "none", low=0, high=100)
    grip: float = quantity(100.0, "ms", "in which a load is taken up", "assumed", low=5)
    reach: float = quantity(0.05, "m", "of the hands in front of the shoulders", "assumed", low=-0.3, high=0.8)
    push: float = quantity(0.0, "N", "of the hands forwards; backwards they pull", "none", low=-500, high=500)
    height: float = quantity(0.25, "m", "of the hands above L5/S1 in pushing", "assumed", low=-0.6, high=0.8)
    radian: float = quantity(57.29577951308232, "deg", "a radian", "by definition")
    stiffness: float = quantity(300.0, "N*m", "with which posture is held, for a radian", "assumed", low=0, high=5000)
    damping: float = quantity(50.0, "N*m*s", "likewise, for a velocity", "assumed", low=0, high=500)
    turning_stiffness: float = quantity(60.0, "N*m", "likewise, of twist", "assumed", low=0)
    turning_damping: float = quantity(8.0, "N*m*s", "likewise", "assumed", low=0)
    delay: float = quantity(20.0, "ms", "from what is asked to what is ordered", "assumed: cord and brain", low=1)
    erectors: float = quantity(
        0.5,
        "1",
        "their share of a moment to one side; the rest is of muscles that are not here",
        "assumed",
        low=0,
        high=1,
    )
    bracing: float = quantity(5.0, "N*m", "moment at which both sides of the joint work", "assumed: a little")


@dataclass(frozen=True)
class OrderState(Quantities):
    """What the muscles are told to give."""

    extension: float = quantity(0.0, "N*m", "moment of extension that is ordered", low=-500, high=1000, floor=1.0)
    turning: float = quantity(0.0, "N*m", "moment to the right that is ordered", low=-300, high=300, floor=1.0)
    sideways: float = quantity(
        0.0, "N*m", "moment to the left, against a load at the right", low=-500, high=500, floor=1.0
    )


@kernel
def shared(moment, brace):
    """Return the part of a moment that one of two opposed groups is asked for; the other, that of its opposite."""
    return 0.5 * (moment + sqrt(moment * moment + brace * brace))


@kernel
def held(angle, velocity, wanted, wanted_velocity, stiffness, damping):
    """Return the moment by which a posture is held (N m), velocities in rad/ms."""
    return stiffness * (angle - wanted) + 1000.0 * damping * (velocity - wanted_velocity)
