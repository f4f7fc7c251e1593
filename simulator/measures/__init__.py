"""Numbers read off a Dataset of `simulate`."""

import json
from typing import NamedTuple

import numpy as np

from simulator.measures.emg import envelope, mean_rectified, median_frequency, rms  # noqa: F401
from simulator.measures.firing import (  # noqa: F401
    Bursts,
    Firing,
    Hysteresis,
    SelfSustained,
    bursts,
    delta_f,
    firing,
    hysteresis,
    self_sustained,
)

OWN_RESPONSE = 10.0  # ms after a pulse within which an upstroke counts as its response
ONSET, RELAXED = 0.01, 0.5  # fractions of a twitch's height
COMMAND_LASTS = 300.0  # ms from the last stimulus, after which a healthy fibre has let go
DEPOLARISED = -65.0  # mV
OVER, UNDER, STOPPED = 1.4, 0.7, 0.08  # what counts as over-active, failing, and stopped, of the healthy value
LEAST = {"calcium": 0.3, "cross-bridges": 0.02, "force": 0.02}  # below which a healthy value counts as this much
FUSED = 0.95  # 1 - ripple / force


class Twitch(NamedTuple):
    """A single contraction. Times in ms, force in the unit of `results.force`.

    peak : height above the force at the stimulus
    latency : from the stimulus to 1 % of the peak
    contraction_time : from the stimulus to the peak
    half_relaxation_time : from the peak to half of it
    """

    peak: float
    latency: float
    contraction_time: float
    half_relaxation_time: float


class AfterDischarge(NamedTuple):
    """Spikes after the last stimulus's own response: how many, and for how long (ms)."""

    count: int
    duration: float


class ActionPotential(NamedTuple):
    """The first action potential: rest (mV), overshoot (mV), width at half height (ms)."""

    rest: float
    overshoot: float
    width: float


class Relaxation(NamedTuple):
    """How force ends after the last stimulus (ms); nan if it does not within the run.

    half_time : from the last stimulus until force stays below half of its height
    clinical_time : from 90 % to 5 % of that height, as grip relaxation is timed
    """

    half_time: float
    clinical_time: float


class Signature(NamedTuple):
    """What tells one disorder from another, once the command has ended (see `signature`).

    electrical : "silent" (near rest), "discharging" (fires without stimuli), "depolarised" (silent, above -65 mV)
    spikes, duration : action potentials without a stimulus of their own, and for how long (ms)
    answered : part of the stimuli answered (nan without stimuli)
    potential, calcium, force : mean of membrane potential (mV), calcium (uM) and relative force afterwards
    atp : lowest ATP of the whole run (mM)
    """

    electrical: str
    spikes: int
    duration: float
    answered: float
    potential: float
    calcium: float
    force: float
    atp: float


class Link(NamedTuple):
    """One link of the chain compared with health: its name, a verdict, and the numbers behind it in words."""

    name: str
    verdict: str
    told: str


class Tetanus(NamedTuple):
    """A train's force: largest and mean after the first pulses, and how fused it is (0 to 1).

    fusion : 1 - (ripple of the last interval) / (ripple of a twitch, taken from the first interval's rise)
    """

    peak: float
    mean: float
    fusion: float


def pulse_times(results):
    """Return the start of every stimulus (ms)."""
    return np.array(sorted(p[0] for p in json.loads(results.attrs["protocol"])["pulses"]))


def spikes(results):
    """Return the times at which the membrane rises through -20 mV (ms)."""
    return results.spike_time.values


def answered(results):
    """Return how many stimuli were answered by a spike of their own within 10 ms."""
    times, pulses = spikes(results), pulse_times(results)
    ends = np.minimum(np.append(pulses[1:], np.inf), pulses + OWN_RESPONSE)
    return int(sum(np.any((times >= a) & (times < b)) for a, b in zip(pulses, ends, strict=True)))


def after_discharge(results):
    """Return the AfterDischarge: spikes that follow the last stimulus's own response."""
    times, last = spikes(results), pulse_times(results)[-1]
    own = times[(times >= last) & (times < last + OWN_RESPONSE)]
    since = own[0] if len(own) else last
    after = times[times > since]
    return AfterDischarge(len(after), float(after[-1] - since) if len(after) else 0.0)


def action_potential(results):
    """Return the first ActionPotential, nan without one; save at 0.02 ms or finer for a true width."""
    t, v = results.time.values, results.membrane_potential.values
    rest = float(v[0])
    if not len(spikes(results)):
        return ActionPotential(rest, np.nan, np.nan)
    first = spikes(results)[0]
    window = (t > first - 3) & (t < first + 8)
    if window.sum() < 3:  # saved too coarsely to see it
        return ActionPotential(rest, np.nan, np.nan)
    t, v = t[window], v[window]
    top = int(np.argmax(v))
    overshoot = _vertex(t, v, top)[1]
    half = (rest + overshoot) / 2
    width = _falling(t, v, top, half) - _rising(t, v, top, half)
    return ActionPotential(rest, overshoot, float(width))


