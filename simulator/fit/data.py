"""What a model is fitted to: measured curves or targets, read from a file or a table and checked.

A curve is a column named as an output or state of the model, beside a column `time` (ms, of a recovery d); its standard
deviation may stand in a column "<name>_error". A target is a measure with a value and its standard
deviation, or a range. A range is read as an interval of 95 %: its middle, and a standard deviation of a
quarter of its width (exactly 1/3.92).
"""

import csv
import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np

from simulator.measures import readings
from simulator.protocol import time_unit
from simulator.quantity import suggestion

TIME, ERROR, MEASURE = "time", "_error", "measure"
TARGET_COLUMNS = (MEASURE, "value", "error", "low", "high", "unit", "source")
RANGE_WIDTH = 3.92  # standard deviations in an interval of 95 %
UNITS = re.compile(r"^(.*?)\s*\(([^()]*)\)\s*$")


class FitError(ValueError):
    """Data, parameters or settings that cannot be fitted as given. `problems` holds one sentence for each."""

    def __init__(self, problems):
        super().__init__("\n".join(problems))
        self.problems = list(problems)


@dataclass(frozen=True, eq=False)
class Block:
    """What belongs together in the measured values: one curve, or one target.

    rows : where its values stand in the table of times, or of targets; part : where in the flat vectors
    scaled : whether it is in arbitrary units, so that the model is multiplied by a factor that is solved for
    read : for a target, the function of a Dataset that gives it
    """

    name: str
    unit: str
    rows: np.ndarray
    part: slice
    scaled: bool = False
    read: object = None


@dataclass(frozen=True)
class Measured:
    """All that was measured, as flat vectors, and the blocks they consist of.

    times : (m,) of the curves, in the model's unit; None for targets
    values, errors : (n,), without gaps; an error is nan where it is not known
    """

    name: str
    times: np.ndarray
    values: np.ndarray
    errors: np.ndarray
    blocks: tuple

    @property
    def unknown(self):
        """The blocks whose errors are not known."""
        return [block for block in self.blocks if np.isnan(self.errors[block.part]).any()]


def read(data, model, *, scale=(), errors=None, measures=None, name=None):
    """Return the Measured of a CSV file, a Dataset or dict of curves, or a dict of targets.

    Raises FitError, which tells every mistake with its file, line and column.
    """
    scale = (scale,) if isinstance(scale, str) else tuple(scale)
    if isinstance(data, str | Path):
        header, rows = _rows(Path(data))
        table = _Table(name or Path(data).name, str(data), header, [line for line, _ in rows])
        cells = {column: [row[i] for _, row in rows] for i, column in enumerate(table.columns)}
        if MEASURE in cells:
            targets = _listed(table, cells)
        else:
            numbers = {column: table.numbers(column, values) for column, values in cells.items()}
    elif isinstance(data, Mapping) and TIME in data:
        table, numbers = _mapped(data, name or "measured curves")
    elif isinstance(data, Mapping) and data:
        table, targets = _Table(name or "targets", "targets", [MEASURE], None), dict(data)
    else:
        unit = time_unit(model)
        needed = f"a CSV file, a Dataset or dict with a `time` ({unit}), or a dict {{measure: (low, high)}} is needed"
        raise FitError([f"data: {needed}"])
    table.stop()
    if MEASURE in table.columns:
        if scale or errors:
            raise FitError([f"{table.where}: scale and errors are for curves; these are targets"])
        return _targets(table, targets, measures or {}, model)
    return _curves(table, numbers, model, scale, errors or {})


class _Table:
    """Where columns and rows stand, and what is wrong with them."""

    def __init__(self, name, where, header, lines):
        self.name, self.where, self.lines, self.problems = name, where, lines, []
        matches = [UNITS.match(text) for text in header]
        self.columns = [m[1] if m else text.strip() for m, text in zip(matches, header, strict=True)]
        self.units = {c: m[2] for c, m in zip(self.columns, matches, strict=True) if m}
        for column in sorted({c for c in self.columns if self.columns.count(c) > 1}):
            self.wrong(f"column {column!r} stands there twice")
        self.stop()

    def wrong(self, message, column=None, row=None):
        """Note a mistake."""
        line = "" if row is None or not self.lines else f":{self.lines[row]}"
        place = "" if column is None else f"column {column!r}: "
        point = f"value {row + 1}: " if row is not None and not self.lines else ""
        self.problems.append(f"{self.where}{line}: {place}{point}{message}")

    def stop(self):
        """Raise FitError if there are mistakes."""
        if self.problems:
            raise FitError(self.problems)

    def numbers(self, column, values):
        """Return a column as numbers (n,), nan where there is a gap."""
        found = np.full(len(values), np.nan)
        for row, value in enumerate(values):
            text = value.strip() if isinstance(value, str) else value
            try:
                found[row] = float(text) if text != "" else np.nan
            except (TypeError, ValueError):
                self.wrong(f"{value!r} is no number; leave the cell empty for a gap", column, row)
                continue
            if math.isinf(found[row]):
                self.wrong("is infinite; a finite number or a gap is allowed", column, row)
        return found


