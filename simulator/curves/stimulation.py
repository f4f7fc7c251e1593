"""Curves of an isometric fibre that is stimulated: strength, interval, rate, number, warmth."""

import numpy as np

from simulator import measures
from simulator.curves.told import Told, curve
from simulator.protocol import Doublet, Pulse, Train
from simulator.simulate import simulate

FORCE = "of the largest isometric force"
WAIT = 15.0  # ms after a pulse within which it is answered


@curve(
    rheobase=("uA/cm^2", "weakest long pulse that is answered"),
    chronaxie=("ms", "duration at which twice the rheobase is needed"),
)
def strength_duration(model, values=None):
    """Return the weakest pulse that is answered, by its duration; rheobase and chronaxie (Lapicque, by Weiss's law).

    values : durations (ms)
    """
    widths = np.asarray(values if values is not None else [0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50], float)
    least = np.array([_threshold(model, width) for width in widths])
    charge = np.polyfit(widths, least * widths, 1, w=1 / (least * widths))  # charge = rheobase (duration + chronaxie)
    return Told(
        ("duration", widths, "ms", "duration of the pulse"),
        {"strength": (least, "uA/cm^2", "weakest pulse that is answered")},
        {"rheobase": charge[0], "chronaxie": charge[1] / charge[0]},
    )


def _threshold(model, width, exact=0.005):
    """Return the weakest strength of a pulse of a width (ms) that is answered, to half a per cent (uA/cm^2)."""

    def answered(strength):
        run = simulate(model, Pulse(1, strength=strength, width=width), duration=1 + width + WAIT, interval=1)
        return len(run.spike_time) > 0

    low, high = 0.0, 4.0
    while not answered(high):
        low, high = high, 2 * high
        if high > 9000:
            return np.nan
    while high - low > exact * high:
        middle = (low + high) / 2
        low, high = (low, middle) if answered(middle) else (middle, high)
    return (low + high) / 2


@curve(
    refractory_period=("ms", "shortest interval answered twice"),
    greatest_summation=("1", "largest force of two pulses, of one twitch"),
    best_interval=("ms", "interval of the greatest summation"),
)
def paired_pulses(model, values=None):
    """Return what a second pulse adds, by its interval from the first; refractory period and greatest summation.

    values : intervals (ms)
    """
    default = [1, 2, 3, 4, 5, 7, 10, 15, 20, 30, 50, 80, 120, 200, 300, 500]
    gaps = np.asarray(values if values is not None else default, float)
    one = simulate(model, Pulse(), duration=10 + 600)
    peak, spikes = [], []
    for gap in gaps:
        run = simulate(model, Doublet(gap), duration=10 + gap + 600)
        peak.append(measures.force_height(run))
        spikes.append(len(run.spike_time))
    single = measures.force_height(one)
    answered = gaps[np.array(spikes) > len(one.spike_time)]
    return Told(
        ("interval", gaps, "ms", "from the first pulse to the second"),
        {
            "summation": (np.array(peak) / single, "1", "largest force, of one twitch"),
            "spikes": (spikes, "1", "action potentials"),
        },
        {
            "refractory_period": answered.min() if len(answered) else np.nan,
            "greatest_summation": max(peak) / single,
            "best_interval": gaps[int(np.argmax(peak))],
        },
    )


@curve(
    staircase=("1", "height of the last twitch, of the first"),
)
def staircase(model, values=None, rate=5.0):
    """Return the height of each twitch of a slow train.

    values : numbers of the twitches told, the last of which is the length of the train; rate : Hz
    """
    order = np.asarray(values if values is not None else range(1, 76), int)
    each = 1000.0 / rate
    run = simulate(model, Train(rate, int(order[-1])), duration=10 + order[-1] * each, interval=1.0)
    t, force = run.time.values, run.force.values
    starts = 10 + each * np.arange(order[-1])
    peak = np.array([force[(t >= a) & (t < a + each)].max() for a in starts]) - force[0]
    chains = np.interp(starts, t, run.phosphorylated.values)
    return Told(
        ("twitch", order, "1", f"number of the twitch, at {rate:g} Hz"),
        {
            "height": (peak[order - 1] / peak[0], "1", "height of the twitch, of the first"),
            "phosphorylated": (chains[order - 1], "1", "phosphorylated light chains"),
        },
        {"staircase": peak[-1] / peak[0]},
    )


