"""Functions of several states at once: what is in one lane is as if it were alone."""

import math

import numpy as np
import pytest

from simulator import Fibre
from simulator.simulate.system import program_of, rest
from simulator.solver import rodas4
from simulator.solver.lanes import LANES, exponential, logarithm


def test_exponential_and_logarithm_are_right_to_the_last_bits():
    x = np.concatenate([np.linspace(-700, 700, 20_001), np.linspace(-1, 1, 2_001)])
    assert [exponential(v) for v in x] == pytest.approx(np.exp(x), rel=4e-16)
    y = np.concatenate([np.logspace(-300, 300, 20_001), np.linspace(0.5, 2.0, 2_000)])
    assert [logarithm(v) for v in y] == pytest.approx(np.log(y), rel=4e-16, abs=1e-16)


def test_what_is_no_number_stays_none():
    assert math.isnan(exponential(math.nan))
    assert all(math.isnan(logarithm(v)) for v in (math.nan, 0.0, -1.0))
    assert exponential(1e4) == pytest.approx(math.exp(708.0))
    assert exponential(-1e4) == pytest.approx(math.exp(-708.0))


def test_each_lane_computes_what_the_program_does():
    fibre = Fibre.fast()
    program, y = program_of(fibre.system), rest(fibre)
    states = np.array([y * (1 + 0.01 * lane) for lane in range(LANES)])
    constants = np.tile(program.prepared(fibre.quiet(), fibre.packed()), (LANES, 1))
    shift, n = np.linspace(1.0, 100.0, LANES), len(y)
    rates, jacobian, factorise, substitute = program.in_lanes
    out, entries, w = (np.empty((size, LANES)) for size in (n, len(program.rows), program.factors))
    jacobian(flat(states.T), flat(constants.T), out.reshape(-1), entries.reshape(-1), LANES)
    factorise(entries.reshape(-1), shift, w.reshape(-1), LANES)
    solved = out.copy()
    substitute(w.reshape(-1), solved.reshape(-1), LANES)
    for lane in range(LANES):
        rate, slope, factors = np.empty(n), np.empty(len(program.rows)), np.empty(program.factors)
        program.jacobian(states[lane], constants[lane], rate, slope)
        program.factorise(slope, shift[lane], factors)
        assert entries[:, lane] == pytest.approx(slope, rel=1e-9, abs=1e-12)
        program.substitute(factors, rate)
        assert solved[:, lane] == pytest.approx(rate, rel=1e-7, abs=1e-12)


def flat(array):
    return np.ascontiguousarray(array).reshape(-1)


def step(y, h):
    """Return a step of Rodas4 for y' = -y^2."""
    k, at = [], y
    for i in range(rodas4.STAGES):
        at = y + rodas4.A[i, :i] @ k if i < rodas4.STAGES - 1 else at + k[-1]
        k.append((-(at**2) + rodas4.C[i, :i] @ k / h) / (1 / (rodas4.GAMMA * h) + 2 * y))
    return at + k[-1]


def test_the_method_has_order_four():
    def error(steps):
        y = 1.0
        for _ in range(steps):
            y = step(y, 1.0 / steps)
        return abs(y - 0.5)

    assert error(20) / error(40) == pytest.approx(16, rel=0.15)


def test_a_stiff_state_falls_at_once():
    """L-stability: y' = -s y, with a step far longer than 1 / s."""
    k, at, z = [], 1.0, -1e9
    for i in range(rodas4.STAGES):
        at = 1.0 + rodas4.A[i, :i] @ k if i < rodas4.STAGES - 1 else at + k[-1]
        k.append((z * at + rodas4.C[i, :i] @ k) / (1 / rodas4.GAMMA - z))
    assert abs(at + k[-1]) < 1e-6
