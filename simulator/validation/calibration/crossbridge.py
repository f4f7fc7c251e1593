"""Calibration of the cross-bridge stage: four fibres, driven by the membrane and calcium stages as they stand.

What is fitted: switching, the cycle and its strain dependence (SEARCHED), by CMA-ES, to the ranges
in TARGETS: twitch, force against stimulus rate, skinned-fibre force against calcium, redevelopment
of force (ktr), force against velocity in both directions, heads attached and ATP. A range counts
next to nothing inside and grows quadratically outside. The stiffness is then set for a maximal
stress of 225 kPa (Powell et al. 1984, J Appl Physiol 57:1715: mammalian muscle, 22.5 N/cm^2).
Troponin occupancy comes from complete fibres, which no cross-bridge acts back on, once for a whole
search. All is at the reference temperature of the fibre, but ktr at 15 degC.

    python -m simulator.validation.calibration.crossbridge                  # measure the stage as it is
    python -m simulator.validation.calibration.crossbridge mouse_fast 10    # search for 10 minutes

The measured values of the numbers in stages/crossbridge.py are stored in crossbridge.json.
"""

import json
import sys
import time
from math import exp, log

import numpy as np
from scipy.optimize import curve_fit

from simulator.curves.skinned import rates as skinned_rates
from simulator.kernel import kernel
from simulator.models.fibre import Fibre
from simulator.protocol import Train
from simulator.simulate import simulate
from simulator.stages import calcium, crossbridge
from simulator.stages.crossbridge import CrossbridgeParameters, CrossbridgeState
from simulator.stages.energy import EnergyState
from simulator.validation.calibration import store, table
from simulator.validation.calibration.calcium import misfit

STATE, PARAMETERS = CrossbridgeState.dtype(), CrossbridgeParameters.dtype()
ENERGY, RESTED = EnergyState.dtype(), EnergyState().array()
INTERVAL, LONGEST = 0.25, 0.1  # ms: between samples, and of a step of the integration
STRESS = 225.0  # kPa
ON = np.array([1.0, *[0.0] * 8])  # every site on, no head attached
RATES = {  # Hz
    "mouse_fast": (10, 20, 30, 40, 50, 65, 80, 100, 125),
    "mouse_slow": (5, 10, 15, 20, 25, 30, 40, 60, 100),
    "human_fast": (5, 8, 10, 12, 15, 20, 25, 30, 50, 100),
    "human_slow": (4, 6, 8, 10, 12, 15, 20, 30, 50, 100),
}
SEARCHED = (
    "on_rate", "off_rate", "cooperativity", "attachment_rate", "slip_rate", "stroke_rate", "reversal_rate",
    "detachment_rate", "skip_rate", "stretch_strain", "release_strain", "detachment_strain",
)  # fmt: skip

# fibre: {measure: (low, high)}, aims inside the acceptance ranges of targets 32, 34, 37, 39-41, 43-47
_ALL = {
    "twitch to tetanus": (0.15, 0.26), "100 Hz": (0.88, 1.0), "least rise with rate": (0.002, 1),
    "rest": (0, 0.003), "attached": (0.22, 0.4), "strong": (0.14, 0.3), "attached at Vmax": (0.25, 0.7),
    "ATP at Vmax": (2, 6), "misfit of Hill": (0, 0.01),
    "lengthening at 0.25 Vmax": (1.36, 1.6), "lengthening at Vmax": (1.5, 1.7),
}  # fmt: skip
_FAST = _ALL | {"ktr at 15 degC": (11, 24), "pCa50": (5.72, 5.96), "nH": (3.1, 5), "a/F0": (0.28, 0.4)}
_SLOW = _ALL | {"ktr at 15 degC": (2.6, 5.5), "pCa50": (5.92, 6.2), "nH": (2.2, 3.4), "a/F0": (0.17, 0.23)}
TARGETS = {
    "mouse_fast": _FAST | {
        "contraction time": (17, 23), "half relaxation": (18, 26), "half-force rate": (42, 56),
        "Vmax": (6.3, 7.3), "ATP": (2, 6),
    },
    "mouse_slow": _SLOW | {
        "contraction time": (41, 54), "half relaxation": (45, 75), "half-force rate": (17.5, 25),
        "Vmax": (3.0, 3.7), "ATP": (0.6, 2),
    },
    "human_fast": _FAST | {
        "contraction time": (41, 51), "half relaxation": (40, 54), "half-force rate": (13.5, 18),
        "Vmax": (7, 9), "ATP": (4, 12), "half relaxation at 0.3 uptake": (2.06, 5),
    },
    "human_slow": _SLOW | {
        "contraction time": (81, 98), "half relaxation": (75, 100), "half-force rate": (8.5, 11),
        "Vmax": (2.4, 3.4), "ATP": (1, 4),
    },
}  # fmt: skip


@kernel
def rates(y, occupancy, velocity, parameters, out):
    """Write the rates of the stage at optimal length."""
    skinned_rates(y, occupancy, velocity, RESTED.view(ENERGY)[0], parameters.view(PARAMETERS)[0], out)


