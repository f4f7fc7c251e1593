"""Numbers read off a chain of half-sarcomeres: how long each is, and which have popped."""

import numpy as np
import xarray

from simulator.quantity import ParameterError


def lengths(results):
    """Return the length of every half-sarcomere, as that of a whole one, on (half, time) (um).

    Raises ParameterError for results that are not a chain's.
    """
    names = [name for name in results.data_vars if name.startswith("lengths.h")]
    if not names:
        raise ParameterError("these are not results of Sarcomeres")
    words = {"units": "um", "long_name": "length of every half-sarcomere, as that of a whole one"}
    half = np.arange(1, len(names) + 1)
    values = np.array([results[name].values for name in names])
    return xarray.DataArray(values, {"half": half, "time": results.time}, ("half", "time"), "length", words)


def popped_by_length(results, begins):
    """Return what Morgan's formula gives for the half-sarcomeres that are popped, of all, on time.

    (mean length - L0) / (popped length - L0): all lengthening from L0 on is that of popped ones.

    begins : L0, mean length from which all lengthening is theirs (um)
    """
    popped = results.longest
    return ((results.length - begins) / (popped - begins)).rename("popped_by_length")
