"""`musclesim export`: a scenario's laboratory as one file."""

from pathlib import Path
from typing import Annotated

import typer

from simulator.cli import _progress, _reported


def export(
    name: Annotated[str, typer.Argument(help="Scenario.")],
    html: Annotated[Path, typer.Option("--html", help="File to write; it needs no network and no server.")],
):
    """Write a scenario's laboratory as one page with its runs inside, for a class without the program."""
    with _reported():
        from simulator.lab.export import export as write

        with _progress() as progress:
            print(write(name, html, progress=progress))
