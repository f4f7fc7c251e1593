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
from functools import cache
from pathlib import Path

import numba
import platformdirs
from numba import types

PACKAGE = Path(__file__).parent
SOLVER_SOURCES = ("kernel.py", "solver")
SOURCES = ("quantity.py", "stages", "models", "simulate.py", *SOLVER_SOURCES)
FOLDERS_KEPT = 8

_vector = types.float64[::1]
_rates_signature = types.void(_vector, _vector, _vector, _vector)
RATES = types.FunctionType(_rates_signature)  # (y, inputs, parameters, out): one type for every model
VECTOR, MATRIX = _vector, types.float64[:, ::1]
INDEX, INDICES, PLAN = types.int64, types.int64[::1], types.uint64[::1]


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
    before, numba.config.CACHE_DIR = numba.config.CACHE_DIR, str(cache_folder(sources))
    try:
        yield
    finally:
        numba.config.CACHE_DIR = before


def kernel(function=None, *, signature=None):
    """Compile a function on first use, without the interpreter lock, division as in NumPy.

    Of the fast-mathematics flags only those that keep infinities, NaN and the order of sums.
    """
    if function is None:
        return lambda f: kernel(f, signature=signature)
    options = dict(cache=True, nogil=True, error_model="numpy", fastmath={"arcp", "contract", "nsz"})
    with _our_cache(function.__module__):
        return numba.njit(signature, **options)(function) if signature else numba.njit(**options)(function)


def rates_kernel(function):
    """Compile f(y, inputs, parameters, out), the right-hand side or the outputs of a model."""
    return kernel(function, signature=_rates_signature)
