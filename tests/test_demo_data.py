"""The demonstration data: written by hand, scores drawn from a model whose drivers the statistics find."""

from __future__ import annotations

import json
import re
import runpy
from collections import Counter
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path
from random import Random
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from otklik.drivers import Cells, drivers
from otklik.records import LANGUAGES, POLARITIES, SENTIMENTS, SIGNAL_IDS
from otklik.resources import folder
from otklik.score_kinds import ScoreKind, parse_kind
from otklik.stats import benjamini_hochberg, ols_hc3

DEMO = folder("data") / "demo"
TABLES = ("comments.csv", "labels.csv", "tickets.csv")
MAKE: dict[str, Any] = runpy.run_path(str(DEMO / "make.py"), run_name="make")


def table(name: str) -> pd.DataFrame:
    delimiter = ";" if name == "comments.csv" else ","
    return pd.read_csv(DEMO / name, sep=delimiter, dtype=str, keep_default_na=False)


@pytest.fixture(scope="module")
def comments() -> pd.DataFrame:
    return table("comments.csv")


@pytest.fixture(scope="module")
def labels() -> pd.DataFrame:
    return table("labels.csv")


@pytest.fixture(scope="module")
def tickets() -> pd.DataFrame:
    return table("tickets.csv")


def counts(cells: pd.Series) -> Counter[str]:
    return Counter(code for cell in cells for code in cell.split())


# --- what was written ------------------------------------------------------------------------
def test_every_line_of_the_source_is_one_comment_with_its_truth() -> None:
    lines = (DEMO / "written.jsonl").read_text(encoding="utf-8").split("\n")
    rows = [json.loads(line) for line in lines if line]
    assert all(list(row) == ["text", "language", "sentiment", "topics", "signals"] for row in rows)


def test_there_is_enough_of_each_language(labels: pd.DataFrame) -> None:
    n = Counter(labels["language"])
    assert len(labels) >= 440
    assert n["ru"] >= 260
    assert n["en"] >= 150
    assert n["mixed"] >= 15


def test_labels_use_the_codebook(labels: pd.DataFrame) -> None:
    topics = [mention.split(":") for mention in counts(labels["topics"])]
    assert set(labels["language"]) == set(LANGUAGES)
    assert set(labels["sentiment"]) == set(SENTIMENTS)
    assert set(counts(labels["signals"])) == set(SIGNAL_IDS)
    assert {polarity for _, polarity in topics} == set(POLARITIES)
    assert len({topic for topic, _ in topics}) == 19


def test_a_topic_is_given_once_per_comment(labels: pd.DataFrame) -> None:
    for cell in labels["topics"]:
        topics = [mention.split(":")[0] for mention in cell.split()]
        assert len(topics) == len(set(topics)), cell


def test_each_topic_is_blamed_and_praised_at_least_ten_times(labels: pd.DataFrame) -> None:
    n = counts(labels["topics"])
    topics = {mention.split(":")[0] for mention in n}
    assert min(n[f"{topic}:{polarity}"] for topic in topics for polarity in ("negative", "positive")) >= 10


def test_sentiment_agrees_with_the_topics(labels: pd.DataFrame) -> None:
    for sentiment, cell in zip(labels["sentiment"], labels["topics"], strict=True):
        polarities = {mention.split(":")[1] for mention in cell.split()} - {"neutral"}
        assert not (sentiment == "positive" and "negative" in polarities), cell
        assert not (sentiment == "neutral" and polarities), cell


def test_lengths_run_from_nothing_to_a_story(comments: pd.DataFrame) -> None:
    words = comments["Комментарий"].str.split().str.len()
    assert (words == 0).sum() >= 10
    assert (words == 1).sum() >= 20
    assert (words >= 40).sum() >= 10
    assert words.max() <= 80


def test_no_comment_is_written_twice(comments: pd.DataFrame) -> None:
    texts = [text.casefold() for text in comments["Комментарий"] if text]
    assert len(texts) == len(set(texts))


def test_no_two_comments_are_nearly_the_same(comments: pd.DataFrame) -> None:
    bags = [set(re.findall(r"\w+", text.casefold())) for text in comments["Комментарий"]]
    long = [bag for bag in bags if len(bag) >= 5]
    assert max(len(a & b) / len(a | b) for a, b in combinations(long, 2)) < 0.4


@pytest.mark.parametrize("hostile", ["<script>", "=HYPERLINK(", "&amp;", "\u202e", "\n", '<a href="'])
def test_some_comments_would_break_a_careless_report(comments: pd.DataFrame, hostile: str) -> None:
    assert comments["Комментарий"].str.contains(hostile, regex=False).any()


