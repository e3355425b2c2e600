"""``nlp.add_pipe("otklik")``: otklik's own labels on spaCy's documents, whatever cuts them into tokens."""

from __future__ import annotations

import re
import tomllib
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import spacy
from spacy import displacy
from spacy.language import Language
from spacy.tokenizer import Tokenizer
from spacy.tokens import Doc, DocBin

import otklik.component
from otklik.component import KEY, OF_DOC
from otklik.errors import TaxonomyError
from otklik.pipeline.label import Labeller, labeller

ROOT = Path(__file__).parents[1]
TEXTS = [
    "Ждал две недели, оператор хамил. Приложение удобное!",
    "Waited two weeks and the agent was rude, but the app is easy to use.",
    "",
    "нет",
    "Ждал\n\nдве  недели",
    "Очень удобно, т.к. быстро 👍",
]
OWN = """
topics:
  - id: coffee
    name: {ru: Кофе, en: Coffee}
    definition: {ru: Кофе в отделении., en: Coffee at the branch.}
    patterns:
      ru: {negative: ["холодный кофе"], positive: [], any: []}
      en: {negative: ["cold coffee"], positive: [], any: []}
"""


@pytest.fixture(scope="module")
def nlp() -> Language:
    made = spacy.blank("ru")
    made.add_pipe("otklik")
    return made


@pytest.fixture(scope="module")
def engine() -> Labeller:
    return labeller()


def said(doc: Doc) -> tuple[object, ...]:
    """Everything the component says of a document."""
    spans = [(s.start_char, s.end_char, s.label_, s.id_, s._.why, s._.probability) for s in doc.spans[KEY]]
    return (*(getattr(doc._, name) for name in OF_DOC), spans, [token.lemma_ for token in doc])


@pytest.fixture
def own(tmp_path: Path) -> Path:
    path = tmp_path / "own.yaml"
    path.write_text(OWN, encoding="utf8")
    return path


# --- the same engine -------------------------------------------------------------------------
def test_labels_are_those_of_the_engine(nlp: Language, engine: Labeller) -> None:
    labels = engine.label(TEXTS)
    for place, doc in enumerate(nlp.pipe(TEXTS)):
        assert doc._.sentiment == labels.sentiment[place]
        assert doc._.sentiment_score == labels.sentiment_score[place]
        assert doc._.topics == labels.topics[place]
        assert doc._.signals == labels.signals[place]
        rows = [row for row in labels.mentions if row[0] == place]
        told = [(row[1], row[2], row[3], row[7]) for row in rows]
        assert [(s.label_, s._.polarity, s._.probability, s._.why) for s in doc.spans[KEY]] == told
        assert all(
            span.start_char <= row[4] and row[5] <= span.end_char
            for span, row in zip(doc.spans[KEY], rows, strict=True)
        )


def test_lemmas_are_understood_beside_each_other(nlp: Language) -> None:
    assert [token.lemma_ for token in nlp("Ёлки! Удобно. Удобно оплачивать")] == [
        "елка", "!", "удобный", ".", "удобно", "оплачивать",
    ]  # fmt: skip


@pytest.mark.parametrize("batch_size", [1, 2, 1000])
def test_documents_come_in_order_and_the_same_in_any_batch(nlp: Language, batch_size: int) -> None:
    assert [said(doc) for doc in nlp.pipe(TEXTS, batch_size=batch_size)] == [said(nlp(t)) for t in TEXTS]
    assert [doc.text for doc in nlp.pipe(TEXTS)] == TEXTS


def test_two_processes_say_the_same(nlp: Language) -> None:
    alone = [said(nlp(text)) for text in TEXTS * 3]
    assert [said(doc) for doc in nlp.pipe(TEXTS * 3, n_process=2, batch_size=4)] == alone


def test_threads_say_the_same(nlp: Language, engine: Labeller) -> None:
    wanted = engine.label(TEXTS).mentions
    with ThreadPoolExecutor(4) as pool:
        assert all(found.mentions == wanted for found in pool.map(lambda _: engine.label(TEXTS), range(8)))
        assert all(map(bool, pool.map(lambda text: said(nlp(text)), TEXTS)))


def test_a_full_table_is_begun_anew_and_says_the_same(
    engine: Labeller, monkeypatch: pytest.MonkeyPatch
) -> None:
    wanted = [engine.lemmas(text.split()) for text in TEXTS]
    monkeypatch.setattr("otklik.pipeline.label.TABLE_LIMIT", 0)
    assert [engine.lemmas(text.split()) for text in TEXTS] == wanted
    assert len(engine.table.words) <= len(TEXTS[-1].split()) * 2


# --- other tokenizers ------------------------------------------------------------------------
def test_evidence_is_widened_to_whole_tokens() -> None:
    nlp = spacy.blank("en")
    nlp.tokenizer = Tokenizer(nlp.vocab, token_match=re.compile(r"\S+").match)
    nlp.add_pipe("otklik")
    doc = nlp("Waited two weeks,ok")
    assert "Waited two weeks,ok" in [span.text for span in doc.spans[KEY]]


def test_english_and_russian_do_in_one_pipeline() -> None:
    nlp = spacy.blank("en")
    nlp.add_pipe("otklik")
    assert nlp("Ждал две недели")._.topics == nlp("Waited two weeks")._.topics == ["waiting_time"]


# --- keeping ---------------------------------------------------------------------------------
def test_a_document_keeps_what_was_said(nlp: Language) -> None:
    doc = nlp(TEXTS[0])
    assert said(Doc(nlp.vocab).from_bytes(doc.to_bytes())) == said(doc)
    (again,) = DocBin(store_user_data=True, docs=[doc]).get_docs(nlp.vocab)
    assert list(again._.topics) == doc._.topics  # DocBin reads lists as tuples
    assert [s.label_ for s in again.spans[KEY]] == [s.label_ for s in doc.spans[KEY]]


def test_a_saved_pipeline_holds_the_taxonomy(own: Path, tmp_path: Path) -> None:
    nlp = spacy.blank("ru")
    nlp.add_pipe("otklik", config={"taxonomy": str(own)})
    nlp.to_disk(tmp_path / "saved")
    data = nlp.to_bytes()
    fresh = spacy.blank("ru")
    fresh.add_pipe("otklik")
    own.unlink()
    for loaded in (spacy.load(tmp_path / "saved"), fresh.from_bytes(data)):
        assert loaded("холодный кофе")._.topics == ["coffee"]


def test_a_missing_taxonomy_is_told_as_such() -> None:
    nlp = spacy.blank("ru")
    nlp.add_pipe("otklik", config={"taxonomy": "nowhere.yaml"})
    with pytest.raises(TaxonomyError, match=r"no taxonomy file nowhere\.yaml"):
        nlp("кофе")


# --- showing ---------------------------------------------------------------------------------
def test_displacy_shows_the_evidence(nlp: Language) -> None:
    page = displacy.render(nlp(TEXTS[0]), style="span", options={"spans_key": KEY}, jupyter=False)
    assert "waiting_time" in page


def test_evidence_becomes_entities_when_asked(nlp: Language) -> None:
    asked = spacy.blank("ru")
    asked.add_pipe("otklik", config={"ents": True})
    page = displacy.render(asked(TEXTS[0]), style="ent", jupyter=False)
    assert "waiting_time" in page
    assert not nlp(TEXTS[0]).ents


def test_spacy_finds_the_component_by_its_entry_point() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf8"))["project"]
    module, _, name = project["entry-points"]["spacy_factories"]["otklik"].partition(":")
    assert (module, name) == (otklik.component.make.__module__, otklik.component.make.__name__)
