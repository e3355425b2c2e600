"""Writes the rules by which spaCy's blank pipelines cut a chunk into tokens, for otklik.languages.cutter.

python data/tokens/make.py
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import spacy

CODES = ("ru", "en")


def rules(code: str) -> dict[str, Any]:
    """``exceptions``: chunk → its tokens; ``apart``: those that affixes cut without it, and how; patterns."""
    tokenizer = spacy.blank(code).tokenizer
    exceptions = {
        chunk: [str(part[65]) for part in parts]
        for chunk, parts in sorted(tokenizer.rules.items())
        if len(chunk.split()) == 1
    }
    bare = spacy.blank(code).tokenizer
    bare.rules = {}
    apart = {
        chunk: [token.text for token in bare(chunk)]
        for chunk in exceptions
        if (bare.find_prefix(chunk) or bare.find_suffix(chunk) or bare.find_infix(chunk))
    }
    return {
        "spacy": spacy.__version__,
        "prefix": tokenizer.prefix_search.__self__.pattern,
        "suffix": tokenizer.suffix_search.__self__.pattern,
        "infix": tokenizer.infix_finditer.__self__.pattern,
        "address": tokenizer.url_match.__self__.pattern,
        "exceptions": exceptions,
        "apart": apart,
    }


def main() -> None:
    for code in CODES:
        text = json.dumps(rules(code), ensure_ascii=False, indent=0)
        Path(__file__).with_name(f"{code}.json").write_text(text + "\n", encoding="utf8")


if __name__ == "__main__":
    main()
