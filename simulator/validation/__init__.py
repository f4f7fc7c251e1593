"""Published targets, and how the model does on them."""

from simulator.validation.run import share, targets, validate

__all__ = ["share", "targets", "validate"]
