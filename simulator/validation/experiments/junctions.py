"""The neuromuscular junction: quanta, end-plate currents, safety, and what a whole muscle makes of them."""

import numpy as np

from simulator.models.neuromuscular import Neuromuscular
from simulator.protocol import Pulse, Pulses, Train
from simulator.simulate import simulate

HUMAN = Neuromuscular.fast()
AT, FINE = 5.0, 0.02  # ms: the first impulse, and the interval at which currents are read
WITHIN = 20.0  # ms after an impulse in which a fibre answers it
BLOCKED = np.array([0.0, 0.5, *np.arange(0.6, 1.0, 0.02)])  # of the receptors
UNAFFECTED, ABOLISHED = 0.95, 0.05  # of the healthy response


def _quanta(fibre, times):
    """Return the quanta that each impulse releases."""
    run = simulate(fibre, Pulses(times), duration=times[-1] + 10, interval=FINE)
    t, rate = run.time.values, run.quanta_released.values
    return np.array([rate[(t >= a) & (t < a + 5)].sum() * FINE for a in times])


def _end_plate(fibre):
    """Return the height of an end-plate potential without action potential (mV), and how its conductance decays (ms)."""
    run = simulate(fibre.inexcitable(), Pulse(AT), duration=40, interval=FINE)
    g, potential = run.end_plate_conductance.values, run.membrane_potential.values
    top = int(g.argmax())
    return float(potential.max() - potential[0]), FINE * float(np.argmax(g[top:] < g[top] / np.e))


def _answers(fibre, protocol, duration):
    """Return whether a fibre fires after each impulse."""
    spikes = simulate(fibre, protocol, duration=duration).spike_time.values
    return [bool(((spikes >= p[0]) & (spikes < p[0] + WITHIN)).any()) for p in protocol.pulses]


def _compound(fibre, protocol, duration=None):
    """Return the share of a muscle's fibres that answer each impulse."""
    duration = duration or protocol.pulses[-1][0] + 2 * WITHIN
    return np.mean([_answers(each, protocol, duration) for each in fibre.population()], axis=0)


def release():
    """Return quanta of one impulse, their power of calcium, and how release changes in use."""
    one = _quanta(HUMAN, (AT,))[0]
    low, high = (_quanta(HUMAN.with_parameters({"membrane.bath_calcium": c}), (AT,))[0] for c in (0.2, 0.5))
    slow, quick = (_quanta(HUMAN, tuple(AT + 1000 / rate * i for i in range(n))) for rate, n in ((3, 4), (50, 25)))
    return {
        "quanta": one,
        "power of calcium": np.log(high / low) / np.log(0.5 / 0.2),
        "fourth at 3 Hz": slow[-1] / slow[0],
        "25th at 50 Hz": quick[-1] / quick[0],
    }


def end_plate():
    """Return how the end-plate current decays at 25 degC (ms), and how much slower without esterase."""
    cool = HUMAN.with_parameters({"temperature": 25.0})
    usual, slowed = (_end_plate(fibre)[1] for fibre in (cool, cool.with_drug("neostigmine", 0.25)))
    return {"decay": usual, "slower without esterase": slowed / usual}


def safety():
    """Return the end-plate potential, of the smallest that fires the fibre; and the same in quanta."""
    m = {}
    for kind in ("fast", "slow"):
        fibre, low, high = getattr(Neuromuscular, kind)(), 0.0, 1.0
        for _ in range(8):
            share = (low + high) / 2
            fires = _answers(fibre.scaled({"junction.quanta": share}), Pulse(AT), 40)[0]
            low, high = (low, share) if fires else (share, high)
        enough = fibre.scaled({"junction.quanta": high})
        m[f"{kind} potential"] = _end_plate(fibre)[0] / _end_plate(enough)[0]
        m[f"{kind} quanta"] = 1 / high
    return m


def curare():
    """Return the share of receptors blocked up to which a muscle answers, and from which it does not."""
    heard = np.array([_compound(HUMAN.scaled({"junction.receptors": 1 - b}), Pulse(AT))[0] for b in BLOCKED])
    unaffected = np.flatnonzero(heard < UNAFFECTED)[0] - 1
    return {"unaffected to": BLOCKED[unaffected], "abolished at": BLOCKED[np.flatnonzero(heard <= ABOLISHED)[0]]}


def repetitive():
    """Return how the compound response changes in use: myasthenia at 3 Hz, Lambert-Eaton syndrome at 50 Hz."""
    slow, quick = Train(3, 4, start=AT), Train(50, 25, start=AT)
    ill = {name: HUMAN.with_condition(name) for name in ("myasthenia gravis", "Lambert-Eaton syndrome")}
    quarter = HUMAN.scaled({"junction.receptors": 0.075})
    m = {}
    for name, fibre in {
        "healthy": HUMAN,
        "quarter of a quantum": quarter,
        "myasthenia": ill["myasthenia gravis"],
    }.items():
        heard = _compound(fibre, slow)
        m |= {f"{name} first": heard[0], f"{name} decrement": 1 - heard[3] / heard[0]}
    heard = _compound(ill["Lambert-Eaton syndrome"], quick)
    m |= {"Lambert-Eaton first": heard[0], "Lambert-Eaton increment": heard.max() / heard[0] - 1}
    return m | {"Lambert-Eaton increment, 25th": heard[-1] / heard[0] - 1}
