"""How functions are compiled: exact arithmetic, without the interpreter's lock, and kept on disk.

numba keeps the machine code of a function until the function's own file changes. The engine's functions contain each
other, so that would leave old code in new: here the folder of the kept code is named after all that is compiled.

Two things that numba does by default are left out, for they took a third of the time: counting who refers to an array in
every call (the engine makes none, and its two outlive the run), and asking at every index whether it is negative
(none is: a test runs the loop interpreted with arrays that refuse). And every function is written into those that call it:
left to itself the compiler hands some twenty numbers over at each call, which took another third.
"""

import hashlib
import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar, cast

import numba
from numba.core import types
from numba.core.compiler import Compiler
from numba.np import arrayobj

Function = TypeVar("Function", bound=Callable[..., object])

_SOURCES = ("ticks.py", "draws/*.py", "engine/*.py")


def code_folder() -> Path:
    """Where machine code is kept: in `HARMONI_CACHE`, else in the user's cache, else (when that is closed) in a
    temporary folder."""
    package = Path(__file__).parent.parent
    digest = hashlib.sha256(numba.__version__.encode())
    for pattern in _SOURCES:
        for source in sorted(package.glob(pattern)):
            digest.update(source.read_bytes())
    own = os.environ.get("HARMONI_CACHE")
    users = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    root = Path(own) if own else Path(users) / "harmoni"
    folder = root / digest.hexdigest()[:16]
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError:
        return Path(tempfile.mkdtemp(prefix="harmoni-"))
    return folder


_FOLDER = str(code_folder())


@contextmanager
def _indexes_from_zero() -> Iterator[None]:
    """While a function of the engine is compiled (numba compiles one at a time), an index is taken as it is."""
    usual = getattr(arrayobj, "fix_integer_index", None)
    if usual is None:
        # A numba that names it otherwise: slower, not wrong.
        yield
        return

    def as_it_is(context: Any, builder: Any, kind: Any, index: Any, size: Any) -> Any:
        return context.cast(builder, index, kind, types.intp if kind.signed else types.uintp)

    arrayobj.fix_integer_index = as_it_is
    try:
        yield
    finally:
        arrayobj.fix_integer_index = usual


class _Compiler(Compiler):
    def _compile_core(self) -> Any:
        with _indexes_from_zero():
            return super()._compile_core()  # type: ignore[no-untyped-call]


_OPTIONS: dict[str, Any] = {
    "cache": True,
    "nogil": True,
    "forceinline": True,
    "fastmath": False,
    "error_model": "numpy",
    "_nrt": False,
    "pipeline_class": _Compiler,
}


def compiled(function: Function) -> Function:
    """Machine code on first use; later processes read it from disk."""
    config: Any = numba.config
    before, config.CACHE_DIR = config.CACHE_DIR, _FOLDER
    try:
        return cast(Function, numba.njit(**_OPTIONS)(function))
    finally:
        config.CACHE_DIR = before
