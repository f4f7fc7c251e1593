"""How a curve is told: a Dataset on one axis, with the numbers read off it as variables without one."""

import json
from functools import wraps
from typing import NamedTuple

import numpy as np
import xarray

from simulator.protocol import ProtocolError
from simulator.quantity import ParameterError


class Told(NamedTuple):
    """What a curve's function gives: its axis (name, values, unit, meaning), columns along it, and numbers by name.

    columns : {name: (values, unit, meaning)}
    """

    axis: tuple
    columns: dict
    numbers: dict


def curve(needs=("mechanics", "a Fibre"), **numbers):
    """Declare a curve: a function (model, values=None, ...) -> Told becomes one that returns a Dataset.

    needs : a stage that a model must have, and what such a model is called
    numbers : {name: (unit, meaning)} of what is read off it

    The declared function raises ParameterError for a model of another kind, ProtocolError for bad values.
    """

    def declared(function):
        @wraps(function)
        def labelled(model, values=None, **options):
            _check(model, values, *needs)
            (name, points, unit, meaning), columns, found = function(model, values, **options)
            told = {key: (name, np.asarray(v, float), _words(u, m)) for key, (v, u, m) in columns.items()}
            told |= {key: ((), float(found[key]), _words(*words)) for key, words in numbers.items()}
            axis = {name: (name, np.asarray(points, float), _words(unit, meaning))}
            record = {"curve": json.dumps(labelled.kind), "model": json.dumps(model.describe())}
            return xarray.Dataset(told, axis, record)

        labelled.numbers, labelled.kind = numbers, function.__name__.replace("_", "-")
        return labelled

    return declared


def _check(model, values, stage, kind):
    """Raise for a model that has no such curve, and for points that are none."""
    if stage not in model.parts:
        raise ParameterError(f"this curve is that of {kind}; {model.system.name} has none")
    if values is not None:
        steps = np.diff(np.asarray(values, float))
        if len(steps) < 1 or not (np.all(steps > 0) or np.all(steps < 0)):
            words = "at least two numbers are needed, all rising or all falling"
            raise ProtocolError(f"values of a curve: {list(values)}; {words}")


def numbers_of(curve):
    """Return {name: value} of the numbers read off a curve."""
    return {name: float(variable) for name, variable in curve.data_vars.items() if not variable.dims}


def _words(unit, meaning):
    return {"units": unit, "long_name": meaning}
