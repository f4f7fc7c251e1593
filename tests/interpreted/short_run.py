"""Run a short twitch with every kernel interpreted, and save it: python short_run.py FILE."""

import sys

import numpy as np

from simulator.models import shorten2007
from simulator.models.fibre import Fibre
from simulator.protocol import Change, Pulse
from simulator.simulate import simulate

PROTOCOL = Pulse(at=1) + Change(at=4, scale={"membrane.chloride_permeability": 0.5})


def twitch():
    """Return six milliseconds of a fibre, with a change of a parameter on the way."""
    return simulate(Fibre.fast(), PROTOCOL, duration=6, interval=0.1, rtol=1e-3)


def published():
    """Return the first millisecond of the published model's action potential."""
    return simulate(shorten2007.fast(), Pulse(at=0.5), duration=2, interval=0.1, rtol=1e-3)


if __name__ == "__main__":
    np.savez(sys.argv[1], potential=twitch().membrane_potential, published=published().membrane_potential)
