"""The sweep itself: checks, tasks, results."""

import hashlib
import json
import os
import pickle
from concurrent.futures import BrokenExecutor, ProcessPoolExecutor, ThreadPoolExecutor, as_completed
from contextlib import ExitStack, closing, nullcontext

import numpy as np
import xarray

from simulator.kernel import SOURCES, source_hash
from simulator.measures import readings
from simulator.protocol import ProtocolError, Rest
from simulator.quantity import ParameterError, suggestion
from simulator.simulate.system import check_run, prepare, versions
from simulator.solver.solve import Interrupted, SolverError
from simulator.sweep.axes import grid_axes, points_of, sampled_axes
from simulator.sweep.checkpoint import Checkpoint
from simulator.sweep.points import Job, work

USUAL = (
    "resting_potential", "spikes.count", "calcium.peak", "peak_force", "twitch.contraction_time",
    "twitch.half_relaxation_time", "tetanus.fusion", "relaxation.half_time",
)  # fmt: skip
PROGRAM = (*SOURCES, "protocol.py", "conditions", "measures", "sweep")  # sources that a result depends on
MOST_NUMBERS = 50_000_000  # held in memory
NOT_RUN = "not run"
CHUNK_LASTS, START_COSTS, RATE = 100.0, 5.0, 0.01  # ms wanted, ms for rest and reading, ms for each ms simulated
LARGEST_CHUNK, TASKS_PER_WORKER = 32, 32


class SweepError(RuntimeError):
    """A sweep that could not be carried to its end, because a worker died."""


def sweep(
    model, protocol, *, duration, grid=None, relative=False, measures=None, executor=None, seed=0, checkpoint=None,
    sample=None, count=None, traces=(), interval=0.5, rtol=1e-4, chunk=None, progress=None,
):  # fmt: skip
    """Run a protocol at every point of a grid, or at random points, and return what was measured.

    Each point is a run of its own from its own rest, so that the result is the same to the last bit
    whatever the executor, the order of the points, and interruptions.

    Parameters
    ----------
    model : Fibre, or another Model
        What is varied.
    protocol : Protocol
        What is done, the same at every point; None is rest.
    duration, interval, rtol : float
        As in `simulate`: length of each run, time between values (ms, of a recovery days), local error of a step.
    grid : dict
        {"stage.parameter": values}, in the unit of the parameter; also "temperature" (degC),
        "condition:NAME" (severity, 0 to 1) and "drug:NAME" (uM). Every combination is run.
    relative : bool
        Whether values of parameters are factors of the model's own. Conditions come first, then drugs,
        then parameters.
    measures : sequence of str, or dict, optional
        Names of measures (as in scenarios), or {name: function of a Dataset that returns a number}.
        If left out, the usual ones for the protocol.
    executor : concurrent.futures.Executor, optional
        Anything with `submit` that returns futures: threads, processes, loky, `client.get_executor()` of
        dask, mpi4py. If left out, as many threads as there are processors. It is not shut down.
    seed, count, sample : int, int, dict
        Instead of a grid: {"stage.parameter": distribution of scipy.stats or (low, high)}, of which
        `count` points are drawn, each from a stream made of `seed` and its index.
    checkpoint : path, optional
        File to which finished points are added, and from which they are taken when run again.
    traces : sequence of str
        Outputs or states whose time courses are kept as well.
    chunk : int, optional
        Points of a task; chosen by the length of the run if left out.
    progress : callable, optional
        Called now and then with the fraction done.

    Returns
    -------
    xarray.Dataset
        A variable for each measure (nan where it is not defined or the point failed), with `units` and
        `long_name`, on dimensions named as in `grid`, or on "sample"; traces on "time" as well;
        "error", why a point has no values ("" where it has). Attributes hold, as JSON, what was done.

    Raises
    ------
    ParameterError, ProtocolError
        For what cannot be run as written, before anything is run; a point whose own values cannot be
        run, or that the solver cannot solve, becomes nan instead.
    CheckpointError
        For a checkpoint of another job, or a damaged one.
    SweepError
        If a worker dies, for want of memory perhaps; what is on file is kept.
    Interrupted
        On Ctrl-C; its `partial` is the Dataset of what is done.
    """
    protocol = protocol or Rest()
    check_run(model, duration, interval, rtol)
    _check_executor(executor, chunk)
    if (grid is None) == (sample is None):
        raise ProtocolError("give either a grid or a sample")
    sampled = sample is not None
    axes = sampled_axes(model, sample, count, seed, relative) if sampled else grid_axes(model, grid, relative)
    points, paths = points_of(axes, sampled), tuple(axis.path for axis in axes)
    job = Job(
        model, protocol, json.dumps(protocol.describe()), float(duration), float(interval), float(rtol), paths,
        bool(relative), _measures(measures, model, protocol), _traces(traces, model),
    )  # fmt: skip
    _check_names(job, len(points))
    _check_points(job, points)
    if isinstance(executor, ProcessPoolExecutor):
        _check_sendable(job)
    record = _record(job, axes, sampled, seed)
    table, errors, done = np.full((len(points), job.width), np.nan), np.full(len(points), NOT_RUN, dtype=object), 0
    with (
        _opened(checkpoint, job, record, points) as file,
        closing(_finished(job, points, file, executor, chunk)) as tasks,
    ):
        try:
            for indices, values, why in tasks:
                table[indices], errors[indices] = values, why
                done += len(indices)
                if progress:
                    progress(done / len(points))
        except (KeyboardInterrupt, BrokenExecutor) as error:
            resume = f"; run it again with the checkpoint {checkpoint} to go on" if checkpoint else ""
            message = f"stopped after {done} of {len(points)} points{resume}"
            if isinstance(error, BrokenExecutor):
                raise SweepError(f"a worker died: {message}") from error
            raise Interrupted(_dataset(job, axes, sampled, table, errors, record), message) from None
    return _dataset(job, axes, sampled, table, errors, record)