@kernel
def tension(y, parameters):
    """Return the relative force at optimal length."""
    p = parameters.view(PARAMETERS)[0]
    return crossbridge.relative_force(y.view(STATE)[0], 0.0, crossbridge.optimal_length(p), p)


@kernel
def respond(y, occupancy, velocity, step, parameters):
    """Return relative force and the last state for a course of occupancy, sampled every `step` (ms)."""
    force = np.empty(occupancy.size)
    parts = int(np.ceil(step / LONGEST))
    h, rise = step / parts, (occupancy[1:] - occupancy[:-1]) / parts
    y, k1, k2, k3, k4 = y.copy(), y.copy(), y.copy(), y.copy(), y.copy()
    force[0] = tension(y, parameters)
    for i in range(occupancy.size - 1):
        for part in range(parts):
            begin, end = occupancy[i] + rise[i] * part, occupancy[i] + rise[i] * (part + 1)
            rates(y, begin, velocity, parameters, k1)
            rates(y + 0.5 * h * k1, 0.5 * (begin + end), velocity, parameters, k2)
            rates(y + 0.5 * h * k2, 0.5 * (begin + end), velocity, parameters, k3)
            rates(y + h * k3, end, velocity, parameters, k4)
            y = y + h / 6 * (k1 + 2 * k2 + 2 * k3 + k4)
        force[i + 1] = tension(y, parameters)
    return force, y


@kernel
def properties(parameters):
    """Return maximal stress (kPa), optimal length (um) and the strong fraction of a fully active fibre."""
    p = parameters.view(PARAMETERS)[0]
    return crossbridge.maximal_force(p), crossbridge.optimal_length(p), crossbridge.largest_strong(p)


