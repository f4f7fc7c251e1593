"""What is done to a model: stimuli, movements and loads, and changes of its parameters at a time.

Protocols are values that add up: `Train(rate=50, count=20) + Change(at=500, scale={...})`.
Times are ms from the start of the run, strengths uA/cm^2 of sarcolemma.
"""

import math
from dataclasses import dataclass, field, fields, replace

import numpy as np

from simulator.quantity import ParameterError

STRENGTH, WIDTH, START = 150.0, 0.5, 10.0  # a pulse that is supramaximal for every fibre here
FOREVER = 1e12  # ms, longer than any run


class ProtocolError(ValueError):
    """A protocol that cannot be carried out as written."""


def _check(name, value, unit, low, high):
    """Raise ProtocolError unless low <= value <= high."""
    if not (isinstance(value, int | float | np.number) and low <= value <= high):
        raise ProtocolError(f"{name} = {value!r} {unit}: allowed is {low:g} to {high:g} {unit}")


def _check_whole(name, value, low, high):
    """Raise ProtocolError unless a value is a whole number from low to high."""
    if not (isinstance(value, int | np.integer) and low <= value <= high):
        raise ProtocolError(f"{name} = {value!r}: allowed is a whole number from {low} to {high}")


def time_unit(model):
    """Return the unit in which a model's times are told: ms, or d for what takes days."""
    return getattr(getattr(model, "system", None), "time_unit", "ms")  # a muscle is many systems


@dataclass(frozen=True)
class Protocol:
    """Pulses [(start, width, strength)], Changes, and moves of the end [(start, end, velocity, load)], in any order.

    A move either leads the held end at a velocity (optimal lengths per second, positive in lengthening), its load
    being None, or frees it under a load (of the largest isometric force). Otherwise the end is held where it is.
    Drives [(times, levels)] are voluntary, 0 to 1, straight between their times, nothing outside them; they add up.
    Impulses [(unit, time)] leave the motoneurons of a muscle, besides those that it fires itself; trains says for how
    many units each `Impulses` told them, for a muscle of no other number.
    """

    pulses: tuple = ()
    changes: tuple = ()
    moves: tuple = ()
    drives: tuple = ()
    impulses: tuple = ()
    trains: tuple = ()

    def __add__(self, other):
        return Protocol(*(getattr(self, f.name) + getattr(other, f.name) for f in fields(self)))

    @property
    def pulse_times(self):
        """Start of every pulse in order (ms)."""
        return np.array(sorted(start for start, _, _ in self.pulses))

    def describe(self):
        """Return all of it as plain data."""
        told = {"pulses": [list(p) for p in self.pulses], "changes": [c.describe() for c in self.changes]}
        return (
            told
            | ({"moves": [[m[0], m[1] if m[1] < math.inf else None, *m[2:]] for m in self.moves]} if self.moves else {})
            | ({"drives": [[list(part) for part in drive] for drive in self.drives]} if self.drives else {})
            | ({"impulses": [list(impulse) for impulse in self.impulses]} if self.impulses else {})
            | ({"trains": list(self.trains)} if self.trains else {})
        )

    def without_pulses_from(self, time):
        """Return the protocol of a fibre whose nerve is blocked at a time (ms): no pulse starts from then on."""
        return replace(self, pulses=tuple(p for p in self.pulses if p[0] < time))

    def drive(self, times):
        """Return the voluntary drive at some times (0 to 1)."""
        total = sum(np.interp(times, *drive, left=0.0, right=0.0) for drive in self.drives)
        return np.clip(total + np.zeros(np.shape(times)), 0.0, 1.0)

    def schedule(self, duration, unit="ms"):
        """Return (times, currents, changes by time) up to `duration`, or raise ProtocolError; unit : of its times.

        times (s + 1,) : every moment at which something is switched, from 0 to `duration`
        currents (s,) : stimulus (uA/cm^2) from each of these times to the next
        """
        pulses = sorted(self.pulses)
        for (start, width, _), (following, _, _) in zip(pulses, pulses[1:], strict=False):
            if start + width > following:
                raise ProtocolError(
                    f"pulses overlap: one lasts from {start:g} to {start + width:g} {unit} and the next "
                    f"starts at {following:g} {unit}; lower the rate or the width"
                )
        moves = sorted(self.moves, key=lambda m: m[:2])
        for (start, end, *_), (following, *_) in zip(moves, moves[1:], strict=False):
            if end > following:
                raise ProtocolError(
                    f"moves overlap: one lasts from {start:g} to {end:g} {unit} and the next starts at "
                    f"{following:g} {unit}"
                )
        begins = (*(p[0] for p in pulses), *(c.at for c in self.changes), *(m[0] for m in moves),
                  *(times[0] for times, _ in self.drives), *(time for _, time in self.impulses))  # fmt: skip
        late = [t for t in begins if t >= duration]
        if late:
            raise ProtocolError(
                f"{len(late)} of the protocol's events start at or after the end of the run "
                f"({duration:g} {unit}), the first at {min(late):g} {unit}; lengthen the run or drop them"
            )
        edges = [start for start, _, _ in pulses] + [start + width for start, width, _ in pulses]
        edges += [t for start, end, *_ in moves for t in (start, end)] + [c.at for c in self.changes]
        times = np.unique([0.0, duration, *(t for t in edges if t < duration)])
        currents = np.zeros(len(times) - 1)
        for start, width, strength in pulses:
            currents[(times[:-1] >= start) & (times[:-1] < start + width)] = strength
        return times, currents, sorted(self.changes, key=lambda c: c.at)

    def commands(self, times):
        """Return {command: (s,)} of the end from each of these times (s + 1,) to the next.

        velocity : optimal lengths per second, of a held end; load : of the largest isometric force; free : 0 or 1
        """
        found = {name: np.zeros(len(times) - 1) for name in ("velocity", "load", "free")}
        for start, end, velocity, load in self.moves:
            here = (times[:-1] >= start) & (times[:-1] < end)
            if load is None:
                found["velocity"][here] = velocity
            else:
                found["load"][here], found["free"][here] = load, 1.0
        return found


