"""For those who write lessons: `musclesim new`, `check` and `pages`."""

import re
import sys
from pathlib import Path
from typing import Annotated

import typer

from simulator.cli import BAD_INPUT, FAILED, _complain, _notice, _progress, _reported

TEMPLATE = Path(__file__).with_name("template.toml")
NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]*")
CHEATSHEET = "cheatsheet"


def new(name: Annotated[str, typer.Argument(help="What the experiment will be called: letters, digits, - and _.")]):
    """Make a scenario file, NAME.toml, from a template that explains itself."""
    with _reported():
        name = name.removesuffix(".toml")
        if not NAME.fullmatch(name):
            _refuse(f"{name!r} is no name for a scenario: letters, digits, - and _ are allowed, in the current folder")
        file = Path(f"{name}.toml")
        try:
            with file.open("x", encoding="utf-8") as made:
                made.write(TEMPLATE.read_text(encoding="utf-8").replace("FILE", str(file)))
        except FileExistsError:
            _refuse(f"{file} is there already, and stays as it is: choose another name, or move it away")
        print(f"{file}: change it, then musclesim check {file}")


def check(files: Annotated[list[str], typer.Argument(help="Scenario files (.toml), or names of scenarios.")]):
    """Say all that is wrong with scenario files, without running them; exit status 0 if nothing is."""
    with _reported():
        from simulator.scenarios import proof

        found = {file: proof.problems(file) for file in files}
        for file, mistakes in found.items():
            print("\n".join(mistakes) if mistakes else f"{file}: nothing wrong", file=sys.stderr if mistakes else None)
        if any(found.values()):
            raise typer.Exit(FAILED)


def pages(
    names: Annotated[list[str] | None, typer.Argument(help=f"Scenarios, their files, or {CHEATSHEET}.")] = None,
    output: Annotated[Path, typer.Option("-o", "--output", help="Folder for the pages.")] = Path("pages"),
    pictures: Annotated[bool, typer.Option(help="Run each scenario, for its picture and its numbers.")] = True,
):
    """Write a web page of each scenario, an index, and a cheat sheet (PDF) of one page; all there are unless named."""
    with _reported():
        from simulator.scenarios import loader, writer

        chosen = names or [*loader.names(), CHEATSHEET]
        scenarios = {name: loader.load(name) for name in chosen if name != CHEATSHEET}
        stems = [loader.find(name).stem for name in scenarios]
        if twice := {stem for stem in stems if stems.count(stem) > 1}:
            _refuse(f"two scenarios would have the page {sorted(twice)[0]}.html: rename one of the files")
        output.mkdir(parents=True, exist_ok=True)
        if CHEATSHEET in chosen:
            from simulator.cli.cheatsheet import cheatsheet

            print(writer.picture(output / f"{CHEATSHEET}.pdf", cheatsheet()))
        with _progress() as progress:
            for name, scenario in scenarios.items():
                text = _page(name, scenario, pictures, progress)
                print(writer.whole_text(output / f"{loader.find(name).stem}.html", text))
        if len(scenarios) > 1:
            from simulator.cli.page import index

            rows = [dict(name=loader.find(n).stem, title=s.title, stage=s.stage, question=s.question)
                    for n, s in scenarios.items()]  # fmt: skip
            print(writer.whole_text(output / "index.html", index(rows)))


def _page(name, scenario, pictures, progress):
    """Return the page of a scenario, which is run if it is to have a picture."""
    from simulator.cli.page import page

    if not pictures:
        return page(name, scenario)
    with _notice():
        from simulator.scenarios import runner, writer
    title = progress and (lambda case, part: progress(f"{Path(name).stem}: {case}", part))
    results = dict(runner.play(scenario, name, progress=title))
    return page(name, scenario, runner.judge(scenario, name, results), writer.drawn(scenario, results))


def _refuse(message):
    _complain(message)
    raise typer.Exit(BAD_INPUT)
