"""Text read in the wrong encoding: 'РџСЂРёРІРµС‚', 'Ïðèâåò', 'donâ€™t'.

ftfy knows UTF-8 read as something else; the Cyrillic encodings read as one another are tried here. What is
tried is taken when it makes words of what was none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from otklik.edits import Change
from otklik.repair.vocabulary import known

_UTF8 = "вЂ|[РСÐÑÂÃâ][\u0080-\u00bf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸЂЃѓЉЊЌЋЏђљњќћџЎўЈҐЁЄЇІіґё№єјЅѕї\u2500-\u257f]"
SUSPECT = re.compile(rf"{_UTF8}|[\u00c0-\u00ff]{{3}}|[\u0080-\u009f\u2550-\u2593]")
_CHUNK = re.compile(r"\S+")
_WORD = re.compile(r"[^\W\d_]+")
_USUAL = re.compile(r"[\s\d!-/:-@\[-`{-~]")
_ENOUGH, _GAIN = 0.5, 0.4
"""Shares of a text that must be words when it is decoded, and must not have been before."""
_READ_AS = ("sloppy-windows-1252", "sloppy-windows-1251", "koi8-r", "cp866", "latin-1")
_WRITTEN_IN = ("utf-8", "cp1251", "koi8-r", "cp866")


def words(text: str) -> Iterator[Change]:
    """Each run of suspected chunks to what was written, or the whole text where only that decodes."""
    whole = _decoded(text)
    if whole is not None:
        yield from _by_chunk(text, 0, whole)
        return
    for start, end in _suspects(text):
        meant = _decoded(text[start:end])
        if meant is not None:
            yield from _by_chunk(text[start:end], start, meant)


def misread(word: str) -> bool:
    """Whether a word of no dictionary is one in another encoding."""
    return any(known(one) for one in _tries(word) if one != word and one.isalpha())


def _decoded(text: str) -> str | None:
    """What makes words of most that it changes, where there were few."""
    before = _share(text)
    tries = {one: _share(one) for one in _tries(text) if one != text and "\ufffd" not in one}
    best = max(tries, key=lambda one: tries[one], default=None)
    return best if best is not None and tries[best] > max(_ENOUGH, before + _GAIN) else None


def _tries(text: str) -> Iterator[str]:
    import ftfy

    yield ftfy.fix_encoding(text)
    for wrong in _READ_AS:
        try:
            data = text.encode(wrong)
        except UnicodeEncodeError:
            continue
        for right in _WRITTEN_IN:
            yield data.decode(right, errors="replace")


def _share(text: str) -> float:
    """The share of the signs, the usual marks aside, that are letters of words."""
    signs = len(text) - len(_USUAL.findall(text))
    letters = sum(len(word) for word in _WORD.findall(text) if len(word) > 1 and known(word))
    return letters / max(signs, 1)


def _suspects(text: str) -> Iterator[tuple[int, int]]:
    """Spans of neighbouring chunks that are suspected."""
    span: tuple[int, int] | None = None
    for found in _CHUNK.finditer(text):
        if SUSPECT.search(found[0]):
            span = (span[0] if span else found.start(), found.end())
        elif span:
            yield span
            span = None
    if span:
        yield span


def _by_chunk(text: str, start: int, meant: str) -> Iterator[Change]:
    """One change for each chunk where the gaps are the same, so that the offsets stay fine; else one."""
    chunks, new = list(re.finditer("[^ \n]+", text)), re.findall("[^ \n]+", meant)
    if len(chunks) != len(new):
        yield Change(start, start + len(text), meant, "mojibake")
        return
    for found, one in zip(chunks, new, strict=True):
        if found[0] != one:
            yield Change(start + found.start(), start + found.end(), one, "mojibake")
