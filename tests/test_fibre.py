"""From calcium to force. Targets by number in data/targets.csv."""

import numpy as np
import pytest

from simulator import Change, Fibre, Pulse, Rest, Train, measures, simulate
from simulator.models.fibre import PARAMETERS, STATE

FAST, SLOW = Fibre.fast(), Fibre.slow()
EDL, SOLEUS = Fibre.fast(species="mouse"), Fibre.slow(species="mouse")
COLD_EDL, COLD_SOLEUS = (make(species="mouse", temperature=16) for make in (Fibre.fast, Fibre.slow))
NAMES = ["fast", "slow", "EDL", "soleus"]
EVERY = pytest.mark.parametrize("fibre", [FAST, SLOW, EDL, SOLEUS], ids=NAMES)


def forces(run, fibre, rates):
    """Return peak relative force of one second of stimuli at each rate."""
    return np.array(
        [float(run(fibre, Train(rate=r, count=max(1, int(r))), 1200.0).relative_force.max()) for r in rates]
    )


def half_force_rate(run, fibre, rates):
    """Return the rate (Hz) at which force is half of that at 100 Hz."""
    top = forces(run, fibre, [100])[0]
    return float(np.interp(top / 2, forces(run, fibre, rates), rates))


@pytest.mark.parametrize(
    "fibre, peak, width",
    [(COLD_EDL, (14, 22), (4, 6)), (COLD_SOLEUS, (7, 12), (6.5, 9.5))],
    ids=["EDL", "soleus"],
)
def test_the_calcium_transient_at_16_degrees_has_the_published_height_and_width(run, fibre, peak, width):
    """Targets 23 and 24: Baylor & Hollingworth 2003; Hollingworth 2012."""
    found, wide = measures.peak_calcium(run(fibre, Pulse(), 150.0, 0.05))
    assert peak[0] <= found <= peak[1]
    assert width[0] <= wide <= width[1]


def released(run, fibre):
    """Return calcium released by one action potential (uM)."""
    results = run(fibre, Pulse(), 150.0, 0.05)
    extra = results.release.values - results.release.values[0]
    return float(extra.sum() * 0.05)


def test_a_fast_fibre_releases_three_to_four_times_as_much_calcium(run):
    """Target 26."""
    assert 3 <= released(run, COLD_EDL) / released(run, COLD_SOLEUS) <= 4


@EVERY
def test_tetanic_calcium_is_a_plateau_of_a_few_micromolar(run, fibre):
    """Target 27: 1-8 uM at 100 Hz, 22-25 degC for the mouse."""
    calcium = run(fibre, Train(rate=100, count=50), 600.0).calcium
    plateau = float(calcium.sel(time=slice(410, 510)).mean())
    assert 1 <= plateau <= 8


@EVERY
def test_resting_calcium_is_about_a_tenth_of_a_micromolar(run, fibre):
    """Target 28: 50-125 nM."""
    assert 0.050 <= float(run(fibre, Pulse(), 150.0).calcium[0]) <= 0.125


@pytest.mark.parametrize(
    "fibre, rise, fall",
    [(EDL, (15, 25), (15, 30)), (SOLEUS, (35, 60), (40, 80))],
    ids=["EDL", "soleus"],
)
def test_the_twitch_of_the_mouse_takes_its_published_time(run, fibre, rise, fall):
    """Target 32, at 25 degC."""
    twitch = measures.twitch(run(fibre, Pulse(), 600.0, 0.1))
    assert rise[0] <= twitch.contraction_time <= rise[1]
    assert fall[0] <= twitch.half_relaxation_time <= fall[1]


@EVERY
def test_a_twitch_is_a_tenth_to_a_third_of_the_tetanus(run, fibre):
    """Target 34."""
    twitch = float(run(fibre, Pulse(), 600.0, 0.1).relative_force.max())
    assert 0.1 <= twitch / forces(run, fibre, [100])[0] <= 0.3


@pytest.mark.parametrize("fibre, low, high", [(EDL, 35, 65), (SOLEUS, 15, 30)], ids=["EDL", "soleus"])
def test_half_of_the_force_is_reached_at_the_published_rate(run, fibre, low, high):
    """Target 39."""
    assert low <= half_force_rate(run, fibre, [5, 10, 15, 20, 25, 30, 40, 50, 60, 70, 80]) <= high


@EVERY
def test_force_rises_with_the_rate_of_stimulation(run, fibre):
    rising = forces(run, fibre, [5, 10, 20, 40, 80])  # equal while single twitches stand apart
    assert (np.diff(rising) > -1e-3).all()
    assert (np.diff(rising[2:]) > 0).all()


@EVERY
def test_force_comes_after_calcium_and_calcium_after_the_action_potential(run, fibre):
    results = run(fibre, Pulse(), 600.0, 0.1)
    tops = [float(results[n].time[int(results[n].values.argmax())]) for n in ("membrane_potential", "calcium", "force")]
    assert tops == sorted(tops)
    assert 0 < measures.twitch(results).latency < 10


def test_the_slow_fibre_is_slower_in_everything(run):
    for fast, slow in ((FAST, SLOW), (EDL, SOLEUS)):
        a, b = (measures.twitch(run(f, Pulse(), 600.0, 0.1)) for f in (fast, slow))
        assert a.contraction_time < b.contraction_time
        assert a.half_relaxation_time < b.half_relaxation_time