def _mapped(data, name):
    """Return (table, {column: numbers}) of a Dataset or dict with a time."""
    columns = [TIME, *(c for c in data if c != TIME)]  # a Dataset does not count its coordinate
    columns = [c for c in columns if getattr(data[c], "dims", (TIME,)) == (TIME,)]  # other dimensions are no curves
    table = _Table(name, "data", [_with_unit(c, getattr(data[c], "attrs", {})) for c in columns], None)
    shape = np.shape(data[TIME])
    for column in columns:
        if len(shape) != 1 or np.shape(data[column]) != shape:
            table.wrong("needs one number for each time", column)
    table.stop()
    return table, {column: table.numbers(column, np.asarray(data[column]).tolist()) for column in columns}


def _with_unit(column, attributes):
    return f"{column} ({attributes['units']})" if attributes.get("units") else column


def _rows(file):
    """Return (header, [(line, cells)]) of a CSV file; lines that begin with # are remarks."""
    try:
        text = file.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise FitError([f"{file}: cannot be read: {error}"]) from None
    reader = csv.reader(text.splitlines())
    rows = [(reader.line_num, row) for row in reader if row and not row[0].startswith("#") and any(map(str.strip, row))]
    if not rows:
        raise FitError([f"{file}: is empty; a header and rows of numbers are needed"])
    header = [cell.strip() for cell in rows[0][1]]
    if len(header) == 1:
        raise FitError([f"{file}:{rows[0][0]}: only one column; separate columns by commas"])
    odd = [(line, len(row)) for line, row in rows[1:] if len(row) != len(header)]
    if odd:
        raise FitError([f"{file}:{line}: {count} cells, but the header has {len(header)}" for line, count in odd])
    return header, rows[1:]


def _curves(table, numbers, model, scale, errors):
    """Return the Measured of columns of numbers."""
    fields, outputs, unit = model.system.output_fields, model.system.output.__dataclass_fields__, time_unit(model)
    names = [c for c in table.columns if c != TIME and not (c.endswith(ERROR) and c[: -len(ERROR)] in table.columns)]
    if TIME not in numbers:
        near = f"; is it {table.columns[0]!r}?" if "time" in table.columns[0].lower() else ""
        table.wrong(f"no column 'time' ({unit}){near}")
        table.stop()
    if table.units.get(TIME, unit) != unit:
        table.wrong(f"is in {table.units[TIME]}, but must be in {unit}", TIME)
    _check_times(table, numbers[TIME], unit)
    for name in names:
        if name not in fields:
            table.wrong(f"no output of this model{suggestion(name, outputs)}", name)
        elif name not in scale:
            _check_unit(table, name, fields[name].metadata["unit"])
    if not names:
        table.wrong("no column beside the time: at least one output of the model is needed")
    for word, given in (("scale", scale), ("errors", errors)):
        for name in given:
            if name not in names:
                table.wrong(f"{word}: no curve {name!r}{suggestion(name, names)}")
    table.stop()
    values, deviations, blocks, done = [], [], [], 0
    for name in names:
        rows = np.flatnonzero(np.isfinite(numbers[name]))
        if len(rows) < 2:
            table.wrong(f"{len(rows)} points; at least 2 are needed", name)
            continue
        deviation = numbers.get(name + ERROR, np.full(len(numbers[name]), errors.get(name, np.nan)))
        _check_errors(table, name, deviation, rows)
        if np.ptp(numbers[name][rows]) == 0 and np.isnan(deviation[rows]).any():
            table.wrong("is constant, so that its noise cannot be guessed: give its error, or leave it out", name)
        values.append(numbers[name][rows])
        deviations.append(deviation[rows])
        unit = "arbitrary units" if name in scale else fields[name].metadata["unit"]
        blocks.append(Block(name, unit, rows, slice(done, done + len(rows)), name in scale))
        done += len(rows)
    table.stop()
    return Measured(table.name, numbers[TIME], np.concatenate(values), np.concatenate(deviations), tuple(blocks))