def occupancies(name):
    """Return {stimulus rate: course of occupancy}, 0 Hz being one pulse; "slow uptake" in man."""
    species, kind = name.split("_")
    fibre = getattr(Fibre, kind)(species=species)

    def course(fibre, rate, count, duration):
        train = Train(rate=rate, count=count, start=0.0)
        return simulate(fibre, train, duration=duration, interval=INTERVAL).occupancy.values

    courses = {0: course(fibre, 1, 1, 800)}
    for rate in RATES[name]:
        duration = 2000 if rate < 20 else 1200
        courses[rate] = course(fibre, rate, duration * rate // 1000, duration)
    if species == "human":
        courses["slow uptake"] = course(fibre.scaled({"calcium.uptake_rate": 0.3}), 1, 1, 1500)
    return courses


def twitch(force):
    """Return height, contraction time, half relaxation and latency of a twitch (ms)."""
    rise, t = force - force[0], INTERVAL * np.arange(force.size)
    top = int(np.argmax(rise))
    relaxed = np.flatnonzero(rise[top:] < rise[top] / 2)
    half = INTERVAL * relaxed[0] if relaxed.size else 1e4
    return rise[top], t[top], half, t[np.argmax(rise > 0.01 * rise[top])]


def stimulation(p, courses):
    """Return {measure: value} for twitches and trains."""
    numbers, dark = p.array(), np.full(8000, courses[0][0])
    rest = respond(np.zeros(len(STATE)), dark, 0.0, 0.5, numbers)[1]
    force = {rate: respond(rest, course, 0.0, INTERVAL, numbers)[0] for rate, course in courses.items()}
    height, contraction, relaxation, latency = twitch(force[0])
    rates_ = np.array([r for r in force if isinstance(r, int) and r > 0])
    mean, peak = np.empty(rates_.size), np.empty(rates_.size)
    for i, rate in enumerate(rates_):
        period, late = round(1000 / rate / INTERVAL), int(300 / INTERVAL)
        mean[i] = force[rate][-period * max(1, 100 // rate * 2) :].mean()
        peak[i] = force[rate][late:].max()
    top = mean[list(rates_).index(100)]
    m = {"rest": force[0][0], "latency": latency, "contraction time": contraction}
    m |= {"half relaxation": relaxation, "twitch to tetanus": height / top, "100 Hz": top}
    m |= {"least rise with rate": np.diff(mean).min(), "slowest train to twitch": peak[0] / height}
    m |= {"half-force rate": np.interp(top / 2, peak, rates_)}
    m |= {"half-force rate by mean": np.interp(top / 2, mean, rates_)}
    if "slow uptake" in force:
        m["half relaxation at 0.3 uptake"] = twitch(force["slow uptake"])[2] / relaxation
    return m


def skinned(p, troponin):
    """Return pCa50 and Hill slope of the steady force at clamped calcium."""
    free = 10 ** np.linspace(-1.2, 1.7, 59)
    one = free * troponin.first_on / troponin.first_off
    both = one * free * troponin.second_on / troponin.second_off
    bound = both / (1 + one + both)
    force = np.array([respond(0.5 * ON, np.full(4000, x), 0.0, 0.5, p.array())[0][-1] for x in bound])
    force = force / respond(ON, np.ones(4000), 0.0, 0.5, p.array())[0][-1]
    inside = (force > 0.1) & (force < 0.9)
    slope, offset = np.polyfit(np.log10(free[inside]), np.log10(force[inside] / (1 - force[inside])), 1)
    return {"pCa50": 6 + offset / slope, "nH": slope}


def redevelopment(p):
    """Return the rate at which force comes back at full activation, ln 2 / half time (1/s)."""
    force, _ = respond(ON, np.ones(12000), 0.0, 0.1, p.array())
    return 1000 * log(2) / (0.1 * np.argmax(force > force[-1] / 2))


def movement(p):
    """Return {measure: value} for steady shortening and lengthening at full activation."""
    numbers = p.array()
    _, length, strong = properties(numbers)
    rest = respond(ON, np.ones(10000), 0.0, 0.2, numbers)[1]

    def steady(velocity):
        force, y = respond(rest, np.ones(6000), velocity, 0.05, numbers)
        return force[-1], y

    low, high = 0.0, 60.0
    for _ in range(14):
        middle = (low + high) / 2
        low, high = (low, middle) if steady(-middle)[0] < 0 else (middle, high)
    share = np.linspace(0.02, 0.98, 17)
    force = np.array([steady(-x * high)[0] for x in share])
    use = (force > 0.05) & (force < 0.8)

    def hill(x, a, b):
        return (1 - x / b) / (1 + x / b / a)

    (a, b), _ = curve_fit(hill, share[use], force[use], p0=(0.3, 1.0), bounds=((0.02, 0.5), (5, 2)))
    fast, row = steady(-high)[1], numbers.view(PARAMETERS)[0]
    atp = [
        1000 * crossbridge.atp_use(y.view(STATE)[0], length, RESTED.view(ENERGY)[0], row) / row.heads
        for y in (rest, fast)
    ]
    attached = [y[1] + y[2] for y in (rest, fast)]
    m = {"Vmax": high / (length / 2), "a/F0": a}
    m |= {"misfit of Hill": np.sqrt(np.mean((force - hill(share, a, b))[use] ** 2))}
    m |= {"attached": attached[0], "strong": strong, "attached at Vmax": attached[1] / attached[0]}
    m |= {"ATP": atp[0], "ATP at Vmax": atp[1] / atp[0]}
    return m | {f"lengthening at {x}Vmax": steady(float(x or 1) * high)[0] for x in ("0.25 ", "0.5 ", "")}


def measure(name, base, courses):
    """Return {measure: value} of a parameter set of the fibre `name`."""
    m = stimulation(base, courses) | skinned(base, getattr(calcium, name.upper())) | movement(base)
    return m | {"ktr at 15 degC": redevelopment(base.at_temperature(15))}


def scaled(base):
    """Return the set with the stiffness that gives STRESS."""
    largest = properties(base.array())[0]
    stiffness = float(f"{base.stiffness * STRESS / largest:.4g}")
    return base.varied({"stiffness": (stiffness, base.stiffness.source)})


def search(name, base, minutes, seed=1, spread=0.15, report=print):
    """Return the best set found by CMA-ES from `base`, and its cost; a unit of the search is a factor e."""
    import cma

    courses, best = occupancies(name), (base, np.inf)
    options = {"seed": seed, "verbose": -9, "popsize": 12}
    strategy = cma.CMAEvolutionStrategy(np.zeros(len(SEARCHED)), spread, options)
    until = time.time() + 60 * minutes
    while time.time() < until and not strategy.stop():
        points, costs = strategy.ask(), []
        for point in points:
            try:
                p = base.varied({n: getattr(base, n) * exp(x) for n, x in zip(SEARCHED, point, strict=True)})
                costs.append(sum(misfit(measure(name, p, courses), TARGETS[name]).values()))
            except (ValueError, RuntimeError, TypeError, np.linalg.LinAlgError):
                costs.append(1e4 + float(point @ point))
            if costs[-1] < best[1]:
                best = p, costs[-1]
        strategy.tell(points, costs)
        report(f"{name} generation {strategy.countiter}: {best[1]:.2f}")
    return best


def told(name, p):
    """Return the rows of one fibre, as `table` gives them."""
    return table(measure(name, p, occupancies(name)), TARGETS[name])


if __name__ == "__main__":
    if len(sys.argv) > 1:
        chosen = sys.argv[1]
        start = getattr(crossbridge, chosen.upper())
        found, _ = search(chosen, start, float(sys.argv[2]), report=lambda x: print(x, flush=True))
        found = scaled(found.varied({n: float(f"{getattr(found, n):.3g}") for n in SEARCHED}))
        print(json.dumps({n: float(getattr(found, n)) for n in (*SEARCHED, "stiffness")}))
        print(json.dumps(told(chosen, found), indent=0))
    else:
        store(__file__, {fibre: told(fibre, getattr(crossbridge, fibre.upper())) for fibre in RATES})
