"""Writes the lemmas of the words of the bundled taxonomy, which its patterns are compiled with.

python data/lemmas/make.py
"""

from __future__ import annotations

from pathlib import Path

from otklik.languages import LANGUAGES
from otklik.taxonomy import load, pattern

HEAD = (
    "# Written by make.py beside it: a word of the taxonomy's patterns, and its lemma where it is another.\n"
)


def main() -> None:
    asked = {language: set[str]() for language in LANGUAGES}

    def lemma(word: str, language: pattern.Language) -> str:
        asked[language].add(word)
        return language.lemma(word)

    pattern._lemma = lemma  # type: ignore[assignment]
    load().matcher()
    for language, words in asked.items():
        pairs = ((word, language.lemma(word)) for word in sorted(words))
        lines = (word if word == lemma else f"{word}\t{lemma}" for word, lemma in pairs)
        file = Path(__file__).with_name(f"patterns-{language.code}.tsv")
        file.write_text(HEAD + "".join(f"{line}\n" for line in lines), encoding="utf8")


if __name__ == "__main__":
    main()
