"""How fast it is, as ratios measured in one run; peers solve the same compiled right-hand side."""

import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor

import numpy as np

from simulator.models import shorten2007
from simulator.models.fibre import Fibre
from simulator.models.muscle import Muscle
from simulator.protocol import Drive, Pulse, Train
from simulator.simulate import simulate
from simulator.simulate.system import prepare
from simulator.solver.oracle import solve_with_cvode, solve_with_scipy
from simulator.solver.solve import solve
from simulator.sweep import sweep

WANTED_ERROR = 1e-4  # root mean square over time, of the range, in force and in potential
USUAL_TOLERANCE = 1e-4  # the default of `simulate`
TOLERANCES = (3e-3, 1e-3, 3e-4, 1e-4, 3e-5, 1e-5, 3e-6, 1e-6, 1e-7)
READ = {"shorten 2007": ("fibre.vS", "fibre.A_2"), "fibre": ("membrane.potential", "crossbridge.strong")}
SWEPT = ("calcium.uptake_rate", "membrane.chloride_permeability")
PEERS = {
    "musclesim": solve,
    "SciPy LSODA": lambda *a, **k: solve_with_scipy(*a, method="LSODA", **k),
    "SciPy BDF": lambda *a, **k: solve_with_scipy(*a, method="BDF", **k),
    "SUNDIALS CVODE": solve_with_cvode,
}


def bench_rows(*, quick=False):
    """Return one row for each piece of work and who does it.

    Each row has `work`, `who`, `seconds` (best of several), `error` (see WANTED_ERROR) and `ratio`:
    seconds relative to musclesim's for a peer; for musclesim itself, at the wanted error and at its
    default tolerance, and for a muscle, simulated time over elapsed time; for a cold or warm start, seconds relative to
    `python -c "import numpy"`; for a sweep, how many times faster two threads are than one.
    """
    train = Train(rate=50, count=50, start=0.0)
    rows = _against_peers("Shorten 2007 fast, 50 Hz, 1 s", shorten2007.fast(), train, 1000.0, quick)
    rows += _against_peers("human fast fibre, 50 Hz, 1 s", Fibre.fast(), train, 1000.0, quick)
    return rows + [_fatigue_row(), _sweep_row()] + _muscle_rows() + _start_rows()


def _fatigue_row():
    """Return how long ten minutes of fatigue take: a third of a second at 40 Hz, once a second."""
    seconds = _time(
        solve, prepare(Fibre.fast(), Train(40, 13, repeats=600, every=1000), 6e5), np.arange(0.0, 6e5, 50), 1e-4
    )
    return dict(work="ten minutes of fatigue", who="musclesim", seconds=seconds, error=None, ratio=600 / seconds)


def _muscle_rows():
    """Return how long a second of a muscle at half of full drive takes on all processors, for growing numbers of units.

    The error is the largest change of force when the step between exchanges is halved, of the largest force.
    """
    rows = []
    for units in (10, 30, 120, 480):
        muscle, half = Muscle.soleus(units=units), Drive(0.5)
        simulate(muscle, half, duration=10)
        seconds, runs = np.inf, {}
        for step in (2.0, 1.0, 2.0):
            began = time.perf_counter()
            runs[step] = simulate(muscle, half, duration=1000, step=step, interval=2.0)
            seconds = min(seconds, time.perf_counter() - began) if step == 2.0 else seconds
        error = float(abs(runs[2.0].relative_force - runs[1.0].relative_force).max())
        work = f"muscle of {units} units, half of full drive, 1 s"
        rows.append(dict(work=work, who="musclesim", seconds=seconds, error=error, ratio=1 / seconds))
    return rows


def _sweep_row():
    """Return how long 400 twitches with two numbers varied take on two threads."""
    work, grid = "sweep of 400 twitches", {path: np.linspace(0.5, 1.5, 20) for path in SWEPT}
    seconds = dict.fromkeys((1, 2), np.inf)
    for threads in (1, 2, 1, 2, 1, 2):
        with ThreadPoolExecutor(threads) as pool:
            began = time.perf_counter()
            sweep(Fibre.fast(), Pulse(10), duration=300, grid=grid, relative=True, executor=pool)
            seconds[threads] = min(seconds[threads], time.perf_counter() - began)
    return dict(work=work, who="musclesim, 2 threads", seconds=seconds[2], error=None, ratio=seconds[1] / seconds[2])


def _against_peers(work, model, protocol, duration, quick):
    problem = prepare(model, protocol, duration)
    times = np.arange(0.0, duration, 0.5)
    names = list(model.system.state_fields)
    columns = [names.index(n) for n in READ[model.system.name.lower()]]
    truth = solve(problem, times, rtol=1e-9).states[:, columns]
    rows, own = [], None
    for who, solver in PEERS.items():
        if quick and own is not None:
            break
        rtol, error = _tolerance_for(solver, problem, times, columns, truth)
        seconds = min(_time(solver, problem, times, rtol) for _ in range(5 if own is None else 2))
        ratio = duration / 1000 / seconds if own is None else seconds / own
        own = own or seconds
        rows.append(dict(work=work, who=who, seconds=seconds, error=error, ratio=ratio))
    usual = min(_time(solve, problem, times, USUAL_TOLERANCE) for _ in range(5))
    error = _error(solve, problem, times, columns, truth, USUAL_TOLERANCE)
    rows.append(dict(work=work, who="musclesim as usual", seconds=usual, error=error, ratio=duration / 1000 / usual))
    return rows


def _tolerance_for(solver, problem, times, columns, truth):
    """Return the loosest tolerance that gives the wanted error, and the error it gives."""
    for rtol in TOLERANCES:
        error = _error(solver, problem, times, columns, truth, rtol)
        if error <= WANTED_ERROR:
            break
    return rtol, error


def _error(solver, problem, times, columns, truth, rtol):
    """Return the larger root mean square error of force and potential, of their range."""
    found = solver(problem, times, rtol=rtol).states[:, columns]
    return float((np.sqrt(np.mean((found - truth) ** 2, axis=0)) / np.ptp(truth, axis=0)).max())


def _time(solver, problem, times, rtol):
    began = time.perf_counter()
    solver(problem, times, rtol=rtol)
    return time.perf_counter() - began


def _start_rows():
    """Return how long the program takes to start, as a ratio to importing NumPy."""
    commands = {
        "import numpy": ["-c", "import numpy"],
        "import simulator": ["-c", "import simulator"],
        "musclesim --help": ["-m", "simulator", "--help"],
        "musclesim run twitch, compiled before": ["-m", "simulator", "run", "twitch", "--json"],
    }
    rows, base = [], None
    for who, arguments in commands.items():
        seconds = min(_run(arguments) for _ in range(3))
        base = base or seconds
        rows.append(dict(work="start", who=who, seconds=seconds, error=None, ratio=seconds / base))
    return rows


def _run(arguments):
    began = time.perf_counter()
    subprocess.run([sys.executable, *arguments], check=True, capture_output=True)
    return time.perf_counter() - began
