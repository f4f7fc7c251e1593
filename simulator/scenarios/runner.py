"""Run a scenario: each case through its protocol, then each expectation."""

import json
import math
from dataclasses import dataclass

from simulator.protocol import Change, Doublet, ProtocolError, Pulses, Rest, Train
from simulator.scenarios import loader
from simulator.scenarios.mistakes import ScenarioError
from simulator.scenarios.readings import read, read_all
from simulator.simulate import simulate


@dataclass(frozen=True)
class Outcome:
    """What a scenario gave.

    results : {case: Dataset, or {rate in Hz: Dataset} for a curve}
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


def run(name, *, conditions=None, changes=None):
    """Return the Outcome of a scenario, given by name or path.

    conditions : {name: severity} and changes : {"stage.parameter": value} act on every case, on top.

    Raises ScenarioError for a file that cannot be run as written, ParameterError for changes that
    cannot be made.
    """
    scenario = loader.load(name)
    results = dict(play(scenario, name, conditions=conditions, changes=changes))
    return judge(scenario, name, results)


def play(scenario, name, *, conditions=None, changes=None, progress=None):
    """Yield (case, results) for each case of a Scenario, as `run` does, as soon as each is done.

    progress : called with the case and the fraction done
    """
    settings = {"duration": scenario.duration_ms, "interval": scenario.interval_ms}
    models = [_model(scenario, case, conditions or {}, changes or {}) for case in scenario.cases]
    protocols = [_protocols(scenario, case) for case in scenario.cases]  # all made before any is run
    for case, model, by_rate in zip(scenario.cases, models, protocols, strict=True):
        done = {}
        for rate, protocol in by_rate.items():
            step = _step(progress, case.name, len(done), len(by_rate))
            results = simulate(model, protocol, progress=step, **settings)
            results.attrs["scenario"] = json.dumps({"name": str(name), "case": case.name, "rate": rate})
            done[rate] = results
        yield case.name, done.get(None, done)


def _step(progress, case, done, total):
    """Return what to call with the fraction done of one of a case's runs."""
    return progress and (lambda fraction: progress(case, (done + fraction) / total))


def judge(scenario, name, results):
    """Return the Outcome of all cases' results: measures read, expectations (if any) checked."""
    measures = {case: read_all(found) for case, found in results.items()}
    rows = []
    for row in scenario.expect if scenario else ():
        values = [read(row.measure, results[case]) for case in row.ratio or [row.case]]
        value = values[0] if len(values) == 1 else values[0] / values[1] if values[1] else math.nan
        passed = (
            not math.isnan(value) and (row.low is None or value >= row.low) and (row.high is None or value <= row.high)
        )
        told = {"measure": row.measure, "case": row.subject, "low": row.low, "high": row.high}
        rows.append(told | {"value": value, "passed": passed, "source": row.source})
    return Outcome(str(name), results, measures, rows)


def _plain(value):
    return value if math.isfinite(value) else None


def _model(scenario, case, conditions, changes):
    """Return the model of a case."""
    model = with_conditions(loader.make(case.model or scenario.model), case.conditions)
    model = model.scaled(case.scale).with_parameters(case.set)
    return with_conditions(model, conditions).with_parameters(changes)


def with_conditions(model, conditions):
    """Return a model with {condition: severity}; raises ScenarioError for one that can have none."""
    if conditions and not hasattr(model, "with_condition"):
        raise ScenarioError([f"condition {next(iter(conditions))!r}: conditions act on our own fibre only"])
    for name, severity in conditions.items():
        model = model.with_condition(name, severity)
    return model


def _protocols(scenario, case):
    """Return {rate: Protocol} of a curve, or {None: Protocol} of a single run."""
    table = case.protocol or scenario.protocol
    common = Rest()
    try:
        for change in table.changes:
            common += Change(change.at_ms, scale=change.scale, set=change.set)
        if table.pulses:
            common += Pulses(table.pulses.times_ms, **_shape(table.pulses))
        if table.doublet:
            common += Doublet(table.doublet.gap_ms, start=table.doublet.start_ms, **_shape(table.doublet))
        rates = (table.train.rates_hz or [table.train.rate_hz]) if table.train else []
        made = {rate: common + _train(table.train, rate) for rate in rates}
        for protocol in made.values() or [common]:
            protocol.schedule(scenario.duration_ms)
    except ProtocolError as error:
        raise ScenarioError([f"case {case.name!r}: protocol: {error}"]) from None
    if table.train and table.train.rates_hz:
        return made
    return {None: next(iter(made.values()), common)}


def _train(table, rate):
    """Return the pulses of a train; one that lasts holds all pulses that start within its time."""
    count = table.count or max(1, math.ceil(table.lasting_ms * rate / 1000 - 1e-9))
    return Train(rate, count, start=table.start_ms, **_shape(table))


def _shape(table):
    return {"strength": table.strength_uA_per_cm2, "width": table.width_ms}
