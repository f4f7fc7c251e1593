"""The length-tension curve of a chain of half-sarcomeres, as it is, or as a stretch has left it."""

import numpy as np

from simulator.curves.told import Told, curve
from simulator.protocol import Change
from simulator.simulate import simulate

BEGINS, LASTS = 10.0, 400.0  # ms: activation, and when force is read after it
LENGTHS = np.linspace(1.8, 3.6, 31)  # um


@curve(
    needs=("chain", "Sarcomeres"),
    optimum=("um", "length of the greatest active force, by a parabola through the highest points"),
    greatest=("1", "that force, of the largest isometric one"),
    at_usual=("1", "active force at the optimal length of a sound sarcomere"),
)
def chain_length_tension(model, values=None):
    """Return active and passive force of a chain held at one length after the other, each time anew.

    values : lengths (um); each is that at rest, and mean of all sarcomeres
    """
    lengths = np.asarray(values if values is not None else LENGTHS, float)
    active, passive = np.array([_forces(model, length) for length in lengths]).T
    top = int(np.clip(active.argmax(), 2, len(lengths) - 3))
    a, b, c = np.polyfit(lengths[top - 2 : top + 3], active[top - 2 : top + 3], 2)
    optimum = -b / (2 * a) if a < 0 else lengths[active.argmax()]
    usual = np.interp(model.tissue.optimal_length, lengths, active)
    return Told(
        ("length", lengths, "um", "sarcomere length"),
        {
            "active": (active, "1", "active force, of the largest isometric one"),
            "passive": (passive, "1", "passive force, likewise"),
        },
        {"optimum": optimum, "greatest": active.max(), "at_usual": usual},
    )


def _forces(model, length):
    """Return active and passive force of a chain held at a length."""
    held = model.with_parameters({"chain.set_length": float(length)})
    run = simulate(held, Change(BEGINS, set={"chain.activation": 1.0}), duration=BEGINS + LASTS, interval=10.0)
    before, after = float(run.relative_force[0]), float(run.relative_force[-1])
    return after - before, before
