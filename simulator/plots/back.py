"""A back: its trunk from the side and from behind, each muscle in the colour of what it does, and traces below."""

import numpy as np
from matplotlib import colormaps, pyplot
from matplotlib.cm import ScalarMappable
from matplotlib.colors import LogNorm, Normalize
from matplotlib.patches import Polygon

from simulator.plots import style
from simulator.plots.style import BLACK, BLUE, GREEN, ORANGE, PURPLE, SKY, VERMILLION
from simulator.quantity import require

SLIGHT = 0.05  # sum of drives that are not willed, below which there are none to show
LEAST = {"guarding": 0.1, "damage": 1e-3}  # height of a panel, at the least
GATHERING = ("damage", "sensitisation")  # what stays when the movement is over
PANELS = ("lumbar_flexion", "moment", "force")
LINES = {  # of each muscle: words, colour, left side drawn full and right side broken
    "erector_spinae": ("erector spinae", VERMILLION),
    "multifidus": ("multifidus", BLUE),
    "oblique": ("oblique", GREEN),
    "rectus_abdominis": ("rectus abdominis", PURPLE),
}
SHOWN = {  # what colours the muscles: words, colour map, scale, how its value is printed
    "force": ("force, of the largest", "viridis", Normalize(0.0, 1.0), ".2f"),
    "guarding": ("drive that is not willed", "cividis", Normalize(0.0, 0.7), ".2f"),
    "damage": ("damaged fibres", "cividis", LogNorm(1e-5, 1.0, clip=True), ".5f"),
    "sensitisation": ("sensitisation", "cividis", Normalize(0.0, 1.0), ".2f"),
}
FRONT = {  # outline of each left muscle from behind: across (cm, left negative), up (cm from L5/S1)
    "multifidus": ((-1.2, 0), (-4.4, 0), (-2.8, 21), (-1.2, 21)),
    "erector_spinae": ((-4.9, 2), (-9.4, 4), (-8.6, 30), (-2.6, 38), (-3.3, 21)),
    "oblique": ((-10.4, 1), (-14.8, 1), (-14.4, 16), (-10.0, 20)),
}
SIDE = {  # outline from the side: forwards (cm from the spine), up (cm along the trunk)
    "multifidus": ((-3.6, 0), (-5.2, 0), (-4.4, 20), (-3.2, 20)),
    "erector_spinae": ((-5.6, 1), (-8.0, 5), (-7.0, 36), (-4.8, 36), (-5.0, 20)),
    "oblique": ((0.0, 1), (7.2, -1), (6.6, 16), (0.0, 18)),
    "rectus_abdominis": ((8.0, -2), (10.2, -1), (10.0, 28), (8.0, 28)),
}


def back(results, *, at=None, shown=None, panels=None):
    """Draw a run of a back.

    Parameters
    ----------
    results : Dataset of `simulate` of a Back
    at : time (ms) of the pictures of the trunk; that of the largest drive that is not willed, or of the largest
        moment, unless told, and from behind, of the largest damage or sensitisation where that is shown
    shown : what colours the muscles from the side and from behind: "force", "guarding", "damage" or "sensitisation";
        force, and guarding if there is any, or else damage, unless told
    panels : variables below, from top to bottom, of which those that can be `shown` have a line for each muscle;
        flexion, moment, force and what is shown from behind, unless told

    Returns
    -------
    Figure
    """
    require(results, "lumbar_flexion", "Back")
    shown = ("force", "guarding" if _guards(results) else "damage") if shown is None else shown
    panels = list(dict.fromkeys((*PANELS, shown[-1]))) if panels is None else panels
    gathers = at is None and shown[-1] in GATHERING
    at = _telling_time(results) if at is None else float(at)
    late = _most(_sum(results, shown[-1])) if gathers else at
    with style.styled():
        figure = pyplot.figure(figsize=(13.0, 6.6 + 1.75 * len(panels)))
        figure.get_layout_engine().set(w_pad=0.12)  # room for the units at the left
        grid = figure.add_gridspec(1 + len(panels), 2, height_ratios=[6.2] + [1.6] * len(panels))
        there, then = (results.sel(time=time, method="nearest") for time in (at, late))
        _from_the_side(figure, figure.add_subplot(grid[0, 0]), there, shown[0])
        when = f": largest {shown[-1]}" if gathers else ""
        _from_behind(figure, figure.add_subplot(grid[0, 1]), then, shown[-1], when)
        axes = [figure.add_subplot(grid[1 + row, :]) for row in range(len(panels))]
        for ax in axes[1:]:
            ax.sharex(axes[0])
        for ax, name in zip(axes, panels, strict=True):
            _panel(ax, results, name)
            for time in {at, late}:
                ax.axvline(time, color="0.35", linewidth=1.0, linestyle=(0, (4, 3)), zorder=0)
            ax.set_xlim(float(results.time[0]), float(results.time[-1]))
            ax.tick_params(labelbottom=ax is axes[-1])
        style.time_axis(axes[-1], results)
        figure.draw_without_rendering()  # ticks that change with their panel's width make room in a second drawing
        return figure


