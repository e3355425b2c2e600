"""Lemma accuracy on treebanks of Universal Dependencies: content words, ё folded, no gold tags given."""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import otklik
from otklik.errors import InputError, OtklikError
from otklik.stats import Interval, wilson

CONTENT = frozenset({"NOUN", "VERB", "ADJ", "ADV"})
BARS = {"ru_taiga": 0.95, "ru_gsd": 0.972, "en_ewt": 0.967}
"""Treebank, whose name begins with its language, to the share of right lemmas it shall reach."""

Token = tuple[str, str, str]
"""Form, lemma, part of speech."""


@dataclass(frozen=True)
class Accuracy:
    """Shares of right lemmas: ``beside``: of words beside their neighbours, ``alone``: of words alone."""

    treebank: str
    bar: float
    beside: Interval
    alone: Interval

    @property
    def held(self) -> bool:
        return self.beside.value >= self.bar


def sentences(path: Path) -> Iterator[list[Token]]:
    """The sentences of a CoNLL-U file; contracted tokens as their words, empty nodes left out."""
    sentence: list[Token] = []
    for line in [*path.read_text(encoding="utf8").splitlines(), ""]:
        cells = line.split("\t")
        if cells[0].isdigit():
            sentence.append((cells[1], cells[2], cells[3]))
        elif not line and sentence:
            yield sentence
            sentence = []


def accuracy(path: Path, treebank: str) -> Accuracy:
    """Measure one file. Raises InputError when it holds no content word: nothing is not a pass."""
    language = treebank[:2]
    counts = [0, 0, 0]
    alone: dict[str, str] = {}
    for sentence in sentences(path):
        beside = otklik.lemmatize([form for form, _, _ in sentence], language)
        for (form, gold, part), found in zip(sentence, beside, strict=True):
            if part not in CONTENT:
                continue
            if form not in alone:
                alone[form] = otklik.lemmatize([form], language)[0]
            wanted = gold.lower().replace("ё", "е")
            counts = [counts[0] + 1, counts[1] + (found == wanted), counts[2] + (alone[form] == wanted)]
    if counts[0] == 0:
        raise InputError(f"{path} holds no content word", mend="give a CoNLL-U file with lemmas")
    return Accuracy(treebank, BARS[treebank], wilson(counts[1], counts[0]), wilson(counts[2], counts[0]))


def measure(folder: Path) -> list[Accuracy]:
    """Every treebank of BARS in a folder of ``TREEBANK-ud-PART.conllu`` files.

    Raises InputError when one is missing.
    """
    figures = []
    for treebank in BARS:
        files = sorted(folder.glob(f"{treebank}-ud-*.conllu"))
        if not files:
            raise InputError(
                f"{folder} holds no {treebank}-ud-*.conllu", mend="--data FOLDER with the treebanks"
            )
        figures += [accuracy(path, treebank) for path in files]
    return figures


def _told(share: Interval) -> str:
    return f"{share.value:.4f} [{share.low:.4f}, {share.high:.4f}]"


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the figures; 1 when a bar is missed."""
    parser = argparse.ArgumentParser(prog="benchmarks/words.py", description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder of CoNLL-U files")
    try:
        figures = measure(parser.parse_args(arguments).data)
    except OtklikError as error:
        print(error)
        return error.exit_code
    print(f"{'treebank':10s} {'n':>6s}  {'in its sentence':24s}  {'word by word':24s}  bar")
    for one in figures:
        verdict = "held" if one.held else "MISSED"
        shares = f"{_told(one.beside)}  {_told(one.alone)}"
        print(f"{one.treebank:10s} {one.beside.n:6d}  {shares}  {one.bar} {verdict}")
    return 0 if all(one.held for one in figures) else 1


if __name__ == "__main__":
    raise SystemExit(main())
