"""The classical curves, and that what is known of them comes out."""

from functools import cache

import numpy as np
import pytest

from simulator import Fibre, ParameterError, ProtocolError, plots
from simulator.curves import CURVES, numbers_of
from simulator.models import shorten2007

FAST, SLOW = Fibre.fast(), Fibre.slow()
FEW = {"staircase": [1, 2, 3, 5, 10], "potentiation": [5, 30], "length-tension": np.linspace(1.3, 4.2, 12)}
found = cache(lambda kind, fibre: CURVES[kind](fibre, FEW.get(kind)))


@pytest.mark.parametrize("kind", CURVES)
def test_a_curve_is_labelled_finite_and_drawn(kind):
    curve = found(kind, FAST)
    assert len(curve.dims) == 1
    assert set(numbers_of(curve)) == set(CURVES[kind].numbers)
    for name, variable in curve.data_vars.items():
        assert variable.attrs["units"] and variable.attrs["long_name"], name
        assert np.isfinite(variable.values).mean() > 0.9, name
    figure = plots.curve({"fast": curve})
    assert figure.axes[0].get_xlabel() and figure.axes[0].get_ylabel()
    with pytest.raises(ValueError, match="of one kind"):
        plots.curve({"a": curve, "b": found("temperature" if kind != "temperature" else "force-pca", FAST)})


def test_strength_falls_with_duration_towards_the_rheobase():
    curve = found("strength-duration", FAST)
    assert (np.diff(curve.strength) < 0).all()
    assert float(curve.strength[-1]) == pytest.approx(float(curve.rheobase), rel=0.5)


def test_force_velocity_is_hills_hyperbola_and_slow_fibres_are_more_curved():
    """Targets 43, 47: Hill 1938."""
    fast, slow = (found("force-velocity", f) for f in (FAST, SLOW))
    assert float(fast.fit) > 0.99 and float(slow.fit) > 0.99
    assert 0.15 <= float(slow.curvature) <= 0.25 <= float(fast.curvature) <= 0.45
    assert float(fast.vmax) > 2 * float(slow.vmax)
    force = fast.force.values[np.argsort(fast.velocity.values)]
    assert (np.diff(force) < 0).all()
    assert 1.4 <= float(fast.lengthening_plateau) <= 1.8


def test_power_is_greatest_at_a_third_of_the_force():
    curve = found("force-velocity", FAST)
    shortening = curve.where(curve.velocity > 0, drop=True)
    best = float(shortening.force[int(shortening.power.values.argmax())])
    assert 0.2 <= best <= 0.45


def test_warmth_speeds_the_twitch():
    curve = found("temperature", FAST)
    assert (np.diff(curve.contraction_time) < 0).all()
    assert 1.8 <= float(curve.contraction_q10) <= 3.5


def test_t1_falls_in_proportion_and_t2_is_above_it_in_release():
    """Ford, Huxley & Simmons 1977."""
    curve = found("quick-release", FAST)
    release = curve.where(curve.step < 0, drop=True)
    assert (release.t2 > release.t1).all()
    assert (np.diff(curve.t1) > 0).all()


def test_slow_fibres_are_more_sensitive_to_calcium_and_fuse_at_lower_rates():
    pca, rate = (
        [float(found(k, f)[n]) for f in (FAST, SLOW)]
        for k, n in (("force-pca", "pca50"), ("force-frequency", "half_force_frequency"))
    )
    assert pca[1] > pca[0]
    assert rate[1] < rate[0]


def test_a_muscle_does_work_when_it_is_stimulated_as_shortening_begins_and_takes_it_up_when_late():
    """Josephson 1985."""
    from simulator.curves import work_loop

    early, late = (float(work_loop(FAST, phase=p).work) for p in (0.15, 0.6))
    assert early > 0 > late


def test_a_cold_fibre_shortens_and_redevelops_force_more_slowly_by_the_published_factor():
    """Targets 41 (2-6 and 10-25 per s at 15 degC) and 46 (1.8-3.5 for ten degrees)."""
    from simulator.curves import force_velocity, redevelopment

    for fibre, low, high in ((FAST, 10, 25), (SLOW, 2, 6)):
        cold = fibre.with_parameters({"temperature": 15.0})
        curve = force_velocity(cold)
        assert float(curve.fit) > 0.99
        q10 = (float(found("force-velocity", fibre).vmax) / float(curve.vmax)) ** (10 / 22)
        assert 1.8 <= q10 <= 3.5
        assert low <= float(redevelopment(cold).ktr) <= high


@pytest.mark.parametrize("fibre, ends", [(FAST, 4.24), (Fibre.fast(species="mouse"), 3.84)], ids=["man", "mouse"])
def test_active_force_ends_where_the_filaments_part(fibre, ends):
    """Target 42: Walker & Schrodt 1974; the mouse by its filaments."""
    from simulator.curves import length_tension

    curve = length_tension(fibre)
    assert float(curve.greatest_length) == pytest.approx(ends, abs=0.05)
    assert float(curve.active[-1]) < 0.01


@pytest.mark.parametrize(
    "make, error, words",
    [
        (lambda: CURVES["force-pca"](FAST, [6, 6, 5]), ProtocolError, "all rising or all falling"),
        (lambda: CURVES["force-pca"](FAST, [6, float("nan"), 5]), ProtocolError, "all rising or all falling"),
        (lambda: CURVES["temperature"](FAST, [30]), ProtocolError, "at least two"),
        (lambda: CURVES["temperature"](FAST, [30, 90]), ParameterError, "outside 0 to 42"),
        (lambda: CURVES["force-velocity"](FAST, [0.5, 1.5]), ProtocolError, "between 0 and 1"),
        (lambda: CURVES["length-tension"](shorten2007.fast()), ParameterError, "has none"),
    ],
)
def test_points_and_models_without_a_curve_are_refused_in_words(make, error, words):
    with pytest.raises(error, match=words):
        make()
