"""The steady state nearest to a guess, with conserved totals kept.

Pseudo-transient continuation (Kelley & Keyes 1998): implicit Euler steps that begin short, so
that they follow the dynamics, and grow until they are Newton steps. Totals are kept by bordering
the matrix with their gradients, which also removes its null space.
"""

import numpy as np

from simulator.solver import sparsity
from simulator.solver.linear import jacobian
from simulator.solver.solve import SolverError
from simulator.solver.sparsity import plan_for

_FIRST_STEP, _LAST_STEP = 0.1, 1e12  # ms
_MOST_STEPS = 400


def steady_state(rates, guess, inputs, parameters, scale, totals=None, total_count=0, names=None):
    """Return the state (n,) at which `rates` vanish, reached from `guess`.

    totals : compiled f(y, inputs, parameters, out) of `total_count` linear functions of the state
    that no rate changes. Raises SolverError if no steady state is found.
    """
    y, n = np.array(guess, dtype=float), len(guess)
    parts = _Parts(rates, n, inputs, parameters, scale)
    gradient = _gradient(totals, total_count, y, inputs, parameters, scale)
    weight = 1.0 / np.concatenate([scale, np.linalg.norm(gradient * scale, axis=1)])
    step, settled = _FIRST_STEP, 0
    for _ in range(_MOST_STEPS):
        rate, slope = parts.at(y)
        matrix = np.zeros((n + total_count,) * 2)
        matrix[:n, :n] = np.eye(n) / step - slope
        matrix[:n, n:], matrix[n:, :n] = gradient.T * scale[:, None] ** 2, gradient
        right = np.concatenate([rate, np.zeros(total_count)])
        move = _solved(matrix * weight[:, None] / weight, right * weight) / weight
        size = np.abs(move[:n] / np.maximum(np.abs(y), scale)).max()
        if not size < 0.2:
            step /= 4
            if step < 1e-9:
                break
            continue
        y += move[:n]
        step = min(step * 1.6, _LAST_STEP)
        settled = settled + 1 if step == _LAST_STEP and size < 1e-10 else 0
        if settled == 2:
            return y
    worst = int(np.argmax(np.abs(parts.at(y)[0]) / np.maximum(np.abs(y), scale)))
    name = names[worst] if names else str(worst)
    raise SolverError(f"no steady state was found: {name} does not come to rest", 0.0, name, y)


def _solved(matrix, right):
    """Return the solution of a linear system; not-a-numbers where there is none."""
    try:
        return np.linalg.solve(matrix, right)
    except np.linalg.LinAlgError:
        return np.full_like(right, np.nan)


class _Parts:
    """Rates and dense Jacobian at a state."""

    def __init__(self, rates, n, inputs, parameters, scale):
        self.rates, self.inputs, self.parameters, self.scale = rates, inputs, parameters, scale
        self.plan = plan_for(rates, n, len(inputs), len(parameters), tuple(scale))
        self.moved, self.changed = np.empty(n), np.empty(n)
        self.entries = np.empty(int(sparsity.entry_count(self.plan)))
        starts = sparsity.part(self.plan, sparsity.ENTRY_START).astype(int)
        self.where = sparsity.part(self.plan, sparsity.ENTRY_ROW), np.repeat(np.arange(n), np.diff(starts))
        self.place = sparsity.part(self.plan, sparsity.ENTRY_PLACE)

    def at(self, y):
        rate = np.empty(len(y))
        self.rates(y, self.inputs, self.parameters, rate)
        jacobian(
            self.rates,
            y,
            self.inputs,
            self.parameters,
            self.scale,
            rate,
            self.plan,
            self.moved,
            self.changed,
            self.entries,
        )
        dense = np.zeros((len(y), len(y)))
        dense[self.where] = self.entries[self.place]
        return rate, dense


def _gradient(totals, count, y, inputs, parameters, scale):
    """Return the gradients (count, n) of linear functions of the state."""
    gradient = np.zeros((count, len(y)))
    if count:
        base, moved = np.empty(count), np.empty(count)
        totals(y, inputs, parameters, base)
        for j in range(len(y)):
            changed = y.copy()
            changed[j] += scale[j]
            totals(changed, inputs, parameters, moved)
            gradient[:, j] = (moved - base) / scale[j]
    return gradient
