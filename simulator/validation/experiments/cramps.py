"""A calf prone to cramps: the cramp after a strong contraction, its end by stretch, and what sets it off."""

from simulator.validation.calibration import cramp


def whole_cramp():
    """Return how a cramp fires, from a strong contraction until it ends by itself."""
    return cramp.described(cramp.contracted(cramp.calf(units=cramp.MANY), 75_000.0))


def position_and_stretch():
    """Return what the lengthened muscle does after a contraction, and a cramp once it is stretched."""
    return cramp.position()


def threshold_frequency():
    """Return the mean threshold frequency (Hz) of people prone to cramps and not, and its change with water lost."""
    return cramp.frequencies()
