"""Which rates depend on which states, and the straight-line work that follows from it.

All of it is done once for a model, in plain Python: the pattern of the Jacobian, groups of
columns that one evaluation can serve (Curtis, Powell & Reid 1974), an elimination order of
little fill (Markowitz 1957), and the list of multiply-adds of the factorisation.
"""

from functools import lru_cache
from typing import NamedTuple

import numpy as np


class Plan(NamedTuple):
    """Index arrays that drive Jacobian, factorisation and solution. All int64.

    Entries of the factor live in one vector `w`; `*_start` arrays delimit runs, as in CSR.
    """

    diagonal: np.ndarray  # where w holds entry (i, i)
    group_start: np.ndarray  # columns of one group are group_column[group_start[g]:group_start[g+1]]
    group_column: np.ndarray
    entry_start: np.ndarray  # Jacobian entries of column j: rows and places in w
    entry_row: np.ndarray
    entry_place: np.ndarray
    order: np.ndarray  # pivots in order of elimination
    lower_start: np.ndarray  # below pivot k: rows, and places of the multipliers
    lower_row: np.ndarray
    lower_place: np.ndarray
    update_start: np.ndarray  # for each multiplier: w[target] -= multiplier * w[factor]
    update_target: np.ndarray
    update_factor: np.ndarray
    upper_start: np.ndarray  # right of pivot k: columns and places
    upper_column: np.ndarray
    upper_place: np.ndarray
    size: np.ndarray  # [number of entries of w]


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
    """Turn a Jacobian pattern (square, boolean) into a Plan."""
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
    lists = dict(
        diagonal=[place[i, i] for i in range(n)],
        order=order,
        size=[len(place)],
        **_runs("group_start", _groups(pattern), "group_column"),
        **_runs("entry_start", entry, "entry_row", "entry_place"),
        **_runs(
            "lower_start",
            [[(i, place[i, k]) for i in lower[rank[k]]] for k in order],
            "lower_row",
            "lower_place",
        ),
        **_runs("update_start", updates, "update_target", "update_factor"),
        **_runs(
            "upper_start",
            [[(j, place[k, j]) for j in upper[rank[k]]] for k in order],
            "upper_column",
            "upper_place",
        ),
    )
    return Plan(**{name: np.array(lists[name], dtype=np.int64) for name in Plan._fields})


def _runs(start, runs, *names):
    """Lay lists of tuples (or of single numbers) end to end; return starts and one list a name."""
    flat = [item if isinstance(item, tuple) else (item,) for run in runs for item in run]
    starts = np.concatenate([[0], np.cumsum([len(run) for run in runs])])
    return {start: starts} | {name: [item[k] for item in flat] for k, name in enumerate(names)}


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
