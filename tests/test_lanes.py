"""Straight lines compiled by themselves: as in Python, one state at a time or several, each as if it were alone."""

import math

import numpy as np
import pytest

from simulator import Fibre
from simulator.simulate.system import program_of, rest
from simulator.solver import rodas4
from simulator.solver.module import compiled, load
from simulator.solver.program import LANES

LINES = """from math import exp, log, sqrt


def rates(y, c, out):
    a = y[0] - y[1] / c[0]
    b = -a if a < y[1] else a * 2.5
    out[0] = exp(y[0] / 8.0) + b
    out[1] = log(y[1]) * sqrt(y[1])
    out[2] = y[1] ** 3 + y[1] ** -2 + y[1] ** 5 + y[1] ** 1.5
    out[3] = abs(y[0]) if y[0] >= 0.5 else 1.0
"""
TRANSCENDENTAL = (
    "from math import exp, log\n\n\ndef rates(y, c, out):\n    out[0] = exp(y[0])\n    out[1] = log(y[1])\n"
)


def straight(folder, text, width):
    """Return f(y, c): what `rates` of a text writes (4, lanes) for states y (n, lanes) and constants c."""
    path = folder / "lines.py"
    function = compiled(load(path, text), path, "rates", width)

    def run(y, c=()):
        out = np.empty((4, width))
        function(flat(y), np.repeat(np.array(c, dtype=float), width), out.reshape(-1))
        return out

    return run


@pytest.mark.parametrize("width", [1, 2, 4, 8])
def test_straight_lines_mean_what_they_mean_in_python(tmp_path, width):
    rng = np.random.default_rng(width)
    y = np.array([rng.uniform(-1.0, 2.0, width), rng.uniform(0.1, 3.0, width)])
    space = {}
    exec(LINES, space)
    found = straight(tmp_path, LINES, width)(y, [0.7])
    for lane in range(width):
        expected = [0.0] * 4
        space["rates"](y[:, lane], [0.7], expected)
        assert found[:, lane] == pytest.approx(expected, rel=1e-14)


def test_a_line_that_is_none_is_refused(tmp_path):
    text = "def rates(y, c, out):\n    out[0] = y[0] % 2.0\n"
    with pytest.raises(Exception, match="no straight line: y\\[0\\] % 2.0"):
        straight(tmp_path, text, 1)


def test_exponential_and_logarithm_of_lanes_are_right_to_the_last_bits(tmp_path):
    x = np.concatenate([np.linspace(-700, 700, 20_000), np.linspace(-1, 1, 2_000)])
    y = np.concatenate([np.logspace(-300, 300, 20_000), np.linspace(0.5, 2.0, 2_000)])
    lines = straight(tmp_path, TRANSCENDENTAL, 4)
    found = np.concatenate([lines(four)[:2] for four in np.hsplit(np.array([x, y]), len(x) // 4)], axis=1)
    assert found[0] == pytest.approx(np.exp(x), rel=4e-16)
    assert found[1] == pytest.approx(np.log(y), rel=4e-16, abs=1e-16)


def test_what_is_no_number_stays_none(tmp_path):
    x, y = [math.nan, 1e4, -1e4, 0.0], [math.nan, 0.0, -1.0, 1.0]
    exponential, logarithm = straight(tmp_path, TRANSCENDENTAL, 4)(np.array([x, y]))[:2]
    assert math.isnan(exponential[0])
    assert exponential[1:] == pytest.approx([math.exp(708.0), math.exp(-708.0), 1.0])
    assert np.isnan(logarithm[:3]).all()
    assert logarithm[3] == 0.0


def test_each_lane_computes_what_the_program_does():
    fibre = Fibre.fast()
    program, y = program_of(fibre.system), rest(fibre)
    states = np.array([y * (1 + 0.01 * lane) for lane in range(LANES)])
    constants = np.tile(program.prepared(fibre.quiet(), fibre.packed()), (LANES, 1))
    shift, n = np.linspace(1.0, 100.0, LANES), len(y)
    _, jacobian, factorise, substitute = program.in_lanes
    out, entries, w = (np.empty((size, LANES)) for size in (n, len(program.rows), program.factors))
    jacobian(flat(states.T), flat(constants.T), out.reshape(-1), entries.reshape(-1))
    factorise(entries.reshape(-1), shift, w.reshape(-1))
    solved = out.copy()
    substitute(w.reshape(-1), solved.reshape(-1))
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