def _sum(results, name):
    """Return a quantity, of all muscles together."""
    return sum(_of(results, f"{side}_{pair}", name) for side in ("left", "right") for pair in LINES)


def _guards(results):
    """Return whether muscles are driven without being willed."""
    return float(_sum(results, "guarding").max()) > SLIGHT


def _most(values):
    """Return when values are largest (ms)."""
    return float(values.time[int(np.argmax(values.values))])


def _telling_time(results):
    """Return when the muscles are driven most without being willed (ms), or if they never are, bear the most."""
    return _most(_sum(results, "guarding") if _guards(results) else abs(results.moment))


def _of(results, muscle, name):
    """Return a quantity of a muscle, which is an output of the back or a state of the muscle."""
    return results[f"{muscle}_{name}" if name in ("force", "guarding") else f"{muscle}.{name}"]


def _value(there, muscle, shown):
    """Return what colours a muscle, at one time; its force is that of its own largest."""
    return float(_of(there, muscle, "tension" if shown == "force" else shown))


def _muscle(ax, outline, there, muscle, shown, label, across):
    """Draw a muscle in its colour, and its name and value beside the trunk, so that grey tells them too."""
    _, colours, scale, form = SHOWN[shown]
    value = _value(there, muscle, shown)
    colour = colormaps[colours](scale(value))
    ax.add_patch(Polygon(outline, closed=True, facecolor=colour, edgecolor=BLACK, linewidth=1.2, zorder=2))
    words = f"{LINES[muscle.partition('_')[2]][0]}\n{value:{form}}"
    ax.annotate(
        words, outline[len(outline) // 3], label, xycoords="data", textcoords="axes fraction",
        ha=across, va="center", fontsize=12, zorder=6, arrowprops=dict(arrowstyle="-", color="0.3", linewidth=0.8),
    )  # fmt: skip


def _turned(points, lean):
    """Return points of the upright trunk, each leaned by the part of it that its height gives."""
    points = np.array(points, float)
    angle = lean[0] + (lean[1] - lean[0]) * np.clip(points[:, 1] / 25.0, 0.0, 1.0)
    steps = np.linspace(0.0, 1.0, 20)[:, None]
    bent = lean[0] + (lean[1] - lean[0]) * np.clip(steps * points[:, 1] / 25.0, 0.0, 1.0)
    along = points[:, 1] * np.sin(bent).mean(axis=0), points[:, 1] * np.cos(bent).mean(axis=0)
    return np.column_stack([along[0] + points[:, 0] * np.cos(angle), along[1] - points[:, 0] * np.sin(angle)])


def _dense(outline, count=12):
    """Return an outline with points along its edges, so that it can bend."""
    corners = np.array([*outline, outline[0]], float)
    parts = [np.linspace(a, b, count, endpoint=False) for a, b in zip(corners, corners[1:], strict=False)]
    return np.concatenate(parts)


def _from_the_side(figure, ax, there, shown):
    """Draw the trunk leaned as it is, with the load in the hands, and the muscles of the side that works more."""
    side = max(("right", "left"), key=lambda side: sum(float(there[f"{side}_{pair}.tension"]) for pair in LINES))
    lean = (float(there["trunk.pelvis"]), float(there["trunk.pelvis"]) + float(there["trunk.flexion"]))
    spine = _turned([(0.0, y) for y in np.linspace(-4, 44, 30)], lean)
    ax.plot(*spine.T, color="0.55", linewidth=7, solid_capstyle="round", zorder=1)
    head = _turned([(2.0, 57.0)], lean)[0]
    ax.add_patch(pyplot.Circle(head, 8.5, facecolor="0.88", edgecolor="0.4", zorder=1))
    outline = [(-9.5, -4), (-9.5, 40), (-3, 47), (6, 46), (11.5, 34), (11.5, -6)]
    ax.add_patch(Polygon(_turned(_dense(outline), lean), facecolor="0.95", edgecolor="0.6", zorder=0))
    for (pair, shape), height in zip(SIDE.items(), (0.58, 0.86, 0.30, 0.06), strict=True):
        _muscle(ax, _turned(_dense(shape), lean), there, f"{side}_{pair}", shown, (0.0, height), "left")
    shoulder = _turned([(2.0, 41.0)], lean)[0]
    hand = shoulder + (8.0, -52.0)
    ax.plot(*np.array([shoulder, hand]).T, color="0.55", linewidth=6, solid_capstyle="round", zorder=3)
    load, lowest = float(there.load_held), hand[1]
    if load > 0.05:
        size = 4.0 + 2.0 * np.sqrt(load)
        lowest -= size
        ax.add_patch(pyplot.Rectangle(hand - (size / 2, size), size, size, facecolor=ORANGE, edgecolor=BLACK, zorder=3))
        ax.text(*(hand + (size / 2 + 2, -size / 2)), f"{round(load, 1):g} kg", va="center")
    ax.plot(0, 0, "o", color=BLACK, markersize=9, zorder=5)
    ax.annotate("L5/S1", (0, 0), (-26, -16), arrowprops=dict(arrowstyle="-", color=BLACK))
    words = f"{round(float(there.lumbar_flexion))}° of lumbar flexion, {round(float(there.moment))} N m"
    ax.set_title(f"{side.title()} side: {words}", weight="bold")
    _finish(figure, ax, shown, (-56, 72), (min(-46.0, lowest - 2.0), 68))


def _from_behind(figure, ax, there, shown, when):
    """Draw the trunk from behind, upright, left at the left."""
    ax.plot([0, 0], [-4, 46], color="0.55", linewidth=9, solid_capstyle="round", zorder=1)
    ax.add_patch(pyplot.Circle((0, 58), 8.5, facecolor="0.88", edgecolor="0.4", zorder=1))
    outline = [(-14, -5), (-14, 18), (-17, 42), (-6, 49), (6, 49), (17, 42), (14, 18), (14, -5)]
    ax.add_patch(Polygon(outline, facecolor="0.95", edgecolor="0.6", zorder=0))
    for side, sign, edge in (("left", 1.0, 0.0), ("right", -1.0, 1.0)):
        for (pair, shape), height in zip(FRONT.items(), (0.34, 0.56, 0.12), strict=True):
            outline = _dense(np.array(shape) * (sign, 1.0))
            _muscle(ax, outline, there, f"{side}_{pair}", shown, (edge, height), side)
        value = _value(there, f"{side}_rectus_abdominis", shown)
        front = dict(transform=ax.transAxes, ha=side, va="center")
        ax.text(edge, 0.78, f"rectus abdominis,\nin front: {value:{SHOWN[shown][-1]}}", fontsize=12, **front)
        ax.text(edge, 0.95, side, weight="bold", **front)
    ax.set_title(f"From behind{when}", weight="bold")
    _finish(figure, ax, shown, (-40, 40), (-8, 68))


def _finish(figure, ax, shown, across, up):
    """Frame a picture of the trunk, and tell its colours."""
    words, colours, scale, _ = SHOWN[shown]
    bar = figure.colorbar(ScalarMappable(scale, colours), ax=ax, shrink=0.55, pad=0.02, orientation="horizontal")
    bar.set_label(words + (", logarithmic" if isinstance(scale, LogNorm) else ""))
    ax.set(xlim=across, ylim=up, aspect="equal")
    ax.axis("off")


def _panel(ax, results, name):
    """Draw one quantity against time, a line for each muscle where it has one."""
    if name not in SHOWN:
        ax.plot(results.time, results[name], color=BLACK)
        if name == "lumbar_flexion":
            ax.plot(results.time, results.wanted_flexion, color=SKY, linestyle=(0, (4, 2)))
            style.end_labels(
                ax, [("reached", BLACK, results[name].values), ("wanted", SKY, results.wanted_flexion.values)]
            )
        style.heading(ax, results[name], BLACK)
        return
    ends = []
    for pair, (words, colour) in LINES.items():
        for side, dashes in (("left", "-"), ("right", (0, (3, 1.5)))):
            ax.plot(results.time, _of(results, f"{side}_{pair}", name), color=colour, linestyle=dashes, linewidth=1.6)
        ends.append((words, colour, _of(results, f"left_{pair}", name).values))
    told = "Force of each muscle" if name == "force" else SHOWN[name][0].capitalize()
    ax.text(0.01, 1.0, f"{told}: left full, right broken", weight="bold", va="bottom", transform=ax.transAxes)
    if name in LEAST:
        ax.set_ylim(-0.05 * LEAST[name], max(LEAST[name], ax.get_ylim()[1]))
    ax.set_ylabel("N" if name == "force" else "fraction")
    style.end_labels(ax, ends)
