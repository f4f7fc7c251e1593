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
    """Write the factors L D U of (shift I - J) into `w`; the inverse of D stands on the diagonal."""
    diagonal, order = part(plan, sparsity.DIAGONAL), part(plan, sparsity.ORDER)
    lower_start, lower_place = part(plan, sparsity.LOWER_START), part(plan, sparsity.LOWER_PLACE)
    upper_start, upper_place = part(plan, sparsity.UPPER_START), part(plan, sparsity.UPPER_PLACE)
    update_start, target = part(plan, sparsity.UPDATE_START), part(plan, sparsity.UPDATE_TARGET)
    multiplier, factor = part(plan, sparsity.UPDATE_MULTIPLIER), part(plan, sparsity.UPDATE_FACTOR)
    for k in range(len(w)):
        w[k] = -entries[k]
    for i in range(len(diagonal)):
        w[diagonal[i]] += shift
    for k in range(len(order)):
        pivot = diagonal[order[k]]
        inverse = 1.0 / w[pivot]
        w[pivot] = inverse
        for m in range(lower_start[k], lower_start[k + 1]):
            w[lower_place[m]] *= inverse
        for q in range(update_start[k], update_start[k + 1]):
            w[target[q]] -= w[multiplier[q]] * w[factor[q]]
        for m in range(upper_start[k], upper_start[k + 1]):
            w[upper_place[m]] *= inverse


@kernel
def substitute(w, plan, b):
    """Solve in place with the factors of `factorise`."""
    diagonal = part(plan, sparsity.DIAGONAL)
    target, place = part(plan, sparsity.FORWARD_TARGET), part(plan, sparsity.FORWARD_PLACE)
    source = part(plan, sparsity.FORWARD_SOURCE)
    for q in range(len(target)):
        b[target[q]] -= w[place[q]] * b[source[q]]
    for i in range(len(b)):
        b[i] *= w[diagonal[i]]
    target, place = part(plan, sparsity.BACKWARD_TARGET), part(plan, sparsity.BACKWARD_PLACE)
    source = part(plan, sparsity.BACKWARD_SOURCE)
    for q in range(len(target)):
        b[target[q]] -= w[place[q]] * b[source[q]]
