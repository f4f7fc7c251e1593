"""Moments, lengths and forces of the trunk about L5/S1."""

import math

import numpy as np
import pytest

from simulator import Back, ParameterError, simulate, tasks
from simulator.measures import back as measured
from simulator.stages import trunk
from simulator.stages.anatomy import MUSCLES, NEIGHBOURS, OTHERS
from simulator.stages.trunk import TrunkParameters


def record(parameters):
    """Return parameters as kernels read them."""
    return parameters.array().view(type(parameters).dtype())[0]


P = record(TrunkParameters())
PAIRS = (trunk.ERECTOR_SPINAE, trunk.MULTIFIDUS, trunk.OBLIQUE, trunk.RECTUS_ABDOMINIS)
ERECTOR_SPINAE, MULTIFIDUS, OBLIQUE, RECTUS_ABDOMINIS = (record(pair) for pair in PAIRS)
BACK = Back()


def lifted(run, *args, back=BACK, **more):
    """Return a run of a lift."""
    protocol = tasks.lift(*args, **more)
    return run(back, protocol, tasks.lasting(protocol), 10.0)


@pytest.mark.parametrize("angle", np.linspace(-1.5, 2.5, 17))
def test_the_series_of_the_sine_is_the_sine(angle):
    assert trunk.sine(angle) == pytest.approx(math.sin(angle), abs=3e-4)
    if abs(angle) < 1.5:
        assert trunk.cosine(angle) == pytest.approx(math.cos(angle), abs=1e-4)


def test_the_weight_of_the_trunk_bends_it_as_a_lever_does():
    """A horizontal trunk: 29.4 kg at 0.30 m, arms of 7.4 kg at 0.42 m, by hand."""
    expected = 9.81 * (29.4 * 0.30 + 7.4 * 0.42)
    assert trunk.bending(math.pi / 2, 0.0, 0.0, 0.0, 0.0, 0.0, P) == pytest.approx(expected, rel=1e-3)
    loaded = trunk.bending(math.pi / 2, 0.0, 20.0, 0.0, 0.0, 0.0, P)
    assert loaded - expected == pytest.approx(9.81 * 20 * 0.42, rel=0.01)


def test_a_push_straightens_the_trunk_and_a_pull_bends_it():
    still, pushed, pulled = (trunk.bending(0.0, 0.0, 0.0, f, 0.0, 0.25, P) for f in (0.0, 200.0, -200.0))
    assert still - pushed == pytest.approx(50.0) == pytest.approx(pulled - still)


def test_curves_of_force_are_the_published_ones():
    """De Groote et al. 2016: 1 at the optimum, isometric, and at 1.6 of it passive; others computed from the paper."""
    assert [trunk.overlap(x) for x in (0.7, 1.0, 1.4)] == pytest.approx([0.68, 1.0, 0.38], abs=0.01)
    assert [trunk.yielding(v) for v in (-1.0, -0.25, 0.0, 0.2)] == pytest.approx([0.0, 0.471, 1.0, 1.347], abs=0.01)
    assert trunk.passive(1.6) == pytest.approx(1.0) and trunk.passive(0.8) < 0.01


def test_flexion_lengthens_extensors_and_shortens_flexors():
    for strap, sign in ((ERECTOR_SPINAE, 1), (MULTIFIDUS, 1), (OBLIQUE, -1), (RECTUS_ABDOMINIS, -1)):
        upright, bent = (trunk.strap_length(angle, 0.0, 1.0, strap, 0.3) for angle in (0.0, 0.8))
        assert sign * (bent - upright) > 0


def test_turning_to_the_right_lengthens_the_left_erector_and_the_right_oblique():
    for strap, longer in ((ERECTOR_SPINAE, 1.0), (OBLIQUE, -1.0)):
        ways = {side: trunk.strap_length(0.0, 0.5, side, strap, 0.3) - strap.neutral for side in (1.0, -1.0)}
        assert ways[longer] > 0 > ways[-longer]


def test_men_extend_with_as_much_as_measured():
    """250-400 N m (from memory), both sides at their optimal length."""
    strength = sum(2e-3 * s.force * s.arm for s in (ERECTOR_SPINAE, MULTIFIDUS))
    assert 250 <= strength <= 400


def test_every_muscle_has_neighbours_and_the_rest_are_others():
    for muscle in MUSCLES:
        assert len(NEIGHBOURS[muscle]) in (2, 3)
        assert {muscle, *NEIGHBOURS[muscle], *OTHERS[muscle]} == set(MUSCLES)
        assert all(muscle in NEIGHBOURS[other] for other in NEIGHBOURS[muscle])


def test_a_20_kg_lift_loads_l5s1_as_published(run):
    """150-250 N m: Kingma et al. 2004 and Lavender et al. 2003 (both from memory)."""
    assert 150 <= measured.bearing(lifted(run, 20)).moment <= 250
    assert 150 <= measured.bearing(lifted(run, 20, style="straight")).moment <= 250


