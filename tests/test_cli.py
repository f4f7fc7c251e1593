"""The command: what it prints, writes and returns."""

import json
import os
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest
import xarray
from test_scenarios import GOOD
from typer.testing import CliRunner

from simulator import cli, scenarios
from simulator.models import shorten2007
from simulator.models.fibre import Fibre
from simulator.protocol import Change, Pulse
from simulator.scenarios import runner, saved
from simulator.simulate import simulate
from simulator.stages.calcium import HUMAN_FAST

CURVE = """
title = "A curve"
question = "What?"
stage = "cross-bridge"

[curve]
kind = "force-pca"
values = [7, 6.5, 6, 5.5, 5]

[[cases]]
name = "one"

[[cases]]
name = "two"
model = { kind = "slow" }

[lesson]
predict = "p"
explain = "e"
ask = ["a"]
leaves_out = "l"

[[expect]]
measure = "pca50"
ratio = ["two", "one"]
low = 1
source = "slow fibres are more sensitive"
"""


def musclesim(*arguments):
    """Return what the command gives back: exit_code, stdout, stderr."""
    return CliRunner().invoke(cli.app, [str(a) for a in arguments])


@pytest.fixture
def mine(tmp_path):
    file = tmp_path / "mine.toml"
    file.write_text(GOOD)
    return file


def test_list_gives_scenarios_and_conditions():
    found = json.loads(musclesim("list", "--json").stdout)
    assert {"name", "title", "stage", "question"} <= set(found["scenarios"][0])
    assert "myotonia congenita" in [c["name"] for c in found["conditions"]]
    assert "myotonia" in musclesim("list").stdout


def test_run_gives_one_json_object_of_the_agreed_shape(mine):
    given = musclesim("run", mine, "--json")
    found = json.loads(given.stdout)
    assert set(found) == {"scenario", "cases", "expect"}
    assert found["scenario"] == "mine"
    assert found["cases"]["one"]["spikes.count"] == 2
    assert set(found["expect"][0]) == {"measure", "case", "low", "high", "value", "passed", "source"}
    assert given.exit_code == 0
    assert given.stderr == ""


def test_what_is_not_a_number_is_null_in_json(mine):
    found = json.loads(musclesim("run", mine, "--json").stdout)
    assert found["cases"]["one"]["relaxation.clinical_time"] is None


def test_a_failed_expectation_gives_status_one(mine):
    mine.write_text(GOOD.replace("high = 2", "high = 3").replace("low = 2", "low = 3"))
    given = musclesim("run", mine)
    assert given.exit_code == 1
    assert "FAILS" in given.stdout


def test_a_readable_table_is_the_default(mine):
    given = musclesim("run", mine)
    assert given.exit_code == 0
    assert all(word in given.stdout for word in ("measures", "two / one", "at least 1", "holds"))


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["run", "twich"], "did you mean twitch"),
        (["run", "MINE", "--set", "fibre.nu_SR=1e9"], "is outside 0 to 48.75"),
        (["run", "MINE", "--set", "fibre.nu_RS=1"], "did you mean fibre.nu_SR"),
        (["run", "MINE", "--set", "fibre.nu_SR"], "write NAME=NUMBER"),
        (["run", "MINE", "--set", "=3"], "write NAME=NUMBER"),
        (["run", "MINE", "--condition", "slow reuptake=1"], "our own fibre only"),
        (["run", "nowhere.nc"], "not a saved run"),
        (["show", "membran"], "did you mean membrane"),
        (["show", "membrane", "--species", "frog"], "human or mouse"),
    ],
)
def test_bad_input_gives_status_two_and_one_message(mine, arguments, told):
    given = musclesim(*(str(mine) if a == "MINE" else a for a in arguments))
    assert given.exit_code == 2
    assert told in given.stderr
    assert "Traceback" not in given.stderr
    assert given.stdout == ""


def test_set_acts_on_every_case(mine):
    usual = json.loads(musclesim("run", mine, "--json").stdout)["cases"]
    weak = json.loads(musclesim("run", mine, "--json", "--set", "fibre.nu_SR=1").stdout)["cases"]
    assert all(weak[case]["peak_force"] > usual[case]["peak_force"] for case in ("one", "two"))


