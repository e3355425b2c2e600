"""The Python face, as a notebook uses it."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import otklik
from otklik.errors import ColumnError, InputError, JoinError, UndecidedError, UsageError
from otklik.records import LABEL_COLUMNS, MENTION_COLUMNS
from otklik.resources import folder

DEMO = folder("data") / "demo"
WAITED = "Ждал две недели"


@pytest.fixture(scope="module")
def comments() -> pd.DataFrame:
    return otklik.read(DEMO / "comments.csv")


@pytest.fixture(scope="module")
def analysis() -> otklik.Analysis:
    return otklik.analyze(
        DEMO / "comments.csv", text="Комментарий", id="id", date="Дата", scores={"NPS": "nps"}
    )


# --- read, lemmatize -------------------------------------------------------------------------
def test_read_gives_the_table_and_what_was_found_out(comments: pd.DataFrame) -> None:
    assert list(comments) == ["id", "Дата", "Канал", "Сегмент", "NPS", "Комментарий"]
    assert comments.attrs["otklik"]["delimiter"] == ";"


def test_read_takes_what_it_is_told(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes("текст|n\nок|1\nхм|2\n".encode("cp1251"))
    assert otklik.read(tmp_path / "a.csv", encoding="cp1251", delimiter="|")["текст"].tolist() == ["ок", "хм"]


def test_read_names_a_file_that_is_not_there() -> None:
    with pytest.raises(InputError, match=r"no\.csv"):
        otklik.read("no.csv")


@pytest.mark.parametrize(
    ("language", "words", "lemmas"),
    [("ru", ["недели", "Ещё", "шла"], ["неделя", "еще", "идти"]), ("en", ["children"], ["child"])],
)
def test_lemmatize_gives_a_lemma_for_each_word(language: str, words: list[str], lemmas: list[str]) -> None:
    assert otklik.lemmatize(words, language=language) == lemmas


def test_lemmatize_knows_its_languages() -> None:
    with pytest.raises(UsageError):
        otklik.lemmatize(["mots"], language="fr")


# --- tag -------------------------------------------------------------------------------------
@pytest.mark.parametrize("kind", [list, tuple, pd.Series, np.array, iter])
def test_tag_takes_texts_in_any_wrapping(kind: type) -> None:
    tagged = otklik.tag(kind([WAITED, "great app", WAITED]))
    assert tagged.comments["text"].tolist() == [WAITED, "great app", WAITED]
    assert tagged.comments["comment_id"].tolist() == ["1", "2", "3"]
    assert tagged.mentions["comment_id"].tolist()[0] == "1"
    assert tagged.mentions["evidence"].tolist()[0] == WAITED


def test_tag_of_nothing_is_an_empty_table_of_the_same_columns() -> None:
    tagged = otklik.tag([])
    assert list(tagged.comments) == ["comment_id", "text", *LABEL_COLUMNS]
    assert list(tagged.mentions) == list(MENTION_COLUMNS)
    assert len(tagged.comments) == len(tagged.mentions) == 0


def test_what_is_no_text_counts_as_blank() -> None:
    tagged = otklik.tag(["", None, float("nan"), pd.NA, 5])  # type: ignore[list-item]
    assert set(tagged.comments["sentiment"]) == {"neutral"}
    assert tagged.comments["topics"].tolist() == [[]] * 5


@pytest.mark.parametrize("index", [[5, 5, 9], list("abc"), pd.date_range("2026-01-01", periods=3)])
def test_labels_stand_beside_the_rows_they_belong_to(index: object) -> None:
    texts = pd.Series([WAITED, "ок", None], index=index, dtype=object)
    assert otklik.tag(texts).comments.index.equals(texts.index)
    frame = pd.DataFrame({"отзыв": texts, "x": [1, 2, 3]})
    tagged = otklik.tag(frame, text="отзыв")
    assert tagged.comments.index.equals(frame.index)
    assert tagged.comments["x"].tolist() == [1, 2, 3]


def test_tag_keeps_every_column_and_the_ids(comments: pd.DataFrame) -> None:
    tagged = otklik.tag(comments, text="Комментарий", id="id")
    for name in comments:
        pd.testing.assert_series_equal(tagged.comments[name], comments[name])
    assert tagged.comments["comment_id"].tolist() == comments["id"].tolist()
    assert set(tagged.mentions["comment_id"]) <= set(comments["id"])


def test_tag_leaves_its_input_alone() -> None:
    frame = pd.DataFrame({"text": [WAITED], "topics": ["mine"]}, index=[3])
    before = frame.copy(deep=True)
    tagged = otklik.tag(frame, text="text")
    pd.testing.assert_frame_equal(frame, before)
    assert tagged.comments["topics (input)"].tolist() == ["mine"]


def test_columns_may_be_numbers_but_not_twins() -> None:
    assert otklik.tag(pd.DataFrame([[WAITED]]), text="0").comments["topics"].tolist() == [["waiting_time"]]
    with pytest.raises(ColumnError, match="several columns are called 'a'"):
        otklik.tag(pd.DataFrame([[WAITED, "x"]], columns=["a", "a"]))


def test_one_text_is_one_comment() -> None:
    tagged = otklik.tag(WAITED)
    assert tagged.comments["text"].tolist() == [WAITED]
    assert tagged.mentions["topic"].tolist() == ["waiting_time"]


@pytest.mark.parametrize("kind", [list, lambda texts: pd.Series(texts, dtype=object)])
def test_half_an_emoji_is_shown_as_damaged(kind: type) -> None:
    texts = kind([f"\ud83d {WAITED}", None, "👍"])
    tagged = otklik.tag(texts)
    assert tagged.comments["text"].tolist()[::2] == [f"\ufffd {WAITED}", "👍"]
    assert tagged.mentions["start"].tolist()[0] == 2
    assert texts[0][0] == "\ud83d"


def test_half_an_emoji_breaks_no_table() -> None:
    columns = {"text": [WAITED, "\ud83d ок"], "kind": ["\udc4d", 5], "NPS": [3, 9]}
    frame = pd.DataFrame({name: pd.Series(values, dtype=object) for name, values in columns.items()})
    assert otklik.tag(frame, text="text").comments["kind"].tolist() == ["\ufffd", 5]
    found = otklik.analyze(frame[["text", "NPS"]], text="text", scores={"NPS": "nps"})
    assert found.metrics.loc[0, "n"] == 2
    assert frame.loc[0, "kind"] == "\udc4d"


def test_a_text_column_that_cannot_be_told_is_asked_for() -> None:
    frame = pd.DataFrame({"a": [f"one long answer of words {i}" for i in range(9)]})
    with pytest.raises(UndecidedError, match=r"--text"):
        otklik.tag(frame.assign(b=frame["a"] + "!"))


def test_two_processes_label_as_one(comments: pd.DataFrame) -> None:
    some = comments.head(40)
    one, two = (otklik.tag(some, text="Комментарий", workers=n) for n in (1, 2))
    pd.testing.assert_frame_equal(one.comments, two.comments, check_exact=True)
    pd.testing.assert_frame_equal(one.mentions, two.mentions, check_exact=True)


def test_tagged_shows_itself() -> None:
    tagged = otklik.tag([WAITED, "<b>great</b>"])
    assert repr(tagged).startswith("Tagged(2 comments, ")
    assert "&lt;b&gt;" in tagged._repr_html_()


def test_an_edited_taxonomy_is_read_anew(tmp_path: Path) -> None:
    path = tmp_path / "mine.yaml"
    bundled = (folder("data") / "taxonomy.yaml").read_text(encoding="utf-8")
    path.write_text(bundled, encoding="utf-8")
    assert otklik.tag([WAITED], taxonomy=path).mentions["topic"].tolist() == ["waiting_time"]
    path.write_text(bundled.replace("waiting_time", "queue"), encoding="utf-8")
    assert "waiting_time" not in set(otklik.tag([WAITED], taxonomy=path).mentions["topic"])


# --- join ------------------------------------------------------------------------------------
def test_join_gives_the_table_and_the_report() -> None:
    left = pd.DataFrame({"id": [1, 2, 3], "text": list("abc")})
    joined = otklik.join(left, pd.DataFrame({"id": ["1", "3", "9"], "csat": [5, 1, 2]}), key="id")
    assert joined.comments["csat"].tolist()[::2] == [5, 1]
    assert (joined.report.left_matched, joined.report.right_matched) == (2, 2)


def test_join_refuses_many_to_many() -> None:
    both = pd.DataFrame({"id": [7, 7], "text": ["a", "b"]})
    with pytest.raises(JoinError, match="'7'"):
        otklik.join(both, both, key="id")


# --- compare ---------------------------------------------------------------------------------
def test_two_tables_are_compared(comments: pd.DataFrame) -> None:
    said = {"text": "Комментарий", "scores": {"NPS": "nps"}}
    found = otklik.compare(comments.head(80), comments.tail(80), **said)
    assert isinstance(found, otklik.Comparison)
    assert found.changes.sizes == (78, 79)  # the others are blank
    row = found.scores.iloc[0]
    parts = found.parts[["volume", "severity"]].sum(axis=None)
    assert row["change"] == pytest.approx(row["rest"] + parts)
    assert (found.topics["mentions_first"] > 0).any()


# --- analyze ---------------------------------------------------------------------------------
def test_analysis_has_what_it_promises(analysis: otklik.Analysis) -> None:
    assert analysis.metrics.loc[0, "score"] == "NPS"
    assert {"topic", "polarity", "impact", "p_adjusted", "importance"} <= set(analysis.drivers)
    assert len(analysis.comments) == analysis.data["rows"]
    assert set(analysis.mentions["comment_id"]) <= set(analysis.comments["comment_id"])
    assert analysis.join_report is None


def test_analysis_shows_itself(analysis: otklik.Analysis) -> None:
    assert repr(analysis).startswith("NPS: ")
    assert "NPS" in analysis._repr_html_()
    assert "<script>" not in analysis._repr_html_()


def test_analysis_writes_itself(analysis: otklik.Analysis, tmp_path: Path) -> None:
    page = analysis.to_html(tmp_path / "a.html")
    assert (tmp_path / "a.html").read_text(encoding="utf-8") == page
    analysis.to_xlsx(tmp_path / "a.xlsx")
    with pd.ExcelFile(tmp_path / "a.xlsx", engine="openpyxl") as book:
        assert book.sheet_names == [
            "Сводка",
            "Что движет оценкой",
            "Кано",
            "Важность и качество",
            "Кому перезвонить",
            "Изменения",
            "Из чего изменение",
            "Изменения тем",
            "Изменения во времени",
            "Во времени",
            "Отзывы",
            "Упоминания",
            "Пирамида опыта",
            "Путь клиента",
            "Оценка спорит с текстом",
            "Спорные отзывы",
            "Кто пишет комментарий",
        ]
    assert json.loads(analysis.to_json(tmp_path / "a.json"))["metrics"][0]["score"] == "NPS"
    assert (tmp_path / "a.json").read_text(encoding="utf-8") == analysis.to_json() + "\n"


def test_the_language_of_the_report_may_be_chosen(analysis: otklik.Analysis) -> None:
    assert analysis.language == "ru"
    assert 'lang="en"' in analysis.to_html(lang="en")


def test_a_table_gives_what_its_file_gives(analysis: otklik.Analysis, comments: pd.DataFrame) -> None:
    again = otklik.analyze(comments, text="Комментарий", id="id", date="Дата", scores={"NPS": "nps"})
    nameless = replace(
        analysis, data={name: told for name, told in analysis.data.items() if name != "sha256"}
    )
    assert again.to_json() == nameless.to_json()
    assert "sha256" not in again.data  # a table has no file that could be compared


def test_scores_may_come_from_a_second_table(comments: pd.DataFrame) -> None:
    tickets = otklik.read(DEMO / "tickets.csv")
    common = {"text": "Комментарий", "scores": {"csat": "csat5"}, "key": "id"}
    of_frames = otklik.analyze(comments, other=tickets, **common)
    of_files = otklik.analyze(DEMO / "comments.csv", other=DEMO / "tickets.csv", **common)
    assert of_frames.join_report == of_files.join_report
    assert of_frames.join_report.left_matched == comments["id"].isin(tickets["id"]).sum()
    pd.testing.assert_frame_equal(of_frames.drivers, of_files.drivers, check_exact=True)


def test_what_the_command_is_told_python_is_told_too(comments: pd.DataFrame) -> None:
    few = comments.head(60)
    twice = few["Комментарий"].str.len().nlargest(2).index
    few = pd.concat([few, few.loc[twice]], ignore_index=True)
    few = few.assign(first_response_minutes=range(1, 63), who=[f"c{at % 20}" for at in range(62)])
    found = otklik.analyze(
        few,
        text="Комментарий",
        scores={"NPS": "nps"},
        date="Дата",
        date_order="dmy",
        customer="who",
        touchpoint="Канал",
        controls=["Сегмент"],
        response_target=30,
        split_date="2026-01-10",
        deduplicate=True,
        minimum=3,
        repeat_days=5,
        block=["/ждал\\w*/"],
        lang="en",
    )
    assert found.data["roles"].customer == "who"
    assert found.data["repeats"]["days"] == 5
    assert found.data["duplicates"] == 2
    assert found.data["rows"] == 60
    assert found.data["controls"] == {"NPS": ("Сегмент", "first_response_minutes")}
    assert set(found.touchpoints["group"]) == set(few["Канал"]) - {""}
    assert set(found.sla["to"].dropna()) == {30}
    assert found.drivers["impact"].notna().any(), "three mentions are enough when the user says so"
    assert found.changes is not None
    assert found.changes.split == "2026-01-10"
    assert found.language == "en"


def test_an_option_that_is_none_is_named(comments: pd.DataFrame) -> None:
    with pytest.raises(UsageError, match="no option 'score'; did you mean 'scores'"):
        otklik.analyze(comments, score={"NPS": "nps"})
    with pytest.raises(UsageError, match="no option 'txt'"):
        otklik.compare(comments, comments, txt="Комментарий")


def test_no_scores_means_topics_only(comments: pd.DataFrame) -> None:
    found = otklik.analyze(comments.head(30), text="Комментарий", scores={})
    assert len(found.metrics) == len(found.drivers) == 0
    assert found.topics["share"].sum() > 0
    assert "<html" in found.to_html()


@pytest.mark.parametrize(
    ("scores", "error", "mend"),
    [
        ({"NSP": "nps"}, ColumnError, "NPS"),
        ({"NPS": "csat3"}, UndecidedError, "csat3:1=best"),
        ({"NPS": "npz"}, UsageError, "csat235"),
    ],
)
def test_a_mistake_says_how_to_mend_it(
    comments: pd.DataFrame, scores: dict[str, str], error: type[Exception], mend: str
) -> None:
    with pytest.raises(error, match=mend):
        otklik.analyze(comments, text="Комментарий", scores=scores)


def test_the_package_names_what_it_offers() -> None:
    assert {"read", "lemmatize", "tag", "join", "analyze", "stats", "drivers"} <= set(dir(otklik))
    assert all(getattr(otklik, name) is not None for name in otklik.__all__)
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        otklik.nothing  # noqa: B018
