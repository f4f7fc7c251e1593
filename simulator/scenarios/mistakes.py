"""Mistakes in a scenario file: found all at once, each told with line, key, and what is allowed."""

import re
from inspect import Parameter, signature
from types import UnionType
from typing import Annotated, Literal, Union, get_args, get_origin

from pydantic import BaseModel, ValidationError

from simulator import tasks
from simulator.measures.readings import FORCE, READINGS
from simulator.protocol import time_unit
from simulator.quantity import ParameterError, suggestion
from simulator.scenarios.schema import TASK_KEYS, Scenario, TaskTable

KINDS = {
    "float_type": "a number",
    "int_type": "a whole number",
    "string_type": "a text",
    "list_type": "a list",
    "dict_type": "a table",
    "model_type": "a table",
}
UNITS = {"uM": "uM", "hz": "Hz", "ms": "ms", "degC": "degC", "uA_per_cm2": "uA/cm^2"}


class ScenarioError(ValueError):
    """A scenario that cannot be run as written. `problems` holds one sentence for each mistake."""

    def __init__(self, problems):
        super().__init__("\n".join(problems))
        self.problems = list(problems)


FIBRES = ("fibre", "shorten2007")


def all_mistakes(data, known_panels, model_of):
    """Return [(path in the file, message)] of all that is wrong with the data of a scenario file.

    known_panels : {model: names of what can be drawn of it}
    model_of : returns the Model of a valid model table (plain data), on which names and ranges are tried
    """
    try:
        Scenario.model_validate(data)
        found = []
    except ValidationError as error:
        found = [_told(e) for e in error.errors()]
    return found + list(_wrong_words(data, known_panels)) + list(_wrong_numbers(data, model_of))


def report(file, text, found, data):
    """Return one sentence for each mistake: file, line, dotted key and what is wrong, in order of line."""
    lines = key_lines(text)
    told = [(locate(text, lines, path), path, message) for path, message in found]
    return [
        f"{file}:{line}: {_dotted(path, data)}{': ' if path else ''}{message}"
        for line, path, message in sorted(told, key=lambda t: t[0])
    ]


def _told(error):
    """Return (path, message) of one of pydantic's errors, in words for a lecturer."""
    path = tuple(part for part in error["loc"] if part != "[key]")
    given, context = error.get("input"), error.get("ctx", {})
    if error["type"] == "extra_forbidden":
        known = _keys_at(path[:-1])
        return path, f"unknown key{suggestion(path[-1], known)}"
    if error["type"] == "missing":
        return path, "is missing"
    if error["type"] == "literal_error":
        words = _words_at(path)
        return path, f"is {given!r}{suggestion(given, words)} (allowed: {', '.join(words)})"
    if error["type"] in ("greater_than_equal", "less_than_equal", "greater_than", "less_than"):
        return path, f"is {given!r}, outside the allowed range{_range(path, context)}"
    if error["type"] in ("too_short", "too_long"):
        bound = "at least {min_length}" if error["type"] == "too_short" else "at most {max_length}"
        return path, f"must hold {bound.format(**context)}, not {context['actual_length']}"
    if error["type"] in KINDS:
        return path, f"is {given!r}, but must be {KINDS[error['type']]}"
    return path, f"{error['msg'][0].lower()}{error['msg'][1:]}"


def _range(path, context):
    """Return " 0.01 to 2000 Hz" from the schema, or the one bound that was broken."""
    low, high = _bounds_at(path)
    key = next((part for part in reversed(path) if isinstance(part, str)), "")
    unit = next((f" {unit}" for end, unit in UNITS.items() if key.endswith("_" + end)), "")
    if low is None or high is None:
        return "".join(f" ({word} {value:g}{unit})" for word, value in context.items())
    return f", {low:g} to {high:g}{unit}"


def _unwrapped(annotation):
    """Return (bare type, metadata) without Annotated and Optional."""
    metadata = []
    while True:
        if get_origin(annotation) is Annotated:
            annotation, *extra = get_args(annotation)
            metadata += extra
        elif get_origin(annotation) in (Union, UnionType):
            annotation = next(a for a in get_args(annotation) if a is not type(None))
        else:
            return annotation, metadata


def _at(path):
    """Return (type, metadata) of the place in a scenario that a path leads to."""
    here, metadata = Scenario, []
    for part in path:
        if isinstance(here, type) and issubclass(here, BaseModel):
            field = here.model_fields.get(part)
            if field is None:
                return None, []
            here, inner = _unwrapped(field.annotation)
            metadata = inner + list(field.metadata)
        elif get_args(here):
            here, metadata = _unwrapped(get_args(here)[-1])
    return here, metadata


