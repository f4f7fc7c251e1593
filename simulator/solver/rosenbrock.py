"""The adaptive stepper: one call runs through many segments of constant inputs and parameters.

Between two break times the system is autonomous, y' = f(y; inputs, parameters). Steps end
exactly on every break; results are interpolated at the save times with the method's own
fourth-order polynomial. The caller owns all memory, so that a call can stop after a number of
steps and be taken up again.
"""

import numpy as np

from simulator.kernel import (
    FACTORISE,
    INDEX,
    INDICES,
    JACOBIAN,
    MATRIX,
    NUMBER,
    RATES,
    SETUP,
    SUBSTITUTE,
    VECTOR,
    copied,
    kernel,
    larger,
    smaller,
)  # fmt: skip
from simulator.solver.tableau import DENSE, GAMMA, ORDER, STAGES, A, C

DONE, PAUSED, STEP_TOO_SMALL = 0, 1, 2
SEGMENT, SAVED, STEPS, REJECTED, WORST, SPIKES, ARMED = range(7)  # what `counters` holds
TIME, STEP = range(2)  # what `clock` holds
SPIKE_ON, SPIKE_OFF = -20.0, -35.0  # mV: an upstroke counts through the first, once below the second
SMALLEST = 1e-11  # of the distance from zero, or of 1 ms
_SAFETY, _SHRINK, _GROW = 0.9, 0.2, 5.0


@kernel
def first_step(y, rate, scale, tolerance, order):
    """Return a step after which the error is about the tolerance, judged by the fastest state."""
    fastest = 0.0
    for i in range(len(y)):
        fastest = larger(fastest, abs(rate[i]) / larger(abs(y[i]), scale[i]))
    return 0.1 * tolerance ** (1.0 / order) / larger(fastest, 1e-9)


@kernel
def scaled_error(error, before, after, scale):
    """Return the largest error relative to the size of its state, and which state that is.

    What is not a number counts as an infinite error.
    """
    largest, worst = 0.0, 0
    for i in range(len(error)):
        if not abs(error[i]) < np.inf:
            return np.inf, i
        size = larger(larger(abs(before[i]), abs(after[i])), scale[i])
        if abs(error[i]) > largest * size:
            largest, worst = abs(error[i]) / size, i
    return largest, worst


@kernel
def shrunk(ratio, order):
    """Return the next step after one whose error was too large by a ratio, as a part of it."""
    return larger(_SHRINK, _SAFETY * ratio ** (-1.0 / order) if ratio < np.inf else 0.0)


@kernel
def grown(ratio, order):
    """Return the next step after one whose error was a part of what is allowed, in terms of it."""
    return smaller(_GROW, larger(_SHRINK, _SAFETY * (ratio + 1e-10) ** (-1.0 / order)))


@kernel
def stages(rates, substitute, y, constants, h, rate, w, k, trial):
    """Compute the eight stages of a step from `y` into `k`; leave the new state in `trial`."""
    n = len(y)
    copied(y, trial)
    for i in range(STAGES):
        if i == 0:
            copied(rate, k[0])
        elif i < STAGES - 2:
            for m in range(n):
                trial[m] = y[m]
            for j in range(i):
                a = A[i, j]
                for m in range(n):
                    trial[m] += a * k[j, m]
        else:  # the last two begin where the stage before them ended
            for m in range(n):
                trial[m] += k[i - 1, m]
        if i > 0:
            rates(trial, constants, k[i])
        for j in range(i):
            c = C[i, j] / h
            for m in range(n):
                k[i, m] += c * k[j, m]
        substitute(w, k[i])
    for m in range(n):
        trial[m] += k[STAGES - 1, m]


@kernel
def within(y, new, k, theta, i, dense):
    """Return state `i` at the fraction `theta` of a step from `y` to `new`."""
    inner = 0.0
    for q in range(len(dense) - 1, -1, -1):
        term = 0.0
        for j in range(len(k)):
            term += dense[q, j] * k[j, i]
        inner = term + theta * inner
    return (1 - theta) * y[i] + theta * (new[i] + (1 - theta) * inner)


