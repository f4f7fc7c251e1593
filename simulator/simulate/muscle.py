"""A muscle under a protocol: every unit steps alone; length, force and afferents are exchanged at a macro-step."""

import json
import os
from collections import deque

import numpy as np
import xarray

from simulator.models.fibre import FibreOutputs
from simulator.protocol import ProtocolError
from simulator.simulate.axons import Axons
from simulator.simulate.cord import Cord
from simulator.simulate.group import Group
from simulator.simulate.noise import GRID
from simulator.simulate.pull import Pull
from simulator.simulate.surface import emg, look
from simulator.simulate.system import MOST_SAVED, versions
from simulator.solver.crowd import Team
from simulator.solver.solve import Interrupted, SolverError
from simulator.stages import mechanics, pool

STEP, RTOL = 2.0, 1e-2  # ms between two exchanges; error of a step of a unit
LONGEST = 1e7  # ms of a run: some hours
CROWDED = 60  # units for which a further thread is worth its trouble
CLOSE = 1e-6  # ms: an exchange so near to a change of the surroundings is that at the change
IMPULSE = 0.5  # ms, width of a nerve impulse at a junction
MEANS = ("calcium", "store_calcium", "attached_fraction", "atp", "phosphocreatine", "phosphate", "ph", "heat")
TOLD = {  # name: (unit, meaning) of what belongs to the whole muscle
    "force": ("N", "force of the tendon"),
    "relative_force": ("1", "force of the tendon, of the largest isometric force of the fascicles"),
    "length": ("1", "length of the fascicles, of the optimal length"),
    "end": ("mm", "movement of the far end of the tendon"),
    "drive": ("1", "voluntary drive"),
    "excitation": ("uA/cm^2", "current into the dendrites of all motoneurons"),
    "inhibition": ("mS/cm^2", "inhibitory conductance of all motoneurons"),
    "primary": ("1/s", "rate of primary endings of spindles (Ia)"),
    "secondary": ("1/s", "rate of secondary endings (II)"),
    "organ": ("1/s", "rate of tendon organs (Ib)"),
    "renshaw": ("1", "activity of Renshaw cells"),
}
FIXED = (  # what a muscle was set up with
    "mechanics.set_length", "mechanics.optimal_length", "tendon.fascicle", "tendon.angle", "tendon.slack",
    "pool.noise_time", "pool.force_range",
)  # fmt: skip
PANELS = (*TOLD, "motor_units", "emg")  # what a picture can show of a muscle, besides what its fibres have
UNIT = {"unit_force": ("N", "force of each unit"), "unit_calcium": ("uM", "free calcium, mean of the myoplasm")}
SPIKES = {  # name: meaning
    "motoneuron_spike": "spikes of motoneurons",
    "impulse": "arrival of nerve impulses at the junctions",
    "spike": "action potentials of the fibres",
}