def Pulses(times, *, strength=STRENGTH, width=WIDTH):  # noqa: N802 - reads as a value
    """Return current pulses at the given times.

    times : ms, each 0 or later; strength : uA/cm^2, -10000 to 10000; width : ms, 0.01 to 10000
    """
    _check("strength", strength, "uA/cm^2", -1e4, 1e4)
    _check("width", width, "ms", 0.01, 1e4)
    for time in times:
        _check("pulse time", time, "ms", 0.0, math.inf)
    return Protocol(tuple((float(t), float(width), float(strength)) for t in times))


def Pulse(at=START, *, strength=STRENGTH, width=WIDTH):  # noqa: N802
    """Return one current pulse at time `at` (ms)."""
    return Pulses([at], strength=strength, width=width)


def Train(rate, count, *, start=START, repeats=1, every=None, strength=STRENGTH, width=WIDTH):  # noqa: N802
    """Return `count` pulses at `rate` (Hz, 0.01 to 2000), the first at `start` (ms).

    repeats, every : so many such trains, one `every` ms
    """
    _check("rate", rate, "Hz", 0.01, 2000.0)
    _check_whole("count", count, 1, 1_000_000)
    _check_whole("repeats", repeats, 1, 100_000)
    if repeats > 1:
        _check("every", every, "ms", count * 1000.0 / rate, math.inf)
    once = start + np.arange(count) * 1000.0 / rate
    times = (once + np.arange(repeats)[:, None] * (every or 0.0)).ravel()
    return Pulses(times, strength=strength, width=width)


def Doublet(interval, *, start=START, strength=STRENGTH, width=WIDTH):  # noqa: N802
    """Return two pulses `interval` ms apart, the first at `start` (ms)."""
    _check("interval", interval, "ms", 0.1, math.inf)
    return Pulses([start, start + interval], strength=strength, width=width)


def Rest():  # noqa: N802
    """Return a protocol in which nothing is done."""
    return Protocol()


def Stretch(at, by, *, lasting):  # noqa: N802
    """Return a movement of the end at constant velocity; of a fibre without a tendon, of its sarcomeres.

    at : ms; by : in optimal lengths, -0.6 to 0.6, negative to release; lasting : ms, 0.01 or more
    """
    _check("stretch", by, "optimal lengths", -0.6, 0.6)
    _check("time of a stretch", at, "ms", 0.0, math.inf)
    _check("duration of a stretch", lasting, "ms", 0.01, math.inf)
    return Protocol(moves=((float(at), float(at + lasting), 1000.0 * by / lasting, None),))


def Cycle(rate, amplitude, count=1, *, start=0.0, steps=48):  # noqa: N802
    """Return sinusoidal movements of the end about its place, first lengthening.

    rate : Hz, 0.01 to 100; amplitude : in optimal lengths, -0.3 to 0.3 (negative: first shortening); steps : straight
    pieces in a cycle
    """
    _check("rate", rate, "Hz", 0.01, 100.0)
    _check("amplitude", amplitude, "optimal lengths", -0.3, 0.3)
    _check("count", count, "cycles", 1, 100_000)
    times = start + 1000.0 / rate * np.arange(count * steps + 1) / steps
    place = amplitude * np.sin(2 * np.pi * np.arange(count * steps + 1) / steps)
    velocity = 1000.0 * np.diff(place) / np.diff(times)
    return Protocol(
        moves=tuple((a, b, v, None) for a, b, v in zip(*_floats(times[:-1], times[1:], velocity), strict=True))
    )


def Load(load, *, start=0.0, end=None):  # noqa: N802
    """Return an end that is free to move under a constant load; a stop holds it no longer than it was set up.

    load : of the largest isometric force, 0 to 3; from the `start` it is an afterload, later in a contraction a quick
    release to that load; start, end : ms, to the end of the run unless told
    """
    _check("load", load, "of the largest isometric force", 0.0, 3.0)
    _check("start of a load", start, "ms", 0.0, math.inf)
    end = math.inf if end is None else end
    if not end > start:
        raise ProtocolError(f"a load from {start:g} to {end:g} ms: its end must be later than its start")
    return Protocol(moves=((float(start), float(end), 0.0, float(load)),))


