"""Force of one train after another: fatigue and recovery."""

from simulator import measures
from simulator.plots import style
from simulator.plots.style import CASES, one_axes, styled


def trains(cases, *, ax=None):
    """Draw the largest force of each train against time, as a fraction of the first train's.

    Parameters
    ----------
    cases : {label: Dataset of `simulate` under several trains}, at most six
    ax : the axes to draw in; made unless given

    Returns
    -------
    Figure
    """
    if not 1 <= len(cases) <= len(CASES):
        raise ValueError(f"{len(cases)} cases given: from 1 to {len(CASES)} can be told apart")
    with styled():
        figure, ax = one_axes(ax)
        ends = []
        for (label, results), (colour, line) in zip(cases.items(), CASES, strict=False):
            forces = measures.trains(results)
            fractions = forces / forces[0]
            ax.plot(measures.train_starts(results), fractions, color=colour, linestyle=line)
            ends.append((label, colour, fractions))
        ax.set(ylim=(0, None), ylabel="force of a train (of the first)")
        style.time_axis(ax, next(iter(cases.values())))
        figure.draw_without_rendering()
        style.end_labels(ax, ends)
        return figure
