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
    LOWER_PLACE,  # below each pivot: places of the multipliers
    UPPER_START,
    UPPER_PLACE,  # right of each pivot: places
    UPDATE_START,
    UPDATE_TARGET,  # for each pivot: w[target] -= w[multiplier] * w[factor]
    UPDATE_MULTIPLIER,
    UPDATE_FACTOR,
    FORWARD_TARGET,  # b[target] -= w[place] * b[source], in this order
    FORWARD_PLACE,
    FORWARD_SOURCE,
    BACKWARD_TARGET,
    BACKWARD_PLACE,
    BACKWARD_SOURCE,
) = range(21)


@kernel
def part(plan, which):
    """Return one run of a plan."""
    return plan[plan[which] : plan[which + 1]]


@kernel
def entry_count(plan):
    """Return the length of the vector that holds the factor."""
    return plan[BACKWARD_SOURCE + 2]


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

    below = [[i for i in np.flatnonzero(filled[:, k]) if rank[i] > rank[k]] for k in order]
    right = [[j for j in np.flatnonzero(filled[k]) if rank[j] > rank[k]] for k in order]
    pivots = list(zip(order, below, right, strict=True))
    entries = [[(i, place[i, j]) for i in np.flatnonzero(pattern[:, j])] for j in range(n)]
    updates = [[(place[i, j], place[i, k], place[k, j]) for i in b for j in r] for k, b, r in pivots]
    forward = [(i, place[i, k], k) for k, b, _ in pivots for i in b]
    backward = [(k, place[k, j], j) for k, _, r in reversed(pivots) for j in r]
    runs = [
        [place[i, i] for i in range(n)],
        *_runs(_groups(pattern)),
        *_runs(entries, 2),
        order,
        *_runs([[place[i, k] for i in b] for k, b, _ in pivots]),
        *_runs([[place[k, j] for j in r] for k, _, r in pivots]),
        *_runs(updates, 3),
        *_runs([forward], 3)[1:],
        *_runs([backward], 3)[1:],
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
