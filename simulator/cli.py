"""The `musclesim` command. Everything heavy is imported when it is needed, so that help is quick."""

import json as json_module
import sys
import threading
import time
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer

BAD_INPUT, FAILED, STOPPED = 2, 1, 130
OURS = ("ParameterError", "ProtocolError", "ScenarioError", "SolverError")  # errors that a user can mend
WIDTH = 120  # characters, where there is no terminal to ask
SLOW = 1.0  # seconds after which progress is shown

app = typer.Typer(
    help="One skeletal muscle fibre, from stimulus to force, in health and in spasm.",
    no_args_is_help=True, add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False,
)  # fmt: skip
Json = Annotated[bool, typer.Option("--json", help="Print one JSON object and nothing else.")]


@app.command("list")
def list_(json: Json = False):
    """List the scenarios, and the conditions and drugs a fibre may be given."""
    with _reported():
        from simulator.conditions import CONDITIONS, DRUGS
        from simulator.scenarios.loader import summaries

        scenarios = summaries()
        keys = ("name", "stage", "meaning", "source")
        conditions, drugs = ([{k: getattr(c, k) for k in keys} for c in all_.values()] for all_ in (CONDITIONS, DRUGS))
        if json:
            _print_json({"scenarios": scenarios, "conditions": conditions, "drugs": drugs})
        else:
            _print_rows("scenarios", ["name", "stage", "question"], scenarios)
            _print_rows("conditions", ["name", "stage", "meaning"], conditions)
            _print_rows("drugs", ["name", "stage", "meaning"], drugs)


@app.command()
def show(
    name: Annotated[str, typer.Argument(help="Scenario or its file, condition, drug, stage, or stage.parameter.")],
    kind: Annotated[str, typer.Option(help="Whose parameters: fast or slow.")] = "fast",
    species: Annotated[str, typer.Option(help="Whose parameters: human or mouse.")] = "human",
):
    """Show a scenario's lesson, a condition, a stage's parameters, or one parameter."""
    with _reported():
        from simulator.conditions import CONDITIONS, DRUGS
        from simulator.quantity import ParameterError, suggestion
        from simulator.scenarios import loader

        sets = _parameter_sets(f"{species}_{kind}".upper())
        stage, _, parameter = name.partition(".")
        if name in CONDITIONS:
            _show_condition(CONDITIONS[name])
        elif name in DRUGS:
            _show_drug(DRUGS[name])
        elif name in sets:
            _show_parameters(name, sets[name])
        elif parameter in sets.get(stage, {}):
            _show_parameter(name, sets[stage][parameter])
        elif name in loader.names() or Path(name).suffix == ".toml":
            _show_scenario(name, loader.load(name, numbers=False))
        else:
            known = [*loader.names(), *CONDITIONS, *DRUGS, *sets, *(f"{s}.{p}" for s in sets for p in sets[s])]
            raise ParameterError(f"nothing is called {name!r}{suggestion(name, known)}")


@app.command()
def run(
    name: Annotated[str, typer.Argument(help="Scenario, its file (.toml), or a saved result (.nc).")],
    output: Annotated[Path | None, typer.Option("-o", "--output", help="Folder for the files.")] = None,
    set_: Annotated[list[str] | None, typer.Option("--set", help="stage.parameter=value, all cases.")] = None,
    condition: Annotated[list[str] | None, typer.Option(help="NAME=SEVERITY (0-1), all cases.")] = None,
    drug: Annotated[list[str] | None, typer.Option(help="NAME=CONCENTRATION (uM), all cases.")] = None,
    json: Json = False,
):
    """Run a scenario, compare its cases, and check what is expected of them."""
    done, results = [], {}
    with _reported(done):
        on_top = {"conditions": _pairs("--condition", condition), "drugs": _pairs("--drug", drug)}
        on_top["changes"] = _pairs("--set", set_)
        with _notice("preparing the equations; the first time on a machine this takes up to a minute"):
            from simulator.scenarios import runner
        if output:
            from simulator.scenarios import writer

            output.mkdir(parents=True, exist_ok=True)
        with _progress() as progress:
            scenario, stem, cases = _planned(name, on_top, progress)
            for case, found in cases:
                results[case] = found
                if output:
                    done += writer.write_case(output, stem, case, found)
        if output and scenario:
            done += writer.write_figures(output, scenario, stem, results)
        outcome = runner.judge(scenario, stem, results)
        if json:
            _print_json(outcome.describe())
        else:
            _show_outcome(scenario, outcome, done)
        if not outcome.passed:
            raise typer.Exit(FAILED)


def _planned(name, on_top, progress):
    """Return (Scenario, or None of a saved run; its name; pairs of case and results)."""
    if Path(name).suffix == ".nc":
        from simulator.scenarios import saved

        stem, *case = saved.rerun(name, **on_top, progress=lambda part: progress("run", part))
        return None, stem, [case]
    from simulator.scenarios import loader, runner

    scenario, stem = loader.load(name), loader.find(name).stem
    return scenario, stem, runner.play(scenario, stem, **on_top, progress=progress)


