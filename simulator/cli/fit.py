"""`musclesim fit`: parameters of a scenario's model, fitted to measured curves or targets."""

from contextlib import nullcontext
from pathlib import Path
from typing import Annotated

import typer

from simulator.cli import BAD_INPUT, STOPPED, Json, _complain, _notice, _pairs, _progress, _reported
from simulator.cli.tables import print_json, show_fit


def fit(
    name: Annotated[str, typer.Argument(help="Scenario, or its file (.toml): its model and protocol.")],
    data: Annotated[Path, typer.Argument(help="CSV: time (ms) and outputs by name, or measures with values.")],
    parameter: Annotated[list[str], typer.Option(help="stage.parameter, or temperature; once for each.")],
    bounds: Annotated[list[str] | None, typer.Option(help="path=low:high, instead of the declared range.")] = None,
    scale: Annotated[list[str] | None, typer.Option(help="Curve in arbitrary units, as force.")] = None,
    method: Annotated[str, typer.Option(help="least squares, or differential evolution.")] = "least squares",
    case: Annotated[str | None, typer.Option(help="Case of the scenario; the first unless told.")] = None,
    set_: Annotated[list[str] | None, typer.Option("--set", help="stage.parameter=value, to begin with.")] = None,
    seed: Annotated[int, typer.Option(min=0, help="Of the differential evolution.")] = 0,
    most_runs: Annotated[int, typer.Option(min=10, help="Simulations after which the search ends.")] = 5000,
    threads: Annotated[int | None, typer.Option(min=1, help="Threads; one unless told.")] = None,
    output: Annotated[Path | None, typer.Option("-o", "--output", help="Folder for the files.")] = None,
    json: Json = False,
):
    """Fit parameters of a scenario's model to data, and tell how well they are known."""
    done = []
    with _reported(done):
        limits, changes = dict(_limit(text) for text in bounds or ()), _pairs("--set", set_)
        with _notice():
            from simulator.fit import Fit
            from simulator.fit import fit as run
            from simulator.scenarios import runner
            from simulator.solver.solve import Interrupted
        stem, chosen, planned = runner.planned(name, case)
        if output:
            output.mkdir(parents=True, exist_ok=True)
        stopped = False
        try:
            with _progress() as progress, _executor(threads) as executor:
                found = run(
                    planned["model"].with_parameters(changes), planned["protocol"], data, parameter,
                    duration=planned["duration"], bounds=limits, scale=scale or (), method=method.replace("-", " "),
                    seed=seed, executor=executor, most_runs=most_runs, progress=lambda part: progress(stem, part),
                )  # fmt: skip
        except Interrupted as error:
            if not isinstance(error.partial, Fit):
                raise
            found, stopped = error.partial, True
        described = {"scenario": stem, "case": chosen} | found.describe()
        if output:
            from simulator.scenarios import writer

            done += writer.write_fit(output, stem, chosen, found, described)
        if json:
            print_json(described)
        else:
            show_fit(f"{stem}, {chosen}", found, done)
        if stopped:
            _complain(found.message)
            raise typer.Exit(STOPPED)


def _executor(threads):
    """Return a context that gives the executor asked for, or None."""
    from concurrent.futures import ThreadPoolExecutor

    return ThreadPoolExecutor(threads) if threads else nullcontext()


def _limit(text):
    """Return (path, (low, high)) of an option written as path=low:high."""
    path, _, numbers = text.rpartition("=")
    try:
        low, high = map(float, numbers.split(":"))
        if not path.strip():
            raise ValueError(text)
    except ValueError:
        _complain(f"--bounds {text!r}: write path=low:high, as in --bounds calcium.uptake_rate=0.5:5")
        raise typer.Exit(BAD_INPUT) from None
    return path.strip(), (low, high)
