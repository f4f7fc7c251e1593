"""How a model does on published targets: where each value lies in its range."""

import numpy as np
from matplotlib import pyplot

from simulator.plots.style import GREEN, VERMILLION, styled

REACH = 1.6  # half-widths of a range that are drawn to either side; what lies further out stands at the edge
ROW = 0.19  # inches


def validation(rows):
    """Draw every target as a dot, its published range being the grey band.

    rows : dicts as `simulator.validation.validate` returns

    Returns
    -------
    Figure
    """
    with styled():
        figure, ax = pyplot.subplots(figsize=(10.0, ROW * len(rows) + 1.2))
        ax.axvspan(-1, 1, color="0.9", zorder=0)
        ax.axvline(0, color="0.7", linewidth=1.0, zorder=0)
        for y, row in enumerate(reversed(rows)):
            colour, marker = (GREEN, "o") if row["passed"] else (VERMILLION, "X")
            ax.plot(_place(row), y, marker, color=colour, markersize=7, clip_on=False)
        ax.set_yticks(range(len(rows)), [f"{r['target']}  {r['id']}" for r in reversed(rows)], fontsize=8.5)
        ax.set_xticks([-1, 1], ["lowest published", "highest published"])
        ax.set(xlim=(-REACH, REACH), ylim=(-1, len(rows)))
        ax.tick_params(axis="y", length=0)
        ax.spines["left"].set_visible(False)
        met = sum(r["passed"] for r in rows)
        ax.set_title(f"{met} of {len(rows)} values within the published range", loc="left", weight="bold")
        return figure


def _place(row):
    """Return where a value lies: -1 and 1 are the ends of its range."""
    if row["value"] is None:
        return REACH
    middle, half = (row["high"] + row["low"]) / 2, (row["high"] - row["low"]) / 2
    away = row["value"] - middle
    return float(np.clip(away / half if half else np.sign(away), -REACH, REACH))
