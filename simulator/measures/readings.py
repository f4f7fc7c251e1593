"""Measures by name: what a scenario, a table or a sweep may ask of a run.

A reading is one number, read off a Dataset.
"""

from typing import NamedTuple

import numpy as np

from simulator import measures
from simulator.measures import back, healing, muscle
from simulator.measures import sarcomeres as chain
from simulator.quantity import suggestion

FORCE = "unit of force"  # stands for the unit of `results.force`


class Reading(NamedTuple):
    """A number that can be read: its unit, meaning, function, and the fewest and most stimuli it needs."""

    unit: str
    meaning: str
    read: object
    fewest: int = 0
    most: float = np.inf


READINGS = {
    "resting_potential": Reading("mV", "potential at the start", lambda r: r.membrane_potential[0]),
    "final_potential": Reading("mV", "potential at the end", measures.final_potential),
    "action_potential.overshoot": Reading(
        "mV", "top of the first action potential", lambda r: measures.action_potential(r).overshoot, 1
    ),
    "action_potential.width": Reading(
        "ms", "width of the first action potential at half height", lambda r: measures.action_potential(r).width, 1
    ),
    "spikes.count": Reading("1", "action potentials in all", lambda r: len(measures.spikes(r))),
    "answered": Reading("1", "stimuli answered by an action potential", measures.answered, 1),
    "after_discharge.count": Reading(
        "1", "action potentials after the last stimulus's own", lambda r: measures.after_discharge(r).count, 1
    ),
    "after_discharge.duration": Reading(
        "ms", "how long action potentials go on by themselves", lambda r: measures.after_discharge(r).duration, 1
    ),
    "tubule_potassium.peak": Reading("mM", "most potassium in the T-tubules", lambda r: r.tubule_potassium.max()),
    "tubule_potassium.rise": Reading(
        "mM",
        "rise of potassium in the T-tubules above the start",
        lambda r: r.tubule_potassium.max() - r.tubule_potassium[0],
    ),
    "calcium.rest": Reading("uM", "free calcium at the start", lambda r: r.calcium[0]),
    "calcium.peak": Reading("uM", "largest free calcium", lambda r: measures.peak_calcium(r)[0]),
    "calcium.width": Reading(
        "ms", "width of the calcium transient at half height", lambda r: measures.peak_calcium(r)[1], 1, 1
    ),
    "calcium.final": Reading("uM", "free calcium at the end", lambda r: r.calcium[-1]),
    "calcium.tail": Reading("uM", "mean free calcium after the command", lambda r: measures.signature(r).calcium),
    "force.tail": Reading(
        "1", "mean force after the command, of the largest isometric force", lambda r: measures.signature(r).force
    ),
    "potential.tail": Reading("mV", "mean potential after the command", lambda r: measures.signature(r).potential),
    "unprompted.count": Reading(
        "1", "action potentials without a stimulus of their own", lambda r: measures.signature(r).spikes
    ),
    "fatigue.index": Reading("1", "force of the last train, of the first's", measures.fatigue_index, 4),
    "stiffness.peak": Reading("kPa/nm", "largest stiffness", lambda r: r.stiffness.max()),
    "atp.lowest": Reading("mM", "lowest ATP", lambda r: r.atp.min()),
    "phosphocreatine.lowest": Reading("mM", "lowest phosphocreatine", lambda r: r.phosphocreatine.min()),
    "phosphate.peak": Reading("mM", "most inorganic phosphate", lambda r: r.phosphate.max()),
    "ph.lowest": Reading("pH", "lowest pH", lambda r: r.ph.min()),
    "heat.peak": Reading("mW/cm^3", "most heat set free", lambda r: r.heat.max()),
    "shortening.distance": Reading(
        "1",
        "largest shortening of the sarcomeres, of their length at the start",
        lambda r: 1 - r.length.min() / r.length[0],
    ),
    "shortening.velocity": Reading(
        "1/s", "largest velocity of shortening, optimal lengths in a second", lambda r: r.shortening_velocity.max()
    ),
    "power.peak": Reading("mW/cm^3", "most power given to a load", lambda r: r.power.max()),
    "peak_force": Reading(FORCE, "largest force", lambda r: r.force.max()),
    "final_force": Reading(FORCE, "force at the end", lambda r: r.force[-1]),
    "final_force.fraction": Reading(
        "1", "force at the end, of the run's largest", lambda r: r.force[-1] / r.force.max()
    ),
    "relative_force.peak": Reading(
        "1", "largest force, of the largest isometric force", lambda r: r.relative_force.max()
    ),
    "twitch.latency": Reading("ms", "from stimulus to force", lambda r: measures.twitch(r).latency, 1, 1),
    "twitch.contraction_time": Reading(
        "ms", "from stimulus to the peak of force", lambda r: measures.twitch(r).contraction_time, 1, 1
    ),
    "twitch.half_relaxation_time": Reading(
        "ms", "from the peak of force to half of it", lambda r: measures.twitch(r).half_relaxation_time, 1, 1
    ),
    "tetanus.fusion": Reading("1", "1 - ripple / force", lambda r: measures.tetanus(r).fusion, 2),
    "relaxation.half_time": Reading(
        "ms", "from the last stimulus to half force, for good", lambda r: measures.relaxation(r).half_time, 1
    ),
    "relaxation.clinical_time": Reading(
        "ms",
        "from 90 to 5 % of force after the last stimulus",
        lambda r: measures.relaxation(r).clinical_time,
        1,
    ),
}

