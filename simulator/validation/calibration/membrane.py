"""Calibration of the membrane stage: health, both myotonias and paralysis in one human fast fibre.

What is fitted: densities, their split between sarcolemma and T-tubule, gating and exchange
(SEARCHED), by CMA-ES, to the ranges in TARGETS, with the product's equations, solver and rest.
A range counts next to nothing inside and grows quadratically outside. Four numbers are aimed at
instead of searched, and what follows from them is solved for (`balanced`): the resting potential
(sodium leak), the resting conductance and the share of chloride in it (inward rectifier, ClC-1),
and the potassium left in the tubule by one action potential (tubule depth). The pump then holds
sodium at 10 mM. A search continues from the set as it stands; of the slow and mouse fibres only
gating and the permeabilities of the action potential are searched.

Counts of spikes are steps, on which a search stalls. The search therefore also sees `trigger`: the
smallest constant current (uA/cm^2) that makes the membrane fire within 250 ms of the train, negative
if it fires without help. It is what the discharge still lacks, and changes smoothly.

    python -m simulator.validation.calibration.membrane                  # measure the stage as it is
    python -m simulator.validation.calibration.membrane human_fast 60    # search for 60 minutes

The human fast fibre came from such a search, then from damped least squares on triggers, rests, edges of the
window and how long paralysis lasts; the others from an earlier one. By hand: slow inactivation 18 to 60 s;
rectifier, leak and pump of fast mouse raised by 1.4 to 1.5.
"""

import json
import sys
import time
from dataclasses import fields
from math import exp, log
from typing import NamedTuple

import numpy as np

from simulator.kernel import kernel
from simulator.solver.program import program_for
from simulator.solver.solve import Problem, SolverError, solve
from simulator.solver.steady import steady_state
from simulator.stages import membrane
from simulator.stages.membrane import MembraneParameters, MembraneState
from simulator.validation.calibration import store, table
from simulator.validation.calibration.calcium import misfit

STATE, PARAMETERS = MembraneState.dtype(), MembraneParameters.dtype()
NAMES, INDEX = STATE.names, {name: i for i, name in enumerate(STATE.names)}
GUESS = MembraneState().array()
SCALE = np.array([max(abs(f.default), 1e-3 * f.metadata["high"]) for f in fields(MembraneState)])
STRENGTH, WIDTH, START = 150.0, 0.5, 10.0  # uA/cm^2, ms, ms
QUIET, SILENCE = 10.0, 3000.0  # ms: a pulse's own response, and how long is watched after a train
TRIGGER_WITHIN, TRIGGER_LOW, TRIGGER_HIGH = 250.0, -2.0, 8.0  # ms, uA/cm^2
SODIUM = 10.0  # mM

FIBRES = {"human_fast": 37.0, "human_slow": 37.0, "mouse_fast": 25.0, "mouse_slow": 25.0}  # degC
FRACTIONS = (0.0075, 0.0085, 0.0095, 0.010)  # of sodium channels: myotonia is asked for at one of them
PARALYSING = (0.02, 0.025, 0.03)

_EVERY = {"rest": (-90, -78), "sodium": (6, 15), "potassium": (130, 170), "chloride": (4, 6),
          "potassium rise": (0.2, 0.5), "answered at 100": (50, 50), "after": (0, 0)}  # fmt: skip
_RAISED = {"rest": (-90, -65), "answered": (20, 20)}
_BATHS = {f"{k} mM {what}": asked for k in (6, 8) for what, asked in _RAISED.items()} | {"10 mM rest": (-68, -62)}
TARGETS = {
    "human_fast": _EVERY | _BATHS | {
        "overshoot": (20, 45), "width": (0.4, 0.9), "22 degC width": (0.8, 1.6), "threshold": (50, 100),
        "conductance": (0.2, 0.6), "chloride share": (0.60, 0.85),
        "50 % after": (0, 0), "25 % after": (3, 400), "25 % return": (-3, 3), "10 % more": (1, 2000),
        "10 % return": (-3, 3), "0.004 after": (0, 0), "window after": (3, 400), "window return": (-3, 3),
        "clamped after": (0, 0), "clamped window after": (0, 0),
    } | {f"{f:g} end": (-60, -30) for f in PARALYSING} | {f"{f:g} late spikes": (0, 0) for f in PARALYSING},
    "human_slow": _EVERY | _BATHS | {"overshoot": (5, 30), "width": (0.5, 1.3)},
    "mouse_fast": _EVERY | {"overshoot": (20, 40), "width": (0.8, 1.4)},
    "mouse_slow": _EVERY | {"overshoot": (5, 25), "width": (1.2, 2.0)},
}  # fmt: skip
SLOPES = {"25 % trigger": (-3, -0.25), "10 % trigger": (-3, -0.5), "window trigger": (-3, -0.25),
          "50 % trigger": (0.6, 3), "0.004 trigger": (0.6, 3)}  # fmt: skip

