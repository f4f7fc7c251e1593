"""Strain: which pulls and stretches injure a muscle."""

from simulator.stages.injury import damage_of_load, damage_of_stretch

CYCLES, PACE = 50, 0.02  # in an hour of stretching at 10 cm/min, optimal lengths in a second: both assumed


def strain():
    """Return the damage of passive pulls, of the load at failure, and of an hour of active stretches."""
    pulls = {f"pull to {load:g} of failure": float(damage_of_load(load)) for load in (0.2, 0.3)}
    stretches = {
        f"active stretches by {by:g}": float(damage_of_stretch(by, 1.0, PACE, repeats=CYCLES)) for by in (0.12, 0.2)
    }
    return pulls | stretches
