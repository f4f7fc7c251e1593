"""Calibration of the calcium stage: four fibres, driven by a prescribed T-tubule action potential.

What is fitted: gating, permeability, inactivation, uptake and the second troponin site of each
fibre, to the ranges in TARGETS (mouse 16 degC: measured transients; the rest: plateau in a tetanus,
contraction threshold, the peak at which release fails, and a troponin occupancy that suits the
twitch). A range counts next to nothing inside and grows quadratically outside. CMA-ES found each
set; when the drive took the membrane stage's shape, a few numbers were moved by hand by 5-50 %.
The gating of human fibres is that of mouse, by Q10. Leak, calsequestrin and total calcium are not
searched but solved for: rest at 85 nM, the free store, and the content of the store.

    python -m simulator.validation.calibration.calcium              # measure the stage as it is
    python -m simulator.validation.calibration.calcium mouse_fast 10    # search for 10 minutes

The measured values of the numbers in stages/calcium.py are stored in calcium.json beside this file.
"""

import json
import sys
import time
from math import exp

import numpy as np

from simulator.kernel import kernel
from simulator.stages import calcium
from simulator.stages.calcium import CalciumParameters, CalciumState
from simulator.stages.energy import EnergyState
from simulator.validation.calibration import store, table

ENERGY, RESTED = EnergyState.dtype(), EnergyState().array()
STATE, PARAMETERS = CalciumState.dtype(), CalciumParameters.dtype()
INDEX = {name: i for i, name in enumerate(STATE.names)}
TOLERANCE = np.array(
    [
        1e-3
        if f in ("terminal", "bulk", "store", "terminal_atp", "bulk_atp")
        else 1e-6
        if f.startswith("open")
        else 1e-5
        for f in STATE.names
    ]
)
DRIVE_STEP = 0.05  # ms
REST = 0.085  # uM
PULSE = (  # time in half-widths, height
    [0, 0.2, 0.4, 0.5, 0.6, 0.8, 1.0, 1.2, 1.4, 1.6, 1.9, 2.4, 2.9, 3.4, 4.4],
    [0, 0.14, 0.5, 0.79, 0.96, 1.0, 0.86, 0.67, 0.5, 0.37, 0.26, 0.18, 0.12, 0.06, 0],
)

# fibre: its parameters, free calcium of the store (uM), content of the store (uM of myoplasmic water), and
# the drive at each temperature: half-width (ms), rest and peak (mV)
FIBRES = {
    "mouse_fast": ("MOUSE_FAST", 700.0, 1550.0, {16: (1.8, -80, 31), 25: (1.0, -83, 31)}),
    "mouse_slow": ("MOUSE_SLOW", 900.0, 1750.0, {16: (1.9, -80, 24), 25: (1.1, -83, 22)}),
    "human_fast": ("HUMAN_FAST", 700.0, 1550.0, {37: (0.58, -86, 20)}),
    "human_slow": ("HUMAN_SLOW", 900.0, 1750.0, {37: (0.66, -86, 11)}),
}

