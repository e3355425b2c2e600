"""The tokenizer of a language, as a function of one whitespace-free chunk: spaCy's rules, and what customers
write besides."""

from __future__ import annotations

from collections.abc import Callable

from otklik.languages.cutter import cutter
from otklik.languages.record import Token, fold, marked_inside

_LONGEST = 200
"""A chunk longer than this is no word (a link, base64, a held-down key): one token, not a quadratic hunt.
Most chunks are letters, with or without one mark behind: these are cut here as spaCy cuts them, which a
test holds, at a tenth of the cost."""


def _cuts(body: str, mark: str) -> bool:
    """Whether the affix rules cut this mark off a word of letters: marks always, a full stop only behind a
    small letter, since capitals may be initials."""
    return mark in ",!?;" or (mark == "." and body[-1].islower())


_AROUND = ',!?;:()«»"…'


def _whole(chunk: str, abbreviations: frozenset[str]) -> list[Token] | None:
    """An abbreviation with a mark inside ('з/п', 'т.д.') as one token, each mark around it as its own."""
    bare = chunk.strip(_AROUND)
    core = next((one for one in (bare, bare.rstrip(".")) if fold(one) in abbreviations), None)
    if core is None:
        return None
    at = chunk.index(core)
    marks = [*range(at), *range(at + len(core), len(chunk))]
    return sorted([(core, at), *((chunk[place], place) for place in marks)], key=lambda token: token[1])


def tokenizer(code: str) -> Callable[[str], list[Token]]:
    """The chunk tokenizer of spaCy's language ``code``, which keeps known abbreviations whole."""

    def tokenize(chunk: str) -> list[Token]:
        body, mark = chunk[:-1], chunk[-1:]
        exceptions = cutter(code).exceptions
        if len(chunk) > _LONGEST or (chunk.isalpha() and chunk not in exceptions):
            return [(chunk, 0)]
        if body.isalpha() and _cuts(body, mark) and chunk not in exceptions and body not in exceptions:
            return [(body, 0), (mark, len(body))]
        whole = _whole(chunk, marked_inside(code))
        if whole is not None:
            return whole
        return cutter(code)(chunk)

    return tokenize
