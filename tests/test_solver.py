"""The solver on problems whose answers are known."""

from math import exp, log, sqrt

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.linalg import expm

from simulator.kernel import kernel, select
from simulator.models import shorten2007
from simulator.models.fibre import Fibre
from simulator.simulate.system import program_of
from simulator.solver import solve as driver
from simulator.solver.elimination import elimination
from simulator.solver.expression import BranchError
from simulator.solver.oracle import solve_with_scipy
from simulator.solver.program import program_for
from simulator.solver.solve import Interrupted, Problem, SolverError, solve
from simulator.solver.steady import steady_state

NOTHING = np.zeros((1, 1))


@kernel
def linear(y, u, p, out):
    """y' = P y, the matrix standing in the parameters."""
    n = len(y)
    for i in range(n):
        out[i] = u[0]
        for j in range(n):
            out[i] += p[i * n + j] * y[j]


@kernel
def blow_up(y, u, p, out):
    """y' = y^2, which is infinite at t = 1 when y(0) = 1."""
    out[0] = y[0] ** 2
    out[1] = -y[1]


@kernel
def oscillator(y, u, p, out):
    """Van der Pol, with a stiff follower."""
    out[0] = y[1]
    out[1] = p[0] * (1 - y[0] ** 2) * y[1] - y[0]
    out[2] = -1e4 * (y[2] - y[0])


@kernel
def reaction(y, u, p, out):
    """A <-> B <-> 2 C: A + B + C / 2 is conserved."""
    first, second = p[0] * y[0] - y[1], p[1] * y[1] - y[2] ** 2
    out[0], out[1], out[2] = -first, first - second, 2 * second


@kernel
def amount(y, u, p, out):
    """What the reaction conserves."""
    out[0] = y[0] + y[1] + y[2] / 2


def problem(rates, y, breaks, inputs=NOTHING, parameters=NOTHING, watched=0):
    names = tuple(f"s{i}" for i in range(len(y)))
    y, breaks = np.array(y, float), np.array(breaks, float)
    program = program_for(rates, len(y), inputs.shape[1], parameters.shape[1])
    which = np.arange(len(parameters))
    return Problem(program, y, breaks, inputs, which, parameters, names, np.ones(len(y)), watched)


def stiff_matrix():
    return np.array([[-1.0, 1.0, 0.0], [0.0, -1e6, 1e6], [0.5, 0.0, -1.0]])


def test_error_on_a_stiff_linear_system_falls_with_the_fifth_power_of_the_step():
    matrix, y = stiff_matrix(), np.array([1.0, 0.0, 1.0])
    exact = expm(matrix) @ y
    found = [
        solve(problem(linear, y, [0, 1], parameters=matrix.reshape(1, -1)), [1.0], rtol=10.0**-k) for k in (5, 7, 9)
    ]
    errors = [abs(s.last - exact).max() for s in found]
    assert errors[0] < 1e-5
    assert errors[2] < 2e-9
    order = np.log(errors[0] / errors[2]) / np.log(found[2].steps / found[0].steps)
    assert order > 4


@pytest.mark.parametrize("rtol", [1e-3, 1e-5, 1e-7])
def test_error_stays_near_the_tolerance_on_a_nonlinear_oscillator(rtol):
    times = np.linspace(0, 4, 41)
    task = problem(oscillator, [2, 0, 2], [0, 4], parameters=np.array([[3.0]]))
    truth = solve_with_scipy(task, times, rtol=1e-12, method="Radau").states
    assert abs(solve(task, times, rtol=rtol).states - truth).max() < 10 * rtol * np.ptp(truth)


def test_a_pulse_between_two_breaks_is_delivered_whole():
    inputs = np.array([[0.0], [7.0], [0.0]])
    task = problem(linear, [0.0], [0, 100, 100.25, 1000], inputs, np.zeros((3, 1)))
    assert solve(task, [1000.0], rtol=1e-2).last[0] == pytest.approx(7 * 0.25, rel=1e-12)


