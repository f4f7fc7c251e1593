"""Length, load and velocity."""

from simulator.curves import force_velocity, length_tension, numbers_of
from simulator.curves.skinned import unloaded
from simulator.models.fibre import Fibre
from simulator.validation.fibres import FIBRES, HUMAN_FAST


def lengths():
    """Return the corners of the human length-tension curve (um)."""
    fine = [1.2 + 0.02 * i for i in range(156)]
    return numbers_of(length_tension(HUMAN_FAST, fine))


def velocities():
    """Return Hill's curvature, the plateau of lengthening and the fit in four fibres."""
    m = {}
    for name, fibre in FIBRES.items():
        m |= {f"{name} {key}": value for key, value in numbers_of(force_velocity(fibre)).items()}
    return m


def unloaded_velocities():
    """Return velocities without load (L0/s): rodents at 35 degC, man at 13 degC, and their Q10."""
    m = {}
    for kind in ("fast", "slow"):
        warm, mild = (unloaded(getattr(Fibre, kind)(species="mouse", temperature=t)) for t in (35, 25))
        m |= {f"mouse {kind} 35": warm, f"mouse {kind} Q10": warm / mild}
        m[f"human {kind} 13"] = unloaded(getattr(Fibre, kind)(temperature=13))
    return m | {"mouse ratio": m["mouse fast 35"] / m["mouse slow 35"]}
