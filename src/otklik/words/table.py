"""Each word form is understood once: a table from whitespace chunks to words, and from words to facts.

A million comments repeat a few hundred thousand chunks, so tokenising and lemmatising cost nothing
after the first sight; everything downstream works on integers. What a chunk means never depends on the
comment it stands in, so labels do not change with order or batch.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, replace
from enum import IntFlag
from functools import cache
from operator import attrgetter

import numpy as np
from numpy.typing import NDArray

from otklik.languages import LANGUAGES, Language
from otklik.languages.choice import Reading
from otklik.languages.record import fold, marked_inside
from otklik.room import with_room


class Kind(IntFlag):
    """What a word is to the engines; a word may be several."""

    WORD = 1
    NUMBER = 2
    EMOJI = 4
    SENTENCE_END = 8
    CLAUSE_END = 16
    NEGATOR = 32
    TURN = 64
    FOREIGN = 128
    KNOWN = 256
    CONCORD = 512
    ABLE = 1024
    ONLY = 2048
    EITHER = 4096
    WISH = 8192
    OTHER = 16384
    FIRM = 32768
    RIVAL = 65536
    THAN = 131072
    QUESTION = 262144
    COMMON = 1 << 24


SPOKEN = int(Kind.WORD | Kind.EMOJI)
"""The kinds of what is said, marks left out."""


@dataclass(frozen=True, slots=True)
class Word:
    """One word form: lower case, ё folded. ``language`` is 1 + its place in LANGUAGES, 0 for none."""

    form: str
    lemma: str
    language: int
    kind: Kind


_SENTENCE_END = re.compile(r"[.!?…\n]+")
_CLAUSE_END = re.compile(r"[,;:()—–]+")
_EDGES = re.compile(r"^[^\w'’]+(?=\w)|(?<=\w)[^\w]+$")
LINE_BREAK = "\n"
ALONE = {LINE_BREAK: LINE_BREAK, "-": "—"}
"""Chunks that need no tokenizer; a hyphen between spaces is a dash."""


class Growing:
    """An integer array that grows: by ``append`` and ``extend``, as a list does. ``view`` is a numpy array of
    all of it."""

    def __init__(self) -> None:
        self._data = np.zeros(1024, dtype=np.int32)
        self._size = 0
        self._new: list[int] = []
        self.append, self.extend = self._new.append, self._new.extend

    def __len__(self) -> int:
        return self._size + len(self._new)

    @property
    def view(self) -> NDArray[np.int32]:
        if self._new:
            needed = len(self)
            self._data = with_room(self._data, needed)
            self._data[self._size : needed] = self._new
            self._size = needed
            self._new.clear()
        return self._data[: self._size]


class WordTable(dict[str, int]):
    """Chunk → chunk number, and back by ``chunks``; one that is met for the first time gets the next number,
    and is tokenised and its words are looked up when ``cut`` asks for it.

    ``words[i]`` is word i, ``roles[i]`` its Role; ``second[i]`` is the number of the word it is in its second
    reading, −1 for none, and ``readings[i]`` tells when it is. For chunk c of ``size[c]`` characters that was
    cut, its words stand in ``flat`` from ``first[c]``, ``length[c]`` many; ``start`` and ``end`` go with
    ``flat`` and give each one's place in the chunk.
    """

    def __init__(self) -> None:
        super().__init__()
        self.chunks: list[str] = []
        self.words: list[Word] = []
        self.readings: dict[int, Reading] = {}
        self._number: list[dict[str, int]] = [{} for _ in range(1 + len(LANGUAGES))]
        self._signs: dict[str, int] = {}
        self._kinds, self._languages, self._flat = Growing(), Growing(), Growing()
        self.first, self.length, self.size = (np.zeros(0, np.int32) for _ in range(3))
        self._start, self._end = Growing(), Growing()
        self._roles, self._second = Growing(), Growing()

    def __missing__(self, chunk: str) -> int:
        number = self[chunk] = len(self.chunks)
        self.chunks.append(chunk)
        return number

    def cut(self, chunks: NDArray[np.int32]) -> None:
        """Find the words of those of the chunks with these numbers whose words are not known yet."""
        have = len(self.chunks)
        self.first, self.length, self.size = (
            with_room(told, have) for told in (self.first, self.length, self.size)
        )
        new = chunks[self.length[chunks] == 0]
        for number in np.unique(new).tolist() if len(new) else ():
            self._cut(number)

    def _cut(self, number: int) -> None:
        chunk = self.chunks[number]
        tokens = _tokens(chunk)
        self.first[number], self.length[number], self.size[number] = len(self._flat), len(tokens), len(chunk)
        for token, place in tokens:
            self._flat.append(self._word(token))
            self._start.append(place)
            self._end.append(place + len(token))

    def _word(self, token: str) -> int:
        """The number of a token's word; of a single sign, which is mostly a mark, it is remembered."""
        if len(token) > 1:
            return self.word(token)
        number = self._signs.get(token)
        if number is None:
            number = self._signs[token] = self.word(token)
        return number

    def word(self, token: str, language: int | None = None) -> int:
        """The number of a token's word. ``language``: whose words all letters are taken for; where it is not
        given, the letters tell."""
        form = fold(token)
        told = language_number(form)
        language = told if language is None or told == 0 else language
        numbers = self._number[language]
        number = numbers.get(form)
        if number is None:
            number = numbers[form] = len(self.words)
            word = understand(form, language)
            reading = second_reading(word)
            self._add(word, -1 if reading is None else number + 1)
            if reading is not None:
                self.readings[number] = reading
                self._add(replace(word, lemma=reading.lemma), -1)
        return number

    def _add(self, word: Word, second: int) -> None:
        self.words.append(word)
        self._kinds.append(int(word.kind))
        self._languages.append(word.language)
        self._roles.append(int(LANGUAGES[word.language - 1].role(word.form)) if word.language else 0)
        self._second.append(second)

    kinds = property(attrgetter("_kinds.view"))
    languages = property(attrgetter("_languages.view"))
    flat = property(attrgetter("_flat.view"))
    start = property(attrgetter("_start.view"))
    end = property(attrgetter("_end.view"))
    roles = property(attrgetter("_roles.view"))
    second = property(attrgetter("_second.view"))


