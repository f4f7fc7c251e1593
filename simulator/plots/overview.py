"""One run, from stimulus to force."""

from simulator.plots import style
from simulator.plots.style import BLACK, COLOURS, PANELS


def overview(results, *, panels=PANELS, axes=None):
    """Draw one run: a panel for each quantity over a shared axis of time, the stimuli as bars below.

    Parameters
    ----------
    results : Dataset of `simulate`
    panels : names of variables, from top to bottom
    axes : as many axes as panels and one more for the stimulus; made unless given

    Returns
    -------
    Figure
    """
    with style.styled():
        figure, axes = style.stack(panels, axes)
        for ax, name in zip(axes, panels, strict=False):
            colour = COLOURS.get(name, BLACK)
            ax.plot(results.time, results[name], color=colour)
            style.heading(ax, results[name], colour)
        protocol = style.protocol_of(results)
        style.strip(axes[-1], [("stimulus", BLACK, protocol)])
        style.changes(axes, [(BLACK, protocol)])
        style.time_axis(axes[-1], results)
        figure.align_ylabels(axes[:-1])
        return figure
