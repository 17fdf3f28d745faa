"""How functions are compiled: exact arithmetic, without the interpreter's lock, and kept on disk.

numba keeps the machine code of a function until the function's own file changes. The engine's functions contain each
other, so that would leave old code in new: here the folder of the kept code is named after all that is compiled.
"""

import hashlib
import os
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar, cast

import numba

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


def compiled(function: Function) -> Function:
    """Machine code on first use; later processes read it from disk."""
    config: Any = numba.config
    before, config.CACHE_DIR = config.CACHE_DIR, _FOLDER
    try:
        return cast(Function, numba.njit(cache=True, nogil=True, fastmath=False)(function))
    finally:
        config.CACHE_DIR = before
