"""Sweeps of a scenario: which of its runs is repeated, and the results as plain data."""

import math

from simulator.quantity import suggestion
from simulator.scenarios import loader
from simulator.scenarios.mistakes import ScenarioError
from simulator.scenarios.runner import model_of, protocols_of


def planned(name, case=None):
    """Return (scenario's name, case's name, arguments of `sweep`) of one case of a scenario, the first unless told.

    Raises ScenarioError for a case that does not exist, or is a curve.
    """
    scenario, stem = loader.load(name), loader.find(name).stem
    cases = {c.name: c for c in scenario.cases}
    if case is not None and case not in cases:
        raise ScenarioError([f"no case {case!r} in {stem}{suggestion(case, cases)}"])
    chosen = cases[case] if case else scenario.cases[0]
    protocols = protocols_of(scenario, chosen)
    if None not in protocols:
        raise ScenarioError([f"case {chosen.name!r} of {stem} is run at several rates: a sweep repeats a single run"])
    arguments = dict(model=model_of(scenario, chosen), protocol=protocols[None])
    return stem, chosen.name, arguments | dict(duration=scenario.duration_ms, interval=scenario.interval_ms)


def table(results):
    """Return a DataFrame with a row for each point: what was varied, the measures, and why some are missing."""
    points = results.drop_dims("time", errors="ignore")
    return points.to_dataframe().reset_index()[[*points.coords, *points.data_vars]]


def described(name, case, results):
    """Return a sweep as plain data; what is not a number is None."""
    points = [{key: _plain(value) for key, value in row.items()} for row in table(results).to_dict("records")]
    units = {key: v.attrs["units"] for key, v in results.variables.items() if "units" in v.attrs}
    return {"scenario": name, "case": case, "units": units, "points": points}


def _plain(value):
    return value if not isinstance(value, float) or math.isfinite(value) else None
