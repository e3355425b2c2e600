"""The question of a survey before its answer, where an export has both in one cell: 'Why? | It was late'.

The customer's words are the answer, and only they are heard. A question about one side, 'What was good?', is
half of the answer, since a bare noun answers it: the answer is heard as the end of a statement, 'I liked: …'.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from otklik.edits import Change
from otklik.languages import LANGUAGES, Language
from otklik.languages.record import fold
from otklik.words import says_nothing

_BAR = re.compile(r"\|+")
_LONGEST = 240
"""Characters of a question."""
_BREAK = re.compile(r"[.!?…](?:[\s)]+\w|[A-ZА-ЯЁ])|[!?…]\w")
_ENDS = re.compile(r"\?[\s*)\]:.]*$")
_SAID, _END = re.compile(r"\S"), re.compile(r"[|\n]")
"""Where an answer begins behind its bar, and what ends it."""
_CLAUSE = re.compile(r"[,.;:!?()]")
_WORD = re.compile(r"[^\W\d]+(?:['’][^\W\d]+)?")
_BEGINNING = 4
"""Words at which an answer that denies is known."""
_WHY = re.compile(r"^(?:\w+\s+)?(?:why|почему)\W*$", re.IGNORECASE)


def suspects(chunk: str) -> bool:
    """Whether a text that holds this chunk between its blanks may hold a survey's question."""
    return "|" in chunk


def questions(text: str) -> Iterator[Change]:
    """Take out the questions whose answers follow, and say which side they ask about. Each stands at the
    beginning of the text, of a line, or behind another answer and a bar."""
    start, bar_before = 0, None
    for bar in _BAR.finditer(text):
        if (line := text.rfind("\n", start, bar.start())) >= 0:
            start, bar_before = line + 1, None
        asked = text[start : bar.start()].lstrip()
        answer = _SAID.search(text, bar.end()) if _is_asked(asked.rstrip()) else None
        if answer is None:
            start, bar_before = bar.end(), bar.start()
            continue
        begin, start = bar.start() - len(asked), answer.start()
        if bar_before is not None:
            yield Change(bar_before, begin, "\n", "question")
        yield Change(begin, start, "", "question")
        yield from stated(asked, text, start)
        bar_before = None


def stated(question: str, text: str, start: int = 0) -> Iterator[Change]:
    """Say before the answer that begins at ``start`` which side its question asks about, so that it lies on
    the answer's first word; nothing where the question asks about neither side, or where the answer says
    nothing, is in no language that is known, or at its beginning denies ('nothing, they were rude') or speaks
    for the other side ('a great place', asked what was bad)."""
    of = side(question)
    if of is None:
        return
    bar = _END.search(text, start)
    end = bar.start() if bar else len(text)
    answer, further = text[start:end], max(end, start + _LONGEST)
    language = next((one for one in LANGUAGES if one.letters.search(text, start, further)), None)
    if language is None or says_nothing(answer) or _is_asked(answer.strip()):
        return
    clause = _CLAUSE.split(answer, maxsplit=1)[0]
    words = [fold(word) for word in _WORD.findall(clause)[:_BEGINNING]]
    if says_nothing(clause) or any(_contradicts(word, language, of) for word in words):
        return
    first = answer.split(maxsplit=1)[0]
    begin = start + answer.index(first)
    yield Change(begin, begin + len(first), f"{language.sides[of]} {first}", "question")


@lru_cache(1 << 10)
def one_sided(question: str) -> str | None:
    """The question, where answers are heard beside it: it asks about one side. None for any other, and for
    what is too long to be one."""
    return None if len(question) > _LONGEST or side(question) is None else question


def side(question: str) -> int | None:
    """Which side alone a question asks about, as its place in ``Language.sides``; None for none."""
    praise, blame = _rank("praising", question), _rank("blaming", question)
    return None if praise == blame or _rank("mending", question) else int(blame > praise)


@lru_cache(1 << 14)
def _contradicts(form: str, language: Language, of: int) -> bool:
    """Whether a word denies the side that was asked about, or speaks for the other."""
    lemma = language.lemma(form)
    negates = form.replace("’", "'").endswith("n't") or lemma in language.negators
    return negates or lemma in language.against[of]


def _is_asked(said: str) -> bool:
    """Whether a survey asks so, in one sentence; a customer's question is of himself."""
    if not said or len(said) > _LONGEST or _BREAK.search(said) or _rank("own", said):
        return False
    if not _ENDS.search(said):
        return _rank("prompt", said) > 0 and _rank("addressed", said) > 0
    asked = any(_rank(kind, said) for kind in ("survey", "praising", "blaming"))
    return asked or _WHY.search(said) is not None


def _rank(kind: str, said: str) -> int:
    """See ``otklik.reading.words``: only who meets a question waits for its words."""
    from otklik.reading.words import rank

    return rank(kind, said)