# fibre: {measure: (low, high)}; mouse at 16 degC: Baylor & Hollingworth 2003, 2007; the rest are our aims
# and the peak of the action potential at which release fails, -30 mV: Wang et al. 2022, eLife 11:e71588
_CLAMPED = {"-45 mV": (0, 0.25), "-38 mV": (0, 0.8), "-20 mV": (5, 60)}
_PEAKS = {
    "released by a peak of 0 mV": (0.65, 1),
    "released by a peak of -10 mV": (0.4, 0.9),
    "released by a peak of -20 mV": (0.1, 0.6),
    "released by a peak of -32 mV": (0, 0.1),
}
_MOUSE = {"25 tetanus": (2.5, 6.5)} | _CLAMPED | {f"25 {k}": v for k, v in _PEAKS.items()}
_HUMAN = {"37 tetanus": (2.5, 8.0), "37 tetanus occupancy": (0.78, 1)} | _CLAMPED
TARGETS = {
    "mouse_fast": _MOUSE | {
        "16 peak": (17, 20), "16 width": (4.5, 5.4),
        "16 narrow width": (4.0, 6.0), "16 wide width": (4.0, 6.0),
        "16 narrow peak": (14, 22), "16 wide peak": (14, 22),
        "16 release peak": (175, 225), "16 release width": (1.6, 1.9), "16 released": (300, 390),
        "16 second release": (0.2, 0.4), "16 fifth release": (0.12, 0.22),
        "25 occupancy": (0.35, 0.5), "25 occupancy decay": (10, 22), "25 tetanus occupancy": (0.72, 1),
        "25 half calcium": (1.2, 3.2), "25 occupancy at 40": (0.45, 0.65), "25 occupancy at 20": (0.1, 0.4),
    },
    "mouse_slow": _MOUSE | {
        "16 peak": (8.4, 10.4), "16 width": (7.4, 8.6),
        "16 narrow width": (6.5, 9.5), "16 wide width": (6.5, 9.5),
        "16 narrow peak": (7, 12), "16 wide peak": (7, 12), "16 released": (80, 105),
        "25 occupancy": (0.35, 0.5), "25 occupancy decay": (35, 60), "25 tetanus occupancy": (0.75, 1),
        "25 half calcium": (0.7, 2.2), "25 occupancy at 20": (0.4, 0.65),
    },
    "human_fast": _HUMAN | {
        "37 released": (120, 220), "37 occupancy": (0.38, 0.5), "37 occupancy decay": (28, 38),
        "37 half calcium": (1.2, 2.5), "37 occupancy at 15": (0.4, 0.6), "37 decay at 0.3 uptake": (2.2, 4.5),
        "37 tenth release": (0.15, 0.45),
    },
    "human_slow": _HUMAN | {
        "37 released": (50, 100), "37 occupancy": (0.35, 0.48), "37 occupancy decay": (55, 75),
        "37 half calcium": (0.7, 1.8), "37 occupancy at 10": (0.45, 0.65), "37 decay at 0.3 uptake": (2.0, 5),
        "37 tenth release": (0.15, 0.5),
    },
}  # fmt: skip
GATING = ("sensor_rate", "sensor_midpoint", "sensor_slope", "coupling", "opening_rate")
FREE = (
    "release_permeability",
    "inactivation_rate",
    "inactivation_half",
    "uptake_rate",
    "second_on",
    "second_off",
)
SEARCHED = {
    "mouse_fast": GATING + FREE + ("first_off", "exchange"),
    "mouse_slow": FREE + ("sensor_midpoint", "first_off"),
    "human_fast": FREE,
    "human_slow": FREE + ("sensor_midpoint", "first_off"),
}


@kernel
def rates(y, t, parameters, drive, out):
    """Write the rates of the stage, the T-tubule potential being a table of DRIVE_STEP."""
    x = t / DRIVE_STEP
    i = min(int(x), drive.size - 2)
    v = drive[i] + (x - i) * (drive[i + 1] - drive[i])
    e = RESTED.view(ENERGY)[0]
    calcium.calcium_rates(y.view(STATE)[0], v, e, parameters.view(PARAMETERS)[0], out.view(STATE)[0])


@kernel
def step(y, t, h, parameters, drive, new, error):
    """Take one step of Rodas3 (Sandu et al. 1997) with a Jacobian by differences."""
    n = y.size
    f0, f1, moved, left = np.empty(n), np.empty(n), y.copy(), np.empty((n, n))
    rates(y, t, parameters, drive, f0)
    for j in range(n):
        e = 1e-7 * abs(y[j]) + 1e-9
        moved[j] = y[j] + e
        rates(moved, t, parameters, drive, f1)
        left[:, j] = (f0 - f1) / e
        moved[j] = y[j]
        left[j, j] += 2 / h
    inverse = np.linalg.inv(left)
    rates(y, t + 1e-4, parameters, drive, f1)
    slope = (f1 - f0) / 1e-4
    k1 = inverse @ (f0 + h / 2 * slope)
    k2 = inverse @ (f0 + 4 / h * k1 + 1.5 * h * slope)
    rates(y + 2 * k1, t + h, parameters, drive, f1)
    k3 = inverse @ (f1 + (k1 - k2) / h)
    rates(y + 2 * k1 + k3, t + h, parameters, drive, f1)
    k4 = inverse @ (f1 + (k1 - k2 - 8 / 3 * k3) / h)
    new[:], error[:] = y + 2 * k1 + k3 + k4, k4