OF_A_MUSCLE = {
    "units.active": Reading("1", "motor units that fire", lambda r: muscle.units(r).count),
    "units.rate": Reading("Hz", "mean rate of the units that fire", lambda r: muscle.units(r).rate),
    "units.variation": Reading("1", "variation of a unit's intervals, mean", lambda r: muscle.units(r).variation),
    "units.doublets": Reading("1", "share of intervals below 15 ms", lambda r: muscle.units(r).doublets),
    "impulses.count": Reading("1", "nerve impulses in all", lambda r: len(r.impulse_time)),
    "impulses.ectopic": Reading("1", "impulses that arose in the axons by themselves", muscle.ectopic),
    "emg.rms": Reading("mV", "size (rms) of the electromyogram", lambda r: measures.rms(r.emg)),
    "emg.largest": Reading("mV", "largest deflection of the electromyogram", lambda r: abs(r.emg).max()),
    "m_wave.first": Reading("mV", "height of the first M-wave", lambda r: muscle.m_waves(r)[0], 1),
    "m_wave.decrement": Reading("1", "fall of the M-wave from the first pulse to the fourth", muscle.decrement, 4),
    "m_wave.last": Reading("1", "height of the last M-wave, of the first's", muscle.last_m_wave, 2),
    "h_reflex.latency": Reading("ms", "from the first pulse to its H-wave",
                                lambda r: muscle.wave(r, muscle.pulses(r)[0], muscle.H_WAVE).latency, 1),
    "h_reflex.height": Reading("mV", "height of the first H-wave",
                               lambda r: muscle.wave(r, muscle.pulses(r)[0], muscle.H_WAVE).height, 1),
    "stretch_reflex.latency": Reading(
        "ms", "from the start of a stretch to its reflex", lambda r: muscle.stretch_reflex(r).latency
    ),
    "stretch_reflex.height": Reading("mV", "height of that reflex", lambda r: muscle.stretch_reflex(r).height),
    "sustained.duration": Reading("ms", "firing after the command", lambda r: muscle.sustained(r).duration),
    "sustained.rate": Reading("Hz", "mean rate of units after the command", lambda r: muscle.sustained(r).units.rate),
    "sustained.variation": Reading(
        "1", "variation of a unit's intervals after the command", lambda r: muscle.sustained(r).units.variation
    ),
    "sustained.emg": Reading("mV", "size (rms) of the electromyogram after the command",
                             lambda r: muscle.sustained(r).emg),
    "grip.relaxation": Reading("ms", "from 90 to 5 % of force after the command", muscle.relaxation),
    "oscillation.frequency": Reading("Hz", "largest rhythm of the fascicles' length, 2 to 15 Hz", muscle.oscillation),
}  # fmt: skip
SHARED = {  # of fibres and muscles
    "spikes.count", "peak_force", "final_force", "final_force.fraction", "relative_force.peak", "calcium.rest",
    "calcium.peak", "calcium.final", "atp.lowest", "phosphocreatine.lowest", "phosphate.peak", "ph.lowest", "heat.peak",
    "twitch.latency", "twitch.contraction_time", "twitch.half_relaxation_time", "relaxation.clinical_time",
    "relaxation.half_time", "tetanus.fusion", "fatigue.index",
}  # fmt: skip
OF_A_BACK = {
    "moment.peak": Reading("N*m", "largest extending moment about L5/S1", lambda r: r.moment.max()),
    "flexion.largest": Reading("deg", "largest flexion of the lumbar spine", back.range_of_motion),
    "co_contraction.peak": Reading("N*m", "most that flexors hold against extensors", lambda r: r.co_contraction.max()),
    "pain.peak": Reading("1", "worst pain of any muscle", lambda r: r.pain.max()),
    "guarding.peak": Reading("1", "largest drive of guarding of any muscle",
                             lambda r: max(back.guarding(r).values(), default=0.0)),
    "guarding.last": Reading("1", "drive of guarding at the end, mean of all muscles", back.last_guarding),
    "guarding.muscles": Reading("1", "muscles that guard", lambda r: len(back.guarding(r))),
    "spasm.muscles": Reading("1", "muscles whose persistent currents open", lambda r: len(back.spasms(r))),
    "spasm.duration": Reading("ms", "longest spasm of a muscle",
                              lambda r: max((spasm.duration for spasm in back.spasms(r)), default=0.0)),
    "damage.added": Reading("1", "largest damage that the run adds to a muscle", back.worst_damage),
}  # fmt: skip
OF_A_RECOVERY = {
    "recovery.lowest": Reading("1", "lowest force, of that before the injury", lambda r: r.force.min()),
    "recovery.to_80": Reading("d", "days until 80 % of the force is back", lambda r: healing.reaches(r, 0.8)),
    "recovery.to_90": Reading("d", "days until 90 % of the force is back", lambda r: healing.reaches(r, 0.9)),
    "recovery.pain_day_3": Reading("of 5", "pain on the third day", lambda r: healing.on_day(r, "pain", 3.0)),
    "recovery.scar_largest": Reading("1", "largest part that is scar", lambda r: r.scar.max()),
    "recovery.scar_half_year": Reading("1", "scar after half a year", lambda r: healing.on_day(r, "scar", 182.0)),
    "recovery.scar_year": Reading("1", "scar after a year", lambda r: healing.on_day(r, "scar", 365.0)),
}
OF_A_CHAIN = {
    "popped.stretched": Reading(
        "1", "half-sarcomeres that are popped at the end of the stretch, of all", lambda r: r.popped[chain.longest(r)]
    ),
    "popped.shortened": Reading(
        "1", "half-sarcomeres that are popped when the end comes back, still active, of all", chain.popped_when_back
    ),
    "torn.final": Reading("1", "half-sarcomeres that do not find back, of all", lambda r: r.torn[-1]),
    "sarcomere.longest": Reading("um", "length of the longest sarcomere", lambda r: r.longest.max()),
}
READINGS |= OF_A_MUSCLE | OF_A_BACK | OF_A_RECOVERY | OF_A_CHAIN
OF_OUR_FIBRE = {  # what the published model does not tell
    "relative_force", "calcium.tail", "force.tail", "potential.tail", "unprompted.count", "fatigue", "stiffness",
    "atp", "phosphocreatine", "phosphate", "ph", "heat", "shortening", "power",
}  # fmt: skip


