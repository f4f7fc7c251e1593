"""Numbers read off a back at its tasks, and off an injured muscle as it heals."""

import json

import numpy as np

STIFF = 0.1  # drive of guarding above which a muscle is said to guard


def guarding(results):
    """Return the drive of guarding (muscle, time) of all muscles of a back."""
    return np.array([results[name].values for name in results if name.endswith("_guarding")])


def guarding_muscles(results):
    """Return how many muscles of a back guard at the end of a run."""
    return int((guarding(results)[:, -1] > STIFF).sum())


def last_guarding(results):
    """Return how long after the last change of the task some muscle still guards (ms)."""
    ends = [change["at"] for change in json.loads(results.attrs["protocol"])["changes"]]
    held = results.time.values[(guarding(results) > STIFF).any(axis=0)]
    return max(0.0, float(held[-1]) - max(ends, default=0.0)) if len(held) else 0.0


def damage(results):
    """Return the largest damage of any muscle of a back at the end of a run."""
    return max(float(results[name][-1]) for name in results if name.endswith(".damage"))


def reaches(results, force):
    """Return after how many days an injured muscle has a part of its force, for good; nan if it never has."""
    below = np.flatnonzero(results.force.values < force)
    if not len(below):
        return 0.0
    return float(results.time[below[-1] + 1]) if below[-1] + 1 < len(results.time) else np.nan


def at_day(results, name, day):
    """Return a quantity of an injured muscle on a day; nan if the run is shorter."""
    return float(results[name].interp(time=day)) if day <= float(results.time[-1]) else np.nan