def _check_times(table, times, unit):
    for row in np.flatnonzero(~np.isfinite(times)):
        table.wrong("the time is missing", TIME, row)
    for row in np.flatnonzero(np.diff(times) <= 0) + 1:
        table.wrong(f"{times[row]:g} {unit} does not come after {times[row - 1]:g} {unit}; times must rise", TIME, row)
    if len(times) < 2:
        table.wrong(f"{len(times)} points; at least 2 are needed")
    elif times[0] < 0:
        table.wrong(f"{times[0]:g} {unit} is before the run, which starts at 0 {unit}", TIME, 0)


def _check_unit(table, name, unit):
    for column in (name, name + ERROR):
        given = table.units.get(column, unit)
        if given != unit:
            table.wrong(f"is in {given}, but the model gives {unit}; convert it, or let its scale be fitted", column)


def _check_errors(table, name, deviation, rows):
    """Note errors that are not above 0, or stand at some points only."""
    known = np.isfinite(deviation[rows])
    if known.any() and not known.all():
        table.wrong("a standard deviation is missing; give one at every point, or none", name + ERROR, rows[~known][0])
    for row in rows[known]:
        if deviation[row] <= 0:
            table.wrong(f"{deviation[row]:g} is no standard deviation; it must be above 0", name + ERROR, row)


def _listed(table, cells):
    """Return {measure: {"value", "error"} or {"low", "high"}} of the columns of a file."""
    for column in table.columns:
        if column not in TARGET_COLUMNS:
            table.wrong(f"unknown; allowed are {', '.join(TARGET_COLUMNS)}", column)
    numbers = {c: table.numbers(c, cells[c]) for c in ("value", "error", "low", "high") if c in cells}
    found = {}
    for row, name in enumerate(name.strip() for name in cells[MEASURE]):
        if name in found:
            table.wrong(f"{name} stands there twice", MEASURE, row)
        found[name] = {c: column[row] for c, column in numbers.items() if not np.isnan(column[row])}
        unit = cells["unit"][row].strip() if "unit" in cells else ""
        if name in readings.READINGS and unit and readings.READINGS[name].unit not in (unit, readings.FORCE):
            table.wrong(f"is in {unit}, but {name} is in {readings.READINGS[name].unit}", "unit", row)
    return found


def _targets(table, targets, measures, model):
    """Return the Measured of {measure: target}."""
    values, deviations, blocks = [], [], []
    for row, (name, target) in enumerate(targets.items()):
        place = row if table.lines else None
        label = name if isinstance(name, str) else getattr(name, "__name__", "measure")
        unit, function = _measure(table, name, measures, model, place)
        value, error = _aim(target)
        if value is None:
            table.wrong(
                f"{label}: write (low, high) with low below high, or "
                '{"value": number, "error": standard deviation above 0}', None, place,
            )  # fmt: skip
            continue
        values.append(value)
        deviations.append(error)
        blocks.append(Block(label, unit, np.array([row]), slice(row, row + 1), read=function))
    table.stop()
    return Measured(table.name, None, np.array(values), np.array(deviations), tuple(blocks))


def _measure(table, name, measures, model, row):
    """Return (unit, function) of a measure given by name or as a function."""
    if callable(name):
        return "", name
    if name in measures:
        return "", measures[name]
    if name in readings.READINGS:
        unit, force = readings.READINGS[name].unit, model.system.output_fields["force"]
        return force.metadata["unit"] if unit == readings.FORCE else unit, partial(readings.read, name)
    table.wrong(f"no measure {name!r}{suggestion(name, [*readings.READINGS, *measures])}", None, row)
    return "", None


def _aim(target):
    """Return (value, standard deviation) of a target; (None, None) if it is none."""
    try:
        if isinstance(target, Mapping):
            found = {key: float(value) for key, value in target.items()}
            if set(found) == {"low", "high"}:
                return _aim((found["low"], found["high"]))
            if set(found) == {"value", "error"} and 0 < found["error"] < np.inf and np.isfinite(found["value"]):
                return found["value"], found["error"]
        else:
            low, high = map(float, target)
            if -np.inf < low < high < np.inf:
                return (low + high) / 2, (high - low) / RANGE_WIDTH
    except (TypeError, ValueError):
        pass
    return None, None
