"""An analysis is the same to the last bit whatever the order of the rows and the size of the batches."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial

import pandas as pd
import pytest
from pandas.testing import assert_frame_equal

from otklik.analysis import Analysis
from otklik.errors import JoinError, UsageError
from otklik.pipeline import source as sources
from otklik.pipeline.label import Labeller
from otklik.pipeline.run import Job, run
from otklik.pipeline.source import Wishes, open_comments
from otklik.prepare import Preparer
from otklik.taxonomy.schema import PYRAMID, STAGES

WISHES = Wishes("Комментарий", "id", "Дата", ("Канал",), {"NPS": "nps"}, touchpoint="Сегмент")
Analyse = Callable[..., Analysis]
TABLES = (
    *("metrics", "segments", "drivers", "kano", "quadrant", "pyramid", "journey", "touchpoints"),
    *("topics", "signals", "months", "callbacks"),
)


@pytest.fixture(scope="session")
def few(demo: pd.DataFrame) -> pd.DataFrame:
    return demo.head(150)


@pytest.fixture
def analyse(worker: Labeller) -> Analyse:
    def analyse(frame: pd.DataFrame, wishes: Wishes = WISHES, **more: object) -> Analysis:
        return run(open_comments(frame, wishes, **more), Job(), start=partial(_same, worker))

    return analyse


def _same(worker: Labeller) -> Labeller:
    return worker


@pytest.fixture
def whole(analyse: Analyse, few: pd.DataFrame) -> Analysis:
    return analyse(few)


def assert_equal(one: Analysis, other: Analysis) -> None:
    for name in TABLES:
        assert_frame_equal(getattr(one, name), getattr(other, name), check_exact=True)
    assert one.quotes == other.quotes
    assert one.score_checks == other.score_checks
    assert one.join_report == other.join_report
    assert one.data == other.data
    assert one.to_json() == other.to_json()


# --- order and batches -----------------------------------------------------------------------
@pytest.mark.parametrize("seed", [1, 2])
def test_the_order_of_the_rows_changes_no_figure(
    analyse: Analyse, whole: Analysis, few: pd.DataFrame, seed: int
) -> None:
    assert_equal(analyse(few.sample(frac=1, random_state=seed)), whole)


@pytest.mark.parametrize("size", [1, 7, 4000])
def test_the_size_of_the_batches_changes_nothing(
    analyse: Analyse, whole: Analysis, few: pd.DataFrame, size: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sources, "BATCH", size)
    again = analyse(few)
    assert_equal(again, whole)
    assert again.to_html() == whole.to_html()
    assert_frame_equal(again.comments, whole.comments, check_exact=True)
    assert_frame_equal(again.mentions, whole.mentions, check_exact=True)


@pytest.mark.parametrize("size", [7, 40])
def test_a_joined_table_may_come_in_any_batches_too(
    analyse: Analyse, few: pd.DataFrame, size: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    tickets = pd.DataFrame({"id": few["id"].iloc[::2], "csat": [1, 2, 3, 4, 5] * 15})
    wishes = Wishes("Комментарий", "id", None, (), {"csat": "csat5"})
    whole = analyse(few, wishes, other=tickets, key="id")
    monkeypatch.setattr(sources, "BATCH", size)
    assert_equal(analyse(few, wishes, other=tickets.sample(frac=1, random_state=1), key="id"), whole)


def test_minutes_add_up_the_same_to_twelve_digits(
    analyse: Analyse, few: pd.DataFrame, monkeypatch: pytest.MonkeyPatch
) -> None:
    few = few.assign(minutes=[0.1 * (i % 37) for i in range(len(few))])
    wishes = Wishes("Комментарий", "id", None, (), {"minutes": "number:low=good"})
    whole = analyse(few, wishes)
    monkeypatch.setattr(sources, "BATCH", 7)
    again = analyse(few.sample(frac=1, random_state=1), wishes)
    for name in TABLES:
        assert_frame_equal(getattr(again, name), getattr(whole, name), rtol=1e-9)


# --- what is counted -------------------------------------------------------------------------
def test_counts_add_up(whole: Analysis, few: pd.DataFrame) -> None:
    data = whole.data
    assert data["rows"] == len(few) == data["analysed"] + data["empty"]
    assert sum(data["languages"].values()) == sum(data["sentiments"].values()) == data["analysed"]
    assert int(whole.topics[["negative", "neutral", "positive"]].sum(axis=None)) == len(whole.mentions)
    assert whole.months["n"].sum() == data["analysed"]


def test_drivers_count_the_comments_that_came_with_a_score(whole: Analysis) -> None:
    row = whole.drivers.query("topic == 'waiting_time' and polarity == 'negative'").iloc[0]
    said = whole.mentions.query("topic == 'waiting_time' and polarity == 'negative'")
    score = pd.to_numeric(whole.comments.set_index("comment_id")["NPS"], errors="coerce")
    assert row["mentions"] == score[said["comment_id"]].between(0, 10).sum()


def test_every_input_column_is_among_the_comments(whole: Analysis, few: pd.DataFrame) -> None:
    for name in few:
        assert whole.comments[name].tolist() == few[name].tolist()
    assert whole.comments["comment_id"].tolist() == few["id"].tolist()


def test_quotes_are_pieces_of_real_comments(whole: Analysis) -> None:
    prepare = Preparer().prepare
    texts = {prepare(text).plain.text for text in whole.comments["text"]}
    evidence = {prepare(words).plain.text for words in whole.mentions["evidence"]}
    quotes = [quote for some in whole.quotes.values() for quote in some]
    assert quotes
    for quote in quotes:
        assert quote.text in texts
        assert quote.text[quote.start : quote.end] in evidence


@pytest.mark.parametrize("name", ["language", "sentiment", "silent", "topics", "text"])
def test_a_score_may_be_called_like_a_label(analyse: Analyse, few: pd.DataFrame, name: str) -> None:
    table = few.rename(columns={"NPS": name, "Дата": "signals"})
    again = analyse(table, Wishes("Комментарий", "id", "signals", (), {name: "nps"}))
    assert again.metrics.loc[0, "score"] == name
    assert again.score_checks[0].score == name
    assert len(again.months) > 0


# --- what a user should know -----------------------------------------------------------------
def test_keys_that_never_meet_are_an_error_with_examples_of_both(analyse: Analyse, few: pd.DataFrame) -> None:
    tickets = pd.DataFrame({"id": ["X-1", "X-2"], "csat": [1, 2]})
    with pytest.raises(JoinError, match=r"SK-\d+.*X-1.*\n.*--key LEFT=RIGHT"):
        analyse(few, Wishes("Комментарий", scores={"csat": "csat5"}), other=tickets, key="id")


def test_few_keys_that_meet_are_told(analyse: Analyse, few: pd.DataFrame) -> None:
    tickets = pd.DataFrame({"id": few["id"].head(3), "csat": [1, 2, 3]})
    found = analyse(few, Wishes("Комментарий", scores={"csat": "csat5"}), other=tickets, key="id")
    assert any("only 3 of 150 comments met a row" in note for note in found.data["notes"])


def test_a_score_on_another_scale_is_told_loudly(analyse: Analyse, few: pd.DataFrame) -> None:
    found = analyse(few, Wishes("Комментарий", scores={"NPS": "csat5"}))
    (note,) = found.data["notes"]
    assert "off the scale of csat5" in note
    assert '--score "NPS=KIND"' in note


def test_words_in_a_score_are_told(analyse: Analyse, few: pd.DataFrame) -> None:
    table = few.assign(NPS=["не помню", "9", "3"] * 50)
    (note,) = analyse(table, Wishes("Комментарий", scores={"NPS": "nps"})).data["notes"]
    assert "50 of 150 values of 'NPS' left out: not numbers" in note


def test_a_few_odd_values_are_counted_without_a_fuss(whole: Analysis) -> None:
    assert whole.data["notes"] == []


def test_comments_that_say_nothing_are_told(analyse: Analyse) -> None:
    found = analyse(pd.DataFrame({"text": ["", "-", None]}), Wishes("text", scores={}))
    assert found.data["notes"] == ["none of 3 comments says anything"]


def test_a_missing_score_is_told_unless_none_is_wanted(analyse: Analyse, few: pd.DataFrame) -> None:
    table = few[["id", "Комментарий"]]
    (note,) = analyse(table, Wishes("Комментарий")).data["notes"]
    assert note.endswith("name it: --score COL=KIND")
    assert analyse(table, Wishes("Комментарий", scores={})).data["notes"] == []


def test_an_empty_table_gives_an_empty_analysis(analyse: Analyse, few: pd.DataFrame) -> None:
    empty = analyse(few.head(0))
    assert empty.data["rows"] == 0
    assert empty.quotes == {}
    assert "<html" in empty.to_html()


@pytest.mark.parametrize("alone", [{"other": pd.DataFrame()}, {"key": "id"}])
def test_a_second_table_and_its_key_go_together(
    analyse: Analyse, few: pd.DataFrame, alone: dict[str, object]
) -> None:
    with pytest.raises(UsageError, match="--scores FILE2 --key COLUMN"):
        analyse(few, **alone)


# --- segments --------------------------------------------------------------------------------
def test_a_group_below_the_minimum_has_no_figure(
    worker: Labeller, whole: Analysis, few: pd.DataFrame
) -> None:
    sizes = whole.segments["n"].tolist()
    job = Job(minimum=sizes[0])  # the largest group is large enough
    scant = run(open_comments(few, WISHES), job, start=partial(_same, worker))
    assert scant.segments["n"].tolist() == sizes
    assert scant.segments["value"].notna().tolist() == [size == sizes[0] for size in sizes]
    assert scant.drivers.loc[scant.drivers["mentions"] < sizes[0], ["impact", "effect"]].isna().all(axis=None)
    assert scant.metrics["value"].notna().all()  # the headline tells its n and its interval
    assert "NaN" not in scant.to_json()
    assert "not enough data" in scant.to_html(lang="en")


def test_each_group_of_a_segment_has_the_score_of_its_rows(
    analyse: Analyse, whole: Analysis, few: pd.DataFrame
) -> None:
    groups = whole.segments.set_index("group")
    for group, rows in few.groupby("Канал"):
        alone = analyse(rows).metrics.iloc[0]
        for figure in ("n", "value", "low", "high"):
            assert groups.loc[group, figure] == pytest.approx(alone[figure])


def test_the_groups_add_up_to_the_whole_and_the_largest_come_first(whole: Analysis) -> None:
    counts = whole.segments["n"].tolist()
    assert sum(counts) == whole.metrics["n"].iloc[0]
    assert counts == sorted(counts, reverse=True)


def test_answers_without_a_group_are_a_group_of_their_own(analyse: Analyse, few: pd.DataFrame) -> None:
    torn = few.assign(Канал=few["Канал"].where(few.index % 3 > 0))
    assert "" in analyse(torn).segments["group"].tolist()


# --- where it hurts --------------------------------------------------------------------------
def test_pain_is_told_by_the_taxonomy_and_by_the_column_of_touchpoints(
    whole: Analysis, few: pd.DataFrame
) -> None:
    assert whole.pyramid["group"].tolist() == list(PYRAMID)
    assert whole.journey["group"].tolist() == list(STAGES)
    assert set(whole.touchpoints["group"]) == set(few["Сегмент"]) - {""}
    assert (few["Сегмент"] != "").all()
    assert whole.touchpoints["n"].sum() == whole.drivers["n"].iloc[0]


def test_without_such_a_column_there_are_no_touchpoints(analyse: Analyse, few: pd.DataFrame) -> None:
    assert analyse(few, Wishes("Комментарий", "id", None, (), {"NPS": "nps"})).touchpoints.empty


# --- what is held equal ----------------------------------------------------------------------
@pytest.fixture
def timed(few: pd.DataFrame) -> pd.DataFrame:
    return few.assign(first_response_minutes=[str(1 + at % 90) for at in range(len(few))])


def test_times_of_tickets_are_held_equal_unless_the_user_says_not(
    analyse: Analyse, timed: pd.DataFrame
) -> None:
    held, free = analyse(timed), analyse(timed, replace(WISHES, control_times=False))
    assert held.data["controls"] == {"NPS": ("first_response_minutes",)}
    assert free.data["controls"] == {"NPS": ()}
    assert_frame_equal(free.drivers, analyse(timed.drop(columns="first_response_minutes")).drivers)
    assert (held.drivers["effect"].dropna() != free.drivers["effect"].dropna()).all()
    assert_frame_equal(held.drivers[["impact", "mentions"]], free.drivers[["impact", "mentions"]])


def test_a_time_that_only_some_comments_have_is_not_held_equal(analyse: Analyse, timed: pd.DataFrame) -> None:
    timed.loc[timed.index[::3], "first_response_minutes"] = ""
    assert analyse(timed).data["controls"] == {"NPS": ()}


def test_a_column_the_user_names_is_held_equal_and_said_so(analyse: Analyse, timed: pd.DataFrame) -> None:
    analysis = analyse(timed, replace(WISHES, controls=("канал",)))
    assert analysis.data["controls"] == {"NPS": ("Канал", "first_response_minutes")}
    for lang, said in (
        ("ru", "при одинаковых: Канал, время первого ответа."),
        ("en", "these held equal too: Канал, time to the first reply."),
    ):
        assert said in analysis.to_html(lang=lang)
    assert "Канал, время первого ответа" in repr(analysis)


def test_controls_add_up_in_any_order_and_batches(
    analyse: Analyse, timed: pd.DataFrame, monkeypatch: pytest.MonkeyPatch
) -> None:
    wishes = replace(WISHES, controls=("Канал",))
    whole = analyse(timed, wishes)
    monkeypatch.setattr(sources, "BATCH", 17)
    assert_equal(analyse(timed.sample(frac=1, random_state=4), wishes), whole)


def test_a_target_for_a_time_that_is_not_there_is_refused(analyse: Analyse, few: pd.DataFrame) -> None:
    with pytest.raises(UsageError, match="target for resolution_minutes"):
        analyse(few, replace(WISHES, targets={"resolution_minutes": 60}))
