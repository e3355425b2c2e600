"""A random sample, labelled by people, to figures that are corrected by it."""

from __future__ import annotations

import json
from functools import partial
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from otklik.analysis import Analysis
from otklik.errors import ColumnError, InputError
from otklik.pipeline.label import Labeller
from otklik.pipeline.labels import judged
from otklik.pipeline.review import REVIEW_COLUMNS, review
from otklik.pipeline.run import Job, run
from otklik.pipeline.source import Comments, Wishes, open_comments
from otklik.records import ACCURACY_COLUMNS, ESTIMATE_COLUMNS
from otklik.stats import ppi_mean, wilson
from otklik.taxonomy import load

QUEUE, PRAISE, PLAIN = "Ждал ответа оператора три часа", "Вежливые сотрудники, спасибо", "Обычный день"
WISHES = Wishes(text="text", id="id", scores={"NPS": "nps"}, duplicates="ignore")
N = 300


@pytest.fixture(scope="module")
def export() -> pd.DataFrame:
    """Every third waits, every fifth is served politely; each tenth comment is blank."""
    rows = []
    for at in range(N):
        text, score = (QUEUE, 3) if at % 3 == 0 else (PRAISE, 10) if at % 5 == 0 else (PLAIN, 7 + at % 3)
        rows.append((f"K-{at:03}", "-" if at % 10 == 9 else f"{text} {at}", score))
    return pd.DataFrame(rows, columns=["id", "text", "NPS"])


@pytest.fixture(scope="module")
def source(export: pd.DataFrame) -> Comments:
    return open_comments(export, WISHES)


@pytest.fixture(scope="module")
def start(worker: Labeller):
    return partial(lambda labeller: labeller, worker)


@pytest.fixture(scope="module")
def truth(source: Comments, start) -> pd.DataFrame:
    """A hundred comments as people see them: half of the waiting is none, the rest is as found."""
    table = review(source, Job(), n=100, seed=1, start=start)
    waiting = table["topics_found"].str.contains("waiting_time")
    halved = waiting & (np.cumsum(waiting) % 2 == 0)
    return table.assign(topics=np.where(halved, "-", "ok"), sentiment=np.where(halved, "neutral", "ok"))


@pytest.fixture(scope="module")
def analysis(source: Comments, truth: pd.DataFrame, start) -> Analysis:
    return run(source, Job(labels=truth), start=start)


# --- the sample --------------------------------------------------------------------------------
def test_the_sample_is_of_comments_that_say_something_with_room_for_labels(
    source: Comments, export: pd.DataFrame, start
) -> None:
    table = review(source, Job(), n=60, start=start)
    assert tuple(table) == REVIEW_COLUMNS
    assert len(table) == table["comment_id"].nunique() == 60
    assert "-" not in set(table["text"])
    assert set(table["comment_id"]) <= set(export["id"])
    assert set(table["sentiment"]) == set(table["topics"]) == {""}
    assert table.loc[table["text"].str.startswith(QUEUE), "topics_found"].str.contains("waiting_time").all()
    assert table["comment_id"].tolist() != sorted(table["comment_id"])


def test_the_seed_draws_and_a_small_export_is_drawn_whole(source: Comments, start) -> None:
    one, same, other = (
        set(review(source, Job(), n=40, seed=seed, start=start)["comment_id"]) for seed in (1, 1, 2)
    )
    assert one == same != other
    assert len(review(source, Job(), n=10_000, start=start)) == N - N // 10


def test_every_comment_is_as_likely_as_any_other(source: Comments, start, monkeypatch) -> None:
    from otklik.pipeline import review as module

    drawn = [module._drawn(source, 27, seed).index.to_numpy() for seed in range(60)]
    halves = np.concatenate(drawn) < N / 2
    assert halves.mean() == pytest.approx(0.5, abs=3.5 * np.sqrt(0.25 / halves.size))


