"""Fits: what is found, how well it is said to be known, and what cannot be fitted."""

import math
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from functools import cache

import numpy as np
import pytest
import xarray
from scipy.stats import binom, t

from simulator import Fibre, Pulse, fit, measures, plots, simulate
from simulator.fit.data import Block, Measured
from simulator.fit.run import Trial
from simulator.fit.search import Search, certainty
from simulator.fit.space import Space, space_of
from simulator.models import shorten2007
from simulator.protocol import ProtocolError, Train
from simulator.solver.solve import Interrupted, SolverError

MOUSE = Fibre.fast(species="mouse")
UPTAKE, DETACHMENT = "calcium.uptake_rate", "crossbridge.detachment_rate"
TRUE = MOUSE.scaled({UPTAKE: 0.7, DETACHMENT: 1.3})
NOISE = {"force": 0.3, "calcium": 0.1}  # kPa, uM


@cache
def twitch(model=TRUE, step=1.0):
    return simulate(model, Pulse(), duration=70, interval=step, rtol=1e-8)


def noisy(seed, names=("force",), results=None):
    """Return curves of a twitch with noise."""
    results, random = results or twitch(), np.random.default_rng(seed)
    curves = {n: results[n].values + random.normal(0, NOISE[n], results.sizes["time"]) for n in names}
    return {"time": results.time.values} | curves


# ---- how well a fit knows what it says, on a curve that costs nothing


TIMES = np.linspace(0, 5, 30)


def decay(values):
    """Return two curves of an amplitude and a rate; nan beyond a rate of 8."""
    height, rate = values[:2]
    one = height * np.exp(-rate * TIMES)
    return np.concatenate([one, height * rate * np.sqrt(TIMES)]) if rate < 8 else np.full(60, np.nan)


def first(values):
    return decay(values)[:30]


def product(values):
    """Return a curve that only tells the product of two parameters."""
    return first((3.0, values[0] * values[1]))


def space(start, low, high, logarithmic=True):
    start, low, high = np.array(start, float), np.array(low, float), np.array(high, float)
    return Space(tuple(f"p{i}" for i in range(len(start))), ("1",) * len(start), start, low, high,
                 np.full(len(start), logarithmic))  # fmt: skip


def measured(values, errors, parts=(slice(0, 30),), scaled=False):
    blocks = tuple(Block(f"curve {i}", "1", np.arange(30), part, scaled) for i, part in enumerate(parts))
    return Measured("data", TIMES, values, np.broadcast_to(errors, values.shape).astype(float), blocks)


def search(trial, data, where, **more):
    return Search(trial, data, where, trial(where.start), more.pop("most_runs", 100_000), **more)


CASES = {  # the trial, its noise, what is known of it, its curves, and whether in arbitrary units
    "noise unknown": (first, 0.1, np.nan, (slice(0, 30),), False),
    "noise known": (first, 0.1, 0.1, (slice(0, 30),), False),
    "one dominates": (decay, np.repeat([0.02, 3.0], 30), np.nan, (slice(0, 30), slice(30, 60)), False),
    "two curves": (decay, np.repeat([0.1, 1.0], 30), np.nan, (slice(0, 30), slice(30, 60)), False),
}


@pytest.mark.parametrize("case", CASES)
def test_intervals_of_95_percent_hold_the_truth_in_95_percent_of_repetitions(case):
    trial, noise, told, parts, scaled = CASES[case]
    truth, where = np.array([2.0, 0.6]), space([1.0, 1.0], [0.05, 0.05], [20, 7])
    exact, repeats, inside, random = trial(truth), 200, 0, np.random.default_rng(3)
    for _ in range(repeats):
        found = search(trial, measured(exact + random.normal(0, noise, exact.shape), told, parts, scaled), where)
        point, _ = found.settle("least squares", 0)
        squares = np.nansum(found.residuals(trial(where.values(point))) ** 2)
        inflation = math.sqrt(max(1.0, squares / found.freedom))
        slopes = found.jacobian(point)
        errors, reach = certainty(slopes, where.at_bound(point), inflation).errors, t.ppf(0.975, found.certain(slopes))
        inside += np.sum(np.abs(point - where.coordinates(truth)) < reach * errors)
    low, high = binom.ppf([1e-4, 1 - 1e-4], 2 * repeats, 0.95) / (2 * repeats)
    assert low <= inside / (2 * repeats) <= high + (0.02 if case == "noise known" else 0)  # errors never shrink


