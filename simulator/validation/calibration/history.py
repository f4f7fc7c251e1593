"""Calibration of potentiation: a twitch before and after a contraction, and a staircase.

What was fitted, by hand: kinase and phosphorylation rates, and what phosphorylated light chains add to switching on
(stages/crossbridge/numbers.py), with phosphate slow to enter the store of the human fast fibre.

Ranges: target 49 (Hamada et al. 2000 and triceps surae, twitch after a maximal contraction of 10 s); half of the
gain lost: 28 s, Blazevich & Babault 2019; staircase of mouse EDL at 10 Hz for 15 s with and without the kinase, 23
against 5 % (Bunda et al. 2018, J Exp Biol 221:jeb167718).
"with to without" is the quotient of the two. The contraction is 10 s at 30 Hz (fast) or 20 Hz (slow).

    python -m simulator.validation.calibration.history
"""

from simulator.curves import potentiation, staircase
from simulator.models.fibre import Fibre
from simulator.validation.calibration import store, table

WAITS = (5, 15, 25, 40, 60, 120)  # s after the contraction
WITHOUT = {"crossbridge.potentiation": 0.0}
TARGETS = {
    "human_fast": {"twitch after 5 s": (1.43, 2.04), "half of the gain lost after (s)": (15, 60)},
    "human_slow": {"twitch after 5 s": (1.0, 1.06)},
    "mouse_fast": {"staircase, with to without": (1.1, 1.25)},
}


def measure(name):
    """Return {measure: value} of a fibre."""
    species, kind = name.split("_")
    fibre = getattr(Fibre, kind)(species=species)
    fibres = {"": fibre, ", without": fibre.with_parameters(WITHOUT)}
    if species == "mouse":
        with_, without = (float(staircase(f, range(1, 151), rate=10.0).staircase) for f in fibres.values())
        return {"staircase": with_, "staircase, without": without, "staircase, with to without": with_ / without}
    m, rate = {}, 30.0 if kind == "fast" else 20.0
    for label, each in fibres.items():
        curve = potentiation(each, WAITS, rate=rate)
        m |= {f"twitch after {wait} s{label}": height for wait, height in zip(WAITS, curve.height.values, strict=True)}
        if kind == "fast" and not label:
            m["half of the gain lost after (s)"] = float(curve.half_gone)
            m |= {
                f"staircase at {r:g} Hz, twitch {n}": float(staircase(each, range(1, n + 1), rate=r).staircase)
                for r, n in ((2.0, 40), (5.0, 75))
            }
    return m


if __name__ == "__main__":
    store(__file__, {name: table(measure(name), targets) for name, targets in TARGETS.items()})