@app.command()
def atlas(
    output: Annotated[Path | None, typer.Option("-o", "--output", help="Folder for the picture.")] = None,
    json: Json = False,
):
    """Run every condition, tell it from the others, and try what stops it."""
    with _reported():
        from simulator.scenarios.differential import atlas, misses

        with _progress() as progress:
            rows = atlas(progress=progress)
        if output:
            from simulator import plots
            from simulator.scenarios import writer

            output.mkdir(parents=True, exist_ok=True)
            picture = writer.picture(output / "atlas.png", plots.atlas(rows))
        if json:
            _print_json({"conditions": rows})
        else:
            _show_atlas(rows, misses(rows))
            if output:
                print(picture)
        if any(not why for *_, why in misses(rows)):
            raise typer.Exit(FAILED)


def _show_atlas(rows, missed):
    seen = ["electrical", "spikes", "calcium", "force", "atp"]
    treatments = list(rows[0]["interventions"])
    table = [
        [row["name"], row["trouble"], *(_number(row["signature"][key]) for key in seen)]
        + [row["interventions"][name]["verdict"] for name in treatments]
        for row in rows
    ]
    _print_table("what is seen, and what stops it", ["condition", "trouble", *seen, *treatments], table)
    if missed:
        columns = ["condition", "intervention", "found", "known", "why"]
        _print_table("where the model differs from what is known", columns, [list(row) for row in missed])


@app.command()
def bench(json: Json = False):
    """Measure speed and accuracy on this machine, beside other solvers."""
    with _reported():
        try:
            from simulator.bench import bench_rows
        except ImportError as error:
            _complain(f"the benchmark cannot be run here: {error}")
            raise typer.Exit(BAD_INPUT) from None
        rows = bench_rows()
        if json:
            _print_json({"rows": rows})
        else:
            _print_rows("benchmark", ["work", "who", "seconds", "error", "ratio"], rows)


@contextmanager
def _reported(done=()):
    """Turn what a user can mend into one message and an exit status; Ctrl-C keeps what is written."""
    try:
        yield
    except KeyboardInterrupt:
        _complain(f"stopped; {len(done)} finished files are kept" if done else "stopped")
        raise typer.Exit(STOPPED) from None
    except (ValueError, RuntimeError, OSError) as error:
        if not isinstance(error, OSError) and type(error).__name__ not in OURS:  # by name: not to import them
            raise
        _complain(str(error))
        raise typer.Exit(BAD_INPUT) from None


def _complain(message):
    print(f"musclesim: {message}", file=sys.stderr)


def _pairs(option, given):
    """Return {name: number} of options written as NAME=NUMBER."""
    found = {}
    for text in given or ():
        name, _, number = text.rpartition("=")
        try:
            found[name.strip()] = float(number)
        except ValueError:
            found[""] = 0.0
        if "" in found:
            _complain(f"{option} {text!r}: write NAME=NUMBER, as in {_EXAMPLES[option]}")
            raise typer.Exit(BAD_INPUT)
    return found


_EXAMPLES = {"--set": "--set calcium.uptake_rate=1.5", "--condition": "--condition 'slow reuptake=0.5'",
             "--drug": "--drug dantrolene=10"}  # fmt: skip


@contextmanager
def _notice(message):
    """Say on a terminal what takes so long, if it does."""
    timer = threading.Timer(SLOW, lambda: print(f"{message} ...", file=sys.stderr))
    if sys.stderr.isatty():
        timer.start()
    try:
        yield
    finally:
        timer.cancel()


@contextmanager
def _progress():
    """Give a function (label, fraction) that shows a bar on a terminal, for what lasts over a second."""
    if not sys.stderr.isatty():
        yield lambda label, fraction: None
        return
    from rich.console import Console
    from rich.markup import escape
    from rich.progress import Progress

    bar = Progress(console=Console(stderr=True), transient=True)
    tasks, begun = {}, time.monotonic()

    def show(label, fraction):
        if time.monotonic() - begun < SLOW:
            return
        bar.start()
        if label not in tasks:
            tasks[label] = bar.add_task(escape(label), total=1.0)
        bar.update(tasks[label], completed=fraction)

    try:
        yield show
    finally:
        bar.stop()


def _print_json(value):
    print(json_module.dumps(value, indent=2, allow_nan=False))


def _console():
    from rich.console import Console

    width = None if sys.stdout.isatty() else WIDTH
    return Console(markup=False, highlight=False, emoji=False, width=width)


def _print_table(title, columns, rows):
    """Print a table; the last column takes what room is left."""
    from rich.table import Table
    from rich.text import Text

    table = Table(title=title, title_justify="left", box=None, pad_edge=False, title_style="bold", header_style="dim")
    for place, column in enumerate(columns):
        table.add_column(Text(column), overflow="fold", no_wrap=place == 0)
    for row in rows:
        table.add_row(*(Text(cell) for cell in row))
    console = _console()
    console.print(table)
    console.print()


