"""What is varied: the axes of a grid, or numbers drawn at random, and the points they make."""

from dataclasses import dataclass

import numpy as np

from simulator.conditions import CONDITIONS, DRUGS
from simulator.protocol import ProtocolError
from simulator.quantity import ParameterError, suggestion

MOST_POINTS = 10_000_000
NAMED = {"condition": (CONDITIONS, "1", "severity"), "drug": (DRUGS, "uM", "concentration")}


@dataclass(frozen=True)
class Axis:
    """One thing that is varied: its path, its values, and what they are called."""

    path: str
    values: np.ndarray
    unit: str
    meaning: str

    @property
    def attributes(self):
        """The attributes of its coordinate."""
        return {"units": self.unit, "long_name": self.meaning}


def grid_axes(model, grid, relative):
    """Return the Axes of a grid {path: values}; raises ParameterError or ProtocolError."""
    axes = [_axis(model, path, _numbers(path, values), relative) for path, values in _table("grid", grid).items()]
    points = np.prod([float(len(axis.values)) for axis in axes])
    if points > MOST_POINTS:
        raise ProtocolError(f"the grid has {points:.3g} points: at most {MOST_POINTS:.0e} are allowed")
    return axes


def sampled_axes(model, sample, count, seed, relative):
    """Return Axes of `count` values each, drawn from {path: distribution or (low, high)}.

    Each point is drawn from a stream of its own, so that it depends on `seed` and its place only.
    """
    inverses = [_inverse(path, given) for path, given in _table("sample", sample).items()]
    if not (_whole(count) and 1 <= count <= MOST_POINTS):
        raise ProtocolError(f"count = {count!r}: allowed is a whole number from 1 to {MOST_POINTS}")
    if not (_whole(seed) and seed >= 0):
        raise ProtocolError(f"seed = {seed!r}: allowed is a whole number from 0")
    streams = (np.random.SeedSequence(seed, spawn_key=(i,)) for i in range(count))
    drawn = np.array([np.random.Generator(np.random.PCG64(s)).random(len(inverses)) for s in streams])
    values = [np.asarray(inverse(u), dtype=float) for inverse, u in zip(inverses, drawn.T, strict=True)]
    for path, column in zip(sample, values, strict=True):
        if not np.isfinite(column).all():
            raise ProtocolError(f"sample of {path!r}: the distribution gives values that are not finite")
    return [_axis(model, path, column, relative) for path, column in zip(sample, values, strict=True)]


def points_of(axes, sampled):
    """Return the points (count, axes): every combination, or the i-th value of every axis."""
    values = [axis.values for axis in axes]
    columns = values if sampled else [c.ravel() for c in np.meshgrid(*values, indexing="ij")]
    return np.stack(columns, axis=-1)


def model_at(model, paths, point, relative):
    """Return a model at a point: conditions first, then drugs, then parameters.

    Raises ParameterError for a value outside its range.
    """
    given = [(*_split(path), float(value)) for path, value in zip(paths, point, strict=True)]
    for kind, change in (("condition", "with_condition"), ("drug", "with_drug")):
        for _, name, value in (g for g in given if g[0] == kind):
            model = getattr(model, change)(name, value)
    numbers = {path: value for kind, path, value in given if not kind}
    if relative:
        return model.scaled(numbers)
    return model.with_parameters({path: (value, "set by a sweep") for path, value in numbers.items()})


def _split(path):
    """Return ("condition", name) of "condition:name", likewise of a drug, and ("", path) of a parameter."""
    kind, _, name = path.partition(":")
    return (kind, name) if name else ("", path)


def _axis(model, path, values, relative):
    kind, name = _split(path)
    if kind:
        return _named_axis(model, path, values)
    known = model.parameters()
    if path not in known:
        raise ParameterError(f"no parameter {path!r}{suggestion(path, known)}")
    own = known[path]
    if relative:
        return Axis(path, values, "1", f"{own.meaning}, of the model's own {own:g} {own.unit}")
    return Axis(path, values, own.unit, own.meaning)


def _named_axis(model, path, values):
    """Return the Axis of a condition's severity or a drug's concentration; these are never relative."""
    kind, name = _split(path)
    if kind not in NAMED:
        raise ParameterError(f"no kind {kind!r} in {path!r}; known are {' and '.join(NAMED)}")
    known, unit, meaning = NAMED[kind]
    if name not in known:
        raise ParameterError(f"no {kind} {name!r}{suggestion(name, known)}")
    if not hasattr(model, "with_condition"):
        raise ParameterError(f"{path!r}: conditions and drugs act on our own fibre only")
    return Axis(path, values, unit, f"{meaning} of {name}")


def _table(word, given):
    if not isinstance(given, dict) or not given or not all(isinstance(path, str) for path in given):
        raise ProtocolError(f'{word} must be a dict with at least one entry, as in {{"calcium.uptake_rate": ...}}')
    return given


def _numbers(path, values):
    """Return the values of an axis as a vector, or say what is wrong with them."""
    try:
        vector = np.asarray(values, dtype=float)
    except (TypeError, ValueError):
        vector = None
    if vector is None or vector.ndim != 1 or isinstance(values, str):
        raise ProtocolError(f"grid of {path!r}: a sequence of numbers is needed, not {values!r}")
    if not len(vector):
        raise ProtocolError(f"grid of {path!r}: there is no value")
    if not np.isfinite(vector).all():
        raise ProtocolError(f"grid of {path!r}: {vector[~np.isfinite(vector)][0]} is not a finite number")
    return vector


def _inverse(path, given):
    """Return the inverse of a cumulative distribution, that of a SciPy distribution or of (low, high)."""
    for name in ("ppf", "icdf"):
        if hasattr(given, name):
            return getattr(given, name)
    try:
        low, high = (float(value) for value in given)
    except (TypeError, ValueError):
        low = high = np.nan
    if not (np.isfinite([low, high]).all() and low < high):
        raise ProtocolError(f"sample of {path!r}: a distribution of SciPy or (low, high) is needed, not {given!r}")
    return lambda u: low + (high - low) * u


def _whole(value):
    return isinstance(value, int | np.integer) and not isinstance(value, bool)
