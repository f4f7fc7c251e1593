"""Length, load and movement: passive tissue, tendon, levers and weights. Corners: Walker & Schrodt 1974."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simulator import Cycle, Fibre, Load, ProtocolError, Pulse, Rest, Stretch, Train, measures, simulate
from simulator.models import shorten2007
from simulator.protocol import from_description
from simulator.stages import crossbridge, mechanics
from simulator.stages.mechanics import MechanicsParameters, MechanicsState

FAST, SLOW = Fibre.fast(), Fibre.slow()
P = MechanicsParameters().array().view(MechanicsParameters.dtype())[0]
TETANUS = Train(100, 35)


def at(**numbers):
    return MechanicsState(**numbers).array().view(MechanicsState.dtype())[0]


def held(run, length, fibre=FAST, duration=310.0):
    return run(fibre.with_parameters({"mechanics.set_length": length}), Train(100, 30), duration)


def tendon(ratio):
    return FAST.with_parameters({"mechanics.tendon_ratio": ratio})


@given(st.floats(-0.3, 0.3), st.floats(-0.3, 0.3))
@settings(deadline=None)
def test_tension_and_passive_force_never_fall_with_length(a, b):
    low, high = sorted((a, b))
    assert mechanics.tension(at(end=low), P) <= mechanics.tension(at(end=high), P)
    assert 0 <= mechanics.passive(at(stretch=low + 1), P) <= mechanics.passive(at(stretch=high + 1), P)


def test_the_series_elements_carry_their_stress_at_their_extension():
    for ratio in (0.0, 5.0):
        p = MechanicsParameters(tendon_ratio=ratio)
        longest = p.filament_extension + ratio * p.tendon_strain * p.optimal_length
        row = p.array().view(MechanicsParameters.dtype())[0]
        assert mechanics.tension(at(end=longest), row) == pytest.approx(p.stress, rel=1e-9)
        assert mechanics.tension(at(), row) == 0


def test_a_tendon_is_softer_at_first():
    row = MechanicsParameters(tendon_ratio=5.0).array().view(MechanicsParameters.dtype())[0]
    low, middle, high = (mechanics.tension(at(end=e), row) for e in (0.0, 0.3, 0.6))
    assert high - middle > 1.5 * (middle - low)


def test_at_rest_and_optimal_length_there_is_no_tension_but_that_of_a_few_heads():
    results = simulate(FAST, Rest(), duration=1)
    assert float(results.passive_force[0]) == 0
    assert 0 < float(results.total_force[0]) < 1
    assert float(results.length[0]) == pytest.approx(FAST.mechanics.optimal_length, rel=1e-4)


def test_force_at_rest_and_in_a_tetanus_is_in_balance_along_the_fibre(run):
    results = held(run, 3.4)
    total, parts = results.total_force, results.force + results.passive_force
    assert np.allclose(total, parts, rtol=1e-9, atol=1e-9)
    assert float(results.passive_force[0]) > 1


@pytest.mark.parametrize("length, share", [(1.7, 0.84), (2.725, 1.0), (3.5, 0.52), (4.3, 0.0)])
def test_active_force_follows_overlap(run, length, share):
    top = float(held(run, 2.725).force[-1])
    assert float(held(run, length).force[-1]) / top == pytest.approx(share, abs=0.04)


@pytest.mark.parametrize("load", [0.1, 0.3, 0.6])
def test_a_loaded_fibre_lifts_its_load_at_constant_force_and_the_slower_the_heavier(run, load):
    results = run(FAST, TETANUS + Load(load), 400.0)
    lifting = results.sel(time=slice(80, 110))
    assert np.allclose(lifting.total_force, load * FAST.command_units()["load"], rtol=0.02)
    heavier = run(FAST, TETANUS + Load(load + 0.2), 400.0)
    assert 0 < float(heavier.shortening_velocity.sel(time=90)) < float(results.shortening_velocity.sel(time=90))


def test_a_load_that_is_too_heavy_is_not_lifted_and_the_stop_holds_it(run):
    results = run(FAST, TETANUS + Load(1.3), 400.0)
    assert float(results["mechanics.end"].min()) > -1e-3
    assert float(results["mechanics.end"].max()) < 0.01
    assert float(results.force.max()) == pytest.approx(float(run(FAST, TETANUS, 400.0).force.max()), rel=0.02)


def test_work_on_the_load_is_force_times_distance(run):
    results = run(FAST, Train(100, 19) + Load(0.4), 200.0, 0.1)
    work = float(results.power.integrate("time")) / 1000  # mJ/cm^3
    moved = -float(results["mechanics.end"][-1] - results["mechanics.end"][0]) / FAST.mechanics.optimal_length
    assert work == pytest.approx(moved * 0.4 * FAST.command_units()["load"], rel=0.05)


def test_shortening_sets_free_more_energy_than_holding(run):
    """Fenn 1923: heat and work together."""
    still, moving = (run(FAST, Train(100, 33) + m, 340.0) for m in (Rest(), Load(0.3, start=310)))
    window = slice(315, 335)
    whole = [float((r.heat + r.power).sel(time=window).mean()) for r in (still, moving)]
    assert whole[1] > 1.5 * whole[0]


def test_a_quick_release_drops_force_at_once_and_most_comes_back_within_milliseconds(run):
    """Ford, Huxley & Simmons 1977: phases 1 and 2."""
    results = run(FAST, Train(100, 31) + Stretch(300, -0.003, lasting=0.2), 340.0, 0.02)
    before, first, second = (float(results.force.sel(time=t, method="nearest")) for t in (299.9, 300.22, 304))
    assert first < 0.7 * before
    assert first + 0.5 * (before - first) < second < before


def test_lengthening_raises_force_to_a_plateau_that_hardly_depends_on_velocity():
    """Target 47, slope less than in shortening."""
    from simulator.curves.movement import _lengthened

    slow, fast = (_lengthened(FAST, v) for v in (2.0, 6.0))
    assert 1.3 < slow < fast < 1.8
    assert fast - slow < 0.2


def test_a_tendon_delays_and_lowers_a_twitch_and_hardly_lowers_a_tetanus(run):
    bare, long = (measures.twitch(run(f, Pulse(), 600.0, 0.1)) for f in (FAST, tendon(3.0)))
    assert long.contraction_time > 1.2 * bare.contraction_time
    assert long.peak < 0.9 * bare.peak
    tetanus = [float(run(f, Train(100, 80), 810.0).force.max()) for f in (FAST, tendon(3.0))]
    assert tetanus[1] > 0.85 * tetanus[0]


def test_in_a_lift_there_is_a_longer_delay_the_heavier_the_load(run):
    begins = []
    for load in (0.1, 0.4, 0.7):
        results = run(FAST, Train(100, 19) + Load(load), 200.0, 0.1)
        begins.append(float(results.time[int(np.argmax(results["mechanics.end"].values < -1e-3))]))
    assert begins[0] < begins[1] < begins[2]


def test_a_hanging_weight_bounces_and_a_lever_does_not(run):
    weight = FAST.with_parameters({"mechanics.hanging": 1100.0})
    results = [
        run(f, Train(100, 33) + Load(0.4, start=310), 345.0, 0.05).sel(time=slice(312, 340)) for f in (FAST, weight)
    ]
    swing = [float(r.total_force.max() - r.total_force.min()) for r in results]
    assert swing[1] > 10 * swing[0]


def test_sinusoidal_movement_returns_to_where_it_began(run):
    results = run(FAST, Cycle(5, 0.05, 2, start=10), 420.0)
    assert float(results["mechanics.end"][-1]) == pytest.approx(0, abs=1e-6)
    assert float(results["mechanics.end"].max()) == pytest.approx(0.05 * FAST.mechanics.optimal_length, rel=0.01)


def test_movement_does_not_depend_on_how_often_it_is_saved_and_converges(run):
    protocol = Train(100, 20) + Stretch(150, -0.05, lasting=10)
    coarse, fine = (run(FAST, protocol, 220.0, step) for step in (1.0, 0.5))
    assert np.allclose(coarse.force, fine.force[::2])
    exact = run(FAST, protocol, 220.0, 1.0, 1e-8)
    errors = [float(abs(run(FAST, protocol, 220.0, 1.0, r).force - exact.force).max()) for r in (1e-3, 1e-5)]
    assert errors[1] < errors[0]
    assert errors[1] < 0.01 * float(exact.force.max())


def test_sliding_moves_every_attached_head_alike():
    """The force of a step of length is stiffness x step, whatever the state of the heads."""
    state = crossbridge.CrossbridgeState(activated=0.9, weak=0.1, strong=0.2, strong_moment=1.6).array()
    s = state.view(crossbridge.CrossbridgeState.dtype())[0]
    p = FAST.crossbridge.array().view(crossbridge.CrossbridgeParameters.dtype())[0]
    rise = crossbridge.force(s, 0.3, 2.7, p) - crossbridge.force(s, 0.0, 2.7, p)
    assert rise == pytest.approx(0.3 * crossbridge.stiffness(s, 2.7, p))


@pytest.mark.parametrize(
    "make, words",
    [
        (lambda: Stretch(10, 0.9, lasting=5), "allowed is -0.6 to 0.6"),
        (lambda: Stretch(-1, 0.1, lasting=5), "time of a stretch"),
        (lambda: Stretch(1, float("nan"), lasting=5), "stretch = nan"),
        (lambda: Load(-0.1), "allowed is 0 to 3"),
        (lambda: Load(0.5, start=50, end=20), "must be later"),
        (lambda: Cycle(0, 0.1), "rate = 0 Hz"),
        (lambda: simulate(FAST, Stretch(10, 0.1, lasting=20) + Load(0.5, start=20), duration=50), "moves overlap"),
        (lambda: simulate(shorten2007.fast(), Load(0.5), duration=20), "no end that could be moved"),
        (lambda: simulate(FAST, Stretch(100, 0.1, lasting=20), duration=50), "start at or after the end"),
    ],
)
def test_bad_movements_are_refused_in_words(make, words):
    with pytest.raises(ProtocolError, match=words):
        make()


def test_a_protocol_of_movements_is_told_and_made_again():
    protocol = Train(50, 3) + Stretch(20, 0.05, lasting=10) + Load(0.4, start=40)
    assert from_description(protocol.describe()) == protocol
    assert "moves" not in Pulse().describe()


@pytest.mark.parametrize("species", ["human", "mouse"])
def test_lengths_of_passive_tissue_and_of_overlap_refer_to_one_optimum(species):
    fibre = Fibre.fast(species=species)
    row = fibre.crossbridge.array().view(crossbridge.CrossbridgeParameters.dtype())[0]
    assert float(fibre.mechanics.optimal_length) == pytest.approx(crossbridge.optimal_length(row))
    assert fibre.mechanics.set_length == fibre.mechanics.optimal_length
