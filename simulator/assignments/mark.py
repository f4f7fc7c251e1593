"""Marking: whose data a file holds, whether they are what the program gives again, and what the fibre had."""

import json
from pathlib import Path
from typing import NamedTuple

import numpy as np
import xarray

from simulator.assignments.key import HEALTHY, AssignmentError
from simulator.assignments.make import TITLE, fibre, recording
from simulator.assignments.variation import SPREAD
from simulator.scenarios import saved
from simulator.scenarios.mistakes import ScenarioError


class Mark(NamedTuple):
    """What is found in a file that was handed in.

    student, preparation : whose fibre it was; experiment : what was done
    condition, severity : what the fibre had; of an own one, what the student gave it, in words
    values, differing : how many numbers the file holds, and how many are not those that come out again
    largest : the largest difference, in the quantity's own unit
    """

    file: str
    student: str
    preparation: str
    experiment: str
    condition: str
    severity: float
    values: int
    differing: int
    largest: float

    @property
    def genuine(self):
        """Whether the data are the student's own to the last bit."""
        return self.differing == 0

    def describe(self):
        """Return it as plain data."""
        found = self._asdict()
        plain = {n: None if isinstance(v, float) and not np.isfinite(v) else v for n, v in found.items()}
        return plain | {"genuine": self.genuine}


def mark(file, key):
    """Return the Mark of a file of recordings (.csv) or of a saved run of an own fibre (.nc).

    Raises AssignmentError for a file that was not made with this key, or is none of these.
    """
    return _saved_run(file, key) if Path(file).suffix == ".nc" else _recording(file, key)


def _recording(file, key):
    try:
        text = Path(file).read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise AssignmentError(f"{file}: cannot be read: {error}") from None
    if not (title := TITLE.match(text.lstrip('"'))):
        raise AssignmentError(f"{file}: its first line, '# preparation ..., experiment ...', is missing")
    preparation, name = title.groups()
    student = next((s for s in key.students if key.identity(s) == preparation), None)
    if student is None or name not in key.experiments:
        what = f"preparation {preparation}" if student is None else f"experiment {name!r}"
        raise AssignmentError(f"{file}: {what} was not made with this key")
    again = recording(key, student, name)
    differing, largest, values = _compared(_numbers(file, text), _numbers(file, again))
    return Mark(str(file), student, preparation, name, *key.condition(student), values, differing, largest)


def _numbers(file, text):
    """Return the numbers of a CSV text (rows, columns)."""
    lines = [line.split(",") for line in text.splitlines() if line.strip(", ") and not line.lstrip('"').startswith("#")]
    try:
        return np.array([[float(cell) for cell in row] for row in lines[1:]])
    except ValueError as error:
        raise AssignmentError(f"{file}: holds what is no number, or rows of different length: {error}") from None


def _compared(given, again):
    """Return (how many numbers differ, by how much at most, how many there are)."""
    given, again = np.asarray(given), np.asarray(again)
    if given.shape != again.shape:
        return max(given.size, again.size), np.inf, given.size
    if given.dtype.kind not in "fiu":
        return int((given != again).sum()), np.inf, given.size
    apart = ~((given == again) | (np.isnan(given) & np.isnan(again)))
    return int(apart.sum()), float(np.abs(given - again)[apart].max(initial=0.0)), given.size


def _saved_run(file, key):
    try:
        given = xarray.load_dataset(file)
        record = json.loads(given.attrs["model"])["parameters"], json.loads(given.attrs["conditions"])
        scenario, case, again = saved.rerun(file)
    except (OSError, KeyError, ValueError) as error:
        told = error if isinstance(error, ScenarioError) else f"{file}: not a saved run of a fibre: {error}"
        raise AssignmentError(str(told)) from None
    student = _whose(file, record[0], key)
    parts = [_compared(given[name], again[name]) for name in again.variables if name in given.variables]
    lost = sum(again[name].size for name in again.variables if name not in given.variables)
    differing, largest, values = (np.array(column) for column in zip(*parts, strict=True))
    conditions = "; ".join(f"{name} {amount:g}" for name, amount in record[1]) or HEALTHY
    return Mark(str(file), student, key.identity(student), f"{scenario}: {case}", conditions, np.nan,
                int(values.sum()), int(differing.sum()) + lost, float(largest.max()))  # fmt: skip


def _whose(file, numbers, key):
    """Return the student whose own fibre has most of some numbers; at least half of them, as drugs may change some."""
    owned = {student: fibre(key, student).parameters() for student in key.students} if not key.unknown else {}
    shared = {s: sum(numbers.get(path) == float(own[path]) for path in SPREAD) for s, own in owned.items()}
    best = max(shared, key=shared.get, default=None)
    if best is None or shared[best] < len(SPREAD) / 2:
        raise AssignmentError(f"{file}: its fibre is not that of any student of this key")
    return best
