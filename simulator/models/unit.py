"""Fibres of the types of motor units that Burke told apart, which are not the same in all muscles."""

from simulator.models.neuromuscular import Neuromuscular

KINDS = {  # as factors on a fast fibre
    "FF": {  # few mitochondria, and a store that is sooner full of phosphate
        "energy.oxidative_capacity": 0.2,
        "calcium.phosphate_entry": 8.0,
        "calcium.solubility": 0.62,
    },
    "FR": {  # mitochondria and store of a slow fibre, and a slower myosin
        "energy.oxidative_capacity": 1.9,
        "calcium.precipitation_rate": 0.08,
        "crossbridge.detachment_rate": 0.6,
    },
}
HEADS = tuple(f"crossbridge.{step}_rate" for step in ("attachment", "slip", "stroke", "reversal", "detachment", "skip"))
THIN_FILAMENT = "crossbridge.on_rate", "crossbridge.off_rate"
PACES = {  # of fibres that are faster or slower in a muscle than elsewhere: validation/calibration/units.py
    ("soleus", "S"): {"heads": 0.825, "thin_filament": 0.948, "uptake_rate": 0.805},
    ("hand", "S"): {"heads": 2.73, "thin_filament": 1.64, "uptake_rate": 1.1, "second_off": 1.9},
}


def paced(fibre, heads=1.0, thin_filament=1.0, **calcium):
    """Return a fibre with another pace of its heads, its thin filament, and of rates of calcium (factors)."""
    factors = dict.fromkeys(HEADS, heads) | dict.fromkeys(THIN_FILAMENT, thin_filament)
    return fibre.scaled(factors | {f"calcium.{name}": factor for name, factor in calcium.items()})


def fibre_of(kind, muscle="soleus", temperature=None):
    """Return the human fibre, with its nerve ending, of a unit of type "S", "FR" or "FF" in a muscle."""
    if kind == "S":
        made = Neuromuscular.slow(temperature=temperature)
    else:
        made = Neuromuscular.fast(temperature=temperature).scaled(KINDS[kind])
    return paced(made, **PACES.get((muscle, kind), {}))
