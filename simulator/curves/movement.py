"""Curves of a fibre that is set to a length, loaded, released or moved during a tetanus."""

import numpy as np
from scipy.optimize import curve_fit

from simulator.curves.told import Told, curve
from simulator.protocol import Cycle, Load, ProtocolError, Stretch, Train
from simulator.simulate import simulate

RATE, SETTLED, SLOWER = 100.0, 300.0, 2.5  # Hz; ms from the first pulse to a steady tetanus; Q10 of that
START = 10.0  # ms
LONGEST = 100.0  # ms that a loaded fibre is watched, if it is warm
L0 = "optimal lengths"


def slowness(model):
    """Return how many times slower than usual a fibre is that is colder than usual (1)."""
    return SLOWER ** max(0.0, (float(model.crossbridge.reference_temperature) - model.temperature) / 10)


def steady_from(model):
    """Return when a tetanus counts as steady (ms)."""
    return START + SETTLED * slowness(model)


def tetanus(model, lasting):
    """Return the pulses of a tetanus that goes on for some time after it is steady (ms): fewer in the cold."""
    rate = RATE / slowness(model)
    return Train(rate, int((steady_from(model) - START + lasting) * rate / 1000), start=START)


@curve(
    least_length=("um", "where active force begins"),
    plateau_begins=("um", "shortest length of 99 % of the largest force"),
    plateau_ends=("um", "longest length of 99 % of the largest force"),
    greatest_length=("um", "where active force ends"),
)
def length_tension(model, values=None):
    """Return active, passive and total force of a tetanus, by the sarcomere length at which the fibre is held.

    values : sarcomere lengths (um)
    """
    released = steady_from(model)
    shortest, longest = float(model.crossbridge.overlap_begins), float(model.crossbridge.overlap_ends)
    lengths = np.asarray(values if values is not None else np.linspace(shortest - 0.05, longest + 0.05, 32), float)
    rows = []
    for length in lengths:
        run = simulate(
            model.with_parameters({"mechanics.set_length": float(length)}), tetanus(model, 0), duration=released
        )
        rows.append((run.length[-1], run.force[-1], run.passive_force[-1], run.total_force[-1]))
    reached, active, passive, total = np.array(rows, float).T
    top = active.max()
    plateau = reached[active > 0.99 * top]
    falling = active[reached > plateau.max()], reached[reached > plateau.max()]
    zero = np.interp(-0.01 * top, -falling[0], falling[1])
    short = active[: int(np.argmax(active))]
    return Told(
        ("length", reached, "um", "sarcomere length"),
        {
            "active": (active / top, "1", "active force, of the largest"),
            "passive": (passive / top, "1", "passive force, of the largest active force"),
            "total": (total / top, "1", "total force, of the largest active force"),
        },
        {
            "least_length": np.interp(0.01 * top, short, reached[: len(short)]),
            "plateau_begins": plateau.min(),
            "plateau_ends": plateau.max(),
            "greatest_length": zero,
        },
    )


def hill(velocity, a, b):
    """Return the relative force at a velocity by Hill's hyperbola: (F + a)(v + b) = (1 + a) b."""
    return (1 + a) * b / (velocity + b) - a


@curve(
    vmax=("1/s", f"velocity without load, by Hill's fit, {L0} per second"),
    curvature=("1", "a / F0 of Hill's fit"),
    fit=("1", "R squared of Hill's fit to loads below 0.8"),
    greatest_power=("1/s", f"isometric force x {L0} per second"),
    lengthening_plateau=("1", "force of lengthening at the largest velocity, of the isometric"),
)
def force_velocity(model, values=None):
    """Return velocity and power by load in a tetanus, and the force of lengthening; Hill's fit.

    values : loads, of the isometric force, between 0 and 1. Velocities are read where sarcomeres pass the middle of the
    plateau; the fibre is lengthened at parts of the velocity without load.
    """
    released = steady_from(model)
    default = [0.02, 0.05, 0.1, 0.15, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9]
    loads = np.asarray(values if values is not None else default, float)
    if not (loads.min() > 0 and loads.max() < 1):
        raise ProtocolError(f"loads from {loads.min():g} to {loads.max():g}: allowed is between 0 and 1, both left out")
    isometric = float(simulate(model, tetanus(model, 0), duration=released).force[-1])
    shortening = np.array([_loaded(model, load, isometric) for load in loads])
    force, velocity = shortening.T
    use = force < 0.8
    (a, b), _ = curve_fit(hill, velocity[use], force[use], p0=(0.3, 1.0), bounds=((0.01, 0.01), (5, 50)))
    vmax = b / a
    misfit = 1 - np.sum((force - hill(velocity, a, b))[use] ** 2) / np.sum((force[use] - force[use].mean()) ** 2)
    stretched = vmax * np.array([1.0, 0.5, 0.25, 0.1, 0.05])
    forces = np.array([_lengthened(model, v) for v in stretched])
    order = np.argsort(np.concatenate([-stretched, velocity]))
    power = np.concatenate([-stretched * forces, velocity * force])[order]
    fine = np.linspace(0, vmax, 400)
    return Told(
        ("velocity", np.concatenate([-stretched, velocity])[order], "1/s", f"velocity of shortening, {L0} per second"),
        {
            "force": (np.concatenate([forces, force])[order], "1", "force, of the isometric"),
            "power": (power, "1/s", f"power, isometric force x {L0} per second"),
        },
        {
            "vmax": vmax,
            "curvature": a,
            "fit": misfit,
            "greatest_power": (fine * hill(fine, a, b)).max(),
            "lengthening_plateau": forces[0],
        },
    )


