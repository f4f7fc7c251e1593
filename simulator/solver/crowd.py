"""Many copies of one system, each with its own steps, advanced together from one moment to the next.

Each copy has its state, its parameters, its constant inputs and a queue of pulses on one of its inputs; it starts
afresh at the edges of its pulses and nowhere else, so that what one does never shortens the steps of another. What a
copy does depends on nothing but its own arrays: the bits are the same on any number of threads.
"""

from concurrent.futures import ThreadPoolExecutor

import numpy as np

from simulator.solver import rosenbrock
from simulator.solver.abreast import advance_abreast
from simulator.solver.solve import SolverError

QUEUE = 32  # pulses that a copy can have before it
_BUSY = 5.0  # ms after a pulse, in which a copy takes many steps
_SPIKES = 256  # that a copy can have in one advance
_NOBODY = np.empty(0, dtype=int), np.empty(0)


class Crowd:
    """Copies of one system: their states `y` (copies, n), `inputs` (copies, m) and `outputs` (copies, k).

    program : the compiled equations, with a result called "outputs"
    initial (copies, n), inputs (copies, m), parameters (copies, p) : what each begins with
    scale (n,) : sizes below which the error of a state is absolute; names (n,) what to call it
    pulsed : the input that pulses add to; watched : the state whose upstrokes are spikes
    """

    def __init__(self, program, initial, inputs, parameters, *, scale, names, pulsed, watched, rtol=1e-3, start=0.0):
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
        self._busy = np.full(count, -np.inf)  # until when

    def pulse(self, copy, start, width, size=1.0):
        """Add a pulse to one copy; raises SolverError if it has too many before it."""
        waiting = int(np.isinf(self._pulses[copy, :, 0]).argmax())
        if not np.isinf(self._pulses[copy, waiting, 0]):
            raise SolverError(f"more than {QUEUE} pulses wait for copy {copy} at {start:g} ms", start, "", None)
        self._pulses[copy, waiting] = start, start + width, size
        self._busy[copy] = max(self._busy[copy], start + width + _BUSY)

    def drop(self, copy, start):
        """Take the pulse away that begins at a time."""
        kept = self._pulses[copy][self._pulses[copy, :, 0] != start]
        self._pulses[copy] = np.inf
        self._pulses[copy, : len(kept)] = kept

    def advance(self, end):
        """Advance all to a time and return the spikes on the way: (copies, times), sorted by time, then by copy."""
        self.work(np.arange(len(self.y)), end)
        return self.spikes()

    def shared(self, count):
        """Return the copies in `count` parts that are about as much work: those with a pulse go round first."""
        order = np.argsort(self._busy < self._clock[:, 0], kind="stable")
        return [order[k::count] for k in range(count)]

    def work(self, whose, end):
        """Advance some copies to a time; typing six functions anew in each call would take as long as the work."""
        advance = getattr(advance_abreast, "entry", advance_abreast)
        advance(
            self.program.setup, *self.program.in_lanes, self._function, self._sizes, np.ascontiguousarray(whose), end,
            self.y, self.inputs, self._pulsed, self.parameters, self._pulses, self.scale, self.rtol, self._watched,
            self._spikes, self._clock, self._counters, self._status, self.outputs,
        )  # fmt: skip

    def spikes(self):
        """Return the spikes on the way to where all are now; raises SolverError if one could not go on."""
        if self._status.any():
            self._fail(int(np.flatnonzero(self._status)[0]))
        counts = self._counters[:, rosenbrock.SPIKES]
        firing = counts.nonzero()[0]
        if not len(firing):
            return _NOBODY
        copies = np.repeat(firing, counts[firing])
        times = np.concatenate([self._spikes[i, : counts[i]] for i in firing])
        order = np.lexsort((copies, times))
        return copies[order], times[order]

    def _fail(self, copy):
        time, name = float(self._clock[copy, 0]), self.names[self._counters[copy, rosenbrock.WORST]]
        raise SolverError(
            f"the solver could not go on at {time:.6g} ms in copy {copy}: the error was largest in {name}",
            time, name, None,
        )  # fmt: skip


class Team:
    """Threads that share the work of several Crowds; each copy does the same on any number of them."""

    def __init__(self, threads):
        self._threads = threads
        self._pool = ThreadPoolExecutor(threads - 1) if threads > 1 else None  # beside the caller's own

    def __enter__(self):
        return self

    def __exit__(self, *_):
        if self._pool:
            self._pool.shutdown()

    def advance(self, crowds, end):
        """Advance crowds side by side to a time; return what `Crowd.advance` returns of each."""
        if not self._pool:
            return [crowd.advance(end) for crowd in crowds]
        parts = [crowd.shared(self._threads) for crowd in crowds]

        def part(k):
            for crowd, shares in zip(crowds, parts, strict=True):
                crowd.work(shares[k], end)

        others = [self._pool.submit(part, k) for k in range(1, self._threads)]
        part(0)
        for other in others:
            other.result()
        return [crowd.spikes() for crowd in crowds]
