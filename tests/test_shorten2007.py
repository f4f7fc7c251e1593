"""The published model, against solutions by CVODES at tolerance 1e-10 (see data/README.md)."""

import csv

import numpy as np
import pytest
from conftest import DATA

from simulator import measures
from simulator.models import shorten2007
from simulator.protocol import Pulse, Train
from simulator.simulate import simulate

PROTOCOLS = {"1Hz": Pulse(at=10), "50Hz": Train(rate=50, count=25, start=10)}


def reference(name):
    with (DATA / f"shorten_2007_fast_{name}.csv").open() as file:
        head, *rows = csv.reader(file)
    columns = np.array(rows, float).T
    symbols = [title.split(".")[-1] for title in head]
    return columns[0], dict(zip(symbols[1:], columns[1:], strict=True))


def solved(name, rtol):
    times, columns = reference(name)
    results = simulate(shorten2007.fast(), PROTOCOLS[name], duration=times[-1], interval=0.25, rtol=rtol)
    assert results.time.values == pytest.approx(times)
    return results, columns


@pytest.mark.parametrize("name", PROTOCOLS)
def test_every_published_column_is_reproduced_to_a_thousandth_of_its_range(name):
    results, columns = solved(name, 1e-6)
    for symbol, expected in columns.items():
        error = abs(results[f"fibre.{symbol}"].values - expected).max()
        assert error < 1e-3 * np.ptp(expected), symbol


@pytest.mark.parametrize("name", PROTOCOLS)
def test_the_default_tolerance_keeps_every_column_within_half_a_percent(name):
    results, columns = solved(name, 1e-4)
    for symbol, expected in columns.items():
        error = abs(results[f"fibre.{symbol}"].values - expected).max()
        assert error < 5e-3 * np.ptp(expected), symbol


def test_spike_times_at_the_default_tolerance_are_within_a_hundredth_of_a_millisecond():
    truth = measures.spikes(solved("50Hz", 1e-8)[0])
    found = measures.spikes(solved("50Hz", 1e-4)[0])
    assert len(found) == len(truth) == 25
    assert abs(found - truth).max() < 0.01


def test_the_published_fast_twitch_is_reproduced():
    """From the published state: peak of A_2 15.1 ms, half relaxation 23.2 ms after it (20 degC)."""
    results = simulate(shorten2007.fast(), Pulse(at=10), duration=200, interval=0.1)
    twitch = measures.twitch(results)
    assert twitch.contraction_time == pytest.approx(15.1, abs=0.5)
    assert twitch.half_relaxation_time == pytest.approx(23.2, abs=1.5)


def test_the_slow_set_is_slower_than_the_fast_one():
    """Twitch of the slow set: peak at 28.3 ms, half relaxation 57.8 ms (20 degC); lower overshoot."""
    results = simulate(shorten2007.slow(), Pulse(at=10), duration=400, interval=0.1)
    fast = simulate(shorten2007.fast(), Pulse(at=10), duration=20, interval=0.1)
    twitch = measures.twitch(results)
    assert twitch.contraction_time == pytest.approx(28.3, abs=1.5)
    assert twitch.half_relaxation_time == pytest.approx(57.8, abs=4)
    assert results.membrane_potential.max() < fast.membrane_potential.max()


def test_less_release_makes_a_smaller_twitch():
    weak = shorten2007.fast().scaled({"fibre.i2": 0.5})
    peak = [measures.twitch(simulate(m, Pulse(), duration=100)).peak for m in (weak, shorten2007.fast())]
    assert peak[0] < peak[1]