def test_conditions_act_on_every_case():
    given = musclesim("run", "slow-relaxation", "--json", "--condition", "slow reuptake=0.5")
    usual = scenarios.run("slow-relaxation").describe()["cases"]["healthy"]
    found = json.loads(given.stdout)["cases"]["healthy"]
    assert found["twitch.half_relaxation_time"] > usual["twitch.half_relaxation_time"]


def test_output_holds_every_case_and_the_whole_picture(mine, tmp_path):
    folder = tmp_path / "made" / "here"
    given = musclesim("run", mine, "-o", folder)
    assert given.exit_code == 0
    expected = {f"mine-{case}.{kind}" for case in ("one", "two") for kind in ("png", "csv", "nc")}
    assert {file.name for file in folder.iterdir()} == expected | {"mine.png"}
    header, first = (folder / "mine-one.csv").read_text().splitlines()[:2]
    assert header.startswith("time (ms),stimulus (uA/cm^2),membrane_potential (mV)")
    assert len(first.split(",")) == len(header.split(","))


def test_a_curve_is_written_as_a_table_and_drawn(tmp_path):
    file = tmp_path / "curve.toml"
    file.write_text(CURVE)
    given = musclesim("run", file, "-o", tmp_path / "out", "--json")
    assert given.exit_code == 0, given.stderr
    assert set(json.loads(given.stdout)["cases"]["one"]) == {"pca50", "hill_slope"}
    names = {f.name for f in (tmp_path / "out").iterdir()}
    assert names == {"curve.png", "curve-one.csv", "curve-one.nc", "curve-two.csv", "curve-two.nc"}
    assert (tmp_path / "out" / "curve-one.csv").read_text().startswith("pca (1),force (1)\n7,")


def test_a_saved_run_run_again_gives_the_same_numbers(mine, tmp_path):
    musclesim("run", mine, "-o", tmp_path)
    given = musclesim("run", tmp_path / "mine-two.nc", "--json", "-o", tmp_path / "again")
    assert given.exit_code == 0, given.stderr
    assert list(json.loads(given.stdout)["cases"]) == ["two"]
    before, after = (xarray.load_dataset(folder / "mine-two.nc") for folder in (tmp_path, tmp_path / "again"))
    assert before.identical(after)


def test_a_file_that_is_no_saved_run_is_refused(tmp_path):
    file = tmp_path / "x.nc"
    xarray.Dataset({"a": 1}).to_netcdf(file)
    given = musclesim("run", file)
    assert given.exit_code == 2
    assert "not a saved run" in given.stderr


@pytest.mark.parametrize(
    "model",
    [
        Fibre.slow(species="mouse", temperature=30),
        Fibre.fast().with_condition("slow reuptake", 0.4).scaled({"membrane.bath_potassium": 1.5}),
        Fibre.fast().scaled({"calcium.uptake_rate": 0.9}).with_condition("slow reuptake"),
        shorten2007.slow().scaled({"fibre.nu_SR": 0.5}),
    ],
    ids=["mouse", "condition", "scaled first", "shorten"],
)
def test_a_model_is_restored_from_its_description(model):
    again = saved.restore(json.loads(json.dumps(model.describe())), [list(c) for c in model.conditions])
    assert again.describe() == model.describe()
    assert again.conditions == model.conditions
    assert np.array_equal(again.packed(), model.packed())


def test_a_run_of_the_library_can_be_run_again(tmp_path):
    results = simulate(
        shorten2007.fast(),
        Pulse(5) + Change(8, scale={"fibre.nu_SR": 0.5}),
        duration=20,
        interval=0.25,
        rtol=1e-5,
    )
    results.to_netcdf(tmp_path / "mine.nc")
    name, case, again = saved.rerun(tmp_path / "mine.nc")
    assert (name, case) == ("mine", "run")
    assert again.drop_attrs().identical(results.drop_attrs())


