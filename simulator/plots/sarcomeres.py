"""Chains of half-sarcomeres side by side: the length of every one, and the force that they share."""

import json

from matplotlib import pyplot
from matplotlib.ticker import MaxNLocator

from simulator.measures.sarcomeres import lengths, longest
from simulator.plots import style
from simulator.plots.style import BLACK, GREEN, SKY, VERMILLION

HEIGHTS = (3.4, 1.75)  # inches, of lengths and of force
SHARED = "0.45"


def sarcomeres(cases):
    """Draw chains side by side: a line for each half-sarcomere, coloured if the stretch has popped it, and force.

    Parameters
    ----------
    cases : {label: Dataset of `simulate` of Sarcomeres}, at most four

    Returns
    -------
    Figure
    """
    if not 1 <= len(cases) <= 4:
        raise ValueError(f"{len(cases)} cases given: from 1 to 4 can be seen side by side")
    with style.styled():
        size = (min(16.0, 3.6 + 3.7 * len(cases)), sum(HEIGHTS) + 0.9)
        figure, grid = pyplot.subplots(
            2, len(cases), sharex="col", sharey="row", squeeze=False, height_ratios=HEIGHTS, figsize=size
        )
        for column, (label, results) in zip(grid.T, cases.items(), strict=True):
            gone = _lengths(column[0], results)
            column[0].set_title(f"{label}\n{gone if gone else 'none'} pop{'' if gone > 1 else 's'}", weight="bold")
            column[1].plot(results.time, results.relative_force, color=GREEN)
            style.time_axis(column[1], results)
            column[1].xaxis.set_major_locator(MaxNLocator(4))
        ends = json.loads(next(iter(cases.values())).attrs["model"])["parameters"]["filaments.overlap_ends"]
        across = grid[0, 0].get_yaxis_transform()
        grid[0, 0].text(0.02, ends + 0.02, "no overlap", color=SKY, fontsize=12, va="bottom", transform=across)
        grid[0, 0].set_ylabel("length of each\nhalf-sarcomere, twice (µm)")
        grid[1, 0].set_ylabel("force, of the\nlargest isometric")
        grid[1, 0].set_ylim(bottom=0.0)
        figure.align_ylabels(grid[:, 0])
        return figure


def _lengths(ax, results):
    """Draw the length of every half-sarcomere, and the mean that the end imposes; return how many pop."""
    found, numbers = lengths(results).values, json.loads(results.attrs["model"])["parameters"]
    ends, rest = numbers["filaments.overlap_ends"], numbers["filaments.plateau_ends"]
    gone = found[:, longest(results)] > 0.5 * (ends + rest)
    ax.plot(results.time, found[~gone].T, color=SHARED, linewidth=0.5, alpha=0.5)
    ax.plot(results.time, found[gone].T, color=VERMILLION, linewidth=0.8, alpha=0.8)
    ax.plot(results.time, results.imposed_length, color=BLACK, linewidth=2.2)
    ax.axhline(ends, color=SKY, linewidth=1.4, linestyle=(0, (4, 2)), zorder=0)
    ax.annotate(
        "mean", (0.97, float(results.imposed_length[-1])), xycoords=("axes fraction", "data"), xytext=(0, 4),
        textcoords="offset points", ha="right", va="bottom", fontsize=11, weight="bold",
    )  # fmt: skip
    return int(gone.sum())
