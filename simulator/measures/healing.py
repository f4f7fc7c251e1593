"""Numbers read off an injured muscle as it heals; times are days."""

import numpy as np

WATERY = ("dead", "cleared", "new_fibres", "young_scar", "swelling")  # hold more water than sound muscle or old scar


def reaches(results, force):
    """Return after how many days an injured muscle has a part of its force, for good; nan if it never has."""
    below = np.flatnonzero(results.force.values < force)
    if not len(below):
        return 0.0
    return float(results.time[below[-1] + 1]) if below[-1] + 1 < len(results.time) else np.nan


def on_day(results, name, day):
    """Return a quantity of an injured muscle on a day; nan if the run is shorter."""
    return float(results[name].interp(time=day)) if day <= float(results.time[-1]) else np.nan


def abnormal(results):
    """Return the part of the muscle that is bright in fluid-sensitive magnetic resonance, at each time (n,)."""
    return sum(results[f"healing.{name}"] for name in WATERY)
