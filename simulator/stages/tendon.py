"""Tendon: fascicles at an angle, in series with a tendon, whose far end is held, led, or carries a mass.

Lengths in mm, forces in N, velocities in mm/ms, along the tendon; l is the length of the fascicles and w the
width of the muscle, which stays as it is.

    place of the inner end   a = sqrt(l^2 - w^2)      w = l0 sin(angle)
    tendon                   T = F0 (exp(c e / strain) - 1) / (exp(c) - 1)     e = (end - a) / slack - 1
    balance                  T = F a / l                                       F: force of all fascicles
    end, if free             mass d2end/dt2 = load - T - spring (end - end0) - damping dend/dt

De Groote et al. 2016, Ann Biomed Eng 44:2922 (tendon); Elias, Watanabe & Kohn 2014, PLoS Comput Biol 10:e1003944
(soleus: force, lengths, angle).
"""

from dataclasses import dataclass
from math import exp, log, sqrt

from simulator.quantity import Quantities, quantity

DE_GROOTE = "De Groote et al. 2016"
ELIAS = "Elias, Watanabe & Kohn 2014, soleus"


@dataclass(frozen=True)
class TendonParameters(Quantities):
    """Constants of a muscle's shape, its tendon and what the tendon pulls on: by default of the human soleus."""

    maximal_force: float = quantity(3586.0, "N", "F0, of all fascicles together", ELIAS, low=1.0, high=2e4)
    fascicle: float = quantity(49.0, "mm", "l0, optimal length of the fascicles", ELIAS, low=5.0, high=300.0)
    angle: float = quantity(28.3, "deg", "between fascicles and tendon at l0", ELIAS, low=0.0, high=60.0)
    slack: float = quantity(289.0, "mm", "length of the slack tendon", ELIAS, low=5.0, high=1000.0)
    strain: float = quantity(0.049, "1", "of the tendon at F0", DE_GROOTE)
    curvature: float = quantity(1.79, "1", "c: its stiffness grows by exp(c) up to F0", DE_GROOTE, low=0.01, high=5.0)
    mass: float = quantity(
        16.0, "kg", "of the limb, as the tendon feels it", "assumed: 0.04 kg m^2 at 50 mm", low=0.01, high=500.0
    )
    spring: float = quantity(0.0, "N/mm", "of joint and antagonists", "none unless told", low=0.0, high=1e3)
    damping: float = quantity(0.2, "N*ms/mm", "of joint and antagonists", "assumed", low=0.0, high=1e3)


def inner_end(length, width):
    """Return where the fascicles of a length end, along the tendon (mm)."""
    return sqrt(length * length - width * width)


def fascicle_length(place, width):
    """Return the length of fascicles that end at a place (mm)."""
    return sqrt(place * place + width * width)


def tendon_force(extension, p):
    """Return the force of the tendon at an extension (mm) from slack (N)."""
    return p.maximal_force * (exp(p.curvature * extension / (p.slack * p.strain)) - 1.0) / (exp(p.curvature) - 1.0)


def tendon_stiffness(extension, p):
    """Return the slope of that force (N/mm)."""
    steep = p.curvature / (p.slack * p.strain)
    return p.maximal_force * steep * exp(steep * extension) / (exp(p.curvature) - 1.0)


def tendon_extension(force, p):
    """Return the extension (mm) at which the tendon has a force (N)."""
    return p.slack * p.strain / p.curvature * log(1.0 + force / p.maximal_force * (exp(p.curvature) - 1.0))
