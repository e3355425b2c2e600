"""Laws of reading: what was written comes back, whatever the encoding, delimiter, quoting and batch size."""

from __future__ import annotations

import csv
import io
import tempfile
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from otklik.errors import InputError
from otklik.reading.header import is_aside
from otklik.reading.lines import lines
from otklik.reading.opening import open_table

LETTERS = "абвгдежзийклмнопрстуфхцчшщъыьэюяАБВЯ abcxyz0123456789.,;|\t!?\"'()-\n"
COLUMNS = ["Комментарий", "Оценка", "Дата", "Канал"]
cells = st.text(LETTERS, max_size=30)
tables = st.integers(1, 4).flatmap(
    lambda width: st.lists(st.lists(cells, min_size=width, max_size=width), min_size=1, max_size=8)
)


@example(rows=[["", "ч"], ["", "ч"]], encoding="utf-8", delimiter=";", quoting=csv.QUOTE_MINIMAL, size=1)
@example(rows=[["", "ч"], ["", "0"]], encoding="utf-8", delimiter=";", quoting=csv.QUOTE_MINIMAL, size=1)
@example(
    rows=[["", "?", "a"], ["", "", "0"]], encoding="utf-8", delimiter=";", quoting=csv.QUOTE_MINIMAL, size=1
)
@settings(max_examples=150)
@given(
    rows=tables,
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1251", "koi8-r", "cp866"]),
    delimiter=st.sampled_from([";", ",", "\t", "|"]),
    quoting=st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]),
    size=st.integers(1, 10),
)
def test_any_text_comes_back(
    rows: list[list[str]], encoding: str, delimiter: str, quoting: int, size: int
) -> None:
    header = COLUMNS[: len(rows[0])]
    answers = [row for row in rows if any(row)]
    # "ч" above "5" may be a unit or an answer: of such tables the law says nothing.
    assume(len(answers) < 2 or not is_aside([header, *answers], 1))
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=delimiter, quoting=quoting)
    writer.writerows([header, *rows])
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "x.csv"
        path.write_bytes(text.getvalue().encode(encoding))
        if not answers:
            with pytest.raises(InputError, match="no rows"):
                open_table(path, encoding=encoding, delimiter=delimiter)
            return
        table = open_table(path, encoding=encoding, delimiter=delimiter)
        batches = list(table.batches(size=size))
    frame = pd.concat(batches)
    assert list(frame.columns) == header
    assert frame.astype(object).where(frame.notna(), "").to_numpy().tolist() == answers
    assert list(frame.index) == list(range(len(answers)))


@given(st.lists(st.text(LETTERS.replace("\n", "").replace("{", ""), max_size=20), max_size=10))
def test_plain_lines_come_back(texts: list[str]) -> None:
    assert [line.record["text"] for line in lines(text + "\n" for text in texts)] == texts