def _keys_at(path):
    here, _ = _at(path)
    return list(getattr(here, "model_fields", {}))


def _words_at(path):
    here, _ = _at(path)
    return list(get_args(here)) if get_origin(here) is Literal else []


def _bounds_at(path):
    """Return (low, high) of a number, None where it has none."""
    flat = [inner for m in _at(path)[1] for inner in getattr(m, "metadata", [m])]
    found = {name: getattr(m, name) for m in flat for name in ("ge", "gt", "le", "lt") if hasattr(m, name)}
    return found.get("ge", found.get("gt")), found.get("le", found.get("lt"))


def _table(value):
    return value if isinstance(value, dict) else {}


def _tables(value):
    """Return (position, table) of a list, leaving out what is not a table."""
    return [(i, t) for i, t in enumerate(value) if isinstance(t, dict)] if isinstance(value, list) else []


def _wrong_words(data, known_panels):
    """Yield mistakes in names: of panels, cases, measures, and in keys that exclude each other."""
    yield from _wrong_panels(data, known_panels)
    cases = [c["name"] for _, c in _tables(data.get("cases")) if isinstance(c.get("name"), str)]
    for name in {n for n in cases if cases.count(n) > 1}:
        yield ("cases",), f"two cases are named {name!r}"
    if len({"curve", "duration_ms", "duration_d"} & set(data)) != 1:
        yield (), "needs one of duration_ms, duration_d (of a recovery) and curve"
    if "curve" in data:
        yield from ((path, "has no place beside a curve") for path in _beside_a_curve(data))
    for path, train in _trains(data):
        if len({"count", "lasting_ms"} & set(train)) != 1:
            yield path, "needs one of count and lasting_ms"
    for path, protocol in _protocols(data):
        yield from _wrong_moves(path, protocol)
        yield from _wrong_tasks(path, protocol)
    for i, case in _tables(data.get("cases")):
        yield from _wrong_tasks(("cases", i, "before"), _table(case.get("before")))
    for path, table in [((), data), *((("cases", i), case) for i, case in _tables(data.get("cases")))]:
        model = _table(table.get("model"))
        if model.get("name") == "recovery" and len({"grade", "damage"} & set(model)) != 1:
            yield (*path, "model"), "needs one of grade and damage"
    for i, row in _tables(data.get("expect")):
        yield from _wrong_expectation(("expect", i), row, cases, data)


def _wrong_expectation(path, row, cases, data):
    """Yield mistakes in one row of expectations."""
    measure, ratio = row.get("measure"), row.get("ratio")
    numbers = _numbers(data)
    units = {name: unit for name, (unit, _) in numbers.items()} or {n: r.unit for n, r in READINGS.items()}
    known = isinstance(measure, str) and measure in units
    if isinstance(measure, str) and not known:
        yield (*path, "measure"), f"no measure {measure!r}{suggestion(measure, units)}"
    elif known and "unit" in row:
        unit = units[measure]
        if ratio is None and unit not in (row["unit"], FORCE):
            yield (*path, "unit"), f"is {row['unit']!r}, but {measure} is in {unit}"
    if len({"case", "ratio"} & set(row)) != 1:
        yield path, "needs one of case and ratio"
    for key, names in (("case", [row.get("case")]), ("ratio", ratio if isinstance(ratio, list) else [])):
        for name in names:
            if isinstance(name, str) and name not in cases:
                yield (*path, key), f"no case {name!r}{suggestion(name, cases)}"
    low, high = row.get("low"), row.get("high")
    if low is None and high is None:
        yield path, "needs low, high or both"
    elif isinstance(low, int | float) and isinstance(high, int | float) and low > high:
        yield (*path, "low"), f"is {low:g}, above high = {high:g}"


def _numbers(data):
    """Return {number: (unit, meaning)} of a scenario's curve, or nothing if it is none."""
    from simulator.curves import CURVES

    kind = _table(data.get("curve")).get("kind")
    return CURVES[kind].numbers if isinstance(kind, str) and kind in CURVES else {}


def _protocols(data):
    """Yield (path, protocol table) of the common protocol and of each case's own."""
    places = [(("protocol",), data.get("protocol"))]
    places += [(("cases", i, "protocol"), c.get("protocol")) for i, c in _tables(data.get("cases"))]
    yield from ((path, protocol) for path, protocol in places if isinstance(protocol, dict))


