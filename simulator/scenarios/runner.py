"""Run a scenario: each case through its protocol, then each expectation."""

import json
import math
from dataclasses import dataclass

from simulator import tasks
from simulator.curves import CURVES, numbers_of
from simulator.measures.readings import read, read_all
from simulator.models.recovery import Recovery
from simulator.protocol import Change, Cycle, Doublet, Drive, Load, ProtocolError, Pulses, Rest, Stretch, Train
from simulator.quantity import suggestion
from simulator.scenarios import loader
from simulator.scenarios.mistakes import ScenarioError
from simulator.scenarios.schema import TASK_KEYS
from simulator.simulate import simulate

DAY = 8.64e7  # ms


@dataclass(frozen=True)
class Outcome:
    """What a scenario gave.

    results : {case: Dataset}, of a run or a curve
    measures : {case: {measure: value}}
    expect : one dict for each expectation: measure, case, low, high, value, passed, source
    """

    name: str
    results: dict
    measures: dict
    expect: list

    @property
    def passed(self):
        """Whether every expectation holds."""
        return all(row["passed"] for row in self.expect)

    def describe(self):
        """Return it as plain data, without the traces; what is not a number is None."""
        cases = {case: {name: _plain(value) for name, value in found.items()} for case, found in self.measures.items()}
        expect = [row | {"value": _plain(row["value"])} for row in self.expect]
        return {"scenario": self.name, "cases": cases, "expect": expect}


def run(name, *, conditions=None, drugs=None, changes=None):
    """Return the Outcome of a scenario, given by name or path.

    conditions : {name: severity}, drugs : {name: uM} and changes : {"stage.parameter": value} act on every
    case, on top.

    Raises ScenarioError for a file that cannot be run as written, ParameterError for changes that
    cannot be made.
    """
    scenario = loader.load(name)
    results = dict(play(scenario, name, conditions=conditions, drugs=drugs, changes=changes))
    return judge(scenario, name, results)


def play(scenario, name, *, conditions=None, drugs=None, changes=None, progress=None):
    """Yield (case, results) for each case of a Scenario, as `run` does, as soon as each is done.

    progress : called with the case and the fraction done
    """
    settings = settings_of(scenario)
    models = [model_of(scenario, case) for case in scenario.cases]
    models = [disturbed(model, conditions or {}, drugs or {}).with_parameters(changes or {}) for model in models]
    if scenario.curve:
        yield from _curves(scenario, name, models, progress)
        return
    protocols = [protocol_of(scenario, case) for case in scenario.cases]  # all made before any is run
    for case, model, protocol in zip(scenario.cases, models, protocols, strict=True):
        step = progress and (lambda fraction, name=case.name: progress(name, fraction))
        results = simulate(model, protocol, progress=step, **settings)
        results.attrs["scenario"] = json.dumps({"name": str(name), "case": case.name})
        yield case.name, results


def _curves(scenario, name, models, progress):
    """Yield (case, curve) for each case of a scenario that asks for a curve."""
    function = CURVES[scenario.curve.kind]
    for case, model in zip(scenario.cases, models, strict=True):
        if progress:
            progress(case.name, 0.0)
        found = function(model, scenario.curve.values)
        found.attrs["scenario"] = json.dumps({"name": str(name), "case": case.name})
        yield case.name, found


def is_curve(results):
    """Return whether results are a curve, and not those of a run."""
    return "curve" in results.attrs


def _read(measure, results):
    """Return one measure of a run or a curve."""
    return numbers_of(results)[measure] if is_curve(results) else read(measure, results)


def judge(scenario, name, results):
    """Return the Outcome of all cases' results: measures read, expectations (if any) checked."""
    measures = {case: numbers_of(found) if is_curve(found) else read_all(found) for case, found in results.items()}
    rows = []
    for row in scenario.expect if scenario else ():
        values = [_read(row.measure, results[case]) for case in row.ratio or [row.case]]
        value = values[0] if len(values) == 1 else values[0] / values[1] if values[1] else math.nan
        passed = (
            not math.isnan(value) and (row.low is None or value >= row.low) and (row.high is None or value <= row.high)
        )
        told = {"measure": row.measure, "case": row.subject, "low": row.low, "high": row.high}
        rows.append(told | {"value": value, "passed": passed, "source": row.source})
    return Outcome(str(name), results, measures, rows)


def _plain(value):
    return value if math.isfinite(value) else None


def model_of(scenario, case):
    """Return the model of a case."""
    model = loader.make(case.model or scenario.model)
    if case.before:
        model = lived(model, case.before)
    return disturbed(model, case.conditions, case.drugs_uM).scaled(case.scale).with_parameters(case.set)


