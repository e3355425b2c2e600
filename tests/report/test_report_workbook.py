"""The workbook as a spreadsheet reads it: five sheets, filters, and nothing that can run."""

from __future__ import annotations

import math
import re
import zipfile
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import openpyxl
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl.workbook import Workbook

from otklik.errors import UsageError
from otklik.records import DRIVER_COLUMNS, Results
from otklik.report import workbook
from otklik.report.cells import FORMULA_STARTS, LIMIT
from otklik.report.texts import texts


@pytest.fixture
def written(results: Results, tmp_path: Path) -> Workbook:
    workbook.write(results, tmp_path / "out.xlsx")
    return openpyxl.load_workbook(tmp_path / "out.xlsx")


def column(book: Workbook, sheet: str, number: int) -> list[object]:
    return [row[number].value for row in book[sheet].iter_rows(min_row=2)]


def test_the_sheets_and_their_furniture(written: Workbook) -> None:
    watched = ["Изменения во времени", "Во времени"]
    assert written.sheetnames == [
        "Сводка",
        "Что движет оценкой",
        "Кому перезвонить",
        *watched,
        "Отзывы",
        "Упоминания",
    ]
    for name, width in (("Что движет оценкой", "S25"), ("Отзывы", "G9"), ("Упоминания", "H3")):
        assert written[name].freeze_panes == "A2"
        assert written[name].auto_filter.ref == f"A1:{width}"
    assert written["Отзывы"].column_dimensions["B"].width > 60


def test_no_cell_is_a_formula_or_a_link(written: Workbook) -> None:
    for sheet in written:
        assert not sheet.hyperlinks if hasattr(sheet, "hyperlinks") else True
        for row in sheet.iter_rows():
            for cell in row:
                assert cell.data_type != "f"
                assert cell.hyperlink is None
                assert not (isinstance(cell.value, str) and cell.value.startswith(FORMULA_STARTS))


def test_numbers_stay_numbers_and_long_ids_keep_their_digits(written: Workbook) -> None:
    assert column(written, "Отзывы", 2)[0] == -3.5
    assert column(written, "Отзывы", 0)[1] == "001"
    assert set(column(written, "Отзывы", 4)) == {"12345678901234567890"}


def test_times_are_the_wall_clock_of_their_zone(written: Workbook) -> None:
    assert column(written, "Отзывы", 3)[0] == datetime(2026, 3, 1)


def test_lists_are_joined(written: Workbook) -> None:
    assert column(written, "Отзывы", 5)[0] == "waiting_time, price_value"


def test_long_and_illegal_cells_are_mended_and_counted(written: Workbook) -> None:
    texts = column(written, "Отзывы", 1)
    assert texts[6] == "Спасибо\ufffd\ufffd!"
    assert len(str(texts[7])) == LIMIT
    assert str(texts[7]).endswith("…")
    told = [str(row[0].value) for row in written["Сводка"].iter_rows()]
    assert "1 ячейка длиннее 32 767 знаков обрезана (конец отмечен «…»)" in told
    assert "8 текстов начинались как формула и получили впереди апостроф" in told


def test_drivers_say_where_data_were_not_enough(written: Workbook, results: Results) -> None:
    rows = list(written["Что движет оценкой"].iter_rows(min_row=2, values_only=True))
    assert len(rows[0]) == 1 + len(DRIVER_COLUMNS)
    for row, (_, driver) in zip(rows, results.drivers.iterrows(), strict=True):
        impact = row[1 + DRIVER_COLUMNS.index("impact")]
        if math.isnan(driver["impact"]):
            assert impact == "мало данных"
        else:
            assert impact == pytest.approx(driver["impact"])


def test_absent_tables_are_announced(make: Callable[..., Results], tmp_path: Path) -> None:
    workbook.write(make(comments=None, mentions=None, watch=None), tmp_path / "out.xlsx", lang="en")
    book = openpyxl.load_workbook(tmp_path / "out.xlsx")
    assert book.sheetnames == ["Summary", "Drivers", "Callbacks", "Comments", "Mentions"]
    assert str(book["Comments"]["A1"].value).startswith("This table is not here")


