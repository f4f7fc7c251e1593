"""A request as a run: its model, its protocol, and what came of it."""

from functools import lru_cache

import numpy as np

from simulator.lab.record import Record
from simulator.lab.request import Request, RequestError
from simulator.models.fibre import Fibre
from simulator.protocol import STRENGTH, Load, Rest, Train
from simulator.simulate.system import observed, prepare
from simulator.solver.solve import solve

RTOL = 1e-3  # traces differ from those at 1e-4 by 1e-4 of their range
FINE, MOST_SAVED = 0.25, 8_000  # ms; values kept of each quantity while a run is measured
ACTION, IN_ACTION = 6.0, 0.03  # ms: what is saved more finely after the first pulse, and how finely


def play(request, *, steps=400_000, progress=None):
    """Return the Record of a Request; raises ParameterError, ProtocolError or SolverError for what cannot be run."""
    model, protocol, duration = model_of(request), protocol_of(request), request.duration_ms
    problem = prepare(model, protocol, duration)
    times = moments(duration, protocol.pulse_times)
    solution = solve(problem, times, rtol=RTOL, progress=progress, max_steps=steps)
    with np.errstate(all="ignore"):
        columns = observed(model.system, problem, solution)
    return Record(times, columns, solution.spikes, protocol.describe())


def model_of(request):
    """Return the fibre: what is set first, then the conditions and the drugs that act on it."""
    fibre = _healthy(request.model, request.species, request.temperature)
    changes = dict(request.set)
    if request.length != 1.0:
        if "mechanics.set_length" in changes:
            raise RequestError("length: give either it or mechanics.set_length, not both", request.id)
        best = changes.get("mechanics.optimal_length", fibre.mechanics.optimal_length)
        changes["mechanics.set_length"] = request.length * best
    fibre = fibre.with_parameters(changes)
    for name, severity in request.conditions.items():
        fibre = fibre.with_condition(name, severity)
    for name, dose in request.drugs.items():
        fibre = fibre.with_drug(name, dose)
    return fibre


def healthy(request):
    """Return the same request of the unchanged fibre."""
    kept = request.model_dump(include={"model", "species", "temperature", "protocol", "length", "load", "duration_ms"})
    return Request.model_validate(kept)


def protocol_of(request):
    """Return the pulses that begin within the run, and the load."""
    asked, done = request.protocol, Rest()
    left = int(np.ceil((request.duration_ms - asked.start_ms) * asked.rate_hz / 1000 - 1e-9))
    if (count := min(asked.count, left)) > 0:
        shape = dict(strength=asked.strength * STRENGTH, width=asked.width_ms)
        done += Train(asked.rate_hz, count, start=asked.start_ms, **shape)
    return done if request.load is None else done + Load(request.load)


def moments(duration, pulses):
    """Return the times at which a run is saved (ms): evenly, and finely about its first action potential."""
    times = np.linspace(0.0, duration, int(min(np.ceil(duration / FINE), MOST_SAVED)) + 1)
    if not len(pulses):
        return times
    first = np.arange(pulses[0], min(pulses[0] + ACTION, duration), IN_ACTION)
    return np.union1d(times, first)


@lru_cache(maxsize=64)
def _healthy(kind, species, temperature):
    return getattr(Fibre, kind)(species=species, temperature=temperature)
