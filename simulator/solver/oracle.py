"""The same problem solved by SciPy or by SUNDIALS: slow, independent, for checking."""

import numpy as np
from scipy.integrate import solve_ivp

from simulator.solver.rosenbrock import SPIKE_ON
from simulator.solver.solve import Solution, SolverError


def solve_with_scipy(problem, save_times, *, rtol=1e-4, progress=None, method="LSODA"):
    """Return the Solution of `problem` by `scipy.integrate.solve_ivp`; arguments as in `solve`.

    Takes the state's scale times `rtol` as absolute tolerance. Raises SolverError if SciPy fails.
    """
    save_times = np.asarray(save_times, dtype=float)
    states = np.full((len(save_times), len(problem.initial)), np.nan)
    y, spikes, steps = np.array(problem.initial, dtype=float), [], 0
    states[save_times <= problem.breaks[0]] = y

    def upstroke(t, y):
        return y[problem.watched] - SPIKE_ON

    upstroke.direction = 1.0
    for s in range(len(problem.breaks) - 1):
        begin, end = problem.breaks[s], problem.breaks[s + 1]
        write = _slope(problem, s)

        def slope(t, y, write=write):
            out = np.empty(len(y))
            write(t, y, out)
            return out

        wanted = (save_times > begin) & (save_times <= end)
        result = solve_ivp(
            slope, (begin, end), y, method=method, rtol=max(rtol, 1e-13), atol=rtol * problem.scale,
            t_eval=np.union1d(save_times[wanted], end), events=upstroke, first_step=min(1e-3, end - begin),
        )  # fmt: skip
        steps += len(result.t)
        if not result.success:
            done = save_times <= (result.t[-1] if len(result.t) else begin)
            partial = Solution(save_times[done], states[done], y, np.array(spikes), steps, 0)
            raise SolverError(f"SciPy's {method} stopped: {result.message}", float(begin), "", partial)
        states[wanted] = result.y[:, : wanted.sum()].T
        y = result.y[:, -1]
        spikes.extend(result.t_events[0])
        if progress:
            progress((end - problem.breaks[0]) / (problem.breaks[-1] - problem.breaks[0]))
    return Solution(save_times, states, y, np.array(spikes), steps, 0)


def solve_with_cvode(problem, save_times, *, rtol=1e-4, progress=None):
    """Return the Solution of `problem` by CVODE of SUNDIALS (package scikit-sundae); as `solve`."""
    from sksundae.cvode import CVODE

    save_times = np.asarray(save_times, dtype=float)
    states = np.full((len(save_times), len(problem.initial)), np.nan)
    y, steps = np.array(problem.initial, dtype=float), 0
    states[save_times <= problem.breaks[0]] = y
    for s in range(len(problem.breaks) - 1):
        begin, end = problem.breaks[s], problem.breaks[s + 1]

        solver = CVODE(_slope(problem, s), method="BDF", rtol=rtol, atol=rtol * problem.scale, max_num_steps=100_000)
        wanted = (save_times > begin) & (save_times <= end)
        grid = np.union1d(save_times[wanted], [begin, (begin + end) / 2, end])  # two points would mean every step
        result = solver.solve(grid, y)
        if not result.success:
            done = save_times <= begin
            partial = Solution(save_times[done], states[done], y, np.array([]), steps, 0)
            raise SolverError(f"CVODE stopped: {result.message}", float(begin), "", partial)
        states[wanted] = result.y[np.searchsorted(grid, save_times[wanted])]
        y = result.y[-1].copy()
        steps += len(result.t)
    return Solution(save_times, states, y, np.array([]), steps, 0)


def _slope(problem, segment):
    """Return f(t, y, out) of one segment."""
    constants, rates = problem.constants(segment), problem.program.rates

    def slope(t, y, out):
        rates(np.array(y), constants, out)

    return slope
