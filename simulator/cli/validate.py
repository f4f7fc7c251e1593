"""`musclesim validate`: every published target, and what the model gives."""

from pathlib import Path
from typing import Annotated

import typer

from simulator.cli import FAILED, Json, _notice, _progress, _reported
from simulator.cli.tables import bounds, number, print_json, print_table


def validate(
    only: Annotated[list[str] | None, typer.Option(help="Number of a target, as in the list; all unless told.")] = None,
    output: Annotated[Path | None, typer.Option("-o", "--output", help="Folder for a report with pictures.")] = None,
    json: Json = False,
):
    """Compare the model with what was measured: published range, value, verdict, source.

    The exit status is 0 if every value is within its range, or its miss is explained.
    """
    with _reported():
        with _notice():
            from simulator.validation import share
            from simulator.validation import validate as run
        with _progress() as progress:
            rows = run(only, progress=progress)
        written = []
        if output:
            from simulator.validation.report import write_report

            output.mkdir(parents=True, exist_ok=True)
            written = write_report(output, rows)
        if json:
            print_json({"targets": rows})
        else:
            _show(rows, share(rows), written)
        if any(not row["passed"] and not row["note"] for row in rows):
            raise typer.Exit(FAILED)


def _show(rows, part, written):
    """Print the rows, the misses with their reasons, and the files."""
    told = [
        [r["id"], r["target"], bounds(r["low"], r["high"]), number(r["value"]), r["unit"],
         "holds" if r["passed"] else "MISSES", r["source"]]
        for r in rows
    ]  # fmt: skip
    print_table("published and modelled", ["no.", "target", "published", "model", "unit", "verdict", "source"], told)
    missed = [[r["id"], r["target"], r["note"] or "not explained"] for r in rows if not r["passed"]]
    if missed:
        print_table("why it misses", ["no.", "target", "reason"], missed)
    print(f"{sum(r['passed'] for r in rows)} of {len(rows)} values within the published range ({100 * part:.0f} %)")
    for path in written:
        print(path)
