"""Named disturbances, surroundings, drugs and remedies: which numbers each one changes, and how far."""

from simulator.conditions import axon, calcium, energy, junction, membrane, motoneuron, surroundings
from simulator.conditions.change import Condition, Drug, Effect
from simulator.conditions.drugs import LIST as _DRUGS
from simulator.quantity import ParameterError, suggestion

CONDITIONS = {c.name: c for room in (membrane, calcium, energy, surroundings) for c in room.LIST}
DRUGS = {d.name: d for d in _DRUGS}
JUNCTION_CONDITIONS = {c.name: c for c in junction.LIST}  # of models that have a nerve ending
MOTONEURON_CONDITIONS = {c.name: c for c in motoneuron.LIST}
AXON_CONDITIONS = {c.name: c for c in axon.LIST}
AXON_DRUGS = {d.name: d for d in axon.DRUGS}
JUNCTION_DRUGS = {d.name: d for d in junction.DRUGS}

__all__ = [
    "AXON_CONDITIONS",
    "AXON_DRUGS",
    "CONDITIONS",
    "DRUGS",
    "JUNCTION_CONDITIONS",
    "JUNCTION_DRUGS",
    "MOTONEURON_CONDITIONS",
    "Condition",
    "Drug",
    "Effect",
    "apply",
    "give",
]


def apply(model, name, severity=1.0):
    """Return `model` with a condition; raises ParameterError for an unknown name or severity."""
    known = _known(model, name, CONDITIONS, JUNCTION_CONDITIONS, AXON_CONDITIONS)
    if name not in known:
        raise ParameterError(f"no condition {name!r}{suggestion(name, known)}")
    if not 0.0 <= severity <= 1.0:
        raise ParameterError(f"severity of {name} = {severity} is outside 0 (health) to 1 (full disease)")
    return _changed(model, known[name], severity)


def give(model, name, concentration):
    """Return `model` in a drug (uM); raises ParameterError for an unknown name or concentration."""
    known = _known(model, name, DRUGS, JUNCTION_DRUGS, AXON_DRUGS)
    if name not in known:
        raise ParameterError(f"no drug {name!r}{suggestion(name, known)}")
    if not 0.0 <= concentration <= 1e6:
        raise ParameterError(f"concentration of {name} = {concentration} is outside 0 to 1e+06 uM")
    return _changed(model, known[name], concentration)


def _known(model, name, everywhere, at_junction, in_axon):
    """Return what may act on a model; raises ParameterError for what needs a junction that it has not."""
    if "motoneuron" in model.parts:
        return MOTONEURON_CONDITIONS
    if "axon" in model.parts:
        return in_axon
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