@pytest.mark.parametrize(("lang", "other"), [("ru", "[A-Za-z]"), ("en", "[А-Яа-я]")])
def test_every_sheet_is_named_in_the_language_of_the_workbook(
    results: Results, tmp_path: Path, lang: str, other: str
) -> None:
    say = texts(lang)
    told = {key: say(key) for key in say.say if key.startswith("sheet.")}
    assert len(set(told.values())) == len(told) > 20
    assert not [name for name in told.values() if re.search(other, name)]
    assert all(len(name) <= 27 and not set(name) & set(r"[]:*?/\'") for name in told.values())  # and ' 999'
    workbook.write(results, tmp_path / "out.xlsx", lang=lang)
    assert set(openpyxl.load_workbook(tmp_path / "out.xlsx").sheetnames) <= set(told.values())


def test_more_rows_than_a_sheet_holds_go_on_in_the_next(
    results: Results, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("otklik.report.book.ROWS", 3)
    workbook.write(results, tmp_path / "out.xlsx")
    book = openpyxl.load_workbook(tmp_path / "out.xlsx")
    names = [name for name in book.sheetnames if name.startswith("Отзывы")]
    assert names == ["Отзывы", "Отзывы 2", "Отзывы 3"]
    ids = [value for name in names for value in column(book, name, 0)]
    assert ids == list(results.comments["comment_id"]) if results.comments is not None else False
    assert all(book[name].freeze_panes == "A2" for name in names)


def test_without_scores_and_rows(scoreless: Results, make: Callable[..., Results], tmp_path: Path) -> None:
    assert scoreless.comments is not None
    bare = make(metrics=scoreless.metrics, drivers=scoreless.drivers, comments=scoreless.comments.head(0))
    workbook.write(bare, tmp_path / "out.xlsx")
    assert openpyxl.load_workbook(tmp_path / "out.xlsx")["Отзывы"].max_row == 1


def test_the_same_results_give_the_same_bytes(results: Results, tmp_path: Path) -> None:
    for name in ("a.xlsx", "b.xlsx"):
        workbook.write(results, tmp_path / name)
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()


def test_markup_in_a_comment_does_not_become_part_of_the_file(
    make: Callable[..., Results], tmp_path: Path
) -> None:
    evil = "<r><t>x</t></r><f>1+1</f></r>"
    workbook.write(make(comments=pd.DataFrame({"text": [evil]})), tmp_path / "out.xlsx")
    book = openpyxl.load_workbook(tmp_path / "out.xlsx")
    assert book["Отзывы"]["A2"].value == "'" + evil
    with zipfile.ZipFile(tmp_path / "out.xlsx") as archive:
        assert not any(b"<f>" in archive.read(name) for name in archive.namelist() if "sheet" in name)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.text(st.characters(exclude_characters="\r"), max_size=60), min_size=1, max_size=20))
def test_any_text_comes_back_as_it_was(
    make: Callable[..., Results], tmp_path: Path, values: list[str]
) -> None:
    workbook.write(
        make(comments=pd.DataFrame({"text": pd.Series(values, dtype=object)})), tmp_path / "out.xlsx"
    )
    book = openpyxl.load_workbook(tmp_path / "out.xlsx")
    for value, read in zip(values, column(book, "Отзывы", 0), strict=True):
        text = str(read or "")
        assert not text.startswith(FORMULA_STARTS)
        if "\ufffd" not in text:
            assert text.removeprefix("'") == value.removeprefix("'")


def test_a_missing_folder_is_named_and_nothing_is_left(results: Results, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="does not exist"):
        workbook.write(results, tmp_path / "no" / "out.xlsx")
    assert list(tmp_path.iterdir()) == []
