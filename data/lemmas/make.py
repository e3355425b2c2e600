"""Writes what the words of the bundled taxonomy are, which its patterns are compiled with.

python data/lemmas/make.py
"""

from __future__ import annotations

from pathlib import Path

from otklik.languages import LANGUAGES, Language
from otklik.taxonomy import load, pattern

HEAD = (
    "# Written by make.py beside it: a word of the taxonomy's patterns, its lemma where it is another, and"
    " the words it is cut into, if several.\n"
)


class Asked(dict[str, pattern.Known]):
    """Knows nothing, and remembers what it was asked for."""

    def __init__(self) -> None:
        self.words: set[str] = set()

    def get(self, word: str, default: object = None) -> None:  # type: ignore[override]
        self.words.add(word)


def line(word: str, language: Language) -> str:
    lemma = language.lemma(word)
    cells = [word, "" if lemma == word else lemma, " ".join(pattern.cut_apart(word, language))]
    return "\t".join(cells).rstrip("\t")


def main() -> None:
    asked = {language.code: Asked() for language in LANGUAGES}
    pattern.known = asked.__getitem__  # type: ignore[assignment]
    load().matcher()
    for language in LANGUAGES:
        file = Path(__file__).with_name(f"patterns-{language.code}.tsv")
        lines = [line(word, language) for word in sorted(asked[language.code].words)]
        file.write_text(HEAD + "".join(f"{one}\n" for one in lines), encoding="utf8")


if __name__ == "__main__":
    main()
