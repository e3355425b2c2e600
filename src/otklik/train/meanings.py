"""What words mean beyond our comments: vectors of a sentence encoder for single words.

``data/meanings`` holds them by lemma hash, so that training needs no encoder. Making them anew does:
``pip install onnxruntime onnxruntime-extensions`` and ``python -m otklik.train.meanings --shared FOLDER
--encoder FILE.onnx --language CODE``, an ONNX export of the multilingual Universal Sentence Encoder (Yang et
al. 2019; Apache 2.0), whose input ``inputs`` are texts and whose output ``outputs`` are their vectors.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import click
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from otklik import features
from otklik.languages import LANGUAGES
from otklik.resources import lessons
from otklik.train.corpus import Corpus
from otklik.train.design import batches
from otklik.words import Word, WordTable

MEANING = 64
"""Numbers of a vector: the main directions of the encoder's."""
Vectors = NDArray[np.float32]
Encode = Callable[[Sequence[str]], Vectors]
_LEAST_COMMENTS = 3
_SMALL = 0.1
"""What a form weighs that stands in few comments."""


def meanings(hashes: NDArray[np.uint32], code: str) -> Vectors:
    """(1 + lemmas) × MEANING for sorted lemma ``hashes`` of a language: zeros for the unknown, of which row 0
    is one. The mean square of the known is 1. No numbers for a language without a file."""
    if not _path(code).exists():
        return np.zeros((len(hashes) + 1, 0), np.float32)
    with np.load(_path(code)) as stored:
        known, said = stored["lemmas"], stored["vectors"].astype(np.float32)
    place = np.minimum(np.searchsorted(known, hashes), len(known) - 1)
    vectors = np.zeros((len(hashes) + 1, MEANING), np.float32)
    vectors[1:] = np.where((known[place] == hashes)[:, None], said[place], 0)
    return vectors / max(float(np.sqrt((said**2).mean())), 1e-9)


def of_lemmas(
    words: Sequence[Word], often: NDArray[np.int64], encode: Encode
) -> tuple[NDArray[np.uint32], Vectors]:
    """The hashes of the lemmas of ``words``, sorted, and a vector for each: the mean of its forms', weighed
    by how ``often`` they occur, about the mean of all, in its MEANING main directions."""
    hashes, lemma = np.unique(np.array([features.lemma_hash(w) for w in words]), return_inverse=True)
    weights = (often + _SMALL).astype(np.float64)
    spoken = encode([word.form for word in words])
    total = np.zeros((len(hashes), spoken.shape[1]))
    np.add.at(total, lemma, spoken * weights[:, None])
    mean = total / np.bincount(lemma, weights)[:, None]
    mean -= mean.mean(axis=0)
    _, _, directions = np.linalg.svd(mean, full_matrices=False)
    return hashes.astype(np.uint32), (mean @ directions[:MEANING].T).astype(np.float32)


def _path(code: str) -> Path:
    return lessons("meanings") / f"{code}.npz"


def _encoder(path: Path) -> Encode:
    import onnxruntime as onnx  # not a dependency: only this command needs it
    from onnxruntime_extensions import get_library_path

    options = onnx.SessionOptions()
    options.register_custom_ops_library(get_library_path())
    session = onnx.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])

    def encode(texts: Sequence[str]) -> Vectors:
        parts: list[Any] = [
            session.run(["outputs"], {"inputs": list(texts[at : at + 256])})[0]
            for at in range(0, len(texts), 256)
        ]
        return np.concatenate(parts).astype(np.float32)

    return encode


@click.command()
@click.option("--shared", type=click.Path(exists=True, path_type=Path), required=True)
@click.option("--encoder", type=click.Path(exists=True, path_type=Path), required=True)
@click.option("--language", type=click.Choice([one.code for one in LANGUAGES]), required=True)
def main(shared: Path, encoder: Path, language: str) -> None:
    """Write ``data/meanings`` for the words of the pool of comments."""
    pool = pd.read_parquet(shared / "data" / "unlabelled" / "comments.parquet")
    table = WordTable()
    texts = list(pool.loc[pool["lang"] == language, "text"])
    often = np.bincount(Corpus.of(batches(texts, table)).words, minlength=len(table.words))
    heard = np.flatnonzero(often >= _LEAST_COMMENTS)
    hashes, vectors = of_lemmas([table.words[place] for place in heard], often[heard], _encoder(encoder))
    unit = float(np.abs(vectors).max()) / 127
    np.savez(_path(language), lemmas=hashes, vectors=np.rint(vectors / unit).astype(np.int8))
    click.echo(f"{language}: {len(hashes):,} lemmas")


if __name__ == "__main__":
    main()