def run_muscle(muscle, protocol, *, duration, interval, rtol, step, seed, threads, progress):
    """Return what a muscle did, as `simulate` tells it."""
    if threads is None:
        threads = min(os.cpu_count() or 1, 1 + muscle.units // CROWDED)
    _check(muscle, duration, interval, rtol, step, seed, threads)
    grid, every = exchanges(protocol, duration, step), max(1, round(interval / step))  # saved every so many
    if step > (least := Axons.least_delay(muscle)):
        raise ProtocolError(f"step = {step:g} ms: impulses are {least:.3g} ms on their way, so it may not be longer")
    with Running(muscle, protocol, rtol=rtol, seed=seed, threads=threads) as running:
        record = dict(
            model=muscle.describe(),
            protocol=protocol.describe(),
            run=dict(duration=float(duration), interval=float(interval), rtol=rtol, step=float(step), seed=seed),
            conditions=[list(c) for c in muscle.conditions],
            versions=versions(),
            seed=seed,
        )
        try:
            running.save()
            for i, end in enumerate(grid[1:]):
                running.advance(end)
                if (i + 1) % every == 0 or i + 2 == len(grid):
                    running.save()
                if progress and i % 50 == 0:
                    progress(end / duration)
        except SolverError as error:
            error.partial = running.dataset(record)
            raise
        except KeyboardInterrupt:
            raise Interrupted(running.dataset(record)) from None
        return running.dataset(record)


def _check(muscle, duration, interval, rtol, step, seed, threads):
    """Raise ProtocolError for settings outside their range."""
    if np.ndim(interval):
        raise ProtocolError("interval: a muscle is saved at even times; give one number (ms)")
    ranges = {
        "duration": (duration, 1e-3, LONGEST, "ms"),
        "step": (step, 0.05, 5.0, "ms"),
        "rtol": (rtol, 1e-8, 0.1, ""),
    }
    ranges |= {"interval": (interval, 1e-3, 1e9, "ms"), "threads": (threads, 1, 1024, "")}
    for name, (value, low, high, unit) in ranges.items():
        if not (isinstance(value, int | float | np.number) and low <= value <= high):
            raise ProtocolError(f"{name} = {value!r} {unit}: allowed is {low:g} to {high:g} {unit}")
    if not (isinstance(seed, int | np.integer) and 0 <= seed < 2**32):
        raise ProtocolError(f"seed = {seed!r}: allowed is a whole number from 0 to 2^32 - 1")
    numbers = duration / max(interval, step) * (len(TOLD) + len(MEANS) + len(UNIT) * muscle.units)
    if numbers > MOST_SAVED:
        raise ProtocolError(
            f"saving {muscle.units} units every {interval:g} ms for {duration:g} ms makes {numbers:.2g} numbers, more "
            f"than {MOST_SAVED:.2g}; choose an interval of at least {interval * numbers / MOST_SAVED:.2g} ms"
        )


def exchanges(protocol, duration, step):
    """Return the times (ms) of all exchanges: every step, and wherever the surroundings change."""
    times, _, changes = protocol.schedule(duration)
    edges = [t for start, end, *_ in protocol.moves for t in (start, end) if t < duration]
    edges = np.unique([0.0, duration, *edges, *(change.at for change in changes)])
    even = np.arange(0.0, duration, step)
    apart = np.abs(even[:, None] - edges[np.clip(np.searchsorted(edges, even)[:, None] - [1, 0], 0, None)]).min(axis=1)
    return np.unique([*even[apart > CLOSE], *edges])


def pieces(start, end):
    """Return (start, end) of the pieces of a step in which noise is constant (ms)."""
    inner = np.arange(np.floor(start / GRID) + 1, np.ceil(end / GRID - 1e-9)) * GRID
    edges = [start, *inner, end]
    return list(zip(edges[:-1], edges[1:], strict=True))


class Running:
    """A muscle as it runs: the cord, the nerve, the fibres, and the tendon that they pull on."""

    def __init__(self, muscle, protocol, *, rtol, seed, threads):
        self.protocol, self.time, self._pulses = protocol, 0.0, deque(sorted(protocol.pulses))
        self._given = deque(sorted(protocol.impulses, key=lambda impulse: impulse[1]))
        largest = max((unit for unit, _ in protocol.impulses), default=0)
        if largest >= muscle.units:
            raise ProtocolError(f"impulses of unit {largest}: the units of this muscle are 0 to {muscle.units - 1}")
        for count in protocol.trains:
            if count != muscle.units:
                raise ProtocolError(
                    f"Impulses of {count} units for a muscle of {muscle.units}: give times (ms) for each unit, "
                    "an empty list for a unit that stays silent"
                )
        self.team = Team(threads)
        self.cord = Cord(muscle, protocol, rtol=rtol, seed=seed)
        self.axons = Axons(muscle, rtol=rtol)
        self.fibres = Group(muscle.fibres, "stimulus", rtol=rtol)
        self.fibres.advance(0.0)
        self._become(muscle)
        self.pull = Pull(muscle.tendon, muscle.start_length, self._fascicle_force())
        self._rows, self._unit_rows, self._sent = [], [], []
        self._epochs = [(0.0, muscle)]  # since when it has been which
        self._spikes = {name: ([], []) for name in SPIKES}

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.team.__exit__()

    def _become(self, muscle):
        """Let the muscle's numbers be others from now on."""
        self.muscle, self._p = muscle, muscle.fibres[0].numbers().mechanics
        self._shares = pool.shares(muscle.ranks, muscle.pool)
        largest = np.array([fibre.command_units()["load"] for fibre in muscle.fibres])
        self._area = self._shares * float(muscle.tendon.maximal_force) / largest
        p = self._p
        self._fascicles_per_sarcomere = float(muscle.tendon.fascicle / muscle.mechanics.optimal_length)  # mm/um
        self._nm, self._set_length = float(p.half_sarcomere), float(p.set_length)
        self._filaments = float(p.stress / (p.filament_extension * p.half_sarcomere))
        self._viscosity = float(self._area.sum() * p.viscosity) / self._fascicles_per_sarcomere
        for part, models in ((self.cord, muscle), (self.axons, muscle), (self.fibres, muscle.fibres)):
            part.become(models)

    def _change(self, change):
        """Make a change of the protocol; raises ProtocolError for a number that cannot change in a run."""
        before, muscle = self.muscle, change.applied_to(self.muscle)
        for name in FIXED:
            part, _, number = name.partition(".")
            if getattr(getattr(before, part), number) != getattr(getattr(muscle, part), number):
                raise ProtocolError(f"change at {change.at:g} ms: {name} cannot change during the run of a muscle")
        self._become(muscle)
        self.pull.p = muscle.tendon
        if look(muscle) != look(before):
            self._epochs.append((self.time, muscle))

    def _fascicle_force(self):
        return float(self._area @ self.fibres.read("total_force"))

    def _yielding(self):
        """Return stiffness (N/mm) and viscosity (N ms/mm) of the fascicles: heads, their filaments, and tissue."""
        heads, filaments = self.fibres.read("stiffness"), self._filaments
        active = float(self._area @ (heads * filaments / (heads + filaments))) * self._nm
        stretch = self.pull.length / self._fascicles_per_sarcomere - self._set_length
        passive = self._area.sum() * mechanics.passive_stiffness(stretch, self._p)
        return (active + passive) / self._fascicles_per_sarcomere, self._viscosity

    def _end(self, time):
        """Return (velocity, load) of the far end from a time on (mm/ms, or N)."""
        p = self.muscle.tendon
        for start, end, velocity, load in self.protocol.moves:
            if start <= time < end:
                return velocity * float(p.fascicle) / 1e3, None if load is None else load * float(p.maximal_force)
        return 0.0, None

    def advance(self, end):
        """Advance all to a time (ms), side by side: what leaves one part reaches the next in a later step."""
        start, step = self.time, end - self.time
        for change in self.protocol.changes:
            if change.at == start:
                self._change(change)
        while self._pulses and self._pulses[0][0] < end:
            begin, width, current = self._pulses.popleft()
            self.axons.shock(begin, width, current)
            self.cord.volley(begin, current)
        for unit, time in self.axons.climbed(start, end):
            self.cord.somas.pulse(unit, time, IMPULSE, float(self.muscle.nerve.climbing_current))
        velocity = self.pull.plan(step, *self._yielding(), *self._end(start))
        self.fibres.give("velocity", velocity / self._fascicles_per_sarcomere)
        *before, last = pieces(start, end)
        early = [self._drive(piece) for piece in before]
        self.cord.drive_to(*last)
        groups = self.cord.somas, self.axons.group, self.fibres
        late, passed, answered = self.team.advance(groups, end)
        fired = tuple(np.concatenate(parts) for parts in zip(*early, late, self._given_until(end), strict=True))
        self.axons.send(*fired)
        *arriving, sent = self.axons.passed_on(*passed)
        self._sent.append(sent)
        for unit, time in zip(*arriving, strict=True):
            self.fibres.pulse(unit, time, IMPULSE)
        self.pull.note(step, velocity, self._fascicle_force())
        length = float(self.muscle.tendon.fascicle)
        force = self.pull.force / float(self.muscle.tendon.maximal_force)
        self.cord.sense(end, step, self.pull.length / length, velocity / length, force, len(fired[0]))
        for name, found in zip(SPIKES, (fired, arriving, answered), strict=True):
            for kept, new in zip(self._spikes[name], found, strict=True):
                kept.append(new)
        self.time = end

    def _given_until(self, end):
        """Return (units, times) of the impulses that the protocol gives up to a time."""
        given = []
        while self._given and self._given[0][1] < end:
            given.append(self._given.popleft())
        units, times = np.array(given).reshape(-1, 2).T
        return units.astype(int), times

    def _drive(self, piece):
        """Advance the motoneurons alone through a piece of a step; return their spikes."""
        self.cord.drive_to(*piece)
        return self.cord.somas.advance(piece[1])

    def save(self):
        """Keep what can be read off the muscle now."""
        means = {name: float(self._shares @ self.fibres.read(name)) for name in MEANS}
        self._rows.append([self.time, *self._told().values(), *means.values()])
        self._unit_rows.append([self._area * self.fibres.read("total_force"), self.fibres.read("calcium").copy()])

    def _told(self):
        p, receptors = self.muscle.tendon, self.cord.receptors
        return {
            "force": self.pull.force,
            "relative_force": self.pull.force / float(p.maximal_force),
            "length": self.pull.length / float(p.fascicle),
            "end": self.pull.end - self.pull.start,
            "drive": self.cord.drive,
            "excitation": self.cord.excitation,
            "inhibition": self.cord.inhibition,
            **{name: float(receptors.read(name)[0]) for name in ("primary", "secondary", "organ", "renshaw")},
        }

    def dataset(self, record):
        """Return all that was kept as a labelled Dataset; record : its attributes, as plain data."""
        fields = FibreOutputs.__dataclass_fields__
        labels = TOLD | {name: (fields[name].metadata["unit"], fields[name].metadata["meaning"]) for name in MEANS}
        table = np.array(self._rows)
        made = {name: ("time", table[:, 1 + i], _labels(*labels[name])) for i, name in enumerate(labels)}
        units = np.array(self._unit_rows).reshape(len(table), len(UNIT), self.muscle.units)
        made |= {name: (("unit", "time"), units[:, i].T, _labels(*UNIT[name])) for i, name in enumerate(UNIT)}
        for name, meaning in SPIKES.items():
            who, when = (np.concatenate(part) if part else np.empty(0) for part in self._spikes[name])
            made[f"{name}_time"] = (name, when, _labels("ms", meaning))
            made[f"{name}_unit"] = (name, who.astype(int), _labels("1", f"units of these {meaning.split()[0]}"))
        sent = np.concatenate(self._sent) if self._sent else np.empty(0)
        told = "who sent it: a motoneuron (1), a pulse through the nerve (2), or an axon alone (0)"
        made["impulse_sent"] = ("impulse", sent, _labels("1", told))
        samples, trace = self._emg(made["spike_unit"][1], made["spike_time"][1])
        made["emg"] = ("emg_time", trace, _labels("mV", "electromyogram of the skin"))
        ranks = ("unit", self.muscle.ranks, _labels("1", "rank: 0 of the smallest unit, 1 of the largest"))
        coordinates = {"time": ("time", table[:, 0], _labels("ms", "time")), "rank": ranks}
        coordinates["emg_time"] = ("emg_time", samples, _labels("ms", "time"))
        return xarray.Dataset(made, coordinates, {name: json.dumps(value) for name, value in record.items()})

    def _emg(self, units, times):
        """Return times and electromyogram; each action potential has the shape that it had in its time."""
        starts = [since for since, _ in self._epochs]
        epoch, total = np.searchsorted(starts, times, side="right") - 1, 0.0
        for k, (_, muscle) in enumerate(self._epochs):
            samples, trace = emg(muscle, units[epoch == k], times[epoch == k], self.time)
            total = total + trace
        return samples, total


def _labels(unit, meaning):
    return {"units": unit, "long_name": meaning}
