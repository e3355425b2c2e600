"""spaCy's tokenizer of a blank pipeline, as a function of one whitespace-free chunk."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

from otklik.languages.record import Token


@cache
def _pipeline(code: str):  # type: ignore[no-untyped-def]  # spaCy is imported late: it costs half a second
    from spacy.util import get_lang_class

    return get_lang_class(code)()


_LONGEST = 200
"""A chunk longer than this is no word (a link, base64, a held-down key): one token, not a quadratic hunt.
So is one of letters alone, unless it is among the language's exceptions: the affix rules need punctuation."""


def tokenizer(code: str) -> Callable[[str], list[Token]]:
    """The chunk tokenizer of spaCy's language ``code``."""

    def tokenize(chunk: str) -> list[Token]:
        if len(chunk) > _LONGEST or (chunk.isalpha() and chunk not in _pipeline(code).tokenizer.rules):
            return [(chunk, 0)]
        return [(token.text, token.idx) for token in _pipeline(code).make_doc(chunk)]

    return tokenize
