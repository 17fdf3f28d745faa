"""A file that is asked for is written whole or not at all, by every command that writes one."""

from __future__ import annotations

import os
import stat
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

import brobygger
from brobygger.tables.whole import whole_file


def broken_off() -> Iterator[bytes]:
    yield b"half"
    raise KeyboardInterrupt


def test_what_is_broken_off_leaves_what_was_there(tmp_path: Path) -> None:
    file = tmp_path / "out.csv"
    file.write_text("yesterday's")
    for path in (file, tmp_path / "new.csv"):
        with pytest.raises(KeyboardInterrupt), whole_file(path) as out:
            out.writelines(broken_off())
        assert os.listdir(tmp_path) == ["out.csv"]
    assert file.read_text() == "yesterday's"


def test_what_is_whole_takes_its_place_and_nobody_else_may_read_it(tmp_path: Path) -> None:
    file, link = tmp_path / "out.csv", tmp_path / "newest.csv"
    file.write_text("yesterday's")
    file.chmod(0o600)
    link.symlink_to(file)
    with whole_file(link) as out:
        out.write(b"today's")
    assert file.read_text() == "today's"
    assert link.is_symlink()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert sorted(os.listdir(tmp_path)) == ["newest.csv", "out.csv"]


@pytest.mark.parametrize("folder", [Path("/"), Path(), Path("..")])
def test_a_folder_is_no_file(folder: Path) -> None:
    with pytest.raises(IsADirectoryError), whole_file(folder):
        pass


def test_a_pipe_is_written_straight_to(tmp_path: Path) -> None:
    pipe, read = tmp_path / "pipe", []
    os.mkfifo(pipe)
    reader = threading.Thread(target=lambda: read.append(pipe.read_bytes()))
    reader.start()
    with whole_file(pipe) as out:
        out.write(b"all of it")
    reader.join()
    assert read == [b"all of it"]
    assert pipe.is_fifo()


def test_no_command_writes_a_file_in_another_way() -> None:
    """What a command is told to write goes through `whole_file`, also when somebody writes a new command."""
    root = Path(brobygger.__file__).parent
    ways = ("write_text(", "write_bytes(", 'open("w', "open('w", 'open(out, "w')
    wrong = [
        file.relative_to(root).as_posix()
        for file in root.rglob("management/commands/*.py")
        if any(way in file.read_text(encoding="utf-8") for way in ways)
    ]
    assert wrong == []
