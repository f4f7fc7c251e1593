"""Electromyogram of the skin. Fuglevand et al. 1992, Biol Cybern 67:143; Calder et al. 2005 for what a muscle gives."""

import numpy as np
import pytest

from simulator import Fibre, Pulse, measures
from simulator.models import fuglevand
from simulator.stages import electrode
from simulator.stages.electrode import MONOPOLAR, ElectrodeParameters

P = ElectrodeParameters()
NEAR = P.varied({"shallowest": 7.0, "deepest": 8.0})
ALIKE = P.varied({"end_plates": 0.0, "velocity_spread": 0.0, "territory": 0.0})  # all fibres of a unit are one


@pytest.fixture(scope="module")
def spike(run):
    """Return the action potential of a fast fibre: times after its upstroke (ms), potential (mV)."""
    results = run(Fibre.fast(), Pulse(at=5), 45.0, 0.02)
    return results.time.values - float(results.spike_time[0]), results.membrane_potential.values


def seen(spike, depth=10.0, p=P, fibres=500, **more):
    """Return times and potential of one unit."""
    times, potentials = electrode.unit_potentials(*spike, [fibres], [depth], p, **more)
    return times, potentials[0]


def sizes(units=120, fibres=1e5):
    """Return the fibres of each unit, a hundredfold range."""
    part = np.exp(np.log(100) / units * np.arange(1, units + 1))
    return fibres * part / part.sum()


def test_it_is_the_field_of_the_transmembrane_current(spike):
    """Point sources of the current that leaves each piece of a fibre, ends included; no integration by parts."""
    time, potential = spike
    pieces = np.linspace(-60, 60, 4801)
    middles = (pieces[1:] + pieces[:-1]) / 2
    found, (times, ours) = [], seen(spike, 8.0, ALIKE, 1, contacts=MONOPOLAR, interval=0.1)
    sample = slice(60, 360, 20)
    for t in times[sample]:
        v = np.interp(t - np.abs(middles) / 4.0, time, potential)
        along = np.zeros(len(pieces))  # axial current, mA with mm, mV, S/m: none through the ends
        along[1:-1] = -np.pi * 0.025**2 * 1.01 * np.diff(v) / np.diff(middles)
        leaving = -np.diff(along)
        away = np.sqrt(0.33 / 0.063 * 8.0**2 + (middles - P.place) ** 2)
        found.append(2 * np.sum(leaving / away) / (4 * np.pi * 0.063))
    # 3 %: the action potential is sampled every 0.1 ms
    assert ours[sample] == pytest.approx(np.array(found), abs=0.03 * np.ptp(ours))


def test_a_passing_action_potential_is_positive_negative_positive_and_over_the_end_plate_first_negative(spike):
    _, passing = seen(spike, 8.0, contacts=MONOPOLAR)
    top, low = passing.max(), passing.argmin()
    assert passing[:low].max() > 0.1 * top and passing[low:].max() > 0.1 * top
    _, above = seen(spike, 8.0, P.varied({"place": 0.0}), contacts=MONOPOLAR)
    large = np.flatnonzero(np.abs(above) > 0.2 * np.abs(above).max())
    assert above[large[0]] < 0


def test_an_electrode_farther_along_the_fibres_sees_it_later_by_distance_over_velocity(spike):
    lows = []
    for place in (15.0, 35.0):
        times, v = seen(spike, 7.0, P.varied({"place": place}), contacts=MONOPOLAR, interval=0.1)
        lows.append(times[v.argmin()])
    assert lows[1] - lows[0] == pytest.approx(20.0 / 4.0, rel=0.05)


@pytest.mark.parametrize("contacts", [MONOPOLAR, electrode.BIPOLAR])
def test_deep_units_are_seen_smaller_and_slower(spike, contacts):
    """Fuglevand et al. 1992; monopolar amplitudes fall as a power of depth (Roeleveld et al. 1997)."""
    found = [seen(spike, depth, contacts=contacts)[1] for depth in (7, 10, 15, 20, 27)]
    heights = [np.ptp(v) for v in found]
    assert (np.diff(heights) < 0).all()
    pace = [measures.median_frequency(np.pad(v, 2000), 0.25) for v in found]
    assert pace[0] > pace[-1]
    assert np.corrcoef(np.log((7, 10, 15, 20, 27)), np.log(heights))[0, 1] < -0.99


def test_a_bipolar_electrode_sees_less_of_what_is_far(spike):
    far, near = ([np.ptp(seen(spike, d, contacts=c)[1]) for c in (electrode.BIPOLAR, MONOPOLAR)] for d in (27, 7))
    assert far[0] / far[1] < near[0] / near[1]


