"""Which columns hold the customer's own words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from otklik.errors import UndecidedError
from otklik.reading import words
from otklik.reading.columns import find_column, quoted
from otklik.reading.guessing import Content
from otklik.reading.hinted import hinted
from otklik.records import Guess
from otklik.sentences import Sentence
from otklik.sources.hints import Hints

_SHOWN = 8
Texts = tuple[tuple[str, ...], tuple[Guess, ...]]


def find_texts(seen: Mapping[str, Content], told: Sequence[str], hints: Hints) -> Texts:
    """The columns of comments: told, else as the source has them, else the one that is clearly meant.

    Raises ColumnError for a name that is not there; UndecidedError where no column or several may be meant,
    with the flags that name all of them.
    """
    columns = list(seen)
    if told:
        return tuple(dict.fromkeys(find_column(columns, name, "--text") for name in told)), ()
    if known := tuple(name for name in hints.text if name in seen):
        return known, tuple(hinted(hints, "text", name, _flag(name)) for name in known)
    if len(columns) == 1 and seen[columns[0]].letters >= 0.5:
        return (columns[0],), (
            Guess("text", columns[0], Sentence("it is the only column"), _flag(columns[0])),
        )
    chosen, why = _candidates(seen)
    if len(chosen) == 1:
        return (chosen[0],), (Guess("text", chosen[0], why, _flag(chosen[0])),)
    if not chosen:
        raise _none(seen)
    raise _which({name: seen[name] for name in chosen})


def _candidates(seen: Mapping[str, Content]) -> tuple[list[str], Sentence]:
    """The columns that their headers name best, or those that hold sentences, or short answers to a question;
    and why."""
    named = {
        name: words.rank("text", name)
        for name, content in seen.items()
        if (content.is_text or _is_said_to_be(name, content)) and not _is_other(name)
    }
    if best := max(named.values(), default=0):
        return [name for name, rank in named.items() if rank == best], Sentence("its header says so")
    if prose := [name for name in named if seen[name].is_prose]:
        return prose, Sentence("it holds the sentences")
    asked = [name for name in named if words.rank("prompt", name) or words.rank("surveyed", name)]
    return asked, Sentence("its header asks for an answer in words")


def _is_said_to_be(header: str, content: Content) -> bool:
    """Whether a header that is nothing but a word for texts stands above words, be they single ones."""
    return words.rank("text", header) == words.WHOLE and content.letters >= 0.5 and not content.is_date


def _is_other(header: str) -> bool:
    """Whether a short header names something else than the customer's own words."""
    return len(header.split()) <= 4 and words.rank("not_text", header) > 0


def _flag(column: str) -> str:
    return f"--text {quoted(column)}"


def _none(seen: Mapping[str, Content]) -> UndecidedError:
    empty = next((name for name in seen if words.rank("text", name) and not seen[name].answers), None)
    if empty is not None:
        return UndecidedError(
            "the column {empty!r} is empty, and no other looks like comments",
            empty=empty,
            mend="export it again with the comments, or name their column: --text COLUMN",
        )
    return UndecidedError(
        "no column looks like comments; the columns are: {columns!r}",
        columns=list(seen)[:40],
        mend="name it: --text COLUMN",
    )


def _which(candidates: Mapping[str, Content]) -> UndecidedError:
    most_said = sorted(candidates.items(), key=lambda item: -item[1].words * item[1].answers)
    shown = [
        Sentence(
            "{at}. {name!r} ({answers:answer|answers}, {words:word|words} each)",
            at=at,
            name=name,
            answers=content.answers,
            words=round(content.words),
        )
        for at, (name, content) in enumerate(most_said[:_SHOWN], 1)
    ]
    if (more := len(most_said) - _SHOWN) > 0:
        shown.append(Sentence("… and {more} more", more=more))
    return UndecidedError(
        "{n:column|columns} may hold the comments:\n  {shown:\n  }",
        n=len(candidates),
        shown=shown,
        flags=list(map(_flag, candidates)),
        mend="say which, one or more of: {flags: }",
    )
