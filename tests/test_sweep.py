"""Sweeps: the same bits on every engine, after every interruption; what is wrong is said, and where."""

import json
import os
import pickle
import sys
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from multiprocessing import get_context
from types import SimpleNamespace

import numpy as np
import pytest
import scipy.stats

from simulator import (
    Change,
    Fibre,
    Load,
    ParameterError,
    ProtocolError,
    Pulse,
    Rest,
    SweepError,
    Train,
    simulate,
    sweep,
)
from simulator.measures.readings import READINGS, read
from simulator.models import shorten2007

FIBRE, PULSE = shorten2007.fast(), Pulse(2)
GRID = {"fibre.nu_SR": [0.5, 1.0, 2.0], "fibre.K_SR": [0.8, 1.2]}
MEASURES = ("peak_force", "calcium.peak", "spikes.count")


def small(**changes):
    """Return a sweep of six points over 20 ms."""
    given = dict(duration=20, grid=GRID, relative=True, measures=MEASURES, executor=None) | changes
    return sweep(FIBRE, PULSE, **given)


@pytest.fixture(scope="module")
def usual():
    return small()


def threads():
    return ThreadPoolExecutor(3)


def processes():
    return ProcessPoolExecutor(2, get_context("spawn"))


def loky_processes():
    return pytest.importorskip("loky").ProcessPoolExecutor(2)


class Dask:
    """The executor of a cluster of processes on this machine."""

    def __enter__(self):
        distributed = pytest.importorskip("distributed")
        self.cluster = distributed.LocalCluster(
            n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None, host="127.0.0.1"
        )
        self.client = distributed.Client(self.cluster)
        return self.client.get_executor()

    def __exit__(self, *_):
        self.client.close()
        self.cluster.close()


class Backwards:
    """An executor that runs the last task first, and has nothing but `submit`."""

    def __enter__(self):
        self.tasks = []
        return self

    def __exit__(self, *_):
        pass

    def submit(self, function, *arguments):
        from concurrent.futures import Future

        class Late(Future):
            pass

        future = Late()
        self.tasks.append((future, function, arguments))
        if len(self.tasks) == 6:
            for future_, function_, arguments_ in reversed(self.tasks):
                future_.set_result(function_(*arguments_))
        return future


@pytest.mark.parametrize("engine", [threads, processes, loky_processes, Dask, Backwards])
def test_the_engine_and_the_order_change_no_bit(engine, usual):
    with engine() as executor:
        assert small(executor=executor, chunk=1).identical(usual)


def test_a_point_is_what_simulate_gives(usual):
    model = FIBRE.scaled({"fibre.nu_SR": 2.0, "fibre.K_SR": 0.8})
    point = usual.sel({"fibre.nu_SR": 2.0, "fibre.K_SR": 0.8})
    alone = simulate(model, PULSE, duration=20)
    assert [float(point[name]) for name in MEASURES] == [read(name, alone) for name in MEASURES]


def test_dimensions_are_named_as_in_the_grid_and_everything_has_a_unit(usual):
    assert usual.peak_force.dims == tuple(GRID)
    assert usual.peak_force.attrs["units"] == "uM"
    assert usual["fibre.nu_SR"].attrs["units"] == "1"
    absolute = small(grid={"fibre.K_SR": [1.0]}, relative=False)
    assert absolute["fibre.K_SR"].attrs["units"] == FIBRE.fibre.K_SR.unit
    assert all({"units", "long_name"} <= set(v.attrs) for n, v in usual.variables.items() if n != "error")


def test_a_sweep_says_how_it_was_made(usual):
    kept = {name: json.loads(value) for name, value in usual.attrs.items()}
    assert kept["model"] == FIBRE.describe()
    assert kept["protocol"] == PULSE.describe()
    assert kept["sweep"]["axes"] == list(GRID)
    assert kept["run"]["duration"] == 20


def test_a_faster_pump_gives_a_weaker_twitch():
    found = sweep(Fibre.fast(), Pulse(2), duration=250, grid={"calcium.uptake_rate": [0.5, 1, 2]}, relative=True)
    assert (np.diff(found.peak_force) < 0).all()
    assert (np.diff(found["twitch.half_relaxation_time"]) < 0).all()


def test_temperature_conditions_and_drugs_can_be_axes():
    grid = {"temperature": [30, 37], "condition:slow reuptake": [0.0, 0.5], "drug:dantrolene": [0, 10]}
    fibre = Fibre.fast()
    found = sweep(fibre, Pulse(2), duration=60, grid=grid, measures=["peak_force"])
    model = fibre.with_condition("slow reuptake", 0.5).with_drug("dantrolene", 10).with_parameters({"temperature": 30})
    assert float(found.peak_force[0, 1, 1]) == float(simulate(model, Pulse(2), duration=60).force.max())
    assert found["drug:dantrolene"].attrs == {"units": "uM", "long_name": "concentration of dantrolene"}


