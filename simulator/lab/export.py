"""A scenario's laboratory as one file: the page, its modules, and runs computed beforehand; it needs no network."""

import json
import os
from base64 import b64encode
from dataclasses import replace
from importlib import import_module
from pathlib import Path

from simulator.lab.answer import answer
from simulator.lab.catalogue import catalogue
from simulator.lab.document import document
from simulator.lab.examples import scenario_named
from simulator.lab.frame import COLUMNS
from simulator.lab.lesson import lesson
from simulator.lab.limits import Limits
from simulator.lab.play import healthy
from simulator.lab.request import Request
from simulator.scenarios.mistakes import ScenarioError

FRAMES, MOST_ROWS = 1_300_000, 2_400  # bytes of all runs in base64, and rows of one
STEPS = 9  # of the slider over a condition
FILAMENTS = ("crossbridge.plateau_begins", "crossbridge.plateau_ends", "crossbridge.overlap_ends")


def export(name, path, *, limits=Limits(), progress=None):  # noqa: B008 - frozen
    """Write a scenario's page to `path`, all at once or not at all; return the path.

    progress : called with a label and the fraction done

    Raises ScenarioError for a scenario that is unknown.
    """
    text = page(name, limits=limits, progress=progress)
    path = Path(path)
    temporary = path.with_name(f".{path.stem}.{os.getpid()}{path.suffix}")
    try:
        temporary.write_text(text, encoding="utf-8")
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)
    return path


def page(name, *, limits=Limits(), progress=None):  # noqa: B008
    """Return the page of a scenario, with its runs."""
    return document(recorded(name, limits=limits, progress=progress))


def recorded(name, *, limits=Limits(), progress=None):  # noqa: B008
    """Return what the page shows in place of a server: the catalogue, answers, the axis of its slider, and all cases.

    A scenario none of whose cases is a run of one fibre as the laboratory makes it has no answers.
    """
    told = catalogue(limits)
    scenario = scenario_named(name)
    cases = [case for case in scenario["cases"] if case["request"]]
    axis, steps = _axis(cases)
    wanted = [{"case": case["name"], "request": case["request"]} for case in cases] + steps
    wanted += _unchanged([row["request"] for row in wanted])
    rows = rows_of(max(1, len(wanted)), limits)
    limits = replace(limits, rows=rows, most_rows=rows)
    lessons = [lesson(name, number, progress) for number in range(len(scenario["cases"]))]
    for done, row in enumerate(wanted):
        if progress:
            progress("runs", done / len(wanted))
        row["frame"] = _frame(row["request"], limits)
    return {"catalogue": _needed(told, scenario), "axis": axis, "answers": wanted, "lessons": lessons}


def rows_of(runs, limits):
    """Return how many rows each of so many runs may have: more than are sent live, if there is room."""
    room = FRAMES // (runs * 4 * (1 + len(COLUMNS)) * 4 // 3)
    return max(min(limits.rows, MOST_ROWS), min(room, MOST_ROWS))


def _axis(cases):
    """Return a slider over the severity of the last case's first condition, and its steps; None, [] without one."""
    for case in reversed(cases):
        for condition in case["request"].get("conditions", {}):
            severities = [step / (STEPS - 1) for step in range(STEPS)]
            requests = [case["request"] | {"conditions": {condition: severity}} for severity in severities]
            if _same_but_for(case, condition):
                steps = [{"value": x, "request": r} for x, r in zip(severities, requests, strict=True)]
                return {"label": condition, "unit": "severity"}, steps
    return None, []


def _same_but_for(case, condition):
    """Return whether a case has this one condition and nothing else."""
    asked = case["request"]
    return set(asked.get("conditions", {})) == {condition} and not asked.get("set") and not asked.get("drugs")


def _unchanged(requests):
    """Return one row for each healthy fibre that the page compares with."""
    seen = {}
    for request in requests:
        kept = healthy(Request.model_validate(request)).model_dump(exclude={"id"}, exclude_unset=True)
        seen.setdefault(json.dumps(kept, sort_keys=True), kept)
    return [{"request": kept} for kept in seen.values()]


def _frame(request, limits):
    """Return the answer to a request in base64; raises ScenarioError if there is none."""
    found = answer(Request.model_validate(request), limits)
    if isinstance(found, str):
        raise ScenarioError([json.loads(found)["error"]])
    return b64encode(found).decode()


def _needed(told, scenario):
    """Return what this page needs of a catalogue."""
    models = [
        model
        | {
            "parameters": {path: model["parameters"][path] for path in FILAMENTS},
            "species_values": {
                species: {path: value for path, value in values.items() if path in FILAMENTS}
                for species, values in model["species_values"].items()
            },
        }
        for model in told["models"]
        if not model["whole"]
    ]
    kept = {key: told[key] for key in ("columns", "muscle_columns", "measures", "stages", "limits")}
    version = import_module("simulator").__version__
    return kept | {
        "version": version, "models": models, "conditions": [], "drugs": [], "scenarios": [scenario],
    }  # fmt: skip
