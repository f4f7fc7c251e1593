"""Fit of how fast slow fibres of the soleus and of the hand are, of other slow fibres (models/unit.py: PACES).

Which steps of fibres of one type differ between muscles is not known. Found here are the factors on the pace of heads,
of the thin filament, and of calcium's uptake and unbinding, that change least (sum of squared logarithms) and meet:

    soleus  the twitch of the whole muscle through its nerve at 35 degC has a contraction time of 157 +- 15 ms, from the
            onset of force (McMaster 842658, authors Vandervoort & McComas 1986)
    hand    units of the thumb begin to fuse at 5-8 Hz and reach half of their largest force at 12 +- 4 Hz, all of them
            (Thomas, Bigland-Ritchie & Johansson 1991, J Neurophysiol 65:1509), although most of its fibres are of type
            I (Johnson et al. 1973)

The gastrocnemius (114 +- 20 ms) needs no factor: half of its fibres are slow.

    python -m simulator.validation.calibration.units [--fit]

Values are stored in units.json beside this file; with --fit, factors are searched for and printed.
"""

import sys
from unittest.mock import patch

import numpy as np
from scipy.optimize import minimize

from simulator import measures
from simulator.curves import force_frequency
from simulator.models.muscle import Muscle
from simulator.models.unit import PACES, fibre_of
from simulator.protocol import Pulse
from simulator.simulate import simulate
from simulator.validation.calibration import store, table

RATES = [1, 3, 4, 5, 6, 7, 8, 10, 12, 15, 20, 30, 60, 100]  # Hz
FUSED = 0.05  # fusion at which a twitch begins to fuse
SUPRAMAXIMAL = 100.0  # mA
FREE = {
    "soleus": ("heads", "thin_filament", "uptake_rate"),
    "hand": ("heads", "thin_filament", "uptake_rate", "second_off"),
}
FIRST = {"soleus": -0.2, "hand": 0.5}  # step of the search, of the logarithms
TARGETS = {
    "begins to fuse": (5, 8), "half force": (8, 18), "twitch to tetanus": (0.1, 0.3),
    "soleus contraction": (142, 172), "gastrocnemius contraction": (94, 134),
}  # fmt: skip
AIMS = {"begins to fuse": (5.3, 7.5), "half force": (9, 15), "twitch to tetanus": (0.12, 0.28),
        "soleus contraction": (148, 166)}  # fmt: skip
TOLERANCES = {"begins to fuse": 0.1, "half force": 1.0, "twitch to tetanus": 0.02, "soleus contraction": 2.0}


def unit(kind, muscle="hand"):
    """Return what trains and a twitch tell of a unit's fibre."""
    fibre = fibre_of(kind, muscle)
    curve = force_frequency(fibre, RATES)
    twitch = measures.twitch(simulate(fibre, Pulse(), duration=900, interval=0.1))
    return {
        "begins to fuse": float(np.interp(FUSED, curve.fusion, curve.rate)),
        "half force": float(curve.half_force_frequency),
        "contraction time": twitch.contraction_time - twitch.latency,
        "half relaxation": twitch.half_relaxation_time,
        "twitch to tetanus": float(curve.force[0] / curve.force.max()),
    }


def whole(*muscles):
    """Return the contraction time (ms) of whole muscles through their nerve at 35 degC, from the onset of force."""
    found = {}
    for name in muscles:
        muscle = Muscle.of(name, units=24, temperature=35.0)
        twitch = measures.twitch(simulate(muscle, Pulse(strength=SUPRAMAXIMAL), duration=500, interval=1, step=1))
        found[f"{name} contraction"] = twitch.contraction_time - twitch.latency
    return found


def searched(muscle):
    """Return the factors that change a muscle's slow fibres least and meet the aims."""
    free = FREE[muscle]

    def cost(logs):
        with patch.dict(PACES, {(muscle, "S"): dict(zip(free, np.exp(logs), strict=True))}):
            found = unit("S") if muscle == "hand" else whole(muscle)
        off = [max(AIMS[name][0] - x, x - AIMS[name][1], 0.0) / TOLERANCES[name]
               for name, x in found.items() if name in AIMS]  # fmt: skip
        return np.sum(np.square(off)) + np.sum(np.square(logs))

    simplex = np.vstack([np.zeros(len(free)), FIRST[muscle] * np.eye(len(free))])
    options = {"initial_simplex": simplex, "maxfev": 100 * len(free), "xatol": 0.02, "fatol": 0.01}
    best = minimize(cost, simplex[0], method="Nelder-Mead", options=options)
    return dict(zip(free, np.exp(best.x), strict=True))


def measure():
    """Return {unit or "whole muscles": rows}."""
    units = {f"{kind} of the hand": table(unit(kind), TARGETS) for kind in ("S", "FR", "FF")}
    return units | {"whole muscles": table(whole("soleus", "gastrocnemius"), TARGETS)}


if __name__ == "__main__":
    if "--fit" in sys.argv:
        for muscle in FREE:
            print(muscle, {name: float(f"{factor:.3g}") for name, factor in searched(muscle).items()}, flush=True)
    store(__file__, measure())
