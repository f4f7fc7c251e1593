"""Recordings as results: a file that was given out, for the same measures and pictures as a run."""

import json
from pathlib import Path

import numpy as np
import xarray

from simulator.assignments.key import AssignmentError
from simulator.models.fibre import FibreOutputs
from simulator.protocol import Pulses

STIMULI = "# stimuli (ms):"
FIRES = -20.0  # mV, through which the membrane rises in an action potential


def stimuli_line(pulses):
    """Return the line of a file that tells when stimuli were given."""
    return " ".join([STIMULI, *(f"{time:.6g}" for time in pulses)])


def read(file):
    """Return the recordings of a file as a Dataset, on which `measures` and `plots` work as on a run.

    It holds what instruments show, with their noise, and the times of the stimuli and of action potentials; these are
    found where the potential rises through -20 mV, in a trace that is kept finely enough.
    """
    try:
        lines = Path(file).read_text(encoding="utf-8-sig").splitlines()
        told = next(line for line in lines if line.startswith(STIMULI))
        names, *rows = [line.split(",") for line in lines if line and not line.startswith("#")]
        table = np.array(rows, dtype=float)
        pulses = [float(time) for time in told.removeprefix(STIMULI).split()]
        names = [name.partition(" (")[0] for name in names]
        columns = dict(zip(names, table.T, strict=True))
        return _dataset(columns, pulses)
    except (OSError, UnicodeDecodeError) as error:
        raise AssignmentError(f"{file}: cannot be read: {error}") from None
    except (StopIteration, ValueError, KeyError, IndexError) as error:
        raise AssignmentError(f"{file}: holds no recordings of an assignment: {error}") from None


def _dataset(columns, pulses):
    fields = FibreOutputs.__dataclass_fields__
    time, potential = columns.pop("time"), columns["membrane_potential"]
    made = {name: ("time", values, _labels(fields[name].metadata)) for name, values in columns.items()}
    below = np.flatnonzero((potential[:-1] < FIRES) & (potential[1:] >= FIRES))
    part = (FIRES - potential[below]) / (potential[below + 1] - potential[below])
    fired = time[below] + part * (time[below + 1] - time[below])
    made["spike_time"] = ("spike", fired, {"units": "ms", "long_name": "upstrokes of the potential through -20 mV"})
    clock = {"time": ("time", time, {"units": "ms", "long_name": "time"})}
    return xarray.Dataset(made, clock, {"protocol": json.dumps(Pulses(pulses).describe())})


def _labels(meta):
    return {"units": meta["unit"], "long_name": meta["meaning"]}
