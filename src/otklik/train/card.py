"""The model card: the pack's facts for people to read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from otklik.pack import Pack

_METHOD = {
    "sentiment": """Logistic regression on lemmas, negated lemmas, lemma pairs and character 3–5-grams of the
form gives the log odds of negative, neutral and positive. A second logistic regression reads the whole
comment, its best and its worst clause and how many topics are blamed and praised, and decides between
negative, neutral, positive and mixed.""",
    "topics": """A logistic regression per topic and signal on lemmas, negated lemmas, lemma pairs and
character 3–5-grams of the form; a second one joins its log odds to the rules of `data/taxonomy.yaml` into
one probability.""",
    "polarity": """A logistic regression on the words of the clauses that hold the evidence; a second one
joins it to what the rules show, to negators before them, and to the sentiment of clause and comment.""",
}
_LIMITS = """Trained on reviews, survey comments, tweets and tickets of banks, shops, telecoms, airlines,
clinics, restaurants and apps. Other trades, sarcasm and very long texts are harder. The labels of the gold
comments were made by a language model under the codebook, one reading each. Features that occur in fewer
than 5 comments or fewer than 2 sources have no weight, so that no weight can give a text back."""


def card(pack: Pack) -> str:
    """Markdown for a trained pack."""
    return "\n".join(_lines(pack)) + "\n"


def _lines(pack: Pack) -> Iterator[str]:
    kind, _, language = pack.id.partition("-")
    yield f"# {pack.id}"
    yield ""
    yield f"Language: {language}. Heads: {', '.join(pack.facts['heads'])}."
    yield ""
    yield _METHOD[kind]
    yield ""
    yield "## Trained on"
    yield ""
    yield from _facts(pack.facts["trained_on"])
    yield ""
    yield "## Measured"
    yield ""
    yield "On comments the measured weights were not trained on. 'by source': 5 folds in which a comment's"
    yield "source was never trained on."
    yield ""
    yield from _facts(pack.facts["metrics"])
    yield ""
    yield "## Limits"
    yield ""
    yield _LIMITS


def _facts(facts: Mapping[str, Any], indent: str = "") -> Iterator[str]:
    for name, value in facts.items():
        if isinstance(value, Mapping):
            yield f"{indent}- {name}:"
            yield from _facts(value, indent + "  ")
        else:
            shown = ", ".join(map(str, value)) if isinstance(value, list) else value
            yield f"{indent}- {name}: {shown}"
