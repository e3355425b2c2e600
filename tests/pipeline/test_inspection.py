"""What is said of a file before it is worked on, and the command that goes on from there."""

from __future__ import annotations

import json
import shlex
from pathlib import Path

import pandas as pd
import pytest

from otklik.pipeline.inspection import Inspection, inspect
from otklik.pipeline.source import Wishes
from otklik.reading.table import Asked

TEXTS = [f"Ждал ответа {at} недель, позвоните 8 916 123-45-{at:02}" for at in range(20, 40)]


def table(**columns: object) -> pd.DataFrame:
    return pd.DataFrame({"Комментарий": TEXTS} | columns)


def command(found: Inspection) -> list[str]:
    return shlex.split(found.command)[2:]


def test_columns_have_their_roles_and_how_full_they_are() -> None:
    found = inspect(table(NPS=[*range(10), *range(10)], Канал=["чат", None] * 10))
    columns = {column.name: column for column in found.columns}
    assert (columns["Комментарий"].role, columns["NPS"].role, columns["NPS"].kind) == ("text", "score", "nps")
    assert (columns["Канал"].filled, columns["Канал"].distinct) == (0.5, 1)
    assert found.rows_seen == 20


def test_samples_show_nothing_personal() -> None:
    found = inspect(table(Email=[f"ann{at}@mail.example" for at in range(20)]))
    for text in (found.to_text(), found.to_json()):
        assert "[phone]" in text
        assert "916" not in text
        assert "@mail" not in text


def test_text_and_json_tell_the_same(tmp_path: Path) -> None:
    file = tmp_path / "in.csv"
    table(NPS=range(20)).to_csv(file, index=False, sep=";", encoding="cp1251")
    found = inspect(file)
    told = json.loads(found.to_json())
    assert set(told) == {"facts", "notes", "rows_seen", "columns", "guesses", "doubts", "offers", "command"}
    assert (told["facts"]["encoding"], told["facts"]["delimiter"]) == ("cp1251", ";")
    for part in (*map(str, told["facts"].values()), *told["notes"], told["command"]):
        assert part in found.to_text()


def test_a_tab_is_shown_by_its_name(tmp_path: Path) -> None:
    file = tmp_path / "in.tsv"
    table(NPS=range(20)).to_csv(file, index=False, sep="\t")
    lines = inspect(file).to_text().splitlines()
    assert ["delimiter", "tab"] in map(str.split, lines)
    assert ["rows", "20"] in map(str.split, lines)


def test_what_the_user_said_is_in_the_command() -> None:
    asked = Asked(encoding="cp1251", delimiter="\t", sheet="Лист 1", with_agents=True)
    wishes = Wishes(date_order="dmy", score_words=None, scores={})
    found = inspect(table(), wishes, asked=asked)
    flags = [
        "--date-order",
        "dmy",
        "--encoding",
        "cp1251",
        "--delimiter",
        "tab",
        "--sheet",
        "Лист 1",
        "--with-agents",
    ]
    assert command(found) == ["FILE", "--text", "Комментарий", *flags]


@pytest.mark.parametrize(
    "header",
    ['Что "не" так', "it's $5 & more!", "a=b: c", "`x` \\ y", "два\tслова", "-x", "#1; нет | да > всё"],
)
def test_any_header_comes_back_from_the_shell(header: str) -> None:
    found = inspect(
        pd.DataFrame({header: TEXTS, "NPS": range(20)}), Wishes(text=header, scores={"NPS": "nps"})
    )
    assert command(found)[:3] == ["FILE", "--text", header]


def test_a_file_that_begins_like_a_flag(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    table().to_csv("-in $x.csv", index=False)
    assert command(inspect("-in $x.csv"))[0] == "./-in $x.csv"


def test_several_texts_are_a_doubt_and_the_longest_an_example() -> None:
    found = inspect(pd.DataFrame({"Что понравилось?": TEXTS, "Что не понравилось?": TEXTS[::-1]}))
    assert len(found.doubts) == 1
    assert '--text "Что не понравилось?"' in str(found.doubts[0].flag)
    assert command(found)[:2] == ["FILE", "--text"]
    assert "settle the doubts" in found.to_text()


@pytest.mark.parametrize("times", [1, 150])
def test_the_rows_of_a_text_file_are_counted(tmp_path: Path, times: int) -> None:
    file = tmp_path / "in.csv"
    pd.concat([table(NPS=range(20))] * times).to_csv(file, index=False)
    assert inspect(file).facts["n_rows"] == 20 * times


def test_what_else_could_be_taken_in_is_offered_and_not_taken() -> None:
    pluses = [f"Вежливый персонал, зал {at}" for at in range(20)]
    found = inspect(table(Достоинства=pluses, Оценка=[1, 2, 3, 4, 5] * 4, Комфорт=[1, 2, 3, 4, 5] * 4))
    texts, scores = found.offers
    assert texts.flag == '--text "Комментарий" --text "Достоинства"'
    assert scores.flag == '--score "Оценка=stars5" --score "Комфорт=stars5"'
    assert "Достоинства" not in found.command
    for told in (texts.what, texts.flag, scores.what, scores.flag):
        assert told in found.to_text()


def test_groups_titles_counts_and_words_are_not_offered() -> None:
    titles = [f"Недоволен доставкой {at}" for at in range(20)]
    plain = table(Заголовок=titles, Канал=["чат", "почта"] * 10, Квартал=[1, 2, 3, 4] * 5, Всего=range(20))
    assert not inspect(plain).offers


def test_a_score_with_one_reading_is_a_doubt_and_settled() -> None:
    found = inspect(table(Балл=[at % 11 for at in range(20)]))
    assert [doubt.what.startswith("which score") for doubt in found.doubts] == [True]
    assert command(found)[-2:] == ["--score", "Балл=nps"]


def test_no_direction_is_chosen_for_the_user() -> None:
    found = inspect(table(Оценка=[1 + at % 3 for at in range(20)]))
    assert command(found)[-2:] == ["--score", "Оценка=KIND"]
    assert str(found.doubts[0].flag).startswith('say it: --score "Оценка=csat3:1=best" or ')
    assert "csat3:1=best" in str(found.doubts[0].flag)
    assert "csat3:3=best" in str(found.doubts[0].flag)


def test_a_doubt_is_told_once() -> None:
    found = inspect(table(Оценка=[1, 2, 3, 4, 5] * 4, Балл=[0, 1, 2, 4, 5] * 4))
    assert [guess.role for guess in found.guesses if guess.column == "Балл"] == ["unclear score"]
    assert [line.split(":")[0] for line in found.to_text().splitlines() if "'Балл'" in line] == ["DOUBT"]


def test_a_date_that_can_be_read_two_ways_is_a_doubt() -> None:
    found = inspect(table(date=[f"0{1 + at % 9}/0{1 + at % 8}/2026" for at in range(20)]))
    assert [doubt.flag for doubt in found.doubts] == ['--date "date" --date-order dmy, or mdy']
    assert command(found)[-4:] == ["--date", "date", "--date-order", "dmy"]
