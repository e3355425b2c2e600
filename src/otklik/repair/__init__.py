"""Repair before understanding: what a comment was before encodings, keyboards and haste changed it."""

from __future__ import annotations

from otklik.repair.described import described
from otklik.repair.doubt import Doubt
from otklik.repair.repairer import Repairer, few_latin

__all__ = ["Doubt", "Repairer", "described", "few_latin"]
