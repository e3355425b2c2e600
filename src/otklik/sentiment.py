"""Sentiment of clauses and of whole comments.

A network per language hears clauses and comments (see ``network``). Its answer for the whole comment is the
label, unless what else is known of the comment speaks against it (see ``Context``).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from otklik.filters import Reader, Reading
from otklik.network import Network
from otklik.pack import Pack
from otklik.records import SENTIMENTS
from otklik.words import Batch

HEADS = ("negative", "neutral", "positive")
NETWORK_HEADS = {"comment": SENTIMENTS, "clause": HEADS}
"""What the network answers: the label as the codebook has it, and which way the words lean."""
_NEGATIVE, _NEUTRAL, _POSITIVE = range(3)
_NEGATIVE_LABEL, _POSITIVE_LABEL = SENTIMENTS.index("negative"), SENTIMENTS.index("positive")
_NEUTRAL_LABEL, _MIXED_LABEL = SENTIMENTS.index("neutral"), SENTIMENTS.index("mixed")
HEARD = (*(f"comment: {name}" for name in SENTIMENTS), *(f"words: {name}" for name in HEADS))
"""What the network says of a comment, in log probabilities."""
READINGS = (
    *HEARD,
    "log blamed topics",
    "log neutral topics",
    "log praised topics",
    "both blame and praise",
)

_ASKS = 0.7
"""Of the words of a comment that asks and does nothing else."""
_HINT = float(np.log(3))
"""What a hint adds to the log odds of a label: it becomes three times as likely beside each other one."""

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Feeling:
    """What the words of a batch say, before topics are known.

    - ``readings``: comments × HEARD; ``margin``: praise over blame of each
      comment in log odds; ``clause_margin``: the same for each clause.
    """

    readings: Floats
    clause_margin: Floats

    @property
    def labels(self) -> Floats:
        """Comments × SENTIMENTS, log probabilities."""
        return self.readings[:, : len(SENTIMENTS)]

    @property
    def margin(self) -> Floats:
        of_comments: Floats = self.readings[:, -1] - self.readings[:, -len(HEADS)]
        return of_comments


@dataclass(frozen=True)
class Context:
    """What else is known of each comment.

    - ``mentions``: comments × POLARITIES, how many topics are blamed, neutral, praised.
    - ``asked`` (n,): the share of its words that stand in questions.
    - ``suggested`` (n,): whether it suggests something.
    """

    mentions: NDArray[np.int64]
    asked: Floats
    suggested: NDArray[np.bool_]

    @property
    def odds(self) -> Floats:
        """Comments × SENTIMENTS, what is added to the log odds. A comment that only blames is not positive,
        and one that only praises is not negative. There is a hint of a mixed one where it does both, and of a
        neutral one where it does neither and asks or suggests."""
        blamed, praised = self.mentions[:, _NEGATIVE] > 0, self.mentions[:, _POSITIVE] > 0
        calm = (self.asked >= _ASKS) * _HINT + self.suggested * _HINT
        odds = np.zeros((len(self.mentions), len(SENTIMENTS)))
        odds[blamed & ~praised, _POSITIVE_LABEL] = -np.inf
        odds[praised & ~blamed, _NEGATIVE_LABEL] = -np.inf
        odds[:, _MIXED_LABEL] = (blamed & praised) * _HINT
        odds[:, _NEUTRAL_LABEL] = ~(blamed | praised) * calm
        return odds


class SentimentModel:
    """Weights per language, in the order of LANGUAGES."""

    def __init__(self, packs: Sequence[Pack]) -> None:
        self._reader = Reader([Network.from_pack(pack) for pack in packs])
        self._sureness = np.concatenate([pack.arrays["sureness"] for pack in packs])

    def feel(self, batch: Batch, dominant: NDArray[np.int32]) -> Feeling:
        """Read a batch; ``dominant``: the language of each comment, numbered from 1."""
        return feelings(self._reader.read(batch, dominant))

    def judge(
        self, feeling: Feeling, context: Context, dominant: NDArray[np.int32]
    ) -> tuple[NDArray[np.intp], Floats]:
        """Labels as places in SENTIMENTS, and scores P(positive) − P(negative) in [−1, 1]."""
        share = _shares(feeling.labels * self._sureness[dominant - 1][:, None] + context.odds)
        return share.argmax(axis=1), (share[:, _POSITIVE_LABEL] - share[:, _NEGATIVE_LABEL]).round(4)


def feelings(reading: Reading) -> Feeling:
    """What the network's answers to a batch say of its sentiment."""
    clauses = reading.of_clauses("clause")
    heard = [_log_shares(reading.of_comments(head)) for head in NETWORK_HEADS]
    return Feeling(np.concatenate(heard, axis=1), clauses[:, _POSITIVE] - clauses[:, _NEGATIVE])


def _shares(odds: Floats) -> Floats:
    """softmax by row. scipy's own, like its log_softmax, costs one comment more than all else here."""
    raised = np.exp(odds - odds.max(axis=1, keepdims=True))
    shares: Floats = raised / raised.sum(axis=1, keepdims=True)
    return shares


def _log_shares(odds: Floats) -> Floats:
    """log softmax by row."""
    below = odds - odds.max(axis=1, keepdims=True)
    shares: Floats = below - np.log(np.exp(below).sum(axis=1, keepdims=True))
    return shares


def mention_readings(mentions: NDArray[np.int64]) -> Floats:
    """Comments × the last of READINGS, from counts of blamed, neutral and praised topics."""
    both = (mentions[:, _NEGATIVE] > 0) & (mentions[:, _POSITIVE] > 0)
    return np.column_stack([np.log1p(mentions), both])
