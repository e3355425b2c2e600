"""Otklik in a spaCy pipeline: ``nlp.add_pipe("otklik")``.

The same engine as everywhere: lemmas, sentiment, topics and signals are those of ``otklik.tag``. Evidence are
the spans ``doc.spans["otklik"]``, widened to whole tokens of whatever tokenizer the pipeline has.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc, Span, SpanGroup
from spacy.util import filter_spans, minibatch

from otklik.pipeline.heard import Labels
from otklik.pipeline.label import Labeller
from otklik.taxonomy import load, parse

KEY = "otklik"
"""Of the spans and, in a saved pipeline, of the taxonomy."""

OF_DOC = ("sentiment", "sentiment_score", "topics", "signals")
OF_SPAN = ("polarity", "probability", "why")


class Otklik:
    """The component. ``taxonomy``: a YAML file of your own, kept inside a saved pipeline; ``ents``: evidence
    that does not overlap becomes the entities as well."""

    def __init__(self, name: str, taxonomy: str | None, ents: bool) -> None:
        self.name, self.ents = name, ents
        self._path = taxonomy
        self._yaml: str | None = None

    def __call__(self, doc: Doc) -> Doc:
        return next(self.pipe([doc]))

    def pipe(self, stream: Iterable[Doc], *, batch_size: int = 1000) -> Iterator[Doc]:
        """Label documents batch by batch: a fraction of the cost, in the same order, with the same labels.

        Raises TaxonomyError when the taxonomy is missing or broken.
        """
        for docs in minibatch(stream, batch_size):  # type: ignore[no-untyped-call]  # spaCy gives no types here
            labeller = _labeller(self._path, self._taxonomy())
            labels = labeller.label([doc.text for doc in docs])
            for place, doc in enumerate(docs):
                self._mark(doc, place, labels)
                for token, lemma in zip(doc, labeller.lemmas([token.text for token in doc]), strict=True):
                    token.lemma_ = lemma
                doc.spans[KEY] = SpanGroup(doc, name=KEY)
            for row in labels.mentions:
                _add(docs[row[0]], row[1:])
            if self.ents:
                for doc in docs:
                    doc.set_ents(filter_spans(doc.spans[KEY]))
            yield from docs

    def _mark(self, doc: Doc, place: int, labels: Labels) -> None:
        doc._.sentiment = labels.sentiment[place]
        doc._.sentiment_score = float(labels.sentiment_score[place])
        doc._.topics = labels.topics[place]
        doc._.signals = labels.signals[place]

    def _taxonomy(self) -> str | None:
        """The text of the user's taxonomy, read once; None for the bundled one."""
        if self._yaml is None and self._path is not None:
            load(self._path)  # says what is wrong with it, if anything is
            self._yaml = Path(self._path).read_text(encoding="utf8")
        return self._yaml

    # --- saving, as spaCy asks for it -----------------------------------------------------------
    def to_bytes(self, *, exclude: Iterable[str] = ()) -> bytes:
        """The user's taxonomy; nothing where the bundled one is used. The models are otklik's own."""
        return (self._taxonomy() or "").encode()

    def from_bytes(self, data: bytes, *, exclude: Iterable[str] = ()) -> Otklik:
        """What ``to_bytes`` gave; the file the taxonomy came from is no longer needed."""
        self._yaml = data.decode() or None
        return self

    def to_disk(self, path: str | Path, *, exclude: Iterable[str] = ()) -> None:
        """``taxonomy.yaml`` in a folder of the pipeline."""
        folder = Path(path)
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "taxonomy.yaml").write_bytes(self.to_bytes())

    def from_disk(self, path: str | Path, *, exclude: Iterable[str] = ()) -> Otklik:
        """What ``to_disk`` wrote."""
        return self.from_bytes((Path(path) / "taxonomy.yaml").read_bytes())


@Language.factory(
    "otklik",
    default_config={"taxonomy": None, "ents": False},
    assigns=["token.lemma", "doc.spans", *(f"doc._.{name}" for name in OF_DOC)],
)
def make(nlp: Language, name: str, taxonomy: str | None, ents: bool) -> Otklik:
    """The component for a pipeline; nothing is loaded before the first document."""
    _extend()
    return Otklik(name, taxonomy, ents)


@lru_cache(maxsize=2)
def _labeller(path: str | None, yaml: str | None) -> Labeller:
    """Components with the same taxonomy share the models and the words already understood."""
    return Labeller(None if yaml is None else parse(yaml, Path(path or "taxonomy.yaml")))


def _add(doc: Doc, mention: tuple[str, str, float, int, int, str, str]) -> None:
    """A mention's evidence among the spans: its label is the topic, its id the polarity."""
    topic, polarity, probability, start, end, _, why = mention
    span = doc.char_span(start, end, label=topic, span_id=polarity, alignment_mode="expand")
    if span is not None:
        group = doc.spans[KEY]
        group.append(span)
        group.attrs[topic] = {"polarity": polarity, "probability": probability, "why": why}


def _extend() -> None:
    """Documents and spans get otklik's attributes. Those of spans are looked up in the group, where they
    survive ``to_bytes`` and two topics with the same evidence keep apart."""
    for name in OF_DOC:
        if not Doc.has_extension(name):
            Doc.set_extension(name, default=None)
    for name in OF_SPAN:
        if not Span.has_extension(name):
            Span.set_extension(name, getter=_told(name))


def _told(name: str) -> Any:
    def getter(span: Span) -> Any:
        group = span.doc.spans.get(KEY)
        return group.attrs.get(span.label_, {}).get(name) if group is not None else None

    return getter


_extend()
