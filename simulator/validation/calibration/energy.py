"""Calibration of energy supply and fatigue: cross-bridges alone, then complete fibres run until they tire.

What was fitted, by hand, to the ranges below: what phosphate and protons do to cross-bridges, troponin
and the pump (stages/crossbridge.py, stages/calcium.py), phosphate in the store, the capacities of
oxidation and glycolysis, and AMP deaminase (stages/energy.py).

Ranges: force, pCa50 and Vmax against phosphate and pH: Coupland et al. 2001, Debold et al. 2004 and 2006,
Fryer et al. 1995, Knuth et al. 2006; phosphate in the store: Posterino & Fryer 1998 (cuts of release, which
depend on how release is measured: without range here); index of fatigue: Burke et al. 1973; sustained
contraction, phases of fatigue, recovery of phosphocreatine: targets 53-55; metabolites: science A7; rigor:
White 1970. The fatigable fibre is a fast one changed as KINDS says; in it causes are switched off, as SWITCHES says.

    python -m simulator.validation.calibration.energy

The measured values of the numbers as they stand are stored in energy.json.
"""

import numpy as np
from scipy.integrate import solve_ivp

from simulator.curves.skinned import settle
from simulator.models import unit
from simulator.models.fibre import Fibre
from simulator.protocol import Change, Pulses, Train
from simulator.simulate import simulate
from simulator.stages import calcium, crossbridge
from simulator.stages.calcium import CalciumParameters, CalciumState
from simulator.stages.energy import EnergyState
from simulator.validation.calibration import store, table
from simulator.validation.calibration.crossbridge import ENERGY, ON

CALCIUM, STORE = CalciumParameters.dtype(), CalciumState.dtype()
FREE = 10 ** np.linspace(-1.0, 2.0, 31)  # uM
ISCHAEMIA, GLYCOGEN_LESS = {"energy.oxygen": 0.0}, {"energy.glycolytic_capacity": 0.0}
SWITCHES = {
    "release": {"calcium.precipitation_rate": 0.0, "calcium.release_magnesium": 1e6},
    "phosphate": {"crossbridge.phosphate_gain": 0.0},
    "phosphate, troponin too": {"crossbridge.phosphate_gain": 0.0, "calcium.troponin_phosphate": 1e5},
    "pH": {"energy.buffering": 1e5},
    "tubule potassium": {"membrane.tubule_exchange_time": 1.0},
}
STATIC = {  # fibre at temperature: {measure: (low, high)}
    "human_fast 37": {"Pi 30, force": (0.8, 0.97)},
    "human_fast 30": {
        "Pi 30, force": (0.7, 0.95), "Pi 30, pCa50": (-0.4, -0.15), "Pi 30, Vmax": (0.9, 1.05),
        "pH 6.2, force": (0.88, 0.97), "pH 6.2, pCa50": (-0.3, -0.12), "pH 6.2, Vmax": (0.7, 0.9),
        "ATP 0.1, Vmax": (0.1, 0.7),
    },
    "human_slow 30": {"Pi 30, force": (0.7, 0.95), "pH 6.2, force": (0.88, 0.97), "pH 6.2, Vmax": (0.7, 0.9)},
    "mouse_fast 25": {"Pi 30, force": (0.55, 0.85), "Pi 30, pCa50": (-0.4, -0.15), "ATP 0.1, Vmax": (0.1, 0.7)},
    "human_fast 7": {"phosphate 0.5 to 50, force": (0.3, 0.6)},
}  # fmt: skip


def metabolites(phosphate=3.5, ph=7.05, atp=8.2, adp=0.009):
    """Return energy states (m,) that are rested but for those given."""
    return EnergyState(atp=atp, adp=adp, phosphate=phosphate, hydrogen=10 ** (6 - ph)).array()


def steady(y, occupancy, velocity, p, e, count, step):
    """Return the relative force of the stage alone after `count` steps, and its state."""
    course = np.empty(count)
    y = settle(y, occupancy, velocity, p, e, count, step, course)
    return course[-1], y