def test_a_write_that_fails_leaves_nothing_behind(mine, tmp_path, monkeypatch):
    def half(self, path, *args, **kwargs):
        Path(path).write_text("half")
        raise OSError("disk full")

    monkeypatch.setattr(xarray.Dataset, "to_netcdf", half)
    given = musclesim("run", mine, "-o", tmp_path / "out")
    assert given.exit_code == 2
    assert "disk full" in given.stderr
    assert list((tmp_path / "out").iterdir()) == []


def test_stopping_keeps_what_is_finished(mine, tmp_path, monkeypatch):
    calls = []

    def stopped(*args, **kwargs):
        calls.append(1)
        if len(calls) == 2:
            raise KeyboardInterrupt
        return simulate(*args, **kwargs)

    monkeypatch.setattr(runner, "simulate", stopped)
    given = musclesim("run", mine, "-o", tmp_path / "out")
    assert given.exit_code == 130
    assert "3 finished files are kept" in given.stderr
    assert {f.name for f in (tmp_path / "out").iterdir()} == {"mine-one.png", "mine-one.csv", "mine-one.nc"}


def test_a_mistake_of_the_program_is_not_disguised(mine, monkeypatch):
    def broken(*args, **kwargs):
        raise ValueError("a bug")

    monkeypatch.setattr(runner, "simulate", broken)
    assert isinstance(musclesim("run", mine).exception, ValueError)


@pytest.mark.parametrize(
    ("name", "told"),
    [
        (
            "myotonia",
            ["Predict", "Explain", "Ask", "What the model leaves out", "myotonia congenita, severity 1"],
        ),
        ("tetanus", ["train rate_hz 10, lasting_ms 500"]),
        ("slow reuptake", ["at severity 1: calcium.uptake_rate x 0.2"]),
        (
            "calcium.uptake_rate",
            [f"= {HUMAN_FAST.uptake_rate} uM/ms", HUMAN_FAST.uptake_rate.meaning, "source: "],
        ),
        ("membrane", ["chloride_permeability", "bath_potassium"]),
    ],
)
def test_show_tells_what_a_name_stands_for(name, told):
    given = musclesim("show", name)
    assert given.exit_code == 0
    assert all(words in given.stdout for words in told)


def test_show_tells_the_numbers_of_other_fibres():
    human, mouse = (
        musclesim("show", "calcium"),
        musclesim("show", "calcium", "--species", "mouse", "--kind", "slow"),
    )
    assert human.stdout != mouse.stdout


def test_bench_prints_the_rows_of_the_benchmark(monkeypatch):
    bench = pytest.importorskip("simulator.bench")
    row = {"work": "w", "who": "x", "seconds": 0.5, "error": 1e-5, "ratio": 2.0}
    monkeypatch.setattr(bench, "bench_rows", lambda: [row])
    assert json.loads(musclesim("bench", "--json").stdout) == {"rows": [row]}
    assert "0.5" in musclesim("bench").stdout


def test_bench_without_its_parts_says_so(monkeypatch):
    monkeypatch.setitem(sys.modules, "simulator.bench", None)
    given = musclesim("bench")
    assert given.exit_code == 2
    assert "cannot be run here" in given.stderr


def test_progress_is_shown_only_on_a_terminal(monkeypatch, capsys):
    with cli._progress() as show:
        show("one", 0.5)
    assert capsys.readouterr().err == ""
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    monkeypatch.setattr(cli, "SLOW", 0.0)
    with cli._progress() as show:
        show("case [1]", 0.5)
        show("case [1]", 1.0)
    with cli._notice():
        time.sleep(0.05)
    assert "preparing" in capsys.readouterr().err


def python(*arguments):
    """Return the finished process of a fresh Python."""
    environment = os.environ | {"PYTHONPATH": str(Path(cli.__file__).parents[2])}
    return subprocess.run([sys.executable, *arguments], env=environment, capture_output=True, text=True, check=False)


def test_the_module_is_the_command():
    given = python("-m", "simulator", "--help")
    assert given.returncode == 0
    assert "musclesim" in given.stdout


