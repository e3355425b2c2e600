"""Repairs told to a person."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from otklik.edits import Change


def described(changes: Iterable[Change], text: str) -> Mapping[str, tuple[tuple[str, str], ...]]:
    """For each step, in the order met: what stood in ``text``, which the changes are of, and what it became.

    The changes replay: ``Edited(text).then(changes)`` gives the repaired text again.
    """
    steps: dict[str, list[tuple[str, str]]] = {}
    for start, end, new, step in changes:
        steps.setdefault(step, []).append((text[start:end], new))
    return {step: tuple(pairs) for step, pairs in steps.items()}
