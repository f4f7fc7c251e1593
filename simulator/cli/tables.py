"""What the command prints: tables, lessons, outcomes."""

import json
import sys

WIDTH = 120  # characters, where there is no terminal to ask
MOST_ROWS = 24  # of a sweep


def print_json(value):
    print(json.dumps(value, indent=2, allow_nan=False))


def screen():
    from rich.console import Console

    width = None if sys.stdout.isatty() else WIDTH
    return Console(markup=False, highlight=False, emoji=False, width=width)


def print_table(title, columns, rows):
    """Print a table; the last column takes what room is left."""
    from rich.table import Table
    from rich.text import Text

    table = Table(title=title, title_justify="left", box=None, pad_edge=False, title_style="bold", header_style="dim")
    for place, column in enumerate(columns):
        table.add_column(Text(column), overflow="fold", no_wrap=place == 0)
    for row in rows:
        table.add_row(*(Text(cell) for cell in row))
    console = screen()
    console.print(table)
    console.print()


def print_rows(title, keys, rows):
    """Print dicts as a table with a column for each key."""
    print_table(title, keys, [[number(row[key]) for key in keys] for row in rows])


def number(value):
    """Return a value as a short text."""
    if value is None or value != value:
        return "-"
    return f"{value:.4g}" if isinstance(value, float) else str(value)


def parameter_sets(name):
    """Return {stage: {parameter: Quantity}} for a fibre such as HUMAN_FAST, and for what a muscle has besides."""
    import pkgutil
    from importlib import import_module

    from simulator import stages
    from simulator.models.muscle import Muscle
    from simulator.quantity import ParameterError

    found = {}
    for module in pkgutil.iter_modules(stages.__path__):
        chosen = getattr(import_module(f"simulator.stages.{module.name}"), name, None)
        if chosen is not None:
            found[module.name] = {p: getattr(chosen, p) for p in chosen.__dataclass_fields__}
    if not found:
        raise ParameterError("--kind is fast or slow, --species is human or mouse")
    muscle = Muscle.soleus(units=1)
    for part in muscle.parts:
        chosen = getattr(muscle, part)
        found.setdefault(part, {p: getattr(chosen, p) for p in chosen.__dataclass_fields__})
    return found


def show_parameters(stage, parameters):
    rows = [
        [path, str(q), q.unit, f"{q.low:g} to {q.high:g}", f"{q.meaning} [{q.source}]"]
        for path, q in parameters.items()
    ]
    print_table(stage, ["parameter", "value", "unit", "range", "meaning [source]"], rows)


def show_parameter(path, q):
    say(f"{path} = {q} {q.unit}", q.meaning, f"range: {q.low:g} to {q.high:g} {q.unit}", f"source: {q.source}")


def show_condition(condition):
    changes = [f"{path} x {factor:g}" for path, factor in condition.scale.items()]
    changes += [f"{path} = {value:g}" for path, value in condition.set.items()]
    say(condition.name, condition.meaning, f"stage: {condition.stage}",
         f"at severity 1: {', '.join(changes)}", f"source: {condition.source}")  # fmt: skip


def show_drug(drug):
    say(drug.name, drug.meaning, f"stage: {drug.stage}", *map(str, drug.effects), f"source: {drug.source}")


def say(title, *paragraphs):
    from rich.text import Text

    console = screen()
    console.print(Text(title, style="bold"))
    for paragraph in paragraphs:
        console.print(" ".join(paragraph.split()))
    console.print()


def show_scenario(name, scenario):
    say(f"{scenario.title} ({name})", scenario.question, f"stage: {scenario.stage}")
    print_table("cases", ["case", "what differs"], [[c.name, differs(c)] for c in scenario.cases])
    say("Predict", scenario.lesson.predict)
    say("Explain", scenario.lesson.explain)
    say("Ask", *(f"- {question}" for question in scenario.lesson.ask))
    say("What the model leaves out", scenario.lesson.leaves_out)
    rows = [[row.measure, row.subject, bounds(row.low, row.high), row.source] for row in scenario.expect]
    print_table("expected", ["measure", "case", "range", "source"], rows)


def differs(case):
    """Return in words what is particular to a case."""
    words = [f"{name}, severity {severity:g}" for name, severity in case.conditions.items()]
    words += [f"{name} {concentration:g} uM" for name, concentration in case.drugs_uM.items()]
    words += [f"{path} x {factor:g}" for path, factor in case.scale.items()]
    words += [f"{path} = {value:g}" for path, value in case.set.items()]
    tables = [table.model_dump(exclude_unset=True) for table in (case.model, case.protocol, case.before) if table]
    return "; ".join([*words, *map(spoken, tables)]) or "-"


def spoken(value):
    """Return a piece of a scenario file in a line."""
    if isinstance(value, dict):
        return ", ".join(f"{key} {spoken(inner)}" for key, inner in value.items())
    if isinstance(value, list):
        return ", ".join(map(spoken, value))
    return f"{value:g}" if isinstance(value, float) else str(value)


def bounds(low, high):
    if low is not None and high is not None:
        return f"{low:g}" if low == high else f"{low:g} to {high:g}"
    return f"at least {low:g}" if high is None else f"at most {high:g}"


def show_outcome(scenario, outcome, written):
    from simulator.measures.readings import unit_of

    if scenario:
        say(scenario.title, scenario.question)
    cases = list(outcome.measures)
    rows = []
    for measure in dict.fromkeys(name for found in outcome.measures.values() for name in found):
        results = next(outcome.results[case] for case in cases if measure in outcome.measures[case])
        unit = results[measure].attrs["units"] if measure in results else unit_of(measure, results)
        rows.append([measure, unit, *(number(outcome.measures[case].get(measure)) for case in cases)])
    print_table("measures", ["measure", "unit", *cases], rows)
    if outcome.expect:
        rows = [
            [row["measure"], row["case"], bounds(row["low"], row["high"]), number(row["value"]),
             "holds" if row["passed"] else "FAILS", row["source"]]
            for row in outcome.expect
        ]  # fmt: skip
        print_table("expected", ["measure", "case", "range", "value", "verdict", "source"], rows)
    for path in written:
        print(path)


def show_sweep(title, rows, written):
    """Print the points of a sweep, at most so many, and the files written."""
    names = [name for name in rows[0] if name != "error" or any(row["error"] for row in rows)]
    print_rows(title, names, rows[:MOST_ROWS])
    if len(rows) > MOST_ROWS:
        print(f"and {len(rows) - MOST_ROWS} points more: -o writes them all, --json prints them")
    for path in written:
        print(path)


def show_fit(title, found, written):
    """Print the parameters of a Fit, what else is to be said of it, and the files written."""
    say(title, found.title)
    print_table("parameters", *found.table())
    for line in found.remarks():
        print(line)
    for path in written:
        print(path)


def show_atlas(rows, missed):
    seen = ["electrical", "spikes", "calcium", "force", "atp"]
    treatments = list(rows[0]["interventions"])
    table = [
        [row["name"], row["trouble"], *(number(row["signature"][key]) for key in seen)]
        + [row["interventions"][name]["verdict"] for name in treatments]
        for row in rows
    ]
    print_table("what is seen, and what stops it", ["condition", "trouble", *seen, *treatments], table)
    if missed:
        columns = ["condition", "intervention", "found", "known", "why"]
        print_table("where the model differs from what is known", columns, [list(row) for row in missed])
