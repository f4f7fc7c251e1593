"""A strained muscle: what an injury, and each day of its healing, does to the numbers of a fibre and its cord.

The slow models give the state: force of the largest contraction F, release that fails f, passive stiffness, shift of
the optimum, pain and fatigue. From it follow, of those before,

    permeability of release   (1 - f)^2             and so a force that is lost at low rates much more than at high ones
    leak of the store         1 + 4 f               and so calcium at rest
    filaments that pull       F / (1 - f)^0.2       what release that fails does not take of F at 100 Hz
    titin, connective tissue  stiffness
    overlap                   at lengths 1 + shift as long, some sarcomeres in series being pulled out
    pain of the muscle        pain, which lowers the threshold of its stretch reflex and drives its motoneurons
"""

from dataclasses import dataclass

import numpy as np

from simulator.conditions.change import Condition
from simulator.conditions.energy import LIST as ENERGY
from simulator.quantity import ParameterError, suggestion
from simulator.stages.anatomy import MUSCLES
from simulator.stages.healing import HealingParameters

DAY = 8.64e7  # ms
WORST_PAIN = 5.0  # of the scale of a Recovery
RELEASE, FILAMENTS = 2.0, 0.2  # powers, chosen so that force at 100 Hz is that of the slow model (tests/test_strain.py)
LEAK = 4.0  # calcium at rest rises a little (Balnave & Allen 1995), size assumed
CORNERS = ("overlap_begins", "knee", "plateau_begins", "plateau_ends", "overlap_ends")
FATIGUE = next(condition for condition in ENERGY if condition.name == "fatigue")

LIST = (
    Condition(
        "strained",
        "injury",
        "just after a strain; severity: about the part of the largest force that is lost",
        "release, resting calcium: Balnave & Allen 1995; optimum, passive tension: Whitehead et al. 2001; sizes as of "
        "an injury at once (stages/healing.py), chosen for a loss of a third",
        scale={
            "calcium.release_permeability": 0.2,
            "calcium.release_leak": 7.0,
            "crossbridge.sound": 0.36,
            "mechanics.titin_stress": 2.0,
            "mechanics.collagen_stress": 2.0,
        }
        | dict.fromkeys((f"crossbridge.{corner}" for corner in CORNERS), 1.15),
    ),
)
OF_THE_CORD = (
    Condition(
        "strained",
        "pool",
        "it hurts, and answers to smaller stretches",
        "evidence mixed, as of pain guarding; as much pain as force is lost, assumed",
        set={"pool.pain": 1.0},
    ),
)


@dataclass(frozen=True)
class Slow:
    """What a slow model leaves: force and stiffness of those before, failing release, shift, pain, fatigue; from where.

    All from 0 to 1 but stiffness and shift, which is of the optimal length.
    """

    force: float
    failure: float
    stiffness: float
    shift: float
    pain: float
    fatigue: float
    told: str

    def scale(self):
        """Return {"stage.parameter": factor} of what it does to a fibre."""
        working = 1.0 - self.failure
        sound = self.force / working**FILAMENTS if working else 0.0
        return {
            "calcium.release_permeability": working**RELEASE,
            "calcium.release_leak": 1.0 + LEAK * self.failure,
            "crossbridge.sound": min(sound, 1.0),
            "mechanics.titin_stress": self.stiffness,
            "mechanics.collagen_stress": self.stiffness,
        } | dict.fromkeys((f"crossbridge.{corner}" for corner in CORNERS), 1.0 + self.shift)


def left(model, results, day=None, *, muscle=None):
    """Return a fibre or a whole muscle as a strain, or weeks of load, have left it.

    Parameters
    ----------
    model : Fibre or Muscle
    results : Dataset of a Recovery, or of a Back
    day : float, optional
        Of the run, from its start; its end unless told.
    muscle : str, optional
        Which muscle of the back, such as "left_multifidus"; only of a Back, and then needed.

    Raises ParameterError for results of another model, a day outside the run, or a muscle that is none.
    """
    slow = state(results, day, muscle)
    scale = {
        path: (factor, slow.told) for path, factor in slow.scale().items() if path.partition(".")[0] in model.parts
    }
    changed = model.scaled(scale)
    if "pool" in model.parts and slow.pain:
        changed = changed.with_parameters({"pool.pain": (slow.pain, slow.told)})
    return changed.with_condition(FATIGUE.name, slow.fatigue) if slow.fatigue else changed


def state(results, day=None, muscle=None):
    """Return what a run of a Recovery or a Back leaves, as Slow; arguments and errors as in `left`."""
    if "healing.failure" in results:
        if muscle is not None:
            raise ParameterError(f"muscle = {muscle!r}: a Recovery is of one muscle")
        there, day = _on(results, day, 1.0)
        numbers = (float(there[name]) for name in ("force", "healing.failure", "stiffness", "optimum_shift"))
        told = f"day {day:g} after a strain of {1.0 - float(results.force[0]):.2g}"
        return Slow(*_bounded(*numbers), float(np.clip(there.pain / WORST_PAIN, 0.0, 1.0)), 0.0, told)
    if "lumbar_flexion" in results:
        if muscle not in MUSCLES:
            raise ParameterError(f"muscle = {muscle!r} is none of a back{suggestion(muscle, MUSCLES)}")
        there, day = _on(results, day, DAY)
        damage, pain, fatigue = (
            float(np.clip(there[f"{muscle}.{name}"], 0.0, 1.0)) for name in ("damage", "sensitisation", "fatigue")
        )
        return _of_damage(damage, pain, fatigue, f"{muscle.replace('_', ' ')}, day {day:.3g} of a run of a back")
    raise ParameterError("these are neither results of a Recovery nor of a Back")


def _on(results, day, unit):
    """Return (results at a day, that day); unit : a day in the run's time."""
    last = float(results.time[-1]) / unit
    day = last if day is None else day
    if not 0.0 <= day <= last * (1 + 1e-9):
        raise ParameterError(f"day = {day!r} is outside the run, from 0 to {last:g}")
    return results.interp(time=min(day, last) * unit), float(day)


def _bounded(force, failure, stiffness, shift):
    """Return numbers of which none has gone past its end by the error of a solver."""
    return min(max(force, 0.0), 1.0), min(max(failure, 0.0), 1.0), max(stiffness, 1.0), max(shift, 0.0)


def _of_damage(damage, pain, fatigue, told):
    """Return what a damage leaves at once, as stages/healing.py has it: failing release, and dead fibres."""
    failure, p = damage / (1.0 + damage), HealingParameters()
    stiffness, shift = 1.0 + p.popped_stiffness * failure, p.optimum_shift * failure
    return Slow(1.0 - damage, failure, stiffness, shift, pain, fatigue, told)
