"""The pool of Fuglevand, Winter & Patla 1993; targets 97 and 98."""

import numpy as np
import pytest

from simulator import Drive, Fibre, Impulses, Muscle, ProtocolError, simulate
from simulator.measures import muscle as read
from simulator.models import fuglevand
from simulator.models.fuglevand import FuglevandParameters
from simulator.protocol import from_description

P = FuglevandParameters()
TIMES = np.arange(0, 20_001.0)


def trains(excitation, seed=0, times=TIMES, p=P):
    """Return the impulses of each unit under an excitation."""
    return fuglevand.spike_trains(times, excitation, p, seed)


def steady(excitation, seed=0):
    """Return the force of the pool, its first two seconds left out."""
    return fuglevand.forces(trains(excitation, seed), TIMES, P).sum(axis=0)[2000:]


def test_the_last_unit_is_recruited_at_half_of_the_largest_excitation():
    """Target 97: thresholds up to 30, largest excitation 57, all recruited at 53 %."""
    assert fuglevand.thresholds(P)[-1] == pytest.approx(30)
    assert fuglevand.largest_excitation(P) == pytest.approx(57)
    assert (fuglevand.rates([29.9, 30.1], P) > 0).sum(axis=0).tolist() == [119, 120]


def test_small_units_are_slow_and_large_ones_fast():
    """Target 98: 90 to 30 ms; a hundredfold range of twitches."""
    times, heights = fuglevand.contraction_times(P), fuglevand.twitch_forces(P)
    assert times[0] == pytest.approx(90, rel=0.02) and times[-1] == pytest.approx(30)
    assert (np.diff(times) < 0).all() and (np.diff(heights) > 0).all()
    assert heights[-1] / heights[0] == pytest.approx(100, rel=0.05)


def test_rates_start_at_8_and_end_at_45_to_35():
    peak = fuglevand.rates([fuglevand.largest_excitation(P)], P)[:, 0]
    assert peak == pytest.approx(fuglevand.peak_rates(P))
    assert peak[0] == pytest.approx(45, abs=0.5) and peak[-1] == pytest.approx(35)
    at = fuglevand.rates(fuglevand.thresholds(P), P).diagonal()
    assert at == pytest.approx(8)


def test_impulses_keep_their_rate_and_their_variation():
    """3 standard errors of some 80,000 intervals; a rounded end of each train adds half a percent."""
    found, rate = trains(40.0), fuglevand.rates([40.0], P)[:, 0]
    counts = np.array([len(t) for t in found])
    assert counts.sum() == pytest.approx(20 * rate.sum(), rel=3 * 0.2 / np.sqrt(counts.sum()) + 0.001)
    gaps = np.concatenate([np.diff(t) / np.diff(t).mean() for t in found])
    assert gaps.std() == pytest.approx(0.2, rel=3 / np.sqrt(2 * len(gaps)) + 0.005)


def test_the_same_seed_gives_the_same_impulses_and_another_others():
    assert all(np.array_equal(a, b) for a, b in zip(trains(20.0, 7), trains(20.0, 7), strict=True))
    assert not any(np.array_equal(a, b) for a, b in zip(trains(40.0, 7), trains(40.0, 8), strict=True))


def test_a_unit_draws_from_its_own_stream_however_many_there_are():
    whole = P.varied({"peak_fall": 1.0, "peak_rate": 100.0})
    half = whole.varied({"units": 60.0, "threshold_range": 30**0.5})  # the smaller half of the same pool
    for a, b in zip(trains(20.0, 3, p=half), trains(20.0, 3, p=whole)[:60], strict=True):
        assert a == pytest.approx(b, abs=1e-6)