def twitch(results):
    """Return the Twitch after the first stimulus."""
    start = pulse_times(results)[0]
    t, f = results.time.values, results.force.values
    base = float(np.interp(start, t, f))
    after = t >= start
    t, f = t[after], f[after] - base
    top = int(np.argmax(f))
    peak_time, peak = _vertex(t, f, top)
    onset = _rising(t, f, top, ONSET * peak)
    relaxed = _falling(t, f, top, RELAXED * peak)
    return Twitch(peak, float(onset - start), peak_time - float(start), float(relaxed - peak_time))


def tetanus(results):
    """Return the Tetanus of a train of at least two stimuli."""
    pulses, t, f = pulse_times(results), results.time.values, results.force.values
    gap = pulses[-1] - pulses[-2]
    base = float(np.interp(pulses[0], t, f))
    last = (t >= pulses[-1] - gap) & (t <= pulses[-1] + gap)
    during = (t >= pulses[0]) & (t <= pulses[-1] + gap)
    top = float(f[during].max() - base)
    between = f[(t >= pulses[-1] - gap) & (t <= pulses[-1])]
    if len(between) < 3:  # saved too coarsely to see a ripple
        return Tetanus(top, float(f[last].mean() - base) if last.any() else np.nan, np.nan)
    return Tetanus(top, float(f[last].mean() - base), 1.0 - float(np.ptp(between)) / top if top > 0 else 0.0)


def relaxation(results):
    """Return the Relaxation after the last stimulus."""
    last, t, f = pulse_times(results)[-1], results.time.values, results.force.values
    f = f - np.interp(pulse_times(results)[0], t, f)
    after = t >= last
    t, f = t[after], f[after]
    height = f.max()
    to_half, to_90, to_5 = (_falls_for_good(t, f, part * height) for part in (RELAXED, 0.9, 0.05))
    return Relaxation(float(to_half - last), float(to_5 - to_90))


def force_height(results):
    """Return the largest force above that at the start."""
    return float(results.force.max() - results.force[0])


def command_end(results):
    """Return when the command counts as ended: 300 ms after the last stimulus, or half-way without one (ms)."""
    pulses, last = pulse_times(results), float(results.time[-1])
    return min(pulses[-1] + COMMAND_LASTS, last) if len(pulses) else last / 2


def signature(results, since=None):
    """Return the Signature of a fibre's run, from `since` (ms; the end of the command unless told) to the end."""
    since = command_end(results) if since is None else since
    after, pulses = results.sel(time=slice(since, None)), pulse_times(results)
    potential = float(after.membrane_potential.mean())
    discharge = after_discharge(results) if len(pulses) else _unprompted(results)
    own = "depolarised" if potential > DEPOLARISED else "silent"
    return Signature(
        "discharging" if discharge.count else own,
        discharge.count,
        discharge.duration,
        answered(results) / len(pulses) if len(pulses) else np.nan,
        potential,
        float(after.calcium.mean()),
        float(after.relative_force.mean()),
        float(results.atp.min()),
    )


def _unprompted(results):
    """Return the AfterDischarge of a run without stimuli: all that it fires."""
    times = spikes(results)
    return AfterDischarge(len(times), float(np.ptp(times)) if len(times) else 0.0)


def chain(results, healthy, since=None):
    """Return a Link for each stage of a fibre, from membrane to force, against a healthy run of the same protocol.

    While the command (the last train) lasts a link may be over-active or failing, afterwards it may fail to
    stop. A link is normal within OVER and UNDER of the healthy value; afterwards, below STOPPED of the healthy
    run's largest.
    """
    since = command_end(results) if since is None else since
    ill, well = signature(results, since), signature(healthy, since)
    windows = slice(last_train(results), since), slice(since, None)
    lacking = ill.atp < UNDER * well.atp
    return [
        _membrane(ill, well, len(pulse_times(results))),
        _link("calcium", "µM", results.calcium, healthy.calcium, *windows),
        _link("cross-bridges", "attached", results.attached_fraction, healthy.attached_fraction, *windows),
        Link("energy", "failing" if lacking else "normal", f"lowest ATP {ill.atp:.1f} mM,\nhealthy {well.atp:.1f}"),
        _link("force", "of largest", results.relative_force, healthy.relative_force, *windows),
    ]


def _membrane(ill, well, stimuli):
    """Return the Link of the membrane, from two Signatures."""
    if ill.spikes > well.spikes:
        verdict = "fails to stop" if stimuli else "over-active"
        return Link("membrane", verdict, f"{ill.spikes} spikes of its own,\nhealthy {well.spikes}")
    failing = ill.electrical == "depolarised" != well.electrical or ill.answered < UNDER * well.answered
    words = [f"{s.potential:.0f} mV" for s in (ill, well)]
    if stimuli:
        words = [f"{100 * s.answered:.0f} %, {w}" for s, w in zip((ill, well), words, strict=True)]
        words[0] = f"answers {words[0]}"
    return Link("membrane", "failing" if failing else "normal", f"{words[0]},\nhealthy {words[1]}")


