"""What instruments make of a fibre: noise of the transducer, and steps of the converter."""

from typing import NamedTuple

import numpy as np


class Instrument(NamedTuple):
    """Standard deviation of the noise, part of it that grows with the signal, and the step of the converter."""

    noise: float
    relative: float
    step: float


INSTRUMENTS = {  # in the unit of each quantity; sizes assumed, as of a good set-up
    "membrane_potential": Instrument(0.4, 0.0, 0.1),  # microelectrode and amplifier
    "calcium": Instrument(0.01, 0.02, 0.005),  # fluorescence: the brighter, the noisier
    "force": Instrument(0.5, 0.0, 0.1),  # strain gauge
}


def recorded(results, rng):
    """Return {quantity: values} of a run as instruments show them.

    results : Dataset of `simulate`; rng : numpy Generator
    """
    return {name: _shown(results[name].values, instrument, rng) for name, instrument in INSTRUMENTS.items()}


def _shown(values, instrument, rng):
    """Return values with noise, in whole steps."""
    size = np.hypot(instrument.noise, instrument.relative * values)
    noisy = values + size * rng.standard_normal(len(values))
    return np.round(noisy / instrument.step) * instrument.step


def written(name, value):
    """Return a value of a quantity with the digits that its step has."""
    digits = len(f"{INSTRUMENTS[name].step:g}".partition(".")[2])
    return f"{value + 0.0:.{digits}f}"