def test_personal_data_are_masked_in_the_sample(start) -> None:
    frame = pd.DataFrame({"text": ["Перезвоните мне на +7 912 345-67-89, жду ответа"] * 3})
    source = open_comments(frame, Wishes(text="text", scores={}, duplicates="ignore"))
    assert "912" not in review(source, Job(masked=True), n=3, start=start)["text"].iloc[0]


# --- reading the labels ------------------------------------------------------------------------
def labels(**columns: list[object]) -> dict[str, object]:
    return judged(pd.DataFrame(columns), load())


def test_ids_names_and_polarities_are_understood_in_both_languages() -> None:
    found = labels(
        comment_id=[1, 2, 3, 4],
        sentiment=["negative", "негатив", "positive", "Нейтральный"],
        topics=[
            "waiting_time:negative; staff_attitude:positive",
            "Время ожидания",
            "staff_attitude",
            "Waiting time:-",
        ],
    )
    assert found["1"].flags == {"waiting_time:negative", "staff_attitude:positive"}
    assert found["2"].flags == {"waiting_time:negative"}
    assert found["3"].flags == {"staff_attitude:positive"}
    assert (found["4"].flags, found["4"].sentiment) == ({"waiting_time:negative"}, "neutral")


def test_ok_is_what_was_found_and_a_row_without_sentiment_was_not_judged() -> None:
    found = labels(
        comment_id=["a", "b", "c"],
        sentiment_found=["negative", "negative", "positive"],
        topics_found=["waiting_time:negative", "waiting_time:negative", ""],
        sentiment=["ok", None, "ОК"],
        topics=["ok", "waiting_time:negative", None],
    )
    assert set(found) == {"a", "c"}
    assert found["a"].flags == {"waiting_time:negative"}
    assert (found["c"].flags, found["c"].sentiment) == (frozenset(), "positive")


def test_what_tag_writes_is_read_with_the_polarity_of_the_sentiment() -> None:
    found = labels(comment_id=["a", "b"], sentiment=["negative", "mixed"], topics=[["waiting_time"]] * 2)
    assert found["a"].flags == {"waiting_time:negative"}
    assert found["b"].flags == set(), "whose polarity cannot be told is neither complaint nor praise"


@pytest.mark.parametrize(
    ("columns", "error", "message"),
    [
        ({"topics": ["x"]}, ColumnError, "the labels need a column 'comment_id'"),
        ({"comment_id": [1]}, ColumnError, "the labels need"),
        ({"comment_id": [1], "topics": ["speed:negative"]}, InputError, "row 1: 'speed' is no topic"),
        ({"comment_id": [1], "sentiment": ["so-so"]}, InputError, "row 1: 'so-so' is neither"),
        ({"comment_id": [7, 7], "sentiment": ["negative"] * 2}, InputError, "'7' occurs twice"),
    ],
)
def test_mistakes_are_told_with_their_row(columns: dict, error: type[Exception], message: str) -> None:
    with pytest.raises(error, match=message):
        labels(**columns)


# --- figures -----------------------------------------------------------------------------------
def test_precision_is_what_people_confirm(analysis: Analysis, truth: pd.DataFrame) -> None:
    trust = analysis.trust
    assert trust is not None
    assert tuple(trust.accuracy) == ACCURACY_COLUMNS
    assert (trust.labelled, trust.unknown) == (100, 0)
    row = trust.accuracy.set_index(["topic", "polarity"]).loc[("waiting_time", "negative")]
    found = int(truth["topics_found"].str.contains("waiting_time:negative").sum())
    assert row["found"] == found
    assert row["precision"] == pytest.approx(wilson(row["both"], found).value)
    assert 0.4 < row["precision"] < 0.6
    assert row["recall"] == 1
    moods = trust.accuracy[trust.accuracy["topic"] == ""]
    assert moods["found"].sum() == moods["right"].sum() == 100


