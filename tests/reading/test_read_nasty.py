"""A corpus of small nasty files: encodings × delimiters × header shapes × formats, expectation by hand."""

from __future__ import annotations

import gzip
import json
from datetime import datetime
from pathlib import Path

import openpyxl
import pandas as pd
import pytest

from otklik.reading.opening import open_table
from otklik.reading.roles import recognise

HEADER = ["№", "Дата", "Оценка", "Комментарий"]
ROWS = [
    ["001", "11.03.2026", "9", "Всё быстро, вежливо; спасибо!"],
    ["002", "12.03.2026", "3", "Ждал 40 минут.\nПотом «бросили трубку»"],
    ["003", "", "", 'Сказали: "перезвоним" | не перезвонили'],
]
ENGLISH = [["id", "Score", "Comment"], ["1", "10", "Great; quick, polite"], ["2", "4", 'They said "soon"']]


def written(rows: list[list[str]], delimiter: str, end: str = "\r\n") -> str:
    def cell(text: str) -> str:
        special = any(sign in text for sign in (delimiter, '"', "\n"))
        return '"' + text.replace('"', '""') + '"' if special else text

    return "".join(delimiter.join(map(cell, row)) + end for row in rows)


def everything(path: Path, **told: str) -> tuple[list[str], list[list[str]]]:
    frame = pd.concat(list(open_table(path, **told).batches(size=2)))
    return list(frame.columns), frame.astype(object).where(frame.notna(), "").to_numpy().tolist()


@pytest.mark.parametrize("delimiter", [";", ",", "\t", "|"])
@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1251", "koi8-r", "cp866"]
)
@pytest.mark.parametrize("titles", ["", "Отчёт по отзывам, март 2026\r\n\r\n"], ids=["bare", "titled"])
def test_russian_table_is_read_without_flags(
    tmp_path: Path, encoding: str, delimiter: str, titles: str
) -> None:
    rows = [[cell.translate({0xAB: "", 0xBB: ""}) for cell in row] for row in ROWS]  # cp866 has no «»
    header = ["Номер", *HEADER[1:]]  # nor koi8-r a №
    path = tmp_path / "export.csv"
    path.write_bytes((titles + written([header, *rows], delimiter)).encode(encoding))
    assert everything(path) == (header, rows)


