"""`musclesim fit`: what it prints, writes and returns."""

import json
import sys

import pytest
import xarray
from test_fit import DETACHMENT, MOUSE, TRUE, UPTAKE, noisy
from typer.testing import CliRunner

from simulator import cli
from simulator.solver.solve import Interrupted


def musclesim(*arguments):
    return CliRunner().invoke(cli.app, [str(a) for a in arguments])


SCENARIO = """
title = "One twitch"
question = "How long?"
stage = "whole chain"
duration_ms = 70
panels = ["force"]
[model]
name = "fibre"
kind = "fast"
species = "mouse"
[protocol.pulses]
times_ms = [10]
[[cases]]
name = "healthy"
[[cases]]
name = "slow"
scale = { "calcium.uptake_rate" = 0.8 }
[lesson]
predict = "What?"
explain = "So."
ask = ["Why?"]
leaves_out = "Much."
[[expect]]
measure = "spikes.count"
case = "healthy"
low = 1
source = "here"
"""


@pytest.fixture
def mine(tmp_path):
    data = noisy(4)
    rows = [f"{t:g},{f:.4f}" for t, f in zip(data["time"], data["force"], strict=True)]
    (tmp_path / "mine.csv").write_text("# by hand\n" + "\n".join(["time (ms),force (kPa)", *rows]) + "\n")
    (tmp_path / "mine.toml").write_text(SCENARIO)
    return tmp_path


def test_a_file_is_fitted_from_the_command_line(mine):
    given = musclesim("fit", mine / "mine.toml", mine / "mine.csv", "--parameter", UPTAKE, "--parameter", DETACHMENT,
                      "--bounds", f"{UPTAKE}=0.2:5", "--case", "slow", "-o", mine / "out", "--threads", 2)  # fmt: skip
    assert given.exit_code == 0, given.stderr
    assert all(word in given.stdout for word in (UPTAKE, "uM/ms", "95 % interval", "noise of force", "0.2 to 5"))
    assert {f.name for f in (mine / "out").iterdir()} == {f"mine-slow-fit.{k}" for k in ("json", "csv", "nc", "png")}
    report = json.loads((mine / "out" / "mine-slow-fit.json").read_text())
    row = report["parameters"][UPTAKE]
    assert row["low"] < float(TRUE.calcium.uptake_rate) < row["high"]
    assert row["start"] == pytest.approx(0.8 * float(MOUSE.calcium.uptake_rate))
    saved = xarray.load_dataset(mine / "out" / "mine-slow-fit.nc")
    assert {"force", "force_error", "force_start", "force_fitted", "force_fitted_curve"} <= set(saved)
    again = musclesim("fit", mine / "mine.toml", mine / "mine.csv", "--parameter", UPTAKE, "--json")
    assert set(json.loads(again.stdout)) >= {"scenario", "case", "data", "parameters", "correlation", "warnings"}
    assert again.stderr == ""


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["--parameter", "calcium.uptake_rat"], "did you mean calcium.uptake_rate"),
        (["--parameter", UPTAKE, "--bounds", UPTAKE], "write path=low:high"),
        (["--parameter", UPTAKE, "--case", "helthy"], "did you mean healthy"),
        (["--parameter", UPTAKE, "--set", UPTAKE], "write NAME=NUMBER"),
        (["--parameter", UPTAKE, "--scale", "calcium"], "scale: no curve 'calcium'"),
        ([], "parameter"),
    ],
)
def test_bad_input_gives_status_two_and_one_message(mine, arguments, told):
    given = musclesim("fit", mine / "mine.toml", mine / "mine.csv", *arguments)
    assert given.exit_code == 2
    assert told in given.stderr
    assert given.stdout == ""


@pytest.mark.parametrize("scenario", ["force-frequency", "length-tension"])
def test_a_scenario_of_many_runs_is_not_fitted(mine, scenario):
    given = musclesim("fit", scenario, mine / "mine.csv", "--parameter", UPTAKE)
    assert given.exit_code == 2
    assert "is a curve of many runs: a scenario of single runs is needed" in given.stderr


def test_stopping_prints_the_best_so_far(mine, monkeypatch):
    module = sys.modules["simulator.fit"]
    best = module.fit(MOUSE, None, noisy(0), [UPTAKE], most_runs=10)

    def stopped(*args, **kwargs):
        raise Interrupted(best)

    monkeypatch.setattr(module, "fit", stopped)
    given = musclesim("fit", mine / "mine.toml", mine / "mine.csv", "--parameter", UPTAKE, "-o", mine / "out")
    assert given.exit_code == 130
    assert UPTAKE in given.stdout
    assert len(list((mine / "out").iterdir())) == 4
