"""What the filters of the networks answer to a batch: what a word adds is worked out once and remembered."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from otklik.errors import ModelError
from otklik.network import Answers, Floats, Network
from otklik.room import with_room
from otklik.words import Batch, WordTable

_ROOM, _SPARE = 1 << 15, 1 << 13
"""Words whose answers are remembered, those met first, and others that a batch may hold before the array has
to grow: 1.5 kB each with three places and 128 filters, so 50 and 12 MB a language at most."""
_BLOCK = 512
"""Words that are added up at a time: few enough for their answers to stay at the processor's hand."""


@dataclass(frozen=True)
class Reading:
    """The filters' answers for a batch: ``clauses`` and ``comments`` (units × filters); ``language`` is the
    place of the network that read each comment, ``home`` the comment of each clause."""

    networks: Sequence[Network]
    clauses: Answers
    comments: Answers
    language: NDArray[np.intp]
    home: NDArray[np.int32]

    def of_comments(self, head: str) -> Floats:
        """Comments × outputs of a head, log odds."""
        return self._by_language(head, self.comments, self.language)

    def of_clauses(self, head: str) -> Floats:
        """Clauses × outputs of a head, log odds."""
        return self._by_language(head, self.clauses, self.language[self.home])

    def _by_language(self, head: str, answers: Answers, language: NDArray[np.intp]) -> Floats:
        odds = np.zeros((len(answers), len(self.networks[0].heads[head].bias)))
        for place, network in enumerate(self.networks):
            mine = language == place
            if mine.any():
                odds[mine] = network.heads[head](answers[mine])
        return odds


class Reader:
    """One network per language, over one word table at a time. A comment is read by the network of the
    language most of its words are in."""

    def __init__(self, networks: Sequence[Network]) -> None:
        if len({(network.filters, network.places) for network in networks}) != 1:
            raise ModelError("the languages' networks have different shapes")
        self.networks = tuple(networks)
        self._table: WordTable | None = None
        self._answers: list[_Answers] = []

    def read(self, batch: Batch, dominant: NDArray[np.int32]) -> Reading:
        """``dominant``: the language of each comment, numbered from 1."""
        if batch.table is not self._table:
            self._table = batch.table
            self._answers = [_Answers(network) for network in self.networks]
        language = dominant.astype(np.intp) - 1
        clauses = np.zeros((len(batch.first_of_clause), self.networks[0].filters), np.float32)
        for place, answers in enumerate(self._answers):
            mine = language[batch.comment] == place
            if mine.any():
                read = language[batch.comment_of_clause] == place
                clauses[read] = _clauses(batch, answers, mine)
        comments = np.zeros((len(batch), clauses.shape[1]), np.float32)
        spoken = np.flatnonzero(np.diff(batch.first) > 0)
        comments[spoken] = _strongest(clauses, _starts(batch.comment_of_clause))
        return Reading(self.networks, clauses, comments, language, batch.comment_of_clause)


class _Answers:
    """What the words of a table add for one network. A word goes by its number, doubled, and one more
    where it is negated; row 0 of ``rows`` is no word and adds nothing."""

    def __init__(self, network: Network) -> None:
        self.network = network
        self.rows = np.zeros((network.places, _ROOM + _SPARE, network.filters), np.float32)
        self._known = 1
        self._row = np.zeros(0, np.int32)
        self._vectors = np.zeros((0, network.width), np.int8)
        self._heard = np.zeros(0, bool)

    def of(self, batch: Batch, mine: NDArray[np.bool_]) -> NDArray[np.intp]:
        """The row of each word of the batch that is ``mine``; it stays so until the next batch."""
        words = len(batch.table.words)
        self._row = with_room(self._row, 2 * words)
        number = batch.words[mine] * 2 + batch.negated[mine]
        row = self._row[number].astype(np.intp)
        strange = np.flatnonzero(row == 0)
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


def _clauses(batch: Batch, answers: _Answers, mine: NDArray[np.bool_]) -> Answers:
    """Clauses × filters for the comments whose words are ``mine``."""
    row = answers.of(batch, mine)
    near = _neighbours(row, batch.comment[mine], answers.network.places)
    starts = _starts(batch.clause[mine])
    lengths = np.diff(np.append(starts, len(row)))
    order = np.argsort(lengths, kind="stable")
    cuts = np.searchsorted(lengths[order], np.arange(1, int(lengths.max()) + 2))
    best = np.empty((len(starts), answers.network.filters), np.float32)
    for length in np.flatnonzero(np.diff(cuts)).tolist():
        block = max(_BLOCK // (length + 1), 1)
        for low in range(int(cuts[length]), int(cuts[length + 1]), block):
            some = order[low : min(low + block, int(cuts[length + 1]))]
            words = starts[some] + np.arange(length + 1)[:, None]
            heard = answers.rows[0].take(near[0].take(words), axis=0)
            for place in range(1, len(near)):
                heard += answers.rows[place].take(near[place].take(words), axis=0)
            best[some] = heard.max(axis=0, initial=0)
    return best


def _neighbours(row: NDArray[np.intp], comment: NDArray[np.int32], places: int) -> NDArray[np.intp]:
    """Places × words: the row of the word at each place of the filter around a word; 0 beyond the comment."""
    near = np.zeros((places, len(row)), np.intp)
    for place in range(places):
        shift = place - places // 2
        here = slice(max(-shift, 0), len(row) - max(shift, 0))
        there = slice(max(shift, 0), len(row) - max(-shift, 0))
        near[place, here] = row[there] * (comment[here] == comment[there])
    return near


def _strongest(answers: Answers, starts: NDArray[np.intp]) -> Answers:
    """The largest of consecutive rows, a group beginning at each of ``starts``."""
    lengths = np.diff(np.append(starts, len(answers)))
    best = answers[starts]
    for step in range(1, int(lengths.max(initial=0))):
        longer = np.flatnonzero(lengths > step)
        best[longer] = np.maximum(best[longer], answers[starts[longer] + step])
    return best


def _starts(numbers: NDArray[np.int32]) -> NDArray[np.intp]:
    """Where each run of equal numbers begins."""
    return np.flatnonzero(np.append(True, np.diff(numbers) != 0)[: len(numbers)])
