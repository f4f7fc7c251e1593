"""What a fit gives: values and how well they are known, and the measured beside the fitted."""

import math
from dataclasses import dataclass

import numpy as np
import xarray

CLOSE = 0.95  # size of a correlation from which a pair is named


@dataclass(frozen=True, repr=False, eq=False)
class Fit:
    """The outcome of `fit`. Misfits and residuals are in standard deviations of the data.

    model, start : the fitted model and the one begun with
    values : {path: (value, standard error)}; inf where the data do not determine it, nan at a bound or if stopped
    intervals : {path: (low, high)} of 95 %; units : {path: unit}; searched : {path: (low, high)} allowed
    correlation : of the errors, on dimensions "parameter" and "with" (of logarithms, for positive parameters)
    comparison : on `time` (ms) or `target`, each measured quantity as "NAME", its standard deviation "NAME_error"
        (estimated if it was not given), and "NAME_start" and "NAME_fitted"; for targets NAME is "value"
    curves : "NAME_start" and "NAME_fitted" on close times (ms), for drawing; empty for targets
    residual : (n,) fitted less measured
    scale : {name: factor that turns the model's curve into the arbitrary units of the data}
    noise : {name: standard deviation estimated from the residuals}, for curves without errors
    before, after : root mean square of the residuals
    reduced_chi_square : sum of squares over degrees of freedom, nan without any; 1 where the noise was estimated
    at_bound : paths whose fitted value is at an end of its range
    runs : simulations made; message : why the search ended; warnings : what a reader must know
    """

    model: object
    start: object
    values: dict
    intervals: dict
    units: dict
    searched: dict
    correlation: xarray.DataArray
    comparison: xarray.Dataset
    curves: xarray.Dataset
    residual: np.ndarray
    scale: dict
    noise: dict
    before: float
    after: float
    reduced_chi_square: float
    at_bound: list
    runs: int
    method: str
    data: str
    message: str
    warnings: list

    @property
    def title(self):
        """What was fitted, how, and how it ended, in a line."""
        size = f"{len(self.residual)} points, {self.runs} runs"
        return f"fitted to {self.data} by {self.method}: {size}; {self.message}"

    def describe(self):
        """Return it as plain data, without the curves; what is not a finite number is None."""
        start = self.start.parameters()
        parameters = {
            path: {
                "value": value, "error": _plain(error), "low": _plain(self.intervals[path][0]),
                "high": _plain(self.intervals[path][1]), "start": float(start[path]), "unit": self.units[path],
                "searched": list(self.searched[path]), "at_bound": path in self.at_bound,
            }
            for path, (value, error) in self.values.items()
        }  # fmt: skip
        correlation = [[_plain(x) for x in row] for row in self.correlation.values]
        numbers = ("before", "after", "reduced_chi_square")
        return {
            "data": self.data, "method": self.method, "parameters": parameters, "correlation": correlation,
            "scale": self.scale, "noise": self.noise, **{name: _plain(getattr(self, name)) for name in numbers},
            "points": len(self.residual), "runs": self.runs, "message": self.message, "warnings": self.warnings,
        }  # fmt: skip

    def table(self):
        """Return (columns, rows) of the parameters, as texts."""
        start = self.start.parameters()
        columns = ["parameter", "unit", "start", "fitted", "± error", "95 % interval", "searched"]
        rows = [
            [path, self.units[path], f"{float(start[path]):.4g}", _digits(value, error), f"{error:.2g}",
             _between(*self.intervals[path]), _between(*self.searched[path])]
            for path, (value, error) in self.values.items()
        ]  # fmt: skip
        return columns, rows

    def remarks(self):
        """Return lines on how good the fit is and how far it can be trusted."""
        lines = [f"misfit {self.before:.3g} before, {self.after:.3g} after (root mean square, in standard deviations)"]
        if math.isfinite(self.reduced_chi_square) and not self.noise:
            lines.append(f"reduced chi-square {self.reduced_chi_square:.3g}")
        for name, factor in self.scale.items():
            lines.append(f"scale of {name}: {factor:.4g} of the data's units for 1 of the model's")
        for name, deviation in self.noise.items():
            unit = self.comparison[name].attrs["units"]
            lines.append(f"noise of {name}: {deviation:.3g} {unit}, estimated from what is left")
        paths = list(self.values)
        for i, one in enumerate(paths):
            for j, other in enumerate(paths[:i]):
                if abs(r := float(self.correlation[i, j])) > CLOSE:
                    lines.append(f"{other} and {one}: errors correlated by {r:.3f}")
        return [*lines, *(f"WARNING: {text}" for text in self.warnings)]

    def __str__(self):
        columns, rows = self.table()
        widths = [max(map(len, column)) for column in zip(columns, *rows, strict=True)]
        lines = ["  ".join(c.ljust(w) for c, w in zip(row, widths, strict=True)).rstrip() for row in [columns, *rows]]
        return "\n".join([self.title, *lines, *self.remarks()])

    __repr__ = __str__


def _plain(value):
    return float(value) if math.isfinite(value) else None


def _digits(value, error):
    """Return a value with as many digits as its error tells, at least four."""
    places = 4
    if 0 < error < abs(value):
        places = max(4, math.floor(math.log10(abs(value))) - math.floor(math.log10(error)) + 2)
    return f"{value:.{min(places, 9)}g}"


def _between(low, high):
    return f"{low:.4g} to {high:.4g}"