def lived(model, before):
    """Return a back, a fibre or a muscle as what it went through leaves it."""
    if before.damage is not None:
        duration = before.lasting_d
        return model.after(simulate(Recovery.human(damage=before.damage), duration=duration, interval=duration / 100))
    duration = before.lasting_d * DAY
    return model.after(simulate(model, _tasks(before.tasks), duration=duration, interval=duration / 100))


def disturbed(model, conditions, drugs):
    """Return a model with {condition: severity} and {drug: uM}; raises ScenarioError for one that can have none."""
    for name, amount in (conditions | drugs).items():
        if not hasattr(model, "with_condition"):
            raise ScenarioError([f"{name!r}: conditions and drugs act on our own fibre only"])
        model = model.with_condition(name, amount) if name in conditions else model.with_drug(name, amount)
    return model


def planned(name, case=None):
    """Return (scenario's name, case's name, arguments of `simulate`) of one case of a scenario, the first
    unless told, for what repeats a single run.

    Raises ScenarioError for a case that does not exist, or is a curve.
    """
    scenario, stem = loader.load(name), loader.find(name).stem
    cases = {c.name: c for c in scenario.cases}
    if case is not None and case not in cases:
        raise ScenarioError([f"no case {case!r} in {stem}{suggestion(case, cases)}"])
    chosen = cases[case] if case else scenario.cases[0]
    if scenario.curve:
        raise ScenarioError([f"{stem} is a curve of many runs: a scenario of single runs is needed"])
    arguments = dict(model=model_of(scenario, chosen), protocol=protocol_of(scenario, chosen))
    return stem, chosen.name, arguments | settings_of(scenario)


def settings_of(scenario):
    """Return duration and interval of a scenario, in the unit of time of its models."""
    if scenario.duration_d:
        return {"duration": scenario.duration_d, "interval": scenario.interval_d}
    return {"duration": scenario.duration_ms, "interval": scenario.interval_ms}


def protocol_of(scenario, case):
    """Return the Protocol of a case."""
    table = case.protocol or scenario.protocol
    made = Rest()
    try:
        for change in table.changes:
            tables = dict(scale=change.scale, set=change.set, conditions=change.conditions, drugs=change.drugs_uM)
            made += Change(change.at_d if change.at_ms is None else change.at_ms, **tables)
        if table.pulses:
            made += Pulses(table.pulses.times_ms, **_shape(table.pulses))
        if table.doublet:
            made += Doublet(table.doublet.gap_ms, start=table.doublet.start_ms, **_shape(table.doublet))
        if table.train:
            made += _train(table.train)
        made += _moves(table) + _drives(table) + _tasks(table.tasks)
        made.schedule(settings_of(scenario)["duration"], "ms" if scenario.duration_d is None else "d")
    except ProtocolError as error:
        raise ScenarioError([f"case {case.name!r}: protocol: {error}"]) from None
    return made


def _moves(table):
    """Return what is done to the end of the fibre."""
    done = sum((Stretch(s.at_ms, s.by, lasting=s.lasting_ms) for s in table.stretches), Rest())
    if table.load:
        done += Load(table.load.load, start=table.load.start_ms, end=table.load.end_ms)
    if table.cycle:
        done += Cycle(table.cycle.rate_hz, table.cycle.amplitude, table.cycle.count, start=table.cycle.start_ms)
    return done


def _drives(table):
    """Return the voluntary drive of a muscle."""
    return sum((Drive(d.line or d.level, start=d.start_ms, end=d.end_ms, rise=d.rise_ms) for d in table.drives), Rest())


def _tasks(tables):
    """Return what a back is asked to do."""
    made = Rest()
    for table in tables:
        told = {key: value for key, value in table.model_dump(exclude={"kind"}).items() if value is not None}
        made += getattr(tasks, table.kind)(**{TASK_KEYS.get(key, key): value for key, value in told.items()})
    return made


def _train(table):
    """Return the pulses of a train; one that lasts holds all pulses that start within its time."""
    count = table.count or max(1, math.ceil(table.lasting_ms * table.rate_hz / 1000 - 1e-9))
    again = {"repeats": table.repeats, "every": table.every_ms}
    return Train(table.rate_hz, count, start=table.start_ms, **again, **_shape(table))


def _shape(table):
    strength = table.strength_uA_per_cm2 if table.current_mA is None else table.current_mA
    return {"strength": strength, "width": table.width_ms}