def test_random_points_depend_on_their_seed_and_index_only():
    ranges = {"fibre.nu_SR": (0.5, 2.0), "fibre.K_SR": scipy.stats.lognorm(s=0.1)}
    few, many, other = (small(grid=None, sample=ranges, count=n, seed=s) for n, s in ((3, 1), (5, 1), (3, 2)))
    assert few.equals(many.isel(sample=slice(3)))
    assert not np.isin(other["fibre.nu_SR"], few["fibre.nu_SR"]).any()
    assert ((few["fibre.nu_SR"] >= 0.5) & (few["fibre.nu_SR"] <= 2.0)).all()


def test_samples_follow_their_distribution():
    from simulator.sweep.axes import sampled_axes

    (axis,) = sampled_axes(FIBRE, {"fibre.nu_SR": scipy.stats.norm(1.0, 0.1)}, 2000, 0, True)
    assert scipy.stats.kstest(axis.values, scipy.stats.norm(1.0, 0.1).cdf).pvalue > 0.01


def test_a_point_outside_its_range_is_nan_and_says_why():
    found = small(grid={"fibre.nu_SR": [1.0, 100.0]}, chunk=1)
    assert np.isfinite(found.peak_force[0])
    assert np.isnan(found.peak_force[1])
    assert found.error.values[0] == ""
    assert "nu_SR" in found.error.values[1]
    assert "outside" in found.error.values[1]


def test_a_point_that_the_solver_cannot_solve_is_nan_and_says_why(monkeypatch):
    from simulator.solver import solve as solver

    points = sys.modules["simulator.sweep.points"]
    usual = points.solve

    def failing(problem, *arguments, **settings):
        if problem.parameters[0][list(FIBRE.fibre.__dataclass_fields__).index("nu_SR")] > FIBRE.fibre.nu_SR:
            raise solver.SolverError("stuck", 1.0, "x", None)
        return usual(problem, *arguments, **settings)

    monkeypatch.setattr(points, "solve", failing)
    found = small()
    assert (found.error.values[:2] == "").all()
    assert (found.error.values[2] == "SolverError: stuck").all()
    assert found.peak_force.isnull().values[2].all()


def test_a_function_measures_and_its_mistakes_end_nothing():
    def top(results):
        """Largest potential."""
        return results.membrane_potential.max()

    def broken(results):
        return 1 / (results.sizes["spike"] - 1)

    found = small(measures={"top": top, "broken": broken})
    assert (found.top > 0).all()
    assert found.top.attrs["long_name"] == "Largest potential."
    assert found.broken.isnull().all()
    assert found.error.values[0, 0].startswith("broken: ZeroDivisionError")


def test_traces_are_kept_on_request(usual):
    found = small(traces=("force", "fibre.Ca_2"))
    assert found.force.dims == (*GRID, "time")
    assert found.force.attrs["units"] == "uM"
    assert (found.force.max("time") == usual.peak_force).all()
    at_first = dict(zip(FIBRE.system.state_fields, FIBRE.initial(), strict=True))
    assert (found["fibre.Ca_2"].isel(time=0) == at_first["fibre.Ca_2"]).all()


@pytest.mark.parametrize(
    ("model", "protocol", "there", "not_there"),
    [
        (FIBRE, PULSE, "twitch.contraction_time", "tetanus.fusion"),
        (FIBRE, Train(200, 3, start=1), "tetanus.fusion", "twitch.contraction_time"),
        (FIBRE, None, "peak_force", "relaxation.half_time"),
    ],
)
def test_the_usual_measures_are_those_that_the_protocol_has(model, protocol, there, not_there):
    found = sweep(model, protocol, duration=20, grid={"fibre.nu_SR": [1.0]}, relative=True)
    assert there in found
    assert not_there not in found


def test_readings_of_a_light_run_are_those_of_a_dataset():
    fibre, names = Fibre.fast(), list(READINGS)
    protocol = Train(100, 3, start=2) + Change(20, scale={"calcium.uptake_rate": 0.9})
    found = sweep(fibre, protocol, duration=60, grid={"temperature": [37.0]}, measures=names)
    alone = simulate(fibre, protocol, duration=60)
    for name in names:
        assert float(found[name][0]) == pytest.approx(read(name, alone), rel=1e-14, nan_ok=True), name