def test_all_units_at_once_give_a_wave_of_a_dozen_millivolts(spike):
    """Calder et al. 2005, J Neuroeng Rehabil 2:33: 12.6-13.5 mV, standard deviation 4.3, in biceps; here 2 of it."""
    for seed in range(5):
        _, potentials = electrode.unit_potentials(*spike, sizes(), electrode.distances(120, seed, P), P)
        assert 13.0 - 8.6 <= np.ptp(potentials.sum(axis=0)) <= 13.0 + 8.6


def test_halving_the_interval_changes_little(spike):
    coarse, fine = (seen(spike, 7.0, interval=i) for i in (0.25, 0.125))
    assert np.ptp(coarse[1]) == pytest.approx(np.ptp(fine[1]), rel=0.05)


def test_one_impulse_gives_its_own_potential_where_it_is(spike):
    times, potentials = electrode.unit_potentials(*spike, [500], [10.0], P)
    at, emg = electrode.electromyogram([[100.0]], times, potentials, 300.0)
    assert emg == pytest.approx(np.interp(at, times + 100.0, potentials[0], left=0, right=0), abs=1e-12)
    assert len(at) == 1201 and at[-1] == 300.0
    later = electrode.electromyogram([[100.1]], times, potentials, 300.0)[1]
    assert (emg @ at - later @ at) == pytest.approx(-0.1 * emg.sum(), abs=1e-9)


def test_the_electromyogram_is_the_sum_of_its_units(spike):
    times, potentials = electrode.unit_potentials(*spike, [100, 900], [8.0, 12.0], P)
    trains = [[-1.0, 20.3, 80.0, 199.9], [55.5]]
    both = electrode.electromyogram(trains, times, potentials, 200.0)[1]
    one = electrode.electromyogram([trains[0], []], times, potentials, 200.0)[1]
    other = electrode.electromyogram([[], trains[1]], times, potentials, 200.0)[1]
    assert both == pytest.approx(one + other, abs=1e-12)
    assert np.abs(one).max() > 0 and np.abs(other).max() > 0


def test_rms_grows_as_the_root_of_the_number_of_trains_that_are_not_together(spike):
    """And in proportion to it if all fire at once: 10 %, by chance in 20 s."""
    times, potentials = electrode.unit_potentials(*spike, np.full(80, 500), np.full(80, 10.0), NEAR)
    random = np.random.default_rng(3)
    apart = [np.sort(random.uniform(0, 20_000, 200)) for _ in range(80)]
    together = [apart[0]] * 80
    few, many = (measures.rms(electrode.electromyogram(apart[:n], times, potentials[:n], 20_000)[1]) for n in (20, 80))
    assert many / few == pytest.approx(2.0, rel=0.1)
    few, many = (measures.rms(electrode.electromyogram(together[:n], times, potentials[:n], 2000)[1]) for n in (20, 80))
    assert many / few == pytest.approx(4.0, rel=1e-6)


def test_a_stronger_drive_to_a_pool_gives_a_larger_electromyogram(spike):
    """Nearly in proportion to force, as in small muscles (Lawrence & De Luca 1983, from memory)."""
    pool, times = fuglevand.FuglevandParameters(), np.arange(0, 5001.0)
    seen = electrode.unit_potentials(*spike, sizes(), electrode.distances(120, 0, P), P)
    emg, force = [], []
    for excitation in (10.0, 20.0, 35.0, 57.0):
        trains = fuglevand.spike_trains(times, excitation, pool, 1)
        emg.append(measures.rms(electrode.electromyogram(trains, *seen, 5000.0)[1]))
        force.append(fuglevand.forces(trains, times, pool).sum(axis=0)[1000:].mean())
    assert (np.diff(emg) > 0).all() and (np.diff(force) > 0).all()
    assert np.corrcoef(emg, force)[0, 1] > 0.97


def test_slower_conduction_lowers_the_median_frequency(spike):
    found = []
    for speed in (4.0, 3.2):
        v = seen(spike, 10.0, P.varied({"velocity": speed, "velocity_spread": 0.075 * speed}))[1]
        found.append(measures.median_frequency(np.pad(v, 2000), 0.25))
    assert 40 <= found[1] < found[0] <= 150


def test_measures_of_a_sine_are_known():
    time = np.arange(0, 1000, 0.05)
    sine = 3.0 * np.sin(2 * np.pi * 0.08 * time)
    assert measures.rms(sine) == pytest.approx(3 / np.sqrt(2))
    assert measures.mean_rectified(sine) == pytest.approx(6 / np.pi, rel=1e-3)
    assert measures.median_frequency(sine, 0.05) == pytest.approx(80, abs=1)
    assert measures.envelope(sine, 0.05)[1000:-1000] == pytest.approx(3 / np.sqrt(2), rel=0.05)
