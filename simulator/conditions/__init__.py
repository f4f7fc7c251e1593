"""Named disturbances, surroundings, drugs and remedies: which numbers each one changes, and how far."""

from simulator.conditions import (
    axon,
    back,
    calcium,
    energy,
    junction,
    membrane,
    motoneuron,
    spinal,
    strain,
    surroundings,
)
from simulator.conditions.change import Condition, Drug, Effect
from simulator.conditions.drugs import LIST as _DRUGS
from simulator.quantity import ParameterError, suggestion

CONDITIONS = {c.name: c for room in (membrane, calcium, energy, strain, surroundings) for c in room.LIST}
DRUGS = {d.name: d for d in _DRUGS}
JUNCTION_CONDITIONS = {c.name: c for c in junction.LIST}
JUNCTION_DRUGS = {d.name: d for d in junction.DRUGS}
MOTONEURON_CONDITIONS = {c.name: c for c in motoneuron.LIST}
AXON_CONDITIONS = {c.name: c for c in axon.LIST}
AXON_DRUGS = {d.name: d for d in axon.DRUGS}
SPINAL_CONDITIONS = {c.name: c for c in (*spinal.LIST, *strain.OF_THE_CORD)}
BACK_CONDITIONS = {c.name: c for c in back.LIST}
SPINAL_DRUGS = {d.name: d for d in spinal.DRUGS}

_CONDITIONS = {  # by the stage that a model must have
    "membrane": CONDITIONS,
    "junction": JUNCTION_CONDITIONS,
    "motoneuron": MOTONEURON_CONDITIONS,
    "axon": AXON_CONDITIONS,
    "pool": SPINAL_CONDITIONS,
    "cord": BACK_CONDITIONS,
}
_DRUGS_OF = {"membrane": DRUGS, "junction": JUNCTION_DRUGS, "axon": AXON_DRUGS, "pool": SPINAL_DRUGS}

__all__ = [
    "AXON_CONDITIONS",
    "AXON_DRUGS",
    "BACK_CONDITIONS",
    "CONDITIONS",
    "DRUGS",
    "JUNCTION_CONDITIONS",
    "JUNCTION_DRUGS",
    "MOTONEURON_CONDITIONS",
    "SPINAL_CONDITIONS",
    "SPINAL_DRUGS",
    "Condition",
    "Drug",
    "Effect",
    "apply",
    "conditions_for",
    "drugs_for",
    "everything",
    "give",
]


def everything(name=None):
    """Return (conditions, drugs): all there are, or all of a name, one for each stage that it acts on."""
    return tuple(
        [change for table in tables.values() for change in table.values() if name in (None, change.name)]
        for tables in (_CONDITIONS, _DRUGS_OF)
    )


def apply(model, name, severity=1.0):
    """Return `model` with a condition; raises ParameterError for an unknown name or severity."""
    (condition,) = conditions_for(model, name, severity)[:1]
    return _changed(model, condition, severity)


def give(model, name, concentration):
    """Return `model` in a drug (uM); raises ParameterError for an unknown name or concentration."""
    (drug,) = drugs_for(model, name, concentration)[:1]
    return _changed(model, drug, concentration)


def conditions_for(model, name, severity):
    """Return every Condition of a name that can act on a model, one for a stage.

    Raises ParameterError for an unknown name, one that acts on what the model has not, or an unknown severity.
    """
    found = _found(model, name, _CONDITIONS, "condition")
    if not 0.0 <= severity <= 1.0:
        raise ParameterError(f"severity of {name} = {severity} is outside 0 (health) to 1 (full disease)")
    return found


def drugs_for(model, name, concentration):
    """Return every Drug of a name that can act on a model, one for a stage; raises ParameterError likewise."""
    found = _found(model, name, _DRUGS_OF, "drug")
    if not 0.0 <= concentration <= 1e6:
        raise ParameterError(f"concentration of {name} = {concentration} is outside 0 to 1e+06 uM")
    return found


def _found(model, name, tables, kind):
    """Return what is called so in the tables of a model's stages."""
    known = {stage: table for stage, table in tables.items() if stage in model.parts}
    if found := tuple(table[name] for table in known.values() if name in table):
        return found
    for stage, table in tables.items():
        if name in table:
            raise ParameterError(
                f"{name} acts on the {stage}, which this {model.describe()['name']} has not; "
                f"a {'Back has it' if stage == 'cord' else 'Muscle has every stage'}"
            )
    names = {n for table in known.values() for n in table}
    near = suggestion(name, names) if names else f"; none acts on a {model.describe()['name']}"
    raise ParameterError(f"no {kind} {name!r}{near}")


def _changed(model, change, amount):
    """Return a model with a change of some amount, noted."""
    changed = model.with_parameters(change.changes(model.parameters(), amount))
    return changed.noted(change.name, float(amount))
