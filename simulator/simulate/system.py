"""One system under a protocol: a fibre, a nerve ending, a motoneuron."""

import json
import platform
from functools import cache, lru_cache
from importlib.metadata import PackageNotFoundError, version

import numpy as np
import xarray
from numba import types

from simulator.kernel import INDICES, MATRIX, RATES, SETUP, VECTOR, kernel
from simulator.models.system import System
from simulator.protocol import ProtocolError
from simulator.solver.program import program_for, program_of_loops
from simulator.solver.solve import Interrupted, Problem, SolverError, solve
from simulator.solver.steady import steady_state

SOLVERS = ("rosenbrock", "scipy")
MOST_SAVED = 20_000_000  # numbers held in memory
ALIVE = 0.5  # of the usual value of the vital state


def run_system(model, protocol, *, duration, interval, rtol, solver, progress):
    """Return what one system did, as `simulate` tells it."""
    given = np.ndim(interval) > 0
    check_run(model, duration, duration if given else interval, rtol, solver)
    system = model.system
    problem = prepare(model, protocol, float(duration))
    times = _given_times(duration, interval, system.time_unit) if given else save_times(duration, interval)
    interval = times.tolist() if given else float(interval)
    record = dict(
        model=model.describe(),
        protocol=protocol.describe(),
        run=dict(duration=float(duration), interval=interval, rtol=float(rtol), solver=solver),
        conditions=[list(c) for c in model.conditions],
        versions=versions(),
        seed=None,
    )
    try:
        solution = _solver(solver)(problem, times, rtol=rtol, progress=progress)
    except (SolverError, Interrupted) as error:
        error.partial = _dataset(system, problem, error.partial, record)
        raise
    return _dataset(system, problem, solution, record)


def save_times(duration, interval):
    """Return the times (ms) at which a run is saved, from 0 to `duration`."""
    return np.arange(int(np.floor(duration / interval * (1 + 1e-12))) + 1) * float(interval)


def _given_times(duration, times, unit):
    """Return the times to save that a user gave, or raise ProtocolError."""
    if np.ndim(times) != 1 or not np.all(np.diff([-1e-300, *times, np.nextafter(duration, np.inf)]) > 0):
        raise ProtocolError(f"interval: times to save must rise, from 0 {unit} at least to {duration:g} {unit} at most")
    return np.array(times, dtype=float)


def _solver(name):
    """Return a solver by name; SciPy is imported only if asked for."""
    if name == "rosenbrock":
        return solve
    from simulator.solver.oracle import solve_with_scipy

    return solve_with_scipy


def program_of(system):
    """Return the compiled equations of a System."""
    results = [("outputs", system.outputs, len(system.output.__dataclass_fields__))]
    if system.total_count:
        results.append(("totals", system.totals, system.total_count))
    if system.loops:
        return program_of_loops(system.loops, tuple(results))
    sizes = len(system.state_fields), len(system.inputs.__dataclass_fields__), system.parameter_count
    return program_for(system.rates, *sizes, tuple(results))


def rest(model):
    """Return the state (n,) of a model at rest, with nothing done to it.

    A fibre that cannot live at rest, because it uses more ATP than it makes, is given in the state
    it would have if its metabolites were kept at their usual values; one that fires by itself, in that
    at which it would rest without sodium channels.
    """
    if not model.starts_at_rest:
        return model.initial()
    return _rest(model).copy()


@lru_cache(maxsize=4096)  # a muscle has some hundred models
def _rest(model):
    system, program = model.system, program_of(model.system)
    constants, names = program.prepared(model.quiet(), model.packed()), tuple(system.state_fields)
    totals, guess = "totals" if system.total_count else None, model.initial()
    inexcitable = program.prepared(model.quiet(), model.inexcitable().packed())
    placed = [names.index(name) for name in system.placed]

    def settled(held):
        """Rest without action potentials first, so that none is fired on the way."""
        held = [*placed, *held]
        y = steady_state(program, guess, inexcitable, system.scale, totals, names, held)
        try:
            return steady_state(program, y, constants, system.scale, totals, names, held)
        except SolverError:
            if model.inexcitable() is model:
                raise
            return y

    if not system.vital:
        return settled(())
    vital = names.index(system.vital)
    try:
        y = settled(())
        if y[vital] > ALIVE * guess[vital]:
            return y
    except SolverError:
        pass
    return settled([i for i, name in enumerate(names) if name.startswith(system.vital.partition(".")[0])])


