"""Which 8-bit encoding makes language of the bytes: the reading that is cheapest, letter by letter."""

from __future__ import annotations

import re
from typing import NamedTuple

from otklik.reading.letters import bits

# With the bits by which a reading in a rarer encoding must be better.
_PRICES = {"cp1251": 0, "cp1252": 2, "koi8-r": 4, "cp866": 4, "mac-cyrillic": 6, "iso-8859-5": 6}
_SURE = 7.0  # bits between the best reading and the next one that says something else
_BELIEVABLE = 9.0  # bits a character beyond ASCII
_LOOKED_AT = 6 << 10  # bytes
_LINE_END = re.compile(rb"[\r\n]+")


class Reading(NamedTuple):
    """What some bytes say in one encoding, and its price in bits (see ``letters``)."""

    price: float
    encoding: str
    text: str

    @property
    def believable(self) -> bool:
        """Whether it is language at all."""
        return self.price <= _BELIEVABLE * sum(not char.isascii() for char in self.text)


def telling_lines(sample: bytes) -> list[bytes]:
    """The lines that hold bytes beyond ASCII: the others are the same in all encodings."""
    return [line for line in _LINE_END.split(sample) if not line.isascii()]


def read_as(sample: bytes, encoding: str) -> Reading:
    """The telling lines of a sample in one encoding."""
    text = b"\n".join(telling_lines(sample))[:_LOOKED_AT].decode(encoding, "replace")
    return Reading(bits(text) + _PRICES.get(encoding, 0), encoding, text)


def readings(sample: bytes) -> tuple[Reading, Reading]:
    """The best reading, and the best of those that say something else."""
    best, *others = sorted(read_as(sample, name) for name in _PRICES)
    nothing_else = best._replace(price=float("inf"))
    return best, next((other for other in others if other.text != best.text), nothing_else)


def choose(sample: bytes) -> Reading | None:
    """The one reading that is language; None when there are too few letters to tell, or none is."""
    best, second = readings(sample)
    return best if best.believable and second.price - best.price >= _SURE else None
