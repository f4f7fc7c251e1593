"""Motor axons: what excites them, what they follow, and when they fire by themselves."""

import numpy as np

from simulator import measures
from simulator.models.axon import Axon
from simulator.protocol import Doublet, Pulse, Rest, Train
from simulator.simulate import simulate
from simulator.stages.cooling import under_skin

HEALTHY = Axon.motor()
LONG = 5000.0  # ms


def _threshold(axon, width):
    """Return the weakest pulse of a width (ms) that excites an axon, to a thousandth (uA/cm^2)."""
    low, high = 1.0, 1e4
    while high / low > 1.001:
        middle = (low * high) ** 0.5
        answered = len(simulate(axon, Pulse(strength=middle, width=width), duration=16).spike_time)
        low, high = (low, middle) if answered else (middle, high)
    return high


def nerve_excitability():
    """Return rest, strength-duration time by Weiss's law, refractory period, and impulses of 100 Hz for a second."""
    brief, long = (_threshold(HEALTHY, width) for width in (0.2, 1.0))
    rheobase = (1.0 * long - 0.2 * brief) / 0.8
    strong = {"strength": 5 * brief, "width": 0.2}
    answers = (dt for dt in np.arange(0.5, 8, 0.1)
               if len(simulate(HEALTHY, Doublet(dt, **strong), duration=30).spike_time) == 2)  # fmt: skip
    followed = len(simulate(HEALTHY, Train(100, 100, **strong), duration=1200).spike_time)
    return {
        "rest": float(simulate(HEALTHY, Rest(), duration=1).membrane_potential[0]),
        "strength-duration time": 0.2 * brief / rheobase - 0.2,
        "refractory period": next(answers),
        "impulses for 100 pulses": followed,
    }


def _alone(**numbers):
    """Return the Bursts of five seconds in which nothing is done."""
    axon = HEALTHY.with_parameters({f"axon.{name}": x for name, x in numbers.items()})
    return measures.bursts(simulate(axon, Rest(), duration=LONG))


def tetany():
    """Return calcium below which the nerve fires by itself, how it fires, and the threshold in low calcium."""
    m = {"onset": next(c for c in np.arange(1.2, 0.3, -0.01) if _alone(bath_calcium=c).count)}
    m["onset in alkalosis"] = next(c for c in np.arange(1.3, 0.3, -0.01) if _alone(bath_calcium=c, ph=7.6).count)
    m["in health"], m["in 1.12 mM"] = _alone().count, _alone(bath_calcium=1.12).count
    for calcium in (1.0, 0.9, 0.8):
        told = _alone(bath_calcium=calcium)
        m |= {f"bursts in {calcium:g} mM": told.count, f"rate in {calcium:g} mM": told.rate}
    low = HEALTHY.with_parameters({"axon.bath_calcium": 1.1})
    return m | {"threshold in 1.1 mM": _threshold(low, 0.2) / _threshold(HEALTHY, 0.2)}


def conduction():
    """Return the conduction velocity of the smallest and largest unit, and what a degree takes from it."""
    slow, fast = Axon.at(0.0), Axon.at(1.0)
    cooler = Axon.at(1.0, temperature=36.0)
    return {"slowest": slow.velocity(), "fastest": fast.velocity(), "a degree": 1 - cooler.velocity() / fast.velocity()}


def ice():
    """Return the change of conduction velocity under a skin at 10 degC (%)."""
    iced = Axon.motor(temperature=under_skin(10.0))
    return {"velocity": 100.0 * (iced.velocity() / HEALTHY.velocity() - 1.0)}


def local_anaesthetic():
    """Return the lidocaine that blocks the axon, given pulses that are strong enough in health (uM)."""
    strong = Pulse(strength=5 * _threshold(HEALTHY, 0.2), width=0.2)
    doses = np.arange(20.0, 2000.0, 20.0)
    fails = (c for c in doses if not len(simulate(HEALTHY.with_drug("lidocaine", c), strong, duration=30).spike_time))
    return {"blocking lidocaine": next(fails)}
