"""Injury: what a stretch does to a muscle, active or passive, once or again and again.

A stretch that goes beyond a threshold leaves a dose, from which the damage follows; several add up with the square
root of their number, most of the harm being done by the first:

    strain   = asked / (1 - loss x fatigue)                               a tired muscle gives way further
    active   = activation^0.5 x (strain - threshold) / tolerance x (1 + gain v / (v + half))
    passive  = (load(strain) - threshold) / tolerance,  load = (exp(c strain / failure) - 1) / (exp(c) - 1)
    damage   = 1 - exp(-(active + passive) x repeats^0.5)

Damage is the fraction of the muscle's fibres that are injured, 0 to 1. Strains are of the optimal fascicle length, or
of the length of a muscle whose tendon does not give. Velocity multiplies what is beyond the threshold, so that it
matters in large strains only, as measured.

Tsuang et al. 2007, J Orthop Surg Res 2:13 (rabbit; cyclic, active, an hour: 12 % leaves no trace, 20 % injures);
Noonan et al. 1994, Am J Sports Med 22:257 (rabbit; passive: 20 % of the failure load is safe, 30 % injures); Mair et
al. 1996, Am J Sports Med 24:137 (rabbit; tired muscle tears at the same length, having absorbed 70-92 % of the
energy); Brooks & Faulkner 2001, J Appl Physiol 91:661 (mouse; velocity); Morgan 1990, Biophys J 57:209 (why strain
counts: half-sarcomeres pop one by one, see models/sarcomeres.py).
"""

from dataclasses import dataclass

import numpy as np

from simulator.quantity import Quantities, quantity

THRESHOLD = "Tsuang et al. 2007, rabbit: between 0.12 and 0.20; middle assumed"


@dataclass(frozen=True)
class InjuryParameters(Quantities):
    """Constants of the damage that a stretch does."""

    strain_threshold: float = quantity(
        0.15, "1", "strain of an active muscle that does no harm", THRESHOLD, low=0.05, high=0.4
    )
    strain_tolerance: float = quantity(
        1.0, "1", "strain beyond it that injures all but 1/e of the fibres",
        "assumed: a quarter by one stretch of 0.4, in the range of mouse muscle (Brooks et al. 1995, from memory)",
    )  # fmt: skip
    activation_power: float = quantity(
        0.5, "1", "of activation, in the dose", "assumed: rises with activation", low=0.1, high=2.0
    )
    velocity_gain: float = quantity(
        1.0, "1", "what a very fast stretch adds to the dose",
        "assumed; direction, in large strains only: Brooks & Faulkner 2001, from memory", low=0.0,
    )  # fmt: skip
    velocity_half: float = quantity(5.0, "1/s", "velocity (optimal lengths) of half of it", "assumed")
    repeat_power: float = quantity(
        0.5, "1", "of the number of stretches, in the dose", "assumed: most harm by the first ones", low=0.0, high=1.0
    )
    fatigue_loss: float = quantity(
        0.6, "1", "energy that a muscle absorbs less, of the force that it has lost by fatigue",
        "Mair et al. 1996, rabbit: 30 % less energy at most, 50 % tired; the same length at failure", low=0.0, high=0.9,
    )  # fmt: skip
    load_threshold: float = quantity(
        0.25, "1", "passive load that does no harm, of the load at failure",
        "Noonan et al. 1994, rabbit: between 0.20 and 0.30; middle assumed", low=0.05, high=0.9,
    )  # fmt: skip
    load_tolerance: float = quantity(
        1.55, "1", "load beyond it that injures all but 1/e of the fibres",
        "fitted: 29.5 % of force lost by 80 % of the failure load (Nikolaou et al. 1987, rabbit)",
    )  # fmt: skip
    failure_strain: float = quantity(
        0.8, "1", "strain at which a passive muscle tears",
        "assumed: 0.5 leaves passive muscle of the mouse unharmed (Brooks et al. 1995, from memory)",
        low=0.2, high=2.0,
    )  # fmt: skip
    failure_curvature: float = quantity(4.0, "1", "c: how steeply passive load rises towards it", "assumed")


def passive_load(strain, p=None):
    """Return the load on a passive muscle at a strain, of its load at failure; 0 below its optimal length."""
    p = p or InjuryParameters()
    stretched = np.maximum(np.asarray(strain, dtype=float), 0.0) / p.failure_strain
    return np.expm1(p.failure_curvature * stretched) / np.expm1(p.failure_curvature)


def active_dose(strain, activation, velocity, p=None):
    """Return the dose of one stretch of an active muscle; arguments as of `damage_of_stretch`."""
    p = p or InjuryParameters()
    beyond = np.maximum(np.asarray(strain, dtype=float) - p.strain_threshold, 0.0) / p.strain_tolerance
    fast = np.maximum(np.asarray(velocity, dtype=float), 0.0)
    quickened = 1.0 + p.velocity_gain * fast / (fast + p.velocity_half)
    return np.clip(activation, 0.0, 1.0) ** float(p.activation_power) * beyond * quickened


def passive_dose(load, p=None):
    """Return the dose of one pull on a passive muscle by a load, of the load at failure."""
    p = p or InjuryParameters()
    return np.maximum(np.asarray(load, dtype=float) - p.load_threshold, 0.0) / p.load_tolerance


def damage_of_dose(dose, repeats=1, p=None):
    """Return the damage (0 to 1) of a dose that is given so many times in a row."""
    p = p or InjuryParameters()
    return -np.expm1(-np.asarray(dose) * np.asarray(repeats, dtype=float) ** float(p.repeat_power))


def damage_of_stretch(strain, activation, velocity=0.0, repeats=1, fatigue=0.0, p=None):
    """Return the damage of a stretch: the fraction of a muscle's fibres that it injures (0 to 1).

    Parameters
    ----------
    strain : float or array
        By how much the muscle is stretched beyond its optimal length, of that length. Of a tired muscle (see
        `fatigue`) that which the same load would do to a rested one.
    activation : float or array
        0 (passive) to 1 (maximal).
    velocity : float or array
        Of the stretch, in optimal lengths per second; 0 or less counts as slow.
    repeats : int or array
        How many such stretches follow each other.
    fatigue : float or array
        Fraction of its force that the muscle has lost before (0 to 1). It absorbs less energy at each length, and so is
        stretched further by the same load; give 0 where the strain itself is known.
    p : InjuryParameters, optional

    All arguments broadcast. Never falls as any of them rises.
    """
    p = p or InjuryParameters()
    reached = np.asarray(strain, dtype=float) / (1.0 - p.fatigue_loss * np.clip(fatigue, 0.0, 1.0))
    dose = active_dose(reached, activation, velocity, p) + passive_dose(passive_load(reached, p), p)
    return damage_of_dose(dose, repeats, p)


def damage_of_load(load, repeats=1, p=None):
    """Return the damage (0 to 1) of pulls on a passive muscle by a load, of its load at failure."""
    return damage_of_dose(passive_dose(load, p), repeats, p)
