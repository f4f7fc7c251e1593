"""How a curve is told: a Dataset on one axis, with the numbers read off it as variables without one."""

import json

import numpy as np
import xarray


def labelled(model, axis, columns, numbers):
    """Return a curve.

    axis : (name, values, unit, meaning); columns : {name: (values, unit, meaning)} along it; numbers : likewise, one
    value each
    """
    name, values, unit, meaning = axis
    told = {key: (name, np.asarray(v, float), _words(u, m)) for key, (v, u, m) in columns.items()}
    told |= {key: ((), float(v), _words(u, m)) for key, (v, u, m) in numbers.items()}
    coordinate = {name: (name, np.asarray(values, float), _words(unit, meaning))}
    return xarray.Dataset(told, coordinate, {"model": json.dumps(model.describe())})


def numbers_of(curve):
    """Return {name: value} of the numbers read off a curve."""
    return {name: float(variable) for name, variable in curve.data_vars.items() if not variable.dims}


def _words(unit, meaning):
    return {"units": unit, "long_name": meaning}
