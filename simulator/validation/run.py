"""Run every target: what was published, what the model gives, and whether they agree."""

import csv
from functools import cache
from pathlib import Path
from typing import NamedTuple

from simulator.quantity import ParameterError, suggestion
from simulator.validation.experiments import EXPERIMENTS

FILE = Path(__file__).parent / "targets.csv"


class Target(NamedTuple):
    """A published range (low, high; in `unit`) of one measure of an experiment; `note` explains a miss."""

    id: str
    target: str
    experiment: str
    measure: str
    low: float
    high: float
    unit: str
    source: str
    note: str


@cache
def targets():
    """Return every Target, in order."""
    with FILE.open(newline="") as file:
        rows = list(csv.DictReader(file))
    return tuple(Target(**row | {"low": float(row["low"]), "high": float(row["high"])}) for row in rows)


def validate(only=None, *, progress=None):
    """Return one dict for each target: id, target, low, high, value, unit, passed, source, note.

    only : ids of the targets to run, all unless told; progress : called with an experiment's name and the fraction done

    Raises ParameterError for an id that is not known.
    """
    known = {t.id for t in targets()}
    for name in only or ():
        if name not in known:
            raise ParameterError(f"no target {name!r}{suggestion(name, known)}")
    chosen = [t for t in targets() if not only or t.id in only]
    needed = list(dict.fromkeys(t.experiment for t in chosen))
    found = {}
    for done, name in enumerate(needed):
        if progress:
            progress(name, done / len(needed))
        found[name] = EXPERIMENTS[name]()
    return [_judged(t, float(found[t.experiment][t.measure])) for t in chosen]


def _judged(target, value):
    """Return a target with its value, as plain data; a value that is not a number is None, and a miss."""
    row = {"id": target.id, "target": target.target, "low": target.low, "high": target.high}
    row |= {"value": value if value == value else None, "unit": target.unit}
    return row | {"passed": target.low <= value <= target.high, "source": target.source, "note": target.note}


def share(rows):
    """Return the part of the rows that are within their range."""
    return sum(row["passed"] for row in rows) / len(rows)
