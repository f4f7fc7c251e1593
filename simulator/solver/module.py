"""The straight-line functions of a program: a file of Python that can be read, and run interpreted, and is compiled."""

import ast
import importlib.util
import os
import sys
from functools import lru_cache

from simulator.kernel import INTERPRETED, placed, signature_of
from simulator.solver.lowering import lowered

_NOWHERE = 1_000_000  # a line past the end of the file, where numba does not look for a text to show


def load(path, text=None):
    """Return the module that stands in a file; text : what it must hold, written if it is not there."""
    if text is not None and not path.exists():
        temporary = path.with_suffix(f".{os.getpid()}")
        temporary.write_text(text)
        temporary.replace(path)
    spec = importlib.util.spec_from_file_location(f"musclesim_{path.stem}", path)
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


@lru_cache(maxsize=1)
def _syntax(path):
    return {node.name: node for node in ast.parse(path.read_text()).body if isinstance(node, ast.FunctionDef)}


def compiled(module, path, name, width=1):
    """Return a function of a module, compiled for so many states at once, whose numbers stand side by side."""
    function = getattr(module, name)
    arguments = function.__code__.co_varnames[: function.__code__.co_argcount]
    if INTERPRETED:
        return function if width == 1 else _one_by_one(function, arguments, width)
    own = f"{name}_in_{width}"  # under which numba keeps it
    scope = {"__name__": module.__name__, "body": lowered(lambda: _syntax(path)[name], width)}
    text = f"def {own}({', '.join(arguments)}):\n    body(({', '.join(arguments)}))"
    exec(compile(text, str(path), "exec"), scope)
    scope[own].__code__ = scope[own].__code__.replace(co_firstlineno=_NOWHERE)
    return placed(scope[own], signature_of(arguments, width))


def _one_by_one(function, arguments, width):
    """Return a function of lanes that goes round them."""

    def lanes(*given):
        for lane in range(width):
            function(*(g[lane] if a == "shift" else g[lane::width] for a, g in zip(arguments, given, strict=True)))

    return lanes
