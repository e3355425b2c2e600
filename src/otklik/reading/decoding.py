"""Files as text, or as UTF-8 bytes, whatever their encoding; damage is told with its place."""

from __future__ import annotations

import codecs
import io
from collections.abc import Iterator
from contextlib import contextmanager
from typing import BinaryIO

from otklik.errors import InputError
from otklik.reading.encoding import Encoding
from otklik.reading.source import HEAD, Source
from otklik.sentences import Sentence


@contextmanager
def open_text(source: Source, encoding: Encoding) -> Iterator[io.TextIOWrapper]:
    """The text with its line ends as they are. Raises InputError at bytes that do not decode."""
    with _told(source, encoding), source.open() as stream:
        yield io.TextIOWrapper(stream, encoding=encoding.name, errors=encoding.errors, newline="")


@contextmanager
def open_utf8(source: Source, encoding: Encoding) -> Iterator[Checked]:
    """The same as UTF-8 bytes, for readers that know no other encoding. Raises InputError at a NUL byte."""
    plain = encoding.name in ("utf-8", "utf-8-sig") and not encoding.damaged
    with _told(source, encoding), source.open() as stream:
        yield Checked(stream if plain else Recoded(stream, encoding), source)


class Checked(io.RawIOBase):
    """A stream without NUL bytes, which programs down the line cut texts at or refuse."""

    def __init__(self, stream: BinaryIO | Recoded, source: Source) -> None:
        self._stream = stream
        self._source = source
        self._at = 0

    def readable(self) -> bool:
        """Always."""
        return True

    def read(self, size: int = -1) -> bytes:
        """Up to ``size`` bytes; b'' at the end."""
        block = self._stream.read(size)
        if b"\0" in block:
            raise nul_bytes(self._source, Sentence("first at byte {at}", at=self._at + block.index(0)))
        self._at += len(block)
        return block


class Recoded(io.RawIOBase):
    """A stream in any encoding, read as UTF-8."""

    def __init__(self, stream: BinaryIO, encoding: Encoding) -> None:
        self._stream = stream
        self._decoder = codecs.getincrementaldecoder(encoding.name)(encoding.errors)
        self._left = bytearray()

    def readable(self) -> bool:
        """Always."""
        return True

    def read(self, size: int = -1) -> bytes:
        """Up to ``size`` bytes of UTF-8; b'' at the end."""
        block = b"start"
        while block and (size < 0 or len(self._left) < size):
            block = self._stream.read(HEAD)
            self._left += self._decoder.decode(block, final=not block).encode()
        size = len(self._left) if size < 0 else size
        taken = bytes(self._left[:size])
        del self._left[:size]
        return taken


@contextmanager
def _told(source: Source, encoding: Encoding) -> Iterator[None]:
    try:
        yield
    except UnicodeDecodeError as error:
        line = _damaged_line(source, encoding)
        raise InputError(
            "{file}, line {line}: a letter is damaged, the file is not {encoding} throughout ({reason})",
            file=source.name,
            line=line,
            encoding=encoding.name,
            reason=error.reason,
            name=encoding.name.removesuffix("-sig"),
            mend="--encoding {name} reads on and shows damaged letters as �",
        ) from error


def _damaged_line(source: Source, encoding: Encoding) -> int:
    """The 1-based line of the first byte that does not decode."""
    with source.open() as stream, io.TextIOWrapper(stream, encoding.name, "replace") as text:
        return next((number for number, line in enumerate(text, 1) if "\ufffd" in line), 0)


def nul_bytes(source: Source, where: Sentence) -> InputError:
    """What is told of a text file with NUL bytes."""
    return InputError(
        "{file} holds NUL bytes ({where}): it is binary or damaged",
        file=source.name,
        where=where,
        mend="export it again as CSV, XLSX, JSON or Parquet",
    )
