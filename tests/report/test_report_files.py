"""A file is written whole or not at all."""

from __future__ import annotations

from pathlib import Path

import pytest

from otklik.errors import UsageError
from otklik.report.files import replace, write_text


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
