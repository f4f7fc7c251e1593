"""The steady state nearest to a guess, with conserved totals kept.

Pseudo-transient continuation (Kelley & Keyes 1998): implicit Euler steps that begin short, so
that they follow the dynamics, and grow until they are Newton steps. Totals are kept by bordering
the matrix with their gradients, which also removes its null space.
"""

import numpy as np

from simulator.solver.solve import SolverError

_FIRST_STEP, _LAST_STEP = 0.1, 1e12  # ms
_MOST_STEPS = 10_000


def steady_state(program, guess, constants, scale, totals=None, names=None, held=()):
    """Return the state (n,) at which the rates of a Program vanish, reached from `guess`.

    totals : name of the program's result that holds linear functions of the state that no rate
    changes; held : indices of states that stay as guessed, whatever their rates.
    Raises SolverError if no steady state is found.
    """
    y, n = np.array(guess, dtype=float), len(guess)
    gradient = _gradient(program, totals, y, constants, scale)
    total_count = len(gradient)
    weight = 1.0 / np.concatenate([scale, np.linalg.norm(gradient * scale, axis=1)])
    step, settled = _FIRST_STEP, 0
    for _ in range(_MOST_STEPS):
        rate, slope = _at(program, y, constants, held)
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
    worst = int(np.argmax(np.abs(_at(program, y, constants, held)[0]) / np.maximum(np.abs(y), scale)))
    name = names[worst] if names else str(worst)
    raise SolverError(f"no steady state was found: {name} does not come to rest", 0.0, name, y)


def _solved(matrix, right):
    """Return the solution of a linear system; not-a-numbers where there is none."""
    try:
        return np.linalg.solve(matrix, right)
    except np.linalg.LinAlgError:
        return np.full_like(right, np.nan)


def _at(program, y, constants, held):
    """Return rates and dense Jacobian at a state; those of held states vanish."""
    rate, entries, dense = np.empty(len(y)), np.empty(len(program.rows)), np.zeros((len(y), len(y)))
    program.jacobian(y, constants, rate, entries)
    dense[program.rows, program.columns] = entries
    rate[list(held)] = dense[list(held)] = 0.0
    return rate, dense


def _gradient(program, totals, y, constants, scale):
    """Return the gradients (count, n) of linear functions of the state."""
    if totals is None:
        return np.zeros((0, len(y)))
    base = program.result(totals, y, constants)
    moved = [program.result(totals, y + step, constants) for step in np.diag(scale)]
    return (np.array(moved) - base).T / scale
