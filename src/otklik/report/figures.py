"""How figures and dates are written in a language: decimal mark, thousands, a real minus."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass

from otklik.report.texts import Texts

_DATE = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?!\d)")
_MONTH = re.compile(r"(\d{4})-(\d{2})")
_QUARTER = re.compile(r"(\d{4})-Q([1-4])")


@dataclass(frozen=True)
class Figures:
    """Formats values for reading. Anything that is NaN becomes 'not enough data'."""

    texts: Texts

    def number(self, value: float, digits: int = 0) -> str:
        """1234.5 → '1 234,5' or '1,234.5'."""
        if not math.isfinite(value):
            return self.texts("not_enough")
        rounded = round(value, digits) or 0.0  # no '−0,0'
        plain = self.texts.speech.figure(f"{abs(rounded):,.{digits}f}")
        return ("−" if rounded < 0 else "") + plain

    def signed(self, value: float, digits: int = 0) -> str:
        """As ``number``, with a plus before what is above zero."""
        plus = "+" if math.isfinite(value) and round(value, digits) > 0 else ""
        return plus + self.number(value, digits)

    def percent(self, share: float, digits: int = 1) -> str:
        """0.119 → '11,9 %' or '11.9%'."""
        if not math.isfinite(share):
            return self.texts("not_enough")
        return self.number(share * 100, digits) + str(self.texts.format["percent"])

    def interval(self, low: float, high: float, digits: int = 0, *, signed: bool = False) -> str:
        """'от −31,2 до −17,1'; empty when either end is NaN."""
        if not (math.isfinite(low) and math.isfinite(high)):
            return ""
        write = self.signed if signed else self.number
        return self.texts("between", low=write(low, digits), high=write(high, digits))

    def probability(self, p: float) -> str:
        """A p-value: three digits, '<0.001' below."""
        if math.isfinite(p) and p < 0.001:
            return "<" + self.number(0.001, 3)
        return self.number(p, 3)

    def date(self, value: str) -> str:
        """'2026-03-14…' → '14 марта 2026'; anything else stays as it was written."""
        found = _DATE.match(value)
        if not found or not 1 <= int(found[2]) <= 12:
            return value
        month = self.texts.format["months"][int(found[2]) - 1]
        return str(self.texts.format["date"]).format(day=int(found[3]), month=month, year=found[1])

    def month(self, value: str) -> str:
        """'2026-03' → 'мар 2026', '2026-Q1' → '1 кв. 2026', '2026-03-02' → 'нед. с 2 мар 2026'; anything else
        stays as it was written."""
        if quarter := _QUARTER.fullmatch(value):
            return str(self.texts.format["quarter"]).format(n=quarter[2], year=quarter[1])
        if (week := _DATE.fullmatch(value)) and 1 <= int(week[2]) <= 12:
            month = self.texts.format["week_months"][int(week[2]) - 1]
            return str(self.texts.format["week"]).format(day=int(week[3]), month=month, year=week[1])
        found = _MONTH.fullmatch(value)
        if not found or not 1 <= int(found[2]) <= 12:
            return value
        return f"{self.texts.format['short_months'][int(found[2]) - 1]} {found[1]}"
