"""One skeletal muscle fibre, from stimulus to force, in health and in spasm."""

import sys
from importlib import import_module
from types import ModuleType

_HOMES = {
    "Axon": "simulator.models.axon",
    "Back": "simulator.models.back",
    "Fibre": "simulator.models.fibre",
    "Motoneuron": "simulator.models.motoneuron",
    "Muscle": "simulator.models.muscle",
    "Neuromuscular": "simulator.models.neuromuscular",
    "Recovery": "simulator.models.recovery",
    "Reflex": "simulator.models.reflex",
    "Sarcomeres": "simulator.models.sarcomeres",
    "Train": "simulator.protocol",
    "Pulse": "simulator.protocol",
    "Pulses": "simulator.protocol",
    "Doublet": "simulator.protocol",
    "Change": "simulator.protocol",
    "Ramp": "simulator.protocol",
    "Rest": "simulator.protocol",
    "Stretch": "simulator.protocol",
    "Cycle": "simulator.protocol",
    "Load": "simulator.protocol",
    "Drive": "simulator.protocol",
    "Impulses": "simulator.protocol",
    "simulate": "simulator.simulate",
    "sweep": "simulator.sweep",
    "fit": "simulator.fit",
    "ParameterError": "simulator.quantity",
    "ProtocolError": "simulator.protocol",
    "SolverError": "simulator.solver.solve",
    "SweepError": "simulator.sweep",
    "CheckpointError": "simulator.sweep",
    "ScenarioError": "simulator.scenarios.mistakes",
    "FitError": "simulator.fit",
}
_FUNCTIONS = ("simulate", "sweep", "fit")  # called as their modules are
_ROOMS = ("measures", "tasks", "plots", "scenarios", "models", "assignments")

__all__ = [*_HOMES, *_ROOMS, "__version__"]


class _Package(ModuleType):
    """This package. Importing a module of _FUNCTIONS leaves the function of its name in its place."""

    def __setattr__(self, name, value):
        if name in _FUNCTIONS and isinstance(value, ModuleType):
            value = getattr(value, name)
        super().__setattr__(name, value)


sys.modules[__name__].__class__ = _Package


def __getattr__(name):
    """Import a public name when it is first used."""
    if name in _HOMES:
        value = getattr(import_module(_HOMES[name]), name)
    elif name in _ROOMS:
        value = import_module(f"{__name__}.{name}")
        if name == "models":
            import_module(f"{__name__}.models.shorten2007")
    elif name == "__version__":
        value = _version()
    else:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    globals()[name] = value
    return value


def __dir__():
    return sorted({*globals(), *__all__})


def _version():
    """Return the version of the installed distribution."""
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version("musclesim")
    except PackageNotFoundError:
        return "0+unknown"
