"""`musclesim sweep`: what it prints, writes and returns."""

import json
import sys

import numpy as np
import pytest
import xarray
from test_cli import musclesim
from test_scenarios import GOOD

from simulator import SolverError, sweep
from simulator.models import shorten2007
from simulator.scenarios import runner


@pytest.fixture
def mine(tmp_path):
    file = tmp_path / "mine.toml"
    file.write_text(GOOD)
    return file


def test_a_sweep_gives_one_json_object_with_a_row_for_each_point(mine):
    given = musclesim("sweep", mine, "--grid", "fibre.nu_SR=0.5:2:4", "--relative", "--json", "--case", "two")
    found = json.loads(given.stdout)
    assert given.exit_code == 0
    assert given.stderr == ""
    assert (found["scenario"], found["case"]) == ("mine", "two")
    assert [row["fibre.nu_SR"] for row in found["points"]] == [0.5, 1.0, 1.5, 2.0]
    assert found["units"]["peak_force"] == "uM"
    _, _, arguments = runner.planned(mine, "two")
    alone = sweep(**arguments, grid={"fibre.nu_SR": [2.0]}, relative=True)
    assert found["points"][3]["peak_force"] == float(alone.peak_force[0])


def test_the_first_case_is_swept_unless_another_is_named(mine):
    assert json.loads(musclesim("sweep", mine, "--grid", "fibre.nu_SR=1", "--json").stdout)["case"] == "one"


@pytest.mark.parametrize("engine", [["--threads", 2], ["--processes", 1]])
def test_threads_and_processes_print_the_same(mine, engine):
    arguments = ["sweep", mine, "--grid", "fibre.nu_SR=1,2", "--measures", "peak_force,calcium.peak"]
    usual = musclesim(*arguments)
    assert usual.exit_code == 0
    assert "peak_force" in usual.stdout
    assert musclesim(*arguments, *engine).stdout == usual.stdout


@pytest.mark.parametrize(
    ("axes", "rows", "picture"),
    [
        (["--grid", "fibre.nu_SR=1,2"], 2, True),
        (["--grid", "fibre.nu_SR=1:2:3", "--grid", "fibre.K_SR=1:2:3"], 9, True),
        (["--grid", "fibre.nu_SR=1,2", "--grid", "fibre.K_SR=1,2", "--grid", "fibre.C_m=0.5,1"], 8, False),
        (["--sample", "fibre.nu_SR=1:2", "--sample", "fibre.K_SR=1:2", "--count", 4, "--seed", 3], 4, True),
    ],
    ids=["line", "map", "three", "sample"],
)
def test_a_sweep_is_written_as_a_table_a_dataset_and_a_picture(mine, tmp_path, axes, rows, picture):
    given = musclesim("sweep", mine, *axes, "-o", tmp_path / "out")
    assert given.exit_code == 0, given.stderr
    kinds = {f.suffix for f in (tmp_path / "out").iterdir()}
    assert kinds == {".nc", ".csv"} | ({".png"} if picture else set())
    header, *lines = (tmp_path / "out" / "mine-one-sweep.csv").read_text().splitlines()
    assert len(lines) == rows
    assert header.startswith("fibre.nu_SR (")
    assert "peak_force (uM)" in header
    saved = xarray.load_dataset(tmp_path / "out" / "mine-one-sweep.nc")
    assert saved.peak_force.size == rows


def test_random_points_follow_their_seed(mine):
    arguments = ["sweep", mine, "--sample", "fibre.nu_SR=1:2", "--count", 3, "--json"]
    one, again, other = (musclesim(*arguments, "--seed", s).stdout for s in (1, 1, 2))
    assert one == again != other


