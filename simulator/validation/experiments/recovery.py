"""Healing: force of a strained muscle of the rabbit, white cells, how long people are away, and what is left then."""

import numpy as np

from simulator.measures import healing
from simulator.models.recovery import BACK, GRADES, Recovery
from simulator.simulate import simulate
from simulator.validation.calibration import recovery as calibration

PEOPLE = 200  # half of them with an injury of grade 1, half of grade 2, as in Reurink et al. 2014
PACES, DAMAGES = 0.45, 0.1  # spread of pace (of its logarithm) and damage: give the spread of layoff in each grade
RETURN = (0.86, 0.05)  # force with which they go back: mean for the median of 28 days, spread assumed
VISIBLE = 0.05  # part of the muscle from which a bright signal is told: assumed; 97 % are told at 0.03, 77 % at 0.07
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


def _people():
    """Yield (run, force with which one goes back) of people who differ in damage, pace and caution, always the same."""
    random = np.random.default_rng(0)
    for grade in (1, 2):
        for damage, pace, caution in random.standard_normal((PEOPLE // 2, 3)):
            model = Recovery.human(damage=float(np.clip(GRADES[grade] + DAMAGES * damage, 0.0, 1.0)))
            model = model.scaled({"healing.pace": float(np.exp(PACES * pace))})
            yield simulate(model, duration=400.0, interval=1.0), RETURN[0] + RETURN[1] * caution


def return_to_play():
    """Return what magnetic resonance sees when people go back to play: of how many, how much, and on which day.

    They differ more than those of the study (5 to 169 days, there 12 to 76), and less of the muscle is bright: a tenth,
    where Sanfilippo et al. 2013, Med Sci Sports Exerc 45:448, saw a fifth of the cross-section.
    """
    days, seen = [], []
    for run, force in _people():
        days.append(healing.reaches(run, force))
        seen.append(float(healing.abnormal(run).interp(time=days[-1])))
    return {
        "abnormal": float(np.mean(np.array(seen) > VISIBLE)),
        "part of the muscle": float(np.median(seen)),
        "day": float(np.median(days)),
    }


def heat_wrap():
    """Return the change of pain by a heat wrap, mean of five days, of 5; a muscle of grade 1 stands for the back."""
    return {"pain": -calibration.heat()["pain less"]}
