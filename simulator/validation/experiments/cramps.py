"""A calf prone to cramps: the cramp after a strong contraction, its end by stretch, and what sets it off."""

from simulator.validation.calibration import cramp


def whole_cramp():
    """Return how a cramp fires, from a strong contraction until it ends by itself."""
    return cramp.described(cramp.contracted(cramp.calf(units=cramp.MANY), 75_000.0))


def position_and_stretch():
    """Return what the lengthened muscle does after a contraction, and a cramp once it is stretched."""
    return cramp.position()


def threshold_frequency():
    """Return whether trains below and above the threshold frequencies set off a cramp (1 or 0)."""
    prone, dry = cramp.calf(severity=cramp.PRONE), cramp.calf(severity=cramp.PRONE).with_condition("dehydration")
    other = cramp.calf(severity=cramp.NOT_PRONE)
    asked = {
        "prone, 12 Hz": (prone, 12), "prone, 18 Hz": (prone, 18), "dehydrated, 12 Hz": (dry, 12),
        "dehydrated, 18 Hz": (dry, 18), "not prone, 18 Hz": (other, 18), "not prone, 30 Hz": (other, 30),
    }  # fmt: skip
    return {name: float(cramp.cramps(muscle, rate)) for name, (muscle, rate) in asked.items()}
