"""Calibration of the pool of motoneurons: recruitment, rates, irregular firing, and firing that goes on by itself.

What was fitted, by hand: the numbers of the smallest and of the largest cell (stages/motoneuron.py), the condition
"persistent inward current", and the noise given here, with which small and large cells are equally irregular.

Ranges: rates 6-10 Hz when recruited and 25-40 Hz at full drive, coefficient of variation 0.1-0.2 (assumed, common in
voluntary contractions); rheobase 3.5-22 nA, Elias & Kohn 2013; cramp 14.5 Hz for 15-180 s, Minetto et al. 2009, J
Neurophysiol 102:1890; recruited last at about half of full drive, Fuglevand et al. 1993.

    python -m simulator.validation.calibration.motoneuron
"""

import numpy as np

from simulator.models.motoneuron import FULL_DRIVE, Motoneuron, MotoneuronInputs
from simulator.simulate.system import program_of, rest
from simulator.solver.crowd import Crowd
from simulator.validation.calibration import store, table

RANKS = (0.0, 0.2, 0.4, 0.6, 0.8, 1.0)
CRAMP = "persistent inward current"
EVERY = 2.0  # ms between new values of the inputs
NOISE = 0.7  # its standard deviation (uA/cm^2), of the square root of the excitation: synapses are shot noise
CORRELATED = 5.0  # ms
TARGETS = {
    "rank 0": {"rate when recruited": (5, 10), "rate at full drive": (25, 40), "irregularity": (0.1, 0.2)},
    "rank 1": {"rate when recruited": (5, 10), "rate at full drive": (25, 40), "recruited, of full drive": (0.3, 0.6)},
}


def spikes(cells, inputs):
    """Return the spike times (ms) of each cell under {input: (moments, cells) values, each held for EVERY ms}."""
    system, names = cells[0].system, tuple(MotoneuronInputs.__dataclass_fields__)
    states = tuple(system.state_fields)
    crowd = Crowd(
        program_of(system), [rest(c) for c in cells], np.zeros((len(cells), len(names))), [c.packed() for c in cells],
        scale=system.scale, names=states, pulsed=0, watched=states.index(system.spike_state),
    )  # fmt: skip
    found = []
    for k in range(max(map(len, inputs.values()))):
        for name, values in inputs.items():
            crowd.inputs[:, names.index(name)] = values[k]
        found.append(crowd.advance((k + 1) * EVERY))
    who, when = (np.concatenate(parts) for parts in zip(*found, strict=True))
    return [when[who == i] for i in range(len(cells))]


def held(duration, *steps):
    """Return (moments, 1) values over `duration` ms: 0, then from each (time, value) on that value."""
    times = EVERY * np.arange(round(duration / EVERY))
    return np.array([0.0, *(v for _, v in steps)])[np.searchsorted([t for t, _ in steps], times, side="right")][:, None]


def triangle(peak, rise):
    """Return (moments, 1) values that rise to a peak in `rise` ms and fall again."""
    up = np.arange(round(rise / EVERY)) * EVERY / rise
    return peak * np.concatenate([up, 1.0 - up])[:, None]


def noise(duration, count, *, deviation=1.0, correlated=CORRELATED, seed=0):
    """Return (moments, count) values of independent noise with a mean of zero (Ornstein-Uhlenbeck)."""
    random, kept = np.random.default_rng(seed), np.exp(-EVERY / correlated)
    values = deviation * random.standard_normal((round(duration / EVERY), count))
    for k in range(1, len(values)):
        values[k] = kept * values[k - 1] + np.sqrt(1.0 - kept**2) * values[k]
    return values


def variation(times):
    """Return the standard deviation of the intervals between spikes, of their mean; nan without three spikes."""
    gaps = np.diff(times)
    return float(gaps.std() / gaps.mean()) if len(gaps) > 1 else np.nan


def recruitment(ranks=RANKS):
    """Return {measure: (cells,)} of a pool whose common excitation rises to full drive in 10 s, and stays."""
    drive = np.concatenate([triangle(FULL_DRIVE, 10_000.0)[: round(10_000 / EVERY)], held(2000.0, (0.0, FULL_DRIVE))])
    found = spikes([Motoneuron.at(r) for r in ranks], {"excitation": drive})
    return {
        "recruited": np.array([FULL_DRIVE * t[0] / 10_000 for t in found]),
        "rate when recruited": np.array([1e3 / (t[1] - t[0]) for t in found]),
        "rate at full drive": np.array([1e3 / np.diff(t[t > 10_500]).mean() for t in found]),
    }


def irregularity(ranks=RANKS, above=1.3):
    """Return (rates, coefficients of variation) under noise and `above` times the excitation that recruits a cell."""
    drive = above * recruitment(ranks)["recruited"]
    noisy = drive + NOISE * np.sqrt(drive) * noise(15_000.0, len(ranks))
    found = spikes([Motoneuron.at(r) for r in ranks], {"excitation": noisy})
    found = [t[t > 2000] for t in found]
    return np.array([1e3 / np.diff(t).mean() for t in found]), np.array([variation(t) for t in found])


def cramp(ranks=RANKS, deviation=0.0, duration=90_000.0):
    """Return {measure: (cells,)} of cells with a persistent inward current after a second of excitation.

    deviation : of noise all the time (uA/cm^2)
    """
    drive = held(duration, (0.0, 30.0), (1000.0, 0.0)) + noise(duration, len(ranks), deviation=deviation)
    found = [
        t[t > 1100] for t in spikes([Motoneuron.at(r).with_condition(CRAMP) for r in ranks], {"excitation": drive})
    ]
    gaps = [np.diff(t) for t in found]
    return {
        "rate": np.array([1e3 / g.mean() for g in gaps]),
        "slowest": np.array([1e3 / np.percentile(g, 97.5) for g in gaps]),
        "fastest": np.array([1e3 / np.percentile(g, 2.5) for g in gaps]),
        "irregularity": np.array([variation(t) for t in found]),
        "lasting": np.array([(t[-1] - 1000.0) / 1e3 for t in found]),
    }


def measure():
    """Return {rank: {measure: value}} of the smallest and the largest cell."""
    pool, (_, irregular), ill = recruitment(), irregularity(), cramp()
    pool |= {"recruited, of full drive": pool["recruited"] / FULL_DRIVE, "irregularity": irregular}
    pool |= {f"cramp, {name}": values for name, values in ill.items()}
    return {f"rank {r:g}": {n: float(v[i]) for n, v in pool.items()} for i, r in enumerate(RANKS) if r in (0, 1)}


if __name__ == "__main__":
    store(__file__, {name: table(values, TARGETS[name]) for name, values in measure().items()})
