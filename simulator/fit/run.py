"""The fit: what is run for a candidate, and what is made of the best one."""

import json
from dataclasses import dataclass

import numpy as np
import xarray
from scipy import stats

from simulator.fit.data import FitError, read
from simulator.fit.result import Fit
from simulator.fit.search import SETTLES, Search, certainty
from simulator.fit.space import space_of
from simulator.protocol import ProtocolError, Rest, time_unit
from simulator.quantity import ParameterError, suggestion
from simulator.simulate import simulate
from simulator.solver.solve import Interrupted, SolverError

METHODS = ("least squares", "differential evolution")
CLOSE_TIMES = 500  # of curves for drawing
SERIAL = 0.5  # correlation of neighbouring residuals from which they are no noise
FEW = 20  # points below which that cannot be told


def fit(
    model, protocol, data, parameters, *, duration=None, method="least squares", bounds=None, scale=(), errors=None,
    measures=None, seed=0, executor=None, most_runs=5000, interval=0.1, rtol=1e-7, name=None, progress=None,
):  # fmt: skip
    """Fit named parameters of a model to measured curves, or to targets.

    Parameters
    ----------
    model : Fibre, or another Model
        Where the search begins.
    protocol : Protocol
        What was done when the data were taken; None is rest. Times are ms (of a recovery days) from its start.
    data : path, xarray.Dataset, or dict
        Curves: columns (or variables) `time` and outputs of the model by name, with empty cells or
        nan for gaps, and if known "<name>_error", the standard deviation of each point. Or targets:
        {measure: (low, high)} or {measure: {"value": v, "error": standard deviation}}, a measure being
        one of those that scenarios use or a function of a Dataset; as a file, columns `measure` and
        value, error or low, high. A range counts as an interval of 95 %.
    parameters : sequence of str
        "stage.parameter", or "temperature".
    duration : float, optional
        Length of the run; to the last time of the curves unless told. Targets need it.
    method : "least squares" or "differential evolution"
        Descent from the start, or a search of the whole range that descends from its best.
    bounds : dict, optional
        {path: (low, high)}, instead of the range that the parameter declares. A declared range that
        ends at 0 or nowhere is cut to a factor of 10 around the start.
    scale : sequence of str
        Curves in arbitrary units: the factor for each is solved for.
    errors : dict, optional
        {curve: standard deviation}, where the data have no column for it.
    measures : dict, optional
        {name: function of a Dataset}, more measures for targets.
    seed : int
        Of the differential evolution.
    executor : concurrent.futures.Executor, optional
        Where candidates are run; threads suffice. The result does not depend on it.
    most_runs : int
        Simulations after which the search ends, about.
    interval, rtol : float
        Time between values from which targets are read, and the local error of a step. Curves are
        computed at the measured times themselves. Slopes are differences of runs, which needs a low `rtol`.
    name : str, optional
        What the data are called; the file's name unless told.
    progress : callable, optional
        Called now and then with the fraction of `most_runs` used.

    Returns
    -------
    Fit
        The fitted model, values with standard errors, and more; `str` of it is a table.

    Notes
    -----
    Errors come from the slopes at the best fit, (J^T J)^-1. Where the data have no errors, the noise of each curve
    is estimated from its residuals, each curve weighs by it, and Student's t gives the intervals. Given errors are
    believed, unless the reduced chi-square is above 1: then the standard errors are multiplied by its root.
    Intervals of positive parameters are symmetrical in the logarithm. What is at a bound has no error, and the
    others' are as if it were known. What the model itself gets wrong is not in the errors; residuals that are not
    random are warned of.

    Raises
    ------
    FitError
        For data, bounds or settings that cannot be fitted as given.
    ParameterError, ProtocolError, SolverError
        For a start that cannot be run. Later candidates that fail count as a large misfit.
    Interrupted
        On Ctrl-C; its `partial` is the Fit by the best candidate so far, without errors.
    """
    protocol = protocol or Rest()
    _check(model, method, most_runs, executor)
    measured = read(data, model, scale=scale, errors=errors, measures=measures, name=name)
    space = space_of(model, parameters, bounds)
    duration = _duration(measured, protocol, duration, time_unit(model))
    _check_freedom(measured, space)
    names = tuple(b.name for b in measured.blocks)
    trial = Trial(model, protocol, duration, space.paths, measured, interval, rtol)
    search = Search(trial, measured, space, _start(trial, space, names), most_runs, executor, progress)
    try:
        point, message = search.settle(method, seed)
        slopes = search.jacobian(point)
    except KeyboardInterrupt:
        point, slopes, message = search.best[1], None, "stopped by the user; the best so far, without errors"
        point = np.zeros(len(space.paths)) if point is None else point
        partial = _result(search, point, slopes, message, method)
        raise Interrupted(partial, "stopped by the user; the best fit so far is in .partial") from None
    return _result(search, point, slopes, message, method)


