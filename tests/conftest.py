"""Shared fixtures. Tests under `interpreted/` run in a process of their own, without compilation."""

import os
from functools import cache
from pathlib import Path

import pytest

if os.environ.get("NUMBA_DISABLE_JIT") != "1":
    collect_ignore = ["interpreted"]

DATA = Path(__file__).parent / "data"


@pytest.fixture(scope="session")
def run():
    """Return a `simulate` that remembers what it has already run."""
    from simulator.simulate import simulate

    @cache
    def remembered(model, protocol, duration, interval=0.5, rtol=1e-4, solver="rosenbrock"):
        return simulate(model, protocol, duration=duration, interval=interval, rtol=rtol, solver=solver)

    return remembered
