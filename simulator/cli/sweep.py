"""`musclesim sweep`: a scenario's run at every point of a grid, or at random points."""

from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer

from simulator.cli import BAD_INPUT, FAILED, STOPPED, Json, _complain, _notice, _progress, _reported
from simulator.cli.tables import print_json, show_sweep

GRID = "--grid calcium.uptake_rate=0.5:2:7 (from, to, how many) or --grid calcium.uptake_rate=0.5,1,2"
SAMPLE = "--sample calcium.uptake_rate=0.5:2 (from, to)"


def sweep(
    name: Annotated[str, typer.Argument(help="Scenario, or its file (.toml).")],
    grid: Annotated[list[str] | None, typer.Option(help="path=low:high:count or path=value,value,...")] = None,
    sample: Annotated[list[str] | None, typer.Option(help="path=low:high, drawn at random, instead of --grid.")] = None,
    count: Annotated[int | None, typer.Option(help="How many random points.")] = None,
    seed: Annotated[int, typer.Option(help="Of the random points.")] = 0,
    relative: Annotated[bool, typer.Option("--relative", help="Values are factors of the model's own.")] = False,
    case: Annotated[str | None, typer.Option(help="Case of the scenario; the first unless told.")] = None,
    measures: Annotated[str | None, typer.Option(help="Measures, with commas between them.")] = None,
    threads: Annotated[int | None, typer.Option(min=1, help="Threads; as many as processors unless told.")] = None,
    processes: Annotated[int | None, typer.Option(min=1, help="Processes, instead of threads.")] = None,
    output: Annotated[Path | None, typer.Option("-o", "--output", help="Folder for the files.")] = None,
    checkpoint: Annotated[Path | None, typer.Option(help="File that keeps finished points, to go on later.")] = None,
    json: Json = False,
):
    """Run a scenario's protocol with numbers of its model varied.

    A path is stage.parameter, temperature, "condition:NAME" or "drug:NAME".
    """
    with _reported():
        axes = _axes("--grid", grid, _values, GRID)
        ranges = _axes("--sample", sample, _range, SAMPLE)
        if bool(axes) == bool(ranges):
            _refuse(f"give either --grid or --sample: {GRID}, or {SAMPLE}")
        if bool(ranges) != (count is not None):
            _refuse("--sample and --count belong together: how many random points")
        with _notice():
            from simulator.scenarios import runner, sweeps, writer
            from simulator.solver.solve import Interrupted
            from simulator.sweep import sweep as run
        if output:
            output.mkdir(parents=True, exist_ok=True)
        stem, chosen, arguments = runner.planned(name, case)
        arguments |= {"grid": axes} if axes else {"sample": ranges, "count": count, "seed": seed}
        arguments |= {"measures": measures.split(",") if measures else None, "relative": relative}
        try:
            with _progress() as progress, _executor(threads, processes) as executor:
                bar = lambda part: progress(stem, part)  # noqa: E731
                results = run(**arguments, executor=executor, checkpoint=checkpoint, progress=bar)
        except Interrupted as error:
            _complain(str(error))
            raise typer.Exit(STOPPED) from None
        written = writer.write_sweep(output, stem, chosen, results) if output else []
        if json:
            print_json(sweeps.described(stem, chosen, results))
        else:
            show_sweep(f"{stem}, {chosen}", sweeps.table(results).to_dict("records"), written)
        failed = results.error.values[results.error.values != ""]
        if len(failed):
            _complain(f"{len(failed)} of {results.error.size} points have no values or not all; the first: {failed[0]}")
        if len(failed) == results.error.size:
            raise typer.Exit(FAILED)


@contextmanager
def _executor(threads, processes):
    """Give the executor asked for, or None."""
    from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
    from multiprocessing import get_context

    if processes:
        with ProcessPoolExecutor(processes, get_context("spawn"), initializer=_deaf) as pool:
            yield pool
    elif threads:
        with ThreadPoolExecutor(threads) as pool:
            yield pool
    else:
        yield None


def _deaf():
    """Leave Ctrl-C to the process that started this one."""
    import signal

    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _axes(option, given, read, example):
    """Return {path: what is read of the text after it} of an option."""
    found = {}
    for text in given or ():
        path, _, values = text.rpartition("=")
        try:
            found[path.strip()] = read(values)
        except ValueError:
            path = ""
        if not path.strip():
            _refuse(f"{option} {text!r}: write {example}")
    return found


def _values(text):
    """Return the numbers of "low:high:count" or "value,value,..."."""
    if ":" not in text:
        return [float(value) for value in text.split(",")]
    low, high, count = text.split(":")
    low, high, count = float(low), float(high), int(count)
    if not 2 <= count <= 1_000_000:
        raise ValueError(count)
    return [low + (high - low) * i / (count - 1) for i in range(count)]


def _range(text):
    low, high = text.split(":")
    return float(low), float(high)


def _refuse(message):
    _complain(message)
    raise typer.Exit(BAD_INPUT)
