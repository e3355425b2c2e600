"""How fast labelling is, beside plain scikit-learn and spaCy, in one run on the same texts.

    python benchmarks/speed.py --comments ../shared/data/unlabelled/comments.parquet [--n 110000] [--json]

Every rate is given by the clock and by the processor's time of all processes together, since other work on
the machine slows only the clock. 'words known' is a second pass over the same texts, as the vocabulary of
the TfidfVectorizer is known too; the command has to start, load its models and meet every word first.
"""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import time
import tracemalloc
import warnings
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from stages import stage_costs
from told import main

from otklik.engines.local import ordered
from otklik.pipeline.label import CHUNK_LIMIT, Labeller, labeller
from otklik.pipeline.tables import Tagged, tag_frame
from otklik.records import COMMENT_ID, TEXT, Roles

BATCH = 4000
SLOW = 2000
"""spaCy's lemmatizer sees so many texts at most."""
ROLES = Roles(text=TEXT)
BASE = "TfidfVectorizer(1-2) + LogisticRegression"
LOOKUP = "spaCy blank ru + pymorphy3_lookup"
KNOWN = "otklik, {} process(es), words known"
_FIRST_LABEL = "from otklik.pipeline.label import labeller; labeller().label(['Ждал ответа три недели'])"


class Cost(NamedTuple):
    """Seconds by the clock and of processor time, ended child processes among them, for so many texts."""

    texts: int
    wall: float
    cpu: float


def measured(texts: int, work: Callable[[], object]) -> Cost:
    wall, cpu = time.perf_counter(), _cpu()
    work()
    return Cost(texts, time.perf_counter() - wall, _cpu() - cpu)


def _cpu() -> float:
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)


def tfidf(texts: Sequence[str]) -> Callable[[], object]:
    """A fitted TfidfVectorizer(1–2) + LogisticRegression of three classes; its labels are arbitrary, since
    only its speed is asked for."""
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.linear_model import LogisticRegression

    vectorizer = TfidfVectorizer(ngram_range=(1, 2))
    sample = texts[: min(20_000, len(texts))]
    model = LogisticRegression(max_iter=20).fit(vectorizer.fit_transform(sample), np.arange(len(sample)) % 3)
    return lambda: model.predict(vectorizer.transform(texts))


def spacy_tokens(texts: Sequence[str], *, lemmas: bool) -> Callable[[], object]:
    """spaCy's blank Russian pipeline, bare or with the pymorphy3 look-up lemmatizer."""
    import spacy

    pipeline = spacy.blank("ru")
    if lemmas:
        pipeline.add_pipe("lemmatizer", config={"mode": "pymorphy3_lookup"}).initialize()
    return lambda: [[token.lemma_ for token in doc] for doc in pipeline.pipe(texts)]


def frames(texts: Sequence[str]) -> list[pd.DataFrame]:
    whole = pd.DataFrame({COMMENT_ID: np.arange(len(texts)).astype(str), TEXT: texts}, dtype=object)
    return [whole.iloc[at : at + BATCH] for at in range(0, len(whole), BATCH)]


def _tagged(worker: Labeller, frame: pd.DataFrame) -> tuple[Tagged, float]:
    """A labelled table, and the processor's seconds it took."""
    began = time.process_time()
    tagged = tag_frame(worker, frame, ROLES)
    return tagged, time.process_time() - began


def known_words(texts: Sequence[str], workers: int) -> Cost:
    """Tables to labelled tables in so many processes, the cost of the last of several passes: by then each
    process has met the words of nearly all texts."""
    batches = frames(texts)
    passes = 2 if workers == 1 else 2 + workers
    answers = ordered(_tagged, batches * passes, start=labeller, workers=workers)
    for _ in range(len(batches) * (passes - 1)):
        next(answers)
    wall, cpu = time.perf_counter(), time.process_time()
    apart = sum(spent for _, spent in answers)
    own = time.process_time() - cpu
    return Cost(len(texts), time.perf_counter() - wall, own if workers == 1 else own + apart)