def _wrong_moves(path, protocol):
    """Yield mistakes in what is done to the end of the fibre."""
    for i, drive in _tables(protocol.get("drives")):
        if len({"level", "line"} & set(drive)) != 1:
            yield (*path, "drives", i), "needs one of level and line"
    load = _table(protocol.get("load"))
    start, end = load.get("start_ms", 0.0), load.get("end_ms")
    if isinstance(start, int | float) and isinstance(end, int | float) and end <= start:
        yield (*path, "load", "end_ms"), f"is {end:g}, but the load is there from {start:g} ms on"


def _wrong_panels(data, known_panels):
    """Yield panels that a model of the scenario does not have; those that are taken unless told are a fibre's.

    known_panels : {model: names}, empty if names are not to be tried
    """
    panels, tables = data.get("panels", []), [data, *(case for _, case in _tables(data.get("cases")))]
    used = {str(_table(table.get("model")).get("name", "fibre")) for table in tables if "model" in table} or {"fibre"}
    for model in sorted(used & known_panels.keys()):
        known = known_panels[model]
        for i, name in enumerate(panels if isinstance(panels, list) else []):
            if isinstance(name, str) and name not in known:
                yield ("panels", i), f"no quantity {name!r} of a {model}{suggestion(name, known)}"
        if "panels" not in data and model not in FIBRES and data.get("figure") not in ("sarcomeres", "healing"):
            yield (), f"needs panels: what is to be drawn of a {model}, such as {', '.join(known[1:5])}"


def _wrong_tasks(path, table):
    """Yield keys of tasks that their kind does not have, or lacks."""
    for i, task in _tables(table.get("tasks")):
        if task.get("kind") not in get_args(TaskTable.model_fields["kind"].annotation):
            continue  # the schema has said so
        known = signature(getattr(tasks, task["kind"])).parameters
        for key in TaskTable.model_fields.keys() & task.keys() - {"kind"}:
            if TASK_KEYS.get(key, key) not in known:
                yield (*path, "tasks", i, key), f"has no place in the task {task['kind']!r}"
        given = {TASK_KEYS.get(key, key) for key in task}
        for word in [name for name, p in known.items() if p.default is Parameter.empty and name not in given]:
            key = next(key for key, name in TASK_KEYS.items() if name == word)
            yield (*path, "tasks", i), f"needs {key}"


def _beside_a_curve(data):
    """Yield the paths of what a scenario with a curve may not have: what is done, and a model without mechanics."""
    yield from ((key,) for key in ("protocol", "atlas") if key in data)
    places = [((), data), *((("cases", i), case) for i, case in _tables(data.get("cases")))]
    yield from ((*path, "protocol") for path, table in places[1:] if "protocol" in table)
    for path, table in places:
        if _table(table.get("model")).get("name") == "shorten2007":
            yield (*path, "model", "name")


def _trains(data):
    """Yield (path, train table) of the common protocol and of each case's own."""
    for path, protocol in _protocols(data):
        if isinstance(protocol.get("train"), dict):
            yield (*path, "train"), protocol["train"]


def _wrong_numbers(data, model_of):
    """Yield mistakes in conditions and parameters: names that do not exist, values out of range."""
    common = data.get("model", {})
    for i, case in [(None, {}), *_tables(data.get("cases"))]:
        path = ("cases", i) if i is not None else ()
        if (model := model_of(case.get("model", common))) is None:
            continue
        yield from _wrong_before((*path, "before"), _table(case.get("before")), model)
        model = yield from _disturbed(path, case, model)
        yield from _wrong_parameters(path, case, model)
        protocol = case.get("protocol", data.get("protocol"))
        where = (*path, "protocol") if "protocol" in case or i is None else None
        yield from _wrong_times(where, data, protocol, model)
        for key in ("load", "stretches", "cycle") if where and not model.command_units() else ():
            if key in _table(protocol):
                yield (*where, key), "only our own fibre and muscle can be moved"
        if where and "drives" in _table(protocol) and "pool" not in model.parts:
            yield (*where, "drives"), "only a muscle has motoneurons that can be driven"
        for j, change in _tables(_table(protocol).get("changes")) if where else []:
            then = yield from _disturbed((*where, "changes", j), change, model)
            yield from _wrong_parameters((*where, "changes", j), change, then)


