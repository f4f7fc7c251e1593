"""Named disturbances, surroundings, drugs and remedies: which numbers each one changes, and how far."""

from simulator.conditions import calcium, energy, junction, membrane, motoneuron, surroundings
from simulator.conditions.change import Condition, Drug, Effect
from simulator.conditions.drugs import LIST as _DRUGS
from simulator.quantity import ParameterError, suggestion

CONDITIONS = {c.name: c for room in (membrane, calcium, energy, surroundings) for c in room.LIST}
DRUGS = {d.name: d for d in _DRUGS}
JUNCTION_CONDITIONS = {c.name: c for c in junction.LIST}  # of models that have a nerve ending
MOTONEURON_CONDITIONS = {c.name: c for c in motoneuron.LIST}
JUNCTION_DRUGS = {d.name: d for d in junction.DRUGS}

__all__ = [
    "CONDITIONS",
    "DRUGS",
    "JUNCTION_CONDITIONS",
    "JUNCTION_DRUGS",
    "MOTONEURON_CONDITIONS",
    "conditions_named",
    "drugs_named",
    "Condition",
    "Drug",
    "Effect",
    "apply",
    "give",
]


def conditions_named(name, severity):
    """Return every Condition of a name, of whatever part; raises ParameterError for an unknown name or severity."""
    tables = CONDITIONS, JUNCTION_CONDITIONS, MOTONEURON_CONDITIONS
    found = tuple(table[name] for table in tables if name in table)
    if not found:
        raise ParameterError(f"no condition {name!r}{suggestion(name, {k for table in tables for k in table})}")
    _check_severity(name, severity)
    return found


def drugs_named(name, concentration):
    """Return every Drug of a name; raises ParameterError for an unknown name or concentration (uM)."""
    tables = DRUGS, JUNCTION_DRUGS
    found = tuple(table[name] for table in tables if name in table)
    if not found:
        raise ParameterError(f"no drug {name!r}{suggestion(name, {k for table in tables for k in table})}")
    _check_concentration(name, concentration)
    return found


def apply(model, name, severity=1.0):
    """Return `model` with a condition; raises ParameterError for an unknown name or severity."""
    known = _known(model, name, CONDITIONS, JUNCTION_CONDITIONS)
    if name not in known:
        raise ParameterError(f"no condition {name!r}{suggestion(name, known)}")
    _check_severity(name, severity)
    return _changed(model, known[name], severity)


def give(model, name, concentration):
    """Return `model` in a drug (uM); raises ParameterError for an unknown name or concentration."""
    known = _known(model, name, DRUGS, JUNCTION_DRUGS)
    if name not in known:
        raise ParameterError(f"no drug {name!r}{suggestion(name, known)}")
    _check_concentration(name, concentration)
    return _changed(model, known[name], concentration)


def _check_severity(name, severity):
    if not 0.0 <= severity <= 1.0:
        raise ParameterError(f"severity of {name} = {severity} is outside 0 (health) to 1 (full disease)")


def _check_concentration(name, concentration):
    if not 0.0 <= concentration <= 1e6:
        raise ParameterError(f"concentration of {name} = {concentration} is outside 0 to 1e+06 uM")


def _known(model, name, everywhere, at_junction):
    """Return what may act on a model; raises ParameterError for what needs a junction that it has not."""
    if "motoneuron" in model.parts:
        return MOTONEURON_CONDITIONS
    if "junction" in model.parts:
        return everywhere | at_junction
    if name in at_junction:
        raise ParameterError(
            f"{name} acts on the junction of nerve and muscle, which this {model.system.name} has not; "
            "give it to Neuromuscular.fast() or Neuromuscular.slow()"
        )
    return everywhere


def _changed(model, change, amount):
    """Return a model with a change of some amount, noted."""
    changed = model.with_parameters(change.changes(model.parameters(), amount))
    return changed.noted(change.name, float(amount))
