"""Training: labelled files to packs that the run time reads, the same bytes every time."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from sklearn.exceptions import ConvergenceWarning

from otklik import features, pack
from otklik.filters import Reader
from otklik.languages import LANGUAGES
from otklik.network import Network
from otklik.pack import Pack
from otklik.polarity import PolarityModel
from otklik.records import SENTIMENTS, SIGNAL_IDS
from otklik.resources import folder, lessons
from otklik.sentiment import NETWORK_HEADS, Context, SentimentModel, feelings
from otklik.taxonomy import load
from otklik.topics import TopicModel
from otklik.train import polarity, sentiment, topics
from otklik.train.card import card
from otklik.train.design import LEAST_COMMENTS, columns, comment_matrix
from otklik.train.gold import FOLDS, Gold
from otklik.train.readers import read_sentiments
from otklik.train.sentiment import Words
from otklik.train.taught import Taught, named, text_hashes
from otklik.words import Kind, Word

SOURCES = FOLDS + 1
SHORT = {"negative": "neg", "neutral": "neu", "positive": "pos"}

pytestmark = pytest.mark.filterwarnings(f"ignore::{ConvergenceWarning.__module__}.ConvergenceWarning")


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The layout training reads, filled with the labelled demonstration comments."""
    where = tmp_path_factory.mktemp("shared")
    lines = (folder("data") / "demo" / "written.jsonl").read_text(encoding="utf8").splitlines()
    written = [json.loads(line) for line in lines]
    rows = [row for row in written if row["language"] == "ru" and row["text"]]
    gold = pd.DataFrame(
        {
            "id": [f"demo-{number}" for number in range(len(rows))],
            "source": [f"source-{number % SOURCES}" for number in range(len(rows))],
            "text": [row["text"] for row in rows],
            "sentiment": [row["sentiment"] for row in rows],
            "topics": [[_short(topic) for topic in row["topics"]] for row in rows],
            "signals": [row["signals"] for row in rows],
            "evaluation_only": False,
        }
    )
    known = gold[gold["sentiment"] != "mixed"].rename(columns={"sentiment": "label"})
    known = pd.concat([known.assign(text=known["text"] + end) for end in (" !", " !!", " ...")])
    again = known[:50].assign(text=known["text"][:50] + " ?", source="nhs-fft")
    known = pd.concat([known, again])[["text", "label", "source"]].reset_index(drop=True)
    pool = gold[["id", "source", "text"]].assign(lang="ru", score=5.0, scale="stars5")
    pool["text"] += " ."
    for name, frame in (
        ("gold/ru_train", gold),
        ("data/sentiment/ru_train", known),
        ("data/unlabelled/comments", pool),
    ):
        path = where / f"{name}.parquet"
        path.parent.mkdir(parents=True, exist_ok=True)
        frame.to_parquet(path)
    return where


def _short(topic: str) -> str:
    name, _, side = topic.partition(":")
    return f"{name}:{SHORT[side]}"


def train(shared: Path) -> tuple[pack.Pack, pack.Pack, pack.Pack]:
    """Everything but the network, in whose place stand the answers of one with random weights."""
    gold, taxonomy = Gold.load(shared, "ru"), load()
    words = untrained(gold)
    found = topics.train(gold, taxonomy)
    turned, counts = polarity.train(gold, taxonomy, words, found)
    nothing = np.zeros(len(gold))
    return sentiment.train(gold, words, Context(counts, nothing, nothing > 0)), found.pack, turned


def untrained(gold: Gold) -> Words:
    """Answers that mean nothing."""
    dice = np.random.default_rng(0)
    shapes = {
        "lemma_vectors": (2, 4),
        "gram_vectors": (8, 2),
        "kernel": (3, 6, 5),
        "negation": (3, 5),
        "bias": (5,),
    }
    told = {name: dice.integers(-9, 10, shape).astype(np.int8) for name, shape in shapes.items()}
    told["lemmas"] = np.array([features.lemma_hash(Word("долго", "долго", 1, Kind.WORD))], dtype=np.uint32)
    for head, labels in NETWORK_HEADS.items():
        told[f"{head}_weights"] = dice.integers(-9, 10, (5, len(labels))).astype(np.int16)
        told[f"{head}_scale"], told[f"{head}_bias"] = np.full(len(labels), 1e-3), np.zeros(len(labels))
    facts = {"features": features.VERSION, "heads": list(NETWORK_HEADS), "deep": []}
    reader = Reader([Network.from_pack(Pack("sentiment-ru", told, facts))] * len(LANGUAGES))
    unseen = tuple(feelings(reader.read(part, gold.dominant(part))) for part in gold.parts)
    return Words(told, (), {"none": 0}, {}, unseen)


