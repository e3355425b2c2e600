"""Which encoding the bytes are in: BOM, then strict UTF-8, then UTF-16, then the 8-bit ones by letters."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from itertools import pairwise

from otklik.errors import InputError
from otklik.reading.source import HEAD, Source

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_LEGACY = ("cp1251", "koi8-r", "cp866", "cp1252")
# The 200 most frequent pairs of letters inside Russian words; counted in public reviews and tweets,
# they hold 87 % of all pairs. Letters read in a wrong encoding hardly ever make them.
_FREQUENT = """
    то но не ен по ра на ст ка ни от ро пр та ет ре ко ер ан ал ов те ть ла ос ли ат ле за де ел ва ит
    ол во го ор ль че од ом он ак ри об ме до ло да ил мо ог ес ся ны ар ти ем ве же нк аз ба ас се ие ки
    тр ав ин оч ой ви бо ед ис ам ру ма чт со хо ди ож сл ку пе ый вы бы нь тв вс ск ае эт нт кр им ия нн
    ок ик сь дн ми тс уд ег фо ьн ое ше ну ча ая си ту ив оп сп бе уж чи ня аб са пл ля лу ек ад мн из тн
    ей рт па ят ез ич бр ач ую чн ош кл му ут ии ус жн ще аю ид ры пи ыл ци ий ты сн бл лю ду ши жи их уп
    зв еф оз ые уч ют тк ги ай см вн жа ир ев ыв дл це
