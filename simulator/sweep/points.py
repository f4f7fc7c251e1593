"""The work of a sweep: a job, and what a worker makes of some of its points."""

from dataclasses import dataclass

import numpy as np

from simulator.measures.readings import FORCE, READINGS, read
from simulator.protocol import ProtocolError
from simulator.quantity import ParameterError
from simulator.simulate import simulate
from simulator.simulate.system import observed, prepare, save_times
from simulator.solver.solve import SolverError, solve
from simulator.sweep.axes import model_at


@dataclass(frozen=True)
class Job:
    """All that a worker needs to know.

    paths : what the numbers of a point are; measures : {name: function of results, or None for a measure
    that is known by its name}; traces : names of time courses; protocol_text : the protocol as JSON
    """

    model: object
    protocol: object
    protocol_text: str
    duration: float
    interval: float
    rtol: float
    paths: tuple
    relative: bool
    measures: dict
    traces: tuple

    @property
    def times(self):
        """The times (ms) of the traces."""
        return save_times(self.duration, self.interval)

    @property
    def width(self):
        """How many numbers a point gives."""
        return len(self.measures) + len(self.traces) * (len(self.times) if self.traces else 0)

    def model_at(self, point):
        """Return the model of a point; raises ParameterError."""
        return model_at(self.model, self.paths, point, self.relative)

    def unit_and_meaning(self, name):
        """Return the unit and the meaning of a measure or a trace."""
        fields = self.model.system.output_fields
        if name in self.traces:
            return fields[name].metadata["unit"], fields[name].metadata["meaning"]
        function = self.measures[name]
        if function is not None:
            words = (getattr(function, "__doc__", None) or name).strip().splitlines()[0]
            return getattr(function, "units", ""), words
        unit = READINGS[name].unit
        return fields["force"].metadata["unit"] if unit == FORCE else unit, READINGS[name].meaning


class Column(np.ndarray):
    """A column of results: an array that gives its `values`, as one in a Dataset does."""

    @property
    def values(self):
        """The bare array."""
        return self.view(np.ndarray)


class Run:
    """A run as measures read it: columns by name, without the millisecond that a Dataset costs."""

    def __init__(self, columns, attrs):
        self.attrs = attrs
        vars(self).update({name: column.view(Column) for name, column in columns.items()})

    def __contains__(self, name):
        return name in vars(self)

    def __getitem__(self, name):
        return vars(self)[name]

    def sel(self, time):
        """Return the part of the run within a slice of time (ms)."""
        low, high = (np.inf * sign if end is None else end for sign, end in ((-1, time.start), (1, time.stop)))
        kept = (self.time >= low) & (self.time <= high)
        columns = {name: c[kept] if len(c) == len(kept) else c for name, c in vars(self).items() if name != "attrs"}
        return Run(columns, self.attrs)


def work(job, points):
    """Return (values, errors) of some points (count, axes): rows of numbers, nan where a point failed, and why."""
    values, errors = np.full((len(points), job.width), np.nan), []
    for row, point in zip(values, points, strict=True):
        try:
            run = _run(job, job.model_at(point))
        except (SolverError, ParameterError, ProtocolError, ArithmeticError) as error:
            errors.append(f"{type(error).__name__}: {error}")
            continue
        errors.append(_read(job, run, row))
    return values, errors


def _read(job, run, row):
    """Write the numbers of a run into `row`; return why some of them cannot be had."""
    errors = []
    for place, (name, function) in enumerate(job.measures.items()):
        try:
            row[place] = function(run) if function else read(name, run)
        except Exception as error:  # whatever a measure meets at one point must not end the others
            errors.append(f"{name}: {type(error).__name__}: {error}")
    row[len(job.measures) :] = np.concatenate([[], *(run[name].values for name in job.traces)])
    return "; ".join(errors)


def _run(job, model):
    """Return the results of a model: a Dataset if a function of the user's will read it, else a Run."""
    if any(job.measures.values()):
        settings = dict(duration=job.duration, interval=job.interval, rtol=job.rtol)
        return simulate(model, job.protocol, **settings)
    problem = prepare(model, job.protocol, job.duration)
    solution = solve(problem, job.times, rtol=job.rtol)
    columns = observed(model.system, problem, solution)
    return Run(columns | {"time": solution.times, "spike_time": solution.spikes}, {"protocol": job.protocol_text})