@dataclass(frozen=True)
class Trial:
    """What is run for a candidate: called with values (p,), gives what would be measured (n,), nan if it fails."""

    model: object
    protocol: object
    duration: float
    paths: tuple
    measured: object
    interval: float
    rtol: float

    def __call__(self, values):
        try:
            return self.measure(values)
        except (SolverError, ParameterError, ArithmeticError, np.linalg.LinAlgError):
            return np.full(len(self.measured.values), np.nan)

    def model_at(self, values, source="set by a fit"):
        """Return the model with the values (p,)."""
        return self.model.with_parameters(
            {path: (float(value), source) for path, value in zip(self.paths, values, strict=True)}
        )

    def measure(self, values):
        """Return what would be measured (n,); raises what simulate does."""
        times, found = self.measured.times, np.empty(len(self.measured.values))
        interval = self.interval if times is None else times
        results = self.run(self.model_at(values), interval)
        for block in self.measured.blocks:
            found[block.part] = block.read(results) if block.read else results[block.name].values[block.rows]
        return found

    def run(self, model, interval):
        """Return the Dataset of a model."""
        return simulate(model, self.protocol, duration=self.duration, interval=interval, rtol=self.rtol)


def _check(model, method, most_runs, executor):
    if method not in METHODS:
        raise FitError([f"no method {method!r}{suggestion(method, METHODS)}"])
    if not hasattr(model, "system"):
        raise FitError(["a muscle is many systems at once, which a fit cannot run yet: fit a fibre or a part"])
    if not (isinstance(most_runs, int | np.integer) and most_runs >= 10):
        raise FitError([f"most_runs = {most_runs!r}: allowed is a whole number from 10"])
    if executor is not None and not hasattr(executor, "map"):
        raise FitError([f"executor = {executor!r}: a concurrent.futures.Executor is needed, or what works like one"])


def _duration(measured, protocol, given, unit):
    """Return how long to run, in the model's unit of time."""
    if measured.times is None:
        if given is None:
            raise FitError([f"{measured.name}: targets need the duration of the run ({unit})"])
        protocol.schedule(given, unit)
        return given
    last = float(measured.times[-1])
    if given is not None and last > given:
        raise FitError(
            [f"{measured.name}: column 'time': {last:g} {unit} is after the run, which ends at {given:g} {unit}"]
        )
    events = [p[0] + p[1] for p in protocol.pulses] + [change.at for change in protocol.changes]
    duration = max([last, *(np.nextafter(event, np.inf) for event in events)]) if given is None else given
    protocol.schedule(duration, unit)
    return duration


def _check_freedom(measured, space):
    """Raise FitError if there are fewer data than numbers to be found."""
    points, factors = len(measured.values), sum(b.scaled for b in measured.blocks)
    needed = len(space.paths) + factors + bool(measured.unknown)
    if points < needed:
        what = "points" if measured.times is not None else "targets"
        more = f" and {factors} scales" if factors else ""
        noise = ", and for the noise, of which no errors tell" if measured.unknown else ""
        raise FitError(
            [f"{measured.name}: {points} {what} are too few for {len(space.paths)} parameters{more}{noise}: "
             f"at least {needed} are needed"]
        )  # fmt: skip


