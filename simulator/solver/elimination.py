"""A linear system of fixed sparsity as straight-line work: no loop, no index, no zero.

The pivots are the diagonal, in an order of little fill (Markowitz 1957). The matrix is
shift I - J, given by the entries of J; the factors are L (unit diagonal), the inverse of the
pivots, and the rest of U.
"""

import numpy as np


def eliminated(pattern):
    """Return an order of elimination on the diagonal with little fill, and the filled pattern (n, n)."""
    filled, left, order = pattern | np.eye(len(pattern), dtype=bool), set(range(len(pattern))), []
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


def elimination(pattern):
    """Return (lines of `factorise(entries, shift, w)`, lines of `substitute(w, b)`, length of w).

    pattern : (n, n) of booleans; `entries` holds J where it is true, row by row.
    """
    order, filled = eliminated(pattern)
    place = {(int(i), int(j)): k for k, (i, j) in enumerate(np.argwhere(filled))}
    rank = {k: r for r, k in enumerate(order)}
    below = {k: [int(i) for i in np.flatnonzero(filled[:, k]) if rank[i] > rank[k]] for k in order}
    right = {k: [int(j) for j in np.flatnonzero(filled[k]) if rank[j] > rank[k]] for k in order}
    return _factorise(pattern, order, below, right, place), _substitute(order, below, right, place), len(place)


def _factorise(pattern, order, below, right, place):
    lines, name, version = [], {}, 0

    def assign(where, text):
        nonlocal version
        version += 1
        name[where] = f"a{version}"
        lines.append(f"a{version} = {text}")

    for k, (i, j) in enumerate(np.argwhere(pattern)):
        assign((int(i), int(j)), f"shift - entries[{k}]" if i == j else f"-entries[{k}]")
    for i in order:
        if (i, i) not in name:
            assign((i, i), "shift")
    for k in order:
        assign((k, k), f"1.0 / {name[k, k]}")
        for i in below[k]:
            assign((i, k), f"{name[i, k]} * {name[k, k]}")
            for j in right[k]:
                product = f"{name[i, k]} * {name[k, j]}"
                assign((i, j), f"{name[i, j]} - {product}" if (i, j) in name else f"-({product})")
        final = [(k, k), *((i, k) for i in below[k]), *((k, j) for j in right[k])]
        lines.extend(f"w[{place[where]}] = {name[where]}" for where in final)
    return lines


def _substitute(order, below, right, place):
    lines, name = [], {k: f"b[{k}]" for k in order}
    for k in order:
        for i in below[k]:
            lines.append(f"b{i} = {name[i]} - w[{place[i, k]}] * {name[k]}")
            name[i] = f"b{i}"
    for k in reversed(order):
        terms = "".join(f" - w[{place[k, j]}] * x{j}" for j in right[k])
        lines += [f"x{k} = ({name[k]}{terms}) * w[{place[k, k]}]", f"b[{k}] = x{k}"]
    return lines
