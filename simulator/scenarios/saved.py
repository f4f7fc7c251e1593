"""A saved run, run again from what its file holds."""

import json
from dataclasses import replace
from pathlib import Path

import xarray

from simulator import protocol
from simulator.conditions import BACK_CONDITIONS, CONDITIONS
from simulator.models.back import Back
from simulator.models.muscle import Muscle
from simulator.models.recovery import Recovery
from simulator.models.sarcomeres import Sarcomeres
from simulator.scenarios import loader
from simulator.scenarios.mistakes import ScenarioError
from simulator.scenarios.runner import disturbed
from simulator.scenarios.schema import ModelTable
from simulator.simulate import simulate

BODY = {"back": Back, "recovery": Recovery, "sarcomeres": Sarcomeres}  # which all their numbers make


def restore(description, conditions=()):
    """Return the Model that `describe` was called on, from its description and its conditions.

    It is made as it was, given its conditions, and then every number that still differs is set.
    """
    if description["name"] == "muscle":
        return _muscle(description)
    if description["name"] in BODY:
        model = BODY[description["name"]](**description["make"])
    else:
        name = {"fibre": "fibre", "Shorten 2007": "shorten2007"}[description["name"]]
        words = {"temperature": "temperature_degC"}
        made = {words.get(key, key): value for key, value in description["make"].items()}
        model = loader.make(ModelTable(name=name, **made))
    for name, amount in conditions:
        known = name in CONDITIONS or name in BACK_CONDITIONS
        model = model.with_condition(name, amount) if known else model.with_drug(name, amount)
    model = replace(model, conditions=tuple((name, float(amount)) for name, amount in conditions))
    known = model.parameters()
    changed = {path: value for path, value in description["parameters"].items() if known.get(path) != value}
    return model.with_parameters({path: (value, "restored from a saved run") for path, value in changed.items()})


def _muscle(description):
    """Return the Muscle that was made so, after all that was done to it."""
    muscle = Muscle.of(**description["make"])
    for verb, arguments in description["history"]:
        change = getattr(muscle, verb)
        muscle = change(*arguments) if isinstance(arguments, list) else change(arguments)
    return muscle


def rerun(file, *, conditions=None, drugs=None, changes=None, progress=None):
    """Return (scenario, case, results) of a saved NetCDF run again; arguments as in `runner.play`."""
    try:
        saved = xarray.load_dataset(file)
        record = {key: json.loads(saved.attrs[key]) for key in ("model", "protocol", "run", "conditions")}
        model = restore(record["model"], record["conditions"])
    except (OSError, KeyError, ValueError) as error:
        raise ScenarioError([f"{file}: not a saved run of this program: {error}"]) from None
    model = disturbed(model, conditions or {}, drugs or {}).with_parameters(changes or {})
    results = simulate(model, protocol.from_description(record["protocol"]), **record["run"], progress=progress)
    origin = json.loads(saved.attrs.get("scenario", "null")) or {"name": Path(file).stem, "case": "run"}
    results.attrs["scenario"] = json.dumps(origin)
    return origin["name"], origin["case"], results
