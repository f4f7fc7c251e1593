"""From a model's kernels to the straight-line functions that the solver runs.

What a kernel computes is traced once, differentiated, and written out as Python: what does not
depend on the state is computed once for each segment of a run (`setup`), rates and Jacobian share
what they have in common, and the linear algebra has neither loops nor zeros. The text is kept in
the cache folder, where it can be read, and compiled there.
"""

import hashlib
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path

import numpy as np

from simulator.kernel import SOURCES, cache_folder, placed, signature_of
from simulator.solver.elimination import elimination
from simulator.solver.expression import Expression, Graph
from simulator.solver.module import compiled, load
from simulator.solver.trace import traced

FUNCTIONS = ("setup", "rates", "jacobian", "factorise", "substitute")
LANES = 4  # wider ones outgrow the fastest memory: 8 take twice the time of 4


@dataclass(frozen=True)
class Program:
    """The compiled functions of a model, and their sizes.

    setup(inputs, parameters, constants), rates(y, constants, out), jacobian(y, constants, out,
    entries): rates too; factorise(entries, shift, w) of shift I - J, substitute(w, b): in place.
    rows, columns : of the Jacobian's entries. results : {name: (function(y, constants, out), how many)}
    path : of the file in which they stand
    """

    setup: object
    rates: object
    jacobian: object
    factorise: object
    substitute: object
    constants: int
    factors: int
    rows: np.ndarray
    columns: np.ndarray
    results: dict
    path: Path

    @cached_property
    def in_lanes(self):
        """Return (rates, jacobian, factorise, substitute) of LANES states side by side, compiled when first used."""
        module = load(self.path)
        return tuple(compiled(module, self.path, name, LANES) for name in FUNCTIONS[1:])

    def prepared(self, inputs, parameters):
        """Return the constants of one segment."""
        constants = np.empty(self.constants)
        self.setup(np.asarray(inputs, dtype=float), np.asarray(parameters, dtype=float), constants)
        return constants

    def result(self, name, y, constants):
        """Return one of the results at a state."""
        function, count = self.results[name]
        out = np.empty(count)
        function(y, constants, out)
        return out


@lru_cache(maxsize=64)
def program_for(rates, states, inputs, parameters, results=()):
    """Return the Program of a kernel f(y, inputs, parameters, out).

    results : ((name, kernel of the same form, how many it writes), ...)
    """
    plain = getattr(rates, "py_func", rates)
    folder = cache_folder(SOURCES)
    if plain.__module__.startswith("simulator."):  # whose sources the folder is named after
        path = folder / f"{plain.__module__.rpartition('.')[2]}_{plain.__name__}.py"
        text = None if path.exists() else written(rates, states, inputs, parameters, results)
    else:
        text = written(rates, states, inputs, parameters, results)
        path = folder / f"{plain.__name__}_{hashlib.sha256(text.encode()).hexdigest()[:16]}.py"
    module = load(path, text)
    return Program(
        *(compiled(module, path, name) for name in FUNCTIONS),
        *module.SIZES,
        np.array(module.ROWS, dtype=int),
        np.array(module.COLUMNS, dtype=int),
        {name: (compiled(module, path, name), count) for name, _, count in results},
        path,
    )


@lru_cache(maxsize=16)
def program_of_loops(loops, results=()):
    """Return the Program of functions written by hand; `loops` and `results` as in `program_for`, and in a System.

    What is rest to such a model cannot be searched for: where its Jacobian's entries stand is not told.
    """
    return Program(
        *(_looped(getattr(loops, name)) for name in FUNCTIONS),
        loops.constants,
        loops.factors,
        np.zeros(loops.entries, dtype=int),
        np.zeros(loops.entries, dtype=int),
        {name: (_looped(function), count) for name, function, count in results},
        None,
    )


def _looped(function):
    return placed(function, signature_of(function.__code__.co_varnames[: function.__code__.co_argcount]))


def written(rates, states, inputs, parameters, results=()):
    """Return the text of the module that holds a model's functions."""
    graph, text = Graph(), _Text()
    sizes = states, inputs, parameters
    slopes = traced(rates, graph, (*sizes, states))
    entries = [(i, j, slope) for i, row in enumerate(slopes) for j, slope in sorted(row.slopes().items())]
    change = [(f"out[{i}]", value) for i, value in enumerate(slopes)]
    text.function("rates", "y, c, out", change)
    text.function(
        "jacobian", "y, c, out, entries", change + [(f"entries[{k}]", e) for k, (*_, e) in enumerate(entries)]
    )
    for name, function, count in results:
        found = traced(function, graph, (*sizes, count))
        text.function(name, "y, c, out", [(f"out[{i}]", value) for i, value in enumerate(found)])
    pattern = np.zeros((states, states), dtype=bool)
    for i, j, _ in entries:
        pattern[i, j] = True
    factorise, substitute, factors = elimination(pattern)
    text.lines("factorise", "entries, shift, w", factorise)
    text.lines("substitute", "w, b", substitute)
    text.setup()
    rows, columns = [i for i, *_ in entries], [j for _, j, _ in entries]
    head = f"SIZES = {len(text.slots)}, {factors}\nROWS = {rows}\nCOLUMNS = {columns}\n"
    source = f'"""Written by simulator.solver.program from {rates.__name__} of {rates.__module__}."""\n'
    return source + "from math import exp, log, sqrt\n\n" + head + "".join(text.parts)


class _Text:
    """Functions written so far, and the constants that they read."""

    def __init__(self):
        self.parts, self.slots = [], {}

    def lines(self, name, arguments, lines):
        """Add a function."""
        body = "".join(f"    {line}\n" for line in lines)
        self.parts.append(f"\n\ndef {name}({arguments}):\n{body or '    pass'}")

    def function(self, name, arguments, targets):
        """Add a function that computes [(target, expression)] and then writes all targets."""
        self.lines(name, arguments, _Body(self._slot).written(targets))

    def setup(self):
        """Add the function that computes the constants."""
        targets = [(f"c[{slot}]", value) for value, slot in self.slots.items()]
        self.lines("setup", "u, p, c", _Body(None).written(targets))

    def _slot(self, expression):
        return self.slots.setdefault(expression, len(self.slots))


class _Body:
    """The statements of one function, each value computed once.

    slot : gives the place among the constants of what no state enters; None inside `setup`
    """

    def __init__(self, slot):
        self.slot, self.statements, self.names = slot, [], {}

    def written(self, targets):
        for target, value in targets:
            name = self.name(value)
            self.statements.append(f"{target} = {name}")
        return self.statements

    def name(self, e):
        """Return what an expression is called, after computing it if it is new."""
        if not isinstance(e, Expression):
            return repr(e)
        if e.op == "number":
            return repr(e.args[0]) if e.args[0] == e.args[0] else "(0.0 / 0.0)"
        if e not in self.names:
            constant = self.slot is not None and not e.varies
            text = f"c[{self.slot(e)}]" if constant else self._text(e)
            self.names[e] = f"v{len(self.names)}"
            self.statements.append(f"{self.names[e]} = {text}")
        return self.names[e]

    def _text(self, e):
        if e.op in "yup":
            return f"{e.op}[{e.args[0]}]"
        args = [self.name(a) for a in e.args]
        if e.op == "neg":
            return f"-{args[0]}"
        if e.op == "select":
            return f"{args[1]} if {args[0]} else {args[2]}"
        return f" {e.op} ".join(args) if len(args) == 2 else f"{e.op}({args[0]})"
