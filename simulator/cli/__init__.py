"""The `musclesim` command. Everything heavy is imported when it is needed, so that help is quick."""

import sys
import threading
import time
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer

from simulator.cli.tables import (
    parameter_sets,
    print_json,
    print_rows,
    show_atlas,
    show_condition,
    show_drug,
    show_outcome,
    show_parameter,
    show_parameters,
    show_scenario,
)

BAD_INPUT, FAILED, STOPPED = 2, 1, 130
OURS = (
    "ParameterError",
    "ProtocolError",
    "ScenarioError",
    "SolverError",
    "SweepError",
    "CheckpointError",
    "FitError",
    "AssignmentError",
)  # fmt: skip - errors that a user can mend
SLOW = 1.0  # seconds after which progress is shown

app = typer.Typer(
    help="A skeletal muscle, from the nerve's signal to the force, in health and in spasm.",
    no_args_is_help=True, add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False,
)  # fmt: skip
Json = Annotated[bool, typer.Option("--json", help="Print one JSON object and nothing else.")]


@app.command("list")
def list_(json: Json = False):
    """List the scenarios, and the conditions and drugs a fibre or a muscle may be given."""
    with _reported():
        from simulator.conditions import everything
        from simulator.scenarios.loader import summaries

        scenarios = summaries()
        keys = ("name", "stage", "meaning", "source")
        conditions, drugs = ([{k: getattr(c, k) for k in keys} for c in all_] for all_ in everything())
        if json:
            print_json({"scenarios": scenarios, "conditions": conditions, "drugs": drugs})
        else:
            print_rows("scenarios", ["name", "stage", "question"], scenarios)
            print_rows("conditions", ["name", "stage", "meaning"], conditions)
            print_rows("drugs", ["name", "stage", "meaning"], drugs)


@app.command()
def show(
    name: Annotated[str, typer.Argument(help="Scenario or its file, condition, drug, stage, or stage.parameter.")],
    kind: Annotated[str, typer.Option(help="Whose parameters: fast or slow.")] = "fast",
    species: Annotated[str, typer.Option(help="Whose parameters: human or mouse.")] = "human",
):
    """Show a scenario's lesson, a condition, a stage's parameters, or one parameter."""
    with _reported():
        from simulator.conditions import everything
        from simulator.quantity import ParameterError, suggestion
        from simulator.scenarios import loader

        sets = parameter_sets(f"{species}_{kind}".upper())
        stage, _, parameter = name.partition(".")
        conditions, drugs = everything(name)
        if conditions or drugs:
            for condition in conditions:
                show_condition(condition)
            for drug in drugs:
                show_drug(drug)
        elif name in sets:
            show_parameters(name, sets[name])
        elif parameter in sets.get(stage, {}):
            show_parameter(name, sets[stage][parameter])
        elif name in loader.names() or Path(name).suffix == ".toml":
            show_scenario(name, loader.load(name, numbers=False))
        else:
            known = [*loader.names(), *(c.name for all_ in everything() for c in all_), *sets]
            known += [f"{s}.{p}" for s in sets for p in sets[s]]
            raise ParameterError(f"nothing is called {name!r}{suggestion(name, known)}")


@app.command()
def run(
    name: Annotated[str, typer.Argument(help="Scenario, its file (.toml), or a saved result (.nc).")],
    output: Annotated[Path | None, typer.Option("-o", "--output", help="Folder for the files.")] = None,
    set_: Annotated[list[str] | None, typer.Option("--set", help="stage.parameter=value, all cases.")] = None,
    condition: Annotated[list[str] | None, typer.Option(help="NAME=SEVERITY (0-1), all cases.")] = None,
    drug: Annotated[list[str] | None, typer.Option(help="NAME=CONCENTRATION (uM), all cases.")] = None,
    film: Annotated[bool, typer.Option("--film", help="Also a film of each case's sarcomere (GIF), in -o.")] = False,
    json: Json = False,
):
    """Run a scenario, compare its cases, and check what is expected of them."""
    done, results = [], {}
    with _reported(done):
        if film and not output:
            _complain("--film needs a folder: give -o DIR")
            raise typer.Exit(BAD_INPUT)
        on_top = {"conditions": _pairs("--condition", condition), "drugs": _pairs("--drug", drug)}
        on_top["changes"] = _pairs("--set", set_)
        with _notice():
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
                if output and film:
                    done.append(writer.film(output, stem, case, found))
        if output and scenario:
            done += writer.write_figures(output, scenario, stem, results)
        outcome = runner.judge(scenario, stem, results)
        if json:
            print_json(outcome.describe())
        else:
            show_outcome(scenario, outcome, done)
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
            print_json({"conditions": rows})
        else:
            show_atlas(rows, misses(rows))
            if output:
                print(picture)
        if any(not why for *_, why in misses(rows)):
            raise typer.Exit(FAILED)


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
            print_json({"rows": rows})
        else:
            print_rows("benchmark", ["work", "who", "seconds", "error", "ratio"], rows)


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
def _notice():
    """Say on a terminal what takes so long, if it does."""
    message = "preparing the equations; the first time on a machine this takes some seconds ..."
    timer = threading.Timer(SLOW, lambda: print(message, file=sys.stderr))
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


from simulator.cli.assign import assign, mark  # noqa: E402 - they need what stands above
from simulator.cli.author import check, new, pages  # noqa: E402
from simulator.cli.export import export  # noqa: E402
from simulator.cli.fit import fit  # noqa: E402
from simulator.cli.lab import lab  # noqa: E402
from simulator.cli.sweep import sweep  # noqa: E402
from simulator.cli.validate import validate  # noqa: E402

for command in (sweep, fit, validate, new, check, pages, assign, mark, lab, export):
    app.command()(command)


def main():
    """Run the command."""
    app(prog_name="musclesim")
