"""The Jacobian by grouped differences, and a static sparse LU, as kernels that follow a plan."""

import numpy as np
from numba import types

from simulator.kernel import PLAN, RATES, VECTOR, kernel
from simulator.solver import sparsity
from simulator.solver.sparsity import part

_DIFFERENCE = float(np.sqrt(np.finfo(float).eps))


@kernel(signature=types.void(RATES, VECTOR, VECTOR, VECTOR, VECTOR, VECTOR, PLAN, VECTOR, VECTOR, VECTOR))
def jacobian(rates, y, inputs, parameters, scale, base, plan, moved, changed, entries):
    """Write the Jacobian at `y` into `entries` (laid out as the factor); `base` holds the rates there."""
    group_start, group_column = part(plan, sparsity.GROUP_START), part(plan, sparsity.GROUP_COLUMN)
    entry_start, entry_row = part(plan, sparsity.ENTRY_START), part(plan, sparsity.ENTRY_ROW)
    entry_place = part(plan, sparsity.ENTRY_PLACE)
    entries[:] = 0.0
    for group in range(len(group_start) - 1):
        moved[:] = y
        for c in range(group_start[group], group_start[group + 1]):
            j = group_column[c]
            moved[j] += _DIFFERENCE * max(abs(y[j]), scale[j])
        rates(moved, inputs, parameters, changed)
        for c in range(group_start[group], group_start[group + 1]):
            j = group_column[c]
            inverse = 1.0 / (moved[j] - y[j])
            for e in range(entry_start[j], entry_start[j + np.uint64(1)]):
                i = entry_row[e]
                entries[entry_place[e]] = (changed[i] - base[i]) * inverse


@kernel
def factorise(entries, shift, plan, w):
    """Write the LU factors of (shift I - J) into `w`; the inverse pivots stand on the diagonal."""
    diagonal, order = part(plan, sparsity.DIAGONAL), part(plan, sparsity.ORDER)
    lower_start, lower_place = part(plan, sparsity.LOWER_START), part(plan, sparsity.LOWER_PLACE)
    update_start, target = part(plan, sparsity.UPDATE_START), part(plan, sparsity.UPDATE_TARGET)
    factor = part(plan, sparsity.UPDATE_FACTOR)
    for k in range(len(w)):
        w[k] = -entries[k]
    for i in range(len(diagonal)):
        w[diagonal[i]] += shift
    for k in range(len(order)):
        pivot = diagonal[order[k]]
        inverse = 1.0 / w[pivot]
        w[pivot] = inverse
        for m in range(lower_start[k], lower_start[k + 1]):
            multiplier = w[lower_place[m]] * inverse
            w[lower_place[m]] = multiplier
            for q in range(update_start[m], update_start[m + np.uint64(1)]):
                w[target[q]] -= multiplier * w[factor[q]]


@kernel
def substitute(w, plan, b):
    """Solve in place with the factors of `factorise`."""
    diagonal, order = part(plan, sparsity.DIAGONAL), part(plan, sparsity.ORDER)
    lower_start, lower_row = part(plan, sparsity.LOWER_START), part(plan, sparsity.LOWER_ROW)
    lower_place = part(plan, sparsity.LOWER_PLACE)
    upper_start, upper_column = part(plan, sparsity.UPPER_START), part(plan, sparsity.UPPER_COLUMN)
    upper_place = part(plan, sparsity.UPPER_PLACE)
    n = len(order)
    for k in range(n):
        known = b[order[k]]
        for m in range(lower_start[k], lower_start[k + 1]):
            b[lower_row[m]] -= w[lower_place[m]] * known
    for k in range(n - 1, -1, -1):
        pivot = order[k]
        total = b[pivot]
        for m in range(upper_start[k], upper_start[k + 1]):
            total -= w[upper_place[m]] * b[upper_column[m]]
        b[pivot] = total * w[diagonal[pivot]]
