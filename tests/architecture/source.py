"""The repository as the architecture tests see it."""

from __future__ import annotations

import ast
import subprocess
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src" / "brobygger"


@cache
def python_files() -> tuple[Path, ...]:
    """All modules but migrations."""
    return tuple(path for path in sorted(SOURCE.rglob("*.py")) if "migrations" not in path.parts)


@cache
def templates() -> tuple[Path, ...]:
    """All templates."""
    return tuple(sorted(SOURCE.rglob("*.html")))


@cache
def tree(path: Path) -> ast.Module:
    """A module as a syntax tree."""
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


def name_of(path: Path) -> str:
    """A file as a reader knows it."""
    return path.relative_to(ROOT).as_posix()


def is_in_room(path: Path, room: str) -> bool:
    """Whether a module is an app's `rules`, `views` …, be it a file or a package."""
    return path.stem == room or room in path.relative_to(SOURCE).parts[:-1]


def dotted(node: ast.expr) -> str:
    """`datetime.datetime.now` of an expression; empty when it is something else."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        before = dotted(node.value)
        return f"{before}.{node.attr}" if before else ""
    return ""


@cache
def tracked_files() -> tuple[Path, ...]:
    """What is in the repository or about to be: everything git would not ignore."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        cwd=ROOT,
        capture_output=True,
        check=False,
    )
    if listed.returncode:  # an exported copy without its history
        return tuple(
            path
            for folder in ("src", "tests", "docs", "demo", "script")
            for path in (ROOT / folder).rglob("*")
            if path.is_file() and "__pycache__" not in path.parts
        )
    names = [name for name in listed.stdout.decode().split("\0") if name]
    return tuple(path for name in names if (path := ROOT / name).is_file())
