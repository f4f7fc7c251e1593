"""How a motoneuron fires: rates, intervals, and what goes on by itself."""

import json
from typing import NamedTuple

import numpy as np

SMOOTH = 5  # degree of the polynomial through a control unit's rate (Gorassini et al. 2002)
EARLIER = 1000.0  # ms by which it has to be recruited first: until then its rate still rises by itself


class Firing(NamedTuple):
    """How a cell fires in a window of time; nan without two spikes, variation without three.

    count : spikes; rate : mean of one over the mean interval (Hz)
    variation : standard deviation of the intervals, of their mean; last : time of the last spike (ms)
    """

    count: int
    rate: float
    variation: float
    last: float


class SelfSustained(NamedTuple):
    """Firing that goes on after a drive has ended: its rate (Hz), and how long it lasts (ms)."""

    rate: float
    duration: float


class Hysteresis(NamedTuple):
    """Drive at which a cell begins to fire, and at which it stops; how much lower that is (unit of the drive)."""

    recruitment: float
    derecruitment: float
    difference: float


class Bursts(NamedTuple):
    """Spikes in groups: how many groups, spikes in the middle one by size, rate within (Hz), pause between (ms)."""

    count: int
    size: float
    rate: float
    pause: float


def firing(results, since=0.0, until=np.inf):
    """Return the Firing of a run from `since` to `until` (ms)."""
    times = _spikes(results, since, until)
    gaps = np.diff(times)
    mean = gaps.mean() if len(gaps) else np.nan
    variation = float(gaps.std() / mean) if len(gaps) > 1 else np.nan
    return Firing(len(times), float(1e3 / mean), variation, float(times[-1]) if len(times) else np.nan)


def self_sustained(results, since=None):
    """Return the SelfSustained firing from a time (ms) to the next pulse or the end.

    since : the end of the last depolarising pulse, unless told
    """
    pulses = sorted(json.loads(results.attrs["protocol"])["pulses"])
    ends = [start + width for start, width, strength in pulses if strength > 0] if since is None else [since]
    if not ends:
        raise ValueError("self-sustained firing is what follows a depolarising pulse, and there is none")
    end = ends[-1]
    until = min([start for start, *_ in pulses if start >= end], default=np.inf)
    found = firing(results, end, until)
    return SelfSustained(found.rate, found.last - end if found.count else 0.0)


def bursts(results, since=0.0, until=np.inf, pause=100.0):
    """Return the Bursts of a run from `since` to `until` (ms), parted by at least a `pause` (ms); nan for what is not.

    Its rate is one over the mean interval within bursts. A single spike is a burst of one.
    """
    times = _spikes(results, since, until)
    if not len(times):
        return Bursts(0, np.nan, np.nan, np.nan)
    gaps = np.diff(times)
    parted = gaps >= pause
    sizes = np.diff(np.concatenate([[0], np.flatnonzero(parted) + 1, [len(times)]]))
    within, between = (gaps[x].mean() if x.any() else np.nan for x in (~parted, parted))
    return Bursts(len(sizes), float(np.median(sizes)), float(1e3 / within), float(between))


def hysteresis(results, drive="synaptic_current"):
    """Return the Hysteresis of one cell under a drive that rises and falls again; nan if it does not fire.

    drive : name of the variable that is the drive
    """
    times = _spikes(results)
    if not len(times):
        return Hysteresis(np.nan, np.nan, np.nan)
    on, off = np.interp(times[[0, -1]], results.time.values, results[drive].values)
    return Hysteresis(float(on), float(off), float(on - off))


def delta_f(results, control):
    """Return how much faster a control cell fires when a cell is recruited than when it stops (Hz).

    Both under the same rising and falling drive, the control recruited at least a second earlier and stopping later:
    its rate stands for the drive. Smoothed as by Gorassini et al. 2002, J Neurophysiol 87:1859. nan if it does not
    fire at both.
    """
    times, steady = _spikes(results), _spikes(control)
    if not len(times) or len(steady) < SMOOTH + 2 or not steady[0] + EARLIER <= times[0] <= times[-1] < steady[-1]:
        return np.nan
    middles = 0.5 * (steady[1:] + steady[:-1])
    rate = np.polynomial.Polynomial.fit(middles, 1e3 / np.diff(steady), SMOOTH)
    return float(rate(times[0]) - rate(times[-1]))


def _spikes(results, since=0.0, until=np.inf):
    """Return the spike times (ms) of a run between two times."""
    times = results.spike_time.values
    return times[(times >= since) & (times < until)]
