"""What the tests of the commands share: how a command is run, and what it said."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple


class Said(NamedTuple):
    code: int
    out: str
    err: str


Otklik = Callable[..., Said]
