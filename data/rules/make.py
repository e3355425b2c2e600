"""Writes what is made of the bundled taxonomy, so that the first label waits for none of it:

``../lemmas/patterns-CODE.tsv``: what the words of its patterns are, which they are compiled with;
``arrays.npz`` and what belongs to it: its patterns, compiled.

python data/rules/make.py
"""

from __future__ import annotations

from pathlib import Path

from otklik.languages import LANGUAGES, Language
from otklik.taxonomy import kept, load, pattern, planned

RULES = Path(__file__).parent
HEAD = (
    "# Written by data/rules/make.py: a word of the taxonomy's patterns, its lemma where it is another, and"
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
    taxonomy = load()
    asked = {language.code: Asked() for language in LANGUAGES}
    pattern.known = asked.__getitem__  # type: ignore[assignment]
    kept.write(RULES, planned(taxonomy.rules()), taxonomy.written)
    for language in LANGUAGES:
        file = RULES.with_name("lemmas") / f"patterns-{language.code}.tsv"
        lines = [line(word, language) for word in sorted(asked[language.code].words)]
        file.write_text(HEAD + "".join(f"{one}\n" for one in lines), encoding="utf8")


if __name__ == "__main__":
    main()
