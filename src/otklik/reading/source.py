"""A file on disk: what it is by its content, and how to open it as plain bytes."""

from __future__ import annotations

import gzip
import io
import stat
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO, cast

from otklik.errors import InputError
from otklik.reading.missing import no_file, refuse_owner_file
from otklik.sentences import Sentence

HEAD = 1 << 18
_GZIP = b"\x1f\x8b"
_ZIP = b"PK\x03\x04"
_OLE = b"\xd0\xcf\x11\xe0"
_PARQUET = b"PAR1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_PICTURE = Sentence("a picture")
_BINARY = {b"%PDF": Sentence("a PDF"), b"\x89PNG": _PICTURE, b"\xff\xd8\xff": _PICTURE, b"GIF8": _PICTURE}
_PAGE = (b"<!doctype html", b"<html", b"<head", b"<meta", b"<body", b"<style", b"<table")
_MARKUP = 4_000  # bytes in which a page says what it is
# What unpacks to more than this, or to more than so many times its size, is no export but a bomb.
_UNPACKED_LIMIT = 2 << 30
_ORDINARY = 64 << 20
_RATIO = 200


@dataclass(frozen=True)
class Source:
    """``format`` is 'text' (CSV, JSON … still to be told apart), 'page' (HTML), 'excel' or 'parquet'."""

    path: Path
    format: str
    gzipped: bool = False

    @property
    def name(self) -> str:
        return self.path.name

    @property
    def suffix(self) -> str:
        """The extension without ``.gz``, lower case: '.csv'."""
        return Path(self.name.lower().removesuffix(".gz")).suffix

    @contextmanager
    def open(self) -> Iterator[BinaryIO]:
        """The unpacked bytes. Raises InputError when the file cannot be read or its gzip is damaged."""
        try:
            with open(self.path, "rb") as file:
                yield cast(BinaryIO, io.BufferedReader(_Unpacked(file), HEAD)) if self.gzipped else file
        except (EOFError, gzip.BadGzipFile, zlib.error) as error:
            raise InputError(
                "{file}: the gzip data is damaged or cut short ({why})",
                file=self.name,
                why=error,
                mend="download or export the file again",
            ) from error
        except OSError as error:
            raise _unreadable(self.path, error) from error

    def head(self, size: int = HEAD) -> bytes:
        """The first ``size`` unpacked bytes (fewer when the file is shorter)."""
        with self.open() as stream:
            return stream.read(size)


class _Unpacked(io.RawIOBase):
    """A gzip stream that stops at a bomb: a small file made to fill the disk or the memory."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._gzip = gzip.GzipFile(fileobj=file)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        n = self._gzip.readinto(buffer)
        if self._gzip.tell() > max(_ORDINARY, _RATIO * self._file.tell()):
            name = Path(self._file.name).name
            raise InputError(
                "{file} unpacks to more than {ratio} times its size; that is no ordinary export",
                file=name,
                ratio=_RATIO,
                mend="unpack it yourself and look at what is inside",
            )
        return n


def identify(path: str | Path) -> Source:
    """Tell the format by content, not by name.

    Raises InputError: no such file, a directory, a pipe, nothing in it, password, archive, picture.
    """
    path = Path(path)
    _require_file(path)
    source = Source(path, "text")
    head = source.head()
    if head.startswith(_GZIP):
        source = Source(path, "text", gzipped=True)
        head = source.head()
    if not head.strip(b"\xef\xbb\xbf\xff\xfe\x00 \t\r\n"):
        raise InputError(
            "{file} is empty", file=source.name, mend="export it again: there is nothing to read"
        )
    kind = _kind(source, head)
    if source.gzipped and kind != "text":
        raise InputError(
            "{file} is {kind} inside gzip", file=source.name, kind=kind, mend="unpack it first: gunzip {file}"
        )
    return Source(path, kind, source.gzipped)


def _require_file(path: Path) -> None:
    try:
        mode = path.stat().st_mode
    except (FileNotFoundError, NotADirectoryError, ValueError) as error:
        raise no_file(path) from error
    except OSError as error:
        raise _unreadable(path, error) from error
    refuse_owner_file(path)
    if stat.S_ISDIR(mode):
        raise InputError("{path} is a folder", path=path, mend="name one file in it")
    if not stat.S_ISREG(mode):
        raise InputError(
            "{path} is a pipe or a device; it can be read only once, and a table is read several times",
            path=path,
            mend="write it to a file first: COMMAND > export.csv",
        )


def _unreadable(path: Path, error: OSError) -> InputError:
    return InputError(
        "{file} cannot be read: {why}",
        file=path.name,
        why=error.strerror or error,
        path=path,
        mend="check who may read it: ls -l {path}",
    )


def _kind(source: Source, head: bytes) -> str:
    if head.startswith(_PARQUET):
        return "parquet"
    if head.startswith(_OLE):
        _refuse_password(source, head)
        return "excel"
    if head.startswith(_ZIP):
        if not source.gzipped:
            _check_workbook(source)
        return "excel"
    _refuse_binary(source, head)
    return "page" if _is_page(head) else "text"


def _refuse_password(source: Source, head: bytes) -> None:
    if _ENCRYPTED in head or (not source.gzipped and _ENCRYPTED in source.path.read_bytes()[-HEAD:]):
        raise InputError(
            "{file} is protected by a password",
            file=source.name,
            mend="save a copy without a password and read that",
        )


def _check_workbook(source: Source) -> None:
    try:
        with zipfile.ZipFile(source.path) as archive:
            names = archive.namelist()
            unpacked = sum(item.file_size for item in archive.infolist())
    except zipfile.BadZipFile as error:
        raise InputError(
            "{file} is a damaged workbook or archive ({why})",
            file=source.name,
            why=error,
            mend="export the file again",
        ) from error
    if not any(name.startswith("xl/") or name == "content.xml" for name in names):
        raise InputError(
            "{file} is a zip archive, not a table",
            file=source.name,
            mend="unpack it and name the file inside",
        )
    size = source.path.stat().st_size
    if unpacked > _UNPACKED_LIMIT or unpacked > max(_ORDINARY, _RATIO * size):
        raise InputError(
            "{file} unpacks from {size:,.1f} MB to {unpacked:,.0f} MB; that is no ordinary workbook",
            file=source.name,
            size=size / 1e6,
            unpacked=unpacked / 1e6,
            mend="open it in a spreadsheet and save it as CSV",
        )


def _refuse_binary(source: Source, head: bytes) -> None:
    start = head[:_MARKUP].replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n").lower()
    what = next((what for magic, what in _BINARY.items() if head.startswith(magic)), None)
    if start.startswith(b"<?xml") and b"<html" not in start:
        what = Sentence("an XML spreadsheet" if b"office:spreadsheet" in start else "XML")
    if start.startswith(b"mime-version:"):
        what = Sentence("a web archive (MHTML)")
    if what:
        raise InputError(
            "{file} is {what}, not a table",
            file=source.name,
            what=what,
            mend="open it in a spreadsheet and save it as XLSX, or export CSV, XLSX, JSON or Parquet",
        )


def _is_page(head: bytes) -> bool:
    """HTML, whatever the extension says."""
    start = head[:_MARKUP].replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n").lower()
    return start.startswith(_PAGE) or (start.startswith((b"<?xml", b"<!--")) and b"<html" in start)
