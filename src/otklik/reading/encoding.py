"""Which encoding the bytes are in: BOM, then strict UTF-8, then UTF-16, then the 8-bit ones by letters."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

from otklik.errors import InputError, OtklikError, UndecidedError
from otklik.reading.legacy import choose, read_as, readings, telling_lines
from otklik.reading.source import HEAD, Source
from otklik.sentences import Sentence

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_ENOUGH = 16 << 10  # bytes of lines beyond ASCII that tell an encoding
_COMMON = re.compile(r"[\t\r\n\x20-\x7e\xa0-\xff\u0400-\u04ff\u2000-\u22ff]")
_STRAY = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_BROKEN_SHARE = 0.02
_NOT_OF_FILES = frozenset({"idna", "punycode", "undefined"})
_SPELLINGS = (  # as people and other programs write the names of codecs
    (re.compile(r"^(?:x|cs)[-_]", re.IGNORECASE), ""),
    (re.compile(r"^utf[-_ ]?8[-_ ](?:bom|with[-_ ]bom)$", re.IGNORECASE), "utf-8-sig"),
    (re.compile(r"^(?:cp|win|windows|ansi|dos|ibm)[-_ ]?(\d+)$", re.IGNORECASE), r"cp\1"),
)


@dataclass(frozen=True)
class Encoding:
    """A codec name, how sure it is, and the number of bytes in the sample that it cannot read."""

    name: str
    why: str
    damaged: int = 0

    @property
    def errors(self) -> str:
        """How to treat bytes that do not decode: only a file already known to be damaged is forgiven."""
        return "replace" if self.damaged else "strict"


def find_encoding(source: Source, told: str | None = None) -> Encoding:
    """The encoding of a text file.

    Raises InputError for NUL bytes or a told encoding that cannot be, UndecidedError where the letters
    beyond ASCII are too few, or make no words, in every encoding known here.
    """
    sample, complete = _telling_sample(source)
    if told is not None:
        return _told(source, sample, told, complete)
    encoding = detect(sample, complete=complete)
    if encoding is None:
        raise _undecided(source, sample)
    return encoding


def detect(sample: bytes, *, complete: bool = True) -> Encoding | None:
    """The encoding of a sample (``complete``: it is the whole file); None when it cannot be told."""
    for bom, name in _BOMS:
        if sample.startswith(bom):
            return Encoding(name, "byte order mark")
    if b"\0" in sample or b"\4" in sample:  # U+0400–04FF is Cyrillic; no text file holds either byte
        return _utf16(sample)
    damaged, letters = _utf8_damage(sample, complete)
    if not damaged:
        return Encoding("utf-8", "strict UTF-8" if letters else "plain ASCII")
    if damaged * 10 <= letters or damaged <= min(letters, 3):
        return Encoding("utf-8", f"UTF-8 with {damaged} damaged bytes", damaged)
    reading = choose(sample)
    return Encoding(reading.encoding, f"letters look right ({reading.price:.0f} bits)") if reading else None


def _telling_sample(source: Source) -> tuple[bytes, bool]:
    """The head and, while it holds little beyond ASCII, the lines of later blocks that do."""
    with source.open() as stream:
        head = block = stream.read(HEAD)
        lines = [] if _wide(head) else telling_lines(head)
        seen = _ENOUGH if _wide(head) else sum(map(len, lines))
        later: list[bytes] = []
        while len(block) == HEAD and seen < _ENOUGH:
            block = stream.read(HEAD)
            if not block.isascii():
                inner = telling_lines(block[_line_end(block) :])[:-1] or telling_lines(block)[-1:]
                later, seen = later + inner, seen + sum(map(len, inner))
    sample = b"\n".join([head[: head.rfind(b"\n") + 1] or head, *later]) if later else head
    return sample, len(block) < HEAD


def _wide(head: bytes) -> bool:
    return b"\0" in head or head.startswith(tuple(bom for bom, _ in _BOMS))


def _line_end(block: bytes) -> int:
    return max(block.find(b"\n"), 0)


def _codec(name: str) -> codecs.CodecInfo:
    plain = name.strip()
    for pattern, spelling in _SPELLINGS:
        plain = pattern.sub(spelling, plain)
    try:
        codec = codecs.lookup(plain)
    except (LookupError, ValueError):
        raise _no_encoding(name) from None
    if not codec._is_text_encoding or codec.name in _NOT_OF_FILES or codec.incrementaldecoder is None:
        raise _no_encoding(name)
    return codec


def _told(source: Source, sample: bytes, name: str, complete: bool) -> Encoding:
    codec = _codec(name)
    found = detect(sample, complete=complete)
    if found and found.why == "byte order mark" and codec.name.startswith(found.name.removesuffix("-sig")):
        return Encoding(found.name, "told", 1)
    decoder = codecs.getincrementaldecoder(codec.name)("replace")
    try:
        text = decoder.decode(sample, complete)
    except UnicodeError as error:
        raise _not_in(source, name, Sentence("{why}", why=error), found) from error
    damaged = text.count("\ufffd") - sample.count("\ufffd".encode())
    if damaged > len(text) * _BROKEN_SHARE:
        why = Sentence("{n} of its first {of:character|characters} cannot be read", n=damaged, of=len(text))
        raise _not_in(source, name, why, found)
    _refuse_nonsense(source, sample, codec.name, name, found)
    # A file whose encoding the user vouches for is read to its end, with � for what is damaged.
    return Encoding("utf-8-sig" if codec.name == "utf-8" else codec.name, "told", max(damaged, 1))


def _refuse_nonsense(source: Source, sample: bytes, codec: str, name: str, found: Encoding | None) -> None:
    """The user's word stands, unless it makes no language of what is plain in another encoding."""
    if found is None or found.name.startswith("utf-16") or codec.startswith(("utf", "gb", "big5", "euc")):
        return
    told, right = read_as(sample, codec), read_as(sample, found.name)
    if right.believable and told.price > 2 * right.price + 20:
        start = " ".join(told.text.split())[:40]
        raise _not_in(source, name, Sentence("it would read {start!r}", start=start), found)


