"""What a value becomes in a workbook cell: never a formula, never more than a cell can hold."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import numpy as np
import pandas as pd
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from otklik.report.passages import clean

LIMIT = 32_767  # UTF-16 units in one cell (Excel specifications and limits)
EXACT = 10**15  # above it Excel rounds a whole number, so that an id would lose digits

# A text that begins so becomes a formula when the sheet is saved as CSV and opened again: quoting the
# cell in the workbook alone does not survive that journey. A leading apostrophe (OWASP, CSV injection)
# does; it is visible, unlike a zero-width mark that would break searching, and it is counted in Summary.
FORMULA_STARTS = tuple("=+-@\t\r\n＝＋－＠")


def _is_markup(text: str) -> bool:
    """XlsxWriter puts a text of this shape into the file as raw XML instead of escaping it."""
    return text.startswith("<r>") and text.endswith("</r>")


def shield(text: str) -> str:
    """``text`` with an apostrophe before it where a sheet would run it instead of showing it."""
    return "'" + text if text.startswith(FORMULA_STARTS) or _is_markup(text) else text


def clip(text: str) -> str:
    """``text`` cut to LIMIT UTF-16 units, '…' at the end, where it is longer."""
    if 2 * len(text) <= LIMIT or len(text.encode("utf-16-le")) // 2 <= LIMIT:
        return text
    return text.encode("utf-16-le")[: 2 * (LIMIT - 1)].decode("utf-16-le", "ignore") + "…"


@dataclass
class Cells:
    """Writes values and counts what had to be changed on the way."""

    day: Format
    moment: Format
    clipped: int = 0
    shielded: int = 0

    def text(self, value: str) -> str:
        """A text that can do nothing but be read."""
        text = clean(value)
        shielded = shield(text)
        clipped = clip(shielded)
        self.shielded += shielded != text
        self.clipped += clipped != shielded
        return clipped

    def put(self, sheet: Worksheet, row: int, column: int, value: Any) -> None:
        """Write one value; what is missing stays an empty cell."""
        if isinstance(value, (list, tuple, set, frozenset, np.ndarray)):
            sheet.write_string(row, column, self.text(", ".join(map(str, value))))
        elif isinstance(value, Mapping):
            sheet.write_string(row, column, self.text(json.dumps(value, ensure_ascii=False, default=str)))
        elif pd.isna(value):
            return
        elif isinstance(value, (bool, np.bool_)):
            sheet.write_boolean(row, column, bool(value))
        elif isinstance(value, (int, float, np.integer, np.floating)) and _fits(value):
            sheet.write_number(row, column, float(value) if isinstance(value, np.floating) else value)
        elif isinstance(value, date) and value.year >= 1900:
            self._put_date(sheet, row, column, value)
        else:
            sheet.write_string(row, column, self.text(str(value)))

    def _put_date(self, sheet: Worksheet, row: int, column: int, value: date) -> None:
        """Sheets know no time zones: the wall clock of the value is what is shown."""
        if isinstance(value, pd.Timestamp):
            value = value.to_pydatetime(warn=False)
        if isinstance(value, datetime):
            sheet.write_datetime(row, column, value.replace(tzinfo=None), self.moment)
        else:
            sheet.write_datetime(row, column, value, self.day)


def _fits(value: float | np.integer[Any] | np.floating[Any]) -> bool:
    """Whether a cell holds the number exactly enough; whole numbers with 16 digits and more do not."""
    if isinstance(value, (float, np.floating)):
        return math.isfinite(value)
    return abs(int(value)) < EXACT