def test_the_corrected_share_is_that_of_the_single_comments(
    analysis: Analysis, truth: pd.DataFrame, export: pd.DataFrame
) -> None:
    assert tuple(analysis.trust.estimates) == ESTIMATE_COLUMNS
    rows = analysis.trust.estimates
    row = rows[(rows["topic"] == "waiting_time") & (rows["polarity"] == "negative")].set_index("figure")
    spoken = export[export["text"] != "-"]
    rest = spoken[~spoken["id"].isin(truth["comment_id"])]["text"].str.startswith(QUEUE)
    said = truth["topics_found"].str.contains("waiting_time:negative")
    plain = ppi_mean(said & (truth["topics"] == "ok"), said, rest)
    told = row.loc["share", ["value", "low", "high"]].astype(float)
    assert told.tolist() == pytest.approx([plain.value, plain.low, plain.high])
    assert row.loc["share", "score"] == ""
    assert row.loc["share", "naive"] > row.loc["share", "high"], "half of what is found is not there"
    assert row.loc["share", "needed"] > 0
    assert row.loc["impact", "score"] == row.loc["effect", "score"] == "NPS"
    assert row.loc["impact", "value"] < 0


def test_the_order_of_rows_changes_no_digit(
    export: pd.DataFrame, truth: pd.DataFrame, analysis: Analysis, start
) -> None:
    shuffled = open_comments(export.sample(frac=1, random_state=3), WISHES)
    other = run(shuffled, Job(labels=truth.sample(frac=1, random_state=4)), start=start).trust
    pd.testing.assert_frame_equal(analysis.trust.estimates, other.estimates, check_exact=True)
    pd.testing.assert_frame_equal(analysis.trust.accuracy, other.accuracy, check_exact=True)


def test_columns_of_the_export_itself_will_do(
    export: pd.DataFrame, truth: pd.DataFrame, analysis, start
) -> None:
    said = truth.rename(columns={"comment_id": "id"}).drop(columns="text")
    own = export.merge(said, on="id", how="left")
    found = run(open_comments(own, WISHES), Job(labels=own), start=start).trust
    pd.testing.assert_frame_equal(found.estimates, analysis.trust.estimates)


def test_without_a_score_the_shares_are_corrected_still(
    export: pd.DataFrame, truth: pd.DataFrame, start
) -> None:
    source = open_comments(export, Wishes(text="text", id="id", scores={}, duplicates="ignore"))
    found = run(source, Job(labels=truth), start=start).trust
    assert set(found.estimates["figure"]) == {"share"}
    assert found.estimates["value"].notna().any()


def test_ids_that_are_not_there_are_counted(source: Comments, truth: pd.DataFrame, start) -> None:
    stranger = truth.head(1).assign(comment_id="K-999", sentiment="neutral")
    found = run(source, Job(labels=pd.concat([truth, stranger])), start=start).trust
    assert (found.labelled, found.unknown) == (100, 1)
    alone = run(source, Job(labels=stranger), start=start)
    assert alone.trust is None
    assert any("no comment" in note for note in alone.data["notes"])


def test_the_report_tells_it_in_every_form(analysis: Analysis, tmp_path: Path) -> None:
    for lang, told in (
        ("ru", "Насколько можно верить разметке"),
        ("en", "How far the labels can be trusted"),
    ):
        page = analysis.to_html(lang=lang)
        assert 'id="trust"' in page
        assert told in page
    read = json.loads(analysis.to_json())["trust"]
    assert read["labelled"] == 100
    assert len(read["estimates"]) == len(analysis.trust.estimates)
    analysis.to_xlsx(tmp_path / "r.xlsx", lang="en")
    book = pd.read_excel(tmp_path / "r.xlsx", sheet_name=None, engine="openpyxl")
    assert len(book["Label accuracy"]) == len(analysis.trust.accuracy)
    assert set(book["Corrected by the sample"]["Figure"]) == {"share", "impact", "effect"}