def test_several_curves_weigh_by_their_own_noise():
    truth, where, random = np.array([2.0, 0.6]), space([1.0, 1.0], [0.05, 0.05], [20, 7]), np.random.default_rng(0)
    noise = np.repeat([0.05, 2.0], 30)
    data = measured(decay(truth) + random.normal(0, noise), np.nan, (slice(0, 30), slice(30, 60)))
    found = search(decay, data, where)
    found.settle("least squares", 0)
    assert found.deviations[[0, 30]] == pytest.approx([0.05, 2.0], rel=0.35)  # of 30 points: 13 % each


def test_a_pair_that_cannot_be_told_apart_is_named():
    where = space([1.0, 1.0], [0.1, 0.1], [10, 10])
    found = search(product, measured(first((3.0, 2.0)) + 0.01 * np.sin(40 * TIMES), np.nan), where)
    point, _ = found.settle("least squares", 0)
    known = certainty(found.jacobian(point), where.at_bound(point), 1.0)
    assert known.blurred == [(0, 1)]
    assert np.isinf(known.errors).all()
    assert np.prod(where.values(point)) == pytest.approx(2.0, rel=0.05)


def test_a_candidate_that_fails_is_a_large_miss_and_not_the_end():
    where = space([1.0, 7.9], [0.1, 0.1], [10, 20])  # the trial fails from 8 on
    found = search(first, measured(first((2.0, 0.6)), 0.01), where)
    point, _ = found.settle("differential evolution", 1)
    assert where.values(point) == pytest.approx([2.0, 0.6], rel=1e-4)
    assert np.isfinite(found.misses([where.coordinates([1.0, 9.0])])).all()


def test_evolution_finds_what_descent_misses():
    def wave(values):
        return np.sin(values[0] * TIMES)

    where = space([1.0], [0.2], [20.0])
    data = measured(wave([9.0]), 0.1)
    missed, _ = search(wave, data, where).settle("least squares", 0)
    found, _ = search(wave, data, where).settle("differential evolution", 0)
    assert where.values(found)[0] == pytest.approx(9.0, rel=1e-6)
    assert abs(where.values(missed)[0] - 9.0) > 1


@pytest.mark.parametrize("low", [-5.0, 0.0])
def test_what_may_be_negative_is_searched_in_parts_of_its_range(low):
    where = space([1.0], [low], [20.0], logarithmic=False)
    assert where.values(where.coordinates(np.array([3.0]))) == pytest.approx([3.0])
    found, _ = search(lambda v: v[0] * TIMES, measured(4.0 * TIMES, 0.1), where).settle("least squares", 0)
    assert where.values(found)[0] == pytest.approx(4.0)


# ---- on fibres


def test_a_twitch_gives_its_parameters_back_within_their_stated_errors():
    truth, inside, away = [float(TRUE.parameters()[p]) for p in (UPTAKE, DETACHMENT)], 0, []
    for seed in range(6):
        found = fit(MOUSE, Pulse(), noisy(seed, ("force", "calcium")), [UPTAKE, DETACHMENT])
        for true, path in zip(truth, (UPTAKE, DETACHMENT), strict=True):
            low, high = found.intervals[path]
            inside += low < true < high
            away.append((found.values[path][0] - true) / found.values[path][1])
        assert found.after == pytest.approx(1, abs=0.05)
        assert found.noise == pytest.approx(NOISE, rel=0.25)
    assert inside >= 9  # of 12; 8 or fewer come by chance once in 5000
    assert 0.3 < np.mean(np.square(away)) < 2.2  # 98 % of such means


def test_the_published_fibre_is_fitted_like_any_other():
    slow = shorten2007.fast().scaled({"fibre.nu_SR": 0.6})
    data = simulate(slow, Pulse(), duration=50, interval=1.0, rtol=1e-8)[["calcium"]]
    found = fit(shorten2007.fast(), Pulse(), data, ["fibre.nu_SR"], name="another program")
    assert found.values["fibre.nu_SR"][0] == pytest.approx(float(slow.fibre.nu_SR), rel=1e-4)
    assert found.model.fibre.nu_SR.source.startswith("fitted to another program, ± ")


