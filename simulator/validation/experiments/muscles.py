"""The whole muscle: reflexes, clonus, and a grip that will not let go."""

import numpy as np

from simulator.measures import muscle as read
from simulator.models.muscle import Muscle
from simulator.protocol import Drive, Load, Pulse, Stretch
from simulator.simulate import simulate

CALF, PERSONS = Muscle.soleus(units=24), 6


def stretch_and_shock():
    """Return latencies of the H-reflex and of the stretch reflex, and the rate of clonus."""
    h = read.wave(simulate(CALF, Pulse(at=20, strength=10), duration=150), 20.0, read.H_WAVE)
    pulled = Drive(0.05)
    for at in range(600, 3600, 500):
        pulled += Stretch(at, 0.04, lasting=25) + Stretch(at + 200, -0.04, lasting=200)
    reflex = read.stretch_reflex(simulate(CALF, pulled, duration=3600, step=1.0))
    limb = {"tendon.mass": 15.0, "tendon.spring": 60.0, "tendon.damping": 1.0}
    held = Stretch(100, 0.1, lasting=60) + Load(0.3, start=160)
    foot = Muscle.of("gastrocnemius", units=24).with_parameters(limb)
    feet = {"healthy": foot, "spastic": foot.with_condition("spasticity")}
    feet["soleus"] = CALF.with_parameters(limb).with_condition("spasticity")
    swing = {n: simulate(m, held, duration=2500, interval=4) for n, m in feet.items()}
    late = {n: r.length.values[r.time.values > 1500] for n, r in swing.items()}
    return {
        "H latency": h.latency,
        "M1 latency": reflex.latency,
        "clonus": read.oscillation(swing["spastic"], 500.0),
        "clonus of soleus": read.oscillation(swing["soleus"], 500.0),
        "clonus in health": np.ptp(late["healthy"]) / np.ptp(late["spastic"]),
    }


def grip():
    """Return how long a grip takes to open (s) in health, with 4 % of the chloride channels, and of a warm thumb.

    Each is the mean of PERSONS, who differ in noise. And the second grip with few channels, of the first.
    """
    flexors = Muscle.of("forearm", units=24, temperature=34.0)
    ill = flexors.with_condition("myotonia congenita").scaled({"membrane.chloride_permeability": 0.38})
    thumb = Muscle.of("hand", units=12, temperature=37.0)
    thumb = thumb.with_condition("myotonia congenita").scaled({"membrane.chloride_permeability": 0.38})
    once, again = Drive(1.0, start=100, end=1100), Drive(1.0, start=9600, end=10_600)

    def opening(muscle, protocol=once, duration=9500):
        runs = (simulate(muscle, protocol, duration=duration, interval=4, seed=person) for person in range(PERSONS))
        return float(np.mean([read.relaxation(run) for run in runs])) / 1e3

    first = opening(ill)
    return {
        "healthy": opening(flexors, duration=3000),
        "myotonia": first,
        "second grip, of the first": opening(ill, once + again, 20_000) / first,
        "thumb": opening(thumb),
    }
