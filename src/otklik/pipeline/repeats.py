"""Customers who come back about the same thing: which contacts repeat an earlier one, and how many.

A contact is all rows of one customer with the same date and the same id. It repeats the latest earlier
contact of the same customer that holds one of its topics, when no more than N calendar days lie between.
Of two contacts at the same moment, that of the lower id came first (9 before 10; in a table without ids,
the row that stands first).

A topic counts when it is mentioned otherwise than in praise: who thanks for a quick answer does not come
back about it, and one who asks neutrally again does.

Not a customer is a blank key, a placeholder ('0', 'anonymous', 'guest@…'), and a key that a great share of
the contacts have in common (a shared mailbox): these are left out and counted.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from otklik.joining import key_text
from otklik.sentences import Sentence

REPEAT_OF = "repeat_of"
REPEAT_DAYS = "repeat_days"
DAYS = 30
SHARED, MANY = 0.05, 20
"""A key of more than this share of the rows, and of at least so many, is no customer."""
BUSIEST = 10

PRAISE = "positive"

Numbers = NDArray[np.int64]
_DAY = 86_400_000_000  # microseconds
_NOBODY = re.compile(
    r"[\W_0]*|(?:no ?name|none|null|nil|nan|na|n/a|test|anonym(?:ous)?|anon|unknown|unnamed|guest|visitor"
    r"|undefined|deleted|no-?reply|do-?not-?reply|нет|не указан[оа]?|неизвестн(?:о|ый)|аноним(?:но|ный)?"
    r"|гость|без имени|тест)(?: (?:user|customer|client|пользователь|клиент))?(?:@.*)?"
)
_SCHEMA = pa.schema(
    [
        ("row", pa.int64()),
        ("id", pa.string()),
        ("customer", pa.uint64()),
        ("moment", pa.int64()),
        ("topics", pa.list_(pa.int16())),
    ]
)


@dataclass(frozen=True, eq=False)
class Contacts:
    """One row per comment, about 40 bytes: its place in the stream, comment_id, a hash of the customer (null
    when there is none), the moment in microseconds (null without a date), the topics it does not praise, as
    places in ``topics``. Parts add up; what they tell does not depend on the order of rows or parts."""

    topics: tuple[str, ...]
    table: pa.Table = field(repr=False)

    @classmethod
    def of(
        cls,
        ids: pd.Series,
        mentions: pd.DataFrame,
        *,
        customers: pd.Series,
        dates: pd.Series,
        topics: Sequence[str],
    ) -> Contacts:
        """The comment_ids of a labelled table (rows of one contact may share one) and its mentions (see
        ``tag_frame``). ``customers`` are the keys and ``dates`` the moments (datetime64), of the same index;
        ``topics`` those of the taxonomy."""
        moments = dates.to_numpy(dtype="datetime64[us]")
        columns = [
            pa.array(ids.index, pa.int64()),
            pa.array(ids.tolist(), pa.string()),
            _customers(customers),
            pa.array(moments.view(np.int64), mask=np.isnat(moments)),
            _blamed(ids.index, mentions, topics),
        ]
        return cls(tuple(topics), pa.Table.from_arrays(columns, schema=_SCHEMA))

    def __add__(self, other: Contacts) -> Contacts:
        """Both together; they must know the same topics."""
        return Contacts(self.topics, pa.concat_tables([self.table, other.table]))

    def repeats(self, days: int = DAYS) -> Repeats:
        """What repeats an earlier contact no more than ``days`` calendar days before (0: of the same day)."""
        named, shared = _named(self.table["customer"].combine_chunks())
        dated = self.table["moment"].is_valid().to_numpy()
        line = _Line.drawn(self.table.filter(pa.array(named & dated)))
        latest, counts = line.repeated(len(self.topics), days)
        back = np.flatnonzero(latest >= 0)
        begins = np.flatnonzero(np.diff(line.contact, prepend=-1))
        _, per_customer = np.unique(line.customer[begins], return_counts=True)
        return Repeats(
            days=days,
            contacts=len(begins),
            repeats=len(np.unique(line.contact[back])),
            customers=len(per_customer),
            topics=pd.DataFrame({"topic": self.topics, **counts}),
            busiest=tuple(np.sort(per_customer)[::-1][:BUSIEST].tolist()),
            nameless=self.table["customer"].null_count,
            shared=shared,
            undated=int(np.count_nonzero(named & ~dated)),
            marks=line.marks(back, latest[back]),
        )


@dataclass(frozen=True, eq=False)
class Repeats:
    """How many contacts of how many customers repeat an earlier one.

    ``topics``: topic, contacts, repeats, customers. ``busiest``: the numbers of contacts of the customers
    with most, falling. Rows left out: ``nameless`` (no key, or a placeholder), ``shared`` (the rows of each
    key that too many have in common, falling), ``undated``. ``marks``: place of the row in the stream →
    REPEAT_OF (comment_id of the contact it repeats), REPEAT_DAYS (calendar days between).
    """

    days: int
    contacts: int
    repeats: int
    customers: int
    topics: pd.DataFrame
    busiest: tuple[int, ...]
    nameless: int
    shared: tuple[int, ...]
    undated: int
    marks: pd.DataFrame = field(repr=False)

    @property
    def share(self) -> float:
        """The share of contacts that repeat an earlier one; NaN when there is no contact."""
        return self.repeats / self.contacts if self.contacts else float("nan")

    def mark(self, tagged: pd.DataFrame) -> pd.DataFrame:
        """The table with REPEAT_OF and REPEAT_DAYS, missing where a row repeats none. The index is the row's
        place in the stream."""
        marks = self.marks.reindex(tagged.index)
        of = marks[REPEAT_OF].astype(object)
        return tagged.assign(**{REPEAT_OF: of.where(of.notna(), None), REPEAT_DAYS: marks[REPEAT_DAYS]})

    def notes(self) -> list[Sentence]:
        """Sentences about what was left out; none when nothing was."""
        shared = Sentence(
            "{n:row shares|rows share} {keys:customer key|customer keys}, each with more than {share:.0%} of "
            "the rows, and so not one customer's",
            n=sum(self.shared),
            keys=len(self.shared),
            share=SHARED,
        )
        told = (
            (Sentence("{n:row has|rows have} no customer", n=self.nameless), self.nameless),
            (shared, len(self.shared)),
            (Sentence("{n:row has|rows have} no date", n=self.undated), self.undated),
        )
        return [Sentence("repeat contacts: {fact}; left out", fact=fact) for fact, rows in told if rows]


@dataclass(frozen=True, eq=False)
class _Line:
    """Rows by customer, moment and id; ``contact`` numbers the contacts. Row ``owner[i]`` holds topic
    ``topic[i]``."""

    row: Numbers
    id: pa.Array
    customer: NDArray[np.uint64]
    day: Numbers
    contact: Numbers
    owner: Numbers
    topic: NDArray[np.int16]

    @classmethod
    def drawn(cls, table: pa.Table) -> _Line:
        """From rows that all have a customer and a date. A shorter id is lower: 9 comes before 10."""
        keys = [(name, "ascending") for name in ("customer", "moment", "length", "id")]
        table = table.append_column("length", pc.utf8_length(table["id"])).combine_chunks().sort_by(keys)
        row, customer, moment = (table[name].to_numpy() for name in ("row", "customer", "moment"))
        ids, topics = (table[name].combine_chunks() for name in ("id", "topics"))
        other = pc.not_equal(ids[1:], ids[:-1]).to_numpy(zero_copy_only=False).astype(bool)
        new = (np.diff(customer) != 0) | (np.diff(moment) != 0) | other
        return cls(
            row=row,
            id=ids,
            customer=customer,
            day=moment // _DAY,
            contact=np.cumsum(np.concatenate([np.zeros(min(1, len(row)), np.int64), new])),
            owner=pc.list_parent_indices(topics).to_numpy(),
            topic=topics.flatten().to_numpy(),
        )

    def repeated(self, topics: int, days: int) -> tuple[Numbers, dict[str, list[int]]]:
        """For each row the place of the latest one it repeats, −1 for none; and counts per topic."""
        latest = np.full(len(self.row), -1)
        counts: dict[str, list[int]] = {"contacts": [], "repeats": [], "customers": []}
        for topic in range(topics):
            at = self.owner[self.topic == topic]
            begins = np.diff(self.contact[at], prepend=-1) != 0
            before = np.maximum.accumulate(np.where(begins, np.arange(len(at)), 0)) - 1
            earlier = at[before]
            same = (before >= 0) & (self.customer[earlier] == self.customer[at])
            again = same & (self.day[at] - self.day[earlier] <= days)
            latest[at[again]] = np.maximum(latest[at[again]], earlier[again])
            counts["contacts"].append(int(np.count_nonzero(begins)))
            counts["repeats"].append(int(np.count_nonzero(begins & again)))
            counts["customers"].append(int(np.count_nonzero(begins & ~same)))
        return latest, counts

    def marks(self, back: Numbers, latest: Numbers) -> pd.DataFrame:
        """See ``Repeats.marks``."""
        marks = {
            REPEAT_OF: np.array(self.id.take(pa.array(latest)).to_pylist(), dtype=object),
            REPEAT_DAYS: pd.array(self.day[back] - self.day[latest], dtype="Int64"),
        }
        return pd.DataFrame(marks, index=self.row[back]).sort_index()


def _customers(keys: pd.Series) -> pa.Array:
    """64 bits for each customer, null for nobody."""
    codes, distinct = pd.factorize(key_text(keys))
    hashes = [_customer(key.casefold()) for key in distinct]
    return pa.array([*hashes, None], pa.uint64()).take(pa.array(np.where(codes < 0, len(hashes), codes)))


def _customer(key: str) -> int | None:
    if _NOBODY.fullmatch(key):
        return None
    digest = hashlib.blake2b(key.encode("utf8", "surrogatepass"), digest_size=8).digest()
    return int.from_bytes(digest, "little")


def _named(customers: pa.Array) -> tuple[NDArray[np.bool_], tuple[int, ...]]:
    """Rows of a real customer (n,), and the numbers of rows of the keys that are shared, falling."""
    keyed = customers.is_valid().to_numpy(zero_copy_only=False)
    keys, counts = np.unique(customers.drop_null().to_numpy(), return_counts=True)
    shared = (counts >= MANY) & (counts > SHARED * counts.sum())
    common = pc.is_in(customers, pa.array(keys[shared])).to_numpy(zero_copy_only=False)
    return keyed & ~common, tuple(np.sort(counts[shared])[::-1].tolist())


def _blamed(index: pd.Index, mentions: pd.DataFrame, topics: Sequence[str]) -> pa.Array:
    """For each row the topics it mentions otherwise than in praise."""
    told = mentions[mentions["polarity"] != PRAISE]
    rows, topic = index.get_indexer(told.index), pd.Index(topics).get_indexer(pd.Index(told["topic"]))
    known = topic >= 0
    rows, topic = rows[known], topic[known]
    offsets = np.concatenate([[0], np.cumsum(np.bincount(rows, minlength=len(index)))])
    values = topic[np.lexsort((topic, rows))]
    return pa.ListArray.from_arrays(pa.array(offsets, pa.int32()), pa.array(values, pa.int16()))
