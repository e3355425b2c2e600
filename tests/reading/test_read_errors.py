"""Bad input: one clear message that says what, where and how to mend it."""

from __future__ import annotations

import gzip
import zipfile
from pathlib import Path

import pandas as pd
import pytest

from otklik.errors import InputError, UndecidedError, UsageError
from otklik.reading.opening import open_table
from otklik.reading.undivided import undivided

TICKETS = b"id;comment\n" + b"".join(b"%d;text number %d\n" % (n, n) for n in range(3000))
BAD: dict[str, tuple[str, bytes, str]] = {
    "empty": ("x.csv", b"", "empty"),
    "blank": ("x.csv", b"\xef\xbb\xbf \r\n\r\n", "empty"),
    "header only": ("x.csv", "id;Комментарий\n".encode(), "no rows"),
    "truncated gzip": ("x.csv.gz", gzip.compress(TICKETS)[:-20], "cut short"),
    "parquet inside gzip": ("x.gz", gzip.compress(b"PAR1" + bytes(50)), "inside gzip"),
    "binary named csv": ("x.csv", bytes(range(256)) * 8, "NUL bytes"),
    "NUL bytes": ("x.csv", b"id;comment\n1;good\0bad\n", "NUL bytes (first at byte 17)"),
    "PDF": ("x.csv", b"%PDF-1.7 ...", "PDF"),
    "picture": ("x.xlsx", b"\x89PNG\r\n\x1a\n", "picture"),
    "web page": ("x.xls", b"<html><body><p>Log in</p></body></html>", "web page without a table"),
    "password": (
        "x.xlsx",
        b"\xd0\xcf\x11\xe0" + bytes(600) + "EncryptedPackage".encode("utf-16-le"),
        "password",
    ),
    "damaged workbook": ("x.xlsx", b"PK\x03\x04" + bytes(100), "damaged"),
    "damaged xls": ("x.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "damaged"),
    "damaged parquet": ("x.parquet", b"PAR1" + bytes(100), "damaged Parquet"),
    "ragged, too long": (
        "x.csv",
        b"id;comment\n1;good\n2;bad;worse\n3;ok\n4;ok\n",
        "row 2 of the data (line 3)",
    ),
    "ragged, too short": (
        "x.csv",
        b"id;a;comment\n1;x;good\n2\n3;x;ok\n4;x;y\n",
        "row 2 of the data (line 3)",
    ),
    "quote never closed": ("x.csv", TICKETS * 5 + b'2;"bad\n3;ok\n', "never closed"),
    "JSON line": ("x.jsonl", b'{"a": 1}\n{"a": \n', "line 2"),
    "JSON list": ("x.json", b'[{"a": 1},\n {"a": }]', "line 2"),
    "JSON list cut": ("x.json", b'[{"a": 1},\n {"a": 2}', "line 2"),
    "JSON object": ("x.json", b'{"a": 1,\n "b": }', "line 2"),
    "JSON of no list": ("x.json", b'{\n"a": 1}', "one list of objects"),
    "JSON of two lists": ("x.json", b'{"a": [{"x": 1}], "b": [{"x": 2}]}', "a, b"),
    "JSON empty": ("x.json", b"[]", "no objects"),
}


@pytest.mark.parametrize("name", BAD)
def test_bad_file(tmp_path: Path, name: str) -> None:
    file, content, expected = BAD[name]
    path = tmp_path / file
    path.write_bytes(content)
    with pytest.raises(InputError) as caught:
        list(open_table(path).batches())
    assert expected in caught.value.message
    assert file in caught.value.message
    assert caught.value.mend


def test_missing_file(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="there is no file"):
        open_table(tmp_path / "nothing.csv")


def test_a_name_nearly_right_is_answered_with_the_right_one(tmp_path: Path) -> None:
    (tmp_path / "Отзывы за май.csv").write_bytes(TICKETS)
    with pytest.raises(InputError, match=r"did you mean 'Отзывы за май\.csv'"):
        open_table(tmp_path / "Отзыв за май.csv")


def test_missing_folder(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"there is no folder .*may"):
        open_table(tmp_path / "may" / "export.csv")


@pytest.mark.parametrize("name", ["~$survey.xlsx", ".~lock.survey.xlsx#"])
def test_the_file_beside_an_open_workbook_is_not_read_for_it(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(b"Anna" + bytes(160))
    with pytest.raises(InputError, match=r"who has survey\.xlsx open") as caught:
        open_table(tmp_path / name)
    assert caught.value.mend == "name survey.xlsx itself"


def test_folder(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="is a folder"):
        open_table(tmp_path)


def test_zip_that_is_no_workbook(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "x.xlsx", "w") as archive:
        archive.writestr("data.csv", "a,b")
    with pytest.raises(InputError, match="zip archive"):
        open_table(tmp_path / "x.xlsx")


def test_ragged_row_far_down_is_named(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_bytes(TICKETS + b"3000;bad;cell\n" + b"3001;good\n" * 9)
    with pytest.raises(InputError, match=r"row 3001 of the data \(line 3002\) has 3 cells"):
        list(open_table(path).batches())


def test_harmless_blank_cells_far_down_are_read(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_bytes(TICKETS + b"3000;good;;\n" + b"3001;good\n")
    assert sum(len(batch) for batch in open_table(path).batches(size=999)) == 3002


@pytest.mark.parametrize("delimiter", [";", ","])
def test_damaged_letter_far_down_is_placed(tmp_path: Path, delimiter: str) -> None:
    path = tmp_path / "x.csv"
    rows = "".join(f"{n};долго ждали\n" for n in range(60_000))
    path.write_bytes(
        ("id;отзыв\n" + rows).replace(";", delimiter).encode()
        + delimiter.join(["7", ""]).encode()
        + b"\xff\n"
    )
    with pytest.raises(InputError, match=r"line 60002.*not utf-8") as caught:
        list(open_table(path).batches())
    assert caught.value.mend
    assert "--encoding utf-8" in caught.value.mend
    assert sum(len(batch) for batch in open_table(path, encoding="utf-8").batches()) == 60_001


def test_sheet_that_is_not_there(tmp_path: Path) -> None:
    import openpyxl

    book = openpyxl.Workbook()
    book.active.append(["id"])
    book.save(tmp_path / "x.xlsx")
    with pytest.raises(InputError, match=r"no sheet 'Март'.*'Sheet'"):
        open_table(tmp_path / "x.xlsx", sheet="Март")


def test_wrong_encoding_told(tmp_path: Path) -> None:
    (tmp_path / "x.csv").write_bytes("id;отзыв\n1;всё очень долго\n".encode("cp1251"))
    with pytest.raises(InputError, match="is not utf-8") as caught:
        open_table(tmp_path / "x.csv", encoding="utf-8")
    assert caught.value.mend == "--encoding cp1251"


def test_unknown_encoding_told(tmp_path: Path) -> None:
    (tmp_path / "x.csv").write_text("id;a\n1;b\n")
    with pytest.raises(InputError, match="no encoding 'cp-what'"):
        open_table(tmp_path / "x.csv", encoding="cp-what")


def test_bad_delimiter_told(tmp_path: Path) -> None:
    (tmp_path / "x.csv").write_text("id;a\n1;b\n")
    with pytest.raises(UsageError, match="one character"):
        open_table(tmp_path / "x.csv", delimiter="::")


@pytest.mark.parametrize("name", ["base64", "hex", "rot13", "idna", "punycode", "undefined", "a\0b"])
def test_encoding_that_is_none_of_text_files(tmp_path: Path, name: str) -> None:
    (tmp_path / "x.csv").write_text("id;отзыв\n1;долго\n", "utf-8")
    with pytest.raises(InputError, match="there is no encoding"):
        open_table(tmp_path / "x.csv", encoding=name)


@pytest.mark.parametrize("name", ["utf-16", "utf-32"])
def test_told_utf16_without_its_mark(tmp_path: Path, name: str) -> None:
    (tmp_path / "x.csv").write_text("id;отзыв\n1;долго\n", "utf-8")
    with pytest.raises(InputError, match=f"is not {name}") as caught:
        open_table(tmp_path / "x.csv", encoding=name)
    assert caught.value.mend == "--encoding utf-8"


def test_one_bad_byte_late_in_ascii_offers_utf8(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_bytes(b"".join(b"%d;it was slow\n" % n for n in range(14_000)) + b"7;b\x81d\n")
    with pytest.raises(UndecidedError, match="cannot be told") as caught:
        list(open_table(path).batches())
    assert "--encoding utf-8" in str(caught.value.mend)
    *_, last = open_table(path, encoding="utf-8").batches()
    assert last.iloc[-1].tolist() == ["7", "b�d"]


DEEP, LONG = "[" * 100_000 + "]" * 100_000, "9" * 5000


@pytest.mark.parametrize("value", [DEEP, LONG], ids=["deep", "long"])
@pytest.mark.parametrize("shape", ['{"a": %s}\n{"a": 1}\n', '[{"a": %s}]', '{"rows": [{"a": %s}]}', "[%s]"])
def test_json_that_python_cannot_hold(tmp_path: Path, shape: str, value: str) -> None:
    (tmp_path / "x.json").write_text(shape % value)
    with pytest.raises(InputError, match=r"x\.json") as caught:
        list(open_table(tmp_path / "x.json").batches())
    assert caught.value.mend


@pytest.mark.parametrize(
    ("header", "told"),
    [
        ("Отзыв,Оценка", "2 columns: 'Отзыв', 'Оценка'"),
        ("Дата; Отзыв; Оценка", "--delimiter ';'"),
        ("date\tcomment", "--delimiter tab"),
        ("Отзыв, пожелания", ""),
        ("Что понравилось, а что нет?", ""),
        ("Комментарий", ""),
    ],
)
def test_a_header_of_several_columns_over_lines_read_whole_is_told(header: str, told: str) -> None:
    notes = undivided((header,))
    assert bool(notes) == bool(told)
    assert told in " ".join(notes)
    assert not undivided((header, "Оценка"))


def test_texts_with_delimiters_that_nobody_quoted_are_told(tmp_path: Path) -> None:
    lines = ["Отзыв,Оценка", *["Плохо,1", "Нормально,3", "Всё, в общем, хорошо,5"] * 20]
    (tmp_path / "a.csv").write_text("\n".join(lines), encoding="utf-8")
    assert any("the header names 2 columns" in note for note in open_table(tmp_path / "a.csv").notes)
    with pytest.raises(InputError, match=r"row 3 of the data \(line 4\) has 4 cells"):
        open_table(tmp_path / "a.csv", delimiter=",")


def test_a_sheet_that_is_nearly_named_is_answered_with_its_name(tmp_path: Path) -> None:
    with pd.ExcelWriter(tmp_path / "a.xlsx") as book:
        for name in ("Инфо", "Ответы на форму (1)"):
            pd.DataFrame({"Отзыв": ["Быстро"]}).to_excel(book, sheet_name=name, index=False)
    with pytest.raises(InputError) as refused:
        open_table(tmp_path / "a.xlsx", sheet="Ответы")
    assert refused.value.mend == '--sheet "Ответы на форму (1)"'