@kernel
def integrate(y, parameters, drive, points, interval, longest):
    """Return the states (points + 1, n) every `interval` (ms); NaN from where steps get too small."""
    states = np.full((points + 1, y.size), np.nan)
    states[0] = y
    y, new, error = y.copy(), np.empty(y.size), np.empty(y.size)
    t, h = 0.0, 0.01
    for k in range(points):
        end = (k + 1) * interval
        while t < end - 1e-9:
            now = min(h, end - t, longest)
            step(y, t, now, parameters, drive, new, error)
            q = np.sqrt(np.mean((error / (TOLERANCE + 1e-3 * np.maximum(np.abs(y), np.abs(new)))) ** 2))
            q = q if q < 1e30 else 1e30
            if q <= 1:
                t += now
                y[:] = new
            change = min(5.0, max(0.2, 0.9 * (q + 1e-12) ** (-1 / 3)))
            if q > 1 or change < 1 or now >= 0.99 * h:
                h = now * change
            if h < 1e-7:
                return states
        states[k + 1] = y
    return states


@kernel
def read(states, parameters):
    """Return mean calcium (uM) and release (uM/ms) of each state."""
    p, free, flux = parameters.view(PARAMETERS)[0], np.empty(len(states)), np.empty(len(states))
    for i in range(len(states)):
        s = states[i].copy().view(STATE)[0]
        free[i], flux[i] = calcium.mean_calcium(s, p), calcium.release_flux(s, RESTED.view(ENERGY)[0], p)
    return free, flux


def action_potentials(starts, duration, width, rest, peak):
    """Return the drive: the membrane stage's T-tubule pulse, scaled to a half-width (ms), at each start."""
    t = np.arange(0, duration + 1, DRIVE_STEP)
    drive = np.full(t.size, float(rest))
    for start in starts:
        drive += (peak - rest) * np.interp((t - start) / width, *PULSE, left=0.0, right=0.0)
    return drive


class Run:
    """One simulation: times, mean calcium, release and troponin occupancy."""

    def __init__(self, p, y, drive, duration, interval=0.1, longest=1.0):
        self.states = integrate(y, p.array(), drive, round(duration / interval), interval, longest)
        self.calcium, self.release = read(self.states, p.array())
        self.occupancy = self.states[:, INDEX["both_bound"]]
        self.t = interval * np.arange(len(self.states))

    def released(self, start, end):
        """Return the calcium released between two times (uM)."""
        inside = (self.t >= start) & (self.t <= end)
        return np.trapezoid(self.release[inside], self.t[inside])


def width(t, x):
    """Return peak, full width and decay time at half maximum of a rise above x[0]."""
    k, half = int(np.argmax(x)), (x[0] + np.max(x)) / 2
    after = np.nonzero(x[k:] < half)[0]
    if not np.isfinite(x).all() or k == 0 or not after.size:
        return np.max(x), np.inf, np.inf
    i, j = int(np.argmax(x > half)), k + int(after[0])
    begin = t[i - 1] + (half - x[i - 1]) / (x[i] - x[i - 1]) * (t[i] - t[i - 1])
    end = t[j - 1] + (x[j - 1] - half) / (x[j - 1] - x[j]) * (t[j] - t[j - 1])
    return x[k], end - begin, end - t[k]


