"""The classical curves of muscle, each with the numbers read off it."""

import json
from typing import NamedTuple

import numpy as np
from matplotlib.ticker import MaxNLocator

from simulator.plots.style import CASES, end_labels, one_axes, pretty, styled

DASHED, DOTTED = (0, (5, 1.5)), (0, (1.2, 1.2))


class Look(NamedTuple):
    """How a curve is drawn: its columns with line styles, what is on the axes, and marks.

    columns : {name: line style}; ylabel : words for the axis; log, flip : of the horizontal axis; marks : numbers shown
    as thin lines across it; told : words with numbers, to follow the name of a case; levels : drawn across; points :
    whether each point is marked
    """

    columns: dict
    ylabel: str
    log: bool = False
    flip: bool = False
    marks: tuple = ()
    told: str = ""
    levels: tuple = ()
    points: bool = True


LOOKS = {
    "strength-duration": Look(
        {"strength": "-"}, "weakest pulse answered (µA/cm²)", log=True,
        told="rheobase {rheobase:.2g} µA/cm², chronaxie {chronaxie:.2g} ms", marks=("chronaxie",),
    ),
    "paired-pulses": Look(
        {"summation": "-"}, "largest force (of one twitch)", log=True, levels=(1.0,),
        told="answered twice from {refractory_period:g} ms on, at best × {greatest_summation:.2f}",
    ),
    "staircase": Look(
        {"height": "-", "phosphorylated": DOTTED},
        "height of the twitch (of the first)\ndotted: part of light chains phosphorylated",
        levels=(1.0,), told="at the end × {staircase:.2f}", points=False,
    ),
    "potentiation": Look(
        {"height": "-"}, "height of the twitch (of that before)", levels=(1.0,), told="after 5 s × {after_5_s:.2f}"
    ),
    "force-frequency": Look(
        {"force": "-", "fusion": DOTTED}, "force (of the largest); dotted: fusion", log=True, levels=(0.5,),
        told="half at {half_force_frequency:.3g} Hz", marks=("half_force_frequency",),
    ),
    "temperature": Look(
        {"contraction_time": "-", "half_relaxation_time": DASHED}, "time (ms): to the peak; dashed: from there to half",
        told="× {contraction_q10:.1f} faster for ten degrees",
    ),
    "length-tension": Look(
        {"active": "-", "passive": DASHED, "total": DOTTED},
        "active force (of its largest)\ndashed: passive; dotted: total",
        told="active from {least_length:.2f} to {greatest_length:.2f} µm", points=False,
    ),
    "quick-release": Look(
        {"t1": "-", "t2": DASHED},
        "force (of the isometric): T1, at the end of the step\ndashed: T2, 2 ms later",
        levels=(0.0, 1.0), told="no force at the end of a step of {zero_force:.2g} nm",
    ),
    "redevelopment": Look(
        {"force": "-"}, "force (of that before the release)", told="rate ktr {ktr:.3g} per second", points=False
    ),
    "force-pca": Look(
        {"force": "-"}, "steady force (of that at saturating calcium)", flip=True,
        told="half at pCa {pca50:.2f}, steepness {hill_slope:.1f}",
        levels=(0.5,), marks=("pca50",), points=False,
    ),
}  # fmt: skip


def curve(curves, *, ax=None):
    """Draw one of the classical curves of up to six cases.

    Parameters
    ----------
    curves : {label: Dataset}, all of the same kind, as functions of `simulator.curves` return
    ax : the axes to draw in; made unless given

    Returns
    -------
    Figure
    """
    kinds = {json.loads(c.attrs["curve"]) for c in curves.values()}
    if len(kinds) != 1 or not 1 <= len(curves) <= len(CASES):
        raise ValueError(f"{len(curves)} curves of {len(kinds)} kinds: from 1 to {len(CASES)} of one kind can be drawn")
    (kind,) = kinds
    with styled():
        figure, ax = one_axes(ax)
        {"force-velocity": _force_velocity, "work-loop": _work_loop}.get(kind, _lines)(ax, curves, kind)
        return figure


def _axis(ax, curve):
    """Name the horizontal axis after a curve's own, and return its values."""
    axis = curve[next(iter(curve.dims))]
    words = axis.attrs["long_name"]
    unit = "" if axis.attrs["units"] == "1" else f" ({pretty(axis.attrs['units'])})"
    ax.set_xlabel(words if unit.strip(" ()") in words or "per second" in words else words + unit)
    return axis.values