def test_arbitrary_units_cost_nothing_but_a_factor():
    data = noisy(1, ("force",))
    data["force"] = 0.02 * data["force"]
    found = fit(MOUSE, Pulse(), data, [UPTAKE, DETACHMENT], scale="force")
    assert found.scale["force"] == pytest.approx(0.02, rel=0.05)
    for path in (UPTAKE, DETACHMENT):
        assert found.intervals[path][0] < float(TRUE.parameters()[path]) < found.intervals[path][1]


def test_gaps_are_left_out():
    data = noisy(2)
    whole = fit(MOUSE, Pulse(), {k: v[20:] for k, v in data.items()}, [UPTAKE])
    data["force"][:20] = np.nan
    assert fit(MOUSE, Pulse(), data, [UPTAKE]).values == whole.values


def test_the_temperature_is_fitted_too():
    data = noisy(0, results=twitch(Fibre.fast(species="mouse", temperature=22)))
    found = fit(MOUSE, Pulse(), data, ["temperature"])
    value, error = found.values["temperature"]
    assert abs(value - 22) < 4 * error < 1
    assert found.model.temperature == value


def test_bounds_are_kept_and_an_end_reached_is_told():
    start = float(MOUSE.calcium.uptake_rate)
    found = fit(MOUSE, Pulse(), noisy(0), [UPTAKE], bounds={UPTAKE: (0.95 * start, 2 * start)})
    assert found.at_bound == [UPTAKE]
    assert found.values[UPTAKE][0] == pytest.approx(0.95 * start, rel=2e-3)
    assert "ended at a bound" in str(found)
    assert "is not random" in str(found)  # it cannot follow the curve


def test_a_parameter_without_effect_is_told():
    path = "crossbridge.stroke_q10"  # no effect at the temperature it refers to
    found = fit(MOUSE, Pulse(), noisy(0), [UPTAKE, path])
    assert math.isinf(found.values[path][1])
    assert math.isfinite(found.values[UPTAKE][1])
    assert f"{path} has no effect on these data" in str(found)


def test_errors_that_are_given_are_believed_unless_the_misfit_is_larger():
    data = noisy(0)
    good = fit(MOUSE, Pulse(), data, [UPTAKE, DETACHMENT], errors={"force": 0.3})
    small = fit(MOUSE, Pulse(), data, [UPTAKE, DETACHMENT], errors={"force": 0.03})
    assert good.reduced_chi_square == pytest.approx(1, abs=0.5)
    assert small.reduced_chi_square == pytest.approx(100 * good.reduced_chi_square, rel=1e-3)
    assert "larger than the given errors allow" in str(small)
    assert small.values[UPTAKE][1] == pytest.approx(
        good.values[UPTAKE][1] * math.sqrt(min(1.0, good.reduced_chi_square)), rel=1e-2
    )


def test_targets_are_met():
    path = "crossbridge.stiffness"
    true = TRUE.scaled({path: 1.1})
    aim = measures.twitch(simulate(true, Pulse(), duration=120, interval=0.1))
    targets = {
        "twitch.contraction_time": {"value": aim.contraction_time, "error": 0.5},
        "twitch.half_relaxation_time": (aim.half_relaxation_time - 2, aim.half_relaxation_time + 2),
        measures.force_height: {"value": aim.peak, "error": 1.0},
    }
    found = fit(MOUSE, Pulse(), targets, [UPTAKE, DETACHMENT, path], duration=120)
    read = measures.twitch(simulate(found.model, Pulse(), duration=120, interval=0.1))
    assert read == pytest.approx(aim, rel=1e-3)
    names = ["twitch.contraction_time", "twitch.half_relaxation_time", "force_height"]
    assert list(found.comparison.target.values) == names
    assert found.comparison.error.values[1] == pytest.approx(4 / 3.92)
    assert plots.fit(found).axes


def test_evolution_of_the_same_seed_is_the_same_to_the_last_bit_on_any_executor():
    data = noisy(0)
    bounds = {UPTAKE: (0.5, 2.0)}

    def evolved(seed, executor=None):
        return fit(MOUSE, Pulse(), data, [UPTAKE], bounds=bounds, method="differential evolution", most_runs=60,
                   seed=seed, executor=executor).values  # fmt: skip

    with ThreadPoolExecutor(2) as threads:
        assert evolved(5) == evolved(5, threads)


