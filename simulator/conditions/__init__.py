"""Named disturbances, surroundings, drugs and remedies: which numbers each one changes, and how far."""

from simulator.conditions import calcium, energy, membrane, surroundings
from simulator.conditions.change import Condition, Drug, Effect
from simulator.conditions.drugs import LIST as _DRUGS
from simulator.quantity import ParameterError, suggestion

CONDITIONS = {c.name: c for room in (membrane, calcium, energy, surroundings) for c in room.LIST}
DRUGS = {d.name: d for d in _DRUGS}

__all__ = ["CONDITIONS", "DRUGS", "Condition", "Drug", "Effect", "apply", "give"]


def apply(model, name, severity=1.0):
    """Return `model` with a condition; raises ParameterError for an unknown name or severity."""
    if name not in CONDITIONS:
        raise ParameterError(f"no condition {name!r}{suggestion(name, CONDITIONS)}")
    if not 0.0 <= severity <= 1.0:
        raise ParameterError(f"severity of {name} = {severity} is outside 0 (health) to 1 (full disease)")
    return _changed(model, CONDITIONS[name], severity)


def give(model, name, concentration):
    """Return `model` in a drug (uM); raises ParameterError for an unknown name or concentration."""
    if name not in DRUGS:
        raise ParameterError(f"no drug {name!r}{suggestion(name, DRUGS)}")
    if not 0.0 <= concentration <= 1e6:
        raise ParameterError(f"concentration of {name} = {concentration} is outside 0 to 1e+06 uM")
    return _changed(model, DRUGS[name], concentration)


def _changed(model, change, amount):
    changed = model.with_parameters(change.changes(model.parameters(), amount))
    return changed.noted(change.name, float(amount))
