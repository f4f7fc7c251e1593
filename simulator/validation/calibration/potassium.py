"""Calibration of potassium sensitivity: force against bath potassium and temperature, mouse.

What is fitted: the shift of slow inactivation with temperature, its midpoint, and the Q10 of the sodium
leak (that of permeability: with the pump's, warming depolarises), to targets 9 to 12. Whole muscles were
measured, so the mean of fibres is taken whose midpoints have a normal spread of SPREAD; found by trying
a dozen values.

    python -m simulator.validation.calibration.potassium

The measured values are stored in potassium.json beside this file.
"""

import json
import re
from pathlib import Path
from statistics import NormalDist, mean

import numpy as np

from simulator.models.fibre import Fibre
from simulator.protocol import Train
from simulator.simulate import simulate

SPREAD, FIBRES = 3.0, 9  # mV; assumed
STRENGTH = 250.0  # uA/cm^2, supramaximal at every potassium
SOLEUS = (  # temperature (degC), bath potassium (mM), range of force relative to 4 mM: targets 10-12, Pedersen 2003
    (20, 9, 0.20, 0.50),
    (30, 9, 0.75, 0.95),
    (30, 11, 0.08, 0.25),
    (35, 11, 0.25, 0.50),
)


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
    """Return the potentials (mV) at which mouse EDL at 25 degC has 90 % and 10 % of its force at 4 mM."""
    fibre = Fibre.fast(species="mouse")
    rows = np.array([tetanus(fibre, k, 100, 500) for k in (4, 8, 8.5, 8.75, 9, 9.25, 9.5, 9.75, 10, 11)])
    potentials, forces = rows[:, 0], rows[:, 1] / rows[0, 1]
    return [float(np.interp(-level, -forces, potentials)) for level in (0.9, 0.1)]


def measure():
    """Return {measure: [value, low, high, met]}."""
    rows = {f"soleus {t} degC {k} mM": [soleus(t, k), low, high] for t, k, low, high in SOLEUS}
    begins, ends = cliff()
    rows["EDL 25 degC 90 % of force"] = [begins, -72.0, -60.0]
    rows["EDL 25 degC 10 % of force"] = [ends, -69.0, -58.0]
    for fibre, name in ((Fibre.fast(), "human fast"), (Fibre.slow(), "human slow")):
        for potassium, low, high in ((4, -90.0, -78.0), (10, -68.0, -58.0)):
            rows[f"{name} {potassium} mM rest"] = [tetanus(fibre, potassium, 50, 100)[0], low, high]
    return {name: [float(f"{value:.4g}"), low, high, low <= value <= high] for name, (value, low, high) in rows.items()}


if __name__ == "__main__":
    result = measure()
    text = re.sub(r"\n {2,}(?=[^ \"])", "", json.dumps(result, indent=1))
    Path(__file__).with_suffix(".json").write_text(text + "\n")
    for label, row in result.items():
        print(f"{label:28}", *row)
