"""A whole muscle: units that step alone, and what they do together."""

import json

import numpy as np
import pytest

from simulator import (
    Change,
    Drive,
    Fibre,
    FitError,
    Load,
    Muscle,
    ParameterError,
    ProtocolError,
    Pulse,
    Stretch,
    Train,
    fit,
    simulate,
    sweep,
)
from simulator.measures import muscle as read
from simulator.simulate.muscle import exchanges
from simulator.solver.solve import Interrupted
from simulator.stages import pool

SMALL = Muscle.of("hand", units=10)
HALF = Drive(0.4, start=20)


@pytest.fixture(scope="module")
def graded():
    """Runs at three levels of drive."""
    return [simulate(SMALL, Drive(level), duration=900, interval=4) for level in (0.05, 0.3, 1.0)]


@pytest.fixture(scope="module")
def shocked():
    """Runs with one pulse through the nerve, from weak to supramaximal (mA)."""
    soleus = Muscle.soleus(units=16)
    return [simulate(soleus, Pulse(at=20, strength=mA), duration=120) for mA in (3.0, 12.0, 18.0, 100.0)]


def same(a, b):
    """Return whether two runs are the same to the last bit."""
    return all(np.array_equal(a[name].values, b[name].values, equal_nan=True) for name in a.variables)


def test_the_same_seed_gives_the_same_bits_on_any_number_of_threads():
    one, two, three = (simulate(SMALL, HALF, duration=200, threads=n) for n in (1, 2, 3))
    assert same(one, two)
    assert same(one, three)
    assert not same(one, simulate(SMALL, HALF, duration=200, seed=1))


def test_half_the_step_between_exchanges_changes_force_by_less_than_half_a_per_cent():
    coarse, fine = (simulate(SMALL, HALF, duration=300, step=h, interval=2) for h in (2.0, 1.0))
    assert float(coarse.relative_force.max()) > 0.1
    assert abs(coarse.relative_force - fine.relative_force).max() < 0.005


def test_a_muscle_left_alone_is_silent_and_stays_as_it_is():
    r = simulate(SMALL, duration=3000, interval=100)
    assert r.motoneuron_spike_time.size == r.impulse_time.size == r.spike_time.size == 0
    assert np.ptp(r.force.values) < 1e-6 * float(SMALL.tendon.maximal_force)
    assert not r.emg.any()


def test_more_drive_means_more_units_at_higher_rates_larger_emg_and_more_force(graded):
    told = [read.units(r, 300) for r in graded]
    assert told[0].count < told[1].count <= told[2].count == 10
    rates = [read.unit_rates(r, 300)[0] for r in graded]  # of the smallest unit
    assert rates == sorted(rates)
    for values in ([float((r.emg[r.emg_time > 300] ** 2).mean()) for r in graded], [r.force[-1] for r in graded]):
        assert values[0] < values[1] < values[2]


def test_the_mean_of_the_rates_of_units_is_the_rate_that_is_told_of_them_all(graded):
    for r in graded:
        assert read.mean_rates(r, 300).mean() == pytest.approx(read.units(r, 300).rate)


def test_small_units_are_recruited_before_large_ones(graded):
    for r in graded:
        firing = np.unique(r.spike_unit)
        assert (firing == np.arange(len(firing))).all()


def test_in_health_each_spike_of_a_motoneuron_is_one_impulse_and_one_action_potential(graded):
    for r in graded:
        for unit in range(10):
            sent, came, fired = (
                r[f"{name}_time"].values[r[f"{name}_unit"] == unit] for name in ("motoneuron_spike", "impulse", "spike")
            )
            came, fired = (times[times < 880] for times in (came, fired))
            way = float(SMALL.nerve.proximal + SMALL.nerve.distal) / SMALL.axons[unit].velocity()
            assert came - sent[: len(came)] == pytest.approx(way, abs=1.0)  # and the upstroke of a node
            assert ((fired[: len(came)] - came[: len(fired)] > 0.3) & (fired - came[: len(fired)] < 3.0)).all()


