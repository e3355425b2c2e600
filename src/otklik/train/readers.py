"""Comments of which readers told the sentiment and nothing else: ``data/labels/{code}-sentiment.tsv``.

The comments stand in several public data sets, not all with ids, so a label finds its comment by a hash of
the text.
"""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from otklik.resources import lessons
from otklik.train.taught import text_hashes

_SETS = (
    "unlabelled/comments",
    "sentiment/{code}_train",
    "topics/semeval2016_sentences",
    "topics/mabsa_dev_ru_en",
)


def read_sentiments(shared: Path, code: str) -> pd.DataFrame:
    """The comments in one language as columns ``text, source, sentiment``; a label whose comment is not in
    the folder is left out."""
    path = lessons("labels") / f"{code}-sentiment.tsv"
    labels = pd.read_csv(path, sep="\t") if path.exists() else pd.DataFrame(columns=["text", "sentiment"])
    labels["text"] = [int(key, 16) for key in labels["text"]]
    texts = pd.concat([_texts(shared / "data", name.format(code=code)) for name in _SETS])
    texts = texts.drop_duplicates("text")
    named = labels.set_index("text")["sentiment"].astype(object)
    told = texts.assign(sentiment=named.reindex(text_hashes(list(texts["text"]))).to_numpy())
    return told.dropna(subset="sentiment").reset_index(drop=True)


def _texts(data: Path, name: str) -> pd.DataFrame:
    """``text, source`` of a set, whose name is the source where it tells none; none where there is no set."""
    path = data / f"{name}.parquet"
    if not path.exists():
        return pd.DataFrame({"text": [], "source": []}, dtype=object)
    told = pd.read_parquet(path)
    return told.assign(source=told.get("source", Path(name).name))[["text", "source"]]
