"""What all plots share: colours, words, the stimulus strip and labels that keep apart."""

import json
from contextlib import contextmanager

import matplotlib
import numpy as np
from matplotlib import pyplot
from matplotlib.ticker import MaxNLocator, MultipleLocator

BLACK, ORANGE, SKY, GREEN, BLUE, VERMILLION, PURPLE = (
    "#000000",
    "#E69F00",
    "#56B4E9",
    "#009E73",
    "#0072B2",
    "#D55E00",
    "#CC79A7",
)  # fmt: skip - Okabe & Ito 2008
COLOURS = {
    "stimulus": BLACK,
    "membrane_potential": BLUE,
    "tubule_potential": SKY,
    "tubule_potassium": PURPLE,
    "calcium": VERMILLION,
    "terminal_calcium": ORANGE,
    "store_calcium": ORANGE,
    "attached_fraction": GREEN,
    "force": GREEN,
    "relative_force": GREEN,
}
CASES = (
    (BLACK, "-"),
    (VERMILLION, (0, (5, 1.2))),
    (BLUE, (0, (5, 1.2, 1.2, 1.2))),
    (GREEN, (0, (1.5, 1.2))),
    (PURPLE, (0, (8, 2))),
    (ORANGE, "-"),
)  # fmt: skip - colour and line of each case, in order
PANELS = ("membrane_potential", "tubule_potassium", "calcium", "force")
STYLE = {
    "font.size": 13,
    "axes.labelsize": 13,
    "axes.linewidth": 1.0,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.xmargin": 0.0,
    "lines.linewidth": 1.8,
    "path.simplify_threshold": 0.5,
    "figure.constrained_layout.use": True,
    "figure.constrained_layout.h_pad": 0.05,
}
WIDTH, PANEL_HEIGHT, STRIP_HEIGHT = 11.0, 1.75, 0.42  # inches
DAY = 8.64e7  # ms
ROOM = 0.12  # of the axis, between two changes that are named
LONG = 10_000.0  # ms from which an axis is in seconds
FLAT = 0.05  # least height of a panel, of the size of its values
WORDS = {"1": "fraction", "degC": "°C"}
LINE = 1.25  # height of a line of text, in font sizes


@contextmanager
def styled():
    """Give a context in which the look of our plots holds, and after which nothing has changed.

    A notebook that draws its first picture in it turns interactive, and must stay so to show the next.
    """
    with matplotlib.rc_context(STYLE):
        yield
        interactive = matplotlib.is_interactive()
    matplotlib.interactive(interactive)


def stack(panels, axes, strips=1):
    """Return (figure, axes): one for each panel and one for the stimuli if there are any, made unless given."""
    heights = [PANEL_HEIGHT] * len(panels) + [STRIP_HEIGHT + 0.22 * (strips - 1)] * bool(strips)
    if axes is not None:
        axes = list(np.ravel(axes))
        if len(axes) != len(heights):
            last = ", the last for the stimulus" if strips else ""
            raise ValueError(f"{len(axes)} axes given: {len(heights)} are needed{last}")
        return axes[0].figure, axes
    figure, axes = pyplot.subplots(
        len(heights), sharex=True, height_ratios=heights, figsize=(WIDTH, sum(heights) + 0.6)
    )
    return figure, list(np.ravel(axes))


def one_axes(ax):
    """Return (figure, axes), made unless given."""
    if ax is not None:
        return ax.figure, ax
    figure, ax = pyplot.subplots(figsize=(9.0, 6.0))
    return figure, ax


def pretty(unit):
    """Return a unit as it is printed: uA/cm^2 becomes µA/cm²."""
    if unit in WORDS:
        return WORDS[unit]
    if unit.startswith("u"):
        unit = "µ" + unit[1:]
    return unit.replace("^2", "²").replace("^3", "³").replace("*", " ")


def heading(ax, variable, colour):
    """Name a quantity in its panel, and its unit on the axis, as far as the data tell them."""
    words = variable.attrs.get("long_name", variable.name)
    ax.text(0.01, 1.0, words[0].upper() + words[1:], color=colour, weight="bold", va="bottom",
            transform=ax.transAxes)  # fmt: skip
    ax.set_ylabel(pretty(variable.attrs.get("units", "")))
    ax.ticklabel_format(axis="y", useOffset=False)
    low, high = ax.get_ylim()
    room = max(0.0, FLAT * abs(high + low) / 2 - (high - low)) / 2  # what hardly moves is drawn flat
    ax.set_ylim(low - room, high + room)


def protocol_of(results):
    """Return a run's protocol as plain data."""
    return json.loads(results.attrs["protocol"])


