"""Numbers read off a run of a back: what it bore, what was hurt, which muscles guard, and how far it bends."""

from typing import NamedTuple

import numpy as np

from simulator.measures.given import of_a
from simulator.stages.anatomy import MUSCLES

OPEN = 0.5  # of the persistent currents, from which a muscle is in spasm
GUARDS = 0.03  # of full drive, from which a muscle guards


class Bearing(NamedTuple):
    """What a back bore: largest extending moment (N m), moment of turning (N m), force (N), lumbar flexion (deg)."""

    moment: float
    turning: float
    force: float
    flexion: float


class Spasm(NamedTuple):
    """A spasm of a muscle: its name, when it began (ms), how long it lasted in the run (ms), its largest force (N)."""

    muscle: str
    start: float
    duration: float
    force: float


@of_a("Back", "lumbar_flexion")
def bearing(results):
    """Return the Bearing of a run."""
    force = max(float(results[f"{muscle}_force"].max()) for muscle in MUSCLES)
    turning = float(np.abs(results.twist_moment).max())
    return Bearing(float(results.moment.max()), turning, force, float(results.lumbar_flexion.max()))


@of_a("Back", "lumbar_flexion")
def damage(results):
    """Return {muscle: damage that the run has added}, the fraction of its fibres; healing in it is taken off."""
    return {m: float(results[f"{m}.damage"][-1] - results[f"{m}.damage"][0]) for m in MUSCLES}


def worst_damage(results):
    """Return the largest damage that the run has added to any muscle."""
    return max(damage(results).values())


@of_a("Back", "lumbar_flexion")
def last_guarding(results):
    """Return the drive of guarding at the end of a run, mean of all muscles."""
    return float(results.guarding[-1])


@of_a("Back", "lumbar_flexion")
def spasms(results):
    """Return a Spasm for each muscle whose persistent currents opened, in order of their beginning."""
    found, time = [], results.time.values
    for muscle in MUSCLES:
        on = results[f"{muscle}.spasm"].values > OPEN
        if on.any():
            lasted = float(np.sum(np.diff(time)[on[:-1]]))
            force = float(results[f"{muscle}_force"].values[on].max())
            found.append(Spasm(muscle, float(time[on][0]), lasted, force))
    return sorted(found, key=lambda spasm: spasm.start)


@of_a("Back", "lumbar_flexion")
def guarding(results, since=0.0):
    """Return {muscle: largest drive that is not willed, from `since` (ms) on}, of the muscles that guard."""
    there = results.sel(time=slice(since, None))
    drives = {m: float(there[f"{m}_guarding"].max()) for m in MUSCLES}
    return {muscle: drive for muscle, drive in drives.items() if drive > GUARDS}


@of_a("Back", "lumbar_flexion")
def range_of_motion(results):
    """Return how far the lumbar spine was bent (deg); of a run of `tasks.bend`, its range of motion."""
    return float(results.lumbar_flexion.max())
