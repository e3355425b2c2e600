"""Files that are whole or absent: written aside, then renamed."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from otklik.errors import UsageError
from otklik.sentences import Sentence

_MEND = Sentence("name another output")


@contextmanager
def replace(path: str | os.PathLike[str]) -> Iterator[Path]:
    """Gives a temporary path in the folder of ``path``; on success it takes the place of ``path``.

    When the block fails the temporary file is removed and what was at ``path`` stays as it was. A device or
    a named pipe cannot be replaced and is given as it is.
    Raises UsageError when the folder is missing or may not be written to.
    """
    if _is_stream(Path(path)):
        yield Path(path)
        return
    target = Path(os.path.realpath(path))  # through a link, so that the link stays a link
    if target.is_dir():
        raise UsageError("cannot write {path}: it is a folder", path=path, mend="name a file in it")
    if target.exists() and not target.is_file():  # a disk, a socket
        raise UsageError("cannot write {path}: it is not a file", path=path, mend=_MEND)
    if not target.parent.is_dir() or not os.access(target.parent, os.W_OK):
        raise UsageError(
            "cannot write {path}: the folder {parent} may not be written to"
            if target.parent.exists()
            else "cannot write {path}: the folder {parent} does not exist",
            path=path,
            parent=target.parent,
            mend="mkdir -p '{parent}', or name another folder",
        )
    # The extension stays last: some writers choose the format by it.
    aside = target.with_name(f".{target.stem}.{os.getpid()}{target.suffix}")
    try:
        yield aside
        os.replace(aside, target)
    finally:
        aside.unlink(missing_ok=True)


def refuse_clashes(outputs: Sequence[Path], inputs: Sequence[Path]) -> None:
    """Raises UsageError when an output is one of the inputs, or two outputs are one file."""
    for place, path in enumerate(outputs):
        if any(_same(path, other) for other in inputs):
            raise UsageError("{path} is an input, writing there would destroy it", path=path, mend=_MEND)
        if any(_same(path, other) for other in outputs[:place]):
            raise UsageError("two outputs go to {path}", path=path, mend=_MEND)


def _same(one: Path, two: Path) -> bool:
    """One file, whatever links lead to it; a device takes any number of outputs."""
    if one.exists() and two.exists():
        return one.is_file() and one.samefile(two)
    return os.path.realpath(one) == os.path.realpath(two)


def _is_stream(path: Path) -> bool:
    """/dev/null, a terminal, a named pipe, /dev/stdout into one."""
    try:
        mode = path.stat().st_mode
    except OSError:  # nothing there yet; what else is wrong is told when it is written
        return False
    return stat.S_ISCHR(mode) or stat.S_ISFIFO(mode)


def write_text(path: str | os.PathLike[str], text: str) -> None:
    """Write ``text`` as UTF-8 with bare newlines; a lone surrogate becomes '?'. Raises as ``replace``."""
    with replace(path) as aside:
        aside.write_bytes(text.encode("utf-8", "replace"))
