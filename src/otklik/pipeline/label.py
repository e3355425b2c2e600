"""Labelling: a batch of texts in, the same number of labels out. A label never depends on the neighbours."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from otklik import linear, pack
from otklik.clean import Cleaned, clean
from otklik.languages import LANGUAGES
from otklik.records import (
    COMMENT_ID,
    LABEL_COLUMNS,
    MENTION_COLUMNS,
    POLARITIES,
    SENTIMENT_SCORE,
    SENTIMENTS,
    TEXT,
)
from otklik.resources import folder
from otklik.sentiment import SentimentModel
from otklik.taxonomy import Taxonomy, load
from otklik.topics import Findings, Mention, TopicModel
from otklik.words import Batch, Kind, WordTable, batch, languages, says_nothing

if TYPE_CHECKING:
    import pandas as pd

TABLE_LIMIT = 400_000
"""Chunks the word table may hold between batches (about 250 MB); past it, it starts anew."""


@dataclass(frozen=True)
class Labels:
    """Per comment: language, sentiment, score, topics, signals; ``mentions`` are rows of MENTION_COLUMNS
    whose first value is the comment's place in the batch; ``says_nothing`` marks blank answers."""

    language: NDArray[np.str_]
    sentiment: list[str]
    sentiment_score: NDArray[np.float64]
    topics: list[list[str]]
    signals: list[list[str]]
    mentions: list[tuple[int, str, str, float, int, int, str, str]]
    says_nothing: NDArray[np.bool_]


class Labeller:
    """Models and taxonomy, loaded once; the word table grows as it reads."""

    def __init__(self, taxonomy: Taxonomy | None = None) -> None:
        self.taxonomy = taxonomy or load()
        self.sentiment = SentimentModel(_packs("sentiment"))
        self.topics = TopicModel(self.taxonomy, _packs("topics"))
        self.table = WordTable()

    def label(self, texts: Sequence[str | None]) -> Labels:
        """Label comments; None counts as blank."""
        if len(self.table) > TABLE_LIMIT:
            self.table = WordTable()
        originals = [text or "" for text in texts]
        cleaned = [clean(text) for text in originals]
        silent = np.array([says_nothing(one.text) for one in cleaned], dtype=bool)
        heard = batch([one.text for one in cleaned], self.table)
        dominant = linear.dominant(heard)
        owners = linear.owner(heard, dominant)
        sentiment = self.sentiment.read(heard, owners, dominant)
        findings = self.topics.find(heard, owners, dominant).without(silent)
        mentions = self.topics.mentions(heard, dominant, findings, sentiment)
        signals: list[list[str]] = [[] for _ in texts]
        count = self.topics.topics
        for comment, signal in np.argwhere(findings.present[:, count:]).tolist():
            signals[comment].append(self.topics.ids[count + signal])
        topics: list[list[str]] = [[] for _ in texts]
        for mention in mentions:
            topics[mention.comment].append(self.topics.ids[mention.topic])
        names = np.where(silent, SENTIMENTS.index("neutral"), sentiment.label)
        return Labels(
            language=languages(heard),
            sentiment=[SENTIMENTS[name] for name in names],
            sentiment_score=np.where(silent, 0.0, sentiment.score),
            topics=topics,
            signals=signals,
            mentions=self._describe(heard, originals, cleaned, findings, mentions),
            says_nothing=silent,
        )

    def _describe(
        self,
        heard: Batch,
        originals: Sequence[str],
        cleaned: Sequence[Cleaned],
        findings: Findings,
        mentions: Sequence[Mention],
    ) -> list[tuple[int, str, str, float, int, int, str, str]]:
        """Mentions with offsets into the original text and the reason in words."""
        rows = []
        spans: list[tuple[int, int]] = []
        at = -1
        for mention in mentions:
            if mention.comment != at:
                at = mention.comment
                spans = heard.spans(at)
            hit, first = mention.evidence, int(heard.first[at])
            low, high = spans[hit.start - first][0], spans[hit.end - 1 - first][1]
            start, end = cleaned[at].span(low, high)
            chance = round(float(findings.probability[at, mention.topic]), 4)
            polarity = POLARITIES[mention.polarity]
            why = self._why(heard, findings, mention)
            topic = self.topics.ids[mention.topic]
            rows.append((at, topic, polarity, chance, start, end, originals[at][start:end], why))
        return rows

    def _why(self, heard: Batch, findings: Findings, mention: Mention) -> str:
        """The rule as the taxonomy writes it, or the words the model weighs most."""
        hit = mention.evidence
        if hit.rule >= 0:
            return f"rule: {self.topics.matcher.rules[hit.rule].source}"
        inside = np.arange(hit.start, hit.end)
        inside = inside[heard.has(Kind.WORD | Kind.EMOJI)[inside]]
        weight = findings.of_words[inside, mention.topic]
        strongest = sorted(inside[np.argsort(-weight, kind="stable")[:3]].tolist())
        return "words: " + ", ".join(heard.table.words[heard.words[at]].lemma for at in strongest)

    def detail(self, text: str) -> Detail:
        """What lies behind the labels of one comment."""
        cleaned = clean(text)
        heard = batch([cleaned.text], self.table)
        dominant = linear.dominant(heard)
        owners = linear.owner(heard, dominant)
        words = [heard.table.words[number] for number in heard.words]
        lemmas = tuple((word.form, word.lemma) for word in words if word.kind & (Kind.WORD | Kind.EMOJI))
        weights = self.sentiment.word_weights(heard, owners)
        loudest = sorted(range(len(words)), key=lambda at: -abs(weights[at]))[:_LOUDEST]
        findings = self.topics.find(heard, owners, dominant)
        count = self.topics.topics
        findings = findings.without(np.array([says_nothing(cleaned.text)]))
        places = np.argwhere(findings.present)
        places = places[places[:, 1] >= count]
        spans = heard.spans(0)
        evidence = [hits[0] for hits in self.topics.evidence(heard, findings, places)]
        return Detail(
            lemmas=lemmas,
            sentiment_words=tuple((words[at].form, round(float(weights[at]), 2)) for at in sorted(loudest)),
            signals=tuple(
                (self.topics.ids[concept], cleaned.text[spans[hit.start][0] : spans[hit.end - 1][1]])
                for (_, concept), hit in zip(places.tolist(), evidence, strict=True)
            ),
        )


