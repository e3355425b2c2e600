"""Why a topic was found, in the language of the report."""

from __future__ import annotations

import re

from otklik.report.texts import Texts

_FOUND = re.compile(r"(rule|words):\s*(.*)", re.DOTALL)


def found_by(said: Texts, why: str) -> str:
    """'rule: долго ждать' → 'правилу: долго ждать'; empty where nothing is named, else as it was written."""
    found = _FOUND.fullmatch(why)
    if not found:
        return why
    return f"{said(f'by.{found[1]}')}: {found[2]}" if found[2] else ""
