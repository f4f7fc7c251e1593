"""Many simulations of one protocol, with numbers of the model varied, on any executor."""

from simulator.sweep.checkpoint import CheckpointError
from simulator.sweep.run import sweep

__all__ = ["CheckpointError", "sweep"]
