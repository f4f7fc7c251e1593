"""Pictures of results. A plot draws and returns its Figure; it never simulates or shows."""

from simulator.plots.animate import animate, sarcomere
from simulator.plots.atlas import atlas
from simulator.plots.back import back
from simulator.plots.chain import chain
from simulator.plots.compare import compare
from simulator.plots.curve import curve
from simulator.plots.fit import fit
from simulator.plots.healing import healing
from simulator.plots.overview import overview
from simulator.plots.sarcomeres import sarcomeres
from simulator.plots.sweep import sweep
from simulator.plots.trains import trains
from simulator.plots.units import units
from simulator.plots.validation import validation

__all__ = [
    "animate",
    "atlas",
    "back",
    "chain",
    "compare",
    "curve",
    "fit",
    "healing",
    "overview",
    "sarcomere",
    "sarcomeres",
    "sweep",
    "trains",
    "units",
    "validation",
]
