"""Muscles side by side: which motor units fire when, and what the muscle does."""

from matplotlib import pyplot
from matplotlib.ticker import MaxNLocator

from simulator.plots import style
from simulator.plots.style import BLACK, COLOURS
from simulator.quantity import require

PANELS = ("drive", "motor_units", "emg", "force")
RASTER = "motor_units"
MANY = 3  # columns, from which their ticks must be few
HEIGHTS = {RASTER: 2.6, "drive": 0.9}  # inches, of panels that are higher or lower than others


def units(cases, *, panels=PANELS):
    """Draw whole muscles side by side: a column for each, a panel for each quantity, one scale along a row.

    Parameters
    ----------
    cases : {label: Dataset of `simulate` of a Muscle}, at most six
    panels : names of variables, from top to bottom; "motor_units" has a line for each unit, the smallest lowest,
        and a stroke for each action potential of its fibres

    Returns
    -------
    Figure
    """
    if not 1 <= len(cases) <= 6:
        raise ValueError(f"{len(cases)} cases given: from 1 to 6 can be seen side by side")
    for results in cases.values():
        require(results, "spike_unit", "Muscle")
    protocols = [style.protocol_of(results) for results in cases.values()]
    strip = [style.STRIP_HEIGHT] if any(protocol["pulses"] for protocol in protocols) else []
    heights = [HEIGHTS.get(name, style.PANEL_HEIGHT) for name in panels] + strip
    with style.styled():
        figure, grid = pyplot.subplots(
            len(heights), len(cases), sharex="col", squeeze=False, height_ratios=heights,
            figsize=(min(16.0, 4.0 + 3.4 * len(cases)), sum(heights) + 0.9),
        )  # fmt: skip
        for row in grid[: len(panels)]:
            for ax in row[1:]:
                ax.sharey(row[0])
                ax.tick_params(labelleft=False)
        for column, protocol, (label, results) in zip(grid.T, protocols, cases.items(), strict=True):
            for ax, name in zip(column, panels, strict=False):
                _panel(ax, results, name)
            column[0].set_title(label, weight="bold", pad=24)
            ax = column[-1]
            if strip:
                style.strip(column[-1], [("stimulus" if ax in grid[:, 0] else "", BLACK, protocol)])
            style.changes(column, [(BLACK, protocol)])
            style.time_axis(column[-1], results)
            if len(cases) > MANY:
                column[-1].xaxis.set_major_locator(MaxNLocator(4))
        for row, name in zip(grid, panels, strict=False):
            _name(row[0], next(iter(cases.values())), name)
        for text in (text for ax in grid[:, 0] for text in ax.texts):
            text.set_in_layout(False)  # a long name may reach into the next column, whose panel has none
        figure.get_layout_engine().set(h_pad=0.14)  # room for those names
        figure.align_ylabels(grid[: len(panels), 0])
        return figure


def _panel(ax, results, name):
    """Draw one quantity of a muscle against time."""
    if name == RASTER:
        ax.vlines(results.spike_time, results.spike_unit + 0.55, results.spike_unit + 1.45, color=BLACK, linewidth=0.7)
        ax.set_ylim(0.5, results.sizes["unit"] + 0.5)
        ax.yaxis.set_major_locator(MaxNLocator(integer=True))
        return
    trace = results[name]
    thin = 0.5 if name == "emg" else 1.8
    ax.plot(trace[trace.dims[0]], trace, color=COLOURS.get(name, BLACK), linewidth=thin)


def _name(ax, results, name):
    """Name a row of panels in its first."""
    if name == RASTER:
        words = "Action potentials of motor units"
        ax.text(0.01, 1.0, words, weight="bold", va="bottom", transform=ax.transAxes)
        ax.set_ylabel("unit")
        return
    style.heading(ax, results[name], COLOURS.get(name, BLACK))
