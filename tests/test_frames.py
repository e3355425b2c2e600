"""Tables of other libraries, and the calls from the table itself."""

from __future__ import annotations

import subprocess
import sys

import pandas as pd
import pyarrow as pa
import pytest

import otklik
from otklik.errors import UsageError

ROWS = {"id": ["a", "b", "c"], "отзыв": ["Ждал две недели", None, "great app"], "NPS": [2, 9, 10]}


def tables() -> list[object]:
    """The same rows in every library that is here."""
    try:
        import polars
    except ImportError:
        missing = pytest.mark.skip(reason="polars is not installed")
        return [pytest.param(pa.table, id="arrow"), pytest.param(None, id="polars", marks=missing)]
    return [pytest.param(pa.table, id="arrow"), pytest.param(polars.DataFrame, id="polars")]


@pytest.mark.parametrize("table", tables())
def test_a_table_of_another_library_gives_what_pandas_does(table: type) -> None:
    of_pandas = otklik.tag(pd.DataFrame(ROWS), text="отзыв", id="id")
    of_other = otklik.tag(table(ROWS), text="отзыв", id="id")
    assert of_other.comments.to_dict("records")[0] == of_pandas.comments.to_dict("records")[0]
    pd.testing.assert_frame_equal(of_other.mentions, of_pandas.mentions)
    texts = otklik.tag(table(ROWS)["отзыв"])
    assert texts.mentions["evidence"].tolist() == of_pandas.mentions["evidence"].tolist()


@pytest.mark.parametrize("table", tables())
def test_tables_of_another_library_are_analysed_joined_and_inspected(table: type) -> None:
    ours, theirs = (
        otklik.analyze(make(ROWS), text="отзыв", scores={"NPS": "nps"}).to_json()
        for make in (pd.DataFrame, table)
    )
    assert theirs == ours
    scores = {"id": ["c", "a"], "csat": [5, 1]}
    assert otklik.join(table(ROWS), table(scores), key="id").comments["csat"].tolist()[::2] == [1, 5]
    assert otklik.inspect(table(ROWS)).to_json() == otklik.inspect(pd.DataFrame(ROWS)).to_json()


def test_a_lazy_frame_is_to_be_collected() -> None:
    polars = pytest.importorskip("polars", reason="polars is not installed")
    with pytest.raises(UsageError, match=r"frame\.collect\(\)"):
        otklik.tag(polars.DataFrame(ROWS).lazy())


# --- frame.otklik ----------------------------------------------------------------------------
def test_a_table_can_be_tagged_from_itself() -> None:
    frame = pd.DataFrame(ROWS)
    found, expected = frame.otklik.tag(text="отзыв"), otklik.tag(frame, text="отзыв")
    pd.testing.assert_frame_equal(found.comments, expected.comments)
    pd.testing.assert_frame_equal(found.mentions, expected.mentions)
    assert frame.otklik.analyze(text="отзыв", scores={"NPS": "nps"}).metrics.loc[0, "n"] == 3


@pytest.mark.parametrize("lines", ["import otklik, pandas", "import pandas, otklik"])
def test_the_order_of_imports_does_not_matter(lines: str) -> None:
    code = f"{lines}; print(pandas.DataFrame().otklik.tag.__name__)"
    done = subprocess.run([sys.executable, "-W", "error", "-c", code], capture_output=True, text=True)
    assert (done.stdout, done.stderr) == ("tag\n", "")
