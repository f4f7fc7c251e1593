"""Numbers read off a run of a whole muscle: its units, its electromyogram, its reflexes, and what goes on by itself."""

import json
from typing import NamedTuple

import numpy as np

from simulator.measures import Signature
from simulator.measures.given import of_a

M_WAVE, H_WAVE = (1.5, 22.0), (24.0, 60.0)  # ms after a pulse
ONSET = 0.1  # of a wave's height
SHORT = 15.0  # ms: two impulses closer than this are a doublet
GRACE = 250.0  # ms after the command ends, in which a healthy muscle falls silent
PAUSE = 500.0  # ms without an impulse of any unit, which ends self-sustained firing


class Units(NamedTuple):
    """How motor units fire: how many do, mean rate of one (Hz), mean variation of its intervals, share of doublets.

    Rates are of units that fire three times or more, variation (standard deviation / mean) of five or more.
    """

    count: int
    rate: float
    variation: float
    doublets: float


class Wave(NamedTuple):
    """A wave of the electromyogram: latency of its onset after the pulse (ms), and height from peak to peak (mV)."""

    latency: float
    height: float


class Sustained(NamedTuple):
    """Firing after the command has ended: how long it goes on (ms), its Units, and rms of its electromyogram (mV)."""

    duration: float
    units: Units
    emg: float


@of_a("Muscle", "spike_unit")
def units(results, since=0.0, until=np.inf, *, of="spike"):
    """Return the Units of a muscle's run from `since` to `until` (ms).

    of : "spike" of fibres, "impulse" of axons or "motoneuron_spike"
    """
    rates, variations, gaps, active = [], [], [], 0
    who, when = results[f"{of}_unit"].values, results[f"{of}_time"].values
    inside = (when >= since) & (when < until)
    for unit in np.unique(who[inside]):
        active += 1
        intervals = np.diff(np.sort(when[inside & (who == unit)]))
        gaps.append(intervals)
        if len(intervals) > 1:
            rates.append(1e3 / intervals.mean())
        if len(intervals) > 3:
            variations.append(intervals.std() / intervals.mean())
    gaps = np.concatenate(gaps) if gaps else np.empty(0)
    doublets = float((gaps < SHORT).mean()) if len(gaps) else np.nan
    return Units(active, _mean(rates), _mean(variations), doublets)


@of_a("Muscle", "spike_unit")
def unit_rates(results, since=0.0, until=np.inf, *, of="spike"):
    """Return the rate of each unit between two times (units,) (Hz): 0 where it is silent."""
    when = results[f"{of}_time"].values
    inside = (when >= since) & (when < until)
    counts = np.bincount(results[f"{of}_unit"].values[inside], minlength=results.sizes["unit"])
    return 1e3 * counts / (min(until, float(results.time[-1])) - since)


@of_a("Muscle", "spike_unit")
def mean_rates(results, since=0.0, until=np.inf, *, of="spike"):
    """Return the rate of each unit that fires three times or more (Hz), by its intervals, from the smallest unit on."""
    who, when = results[f"{of}_unit"].values, results[f"{of}_time"].values
    inside = (when >= since) & (when < until)
    trains = [when[inside & (who == unit)] for unit in np.unique(who[inside])]
    return np.array([1e3 * (len(times) - 1) / np.ptp(times) for times in trains if len(times) > 2])


@of_a("Muscle", "emg")
def wave(results, pulse, window=M_WAVE):
    """Return the Wave in a window (ms) after a pulse (ms): M_WAVE, or H_WAVE for the reflex; latency nan if flat."""
    time, emg = results.emg_time.values, results.emg.values
    inside = (time >= pulse + window[0]) & (time < pulse + window[1])
    trace = emg[inside] - emg[inside][0]
    largest = np.abs(trace).max()
    if largest <= 1e-6:
        return Wave(np.nan, 0.0)
    first = np.argmax(np.abs(trace) > ONSET * largest)
    return Wave(float(time[inside][first] - pulse), float(np.ptp(trace)))


@of_a("Muscle", "emg")
def m_waves(results):
    """Return the height of the M-wave after each pulse through the nerve (mV)."""
    return np.array([wave(results, pulse).height for pulse in pulses(results)])


def decrement(results):
    """Return by how much the fourth M-wave is lower than the first, as a part of it; nan without four, or a first."""
    heights = m_waves(results)
    return float(1.0 - heights[3] / heights[0]) if len(heights) > 3 and heights[0] else np.nan


def last_m_wave(results):
    """Return the height of the last M-wave, of the first's; nan if there was none."""
    heights = m_waves(results)
    return float(heights[-1] / heights[0]) if len(heights) and heights[0] else np.nan


