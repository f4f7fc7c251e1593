"""What is said of a run beside its traces: measures, and each stage against health."""

import numpy as np

from simulator import measures
from simulator.lab.frame import plain
from simulator.measures.readings import READINGS, applies_to

SHOWN = (
    "resting_potential", "final_potential", "action_potential.overshoot", "action_potential.width", "spikes.count",
    "answered", "after_discharge.count", "after_discharge.duration", "tubule_potassium.peak", "calcium.rest",
    "calcium.peak", "calcium.width", "calcium.final", "atp.lowest", "phosphocreatine.lowest", "phosphate.peak",
    "ph.lowest", "shortening.distance", "shortening.velocity", "power.peak", "peak_force", "relative_force.peak",
    "final_force.fraction", "twitch.latency", "twitch.contraction_time", "twitch.half_relaxation_time",
    "tetanus.fusion", "relaxation.half_time", "relaxation.clinical_time",
)  # fmt: skip
JUDGED = ("membrane_potential", "calcium", "attached_fraction", "relative_force", "atp")  # of the healthy run
LINKS = ("membrane", "calcium", "crossbridge", "energy", "mechanics")  # in the order of `measures.chain`


def measured(record):
    """Return {measure: number, or None where it does not apply}."""
    stimuli = len(record.protocol["pulses"])
    return {name: _read(name, record) if applies_to(name, record, stimuli) else None for name in SHOWN}


def _read(name, record):
    """Return one measure, None where the run has nothing to read it from."""
    with np.errstate(all="ignore"):
        try:
            return plain(READINGS[name].read(record))
        except (IndexError, ValueError, ZeroDivisionError):
            return None


def stages(record, healthy):
    """Return {stage: label, value, unit, whether it is disturbed, and how} against the healthy Record."""
    figures = {
        "membrane": ("action potentials", len(record.spike_time), "1"),
        "calcium": ("peak free calcium", record.calcium.max(), "uM"),
        "crossbridge": ("most heads attached", record.attached_fraction.max(), "1"),
        "energy": ("lowest ATP", record.atp.min(), "mM"),
        "mechanics": ("peak force, of the largest", record.relative_force.max(), "1"),
    }
    verdicts = _verdicts(record, healthy)
    return {
        stage: {"label": label, "value": plain(value), "unit": unit, "verdict": verdict}
        | {"disturbed": verdict != "normal"}
        for (stage, (label, value, unit)), verdict in zip(figures.items(), verdicts, strict=True)
    }


def _verdicts(record, healthy):
    """Return the verdict on each link of the chain, from membrane to force."""
    with np.errstate(all="ignore"):
        try:
            return [link.verdict for link in measures.chain(record, healthy)]
        except (IndexError, ValueError):  # too short a run to be judged
            return ["normal"] * len(LINKS)
