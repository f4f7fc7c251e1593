"""Healing: force of a strained muscle of the rabbit, white cells, and how long people are away."""

import numpy as np

from simulator.measures import healing
from simulator.models.recovery import BACK, GRADES, Recovery
from simulator.simulate import simulate

CELLS = ("neutrophils", "inflammatory", "repairing", "myocytes")


def rabbit():
    """Return force on four days, of that before, and the days on which cells are most."""
    run = simulate(Recovery.rabbit(), duration=14.0, interval=0.05)
    force = {f"force on day {day}": healing.on_day(run, "force", day) for day in (0, 1, 2, 7)}
    return force | {name: float(run.time[int(np.argmax(run[f"healing.{name}"].values))]) for name in CELLS}


def layoff():
    """Return after how many days people have the force with which they go back, by grade of the injury."""
    runs = {grade: simulate(Recovery.human(grade), duration=400.0, interval=0.25) for grade in range(len(GRADES))}
    return {f"grade {grade}": healing.reaches(run, BACK) for grade, run in runs.items()}
