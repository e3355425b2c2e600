"""The labelled comments of one language, on the word table and as a matrix, with folds by source."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import sparse
from sklearn.model_selection import GroupKFold

from otklik.errors import InputError
from otklik.languages import LANGUAGES
from otklik.linear import Linear, Scorer, Scores, owner
from otklik.pack import Pack
from otklik.resources import lessons
from otklik.train.design import batches, comment_matrix
from otklik.words import Batch, WordTable

FOLDS = 5
_SHORT = {"neg": "negative", "neu": "neutral", "pos": "positive"}


@dataclass(frozen=True)
class Gold:
    """``number``: the language's, from 1. ``parts``: the comments in batches, in the order of ``frame``,
    whose column ``added`` tells those of ``data/labels``: they are learnt from and never measured on."""

    code: str
    number: int
    frame: pd.DataFrame
    parts: tuple[Batch, ...]

    @classmethod
    def load(cls, shared: Path, code: str) -> Gold:
        """Read ``gold/{code}_train.parquet`` without what the licence keeps for evaluation, and the comments
        of the pool that ``data/labels`` knows."""
        frame = pd.read_parquet(shared / "gold" / f"{code}_train.parquet")
        frame = frame[~frame["evaluation_only"]].assign(added=False)
        frame = pd.concat([frame, _added(shared, code)], ignore_index=True)
        number = [language.code for language in LANGUAGES].index(code) + 1
        return cls(code, number, frame, tuple(batches(list(frame["text"]), WordTable())))

    def __len__(self) -> int:
        return len(self.frame)

    @cached_property
    def matrix(self) -> sparse.csr_matrix:
        """Comments × features."""
        return comment_matrix(self.parts, self.number)

    @property
    def sources(self) -> NDArray[np.object_]:
        """Where each comment comes from."""
        return self.frame["source"].to_numpy(dtype=object)

    def counts(self) -> dict[str, int]:
        """How many comments are learnt from."""
        added = int((~self.measured).sum())
        return {"gold": len(self) - added, "data/labels": added}

    @property
    def measured(self) -> NDArray[np.bool_]:
        """The comments that figures are made on."""
        return ~self.frame["added"].to_numpy(dtype=bool)

    @property
    def sentiments(self) -> NDArray[np.object_]:
        """The label of each comment."""
        return self.frame["sentiment"].to_numpy(dtype=object)

    @property
    def unseen_by_rules(self) -> NDArray[np.bool_]:
        """The third of the comments, by a hash of the id, whose texts the writers of the rules never read."""
        return np.array([zlib.crc32(id.encode()) % 3 == 2 for id in self.frame["id"]], dtype=bool)

    def folds(self) -> list[tuple[NDArray[np.intp], NDArray[np.intp]]]:
        """(trained on, judged) row numbers; a source is never on both sides."""
        return list(GroupKFold(FOLDS).split(self.frame, groups=self.sources))

    def dominant(self, part: Batch) -> NDArray[np.int32]:
        """The comments are known to be in this language."""
        return np.full(len(part), self.number, np.int32)

    def owners(self, part: Batch) -> NDArray[np.int32]:
        """The owner of each word as at run time; 0 for a word of another language, which is not trained."""
        owners = owner(part, self.dominant(part))
        return np.where(owners == self.number, owners, 0).astype(np.int32)

    def scores(self, part: Batch, pack: Pack) -> Scores:
        """What each word adds to the heads of a pack."""
        models = [Linear.from_pack(pack)] * len(LANGUAGES)
        return Scorer(models).word_scores(part, self.owners(part))

    def rows(self) -> Iterator[tuple[slice, Batch]]:
        """The rows of each part, and the part."""
        at = 0
        for part in self.parts:
            yield slice(at, at + len(part)), part
            at += len(part)

    def mentions(self, row: int) -> dict[str, str]:
        """Topic → polarity of one comment."""
        pairs = (label.split(":") for label in self.frame["topics"].iloc[row])
        return {topic: _SHORT[polarity] for topic, polarity in pairs}


def _added(shared: Path, code: str) -> pd.DataFrame:
    """The labels of ``data/labels`` with the texts they belong to. Raises InputError where they are
    not, as in an installed package."""
    path = lessons("labels") / f"{code}.tsv"
    if not path.is_file():
        raise InputError(
            "there is no {path}: these labels are in the source of otklik only, not in the installed package",
            path=path,
            mend="python -m otklik.train, run in a checkout of the source",
        )
    labels = pd.read_csv(path, sep="\t", keep_default_na=False)
    for column in ("topics", "signals"):
        labels[column] = labels[column].str.split()
    pool = pd.read_parquet(
        shared / "data" / "unlabelled" / "comments.parquet", columns=["id", "source", "text"]
    )
    return labels.merge(pool, on="id", how="inner", validate="one_to_one").assign(added=True)