def language_number(text: str) -> int:
    """1 + the place in LANGUAGES of the first language whose letters the text holds; 0 for none."""
    for number, language in enumerate(LANGUAGES, start=1):
        if language.letters.search(text):
            return number
    return 0


def _tokens(chunk: str) -> list[tuple[str, int]]:
    """Tokens with punctuation cut from their edges, which spaCy leaves on in '(вообще' or 'слово-'."""
    if chunk in ALONE:
        return [(ALONE[chunk], 0)]
    tokens: list[tuple[str, int]] = []
    language = LANGUAGES[max(language_number(chunk), 1) - 1]
    for text, place in language.tokenize(chunk):
        if len(text) == 1 or text.isalpha():
            tokens.append((text, place))
            continue
        bare = _EDGES.sub("", text)
        if bare in (text, "") or fold(text) in marked_inside(language.code):
            tokens.append((text, place))
            continue
        at = text.index(bare)
        parts = ((text[:at], 0), (bare, at), (text[at + len(bare) :], at + len(bare)))
        tokens += [(part, place + offset) for part, offset in parts if part]
    return tokens


def understand(form: str, language: int) -> Word:
    """Lemma and kind of a lower-case form."""
    if language == 0:
        return Word(form, form, 0, _symbol_kind(form))
    record = LANGUAGES[language - 1]
    common = int(Kind.COMMON) if form in record.common else 0
    if record.foreign(form):
        return Word(form, form, language, _kind(int(Kind.WORD | Kind.FOREIGN) | common))
    lemma = record.lemma(form)
    known = int(Kind.KNOWN) if record.knows(form) else 0
    bends = _bends(record).get(lemma, 0)
    return Word(form, lemma, language, _kind(int(Kind.WORD) | known | bends | common))


_kind = cache(Kind)
"""The Kind of a number. There are few, and Kind itself takes longer to tell."""


def second_reading(word: Word) -> Reading | None:
    """The other lemma of a word of a known language that is not foreign to it."""
    known = word.language and not int(word.kind) & int(Kind.FOREIGN)
    return LANGUAGES[word.language - 1].second(word.form) if known else None


@cache
def _bends(language: Language) -> dict[str, int]:
    """What the lemmas of a language are that bend a clause, as sums of Kinds."""
    scope = language.scope
    found: dict[str, int] = {}
    for kind, lemmas in (
        (Kind.NEGATOR, language.negators),
        (Kind.TURN, language.turns),
        (Kind.CONCORD, scope.concord),
        (Kind.ABLE, scope.able),
        (Kind.ONLY, scope.only),
        (Kind.EITHER, scope.either),
        (Kind.WISH, scope.wishes),
        (Kind.OTHER, scope.others),
        (Kind.FIRM, scope.firms),
        (Kind.RIVAL, scope.rivals),
        (Kind.THAN, scope.than),
    ):
        for lemma in lemmas:
            found[lemma] = found.get(lemma, 0) | int(kind)
    return found


def _symbol_kind(form: str) -> Kind:
    if _SENTENCE_END.fullmatch(form):
        asked = Kind.QUESTION if "?" in form else Kind(0)
        return Kind.SENTENCE_END | Kind.CLAUSE_END | asked
    if _CLAUSE_END.fullmatch(form):
        return Kind.CLAUSE_END
    if form[0].isdigit():
        return Kind.WORD | Kind.NUMBER
    if any(unicodedata.category(sign) == "So" for sign in form):
        return Kind.EMOJI
    if any(sign.isalpha() for sign in form):
        return Kind.WORD | Kind.FOREIGN
    return Kind(0)