def skinned(name, temperature, e):
    """Return (force with every site on, pCa50, velocity without load in nm/ms)."""
    p = getattr(crossbridge, name.upper()).at_temperature(temperature).array()
    troponin = getattr(calcium, name.upper()).at_temperature(temperature)
    loose = calcium.looseness(e.view(ENERGY)[0], troponin.array().view(CALCIUM)[0])
    slow = 3.0 if temperature < 20 else 1.0
    full, y = steady(ON, 1.0, 0.0, p, e, int(20000 * slow), 0.05)
    one = FREE * troponin.first_on / (loose * troponin.first_off)
    both = one * FREE * troponin.second_on / (loose * troponin.second_off)
    bound = both / (1 + one + both)
    force = np.array([steady(0.5 * ON, x, 0.0, p, e, int(10000 * slow), 0.1)[0] for x in bound]) / full
    low, high = 0.0, 60.0
    for _ in range(13):
        middle = (low + high) / 2
        low, high = (low, middle) if steady(y, 1.0, -middle, p, e, 10000, 0.02)[0] < 0 else (middle, high)
    return np.array([full, 6 - np.interp(0.5, force, np.log10(FREE)), high])


def static(key):
    """Return {measure: value}: force and Vmax relative to rest, change of pCa50."""
    name, temperature = key.split()
    temperature, m = float(temperature), {}
    if temperature < 10:
        least, most = (skinned(name, temperature, metabolites(x))[0] for x in (0.5, 50.0))
        return {"phosphate 0.5 to 50, force": most / least}
    rest = skinned(name, temperature, metabolites())
    tried = {"Pi 30": metabolites(30.0), "pH 6.2": metabolites(ph=6.2)}
    tried |= {"Pi 30 and pH 6.2": metabolites(30.0, 6.2), "ATP 0.1": metabolites(atp=0.1, adp=0.1)}
    for label, e in tried.items():
        force, pca, velocity = skinned(name, temperature, e)
        m |= {f"{label}, force": force / rest[0], f"{label}, pCa50": pca - rest[1]}
        m |= {f"{label}, Vmax": velocity / rest[2]}
    return m


def stored(phosphate, seconds):
    """Return the fall of free calcium in the store of a skinned fibre bathed in phosphate (mM)."""
    p = calcium.MOUSE_FAST.at_temperature(22)
    half, row, s = p.calsequestrin_off / p.calsequestrin_on, p.array().view(CALCIUM)[0], np.zeros(1, STORE)[0]

    def rates(_, y):
        s.store, s.store_phosphate, s.precipitate = y
        solid = calcium.precipitation(s, row)
        buffered = 1 + p.calsequestrin * half / (half + y[0]) ** 2
        return [-1000 * solid / buffered, p.phosphate_entry * (phosphate - y[1]) / p.store_volume - solid, solid]

    run = solve_ivp(rates, (0, 1000 * seconds), [700.0, 0.0, 0.0], method="LSODA", max_step=100)
    return 1 - run.y[0, -1] / 700


def trains(rate, length, period, count, start=10.0):
    """Return trains of `length` at `rate` (Hz) that begin every `period` (ms)."""
    pulses = np.arange(round(rate * length / 1000)) * 1000 / rate
    return Pulses((start + period * np.arange(count)[:, None] + pulses).ravel())


BURKE, INTERMITTENT = (40, 330, 1000, 120), (100, 350, 3000, 120)  # man; mouse


def fatigued(fibre, rate, length, period, count):
    """Return the peak force and the calcium late in each train, and the run."""
    r = simulate(fibre, trains(rate, length, period, count), duration=period * count, interval=2.5)
    each = int(period / 2.5)
    force = r.force.values[: each * count].reshape(count, each)
    free = r.calcium.values[: each * count].reshape(count, each)
    late = slice(int((length - 90) / 2.5), int(length / 2.5))
    return force.max(1), free[:, late].mean(1), r


KINDS = {"fatigable": unit.KINDS["FF"], "fast": {}, "resistant": unit.KINDS["FR"]}  # factors on a fast fibre
FATIGABLE = Fibre.fast().scaled(KINDS["fatigable"])


def burke():
    """Return {measure: value} of the test of Burke."""
    m, tried = {}, {label: Fibre.fast().scaled(factors) for label, factors in KINDS.items()}
    for label, fibre in (tried | {"slow": Fibre.slow()}).items():
        force, _, r = fatigued(fibre, *BURKE)
        m |= {f"{label}, index": force[-1] / force[0], f"{label}, pulses missed": 1560 - r.spike_time.size}
        m |= {f"{label}, phosphate": r.phosphate.values[-1], f"{label}, pH": r.ph.values[-1]}
        m |= {f"{label}, ATP left": r.atp.values[-1] / r.atp.values[0]}
    for label, change in SWITCHES.items():
        force = fatigued(FATIGABLE.with_parameters(change), *BURKE)[0]
        m |= {f"no {label}, train 10": force[9] / force[0], f"no {label}, index": force[-1] / force[0]}
    for label, change in {"": {}, ", no tubule potassium": SWITCHES["tubule potassium"]}.items():
        r = simulate(Fibre.fast().with_parameters(change), Train(100, 999), duration=10010, interval=10)
        m |= {f"fast, 10 s at 100 Hz{label}": r.force.values[900:].mean() / r.force.values[50:100].mean()}
    return m


