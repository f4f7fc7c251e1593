"""Nerve: how far it is from the spinal cord to the muscle, and what a stimulating electrode does to its fibres.

    current into an axon's node     electrode_gain / spread^place x current of the electrode         place: 0 to 1
    share of Ia fibres that answer  1 / (1 + (afferent_threshold / current)^afferent_steepness)

An axon lies nearer to or further from the electrode, and large ones need less current: place is the mean of
1 - rank and a number without order. Ia fibres are thicker still, and need less.

Panizza et al. 1989, Exp Brain Res 76:659 (thresholds), from memory.
"""

from dataclasses import dataclass

import numpy as np

from simulator.quantity import Quantities, quantity

KNEE = "assumed: electrode behind the knee, muscle of the calf"


@dataclass(frozen=True)
class NerveParameters(Quantities):
    """Constants of a nerve and of the electrode on it."""

    proximal: float = quantity(650.0, "mm", "from spinal cord to electrode", KNEE)
    distal: float = quantity(150.0, "mm", "from electrode to muscle", KNEE)
    electrode_gain: float = quantity(10.0, "uA/(cm^2*mA)", "current into the nearest node", "assumed")
    spread: float = quantity(3.0, "1", "current for the farthest axon, of that for the nearest", "assumed", low=1.0)
    afferent_threshold: float = quantity(9.0, "mA", "current that excites half of the Ia fibres", "assumed")
    afferent_steepness: float = quantity(8.0, "1", "how alike Ia fibres are", "assumed", high=50.0)
    impulse_current: float = quantity(1000.0, "uA/cm^2", "that an impulse brings to the next node", "assumed", high=1e4)
    impulse_width: float = quantity(0.2, "ms", "how long it does", "assumed")
    climbing_current: float = quantity(60.0, "uA/cm^2", "that an impulse from below brings to the soma", "assumed")
    volley_current: float = quantity(30.0, "uA/cm^2", "in the dendrites, when all Ia fibres fire once", "assumed")
    volley_time: float = quantity(4.0, "ms", "decay of that current", "assumed")


def gains(ranks, scatter, p):
    """Return the current into each axon's node for 1 mA through the electrode (uA/cm^2)."""
    place = 0.5 * (1.0 - ranks) + 0.5 * scatter
    return float(p.electrode_gain) / float(p.spread) ** place


def afferent_share(current, p):
    """Return the share of Ia fibres that a pulse through the electrode excites (0 to 1)."""
    if current <= 0:
        return 0.0
    return float(1.0 / (1.0 + np.exp(float(p.afferent_steepness) * np.log(float(p.afferent_threshold) / current))))
