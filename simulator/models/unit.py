"""Fibres of the types of motor units that Burke told apart."""

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


def fibre_of(kind, temperature=None):
    """Return the human fibre, with its nerve ending, of a unit of type "S", "FR" or "FF"."""
    if kind == "S":
        return Neuromuscular.slow(temperature=temperature)
    return Neuromuscular.fast(temperature=temperature).scaled(KINDS[kind])
