"""Force against rate of stimulation."""

import numpy as np

from simulator import measures
from simulator.plots.style import CASES, one_axes, styled


def force_frequency(curves, *, ax=None):
    """Draw force, as a fraction of its largest value, against rate, with the half-force rate marked.

    Parameters
    ----------
    curves : {label: (rates in Hz, forces)}, rates rising; at most six
    ax : the axes to draw in; made unless given

    Returns
    -------
    Figure
    """
    if not 1 <= len(curves) <= len(CASES):
        raise ValueError(f"{len(curves)} curves given: from 1 to {len(CASES)} can be told apart")
    with styled():
        figure, ax = one_axes(ax)
        ax.axhline(0.5, color="0.6", linewidth=1.0, linestyle=(0, (4, 3)), zorder=0)
        halves = []
        for (label, (rates, forces)), (colour, line) in zip(curves.items(), CASES, strict=False):
            fractions = np.asarray(forces) / np.max(forces)
            half = measures.half_force_frequency(rates, forces)
            ax.plot(rates, fractions, color=colour, linestyle=line, marker="o", markersize=5)
            ax.plot([half], [np.interp(np.log(half), np.log(rates), fractions)], "o", color=colour,
                    markersize=12, markerfacecolor="white", markeredgewidth=2, zorder=4)  # fmt: skip
            ax.plot([half, half], [0, 0.5], color=colour, linewidth=1.0, linestyle=":", zorder=0)
            halves.append((half, label, colour))
        for place, (half, label, colour) in enumerate(sorted(halves, reverse=True)):
            leftmost = place == len(halves) - 1 and place > 0
            offset, ha, va = ((-14, 10), "right", "bottom") if leftmost else ((14, -10 - 18 * place), "left", "top")
            ax.annotate(
                f"{label}: half at {half:.3g} Hz", (half, 0.5), xytext=offset, textcoords="offset points",
                ha=ha, va=va, color=colour, weight="bold",
            )  # fmt: skip
        _scale(ax, np.concatenate([rates for rates, _ in curves.values()]))
        return figure


def _scale(ax, rates):
    """Give the axes a logarithmic scale with plain numbers, and their names."""
    ax.set_xscale("log")
    ticks = [t for t in (0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100, 200, 500) if rates.min() <= t <= rates.max()]
    ax.set_xticks(ticks, [f"{t:g}" for t in ticks])
    ax.minorticks_off()
    ax.set(ylim=(0, 1.05), xlabel="rate of stimulation (Hz)", ylabel="force (fraction of the largest)")
    ax.set_xlim(rates.min() * 0.9, rates.max() * 1.1)