@pytest.mark.parametrize("code", ["import simulator", "import simulator.cli"])
def test_nothing_heavy_is_imported_before_it_is_needed(code):
    heavy = ("numpy", "numba", "xarray", "matplotlib", "pydantic")
    given = python("-c", f"{code}; import sys; print([m for m in {heavy} if m in sys.modules])")
    assert given.stdout.strip() == "[]"


@pytest.mark.parametrize(
    "code",
    [
        "import simulator; simulate = simulator.simulate",
        "import simulator.simulate; from simulator import simulate",
        "from simulator import scenarios, measures, plots; scenarios.run; from simulator import simulate",
        "import simulator.sweep; from simulator import simulate",
        "from simulator.sweep.checkpoint import Checkpoint; from simulator import simulate",
    ],
)
def test_simulate_and_sweep_are_the_functions_whatever_was_imported_before(code):
    check = "from simulator import sweep; import types; assert isinstance(simulate, types.FunctionType), simulate"
    given = python("-c", f"{code}\n{check}; assert isinstance(sweep, types.FunctionType), sweep")
    assert given.returncode == 0, given.stderr


def test_every_public_name_can_be_had():
    import simulator

    assert set(simulator.__all__) <= set(dir(simulator))
    assert all(getattr(simulator, name) is not None for name in simulator.__all__)
    assert callable(simulator.models.shorten2007.fast)
    with pytest.raises(AttributeError, match="no attribute 'Muscles'"):
        simulator.Muscles  # noqa: B018


def test_atlas_gives_the_agreed_object_and_a_picture(tmp_path, monkeypatch):
    from simulator.scenarios import differential

    monkeypatch.setattr(differential.loader, "names", lambda: ["cold", "twitch"])
    given = musclesim("atlas", "--json", "-o", tmp_path)
    (row,) = json.loads(given.stdout)["conditions"]
    assert {"name", "severity", "signature", "interventions"} <= set(row)
    assert row["name"] == "cold"
    assert set(row["interventions"]["dantrolene"]) >= {"verdict", "left", "expected"}
    assert (tmp_path / "atlas.png").stat().st_size > 10_000
    assert given.exit_code == 0


def test_atlas_fails_where_the_model_disagrees_without_a_reason(monkeypatch):
    from simulator.scenarios import differential

    (row,) = scenarios.atlas(["cold"])
    row["interventions"]["tetrodotoxin"] |= {"agrees": False, "expected": "yes"}
    monkeypatch.setattr(differential, "atlas", lambda **_: [row])
    given = musclesim("atlas")
    assert given.exit_code == cli.FAILED
    assert "where the model differs from what is known" in given.stdout


def test_a_drug_acts_on_every_case_and_is_kept_in_the_saved_run(tmp_path):
    given = musclesim("run", "twitch", "--drug", "dantrolene=20", "--json", "-o", tmp_path)
    usual = json.loads(musclesim("run", "twitch", "--json").stdout)["cases"]
    for case, found in json.loads(given.stdout)["cases"].items():
        assert found["relative_force.peak"] < 0.6 * usual[case]["relative_force.peak"]
    file = sorted(tmp_path.glob("*.nc"))[0]
    assert json.loads(xarray.load_dataset(file).attrs["conditions"]) == [["dantrolene", 20.0]]
    again = saved.rerun(file)[2]
    assert (again.force.values == xarray.load_dataset(file).force.values).all()


def test_show_tells_what_a_drug_does():
    told = musclesim("show", "caffeine").stdout
    assert "calcium.trigger + concentration / 3800 uM" in told
    assert "Wehner" in told
    assert "half at 0.025 uM" in musclesim("show", "tetrodotoxin").stdout
    assert "did you mean caffeine" in musclesim("show", "cafeine").stderr


def test_a_film_is_written_beside_the_pictures_and_only_of_a_fibre(tmp_path):
    assert musclesim("run", "quick-release", "-o", tmp_path, "--film").exit_code == 2
    assert "give -o DIR" in musclesim("run", "twitch", "--film").stderr