def test_units_share_all_force_by_their_size():
    shares = pool.shares(SMALL.ranks, SMALL.pool)
    assert shares.sum() == pytest.approx(1.0)
    assert shares[-1] / shares[0] == pytest.approx(float(SMALL.pool.force_range))


def test_fascicles_and_tendon_balance_the_better_the_shorter_the_step():
    p, lag = SMALL.tendon, {}
    for step in (2.0, 0.5):
        r = simulate(SMALL, Pulse(at=20, strength=100), duration=100, step=step)
        length = float(p.fascicle) * r.length
        width = float(p.fascicle) * np.sin(np.radians(float(p.angle)))
        along = r.unit_force.sum("unit") * np.sqrt(length**2 - width**2) / length
        assert float(along.max()) > 10.0
        lag[step] = float(abs(along - r.force).max()) / float(p.maximal_force)
    assert lag[2.0] < 0.01
    assert lag[0.5] < 0.3 * lag[2.0]


def test_the_m_wave_grows_and_the_h_reflex_comes_and_goes(shocked):
    m = [read.wave(r, 20.0).height for r in shocked]
    h = [read.wave(r, 20.0, read.H_WAVE).height for r in shocked]
    assert m[0] == 0.0
    assert m[1] < m[2] < m[3]
    assert h[1] > 0.1 * m[3]
    assert h[3] < 0.5 * max(h)
    assert len(np.unique(shocked[3].spike_unit)) == 16


def test_impulses_that_meet_go_out(shocked):
    """What a supramaximal pulse sends up meets the reflex on its way down (Hoffmann)."""
    assert shocked[3].motoneuron_spike_time.size == 16  # all of them fired from below
    assert (np.bincount(shocked[3].impulse_unit) == 1).all()


def test_cold_slows_the_nerve():
    warm, cold = (
        simulate(Muscle.soleus(units=4, temperature=t), Pulse(at=20, strength=100), duration=60) for t in (37.0, 30.0)
    )
    assert cold.impulse_time[0] > warm.impulse_time[0] + 0.5


@pytest.mark.parametrize(("drug", "amount"), [("lidocaine", 3000.0), ("curare", 30.0)])
def test_nerve_block_and_curare_silence_the_muscle(drug, amount):
    r = simulate(SMALL, Drive(0.5) + Change(300, drugs={drug: amount}), duration=900, interval=4)
    assert r.motoneuron_spike_time[-1] > 800
    assert r.spike_time[-1] < 400
    assert float(r.relative_force[-1]) < 0.1 * float(r.relative_force.max())


def test_severity_zero_is_health_to_the_last_bit():
    healthy, not_ill = (
        simulate(m, Pulse(at=20, strength=100), duration=60)
        for m in (SMALL, SMALL.with_condition("myasthenia gravis", 0.0).with_condition("hypocalcaemia", 0.0))
    )
    assert same(healthy, not_ill)


def test_a_free_end_under_a_load_comes_to_rest_where_the_tendon_carries_it():
    weight = SMALL.with_parameters({"tendon.mass": 1.0, "tendon.damping": 2.0})
    r = simulate(weight, Train(60, 45, strength=100) + Load(0.2, start=300), duration=800)
    assert float(r.relative_force[-1]) == pytest.approx(0.2, abs=0.01)
    assert float(r.length[-1]) < float(r.length[100])


def test_a_stretch_moves_the_end_by_what_it_says_and_excites_spindles():
    r = simulate(SMALL, Stretch(50, 0.1, lasting=100), duration=300)
    assert float(r.end[-1]) == pytest.approx(0.1 * float(SMALL.tendon.fascicle), rel=1e-9)
    assert float(r.primary.max()) > 2 * float(r.primary[10])
    assert float(r.length[-1]) > 1.05