def _print_rows(title, keys, rows):
    """Print dicts as a table with a column for each key."""
    _print_table(title, keys, [[_number(row[key]) for key in keys] for row in rows])


def _number(value):
    """Return a value as a short text."""
    if value is None or value != value:
        return "-"
    return f"{value:.4g}" if isinstance(value, float) else str(value)


def _parameter_sets(name):
    """Return {stage: {parameter: Quantity}} for a fibre such as HUMAN_FAST."""
    import pkgutil
    from importlib import import_module

    from simulator import stages
    from simulator.quantity import ParameterError

    found = {}
    for module in pkgutil.iter_modules(stages.__path__):
        chosen = getattr(import_module(f"simulator.stages.{module.name}"), name, None)
        if chosen is not None:
            found[module.name] = {p: getattr(chosen, p) for p in chosen.__dataclass_fields__}
    if not found:
        raise ParameterError("--kind is fast or slow, --species is human or mouse")
    return found


def _show_parameters(stage, parameters):
    rows = [
        [path, str(q), q.unit, f"{q.low:g} to {q.high:g}", f"{q.meaning} [{q.source}]"]
        for path, q in parameters.items()
    ]
    _print_table(stage, ["parameter", "value", "unit", "range", "meaning [source]"], rows)


def _show_parameter(path, q):
    _say(f"{path} = {q} {q.unit}", q.meaning, f"range: {q.low:g} to {q.high:g} {q.unit}", f"source: {q.source}")


def _show_condition(condition):
    changes = [f"{path} x {factor:g}" for path, factor in condition.scale.items()]
    changes += [f"{path} = {value:g}" for path, value in condition.set.items()]
    _say(condition.name, condition.meaning, f"stage: {condition.stage}",
         f"at severity 1: {', '.join(changes)}", f"source: {condition.source}")  # fmt: skip


def _show_drug(drug):
    _say(drug.name, drug.meaning, f"stage: {drug.stage}", *map(str, drug.effects), f"source: {drug.source}")


def _say(title, *paragraphs):
    from rich.text import Text

    console = _console()
    console.print(Text(title, style="bold"))
    for paragraph in paragraphs:
        console.print(" ".join(paragraph.split()))
    console.print()


def _show_scenario(name, scenario):
    _say(f"{scenario.title} ({name})", scenario.question, f"stage: {scenario.stage}")
    _print_table("cases", ["case", "what differs"], [[c.name, _differs(c)] for c in scenario.cases])
    _say("Predict", scenario.lesson.predict)
    _say("Explain", scenario.lesson.explain)
    _say("Ask", *(f"- {question}" for question in scenario.lesson.ask))
    _say("What the model leaves out", scenario.lesson.leaves_out)
    rows = [[row.measure, row.subject, _range(row.low, row.high), row.source] for row in scenario.expect]
    _print_table("expected", ["measure", "case", "range", "source"], rows)


def _differs(case):
    """Return in words what is particular to a case."""
    words = [f"{name}, severity {severity:g}" for name, severity in case.conditions.items()]
    words += [f"{name} {concentration:g} uM" for name, concentration in case.drugs_uM.items()]
    words += [f"{path} x {factor:g}" for path, factor in case.scale.items()]
    words += [f"{path} = {value:g}" for path, value in case.set.items()]
    tables = [table.model_dump(exclude_unset=True) for table in (case.model, case.protocol) if table]
    return "; ".join([*words, *map(_spoken, tables)]) or "-"


def _spoken(value):
    """Return a piece of a scenario file in a line."""
    if isinstance(value, dict):
        return ", ".join(f"{key} {_spoken(inner)}" for key, inner in value.items())
    if isinstance(value, list):
        return ", ".join(map(_spoken, value))
    return f"{value:g}" if isinstance(value, float) else str(value)


def _range(low, high):
    if low is not None and high is not None:
        return f"{low:g}" if low == high else f"{low:g} to {high:g}"
    return f"at least {low:g}" if high is None else f"at most {high:g}"


def _show_outcome(scenario, outcome, written):
    from simulator.scenarios.readings import READINGS, unit_of

    if scenario:
        _say(scenario.title, scenario.question)
    cases = list(outcome.measures)
    rows = []
    for measure in READINGS:
        having = [case for case in cases if measure in outcome.measures[case]]
        if not having:
            continue
        unit = unit_of(measure, outcome.results[having[0]])
        rows.append([measure, unit, *(_number(outcome.measures[case].get(measure)) for case in cases)])
    _print_table("measures", ["measure", "unit", *cases], rows)
    if outcome.expect:
        rows = [
            [row["measure"], row["case"], _range(row["low"], row["high"]), _number(row["value"]),
             "holds" if row["passed"] else "FAILS", row["source"]]
            for row in outcome.expect
        ]  # fmt: skip
        _print_table("expected", ["measure", "case", "range", "value", "verdict", "source"], rows)
    for path in written:
        print(path)


def main():
    """Run the command."""
    app(prog_name="musclesim")