def test_a_ramp_recruits_small_units_first_and_releases_them_last():
    """Each unit fires within its first interval, of 1/8 s, and stops within its last."""
    shape = np.interp(TIMES, [0, 10_000, 20_000], [0, 50, 0])
    found = trains(lambda t: np.interp(t, [0, 10_000, 20_000], [0, 50, 0]))
    assert all(np.array_equal(a, b) for a, b in zip(found, trains(shape), strict=True))
    begin = 200 * fuglevand.thresholds(P)
    firsts, lasts = (np.array([t[i] for t in found]) for i in (0, -1))
    assert ((firsts >= begin - 1) & (firsts < begin + 130)).all()
    assert ((lasts <= 20_000 - begin + 1) & (lasts > 20_000 - begin - 220)).all()


def test_a_silent_unit_waits_for_its_threshold():
    drive = np.where((TIMES > 5000) & (TIMES < 15_000), 0.0, 10.0)
    small = trains(drive)[0]
    assert not ((small > 5001) & (small < 14_999)).any()
    assert (small < 5000).sum() > 30 and (small > 15_000).sum() > 30


def test_a_twitch_is_as_high_and_as_slow_as_its_unit():
    times = np.arange(0, 600, 0.25)
    found = fuglevand.forces([np.array([20.1])] * 120, times, P)
    assert found.max(axis=1) == pytest.approx(fuglevand.twitch_forces(P), rel=1e-3)
    assert times[found.argmax(axis=1)] - 20.1 == pytest.approx(fuglevand.contraction_times(P), abs=0.5)


def test_twitches_add_up_in_slow_trains_and_saturate_in_fast_ones():
    gains = fuglevand.force_gain(np.array([0.0, 0.2, 0.4, 0.5, 1.0, 2.0, 4.0]))
    assert (gains[:3] == 1).all()
    tetanic = gains[3:] * np.array([0.5, 1.0, 2.0, 4.0])
    assert (np.diff(tetanic) > 0).all() and tetanic[-1] / tetanic[-2] < 1.01
    assert gains.max() > 1 > gains[-1]


def test_force_grows_with_excitation_and_relatively_steadier():
    found = [steady(e) for e in (5.0, 15.0, 30.0, 57.0)]
    means = [f.mean() for f in found]
    assert (np.diff(means) > 0).all()
    assert found[0].std() / means[0] > found[-1].std() / means[-1]


def test_the_pool_drives_a_muscle_in_place_of_its_motoneurons():
    """More drive, more units at higher rates; what is sent arrives, and the own motoneurons are silent."""
    muscle, counts, forces = Muscle.of("hand", units=10), [], []
    for level in (0.1, 0.5, 1.0):
        protocol = fuglevand.impulses(Drive(level, start=20), 500, units=10)
        r = simulate(muscle, protocol, duration=500, interval=4)
        assert r.motoneuron_spike_time.size == len(protocol.impulses)
        assert 0 <= len(protocol.impulses) - r.impulse_time.size <= 10  # those on their way at the end
        counts.append(read.units(r).count)
        forces.append(float(r.force[-100:].mean()))
    assert counts[0] < counts[1] <= counts[2] == 10
    assert forces[0] < forces[1] < forces[2]


def test_impulses_are_told_and_made_again_and_those_of_nobody_refused():
    protocol = Impulses([[10.0, 30.0], [20.0]])
    assert protocol.impulses == ((0, 10.0), (0, 30.0), (1, 20.0))
    assert from_description(protocol.describe()) == protocol
    with pytest.raises(ProtocolError, match="unit 1: the units of this muscle are 0 to 0"):
        simulate(Muscle.soleus(units=1), protocol, duration=50)
    with pytest.raises(ProtocolError, match="Impulses of 2 units for a muscle of 3: give times"):
        simulate(Muscle.soleus(units=3), protocol, duration=50)
    with pytest.raises(ProtocolError, match="trains = 5: allowed is a list of times"):
        Impulses(5)
    with pytest.raises(ProtocolError, match="no motoneurons"):
        simulate(Fibre.fast(), protocol, duration=50)
    with pytest.raises(ProtocolError, match="time of an impulse"):
        Impulses([[float("nan")]])
