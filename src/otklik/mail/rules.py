"""What a rule is: it looks at the lines from one on, and says where what it knows of ends."""

from __future__ import annotations

from collections.abc import Callable, Sequence

Lines = Sequence[str]
Rule = Callable[[Lines, int], int]
"""The line after the last that a rule takes out; the line it was asked about where it takes out nothing."""


def skip_blank(lines: Lines, at: int) -> int:
    """The first line from ``at`` on that says something."""
    while at < len(lines) and not lines[at].strip():
        at += 1
    return at


def paragraph_end(lines: Lines, at: int) -> int:
    """The first blank line from ``at`` on."""
    while at < len(lines) and lines[at].strip():
        at += 1
    return at