"""
_PAIRS = frozenset(_FREQUENT.split())
_ONE_LETTER = frozenset("яоувиска")
_WORD = re.compile(r"[^\W\d_]+")
_CYRILLIC = re.compile(r"[а-яё]", re.IGNORECASE)
_SPOILT = re.compile(r"[\x80-\x9f\u2500-\u25ff]|[^\W\d_a-zA-Zа-яёА-ЯЁ]")
_COMMON = re.compile(r"[\t\r\n\x20-\x7e\xa0-\xff\u0400-\u04ff\u2000-\u22ff]")
_ACCENTS = frozenset("àâäáãåçéèêëîïíñôöóõøùûüúœæßÀÂÄÁÅÇÉÈÊËÎÏÍÑÔÖÓØÙÛÜÚŒÆ")
_BROKEN_SHARE = 0.02
_NOT_OF_FILES = frozenset({"idna", "punycode", "undefined"})


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
    """The encoding of a text file. Raises InputError for NUL bytes, or a told encoding that cannot be."""
    sample, complete = _telling_sample(source)
    if told is not None:
        return _told(source, sample, told, complete)
    encoding = detect(sample, complete=complete)
    if encoding is None:
        raise InputError(
            f"{source.name} holds NUL bytes (first at byte {sample.index(0)}): it is binary or damaged",
            mend="export it again as CSV, XLSX, JSON or Parquet",
        )
    return encoding


def detect(sample: bytes, *, complete: bool = True) -> Encoding | None:
    """The encoding of a sample (``complete``: it is the whole file); None when it is no text at all."""
    for bom, name in _BOMS:
        if sample.startswith(bom):
            return Encoding(name, "byte order mark")
    if b"\0" in sample:
        return _utf16(sample)
    damaged, letters = _utf8_damage(sample, complete)
    if not damaged:
        return Encoding("utf-8", "strict UTF-8" if letters else "plain ASCII")
    if damaged <= letters * _BROKEN_SHARE:
        return Encoding("utf-8", f"UTF-8 with {damaged} damaged bytes", damaged)
    return _legacy(sample)


def _telling_sample(source: Source) -> tuple[bytes, bool]:
    """The head; when it is pure ASCII, also the first later block that is not."""
    with source.open() as stream:
        head = block = stream.read(HEAD)
        while len(block) == HEAD and block.isascii():
            block = stream.read(HEAD)
    complete = len(block) < HEAD
    return (head if block is head else head[: HEAD // 4] + b"\n" + _from_line_start(block)), complete


def _from_line_start(block: bytes) -> bytes:
    return block[block.find(b"\n") + 1 :]


def _told(source: Source, sample: bytes, name: str, complete: bool) -> Encoding:
    try:
        codec = codecs.lookup(name)
        decoder = codecs.getincrementaldecoder(codec.name)("replace")
    except (LookupError, ValueError):
        raise _no_encoding(name) from None
    if not codec._is_text_encoding or codec.name in _NOT_OF_FILES:
        raise _no_encoding(name)
    try:
        text = decoder.decode(sample, complete)
    except UnicodeError as error:
        raise _not_in(source, name, str(error), detect(sample, complete=complete)) from error
    damaged = text.count("\ufffd")
    if damaged > len(text) * _BROKEN_SHARE:
        why = f"{damaged} of its first {len(text)} characters cannot be read"
        raise _not_in(source, name, why, detect(sample, complete=complete))
    # A file whose encoding the user vouches for is read to its end, with � for what is damaged.
    return Encoding("utf-8-sig" if codec.name == "utf-8" else codec.name, "told", max(damaged, 1))


def _no_encoding(name: str) -> InputError:
    return InputError(
        f"there is no encoding {name!r} of text files",
        mend="for example --encoding utf-8, utf-16, cp1251, koi8-r or cp866",
    )


def _not_in(source: Source, name: str, why: str, found: Encoding | None) -> InputError:
    mend = f"--encoding {found.name}" if found else "leave --encoding out"
    return InputError(f"{source.name} is not {name}: {why}", mend=mend)


def _utf16(sample: bytes) -> Encoding | None:
    """UTF-16 without a mark: its ASCII signs have a NUL on one side, and it decodes to common letters."""
    name = "utf-16-le" if sample[1::2].count(0) > sample[::2].count(0) else "utf-16-be"
    try:
        text = sample[: len(sample) // 2 * 2].decode(name)
    except UnicodeDecodeError:
        return None
    common = len(_COMMON.findall(text))
    return Encoding(name, "NUL pattern") if common >= 0.9 * len(text) else None


def _utf8_damage(sample: bytes, complete: bool) -> tuple[int, int]:
    """(bytes that are not UTF-8, characters beyond ASCII that are)."""
    decoder = codecs.getincrementaldecoder("utf-8")("replace")
    text = decoder.decode(sample, complete)
    damaged = text.count("\ufffd") - sample.count("\ufffd".encode())
    return damaged, sum(not char.isascii() for char in text) - damaged


def _legacy(sample: bytes) -> Encoding:
    words = b"\n".join(line for line in sample.splitlines() if not line.isascii())[:20_000]
    scores = sorted(((_plausibility(words.decode(name, "replace")), name) for name in _LEGACY), reverse=True)
    (best, name), (second, _) = scores[:2]
    if best < 0.3 or best - second < 0.05:
        name = _last_resort(sample) or name
    return Encoding(name, f"letters look right ({best:.2f} against {second:.2f})")


def _last_resort(sample: bytes) -> str | None:
    import chardet

    guess = chardet.detect(sample)["encoding"]
    # ASCII cannot be: the sample holds other bytes, too few to tell more.
    return "utf-8" if guess == "ascii" else codecs.lookup(guess).name if guess else None


def _plausibility(text: str) -> float:
    """Share of believable letter pairs in words beyond ASCII, less a fine for impossible characters."""
    good = total = 0.0
    for word in _WORD.findall(text):
        if word.isascii():
            continue
        total += len(word)
        good += _accented(word) if not _CYRILLIC.search(word) else _russian(word)
    fine = len(_SPOILT.findall(text)) + text.count("\ufffd")
    fine -= sum(char in _ACCENTS for char in text)
    if not total:
        return 0.4 if not fine else 0.0
    return (good - max(fine, 0)) / total


def _accented(word: str) -> float:
    """A Western word is ASCII letters with few accents among them: café, Müller."""
    accents = sum(char in _ACCENTS for char in word)
    return (
        float(len(word))
        if accents * 2 < len(word) and sum(map(str.isascii, word)) + accents == len(word)
        else 0.0
    )


def _russian(word: str) -> float:
    if any(char.isascii() for char in word):
        return 0.0
    lower = word.lower().replace("ё", "е")
    pairs = [a + b in _PAIRS for a, b in pairwise(lower)]
    share = sum(pairs) / len(pairs) if pairs else float(lower in _ONE_LETTER) / 2
    return len(word) * share * (1.0 if word.islower() or word.istitle() else 0.9 if word.isupper() else 0.3)