def unknown(name):
    """Return what to say of a reading that does not exist, or None."""
    return None if name in READINGS else f"no measure {name!r}{suggestion(name, READINGS)}"


def unit_of(name, results):
    """Return the unit of a reading of these results."""
    unit = READINGS[name].unit
    return results.force.attrs["units"] if unit == FORCE else unit


def read(name, results):
    """Return one reading as a float, or a whole number for a count; nan where it does not apply."""
    if problem := unknown(name):
        raise KeyError(problem)
    if not _applies(name, results):
        return np.nan
    value = READINGS[name].read(results)
    return value if isinstance(value, int) else float(value)


def read_all(results):
    """Return {name: value} of every reading that applies to a run."""
    return {name: read(name, results) for name in READINGS if _applies(name, results)}


def _applies(name, results):
    return applies_to(name, results, len(measures.pulse_times(results)))


def applies_to(name, outputs, stimuli):
    """Return whether a run with these outputs (anything with `in`) and so many stimuli has a reading."""
    if "lumbar_flexion" in outputs:
        present = name in OF_A_BACK
    elif "lesion" in outputs:
        present = name in OF_A_RECOVERY
    elif "popped" in outputs:
        present = name in OF_A_CHAIN or name in ("peak_force", "final_force", "relative_force.peak")
    elif "unit_force" in outputs:
        present = name in SHARED or name in OF_A_MUSCLE
    else:
        ours = "atp" in outputs or not OF_OUR_FIBRE & {name, name.partition(".")[0]}
        present = ours and name not in OF_A_MUSCLE | OF_A_BACK | OF_A_RECOVERY | OF_A_CHAIN
    return present and READINGS[name].fewest <= stimuli <= READINGS[name].most
