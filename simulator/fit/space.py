"""What is searched: parameters within bounds, as coordinates that suit a search.

A positive number is searched in its logarithm; any other in parts of its range.
"""

from dataclasses import dataclass

import numpy as np

from simulator.fit.data import FitError
from simulator.quantity import ParameterError, suggestion

REACH = 10.0  # factor around the start, where the declared range has no end or ends at 0
AT_BOUND = 1e-3  # of a range, or of a factor e: what counts as at its end


@dataclass(frozen=True)
class Space:
    """Parameters that are fitted: their paths, units, and start, lowest and highest values (p,).

    logarithmic : (p,) whether the coordinate is ln(value / start), else (value - start) / range
    """

    paths: tuple
    units: tuple
    start: np.ndarray
    low: np.ndarray
    high: np.ndarray
    logarithmic: np.ndarray

    def values(self, coordinates):
        """Return the values (p,) at coordinates (p,)."""
        raised = self.start * np.exp(np.where(self.logarithmic, coordinates, 0.0))
        moved = self.start + (self.high - self.low) * np.where(self.logarithmic, 0.0, coordinates)
        return np.clip(np.where(self.logarithmic, raised, moved), self.low, self.high)

    def coordinates(self, values):
        """Return the coordinates (p,) of values (p,)."""
        with np.errstate(divide="ignore", invalid="ignore"):
            ratio = np.log(np.where(self.logarithmic, values / self.start, 1.0))
        return np.where(self.logarithmic, ratio, (values - self.start) / (self.high - self.low))

    def slope(self, values):
        """Return how a value changes with its coordinate (p,)."""
        return np.where(self.logarithmic, values, self.high - self.low)

    @property
    def ends(self):
        """The lowest and the highest coordinates (p,), (p,)."""
        return self.coordinates(self.low), self.coordinates(self.high)

    def at_bound(self, coordinates):
        """Return which coordinates (p,) are at an end."""
        low, high = self.ends
        return (coordinates - low < AT_BOUND) | (high - coordinates < AT_BOUND)


def space_of(model, parameters, bounds=None):
    """Return the Space of named parameters of a model.

    parameters : ["stage.parameter", ...], "temperature" among them if the model has one
    bounds : {path: (low, high)} within the declared range, which holds for all others

    Raises ParameterError for a name that does not exist, FitError for bounds that cannot be.
    """
    known, bounds = model.parameters(), bounds or {}
    if isinstance(parameters, str):
        parameters = (parameters,)
    paths = tuple(parameters)
    for path in [*paths, *bounds]:
        if path not in known:
            raise ParameterError(f"no parameter {path!r}{suggestion(path, known)}")
    problems = [f"{path}: stands there twice" for path in dict.fromkeys(paths) if paths.count(path) > 1]
    problems += [f"bounds of {path}: it is not among the parameters that are fitted" for path in set(bounds) - {*paths}]
    if not paths:
        problems.append("no parameter is given: at least one is fitted")
    rows = []
    for path in paths:
        try:
            rows.append(_range(path, known[path], bounds.get(path)))
        except FitError as error:
            problems += error.problems
    if problems:
        raise FitError(problems)
    start = np.array([float(known[path]) for path in paths])
    low, high = np.array(rows, dtype=float).T
    units = tuple(known[path].unit for path in paths)
    return Space(paths, units, start, low, high, (low > 0) & (start > 0))


def _range(path, quantity, given):
    """Return the (low, high) within which a quantity is searched."""
    start = float(quantity)
    if given is None:
        positive = start > 0 and not (quantity.low > 0 and np.isfinite(quantity.high))
        low = max(quantity.low, start / REACH) if positive else quantity.low
        high = min(quantity.high, start * REACH) if positive else quantity.high
        if not (np.isfinite([low, high]).all() and low < high):
            raise FitError([f"{path}: its range {low:g} to {high:g} {quantity.unit} cannot be searched; give bounds"])
        return low, high
    try:
        low, high = map(float, given)
    except (TypeError, ValueError):
        raise FitError([f"bounds of {path}: write (low, high), not {given!r}"]) from None
    if not quantity.low <= low < high <= quantity.high or not np.isfinite([low, high]).all():
        raise FitError(
            [
                f"bounds of {path}: {low:g} to {high:g} {quantity.unit} do not rise, or do not lie within "
                f"{quantity.low:g} to {quantity.high:g} {quantity.unit}"
            ]
        )
    if not low <= start <= high:
        raise FitError([f"bounds of {path}: its start, {start:g} {quantity.unit}, is outside {low:g} to {high:g}"])
    return low, high
