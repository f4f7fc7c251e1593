"""Sweeps of a scenario: the results as plain data."""

import math


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