@dataclass(frozen=True)
class Detail:
    """(form, lemma) of each word; (form, praise over blame) of the words that weigh most in the sentiment;
    (signal, its words) of each signal that is present."""

    lemmas: tuple[tuple[str, str], ...]
    sentiment_words: tuple[tuple[str, float], ...]
    signals: tuple[tuple[str, str], ...]


_LOUDEST = 6


def _packs(name: str) -> list[pack.Pack]:
    return [pack.read(folder("models") / f"{name}-{language.code}") for language in LANGUAGES]


def labeller(taxonomy: str | None = None) -> Labeller:
    """A labeller with the taxonomy of that file, or the bundled one."""
    return Labeller(load(taxonomy))


def tag_frame(labeller: Labeller, frame: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Label a table that has ``comment_id`` and ``text``: the table with LABEL_COLUMNS and ``silent`` added,
    and its mentions (MENTION_COLUMNS), whose index is that of their comment.

    A pure function of the rows: chunks of a file give the same rows as the whole.
    """
    import pandas as pd

    labels = labeller.label([text if isinstance(text, str) else None for text in frame[TEXT]])
    values = (
        labels.language.tolist(),
        labels.sentiment,
        labels.sentiment_score.tolist(),
        labels.topics,
        labels.signals,
    )
    columns = {
        name: np.array([*value, None], dtype=object)[:-1]
        if name != SENTIMENT_SCORE
        else labels.sentiment_score
        for name, value in zip(LABEL_COLUMNS, values, strict=True)
    }
    place = [row[0] for row in labels.mentions]
    mentions = pd.DataFrame(labels.mentions, columns=list(MENTION_COLUMNS), index=frame.index[place])
    mentions[COMMENT_ID] = frame[COMMENT_ID].to_numpy()[place]
    return frame.assign(**columns, silent=labels.says_nothing), mentions
