"""What every model offers to the room that simulates it, and to users who change its numbers."""

from dataclasses import dataclass, fields, replace
from functools import cache, cached_property

import numpy as np

from simulator.quantity import ParameterError, Quantity, suggestion


@cache
def record(**parts):
    """Return the dtype of a nested record: {stage: Quantities class}."""
    return np.dtype((np.record, [(name, cls.dtype()) for name, cls in parts.items()]))


def labelled(parts):
    """Return {stage.name: dataclass field} over {stage: Quantities class}."""
    return {f"{stage}.{f.name}": f for stage, cls in parts.items() for f in fields(cls)}


@dataclass(frozen=True)
class Loops:
    """The functions of a program (see solver/program.py), plain ones, and how many numbers each needs.

    entries : those of the Jacobian; factors : what `factorise` leaves for `substitute`; constants : what `setup` writes
    """

    setup: object
    rates: object
    jacobian: object
    factorise: object
    substitute: object
    outputs: object
    constants: int
    entries: int
    factors: int


@dataclass(frozen=True)
class System:
    """The compiled equations of a model, and what their numbers are called.

    rates, outputs, totals : kernels f(y, inputs, parameters, out); the `total_count` totals are
    what no rate changes, and must be linear in the state.
    states, parameters : {stage: quantity set}; inputs, output : quantity sets, in the order of the vectors.
    spike_state : the potential whose upstrokes count as action potentials.
    placed : states that stay where they are put, and so are not looked for in the search for rest
    vital : the state whose loss at rest means that the model cannot live there; its stage is then held as it was
    time_unit : of the run: ms, or d for what takes days
    loops : of a model too large to be written out in straight lines, its program by hand (see `Loops`)
    """

    name: str
    rates: object
    outputs: object
    totals: object
    total_count: int
    states: dict
    parameters: dict
    inputs: type
    output: type
    spike_state: str
    vital: str = ""
    placed: tuple = ()
    time_unit: str = "ms"
    loops: object = None

    @cached_property
    def state_fields(self):
        """Return {stage.state: field}, in the order of the state vector."""
        return labelled(self.states)

    @cached_property
    def output_fields(self):
        """Return {name: field} of what is read off the model, and of every state."""
        return self.output.__dataclass_fields__ | self.state_fields

    @cached_property
    def parameter_count(self):
        """How many parameters there are."""
        return sum(len(fields(cls)) for cls in self.parameters.values())

    @cached_property
    def scale(self):
        """Sizes below which the error of a state is absolute: its usual value, or its floor."""
        metas = [(abs(f.default), f.metadata) for f in self.state_fields.values()]
        return np.array([max(usual, meta["floor"] or 1e-3 * meta["high"]) for usual, meta in metas])


class Model:
    """A set of parameters for a System. Frozen; every change returns a new model.

    A subclass is a frozen dataclass with a temperature (degC), the conditions applied to it, and
    the parameter sets named in `parts`. It gives `system`; `make()`, how it was made, as plain
    data; `initial()`, a state vector, for a model that starts at rest a guess near it with the
    right totals; and `quiet()`, the inputs when nothing is done.
    """

    parts = ()
    temperatures = None  # (lowest, highest) at which the model can be, if it depends on it
    starts_at_rest = True

    def command_units(self):
        """Return the unit of each command to its end, in the model's own; none for a model that cannot move."""
        return {}

    def inexcitable(self):
        """Return the model without action potentials, from whose rest its own is looked for."""
        return self

    def parameters(self):
        """Return {stage.name: Quantity} of every parameter, and the temperature if it matters."""
        found = {
            f"{part}.{f.name}": getattr(getattr(self, part), f.name)
            for part in self.parts
            for f in fields(getattr(self, part))
        }
        if self.temperatures:
            words = "temperature of the whole", f"from {self.temperatures[0]:g} to {self.temperatures[1]:g}"
            found["temperature"] = Quantity(self.temperature, "degC", *words, *self.temperatures)
        return found

    def packed(self):
        """Return all parameters at the model's temperature as one vector, as kernels read it."""
        return np.concatenate([getattr(self, part).packed(self.temperature) for part in self.parts])

    def describe(self):
        """Return all of it as plain data."""
        numbers = {path: float(value) for path, value in self.parameters().items()}
        return {"name": self.system.name, "make": self.make(), "parameters": numbers}

    def with_parameters(self, changes):
        """Return a copy with {"stage.name": value} set, in the unit of each parameter.

        Raises ParameterError for an unknown name or a value outside its range.
        """
        by_part, other = {}, {}
        for path, value in changes.items():
            part, name = self._split(path)
            if name:
                by_part.setdefault(part, {})[name] = value
            else:
                other[part] = float(value[0] if isinstance(value, tuple) else value)
        return replace(self, **{part: getattr(self, part).varied(new) for part, new in by_part.items()}, **other)

    def noted(self, name, amount):
        """Return a copy that remembers a condition or drug that has been applied to it."""
        return replace(self, conditions=(*self.conditions, (name, amount)))

    def scaled(self, factors):
        """Return a copy with {"stage.name": factor}, or (factor, source), multiplied by its factor."""
        known = self.parameters()
        changes = {}
        for path, factor in factors.items():
            self._split(path)
            factor, why = factor if isinstance(factor, tuple) else (factor, "")
            old = known[path]
            told = f"{factor:g} x ({old.source}){why and ': ' + why}"
            changes[path] = (old * factor, old.source if factor == 1 else told)
        return self.with_parameters(changes)

    def _split(self, path):
        """Return (part, name) of "part.name", or say what is known; the temperature has no name."""
        part, _, name = str(path).partition(".")
        if part in self.parts and name in getattr(self, part).__dataclass_fields__:
            return part, name
        known = self.parameters()
        if path not in known:
            raise ParameterError(f"no parameter {path!r}{suggestion(path, known)}")
        return part, name
