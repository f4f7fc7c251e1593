"""Solve y' = f(y; inputs, parameters) between break times. Knows nothing of muscle."""

from dataclasses import dataclass

import numpy as np

from simulator.solver import rosenbrock
from simulator.solver.program import Program

STEPS_PER_CALL = 20_000  # between two looks at the keyboard and at the progress bar


@dataclass(frozen=True)
class Problem:
    """What is to be solved.

    program : the compiled equations
    initial : (n,) state at breaks[0]
    breaks : (s + 1,) increasing times; segment i lasts from breaks[i] to breaks[i + 1]
    inputs : (s, m), constant within a segment
    parameters : (q, k), the sets that occur; parameter_set : (s,) which of them holds in a segment
    names, scale : (n,) of each state: what to call it, and the size below which its error is absolute
    watched : which state is a potential whose upstrokes are noted
    unit : of its times
    """

    program: Program
    initial: np.ndarray
    breaks: np.ndarray
    inputs: np.ndarray
    parameter_set: np.ndarray
    parameters: np.ndarray
    names: tuple
    scale: np.ndarray
    watched: int = 0
    unit: str = "ms"

    def constants(self, segment):
        """Return the program's constants in one segment."""
        return self.program.prepared(self.inputs[segment], self.parameters[self.parameter_set[segment]])


@dataclass(frozen=True)
class Solution:
    """States (len(times), n) at the save times, the last state, upstroke times, and what it took."""

    times: np.ndarray
    states: np.ndarray
    last: np.ndarray
    spikes: np.ndarray
    steps: int
    rejected: int


class SolverError(RuntimeError):
    """The solver could not go on. `partial` is the Solution up to `time` (in its unit); `state` is to blame."""

    def __init__(self, message, time, state, partial):
        super().__init__(message)
        self.time, self.state, self.partial = time, state, partial


class Interrupted(KeyboardInterrupt):
    """Ctrl-C during a run. `partial` is what there is up to then."""

    def __init__(self, partial, message="stopped by the user"):
        super().__init__(message)
        self.partial = partial


def solve(problem, save_times, *, rtol=1e-4, progress=None, max_steps=50_000_000):
    """Return the Solution of `problem` at `save_times`, with local errors below `rtol`.

    `progress`, if given, is called with the fraction done. Raises SolverError where the solver
    cannot go on, and Interrupted on Ctrl-C, both with the results up to then.
    """
    y = np.array(problem.initial, dtype=float)
    program = problem.program
    functions = program.setup, program.rates, program.jacobian, program.factorise, program.substitute
    sizes = np.array([program.constants, len(program.rows), program.factors])
    save_times = np.ascontiguousarray(save_times, dtype=float)
    saved = np.full((len(save_times), len(y)), np.nan)
    first = int(np.searchsorted(save_times, problem.breaks[0], side="right"))
    saved[:first] = y
    clock, counters = np.array([problem.breaks[0], 0.0]), np.zeros(7, dtype=np.int64)
    counters[rosenbrock.SAVED] = first
    spikes, upstrokes = [], np.empty(STEPS_PER_CALL)
    parameter_set = np.ascontiguousarray(problem.parameter_set, dtype=np.int64)
    breaks, inputs, parameters = (
        np.ascontiguousarray(a, dtype=float) for a in (problem.breaks, problem.inputs, problem.parameters)
    )
    length = problem.breaks[-1] - problem.breaks[0]

    def so_far():
        n = counters[rosenbrock.SAVED]
        took = (int(counters[c]) for c in (rosenbrock.STEPS, rosenbrock.REJECTED))
        return Solution(save_times[:n], saved[:n], y, np.array(spikes), *took)

    status = rosenbrock.PAUSED
    try:
        while status == rosenbrock.PAUSED and counters[rosenbrock.STEPS] < max_steps:
            budget = counters[rosenbrock.STEPS] + STEPS_PER_CALL
            counters[rosenbrock.SPIKES] = 0
            status = rosenbrock.advance(
                *functions, sizes, y, breaks, inputs, parameter_set, parameters, save_times, saved, problem.scale,
                rtol, problem.watched, upstrokes, clock, counters, budget,
            )  # fmt: skip
            spikes.extend(upstrokes[: counters[rosenbrock.SPIKES]])
            if progress:
                progress((clock[rosenbrock.TIME] - problem.breaks[0]) / length)
    except KeyboardInterrupt:
        raise Interrupted(so_far()) from None
    if status == rosenbrock.DONE:
        return so_far()
    name, time = problem.names[counters[rosenbrock.WORST]], float(clock[rosenbrock.TIME])
    tried = (
        f"the step fell to {clock[rosenbrock.STEP]:.2g} {problem.unit}"
        if status == rosenbrock.STEP_TOO_SMALL
        else f"{max_steps} steps were used"
    )
    raise SolverError(
        f"the solver could not go on at {time:.6g} {problem.unit}: {tried} at rtol {rtol:g}, "
        f"the error being largest in {name}; results up to then are in .partial",
        time,
        name,
        so_far(),
    )