# what one unit of the search does: mV are added, the rest is multiplied by its exponential
_GATES = {"activation_midpoint": 5, "inactivation_midpoint": 5, "rectifier_midpoint": 5,
          "activation_speed": 0.5, "inactivation_speed": 0.5, "rectifier_speed": 0.5,
          "sodium_permeability": 0.5, "rectifier_permeability": 0.5, "potassium rise": 0.3}  # fmt: skip
SEARCHED = {
    "human_fast": _GATES | {
        "activation_steepness": 0.3, "inactivation_steepness": 0.2, "rest": 2, "conductance": 0.4,
        "chloride share": 0.1,
        "tubule_sodium_ratio": 0.7, "tubule_rectifier_ratio": 0.7, "tubule_inward_rectifier_ratio": 0.7,
        "tubule_chloride_ratio": 0.7, "tubule_pump_ratio": 0.5, "tubule_area_ratio": 0.2,
        "access_conductance": 0.5, "tubule_exchange_time": 0.5, "pump_potassium_half": 0.4,
        "inward_rectifier_slope": 2, "inward_rectifier_shift": 4,
        "slow_inactivation_midpoint": 5, "slow_inactivation_slope": 2, "slow_inactivation_pedestal": 0.4,
        "slow_inactivation_time": 0.5, "rectifier_inactivation_time": 0.5,
        "rectifier_inactivation_midpoint": 5,
    },
    "human_slow": _GATES, "mouse_fast": _GATES, "mouse_slow": _GATES,
}  # fmt: skip
TOGETHER = {  # one number of the search that several parameters share
    "activation_speed": ("activation_opening", "activation_closing"),
    "inactivation_speed": ("inactivation_recovery", "inactivation_rate"),
    "rectifier_speed": ("rectifier_opening", "rectifier_closing"),
    "activation_steepness": ("activation_opening_slope", "activation_closing_slope", "activation_opening"),
    "inactivation_steepness": ("inactivation_recovery_slope", "inactivation_rate_slope"),
}
SOLVED = ("sodium_leak", "pump_capacity", "chloride_permeability", "inward_rectifier_permeability",
          "tubule_depth")  # fmt: skip
AIMED = ("rest", "conductance", "chloride share", "potassium rise")

ATP = 8.2  # mM


class After(NamedTuple):
    """After-discharges, when the last came (ms), final potential (mV), largest tubule potassium (mM)."""

    count: int = 0
    lasts: float = np.nan
    end: float = np.nan
    potassium: float = np.nan


@kernel
def rates(y, inputs, parameters, out):
    """Write the rate of every state."""
    s, d = y.view(STATE)[0], out.view(STATE)[0]
    membrane.membrane_rates(s, inputs[0], ATP, parameters.view(PARAMETERS)[0], d)


@kernel
def totals(y, inputs, parameters, out):
    """Write the charge, which no rate changes (uA ms/cm^2)."""
    out[0] = membrane.membrane_charge(y.view(STATE)[0], parameters.view(PARAMETERS)[0])


@kernel
def currents(y, parameters):
    """Return sodium, potassium and chloride current of both membranes (uA per cm^2 of sarcolemma)."""
    s, p = y.view(STATE)[0], parameters.view(PARAMETERS)[0]
    surface, tubule = membrane.surface_currents(s, ATP, p), membrane.tubule_currents(s, ATP, p)
    return np.array([surface[i] + p.tubule_area_ratio * tubule[i] for i in range(3)])


def _program():
    """Return the compiled equations of a membrane alone."""
    return program_for(rates, len(NAMES), 1, len(PARAMETERS.names), (("totals", totals, 1),))


