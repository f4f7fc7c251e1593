"""`musclesim assign` and `musclesim mark`: a fibre for each student, and what came of it."""

import csv
from pathlib import Path
from typing import Annotated

import typer

from simulator.cli import FAILED, Json, _complain, _notice, _progress, _reported
from simulator.cli.tables import number, print_json, print_table

KeyFile = Annotated[Path, typer.Option("--key", help="Your key (.json). Never give it to students.")]
EXPERIMENTS = (
    "On unknown fibres: rest, twitch, tetanus, cool, potassium, caffeine, exercise, or a scenario's file (.toml), "
    "such as a student asks for. Usual: twitch, tetanus, cool, exercise."
)


def assign(
    students: Annotated[Path, typer.Argument(help="CSV file with a header, whose first column names the students.")],
    key: KeyFile,
    output: Annotated[Path, typer.Option("-o", "--output", help="Folder for what the students are given.")],
    unknown: Annotated[list[str] | None, typer.Option(help="Condition, NAME or NAME=SEVERITY, or healthy.")] = None,
    experiment: Annotated[list[str] | None, typer.Option(help=EXPERIMENTS)] = None,
    kind: Annotated[str, typer.Option(help="Fibres: fast or slow.")] = "fast",
):
    """Give each student a fibre of their own, or with --unknown recordings of one that has one of these conditions.

    The key is made if it is not there; with one that is, students and experiments are added, and nothing else changes.
    """
    with _reported():
        with _notice():
            from simulator.assignments import AssignmentError, Key, hand_out
            from simulator.assignments.experiments import USUAL, experiments
        if key.resolve().is_relative_to(output.resolve()):
            raise AssignmentError(f"the key {key} would lie among what the students are given: keep it elsewhere")
        if kind not in ("fast", "slow"):
            raise AssignmentError(f"--kind is {kind!r}: allowed are fast and slow")
        if experiment and not unknown:
            raise AssignmentError("--experiment is for recordings of an unknown fibre: give --unknown as well")
        chosen = experiments(experiment or USUAL) if unknown else {}
        made = {name: e.describe() for name, e in chosen.items()}
        everyone = Key.load(key) if key.exists() else Key()
        everyone = everyone.joined(_class(students), kind, unknown or (), made)
        everyone.save(key)
        with _progress() as progress:
            done = hand_out(everyone, output, students=_class(students), experiments=list(made), progress=progress)
        print(f"{len(done)} files in {output}; the answers are in {key}, which is yours alone")


def mark(
    files: Annotated[list[Path], typer.Argument(help="What was handed in: recordings (.csv), saved runs (.nc).")],
    key: KeyFile,
    json: Json = False,
):
    """Say whose data files hold, whether they come out again to the last bit, and what the fibre had."""
    with _reported():
        with _notice():
            from simulator.assignments import Key
            from simulator.assignments import mark as marked
        opened = Key.load(key)
        found = [marked(file, opened) for file in files]
        if json:
            print_json({"marks": [each.describe() for each in found]})
        else:
            rows = [[m.student, m.experiment, m.condition, number(m.severity), _verdict(m), m.file] for m in found]
            print_table("handed in", ["student", "experiment", "condition", "severity", "data", "file"], rows)
        if not all(each.genuine for each in found):
            if changed := opened.newer():
                _complain(f"the key was made with other versions, which may account for small differences: {changed}")
            raise typer.Exit(FAILED)


def _verdict(found):
    """Return in words whether data come out again."""
    if found.genuine:
        return "own, to the last bit"
    if found.largest == float("inf"):
        return "ANOTHER LENGTH than what comes out again"
    return f"{found.differing} of {found.values} numbers DIFFER, by {found.largest:.3g} at most"


def _class(file):
    """Return the students of a CSV file, in its first column below a header."""
    from simulator.assignments import AssignmentError

    try:
        rows = list(csv.reader(file.read_text(encoding="utf-8-sig").splitlines()))
    except UnicodeDecodeError as error:
        raise AssignmentError(f"{file}: cannot be read: {error}") from None
    found = [row[0].strip() for row in rows[1:] if row and row[0].strip()]
    if not found:
        raise AssignmentError(f"{file}: no students; a header and a line for each student are needed")
    if twice := sorted({name for name in found if found.count(name) > 1}):
        raise AssignmentError(f"{file}: {twice[0]!r} stands there twice; names or numbers must differ")
    return found