def Drive(level, *, start=0.0, end=None, rise=50.0):  # noqa: N802
    """Return voluntary drive to the motoneurons of a muscle: a level that is held, or one that follows a line.

    level : 0 to 1; or pairs (time in ms, level), with straight lines between them
    start, end : ms, to the end of the run unless told; rise : ms, how long it takes to rise and to fall
    """
    if np.ndim(level) == 0:
        _check("start of a drive", start, "ms", 0.0, math.inf)
        _check("rise of a drive", rise, "ms", 0.0, math.inf)
        end = FOREVER if end is None else end
        if not end > start + rise:
            raise ProtocolError(f"a drive from {start:g} to {end:g} ms is too short to rise in {rise:g} ms")
        level = [(start, 0.0), (start + rise, level), (end, level), (end + rise, 0.0)]
    times, levels = _floats(*(np.array(part, dtype=float) for part in zip(*level, strict=True)))
    for value in levels:
        _check("drive", value, "of full voluntary drive", 0.0, 1.0)
    if times[0] < 0 or not np.all(np.diff(times) >= 0):
        raise ProtocolError("drive: its times must rise, from 0 ms at least")
    return Protocol(drives=((tuple(times), tuple(levels)),))


def Impulses(trains):  # noqa: N802
    """Return impulses that leave the motoneurons of a muscle, recorded ones or those of another model.

    trains : times (ms, 0 or later) for each unit, from the smallest on, none for a unit that stays silent; they are
    told like its own spikes, and come on top of these

    Raises ProtocolError, as `simulate` does for a muscle that has more units or fewer.
    """
    if not np.iterable(trains):
        raise ProtocolError(f"trains = {trains!r}: allowed is a list of times (ms) for each unit")
    trains = list(trains)
    for train in trains:
        for time in np.atleast_1d(train):
            _check("time of an impulse", time, "ms", 0.0, 1e12)
    told = tuple((unit, float(t)) for unit, train in enumerate(trains) for t in np.atleast_1d(train))
    return Protocol(impulses=told, trains=(len(trains),))


def _floats(*arrays):
    """Return arrays as lists of plain numbers."""
    return [array.tolist() for array in arrays]


@dataclass(frozen=True)
class _Change:
    at: float
    scale: dict = field(default_factory=dict)
    set: dict = field(default_factory=dict)
    conditions: dict = field(default_factory=dict)
    drugs: dict = field(default_factory=dict)

    def __hash__(self):
        return hash((self.at, *(item for table in self._tables().values() for item in table.items())))

    def _tables(self):
        return {"scale": self.scale, "set": self.set, "conditions": self.conditions, "drugs": self.drugs}

    def describe(self):
        """Return it as plain data."""
        return {"at": self.at} | self._tables()

    def applied_to(self, model):
        """Return the model as it is from this time on."""
        try:
            for name, severity in self.conditions.items():
                model = model.with_condition(name, severity)
            for name, concentration in self.drugs.items():
                model = model.with_drug(name, concentration)
            return model.scaled(self.scale).with_parameters(self.set)
        except ParameterError as error:
            raise ParameterError(f"change at {self.at:g} {time_unit(model)}: {error}") from None


def Change(at, *, scale=None, set=None, conditions=None, drugs=None):  # noqa: N802, A002
    """Return a change of parameters at time `at` (ms, of a recovery days), for the rest of the run.

    scale : {"stage.parameter": factor}; set : {"stage.parameter": value in its own unit}, "temperature"
    in degC; conditions : {name: severity}; drugs : {name: uM}. Each acts on what holds at that time.
    """
    _check("time of a change", at, "ms", 0.0, math.inf)
    tables = (dict(table or {}) for table in (scale, set, conditions, drugs))
    return Protocol(changes=(_Change(float(at), *tables),))


def Ramp(path, values, *, start, end):  # noqa: N802
    """Return changes that lead a parameter through `values` in equal steps from `start` to `end` (ms).

    path : "stage.parameter", or "temperature"; values : at least two, the first set at `start`
    """
    if len(values) < 2 or not end > start:
        raise ProtocolError("a ramp needs at least two values and an end after its start")
    step = (end - start) / (len(values) - 1)
    return sum((Change(start + i * step, set={path: float(v)}) for i, v in enumerate(values)), Rest())


def from_description(description):
    """Return the Protocol that `describe` was called on."""
    changes = tuple(_Change(**c) for c in description["changes"])
    moves = tuple((m[0], math.inf if m[1] is None else m[1], *m[2:]) for m in description.get("moves", ()))
    drives = tuple(tuple(tuple(part) for part in drive) for drive in description.get("drives", ()))
    impulses = tuple(tuple(impulse) for impulse in description.get("impulses", ()))
    pulses = tuple(tuple(p) for p in description["pulses"])
    return Protocol(pulses, changes, moves, drives, impulses, tuple(description.get("trains", ())))
