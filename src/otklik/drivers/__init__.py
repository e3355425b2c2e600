"""Drivers of a score, computed from cells alone."""

from __future__ import annotations

from otklik.drivers.cells import Cells, cells
from otklik.drivers.table import drivers

__all__ = ["Cells", "cells", "drivers"]
