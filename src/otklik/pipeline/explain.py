"""One comment taken apart: which words gave which label."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass

import numpy as np

from otklik.linear import dominant
from otklik.pipeline.label import Labeller
from otklik.records import MENTION_COLUMNS
from otklik.sentences import Sentence, tell
from otklik.survey import one_sided
from otklik.topics import Findings
from otklik.words import SPOKEN, Batch, batch

_LOUDEST = 6
_CONSIDERED, _NEAR = 3, 0.25
"""So many labels are told that were not given, each at least so near to its threshold (a share of it)."""
_WEIGHED = 200
"""Words of a comment whose weight in the sentiment is looked at."""


@dataclass(frozen=True)
class Explanation:
    """``lemmas``: (form, lemma) of each word. ``words``: (form, weight) of the words that tell most of the
    sentiment, praise positive. ``mentions``: MENTION_COLUMNS without the id. ``signals``: (id, words).
    ``considered``: (topic or signal, its probability, the threshold that it did not reach), nearest first.
    ``model_label`` is that of a model of the user's own, where it is no sentiment. ``question``: what the
    comment answers, None where that is not known or does not ask about one side."""

    text: str
    language: str
    lemmas: tuple[tuple[str, str], ...]
    sentiment: str
    sentiment_score: float
    words: tuple[tuple[str, float], ...]
    mentions: tuple[dict[str, object], ...]
    signals: tuple[tuple[str, str], ...]
    considered: tuple[tuple[str, float, float], ...]
    model_label: str | None = None
    model_probability: float | None = None
    question: str | None = None

    def to_json(self) -> str:
        """One JSON object."""
        return json.dumps(asdict(self), ensure_ascii=False, indent=1)

    def to_text(self, language: str = "en") -> str:
        """For a terminal, in the language ('ru' or 'en'); labels are told as they stand in tables."""
        lines = [[_told(one, language) for one in line] for line in self._lines()]
        width = max(len(head) for head, _ in lines)
        return "\n".join(f"{head:{width}}  {said}" for head, said in lines)

    def _lines(self) -> Iterator[tuple[str, str]]:
        """(what it is, what was found)."""
        yield Sentence("language"), self.language
        if self.question is not None:
            yield Sentence("answer to"), self.question
        yield Sentence("lemmas"), " ".join(lemma for _, lemma in self.lemmas)
        told = ", ".join(f"{form} {weight:+.2f}" for form, weight in self.words)
        score = f"{self.sentiment} ({self.sentiment_score:+.2f})"
        yield Sentence("sentiment"), f"{score}: {told}" if told else score
        if self.model_label is not None:
            yield Sentence("own model"), f"{self.model_label} ({self.model_probability:.0%})"
        if not self.mentions:
            yield Sentence("topics"), Sentence("none")
        for mention in self.mentions:
            found = f"{mention['topic']}, {mention['polarity']} ({mention['probability']:.0%})"
            place = f"[{mention['start']}:{mention['end']}]"
            yield Sentence("topic"), f"{found}: «{mention['evidence']}» {place}, {mention['why']}"
        for signal, evidence in self.signals:
            yield Sentence("signal"), f"{signal}: «{evidence}»"
        for label, probability, threshold in self.considered:
            yield (
                Sentence("not said"),
                Sentence(
                    "{label} ({probability:.0%}, said from {threshold:.0%} on)",
                    label=label,
                    probability=probability,
                    threshold=threshold,
                ),
            )


def explain(worker: Labeller, text: str, question: str | None = None) -> Explanation:
    """Explain one comment, the answer to a ``question`` where it is one."""
    question = None if question is None else one_sided(question)
    labels = worker.label([text], asked=[question])
    found = worker.hear(worker.ready([text], [question]))
    heard = found.batch
    words = [heard.table.words[number] for number in heard.words]
    spoken = np.flatnonzero(heard.has(SPOKEN)).tolist()
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
        considered=_considered(worker.topics.ids, found.findings),
        model_label=own_labels[0],
        model_probability=own_shares[0],
        question=question,
    )


def _told(text: str, language: str) -> str:
    """What a customer wrote is never translated, whatever it is equal to."""
    return tell(text, language) if isinstance(text, Sentence) else text


def _considered(ids: Sequence[str], findings: Findings) -> tuple[tuple[str, float, float], ...]:
    """Of one comment: what came near to being said, as ``Explanation.considered``."""
    probability, threshold = findings.probability[0], findings.threshold[0]
    nearness = np.where(findings.present[0], 0.0, probability / threshold)
    nearest = np.argsort(-nearness, kind="stable")[:_CONSIDERED]
    return tuple(
        (ids[at], round(float(probability[at]), 4), round(float(threshold[at]), 4))
        for at in nearest.tolist()
        if nearness[at] >= _NEAR
    )


def _weights(worker: Labeller, heard: Batch, places: Sequence[int]) -> dict[int, float]:
    """For words of one comment, by their places: how much praise over blame, in log odds, the comment loses
    without the word."""
    text, spans = heard.texts[0], heard.spans(0)
    without = [text[: spans[at][0]] + text[spans[at][1] :] for at in places]
    variants = batch([text, *without], heard.table)
    margin = worker.sentiment.feel(variants, np.repeat(dominant(heard), len(variants))).margin
    return dict(zip(places, (margin[0] - margin[1:]).tolist(), strict=True))
