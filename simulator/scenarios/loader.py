"""Scenario files: found by name or path, read, and checked."""

import tomllib
from pathlib import Path

from simulator.quantity import ParameterError, suggestion
from simulator.scenarios.mistakes import ScenarioError, all_mistakes, report
from simulator.scenarios.schema import ModelTable, Scenario

FOLDER = Path(__file__).parent


def names():
    """Return the names of the packaged scenarios, in the order of the chain they teach."""
    return [row["name"] for row in summaries()]


def summaries():
    """Return [{"name", "title", "stage", "question"}] of the packaged scenarios."""
    rows = []
    for file in sorted(FOLDER.glob("*.toml")):
        data = tomllib.loads(file.read_text(encoding="utf-8"))
        rows.append({"name": file.stem, **{key: data[key] for key in ("title", "stage", "question")}})
    return sorted(rows, key=lambda row: (_rank(row["stage"]), row["name"]))


def _rank(stage):
    order = ("whole chain", "drive", "motoneuron", "junction", "membrane", "calcium", "cross-bridge")
    return order.index(stage) if stage in order else len(order)


def find(name):
    """Return the file of a packaged scenario, or of a path; raises ScenarioError with the nearest name."""
    packaged = FOLDER / f"{name}.toml"
    if Path(str(name)).name == str(name) and packaged.is_file():
        return packaged
    path = Path(name)
    if path.is_file():
        return path
    if path.suffix == ".toml" or len(path.parts) > 1:
        raise ScenarioError([f"{path}: no such file"])
    raise ScenarioError([f"no scenario {str(name)!r}{suggestion(name, names())}"])


def load(name, *, numbers=True):
    """Return the Scenario of a name or a path.

    numbers : whether to try its conditions and parameters on the model, which takes a second.

    Raises ScenarioError, which tells every mistake in the file with its line.
    """
    file = find(name)
    shown = file.name if file.parent == FOLDER else str(file)
    try:
        text = file.read_text(encoding="utf-8")
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ScenarioError([f"{shown}: not valid TOML: {error}"]) from None
    except (OSError, UnicodeDecodeError) as error:
        raise ScenarioError([f"{shown}: cannot be read: {error}"]) from None
    if found := all_mistakes(data, _known_panels() if numbers else {}, _model_of if numbers else _no_model):
        raise ScenarioError(report(shown, text, found, data))
    return Scenario.model_validate(data)


def _no_model(table):
    return None


def _known_panels():
    """Return {model: names of what can be drawn of it}."""
    from simulator.models import back, fibre, recovery, sarcomeres, shorten2007
    from simulator.simulate.muscle import MEANS, PANELS, UNIT

    read = {"fibre": fibre.FibreOutputs, "back": back.BackOutputs, "recovery": recovery.RecoveryOutputs}
    read |= {"sarcomeres": sarcomeres.SarcomeresOutputs, "shorten2007": shorten2007.SYSTEM.output}
    known = {name: tuple(outputs.__dataclass_fields__) for name, outputs in read.items()}
    return known | {"muscle": (*PANELS, *MEANS, *UNIT)}


def _model_of(table):
    """Return the Model of plain data, or None where the schema has found it wrong."""
    try:
        return make(ModelTable.model_validate(table))
    except (ParameterError, ValueError):
        return None


def make(table):
    """Return the Model of a model table."""
    if table.name == "shorten2007":
        from simulator.models import shorten2007

        return getattr(shorten2007, table.kind)()
    if table.name == "muscle":
        from simulator.models.muscle import Muscle

        warmth = {} if table.temperature_degC is None else {"temperature": table.temperature_degC}
        return Muscle.of(table.muscle, units=table.units, **warmth)
    if table.name == "back":
        from simulator.models.back import Back

        return Back()
    if table.name == "recovery":
        from simulator.models.recovery import Recovery

        return Recovery.human(table.grade, damage=table.damage)
    if table.name == "sarcomeres":
        from simulator.models.sarcomeres import Sarcomeres

        return Sarcomeres(table.count)
    from simulator.models.fibre import Fibre

    return getattr(Fibre, table.kind)(species=table.species, temperature=table.temperature_degC)
