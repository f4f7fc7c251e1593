"""How a model does on published targets: where each value lies in its range."""

import numpy as np
from matplotlib import pyplot

from simulator.plots.style import GREEN, VERMILLION, styled

REACH = 1.6  # half-widths of a range that are drawn to either side; what lies further out stands at the edge
ROW = 0.19  # inches
LONGEST = 40  # targets in one column


def validation(rows):
    """Draw every target as a dot, its published range being the grey band.

    rows : dicts as `simulator.validation.validate` returns

    Returns
    -------
    Figure
    """
    with styled():
        parts = [part for part in np.array_split(np.arange(len(rows)), 2 if len(rows) > LONGEST else 1) if len(part)]
        most = max(len(part) for part in parts)
        figure, axes = pyplot.subplots(1, len(parts), figsize=(10.0 * len(parts), ROW * most + 1.4), squeeze=False)
        for ax, part in zip(axes[0], parts, strict=True):
            _column(ax, [rows[i] for i in part], most)
        met = sum(r["passed"] for r in rows)
        figure.suptitle(f"{met} of {len(rows)} values within the published range", weight="bold")
        return figure


def _column(ax, rows, most):
    """Draw one column of targets, the first at the top, with room for `most`."""
    ax.axvspan(-1, 1, color="0.9", zorder=0)
    ax.axvline(0, color="0.7", linewidth=1.0, zorder=0)
    for y, row in enumerate(rows):
        colour, marker = (GREEN, "o") if row["passed"] else (VERMILLION, "X")
        ax.plot(_place(row), y, marker, color=colour, markersize=7, clip_on=False)
    ax.set_yticks(range(len(rows)), [f"{row['target']}  {row['id']}" for row in rows], fontsize=9)
    ax.set_xticks([-1, 1], ["lowest published", "highest published"])
    ax.set(xlim=(-REACH - 0.1, REACH + 0.1), ylim=(most, -1))
    ax.tick_params(axis="y", length=0)
    ax.spines["left"].set_visible(False)


def _place(row):
    """Return where a value lies: -1 and 1 are the ends of its range."""
    if row["value"] is None:
        return REACH
    middle, half = (row["high"] + row["low"]) / 2, (row["high"] - row["low"]) / 2
    away = row["value"] - middle
    return float(np.clip(away / half if half else np.sign(away), -REACH, REACH))
