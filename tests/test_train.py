"""Training: labelled files to packs that the run time reads, the same bytes every time."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from sklearn.exceptions import ConvergenceWarning

from otklik import pack
from otklik.polarity import PolarityModel
from otklik.records import SIGNAL_IDS
from otklik.resources import folder
from otklik.sentiment import SentimentModel
from otklik.taxonomy import load
from otklik.topics import TopicModel
from otklik.train import polarity, sentiment, topics
from otklik.train.card import card
from otklik.train.design import LEAST_COMMENTS, columns, comment_matrix
from otklik.train.gold import FOLDS, Gold

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
    known = known.assign(text=known["text"] + " !")[["text", "label", "source"]]
    for name, frame in (("gold/ru_train", gold), ("data/sentiment/ru_train", known)):
        path = where / f"{name}.parquet"
        path.parent.mkdir(parents=True, exist_ok=True)
        frame.to_parquet(path)
    return where


def _short(topic: str) -> str:
    name, _, side = topic.partition(":")
    return f"{name}:{SHORT[side]}"


def train(shared: Path) -> tuple[pack.Pack, pack.Pack, pack.Pack]:
    gold, taxonomy = Gold.load(shared, "ru"), load()
    words = sentiment.train_words(shared, gold)
    found = topics.train(gold, taxonomy)
    turned, counts = polarity.train(gold, taxonomy, words, found)
    return sentiment.train(gold, words, counts), found.pack, turned


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
    assert topics.best_threshold(truth, np.array([0.6, 0.55, 0.5, 0.45, 0.3, 0.25])) == 0.45
