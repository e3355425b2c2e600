"""Repair before understanding: what a comment was before encodings, keyboards and haste changed it."""

from __future__ import annotations

from otklik.repair.described import described
from otklik.repair.repairer import Repairer

__all__ = ["Repairer", "described"]
