"""What a page may change in a whole muscle: what it has once by its value, what every unit has by a factor."""

import math

from simulator.conditions import BACK_CONDITIONS, everything
from simulator.lab.limits import Limits
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
UNITS = Limits().units  # of the muscle whose numbers are read: the more there are, the more they differ
ROUNDING = 1e-9  # of a factor, lest its end be outside by the last bit


def muscles():
    """Return every muscle, as `catalogue` tells a fibre."""
    return [_muscle(name) for name in WHOLE]


def _muscle(name):
    first = name == WHOLE[0]  # the others differ from it in a few numbers
    muscle = Muscle.of(name, units=UNITS if first else 1)
    units = [model.parameters() for group in muscle.groups for model in set(getattr(muscle, group))]
    told = {
        path: about
        for path, q in muscle.parameters().items()
        if "." in path and (first or _own(path, name)) and (about := _parameter(path, q, units))
    }
    return {
        "name": name,
        "whole": True,
        "species": ["human"],
        "temperatures": {"human": muscle.temperature},
        "open": list(OPEN),
        "groups": list(GROUPS),
        "parameters": told,
        "like": None if first else WHOLE[0],
        "species_values": {"human": {}},
    }


def _own(path, name):
    """Return whether a muscle, or the first, has a number of its own."""
    return path in MUSCLES[name] or path in MUSCLES[WHOLE[0]]


def _parameter(path, q, units):
    """Return what is told of a parameter; None for one that cannot be offered."""
    part = path.partition(".")[0]
    about = {"meaning": q.meaning, "source": q.source, "group": part, "first": path in FIRST}
    if part in Muscle.own:
        low, high = float(q) / 10, float(q) * 10
        low, high = (bound if math.isfinite(bound) else other for bound, other in ((q.low, low), (q.high, high)))
        return about | {"value": float(q), "unit": q.unit, "low": float(low), "high": float(high), "scale": False}
    low, high = _factors(path, units)
    if q.unit in NOT_SCALED or not low < high:
        return None
    return about | {"value": 1.0, "unit": "of usual", "low": low, "high": high, "scale": True}


def _factors(path, units):
    """Return the ends of a factor that no unit's range forbids."""
    values = [parameters[path] for parameters in units if path in parameters]
    if not min(values) > 0:
        return 1.0, 1.0
    low, high = max(float(q.low) / float(q) for q in values), min(float(q.high) / float(q) for q in values)
    return max(FACTORS[0], low * (1 + ROUNDING)), min(FACTORS[1], high / (1 + ROUNDING) if high > 1 else 1.0)


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
