"""Copies of one system in lanes: some take a step in the same instructions, each from its own time and of its own size.

The control of steps is that of `rosenbrock`. A lane whose copy has arrived takes the next one that waits; one for
which none is left steps on the spot, for nothing. What is in one lane is nothing to the others.
"""

import numpy as np
from numba import types

from simulator.kernel import (
    FACTORISE_LANES,
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
    filled,
    kernel,
    larger,
    smaller,
)
from simulator.solver import rosenbrock
from simulator.solver.program import LANES
from simulator.solver.rodas4 import DENSE, GAMMA, ORDER, STAGES, A, C
from simulator.solver.rosenbrock import (
    ARMED,
    DONE,
    PAUSED,
    REJECTED,
    SMALLEST,
    SPIKE_OFF,
    SPIKE_ON,
    SPIKES,
    STEP,
    STEP_TOO_SMALL,
    STEPS,
    TIME,
    WORST,
)

IDLE = -1
MOST = 1_000_000  # steps of a copy in one advance
COUNTS, CUBE = types.int64[:, ::1], types.float64[:, :, ::1]
_WHOLE = ("who", "result", "last", "fresh", "steps", "rejected", "worst", "spikes", "armed")
LANE = np.dtype(  # the copy that a lane holds, its time, next step and end of segment, the step that it takes, counts
    (np.record, [(name, np.float64) for name in ("time", "next", "edge", "step")] + [(n, np.int64) for n in _WHOLE])
)


@kernel
def segment(pulses, t, end):
    """Return until when nothing changes from a time on, whether a pulse begins or stops there, and the sum of pulses.

    pulses (q, 3) : start, end and size of each, up to the first without a start
    """
    edge, fresh, strength = end, False, 0.0
    for q in range(len(pulses)):
        begin, stop = pulses[q, 0], pulses[q, 1]
        if begin == np.inf:
            break
        fresh = fresh or begin == t or stop == t
        if begin <= t < stop:
            strength += pulses[q, 2]
            edge = smaller(edge, stop)
        elif begin > t:
            edge = smaller(edge, begin)
    return edge, fresh, strength


@kernel
def forget(pulses, end):
    """Take away the pulses that are over before a time, and leave no gap."""
    kept = 0
    for q in range(len(pulses)):
        if pulses[q, 0] == np.inf:
            break
        if pulses[q, 1] >= end:
            copied(pulses[q], pulses[kept])
            kept += 1
        if q >= kept:
            pulses[q, 0] = np.inf


@kernel
def put(column, lane, array):
    """Write what one lane is to hold into an array of all."""
    for i in range(len(column)):
        array[i * LANES + lane] = column[i]


@kernel
def enter(i, number, lane, y, clock, counters, state):
    """Let a lane, by its number, hold copy `i`."""
    for j in range(y.shape[1]):
        state[j * LANES + number] = y[i, j]
    lane.who, lane.result, lane.fresh = i, DONE, 0
    lane.time = lane.edge = clock[i, TIME]
    lane.next = clock[i, STEP]
    lane.rejected, lane.armed, lane.spikes, lane.steps = counters[i, REJECTED], counters[i, ARMED], 0, 0


@kernel
def leave(number, lane, y, clock, counters, state):
    """Write back what became of the copy of a lane."""
    i = lane.who
    for j in range(y.shape[1]):
        y[i, j] = state[j * LANES + number]
    clock[i, TIME], clock[i, STEP] = lane.time, lane.next
    counters[i, STEPS], counters[i, REJECTED], counters[i, WORST] = lane.steps, lane.rejected, lane.worst
    counters[i, SPIKES], counters[i, ARMED] = lane.spikes, lane.armed
    lane.who = IDLE


@kernel
def begin(number, state, rate, scale, tolerance):
    """Return a first step of a lane, as `rosenbrock.first_step` does."""
    fastest = 0.0
    for j in range(len(scale)):
        q = j * LANES + number
        fastest = larger(fastest, abs(rate[q]) / larger(abs(state[q]), scale[j]))
    return 0.1 * tolerance ** (1.0 / ORDER) / larger(fastest, 1e-9)


@kernel
def choose(number, lane, room, state, rate, relative, scale, tolerance):
    """Choose the step of a lane, or say why it cannot go on; relative : errors of the last."""
    if lane.fresh:
        first = begin(number, state, rate, scale, tolerance)
        lane.next, lane.fresh = smaller(lane.next, first) if lane.next > 0.0 else first, 0
    if lane.next < SMALLEST * larger(1.0, abs(lane.time)):
        lane.result, largest = STEP_TOO_SMALL, -1.0
        for j in range(len(scale)):
            if not relative[j * LANES + number] <= largest:
                lane.worst, largest = j, relative[j * LANES + number]
    elif lane.spikes == room or lane.steps == MOST:
        lane.result = PAUSED
    lane.last = lane.time + 1.01 * lane.next >= lane.edge
    lane.step = lane.edge - lane.time if lane.last else lane.next


@kernel
def judge(number, lane, ratio, state, trial, k, watched, spikes):
    """Take the step of a lane, or try a shorter one next; ratio : of its error and the tolerance."""
    lane.steps += 1
    if not ratio <= 1.0:
        lane.rejected += 1
        lane.next = lane.step * rosenbrock.shrunk(ratio, ORDER)
        return
    q = watched * LANES + number
    if trial[q] < SPIKE_OFF:
        lane.armed = 1
    elif lane.armed == 1 and trial[q] >= SPIKE_ON:
        part = rosenbrock.crossing(state, trial, k, q, SPIKE_ON, DENSE)
        spikes[lane.who, lane.spikes] = lane.time + lane.step * part
        lane.spikes, lane.armed = lane.spikes + 1, 0
    lane.time = lane.edge if lane.last else lane.time + lane.step
    growth = lane.step * rosenbrock.grown(ratio, ORDER)
    lane.next = larger(lane.next, growth) if lane.last else growth
    for i in range(number, len(state), LANES):
        state[i] = trial[i]


