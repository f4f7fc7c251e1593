"""Results as files: whole files or none, whatever happens while they are written."""

import io
import json
import os
import re
from contextlib import contextmanager

import numpy as np
from matplotlib import pyplot

from simulator import plots
from simulator.plots.sweep import drawable
from simulator.scenarios.mistakes import ScenarioError
from simulator.scenarios.runner import is_curve
from simulator.scenarios.sweeps import table

DPI, PAGE_DPI = 150, 90


def write_case(folder, name, case, results):
    """Write a case as NetCDF, CSV and PNG, or a curve as NetCDF and CSV. Return the paths."""
    stem = f"{_slug(name)}-{_slug(case)}"
    if is_curve(results):
        columns = [results[next(iter(results.dims))], *(v for v in results.data_vars.values() if v.dims)]
        header = [f"{v.name} ({v.attrs['units']})" for v in columns]
        return [
            _netcdf(folder / f"{stem}.nc", results),
            _csv(folder / f"{stem}.csv", header, [v.values for v in columns]),
        ]
    outputs = [v for name, v in results.data_vars.items() if v.dims == ("time",) and "." not in name]
    traces = [results.time, *outputs]
    header = [f"{v.name} ({v.attrs['units']})" for v in traces]
    return [
        _netcdf(folder / f"{stem}.nc", results),
        _csv(folder / f"{stem}.csv", header, [v.values for v in traces]),
        picture(folder / f"{stem}.png", _alone(results, case)),
    ]


def _alone(results, case):
    """Return the Figure of one run."""
    if "unit_force" in results:
        return plots.units({case: results})
    if "lumbar_flexion" in results:
        return plots.back(results)
    if "popped" in results:
        return plots.sarcomeres({case: results})
    if "lesion" in results:
        return plots.healing({case: results})
    return plots.overview(results)


def write_fit(folder, name, case, found, described):
    """Write a fit: report as JSON, measured and fitted as CSV and NetCDF, and PNG. Return the paths."""
    stem = f"{_slug(name)}-{_slug(case)}-fit"
    with _whole(folder / f"{stem}.json") as temporary:
        temporary.write_text(json.dumps(described, indent=2, allow_nan=False) + "\n", encoding="utf-8")
    with _whole(folder / f"{stem}.csv") as temporary:
        units = {key: f"{key} ({v.attrs['units']})" for key, v in found.comparison.variables.items() if v.attrs}
        found.comparison.to_dataframe().reset_index().rename(columns=units).to_csv(temporary, index=False)
    with _whole(folder / f"{stem}.nc") as temporary:
        close = found.curves.rename({"time": "curve_time"}) if found.curves else found.curves
        close = close.rename({key: f"{key}_curve" for key in close.data_vars})
        found.comparison.merge(close).to_netcdf(temporary)
    return [
        *(folder / f"{stem}.{kind}" for kind in ("json", "csv", "nc")),
        picture(folder / f"{stem}.png", plots.fit(found)),
    ]


def write_figures(folder, scenario, name, results):
    """Write the pictures of a scenario, its cases together and the chain of the ill one; return the paths."""
    done = []
    if scenario.figure != "overview" or scenario.curve:
        done.append(picture(folder / f"{_slug(name)}.png", draw(scenario, results)))
    if (table := scenario.atlas) and "membrane_potential" in results[table.case]:  # the links of one fibre
        since = None if table.trouble == "weakness" else table.judge_ms[0]
        figure = plots.chain(results[table.case], results[table.healthy], since=since)
        done.append(picture(folder / f"{_slug(name)}-chain.png", figure))
    return done


def write_sweep(folder, name, case, results):
    """Write a sweep as NetCDF, as CSV with a row for each point, and, if it can be drawn, as PNG; return the paths."""
    stem = f"{_slug(name)}-{_slug(case)}-sweep"
    titles = {key: f"{key} ({v.attrs['units']})" for key, v in results.variables.items() if v.attrs.get("units")}
    with _whole(folder / f"{stem}.csv") as temporary:
        table(results).rename(columns=titles).to_csv(temporary, index=False)
    done = [_netcdf(folder / f"{stem}.nc", results), folder / f"{stem}.csv"]
    if drawable(results):
        done.append(picture(folder / f"{stem}.png", plots.sweep(results)))
    return done


def draw(scenario, results):
    """Return the Figure that a scenario asks for."""
    if scenario.curve:
        return plots.curve(results)
    if scenario.figure == "trains":
        return plots.trains(results)
    if scenario.figure == "units":
        return plots.units(results, panels=scenario.panels)
    if scenario.figure == "sarcomeres":
        return plots.sarcomeres(results)
    if scenario.figure == "healing":
        return plots.healing(results)
    return plots.compare(results, panels=scenario.panels)


def drawn(scenario, results):
    """Return the picture of a scenario as PNG (bytes); of one that has an overview of each case, the first's."""
    alone = scenario.figure == "overview" and not scenario.curve
    figure, file = _alone(*next(iter(results.items()))[::-1]) if alone else draw(scenario, results), io.BytesIO()
    figure.savefig(file, dpi=PAGE_DPI)
    pyplot.close(figure)
    return file.getvalue()


def _slug(text):
    """Return a text as part of a file's name."""
    return re.sub(r"[^A-Za-z0-9._-]+", "-", text).strip("-")


@contextmanager
def _whole(path):
    """Give a temporary path; it takes the place of `path` only once all is written."""
    temporary = path.with_name(f".{path.stem}.{os.getpid()}{path.suffix}")
    try:
        yield temporary
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)


def _netcdf(path, results):
    with _whole(path) as temporary:
        packed = {name: {"zlib": True, "complevel": 1} for name, v in results.data_vars.items() if v.dtype.kind == "f"}
        results.to_netcdf(temporary, encoding=packed)
    return path


def _csv(path, header, columns):
    with _whole(path) as temporary:
        np.savetxt(temporary, np.column_stack(columns), fmt="%.6g", delimiter=",", header=",".join(header),
                   comments="", encoding="utf-8")  # fmt: skip
    return path


def film(folder, name, case, results):
    """Write the film of a sarcomere of one run as GIF; return its path."""
    path = folder / f"{_slug(name)}-{_slug(case)}.gif"
    try:
        made = plots.animate(results)
    except ValueError as error:
        raise ScenarioError([f"{name}: {error}"]) from None
    with _whole(path) as temporary:
        made.save(temporary, writer="pillow")
    pyplot.close(made.scene.figure)
    return path


def whole_text(path, text):
    """Write a text; return its path."""
    with _whole(path) as temporary:
        temporary.write_text(text, encoding="utf-8")
    return path


def picture(path, figure):
    """Write a figure as PNG and close it; return its path."""
    with _whole(path) as temporary:
        figure.savefig(temporary, dpi=DPI)
    pyplot.close(figure)
    return path
