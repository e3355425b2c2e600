"""Labelling: a batch of texts in, the same number of labels out. A label never depends on the neighbours."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from otklik import linear, pack
from otklik.evidence import Evidence, Quoter, with_brackets
from otklik.languages import LANGUAGES
from otklik.pipeline.heard import Heard, Labels, Mentions, OwnLabels, Row
from otklik.pipeline.memory import filling
from otklik.pipeline.reasons import Reasons
from otklik.polarity import PolarityModel
from otklik.prepare import Prepared, Preparer, Span
from otklik.records import POLARITIES, SENTIMENTS, SUGGESTION
from otklik.redaction import Redactor
from otklik.resources import folder
from otklik.sentiment import Context, Feeling, SentimentModel
from otklik.taxonomy import Hits, Taxonomy, load
from otklik.topics import Findings, TopicModel
from otklik.words import Batch, WordTable, batch, languages, lemmas, says_nothing

if TYPE_CHECKING:
    from otklik.own import OwnModel

TABLE_LIMIT, CHUNK_LIMIT = 200_000, 265_000
"""Words, and chunks, the table may hold between batches; past it, it starts anew. A hundred thousand comments
are within it, and a process that labels stays within 1 GB."""
_NEUTRAL = SENTIMENTS.index("neutral")


class Labeller:
    """Models and taxonomy, loaded once; the word table grows as it reads. A model of the user's ``own``
    decides the sentiment, or gives a label besides."""

    def __init__(
        self,
        taxonomy: Taxonomy | None = None,
        redactor: Redactor | None = None,
        own: OwnModel | None = None,
    ) -> None:
        self.own = own
        with filling():
            self._load(taxonomy or load(), redactor or Redactor())

    def _load(self, taxonomy: Taxonomy, redactor: Redactor) -> None:
        """Taxonomy, redactor and bundled models."""
        self.taxonomy, self.redactor = taxonomy, redactor
        self._preparer = Preparer(self.redactor)
        self.sentiment = SentimentModel(_packs("sentiment"))
        to_topics, to_polarity = _packs("topics"), _packs("polarity")
        self.topics = TopicModel(self.taxonomy, to_topics)
        self.polarity = PolarityModel(to_polarity, self.topics.ids, self.topics.groups, self.topics.negating)
        self._scorer = linear.Scorer(
            [linear.joined(of_language) for of_language in zip(to_topics, to_polarity, strict=True)]
        )
        ended = len(to_topics[0].facts["heads"])
        self._heads = slice(ended), slice(ended, None)
        self._reasons = Reasons(self.topics.matcher)
        self.table = WordTable()
        self._one_at_a_time = Lock()

    def label(
        self, texts: Sequence[str | None], *, masked: bool = False, asked: Sequence[str | None] = ()
    ) -> Labels:
        """Label comments; None counts as blank. ``asked`` are the questions that they answer, where these are
        known (see ``survey``). With ``masked``, evidence is cut from the masked texts, which
        are what is shown, and its offsets point into them; the labels are the same. Threads take turns."""
        with self._one_at_a_time:
            return self._label(texts, masked, asked)

    def lemmas(self, tokens: Sequence[str]) -> list[str]:
        """The lemma of each token of one comment, understood beside the others. Threads take turns."""
        with self._one_at_a_time:
            self._bound()
            return lemmas(tokens, self.table)

    @contextmanager
    def turn(self) -> Iterator[None]:
        """For ``ready``, ``hear`` and the word table, which no other thread may use meanwhile."""
        with self._one_at_a_time:
            yield

    def _bound(self) -> None:
        """Memory stays bounded: a table that has read much is begun anew."""
        if len(self.table.words) > TABLE_LIMIT or len(self.table) > CHUNK_LIMIT:
            self.table = WordTable()

    def _label(self, texts: Sequence[str | None], masked: bool, asked: Sequence[str | None]) -> Labels:
        originals = [text or "" for text in texts]
        ready = self.ready(originals, asked)
        heard = self.hear(ready)
        decided, score, own_labels = self._decide(heard)
        signalled = [
            (at, signal, with_brackets(ready[at].heard.text, *span))
            for at, signal, span in self._signal_spans(heard)
        ]
        signals: list[list[str]] = [[] for _ in texts]
        for comment, signal, _ in signalled:
            signals[comment].append(signal)
        topics: list[list[str]] = [[] for _ in texts]
        mentions = heard.mentions
        for comment, topic in zip(mentions.comment.tolist(), mentions.topic.tolist(), strict=True):
            topics[comment].append(self.topics.ids[topic])
        shown = [one.masked.text if masked else one.plain.text for one in ready]
        view = Prepared.in_masked if masked else Prepared.in_plain
        found = [ready[at] for at in mentions.comment.tolist()]
        words = heard.batch.places(mentions.evidence.start, mentions.evidence.end)
        spans = [with_brackets(one.heard.text, *span) for one, span in zip(found, words, strict=True)]
        places = [view(one, *span) for one, span in zip(found, spans, strict=True)]
        original = Prepared.in_original
        told = places if masked else [original(one, *span) for one, span in zip(found, spans, strict=True)]
        cut = shown if masked else originals
        return Labels(
            language=languages(heard.batch),
            sentiment=[SENTIMENTS[name] for name in decided],
            sentiment_score=score,
            topics=topics,
            signals=signals,
            mentions=self._describe(heard, cut, told),
            says_nothing=heard.silent,
            shown=shown,
            places=places,
            signal_places=[(at, signal, view(ready[at], *span)) for at, signal, span in signalled],
            own=own_labels,
        )

    def ready(self, texts: Sequence[str], asked: Sequence[str | None] = ()) -> list[Prepared]:
        """Comments made ready to be heard, which must come next: they are cut for the word table of now.
        ``asked`` as in ``label``."""
        self._bound()
        return self._preparer.prepare_all([_sound(text) for text in texts], self.table, asked)

    def hear(self, ready: Sequence[Prepared]) -> Heard:
        """Comments made ready, as the bundled models find them."""
        silent = np.array([says_nothing(one.heard.text) for one in ready], dtype=bool)
        heard = batch([one.heard.text for one in ready], self.table, [one.chunks for one in ready])
        dominant = linear.dominant(heard)
        to_topics, to_polarity = self._scores(heard, dominant)
        feeling = self.sentiment.feel(heard, dominant)
        findings = self.topics.find(heard, to_topics, dominant)
        if silent.any():
            findings = findings.without(silent)
        clauses = self.polarity.clauses(heard, to_polarity, dominant)
        mentions = self._mentions(heard, dominant, feeling, findings, clauses)
        context = Context(mentions.counts(len(heard)), heard.asked_share, self._suggested(findings))
        label, score = self.sentiment.judge(feeling, context, dominant)
        return Heard(heard, silent, feeling, findings, mentions, label, score)

    def _decide(self, heard: Heard) -> tuple[NDArray[np.intp], NDArray[np.float64], OwnLabels | None]:
        """Sentiment, its score, and the label of a model of the user's own where it is none; blank answers
        are neutral and have no such label."""
        label, score, own_labels = heard.sentiment, heard.score, None
        if self.own is not None:
            judged = self.own.judge(heard.batch, heard.readings)
            if self.own.judges_sentiment:
                label, score = self.own.sentiment(judged)
            else:
                told = zip(*self.own.told(judged), heard.silent.tolist(), strict=True)
                pairs = [(None, None) if blank else (name, share) for name, share, blank in told]
                own_labels = [name for name, _ in pairs], [share for _, share in pairs]
        return np.where(heard.silent, _NEUTRAL, label), np.where(heard.silent, 0.0, score), own_labels

    def _suggested(self, findings: Findings) -> NDArray[np.bool_]:
        """Comments that suggest something; none where the taxonomy knows no suggestions."""
        concepts = [place for place, concept in enumerate(self.topics.ids) if concept == SUGGESTION]
        suggested: NDArray[np.bool_] = findings.present[:, concepts].sum(axis=1) > 0
        return suggested

    def _scores(self, heard: Batch, dominant: NDArray[np.int32]) -> list[linear.Said]:
        """What is added to the heads of the topics and of the polarity."""
        scores = self._scorer.word_scores(heard, linear.owner(heard, dominant))
        said = linear.Said.of(scores, heard)
        return [said.only(heads) for heads in self._heads]

    def _mentions(
        self,
        heard: Batch,
        dominant: NDArray[np.int32],
        feeling: Feeling,
        findings: Findings,
        clauses: NDArray[np.float64],
    ) -> Mentions:
        """The topics that are present, in the order of comment and topic, each with polarity and evidence."""
        places = findings.places[findings.places[:, 1] < self.topics.topics]
        if not len(places):
            none = places[:, 0]
            return Mentions(none, none, none, Evidence(Hits.of([]), none, none))
        grounds = self.topics.grounds(heard, findings, places)
        readings = self.polarity.read(heard, feeling, clauses, places, grounds)
        decided = self.polarity.decide(readings, dominant, places)
        quoter = Quoter(heard, self.polarity, clauses, findings.of_clauses)
        evidence = quoter.quote(places[:, 1], decided, grounds)
        return Mentions(places[:, 0], places[:, 1], decided, evidence)

    def _signal_spans(self, heard: Heard) -> list[tuple[int, str, Span]]:
        """Comment, id and evidence of each signal that is present, as offsets in the heard text."""
        places = heard.findings.places
        places = places[places[:, 1] >= self.topics.topics]
        if not len(places):
            return []
        grounds = self.topics.grounds(heard.batch, heard.findings, places)
        hits = grounds.hits[grounds.first[:-1]]
        spans = heard.batch.places(hits.start, hits.end)
        return [
            (at, self.topics.ids[of], span) for (at, of), span in zip(places.tolist(), spans, strict=True)
        ]

    def _describe(self, heard: Heard, texts: Sequence[str], spans: Sequence[Span]) -> list[Row]:
        """Mentions with their evidence at these spans of the texts and the reason in words."""
        mentions = heard.mentions
        chances = heard.findings.probability[mentions.comment, mentions.topic].tolist()
        reasons = self._reasons.tell(heard.batch, mentions.topic, mentions.evidence, heard.findings.of_words)
        columns = (mentions.comment.tolist(), mentions.topic.tolist(), mentions.polarity.tolist())
        return [
            (
                at,
                self.topics.ids[topic],
                POLARITIES[polarity],
                round(chance, 4),
                *span,
                texts[at][slice(*span)],
                why,
            )
            for at, topic, polarity, chance, span, why in zip(*columns, chances, spans, reasons, strict=True)
        ]


def _packs(name: str) -> list[pack.Pack]:
    return [pack.read(folder("models") / f"{name}-{language.code}") for language in LANGUAGES]


def labeller(
    taxonomy: str | None = None, redactor: Redactor | None = None, model: str | None = None
) -> Labeller:
    """A labeller with the taxonomy of that file, or the bundled one, and the user's own model of a folder."""
    return Labeller(load(taxonomy), redactor, None if model is None else _own(Path(model)))


def _own(model: Path) -> OwnModel:
    from otklik import own  # it needs scipy, 0.2 s that the first label of others would wait for

    return own.read(model)


_SURROGATES = re.compile("[\ud800-\udfff]")


def _sound(text: str) -> str:
    """Half a character, as a careless export cuts an emoji, becomes � in its place; offsets stay."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return _SURROGATES.sub("�", text)
    return text
