"""Biological variation: no two fibres are alike."""

import numpy as np

SOURCE = "individual variation, assumed"
SPREAD = {  # coefficient of variation of what differs from fibre to fibre; assumed, as fibres of one muscle differ
    "membrane.fibre_radius": 0.10,
    "membrane.sodium_permeability": 0.08,
    "membrane.chloride_permeability": 0.15,
    "membrane.pump_capacity": 0.10,
    "calcium.release_permeability": 0.10,
    "calcium.uptake_rate": 0.15,
    "crossbridge.on_rate": 0.10,
    "crossbridge.attachment_rate": 0.08,
    "crossbridge.detachment_rate": 0.10,
    "crossbridge.stiffness": 0.12,
    "energy.oxidative_capacity": 0.20,
    "energy.glycolytic_capacity": 0.20,
}
FARTHEST = 2.5  # standard deviations: no fibre is a monster
DIGITS = 6  # of a number, so that a file can hold it exactly


def individual(model, rng):
    """Return a fibre of its own: each number of SPREAD times a factor, log-normal about 1 and within its range.

    model : Fibre; rng : numpy Generator
    """
    known = model.parameters()
    changes = {}
    for path, spread in SPREAD.items():
        size = np.sqrt(np.log1p(spread**2))
        value = known[path] * np.exp(size * np.clip(rng.standard_normal(), -FARTHEST, FARTHEST))
        value = min(max(value, known[path].low), known[path].high)
        changes[path] = (float(f"{value:.{DIGITS}g}"), SOURCE)
    return model.with_parameters(changes)
