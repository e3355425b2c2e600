"""What a large reader answers: soft labels of a fine-tuned sentence encoder, which the network learns from.

``data/taught`` holds them by the hash of a text, so that training needs no encoder; ``otklik.train.teacher``
makes them anew.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from otklik.errors import InputError
from otklik.records import SENTIMENTS
from otklik.resources import lessons

_WHOLE = 255
"""A probability of 1."""


@dataclass(frozen=True)
class Taught:
    """``texts``: sorted hashes. ``shares``: teachers × texts × SENTIMENTS in 1/255; teacher i never saw a
    label of the sources ``away[i]``, which are sorted and joined by '+'."""

    texts: NDArray[np.uint64]
    shares: NDArray[np.uint8]
    away: tuple[str, ...]

    @classmethod
    def load(cls, code: str) -> Taught:
        """The answers to comments in one language; none for a language that has no teacher."""
        if not _path(code).exists():
            return cls(np.zeros(0, np.uint64), np.zeros((0, 0, len(SENTIMENTS)), np.uint8), ())
        with np.load(_path(code), allow_pickle=False) as stored:
            return cls(stored["texts"], stored["shares"], tuple(stored["away"].tolist()))

    def write(self, code: str) -> None:
        """Keep the answers for ``load``."""
        np.savez_compressed(_path(code), texts=self.texts, shares=self.shares, away=np.array(self.away))

    def of(self, texts: Sequence[str], away: Collection[str]) -> NDArray[np.float32]:
        """Texts × SENTIMENTS, the probabilities of the teacher that never saw the sources ``away``; zeros for
        a text that nobody answered to. Raises InputError where no such teacher was asked."""
        if not len(self.texts):
            return np.zeros((len(texts), len(SENTIMENTS)), np.float32)
        name = named(away)
        if name not in self.away:
            raise InputError(
                "no teacher answered without the sources {name}",
                name=name or "—",
                mend="python -m otklik.train.teacher, run in a checkout of the source",
            )
        keys = text_hashes(texts)
        place = np.minimum(np.searchsorted(self.texts, keys), len(self.texts) - 1)
        shares = self.shares[self.away.index(name)][place].astype(np.float32)
        known = self.texts[place] == keys
        told: NDArray[np.float32] = np.where(known[:, None], shares, 0)
        of_each: NDArray[np.float32] = np.maximum(told.sum(axis=1, keepdims=True), 1)
        return told / of_each


def rounded(chances: NDArray[np.float32]) -> NDArray[np.uint8]:
    """Probabilities as ``Taught.shares`` holds them."""
    return np.rint(chances * _WHOLE).astype(np.uint8)


def named(away: Collection[str]) -> str:
    """Sources as one name."""
    return "+".join(sorted(away))


def text_hashes(texts: Sequence[str]) -> NDArray[np.uint64]:
    """The first 8 bytes of each text's SHA-1, the lowest first."""
    digests = (hashlib.sha1(text.encode(), usedforsecurity=False).digest()[:8] for text in texts)
    return np.frombuffer(b"".join(digests), "<u8")


def _path(code: str) -> Path:
    return lessons("taught") / f"{code}.npz"