def _link(name, unit, ill, well, during, after):
    """Return the Link of a quantity that rises under command and falls afterwards."""
    top, tail = float(ill.sel(time=during).max()), float(ill.sel(time=after).mean())
    usual, rest = float(well.sel(time=during).max()), float(well.sel(time=after).mean())
    if tail - rest > STOPPED * max(usual, LEAST[name]) and tail > OVER * rest:
        return Link(name, "fails to stop", f"{tail:.2g} {unit} afterwards,\nhealthy {rest:.2g}")
    verdict = "over-active" if top > OVER * max(usual, LEAST[name]) else "failing" if top < UNDER * usual else "normal"
    return Link(name, verdict, f"at most {top:.2g} {unit},\nhealthy {usual:.2g}")


def train_starts(results):
    """Return when each train of a run begins; a gap of twice the shortest parts two trains (ms)."""
    pulses = pulse_times(results)
    gaps = np.diff(pulses)
    return pulses[np.append(True, gaps > 2 * gaps.min())] if len(gaps) else pulses


def last_train(results):
    """Return when the last train begins; None without stimuli (ms)."""
    return train_starts(results)[-1] if len(pulse_times(results)) else None


def trains(results):
    """Return the largest relative force after the start of each train of a run."""
    starts = train_starts(results)
    ends = np.append(starts[1:], float(results.time[-1]))
    t, f = results.time.values, results.relative_force.values
    return np.array([f[(t >= a) & (t < b)].max() for a, b in zip(starts, ends, strict=True)])


def fatigue_index(results):
    """Return the force of the last train of a run, of that of the first."""
    forces = trains(results)
    return float(forces[-1] / forces[0])


def half_force_frequency(rates, forces):
    """Return the lowest rate (Hz) that gives half of the largest force; nan if none does."""
    rates, forces = np.asarray(rates, dtype=float), np.asarray(forces, dtype=float)
    return _first_crossing(rates, forces, 0.5 * forces.max())


def fusion_frequency(rates, fusions):
    """Return the lowest rate (Hz) at which the ripple is below 5 % of the force; nan if none does."""
    return _first_crossing(np.asarray(rates, dtype=float), np.asarray(fusions, dtype=float), FUSED)


def final_potential(results):
    """Return the membrane potential at the end (mV)."""
    return float(results.membrane_potential[-1])


def peak_calcium(results):
    """Return the largest free calcium (uM) and its full width at half height above rest (ms)."""
    t, c = results.time.values, results.calcium.values
    top = int(np.argmax(c))
    _, peak = _vertex(t, c, top)
    half = (peak + c[0]) / 2
    return peak, float(_falling(t, c, top, half) - _rising(t, c, top, half))


def _first_crossing(rates, values, level):
    """Return where `values` first reach `level`, between rates on a logarithmic scale; nan if nowhere."""
    above = np.flatnonzero(values >= level)
    if not len(above):
        return np.nan
    i = above[0]
    if i == 0:
        return float(rates[0])
    part = (level - values[i - 1]) / (values[i] - values[i - 1])
    return float(rates[i - 1] * (rates[i] / rates[i - 1]) ** part)


def _falls_for_good(t, f, level):
    """Return when `f` falls through `level` for the last time; nan if it ends above it."""
    above = np.flatnonzero(f >= level)
    if not len(above) or above[-1] == len(f) - 1:
        return np.nan
    i = above[-1]
    return t[i] + (f[i] - level) / (f[i] - f[i + 1]) * (t[i + 1] - t[i])


def _vertex(t, f, top):
    """Return place and height of a peak, by a parabola through three samples."""
    if not 0 < top < len(f) - 1:
        return float(t[top]), float(f[top])
    left, middle, right = f[top - 1 : top + 2]
    bend = left - 2 * middle + right
    shift = 0.5 * (left - right) / bend if bend else 0.0
    return float(t[top] + shift * (t[top + 1] - t[top])), float(middle - 0.25 * (left - right) * shift)


def _rising(t, f, top, level):
    """Return when `f` last rises through `level` before sample `top`; nan if it does not."""
    below = np.flatnonzero(f[:top] < level)
    if not len(below):
        return np.nan
    i = below[-1]
    return t[i] + (level - f[i]) / (f[i + 1] - f[i]) * (t[i + 1] - t[i])


def _falling(t, f, top, level):
    """Return when `f` first falls through `level` after sample `top`; nan if it does not."""
    below = np.flatnonzero(f[top:] < level)
    if not len(below):
        return np.nan
    i = top + below[0]
    return t[i - 1] + (f[i - 1] - level) / (f[i - 1] - f[i]) * (t[i] - t[i - 1])


from simulator.measures import back, healing, muscle  # noqa: E402, F401 - they need what stands above
