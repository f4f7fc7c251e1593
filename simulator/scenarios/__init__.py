"""Teaching experiments: TOML files, what may stand in them, and how they are run."""

from simulator.scenarios.loader import load, names, summaries
from simulator.scenarios.mistakes import ScenarioError

__all__ = ["Outcome", "ScenarioError", "atlas", "judge", "load", "names", "play", "run", "summaries"]


def __getattr__(name):
    """Import what runs scenarios when it is first used: reading them must not wait for compiled code."""
    if name not in ("Outcome", "atlas", "judge", "play", "run"):
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    module = import_module(f"{__name__}.{'differential' if name == 'atlas' else 'runner'}")
    return getattr(module, name)
