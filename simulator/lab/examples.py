"""The scenarios as a page shows them: their words, and each case that the laboratory can run as a request."""

import math

from pydantic import ValidationError

from simulator.lab.play import model_of as lab_model
from simulator.lab.play import protocol_of as lab_protocol
from simulator.lab.request import Request, RequestError
from simulator.protocol import STRENGTH, ProtocolError
from simulator.quantity import ParameterError, suggestion
from simulator.scenarios import loader, runner
from simulator.scenarios.mistakes import ScenarioError

SAME = 1e-9  # relative difference of numbers that count as the same


def scenarios():
    """Return every packaged scenario as plain data."""
    return [_scenario(row) for row in loader.summaries()]


def scenario_named(name):
    """Return one packaged scenario as plain data, or raise ScenarioError."""
    row = next((row for row in loader.summaries() if row["name"] == name), None)
    if row is None:
        raise ScenarioError([f"no scenario {name!r}{suggestion(name, loader.names())}"])
    return _scenario(row)


def _scenario(row):
    scenario = loader.load(row["name"], numbers=False)
    lesson = scenario.lesson
    words = {"predict": lesson.predict, "explain": lesson.explain, "ask": lesson.ask, "leaves_out": lesson.leaves_out}
    cases = [{"name": case.name, "request": request_of(scenario, case)} for case in scenario.cases]
    expect = [e.model_dump(exclude_none=True) | {"subject": e.subject} for e in scenario.expect]
    apart = scenario.figure == "units" and not scenario.curve
    return row | words | {"cases": cases, "expect": expect, "apart": apart}


def request_of(scenario, case):
    """Return the request that runs a case as it is written, or None if the laboratory cannot."""
    table, protocol = case.model or scenario.model, case.protocol or scenario.protocol
    if scenario.curve or table.name != "fibre" or scenario.duration_ms is None:
        return None
    if protocol.changes or protocol.stretches or protocol.cycle or protocol.drives:
        return None
    load, stimuli = protocol.load, _stimuli(protocol)
    if stimuli is None or load and (load.start_ms or load.end_ms is not None):
        return None
    data = {"model": table.kind, "species": table.species, "protocol": stimuli, "duration_ms": scenario.duration_ms}
    data |= {"conditions": case.conditions, "drugs": case.drugs_uM, "load": load.load if load else None}
    if table.temperature_degC is not None:
        data["temperature"] = table.temperature_degC
    return _proved(data, scenario, case)


def _stimuli(protocol):
    """Return the pulses as a train, or None if they are none."""
    train, pulses, doublet = protocol.train, protocol.pulses, protocol.doublet
    given = [table for table in (train, pulses, doublet) if table]
    if not given:
        return {"count": 0}
    if len(given) > 1 or (train and train.repeats > 1) or (pulses and len(pulses.times_ms) > 1):
        return None
    shape = {"strength": given[0].strength_uA_per_cm2 / STRENGTH, "width_ms": given[0].width_ms}
    if pulses:
        return shape | {"start_ms": pulses.times_ms[0], "count": 1}
    if doublet:
        return shape | {"start_ms": doublet.start_ms, "rate_hz": 1000 / doublet.gap_ms, "count": 2}
    count = train.count or max(1, math.ceil(train.lasting_ms * train.rate_hz / 1000 - 1e-9))
    return shape | {"start_ms": train.start_ms, "rate_hz": train.rate_hz, "count": count}


def _proved(data, scenario, case):
    """Return the request if its fibre and its pulses are those of the case, else None."""
    meant = runner.model_of(scenario, case)
    plain = meant.make()
    base = type(meant)._of(plain["kind"], plain["species"], data.get("temperature"))
    data["set"] = _set(base, case)
    try:
        request = Request.model_validate(data)
        model, pulses = lab_model(request), lab_protocol(request).pulses
    except (ValidationError, RequestError, ParameterError, ProtocolError):
        return None
    wanted = runner.protocol_of(scenario, case).pulses
    same = all(math.isclose(a, b, rel_tol=SAME) for a, b in zip(model.packed(), meant.packed(), strict=True))
    alike = len(pulses) == len(wanted) and all(
        math.isclose(a, b, rel_tol=1e-6) for p, w in zip(sorted(pulses), sorted(wanted), strict=True)
        for a, b in zip(p, w, strict=True)
    )  # fmt: skip
    return request.model_dump(exclude={"id"}, exclude_unset=True) if same and alike else None


def _set(fibre, case):
    """Return what a case scales and sets, as values of the healthy fibre."""
    known = fibre.parameters()
    return {path: float(known[path]) * factor for path, factor in case.scale.items()} | dict(case.set)