def test_slopes_are_those_of_a_run_a_thousand_times_more_accurate():
    data = noisy(0, ("force", "calcium"))
    where = space_of(MOUSE, [UPTAKE, "temperature"])
    from simulator.fit.data import read

    found = read(data, MOUSE)
    usual, tight = (
        search(Trial(MOUSE, Pulse(), 70.0, where.paths, found, 0.1, rtol).measure, found, where).jacobian(np.zeros(2))
        for rtol in (1e-7, 1e-10)
    )
    assert np.abs(usual - tight).max() < 1e-5 * np.abs(tight).max()


def test_a_run_saved_at_the_measured_times_is_the_run_itself():
    times = np.array([0.0, 10.3, 11.07, 14.5, 33.3])
    some = simulate(TRUE, Pulse(), duration=70, interval=times, rtol=1e-8)
    fine = twitch(step=0.01)
    assert some.time.values == pytest.approx(times)
    for name in ("force", "calcium", "membrane_potential"):
        between = np.interp(times, fine.time, fine[name])
        assert some[name].values == pytest.approx(between, rel=1e-4, abs=1e-3)


# ---- what goes wrong


def broken(monkeypatch, wrong):
    """Let runs of which `wrong(uptake rate)` holds fail in the solver."""
    from simulator.fit import run

    def shaky(model, *args, **kwargs):
        if wrong(float(model.calcium.uptake_rate)):
            raise SolverError("the solver could not go on at 3 ms", 3.0, "calcium.free", None)
        return simulate(model, *args, **kwargs)

    monkeypatch.setattr(run, "simulate", shaky)


def test_the_solver_may_fail_on_the_way(monkeypatch):
    start, true = float(MOUSE.calcium.uptake_rate), float(TRUE.calcium.uptake_rate)
    broken(monkeypatch, lambda rate: not 0.99 * true < rate < 1.01 * start)
    data = noisy(0, results=twitch(MOUSE.scaled({UPTAKE: 0.7})))
    found = fit(MOUSE, Pulse(), data, [UPTAKE], most_runs=200)
    assert found.values[UPTAKE][0] == pytest.approx(true, rel=0.02)


def test_a_start_that_cannot_be_run_is_told(monkeypatch):
    broken(monkeypatch, lambda rate: True)
    with pytest.raises(SolverError, match="the start of the fit cannot be run: the solver could not go on at 3 ms"):
        fit(MOUSE, Pulse(), noisy(0), [UPTAKE])


def test_stopping_gives_the_best_so_far():
    calls = []

    def stop(part):
        calls.append(part)
        if len(calls) == 6:
            raise KeyboardInterrupt

    with pytest.raises(Interrupted) as caught:
        fit(MOUSE, Pulse(), noisy(0), [UPTAKE, DETACHMENT], progress=stop)
    best = caught.value.partial
    assert best.after == pytest.approx(1)
    assert best.before > 2
    assert math.isnan(best.values[UPTAKE][1])
    assert "stopped by the user" in str(best)
    assert simulate(best.model, Pulse(), duration=20).force.size


def test_a_search_that_is_cut_short_says_so():
    assert "NOT settled" in str(fit(MOUSE, Pulse(), noisy(0), [UPTAKE, DETACHMENT], most_runs=10))


def test_the_picture_has_a_panel_for_each_curve():
    data = xarray.Dataset({k: ("time", v) for k, v in noisy(0, ("force", "calcium")).items() if k != "time"},
                          {"time": twitch().time})  # fmt: skip
    found = fit(MOUSE, Train(50, 2), data, [UPTAKE], most_runs=10)
    assert len(plots.fit(found).axes) == 3


@pytest.mark.parametrize("first_import", ["import simulator.fit.space", "import simulator"])
def test_fit_is_the_function_whatever_was_imported_before(first_import):
    code = f"{first_import}\nfrom simulator import fit\nimport types; assert isinstance(fit, types.FunctionType)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("times", [[3.0, 2.0], [-1.0, 2.0], [2.0, 71.0], [2.0, math.nan]])
def test_times_to_save_must_rise_within_the_run(times):
    with pytest.raises(ProtocolError, match="times to save must rise, from 0 ms at least to 70 ms at most"):
        simulate(TRUE, Pulse(), duration=70, interval=times)