def test_halving_the_save_interval_changes_nothing_at_shared_times():
    task = problem(oscillator, [2, 0, 2], [0, 5], parameters=np.array([[3.0]]))
    coarse, fine = solve(task, np.linspace(0, 5, 51)), solve(task, np.linspace(0, 5, 101))
    assert (coarse.states == fine.states[::2]).all()


def test_a_run_cut_into_many_calls_is_the_same_run(monkeypatch):
    task = problem(oscillator, [2, 0, 2], [0, 5], parameters=np.array([[3.0]]))
    whole = solve(task, np.linspace(0, 5, 51))
    monkeypatch.setattr(driver, "STEPS_PER_CALL", 7)
    seen = []
    cut = solve(task, np.linspace(0, 5, 51), progress=seen.append)
    assert (cut.states == whole.states).all()
    assert len(seen) > 3
    assert seen == sorted(seen)


def test_what_becomes_infinite_is_an_error_that_says_when_and_which_state():
    with pytest.raises(SolverError, match="s0") as caught:
        solve(problem(blow_up, [1, 1], [0, 5]), np.linspace(0, 5, 51), rtol=1e-8)
    assert caught.value.time == pytest.approx(1.0, abs=1e-6)
    assert caught.value.partial.times[-1] <= 1.0
    assert np.isfinite(caught.value.partial.states).all()


def test_stopping_by_hand_leaves_what_was_done(monkeypatch):
    monkeypatch.setattr(driver, "STEPS_PER_CALL", 10)

    def press(fraction):
        raise KeyboardInterrupt

    task = problem(oscillator, [2, 0, 2], [0, 50], parameters=np.array([[3.0]]))
    with pytest.raises(Interrupted) as caught:
        solve(task, np.linspace(0, 50, 5001), progress=press)
    assert 0 < len(caught.value.partial.times) < 5001


def test_upstrokes_are_timed_between_saved_values():
    inputs = np.array([[1.0], [-1.0], [1.0]])
    task = problem(linear, [-60.0], [0, 100, 200, 300], inputs, np.zeros((3, 1)))
    assert solve(task, [300.0]).spikes == pytest.approx([40.0, 240.0], abs=1e-6)
    assert solve_with_scipy(task, [300.0]).spikes == pytest.approx([40.0, 240.0], abs=1e-3)


@given(st.integers(0, 10_000), st.integers(2, 14))
@settings(max_examples=40, deadline=None)
def test_the_sparse_factorisation_solves_what_a_dense_one_solves(seed, n):
    random = np.random.default_rng(seed)
    pattern = random.random((n, n)) < 0.3
    matrix, shift, b = np.where(pattern, random.normal(size=(n, n)), 0), 10.0 + n, random.normal(size=n)
    factorise, substitute, size = elimination(pattern)
    x, names = b.copy(), {"entries": matrix[pattern], "shift": shift, "w": np.empty(size)}
    exec("\n".join(factorise), names)
    exec("\n".join(substitute), names | {"b": x})
    assert x == pytest.approx(np.linalg.solve(shift * np.eye(n) - matrix, b), rel=1e-9, abs=1e-12)


@kernel
def every_operation(y, u, p, out):
    """Each operation that equations may use, of two states."""
    a, b = y[0], y[1]
    out[0] = exp(a) * b - a / b + log(b) / p[0] + sqrt(b) * abs(a) + u[0]
    out[1] = select(a < b, a**3 * b**0.5, -b) + 2.0 / a + (3.0 - b) ** -2 + select(a > 9.0, exp(800.0 * a), 1.0)


def test_the_jacobian_is_the_derivative_of_the_rates():
    program, y = program_for(every_operation, 2, 1, 1), np.array([0.7, 1.3])
    constants = program.prepared([0.4], [1.7])
    rate, entries, found = np.empty(2), np.empty(len(program.rows)), np.zeros((2, 2))
    program.jacobian(y, constants, rate, entries)
    found[program.rows, program.columns] = entries

    def moved(step):
        out = np.empty(2)
        every_operation(y + step, np.array([0.4]), np.array([1.7]), out)
        return out

    assert rate == pytest.approx(moved(np.zeros(2)), rel=1e-13)
    columns = [(moved(step) - moved(-step)) / 2e-6 for step in 1e-6 * np.eye(2)]
    assert found == pytest.approx(np.array(columns).T, rel=1e-7)


