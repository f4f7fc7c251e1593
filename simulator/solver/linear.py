"""The Jacobian by grouped differences, and a static sparse LU, as kernels that follow a Plan."""

import numpy as np
from numba import types

from simulator.kernel import INDICES, RATES, VECTOR, kernel
from simulator.solver.sparsity import Plan

PLAN = types.NamedUniTuple(INDICES, len(Plan._fields), Plan)
_DIFFERENCE = float(np.sqrt(np.finfo(float).eps))


@kernel(signature=types.void(RATES, VECTOR, VECTOR, VECTOR, VECTOR, VECTOR, PLAN, VECTOR, VECTOR, VECTOR))
def jacobian(rates, y, inputs, parameters, scale, base, plan, moved, changed, entries):
    """Write the Jacobian at `y` into `entries` (laid out as the factor); `base` holds the rates there."""
    entries[:] = 0.0
    for group in range(len(plan.group_start) - 1):
        moved[:] = y
        for c in range(plan.group_start[group], plan.group_start[group + 1]):
            j = plan.group_column[c]
            moved[j] += _DIFFERENCE * max(abs(y[j]), scale[j])
        rates(moved, inputs, parameters, changed)
        for c in range(plan.group_start[group], plan.group_start[group + 1]):
            j = plan.group_column[c]
            step = moved[j] - y[j]
            for e in range(plan.entry_start[j], plan.entry_start[j + 1]):
                i = plan.entry_row[e]
                entries[plan.entry_place[e]] = (changed[i] - base[i]) / step


@kernel(signature=types.void(VECTOR, types.float64, PLAN, VECTOR))
def factorise(entries, shift, plan, w):
    """Write the LU factors of (shift I - J) into `w`; the inverse pivots stand on the diagonal."""
    for k in range(len(w)):
        w[k] = -entries[k]
    for i in range(len(plan.diagonal)):
        w[plan.diagonal[i]] += shift
    for k in range(len(plan.order)):
        pivot = plan.diagonal[plan.order[k]]
        inverse = 1.0 / w[pivot]
        w[pivot] = inverse
        for m in range(plan.lower_start[k], plan.lower_start[k + 1]):
            multiplier = w[plan.lower_place[m]] * inverse
            w[plan.lower_place[m]] = multiplier
            for q in range(plan.update_start[m], plan.update_start[m + 1]):
                w[plan.update_target[q]] -= multiplier * w[plan.update_factor[q]]


@kernel(signature=types.void(VECTOR, PLAN, VECTOR))
def substitute(w, plan, b):
    """Solve in place with the factors of `factorise`."""
    n = len(plan.order)
    for k in range(n):
        known = b[plan.order[k]]
        for m in range(plan.lower_start[k], plan.lower_start[k + 1]):
            b[plan.lower_row[m]] -= w[plan.lower_place[m]] * known
    for k in range(n - 1, -1, -1):
        pivot = plan.order[k]
        total = b[pivot]
        for m in range(plan.upper_start[k], plan.upper_start[k + 1]):
            total -= w[plan.upper_place[m]] * b[plan.upper_column[m]]
        b[pivot] = total * w[plan.diagonal[pivot]]
