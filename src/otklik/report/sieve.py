"""What the quotes of a page can be sifted by: the choices a reader is given, and the marks on each quote."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from otklik.records import Quote
from otklik.report.topics import TopicView

CHOICES = 40  # groups of one segment that can be chosen, those with the most quotes


@dataclass(frozen=True)
class Sieve:
    """``segments``: column → its groups; ``languages`` where there are several; ``scores``; ``days``: the
    first and the last, where dates are known. Columns and scores are numbered from 1 in marks and fields: a
    user's name is not trusted in an attribute's name."""

    segments: dict[str, tuple[str, ...]]
    languages: tuple[str, ...]
    scores: tuple[str, ...]
    days: tuple[str, str] | None

    def marks(self, quote: Quote) -> Iterator[tuple[str, str]]:
        """(attribute, value) pairs of a quote."""
        if quote.language:
            yield "data-language", quote.language
        if quote.date:
            yield "data-date", quote.date
        for number, name in enumerate(self.scores, start=1):
            if name in quote.scores:
                yield f"data-score-{number}", f"{quote.scores[name]:g}"
        for number, name in enumerate(self.segments, start=1):
            if name in quote.segments:
                yield f"data-segment-{number}", quote.segments[name]


def sieve(topics: Sequence[TopicView]) -> Sieve | None:
    """The choices there are among the quotes; None without any quote."""
    quotes = [view.quote for topic in topics for voice in topic.voices for view in voice.quotes]
    if not quotes:
        return None
    groups: dict[str, Counter[str]] = {}
    for quote in quotes:
        for segment, group in quote.segments.items():
            groups.setdefault(segment, Counter())[group] += 1
    languages = sorted({quote.language for quote in quotes if quote.language})
    days = sorted(quote.date for quote in quotes if quote.date)
    return Sieve(
        {segment: _most(counts) for segment, counts in groups.items() if len(counts) > 1},
        tuple(languages) if len(languages) > 1 else (),
        tuple(dict.fromkeys(name for quote in quotes for name in quote.scores)),
        (days[0], days[-1]) if days and days[0] < days[-1] else None,
    )


def _most(counts: Counter[str]) -> tuple[str, ...]:
    return tuple(sorted(sorted(counts, key=lambda group: (-counts[group], group))[:CHOICES]))
