"""A film of a sarcomere as it contracts: filaments that slide, heads that hold, calcium that comes and goes.

What is drawn is the run's own: the Z lines stand apart by its sarcomere length, filaments have the constant lengths
that its overlap is made of, as many of the heads reach over as are attached, thin filaments darken as they are switched
on, and each dot of calcium stands for the same free concentration. Which of the heads hold, and where the dots swim, is
drawn by lot.
"""

import json

import numpy as np
from matplotlib import pyplot
from matplotlib.animation import FuncAnimation
from matplotlib.collections import LineCollection
from matplotlib.colors import to_rgb

from simulator.plots.style import BLACK, BLUE, COLOURS, GREEN, VERMILLION, heading, protocol_of, styled, time_axis

SIZE, DPI = (10.0, 5.8), 96  # inches
THICK, THIN = (-1.0, 1.0), (-2.0, 0.0, 2.0)  # heights at which filaments lie
HEADS = 26  # along each side of a half of a thick filament
SHORT, REACH = 0.42, 0.9  # heights of a head that is free, and of one that holds
DOTS, LEAST = 120, 0.1  # most dots of calcium, and uM that one stands for at least
NEEDED = ("length", "attached_fraction", "activated_fraction", "calcium", "force")
TRACES = ("calcium", "attached_fraction", "force", "length")
OFF, ON = np.array(to_rgb("#b9c4cc")), np.array(to_rgb(BLUE))
FREE = "0.55"


def animate(results, *, since=0.0, until=None, seconds=6.0, rate=12):
    """Return the animation of a fibre's sarcomere, from `since` to `until` (ms), that lasts some `seconds`.

    Parameters
    ----------
    results : Dataset of `simulate` of a Fibre
    rate : frames in a second

    Returns
    -------
    matplotlib's FuncAnimation; `.save("film.gif", writer="pillow")` writes it
    """
    end = _end(results)
    until = end if until is None else until
    if not 0 <= since < until <= end:
        raise ValueError(f"film from {since:g} to {until:g} ms: allowed are moments from 0 to {end:g} ms")
    times = np.linspace(since, until, max(2, round(seconds * rate)))
    with styled():
        scene = Scene(results, since, until)
    scene.figure.draw_without_rendering()
    scene.figure.set_layout_engine("none")  # which would be found anew for every frame
    film = FuncAnimation(scene.figure, scene.show, frames=times, interval=1000 / rate, blit=False)
    film.scene = scene
    return film


def sarcomere(results, at):
    """Draw a fibre's sarcomere at a moment (ms), as `animate` does; return the Figure."""
    end = _end(results)
    if not 0 <= at <= end:
        raise ValueError(f"sarcomere at {at:g} ms: allowed are moments from 0 to {end:g} ms")
    with styled():
        scene = Scene(results, 0.0, end)
        scene.show(at)
        return scene.figure


def _end(results):
    """Return when a run ends (ms); raises ValueError if it is not that of a Fibre."""
    if missing := [name for name in NEEDED if name not in results]:
        raise ValueError(f"the picture of a sarcomere needs the run of a Fibre: this one tells no {missing[0]}")
    return float(results.time[-1])


