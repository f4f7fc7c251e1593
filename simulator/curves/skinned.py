"""Curves of a fibre without a membrane: free calcium is set, and cross-bridges come to what it lets them do."""

import numpy as np
from scipy.optimize import curve_fit

from simulator.curves.told import Told, curve
from simulator.kernel import kernel
from simulator.stages import calcium, crossbridge
from simulator.stages.calcium import CalciumParameters
from simulator.stages.crossbridge import CrossbridgeParameters, CrossbridgeState
from simulator.stages.energy import EnergyState

STATE, PARAMETERS, ENERGY = CrossbridgeState.dtype(), CrossbridgeParameters.dtype(), EnergyState.dtype()
TROPONIN = CalciumParameters.dtype()
FRESH = EnergyState().array()
STEP = 0.02  # ms


@kernel
def rates(y, occupancy, velocity, e, p, out):
    """Write the rates of the stage alone, light chains as they are, sliding at a velocity (nm/ms)."""
    s, d = y.view(STATE)[0], out.view(STATE)[0]
    crossbridge.crossbridge_rates(s, occupancy, 0.0, 0.0, e, p, d)
    crossbridge.carried(s, velocity, d)


@kernel
def settle(y, occupancy, velocity, parameters, e, count, step, course):
    """Write the relative force after each of some steps (midpoint rule) into `course`, and return the last state."""
    p, now = parameters.view(PARAMETERS)[0], e.view(ENERGY)[0]
    y, k, length = y.copy(), y.copy(), crossbridge.optimal_length(p)
    for i in range(count):
        rates(y, occupancy, velocity, now, p, k)
        half = y + 0.5 * step * k
        rates(half, occupancy, velocity, now, p, k)
        y = y + step * k
        course[i] = crossbridge.relative_force(y.view(STATE)[0], 0.0, length, p)
    return y


def settled(model, free=None, *, velocity=0.0, y=None, lasting=400.0):
    """Return the relative force and state of cross-bridges in a calcium (uM; saturating unless told) after a time.

    velocity : of a half-sarcomere (nm/ms); y : state to begin with (all sites off, none bound); lasting : ms
    """
    p = model.crossbridge.at_temperature(model.temperature).array()
    y = CrossbridgeState(activated=0.5).array() if y is None else y
    course = np.empty(int(lasting / STEP))
    occupancy = 1.0 if free is None else bound(model, free)
    y = settle(y, occupancy, velocity, p, FRESH, len(course), STEP, course)
    return course, y


def bound(model, free):
    """Return the fraction of troponin with both sites filled in a free calcium (uM)."""
    p = model.calcium.at_temperature(model.temperature)
    loose = calcium.looseness(FRESH.view(ENERGY)[0], p.array().view(TROPONIN)[0])
    one = free * p.first_on / (loose * p.first_off)
    both = one * free * p.second_on / (loose * p.second_off)
    return both / (1 + one + both)


@curve(
    pca50=("1", "pCa at half force, by Hill's fit"),
    hill_slope=("1", "steepness of Hill's fit"),
)
def force_pca(model, values=None):
    """Return the steady force by pCa, with Hill's fit; values : pCa, from high to low calcium or back."""
    pca = np.asarray(values if values is not None else np.linspace(7.0, 4.5, 41), float)
    slow = 1.0 if model.temperature > 25 else 4.0
    force = np.array([settled(model, 10 ** (6 - x), lasting=500 * slow)[0][-1] for x in pca])
    force = force / settled(model, lasting=500 * slow)[0][-1]

    def hill(x, half, slope):
        return 1 / (1 + 10 ** (slope * (x - half)))

    (half, slope), _ = curve_fit(hill, pca, force, p0=(5.8, 3.0))
    return Told(
        ("pca", pca, "1", "pCa: -log10 of free calcium in M"),
        {"force": (force, "1", "steady force, of that at saturating calcium")},
        {"pca50": half, "hill_slope": slope},
    )


@curve(
    ktr=("1/s", "rate of force redevelopment, ln 2 / half time"),
)
def activation(model, values=None):
    """Return the rise of force from no head bound in saturating calcium, and its rate; values : times (ms)."""
    course, _ = settled(model, y=CrossbridgeState(activated=1.0).array(), lasting=1500.0)
    times = np.asarray(values if values is not None else np.arange(0, 1500, 2.0), float)
    every = STEP * np.arange(1, len(course) + 1)
    half = every[int(np.argmax(course > course[-1] / 2))]
    return Told(
        ("time", times, "ms", "since heads may bind"),
        {"force": (np.interp(times, every, course) / course[-1], "1", "force, of the steady force")},
        {"ktr": 1000 * np.log(2) / half},
    )


def unloaded(model):
    """Return the velocity of a fully active fibre without load (L0/s)."""
    _, y = settled(model, lasting=2000.0)
    reach = model.mechanics.half_sarcomere * float(model.mechanics.optimal_length) / 1000
    low, high = 0.0, 60.0
    for _ in range(14):
        middle = (low + high) / 2
        pulling = settled(model, velocity=-middle, y=y, lasting=200.0)[0][-1] > 0
        low, high = (middle, high) if pulling else (low, middle)
    return high / reach
