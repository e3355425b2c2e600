"""Personal data in comments, found and masked; the text keeps its sense."""

from __future__ import annotations

from otklik.redaction.lists import read_list
from otklik.redaction.redactor import Redactor
from otklik.redaction.spans import KINDS

__all__ = ["KINDS", "Redactor", "read_list"]
