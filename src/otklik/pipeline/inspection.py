"""What otklik understands of a file before it works on it, and the command that goes on from there."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

import pandas as pd

from otklik.errors import UndecidedError
from otklik.pipeline.offers import Offer, offers
from otklik.pipeline.source import Data, Opened, Wishes, opened, recognised
from otklik.reading import words
from otklik.reading.columns import quoted, typed
from otklik.reading.guessing import choices, is_score, look
from otklik.reading.schema import value_text
from otklik.reading.score_table import load_score_words
from otklik.reading.table import Asked
from otklik.records import Guess, Roles
from otklik.redaction import Redactor
from otklik.sentences import Sentence, tell

_SAMPLES, _LONGEST = 3, 60
_ANY, _PLAIN = Wishes(), Asked()
_FACTS = ("source", "export", "format", "encoding", "delimiter", "sheet", "header_row", "n_rows")


@dataclass(frozen=True)
class Column:
    """``role`` is '' for a column without one, ``kind`` the spelling of a score's kind. ``filled`` is the
    share of filled cells, ``distinct`` the number of different values, both in the rows looked at;
    ``samples`` are a few of them, personal data masked."""

    name: str
    role: str
    kind: str | None
    filled: float
    distinct: int
    samples: tuple[str, ...]


@dataclass(frozen=True)
class Doubt:
    """What must be said before the file can be analysed, and the flag that says it."""

    what: Sentence
    flag: str | None


@dataclass(frozen=True)
class Inspection:
    """``facts``: how the file was read; ``rows_seen``: rows the columns were judged by, spread over the file;
    ``offers``: what else could be taken in, where nothing is doubtful; ``command``: what to run next (where
    there are doubts, with the first of the ways to settle them)."""

    facts: Mapping[str, Any]
    notes: tuple[Sentence, ...]
    rows_seen: int
    columns: tuple[Column, ...]
    guesses: tuple[Guess, ...]
    doubts: tuple[Doubt, ...]
    offers: tuple[Offer, ...]
    command: str

    def to_json(self) -> str:
        """One JSON object."""
        return json.dumps(asdict(self), ensure_ascii=False, indent=1)

    def to_text(self, lang: str = "en") -> str:
        """For a terminal, in 'ru' or 'en'."""
        return "\n".join(tell(line, lang) for line in self._lines(lang))

    def __repr__(self) -> str:
        return self.to_text()

    def _lines(self, lang: str) -> Iterator[str]:
        for name, value in self.facts.items():
            shown = "tab" if value == "\t" else value
            yield f"{tell(name.removeprefix('n_').replace('_', ' '), lang):<11} {shown}"
        for note in self.notes:
            yield Sentence("note: {note}", note=note)
        yield ""
        width = min(max((len(column.name) for column in self.columns), default=0), 40)
        for column in self.columns:
            role = " ".join(filter(None, (tell(column.role, lang), column.kind))) or "-"
            filled = tell(Sentence("{share:>4.0%} filled", share=column.filled), lang)
            yield f"{column.name[:width]:<{width}}  {role:<18} {filled}  {' | '.join(column.samples)}"
        yield ""
        for guess in self.guesses:
            if not _is_unclear(guess):  # told as a doubt below
                yield guess.told()
        for doubt in self.doubts:
            yield Sentence("DOUBT: {what}", what=doubt.what)
            if doubt.flag:
                yield f"  → {tell(doubt.flag, lang)}"
        for offer in self.offers:
            yield Sentence("also: {what}\n  → {flag}", what=offer.what, flag=offer.flag)
        yield "settle the doubts, then run, for example:" if self.doubts else "next:"
        yield f"  {self.command}"


def inspect(data: Data, wishes: Wishes = _ANY, *, asked: Asked = _PLAIN) -> Inspection:
    """Look at a file or table. Raises InputError when it cannot be read at all; what is merely doubtful is
    told as a Doubt."""
    found = opened(data, asked)
    roles, doubts, order = _settled(found, wishes)
    redactor = Redactor()
    seen = found.sample
    facts = {name: found.facts[name] for name in _FACTS if found.facts.get(name) not in (None, "")}
    flags = _flags(replace(wishes, date_order=order), asked)
    return Inspection(
        facts=facts,
        notes=tuple(found.facts.get("notes", ())),
        rows_seen=len(seen),
        columns=tuple(_column(str(name), seen[name], roles, redactor) for name in seen.columns),
        guesses=tuple(guess for guess in roles.guesses),
        doubts=tuple(doubts),
        offers=() if doubts else tuple(offers(seen, roles)),
        command=_command(data, roles, _example_scores(found, wishes, roles), flags),
    )


def _settled(found: Opened, wishes: Wishes) -> tuple[Roles, list[Doubt], str | None]:
    """The roles, each doubt settled in the first way that goes on, the doubts, and the order of dates that
    had to be said."""
    doubts: list[Doubt] = []
    while True:
        try:
            roles = recognised(found.sample, wishes, found.hints)
        except UndecidedError as doubt:
            if wishes.text is not None and wishes.scores == {}:
                raise
            doubts.append(Doubt(doubt.message, doubt.mend))
            wishes = _next(found, wishes)
            continue
        unclear = list(filter(_is_unclear, roles.guesses))
        doubts += [
            Doubt(Sentence("{column!r}: {why}", column=guess.column, why=guess.why), guess.flag)
            for guess in unclear
        ]
        dates = [guess.column for guess in unclear if guess.role == "unclear date"]
        if dates:
            return replace(roles, date=dates[0]), doubts, "dmy"
        return roles, doubts, wishes.date_order


def _is_unclear(guess: Guess) -> bool:
    return guess.role.startswith("unclear")


def _next(found: Opened, wishes: Wishes) -> Wishes:
    """The wishes with the first thing settled that they leave open: the text, then the scores."""
    if wishes.text is None and not _texts_are_clear(found, wishes):
        seen = {str(name): look(found.sample[name]) for name in found.sample.columns}
        longest = max(seen, key=lambda name: seen[name].words * seen[name].letters * seen[name].answers)
        return replace(wishes, text=longest)
    if wishes.scores is not None:
        return replace(wishes, scores={})
    kinds = _possible_kinds(found.sample, wishes)
    return replace(wishes, scores={name: specs[0] for name, specs in kinds.items() if len(specs) == 1})


def _texts_are_clear(found: Opened, wishes: Wishes) -> bool:
    try:
        recognised(found.sample, replace(wishes, scores={}), found.hints)
    except UndecidedError:
        return False
    return True


def _possible_kinds(sample: pd.DataFrame, wishes: Wishes) -> dict[str, list[str]]:
    """The score columns, each with the kinds that it can be of."""
    table = load_score_words(wishes.score_words)
    asked = {str(name): sample[name] for name in sample.columns}
    return {
        name: choices(values, table=table)
        for name, values in asked.items()
        if not words.rank("not_score", name) and is_score(name, values, table=table)
    }


def _example_scores(found: Opened, wishes: Wishes, roles: Roles) -> list[str]:
    """Score columns as they are spelled on the command line. Where only the user can say which kind one is
    of, KIND stands for it: an example that turns the result upside down would be worse than none."""
    known = [f"{name}={kind.spec}" for name, kind in roles.scores.items()]
    if known or wishes.scores is not None:
        return known
    kinds = _possible_kinds(found.sample, wishes)
    return [f"{name}=KIND" for name in kinds if name not in roles.texts][:1]


def _column(name: str, values: pd.Series, roles: Roles, redactor: Redactor) -> Column:
    filled = values.dropna()
    shown = [_shown(value_text(value), redactor) for value in filled.unique()[:_SAMPLES]]
    kind = roles.scores.get(name)
    return Column(
        name=name,
        role=_role(name, roles),
        kind=kind.spec if kind else None,
        filled=round(len(filled) / max(len(values), 1), 4),
        distinct=int(filled.nunique()),
        samples=tuple(shown),
    )


def _role(name: str, roles: Roles) -> str:
    parts = {
        "text": (*roles.texts, roles.text),
        "score": tuple(roles.scores),
        "date": (roles.date,),
        "id": (roles.id,),
        "customer": (roles.customer,),
        "touchpoint": (roles.touchpoint,),
        "segment": roles.segments,
    }
    return next((role for role, names in parts.items() if name in names), "")


def _shown(text: str, redactor: Redactor) -> str:
    masked = " ".join(redactor.mask(text).split())
    return masked if len(masked) <= _LONGEST else masked[: _LONGEST - 1] + "…"


def _command(data: Data, roles: Roles, scores: Sequence[str], flags: Sequence[str]) -> str:
    """The whole command, every guess spelled out."""
    file = "FILE" if isinstance(data, pd.DataFrame) else str(data)
    parts = ["otklik report", typed(f"./{file}" if file.startswith("-") else file)]
    parts += [f"--text {quoted(name)}" for name in roles.texts or (roles.text,)]
    parts += [f"--score {quoted(score)}" for score in scores]
    named = {"--date": roles.date, "--id": roles.id, "--customer": roles.customer}
    for flag, name in (named | {"--touchpoint": roles.touchpoint}).items():
        parts += [f"{flag} {quoted(name)}"] if name else []
    parts += [f"--segment {quoted(name)}" for name in roles.segments]
    return " ".join([*parts, *flags])


def _flags(wishes: Wishes, asked: Asked) -> list[str]:
    """What the user said of the file, which the next command needs again."""
    said = {
        "--date-order": wishes.date_order,
        "--score-words": wishes.score_words,
        "--encoding": asked.encoding,
        "--delimiter": "tab" if asked.delimiter == "\t" else asked.delimiter,
        "--sheet": asked.sheet,
        "--header": asked.header,
        "--source": asked.source,
    }
    flags = [f"{flag} {typed(str(value))}" for flag, value in said.items() if value is not None]
    return [*flags, *["--with-agents"] * asked.with_agents]
