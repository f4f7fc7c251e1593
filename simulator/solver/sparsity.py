"""Which rates depend on which states, and the straight-line work that follows from it.

All of it is done once for a model, in plain Python: the pattern of the Jacobian, groups of
columns that one evaluation can serve (Curtis, Powell & Reid 1974), an elimination order of
little fill (Markowitz 1957), and the list of multiply-adds of the factorisation.
"""

from functools import lru_cache

import numpy as np

from simulator.kernel import kernel


# The runs of a plan, in order. A `*_START` run delimits the runs that follow it, as in CSR.
# Entries of the factor live in one vector w.
(
    DIAGONAL,  # where w holds entry (i, i)
    GROUP_START,
    GROUP_COLUMN,  # columns that one evaluation can serve
    ENTRY_START,
    ENTRY_ROW,  # Jacobian entries of a column: row
    ENTRY_PLACE,  # ... and place in w
    ORDER,  # pivots in order of elimination
    LOWER_START,
    LOWER_ROW,  # below a pivot: row
    LOWER_PLACE,  # ... and place of the multiplier
    UPDATE_START,
    UPDATE_TARGET,  # for each multiplier: w[target] -= multiplier * w[factor]
    UPDATE_FACTOR,
    UPPER_START,
    UPPER_COLUMN,  # right of a pivot: column
    UPPER_PLACE,  # ... and place
) = range(16)


@kernel
def part(plan, which):
    """Return one run of a plan."""
    return plan[plan[which] : plan[which + 1]]


@kernel
def entry_count(plan):
    """Return the length of the vector that holds the factor."""
    return plan[UPPER_PLACE + 2]


@lru_cache(maxsize=64)
def plan_for(rates, states, inputs, parameters, scale):
    """Return the plan of `rates` for the given sizes; `scale` is a tuple of typical sizes."""
    return make_plan(jacobian_pattern(rates, states, inputs, parameters, np.array(scale)))


def jacobian_pattern(rates, states, inputs, parameters, scale, probes=4):
    """Return a boolean matrix: does rate i depend on state j?

    A state set to NaN shows itself in every rate it enters, whatever its size; a finite change
    shows what hides behind a branch. Both are tried at several places, and the union is taken.
    """
    random = np.random.default_rng(0)
    pattern = np.eye(states, dtype=bool)
    base, moved = np.empty(states), np.empty(states)
    for _ in range(probes):
        y = scale * random.uniform(0.2, 1.0, states)
        u, p = random.uniform(0.5, 1.5, inputs), random.uniform(0.5, 1.5, parameters)
        rates(y, u, p, base)
        for j in range(states):
            for value in (np.nan, y[j] * 1.1 + 0.01):
                changed = y.copy()
                changed[j] = value
                rates(changed, u, p, moved)
                pattern[:, j] |= (moved != base) & np.isfinite(base)
    return pattern


def make_plan(pattern):
    """Turn a Jacobian pattern (square, boolean) into a plan: one vector of unsigned integers.

    It begins with the start of each run, the end of the last, and the number of entries of w.
    Unsigned, because numba tests signed indices for being negative.
    """
    n = len(pattern)
    pattern = pattern | np.eye(n, dtype=bool)
    order, filled = _eliminate(pattern)
    place = {(int(i), int(j)): k for k, (i, j) in enumerate(np.argwhere(filled))}
    rank = np.empty(n, int)
    rank[order] = np.arange(n)

    entry = [[(i, place[i, j]) for i in np.flatnonzero(pattern[:, j])] for j in range(n)]
    lower = [[i for i in np.flatnonzero(filled[:, k]) if rank[i] > rank[k]] for k in order]
    upper = [[j for j in np.flatnonzero(filled[k]) if rank[j] > rank[k]] for k in order]
    updates = [
        [(place[i, j], place[k, j]) for j in upper[rank[k]]] for k in order for i in lower[rank[k]]
    ]
    runs = [
        [place[i, i] for i in range(n)],
        *_runs(_groups(pattern)),
        *_runs(entry, 2),
        order,
        *_runs([[(i, place[i, k]) for i in lower[rank[k]]] for k in order], 2),
        *_runs(updates, 2),
        *_runs([[(j, place[k, j]) for j in upper[rank[k]]] for k in order], 2),
    ]
    ends = len(runs) + 2 + np.concatenate([[0], np.cumsum([len(run) for run in runs])])
    return np.concatenate([ends, [len(place)], *runs]).astype(np.uint64)


def _runs(runs, width=1):
    """Lay lists of numbers or tuples end to end; return their starts and each column."""
    flat = [item if isinstance(item, tuple) else (item,) for run in runs for item in run]
    starts = np.concatenate([[0], np.cumsum([len(run) for run in runs])])
    return [starts, *([item[k] for item in flat] for k in range(width))]


def _groups(pattern):
    """Return lists of columns that share no row, greedily, the fullest column first."""
    groups, taken = [], []
    for j in np.argsort(-pattern.sum(axis=0), kind="stable"):
        for group, rows in zip(groups, taken, strict=True):
            if not (rows & pattern[:, j]).any():
                group.append(int(j))
                rows |= pattern[:, j]
                break
        else:
            groups.append([int(j)])
            taken.append(pattern[:, j].copy())
    return groups


def _eliminate(pattern):
    """Return an elimination order on the diagonal with little fill, and the filled pattern."""
    filled, left, order = pattern.copy(), set(range(len(pattern))), []
    while left:
        index = np.array(sorted(left))
        inner = filled[np.ix_(index, index)]
        cost = (inner.sum(axis=0) - 1) * (inner.sum(axis=1) - 1)
        k = int(index[np.argmin(cost)])
        left.remove(k)
        order.append(k)
        rest = np.array(sorted(left), dtype=int)
        filled[np.ix_(rest, rest)] |= np.outer(filled[rest, k], filled[k, rest])
    return order, filled