def _start(trial, space, names):
    """Return what the start gives (n,), or say why it cannot be run."""
    try:
        found = trial.measure(space.start)
    except (SolverError, ParameterError, ProtocolError) as error:
        error.args = (f"the start of the fit cannot be run: {error.args[0]}", *error.args[1:])
        raise
    missing = [n for n, b in zip(names, trial.measured.blocks, strict=True) if not np.isfinite(found[b.part]).all()]
    if missing:
        raise FitError([f"{name}: the start of the fit does not give it (nan); begin elsewhere" for name in missing])
    return found


def _result(search, point, slopes, message, method):
    """Return the Fit at coordinates (p,)."""
    space, measured, trial = search.space, search.measured, search.trial
    values = space.values(point)
    fitted = trial.measure(values)
    if slopes is None:  # stopped before the noise was estimated
        search.take_noise(fitted, np.zeros(len(measured.blocks)))
    residual, before = search.residuals(fitted), search.residuals(search.start)
    freedom, squares = search.freedom, float(np.sum(residual**2))
    chi = squares / freedom if freedom > 0 else np.nan
    held = space.at_bound(point)
    count = len(space.paths)
    warnings = [f"{message}; allow more with most_runs"] if message == SETTLES[0] else []
    if slopes is None:
        errors, correlation = np.full(count, np.nan), np.full((count, count), np.nan)
    else:
        known = certainty(slopes, held, np.sqrt(max(1.0, chi)) if freedom > 0 else 1.0)
        errors, correlation = known.errors, known.correlation
        warnings += _unclear(known, space, point)
        if len(measured.unknown) == 0 and freedom > 0 and stats.chi2.sf(squares, freedom) < 0.01:
            warnings.append(
                f"the misfit is larger than the given errors allow (reduced chi-square {chi:.3g}); "
                f"standard errors are multiplied by {np.sqrt(chi):.3g}"
            )
        warnings += _serial(measured, residual)
    reach = stats.t.ppf(0.975, np.inf if slopes is None else search.certain(slopes))
    spread = errors * space.slope(values)
    ends = [_interval(space, point, sign * reach * errors) for sign in (-1, 1)]
    for path, error, low, high, *searched in zip(space.paths, errors, *ends, space.low, space.high, strict=True):
        if np.isfinite(error) and (low < searched[0] or high > searched[1]):
            warnings.append(f"{path} is hardly determined: its interval reaches beyond the range that was searched")
    source = {p: f"fitted to {measured.name}, ± {e:.2g}" for p, e in zip(space.paths, spread, strict=True)}
    model = trial.model.with_parameters({p: (float(v), source[p]) for p, v in zip(space.paths, values, strict=True)})
    paths = list(space.paths)
    factors = search.factors(fitted)
    return Fit(
        model=model,
        start=trial.model,
        values={p: (float(v), float(e)) for p, v, e in zip(paths, values, spread, strict=True)},
        intervals={p: (float(a), float(b)) for p, a, b in zip(paths, *ends, strict=True)},
        units=dict(zip(paths, space.units, strict=True)),
        searched={p: (float(a), float(b)) for p, a, b in zip(paths, space.low, space.high, strict=True)},
        correlation=xarray.DataArray(correlation, {"parameter": paths, "with": paths}, ("parameter", "with")),
        comparison=_comparison(search, fitted),
        curves=_curves(search, model, fitted),
        residual=residual,
        scale={b.name: float(f) for b, f in zip(measured.blocks, factors, strict=True) if b.scaled},
        noise={b.name: float(search.deviations[b.part][0]) for b in measured.unknown},
        before=float(np.sqrt(np.mean(before**2))),
        after=float(np.sqrt(np.mean(residual**2))),
        reduced_chi_square=float(chi),
        at_bound=[p for p, at in zip(paths, held, strict=True) if at],
        runs=search.runs,
        method=method,
        data=measured.name,
        message=message,
        warnings=warnings,
    )