def test_numbers_change_in_every_unit_and_each_unit_scales_its_own():
    set_, scaled = SMALL.with_parameters({"junction.receptors": 0.5}), SMALL.scaled({"motoneuron.leak_conductance": 2})
    assert {f.junction.receptors for f in set_.fibres} == {0.5}
    before, after = ([m.motoneuron.leak_conductance for m in x.motoneurons] for x in (SMALL, scaled))
    assert after == pytest.approx([2 * x for x in before])
    assert len(set(before)) == 10
    assert SMALL.scaled({"temperature": 0.9}).axons[3].temperature == pytest.approx(33.3)
    assert SMALL.with_parameters({"tendon.slack": 70.0}).tendon.slack == 70.0


def test_one_condition_acts_wherever_it_belongs():
    ill = SMALL.with_condition("hypocalcaemia")
    assert ill.axon.bath_calcium == ill.membrane.bath_calcium == pytest.approx(0.6)
    assert ill.conditions == (("hypocalcaemia", 1.0),)


def test_a_muscle_tells_how_it_was_made_and_what_was_done_to_it():
    ill = SMALL.with_condition("botulism", 0.5).scaled({"pool.full_drive": 0.9})
    told = json.loads(json.dumps(ill.describe()))
    again = Muscle.of(**told["make"])
    for verb, arguments in told["history"]:
        again = getattr(again, verb)(*arguments) if isinstance(arguments, list) else getattr(again, verb)(arguments)
    assert again == ill


@pytest.mark.parametrize(
    ("wrong", "error", "message"),
    [
        (lambda: Muscle.of("solues"), ParameterError, "did you mean soleus"),
        (lambda: Muscle.soleus(units=0), ParameterError, "units = 0"),
        (lambda: Muscle.soleus(units=2.5), ParameterError, "whole number"),
        (lambda: Muscle.soleus(units=2, temperature=60.0), ParameterError, "temperature"),
        (lambda: SMALL.with_condition("myotonia congenital"), ParameterError, "did you mean myotonia congenita"),
        (lambda: SMALL.with_parameters({"membrane.chlorid": 1}), ParameterError, "no parameter"),
        (lambda: SMALL.with_parameters({"tendon.slack": -1.0}), ParameterError, "outside"),
        (lambda: simulate(SMALL, duration=-1), ProtocolError, "duration"),
        (lambda: simulate(SMALL, duration=float("nan")), ProtocolError, "duration"),
        (lambda: simulate(SMALL, duration=10, step=50), ProtocolError, "step"),
        (lambda: simulate(SMALL, duration=10, seed=-1), ProtocolError, "seed"),
        (lambda: simulate(SMALL, duration=10, threads=0), ProtocolError, "threads"),
        (lambda: simulate(SMALL, duration=10, interval=[1.0, 2.0]), ProtocolError, "even times"),
        (lambda: simulate(SMALL, duration=1e8), ProtocolError, "duration"),
        (lambda: simulate(SMALL, duration=5e6), ProtocolError, "choose an interval of at least"),
        (lambda: simulate(Fibre.fast(), Drive(0.5), duration=100), ProtocolError, "drop Drive"),
        (lambda: Drive(1.5), ProtocolError, "0 to 1"),
        (lambda: Drive(0.5, start=100, end=110), ProtocolError, "too short"),
        (lambda: Drive([(10, 0.1), (5, 0.2)]), ProtocolError, "must rise"),
        (lambda: simulate(SMALL, Drive(0.5, start=500), duration=100), ProtocolError, "end of the run"),
    ],
)
def test_what_cannot_be_done_is_told_in_one_sentence(wrong, error, message):
    with pytest.raises(error, match=message):
        wrong()