def _finished(job, points, file, executor, chunk):
    """Yield (indices, values, errors) of finished points: first those on file, then the others as they come."""
    found = file.found if file else {}
    if found:
        values, errors = zip(*found.values(), strict=True)
        yield list(found), np.array(values), list(errors)
    missing = np.setdiff1d(np.arange(len(points)), list(found))
    size = chunk or _chunk(len(missing), job.duration)
    parts = [missing[i : i + size] for i in range(0, len(missing), size)]
    with ExitStack() as stack:
        pool = executor or stack.enter_context(ThreadPoolExecutor(os.cpu_count()))
        futures = {pool.submit(work, job, points[part]): part for part in parts}
        try:
            for future in as_completed(futures):
                part = futures.pop(future)
                values, errors = future.result()
                if file:
                    file.add(part, values, errors)
                yield part, values, errors
        finally:
            for future in futures:
                future.cancel()


def _chunk(points, duration):
    """Return how many points to give to a worker at a time: enough to keep it busy for a while, yet few."""
    by_time = int(CHUNK_LASTS / (START_COSTS + RATE * duration))
    by_number = points // (TASKS_PER_WORKER * (os.cpu_count() or 1))
    return max(1, min(by_time, by_number, LARGEST_CHUNK))


def _check_executor(executor, chunk):
    if executor is not None and not hasattr(executor, "submit"):
        raise ProtocolError(f"executor = {executor!r}: a concurrent.futures.Executor is needed, or what works like one")
    if hasattr(executor, "get_executor"):
        raise ProtocolError("a client of dask is no executor: give its client.get_executor()")
    if chunk is not None and not (isinstance(chunk, int) and chunk >= 1):
        raise ProtocolError(f"chunk = {chunk!r}: allowed is a whole number from 1")


def _measures(given, model, protocol):
    """Return {name: function, or None for one known by its name}."""
    if given is None:
        given = [name for name in USUAL if readings.applies_to(name, model.system.output_fields, len(protocol.pulses))]
    if isinstance(given, dict):
        wrong = [name for name, function in given.items() if not (isinstance(name, str) and callable(function))]
        if wrong or not given:
            raise ProtocolError("measures as a dict are {name: function of the results}, at least one")
        return dict(given)
    if isinstance(given, str) or not all(isinstance(name, str) for name in given):
        raise ProtocolError(f"measures = {given!r}: a sequence of names is needed, or a dict of functions")
    for name in given:
        if name not in readings.READINGS:
            raise ProtocolError(f"no measure {name!r} of a run{suggestion(name, readings.READINGS)}")
    return dict.fromkeys(given)


