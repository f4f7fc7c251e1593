"""What a model was fitted to, beside what it gives before and after."""

import json

import numpy as np

from simulator.plots import style
from simulator.plots.style import BLACK, COLOURS, VERMILLION, WIDTH

GREY = "0.45"
LEAST_HEIGHT = 4.5  # inches
FEW = 60  # points, so many that each can be drawn large
CENTRAL = 1.96  # standard deviations that hold 95 %


def fit(found, *, axes=None):
    """Draw measured points, and the curves at the start and as fitted; or how far each target is missed.

    Parameters
    ----------
    found : Fit, of `simulator.fit`
    axes : for curves, one axes for each and one more for the stimulus; for targets, one; made unless given

    Returns
    -------
    Figure
    """
    with style.styled():
        return _curves(found, axes) if "time" in found.comparison.dims else _targets(found, axes)


def _curves(found, axes):
    """Draw a panel for each curve."""
    data, lines = found.comparison, found.curves
    names = [name for name in data.data_vars if f"{name}_fitted" in data]
    made = axes is None
    figure, axes = style.stack(names, axes)
    if made:
        figure.set_figheight(max(LEAST_HEIGHT, figure.get_figheight()))
    labels = []
    for ax, name in zip(axes, names, strict=False):
        colour = COLOURS.get(name, VERMILLION)
        bars = None if name in found.noise else data[f"{name}_error"]
        few = data[name].count() < FEW
        ax.errorbar(data.time, data[name], bars, fmt="o", markersize=7 if few else 3.5, color=BLACK,
                    markerfacecolor="white" if few else "none", markeredgewidth=1.4 if few else 0.8, elinewidth=0.8,
                    zorder=4 if few else 1, clip_on=False)  # fmt: skip
        ax.plot(lines.time, lines[f"{name}_start"], color=GREY, linestyle=(0, (5, 1.2)), zorder=2)
        ax.plot(lines.time, lines[f"{name}_fitted"], color=colour, zorder=3)
        style.heading(ax, data[name], colour)
        last = data[name].values[np.isfinite(data[name].values)][-1:]
        labels.append([("measured", BLACK, last), ("start", GREY, lines[f"{name}_start"].values),
                       ("fitted", colour, lines[f"{name}_fitted"].values)])  # fmt: skip
    style.strip(axes[-1], [("stimulus", BLACK, json.loads(data.attrs["protocol"]))])
    axes[-1].set_xlim(0, float(data.time[-1]))
    style.time_axis(axes[-1], data)
    figure.align_ylabels(axes[:-1])
    figure.draw_without_rendering()  # panels must have their height before labels can keep apart
    for ax, ends in zip(axes, labels, strict=False):
        style.end_labels(ax, ends)
    return figure


def _targets(found, ax):
    """Draw how many standard deviations each target is missed by, at the start and as fitted."""
    data = found.comparison
    count = data.sizes["target"]
    if ax is None:
        figure, ax = style.pyplot.subplots(figsize=(WIDTH, 1.6 + 0.55 * count))
    figure, rows = ax.figure, np.arange(count)[::-1]
    start, fitted = ((data[word] - data.value) / data.error for word in ("start", "fitted"))
    ax.axvspan(-CENTRAL, CENTRAL, color="0.92", zorder=0)
    ax.axvline(0, color=BLACK, linewidth=1.0, zorder=1)
    ax.hlines(rows, start, fitted, color="0.75", linewidth=1.0, zorder=1)
    ax.plot(start, rows, "o", color=GREY, markerfacecolor="white", markersize=8)
    ax.plot(fitted, rows, "o", color=VERMILLION, markersize=8)
    for row, value, unit in zip(rows, data.fitted.values, data.unit.values, strict=True):
        ax.annotate(f"{value:.3g} {style.pretty(unit)}", (1.01, row), xycoords=("axes fraction", "data"),
                    va="center", color=VERMILLION)  # fmt: skip
    for word, places, colour, above in (("start", start, GREY, -20), ("fitted", fitted, VERMILLION, 9)):
        ax.annotate(word, (float(places[0]), rows[0]), xytext=(0, above), textcoords="offset points", ha="center",
                    color=colour, weight="bold")  # fmt: skip
    ax.set_yticks(rows, [_told(data, i) for i in range(count)])
    ax.margins(x=0.08)
    ax.set(ylim=(-0.6, count - 0.4), xlabel="standard deviations from the measured value (grey: 95 %)")
    return figure


def _told(data, place):
    """Return a target in words."""
    row = data.isel(target=place)
    name, unit = row.target.item().replace(".", ": ").replace("_", " "), style.pretty(row.unit.item())
    return f"{name}\n{row.value:.3g} ± {row.error:.2g} {unit}"
