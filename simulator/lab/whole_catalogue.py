"""What a page may change in a whole muscle: what it has once by its value, what every unit has by a factor."""

import math

from simulator.conditions import BACK_CONDITIONS, everything
from simulator.lab.request import WHOLE
from simulator.lab.whole import COLUMNS
from simulator.models.fibre import FibreOutputs
from simulator.models.muscle import MUSCLES, Muscle
from simulator.simulate.muscle import MEANS, TOLD

GROUPS = (
    "pool", "motoneuron", "reflex", "nerve", "axon", "junction", "membrane", "calcium", "crossbridge", "energy",
    "mechanics", "tendon", "electrode",
)  # fmt: skip
OPEN = ("motoneuron", "junction", "reflex")
FIRST = (  # what a teacher moves first
    "motoneuron.persistent_conductance", "motoneuron.calcium_potassium_conductance", "junction.quanta",
    "junction.receptors", "junction.esterase", "reflex.primary_gain", "reflex.presynaptic_inhibition",
    "reflex.renshaw_inhibition",
)  # fmt: skip
FACTORS = 0.1, 10.0  # ends of a slider over a factor, if its parameter allows them
NOT_SCALED = ("mV", "degC")  # a place on a scale, not a size
UNITS = 2  # of the muscle whose numbers are read: the smallest and the largest


def muscles():
    """Return every muscle, as `catalogue` tells a fibre."""
    return [_muscle(name) for name in WHOLE]


def _muscle(name):
    whole = name == WHOLE[0]  # the others differ from it in a few numbers
    muscle = Muscle.of(name, units=UNITS)
    parameters = {path: q for path, q in muscle.parameters().items() if "." in path}
    told = {path: _parameter(path, q, muscle) for path, q in parameters.items()}
    told = {path: about for path, about in told.items() if about}
    return {
        "name": name,
        "whole": True,
        "species": ["human"],
        "temperatures": {"human": muscle.temperature},
        "open": list(OPEN),
        "groups": list(GROUPS),
        "parameters": told if whole else {path: about for path, about in told.items() if _own(path, name)},
        "like": None if whole else WHOLE[0],
        "species_values": {"human": {}},
    }


def _own(path, name):
    """Return whether a muscle, or the first, has a number of its own."""
    return path in MUSCLES[name] or path in MUSCLES[WHOLE[0]]


def _parameter(path, q, muscle):
    """Return what is told of a parameter; None for one that cannot be offered."""
    part = path.partition(".")[0]
    about = {"meaning": q.meaning, "source": q.source, "group": part, "first": path in FIRST}
    if part in Muscle.own:
        low, high = float(q) / 10, float(q) * 10
        low, high = (bound if math.isfinite(bound) else other for bound, other in ((q.low, low), (q.high, high)))
        return about | {"value": float(q), "unit": q.unit, "low": float(low), "high": float(high), "scale": False}
    low, high = _factors(path, muscle)
    if q.unit in NOT_SCALED or not low < high:
        return None
    return about | {"value": 1.0, "unit": "of usual", "low": low, "high": high, "scale": True}


def _factors(path, muscle):
    """Return the ends of a factor that no unit's range forbids."""
    low, high = FACTORS
    for group in muscle.groups:
        for model in getattr(muscle, group):
            q = model.parameters().get(path)
            if q is None:
                continue
            if not float(q) > 0:
                return 1.0, 1.0
            low, high = max(low, float(q.low) / float(q)), min(high, float(q.high) / float(q))
    return low, high


def columns():
    """Return the columns of a muscle's run."""
    fields = FibreOutputs.__dataclass_fields__
    labels = TOLD | {name: (fields[name].metadata["unit"], fields[name].metadata["meaning"]) for name in MEANS}
    labels |= {"emg": ("mV", "electromyogram of the skin"), "force": TOLD["relative_force"]}
    labels |= {"motor_units": ("", "action potentials of motor units, the smallest below")}
    rows = ("motor_units", *COLUMNS)
    told = [{"name": name, "unit": labels[name][0], "meaning": labels[name][1]} for name in rows]
    return [{"name": "time", "unit": "ms", "meaning": "time"}, *told]


def acting():
    """Return (conditions, drugs) that act on a muscle: {name: those of the name, one for each stage it acts on}."""
    return tuple(_once(changes) for changes in everything())


def _once(changes):
    found = {}
    for change in changes:
        if change not in BACK_CONDITIONS.values():
            found.setdefault(change.name, []).append(change)
    return found
