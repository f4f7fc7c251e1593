"""A pool of motoneurons under common excitation: targets 59, 60 and 97; irregular firing and its measures."""

import json

import numpy as np
import pytest
import xarray

from simulator import Motoneuron, Ramp, measures
from simulator.models.motoneuron import FULL_DRIVE, RANKS
from simulator.validation.calibration import motoneuron as pool

SIZES = np.array(pool.RANKS)


@pytest.fixture(scope="module")
def recruited():
    """Return how the pool is recruited by an excitation that rises to full drive."""
    return pool.recruitment()


def rheobase(rank):
    """Return the weakest step of current under which a cell goes on firing (nA), to 2 uA/cm^2."""
    cell, steps = Motoneuron.at(rank), np.arange(4.0, 60.0, 2.0)
    found = pool.spikes([cell] * len(steps), {"stimulus": np.tile(steps, (500, 1))})
    return cell.current(next(x for x, times in zip(steps, found, strict=True) if (times > 500).any()))


def firing_at(rate, duration=20_000.0, since=0.0):
    """Return a Dataset of spikes at a rate (Hz) that is a function of time (ms)."""
    times = np.arange(since, duration, 0.1)
    phase = np.cumsum(rate(times)) * 1e-4
    spikes = times[1:][np.diff(np.floor(phase)) > 0]
    return xarray.Dataset({"spike_time": ("spike", spikes)}, attrs={"protocol": json.dumps({"pulses": []})})


def test_cells_are_recruited_by_size(recruited):
    """Henneman; many at little drive and few at much: half the pool below a third of the last threshold."""
    thresholds = recruited["recruited"]
    assert (np.diff(thresholds) > 0).all()
    assert 10 < thresholds[-1] / thresholds[0] < 30
    assert np.interp(0.5, SIZES, thresholds) < thresholds[-1] / 3
    assert 0.3 < thresholds[-1] / FULL_DRIVE < 0.85


def test_small_cells_fire_faster_than_large_ones_under_the_same_drive(recruited):
    """Fuglevand et al. 1993, Potvin & Fuglevand 2017: peak rates 45-25 Hz, falling with size."""
    rates = recruited["rate at full drive"]
    assert (np.diff(rates) < 0).all()
    assert ((rates > 25) & (rates < 45)).all()
    assert (recruited["rate when recruited"] < 0.7 * rates).all()


def test_rheobases_of_the_pool_are_those_of_motoneurons():
    """3.5-22 nA, Elias & Kohn 2013."""
    found = [rheobase(rank) for rank in (0.0, 0.5, 1.0)]
    assert 3.5 < found[0] < found[1] < found[2] < 23


def test_types_are_cells_of_the_pool():
    for kind, rank in RANKS.items():
        assert Motoneuron.of(kind) == Motoneuron.at(rank)


def test_every_size_with_a_persistent_current_is_silent_fires_on_and_is_stopped_by_inhibition():
    """Target 60; excitation for a second, later 0.5 mS/cm^2 of inhibition for 0.3 s."""
    cells = [Motoneuron.at(r).with_condition(pool.CRAMP) for r in SIZES]
    drive = {
        "excitation": pool.held(8000.0, (500.0, 30.0), (1500.0, 0.0)),
        "inhibition": pool.held(8000.0, (5000.0, 0.5), (5300.0, 0.0)),
    }
    for times in pool.spikes(cells, drive):
        assert not (times < 500).any()
        on = times[(times > 1500) & (times < 5000)]
        assert on[-1] > 4900
        assert 10 <= 1e3 / np.diff(on).mean() <= 35
        assert not (times > 5050).any()


def test_noise_makes_firing_as_irregular_as_in_voluntary_contractions():
    """Coefficient of variation 0.1-0.2 at 8-20 Hz; hardly any without noise."""
    rates, irregular = pool.irregularity()
    assert ((rates > 8) & (rates < 20)).all()
    assert ((irregular > 0.1) & (irregular < 0.2)).all()
    steady = pool.spikes([Motoneuron.at(0.5)], {"excitation": pool.held(4000.0, (0.0, 10.0))})[0]
    assert pool.variation(steady[steady > 1000]) < 0.05


def test_delta_f_is_the_fall_of_the_control_rate_between_recruitment_and_derecruitment():
    control = firing_at(lambda t: 15 - 5 * (t / 10_000 - 1) ** 2)
    tested = firing_at(lambda t: 8.0 + 0 * t, duration=17_000.0, since=6000.0)
    assert measures.delta_f(tested, control) == pytest.approx(14.2 - 12.55, abs=0.05)
    early = firing_at(lambda t: 8.0 + 0 * t, duration=17_000.0)
    assert np.isnan(measures.delta_f(early, control))
    assert np.isnan(measures.delta_f(control, tested))


def test_the_persistent_current_of_health_makes_delta_f(run):
    """Target 59: 3.15 +- 1.45 Hz, 1-6; none without L-type channels."""
    found = {}
    for name, share in (("healthy", 1.0), ("none", 0.0)):
        peak = 20.0 if share else 60.0  # of a drive that fires both as well
        up = np.linspace(0.0, peak, 201)
        ramp = Ramp("motoneuron.synaptic_current", [*up, *up[-2::-1]], start=0.0, end=20_000.0)
        cells = [Motoneuron.at(r).scaled({"motoneuron.persistent_conductance": share}) for r in (0.4, 0.1)]
        found[name] = measures.delta_f(*(run(cell, ramp, 21_000.0, 5.0) for cell in cells))
    assert 1 < found["healthy"] < 6
    assert found["none"] < 0.5
