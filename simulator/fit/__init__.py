"""Parameters of a model fitted to measured curves, or to targets."""

from simulator.fit.data import FitError
from simulator.fit.result import Fit
from simulator.fit.run import fit

__all__ = ["Fit", "FitError", "fit"]
