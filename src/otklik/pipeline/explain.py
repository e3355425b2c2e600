"""One comment taken apart: which words gave which label."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass

import numpy as np

from otklik.linear import dominant
from otklik.pipeline.label import Labeller
from otklik.records import MENTION_COLUMNS
from otklik.words import Batch, Kind, batch

_LOUDEST = 6
_WEIGHED = 200
"""Words of a comment whose weight in the sentiment is looked at."""


@dataclass(frozen=True)
class Explanation:
    """``lemmas``: (form, lemma) of each word. ``words``: (form, weight) of the words that tell most of the
    sentiment, praise positive. ``mentions``: MENTION_COLUMNS without the id. ``signals``: (id, words).
    ``model_label`` is that of a model of the user's own, where it is no sentiment."""

    text: str
    language: str
    lemmas: tuple[tuple[str, str], ...]
    sentiment: str
    sentiment_score: float
    words: tuple[tuple[str, float], ...]
    mentions: tuple[dict[str, object], ...]
    signals: tuple[tuple[str, str], ...]
    model_label: str | None = None
    model_probability: float | None = None

    def to_json(self) -> str:
        """One JSON object."""
        return json.dumps(asdict(self), ensure_ascii=False, indent=1)

    def to_text(self) -> str:
        """For a terminal."""
        return "\n".join(self._lines())

    def _lines(self) -> Iterator[str]:
        yield f"language   {self.language}"
        yield "lemmas     " + " ".join(lemma for _, lemma in self.lemmas)
        told = ", ".join(f"{form} {weight:+.2f}" for form, weight in self.words)
        yield f"sentiment  {self.sentiment} ({self.sentiment_score:+.2f})" + (f": {told}" if told else "")
        if self.model_label is not None:
            yield f"own model  {self.model_label} ({self.model_probability:.0%})"
        if not self.mentions:
            yield "topics     none"
        for mention in self.mentions:
            yield (
                f"topic      {mention['topic']}, {mention['polarity']} ({mention['probability']:.0%}): "
                f"«{mention['evidence']}» [{mention['start']}:{mention['end']}], {mention['why']}"
            )
        for signal, evidence in self.signals:
            yield f"signal     {signal}: «{evidence}»"


def explain(worker: Labeller, text: str) -> Explanation:
    """Explain one comment."""
    labels = worker.label([text])
    heard = worker.hear(worker.ready([text])).batch
    words = [heard.table.words[number] for number in heard.words]
    spoken = np.flatnonzero(heard.has(Kind.WORD | Kind.EMOJI)).tolist()
    weights = _weights(worker, heard, spoken[:_WEIGHED])
    loudest = sorted(sorted(weights, key=lambda at: -abs(weights[at]))[:_LOUDEST])
    own_labels, own_shares = labels.own or ([None], [None])
    return Explanation(
        text=text,
        language=str(labels.language[0]),
        lemmas=tuple((words[at].form, words[at].lemma) for at in spoken),
        sentiment=labels.sentiment[0],
        sentiment_score=float(labels.sentiment_score[0]),
        words=tuple((words[at].form, round(weights[at], 2)) for at in loudest),
        mentions=tuple(dict(zip(MENTION_COLUMNS[1:], row[1:], strict=True)) for row in labels.mentions),
        signals=tuple((signal, labels.shown[0][slice(*span)]) for _, signal, span in labels.signal_places),
        model_label=own_labels[0],
        model_probability=own_shares[0],
    )


def _weights(worker: Labeller, heard: Batch, places: Sequence[int]) -> dict[int, float]:
    """For words of one comment, by their places: how much praise over blame, in log odds, the comment loses
    without the word."""
    text, spans = heard.texts[0], heard.spans(0)
    without = [text[: spans[at][0]] + text[spans[at][1] :] for at in places]
    variants = batch([text, *without], heard.table)
    margin = worker.sentiment.feel(variants, np.repeat(dominant(heard), len(variants))).margin
    return dict(zip(places, (margin[0] - margin[1:]).tolist(), strict=True))
