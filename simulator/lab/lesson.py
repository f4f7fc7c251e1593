"""A scenario's case of any kind, fibre, curve, muscle, back or recovery, as a page can draw it: panels and measures."""

import json
from functools import cache

import numpy as np

from simulator import measures
from simulator.curves import numbers_of
from simulator.lab.frame import plain, thinned
from simulator.measures.readings import READINGS, read_all, unit_of
from simulator.scenarios import loader, runner

ROWS, STROKES = 1_000, 6_000  # of one panel of one case
STROKED = {"motor_units": ("spike_time", "spike_unit", "action potentials of motor units")}
DAY = 8.64e7  # ms
SECONDS, DAYS = 10_000.0, 2 * DAY  # ms from which an axis is in seconds, in days
LOOPS = {"work-loop": ("length", "force")}  # curves that return to where they began: across, up


@cache
def cases():
    """Return {packaged scenario: how many cases it has}."""
    return {name: len(loader.load(name, numbers=False).cases) for name in loader.names()}


def lesson(name, number, progress=None):
    """Return a case of a packaged scenario, counted from 0, as plain data.

    Its panels are [{"name", "unit", "meaning", "x", "y", "axis", "strokes"}]; strokes: each point is an event.
    """
    scenario = loader.load(name, numbers=False)
    alone = scenario.model_copy(update={"cases": [scenario.cases[number]]})
    ((case, results),) = runner.play(alone, name, progress=progress)
    shown, found = (_curve, _numbers) if scenario.curve else (_run, _readings)
    return {"case": case, "panels": shown(scenario, results), "measures": found(results)}


def _run(scenario, results):
    """Return the panels of a run, and its stimuli if it has any."""
    unit, last = results.time.attrs["units"], float(results.time[-1])
    scale = 1.0
    if unit == "ms" and last >= SECONDS:
        unit, scale = ("d", DAY) if last > DAYS else ("s", 1000.0)
    axis = {"unit": unit, "meaning": "time", "low": 0.0, "high": last / scale, "log": False, "flip": False}
    shown = _of_trains if scenario.figure == "trains" else _panel
    panels = [shown(results, name, scale) for name in scenario.panels]
    stimuli = [start / scale for start, *_ in json.loads(results.attrs["protocol"]).get("pulses", ())]
    if stimuli:
        panels.append(_strokes("stimulus", "", "stimuli", stimuli, [0.0] * len(stimuli)))
    return [panel | {"axis": axis} for panel in panels]


def _panel(results, name, scale):
    """Return one quantity of a run by time."""
    if name in STROKED:
        at, row, meaning = STROKED[name]
        return _strokes(name, "unit", meaning, results[at].values / scale, results[row].values + 1)
    trace = results[name]
    x, y = trace[trace.dims[0]].values / scale, trace.values
    kept = thinned(len(x), ROWS, [y])
    return _words(trace) | {"name": name, "x": _short(x[kept], 6), "y": _short(y[kept]), "strokes": False}


def _of_trains(results, name, scale):
    """Return the force of each train in place of force, whose ups and downs would hide each other's."""
    if name not in ("force", "relative_force"):
        return _panel(results, name, scale)
    forces = measures.trains(results)
    told = {"name": "force", "unit": "1", "meaning": "largest in each train, of the first train's", "strokes": False}
    return told | {"x": _short(measures.train_starts(results) / scale, 6), "y": _short(forces / forces[0])}


def _strokes(name, unit, meaning, x, y):
    """Return events as a panel."""
    kept = slice(None, None, 1 + len(x) // STROKES)
    told = {"name": name, "unit": unit, "meaning": meaning, "strokes": True}
    return told | {"x": _short(np.asarray(x)[kept], 6), "y": _short(np.asarray(y)[kept])}


def _curve(scenario, curve):
    """Return the panels of a curve."""
    from simulator.plots.curve import LOOKS  # matplotlib takes its time

    look, across = LOOKS.get(scenario.curve.kind), curve[next(iter(curve.dims))]
    columns = list(look.columns) if look else [name for name, column in curve.data_vars.items() if column.dims]
    if scenario.curve.kind in LOOPS:
        along, up = LOOPS[scenario.curve.kind]
        across, columns = curve[along], [up]
    axis = _words(across) | {"low": float(across.min()), "high": float(across.max())}
    axis |= {"log": bool(look and look.log), "flip": bool(look and look.flip)}
    x = _short(across.values, 6)
    return [
        _words(curve[name]) | {"name": name, "x": x, "y": _short(curve[name].values), "strokes": False, "axis": axis}
        for name in columns
    ]


def _readings(results):
    """Return {measure: value, unit, meaning} of a run."""
    return {
        name: {"value": plain(value), "unit": unit_of(name, results), "meaning": READINGS[name].meaning}
        for name, value in read_all(results).items()
    }


def _numbers(curve):
    """Return the same of a curve."""
    return {name: {"value": plain(value)} | _words(curve[name]) for name, value in numbers_of(curve).items()}


def _words(variable):
    return {"unit": variable.attrs["units"], "meaning": variable.attrs["long_name"]}


def _short(values, digits=5):
    """Return numbers with no more digits than can be seen; None for what is not a number."""
    return [float(f"{v:.{digits}g}") if np.isfinite(v) else None for v in np.asarray(values, dtype=float)]
