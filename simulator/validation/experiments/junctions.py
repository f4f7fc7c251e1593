"""The neuromuscular junction: quanta, end-plate currents, safety, and what the fibres of a muscle make of them."""

import numpy as np

from simulator.models.neuromuscular import Neuromuscular
from simulator.protocol import Pulse, Pulses, Train
from simulator.simulate import simulate

HUMAN = Neuromuscular.fast()
AT, FINE = 5.0, 0.02  # ms: the first impulse, and the interval at which currents are read
WITHIN = 20.0  # ms after an impulse in which a fibre answers it
COOL = 25.0  # degC


def _quanta(fibre, times):
    """Return the quanta that each impulse releases."""
    run = simulate(fibre, Pulses(times), duration=times[-1] + 10, interval=FINE)
    t, rate = run.time.values, run.quanta_released.values
    return np.array([rate[(t >= a) & (t < a + 5)].sum() * FINE for a in times])


def _end_plate(fibre):
    """Return the end-plate potential without an action potential (mV), and the decay of the conductance (ms)."""
    run = simulate(fibre.inexcitable(), Pulse(AT), duration=40, interval=FINE)
    g, potential = run.end_plate_conductance.values, run.membrane_potential.values
    top = int(g.argmax())
    return float(potential.max() - potential[0]), FINE * float(np.argmax(g[top:] < g[top] / np.e))


def _answers(fibre, protocol):
    """Return whether a fibre fires after each impulse."""
    spikes = simulate(fibre, protocol, duration=protocol.pulses[-1][0] + 2 * WITHIN).spike_time.values
    return [bool(((spikes >= p[0]) & (spikes < p[0] + WITHIN)).any()) for p in protocol.pulses]


def _least(fibre, path):
    """Return the smallest share of a parameter with which a fibre answers an impulse."""
    low, high = 0.0, 1.0
    for _ in range(8):
        share = (low + high) / 2
        fires = _answers(fibre.scaled({path: share}), Pulse(AT))[0]
        low, high = (low, share) if fires else (share, high)
    return high


def _compound(fibre, protocol):
    """Return the share of a muscle's fibres that answer each impulse, as a compound action potential tells it."""
    return np.mean([_answers(each, protocol) for each in fibre.population()], axis=0)


def release():
    """Return the quanta of an impulse, their power of calcium, and what is left of them in use."""
    low, high = (_quanta(HUMAN.with_parameters({"membrane.bath_calcium": c}), (AT,))[0] for c in (0.2, 0.5))
    slow, quick = (_quanta(HUMAN, tuple(AT + 1000 / rate * i for i in range(n))) for rate, n in ((3, 4), (50, 25)))
    return {
        "quanta": slow[0],
        "power of calcium": np.log(high / low) / np.log(0.5 / 0.2),
        "fourth at 3 Hz": slow[-1] / slow[0],
        "25th at 50 Hz": quick[-1] / quick[0],
    }


def end_plate():
    """Return how the end-plate current decays at 25 degC (ms), and how much slower with less esterase and with none."""
    cool = HUMAN.with_parameters({"temperature": COOL})
    poisoned = cool.with_condition("organophosphate poisoning")
    usual, slowed, slowest = (_end_plate(f)[1] for f in (cool, cool.with_drug("neostigmine", 0.25), poisoned))
    return {"decay": usual, "slower in neostigmine": slowed / usual, "slower in poisoning": slowest / usual}


def safety():
    """Return the end-plate potential, of the smallest that fires the fibre; and the same in quanta."""
    m = {}
    for kind in ("fast", "slow"):
        fibre = getattr(Neuromuscular, kind)()
        least = _least(fibre, "junction.quanta")
        enough = fibre.scaled({"junction.quanta": least})
        m |= {f"{kind} potential": _end_plate(fibre)[0] / _end_plate(enough)[0], f"{kind} quanta": 1 / least}
    return m


def curare():
    """Return the receptors blocked when one in twenty fibres of a muscle is silent, and when one in twenty is left."""
    blocked = [1 - _least(fibre, "junction.receptors") for fibre in HUMAN.population()]
    return {"unaffected to": np.quantile(blocked, 0.05), "abolished at": np.quantile(blocked, 0.95)}


def repetitive():
    """Return how the compound response changes in use: at 3 Hz in myasthenia, at 50 Hz in Lambert-Eaton syndrome."""
    m = {}
    for name, fibre in (("healthy", HUMAN), ("myasthenia", HUMAN.with_condition("myasthenia gravis"))):
        heard = _compound(fibre, Train(3, 4, start=AT))
        m |= {f"{name}, first": heard[0], f"{name}, decrement": 1 - heard[3] / heard[0]}
    heard = _compound(HUMAN.with_condition("Lambert-Eaton syndrome"), Train(50, 25, start=AT))
    return m | {"Lambert-Eaton, first": heard[0], "Lambert-Eaton, increment": heard[-1] / heard[0] - 1}