def sustained():
    """Return {measure: value} of 30 Hz without oxygen, fast and slow fibre in equal parts."""
    m, total = {}, np.zeros(12101)
    for kind in ("fast", "slow"):
        fibre, protocol = getattr(Fibre, kind)(), Train(30, 3600) + Change(0.0, set=ISCHAEMIA)
        r = simulate(fibre, protocol, duration=121e3, interval=10)
        mean = np.convolve(r.force.values, np.ones(100) / 100, "same")
        total = total + mean
        m |= {f"{kind}, force at 60 s": mean[6000] / mean[100], f"{kind}, phosphate at 60 s": r.phosphate.values[6000]}
        m |= {f"{kind}, pH at 60 s": r.ph.values[6000], f"{kind}, ATP left at 60 s": r.atp.values[6000] / 8.2}
        m |= {f"{kind}, half of force": np.argmax(mean[100:] < mean[100] / 2) / 100 + 1}
    return m | {"half of force": np.argmax(total[100:] < total[100] / 2) / 100 + 1}


def phases():
    """Return {measure: value} of intermittent tetani of mouse: early fall, plateau, collapse."""
    fibre = Fibre.fast(species="mouse")
    force, free, _ = fatigued(fibre, *INTERMITTENT)
    force, free = force / force[0], free / free[0]
    m = {f"force, train {i}": force[i - 1] for i in (10, 20, 120)} | {"calcium, train 120": free[-1]}
    m |= {"greatest calcium": free.max(), "train of greatest calcium": 1 + int(free.argmax())}
    m |= {"early fall a train": (force[0] - force[9]) / 9}
    m |= {"fall a train, 12 to 22": (force[11] - force[21]) / 10}
    m |= {"fall a train, 40 to 60": (force[39] - force[59]) / 20}
    for label, change in SWITCHES.items():
        force, _, _ = fatigued(fibre.with_parameters(change), *INTERMITTENT)
        m |= {f"no {label}, train 10": force[9] / force[0], f"no {label}, train 120": force[-1] / force[0]}
    return m


def recovery():
    """Return {measure: value}: phosphocreatine after light exercise; force of the fast fibre after Burke's test."""
    m, fast = {}, Fibre.fast()
    for label, fibre, seconds in (("fast", fast, 30), ("fatigable", FATIGABLE, 30), ("slow", Fibre.slow(), 60)):
        r = simulate(fibre, trains(20, 500, 1000, seconds), duration=1000 * seconds + 400e3, interval=100)
        lack = r.phosphocreatine.values[0] - r.phosphocreatine.values[10 * seconds :]
        m |= {f"{label}, phosphocreatine": np.argmax(lack < lack[0] / np.e) / 10}
        m |= {f"{label}, pH": r.ph.values[10 * seconds]}
    times = (0.0, 130e3, 420e3, 720e3, 1320e3)  # before; 2 s, 5, 10 and 20 min after
    protocol = trains(*BURKE, start=8e3)
    for t in times:
        protocol = protocol + Train(100, 50, start=t + 10) + Train(15, 15, start=t + 2000)
    force = simulate(fast, protocol, duration=times[-1] + 4000, interval=10).force.values
    quick = [force[int(t / 10) : int(t / 10) + 90].max() for t in times]
    slow = [force[int(t / 10) + 200 : int(t / 10) + 340].max() for t in times]
    for i, label in enumerate(("2 s", "5 min", "10 min", "20 min"), start=1):
        m |= {f"100 Hz, {label}": quick[i] / quick[0], f"15 Hz, {label}": slow[i] / slow[0]}
    return m