@curve(
    after_5_s=("1", "height of the twitch after 5 s, of that before"),
    half_gone=("s", "when half of the first gain is lost"),
)
def potentiation(model, values=None, rate=50.0, lasting=10.0):
    """Return the height of a twitch after a tetanus, of that before, by the time since then.

    values : times (s); rate : of the tetanus (Hz); lasting : s
    """
    waits = np.asarray(values if values is not None else [2, 5, 10, 20, 30, 45, 60, 90, 120], float)
    end = 1000.0 + 1000 * lasting
    times = [10.0, *(end + 1000 * waits)]
    protocol = Train(rate, int(rate * lasting), start=1000.0)
    for time in times:
        protocol = protocol + Pulse(time)
    run = simulate(model, protocol, duration=times[-1] + 600, interval=1.0)
    t, force = run.time.values, run.force.values
    peak = np.array([force[(t >= a) & (t < a + 500)].max() - np.interp(a, t, force) for a in times])
    gain = peak[1:] / peak[0]
    left = np.interp(-(gain[0] - 1) / 2, 1 - gain, waits) if gain[0] > 1 else np.nan
    return Told(
        ("wait", waits, "s", "from the end of the tetanus to the twitch"),
        {
            "height": (gain, "1", "height of the twitch, of that before"),
            "phosphorylated": (np.interp(times[1:], t, run.phosphorylated.values), "1", "phosphorylated light chains"),
        },
        {"after_5_s": np.interp(5, waits, gain), "half_gone": left},
    )


@curve(
    half_force_frequency=("Hz", "rate that gives half of the force"),
    first_fusion=("Hz", "rate at which ripple is four fifths of force"),
    fusion_frequency=("Hz", "rate at which ripple is 5 % of force"),
    twitch_tetanus_ratio=("1", "force at the lowest rate, of the largest"),
)
def force_frequency(model, values=None, lasting=1000.0):
    """Return force and fusion by the rate of stimulation, from trains of `lasting` ms.

    values : rates (Hz)
    """
    rates = np.asarray(
        values if values is not None else [1, 2, 3, 5, 7, 10, 12, 15, 20, 25, 30, 40, 60, 80, 100], float
    )
    force, mean, fusion = [], [], []
    for rate in rates:
        run = simulate(model, Train(rate, max(1, int(rate * lasting / 1000))), duration=lasting + 310)
        told = measures.tetanus(run) if rate * lasting >= 2000 else None
        force.append(measures.force_height(run))
        mean.append(told.mean if told else np.nan)
        fusion.append(told.fusion if told else 0.0)
    rising = np.maximum.accumulate(fusion)
    return Told(
        ("rate", rates, "Hz", "rate of stimulation"),
        {
            "force": (np.array(force) / max(force), "1", "largest force, of that at the best rate"),
            "fusion": (fusion, "1", "1 - ripple / force"),
        },
        {
            "half_force_frequency": measures.half_force_frequency(rates, force),
            "first_fusion": np.interp(0.2, rising, rates),
            "fusion_frequency": measures.fusion_frequency(rates, fusion),
            "twitch_tetanus_ratio": force[0] / max(force),
        },
    )


@curve(
    contraction_q10=("1", "Q10 of the speed of contraction"),
)
def temperature(model, values=None, rate=100.0):
    """Return twitch and tetanus by temperature; values : degC; rate : of a tetanus of half a second (Hz)."""
    degrees = np.asarray(values if values is not None else [15, 20, 25, 30, 35, 40], float)
    rows = []
    for degree in degrees:
        fibre = model.with_parameters({"temperature": degree})
        twitch = measures.twitch(simulate(fibre, Pulse(), duration=3000))
        train = simulate(fibre, Train(rate, int(rate / 2)), duration=520)
        rows.append((*twitch, float(train.relative_force.max())))
    peak, latency, rise, fall, tetanus = np.array(rows).T
    speed = np.polyfit(degrees, np.log(1 / rise), 1)[0]
    return Told(
        ("temperature", degrees, "degC", "temperature"),
        {
            "twitch": (peak, "kPa", "height of the twitch"),
            "latency": (latency, "ms", "from stimulus to force"),
            "contraction_time": (rise, "ms", "from stimulus to peak"),
            "half_relaxation_time": (fall, "ms", "from peak to half of it"),
            "tetanus": (tetanus, "1", "force of a tetanus, " + FORCE),
        },
        {"contraction_q10": np.exp(10 * speed)},
    )
