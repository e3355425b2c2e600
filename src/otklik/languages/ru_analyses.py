"""pymorphy3's analyses of a Russian form, without those that are seldom meant.

Where its corpus has not seen a form, pymorphy3 holds all analyses for equally likely. ``SELDOM`` are the
classes that lose such a tie.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache, lru_cache
from typing import Any

Analyses = Sequence[Any]
Seldom = Callable[[str, Any, Analyses], bool]


@cache
def morphology() -> Any:
    """pymorphy3's analyser with its dictionary, loaded once."""
    import pymorphy3

    return pymorphy3.MorphAnalyzer(lang="ru")


@lru_cache(maxsize=64)
def analyses_of(form: str) -> Analyses:
    """The analyses of a lower-case form, likeliest first. The last ones are kept: a new word asks thrice."""
    return _usual(form, morphology().parse(form))


def normal_of(analysis: Any) -> str:
    """The normal form, ё folded."""
    return str(analysis.normal_form).replace("ё", "е")


def likeliest_of(analyses: Analyses) -> list[Any]:
    """The first analysis and those as likely."""
    return [one for one in analyses if one.score >= analyses[0].score - 1e-6]


def _usual(form: str, analyses: Analyses) -> Analyses:
    """The analyses without those that are seldom meant beside an equally likely one."""
    likely = likeliest_of(analyses)
    if not analyses[0].is_known or len(likely) < 2:
        return analyses
    kept = [one for one in likely if not any(seldom(form, one, likely) for seldom in SELDOM)]
    return [*kept, *analyses[len(likely) :]] if kept else analyses


def name(form: str, analysis: Any, others: Analyses) -> bool:
    """'гудков' is oftener of 'гудок' than a surname, 'хамит' of 'хамить' than a first name; but 'юля'."""
    itself = normal_of(analysis) == form and not any(one.tag.POS == "VERB" for one in others)
    return "Surn" in analysis.tag or (bool(_NAMES & analysis.tag.grammemes) and not itself)


def beside_verb(form: str, analysis: Any, others: Analyses) -> bool:
    """'замерзла' is of 'замерзнуть', 'исправим' of 'исправить', 'крутил' of 'крутить', 'режу' of 'резать'."""
    verbs = [one.tag for one in others if one.tag.POS == "VERB"]
    if analysis.tag.POS == "ADJS":
        return bool(verbs)
    noun = analysis.tag.POS == "NOUN" and normal_of(analysis) != form
    first = any({"sing", "1per"} <= one.grammemes for one in verbs)
    past = any("past" in one for one in verbs) and "neut" in analysis.tag
    return noun and (first or past)


def beside_noun(form: str, analysis: Any, others: Analyses) -> bool:
    """'чеков' is of 'чек', not of 'чековый'."""
    return analysis.tag.POS == "ADJS" and form.endswith("ов") and any(one.tag.POS == "NOUN" for one in others)


def beside_adjective(form: str, analysis: Any, others: Analyses) -> bool:
    """'синей' is of 'синий', neither of 'синь' nor of 'синеть'."""
    adjective = any(one.tag.POS in ("ADJF", "COMP") for one in others) and normal_of(analysis) != form
    return adjective and form.endswith(("ей", "ею")) and analysis.tag.POS in ("NOUN", "VERB")


SELDOM: tuple[Seldom, ...] = (name, beside_verb, beside_noun, beside_adjective)
_NAMES = frozenset({"Name", "Geox", "Orgn"})