def _interval(space, point, move):
    """Return the values (p,) at a distance from a point; they may lie outside what was searched."""
    raised = space.start * np.exp(np.where(space.logarithmic, point + move, 0.0))
    return np.where(space.logarithmic, raised, space.start + (space.high - space.low) * (point + move))


def _unclear(known, space, point):
    """Return warnings of what the data do not determine, and of what is at a bound."""
    told = []
    for group in known.blurred:
        names = [space.paths[i] for i in group]
        if len(names) == 1:
            told.append(f"{names[0]} has no effect on these data where the fit ended: they cannot determine it")
        else:
            told.append(f"{' and '.join(names)} are not identifiable: other values together fit these data as well")
    for i in np.flatnonzero(space.at_bound(point)):
        reach = f"{space.low[i]:g} to {space.high[i]:g} {space.units[i]}"
        told.append(f"{space.paths[i]} ended at a bound of its range, {reach}, and so has no error")
    return told


def _serial(measured, residual):
    """Return a warning for each curve whose residuals are no noise."""
    told = []
    for block in measured.blocks:
        left = residual[block.part]
        if len(left) >= FEW and float(np.sum(left**2)) > 0:
            serial = float(np.sum(left[1:] * left[:-1]) / np.sum(left**2))
            if serial > max(SERIAL, 3 / np.sqrt(len(left))):
                told.append(
                    f"what is left of {block.name} is not random (neighbours correlate by {serial:.2f}): the model "
                    "does not follow the curve, and the errors are understated"
                )
    return told


def _comparison(search, fitted):
    """Return the measured, start and fitted values as a Dataset."""
    measured = search.measured
    start, fitted = search.scaled(search.start), search.scaled(fitted)
    if measured.times is None:
        named = {"value": measured.values, "error": search.deviations, "start": start, "fitted": fitted}
        units = [block.unit for block in measured.blocks]
        labels = {"target": [block.name for block in measured.blocks], "unit": ("target", units)}
        return xarray.Dataset({name: ("target", column) for name, column in named.items()}, labels)
    variables = {}
    for block in measured.blocks:
        columns = {"": measured.values, "_error": search.deviations, "_start": start, "_fitted": fitted}
        for word, column in columns.items():
            full = np.full(len(measured.times), np.nan)
            full[block.rows] = column[block.part]
            variables[block.name + word] = ("time", full, {"units": block.unit, "long_name": _long_name(search, block)})
    attributes = {"protocol": json.dumps(search.trial.protocol.describe())}
    return xarray.Dataset(variables, {"time": _time(measured.times, time_unit(search.trial.model))}, attributes)


def _curves(search, model, fitted):
    """Return the curves at the start and as fitted at close times."""
    measured, trial = search.measured, search.trial
    if measured.times is None:
        return xarray.Dataset()
    times = np.union1d(measured.times, np.linspace(0.0, measured.times[-1], CLOSE_TIMES))
    variables = {}
    for word, one, prediction in (("start", trial.model, search.start), ("fitted", model, fitted)):
        results = trial.run(one, times)
        for block, factor in zip(measured.blocks, search.factors(prediction), strict=True):
            words = {"units": block.unit, "long_name": _long_name(search, block)}
            variables[f"{block.name}_{word}"] = ("time", factor * results[block.name].values, words)
    return xarray.Dataset(variables, {"time": _time(times, time_unit(model))})


def _long_name(search, block):
    return search.trial.model.system.output_fields[block.name].metadata["meaning"]


def _time(times, unit):
    return ("time", times, {"units": unit, "long_name": "time"})