@pytest.mark.parametrize("model", [Fibre.fast(), shorten2007.slow()], ids=["fibre", "Shorten 2007"])
def test_the_program_of_a_model_computes_what_its_kernels_compute(model):
    program, random = program_of(model.system), np.random.default_rng(1)
    y = model.initial() * random.uniform(0.9, 1.1, len(model.initial()))
    constants, found, plain = program.prepared(model.quiet(), model.packed()), np.empty_like(y), np.empty_like(y)
    program.rates(y, constants, found)
    model.system.rates(y, model.quiet(), model.packed(), plain)
    assert found == pytest.approx(plain, rel=1e-9, abs=1e-12 * abs(plain).max())


@kernel
def branching(y, u, p, out):
    """Takes two ways."""
    out[0] = -y[0] if y[0] > 1 else y[0]


@kernel
def forgetful(y, u, p, out):
    """Leaves its second rate unwritten."""
    out[0] = y[1]


def test_what_cannot_be_differentiated_is_refused_in_words():
    with pytest.raises(BranchError, match="select"):
        program_for(branching, 1, 1, 1)
    with pytest.raises(ValueError, match=r"leaves results \[1\] unwritten"):
        program_for(forgetful, 2, 1, 1)


def test_the_jacobian_holds_what_depends_and_nothing_else():
    program = program_for(oscillator, 3, 1, 1)
    found = set(zip(program.rows.tolist(), program.columns.tolist(), strict=True))
    assert found == {(0, 1), (1, 0), (1, 1), (2, 0), (2, 2)}


def test_the_steady_state_keeps_the_totals_of_the_guess():
    guess = np.array([1.0, 0.0, 0.0])
    program = program_for(reaction, 3, 1, 2, (("totals", amount, 1),))
    y = steady_state(program, guess, program.prepared([0.0], [2.0, 3.0]), np.ones(3), "totals")
    a, b, c = y
    assert a + b + c / 2 == pytest.approx(1.0, abs=1e-13)
    assert b == pytest.approx(2 * a, abs=1e-12)
    assert c**2 == pytest.approx(3 * b, abs=1e-12)


def test_no_steady_state_is_an_error_that_names_a_state():
    program = program_for(linear, 1, 1, 1)
    with pytest.raises(SolverError, match="no steady state"):
        steady_state(program, np.ones(1), program.prepared([1.0], [0.0]), np.ones(1), names=("pool",))


def test_weights_of_the_method_satisfy_its_order_conditions():
    from simulator.solver.tableau import GAMMA, STAGES, A, C

    gamma = np.linalg.inv(np.eye(STAGES) / GAMMA - C)
    weights = (np.append(A[7, :7], 1.0)) @ gamma
    alpha = A @ gamma
    beta = alpha + gamma
    ones = np.ones(STAGES)
    assert weights @ ones == pytest.approx(1, abs=1e-12)
    assert weights @ beta @ ones == pytest.approx(1 / 2, abs=1e-12)
    assert weights @ (alpha @ ones) ** 2 == pytest.approx(1 / 3, abs=1e-12)
    assert weights @ beta @ beta @ ones == pytest.approx(1 / 6, abs=1e-12)
    assert weights @ (alpha @ ones) ** 3 == pytest.approx(1 / 4, abs=1e-12)
    assert weights @ (alpha @ ones) ** 4 == pytest.approx(1 / 5, abs=1e-12)


def test_the_method_is_l_stable():
    from simulator.solver.tableau import GAMMA, STAGES, A, C

    gamma = np.linalg.inv(np.eye(STAGES) / GAMMA - C)
    weights, beta = np.append(A[7, :7], 1.0) @ gamma, A @ gamma + gamma

    def growth(z):
        return 1 + z * weights @ np.linalg.solve(np.eye(STAGES) - z * beta, np.ones(STAGES))

    assert abs(growth(-1e9)) < 1e-6
    assert max(abs(growth(1j * 10.0**k)) for k in np.linspace(-2, 6, 200)) <= 1 + 1e-9