def test_failed_points_are_told_and_all_of_them_give_status_one(mine, monkeypatch):
    given = musclesim("sweep", mine, "--grid", "fibre.nu_SR=1,1e5", "--measures", "peak_force")
    assert given.exit_code == 0
    assert "1 of 2 points" in given.stderr
    assert "is outside" in given.stderr

    def failing(*_, **__):
        raise SolverError("stuck", 0.0, "x", None)

    monkeypatch.setattr(sys.modules["simulator.sweep.points"], "solve", failing)
    given = musclesim("sweep", mine, "--grid", "fibre.nu_SR=1,2", "--measures", "peak_force", "--json")
    assert given.exit_code == 1
    assert json.loads(given.stdout)["points"][0]["peak_force"] is None
    assert "2 of 2 points" in given.stderr


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ([], "give either --grid or --sample"),
        (["--grid", "fibre.nu_SR=1", "--sample", "fibre.K_SR=1:2"], "give either --grid or --sample"),
        (["--grid", "fibre.nu_SR"], "write --grid"),
        (["--grid", "=1,2"], "write --grid"),
        (["--grid", "fibre.nu_SR=1:2"], "write --grid"),
        (["--grid", "fibre.nu_SR=1:2:1"], "write --grid"),
        (["--sample", "fibre.nu_SR=1,2", "--count", 3], "write --sample"),
        (["--sample", "fibre.nu_SR=1:2"], "belong together"),
        (["--grid", "fibre.nu_RS=1,2"], "did you mean fibre.nu_SR"),
        (["--grid", "fibre.nu_SR=1e9"], "is outside 0 to 48.75"),
        (["--grid", "fibre.nu_SR=1", "--measures", "peak_forces"], "did you mean peak_force"),
        (["--grid", "fibre.nu_SR=1", "--case", "tow"], "did you mean two"),
        (["--grid", "fibre.nu_SR=1", "--checkpoint", "MINE"], "not a checkpoint"),
    ],
)
def test_bad_input_gives_status_two_and_one_message(mine, arguments, told):
    given = musclesim("sweep", mine, *(mine if a == "MINE" else a for a in arguments))
    assert given.exit_code == 2
    assert told in given.stderr
    assert "Traceback" not in given.stderr
    assert given.stdout == ""


def test_a_curve_cannot_be_swept():
    given = musclesim("sweep", "force-frequency", "--grid", "temperature=30,37")
    assert given.exit_code == 2
    assert "is a curve of many runs" in given.stderr


def test_stopping_tells_how_to_go_on(mine, tmp_path, monkeypatch):
    def stop(*_):
        raise KeyboardInterrupt

    arguments = ["sweep", mine, "--grid", "fibre.nu_SR=1:2:20", "--checkpoint", tmp_path / "points", "--json"]
    with monkeypatch.context() as patched:
        patched.setattr(sys.modules["simulator.sweep.run"], "as_completed", stop)
        given = musclesim(*arguments)
    assert given.exit_code == 130
    assert "stopped after 0 of 20 points; run it again with the checkpoint" in given.stderr
    assert given.stdout == ""
    assert musclesim(*arguments).exit_code == 0


def test_long_tables_are_cut_on_the_screen_only(mine):
    given = musclesim("sweep", mine, "--grid", "fibre.nu_SR=1:2:30", "--measures", "peak_force")
    assert "and 6 points more" in given.stdout


def test_a_sweep_is_drawn_as_lines_maps_or_dots():
    from matplotlib import pyplot

    from simulator import Pulse, plots

    settings = dict(duration=20, relative=True, measures=["peak_force", "calcium.peak", "spikes.count"])
    fibre, values = shorten2007.fast(), np.linspace(0.5, 1.5, 4)
    line = sweep(fibre, Pulse(2), grid={"fibre.nu_SR": values}, **settings)
    figure = plots.sweep(line)
    assert np.array_equal(figure.axes[0].lines[0].get_ydata(), line.peak_force)
    assert figure.axes[-1].get_xlabel() == "fibre.nu_SR\n(times its own value)"
    surface = sweep(fibre, Pulse(2), grid={"fibre.nu_SR": values, "fibre.K_SR": [0.9, 1.0, 1.1]}, **settings)
    figure = plots.sweep(surface, measures=["calcium.peak"])
    assert np.array_equal(figure.axes[0].collections[0].get_array(), surface["calcium.peak"])
    assert figure.axes[0].get_ylabel().startswith("fibre.nu_SR")
    points = sweep(fibre, Pulse(2), sample={"fibre.nu_SR": (0.5, 1), "fibre.K_SR": (1, 2)}, count=3, **settings)
    assert len(plots.sweep(points).axes) == 6
    solid = surface.expand_dims("fibre.C_m")
    with pytest.raises(ValueError, match="3 parameters are varied"):
        plots.sweep(solid)
    assert plots.sweep(solid.isel({"fibre.C_m": 0}), measures=["peak_force"])
    with pytest.raises(ValueError, match="from 1 to 12"):
        plots.sweep(line, measures=[])
    pyplot.close("all")