def _wrong_before(path, before, model):
    """Yield what a model cannot have been through before its run."""
    if before and len({"tasks", "damage"} & set(before)) != 1:
        yield path, "needs one of tasks and damage"
    if "tasks" in before and "posture" not in model.parts:
        yield path, "only a back has been through something before"
    if "damage" in before and "crossbridge" not in model.parts:
        yield path, "only a fibre or a muscle has been strained before"


def _wrong_times(where, data, protocol, model):
    """Yield times in the wrong unit, and tasks of what is no back."""
    unit, wrong = ("d", "ms") if time_unit(model) == "d" else ("ms", "d")
    if f"duration_{wrong}" in data:
        yield (f"duration_{wrong}",), f"must be duration_{unit} for this model"
    for i, change in _tables(_table(protocol).get("changes")) if where else ():
        if f"at_{wrong}" in change or f"at_{unit}" not in change:
            yield (*where, "changes", i), f"needs at_{unit} for this model"
    if where and "tasks" in _table(protocol) and "posture" not in model.parts:
        yield (*where, "tasks"), "only a back can be given tasks"


def _disturbed(path, table, model):
    """Yield mistakes in the conditions and drugs of a table; return the model with those that are right."""
    for key, method in (("conditions", "with_condition"), ("drugs_uM", "with_drug")):
        for name, amount in _table(table.get(key)).items():
            if not hasattr(model, method):
                yield (*path, key, name), "conditions and drugs act on our own fibre only"
            elif isinstance(amount, int | float):
                try:
                    model = getattr(model, method)(name, amount)
                except ParameterError as error:
                    yield (*path, key, name), str(error)
    return model


def _wrong_parameters(path, table, model):
    """Yield mistakes in `scale` and `set`, each tried alone on the model."""
    for key, method in (("scale", model.scaled), ("set", model.with_parameters)):
        for name, value in _table(table.get(key)).items():
            if not isinstance(value, int | float):
                continue  # the schema has said so
            try:
                method({name: value})
            except ParameterError as error:
                yield (*path, key, name), str(error)


HEADER = re.compile(r"^\s*(\[\[?)\s*(.+?)\s*\]\]?\s*(#.*)?$")
KEY = re.compile(r"""^\s*((?:[A-Za-z0-9_-]+|"[^"]*"|'[^']*')(?:\s*\.\s*(?:[A-Za-z0-9_-]+|"[^"]*"|'[^']*'))*)\s*=""")
PART = re.compile(r""""([^"]*)"|'([^']*)'|([A-Za-z0-9_-]+)""")


def key_lines(text):
    """Return {path: line} of every table and key of a TOML text, which tomllib does not tell."""
    lines, table, counts, closing = {(): 1}, (), {}, None
    for number, line in enumerate(text.splitlines(), start=1):
        if closing:  # within a text of several lines
            closing = None if closing in line else closing
            continue
        header, key = HEADER.match(line), KEY.match(line)
        if key:
            lines.setdefault(table + _parts(key[1]), number)
        elif header:
            table = ()
            for part in _parts(header[2]):
                table += (part,)
                if header[1] == "[" or len(table) < len(_parts(header[2])):
                    table += (counts[table],) if table in counts else ()
            if header[1] == "[[":
                counts[table] = counts.get(table, -1) + 1
                lines.setdefault(table, number)
                table += (counts[table],)
            lines.setdefault(table, number)
        for quotes in ('"""', "'''"):
            if line.count(quotes) % 2:
                closing = quotes
    return lines


def _parts(dotted):
    return tuple(next(filter(None, match), "") for match in PART.findall(dotted))


def locate(text, lines, path):
    """Return the line of a path: its own, or that of its name within the nearest table that is written."""
    if path in lines:
        return lines[path]
    short = path
    while short not in lines:
        short = short[:-1]
    start = lines[short]
    rest = text.splitlines()[start - 1 :]
    after = min((n for n in lines.values() if n > start), default=start + len(rest))
    name = next((part for part in reversed(path[len(short) :]) if isinstance(part, str)), None)
    for number, line in enumerate(rest[: after - start], start=start):
        if name and re.search(rf"(?<![\w.]){re.escape(name)}(?![\w.])", line):
            return number
    return start


def _dotted(path, data):
    """Return a path as it is spoken of: cases[myotonic].scale.membrane.x."""
    words, here = "", data
    for part in path:
        if isinstance(part, int):
            here = here[part] if isinstance(here, list) and part < len(here) else None
            name = _table(here).get("name", part + 1)
            words += f"[{name}]"
        else:
            here = _table(here).get(part)
            words += f".{part}" if words else part
    return words
