"""The steady state nearest to a guess, with conserved totals kept.

Pseudo-transient continuation (Kelley & Keyes 1998): implicit Euler steps that begin short, so
that they follow the dynamics, and grow until they are Newton steps. Totals are kept by bordering
the matrix with their gradients, which also removes its null space.
"""

import numpy as np

from simulator.kernel import INDEX, INDICES, JACOBIAN, MATRIX, VECTOR, kernel, larger, smaller
from simulator.solver.solve import SolverError

_FIRST_STEP, _LAST_STEP = 0.1, 1e12  # ms
_MOST_STEPS = 10_000
_GROWTH, _LEAP, _CALM = 1.6, 10.0, 1e-2  # of a step, and after one that changed no state by more than that part


def steady_state(program, guess, constants, scale, totals=None, names=None, held=()):
    """Return the state (n,) at which the rates of a Program vanish, reached from `guess`.

    totals : name of the program's result that holds linear functions of the state that no rate
    changes; held : indices of states that stay as guessed, whatever their rates.
    Raises SolverError if no steady state is found.
    """
    y, scale = np.array(guess, dtype=float), np.ascontiguousarray(scale, dtype=float)
    free = np.ones(len(y), dtype=np.int64)
    free[list(held)] = 0
    gradient = _gradient(program, totals, y, constants, scale) if totals else np.empty((0, len(y)))
    worst = _settle(program.jacobian, gradient, program.rows, program.columns, y, constants, scale, free)
    if worst < 0:
        return y
    name = names[worst] if names else str(worst)
    raise SolverError(f"no steady state was found: {name} does not come to rest", 0.0, name, y)


def _gradient(program, totals, y, constants, scale):
    """Return the gradients (count, n) of linear functions of the state."""
    base, moved, columns = program.result(totals, y, constants), y.copy(), []
    for i in range(len(y)):
        moved[i] = y[i] + scale[i]
        columns.append((program.result(totals, moved, constants) - base) / scale[i])
        moved[i] = y[i]
    return np.ascontiguousarray(np.transpose(columns))


@kernel
def _solve(matrix, right):
    """Solve a linear system in place, by elimination with row exchanges; nothing is done with zeros."""
    n = len(right)
    for k in range(n):
        pivot = k
        for i in range(k + 1, n):
            if abs(matrix[i, k]) > abs(matrix[pivot, k]):
                pivot = i
        if pivot != k:
            for j in range(k, n):
                matrix[k, j], matrix[pivot, j] = matrix[pivot, j], matrix[k, j]
            right[k], right[pivot] = right[pivot], right[k]
        for i in range(k + 1, n):
            if matrix[i, k] != 0.0:
                factor = matrix[i, k] / matrix[k, k]
                right[i] -= factor * right[k]
                for j in range(k + 1, n):
                    matrix[i, j] -= factor * matrix[k, j]
    for k in range(n - 1, -1, -1):
        for j in range(k + 1, n):
            right[k] -= matrix[k, j] * right[j]
        right[k] /= matrix[k, k]


@kernel(signature=INDEX(JACOBIAN, MATRIX, INDICES, INDICES, VECTOR, VECTOR, VECTOR, INDICES))
def _settle(jacobian, gradient, rows, columns, y, constants, scale, free):
    """Move `y` to the steady state; return -1, or which state does not come to rest.

    gradient (totals, n) : of what is kept
    """
    n, count = len(y), len(gradient)
    rate, entries = np.empty(n), np.empty(len(rows))
    matrix, move, weight = np.empty((n + count, n + count)), np.empty(n + count), np.empty(n + count)
    for i in range(n):
        weight[i] = 1.0 / scale[i]
    for k in range(count):
        squares = 0.0
        for i in range(n):
            squares += (gradient[k, i] * scale[i]) ** 2
        weight[n + k] = 1.0 / np.sqrt(squares)
    step, settled = _FIRST_STEP, 0
    for _ in range(_MOST_STEPS):
        jacobian(y, constants, rate, entries)
        for i in range(n + count):
            for j in range(n + count):
                matrix[i, j] = 1.0 / step if i == j < n else 0.0
        for e in range(len(rows)):
            if free[rows[e]]:
                matrix[rows[e], columns[e]] -= entries[e] * weight[rows[e]] / weight[columns[e]]
        for k in range(count):
            for i in range(n):
                part = gradient[k, i] * scale[i] * weight[n + k]
                matrix[i, n + k], matrix[n + k, i] = part / weight[n + k] ** 2, part
        for i in range(n + count):
            move[i] = rate[i] * weight[i] if i < n and free[i] else 0.0
        _solve(matrix, move)
        size = 0.0
        for i in range(n):
            move[i] /= weight[i]
            change = abs(move[i]) / larger(abs(y[i]), scale[i])
            size = larger(size, change) if change < np.inf else np.inf
        if not size < 0.2:
            step /= 4
            if step < 1e-9:
                break
            continue
        for i in range(n):
            y[i] += move[i]
        step = smaller(step * (_GROWTH if size > _CALM else _LEAP), _LAST_STEP)
        settled = settled + 1 if step == _LAST_STEP and size < 1e-10 else 0
        if settled == 2:
            return -1
    jacobian(y, constants, rate, entries)
    worst, largest = 0, 0.0
    for i in range(n):
        change = abs(rate[i]) / larger(abs(y[i]), scale[i])
        if free[i] and change > largest:
            worst, largest = i, change
    return worst