def test_a_weak_pump_at_least_doubles_half_relaxation(run):
    weak = FAST.scaled({"calcium.uptake_rate": 0.3})
    healthy, slowed = (measures.twitch(run(f, Pulse(), 2000.0)) for f in (FAST, weak))
    assert slowed.half_relaxation_time >= 2 * healthy.half_relaxation_time


@pytest.mark.parametrize("rate", [5, 10, 15])
def test_a_weak_pump_lets_contractions_fuse_at_a_lower_rate(run, rate):
    train, weak = Train(rate=rate, count=2 * rate), FAST.scaled({"calcium.uptake_rate": 0.3})
    healthy, slowed = (measures.tetanus(run(f, train, 2200.0)).fusion for f in (FAST, weak))
    assert slowed > healthy


def test_a_leak_of_the_store_contracts_the_fibre_without_a_signal_and_closing_it_lets_go():
    leak = "calcium.release_leak"
    largest = FAST.calcium.release_leak.high
    protocol = Change(500, set={leak: largest}) + Change(4500, set={leak: FAST.calcium.release_leak})
    results = simulate(FAST, protocol, duration=12000, interval=5)
    assert measures.spikes(results).size == 0
    assert np.ptp(results.membrane_potential.values) < 1
    assert float(results.relative_force.sel(time=slice(3500, 4500)).mean()) > 0.2
    assert float(results.relative_force[-1]) < 0.02


@EVERY
def test_calcium_charge_and_adenine_are_neither_made_nor_lost(run, fibre):
    results = run(fibre, Train(rate=50, count=20), 1200.0)
    totals = fibre.system.totals
    y = np.stack([results[n].values for n in fibre.system.state_fields], axis=1)
    found = np.empty((len(y), 3))
    for row, out in zip(y, found, strict=True):
        totals(row, fibre.quiet(), fibre.packed(), out)
    assert np.ptp(found[:, 0]) < 1e-6 * found[0, 0]
    assert np.ptp(found[:, 1]) < 1e-6 * found[0, 1]
    assert np.ptp(found[:, 2]) < 1e-6 * found[0, 2]
    assert found[0, 0] == pytest.approx(fibre.calcium.total, rel=1e-6)


@EVERY
def test_every_fraction_stays_between_nothing_and_all(run, fibre):
    results = run(fibre, Train(rate=50, count=20), 1200.0)
    for name, field in fibre.system.state_fields.items():
        if field.metadata["unit"] == "1" and field.metadata["high"] == 1:
            assert results[name].min() > -1e-6, name
            assert results[name].max() < 1 + 1e-6, name


def test_halving_the_save_interval_changes_nothing_at_shared_times():
    coarse, fine = (simulate(FAST, Pulse(), duration=60, interval=i) for i in (0.5, 0.25))
    for name in ("force", "membrane_potential", "calcium"):
        assert (coarse[name].values == fine[name].values[::2]).all()


@pytest.mark.parametrize("rtol", [1e-2, 1e-4, 1e-6, 1e-8])
def test_the_error_is_never_more_than_ten_times_the_tolerance(run, rtol):
    truth = run(FAST, Train(rate=50, count=2), 60.0, 0.5, 1e-10, "scipy")
    found = run(FAST, Train(rate=50, count=2), 60.0, 0.5, rtol)
    for name in ("force", "membrane_potential"):
        error = abs(found[name] - truth[name]).max() / np.ptp(truth[name].values)
        assert error < 10 * rtol, name


def test_the_error_falls_with_the_tolerance(run):
    truth = run(FAST, Train(rate=50, count=2), 60.0, 0.5, 1e-10, "scipy")
    errors = [
        float(abs(run(FAST, Train(rate=50, count=2), 60.0, 0.5, r).force - truth.force).max())
        for r in (1e-2, 1e-4, 1e-6, 1e-8)
    ]
    assert errors == sorted(errors, reverse=True)
    assert errors[-1] < 1e-4 * errors[0]


def test_a_change_of_a_parameter_acts_from_its_time_on(run):
    changed = run(FAST, Pulse(at=10) + Change(60, scale={"crossbridge.off_rate": 3.0}), 300.0)
    plain = run(FAST, Pulse(at=10), 300.0)
    before = changed.time.values <= 60
    assert changed.force.values[before] == pytest.approx(plain.force.values[before], abs=1e-3)
    assert changed.force.values[-200] < plain.force.values[-200]


def test_results_say_all_that_is_needed_to_run_them_again():
    import json

    results = simulate(FAST.with_condition("slow reuptake", 0.5), Pulse(), duration=20)
    assert json.loads(results.attrs["conditions"]) == [["slow reuptake", 0.5]]
    assert json.loads(results.attrs["model"])["make"] == {"kind": "fast", "species": "human", "temperature": 37.0}
    assert all("units" in results[n].attrs and "long_name" in results[n].attrs for n in results)


def test_a_fibre_left_alone_does_nothing():
    results = simulate(FAST, Rest(), duration=1000, interval=10)
    assert np.ptp(results.membrane_potential.values) < 1e-6
    assert results.relative_force.max() < 0.005


def test_the_state_view_and_the_state_names_agree():
    y = FAST.initial()
    assert y.view(STATE)[0].membrane.potential == y[list(FAST.system.state_fields).index("membrane.potential")]
    p = FAST.packed().view(PARAMETERS)[0]
    assert p.calcium.total == FAST.calcium.total