def rigor():
    """Return {measure: value} of a fibre at rest with no supply of ATP; it is given supply again at the end."""
    fast, m = Fibre.fast(), {}
    active = simulate(fast, Train(100, 50), duration=520, interval=1)
    m |= {"active stiffness": float(active.stiffness.max())}
    little = fast.with_parameters({"calcium.total": 156.0, "calcium.parvalbumin": 5000.0})
    for label, fibre, end in (("", fast, 2400e3), (", little calcium", little, 3000e3)):
        given = Change(end, set={"energy.oxygen": 1.0, "energy.glycolytic_capacity": 3e-3})
        protocol = Change(0.0, set=ISCHAEMIA | GLYCOGEN_LESS) + given
        r = simulate(fibre, protocol, duration=end + 60e3, interval=1000)
        before = r.sel(time=slice(0, end))
        m |= {f"minutes to rigor{label}": np.argmax(before.stiffness.values > 40) / 60}
        m |= {f"stiffness to active{label}": float(before.stiffness.max()) / m["active stiffness"]}
        m |= {f"force{label}": float(before.force.max()), f"calcium{label}": 1e3 * float(before.calcium.max())}
        m |= {f"force 10 s after supply{label}": float(r.force.sel(time=end + 10e3))}
        m |= {f"ATP 10 s after supply{label}": float(r.atp.sel(time=end + 10e3))}
    return m


def contracture():
    """Return {measure: value} of 30 Hz for 60 s without oxygen, supply given 30 s later; healthy and McArdle."""
    m, given = {}, Change(90e3, set={"energy.oxygen": 1.0, "energy.glycolytic_capacity": 3e-3})
    for label, change in {"healthy": {}, "McArdle": GLYCOGEN_LESS}.items():
        fibre = Fibre.fast().with_parameters(change)
        r = simulate(fibre, Train(30, 1800) + Change(0.0, set=ISCHAEMIA) + given, duration=120e3, interval=10)
        force = r.force.values
        m |= {f"{label}, force 10 s after": force[6900:7100].mean() / force[50:150].mean()}
        m |= {f"{label}, spikes after": int((r.spike_time.values > 60.1e3).sum()), f"{label}, pH": r.ph.values[6000]}
        m |= {f"{label}, ATP left": r.atp.values[6000] / r.atp.values[0]}
        m |= {f"{label}, rigor heads": r["crossbridge.rigor"].values[7000], f"{label}, kPa with supply": force[-1]}
    return m


TARGETS = {
    "Burke": {
        "fatigable, index": (0, 0.25), "fast, index": (0.25, 0.75), "resistant, index": (0.75, 1),
        "slow, index": (0.9, 1), "fatigable, pH": (6.2, 6.7), "fatigable, ATP left": (0.6, 1),
        "fatigable, phosphate": (25, 30), "fast, pulses missed": (0, 0), "slow, pulses missed": (0, 0),
    },
    "sustained": {"half of force": (45, 90), "fast, phosphate at 60 s": (25, 30), "fast, pH at 60 s": (6.2, 6.7),
                  "fast, ATP left at 60 s": (0.6, 1)},
    "phases, mouse": {"force, train 10": (0.8, 0.9), "greatest calcium": (1.05, 1.5), "force, train 120": (0.1, 0.5),
                      "train of greatest calcium": (8, 40), "calcium, train 120": (0.2, 0.8),
                      "fall a train, 12 to 22": (0, 0.005), "fall a train, 40 to 60": (0.005, 0.02)},
    "recovery": {"fast, phosphocreatine": (25, 45), "slow, phosphocreatine": (25, 45), "100 Hz, 10 min": (0.9, 1.05),
                 "15 Hz, 5 min": (0.1, 0.7)},
    "rigor": {"stiffness to active": (1, 5), "force": (60, 120), "stiffness to active, little calcium": (1, 5),
              "force, little calcium": (60, 120), "calcium, little calcium": (0, 5), "force 10 s after supply": (0, 5),
              "force 10 s after supply, little calcium": (0, 5)},
    "McArdle": {"healthy, force 10 s after": (0, 0.02), "McArdle, force 10 s after": (0.2, 1.2),
                "McArdle, spikes after": (0, 0), "McArdle, kPa with supply": (0, 1)},
}  # fmt: skip
MEASURES = (burke, sustained, phases, recovery, rigor, contracture)


if __name__ == "__main__":
    result = {key: table(static(key), targets) for key, targets in STATIC.items()}
    bath = {f"{p} mM, {t} s": stored(p, t) for p, t in ((10, 10), (20, 10), (50, 10), (20, 20))}
    result["calcium lost from the store"] = table(bath, {})
    for measure, (key, targets) in zip(MEASURES, TARGETS.items(), strict=True):
        result[key] = table(measure(), targets)
    store(__file__, result)
