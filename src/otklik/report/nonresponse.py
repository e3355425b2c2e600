"""Who writes a comment, as it is shown: one table per score."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from otklik.records import Results


@dataclass(frozen=True)
class Writing:
    """The rows of one score (NONRESPONSE_COLUMNS), all its ``answers``, and the ``silent`` among them."""

    score: str
    rows: tuple[dict[Any, Any], ...]
    answers: int
    silent: int


def writing_tables(results: Results) -> tuple[Writing, ...]:
    """One per score that has a scale."""
    if results.nonresponse is None:
        return ()
    return tuple(
        Writing(
            str(score),
            tuple(rows.to_dict("records")),
            answers=int(rows["answers"].sum()),
            silent=int(rows["answers"].sum() - rows["commented"].sum()),
        )
        for score, rows in results.nonresponse.groupby("score", sort=False)
    )
