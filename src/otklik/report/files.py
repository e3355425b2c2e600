"""Files that are whole or absent: written aside, then renamed."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from otklik.errors import UsageError


@contextmanager
def replace(path: str | os.PathLike[str]) -> Iterator[Path]:
    """Gives a temporary path in the folder of ``path``; on success it takes the place of ``path``.

    When the block fails the temporary file is removed and what was at ``path`` stays as it was.
    Raises UsageError when the folder is missing or may not be written to.
    """
    target = Path(os.path.realpath(path))  # through a link, so that the link stays a link
    if target.is_dir():
        raise UsageError(f"cannot write {path}: it is a folder", mend="name a file in it")
    if not target.parent.is_dir() or not os.access(target.parent, os.W_OK):
        why = "may not be written to" if target.parent.exists() else "does not exist"
        raise UsageError(
            f"cannot write {path}: the folder {target.parent} {why}",
            mend=f"mkdir -p '{target.parent}', or name another folder",
        )
    # The extension stays last: some writers choose the format by it.
    aside = target.with_name(f".{target.stem}.{os.getpid()}{target.suffix}")
    try:
        yield aside
        os.replace(aside, target)
    finally:
        aside.unlink(missing_ok=True)


def write_text(path: str | os.PathLike[str], text: str) -> None:
    """Write ``text`` as UTF-8 with bare newlines; a lone surrogate becomes '?'. Raises as ``replace``."""
    with replace(path) as aside:
        aside.write_bytes(text.encode("utf-8", "replace"))
