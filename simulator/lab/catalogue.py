"""All that a page may offer: parameters with their ranges, conditions, drugs, scenarios, columns, measures."""

import math
from importlib import import_module

from simulator.conditions import CONDITIONS, DRUGS
from simulator.conditions.change import Effect
from simulator.lab.examples import scenarios
from simulator.lab.frame import COLUMNS
from simulator.lab.told import LINKS, SHOWN
from simulator.lab.whole import measure_units
from simulator.lab.whole_catalogue import acting, columns, muscles
from simulator.measures.readings import FORCE, READINGS
from simulator.models.fibre import SPECIES, Fibre, FibreOutputs

KINDS = ("fast", "slow")
GROUPS = ("excitability", "calcium", "membrane", "crossbridge", "energy", "mechanics")
OPEN = ("excitability", "calcium")  # groups whose first parameters stand in the open
FIRST = (  # what a teacher moves first
    "membrane.chloride_permeability", "membrane.sodium_permeability", "membrane.noninactivating_fraction",
    "membrane.bath_potassium", "membrane.rectifier_permeability", "membrane.inward_rectifier_permeability",
    "calcium.uptake_rate", "calcium.release_permeability", "calcium.release_leak", "crossbridge.attachment_rate",
    "crossbridge.detachment_rate", "energy.oxygen", "mechanics.tendon_ratio",
)  # fmt: skip


def catalogue(limits):
    """Return the catalogue as plain data."""
    conditions, drugs = acting()
    return {
        "version": import_module("simulator").__version__,
        "models": [*(_model(kind) for kind in KINDS), *muscles()],
        "conditions": [_told(c) | {"fibre": name in CONDITIONS} for name, (c, *_) in conditions.items()],
        "drugs": [
            _told(d) | {"unit": "uM", "usual": _usual(d), "fibre": name in DRUGS} for name, (d, *_) in drugs.items()
        ],
        "scenarios": scenarios(),
        "columns": _columns(),
        "muscle_columns": columns(),
        "measures": {name: _measure(READINGS[name]) for name in SHOWN} | measure_units(),
        "stages": list(LINKS),
        "limits": limits.describe(),
    }


def _model(kind):
    """Return one kind of fibre: the human one's parameters, and where another species' values differ."""
    first, *others = (getattr(Fibre, kind)(species=species) for species in SPECIES)
    parameters = {path: _parameter(path, q) for path, q in first.parameters().items() if "." in path}
    values = {fibre.species: _differing(fibre, first) for fibre in (first, *others)}
    temperatures = {fibre.species: fibre.temperature for fibre in (first, *others)}
    return {
        "name": kind,
        "whole": False,
        "species": list(SPECIES),
        "temperatures": temperatures,
        "open": list(OPEN),
        "groups": list(GROUPS),
        "parameters": parameters,
        "species_values": values,
    }


def _differing(fibre, first):
    """Return {path: value} where a fibre differs from the first."""
    usual = first.parameters()
    return {path: float(q) for path, q in fibre.parameters().items() if "." in path and q != usual[path]}


def _parameter(path, q):
    low, high = _range(float(q), q.low, q.high)
    return {
        "value": float(q), "unit": q.unit, "meaning": q.meaning, "source": q.source, "low": low, "high": high,
        "group": group(path), "first": path in FIRST,
    }  # fmt: skip


def _range(value, low, high):
    """Return the ends of a slider."""
    return (
        float(low) if math.isfinite(low) else min(value / 10, value * 10),
        float(high) if math.isfinite(high) else max(value / 10, value * 10, 1.0),
    )


def group(path):
    """Return the group of a parameter: what makes a membrane excitable stands apart from the rest of it."""
    stage, _, name = path.partition(".")
    moved = ("permeability", "conductance", "bath_", "noninactivating_fraction", "sodium_leak")
    return "excitability" if stage == "membrane" and any(part in name for part in moved) else stage


def _told(change):
    return {key: getattr(change, key) for key in ("name", "stage", "meaning", "source")}


def _usual(drug):
    """Return a concentration that does about half of what the drug can do (uM)."""
    effect = drug.effects[0]
    return float(effect.half if isinstance(effect, Effect) else effect.unit)


def _columns():
    fields = FibreOutputs.__dataclass_fields__
    rows = [{"name": "time", "unit": "ms", "meaning": "time"}]
    return rows + [
        {"name": name, "unit": fields[own].metadata["unit"], "meaning": fields[own].metadata["meaning"]}
        for name, own in COLUMNS.items()
    ]


def _measure(reading):
    return {"unit": "kPa" if reading.unit == FORCE else reading.unit, "meaning": reading.meaning}
