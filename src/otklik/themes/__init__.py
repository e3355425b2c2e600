"""What people write about that the taxonomy has no topic for."""

from __future__ import annotations

from otklik.themes.find import Sentences, Theme, find

__all__ = ["Sentences", "Theme", "find"]
