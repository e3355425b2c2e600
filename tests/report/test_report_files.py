"""A file is written whole or not at all."""

from __future__ import annotations

import os
import socket
from pathlib import Path
from threading import Thread

import pytest

from otklik.errors import UsageError
from otklik.report.files import refuse_clashes, replace, write_text


def test_the_new_file_takes_the_place_of_the_old(tmp_path: Path) -> None:
    target = tmp_path / "отчёт.html"
    target.write_text("old", "utf-8")
    write_text(target, "новый\n")
    assert target.read_bytes() == "новый\n".encode()
    assert list(tmp_path.iterdir()) == [target]


def test_a_failure_leaves_the_old_file_and_nothing_else(tmp_path: Path) -> None:
    target = tmp_path / "a.txt"
    target.write_text("old")

    def fail() -> None:
        with replace(target) as aside:
            assert aside.parent == target.parent
            assert aside.suffix == ".txt"
            aside.write_text("half")
            raise RuntimeError("power cut")

    with pytest.raises(RuntimeError):
        fail()
    assert target.read_text() == "old"
    assert list(tmp_path.iterdir()) == [target]


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    (tmp_path / "real.txt").write_text("old")
    (tmp_path / "link.txt").symlink_to(tmp_path / "real.txt")
    write_text(tmp_path / "link.txt", "new")
    assert (tmp_path / "link.txt").is_symlink()
    assert (tmp_path / "real.txt").read_text() == "new"


def test_a_missing_folder_and_a_folder_are_refused_with_the_mend(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="mkdir -p"):
        write_text(tmp_path / "no" / "a.txt", "x")
    with pytest.raises(UsageError, match="it is a folder"):
        write_text(tmp_path, "x")


def test_a_pipe_is_written_into_and_stays_a_pipe(tmp_path: Path) -> None:
    pipe, heard = tmp_path / "pipe.html", []
    os.mkfifo(pipe)
    (tmp_path / "link.html").symlink_to(pipe)
    for path in (pipe, tmp_path / "link.html"):
        reader = Thread(target=lambda: heard.append(pipe.read_text("utf-8")))
        reader.start()
        write_text(path, "новый")
        reader.join(timeout=5)
        assert pipe.is_fifo()
    assert heard == ["новый", "новый"]
    assert len(list(tmp_path.iterdir())) == 2


def test_a_device_is_never_replaced(monkeypatch: pytest.MonkeyPatch) -> None:
    def never(*_: object) -> None:
        raise AssertionError("replaced")

    monkeypatch.setattr(os, "replace", never)
    monkeypatch.setattr(Path, "unlink", never)
    write_text(os.devnull, "x")
    with replace(os.devnull) as given:
        assert given == Path(os.devnull)


def test_what_is_neither_file_nor_stream_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)  # the path of a socket must be short
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind("s")
        with pytest.raises(UsageError, match="not a file"):
            write_text("s", "x")


def test_an_input_is_no_output_whatever_it_is_called(tmp_path: Path) -> None:
    data, link, hard, new = (tmp_path / name for name in ("data.csv", "link.csv", "hard.csv", "new.csv"))
    data.write_text("x")
    link.symlink_to(data)
    hard.hardlink_to(data)
    for path in (data, link, hard, tmp_path / "." / ".." / tmp_path.name / "data.csv"):
        with pytest.raises(UsageError, match="name another output"):
            refuse_clashes([new, path], [data])
    with pytest.raises(UsageError, match="two outputs go to"):
        refuse_clashes([new, tmp_path / ".." / tmp_path.name / "new.csv"], [])
    refuse_clashes([new, Path(os.devnull), Path(os.devnull)], [data, Path(os.devnull)])
