"""What is understood of a long file does not hang on its first rows; a join that repeats comments is told."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from otklik.errors import UsageError
from otklik.pipeline.doubts import doubts
from otklik.pipeline.source import Wishes, open_comments
from otklik.pipeline.summary import Summary
from otklik.records import JoinReport

ROWS = 12_000


@pytest.fixture
def export(tmp_path: Path) -> Path:
    """Sorted by score, then by time: the first 2,000 rows hold the scores 1 and 2 and a few days."""
    moments = pd.date_range("2024-01-01", periods=ROWS, freq="10min").strftime("%m/%d/%Y %H:%M")
    frame = pd.DataFrame(
        {
            "Date": moments,
            "Rating": [1 + 10 * n // ROWS for n in range(ROWS)],
            "Comment": [f"waited {n} minutes for an answer" for n in range(ROWS)],
        }
    )
    frame.to_csv(tmp_path / "export.csv", index=False)
    return tmp_path / "export.csv"


def test_a_file_sorted_by_score_is_read_on_its_own_scale(export: Path) -> None:
    comments = open_comments(export, Wishes())
    assert {name: kind.name for name, kind in comments.roles.scores.items()} == {"Rating": "rating10"}
    assert sum(map(len, comments.stream())) == ROWS


def test_a_file_in_the_order_of_time_has_its_months_and_days_told_apart(export: Path) -> None:
    comments = open_comments(export, Wishes())
    assert (comments.roles.date, comments.day_first) == ("Date", False)


def test_comments_that_a_join_repeats_are_told() -> None:
    joined = JoinReport("id", 10, 15, 10, 15, right_duplicate_keys=5, duplicate_examples=("7",))
    (note,) = doubts(Summary(rows=15), joined)
    assert note.startswith("10 comments became 15 rows: 5 keys have several rows in the second table ('7')")


def test_repeated_keys_that_no_comment_has_are_no_doubt() -> None:
    assert doubts(Summary(rows=10), JoinReport("id", 10, 15, 10, 10, right_duplicate_keys=5)) == []


@pytest.mark.parametrize(("met", "said"), [(9, "9 of 10"), (3, "only 3 of 10")])
def test_comments_without_a_row_in_the_second_table_are_told(met: int, said: str) -> None:
    (note,) = doubts(Summary(rows=10), JoinReport("id", 10, 9, met, met, ("x",)))
    assert note == f"{said} comments met a row of the second table ({10 * met}%); without one: 'x'"


@pytest.mark.parametrize(
    ("other", "key", "said"),
    [(Path("scores.csv"), None, "a second table needs a key"),
     (None, "id", "a key is for a second table, and none is named")],
)  # fmt: skip
def test_a_second_table_and_its_key_come_together_or_not_at_all(
    export: Path, other: Path | None, key: str | None, said: str
) -> None:
    with pytest.raises(UsageError, match=said):
        open_comments(export, Wishes(), other=other, key=key)