def _loaded(model, load, isometric):
    """Return force, of the isometric (kPa), and velocity (L0/s) where a fibre released to a load passes its optimum."""
    released, longest = steady_from(model), LONGEST * slowness(model)
    best = float(model.mechanics.optimal_length)
    stretched = 1.03 + 0.1 * max(0.0, 1 - load / 0.6)  # the faster it will be, the longer
    fibre = model.with_parameters({"mechanics.set_length": stretched * best})
    share = isometric / model.command_units()["load"]
    protocol = tetanus(model, longest) + Load(load * share, start=released)
    run = simulate(fibre, protocol, duration=released + longest, interval=0.05).sel(time=slice(released + 1, None))
    passing = int(np.argmax(run.length.values < best)) or len(run.time) - 1
    return float(run.force[passing]) / isometric, float(run.shortening_velocity[passing])


def _lengthened(model, velocity, by=0.06):
    """Return the force of the isometric at the end of lengthening through the plateau at a velocity (L0/s)."""
    released = steady_from(model)
    fibre = model.with_parameters({"mechanics.set_length": 0.98 * model.mechanics.optimal_length})
    lasting = 1000 * by / velocity
    protocol = tetanus(model, lasting) + Stretch(released, by, lasting=lasting)
    run = simulate(fibre, protocol, duration=released + lasting, interval=lasting / 200)
    return float(run.force[-1] / run.force.sel(time=released, method="nearest"))


@curve(
    zero_force=("nm", "release that takes all force, by small steps"),
)
def quick_release(model, values=None, lasting=0.15):
    """Return force at the end of a step of length (T1) and after quick recovery (T2), of the isometric.

    values : steps, nm of a half-sarcomere, negative to release; lasting : of the step (ms)
    """
    released = steady_from(model)
    steps = np.asarray(values if values is not None else [-7, -6, -5, -4, -3, -2, -1, 1, 2, 3, 4], float)
    reach = model.mechanics.half_sarcomere * model.mechanics.optimal_length
    first, second = [], []
    for step in steps:
        protocol = tetanus(model, 5) + Stretch(released, step / reach, lasting=lasting)
        run = simulate(model, protocol, duration=released + 5, interval=0.01)
        before = float(run.total_force.sel(time=released, method="nearest"))
        after = run.total_force.sel(time=slice(released + lasting, None)) / before
        first.append(float(after[0]))
        second.append(float(after.sel(time=released + lasting + 2.0, method="nearest")))
    first = np.array(first)
    small = np.abs(steps) <= 4
    slope, offset = np.polyfit(steps[small], first[small], 1)
    return Told(
        ("step", steps, "nm", "step of length, of a half-sarcomere"),
        {
            "t1": (first, "1", "force at the end of the step, of the isometric"),
            "t2": (second, "1", "force 2 ms later, of the isometric"),
        },
        {"zero_force": -offset / slope},
    )


@curve(
    ktr=("1/s", "rate of return, ln 2 / half time"),
)
def redevelopment(model, values=None, by=0.2):
    """Return the return of force after release and restretch in a tetanus, and its rate.

    values : times after the restretch (ms); by : of the release (L0)
    """
    released = steady_from(model)
    times = np.asarray(values if values is not None else np.arange(0, 600.0, 2.0), float)
    protocol = (
        tetanus(model, times[-1] + 22) + Stretch(released, -by, lasting=15) + Stretch(released + 20, by, lasting=1)
    )
    run = simulate(model, protocol, duration=released + 21 + times[-1], interval=0.5)
    before = float(run.force.sel(time=released, method="nearest"))
    force = np.interp(released + 21 + times, run.time, run.force) / before
    from_least = int(np.argmin(force[: len(force) // 2]))
    low, high = force[from_least], force[-1]
    half = np.interp((low + high) / 2, force[from_least:], times[from_least:]) - times[from_least]
    return Told(
        ("time", times, "ms", "since the restretch"),
        {"force": (force, "1", "force, of that before the release")},
        {"ktr": 1000 * np.log(2) / half},
    )


@curve(
    work=("mJ/cm^3", "net work of a cycle"),
    power=("mW/cm^3", "net power"),
)
def work_loop(model, values=None, rate=3.0, amplitude=0.05, phase=0.15):
    """Return force and length of the third of three cycles, with a burst of stimuli in each, and its work.

    values : times in the cycle, of the whole; rate : cycles in a second; amplitude : L0; phase : of the cycle at which
    the stimuli begin, lengthening being first; they last for a quarter of it
    """
    parts = np.asarray(values if values is not None else np.linspace(0, 1, 201), float)
    each = 1000 / rate
    count = max(1, int(RATE * each / 4 / 1000))
    protocol = Cycle(rate, amplitude, 3, start=START) + Train(
        RATE, count, start=START + phase * each, repeats=3, every=each
    )
    run = simulate(model, protocol, duration=START + 3 * each + 1)
    times = START + (2 + parts) * each
    length, force = (np.interp(times, run.time, run[name]) for name in ("length", "total_force"))
    best = model.mechanics.optimal_length
    work = -np.trapezoid(force, length / best)
    return Told(
        ("part", parts, "1", "part of the cycle"),
        {"length": (length, "um", "sarcomere length"), "force": (force, "kPa", "total force")},
        {"work": work, "power": work * rate},
    )
