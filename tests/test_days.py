"""A recovery's times are days: in results, and in every message that tells a time."""

import pytest

from simulator import Change, Pulse, Recovery, Rest, Train, fit, simulate, sweep
from simulator.protocol import time_unit
from simulator.simulate.system import prepare
from simulator.solver.solve import SolverError, solve

STRAIN = Recovery.human(1)
LATE = Change(10, set={"care.load": 1.0})
PACE = ["healing.pace"]
CURVE = {"time": [0, 1.0, 2.0], "force": [0.5, 0.6, 0.7]}

TOLD = {
    "a change after the run": (lambda: simulate(STRAIN, LATE, duration=5), r"\(5 d\), the first at 10 d;"),
    "the same of a sweep": (
        lambda: sweep(STRAIN, LATE, duration=5, grid={"care.load": [0, 1]}, measures=["recovery.lowest"]),
        r"\(5 d\), the first at 10 d;",
    ),
    "a change of what is not there": (
        lambda: simulate(STRAIN, Change(3, set={"care.lod": 1}), duration=5),
        "change at 3 d: no parameter 'care.lod'",
    ),
    "pulses that overlap": (
        lambda: simulate(STRAIN, Pulse(1, width=2) + Pulse(2), duration=5),
        "one lasts from 1 to 3 d and the next starts at 2 d",
    ),
    "a run that is too long": (lambda: simulate(STRAIN, duration=1e6, interval=1e-3), "every 0.001 d for 1e"),
    "a fit to times that fall": (
        lambda: fit(STRAIN, Rest(), CURVE | {"time": [0, 2.0, 1.0]}, PACE),
        "1 d does not come after 2 d",
    ),
    "a fit to times before the run": (
        lambda: fit(STRAIN, Rest(), CURVE | {"time": [-1.0, 1.0, 2.0]}, PACE),
        "-1 d is before the run, which starts at 0 d",
    ),
    "a fit to times after the run": (
        lambda: fit(STRAIN, Rest(), CURVE, PACE, duration=1.0),
        "2 d is after the run, which ends at 1 d",
    ),
    "a fit to targets without a duration": (
        lambda: fit(STRAIN, Rest(), {"recovery.lowest": (0.2, 0.3)}, PACE),
        r"need the duration of the run \(d\)",
    ),
}


@pytest.mark.parametrize("case", TOLD)
def test_every_message_tells_days(case):
    run, told = TOLD[case]
    with pytest.raises(ValueError, match=told) as caught:
        run()
    assert " ms" not in str(caught.value)


def test_a_solver_that_gives_up_tells_the_day():
    problem = prepare(STRAIN, Rest(), 5.0)
    with pytest.raises(SolverError, match="could not go on at 0 d: 0 steps were used"):
        solve(problem, [0.0, 5.0], max_steps=0)


def test_traces_of_a_sweep_and_of_a_fit_are_on_days():
    swept = sweep(STRAIN, Rest(), duration=3, interval=1.0, grid={"care.load": [0, 1]}, traces=["force"])
    assert swept.time.attrs["units"] == "d"
    truth = simulate(STRAIN, duration=8, interval=1.0)
    measured = {"time": truth.time.values, "force": truth.force.values}
    found = fit(STRAIN.scaled({"healing.pace": 1.3}), Rest(), measured, PACE, errors={"force": 0.01})
    assert found.comparison.time.attrs["units"] == found.curves.time.attrs["units"] == "d"
    assert float(found.model.healing.pace) == pytest.approx(float(STRAIN.healing.pace), rel=0.02)


def test_all_else_is_told_in_milliseconds():
    assert [time_unit(x) for x in (STRAIN, None)] == ["d", "ms"]
    with pytest.raises(ValueError, match=r"\(5 ms\)"):
        Train(10, 3, start=10).schedule(5)
