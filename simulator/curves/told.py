"""How a curve is told: a Dataset on one axis, with the numbers read off it as variables without one."""

import json
from functools import wraps
from typing import NamedTuple

import numpy as np
import xarray


class Told(NamedTuple):
    """What a curve's function gives: its axis (name, values, unit, meaning), columns along it, and numbers by name.

    columns : {name: (values, unit, meaning)}
    """

    axis: tuple
    columns: dict
    numbers: dict


def curve(**numbers):
    """Declare a curve: a function (model, values=None, ...) -> Told becomes one that returns a Dataset.

    numbers : {name: (unit, meaning)} of what is read off it
    """

    def declared(function):
        @wraps(function)
        def labelled(model, values=None, **options):
            (name, points, unit, meaning), columns, found = function(model, values, **options)
            told = {key: (name, np.asarray(v, float), _words(u, m)) for key, (v, u, m) in columns.items()}
            told |= {key: ((), float(found[key]), _words(*words)) for key, words in numbers.items()}
            axis = {name: (name, np.asarray(points, float), _words(unit, meaning))}
            record = {"curve": json.dumps(labelled.kind), "model": json.dumps(model.describe())}
            return xarray.Dataset(told, axis, record)

        labelled.numbers, labelled.kind = numbers, function.__name__.replace("_", "-")
        return labelled

    return declared


def numbers_of(curve):
    """Return {name: value} of the numbers read off a curve."""
    return {name: float(variable) for name, variable in curve.data_vars.items() if not variable.dims}


def _words(unit, meaning):
    return {"units": unit, "long_name": meaning}
