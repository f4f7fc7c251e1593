"""How equations are compiled and cached; the only file that names numba's decorators.

A kernel is a plain Python function of records and floats. Compiled, it reads nested NumPy
records; with NUMBA_DISABLE_JIT=1 the same function runs interpreted, on records, on simple
namespaces, or on quantities with units.

Numba looks for changes only in the file that a kernel stands in, so the cache folder is named
after a hash of every source that kernels are made of; the solver's own kernels, which know no
model, have a folder of their own.
"""

import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
import tempfile
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from types import FunctionType

import numba
import platformdirs
from numba import types
from numba.experimental.function_type import _get_wrapper_address

PACKAGE = Path(__file__).parent
SOLVER_SOURCES = ("kernel.py", "solver")
SOURCES = ("quantity.py", "stages", "models", "simulate", *SOLVER_SOURCES)
FOLDERS_KEPT = 8
LANE_OPTIONS = ("--force-vector-width=4", "--memory-check-merge-threshold=1000000")  # for hundreds of rows of arrays
LONG = 20_000  # characters of a module that takes so long to compile that two processes share it

VECTOR, MATRIX = types.float64[::1], types.float64[:, ::1]
INDEX, INDICES, NUMBER = types.int64, types.int64[::1], types.float64
SIGNATURES = {  # of the functions of a program, by their arguments
    ("u", "p", "c"): types.void(VECTOR, VECTOR, VECTOR),
    ("y", "c", "out"): types.void(VECTOR, VECTOR, VECTOR),
    ("y", "c", "out", "entries"): types.void(VECTOR, VECTOR, VECTOR, VECTOR),
    ("entries", "shift", "w"): types.void(VECTOR, NUMBER, VECTOR),
    ("w", "b"): types.void(VECTOR, VECTOR),
    ("y", "c", "out", "lanes"): types.void(VECTOR, VECTOR, VECTOR, INDEX),
    ("y", "c", "out", "entries", "lanes"): types.void(VECTOR, VECTOR, VECTOR, VECTOR, INDEX),
    ("entries", "shift", "w", "lanes"): types.void(VECTOR, VECTOR, VECTOR, INDEX),
    ("w", "b", "lanes"): types.void(VECTOR, VECTOR, INDEX),
}
SETUP, RATES, JACOBIAN, FACTORISE, SUBSTITUTE, *IN_LANES = (types.FunctionType(s) for s in SIGNATURES.values())


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


def entry(function):
    """Return a kernel with one signature as it is called when the types of its arguments are known to be right."""
    overloads = getattr(function, "overloads", {})
    return next(iter(overloads.values())).entry_point if len(overloads) == 1 else function


@kernel
def select(condition, a, b):
    """Return `a` where the condition holds, else `b`; equations use it in place of a branch."""
    return a if condition else b


def load_module(path, text=None, backwards=False):
    """Return the module of straight-line functions that stands in a file, compiled.

    text : what the file must hold, written if it is not there; if it is long a second process then helps to
    compile, from the other end, and each finds in the cache what the other has done
    """
    helper = None
    if text is not None and not path.exists():
        _write(path, text)
        helper = _helper(path, backwards=True) if len(text) > LONG and (os.cpu_count() or 1) > 1 else None
    try:
        return _compiled(path, backwards)
    finally:
        if helper:
            helper.kill()
            helper.wait()


def load_lanes(path, text):
    """Return the module of functions of lanes that stands in a file, compiled so that lanes are done at once.

    What LLVM has to be told for that holds for a whole process, so processes of their own compile it; should they
    fail, this one does, and the lanes are done one after the other.
    """
    done = path.with_suffix(".done")
    if not done.exists() and not numba.config.DISABLE_JIT:
        _write(path, text)
        helpers = [_helper(path, backwards, LANE_OPTIONS) for backwards in (False, True)]
        if [helper and helper.wait() for helper in helpers] == [0, 0]:
            done.touch()
    return _compiled(path, backwards=False)


def _write(path, text):
    temporary = path.with_suffix(f".{os.getpid()}")
    temporary.write_text(text)
    temporary.replace(path)


def _helper(path, backwards, options=()):
    """Start a process that compiles a module, with options for LLVM; None where that is not possible."""
    if numba.config.DISABLE_JIT:
        return None
    work = (
        "from pathlib import Path; from llvmlite.binding import set_option; from simulator.kernel import load_module; "
        f"[set_option('', option) for option in {options!r}]; load_module(Path({str(path)!r}), None, {backwards})"
    )
    try:
        return subprocess.Popen(
            [sys.executable, "-c", work], cwd=PACKAGE.parent, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )  # fmt: skip
    except OSError:
        return None


def _compiled(path, backwards):
    """Return the module of a file with its functions compiled, in order or from the last."""
    spec = importlib.util.spec_from_file_location(f"musclesim_{path.stem}", path)
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    functions = [
        (name, f) for name, f in vars(module).items() if isinstance(f, FunctionType) and f.__module__ == spec.name
    ]
    for name, function in reversed(functions) if backwards else functions:
        setattr(module, name, program_function(function))
    return module


def program_function(function):
    """Return a function of a program, compiled; what it is called with is told by the names of its arguments."""
    signature = SIGNATURES[function.__code__.co_varnames[: function.__code__.co_argcount]]
    return _placed(kernel(function, signature=signature), signature)


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


def _placed(function, signature):
    """Return a compiled function with its address; one that is not compiled as it is."""
    return function if isinstance(function, FunctionType) else _Placed(function, signature)