def check_run(model, duration, interval, rtol, solver=SOLVERS[0]):
    """Raise ProtocolError for settings outside their range, or for what is not one system."""
    if not isinstance(getattr(model, "system", None), System):
        raise ProtocolError("a muscle is many systems at once: give it to `simulate`, and vary its numbers in a loop")
    unit = model.system.time_unit
    ranges = {"duration": (duration, 1e-3, 1e12, unit), "interval": (interval, 1e-4, 1e12, unit)}
    for name, (value, low, high, its) in (ranges | {"rtol": (rtol, 1e-10, 0.1, "")}).items():
        if not (isinstance(value, int | float | np.number) and low <= value <= high):
            raise ProtocolError(f"{name} = {value!r} {its}: allowed is {low:g} to {high:g} {its}")
    if solver not in SOLVERS:
        raise ProtocolError(f"no solver {solver!r}; known are {', '.join(SOLVERS)}")
    numbers = duration / interval * len(model.system.state_fields)
    if numbers > MOST_SAVED:
        raise ProtocolError(
            f"saving every {interval:g} {unit} for {duration:g} {unit} makes {numbers:.2g} numbers, more than "
            f"{MOST_SAVED:.2g}; choose an interval of at least {interval * numbers / MOST_SAVED:.2g} {unit}"
        )


def prepare(model, protocol, duration):
    """Return the solver's Problem of a model under a protocol, from rest, for a `duration` in its unit of time."""
    system = model.system
    breaks, currents, changes = protocol.schedule(duration, system.time_unit)
    inputs = np.tile(model.quiet(), (len(currents), 1))
    fields = [f.name for f in system.inputs.__dataclass_fields__.values()]
    inputs[:, fields.index("stimulus")] = currents
    units = model.command_units()
    for name, values in protocol.commands(breaks).items():
        if name in units:
            inputs[:, fields.index(name)] = values * units[name]
        elif values.any():
            raise ProtocolError(f"{system.name} has no end that could be moved: drop Stretch, Cycle and Load")
    if protocol.drives or protocol.impulses:
        raise ProtocolError(f"{system.name} has no motoneurons that could be driven: drop Drive and Impulses")
    models = [model]
    for change in changes:
        models.append(change.applied_to(models[-1]))
    parameter_set = np.searchsorted([change.at for change in changes], breaks[:-1], side="right")
    names = tuple(system.state_fields)
    watched = names.index(system.spike_state)
    parameters = np.array([each.packed() for each in models])
    return Problem(
        program_of(system),
        rest(model),
        breaks,
        inputs,
        parameter_set,
        parameters,
        names,
        system.scale,
        watched,
        system.time_unit,
    )


@kernel(signature=types.void(SETUP, RATES, VECTOR, MATRIX, INDICES, MATRIX, INDICES, MATRIX, MATRIX))
def _observe(setup, outputs, constants, states, segment, inputs, parameter_set, parameters, out):
    """Write the outputs at every saved state."""
    for i in range(len(states)):
        if i == 0 or segment[i] != segment[i - 1]:
            setup(inputs[segment[i]], parameters[parameter_set[segment[i]]], constants)
        outputs(states[i], constants, out[i])


def observed(system, problem, solution):
    """Return {name: values at the save times} of all that is read off a Solution, and of every state."""
    out = np.empty((len(solution.times), len(system.output.__dataclass_fields__)))
    segment = np.clip(np.searchsorted(problem.breaks, solution.times, side="right") - 1, 0, len(problem.inputs) - 1)
    states = np.ascontiguousarray(solution.states)
    program = problem.program
    _observe(
        program.setup, program.results["outputs"][0], np.empty(program.constants), states, segment,
        problem.inputs, problem.parameter_set, problem.parameters, out,
    )  # fmt: skip
    return dict(zip(system.output_fields, [*out.T, *states.T], strict=True))


def _dataset(system, problem, solution, record):
    """Return a Solution as a labelled Dataset."""
    fields = system.output_fields
    variables = {
        name: ("time", column, {"units": fields[name].metadata["unit"], "long_name": fields[name].metadata["meaning"]})
        for name, column in observed(system, problem, solution).items()
    }
    variables["spike_time"] = (
        "spike",
        solution.spikes,
        {"units": system.time_unit, "long_name": "upstrokes of the membrane potential through -20 mV"},
    )
    record = record | {"solver": dict(steps=solution.steps, rejected=solution.rejected)}
    time = ("time", solution.times, {"units": system.time_unit, "long_name": "time"})
    attributes = {name: json.dumps(value) for name, value in record.items()}
    return xarray.Dataset(variables, {"time": time}, attributes)


@cache
def versions():
    """Return the versions that a result depends on."""
    found = {"python": platform.python_version()}
    for name in ("musclesim", "numpy", "numba", "scipy", "xarray"):
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            found[name] = "not installed"
    return found
