"""What the calcium transients of mouse fibres tell of release, uptake and binding: a use of `fit`.

Peak and width after one action potential at 16 degC (Baylor & Hollingworth 2003) are two numbers, so two
parameters of the whole fibre can be fitted to them: release permeability, and one of those that might set the
width. It changes none of the product's numbers, which come from many more measurements (calcium.py). It shows
which of them such a transient can tell: in the slow fibre the pump's largest flux; in the fast fibre not, whose
width hardly depends on the pump (the fit ends at a bound), but on how fast troponin lets its second calcium go.

    python -m simulator.validation.calibration.transients

The data are in transients_fast.csv and transients_slow.csv; values, with their 95 % intervals where there are
such, are stored in transients.json beside this file.
"""

import math
from pathlib import Path

from simulator.fit import fit
from simulator.models.fibre import Fibre
from simulator.protocol import Pulse
from simulator.validation.calibration import store

RELEASE, WIDTHS = "calcium.release_permeability", ("calcium.uptake_rate", "calcium.second_off")
FIBRES = {"fast": Fibre.fast, "slow": Fibre.slow}
DURATION = 60.0  # ms


def fitted(kind, path):
    """Return the Fit of release and one other parameter to the transient of a mouse fibre at 16 degC."""
    data = Path(__file__).with_name(f"transients_{kind}.csv")
    return fit(FIBRES[kind](species="mouse", temperature=16), Pulse(), data, [RELEASE, path], duration=DURATION)


def rows(found):
    """Return {what: [value, low, high]} of a Fit; what has no interval has only its value."""
    table = {}
    for path, (value, _) in found.values.items():
        ends = [float(f"{end:.3g}") for end in found.intervals[path]]
        table[path] = [float(f"{value:.4g}"), *(ends if all(map(math.isfinite, ends)) else [])]
        table[f"{path} at a bound"] = [float(path in found.at_bound)]
    for name, start, end in zip(*(found.comparison[key].values for key in ("target", "start", "fitted")), strict=True):
        table[f"{name} before"], table[f"{name} fitted"] = [float(f"{start:.4g}")], [float(f"{end:.4g}")]
    return table


def measure():
    """Return {group: rows}."""
    return {f"{kind}, with {path}": rows(fitted(kind, path)) for kind in FIBRES for path in WIDTHS}


if __name__ == "__main__":
    store(__file__, measure())