# --- what was drawn --------------------------------------------------------------------------
def test_the_tables_come_from_the_source_to_the_byte(tmp_path: Path) -> None:
    MAKE["main"](tmp_path)
    for name in TABLES:
        assert (tmp_path / name).read_bytes() == (DEMO / name).read_bytes(), f"run data/demo/make.py ({name})"


def test_comments_have_an_id_a_day_and_a_label_each(comments: pd.DataFrame, labels: pd.DataFrame) -> None:
    days = pd.to_datetime(comments["Дата"], format="%d.%m.%Y")
    assert comments["id"].is_unique
    assert comments["id"].tolist() == labels["id"].tolist()
    assert days.is_monotonic_increasing
    assert (days.min(), days.max()) == (pd.Timestamp("2026-01-01"), pd.Timestamp("2026-06-30"))


def test_a_few_scores_are_no_scores(comments: pd.DataFrame) -> None:
    usual = {str(score) for score in range(11)}
    assert sorted(comments.loc[~comments["NPS"].isin(usual), "NPS"]) == sorted(MAKE["ODD_SCORES"])


def test_complaints_of_waiting_rise_in_may(comments: pd.DataFrame, labels: pd.DataFrame) -> None:
    month = comments["Дата"].str[3:5]
    share = labels["topics"].str.contains("waiting_time:negative").groupby(month).mean()
    assert share["05"] > 3 * share.drop("05").max()


def test_tickets_share_the_key_of_most_comments(comments: pd.DataFrame, tickets: pd.DataFrame) -> None:
    assert tickets["id"].is_unique
    assert 0.55 < comments["id"].isin(tickets["id"]).mean() < 0.65
    assert (~tickets["id"].isin(comments["id"])).sum() == MAKE["SILENT_TICKETS"]
    assert set(tickets["sla_met"]) == {"0", "1"}
    assert set(tickets["csat"]) == set("12345")
    assert pd.to_numeric(tickets["first_response_minutes"]).min() >= 1


def test_some_customers_are_unhappy_though_the_sla_was_met(tickets: pd.DataFrame) -> None:
    assert ((tickets["sla_met"] == "1") & tickets["csat"].isin(["1", "2"])).sum() >= 20


@given(seed=st.integers(0), named=st.booleans())
def test_a_topic_outside_the_model_never_moves_a_score(seed: int, named: bool) -> None:
    model, driver = MAKE["NPS"], ["waiting_time:negative"] * named
    assert model.draw([*driver, "price_value:negative"], Random(seed)) == model.draw(driver, Random(seed))


@given(seed=st.integers(0))
def test_a_driver_moves_a_score_its_own_way_and_within_the_scale(seed: int) -> None:
    for model in (MAKE["NPS"], MAKE["CSAT"]):
        plain = model.draw([], Random(seed))
        for topic, effect in model.effects.items():
            score = model.draw([topic], Random(seed))
            assert model.low <= score <= model.high
            assert (score - plain) * effect >= 0


# --- what the statistics find, given the true labels -----------------------------------------
@dataclass(frozen=True)
class Case:
    """A score as the demonstration holds it, and the true mentions beside it."""

    model: Any
    kind: ScoreKind
    score: pd.Series
    names: list[str]
    flags: np.ndarray


@pytest.fixture(params=["NPS", "CSAT"])
def case(
    request: pytest.FixtureRequest, comments: pd.DataFrame, labels: pd.DataFrame, tickets: pd.DataFrame
) -> Case:
    ticket_score = comments["id"].map(tickets.set_index("id")["csat"])
    text, kind = {"NPS": (comments["NPS"], "nps"), "CSAT": (ticket_score, "csat5")}[request.param]
    model, score = MAKE[request.param], pd.to_numeric(text, errors="coerce")
    names = sorted(name for name in counts(labels["topics"]) if not name.endswith(":neutral"))
    said = [set(cell.split()) for cell in labels["topics"]]
    flags = np.array([[name in mentions for name in names] for mentions in said])
    return Case(model, parse_kind(kind), score.where(score.between(model.low, model.high)), names, flags)


def planted(case: Case) -> dict[str, float]:
    return {topic: np.sign(effect) for topic, effect in case.model.effects.items()}


def test_the_planted_drivers_and_no_others_move_the_mean(case: Case) -> None:
    told = case.score.notna().to_numpy()
    fit = ols_hc3(case.flags[told], case.score.to_numpy()[told])
    found = np.flatnonzero(benjamini_hochberg(fit.p) <= 0.05)
    assert {case.names[i]: np.sign(fit.coef[i]) for i in found} == planted(case)


def test_the_planted_drivers_and_no_others_move_the_headline_metric(case: Case) -> None:
    cells = Cells.count(case.flags, case.score, names=case.names)
    found = drivers(cells, case.kind, score="score", draws=1).query("significant")
    names = found["topic"] + ":" + found["polarity"]
    assert dict(zip(names, np.sign(found["effect"]), strict=True)) == planted(case)
