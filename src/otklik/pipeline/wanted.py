"""What a user may ask of an analysis: the same names in Python and on the command line."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import fields
from difflib import get_close_matches
from os import PathLike
from pathlib import Path
from typing import Any, TypedDict

import pandas as pd

from otklik.errors import UsageError
from otklik.pipeline.run import Job
from otklik.pipeline.source import Wishes
from otklik.redaction import Redactor

File = str | PathLike[str]
_TARGETS = {"response_target": "first_response_minutes", "resolution_target": "resolution_minutes"}
_COLUMNS = {field.name for field in fields(Wishes)}
_WORK = {field.name for field in fields(Job)}


class Options(TypedDict, total=False):
    """What may be said, as ``otklik.analyze`` explains; whatever is not said is recognised, or by default."""

    text: str | Sequence[str] | None
    scores: Mapping[str, str] | None
    id: str | None
    date: str | None
    segments: Sequence[str]
    customer: str | None
    touchpoint: str | None
    controls: Sequence[str]
    control_times: bool
    date_order: str | None
    score_words: File | None
    split_date: str | None
    response_target: float | None
    resolution_target: float | None
    deduplicate: bool
    taxonomy: File | None
    model: File | None
    lang: str | None
    workers: int
    minimum: int
    repeat_days: int
    labels: File | pd.DataFrame | None
    label_width: float
    themes: bool
    redact: bool
    allow: Sequence[str]
    block: Sequence[str]
    redact_staff: bool


def check(options: Mapping[str, Any]) -> None:
    """Raises UsageError for a name that is no option."""
    for name in options:
        if name not in Options.__annotations__:
            near = get_close_matches(name, Options.__annotations__, n=1)
            guess = f"; did you mean {near[0]!r}?" if near else ""
            known = ", ".join(Options.__annotations__)
            raise UsageError(f"there is no option {name!r}{guess}", mend=f"one of: {known}")


def wishes(options: Options) -> Wishes:
    """What was said of the columns."""
    said: dict[str, Any] = {name: value for name, value in options.items() if name in _COLUMNS}
    words = options.get("score_words")
    promised = {role: options.get(name) for name, role in _TARGETS.items()}
    return Wishes(
        **said
        | {"score_words": None if words is None else Path(words)}
        | {"targets": {role: minutes for role, minutes in promised.items() if minutes is not None}}
        | {"duplicates": "drop" if options.get("deduplicate") else "count"}
    )


def job(options: Options, *, keep: bool = True) -> Job:
    """How the comments are worked on. ``keep`` as in ``Job``."""
    said: dict[str, Any] = {name: value for name, value in options.items() if name in _WORK}
    if (points := options.get("label_width")) is not None:
        said["width"] = points / 100
    return Job(**said | {"keep": keep, "masked": options.get("redact", True), "redactor": _redactor(options)})


def _redactor(options: Options) -> Redactor | None:
    """None for the one that every labeller has."""
    allow, block = options.get("allow") or (), options.get("block") or ()
    staff = options.get("redact_staff", False)
    return Redactor(allow=allow, block=block, staff=staff) if allow or block or staff else None