def at_rest(p, guess=GUESS):
    """Return the polarised steady state, or raise SolverError."""
    program = _program()
    y = steady_state(program, guess, program.prepared([0.0], p.array()), SCALE, "totals", NAMES)
    if y[0] > -60.0:
        raise SolverError("the membrane does not rest polarised", 0.0, "potential", y)
    return y


def packed(p, changes):
    """Return the vector of a parameter set with some numbers changed, ranges not asked."""
    vector = p.array()
    for name, value in changes.items():
        vector[PARAMETERS.names.index(name)] = value
    return vector


def conductances(parameters, y):
    """Return the slope conductance of sodium, potassium and chloride, gates held (mS/cm^2 of sarcolemma)."""
    step = np.where(np.isin(NAMES, ("potential", "tubule_potential")), 0.05, 0.0)
    return (currents(y + step, parameters) - currents(y - step, parameters)) / 0.1


def run(p, y, pulses, end, *, strength=STRENGTH, steady=0.0, save=(), rtol=1e-4):
    """Return the Solution from `y` with `pulses` (ms) on top of a steady current."""
    edges = np.unique([0.0, *pulses, *np.add(pulses, WIDTH), end])
    on = np.isin(edges[:-1], pulses)
    inputs = (steady + strength * on)[:, None]
    which, parameters = np.zeros(len(inputs)), p.array()[None]
    problem = Problem(_program(), y, edges, inputs, which, parameters, NAMES, SCALE)
    return solve(problem, np.asarray(save, float), rtol=rtol)


def train(rate, count):
    """Return the times of `count` pulses at `rate` Hz."""
    return START + 1000.0 / rate * np.arange(count)


def answered(spikes, pulses):
    """Return how many pulses have a spike within their own response."""
    return sum(bool(np.any((spikes >= t) & (spikes < t + QUIET))) for t in pulses)


def action_potential(p, y):
    """Return overshoot (mV), width at half height (ms) and rise of tubule potassium (mM) of one spike."""
    t = np.arange(0.0, START + 30.0, 0.005)
    states = run(p, y, [START], t[-1], save=t, rtol=1e-5).states
    v, potassium = states[:, 0], states[:, INDEX["tubule_potassium"]]
    above = np.flatnonzero(v > (v[0] + v.max()) / 2)
    width = (above[-1] - above[0]) * 0.005 if v.max() > -20 else np.nan
    return v.max(), width, potassium.max() - potassium[0]


def after_train(p, y, rtol=1e-7):  # a loose solver stays on a plateau that has lost its stability
    """Return the After of 20 pulses at 50 Hz and SILENCE."""
    pulses = train(50, 20)
    t = np.arange(0.0, pulses[-1] + SILENCE, 1.0)
    r = run(p, y, pulses, t[-1], save=t, rtol=rtol)
    late = r.spikes[r.spikes > pulses[-1] + QUIET] - pulses[-1]
    potassium = r.states[:, INDEX["tubule_potassium"]].max()
    return After(len(late), late[-1] if len(late) else 0.0, r.last[0], potassium)


def trigger(p, y):
    """Return the constant current that makes the membrane fire after the train (uA/cm^2), to 0.1."""
    pulses = train(50, 20)
    now = run(p, y, pulses, pulses[-1] + QUIET + 2, rtol=1e-3).last
    if now[0] > -45.0:
        return TRIGGER_LOW  # it did not repolarise
    low, high = TRIGGER_LOW, TRIGGER_HIGH
    while high - low > 0.1:
        middle = (low + high) / 2
        fires = len(run(p, now, [], TRIGGER_WITHIN, steady=middle, rtol=1e-3).spikes)
        low, high = (low, middle) if fires else (middle, high)
    return high


def threshold(p, y):
    """Return the weakest pulse that is answered (uA/cm^2), to 1."""
    low, high = 0.0, 400.0
    while high - low > 1.0:
        middle = (low + high) / 2
        fires = len(run(p, y, [START], START + QUIET, strength=middle, rtol=1e-3).spikes)
        low, high = (low, middle) if fires else (middle, high)
    return high


