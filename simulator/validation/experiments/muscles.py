"""The whole muscle: reflexes, cramp, clonus, and a grip that will not let go."""

import numpy as np

from simulator.measures import muscle as read
from simulator.models.muscle import Muscle
from simulator.protocol import Change, Drive, Load, Pulse, Stretch, Train
from simulator.simulate import simulate

CALF = Muscle.soleus(units=16)
SHORT, LONG = ({"mechanics.set_length": x} for x in (0.65, 1.05))
EFFORT = Drive(0.9, start=100, end=1200)
STOP = 2500.0  # ms
RATES = (8, 10, 12, 14, 16, 18, 20, 22, 24, 26, 28, 30)  # Hz
SHOCK = 18.0  # mA: motor and spindle fibres
CRAMPING = 0.3  # of a maximal contraction's electromyogram
PRONE, NOT_PRONE = 0.75, 0.6  # severity


def stretch_and_shock():
    """Return latencies of the H-reflex and of the stretch reflex, and the rate of clonus."""
    h = read.wave(simulate(CALF, Pulse(at=20, strength=10), duration=150), 20.0, read.H_WAVE)
    pull = Stretch(200, 0.06, lasting=40)
    reflex = {n: read.stretch_reflex(simulate(m, pull, duration=400)) for n, m in _spastic().items()}
    limb = {"tendon.mass": 15.0, "tendon.spring": 60.0, "tendon.damping": 1.0}
    held = Stretch(100, 0.1, lasting=60) + Load(0.2, start=160)
    swing = {n: simulate(m.with_parameters(limb), held, duration=2500, interval=4) for n, m in _spastic().items()}
    late = {n: r.length.values[r.time.values > 1500] for n, r in swing.items()}
    return {
        "H latency": h.latency,
        "M1 latency": reflex["healthy"].latency,
        "M1 spastic": reflex["spastic"].height / reflex["healthy"].height,
        "clonus": read.oscillation(swing["spastic"], 500.0),
        "clonus in health": np.ptp(late["healthy"]) / np.ptp(late["spastic"]),
    }


def _spastic():
    return {"healthy": CALF, "spastic": CALF.with_condition("spasticity")}


def _emg(results, since, until=np.inf):
    inside = (results.emg_time.values >= since) & (results.emg_time.values < until)
    return float(np.sqrt(np.mean(results.emg.values[inside] ** 2)))


def cramp():
    """Return how a whole cramp of the shortened muscle fires and ends, and what ends it sooner."""
    prone = CALF.with_condition("cramp")
    full = _emg(simulate(CALF, Drive(1.0), duration=1500), 500)
    r = simulate(prone.scaled(SHORT), EFFORT, duration=80_000, interval=20)
    told, firing = read.sustained(r), [np.diff(t[t > 1500]) for t in _trains(r)]
    lasting = [gaps[gaps < read.PAUSE] for gaps in firing]
    early = [gaps[np.cumsum(gaps) < 20_000] for gaps in firing]
    m = {
        "rate": np.mean([1e3 / gaps.mean() for gaps in lasting]),
        "slowest unit": min(1e3 / gaps.mean() for gaps in lasting),
        "fastest unit": max(1e3 / gaps.mean() for gaps in lasting),
        "variation": np.mean([gaps.std() / gaps.mean() for gaps in early]),
        "doublets": np.mean(np.concatenate(early) < read.SHORT),
        "duration": told.duration / 1e3,
        "emg": _emg(r, 2000, 22_000) / full,
    }
    short, stopped = prone.scaled(SHORT), {}
    stop = {
        "stretch": Stretch(STOP, 0.4, lasting=600),
        "nerve block": Change(STOP, drugs={"lidocaine": 1000}),
        "curare": Change(STOP, drugs={"curare": 10}),
    }
    for name, what in stop.items():
        stopped[f"{name} ends it"] = (simulate(short, EFFORT + what, duration=4500).spike_time.values[-1] - STOP) / 1e3
    for name, model in {"lengthened": prone.scaled(LONG), "no persistent current": CALF.scaled(SHORT)}.items():
        stopped[name] = read.sustained(simulate(model, EFFORT, duration=3500)).emg / full
    return m | stopped


def _trains(results):
    return [results.impulse_time.values[results.impulse_unit.values == k] for k in range(results.sizes["unit"])]


def cramp_threshold():
    """Return the rate of nerve stimulation that sets off a cramp in the shortened muscle (Hz): two seconds of it."""
    full = _emg(simulate(CALF, Drive(1.0), duration=1500), 500)

    def threshold(muscle):
        for rate in RATES:
            r = simulate(muscle, Train(rate, 2 * rate, start=100, strength=SHOCK), duration=3500, interval=10)
            if read.sustained(r).emg > CRAMPING * full:
                return float(rate)
        return np.nan

    ready, not_ready = (CALF.scaled(SHORT).with_condition("cramp", x) for x in (PRONE, NOT_PRONE))
    m = {"prone": threshold(ready), "not prone": threshold(not_ready)}
    return m | {"dry": threshold(ready.with_condition("dehydration")) / m["prone"]}


def grip():
    """Return how long a grip takes to open (s), in health and with 4 % of the chloride channels."""
    hand = Muscle.of("hand", units=12)
    ill = hand.with_condition("myotonia congenita").scaled({"membrane.chloride_permeability": 0.4})
    runs = {n: simulate(m, Drive(1.0, start=100, end=1100), duration=4500, interval=4)
            for n, m in {"healthy": hand, "myotonia": ill}.items()}  # fmt: skip
    return {name: read.relaxation(r) / 1e3 for name, r in runs.items()}
