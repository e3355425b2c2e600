"""How fast labelling is, beside plain scikit-learn and spaCy, in one run on the same texts.

    python benchmarks/speed.py --comments ../shared/data/unlabelled/comments.parquet [--n 110000]

Prints comments per second (CPU time of this process, since other work on the machine would distort the
wall clock) and the ratio to TfidfVectorizer + LogisticRegression.
"""

from __future__ import annotations

import argparse
import time
import warnings
from collections.abc import Callable, Sequence

import numpy as np
import pandas as pd

BATCH = 4000
SLOW = 2000


def cpu(work: Callable[[], object]) -> float:
    """CPU seconds that ``work`` takes."""
    start = time.process_time()
    work()
    return time.process_time() - start


def tfidf(texts: Sequence[str]) -> Callable[[], object]:
    """A fitted TfidfVectorizer(1–2) + LogisticRegression of three classes; its labels are arbitrary, since
    only its speed is asked for."""
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.linear_model import LogisticRegression

    vectorizer = TfidfVectorizer(ngram_range=(1, 2))
    sample = texts[: min(20_000, len(texts))]
    model = LogisticRegression(max_iter=20).fit(vectorizer.fit_transform(sample), np.arange(len(sample)) % 3)
    return lambda: model.predict(vectorizer.transform(texts))


def spacy_lookup(texts: Sequence[str]) -> Callable[[], object]:
    """spaCy blank ru with the pymorphy3 look-up lemmatizer, on the first texts only."""
    import spacy

    pipeline = spacy.blank("ru")
    pipeline.add_pipe("lemmatizer", config={"mode": "pymorphy3_lookup"}).initialize()
    return lambda: [[token.lemma_ for token in doc] for doc in pipeline.pipe(texts[:SLOW])]


def label(texts: Sequence[str], labeller: object) -> Callable[[], object]:
    """Otklik, batch by batch."""
    return lambda: [labeller.label(texts[at : at + BATCH]) for at in range(0, len(texts), BATCH)]  # type: ignore[attr-defined]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--comments", required=True)
    parser.add_argument("--n", type=int, default=110_000)
    arguments = parser.parse_args()
    warnings.simplefilter("ignore")
    from otklik.pipeline.label import labeller

    frame = pd.read_parquet(arguments.comments)
    texts = frame["text"].sample(min(arguments.n, len(frame)), random_state=0).tolist()
    ours = labeller()
    seconds = {
        "TfidfVectorizer(1-2) + LogisticRegression": cpu(tfidf(texts)),
        "otklik, first sight of every word": cpu(label(texts, ours)),
        "otklik, words known": cpu(label(texts, ours)),
    }
    rates = {name: len(texts) / spent for name, spent in seconds.items()}
    rates["spaCy blank ru + pymorphy3_lookup"] = min(SLOW, len(texts)) / cpu(spacy_lookup(texts))
    base = rates["TfidfVectorizer(1-2) + LogisticRegression"]
    print(f"{len(texts):,} comments, one process")
    for name, rate in rates.items():
        print(f"{name:44s} {rate:10,.0f} comments/s  {rate / base:6.2f} x")


if __name__ == "__main__":
    main()