def test_a_stopped_run_keeps_what_it_has():
    def stop(fraction):
        if fraction > 0.4:
            raise KeyboardInterrupt

    with pytest.raises(Interrupted) as caught:
        simulate(SMALL, HALF, duration=400, progress=stop)
    partial = caught.value.partial
    assert 150 < float(partial.time[-1]) < 400
    assert partial.force.size == partial.time.size


def test_sweeps_and_fits_say_that_they_take_single_systems():
    with pytest.raises(ProtocolError, match="vary its numbers in a loop"):
        sweep(SMALL, Drive(0.3), duration=200, grid={"reflex.primary_gain": [0.1, 0.3]})
    with pytest.raises(FitError, match="many systems"):
        fit(SMALL, Drive(0.3), {"time": [0, 10, 20, 100], "force": [0, 1, 2, 3]}, ["reflex.primary_gain"])


def test_an_exchange_next_to_a_change_is_at_the_change():
    """0.7 x 3 is not 2.1 to the last bit: no step may be the difference."""
    grid = exchanges(Change(2.1, set={"tendon.mass": 3.0}), 10.0, 0.7)
    assert 2.1 in grid
    assert np.diff(grid).min() > 0.05


def test_the_electromyogram_before_a_change_is_not_changed_by_it():
    drive = Drive(0.6)
    alone, blocked = (
        simulate(SMALL, drive + extra, duration=400, interval=4)
        for extra in (Change(300, drugs={"tetrodotoxin": 0.0}), Change(300, drugs={"tetrodotoxin": 5.0}))
    )
    before = alone.emg_time.values < 250  # a potential lasts up to 50 ms
    assert np.abs(alone.emg.values[before]).max() > 0.1
    assert blocked.emg.values[before] == pytest.approx(alone.emg.values[before], abs=1e-9)


def test_a_load_that_changes_its_mass_swings_otherwise_and_what_is_built_in_cannot_change():
    held = Load(0.02, start=0)
    light, heavy = (simulate(SMALL, held + Change(50, set={"tendon.mass": mass}), duration=200) for mass in (2.0, 10.0))
    assert abs(light.end[-1] - heavy.end[-1]) > 0.01
    with pytest.raises(ProtocolError, match="mechanics.set_length cannot change"):
        simulate(SMALL, Change(50, scale={"mechanics.set_length": 0.9}), duration=100)


def test_cold_delays_the_reflex_in_nerve_and_cord():
    warm, cold = (
        read.wave(simulate(Muscle.soleus(units=8, temperature=t), Pulse(at=20, strength=10), duration=120), 20.0,
                  read.H_WAVE).latency
        for t in (37.0, 32.0)
    )  # fmt: skip
    assert cold > 1.1 * warm  # both ways are 4.6 % slower for each degree


def test_a_muscle_has_no_other_solver():
    with pytest.raises(ProtocolError, match="rosenbrock"):
        simulate(SMALL, duration=10, solver="scipy")


def test_an_impulse_that_a_pulse_evokes_has_not_arisen_by_itself(shocked):
    """Not even where it meets one that a motoneuron has sent."""
    assert (shocked[3].impulse_sent == 2).all()
    busy = simulate(SMALL, Drive(0.6) + Train(10, 6, start=100, strength=100), duration=700)
    assert {0, 1, 2} - set(busy.impulse_sent.values) == {0}
    assert [read.ectopic(r) for r in (*shocked, busy)] == [0, 0, 0, 0, 0]
    low = simulate(SMALL.with_condition("hypocalcaemia"), Train(3, 2, strength=100), duration=700)
    assert read.ectopic(low) > 0


def test_a_decrement_needs_four_pulses_and_a_last_wave_one():
    hand = Muscle.of("hand", units=2)
    once, none = simulate(hand, Pulse(20, strength=60), duration=60), simulate(hand, Drive(0.0), duration=60)
    assert np.isnan([read.decrement(once), read.decrement(none), read.last_m_wave(none)]).all()
    assert read.last_m_wave(once) == 1.0
