"""Numbers read off a chain of half-sarcomeres: how long each is, and which have popped."""

import numpy as np
import xarray

from simulator.quantity import ParameterError

NEAR = 1e-6  # um


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
    """Return what Morgan's formula gives for the half-sarcomeres that are popped, of all, on time (1).

    (L - L0) / (Lpop - L0), L being the mean length and Lpop that of the longest.

    begins : L0, mean length at which the first pops (um)
    """
    return ((results.length - begins) / (results.longest - begins)).rename("popped_by_length")


def longest(results):
    """Return the place in time at which the end has been pulled out furthest, just before it comes back."""
    place = results.imposed_length.values
    return int(np.flatnonzero(place >= place.max() - NEAR)[-1])


def popped_when_back(results):
    """Return the part of the half-sarcomeres that is popped when the end comes back to where it was; nan if never.

    The end is back once it has been away and is no longer than at the start.
    """
    place = results.imposed_length.values
    away = longest(results)
    back = np.flatnonzero(place[away:] <= place[0] + NEAR)
    return float(results.popped[away + back[0]]) if place[away] > place[0] + NEAR and len(back) else np.nan