def near_rest(p, free):
    """Return a state with `free` calcium (uM), the myoplasm's buffers in equilibrium, an empty store."""
    s = dict(zip(STATE.names, CalciumState().array(), strict=True))
    s["terminal"] = s["bulk"] = free
    s["terminal_atp"] = s["bulk_atp"] = p.atp * free / (free + p.atp_off / p.atp_on)
    one = p.first_on * free / p.first_off
    both = one * p.second_on * free / p.second_off
    s["one_bound"], s["both_bound"] = one / (1 + one + both), both / (1 + one + both)
    c, m = p.parvalbumin_on * free / p.parvalbumin_off, p.magnesium_on * p.magnesium / p.magnesium_off
    s["parvalbumin_calcium"], s["parvalbumin_magnesium"] = c / (1 + c + m), m / (1 + c + m)
    s["store"] = s["calsequestrin_bound"] = 0.0
    return np.array([s[name] for name in STATE.names])


def filled(y, p):
    """Return the state with its store filled up to the total."""
    y, r = y.copy(), p.array().view(PARAMETERS)[0]
    stored = (p.total - calcium.myoplasmic_calcium(y.view(STATE)[0], r)) / p.store_volume
    half = p.calsequestrin_off / p.calsequestrin_on
    b = half + p.calsequestrin - stored
    store = (-b + np.sqrt(b * b + 4 * half * stored)) / 2
    y[INDEX["store"]], y[INDEX["calsequestrin_bound"]] = store, store / (store + half)
    return y


def balanced(p, store, content):
    """Return the set with leak, calsequestrin and total such that rest is REST, with this store."""
    half = p.calsequestrin_off / p.calsequestrin_on
    sites = (content / p.store_volume - store) * (store + half) / store
    leak = p.uptake_rate * REST**2 / (p.uptake_half**2 + REST**2) / (store - REST)
    outside = calcium.myoplasmic_calcium(near_rest(p, REST).view(STATE)[0], p.array().view(PARAMETERS)[0])
    return p.varied({"calsequestrin": sites, "release_leak": leak, "total": outside + content})


def at_rest(p, potential):
    """Return the steady state at a potential (mV)."""
    y = filled(near_rest(p, REST), p)
    return integrate(y, p.array(), np.full(2, float(potential)), 1, 2e6, 2e6)[-1]


def measure_at(temperature, base, pulse, rates):
    """Return {measure: value} of one fibre at one temperature, and of tetani at some `rates` (Hz)."""
    p, (half_width, low, high), m = base.at_temperature(temperature), pulse, {}
    rest = at_rest(p, low)

    def train(rate, duration, interval=0.25, wider=1.0):
        starts = np.arange(2.0, duration, 1000 / rate)
        return Run(p, rest, action_potentials(starts, duration, wider * half_width, low, high), duration, interval)

    m["rest"], m["store"] = rest[INDEX["bulk"]], rest[INDEX["store"]]
    r = train(1, 250, 0.1)
    m["peak"], m["width"], _ = width(r.t, r.calcium)
    m["release peak"], m["release width"], _ = width(r.t, r.release)
    m["released"] = r.released(0, 60)
    m["occupancy"], m["occupancy width"], m["occupancy decay"] = width(r.t, r.occupancy)
    if temperature == 16:
        for label, factor in (("narrow", 0.8), ("wide", 1.2)):
            r = train(1, 60, 0.1, wider=factor)
            m[f"{label} peak"], m[f"{label} width"], _ = width(r.t, r.calcium)
        r, between = train(67, 92, 0.1), 1000 / 67
        each = [r.released(2 + k * between, 2 + (k + 1) * between) for k in range(5)]
        m["second release"], m["fifth release"] = each[1] / each[0], each[4] / each[0]
    r = train(100, 500)
    last = r.t >= 400
    m["tetanus"], m["tetanus occupancy"] = r.calcium[last].mean(), r.occupancy[last].mean()
    m["tenth release"] = r.released(92, 102) / r.released(2, 12)
    for rate in rates:
        r = train(rate, max(500.0, 6000 / rate))
        whole = r.t > r.t[-1] - 1000 / rate
        m[f"occupancy at {rate}"] = r.occupancy[whole].mean() / m["tetanus occupancy"]
    for v in (0, -10, -20, -32):
        r = Run(p, rest, action_potentials([2.0], 30, half_width, low, v), 30)
        m[f"released by a peak of {v} mV"] = r.released(0, 30) / m["released"]
    first, second = p.first_off / p.first_on, p.second_off / p.second_on
    m["half calcium"] = (second + np.sqrt(second**2 + 4 * first * second)) / 2
    return m