@of_a("Muscle", "emg")
def stretch_reflex(results):
    """Return the Wave of the short-latency reflex to stretches, in the mean of the rectified EMG after each.

    It begins where that mean rises three standard deviations above its level in the 100 ms before the stretches.
    """
    moves = json.loads(results.attrs["protocol"]).get("moves", [])
    starts = [begin for begin, _, velocity, _ in moves if velocity > 0]
    time, emg = results.emg_time.values, np.abs(results.emg.values)
    if not starts:
        return Wave(np.nan, 0.0)
    around = np.arange(-100.0, 70.0, time[1] - time[0])
    mean = np.mean([np.interp(start + around, time, emg, left=0.0) for start in starts], axis=0)
    before, after = mean[around < 0], around >= 10
    level = max(before.mean() + 3 * before.std(), ONSET * mean[after].max(), 1e-6)
    above = np.flatnonzero(mean[after] > level)
    if not len(above):
        return Wave(np.nan, 0.0)
    return Wave(float(around[after][above[0]]), float(mean[after].max() - before.mean()))


def command_end(results):
    """Return when the last voluntary drive, or pulse through the nerve, ends (ms)."""
    protocol = json.loads(results.attrs["protocol"])
    ends = [start + width for start, width, _ in protocol["pulses"]]
    ends += [max((t for t, level in zip(*drive, strict=True) if level > 0), default=0.0)
             for drive in protocol.get("drives", ())]  # fmt: skip
    return max(ends, default=0.0)


@of_a("Muscle", "impulse_time", "emg")
def sustained(results):
    """Return the Sustained firing of a muscle after the command; it ends with half a second of silence of all units."""
    begin = command_end(results) + GRACE
    times = np.sort(results.impulse_time.values)
    times = times[times >= begin]
    if not len(times) or times[0] > begin + PAUSE:
        return Sustained(0.0, units(results, begin, begin), 0.0)
    breaks = np.flatnonzero(np.diff(times) > PAUSE)
    end = times[breaks[0]] if len(breaks) else times[-1]
    samples = results.emg.values[(results.emg_time.values >= begin) & (results.emg_time.values < end)]
    level = float(np.sqrt(np.mean(samples**2))) if len(samples) else 0.0
    return Sustained(float(end - begin + GRACE), units(results, begin, end, of="impulse"), level)


@of_a("Muscle", "unit_force")
def relaxation(results):
    """Return how long force takes from 90 to 5 % of its height once the command has ended (ms); nan if it does not.

    The height is that at the end of the command, above the force at the start, as grip relaxation is timed.
    """
    end, time, force = command_end(results), results.time.values, results.force.values - float(results.force[0])
    after = time >= end
    time, force = time[after], force[after]
    above = [np.flatnonzero(force > part * force[0]) for part in (0.9, 0.05)]
    if not len(time) or above[1][-1] == len(time) - 1:
        return np.nan
    return float(time[above[1][-1] + 1] - time[above[0][-1] + 1])


@of_a("Muscle", "length")
def oscillation(results, since=0.0, until=np.inf):
    """Return the frequency (Hz) of the largest rhythm of the fascicles' length, 2 to 15 Hz; nan if they do not move."""
    inside = (results.time.values >= since) & (results.time.values < until)
    time, length = results.time.values[inside], results.length.values[inside]
    even = np.arange(time[0], time[-1], 2.0)
    trace = np.interp(even, time, length)
    trace = (trace - np.polyval(np.polyfit(even, trace, 2), even)) * np.hanning(len(even))
    size = 8 * len(even)
    power, rate = np.abs(np.fft.rfft(trace, size)), np.fft.rfftfreq(size, 2e-3)
    band = (rate >= 2.0) & (rate <= 15.0)
    return float(rate[band][power[band].argmax()]) if power[band].max() > 1e-6 * len(even) else np.nan


@of_a("Muscle", "impulse_sent")
def ectopic(results):
    """Return how many impulses arose in the axons by themselves: no motoneuron sent and no pulse evoked them."""
    return int((results.impulse_sent == 0).sum())


def pulses(results):
    """Return the times of all pulses through the nerve, in order (ms)."""
    return sorted(start for start, *_ in json.loads(results.attrs["protocol"])["pulses"])


def _mean(values):
    return float(np.mean(values)) if values else np.nan


@of_a("Muscle", "spike_time", "calcium", "relative_force", "atp")
def signature(results, since):
    """Return the Signature of a muscle's run from `since` (ms) to the end, all its units together."""
    after, times = results.sel(time=slice(since, None)), results.spike_time.values
    times = times[times >= since]
    return Signature(
        "discharging" if len(times) else "silent",
        len(times),
        float(np.ptp(times)) if len(times) else 0.0,
        np.nan,
        np.nan,
        float(after.calcium.mean()),
        float(after.relative_force.mean()),
        float(results.atp.min()),
    )
