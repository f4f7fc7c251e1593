"""Healing: an injured muscle from its first days to a year, on an axis of time that is wide where much happens."""

import numpy as np
from matplotlib import pyplot
from matplotlib.offsetbox import AnchoredOffsetbox, HPacker, TextArea

from simulator.measures import healing as measured
from simulator.plots import style
from simulator.plots.style import BLACK, BLUE, GREEN, ORANGE, PURPLE, SKY, VERMILLION

DAYS = (0, 1, 3, 7, 14, 30, 90, 365, 1460)  # ticks
BACK = 0.8  # force that is marked
GREY, PALE = "0.35", "0.75"
ORDER = {  # who comes when, the first on top: words and colour
    "dead": ("dead tissue", BLACK),
    "neutrophils": ("neutrophils", VERMILLION),
    "inflammatory": ("macrophages that clear", ORANGE),
    "repairing": ("macrophages that build", BLUE),
    "activated": ("satellite cells", SKY),
    "myocytes": ("new muscle cells", GREEN),
}
TISSUE = {  # what is not sound fibre, from the bottom up: words and colour
    "dead": ("dead", BLACK),
    "cleared": ("cleared", PALE),
    "new_fibres": ("new fibres", GREEN),
    "young_scar": ("young scar", ORANGE),
    "old_scar": ("old scar", PURPLE),
}
ROWS = {"force": 1.8, "order": 2.5, "tissue": 1.8, "pain": 1.2, "load": 1.7}  # inches
LEAST = 1e-6  # of a kind of cell, below which there was none


def healing(cases):
    """Draw injured muscles side by side, a column for each: force, who comes when, tissue, pain, load and tolerance.

    Parameters
    ----------
    cases : {label: Dataset of `simulate` of a Recovery}, at most six

    Returns
    -------
    Figure
    """
    if not 1 <= len(cases) <= 6:
        raise ValueError(f"{len(cases)} cases given: from 1 to 6 can be seen side by side")
    if missing := [label for label, results in cases.items() if "healing.dead" not in results]:
        raise ValueError(f"{missing[0]!r} is no run of a Recovery")
    with style.styled():
        figure, grid = pyplot.subplots(
            len(ROWS), len(cases), sharex="col", sharey="row", squeeze=False, height_ratios=list(ROWS.values()),
            figsize=(min(17.0, 5.6 + 3.3 * len(cases)), sum(ROWS.values()) + 1.6),
        )  # fmt: skip
        for column, (label, results) in zip(grid.T, cases.items(), strict=True):
            for ax, draw in zip(column, (_force, _order, _tissue, _pain, _load), strict=True):
                draw(ax, results)
            column[0].set_title(label, weight="bold", pad=28)
            style.changes(column, [(GREY, style.protocol_of(results))])
            _time(column[-1], results)
        for ax, unit, words in zip(grid[:, 0], ("fraction", "", "fraction", "of 5", "fraction"), _names(), strict=True):
            ax.set_ylabel(unit)
            _heading(ax, words)
        grid[0, 0].set_ylim(0.0, 1.05)
        grid[3, 0].set_ylim(0.0, 5.0)
        figure.get_layout_engine().set(h_pad=0.14)
        return figure


def _names():
    """Return the heading of each row: [(words, colour)]."""
    order = [("Who comes when, each of its own most", BLACK)]
    load = [("Load", ORANGE), ("and tolerance;", BLUE), ("torn anew", VERMILLION)]
    return [
        [("Largest force", BLACK)], order, [("Tissue:", BLACK), *TISSUE.values()], [("Pain", BLACK)], load,
    ]  # fmt: skip


def _heading(ax, words):
    """Write coloured words above a panel; a long line may reach over the next columns, which have none."""
    parts = [TextArea(text, textprops={"color": colour, "weight": "bold"}) for text, colour in words]
    box = AnchoredOffsetbox(
        "lower left", child=HPacker(children=parts, sep=7, pad=0), pad=0.1, frameon=False,
        bbox_to_anchor=(0.0, 1.0), bbox_transform=ax.transAxes, borderpad=0.0,
    )  # fmt: skip
    box.set_in_layout(False)
    ax.add_artist(box)


def _time(ax, results):
    """Make the axis of time wide at its beginning: even in the logarithm of a day more."""
    last = float(results.time[-1])
    ax.set_xscale("function", functions=(np.log1p, np.expm1))
    ax.set_xticks([day for day in DAYS if day <= last])
    ax.minorticks_off()
    ax.set_xlim(0.0, last)
    ax.set_xlabel("time (d)")


def _force(ax, results):
    """Draw force, and when it is back."""
    ax.plot(results.time, results.force, color=BLACK)
    ax.axhline(BACK, color=GREY, linewidth=1.0, linestyle=(0, (2, 2)))
    day = measured.reaches(results, BACK)
    if np.isfinite(day) and day > 0.0:
        ax.plot(day, BACK, "o", color=BLACK, markersize=7)
        late = np.log1p(day) > 0.6 * np.log1p(float(results.time[-1]))
        place, side = ((-10, 14), "right") if late else ((8, -14), "left")
        ax.annotate(
            f"{100 * BACK:.0f} %: day {day:.0f}", (day, BACK), place, textcoords="offset points", ha=side,
            va="center", bbox={"facecolor": "white", "edgecolor": "none", "pad": 1},
        )  # fmt: skip


def _order(ax, results):
    """Draw each kind of cell on a line of its own, by its own largest number."""
    for row, (name, (_, colour)) in enumerate(ORDER.items()):
        values, floor = results[f"healing.{name}"].values, float(len(ORDER) - 1 - row)
        height = 0.92 * values / max(float(values.max()), LEAST)
        ax.fill_between(results.time, floor, floor + height, facecolor=colour, alpha=0.75, linewidth=0)
        ax.plot(results.time, floor + height, color=colour, linewidth=1.2)
    ax.set_ylim(-0.05, len(ORDER))
    ax.set_yticks([len(ORDER) - 0.65 - row for row in range(len(ORDER))], [words for words, _ in ORDER.values()])
    ax.tick_params(axis="y", length=0)
    for tick, (_, colour) in zip(ax.get_yticklabels(), ORDER.values(), strict=False):  # the first column's
        tick.set_color(colour)


def _tissue(ax, results):
    """Draw what is not sound fibre, one upon the other."""
    parts = [np.maximum(results[f"healing.{name}"].values, 0.0) for name in TISSUE]
    ax.stackplot(results.time, *parts, colors=[colour for _, colour in TISSUE.values()], linewidth=0)


def _pain(ax, results):
    """Draw the pain that is felt."""
    ax.plot(results.time, results.pain, color=BLACK)


def _load(ax, results):
    """Draw the load, what it may be without harm, and where it is more."""
    load, tolerance = results["load"].values, results.tolerance.values
    if (torn := load > tolerance).any():  # an empty area has no extent, of which matplotlib takes the logarithm
        ax.fill_between(results.time, tolerance, load, where=torn, color=VERMILLION, alpha=0.6, linewidth=0)
    ax.plot(results.time, tolerance, color=BLUE)
    ax.plot(results.time, load, color=ORANGE, drawstyle="steps-post")
    ax.set_ylim(bottom=-0.04)
