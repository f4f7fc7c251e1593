"""The pool of motoneurons, and persistent inward current in health and in cramp."""

import numpy as np

from simulator import measures
from simulator.models.motoneuron import FULL_DRIVE, Motoneuron
from simulator.protocol import Ramp
from simulator.simulate import simulate
from simulator.validation.calibration import motoneuron

PAIRS = ((0.1, 0.4), (0.2, 0.5), (0.3, 0.6), (0.4, 0.7))  # ranks of control and tested cell, as in weak contractions
PEAK = 20.0  # uA/cm^2 at the top of a slow ramp, about a third of full drive
SILENT, SECOND, LATER = 500.0, 1500.0, 6000.0  # ms: drive begins, it ends, the run ends


def pool():
    """Return how a pool is recruited by a common excitation, and how fast it fires."""
    told = motoneuron.recruitment()
    recruited, begins, full = told.values()
    _, irregular = motoneuron.irregularity()
    return {
        "range of thresholds": recruited[-1] / recruited[0],
        "last recruited": recruited[-1] / FULL_DRIVE,
        "in order": float(np.diff(recruited).min()),
        "slowest when recruited": begins.min(),
        "fastest when recruited": begins.max(),
        "slowest at full drive": full.min(),
        "fastest at full drive": full.max(),
        "irregularity": irregular.mean(),
    }


def paired_units():
    """Return the difference of a control cell's rate between recruitment and derecruitment of another (Hz), of pairs.

    The excitation rises for 10 s and falls for 10 s.
    """
    up = np.linspace(0.0, PEAK, 201)
    ramp = Ramp("motoneuron.synaptic_current", [*up, *up[-2::-1]], start=0.0, end=20_000.0)
    runs = {r: simulate(Motoneuron.at(r), ramp, duration=21_000, interval=5) for pair in PAIRS for r in pair}
    found = [measures.delta_f(runs[tested], runs[control]) for control, tested in PAIRS]
    return {"mean": float(np.mean(found)), "smallest": min(found), "largest": max(found)}


def bistable():
    """Return what cells of three sizes with a persistent inward current do before and after a second of excitation."""
    cells = [Motoneuron.of(kind).with_condition(motoneuron.CRAMP) for kind in ("S", "FR", "FF")]
    drive = motoneuron.held(LATER, (SILENT, 30.0), (SECOND, 0.0))
    fired = motoneuron.spikes(cells, {"excitation": drive})
    inhibited = motoneuron.spikes(
        cells, {"excitation": drive, "inhibition": motoneuron.held(LATER, (4000.0, 0.5), (4500.0, 0.0))}
    )
    rates = [1e3 / np.diff(t[t > SECOND]).mean() for t in fired]
    return {
        "before": sum(float((t < SILENT).sum()) for t in fired),
        "lasting": min(float(t[-1] - SECOND) for t in fired) / 1e3,
        "slowest": min(rates),
        "fastest": max(rates),
        "after inhibition": sum(float((t > 4500).sum()) for t in inhibited),
        "after hyperpolarisation": sum(float((t > 5000).sum()) for t in _hyperpolarised(cells, drive)),
    }


def _hyperpolarised(cells, drive):
    """Return the spike times of cells whose soma is hyperpolarised for a second, by 300 uA/cm^2 of it."""
    return motoneuron.spikes(
        cells, {"excitation": drive, "stimulus": motoneuron.held(LATER, (4000.0, -300.0), (5000.0, 0.0))}
    )
