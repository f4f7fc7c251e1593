"""Calibration of potassium sensitivity: force against bath potassium and temperature, mouse.

What is fitted: the shift of slow inactivation with temperature, its midpoint, and the Q10 of the sodium
leak (that of permeability: with the pump's, warming depolarises), to targets 9 to 12. Whole muscles were
measured, so the mean of fibres is taken whose midpoints have a normal spread of SPREAD; found by trying
a dozen values.

    python -m simulator.validation.calibration.potassium

The measured values are stored in potassium.json beside this file.
"""

from statistics import NormalDist, mean

import numpy as np

from simulator.models.fibre import Fibre
from simulator.protocol import Train
from simulator.simulate import simulate
from simulator.validation.calibration import store, table

SPREAD, FIBRES = 3.0, 9  # mV; assumed
STRENGTH = 250.0  # uA/cm^2, supramaximal at every potassium
SOLEUS = (  # temperature (degC), bath potassium (mM), range of force relative to 4 mM: targets 10-12, Pedersen 2003
    (20, 9, 0.20, 0.50),
    (30, 9, 0.75, 0.95),
    (30, 11, 0.08, 0.25),
    (35, 11, 0.25, 0.50),
)
RESTS = {"4 mM": (-90, -78), "10 mM": (-68, -62)}  # mV: target 2


def tetanus(fibre, potassium, rate, lasting):
    """Return resting potential (mV) and largest relative force of a tetanus in a bath."""
    fibre = fibre.with_parameters({"membrane.bath_potassium": potassium})
    train = Train(rate=rate, count=int(rate * lasting / 1000), strength=STRENGTH)
    results = simulate(fibre, train, duration=lasting + 150, interval=1.0)
    return float(results.membrane_potential[0]), float(results.relative_force.max())


def population(fibre):
    """Return fibres whose slow inactivation is spread, at the quantiles of a normal distribution."""
    spread, middle = NormalDist(0.0, SPREAD), fibre.membrane.slow_inactivation_midpoint
    shifts = [spread.inv_cdf((i + 0.5) / FIBRES) for i in range(FIBRES)]
    return [fibre.with_parameters({"membrane.slow_inactivation_midpoint": middle + shift}) for shift in shifts]


def soleus(temperature, potassium):
    """Return the force of mouse soleus relative to that at 4 mM."""
    fibres = population(Fibre.slow(species="mouse", temperature=temperature))
    forces = [mean(tetanus(fibre, k, 60, 1000)[1] for fibre in fibres) for k in (potassium, 4)]
    return forces[0] / forces[1]


def cliff():
    """Return the potentials (mV) at which mouse EDL at 25 degC has 90, 50 and 10 % of its force at 4 mM."""
    fibre = Fibre.fast(species="mouse")
    rows = np.array([tetanus(fibre, k, 100, 500) for k in (4, 8, 8.5, 8.75, 9, 9.25, 9.5, 9.75, 10, 11)])
    potentials, forces = rows[:, 0], rows[:, 1] / rows[0, 1]
    return [float(np.interp(-level, -forces, potentials)) for level in (0.9, 0.5, 0.1)]


def measure():
    """Return {group: rows}."""
    force = {f"{t} degC {k} mM": soleus(t, k) for t, k, *_ in SOLEUS}
    ranges = {f"{t} degC {k} mM": (low, high) for t, k, low, high in SOLEUS}
    steep = dict(zip(("90 % of force", "half of force", "10 % of force"), cliff(), strict=True))
    rest = {f"{k} mM": tetanus(Fibre.slow(), k, 50, 100)[0] for k in (4, 10)}
    rest |= {f"fast, {k} mM": tetanus(Fibre.fast(), k, 50, 100)[0] for k in (4, 10)}
    return {
        "soleus, force of that at 4 mM": table(force, ranges),
        "EDL at 25 degC, potential": table(steep, {"half of force": (-69, -60)}),
        "human, rest": table(rest, {f"{fibre}{k}": asked for fibre in ("", "fast, ") for k, asked in RESTS.items()}),
    }


if __name__ == "__main__":
    store(__file__, measure())