@kernel
def crossing(y, new, k, i, level, dense):
    """Return the fraction of a step at which state `i` rises through `level`, by bisection."""
    low, high = 0.0, 1.0
    for _ in range(40):
        middle = 0.5 * (low + high)
        if within(y, new, k, middle, i, dense) < level:
            low = middle
        else:
            high = middle
    return high


@kernel
def note_spike(y, new, k, dense, t, step, watched, counters, spikes):
    """Record the time at which the watched state rises through the upper level after falling below the lower."""
    if new[watched] < SPIKE_OFF:
        counters[ARMED] = 1
    elif counters[ARMED] == 1 and new[watched] >= SPIKE_ON:
        spikes[counters[SPIKES]] = t + step * crossing(y, new, k, watched, SPIKE_ON, dense)
        counters[SPIKES] += 1
        counters[ARMED] = 0


@kernel(
    signature=INDEX(
        SETUP, RATES, JACOBIAN, FACTORISE, SUBSTITUTE, INDICES, VECTOR, VECTOR, MATRIX, INDICES, MATRIX, VECTOR,
        MATRIX, VECTOR, NUMBER, INDEX, VECTOR, VECTOR, INDICES, INDEX,
    )
)  # fmt: skip
def advance(
    setup, rates, jacobian, factorise, substitute, sizes, y, breaks, inputs, parameter_set, parameters, save_times,
    saved, scale, tolerance, watched, spikes, clock, counters, budget,
):  # fmt: skip
    """Step on from clock[TIME] until the last break or for `budget` steps; return a status.

    The functions are those of a Program, `sizes` how many constants, Jacobian entries and factors it has.
    `y` (n,) is the state and is overwritten; segment s lasts from breaks[s] to breaks[s + 1] with
    inputs[s] and parameters[parameter_set[s]]; saved[i] receives the state at save_times[i]; `spikes`
    receives the upstrokes of the state `watched`, and is at least as long as the steps left.
    """
    n = len(y)
    constants, entries, w = np.empty(sizes[0]), np.empty(sizes[1]), np.empty(sizes[2])
    k, trial, rate = np.empty((STAGES, n)), np.empty(n), np.empty(n)
    t, h = clock[TIME], clock[STEP]
    for s in range(counters[SEGMENT], len(breaks) - 1):
        end = breaks[s + 1]
        setup(inputs[s], parameters[parameter_set[s]], constants)
        jacobian(y, constants, rate, entries)
        if t == breaks[s]:
            begin = first_step(y, rate, scale, tolerance, ORDER)
            h = smaller(h, begin) if h > 0.0 else begin
        while t < end:
            if counters[STEPS] >= budget:
                counters[SEGMENT], clock[TIME], clock[STEP] = s, t, h
                return PAUSED
            if h < SMALLEST * larger(1.0, abs(t)):
                counters[SEGMENT], clock[TIME], clock[STEP] = s, t, h
                return STEP_TOO_SMALL
            last = t + 1.01 * h >= end
            step = end - t if last else h
            factorise(entries, 1.0 / (GAMMA * step), w)
            stages(rates, substitute, y, constants, step, rate, w, k, trial)
            counters[STEPS] += 1
            error, worst = scaled_error(k[STAGES - 1], y, trial, scale)
            counters[WORST] = worst
            ratio = error / tolerance
            if not ratio <= 1.0:
                counters[REJECTED] += 1
                h = step * shrunk(ratio, ORDER)
                continue
            reached = end if last else t + step
            while counters[SAVED] < len(save_times) and save_times[counters[SAVED]] <= reached:
                theta = (save_times[counters[SAVED]] - t) / step
                for i in range(n):
                    saved[counters[SAVED], i] = within(y, trial, k, theta, i, DENSE)
                counters[SAVED] += 1
            note_spike(y, trial, k, DENSE, t, step, watched, counters, spikes)
            t = reached
            copied(trial, y)
            if t < end:
                jacobian(y, constants, rate, entries)
            h = larger(h, step * grown(ratio, ORDER)) if last else step * grown(ratio, ORDER)
        counters[SEGMENT] = s + 1
    clock[TIME], clock[STEP] = t, h
    return DONE
