"""Checkpoints of sweeps: what a stop leaves is used, what belongs to another job is refused."""

import runpy
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
from test_sweep import GRID, MEASURES, small

from simulator import CheckpointError
from simulator.solver.solve import Interrupted


@pytest.fixture(scope="module")
def usual():
    return small()


def test_a_finished_checkpoint_gives_the_result_without_running(tmp_path, usual, monkeypatch):
    file = tmp_path / "points"
    assert small(checkpoint=file).identical(usual)
    assert len(file.read_text().splitlines()) == 1 + 6
    monkeypatch.setattr(sys.modules["simulator.sweep.run"], "work", None)
    assert small(checkpoint=file).identical(usual)


@pytest.mark.parametrize("cut", [1, 30, 150, 4000])
def test_a_checkpoint_that_was_torn_is_taken_up_again(tmp_path, usual, cut):
    file = tmp_path / "points"
    small(checkpoint=file)
    whole = file.read_bytes()
    file.write_bytes(whole[:-cut])
    assert small(checkpoint=file).identical(usual)
    assert sorted(file.read_bytes().splitlines()) == sorted(whole.splitlines())


@pytest.mark.parametrize(
    "changes",
    [
        dict(duration=21),
        dict(grid=GRID | {"fibre.K_SR": [0.8, 1.3]}),
        dict(relative=False),
        dict(measures=("peak_force", "calcium.peak", "calcium.rest")),
        dict(measures=dict.fromkeys(MEASURES, len)),
        dict(rtol=1e-5),
    ],
    ids=lambda c: next(iter(c)),
)
def test_a_checkpoint_of_another_job_is_refused_and_left_alone(tmp_path, changes):
    file = tmp_path / "points"
    small(checkpoint=file)
    before = file.read_bytes()
    with pytest.raises(CheckpointError, match="belongs to another job, which differs in"):
        small(checkpoint=file, **changes)
    assert file.read_bytes() == before


def test_a_function_that_has_changed_makes_another_job(tmp_path):
    file = tmp_path / "points"
    small(checkpoint=file, measures={"x": lambda results: 1.0})
    assert (small(checkpoint=file, measures={"x": lambda results: 1.0}).x == 1.0).all()
    with pytest.raises(CheckpointError, match="differs in functions"):
        small(checkpoint=file, measures={"x": lambda results: 2.0})


@pytest.mark.parametrize(
    ("spoil", "told"),
    [
        (lambda text: text.replace(b'""', b'"x"', 1), "line 2 is damaged"),
        (lambda text: text[:-60] + b"\n" + text[-60:], "is damaged"),
        (lambda text: b"my thesis\n", "not a checkpoint"),
        (lambda text: b"my thesis", "not a checkpoint"),
    ],
)
def test_a_damaged_or_foreign_file_is_refused_and_left_alone(tmp_path, spoil, told):
    file = tmp_path / "points"
    small(checkpoint=file)
    file.write_bytes(spoil(file.read_bytes()))
    before = file.read_bytes()
    with pytest.raises(CheckpointError, match=told):
        small(checkpoint=file)
    assert file.read_bytes() == before


def test_a_checkpoint_that_cannot_be_written_is_an_error(tmp_path):
    with pytest.raises(CheckpointError, match="No such file"):
        small(checkpoint=tmp_path / "nowhere" / "points")


def test_ctrl_c_keeps_what_is_done_and_says_how_to_go_on(tmp_path, usual):
    file = tmp_path / "points"

    def stop(fraction):
        if fraction > 0.3:
            raise KeyboardInterrupt

    told = r"stopped after 2 of 6 points; run it again with the checkpoint .*points"
    with pytest.raises(Interrupted, match=told) as e:
        small(checkpoint=file, chunk=1, executor=ThreadPoolExecutor(1), progress=stop)
    assert np.isfinite(e.value.partial.peak_force).sum() == 2
    assert (e.value.partial.error == "not run").sum() == 4
    assert small(checkpoint=file).identical(usual)


SCRIPT = """
import sys
import numpy as np
from simulator import Pulse, sweep
from simulator.models import shorten2007

def run(checkpoint):
    grid = {"fibre.nu_SR": np.linspace(0.5, 2.0, 60)}
    return sweep(shorten2007.fast(), Pulse(2), duration=2000, grid=grid, relative=True, chunk=1, rtol=1e-8,
                 measures=["peak_force"], checkpoint=checkpoint)

if __name__ == "__main__":
    run(sys.argv[1])
"""


def test_after_a_kill_the_rest_is_run_and_the_result_is_the_same(tmp_path, monkeypatch):
    (tmp_path / "killed.py").write_text(SCRIPT)
    file, script = tmp_path / "points", tmp_path / "killed.py"
    process = subprocess.Popen([sys.executable, str(script), str(file)])
    until = time.monotonic() + 60
    while time.monotonic() < until and (not file.exists() or file.read_bytes().count(b"\n") < 6):
        time.sleep(0.01)
    process.kill()
    assert process.wait() != 0
    kept = file.read_bytes().count(b"\n") - 1
    assert 5 <= kept < 60
    run, engine, told = runpy.run_path(str(script))["run"], sys.modules["simulator.sweep.run"], []
    usual = engine.work
    monkeypatch.setattr(engine, "work", lambda *a: told.append(1) or usual(*a))
    resumed = run(file)
    assert len(told) == 60 - kept
    assert resumed.identical(run(None))
