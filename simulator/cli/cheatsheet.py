"""All names on one page, made from what declares them: models, protocol, measures, commands, conditions, drugs."""

import inspect
from functools import cache
from typing import NamedTuple

import numpy as np

SIZE = (11.69, 8.27)  # inches: A4 across
COLUMNS, LARGEST, LEADING = 4, 8.0, 1.22
MARGIN, GAP, HEADING = 0.35, 0.18, 0.36  # inches
WIDTH = (SIZE[0] - 2 * MARGIN - (COLUMNS - 1) * GAP) / COLUMNS


class Line(NamedTuple):
    """A name and what it means, or the title of a block if it means nothing."""

    name: str
    meaning: str = ""


def cheatsheet():
    """Return the Figure of one page, A4 across, in the largest print that fits."""
    from matplotlib import pyplot

    from simulator.plots.style import BLUE

    told = blocks()
    font, rows = next(filter(None, (_laid_out(told, font) for font in np.arange(LARGEST, 0, -0.1))))
    figure = pyplot.figure(figsize=SIZE)
    figure.text(MARGIN / SIZE[0], 1 - MARGIN / SIZE[1], _title(), fontsize=11, weight="bold", va="top")
    for place, row in enumerate(rows):
        column, line = divmod(place, _room(font))
        x, y = MARGIN + column * (WIDTH + GAP), SIZE[1] - MARGIN - HEADING - line * font * LEADING / 72
        for shift, text, weight in row:
            look = dict(weight="bold", color=BLUE) if weight == "heavy" else dict(weight=weight)
            figure.text((x + shift) / SIZE[0], y / SIZE[1], text, fontsize=font, parse_math=False, **look)
    return figure


def _room(font):
    """Return how many lines a column holds."""
    return int((SIZE[1] - 2 * MARGIN - HEADING) / (font * LEADING / 72))


def _laid_out(told, font):
    """Return (font, rows) if what is told fits on the page in print of this size, or None."""
    rows = []
    for title, lines in told:
        block = _block(title, lines, font)
        alone = len(rows) % _room(font) + 2 == _room(font)  # a title would stand at the foot of a column
        rows += [[], *block] if alone else block
    return (font, rows) if len(rows) <= COLUMNS * _room(font) else None


def _block(title, lines, font):
    """Return the rows of a block: [(place from the left in inches, text, weight)] of each."""
    rows, indent, space = [[], [(0.0, title, "heavy")]], font / 60, font / 190
    for name, meaning in lines:
        row, place = [(0.0, name, "bold")], font * _width(name, "bold") + 1.5 * space
        for word in meaning.split():
            if place + font * _width(word) > WIDTH:
                rows.append(row)
                row, place = [], indent
            row.append((place, word, "normal"))
            place += font * _width(word) + space
        rows.append(row)
    return rows


@cache
def _width(text, weight="normal"):
    """Return the width of a text (inches), in print of size 1."""
    from matplotlib.font_manager import FontProperties
    from matplotlib.textpath import text_to_path

    return text_to_path.get_text_width_height_descent(text, FontProperties(size=100, weight=weight), False)[0] / 7200


def _title():
    from simulator import __version__

    return f"musclesim {__version__}: from the nerve's signal to the force"


def blocks():
    """Return [(title, [Line])] of all that is told."""
    from simulator.conditions import everything
    from simulator.measures.readings import READINGS

    conditions, drugs = everything()
    return [
        ("Commands (musclesim ...)", _commands()),
        ("Models (from simulator import ...)", _models()),
        ("What is done (they add up with +)", _protocol()),
        ("Run, measure, draw", _functions()),
        ("Curves (from simulator.curves import ...)", _curves()),
        ("Conditions: severity 0 to 1", _distinct(conditions)),
        ("Drugs: uM", _distinct(drugs)),
        ("Measures: of scenarios, sweeps and fits", [Line(n, f"{r.meaning} ({r.unit})") for n, r in READINGS.items()]),
    ]


def _commands():
    from simulator.cli import app

    found = [(c.name or c.callback.__name__.rstrip("_"), c.callback) for c in app.registered_commands]
    return [Line(name, _first(callback)) for name, callback in sorted(found)]


def _models():
    import simulator

    made = [
        ("Fibre.fast()", "Fibre", "fast"),
        ("Fibre.slow()", "Fibre", "slow"),
        ("Muscle.soleus()", "Muscle", "soleus"),
    ]
    made += [("Muscle.of(name)", "Muscle", "of"), ("Motoneuron.at(rank)", "Motoneuron", "at")]
    made += [("Axon.motor()", "Axon", "motor"), ("Neuromuscular.fast()", "Neuromuscular", "fast")]
    lines = [Line(words, _first(getattr(getattr(simulator, cls), maker))) for words, cls, maker in made]
    changes = ("scaled", "with_parameters", "with_condition", "with_drug")
    return lines + [Line(f".{v}{_signature(f)}", _first(f)) for v in changes for f in [getattr(simulator.Fibre, v)]]


def _protocol():
    from simulator import _HOMES, protocol

    names = [name for name, home in _HOMES.items() if home == "simulator.protocol" and not name.endswith("Error")]
    return [Line(name + _signature(getattr(protocol, name)), _first(getattr(protocol, name))) for name in names]


def _functions():
    from simulator import fit, plots, simulate, sweep

    lines = [Line(f.__name__, _first(f)) for f in (simulate, sweep, fit)]
    lines += [Line("lab.Lab(lesson)", "the laboratory in a cell of a notebook")]
    return lines + [Line(f"plots.{name}", _first(getattr(plots, name))) for name in plots.__all__]


def _curves():
    from simulator.curves import CURVES

    return [Line(f.__name__, _first(f)) for f in CURVES.values()]


def _distinct(changes):
    """Return a Line for each condition or drug, one that acts on several stages being told once."""
    return list({c.name: Line(c.name, c.meaning) for c in reversed(changes)}.values())[::-1]


def _first(function):
    """Return the first sentence of what a function says of itself, without the verb that all of a block share."""
    told = inspect.getdoc(function).partition("\n")[0].split("; ")[0].rstrip(".").replace("`", "")
    return told.removeprefix("Return ").removeprefix("Draw ")


def _signature(function):
    """Return the arguments of a function, without their defaults and those that only shape a pulse."""
    names = [n for n in inspect.signature(function).parameters if n not in ("self", "strength", "width")]
    return f"({', '.join(names)})"
