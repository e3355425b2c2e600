"""Labelled tables in every format: the values come back, and a file is whole or absent."""

from __future__ import annotations

import json
from pathlib import Path

import pandas as pd
import pytest

import otklik
from otklik.errors import ColumnError, UsageError
from otklik.pipeline.label import Labeller
from otklik.pipeline.sinks import sink
from otklik.pipeline.tables import tag_frame
from otklik.records import Roles
from otklik.report.plain import json_line

TEXTS = ["нет", "Ждал две недели, ужас", "=HYPERLINK(1)", 'he said "ok"; great\napp', "ё"]
Batches = list[tuple[pd.DataFrame, pd.DataFrame]]
ENDINGS = ("csv", "jsonl", "ndjson", "parquet", "xlsx")


@pytest.fixture(scope="module")
def batches(worker: Labeller) -> Batches:
    """The first without a mention, the last without a row."""
    frame = pd.DataFrame(
        {"comment_id": list("abcde"), "text": TEXTS, "n": [1.5, None, 3, 4, 5]}, dtype=object
    )
    parts = (frame[:1], frame[1:3], frame[3:], frame[:0])
    found = [tag_frame(worker, part.astype({"n": float}), Roles("text")) for part in parts]
    return [(tagged.comments, tagged.mentions) for tagged in found]


@pytest.fixture(params=ENDINGS)
def path(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    return tmp_path / f"out.{request.param}"


def test_every_row_comes_back_in_order(path: Path, batches: Batches) -> None:
    with sink(path) as put:
        for tagged, _ in batches:
            put(tagged)
    back = otklik.read(path)
    shielded = ["'" + text if text.startswith("=") else text for text in TEXTS]
    assert back["comment_id"].tolist() == list("abcde")
    assert back["text"].tolist() == (shielded if path.suffix == ".xlsx" else TEXTS)
    assert back["sentiment"].tolist()[0] == "neutral"


def test_mentions_may_begin_with_a_batch_that_has_none(path: Path, batches: Batches) -> None:
    with sink(path) as put:
        for _, mentions in batches:
            put(mentions)
    back = pd.read_csv(path) if path.suffix == ".csv" else otklik.read(path)
    assert back["topic"].tolist()[0] == "waiting_time"
    assert pd.to_numeric(back["end"]).tolist()[0] == len("Ждал две недели, ужас")


def test_a_csv_for_excel_is_read_by_a_russian_excel(tmp_path: Path) -> None:
    """It splits at ';', takes 0.5 for a date, and UTF-8 without a mark for cp1251."""
    columns = {
        "=1+1": ["=cmd()", "a;b\nc", "ё" * 40_000],
        "x": [0.5, None, -1.25],
        "topics": [[], ["a", "b"], []],
    }
    with sink(tmp_path / "t.csv", excel=True) as put:
        for part in (pd.DataFrame(columns)[:1], pd.DataFrame(columns)[1:]):
            put(part)
    head, rest = (tmp_path / "t.csv").read_bytes().split(b"\r\n", 1)
    assert head == b"\xef\xbb\xbf'=1+1;x;topics"
    long = "ё" * 32_766 + "…"
    assert rest.decode("utf-8") == f'\'=cmd();0,5;\r\n"a;b\nc";;"a; b"\r\n{long};-1,25;\r\n'


def test_other_formats_do_not_change_for_excel(path: Path, batches: Batches) -> None:
    if path.suffix != ".csv":
        with sink(path, excel=True) as put:
            put(batches[0][0])
        assert otklik.read(path)["text"].tolist() == TEXTS[:1]


def _fail() -> None:
    raise ColumnError("half way")


def test_a_failure_leaves_what_was_there(path: Path, batches: Batches) -> None:
    path.write_text("as it was")
    with pytest.raises(ColumnError), sink(path) as put:
        put(batches[0][0]) or _fail()
    assert path.read_text() == "as it was"
    assert list(path.parent.iterdir()) == [path]


def test_lists_stay_lists_where_the_format_has_them(tmp_path: Path, batches: Batches) -> None:
    for ending in ("parquet", "jsonl", "csv"):
        with sink(tmp_path / f"out.{ending}") as put:
            for tagged, _ in batches:
                put(tagged)
    column = pd.read_parquet(tmp_path / "out.parquet")["topics"]
    assert [list(topics) for topics in column][:2] == [[], ["waiting_time"]]
    lines = (tmp_path / "out.jsonl").read_text(encoding="utf8").splitlines()
    assert [json.loads(line)["topics"] for line in lines][:2] == [[], ["waiting_time"]]
    assert pd.read_csv(tmp_path / "out.csv", keep_default_na=False)["topics"].tolist()[:2] == [
        "",
        "waiting_time",
    ]


def test_an_unknown_ending_is_refused_with_those_there_are(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"\.jsonl, .*\.xlsx"), sink(tmp_path / "out.doc"):
        pass
    assert not list(tmp_path.iterdir())


def test_a_missing_value_is_null() -> None:
    record = {"a": None, "b": float("nan"), "c": pd.NA, "d": pd.Timestamp("2026-01-02"), "e": [1, {"f": "ё"}]}
    assert json_line(record) == (
        '{"a": null, "b": null, "c": null, "d": "2026-01-02T00:00:00", "e": [1, {"f": "ё"}]}'
    )
