"""A whole muscle as the page asks for it: its run, and what is told of it."""

import json

import numpy as np

from simulator.lab.frame import encode, plain, thinned
from simulator.measures.readings import READINGS, applies_to
from simulator.models.muscle import Muscle
from simulator.protocol import Drive, Rest, Stretch, Train
from simulator.simulate import simulate

COLUMNS = (
    "drive", "excitation", "emg", "force", "length", "calcium", "attached_fraction", "atp", "primary", "secondary",
    "organ", "renshaw", "inhibition",
)  # fmt: skip
SHOWN = (
    "units.active", "units.rate", "units.variation", "units.doublets", "impulses.count", "impulses.ectopic",
    "emg.rms", "emg.largest", "relative_force.peak", "final_force.fraction", "sustained.duration", "sustained.rate",
    "stretch_reflex.latency", "stretch_reflex.height", "oscillation.frequency", "calcium.peak", "calcium.final",
    "atp.lowest", "phosphocreatine.lowest", "phosphate.peak", "ph.lowest",
)  # fmt: skip
PULL, PULL_AT, PULL_LASTS = "muscle_force.peak", 300.0, 60.0  # ms of a stretch
RISE, MOST_SPIKES = 50.0, 20_000  # ms of a drive; of one run that are sent


def contract(request, limits, progress=None):
    """Return the frame of a MuscleRequest's run; its header also holds the spikes of all units."""
    model, protocol = muscle_of(request), protocol_of(request)
    results = simulate(model, protocol, duration=request.duration_ms, seed=request.seed, threads=1, progress=progress)
    header = {"id": request.id, "measures": measured(results), "stages": stages(results), "spikes": spikes(results)}
    return encode(header, columns_of(results, limits.muscle_rows))


def muscle_of(request):
    """Return the muscle: what is set and scaled first, then the conditions and the drugs that act on it."""
    temperature = 37.0 if request.temperature is None else request.temperature
    muscle = Muscle.of(request.model, units=request.units, temperature=temperature)
    muscle = muscle.with_parameters(dict(request.set)).scaled(dict(request.scale))
    for name, severity in request.conditions.items():
        muscle = muscle.with_condition(name, severity)
    for name, dose in request.drugs.items():
        muscle = muscle.with_drug(name, dose)
    return muscle


def protocol_of(request):
    """Return the drive, the pulses to the nerve that begin within the run, and the stretch."""
    effort, nerve, done = request.drive, request.protocol, Rest()
    if effort.level > 0:
        done += Drive(effort.level, start=effort.start_ms, end=effort.end_ms, rise=RISE)
    left = int(np.ceil((request.duration_ms - nerve.start_ms) * nerve.rate_hz / 1000 - 1e-9))
    if (count := min(nerve.count, left)) > 0:
        done += Train(nerve.rate_hz, count, start=nerve.start_ms, strength=nerve.strength, width=nerve.width_ms)
    return done + Stretch(PULL_AT, request.stretch, lasting=PULL_LASTS) if request.stretch else done


def columns_of(results, rows):
    """Return {name: values} at times of the electromyogram, whose peaks are kept."""
    time, slow = results.emg_time.values, results.time.values
    every = {name: results[name].values for name in COLUMNS}
    every["force"] = results.relative_force.values
    even = {name: values if name == "emg" else np.interp(time, slow, values) for name, values in every.items()}
    kept = thinned(len(time), rows, [even["emg"], even["force"]])
    return {"time": time[kept]} | {name: values[kept] for name, values in even.items()}


def spikes(results):
    """Return times (ms) and units, counted from 1, of action potentials of the fibres; the first of very many."""
    order = np.argsort(results.spike_time.values, kind="stable")[:MOST_SPIKES]
    times, units = results.spike_time.values[order], results.spike_unit.values[order]
    return {"time": np.round(times, 1).tolist(), "unit": (units + 1).tolist(), "units": len(results.unit)}


def measured(results):
    """Return {measure: number, or None where it does not apply}."""
    pulses = len(json.loads(results.attrs["protocol"])["pulses"])
    found = {PULL: plain(results.force.max())}
    for name in SHOWN:
        try:
            found[name] = plain(READINGS[name].read(results)) if applies_to(name, results, pulses) else None
        except (IndexError, ValueError, ZeroDivisionError):
            found[name] = None
    return found


def stages(results):
    """Return {stage: label, value, unit} along the whole chain; they are not judged, for units differ."""
    lasting, units = float(results.time[-1]) / 1000, len(results.unit)
    arrived, answered = len(results.impulse_time), len(results.spike_time)
    figures = {
        "drive": ("largest", results.drive.max(), "1"),
        "motoneuron": ("mean rate", len(results.motoneuron_spike_time) / units / lasting, "Hz"),
        "junction": ("impulses answered", answered / arrived if arrived else None, "1"),
        "membrane": ("of all fibres", answered, ""),
        "calcium": ("peak, mean", results.calcium.max(), "uM"),
        "crossbridge": ("heads attached", results.attached_fraction.max(), "1"),
        "energy": ("lowest ATP", results.atp.min(), "mM"),
        "mechanics": ("fascicles, least", results.length.min(), "1"),
        "force": ("peak", results.force.max(), "N"),
        "reflex": ("Ia, largest", results.primary.max(), "1/s"),
    }
    return {
        stage: {"label": label, "value": None if value is None else plain(value), "unit": unit}
        | {"verdict": "normal", "disturbed": False}
        for stage, (label, value, unit) in figures.items()
    }


def measure_units():
    """Return {measure: unit, meaning} of what is measured here."""
    own = {PULL: {"unit": "N", "meaning": "largest force of the tendon"}}
    return own | {name: {"unit": READINGS[name].unit, "meaning": READINGS[name].meaning} for name in SHOWN}