def strip(ax, rows):
    """Draw the stimuli as bars, a row for each (label, colour, protocol), and the axis of time below."""
    for row, (_, colour, protocol) in enumerate(rows):
        bars = [(start, width) for start, width, _ in protocol["pulses"]]
        ax.broken_barh(bars, (-row - 0.8, 0.7), facecolor=colour, linewidth=0)
        ax.vlines([start for start, _ in bars], -row - 0.8, -row - 0.1, color=colour, linewidth=1.6)
    ax.set_ylim(-len(rows) - 0.1, 0.05)
    ax.set_yticks([-row - 0.45 for row in range(len(rows))], [label for label, _, _ in rows])
    ax.tick_params(axis="y", length=0)
    ax.spines["left"].set_visible(False)
    for tick, (_, colour, _) in zip(ax.get_yticklabels(), rows, strict=True):
        tick.set_color(colour)


def changes(axes, rows):
    """Mark changes of parameters by lines through all panels, and name them in the first where there is room.

    rows : (colour, protocol) of each case; what several cases share is told once, in grey
    """
    told = {}
    for colour, protocol in rows:
        for at, text in _changes_in_words(protocol):
            told.setdefault((at, text), []).append(colour)
    below, (left, right) = {}, axes[0].get_xlim()
    crowded = np.diff(sorted({at for at, _ in told})) < ROOM * (right - left)
    for (at, text), colours in told.items():
        row = below[at] = below.get(at, -1) + 1
        if row == 0:
            for ax in axes:
                ax.axvline(at, color="0.35", linewidth=1.0, linestyle=(0, (4, 3)), zorder=0)
        if crowded.any():
            continue
        axes[0].annotate(
            text, (at, 1.0), xycoords=("data", "axes fraction"), xytext=(4, -3 - 15 * row),
            textcoords="offset points", va="top", color=colours[0] if len(colours) == 1 else "0.35", fontsize=11,
        )  # fmt: skip


def time_axis(ax, results):
    """Name the axis of time; what lasts long is told in seconds, or in days."""
    last, unit = float(results.time[-1]), results.time.attrs["units"]
    if last < LONG or unit != "ms":
        ax.set_xlabel(f"time ({unit})")
        return
    if last > 2 * DAY:
        step = next(s for s in (1, 2, 5, 10, 20, 50, 100) if last / DAY / s <= 8 or s == 100)
        ax.xaxis.set_major_locator(MultipleLocator(step * DAY))
        ax.xaxis.set_major_formatter(lambda value, _: f"{value / DAY:g}")
        ax.set_xlabel("time (d)")
        return
    ax.xaxis.set_major_locator(MaxNLocator(steps=[1, 2, 3, 5, 6, 10]))
    ax.xaxis.set_major_formatter(lambda value, _: f"{value / 1000:g}")
    ax.set_xlabel("time (s)")


def _changes_in_words(protocol):
    """Yield (time, words) of a run's changes; factors are those since its start."""
    factors = {}
    for change in sorted(protocol["changes"], key=lambda c: c["at"]):
        words = []
        for path, factor in change["scale"].items():
            factors[path] = factors.get(path, 1.0) * factor
            words.append(f"{_word(path)} × {factors[path]:.3g}")
        words += [f"{_word(path)} = {value:g}" for path, value in change["set"].items()]
        words += [f"{name} {value:g}" for name, value in change["conditions"].items()]
        words += [f"{name} {value:g} µM" for name, value in change["drugs"].items()]
        yield change["at"], ", ".join(words)


def _word(path):
    return path.split(".")[-1].replace("_", " ")


def spread(wanted, gap):
    """Return positions near the `wanted` ones, in the same order, at least `gap` apart."""
    order = np.argsort(wanted, kind="stable")
    placed = np.array(wanted, dtype=float)
    for before, here in zip(order, order[1:], strict=False):
        placed[here] = max(placed[here], placed[before] + gap)
    excess = placed - np.array(wanted, dtype=float)
    return placed - excess.mean()


def _heights(ax, values):
    """Return values as parts of the height of axes, whatever their scale."""
    low, high = ax.yaxis.get_transform().transform(np.array(ax.get_ylim(), float))
    return (ax.yaxis.get_transform().transform(np.array(values, float)) - low) / (high - low)


def end_labels(ax, lines):
    """Write each (label, colour, values) at the right end of its line; labels keep apart."""
    ends = _heights(ax, [y[np.isfinite(y)][-1] for _, _, y in lines])
    means = _heights(ax, [np.nanmean(y) for _, _, y in lines])
    ends = ends + 1e-3 * means  # lines that end together are named in the order of their means
    size = matplotlib.rcParams["font.size"]
    height = ax.get_window_extent().height * 72 / ax.figure.dpi
    gap = LINE * size / height
    places = spread(ends, gap)
    places += max(0.0, gap / 2 - places.min()) - max(0.0, places.max() - (1 - gap / 2))
    leader = {"arrowstyle": "-", "linewidth": 0.8, "shrinkA": 1, "shrinkB": 0, "relpos": (0, 0.5)}
    for (label, colour, _), end, place in zip(lines, ends, places, strict=True):
        ax.annotate(
            label, (1.0, end), xycoords="axes fraction", xytext=(1.025, place), textcoords="axes fraction",
            color=colour, va="center", weight="bold",
            arrowprops=leader | {"color": colour},
        )  # fmt: skip
