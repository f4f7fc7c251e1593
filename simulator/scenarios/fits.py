"""Fits of a scenario: which of its runs is fitted, and the outcome as plain data."""

from simulator.quantity import suggestion
from simulator.scenarios import loader
from simulator.scenarios.mistakes import ScenarioError
from simulator.scenarios.runner import model_of, protocols_of


def planned(name, case=None):
    """Return (scenario's name, case's name, model, protocol, duration in ms) of one case, the first unless told.

    Raises ScenarioError for a case that does not exist, or is a curve.
    """
    scenario, stem = loader.load(name), loader.find(name).stem
    cases = {c.name: c for c in scenario.cases}
    if case is not None and case not in cases:
        raise ScenarioError([f"no case {case!r} in {stem}{suggestion(case, cases)}"])
    chosen = cases[case] if case else scenario.cases[0]
    protocols = protocols_of(scenario, chosen)
    if None not in protocols:
        raise ScenarioError([f"case {chosen.name!r} of {stem} is run at several rates: a fit repeats a single run"])
    return stem, chosen.name, model_of(scenario, chosen), protocols[None], scenario.duration_ms