def measure(name, base, slopes=False):
    """Return {measure: value} of a parameter set; with `slopes`, what the search looks at besides."""
    p = base.at_temperature(FIBRES[name])
    y, m = at_rest(p), {}
    m["rest"], m["sodium"] = y[0], y[INDEX["sodium"]]
    m["potassium"], m["chloride"] = y[INDEX["potassium"]], y[INDEX["chloride"]]
    m["overshoot"], m["width"], m["potassium rise"] = action_potential(p, y)
    m["threshold"] = threshold(p, y)
    g = conductances(p.array(), y)
    m["conductance"], m["chloride share"] = g.sum(), g[2] / g.sum()
    fast = train(100, 50)
    m["answered at 100"] = answered(run(p, y, fast, fast[-1] + QUIET).spikes, fast)
    m["after"], _, _, m["tubule potassium after train"] = after_train(p, y)
    if "6 mM rest" in TARGETS[name]:
        for bath in (6.0, 8.0, 10.0):
            q = p.varied({"bath_potassium": bath})
            m[f"{bath:g} mM rest"], m[f"{bath:g} mM answered"] = -40.0, 0
            try:
                raised = at_rest(q)
            except SolverError:
                continue
            pulses = train(50, 20)
            m[f"{bath:g} mM rest"] = raised[0]
            m[f"{bath:g} mM answered"] = answered(run(q, raised, pulses, pulses[-1] + QUIET).spikes, pulses)
    return m | excitability(p, slopes) if name == "human_fast" else m


def excitability(p, slopes):
    """Return the measures of myotonia and paralysis."""
    m = {"22 degC width": action_potential(cold := p.at_temperature(22), at_rest(cold))[1]}

    def case(label, changes):
        """Measure the train and SILENCE with `changes`."""
        q, after, away = p.varied(changes), After(), np.nan
        try:
            y = at_rest(q)
            after = after_train(q, y)
            away = after.end - y[0]
            m[f"{label} rest"] = y[0]
            if slopes:
                m[f"{label} trigger"] = trigger(q, y)
        except SolverError:
            pass
        m[f"{label} after"], m[f"{label} lasts"], m[f"{label} return"] = after.count, after.lasts, away
        return q, after

    for percent in (50, 25, 10):
        few, _ = case(f"{percent} %", {"chloride_permeability": percent / 100 * p.chloride_permeability})
    m["10 % more"] = m["10 % after"] - m["25 % after"]
    case("0.004", {"noninactivating_fraction": 0.004})
    window = [case(f"{f:g}", {"noninactivating_fraction": f})[0] for f in FRACTIONS]
    ending = [f for f in FRACTIONS if abs(m[f"{f:g} return"]) < 3]
    m["window after"], best = max(((m[f"{f:g} after"], f) for f in ending), default=(0, FRACTIONS[-1]))
    m["window return"] = m[f"{best:g} return"]
    if slopes:
        m["window trigger"] = min(m.get(f"{f:g} trigger", TRIGGER_HIGH) for f in FRACTIONS)
    for label, q in (("clamped", few), ("clamped window", window[-1])):
        clamped = q.varied({"tubule_exchange_time": 0.1})
        m[f"{label} after"] = after_train(clamped, at_rest(clamped)).count
    for f in PARALYSING:
        _, after = case(f"{f:g}", {"noninactivating_fraction": f})
        m[f"{f:g} end"], m[f"{f:g} largest potassium"] = after.end, after.potassium
        m[f"{f:g} late spikes"] = int(after.lasts > SILENCE - 1000)
    return m


