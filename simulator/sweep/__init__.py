"""Many simulations of one protocol, with numbers of the model varied, on any executor."""

from simulator.sweep.checkpoint import CheckpointError
from simulator.sweep.run import SweepError, sweep

__all__ = ["CheckpointError", "SweepError", "sweep"]
