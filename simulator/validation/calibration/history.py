"""Calibration of potentiation: a twitch before and after a contraction, and a staircase.

What was fitted, by hand: kinase and phosphorylation rates, and what phosphorylated light chains add to switching on
(stages/crossbridge/numbers.py), with phosphate slow to enter the store of the human fast fibre.

Ranges: target 49 (Hamada et al. 2000 and triceps surae, twitch after a maximal contraction of 10 s); half of the
gain lost: 28 s, Blazevich & Babault 2019; staircase of mouse EDL at 10 Hz for 15 s with and without the kinase, 23
against 5 % (Bunda et al. 2018, J Exp Biol 221:jeb167718).
"with to without" is the quotient of the two. The contraction is 10 s at 30 Hz (fast) or 20 Hz (slow).

    python -m simulator.validation.calibration.history
"""

import numpy as np

from simulator.models.fibre import Fibre
from simulator.protocol import Pulse, Train
from simulator.simulate import simulate
from simulator.validation.calibration import store, table

BEGIN, LASTING, INTERVAL = 1000.0, 10.0, 1.0  # ms, s, ms
WAITS = (5, 15, 25, 40, 60, 120)  # s after the contraction
WITHOUT = {"crossbridge.potentiation": 0.0}
TARGETS = {
    "human_fast": {"twitch after 5 s": (1.43, 2.04), "half of the gain lost after (s)": (15, 60)},
    "human_slow": {"twitch after 5 s": (1.0, 1.06)},
    "mouse_fast": {"staircase, with to without": (1.1, 1.25)},
}


def heights(results, times):
    """Return the height of the twitch that follows each time (ms)."""
    t, force = results.time.values, results.force.values
    found = []
    for time in times:
        after = (t >= time) & (t < time + 500)
        found.append(force[after].max() - np.interp(time, t, force))
    return np.array(found)


def after_contraction(fibre, rate, waits=WAITS):
    """Return twitch heights `waits` (s) after 10 s at a rate (Hz), of that before."""
    end = BEGIN + 1000 * LASTING
    times = [10.0, *(end + 1000.0 * wait for wait in waits)]
    protocol = Train(rate, int(rate * LASTING), start=BEGIN)
    for time in times:
        protocol = protocol + Pulse(time)
    found = heights(simulate(fibre, protocol, duration=times[-1] + 600, interval=INTERVAL), times)
    return found[1:] / found[0]


def staircase(fibre, rate=10, count=150):
    """Return the height of each twitch of a slow train, of the first."""
    times = 10.0 + 1000.0 / rate * np.arange(count)
    results = simulate(fibre, Train(rate, count), duration=times[-1] + 1000.0 / rate, interval=0.5)
    force, each = results.force.values, int(1000 / rate / 0.5)
    peaks = force[20 : 20 + count * each].reshape(count, each).max(1) - force[0]
    return peaks / peaks[0]


def measure(name):
    """Return {measure: value} of a fibre."""
    species, kind = name.split("_")
    fibre = getattr(Fibre, kind)(species=species)
    if species == "mouse":
        with_, without = staircase(fibre)[-1], staircase(fibre.with_parameters(WITHOUT))[-1]
        return {"staircase": with_, "staircase without": without, "staircase, with to without": with_ / without}
    rate = 30 if kind == "fast" else 20
    found = after_contraction(fibre, rate)
    m = {f"twitch after {wait} s": height for wait, height in zip(WAITS, found, strict=True)}
    if kind == "fast":
        first = found[0] - 1
        m["half of the gain lost after (s)"] = np.interp(-first / 2, 1 - found, WAITS) - WAITS[0]
    m |= {"twitch after 5 s, without": after_contraction(fibre.with_parameters(WITHOUT), rate, (5,))[0]}
    if kind == "fast":
        m |= {f"staircase at {r} Hz, twitch {n}": staircase(fibre, r, n)[-1] for r, n in ((2, 40), (5, 75))}
    return m


if __name__ == "__main__":
    store(__file__, {name: table(measure(name), targets) for name, targets in TARGETS.items()})