def _lines(ax, curves, kind):
    """Draw columns as lines, each named at its end; with numbers above, the first column stands for its case."""
    look = LOOKS[kind]
    for level in look.levels:
        ax.axhline(level, color="0.6", linewidth=1.0, linestyle=(0, (4, 3)), zorder=0)
    ends = []
    for (label, told), (colour, _) in zip(curves.items(), CASES, strict=False):
        x = _axis(ax, told)
        for column, line in look.columns.items():
            y = told[column].values
            ax.plot(x, y, color=colour, linestyle=line, marker="o" if look.points else None, markersize=4.5)
            if not look.told or column == next(iter(look.columns)):
                last = np.argmin(x) if look.flip else np.argmax(x)
                ends.append((label if look.told else f"{label}: {column}", colour, y[[last]]))
        for mark in look.marks:
            ax.axvline(float(told[mark]), color=colour, linewidth=1.0, linestyle=":", zorder=0)
    if look.log:
        _logarithmic(ax, np.concatenate([_axis(ax, c) for c in curves.values()]))
    elif look.points:
        ax.xaxis.set_major_locator(MaxNLocator(steps=[1, 2, 5, 10]))
    if look.flip:
        ax.invert_xaxis()
    if kind == "strength-duration":
        ax.set_yscale("log")
        ax.yaxis.set_major_formatter("{x:g}")
    ax.set_ylabel(look.ylabel)
    if ax.get_ylim()[0] > 0 and ax.get_yscale() == "linear":
        ax.set_ylim(0, None)
    if look.told:
        _told(ax, curves, look.told)
    end_labels(ax, ends)


def _told(ax, curves, words):
    """Write what is read off each case's curve above the picture, a line for each."""
    found = {label: {n: float(v) for n, v in c.items() if not v.dims} for label, c in curves.items()}
    rows = [f"{label}: {words.format(**numbers)}" for label, numbers in found.items()]
    for row, (text, (colour, _)) in enumerate(zip(rows, CASES, strict=False)):
        ax.annotate(
            text, (0.0, 1.0), xycoords="axes fraction", xytext=(4, 6 + 17 * (len(rows) - 1 - row)),
            textcoords="offset points", color=colour, weight="bold",
        )  # fmt: skip


def _logarithmic(ax, values):
    """Give the horizontal axis a logarithmic scale with plain numbers."""
    ax.set_xscale("log")
    ticks = [t for e in range(-3, 4) for t in (10.0**e, 2 * 10.0**e, 5 * 10.0**e) if values.min() <= t <= values.max()]
    ax.set_xticks(ticks, [f"{t:g}" for t in ticks])
    ax.minorticks_off()
    ax.set_xlim(values.min() * 0.9, values.max() * 1.1)


def _force_velocity(ax, curves, kind):
    """Draw force against velocity with Hill's fit, and power on an axis of its own."""
    power_axis = ax.twinx()
    power_axis.spines["right"].set_visible(True)
    for told, (colour, _) in zip(curves.values(), CASES, strict=False):
        a, vmax = float(told.curvature), float(told.vmax)
        v = np.linspace(0, vmax, 300)
        fit = (1 + a) * a * vmax / (v + a * vmax) - a
        ax.plot(v, fit, color=colour)
        ax.plot(_axis(ax, told), told.force, "o", color=colour, markersize=5)
        lengthening = told.where(told.velocity < 0, drop=True)
        ax.plot(lengthening.velocity, lengthening.force, color=colour)
        power_axis.plot(v, v * fit, color=colour, linestyle=DASHED, linewidth=1.4)
    _told(ax, curves, "{vmax:.2g} lengths/s without load, a/F0 {curvature:.2f}, greatest power {greatest_power:.2g}")
    for words, x, y, align in (("lengthened", 0.02, 0.02, "left"), ("shortening", 0.98, 0.94, "right")):
        ax.text(x, y, words, transform=ax.transAxes, color="0.35", ha=align)
    ax.axvline(0, color="0.6", linewidth=1.0)
    ax.axhline(1, color="0.6", linewidth=1.0, linestyle=(0, (4, 3)))
    ax.set(ylabel="force (of the isometric)", ylim=(0, None))
    power_axis.set(ylabel="dashed: power (isometric force × lengths per second)", ylim=(0, None))


def _work_loop(ax, curves, kind):
    """Draw force against length through one cycle, with an arrow for its sense."""
    for told, (colour, _) in zip(curves.values(), CASES, strict=False):
        x, y = told.length.values, told.force.values
        ax.plot(x, y, color=colour)
        at = int(np.argmax(y))
        ax.annotate(
            "",
            (x[at], y[at]),
            (x[at - 4], y[at - 4]),
            arrowprops={"arrowstyle": "-|>", "color": colour, "mutation_scale": 26},
        )
    _told(ax, curves, "work {work:.1f} mJ/cm³ in a cycle")
    ax.set(xlabel="sarcomere length (µm)", ylabel="force (kPa)", ylim=(0, None))
    ax.margins(x=0.05)