@pytest.fixture(scope="module")
def packs(shared: Path) -> tuple[pack.Pack, pack.Pack, pack.Pack]:
    return train(shared)


def test_what_was_trained_runs(packs: tuple[pack.Pack, pack.Pack, pack.Pack]) -> None:
    feelings, found, turned = packs
    SentimentModel([feelings, feelings])
    model = TopicModel(load(), [found, found])
    PolarityModel([turned, turned], model.ids, model.groups, model.negating)
    assert model.ids[-len(SIGNAL_IDS) :] == SIGNAL_IDS


def test_a_pack_survives_the_disk_and_has_a_card(
    packs: tuple[pack.Pack, pack.Pack, pack.Pack], tmp_path: Path
) -> None:
    for trained in packs:
        pack.write(tmp_path / trained.id, trained, card(trained))
        read = pack.read(tmp_path / trained.id)
        assert read.facts == json.loads(json.dumps(trained.facts))
        assert all(np.array_equal(read.arrays[name], array) for name, array in trained.arrays.items())
        assert "## Measured" in (tmp_path / trained.id / "card.md").read_text(encoding="utf8")


def test_metrics_are_of_comments_whose_source_was_not_seen(
    packs: tuple[pack.Pack, pack.Pack, pack.Pack],
) -> None:
    feelings, found, turned = packs
    assert 0 < feelings.facts["metrics"]["gold_macro_f1_4_classes_by_source"] <= 1
    assert 0 < found.facts["metrics"]["by_source"]["topic_micro_f1"] <= 1
    assert 0 < turned.facts["metrics"]["accuracy_by_source"] <= 1