@kernel
def add(what, to):
    """Add one array to another."""
    for q in range(len(to)):
        to[q] += what[q]


@kernel
def before(i, y, k, trial):
    """Write the states at which stage `i` looks; all terms in one go, since memory is what it waits for."""
    a0, a1, a2, a3 = A[i, 0], A[i, 1], A[i, 2], A[i, 3]
    for q in range(len(y)):
        trial[q] = y[q] + (a0 * k[0, q] + a1 * k[1, q] + a2 * k[2, q] + a3 * k[3, q])


@kernel
def after(i, inverse, k, rate):
    """Add to the rates of stage `i` what the stages before it give; inverse : 1 / step, of each number."""
    c0, c1, c2, c3, c4 = C[i, 0], C[i, 1], C[i, 2], C[i, 3], C[i, 4]
    for q in range(len(inverse)):
        rate[q] += inverse[q] * (c0 * k[0, q] + c1 * k[1, q] + c2 * k[2, q] + c3 * k[3, q] + c4 * k[4, q])


@kernel
def stages(rates, substitute, y, constants, inverse, rate, w, k, trial):
    """Compute the stages of a step of all lanes from `y` into `k`; leave the new states in `trial`."""
    for i in range(STAGES):
        filled(k[i], 0.0)  # what has the coefficient 0 must be a number
    for i in range(STAGES):
        if i > 0:
            if i < STAGES - 1:
                before(i, y, k, trial)
            else:  # begins where the stage before it ended
                add(k[i - 1], trial)
            rates(trial, constants, rate)
            after(i, inverse, k, rate)
        copied(rate, k[i])
        substitute(w, k[i])
    add(k[STAGES - 1], trial)


@kernel
def errors(error, y, new, floor, relative, largest):
    """Write the largest error of each lane relative to the size of its state; what is not a number is infinite."""
    for q in range(len(error)):
        relative[q] = abs(error[q]) / larger(larger(abs(y[q]), abs(new[q])), floor[q])
    filled(largest, 0.0)
    for q in range(0, len(error), LANES):
        for lane in range(LANES):
            found = relative[q + lane]
            largest[lane] = larger(largest[lane], found if found < np.inf else np.inf)


@kernel(
    signature=types.void(
        SETUP, RATES, JACOBIAN, FACTORISE_LANES, SUBSTITUTE, RATES, INDICES, INDICES, NUMBER, MATRIX, MATRIX, INDEX,
        MATRIX, CUBE, VECTOR, NUMBER, INDEX, MATRIX, MATRIX, COUNTS, INDICES, MATRIX,
    )
)  # fmt: skip
def advance_abreast(
    setup, rates, jacobian, factorise, substitute, outputs, sizes, whose, end, y, inputs, pulsed, parameters,
    pulses, scale, tolerance, watched, spikes, clock, counters, status, out,
):  # fmt: skip
    """Advance the copies `whose` from their clocks to `end`, and write their outputs there.

    pulses (copies, q, 3) : start, end and size of each pulse of the input `pulsed`; a start of inf is none
    spikes (copies, m) and counters[:, SPIKES] receive the upstrokes; status how it ended
    """
    size, waiting = y.shape[1] * LANES, 0
    lanes, shift, largest = np.zeros(LANES, dtype=LANE), np.ones(LANES), np.ones(LANES)
    state, trial, rate, inverse, relative = np.ones(size), np.ones(size), np.ones(size), np.ones(size), np.ones(size)
    k, constants, floor = np.zeros((STAGES, size)), np.ones(sizes[0] * LANES), np.empty(size)
    entries, w = np.zeros(sizes[1] * LANES), np.zeros(sizes[2] * LANES)
    its, now = np.empty(sizes[0]), np.empty(inputs.shape[1])
    for number in range(LANES):
        lanes[number].who, lanes[number].step = IDLE, 1.0
        put(scale, number, floor)
    while True:
        busy = False
        for number in range(LANES):
            lane = lanes[number]
            while lane.who == IDLE or lane.time >= end or lane.result != DONE:
                i = lane.who
                if i != IDLE:
                    status[i] = lane.result
                    leave(number, lane, y, clock, counters, state)
                    forget(pulses[i], end)
                    setup(inputs[i], parameters[i], its)
                    outputs(y[i], its, out[i])
                if waiting == len(whose):
                    break
                enter(whose[waiting], number, lane, y, clock, counters, state)
                waiting += 1
            i = lane.who
            if i != IDLE and lane.time >= lane.edge:
                lane.edge, begins, strength = segment(pulses[i], lane.time, end)
                lane.fresh = begins or lane.next == 0.0
                copied(inputs[i], now)
                now[pulsed] += strength
                setup(now, parameters[i], its)
                put(its, number, constants)
            busy = busy or i != IDLE
        if not busy:
            return
        jacobian(state, constants, rate, entries)
        for number in range(LANES):
            lane = lanes[number]
            if lane.who != IDLE:
                choose(number, lane, spikes.shape[1], state, rate, relative, scale, tolerance)
            shift[number] = 1.0 / (GAMMA * lane.step)
            for q in range(number, size, LANES):
                inverse[q] = 1.0 / lane.step
        factorise(entries, shift, w)
        stages(rates, substitute, state, constants, inverse, rate, w, k, trial)
        errors(k[STAGES - 1], state, trial, floor, relative, largest)
        for number in range(LANES):
            lane = lanes[number]
            if lane.who != IDLE and lane.result == DONE:
                judge(number, lane, largest[number] / tolerance, state, trial, k, watched, spikes)
