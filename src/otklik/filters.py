"""What the filters of the networks answer to a batch: what a word adds is worked out once and remembered."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from otklik.network import ANSWER, Answers, Floats, Network
from otklik.room import with_room
from otklik.runs import Held, ends_of, held, starts
from otklik.words import Batch, WordTable

_ROOM, _SPARE = 1 << 14, 1 << 13
"""Words whose answers are remembered, those met first, and others that a batch may hold before the array has
to grow: 1.5 kB each with three places and 256 filters, so 25 and 12 MB a language."""
_BLOCK = 512
"""Words that are added up at a time: few enough for their answers to stay at the processor's hand."""


@dataclass(frozen=True)
class Reading:
    """The filters' answers for a batch: ``clauses`` and ``comments`` (units × filters of the widest network,
    zeros behind those of the others), and for each network that read some its place and which these are."""

    networks: Sequence[Network]
    clauses: Answers
    comments: Answers
    of_clause: Sequence[tuple[int, Held]]
    of_comment: Sequence[tuple[int, Held]]

    def of_comments(self, head: str) -> Floats:
        """Comments × outputs of a head, log odds."""
        return self._by_language(head, self.comments, self.of_comment)

    def of_clauses(self, head: str) -> Floats:
        """Clauses × outputs of a head, log odds."""
        return self._by_language(head, self.clauses, self.of_clause)

    def _by_language(self, head: str, answers: Answers, read: Sequence[tuple[int, Held]]) -> Floats:
        odds = np.zeros((len(answers), len(self.networks[0].heads[head].bias)))
        for place, mine in read:
            odds[mine] = self.networks[place].odds(head, answers[mine])
        return odds


class Reader:
    """One network per language, over one word table at a time. A comment is read by the network of the
    language most of its words are in."""

    def __init__(self, networks: Sequence[Network]) -> None:
        self.networks = tuple(networks)
        self._filters = max(network.filters for network in networks)
        self._table: WordTable | None = None
        self._answers: list[_Answers] = []

    def read(self, batch: Batch, dominant: NDArray[np.int32]) -> Reading:
        """``dominant``: the language of each comment, numbered from 1."""
        if batch.table is not self._table:
            self._table = batch.table
            self._answers = [_Answers(network) for network in self.networks]
        language = dominant.astype(np.intp) - 1
        home, many = batch.comment_of_clause, len(self.networks)
        clauses = np.zeros((len(home), self._filters), ANSWER)
        of_words, of_clauses = held(language[batch.comment], many), [*held(language[home], many)]
        for (place, mine), (_, read) in zip(of_words, of_clauses, strict=True):
            clauses[read, : self.networks[place].filters] = _clauses(batch, self._answers[place], mine)
        comments = np.zeros((len(batch), clauses.shape[1]), ANSWER)
        comments[batch.lengths > 0] = _strongest(clauses, starts(home))
        return Reading(self.networks, clauses, comments, of_clauses, [*held(language, many)])


class _Answers:
    """What the words of a table add for one network. A word goes by its number, doubled, and one more
    where it is negated; row 0 of ``rows`` is no word and adds nothing."""

    def __init__(self, network: Network) -> None:
        self.network = network
        self.rows = np.zeros((network.places, _ROOM + _SPARE, network.filters), ANSWER)
        self._known = 1
        self._row = np.zeros(0, np.int32)
        self._vectors = np.zeros((0, network.width), np.int8)
        self._heard = np.zeros(0, bool)

    def of(self, batch: Batch, mine: Held) -> NDArray[np.intp]:
        """The row of each word of the batch that is ``mine``; it stays so until the next batch."""
        words = len(batch.table.words)
        self._row = with_room(self._row, 2 * words)
        number = batch.words[mine] * 2 + batch.negated[mine]
        row = self._row[number].astype(np.intp)
        strange = (row == 0).nonzero()[0]
        if len(strange):
            new, place = np.unique(number[strange], return_inverse=True)
            row[strange] = self._known + place
            self._learn(batch.table, new)
        return row

    def _learn(self, table: WordTable, new: NDArray[np.int32]) -> None:
        """Put the answers of words behind those known; there they stay as far as there is room."""
        known, end = self._known, self._known + len(new)
        self.rows = with_room(self.rows, end, axis=1)
        self.rows[:, known:end] = self.network.project(self._vectors_of(table, new >> 1), new & 1)
        kept = new[: max(_ROOM - known, 0)]
        self._row[kept] = np.arange(known, known + len(kept))
        self._known += len(kept)

    def _vectors_of(self, table: WordTable, words: NDArray[np.int32]) -> NDArray[np.int8]:
        self._heard = with_room(self._heard, len(table.words))
        self._vectors = with_room(self._vectors, len(table.words), axis=0)
        new = np.unique(words[~self._heard[words]])
        self._vectors[new] = self.network.vectors([table.words[number] for number in new.tolist()])
        self._heard[new] = True
        return self._vectors[words]


def _clauses(batch: Batch, answers: _Answers, mine: Held) -> Answers:
    """Clauses × filters for the comments whose words are ``mine``. Clauses of about one length are added up
    together, the shorter ones with words behind that say nothing."""
    row = answers.of(batch, mine)
    near = _neighbours(row, batch.comment[mine], answers.network.places)
    begins = starts(batch.clause[mine])
    lengths = ends_of(begins, len(row)) - begins
    order = (-lengths).argsort(kind="stable")
    best = np.empty((len(begins), answers.network.filters), ANSWER)
    done = 0
    while done < len(order):
        longest = int(lengths[order[done]])
        some = order[done : done + max(_BLOCK // longest, 1)]
        done += len(some)
        step = np.arange(longest)[:, None]
        words = begins[some] + step
        words[step >= lengths[some]] = len(row)
        heard = answers.rows[0].take(near[0].take(words), axis=0)
        for place in range(1, len(near)):
            heard += answers.rows[place].take(near[place].take(words), axis=0)
        best[some] = heard.max(axis=0, initial=0)
    return best


def _neighbours(row: NDArray[np.intp], comment: NDArray[np.int32], places: int) -> NDArray[np.intp]:
    """Places × words: the row of the word at each place of the filter around a word; 0 beyond the comment,
    and around the word behind the last, which says nothing."""
    near = np.zeros((places, len(row) + 1), np.intp)
    for place in range(places):
        shift = place - places // 2
        here = slice(max(-shift, 0), len(row) - max(shift, 0))
        there = slice(max(shift, 0), len(row) - max(-shift, 0))
        near[place, here] = row[there] * (comment[here] == comment[there])
    return near


def _strongest(answers: Answers, begins: NDArray[np.intp]) -> Answers:
    """The largest of consecutive rows, a group beginning at each of ``begins``."""
    best = answers[begins]
    ends = ends_of(begins, len(answers))
    for at, (low, high) in enumerate(zip(begins.tolist(), ends.tolist(), strict=True)):
        if high - low > 1:
            np.maximum.reduce(answers[low:high], axis=0, out=best[at])
    return best
