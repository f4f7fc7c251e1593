"""What a number means: value, unit, meaning, source, allowed range.

A stage declares its parameters and states as frozen dataclasses whose fields are made by
`quantity`. Everything that speaks of a number (tables, plot labels, slider ranges, errors,
the packed records that kernels read) is made from that one line.

A quantity may name its Q10 (another field of the same set). `at_temperature` then multiplies it
by Q10 ** ((T - reference_temperature) / 10), or divides it if it is a time (unit ms); a potential
(unit mV) names a shift instead, which is added for every 10 degC.
"""

import difflib
import math
from dataclasses import dataclass, field, fields
from functools import cache, lru_cache

import numpy as np

ABSOLUTE = "absolute temperature"  # in place of a Q10: proportional to kelvin
ZERO_CELSIUS = 273.15


class ParameterError(ValueError):
    """A parameter that does not exist, is not a number, or lies outside its range."""


class Quantity(float):
    """A number that knows its unit, meaning, source and allowed range.

    It computes as a plain float; arithmetic gives plain floats.
    """

    __slots__ = ("unit", "meaning", "source", "low", "high")

    def __new__(cls, value, unit, meaning, source, low, high):
        self = super().__new__(cls, value)
        self.unit, self.meaning, self.source, self.low, self.high = unit, meaning, source, low, high
        return self

    @property
    def value(self):
        """The bare number."""
        return float(self)

    def __repr__(self):
        return f"{float(self):.6g} {self.unit} ({self.meaning}; {self.source})"

    def __str__(self):
        return f"{float(self):.6g}"

    def __format__(self, spec):
        return format(float(self), spec)

    def __reduce__(self):
        return Quantity, (float(self), self.unit, self.meaning, self.source, self.low, self.high)


def quantity(value, unit, meaning, source="", *, low=None, high=None, q10=None, floor=None):
    """Declare a field of a parameter or state set.

    Without an explicit range a positive number may lie between a tenth and ten times its
    default, a potential (mV) within 30 mV of it, and anything else within its own size. The error of a
    state smaller than `floor` need not be smaller than that of one of this size.
    """
    if low is None:
        low = value - 30.0 if unit == "mV" else value / 10 if value > 0 else value - abs(value)
    if high is None:
        high = value + 30.0 if unit == "mV" else value * 10 if value > 0 else value + abs(value)
    meta = dict(unit=unit, meaning=meaning, source=source, low=low, high=high, q10=q10, floor=floor)
    return field(default=value, metadata=meta)


@dataclass(frozen=True)
class Quantities:
    """Base of every parameter set and state set."""

    def __post_init__(self):
        for f in fields(self):
            given = getattr(self, f.name)
            source = given.source if isinstance(given, Quantity) else f.metadata["source"]
            object.__setattr__(self, f.name, _checked(type(self), f, given, source))

    def varied(self, changes):
        """Return a copy with some numbers changed: {name: value} or {name: (value, source)}.

        A value given without a source is recorded as set by the user.
        """
        new = {}
        for name, change in changes.items():
            f = field_named(type(self), name)
            value, source = change if isinstance(change, tuple) else (change, "set by the user")
            new[name] = _checked(type(self), f, value, source)
        return self._with(new)

    def at_temperature(self, temperature):
        """Return a copy in which each number with a Q10 has its value at `temperature` (degC)."""
        if "reference_temperature" not in self.__dataclass_fields__:
            return self
        steps = (temperature - self.reference_temperature) / 10
        kelvin = (temperature + ZERO_CELSIUS) / (self.reference_temperature + ZERO_CELSIUS)
        new = {}
        for f in fields(self):
            if (name := f.metadata["q10"]) is None:
                continue
            old, unit = getattr(self, f.name), f.metadata["unit"]
            if name == ABSOLUTE:
                value = old * kelvin
            elif unit == "mV":
                value = old + getattr(self, name) * steps
            else:
                factor = getattr(self, name) ** steps
                value = old / factor if unit == "ms" else old * factor
            new[f.name] = Quantity(value, old.unit, old.meaning, old.source, -math.inf, math.inf)
        return self._with(new)

    def _with(self, new):
        """Return a copy with some Quantities replaced, which are not checked again."""
        copy = object.__new__(type(self))
        vars(copy).update(vars(self) | new)
        return copy

    def packed(self, temperature):
        """The numbers at a temperature (degC), in order of declaration, as a read-only vector."""
        return _packed(self, temperature)

    @classmethod
    @cache
    def dtype(cls):
        """The NumPy record that holds this set inside a kernel: one float64 for each field."""
        return np.dtype((np.record, [(f.name, "f8") for f in fields(cls)]))

    def array(self):
        """The numbers in order of declaration, as a float64 vector."""
        return np.array([getattr(self, f.name) for f in fields(self)], dtype=float)


@lru_cache(maxsize=512)
def _packed(quantities, temperature):
    vector = quantities.at_temperature(temperature).array()
    vector.flags.writeable = False
    return vector


def field_named(cls, name):
    """Return the dataclass field called `name`, or say which names exist."""
    known = cls.__dataclass_fields__
    if name not in known:
        raise ParameterError(f"{cls.__name__} has no {name!r}{suggestion(name, known)}")
    return known[name]


def suggestion(name, known):
    """Return the end of a message about an unknown name: the nearest word, or all of them."""
    near = difflib.get_close_matches(str(name), list(known), n=3, cutoff=0.5)
    return f"; did you mean {' or '.join(near)}?" if near else f"; known are {', '.join(sorted(known))}"


def require(results, name, model):
    """Raise ParameterError unless results have a variable, which a run of a `model` gives."""
    if name not in results:
        raise ParameterError(f"these results have no {name!r}, which a run of a {model} gives")


def _checked(cls, f, value, source):
    """Return `value` as a Quantity of field `f`, or raise ParameterError."""
    meta = f.metadata
    about = f"{f.name} ({meta['meaning']}, {meta['unit']})"
    try:
        number = float(value)
    except (TypeError, ValueError):
        raise ParameterError(f"{cls.__name__}: {about} must be a number, not {value!r}") from None
    if not meta["low"] <= number <= meta["high"]:
        raise ParameterError(
            f"{cls.__name__}: {about} = {number:g} is outside {meta['low']:g} to {meta['high']:g} {meta['unit']}"
        )
    return Quantity(number, meta["unit"], meta["meaning"], source, meta["low"], meta["high"])