@pytest.mark.parametrize(
    ("changes", "error", "told"),
    [
        (dict(grid={"fibre.nu_RS": [1]}), ParameterError, "did you mean fibre.nu_SR"),
        (dict(grid={"fibre.nu_SR": [1, np.nan]}), ProtocolError, "nan is not a finite number"),
        (dict(grid={"fibre.nu_SR": []}), ProtocolError, "there is no value"),
        (dict(grid={"fibre.nu_SR": 1.0}), ProtocolError, "a sequence of numbers is needed"),
        (dict(grid={"fibre.nu_SR": "12"}), ProtocolError, "a sequence of numbers is needed"),
        (dict(grid={"fibre.nu_SR": ["a"]}), ProtocolError, "a sequence of numbers is needed"),
        (dict(grid={}), ProtocolError, "at least one entry"),
        (dict(grid=[1]), ProtocolError, "must be a dict"),
        (dict(grid=None), ProtocolError, "either a grid or a sample"),
        (dict(grid={"fibre.nu_SR": [100.0, 200.0]}), ParameterError, "outside 0 to"),
        (dict(grid={f"fibre.{n}": range(300) for n in ("nu_SR", "K_SR", "C_m")}), ProtocolError, "2.7e\\+07 points"),
        (dict(grid={"condition:slow reuptake": [0.1]}), ParameterError, "our own fibre only"),
        (dict(grid={"weather:rain": [0.1]}), ParameterError, "condition and drug"),
        (dict(grid={"drug:cafeine": [0.1]}), ParameterError, "did you mean caffeine"),
        (dict(grid=None, sample={"fibre.nu_SR": (2, 1)}, count=3), ProtocolError, "a distribution of SciPy"),
        (dict(grid=None, sample={"fibre.nu_SR": (1, 2)}), ProtocolError, "count = None"),
        (dict(grid=None, sample={"fibre.nu_SR": (1, 2)}, count=3, seed=-1), ProtocolError, "seed = -1"),
        (dict(measures=["peak_forc"]), ProtocolError, "did you mean peak_force"),
        (dict(measures="peak_force"), ProtocolError, "a sequence of names"),
        (dict(measures={"x": 1}), ProtocolError, "function of the results"),
        (dict(measures=[]), ProtocolError, "nothing is measured"),
        (dict(measures={"error": len}), ProtocolError, "error: the name is taken"),
        (dict(traces=["forces"]), ProtocolError, "did you mean force"),
        (dict(traces="force"), ProtocolError, "a sequence of names"),
        (dict(traces=["force"], grid={"fibre.nu_SR": [1.0] * 2_000_000}), ProtocolError, "more than 5e"),
        (dict(executor=2), ProtocolError, "executor = 2"),
        (dict(executor=SimpleNamespace(submit=1, get_executor=2)), ProtocolError, "client.get_executor"),
        (dict(chunk=0), ProtocolError, "chunk = 0"),
        (dict(duration=-1), ProtocolError, "duration = -1"),
        (dict(duration=1), ProtocolError, "events start at or after the end"),
    ],
)  # fmt: skip
def test_what_cannot_be_run_is_said_before_anything_is_run(changes, error, told, monkeypatch):
    monkeypatch.setattr(sys.modules["simulator.sweep.run"], "work", None)
    with pytest.raises(error, match=told):
        small(**changes)


def test_a_protocol_that_the_model_cannot_follow_is_said_before_anything_is_run():
    with pytest.raises(ProtocolError, match="no end that could be moved"):
        sweep(FIBRE, Load(0.3), duration=20, grid=GRID, relative=True)


def test_a_job_that_cannot_be_sent_to_processes_is_said_before_anything_is_run():
    with processes() as pool, pytest.raises(ProtocolError, match="cannot be sent to other processes"):
        small(measures={"x": lambda results: 1.0}, executor=pool)


def die(results):
    os._exit(3)


def test_a_worker_that_dies_is_an_error_that_tells_what_is_kept(tmp_path):
    with (
        processes() as pool,
        pytest.raises(SweepError, match="a worker died: stopped after 0 of 6 points; run it again"),
    ):
        small(measures={"x": die}, executor=pool, checkpoint=tmp_path / "points")


@pytest.mark.parametrize("value", [FIBRE, Fibre.slow().with_condition("slow reuptake", 0.5), Train(50, 3) + Change(5)])
def test_models_and_protocols_can_be_sent_to_other_processes(value):
    again = pickle.loads(pickle.dumps(value))
    assert again == value
    assert again.describe() == value.describe()


def test_progress_rises_to_one():
    told = []
    small(progress=told.append, chunk=2)
    assert told == sorted(told)
    assert told[-1] == 1.0
    assert len(told) == 3


def test_rest_is_a_protocol_of_a_sweep():
    found = sweep(FIBRE, Rest(), duration=5, grid={"fibre.nu_SR": [1.0, 1.1]}, measures=["final_potential"])
    assert np.isfinite(found.final_potential).all()
