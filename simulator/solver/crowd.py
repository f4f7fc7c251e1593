"""Many copies of one system, each with its own steps, advanced together from one moment to the next.

Each copy has its state, its parameters, its constant inputs and a queue of pulses on one of its inputs; it starts
afresh at the edges of its pulses and nowhere else, so that what one does never shortens the steps of another. What a
copy does depends on nothing but its own arrays: the bits are the same on any number of threads.
"""

from concurrent.futures import ThreadPoolExecutor

import numpy as np
from numba import types

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
    entry,
    kernel,
)  # fmt: skip
from simulator.solver import rosenbrock
from simulator.solver.solve import SolverError

QUEUE = 32  # pulses that a copy can have before it
_SPIKES = 256  # that a copy can have in one advance
_PAUSES = 10_000  # of a copy in one advance, each after as many steps as there is room for spikes
_COUNTS = types.int64[:, ::1]
_CUBE = types.float64[:, :, ::1]


@kernel(
    signature=types.void(
        SETUP, RATES, JACOBIAN, FACTORISE, SUBSTITUTE, RATES, INDICES, INDEX, INDEX, NUMBER, MATRIX, MATRIX, INDEX,
        MATRIX, _CUBE, VECTOR, NUMBER, INDEX, MATRIX, MATRIX, _COUNTS, INDICES, MATRIX,
    )
)  # fmt: skip
def advance_all(
    setup, rates, jacobian, factorise, substitute, outputs, sizes, first, stride, end, y, inputs, pulsed, parameters,
    pulses, scale, tolerance, watched, spikes, clock, counters, status, out,
):  # fmt: skip
    """Advance every `stride`-th copy from its clock to `end`, and write its outputs there.

    pulses (copies, QUEUE, 3) : start, end and size of each pulse of the input `pulsed`; a start of inf is none
    spikes (copies, m) and counters[:, SPIKES] receive the upstrokes; status what `advance` returned
    """
    breaks, now, one = np.empty(2), np.empty((1, inputs.shape[1])), np.zeros(1, dtype=np.int64)
    constants = np.empty(sizes[0])
    none, nothing = np.empty(0), np.empty((0, y.shape[1]))
    for i in range(first, len(y), stride):
        counters[i, rosenbrock.SPIKES] = 0
        status[i], pauses = rosenbrock.DONE, 0
        while clock[i, 0] < end and status[i] == rosenbrock.DONE:
            t = clock[i, 0]
            edge, fresh, strength = end, False, 0.0
            for q in range(pulses.shape[1]):
                begin, stop = pulses[i, q, 0], pulses[i, q, 1]
                fresh = fresh or begin == t or stop == t
                if begin <= t < stop:
                    strength += pulses[i, q, 2]
                    edge = min(edge, stop)
                elif begin > t:
                    edge = min(edge, begin)
            now[0] = inputs[i]
            now[0, pulsed] += strength
            breaks[0], breaks[1] = t if fresh or clock[i, 1] == 0.0 else t - 1.0, edge
            counters[i, rosenbrock.SEGMENT] = counters[i, rosenbrock.SAVED] = counters[i, rosenbrock.STEPS] = 0
            status[i] = rosenbrock.advance(
                setup, rates, jacobian, factorise, substitute, sizes, y[i], breaks, now, one, parameters[i : i + 1],
                none, nothing, scale, tolerance, watched, spikes[i], clock[i], counters[i],
                spikes.shape[1] - counters[i, rosenbrock.SPIKES],
            )  # fmt: skip
            if status[i] == rosenbrock.PAUSED and pauses < _PAUSES and counters[i, rosenbrock.SPIKES] < spikes.shape[1]:
                status[i], pauses = rosenbrock.DONE, pauses + 1
        for q in range(pulses.shape[1]):
            if pulses[i, q, 1] < end:
                pulses[i, q, 0] = pulses[i, q, 1] = np.inf
        setup(inputs[i], parameters[i], constants)
        outputs(y[i], constants, out[i])


_advance_all = entry(advance_all)  # typing its six functions anew in each call would take as long as the work


class Crowd:
    """Copies of one system: their states `y` (copies, n), `inputs` (copies, m) and `outputs` (copies, k).

    program : the compiled equations, with a result called "outputs"
    initial (copies, n), inputs (copies, m), parameters (copies, p) : what each begins with
    scale (n,) : sizes below which the error of a state is absolute; names (n,) what to call it
    pulsed : the input that pulses add to; watched : the state whose upstrokes are spikes
    threads : how many share the work
    """

    def __init__(
        self, program, initial, inputs, parameters, *, scale, names, pulsed, watched, rtol=1e-3, threads=1, start=0.0
    ):
        count = len(initial)
        self.program, self.names, self.scale, self.rtol = program, names, scale, rtol
        self.y, self.inputs = np.array(initial, dtype=float), np.array(inputs, dtype=float)
        self.parameters = np.array(parameters, dtype=float)
        self._pulsed, self._watched = pulsed, watched
        self._function, width = program.results["outputs"]
        self.outputs = np.zeros((count, width))
        self._pulses = np.full((count, QUEUE, 3), np.inf)
        self._spikes = np.empty((count, _SPIKES))
        self._clock, self._counters = np.zeros((count, 2)), np.zeros((count, 7), dtype=np.int64)
        self._clock[:, 0] = start
        self._status = np.zeros(count, dtype=np.int64)
        self._sizes = np.array([program.constants, len(program.rows), program.factors])
        self._threads = max(1, min(threads, count))
        self._workers = ThreadPoolExecutor(self._threads) if self._threads > 1 else None

    def close(self):
        """Let the threads go."""
        if self._workers:
            self._workers.shutdown()

    def pulse(self, copy, start, width, size=1.0):
        """Add a pulse to one copy; raises SolverError if it has too many before it."""
        free = np.flatnonzero(np.isinf(self._pulses[copy, :, 0]))
        if not len(free):
            raise SolverError(f"more than {QUEUE} pulses wait for copy {copy} at {start:g} ms", start, "", None)
        self._pulses[copy, free[0]] = start, start + width, size

    def drop(self, copy, start):
        """Take the pulse away that begins at a time."""
        self._pulses[copy, self._pulses[copy, :, 0] == start] = np.inf

    def advance(self, end):
        """Advance all to a time and return the spikes on the way: (copies, times), sorted by time, then by copy."""
        work = self._work
        if self._workers:
            list(self._workers.map(lambda first: work(first, end), range(self._threads)))
        else:
            work(0, end)
        if self._status.any():
            self._fail(int(np.flatnonzero(self._status)[0]))
        counts = self._counters[:, rosenbrock.SPIKES]
        if not counts.any():
            return np.empty(0, dtype=int), np.empty(0)
        copies = np.repeat(np.arange(len(counts)), counts)
        times = np.concatenate([self._spikes[i, :n] for i, n in enumerate(counts) if n])
        order = np.lexsort((copies, times))
        return copies[order], times[order]

    def _work(self, first, end):
        p = self.program
        _advance_all(
            p.setup, p.rates, p.jacobian, p.factorise, p.substitute, self._function, self._sizes, first,
            self._threads, end, self.y, self.inputs, self._pulsed, self.parameters, self._pulses, self.scale,
            self.rtol, self._watched, self._spikes, self._clock, self._counters, self._status, self.outputs,
        )  # fmt: skip

    def _fail(self, copy):
        time, name = float(self._clock[copy, 0]), self.names[self._counters[copy, rosenbrock.WORST]]
        raise SolverError(
            f"the solver could not go on at {time:.6g} ms in copy {copy}: the error was largest in {name}",
            time, name, None,
        )  # fmt: skip
