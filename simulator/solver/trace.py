"""Kernels run on expressions instead of numbers: what they compute, as data.

A kernel is a plain function of vectors and of records that view them. It is run once, with its
globals exchanged: other kernels for traced ones, functions of `math` for functions of expressions.
"""

import math
from types import FunctionType, ModuleType

import numpy as np

from simulator.solver.expression import Expression


def traced(function, graph, sizes):
    """Return the expressions that `function(y, inputs, parameters, out)` writes into `out`.

    sizes : how many states, inputs, parameters and results there are
    """
    leaves = [_Vector([graph.leaf(kind, i) for i in range(n)]) for kind, n in zip("yup", sizes, strict=False)]
    out = _Vector([None] * sizes[-1])
    _Retold(graph).function(function)(*leaves, out)
    missing = [i for i, entry in enumerate(out.entries) if entry is None]
    if missing:
        raise ValueError(f"{function.__name__} leaves results {missing} unwritten")
    return [graph.number(entry) for entry in out.entries]


class _Vector:
    """Stands for a float64 vector; `view` gives it as nested records."""

    def __init__(self, entries):
        self.entries = entries

    def __len__(self):
        return len(self.entries)

    def __getitem__(self, index):
        return self.entries[index]

    def __setitem__(self, index, value):
        self.entries[index] = value

    def view(self, dtype):
        """Return the vector as one record."""
        return [_Record(self, dtype, 0)]


class _Record:
    """Stands for a NumPy record over a vector."""

    def __init__(self, vector, dtype, start):
        self.__dict__.update(_vector=vector, _dtype=dtype, _start=start)

    def _place(self, name):
        dtype, offset = self._dtype.fields[name][:2]
        return dtype, self._start + offset // np.dtype(float).itemsize

    def __getattr__(self, name):
        dtype, place = self._place(name)
        return _Record(self._vector, dtype, place) if dtype.fields else self._vector[place]

    def __setattr__(self, name, value):
        self._vector[self._place(name)[1]] = value


class _Retold:
    """Functions retold for expressions, each made once."""

    def __init__(self, graph):
        self.graph, self.known = graph, {}

    def function(self, given):
        """Return a copy of a kernel whose globals are retold."""
        plain = getattr(given, "py_func", given)
        if plain not in self.known:
            copy = FunctionType(plain.__code__, {"__builtins__": __builtins__}, plain.__name__, plain.__defaults__)
            self.known[plain] = copy
            names = _names(plain.__code__)
            copy.__globals__.update({n: self.value(v) for n, v in plain.__globals__.items() if n in names})
        return self.known[plain]

    def value(self, given):
        """Return what stands for a global of a kernel."""
        if given in (math.exp, math.log, math.sqrt):
            return self._elementary(given)
        if getattr(given, "__name__", "") == "select":
            return lambda condition, a, b: self.graph.select(condition, a, b)
        if isinstance(given, ModuleType):
            return _Module(given, self)
        return self.function(given) if hasattr(given, "py_func") or isinstance(given, FunctionType) else given

    def _elementary(self, given):
        def apply(x):
            return self.graph.function(given.__name__, x) if isinstance(x, Expression) else given(x)

        return apply


class _Module:
    """A module whose kernels are retold when they are asked for."""

    def __init__(self, module, retold):
        self._module, self._retold = module, retold

    def __getattr__(self, name):
        return self._retold.value(getattr(self._module, name))


def _names(code):
    """Return the names that code and the functions inside it look up."""
    inner = (_names(c) for c in code.co_consts if hasattr(c, "co_names"))
    return set(code.co_names).union(*inner)
