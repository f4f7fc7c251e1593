"""The spasm atlas: every condition's signature, and what stops it, found by running the model.

A scenario with an `[atlas]` table shows a condition beside health. Here its ill case is run again with
each intervention, from the time that the table gives, and the force in its window is compared with that of
the untreated and of the healthy fibre or muscle (or the action potentials, for a discharge).
"""

from simulator import measures
from simulator.measures import muscle
from simulator.protocol import Change
from simulator.scenarios import loader, runner
from simulator.simulate import simulate

HELPS, HELPS_PARTLY = 0.75, 0.25  # of the difference between ill and healthy that an intervention takes away
DECIDES = {"contraction": "force", "weakness": "force", "discharge": "spikes"}
BEFORE_THE_FIBRE = "nerve block", "curare"  # a fibre without its nerve gets no more stimuli instead
INTERVENTIONS = {  # what is changed
    "nerve block": {"drugs": {"lidocaine": 2000.0}},
    "curare": {"drugs": {"curare": 10.0}},
    "tetrodotoxin": {"drugs": {"tetrodotoxin": 1.0}},
    "ClC-1 opener": {"drugs": {"ClC-1 opener": 30.0}},
    "dantrolene": {"drugs": {"dantrolene": 20.0}},
    "ATP restored": {"set": {"energy.perfusion": 1e-3}},
}


def atlas(names=None, *, progress=None):
    """Return one dict for each scenario with an atlas table: its condition, told and treated.

    names : of scenarios, all unless told; progress : called with the name and the fraction done

    Each dict has `name` (of the condition), `scenario`, `severity`, `stage`, `trouble`, `signature` and
    `healthy` (see `measures.signature`), `judged` (what decides, ill and healthy), and `interventions`:
    {name: {"verdict", "left", "expected", "agrees", "why"}}, where `left` is the part of the trouble that
    stays and `why` explains a miss.
    """
    rows = []
    for name in names or loader.names():
        scenario = loader.load(name, numbers=False)
        if scenario.atlas:
            rows.append(_row(name, scenario, progress))
    return rows


def by_severity(name, severities):
    """Return the main measure of a scenario's atlas table (see `graded_by`) at each severity, in its window."""
    scenario = loader.load(name, numbers=False)
    table = scenario.atlas
    case = next(case for case in scenario.cases if case.name == table.case)
    graded = [case.model_copy(update={"conditions": case.conditions | {table.condition: x}}) for x in severities]
    return [_measured(_run(scenario, each), table.graded_by or DECIDES[table.trouble], table) for each in graded]


def misses(rows):
    """Return (condition, intervention, found, expected, why) of every cell that disagrees with what is expected."""
    return [
        (row["name"], name, cell["verdict"], cell["expected"], cell["why"])
        for row in rows
        for name, cell in row["interventions"].items()
        if cell["agrees"] is False
    ]


def _row(name, scenario, progress):
    table = scenario.atlas
    cases = {case.name: case for case in scenario.cases}
    ill, healthy = (_run(scenario, cases[case]) for case in (table.case, table.healthy))
    bad, good = _judged(ill, table), _judged(healthy, table)
    found = {}
    for step, (treatment, change) in enumerate(INTERVENTIONS.items()):
        if progress:
            progress(name, (step + 1) / len(INTERVENTIONS))
        treated = _judged(_run(scenario, cases[table.case], treatment, change), table)
        left = (treated - good) / (bad - good)
        verdict = "yes" if left < 1 - HELPS else "partly" if left < 1 - HELPS_PARTLY else "no"
        expected = table.expected.get(treatment)
        found[treatment] = {
            "verdict": verdict,
            "left": left,
            "expected": expected,
            "agrees": None if expected is None else verdict == expected,
            "why": table.misses.get(treatment, ""),
        }
    return {
        "name": table.condition,
        "scenario": name,
        "severity": cases[table.case].conditions.get(table.condition, 1.0),
        "stage": scenario.stage,
        "trouble": table.trouble,
        "signature": _plain(_signature(ill, table.judge_ms[0])),
        "healthy": _plain(_signature(healthy, table.judge_ms[0])),
        "judged": {"ill": bad, "healthy": good},
        "interventions": found,
    }


def _signature(results, since):
    room = muscle if "unit_force" in results else measures
    return room.signature(results, since)


def _plain(signature):
    """Return a Signature as plain data; what is not a number is None."""
    return {name: None if value != value else value for name, value in signature._asdict().items()}


def _run(scenario, case, treatment=None, change=None):
    """Return the results of a case, with an intervention."""
    protocol = runner.protocol_of(scenario, case)
    model = runner.model_of(scenario, case)
    if treatment in BEFORE_THE_FIBRE and "axon" not in model.parts:
        protocol = protocol.without_pulses_from(scenario.atlas.at_ms)
    elif change:
        protocol += Change(scenario.atlas.at_ms, **change)
    return simulate(model, protocol, duration=scenario.duration_ms, interval=scenario.interval_ms)


def _judged(results, table):
    """Return what decides whether there is trouble."""
    return _measured(results, DECIDES[table.trouble], table)


def _measured(results, what, table):
    """Return mean relative force, potential (mV) or ATP (mM), or the action potentials, in the window that decides."""
    begin, end = table.judge_ms
    if what == "spikes":
        times = measures.spikes(results)
        return float(((times >= begin) & (times <= end)).sum())
    variable = {"force": "relative_force", "potential": "membrane_potential", "atp": "atp"}[what]
    return float(results[variable].sel(time=slice(begin, end)).mean())
