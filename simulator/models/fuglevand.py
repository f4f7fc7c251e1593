"""A published pool of motor units: from excitation to impulses and force, without a membrane.

Unit i of n, the first being the smallest; excitation E in units of the least threshold, rates in impulses/s:

    threshold_i = exp(i ln(range) / n)
    rate_i = gain (E - threshold_i) + least, from the threshold up to peak_i = peak_1 - fall threshold_i / threshold_n
    intervals: normal about 1 / rate, with a coefficient of variation
    twitch_i(t) = P_i t / T_i exp(1 - t / T_i)
    P_i = exp(i ln(forces) / n),  T_i = longest / P_i^(ln(times) / ln(forces))
    force = sum over impulses of g twitch, x = T_i / interval before it:
    g = 1 below x = 0.4, else S(x) / x, S = 1 - exp(-2 x^3), of its value at 0.4

Fuglevand, Winter & Patla 1993, J Neurophysiol 70:2470. It is fast: a drive for models of fibres and electromyogram, and
a standard to compare them with.
"""

from dataclasses import dataclass, replace

import numpy as np
import scipy

from simulator.protocol import Impulses
from simulator.quantity import Quantities, quantity

SOURCE = "Fuglevand et al. 1993, from published scripts of it"
LINEAR = 0.4  # contraction time over interval, up to which twitches add up
STEEPNESS = 2.0  # of the sigmoid relation of force and rate


@dataclass(frozen=True)
class FuglevandParameters(Quantities):
    """Constants of a pool of motor units: by default the narrow range of thresholds."""

    units: float = quantity(120.0, "1", "motor units (n)", SOURCE, low=1)
    threshold_range: float = quantity(30.0, "1", "largest threshold, of the least", SOURCE, low=1)
    rate_gain: float = quantity(1.0, "1/s", "rise of rate with excitation", SOURCE)
    least_rate: float = quantity(8.0, "1/s", "rate at the threshold", SOURCE)
    peak_rate: float = quantity(45.0, "1/s", "largest rate of the first unit", SOURCE)
    peak_fall: float = quantity(10.0, "1/s", "by which that of the last unit is less", SOURCE)
    variation: float = quantity(0.2, "1", "standard deviation of intervals, of their mean", SOURCE, low=0, high=0.3)
    force_range: float = quantity(100.0, "1", "largest twitch, of the least", SOURCE, low=1.01)
    time_range: float = quantity(3.0, "1", "longest contraction time, of the shortest", SOURCE, low=1)
    longest_time: float = quantity(90.0, "ms", "longest contraction time", SOURCE)


def _spread(largest, p):
    """Return a quantity that grows by equal parts from unit to unit up to `largest` (units,)."""
    return np.exp(np.log(largest) * np.arange(1, int(p.units) + 1) / int(p.units))


def thresholds(p):
    """Return the excitation at which each unit is recruited (units,)."""
    return _spread(p.threshold_range, p)


def peak_rates(p):
    """Return the largest rate of each unit (units,) (impulses/s)."""
    found = thresholds(p)
    return p.peak_rate - p.peak_fall * found / found[-1]


def largest_excitation(p):
    """Return the excitation at which the last unit reaches its largest rate."""
    return thresholds(p)[-1] + (peak_rates(p)[-1] - p.least_rate) / p.rate_gain


def rates(excitation, p):
    """Return the rate of each unit (units, n) (impulses/s) at some excitations (n,)."""
    above = np.asarray(excitation, dtype=float) - thresholds(p)[:, None]
    return np.where(above >= 0, np.minimum(p.rate_gain * above + p.least_rate, peak_rates(p)[:, None]), 0.0)


def spike_trains(times, excitation, p, seed=0):
    """Return the impulses of each unit (ms), as a list of arrays.

    times : (n,) rising (ms); excitation : (n,), one number, or a function of the times
    seed : each unit draws from its own stream of it, whatever the others do

    A unit's rate is summed up from the start, and an impulse comes at each sum of intervals of mean 1 that were drawn:
    so the rate is followed within an interval. The first is anywhere in its interval, so that units are not together.
    """
    drive = excitation(times) if callable(excitation) else np.broadcast_to(excitation, np.shape(times))
    found = rates(drive, p)
    steps = 0.5 * (found[:, 1:] + found[:, :-1]) * np.diff(times) * 1e-3
    expected = np.concatenate([np.zeros((len(found), 1)), np.cumsum(steps, axis=1)], axis=1)
    streams = np.random.SeedSequence(seed).spawn(len(found))
    return [_impulses(times, sums, np.random.default_rng(s), p) for sums, s in zip(expected, streams, strict=True)]


def _impulses(times, expected, random, p):
    """Return the impulses (ms) of a unit whose number of impulses is `expected` at some times."""
    first = random.uniform()
    gaps = random.normal(1.0, p.variation, int(2 * expected[-1]) + 10)
    places = first + np.append(0.0, np.cumsum(np.maximum(gaps, 0.05)))
    return np.interp(places[places < expected[-1]], expected, times)


def impulses(drive, duration, *, units=120, seed=0, p=None):
    """Return the protocol of a muscle that this pool drives, in place of its own motoneurons.

    drive : a protocol with Drives, 1 being the excitation at which the last unit fires fastest; what else it holds is
    kept; duration : ms; units : of the muscle; seed : as in `spike_trains`; p : FuglevandParameters
    """
    p = (p or FuglevandParameters()).varied({"units": (float(units), "of the muscle")})
    times = np.append(np.arange(0.0, duration), duration)
    trains = spike_trains(times, largest_excitation(p) * drive.drive(times), p, seed)
    return replace(drive, drives=()) + Impulses([train[train < duration] for train in trains])


def twitch_forces(p):
    """Return the height of each unit's twitch, of that of unit 0 (units,)."""
    return _spread(p.force_range, p)


def contraction_times(p):
    """Return the contraction time of each unit (units,) (ms)."""
    return p.longest_time * twitch_forces(p) ** (-np.log(p.time_range) / np.log(p.force_range))


def force_gain(relative):
    """Return the height of a twitch in a train, of a single one; relative : contraction time over interval (n,)."""
    x = np.maximum(relative, LINEAR)
    return _sigmoid(x) / x / (_sigmoid(LINEAR) / LINEAR)


def _sigmoid(x):
    return 1.0 - np.exp(-STEEPNESS * x**3)


def forces(spikes, times, p):
    """Return the force of each unit (units, n), in units of the least twitch.

    spikes : impulses of each unit (ms); times : (n,) evenly spaced from 0 (ms)
    """
    interval = times[1] - times[0]
    found = np.zeros((len(spikes), len(times)))
    for force, fired, height, slow in zip(found, spikes, twitch_forces(p), contraction_times(p), strict=True):
        gains = force_gain(slow / np.append(np.inf, np.diff(fired)))
        place = fired / interval
        first = np.floor(place).astype(int)
        for sample, share in ((first, 1.0 - (place - first)), (first + 1, place - first)):
            inside = sample < len(times)
            np.add.at(force, sample[inside], (gains * share)[inside])
        fall = np.exp(-interval / slow)
        rise = height * np.e * interval / slow * fall
        force[:] = scipy.signal.lfilter([0.0, rise], [1.0, -2.0 * fall, fall**2], force)
    return found
