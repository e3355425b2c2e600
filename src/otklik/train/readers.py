"""Comments of which readers told the sentiment and nothing else: ``data/labels/{code}-sentiment.tsv``.

The comments stand in several public data sets, not all with ids, so a label finds its comment by a hash of
the text.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd

from otklik.resources import lessons
from otklik.train.taught import text_hashes

_SETS = {
    "unlabelled/comments": "",
    "sentiment/{code}_train": "",
    "topics/semeval2016_sentences": "restoclub",
    "topics/mabsa_dev_ru_en": "mabsa",
}
"""The source of the comments of a set that names none itself. SemEval's Russian sentences are of reviews that
gold holds whole."""


def read_sentiments(shared: Path, code: str) -> pd.DataFrame:
    """The comments in one language as columns ``text, source, sentiment``; left out is a label whose comment
    is not in the folder, or in several sources: it could not be kept away with any."""
    path = lessons("labels") / f"{code}-sentiment.tsv"
    labels = pd.read_csv(path, sep="\t") if path.exists() else pd.DataFrame(columns=["text", "sentiment"])
    sentiments = dict(zip((int(key, 16) for key in labels["text"]), labels["sentiment"], strict=True))
    sets = [_texts(shared / "data" / f"{name.format(code=code)}.parquet", _SETS[name]) for name in _SETS]
    texts = pd.concat(sets).drop_duplicates().drop_duplicates("text", keep=False)
    keys = text_hashes(list(texts["text"])).tolist()
    told = texts.assign(sentiment=np.array([sentiments.get(key) for key in keys], dtype=object))
    return told.dropna(subset="sentiment").reset_index(drop=True)


def _texts(path: Path, source: str) -> pd.DataFrame:
    """``text, source`` of a set, which is ``source`` where it tells none; none where there is no set."""
    if not path.exists():
        return pd.DataFrame({"text": [], "source": []}, dtype=object)
    told = pd.read_parquet(path)
    return told.assign(source=told.get("source", source))[["text", "source"]]
