"""Drivers of a score, computed from cells alone."""

from __future__ import annotations

from otklik.drivers.accuracy import accuracy, accuracy_row, labels_needed
from otklik.drivers.cells import Cells
from otklik.drivers.change import Shift, share_changes, shift
from otklik.drivers.kano import kano
from otklik.drivers.pain import pain, touchpoints
from otklik.drivers.performance import performance
from otklik.drivers.rows import cells
from otklik.drivers.table import MINIMUM, drivers
from otklik.drivers.trusted import TRUE, trusted
from otklik.drivers.watch import Line, watch

__all__ = [
    "MINIMUM",
    "TRUE",
    "Cells",
    "Line",
    "Shift",
    "accuracy",
    "accuracy_row",
    "cells",
    "drivers",
    "kano",
    "labels_needed",
    "pain",
    "performance",
    "share_changes",
    "shift",
    "touchpoints",
    "trusted",
    "watch",
]
