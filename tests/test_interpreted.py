"""Every kernel runs without compilation too, where units can be checked and lines counted."""

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

HERE = Path(__file__).parent / "interpreted"
PYTEST = "-m", "pytest", "-n", "0", "-p", "no:cacheprovider"


def interpreted(*arguments, cache=None):
    """Run Python with compilation switched off, and a cache folder of its own if told; return what it printed."""
    environment = os.environ | {"NUMBA_DISABLE_JIT": "1", "PYTHONPATH": str(HERE.parents[1]), "PYTEST_ADDOPTS": ""}
    if cache:
        environment["XDG_CACHE_HOME"] = str(cache)
    done = subprocess.run([sys.executable, *arguments], env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_units_are_homogeneous_in_every_equation():
    interpreted(*PYTEST, str(HERE))


def test_lanes_are_gone_round_one_by_one():
    interpreted(*PYTEST, str(HERE.parent / "test_lanes.py"), "-k", "mean_in_python")


def test_interpreted_and_compiled_kernels_give_the_same_potential(tmp_path):
    sys.path.insert(0, str(HERE))
    import short_run

    interpreted(str(HERE / "short_run.py"), str(tmp_path / "run.npz"), cache=tmp_path)  # so that kernels are traced
    saved = np.load(tmp_path / "run.npz")
    for name, compiled in (("potential", short_run.twitch()), ("published", short_run.published())):
        # mV: rounding differs, and the runs are made at rtol 1e-3
        assert saved[name] == pytest.approx(compiled.membrane_potential.values, abs=1e-3)
