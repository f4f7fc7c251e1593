"""What a sweep measured, against what was varied."""

import numpy as np

from simulator.plots.style import BLUE, heading, pretty, pyplot, styled

MOST_PANELS, COLUMNS = 12, 2
PANEL = {1: (7.0, 2.2), 2: (5.6, 4.4), "sample": (3.6, 2.6)}  # inches
LEVELS, FINE = 6, 8  # lines in a map; values in each direction from which they are labelled


def sweep(results, *, measures=None):
    """Draw each measure of a sweep: a line over one parameter, a map over two, dots over random points.

    Parameters
    ----------
    results : what `simulator.sweep` returns, with one or two dimensions, or "sample"
    measures : which of its variables; at most twelve; all that have a value anywhere if left out

    Returns
    -------
    Figure
    """
    axes = varied(results)
    sampled = "sample" in results.dims
    if not sampled and len(axes) > 2:
        raise ValueError(f"{len(axes)} parameters are varied: one or two can be drawn; select the others first")
    shown = list(_having_values(results)[:MOST_PANELS] if measures is None else measures)
    if not 1 <= len(shown) <= MOST_PANELS:
        raise ValueError(f"{len(shown)} measures to draw: from 1 to {MOST_PANELS} have room")
    with styled():
        if sampled:
            return _dots(results, shown, axes)
        return _lines(results, shown, axes[0]) if len(axes) == 1 else _maps(results, shown, axes)


def varied(results):
    """Return the names of what was varied."""
    if "sample" in results.dims:
        return [name for name, values in results.coords.items() if values.dims == ("sample",)]
    return [name for name in results.dims if name != "time"]


def drawable(results):
    """Return whether `sweep` can draw these results."""
    return bool(_having_values(results)) and ("sample" in results.dims or len(varied(results)) <= 2)


def _having_values(results):
    """Return the names of the measures that have a value anywhere."""
    numbers = {n: v for n, v in results.data_vars.items() if "time" not in v.dims and v.dtype.kind == "f"}
    return [name for name, values in numbers.items() if values.notnull().any()]


def _grid(kind, rows, columns, **shared):
    width, height = PANEL[kind]
    return pyplot.subplots(
        rows,
        columns,
        figsize=(width * columns + 0.6, height * rows + 0.6),
        squeeze=False,
        layout="constrained",
        **shared,
    )


def _lines(results, shown, path):
    figure, panels = _grid(1, len(shown), 1, sharex=True)
    for ax, name in zip(panels.flat, shown, strict=True):
        ax.plot(results[path], results[name], "o-", color=BLUE, markersize=4)
        ax.margins(x=0.02, y=0.1)
        heading(ax, results[name], BLUE)
        ax.set_ylabel(_unit(results[name]))
    _name(ax.set_xlabel, results[path])
    return figure


def _maps(results, shown, paths):
    columns = min(COLUMNS, len(shown))
    figure, panels = _grid(2, -(-len(shown) // columns), columns)
    across, up = results[paths[1]], results[paths[0]]
    for ax, name in zip(panels.flat, shown, strict=False):
        values = results[name].transpose(*paths).values
        image = ax.pcolormesh(across, up, values, shading="nearest", cmap="viridis")
        image.set_rasterized(True)
        if min(values.shape) > 2 and (values % 1)[np.isfinite(values)].any():  # no lines between counts
            lines = ax.contour(across, up, values, levels=LEVELS, colors="white", linewidths=1.0, linestyles="-")
            if min(values.shape) >= FINE:
                ax.clabel(lines, fontsize=9)
        figure.colorbar(image, ax=ax).set_label(_unit(results[name]))
        words = results[name].attrs["long_name"]
        ax.set_title(words[0].upper() + words[1:], loc="left", fontsize=12, weight="bold", color=BLUE)
    for ax in panels.flat[len(shown) :]:
        ax.axis("off")
    for column in panels.T:
        _name([ax for ax in column if ax.axison][-1].set_xlabel, across)
    for row in panels:
        _name(row[0].set_ylabel, up)
    return figure


def _dots(results, shown, paths):
    figure, panels = _grid("sample", len(shown), len(paths), sharex="col", sharey="row")
    for row, name in zip(panels, shown, strict=True):
        for ax, path in zip(row, paths, strict=True):
            ax.plot(results[path], results[name], "o", color=BLUE, markersize=3, alpha=0.5, markeredgewidth=0)
            ax.margins(0.05)
        heading(row[0], results[name], BLUE)
        row[0].set_ylabel(_unit(results[name]))
    for ax, path in zip(panels[-1], paths, strict=True):
        _name(ax.set_xlabel, results[path])
    return figure


def _unit(variable):
    """Return the unit of a measure as it is printed; nothing for a count or a fraction."""
    unit = variable.attrs["units"]
    return "" if unit == "1" else pretty(unit)


def _name(setter, coordinate):
    """Name an axis by what is varied."""
    unit, relative = coordinate.attrs["units"], "the model's own" in coordinate.attrs["long_name"]
    told = "times its own value" if relative else pretty(unit) if unit != "1" else coordinate.attrs["long_name"]
    setter(f"{coordinate.name}\n({told})", fontsize=11)
