"""Pool: how the motor units of a muscle differ, and what reaches all of them.

The units are in order of size; rank is 0 of the smallest and 1 of the largest.

    share of all fibres   a ~ force_range^rank                                          innervation
    type                  S below slow_part, FR up to slow_part + resistant_part, then FF      (parts of all fibres)
    drive to a dendrite   E + sqrt(E + idle_noise + afferent_noise Ib) (common_noise X + own_noise x)
                          E = full_drive x voluntary drive + tonic drive + afferents
    noise                 dx/dt = -x / noise_time + white noise, of unit size; X is one for all cells

Fuglevand, Winter & Patla 1993, J Neurophysiol 70:2470 (range of forces); De Luca & Erim 1994, Trends Neurosci
17:299 (common drive).
"""

from dataclasses import dataclass

import numpy as np

from simulator.quantity import Quantities, quantity

FUGLEVAND = "Fuglevand, Winter & Patla 1993"


@dataclass(frozen=True)
class PoolParameters(Quantities):
    """Constants of a pool of motor units."""

    slow_part: float = quantity(
        0.87, "1", "fibres in units of type S, of all", "Johnson et al. 1973: soleus 0.86-0.89", low=0.0, high=1.0
    )
    resistant_part: float = quantity(
        0.1, "1", "fibres in units of type FR, of all", "assumed: most that is not slow", low=0.0, high=1.0
    )
    force_range: float = quantity(
        100.0, "1", "force of the largest unit, of the smallest", FUGLEVAND, low=1.0, high=1e3
    )
    full_drive: float = quantity(
        65.0, "uA/cm^2", "excitation of the dendrites at full voluntary drive", "fitted: a whole pool fires at 25-37 Hz"
    )
    tonic_drive: float = quantity(
        0.0, "uA/cm^2", "excitation of the dendrites without voluntary drive", "none at rest", low=-20.0, high=20.0
    )
    tonic_inhibition: float = quantity(
        0.0, "mS/cm^2", "inhibition of the dendrites at rest", "none unless told", low=0.0, high=5.0
    )
    common_noise: float = quantity(
        0.1, "uA^0.5/cm", "noise that all cells share, of the root of the excitation", "assumed", low=0.0
    )
    own_noise: float = quantity(
        0.7, "uA^0.5/cm", "noise of each cell's own synapses, likewise",
        "fitted: intervals vary by 10-20 % (calibration of the motoneuron)", low=0.0,
    )  # fmt: skip
    idle_noise: float = quantity(
        0.3, "uA/cm^2", "excitation that always keeps synapses busy, as far as noise goes", "assumed", low=0.0
    )
    gamma_static: float = quantity(
        20.0, "1/s", "rate of static fusimotor fibres at rest", "assumed", low=0.0, high=300.0
    )
    gamma_dynamic: float = quantity(20.0, "1/s", "rate of dynamic ones", "assumed", low=0.0, high=300.0)
    coactivation: float = quantity(60.0, "1/s", "rise of the static rate at full drive", "assumed", low=0.0, high=300.0)
    antagonist_rate: float = quantity(
        0.0, "1/s", "rate of the antagonist's Ia", "none unless told", low=0.0, high=500.0
    )
    pain: float = quantity(0.0, "1", "pain in the muscle", "none unless told", low=0.0, high=1.0)
    afferent_noise: float = quantity(
        0.0, "uA*s/cm^2", "excitation whose noise an impulse rate of Ib brings along", "none unless told", low=0.0,
        high=10.0,
    )  # fmt: skip
    noise_time: float = quantity(5.0, "ms", "correlation time of the noise", "assumed")


def ranks(count):
    """Return the rank of each unit (count,)."""
    return np.linspace(0.0, 1.0, count) if count > 1 else np.full(1, 0.5)


def shares(ranks, p):
    """Return the part of all fibres that each unit has (count,)."""
    size = float(p.force_range) ** ranks
    return size / size.sum()


def types(ranks, p):
    """Return the type of each unit, "S", "FR" or "FF", by the fibres of all smaller ones and half of its own."""
    slow, resistant = float(p.slow_part), float(p.slow_part) + float(p.resistant_part)
    share = shares(ranks, p)
    middles = np.cumsum(share) - share / 2
    return tuple("S" if m <= slow else "FR" if m <= resistant else "FF" for m in middles)


AXON_SPREAD = 0.4  # mV, standard deviation of the load potential of axons in one nerve: assumed


def scattered(count):
    """Return numbers between 0 and 1, spread evenly and without order (count,): one for each unit."""
    return (np.arange(1, count + 1) * 0.6180339887498949) % 1.0