def test_no_weight_rests_on_a_few_comments_or_on_one_source(shared: Path) -> None:
    gold = Gold.load(shared, "ru")
    matrix = comment_matrix(gold.parts, gold.number)
    kept = columns(matrix, list(gold.sources)).numbers
    for number in kept[:: max(1, len(kept) // 50)]:
        rows = matrix[:, number].nonzero()[0]
        assert len(rows) >= LEAST_COMMENTS
        assert len(set(gold.sources[rows])) >= 2


def test_no_source_is_on_both_sides_of_a_fold(shared: Path) -> None:
    gold = Gold.load(shared, "ru")
    for trained, judged in gold.folds():
        assert set(gold.sources[trained]).isdisjoint(gold.sources[judged])


def test_the_best_threshold_is_the_one_with_the_largest_f1() -> None:
    truth = np.array([True, True, False, True, False, False])
    assert topics.best_threshold(truth, np.array([0.39, 0.37, 0.35, 0.33, 0.3, 0.25])) == 0.33


def test_comments_of_the_pool_are_learnt_from_but_never_measured_on(
    shared: Path,
    packs: tuple[pack.Pack, pack.Pack, pack.Pack],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    plain = Gold.load(shared, "ru")
    labels = tmp_path / "labels" / "ru.tsv"
    labels.parent.mkdir()
    labels.write_text(
        "id\tsentiment\ttopics\tsignals\ndemo-3\tnegative\twaiting_time:neg\t\n", encoding="utf8"
    )
    monkeypatch.setattr("otklik.train.gold.lessons", lambda name: tmp_path / name)
    told = Gold.load(shared, "ru")
    assert told.counts() == {"gold": len(plain), "data/labels": 1}
    assert told.measured.sum() == len(plain)
    assert told.mentions(len(plain)) == {"waiting_time": "negative"}
    assert packs[1].facts["metrics"]["by_source"]["gold_comments"] == len(plain)


@pytest.fixture(scope="module")
def words(shared: Path) -> Words:
    """The network itself, trained: where PyTorch is installed."""
    pytest.importorskip("torch", reason="training the network needs the extra: pip install '.[train]'")
    from otklik.train import hearing

    return hearing.train_words(shared, Gold.load(shared, "ru"))


def test_the_network_learns_which_way_words_lean(shared: Path, words: Words) -> None:
    gold = Gold.load(shared, "ru")
    facts = {"features": features.VERSION, "heads": list(NETWORK_HEADS), "deep": []}
    reader = Reader([Network.from_pack(Pack("sentiment-ru", words.told, facts))] * len(LANGUAGES))
    heard = [feelings(reader.read(part, gold.dominant(part))).margin for part in gold.parts]
    margin, label = np.concatenate(heard), gold.sentiments
    assert margin[label == "positive"].mean() > margin[label == "negative"].mean() + 1


def test_a_set_whose_comments_gold_holds_under_another_name_is_left_out(words: Words) -> None:
    assert "source-0" in words.trained_on
    assert "nhs-fft" not in words.trained_on


def test_the_same_lesson_gives_the_same_network(shared: Path, words: Words) -> None:
    from otklik.train import hearing

    again = hearing.train_words(shared, Gold.load(shared, "ru"))
    assert all(np.array_equal(again.told[name], array) for name, array in words.told.items())


def test_the_network_learns_what_a_teacher_answers_beside_the_labels(
    shared: Path, words: Words, monkeypatch: pytest.MonkeyPatch
) -> None:
    from otklik.train import hearing

    gold = Gold.load(shared, "ru")
    texts = np.sort(text_hashes(list(gold.frame["text"])))
    away = [named(set(gold.sources[judged])) for _, judged in gold.folds()] + [""]
    grumpy = np.tile(np.uint8([255, 0, 0, 0]), (len(away), len(texts), 1))
    monkeypatch.setattr(Taught, "load", lambda code: Taught(texts, grumpy, tuple(away)))
    swayed = hearing.train_words(shared, gold)
    blamed = SENTIMENTS.index("negative")
    before, after = (
        np.mean([feeling.labels[:, blamed].mean() for feeling in told.unseen]) for told in (words, swayed)
    )
    assert after > before + 0.5


def test_a_sentiment_that_readers_told_finds_its_comment_in_any_set(
    shared: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    pool = pd.read_parquet(shared / "data" / "unlabelled" / "comments.parquet")
    of_sets = pd.read_parquet(shared / "data" / "sentiment" / "ru_train.parquet")
    texts = [pool["text"].iloc[3], of_sets["text"].iloc[5], "nowhere"]
    monkeypatch.setattr("otklik.train.readers.lessons", lambda name: told(tmp_path, name, texts, "mixed"))
    read = read_sentiments(shared, "ru")
    assert set(read["text"]) == set(texts[:2])
    assert set(read["source"]) == {pool["source"].iloc[3], of_sets["source"].iloc[5]}
    assert set(read["sentiment"]) == {"mixed"}
    assert read_sentiments(shared, "en").empty


def test_a_comment_that_could_not_be_kept_away_with_one_source_is_not_learnt_from(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    texts = ["в двух наборах", "в одном", "предложение отзыва"]
    for name, held in (
        ("unlabelled/comments", {"text": texts[:2], "source": ["ruapp", "myfin"]}),
        ("sentiment/ru_train", {"text": texts[:2], "source": ["rozetka", "myfin"]}),
        ("topics/semeval2016_sentences", {"text": texts[2:]}),
    ):
        path = tmp_path / "data" / f"{name}.parquet"
        path.parent.mkdir(parents=True)
        pd.DataFrame(held).to_parquet(path)
    monkeypatch.setattr("otklik.train.readers.lessons", lambda name: told(tmp_path, name, texts, "neutral"))
    read = read_sentiments(tmp_path, "ru")
    assert dict(zip(read["text"], read["source"], strict=True)) == {texts[1]: "myfin", texts[2]: "restoclub"}


def told(folder: Path, name: str, texts: list[str], sentiment: str) -> Path:
    """The labels of ``texts`` as ``data/labels`` holds them."""
    lines = [f"{key:016x}\t{sentiment}\n" for key in text_hashes(texts).tolist()]
    (folder / name).mkdir(exist_ok=True)
    (folder / name / "ru-sentiment.tsv").write_text("text\tsentiment\n" + "".join(lines), encoding="utf8")
    return folder / name


def test_what_readers_told_is_a_sentiment_of_each_text_once() -> None:
    labels = pd.read_csv(lessons("labels") / "ru-sentiment.tsv", sep="\t")
    assert labels["text"].str.fullmatch("[0-9a-f]{16}").all()
    assert labels["text"].is_unique
    assert labels["text"].is_monotonic_increasing
    assert set(labels["sentiment"]) == set(SENTIMENTS)


def test_the_network_learns_what_readers_told(
    shared: Path, words: Words, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    from otklik.train import hearing

    gold = Gold.load(shared, "ru")
    pool = pd.read_parquet(shared / "data" / "unlabelled" / "comments.parquet")
    away = gold.sources[gold.folds()[0][1]]
    texts = pool["text"][pool["source"].isin(away)]
    monkeypatch.setattr(
        "otklik.train.readers.lessons", lambda name: told(tmp_path, name, list(texts), "mixed")
    )
    swayed = hearing.train_words(shared, gold)
    mixed = SENTIMENTS.index("mixed")
    before, after = (
        np.concatenate([feeling.labels[:, mixed] for feeling in one.unseen]) for one in (words, swayed)
    )
    kept = np.isin(gold.sources, away)
    assert np.array_equal(after[kept], before[kept]), "a network heard labels of a source kept away from it"
    assert after[~kept].mean() > before[~kept].mean() + 0.5
    read = [count for name, count in swayed.trained_on.items() if name.endswith(", sentiment read")]
    assert sum(read) == texts.nunique()


@pytest.mark.parametrize("slowing", [False, True])
def test_learning_slows_down_when_asked_to(shared: Path, slowing: bool) -> None:
    pytest.importorskip("torch", reason="training the network needs the extra: pip install '.[train]'")
    from otklik.train.corpus import Corpus, lemma_vectors, vocabulary
    from otklik.train.network import Learner, Shape, Task

    gold = Gold.load(shared, "ru")
    corpus = Corpus.of(gold.parts)
    known = vocabulary(gold.parts[0].table.words, [corpus], gold.sources.tolist())
    learner = Learner(known, lemma_vectors([corpus], known, 96), {"head": 1}, Shape(filters=32))
    walked = []

    def falling(odds: Mapping[str, Any], rows: np.ndarray) -> Any:
        walked.append(learner.weights["head_bias"].item())
        return odds["head"].sum()

    task = Task(corpus, np.arange(len(corpus)), falling)
    learner.learn([task], epochs=2, size=8, pace=1e-3, slowing=slowing)
    steps = -np.diff(walked)
    assert steps[0] == pytest.approx(1e-3, rel=0.05)
    assert steps[-1] == pytest.approx(0.02e-3 if slowing else 1e-3, rel=0.5 if slowing else 0.05)


def test_a_network_rounded_to_whole_numbers_answers_as_it_was_learnt(shared: Path) -> None:
    torch = pytest.importorskip(
        "torch", reason="training the network needs the extra: pip install '.[train]'"
    )
    from otklik.train.corpus import Corpus, lemma_vectors, vocabulary
    from otklik.train.network import Learner, Shape

    shape = Shape(filters=128, hidden=16, deep=("deep",))
    gold = Gold.load(shared, "ru")
    corpus = Corpus.of(gold.parts)
    known = vocabulary(gold.parts[0].table.words, [corpus], gold.sources.tolist())
    learner = Learner(known, lemma_vectors([corpus], known, 96), {"flat": 3, "deep": 4}, shape)
    with torch.no_grad():
        learnt = learner.odds(corpus, np.arange(len(corpus)))
    facts = {"features": features.VERSION, "heads": ["flat", "deep"], "deep": ["deep"]}
    reader = Reader([Network.from_pack(Pack("", learner.arrays(), facts))] * len(LANGUAGES))
    for head, told in learnt.items():
        rounded = [reader.read(part, gold.dominant(part)).of_comments(head) for part in gold.parts]
        assert np.corrcoef(told.numpy().ravel(), np.vstack(rounded).ravel())[0, 1] > 0.995