@pytest.mark.parametrize("delimiter", [";", ",", "\t", "|"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_english_table_with_any_line_end(tmp_path: Path, delimiter: str, end: str) -> None:
    path = tmp_path / "export.txt"
    path.write_bytes(written(ENGLISH, delimiter, end).encode())
    assert everything(path) == (ENGLISH[0], ENGLISH[1:])


SHAPES: dict[str, tuple[str, list[str], list[list[str]]]] = {
    "sep= line": ("sep=;\nid;Комментарий\n1;да\n", ["id", "Комментарий"], [["1", "да"]]),
    "three title rows": (
        "Отчёт\nза март 2026\nвыгрузил Иванов\nid;Комментарий;Оценка\n1;да;5\n",
        ["id", "Комментарий", "Оценка"],
        [["1", "да", "5"]],
    ),
    "title padded with delimiters": (
        "Отчёт за март;;\n;;\nid;Комментарий;Оценка\n1;да;5\n",
        ["id", "Комментарий", "Оценка"],
        [["1", "да", "5"]],
    ),
    "leading blank lines": ("\n\nid;Отзыв\n1;да\n", ["id", "Отзыв"], [["1", "да"]]),
    "repeated headers": (
        "id;Comment;Comment;Comment\n1;a;b;c\n",
        ["id", "Comment", "Comment (2)", "Comment (3)"],
        [["1", "a", "b", "c"]],
    ),
    "blank header": (";Отзыв;\n0;да;x\n", ["column_1", "Отзыв", "column_3"], [["0", "да", "x"]]),
    "trailing delimiter in data": ("id;Отзыв\n1;да;\n2;нет;\n", ["id", "Отзыв"], [["1", "да"], ["2", "нет"]]),
    "trailing delimiter in header": ("id;Отзыв;\n1;да\n", ["id", "Отзыв"], [["1", "да"]]),
    "no header": (
        "1;Всё хорошо;11.03.2026\n2;Плохо;12.03.2026\n",
        ["column_1", "column_2", "column_3"],
        [["1", "Всё хорошо", "11.03.2026"], ["2", "Плохо", "12.03.2026"]],
    ),
    "decimal comma": (
        "id;Сумма\n1;1,50\n2;2,75\n3;0,10\n",
        ["id", "Сумма"],
        [["1", "1,50"], ["2", "2,75"], ["3", "0,10"]],
    ),
    "one column with header": (
        "Комментарий\nБыстро, вежливо\nДолго, грубо\n",
        ["Комментарий"],
        [["Быстро, вежливо"], ["Долго, грубо"]],
    ),
    "one column with title": (
        "Ответы клиентов\n\nКомментарий\nБыстро, вежливо\n",
        ["Комментарий"],
        [["Быстро, вежливо"]],
    ),
    "one column without header": (
        "Всё понравилось, спасибо!\nДолго ждал ответа.\nНет\n",
        ["column_1"],
        [["Всё понравилось, спасибо!"], ["Долго ждал ответа."], ["Нет"]],
    ),
    "quote inside a cell": (
        'id;Отзыв\n1;магазин "Лента" закрыт\n',
        ["id", "Отзыв"],
        [["1", 'магазин "Лента" закрыт']],
    ),
    "unquoted export with a stray quote": (
        'id\tОтзыв\n1\t"Лента\n2\tда\n3\tнет\n',
        ["id", "Отзыв"],
        [["1", '"Лента'], ["2", "да"], ["3", "нет"]],
    ),
    "long ids and zeros": (
        "id;Отзыв\n00012;а\n123456789012345678901;б\n",
        ["id", "Отзыв"],
        [["00012", "а"], ["123456789012345678901", "б"]],
    ),
    "words for missing stay": ("id;Отзыв\n1;NA\n2;null\n", ["id", "Отзыв"], [["1", "NA"], ["2", "null"]]),
    "header broken over lines": (
        'id;"Почему вы\nпоставили такую оценку?"\n1;да\n',
        ["id", "Почему вы поставили такую оценку?"],
        [["1", "да"]],
    ),
    "header only in capitals": ("ИД,ОТЗЫВ\n1,ДОЛГО\n", ["ИД", "ОТЗЫВ"], [["1", "ДОЛГО"]]),
    "unknown words in the header": (
        "alpha,beta\n1,x y z\n2,x\n",
        ["alpha", "beta"],
        [["1", "x y z"], ["2", "x"]],
    ),
}


@pytest.mark.parametrize("name", SHAPES)
def test_shape_of_the_header(tmp_path: Path, name: str) -> None:
    text, header, rows = SHAPES[name]
    path = tmp_path / "export.csv"
    path.write_text(text, encoding="utf-8", newline="")
    assert everything(path) == (header, rows)


def test_what_was_understood_is_told(tmp_path: Path) -> None:
    path = tmp_path / "март.csv"
    path.write_bytes(("Отчёт за март\r\n\r\n" + written([HEADER[1:], ROWS[0][1:]], ";")).encode("cp1251"))
    table = open_table(path)
    assert table.facts == {
        "source": "март.csv",
        "format": "csv",
        "encoding": "cp1251",
        "delimiter": ";",
        "sheet": None,
        "export": None,
        "header_row": 3,
        "titles": ("Отчёт за март",),
        "n_rows": None,
    }
    assert any("Отчёт за март" in note for note in table.notes)


def test_a_titled_cp1251_export_needs_no_flags(tmp_path: Path) -> None:
    rows = [
        [f"{n:03}", f"{n % 28 + 1}.03.2026", str(n % 11), f"Долго ждал ответа, {n} минут"] for n in range(99)
    ]
    header = ["Номер", "Дата", "Готовы ли вы рекомендовать нас?", "Комментарий"]
    path = tmp_path / "выгрузка.csv"
    titles = "Отчёт по отзывам за март 2026\r\nВыгружено: 01.04.2026\r\n"
    path.write_bytes((titles + written([header, *rows], ";")).encode("cp1251"))
    table = open_table(path)
    roles = recognise(table.sample)
    assert table.facts["titles"] == ("Отчёт по отзывам за март 2026", "Выгружено: 01.04.2026")
    assert (roles.text, roles.id, roles.date) == ("Комментарий", "Номер", "Дата")
    assert {name: kind.name for name, kind in roles.scores.items()} == {header[2]: "nps"}


def test_a_missing_header_is_told(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_text("1;хорошо\n2;плохо\n", encoding="utf-8")
    assert any("no header row" in note for note in open_table(path).notes)


def test_letters_beyond_ascii_far_from_the_head_decide(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    ascii_rows = "".join(f"{n};ok, fine\r\n" for n in range(40_000))
    path.write_bytes(("id;comment\r\n" + ascii_rows).encode() + "40000;всё очень долго\r\n".encode("cp1251"))
    *_, last = open_table(path).batches()
    assert last["comment"].iloc[-1] == "всё очень долго"


def test_utf8_cut_in_the_middle_of_a_letter(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_bytes(("id;отзыв\n" + "".join(f"{n};б{'ж' * (n % 7)}\n" for n in range(60_000))).encode())
    assert open_table(path).facts["encoding"] == "utf-8"


def test_utf8_with_a_few_damaged_bytes_stays_utf8(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    good = "id;отзыв\n" + "1;очень долго ждали ответа оператора\n" * 20
    path.write_bytes(good.encode() + b"2;\xd0\n")
    table = open_table(path)
    *_, last = table.batches()
    assert (table.facts["encoding"], last["отзыв"].iloc[-1]) == ("utf-8", "�")
    assert any("damaged" in note for note in table.notes)


def test_told_encoding_and_delimiter_win(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_bytes("a,b;отзыв\n1,2;да\n".encode("koi8-r"))
    assert everything(path, encoding="koi8-r", delimiter=",") == (["a", "b;отзыв"], [["1", "2;да"]])


def test_gzip(tmp_path: Path) -> None:
    path = tmp_path / "export.csv.gz"
    path.write_bytes(gzip.compress(written([HEADER, *ROWS], ";").encode()))
    assert everything(path) == (HEADER, ROWS)


def workbook(path: Path, sheets: dict[str, list[list[object]]]) -> Path:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    book.save(path)
    return path


@pytest.mark.parametrize("name", ["export.xlsx", "renamed.csv"])
def test_workbook_keeps_types(tmp_path: Path, name: str) -> None:
    rows = [
        ["Отчёт за март"],
        [],
        ["id", "Дата", "Оценка", "Комментарий", "Сумма", "Новый"],
        ["007", datetime(2026, 3, 11, 10, 5), 9, "Быстро", 1.5, True],
        ["8", datetime(2026, 3, 12), None, 12, 2, False],
    ]
    path = tmp_path / "book.xlsx"
    workbook(path, {"Пусто": [], "Данные": rows}).rename(tmp_path / name)
    table = open_table(tmp_path / name)
    frame = table.sample
    assert list(frame["id"]) == ["007", "8"]
    assert list(frame["Комментарий"]) == ["Быстро", "12"]
    assert frame["Оценка"].tolist()[0] == 9
    assert frame["Оценка"].isna().tolist() == [False, True]
    assert frame["Дата"].iloc[0] == pd.Timestamp("2026-03-11 10:05")
    assert frame["Сумма"].tolist() == [1.5, 2.0]
    assert (table.facts["sheet"], table.facts["header_row"], table.facts["n_rows"]) == ("Данные", 3, 2)


def test_workbook_sheet_is_chosen(tmp_path: Path) -> None:
    path = workbook(tmp_path / "x.xlsx", {"A": [["id"], [1]], "B": [["Отзыв"], ["да"]]})
    assert list(open_table(path, sheet="B").columns) == ["Отзыв"]
    assert any("--sheet" in note for note in open_table(path).notes)


RECORDS = [
    {"id": "007", "text": "Долго", "score": 3, "user": {"city": "Казань"}, "tags": ["a", "b"]},
    {"id": "8", "text": None, "score": None, "new": True},
]
JSON_FORMS = {
    "list": ("x.json", json.dumps(RECORDS)),
    "indented list": ("x.json", json.dumps(RECORDS, indent=2, ensure_ascii=False)),
    "object with one list": ("x.json", json.dumps({"count": 2, "page": {"items": RECORDS}})),
    "lines": ("x.jsonl", "\n".join(map(json.dumps, RECORDS))),
    "lines named json": ("x.json", "\n".join(map(json.dumps, RECORDS)) + "\n\n"),
    "lines named txt": ("x.txt", "\n".join(map(json.dumps, RECORDS))),
    "list named csv": ("x.csv", json.dumps(RECORDS)),
    "bom": ("x.json", "\ufeff" + json.dumps(RECORDS)),
}


@pytest.mark.parametrize("form", JSON_FORMS)
def test_json(tmp_path: Path, form: str) -> None:
    name, text = JSON_FORMS[form]
    (tmp_path / name).write_text(text, encoding="utf-8")
    table = open_table(tmp_path / name)
    first = table.sample.iloc[0]
    assert list(table.columns) == ["id", "text", "score", "user.city", "tags", "new"]
    assert first[["id", "text", "score", "user.city", "tags"]].tolist() == [
        "007",
        "Долго",
        3,
        "Казань",
        '["a", "b"]',
    ]
    assert table.facts["n_rows"] == 2


def test_long_json_list_is_read_in_pieces(tmp_path: Path) -> None:
    rows = [{"id": n, "text": f"отзыв {n} " + "ж" * (n % 300)} for n in range(3_000)]
    (tmp_path / "x.json").write_text(json.dumps(rows, ensure_ascii=False), encoding="utf-8")
    frame = pd.concat(list(open_table(tmp_path / "x.json").batches(size=700)))
    assert frame["id"].tolist() == list(range(3_000))
    assert frame["text"].iloc[2_999] == rows[2_999]["text"]


def test_a_key_that_comes_late_is_not_lost(tmp_path: Path) -> None:
    lines = [json.dumps({"text": f"отзыв {n}"}) for n in range(6_000)] + ['{"text": "x", "late": 1}']
    (tmp_path / "x.jsonl").write_text("\n".join(lines), encoding="utf-8")
    batches = list(open_table(tmp_path / "x.jsonl").batches(size=1_000))
    assert {tuple(batch.columns) for batch in batches} == {("text", "late")}
    assert len({tuple(map(str, batch.dtypes)) for batch in batches}) == 1
    assert batches[-1]["late"].tolist() == [1]


def test_parquet_keeps_types_over_batches(tmp_path: Path) -> None:
    frame = pd.DataFrame(
        {
            "id": ["007"] * 5,
            "n": pd.array([1, None, 3, 4, 5], dtype="Int64"),
            "kind": pd.Categorical(["a", "b", "a", "b", "a"]),
            "when": pd.date_range("2026-03-01", periods=5),
        }
    )
    frame.to_parquet(tmp_path / "x.parquet")
    table = open_table(tmp_path / "x.parquet")
    batches = list(table.batches(size=2))
    assert [len(batch) for batch in batches] == [2, 2, 1]
    assert len({tuple(map(str, batch.dtypes)) for batch in batches}) == 1
    assert pd.concat(batches)["kind"].tolist() == ["a", "b", "a", "b", "a"]


def test_batches_begin_anew_and_count_on(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_text("id,comment\n" + "".join(f"{n},text {n}\n" for n in range(10)), encoding="utf-8")
    table = open_table(path)
    first, second = list(table.batches(size=4)), list(table.batches(size=4))
    assert [list(batch.index) for batch in first] == [[0, 1, 2, 3], [4, 5, 6, 7], [8, 9]]
    pd.testing.assert_frame_equal(pd.concat(first), pd.concat(second))


def test_nested_columns_and_columns_of_one_name_in_parquet(tmp_path: Path) -> None:
    import pyarrow as pa
    from pyarrow import parquet

    moment = datetime(2026, 3, 11)
    columns = [
        pa.array([["чат", "да"], None]),
        pa.array([{"at": moment, "n": 1}, None]),
        pa.array([[("k", 1)], []], pa.map_(pa.string(), pa.int64())),
        pa.array([1, 2]),
        pa.array([3, 4]),
    ]
    names = ["tags", "meta", "map", "score", "score"]
    parquet.write_table(pa.table(columns, names=names), tmp_path / "x.parquet")
    frame = next(open_table(tmp_path / "x.parquet").batches())
    assert list(frame.columns) == ["tags", "meta", "map", "score", "score (2)"]
    assert frame["tags"].tolist()[0] == '["чат", "да"]'
    assert frame["meta"].tolist()[0] == '{"at": "2026-03-11 00:00:00", "n": 1}'
    assert frame["map"].tolist() == ['[["k", 1]]', "[]"]
    assert frame["tags"].isna().tolist() == [False, True]
    assert frame["score (2)"].tolist() == [3, 4]


def test_the_sheet_that_holds_most_is_read_and_the_others_are_told(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.title = "Обложка"
    for row in (["Отчёт", "март"], ["Автор", "Анна"]):
        book.active.append(row)
    answers = book.create_sheet("Ответы")
    for row in [HEADER, *ROWS]:
        answers.append(row)
    book.save(tmp_path / "x.xlsx")
    table = open_table(tmp_path / "x.xlsx")
    assert (table.columns, table.facts["sheet"]) == (tuple(HEADER), "Ответы")
    assert any("'Ответы'" in note and "Обложка (--sheet NAME)" in note for note in table.notes)


@pytest.mark.parametrize("at", [0, 3])
def test_a_quoted_cell_of_a_million_characters_is_read(tmp_path: Path, at: int) -> None:
    rows = [[str(n), "долго ждали"] for n in range(9)]
    rows[at][1] = "долго;\n" * 150_000
    (tmp_path / "x.csv").write_text(written([["id", "Комментарий"], *rows], ";", "\n"), "utf-8")
    assert everything(tmp_path / "x.csv") == (["id", "Комментарий"], rows)