def _no_encoding(name: str) -> InputError:
    return InputError(
        "there is no encoding {name!r} of text files",
        name=name,
        mend="for example --encoding utf-8, utf-16, cp1251, koi8-r or cp866",
    )


def _not_in(source: Source, name: str, why: Sentence, found: Encoding | None) -> InputError:
    mend = Sentence("--encoding {name}", name=found.name) if found else Sentence("leave --encoding out")
    return InputError("{file} is not {name}: {why}", file=source.name, name=name, why=why, mend=mend)


def _undecided(source: Source, sample: bytes) -> OtklikError:
    if b"\0" in sample:
        return InputError(
            "{file} holds NUL bytes (first at byte {at}): it is binary or damaged",
            file=source.name,
            at=sample.index(0),
            mend="export it again as CSV, XLSX, JSON or Parquet",
        )
    best, second = readings(sample)
    names = {"best": best.encoding, "second": second.encoding}
    why = Sentence("no encoding known makes words of it")
    mend = Sentence("--encoding {name} reads on and shows damaged letters as �", name="utf-8")
    if best.believable:
        why = Sentence("too few letters beyond ASCII to tell")
        mend = Sentence("--encoding {best} or {second}; {utf8}", **names, utf8=mend)
    return UndecidedError(
        "the encoding of {file} cannot be told: {first!r} ({best}) or {other!r} ({second})? ({why})",
        file=source.name,
        first=_around(best.text),
        other=_around(second.text),
        **names,
        why=why,
        mend=mend,
    )


def _around(text: str) -> str:
    """The place of the first letter beyond ASCII."""
    line = text.split("\n")[0]
    at = next((at for at, char in enumerate(line) if not char.isascii()), 0)
    return line[max(at - 15, 0) : at + 15]


def _utf16(sample: bytes) -> Encoding | None:
    """UTF-16 without a mark: its ASCII signs have a NUL on one side, and it decodes to common letters."""
    low, high = (part.count(0) + part.count(4) for part in (sample[1::2], sample[::2]))
    name = "utf-16-le" if low > high else "utf-16-be"
    text = codecs.getincrementaldecoder(name)("replace").decode(sample)
    common, stray = len(_COMMON.findall(text)), len(_STRAY.findall(text))
    stray += text.count("\ufffd") - sample.count("\ufffd".encode(name))
    return Encoding(name, "NUL pattern") if common >= 0.6 * len(text) and stray <= 0.01 * common else None


def _utf8_damage(sample: bytes, complete: bool) -> tuple[int, int]:
    """(bytes that are not UTF-8, characters beyond ASCII that are)."""
    decoder = codecs.getincrementaldecoder("utf-8")("replace")
    text = decoder.decode(sample, complete)
    damaged = text.count("\ufffd") - sample.count("\ufffd".encode())
    return damaged, len(text) - len(text.encode("ascii", "ignore")) - damaged
