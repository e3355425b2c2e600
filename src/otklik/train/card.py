"""The model card: the pack's facts for people to read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from otklik.own import KIND as OWN
from otklik.pack import Pack

_METHOD = {
    "sentiment": """A convolutional network over words (the lemma's vector beside character 3–5-grams of the
form; filters over three words; the strongest answer of each; above them, in English and for the label of a
comment, a hidden layer) is trained on human labels and stars of many sources, then on comments labelled
under the codebook, and rounded to whole numbers. The English one learns besides what a fine-tuned sentence
encoder answers to these comments (all-MiniLM-L6-v2, Apache 2.0). Its answers are calibrated by one factor
per language; a label that would contradict the topics blamed and praised is ruled out, and one that they, a
question or a suggestion hint at becomes three times as likely.""",
    "topics": """A logistic regression per topic and signal on lemmas, negated lemmas, lemma pairs, character
3–5-grams of the form and the rules of `data/taxonomy.yaml` that hit; a second one, in which gold
weighs most, makes its log odds and whether a rule of the topic hit into one probability.""",
    "polarity": """A logistic regression on the words of the clauses that hold the evidence; a second one
joins it to what the rules show, to negators before them, and to the sentiment of clause and comment.""",
    OWN: """Support vectors and logistic regressions on forms, runs of two and three forms, negated lemmas
and the 2–6-grams of letters, joined by a logistic regression into calibrated probabilities.""",
}
_LIMITS = """Trained on reviews, survey comments, tweets and tickets of banks, shops, telecoms, airlines,
clinics, restaurants and apps. Other trades, sarcasm and very long texts are harder. The labels of the gold
comments were made by a language model under the codebook, one reading each. Features that occur in fewer
than 5 comments or fewer than 2 sources have no weight, so that no weight can give a text back."""

_OWN_LIMITS = """Trained on one file of one user: of comments of another kind nothing is known. Features that
occur in fewer than 3 comments have no weight, so that no weight can give a text back."""
_MEASURED = """On comments the measured weights were not trained on. 'by source': 5 folds in which a comment's
source was never trained on."""
_OWN_MEASURED = """By cross-validation: every comment is judged by weights that never saw it, with 95 %
bootstrap intervals. The strength of the penalty, one of three, was chosen on the first of the folds."""
_AFTERWARDS = "By `benchmarks/quality.py`, with 95 % intervals:"


def card(pack: Pack, measured: Iterable[str] = ()) -> str:
    """Markdown for a trained pack; ``measured`` are lines of figures taken after training."""
    return "\n".join(_lines(pack, list(measured))) + "\n"


def _lines(pack: Pack, measured: list[str]) -> Iterator[str]:
    facts, own = pack.facts, pack.facts.get("kind") == OWN
    language = facts.get("language", "any")
    yield from (f"# {pack.id}", "")
    yield from (f"Language: {language}. Labels: {', '.join(facts['classes' if own else 'heads'])}.", "")
    yield from (_METHOD[OWN if own else pack.id.partition("-")[0]], "", "## Trained on", "")
    yield from (*_facts(facts["trained_on"]), "", "## Measured", "")
    yield from (_OWN_MEASURED if own else _MEASURED, "", *_facts(facts["metrics"]), "")
    if measured:
        yield from (_AFTERWARDS, "", *(f"- {line}" for line in measured), "")
    yield from ("## Limits", "", _OWN_LIMITS if own else _LIMITS)


def _facts(facts: Mapping[str, Any], indent: str = "") -> Iterator[str]:
    for name, value in facts.items():
        if isinstance(value, Mapping):
            yield f"{indent}- {name}:"
            yield from _facts(value, indent + "  ")
        else:
            shown = ", ".join(map(str, value)) if isinstance(value, list) else value
            yield f"{indent}- {name}: {shown}"
