"""Whatever parameter is set within its declared range, the fibre runs, or fails as documented."""

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from simulator import Fibre, ParameterError, ProtocolError, Pulse, SolverError, Train, simulate
from simulator.conditions import CONDITIONS

FAST = Fibre.fast()
PATHS = sorted(FAST.parameters())
SLOWLY = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@given(st.sampled_from(PATHS), st.floats(0, 1))
@SLOWLY
def test_any_one_parameter_within_its_range_runs_or_fails_with_the_documented_error(path, place):
    known = FAST.parameters()[path]
    value = known.low + place * (known.high - known.low)
    fibre = FAST.with_parameters({path: value})
    try:
        results = simulate(fibre, Pulse(at=5), duration=25)
    except SolverError as error:
        assert error.state in str(error)
        return
    assert np.isfinite(results.force.values).all()


@given(st.floats(0, 42), st.sampled_from(["fast", "slow"]), st.sampled_from(["human", "mouse"]))
@settings(SLOWLY, max_examples=15)
def test_every_fibre_runs_at_every_temperature(temperature, kind, species):
    fibre = getattr(Fibre, kind)(species=species, temperature=temperature)
    assert np.isfinite(simulate(fibre, Pulse(), duration=30).force.values).all()


@given(st.sampled_from(sorted(CONDITIONS)), st.floats(0, 1))
@settings(SLOWLY, max_examples=15)
def test_every_condition_runs_at_every_severity(name, severity):
    results = simulate(FAST.with_condition(name, severity), Train(rate=50, count=3), duration=100)
    assert np.isfinite(results.force.values).all()


@pytest.mark.parametrize("name", CONDITIONS)
def test_severity_zero_is_health_to_the_last_bit(name):
    train = Train(rate=50, count=3)
    ill, healthy = (simulate(f, train, duration=100) for f in (FAST.with_condition(name, 0.0), FAST))
    assert (ill.force.values == healthy.force.values).all()


@pytest.mark.parametrize("name", CONDITIONS)
def test_severity_moves_a_number_all_the_way_without_turning_back(name):
    path = next(iter(CONDITIONS[name].scale | CONDITIONS[name].set))
    values = [float(FAST.with_condition(name, x).parameters()[path]) for x in np.linspace(0, 1, 7)]
    steps = np.diff(values)
    assert (steps > 0).all() or (steps < 0).all()


@pytest.mark.parametrize(
    "make, words",
    [
        (lambda: Fibre.fast(temperature=-3), "0 to 42"),
        (lambda: Fibre.fast(temperature=float("nan")), "0 to 42"),
        (lambda: Fibre.fast(species="frog"), "human, mouse"),
        (lambda: FAST.with_condition("myotonia"), "did you mean"),
        (lambda: FAST.with_condition("slow reuptake", 1.5), "0 (health) to 1"),
        (lambda: FAST.scaled({"membrane.chloride": 2}), "membrane.chloride_permeability"),
        (lambda: FAST.with_parameters({"calcium.uptake_rate": float("nan")}), "uptake_rate"),
        (lambda: FAST.with_parameters({"uptake_rate": 1.0}), "calcium.uptake_rate"),
    ],
)
def test_bad_input_is_one_error_that_says_what_is_allowed(make, words):
    with pytest.raises(ParameterError) as caught:
        make()
    assert words in str(caught.value)


@pytest.mark.parametrize(
    "settings",
    [
        dict(duration=-1),
        dict(duration=float("nan")),
        dict(duration=100, interval=0),
        dict(duration=100, rtol=2),
        dict(duration=100, solver="euler"),
        dict(duration=1e9, interval=1e-3),
    ],
)
def test_impossible_settings_are_refused(settings):
    with pytest.raises(ProtocolError):
        simulate(FAST, **settings)