def command(source: Path, texts: int, workers: int) -> Cost:
    """``otklik tag`` from file to files: start, models, every word for the first time, reading, writing."""
    otklik = "from otklik.cli import main; main()"
    target = [f"--output={source.with_name('out.csv')}", f"--mentions={source.with_name('mentions.csv')}"]
    line = [sys.executable, "-c", otklik, "tag", str(source), "--text", TEXT, *target, f"--workers={workers}"]
    return measured(texts, partial(subprocess.run, line, check=True, capture_output=True))


def rates(texts: Sequence[str]) -> dict[str, Cost]:
    """What every contender costs."""
    few = texts[:SLOW]
    costs = {BASE: measured(len(texts), tfidf(texts))}
    for workers in (1, 2):
        costs[KNOWN.format(workers)] = known_words(texts, workers)
    with TemporaryDirectory() as folder:
        source = Path(folder) / "comments.parquet"
        pd.DataFrame({TEXT: texts}).to_parquet(source)
        for workers in (1, 2):
            costs[f"otklik tag FILE, {workers} process(es)"] = command(source, len(texts), workers)
    costs["spaCy blank ru, tokenizer alone"] = measured(len(texts), spacy_tokens(texts, lemmas=False))
    costs[LOOKUP] = measured(len(few), spacy_tokens(few, lemmas=True))
    return costs


def latency(worker: Labeller, texts: Sequence[str]) -> dict[str, float]:
    """Milliseconds for one comment alone, its words known: median and 95th percentile."""
    spent = [measured(1, partial(worker.label, [text])) for text in texts]
    found = {}
    for name, values in (("clock", [one.wall for one in spent]), ("processor", [one.cpu for one in spent])):
        found[f"median, {name}"], found[f"p95, {name}"] = (1000 * np.quantile(values, [0.5, 0.95])).tolist()
    return found


def cold_start() -> Cost:
    """A fresh interpreter up to the first label; the quickest of three."""
    line = [sys.executable, "-c", _FIRST_LABEL]
    return min(measured(1, partial(subprocess.run, line, check=True)) for _ in range(3))


def memory(texts: Sequence[str]) -> dict[str, float]:
    """What one more chunk of the word table costs with all that is remembered, and the bound that sets."""
    worker = labeller()
    worker.label(texts[:-SLOW])
    chunks = len(worker.table)
    tracemalloc.start()
    worker.label(texts[-SLOW:])
    grown = tracemalloc.get_traced_memory()[0] / (len(worker.table) - chunks)
    tracemalloc.stop()
    return {"bytes a chunk": grown, "chunks at most": CHUNK_LIMIT, "MB at most": grown * CHUNK_LIMIT / 1e6}


def report(texts: Sequence[str]) -> dict[str, Any]:
    """All figures."""
    costs = rates(texts)
    worker = labeller()
    batches = [texts[at : at + BATCH] for at in range(0, min(len(texts), 5 * BATCH), BATCH)]
    first, second = (stage_costs(worker, batches) for _ in range(2))
    base, lookup, two = costs[BASE], costs[LOOKUP], costs[KNOWN.format(2)]
    start = cold_start()
    return {
        "comments": len(texts),
        "rates": {
            name: {"by the clock": cost.texts / cost.wall, "by the processor": cost.texts / cost.cpu}
            for name, cost in costs.items()
        },
        "ratios": {
            "otklik, 2 processes, words known / TF-IDF + LR (bar: 1)": _ratio(two, base),
            "otklik, 2 processes, words known / spaCy + look-up (bar: 60)": _ratio(two, lookup),
        },
        "stages, µs a comment": {
            name: {"first sight": first[name], "words known": second[name]} for name in second
        },
        "one comment, ms (bar: 1)": latency(worker, batches[0][:300]),
        "cold start to the first label, s (bar: 1.5)": {"clock": start.wall, "processor": start.cpu},
        "word table": memory(texts[: 5 * SLOW]),
    }


def _ratio(ours: Cost, theirs: Cost) -> float:
    return (ours.texts / ours.wall) / (theirs.texts / theirs.wall)


if __name__ == "__main__":
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    warnings.simplefilter("ignore")
    main(__doc__, report, n=110_000)