def _traces(given, model):
    known = model.system.output_fields
    if isinstance(given, str):
        raise ProtocolError(f"traces = {given!r}: a sequence of names is needed")
    for name in given:
        if name not in known:
            raise ProtocolError(f"no trace {name!r}{suggestion(name, known)}")
    return tuple(dict.fromkeys(given))


def _check_names(job, points):
    """Raise ProtocolError if two things would have one name, or nothing is measured, or too much."""
    names = [*job.paths, *job.measures, *job.traces, "error", "sample", "time"]
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise ProtocolError(f"{', '.join(twice)}: the name is taken by an axis, a measure, a trace or a dimension")
    if job.width * points > MOST_NUMBERS:
        raise ProtocolError(f"{job.width} numbers at each of {points} points are more than {MOST_NUMBERS:.0e} in all")
    if not job.width:
        raise ProtocolError("nothing is measured: name a measure or a trace")


def _check_points(job, points):
    """Raise what is wrong with every point, if none can be run; what workers need is compiled on the way."""
    job.protocol.schedule(job.duration, job.model.system.time_unit)
    first = None
    for point in points:
        try:
            prepare(job.model_at(point), job.protocol, job.duration)
        except ParameterError as error:
            first = first or error
        except SolverError:
            return
        else:
            return
    raise first


def _check_sendable(job):
    """Raise ProtocolError for a job that cannot be sent to another process."""
    try:
        pickle.dumps(job)
    except (pickle.PicklingError, AttributeError, TypeError) as error:
        raise ProtocolError(
            f"this job cannot be sent to other processes ({error}): "
            "measures must be functions that a module defines, or use threads"
        ) from None


def _record(job, axes, sampled, seed):
    """Return all that says what was done, as plain data."""
    return dict(
        model=job.model.describe(),
        conditions=[list(c) for c in job.model.conditions],
        protocol=job.protocol.describe(),
        run=dict(duration=job.duration, interval=job.interval, rtol=job.rtol),
        sweep=dict(
            axes=[axis.path for axis in axes], sampled=sampled, relative=job.relative,
            measures=list(job.measures), traces=list(job.traces),
        ),
        seed=int(seed) if sampled else None,
        versions=versions(),
    )  # fmt: skip


def _opened(checkpoint, job, record, points):
    """Return the Checkpoint, as a context; None without a path."""
    if checkpoint is None:
        return nullcontext()
    functions = {name: _identity(function) for name, function in job.measures.items() if function}
    kept = ("model", "conditions", "protocol", "run", "sweep", "seed")
    what = {name: record[name] for name in kept} | {"functions": functions, "program": source_hash(PROGRAM)}
    what["points"] = hashlib.sha256(points.tobytes()).hexdigest()
    return Checkpoint(checkpoint, what, len(points), job.width)


def _identity(function):
    """Return a text that changes if a function of the user's does, as far as can be seen from outside."""
    code = getattr(function, "__code__", None)
    if code is None:
        return repr(type(function))
    constants = [c for c in code.co_consts if not hasattr(c, "co_code")]
    return hashlib.sha256(repr((code.co_code, code.co_names, constants)).encode()).hexdigest()


def _dataset(job, axes, sampled, table, errors, record):
    """Return the numbers of all points as a labelled Dataset."""
    shape = (len(table),) if sampled else tuple(len(axis.values) for axis in axes)
    dimensions = ("sample",) if sampled else job.paths
    coordinates = {a.path: ("sample" if sampled else a.path, a.values, a.attributes) for a in axes}
    variables = {}
    for place, name in enumerate(job.measures):
        variables[name] = dimensions, table[:, place].reshape(shape), _attributes(job, name)
    if job.traces:
        coordinates["time"] = "time", job.times, {"units": job.model.system.time_unit, "long_name": "time"}
        courses = table[:, len(job.measures) :].reshape(*shape, len(job.traces), -1)
        for place, name in enumerate(job.traces):
            variables[name] = (*dimensions, "time"), courses[..., place, :], _attributes(job, name)
    words = {"long_name": "why a point has no values"}
    variables["error"] = dimensions, errors.astype(str).reshape(shape), words
    return xarray.Dataset(variables, coordinates, {name: json.dumps(value) for name, value in record.items()})


def _attributes(job, name):
    unit, meaning = job.unit_and_meaning(name)
    return {"units": unit, "long_name": meaning}