def test_a_straight_back_does_not_spare_the_joint_much(run):
    """van Dieen et al. 1999, Clin Biomech 14:685: no case for either; Hwang et al. 2009: no difference."""
    bent, straight = (measured.bearing(lifted(run, 15, style=style)).moment for style in ("bent", "straight"))
    assert straight == pytest.approx(bent, rel=0.25)


def test_the_moment_rises_with_load_and_speed(run):
    """Lavender et al. 2003, Int J Ind Ergon 31:51 (load, speed); Bush-Joseph et al. 1988, Ergonomics 31:211 (speed)."""
    loads = [measured.bearing(lifted(run, mass)).moment for mass in (5, 10, 20, 30)]
    assert (np.diff(loads) > 10).all()
    paces = [measured.bearing(lifted(run, 15, pace=pace)).moment for pace in (400.0, 250.0, 180.0)]
    assert (np.diff(paces) > 5).all()


def test_muscles_fall_nearly_silent_in_full_flexion(run):
    """Flexion relaxation: Schultz et al. 1985, J Orthop Res 3:189; a load brings activity back."""
    results = run(BACK, tasks.bend(62.0, hold=3000.0), 8000.0, 10.0)
    active = results["left_erector_spinae.activation"].sel(time=slice(4200, 5000)).mean()
    half = run(BACK, tasks.bend(31.0, hold=3000.0), 8000.0, 10.0)["left_erector_spinae.activation"]
    assert float(active) < 0.75 * float(half.sel(time=slice(4200, 5000)).mean())
    passive = results.ligament_moment.sel(time=slice(4200, 5000)).mean()
    assert float(passive) > 0.6 * float(results.moment.sel(time=slice(4200, 5000)).mean())


def test_a_push_is_borne_by_the_abdomen_and_a_pull_by_the_back(run):
    pushed, pulled = (run(BACK, task, 4000.0, 10.0) for task in (tasks.push(200), tasks.pull(200)))
    during = {"time": slice(1500, 2400)}
    for results, more, less in ((pushed, "rectus_abdominis", "multifidus"), (pulled, "multifidus", "rectus_abdominis")):
        active = {pair: float(results[f"left_{pair}.activation"].sel(during).mean()) for pair in (more, less)}
        assert active[more] > 1.5 * active[less]


def test_a_load_at_the_right_is_held_by_the_left(run):
    results = lifted(run, 20, twist=30.0)
    held = results.sel(time=slice(2600, 2780))
    assert float(held.left_erector_spinae_force.mean()) > float(held.right_erector_spinae_force.mean())
    assert float(held.left_oblique_force.mean()) > 2 * float(held.right_oblique_force.mean())


def test_a_back_stands_still_at_rest(run):
    results = run(BACK, tasks.Rest(), 3.6e6, 6e4)
    assert np.ptp(results.lumbar_flexion.values) < 0.05  # rest is looked for without persistent drive
    assert abs(float(results.lumbar_flexion[0])) < 5
    assert float(results["left_erector_spinae.activation"].max()) < 0.1


def test_two_solvers_agree_on_a_lift(run):
    protocol = tasks.lift(20, twist=20.0, lower=False)
    ours, scipy = (run(BACK, protocol, 5000.0, 10.0, 1e-7, solver) for solver in ("rosenbrock", "scipy"))
    assert ours.moment.values == pytest.approx(scipy.moment.values, abs=0.05)


def test_what_cannot_be_is_refused():
    with pytest.raises(ParameterError, match="did you mean"):
        BACK.with_parameters({"posture.flexon": 3.0})
    with pytest.raises(ParameterError):
        BACK.with_condition("hyperkalaemia")
    with pytest.raises(ParameterError, match="no drug 'x'; none acts on a back$"):
        BACK.with_drug("x", 1)
    with pytest.raises(tasks.ProtocolError):
        tasks.lift(200)


@pytest.mark.parametrize(
    ("task", "words"),
    [
        (lambda: tasks.lift(float("nan")), "mass = nan kg: allowed is 0 to 100 kg"),
        (lambda: tasks.lift(20, style="bentt"), "style = 'bentt' is no way to lift; did you mean bent"),
        (lambda: tasks.sit(-1), "hours = -1 h: allowed is 0 to 24 h"),
        (lambda: tasks.sit(breaks=-1), "breaks = -1: allowed is a whole number from 0 to 100"),
        (lambda: tasks.sit(days=1.5), "days = 1.5: allowed is a whole number from 1 to 1000"),
        (lambda: tasks.sit(days=-1), "days = -1"),
    ],
)
def test_a_task_that_nobody_can_do_is_told(task, words):
    with pytest.raises(tasks.ProtocolError, match=words):
        task()


def test_a_task_that_is_not_a_number_is_told_when_it_is_run():
    for task in (tasks.lift(20, float("nan")), tasks.push(float("nan")), tasks.bend(float("nan"))):
        with pytest.raises(ParameterError, match="change at 500 ms: .*= nan is outside"):
            simulate(BACK, task, duration=10_000.0)
