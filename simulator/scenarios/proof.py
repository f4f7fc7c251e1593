"""All that is wrong with a scenario file, as far as can be told without running it."""

from simulator.measures.readings import applies_to
from simulator.protocol import ProtocolError
from simulator.quantity import ParameterError
from simulator.scenarios import loader, runner
from simulator.scenarios.mistakes import ScenarioError
from simulator.simulate.muscle import MEANS, PANELS, UNIT


def problems(name):
    """Return one sentence for each mistake in a scenario, given by name or path; none if it can be run."""
    try:
        scenario = loader.load(name)
    except ScenarioError as error:
        return error.problems
    if scenario.curve:
        return []
    shown = loader.find(name).name
    return [f"{shown}: cases[{case.name}]: {text}" for case in scenario.cases for text in _case(scenario, case)]


def _case(scenario, case):
    """Yield mistakes that show when a case's model and protocol are made, or when it would be drawn and measured."""
    try:
        model, protocol = runner.model_of(scenario, case), runner.protocol_of(scenario, case)
        for change in protocol.changes:
            model = change.applied_to(model)
    except ScenarioError as error:
        yield from (text.removeprefix(f"case {case.name!r}: ") for text in error.problems)
        return
    except (ParameterError, ProtocolError) as error:
        yield str(error)
        return
    known = _outputs(model)
    for row in scenario.expect:
        if case.name in (row.ratio or [row.case]) and not applies_to(row.measure, known, len(protocol.pulses)):
            yield f"expect: {row.measure} cannot be read off this model with {len(protocol.pulses)} stimuli"


def _outputs(model):
    """Return the names of what a run of a model can show."""
    if hasattr(model, "pool"):
        return [*PANELS, *MEANS, *UNIT]
    return [name for name in model.system.output_fields if "." not in name]
