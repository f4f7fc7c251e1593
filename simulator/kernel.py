"""How equations are compiled and cached; the only file that names numba's decorators.

A kernel is a plain Python function of records and floats. Compiled, it reads nested NumPy
records; with NUMBA_DISABLE_JIT=1 the same function runs interpreted, on records, on simple
namespaces, or on quantities with units.

Numba looks for changes only in the file that a kernel stands in, so the cache folder is named
after a hash of every source that kernels are made of; the solver's own kernels, which know no
model, have a folder of their own.
"""

import hashlib
import os
import shutil
import tempfile
from contextlib import contextmanager
from functools import cache, cached_property
from pathlib import Path
from threading import RLock
from types import FunctionType

import numba
import platformdirs
from numba import types
from numba.experimental.function_type import _get_wrapper_address

PACKAGE = Path(__file__).parent
SOLVER_SOURCES = ("kernel.py", "solver")
SOURCES = ("quantity.py", "stages", "models", "simulate", *SOLVER_SOURCES)
FOLDERS_KEPT = 8
_ONE_AT_A_TIME = RLock()  # threads that declare kernels

VECTOR, MATRIX = types.float64[::1], types.float64[:, ::1]
INDEX, INDICES, NUMBER = types.int64, types.int64[::1], types.float64
SIGNATURES = {  # of the functions of a program, by their arguments
    ("u", "p", "c"): types.void(VECTOR, VECTOR, VECTOR),
    ("y", "c", "out"): types.void(VECTOR, VECTOR, VECTOR),
    ("y", "c", "out", "entries"): types.void(VECTOR, VECTOR, VECTOR, VECTOR),
    ("entries", "shift", "w"): types.void(VECTOR, NUMBER, VECTOR),
    ("w", "b"): types.void(VECTOR, VECTOR),
}
SETUP, RATES, JACOBIAN, FACTORISE, SUBSTITUTE = (types.FunctionType(s) for s in SIGNATURES.values())
FACTORISE_LANES = types.FunctionType(types.void(VECTOR, VECTOR, VECTOR))
INTERPRETED = bool(numba.config.DISABLE_JIT)


def source_hash(sources):
    """Return a short hash of source files, given as names of files and folders of the package."""
    digest = hashlib.sha256(numba.__version__.encode())
    for name in sources:
        path = PACKAGE / name
        for file in sorted(path.rglob("*.py")) if path.is_dir() else [path]:
            digest.update(file.read_bytes())
    return digest.hexdigest()[:16]


@cache
def cache_folder(sources, root=None):
    """Return a writable folder for compiled code: the user's, or a temporary one if that fails."""
    root = Path(root) if root else platformdirs.user_cache_path("musclesim") / "kernels"
    folder = root / source_hash(sources)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError:
        return Path(tempfile.mkdtemp(prefix="musclesim-"))
    os.utime(folder)
    for old in sorted(root.iterdir(), key=lambda f: f.stat().st_mtime)[:-FOLDERS_KEPT]:
        shutil.rmtree(old, ignore_errors=True)
    return folder


@contextmanager
def _our_cache(module):
    """Point numba's cache at our folder while a kernel is being declared, and only then."""
    sources = SOLVER_SOURCES if module.startswith("simulator.solver") else SOURCES
    with _ONE_AT_A_TIME:
        before, numba.config.CACHE_DIR = numba.config.CACHE_DIR, str(cache_folder(sources))
        try:
            yield
        finally:
            numba.config.CACHE_DIR = before


def kernel(function=None, *, signature=None):
    """Compile a function on first use, without the interpreter lock, division as in NumPy.

    Of the fast-mathematics flags only those that keep infinities, NaN and the order of sums.
    signature : of a function that Python alone calls
    """
    if function is None:
        return lambda f: f if INTERPRETED else _Called(f, signature)
    return _declared(function)


def _declared(function, *signature):
    options = dict(cache=True, nogil=True, error_model="numpy", fastmath={"arcp", "contract", "nsz"})
    with _our_cache(function.__module__):
        return numba.njit(*signature, **options)(function)


class _Called:
    """A kernel with one signature, compiled when it is first called."""

    def __init__(self, function, signature):
        self._function, self._signature = function, signature

    @cached_property
    def _compiled(self):
        return _declared(self._function, self._signature)

    @cached_property
    def entry(self):
        """The kernel as it is called when the types of its arguments are known to be right."""
        return next(iter(self._compiled.overloads.values())).entry_point

    def __call__(self, *arguments):
        return self._compiled(*arguments)


@kernel
def select(condition, a, b):
    """Return `a` where the condition holds, else `b`; equations use it in place of a branch."""
    return a if condition else b


@kernel
def larger(a, b):
    """Return the larger of two numbers; Python's `max` takes half a second to compile."""
    return a if a > b else b


@kernel
def smaller(a, b):
    """Return the smaller of two numbers."""
    return a if a < b else b


@kernel
def copied(source, target):
    """Write a vector into another; slices take seconds to compile."""
    for i in range(len(target)):
        target[i] = source[i]


@kernel
def filled(target, value):
    """Write a number into every place of a vector."""
    for i in range(len(target)):
        target[i] = value


def signature_of(arguments, width=1):
    """Return the signature of a function of a program by the names of its arguments; `shift` is one for each lane."""
    kind = SIGNATURES[tuple(arguments)]
    return types.void(*(VECTOR if width > 1 else a for a in kind.args))


def placed(function, signature):
    """Return a function of a program, compiled, with its address; one that is not compiled as it is."""
    found = _declared(function, signature)
    return found if isinstance(found, FunctionType) else _Placed(found, signature)


class _Placed(types.WrapperAddressProtocol):
    """A compiled function that knows its address; numba looks it up whenever one is passed on, which takes 35 us."""

    def __init__(self, function, cfunc_type):
        self._function, self._type = function, cfunc_type
        self._address = _get_wrapper_address(function, cfunc_type)

    def __call__(self, *arguments):
        return self._function(*arguments)

    def __wrapper_address__(self):
        return self._address

    def signature(self):
        return self._type
