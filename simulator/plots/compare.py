"""Several runs over each other."""

from simulator.plots import style
from simulator.plots.style import BLACK, CASES, PANELS


def compare(cases, *, panels=PANELS, axes=None):
    """Draw runs over each other: a panel for each quantity, a colour and line for each case.

    Parameters
    ----------
    cases : {label: Dataset of `simulate`}, at most six; the first is drawn on top
    panels : names of variables, from top to bottom
    axes : as many axes as panels, and one more for the stimulus where a case has one; made unless given

    Returns
    -------
    Figure
    """
    if not 1 <= len(cases) <= len(CASES):
        raise ValueError(f"{len(cases)} cases given: from 1 to {len(CASES)} can be told apart")
    looks = dict(zip(cases, CASES, strict=False))
    protocols = {label: style.protocol_of(results) for label, results in cases.items()}
    first = next(iter(cases))
    same = all(protocol["pulses"] == protocols[first]["pulses"] for protocol in protocols.values())
    rows = [(label, looks[label][0], protocols[label]) for label in cases]
    if same:
        rows = [("stimulus", BLACK, protocols[first])] if protocols[first]["pulses"] else []
    with style.styled():
        figure, axes = style.stack(panels, axes, len(rows))
        for ax, name in zip(axes, panels, strict=False):
            for depth, (label, results) in enumerate(cases.items()):
                colour, line = looks[label]
                line = "-" if name.endswith("potential") else line  # gaps of a broken line would cut spikes
                ax.plot(results.time, results[name], color=colour, linestyle=line, zorder=3 - 0.1 * depth)
            style.heading(ax, cases[first][name], BLACK)
        if rows:
            style.strip(axes[-1], rows)
        style.changes(axes, [(looks[label][0], protocols[label]) for label in cases])
        style.time_axis(axes[-1], cases[first])
        figure.align_ylabels(axes[: len(panels)])
        figure.draw_without_rendering()  # panels must have their height before labels can keep apart
        for ax, name in zip(axes, panels, strict=False):
            style.end_labels(ax, [(label, looks[label][0], r[name].values) for label, r in cases.items()])
        return figure