def balanced(p, aims):
    """Return `p` as aimed at, with SODIUM inside: leak, pump, ClC-1, inward rectifier, tubule depth set."""
    v, a = aims["rest"], p.tubule_area_ratio
    y = GUESS.copy()
    charge = y[INDEX["sodium"]] + y[INDEX["potassium"]] - y[INDEX["chloride"]]
    y[0] = y[1] = v
    y[INDEX["chloride"]] = p.bath_chloride * exp(v / p.thermal_voltage)
    y[INDEX["potassium"]] = charge - SODIUM + y[INDEX["chloride"]]
    y[INDEX["tubule_potassium"]], y[INDEX["tubule_sodium"]] = p.bath_potassium, p.bath_sodium
    y[INDEX["sodium"]] = SODIUM
    settled = np.empty_like(y)
    for i in range(2, 12):  # every gate's rate is linear in the gate
        ends = []
        for y[i] in (0.0, 1.0):
            rates(y, np.zeros(1), p.array(), settled)
            ends.append(settled[i])
        y[i] = ends[0] / (ends[0] - ends[1])
    silent = {"sodium_leak": 0.0, "pump_capacity": 0.0}
    g = conductances(packed(p, silent | {"sodium_permeability": 0.0, "rectifier_permeability": 0.0}), y)
    share, whole = aims["chloride share"], aims["conductance"]
    found = {
        "chloride_permeability": p.chloride_permeability * share * whole / g[2],
        "inward_rectifier_permeability": p.inward_rectifier_permeability * (1 - share) * whole / g[1],
    }
    now = currents(y, packed(p, silent | found))
    leak = (currents(y, packed(p, {"pump_capacity": 0.0} | found)) - now)[0]
    load = -1.5 * now[1]  # all sodium that enters: the pump turns 3 of it out for 2 K in
    found["sodium_leak"] = p.sodium_leak * (load - now[0]) / leak
    turnover = (1 + p.pump_potassium_half / p.bath_potassium) ** -2 * (1 + p.pump_sodium_half / SODIUM) ** -3
    found["pump_capacity"] = -load / 3 / turnover / (1 + a * p.tubule_pump_ratio)
    q = p.varied(found)
    rise = action_potential(q, at_rest(q))[2]
    return q.varied({"tubule_depth": p.tubule_depth * rise / aims["potassium rise"]})


def aims_of(p):
    """Return the present values of what is aimed at."""
    y = at_rest(p)
    g = conductances(p.array(), y)
    return dict(zip(AIMED, (y[0], g.sum(), g[2] / g.sum(), action_potential(p, y)[2]), strict=True))


def candidate(name, base, aims, point):
    """Return the set at a point of the search, balanced at the temperature of the measurement."""
    new, aims = {}, dict(aims)
    for (what, size), x in zip(SEARCHED[name].items(), point, strict=True):
        if what in AIMED:
            aims[what] = aims[what] + size * x if what == "rest" else aims[what] * exp(size * x)
        for parameter in TOGETHER.get(what, () if what in AIMED else (what,)):
            old = getattr(base, parameter)
            now = new.get(parameter, float(old))
            added = old.unit == "mV" and what not in TOGETHER
            new[parameter] = now + size * x if added else now * exp(size * x)
    raw = base.varied(new)
    before = raw.at_temperature(FIBRES[name])
    after = balanced(before, aims)
    return raw.varied({n: getattr(raw, n) * getattr(after, n) / getattr(before, n) for n in SOLVED})


def cost(name, p):
    """Return how far a set is from its targets."""
    m = measure(name, p, slopes=True)
    targets = TARGETS[name] | (SLOPES if name == "human_fast" else {})
    close = {k: (low - 0.5, high + 0.5) if low == high else (low, high) for k, (low, high) in targets.items()}
    return sum(min(log(1 + x) * 5, 20) for x in misfit(m, close).values())


def search(name, base, minutes, seed=1, spread=0.3, report=print):
    """Return the best set found by CMA-ES from `base`, and its cost."""
    import cma

    aims, until = aims_of(base.at_temperature(FIBRES[name])), time.time() + 60 * minutes
    best = (cost(name, base), base)
    strategy = cma.CMAEvolutionStrategy(
        np.zeros(len(SEARCHED[name])), spread, {"seed": seed, "verbose": -9, "popsize": 18}
    )
    while time.time() < until and not strategy.stop():
        points, costs = strategy.ask(), []
        for point in points:
            try:
                p = candidate(name, base, aims, point)
                costs.append(cost(name, p) + 0.01 * float(point @ point))
            except (ValueError, SolverError):
                costs.append(1e3 + float(point @ point))
                continue
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
        chosen, start = sys.argv[1], getattr(membrane, sys.argv[1].upper())
        found, _ = search(chosen, start, float(sys.argv[2]), report=lambda x: print(x, flush=True))
        for parameter, value in vars(found).items():
            if value != getattr(start, parameter):
                print(f"{parameter}: {value:.4g}")
        print(json.dumps(told(chosen, found), indent=0))
    else:
        store(__file__, {fibre: told(fibre, getattr(membrane, fibre.upper())) for fibre in FIBRES})