def measure(name, base):
    """Return {measure: value} of a parameter set `base` of the fibre `name`."""
    m, pulses = {}, FIBRES[name][3]
    for temperature, pulse in pulses.items():
        asked = [r for r in (10, 15, 20, 40) if f"{temperature} occupancy at {r}" in TARGETS[name]]
        now = measure_at(temperature, base, pulse, asked)
        m |= {f"{temperature} {label}": value for label, value in now.items()}
    own, (half_width, low, high) = next(iter(pulses.items()))
    p = base.at_temperature(own)
    for v in (-45, -38, -20):
        m[f"{v} mV"] = Run(p, at_rest(p, low), np.full(2, float(v)), 80, 0.5).calcium.max()
    if own == 37:
        slow = base.varied({"uptake_rate": 0.3 * base.uptake_rate}).at_temperature(own)
        drive = action_potentials([2.0], 600, half_width, low, high)
        r = Run(slow, at_rest(slow, low), drive, 600, 0.25)
        m["37 decay at 0.3 uptake"] = width(r.t, r.occupancy)[2] / m["37 occupancy decay"]
    return m


def misfit(measured, targets):
    """Return what each target adds to the cost: 0 to 0.05 inside its range, quadratic outside."""
    parts = {}
    for name, (low, high) in targets.items():
        x, reach = measured[name], (high - low) / 2
        outside = max(0.0, low - x, x - high) / reach if np.isfinite(x) else 10.0
        inside = min(1.0, abs(x - (low + high) / 2) / reach) if np.isfinite(x) else 1.0
        parts[name] = min(10 * outside**2 + 3 * outside, 100.0) + 0.05 * inside**2
    return parts


def candidate(name, base, point):
    """Return the set at a point of the search: potentials shift by 5 mV, the rest by exp(0.5) per unit."""
    _, store, content, _ = FIBRES[name]
    new = {}
    for parameter, x in zip(SEARCHED[name], point, strict=True):
        old = getattr(base, parameter)
        new[parameter] = old + 5 * x if old.unit == "mV" else old * exp(0.5 * x)
    if "exchange" in new:
        new["atp_exchange"] = 0.47 * new["exchange"]
    return balanced(base.varied(new), store, content)


def search(name, base, minutes, seed=1, spread=0.2, report=print):
    """Return the best set found by CMA-ES from `base`, and its cost."""
    import cma

    targets, best = TARGETS[name], (np.inf, base)
    strategy = cma.CMAEvolutionStrategy(
        np.zeros(len(SEARCHED[name])), spread, {"seed": seed, "verbose": -9, "popsize": 12}
    )
    until = time.time() + 60 * minutes
    while time.time() < until and not strategy.stop():
        points, costs = strategy.ask(), []
        for point in points:
            try:
                p = candidate(name, base, point)
            except ValueError:
                costs.append(1e4 + float(np.sum(point**2)))
                continue
            costs.append(sum(misfit(measure(name, p), targets).values()) + 0.01 * float(point @ point))
            if costs[-1] < best[0]:
                best = costs[-1], p
        strategy.tell(points, costs)
        report(f"{name} generation {strategy.countiter}: {best[0]:.2f}")
    return best[1], best[0]


def told(name, p):
    """Return the rows of one fibre, as `table` gives them."""
    return table(measure(name, p), TARGETS[name])


if __name__ == "__main__":
    if len(sys.argv) > 1:
        chosen, start = sys.argv[1], getattr(calcium, FIBRES[sys.argv[1]][0])
        found, _ = search(chosen, start, float(sys.argv[2]), report=lambda x: print(x, flush=True))
        for parameter in SEARCHED[chosen] + ("atp_exchange", "calsequestrin", "release_leak", "total"):
            print(f"{parameter}: {getattr(found, parameter):.4g}")
        print(json.dumps(told(chosen, found), indent=0))
    else:
        store(__file__, {fibre: told(fibre, getattr(calcium, FIBRES[fibre][0])) for fibre in FIBRES})