class Scene:
    """One sarcomere and the traces of its run, with a cursor; `show` puts them at a moment (ms).

    thick, thin, bare : lengths of the filaments and of the zone without heads (um), from Z line or middle
    """

    def __init__(self, results, since, until):
        p = json.loads(results.attrs["model"])["parameters"]
        self.thin = p["crossbridge.plateau_begins"] / 2
        self.thick = (p["crossbridge.overlap_ends"] - p["crossbridge.plateau_begins"]) / 2
        self.bare = (p["crossbridge.plateau_ends"] - p["crossbridge.plateau_begins"]) / 2
        self._time, self._values = results.time.values, {name: results[name].values for name in NEEDED}
        self.dot = LEAST * next(n for n in (1, 2, 5, 10, 20, 50, 100, 1e9) if results.calcium.max() <= DOTS * LEAST * n)
        self.heads = self._heads()
        draw = np.random.default_rng(0)
        self._order = draw.permutation(len(self.heads))
        self._dots, self._swim = draw.uniform(-1, 1, (DOTS, 2)), draw.uniform(0, 2 * np.pi, (2, DOTS))
        self.figure = pyplot.figure(figsize=SIZE, dpi=DPI)
        grid = self.figure.add_gridspec(2, len(TRACES), height_ratios=[2.2, 1])
        self._set_stage(self.figure.add_subplot(grid[0, :]), float(results.length.max()) / 2)
        self._draw_traces([self.figure.add_subplot(grid[1, i]) for i in range(len(TRACES))], results, since, until)
        self.show(since)

    def _heads(self):
        """Return place along the filament (um, from the middle), height of its root, and side it points to, of each."""
        along = self.bare + (np.arange(HEADS) + 0.5) / HEADS * (self.thick - self.bare)
        return np.array([(half * x, y, side) for half in (-1, 1) for y in THICK for side in (-1, 1) for x in along])

    def _set_stage(self, ax, half):
        """Draw what does not move, and make what does."""
        self.ax = ax
        ax.set_xlim(-half - 0.12, half + 0.12)
        ax.set_ylim(-3.0, 3.6)
        ax.axis("off")
        for y in THICK:
            (line,) = ax.plot([-self.thick, self.thick], [y, y], color=BLACK, linewidth=6, solid_capstyle="butt")
            line.set_gid("thick")
        self._lines = [ax.plot([], [], linewidth=4, solid_capstyle="butt", gid="thin", zorder=1)[0]
                       for _ in range(2 * len(THIN))]  # fmt: skip
        self._ends = [ax.plot([], [], color=BLACK, linewidth=2.5, gid="z line")[0] for _ in range(2)]
        self._free = ax.add_collection(LineCollection([], colors=FREE, linewidths=1.4, gid="free"))
        self._held = ax.add_collection(LineCollection([], colors=GREEN, linewidths=2.4, gid="attached", zorder=3))
        (self._calcium,) = ax.plot([], [], "o", color=VERMILLION, markersize=4, gid="calcium", zorder=4)
        self._measure = ax.annotate("", (0, 0), (0, 0), arrowprops={"arrowstyle": "<->", "color": BLACK})
        self._words = ax.text(0, 3.15, "", ha="center", va="bottom", weight="bold")
        self._clock = ax.text(0.0, 1.0, "", transform=ax.transAxes, va="top", family="monospace")
        said = ((GREEN, "head that holds"), (FREE, "free head"), (BLUE, "thin filament, blue where it is switched on"),
                (VERMILLION, f"calcium: a dot is {self.dot:g} µM"))  # fmt: skip
        for place, (colour, words) in zip((0.0, 0.19, 0.31, 0.76), said, strict=True):
            ax.text(place, -0.02, words, color=colour, transform=ax.transAxes, va="bottom", fontsize=11, weight="bold")

    def _draw_traces(self, axes, results, since, until):
        """Draw what the film shows against time, each with a cursor."""
        self._cursors = []
        for ax, name in zip(axes, TRACES, strict=True):
            ax.plot(results.time, results[name], color=COLOURS.get(name, BLACK))
            heading(ax, results[name].assign_attrs(long_name=name.split("_")[0]), COLOURS.get(name, BLACK))
            for start, *_ in protocol_of(results)["pulses"]:
                ax.axvline(start, ymax=0.05, color=BLACK, linewidth=1)
            ax.set_xlim(since, until)
            time_axis(ax, results)
            self._cursors.append(ax.axvline(since, color=BLACK, linewidth=1))

    def at(self, name, time):
        """Return a quantity of the run at a moment (ms)."""
        return float(np.interp(time, self._time, self._values[name]))

    def show(self, time):
        """Put everything where it is at a moment (ms); return what has moved."""
        half = self.at("length", time) / 2
        for line, (side, y) in zip(self._lines, [(side, y) for side in (-1, 1) for y in THIN], strict=True):
            line.set_data([side * half, side * (half - self.thin)], [y, y])
            line.set_color(OFF + self.at("activated_fraction", time) * (ON - OFF))
        for side, line in zip((-1, 1), self._ends, strict=True):
            line.set_data([side * half] * 2, [-2.5, 2.5])
        self._show_heads(half, round(self.at("attached_fraction", time) * len(self.heads)))
        self._show_calcium(half, time)
        self._measure.xy, self._measure.xyann = (-half, 3.0), (half, 3.0)
        self._words.set_text(f"sarcomere {2 * half:.2f} µm")
        self._clock.set_text(f"{time:7.1f} ms")
        for cursor in self._cursors:
            cursor.set_xdata([time, time])
        return [*self._lines, *self._ends, self._held, self._free, self._calcium, *self._cursors]

    def _show_heads(self, half, count):
        """Let so many heads hold, of those that face a thin filament of their own half."""
        place = np.abs(self.heads[self._order, 0])
        facing = (place >= abs(half - self.thin)) & (place <= half)
        held = self._order[np.argsort(~facing, kind="stable")[:count]]
        holds = np.isin(np.arange(len(self.heads)), held)
        x, y, side = self.heads.T
        tip = x + np.where(holds, 0.012, 0.03) * np.sign(x)
        ends = np.column_stack([x, y, tip, y + side * np.where(holds, REACH, SHORT)]).reshape(-1, 2, 2)
        self._held.set_segments(ends[holds])
        self._free.set_segments(ends[~holds])

    def _show_calcium(self, half, time):
        """Let as many dots swim as there is free calcium."""
        count = round(self.at("calcium", time) / self.dot)
        x, y = self._dots[:count].T
        along, across = np.sin(self._swim[:, :count] + time / 9.0)
        self._calcium.set_data(np.clip(half * 0.96 * x + 0.03 * along, -half, half), 2.3 * y + 0.12 * across)
