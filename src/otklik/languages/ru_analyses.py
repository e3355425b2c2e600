"""pymorphy3's analyses of a Russian form, without those that are seldom meant.

Where its corpus has not seen a form, pymorphy3 holds all analyses for equally likely. ``SELDOM`` are the
classes that lose such a tie.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache, lru_cache
from typing import Any, NamedTuple


class Analysis(NamedTuple):
    """What a form may be: its ``normal`` form, ё folded, its part of speech (empty for none) and grammemes,
    and how likely that is. ``is_known``: a word of the dictionary."""

    normal: str
    part: str
    grammemes: frozenset[str]
    score: float
    is_known: bool


Analyses = Sequence[Analysis]
Seldom = Callable[[str, Analysis, Analyses], bool]


@cache
def morphology() -> Any:
    """pymorphy3's analyser with its dictionary, loaded once."""
    import pymorphy3
    import pymorphy3_dicts_ru

    # Without the path it would look through all that is installed for dictionaries.
    return pymorphy3.MorphAnalyzer(path=pymorphy3_dicts_ru.get_path(), lang="ru")


@lru_cache(maxsize=64)
def analyses_of(form: str) -> Analyses:
    """The analyses of a lower-case form, likeliest first. The last ones are kept: a new word asks thrice."""
    return _usual(form, all_of(form))


def all_of(form: str) -> list[Analysis]:
    """The analyses of a lower-case form as pymorphy3 has them."""
    return _listed(form) or _guessed(form)


def _listed(form: str) -> list[Analysis]:
    """The analyses of a word of the dictionary as pymorphy3's ``parse`` gives them, which a test holds; empty
    for another word."""
    morph = morphology()
    words = morph.dictionary
    found = [
        (words.build_normal_form(paradigm, place, written), *_grammar(_tag_number(words, paradigm, place)))
        for written, paradigms in words.words.similar_items(form, morph.char_substitutes)
        for paradigm, place in paradigms
    ]
    likely = morph.prob_estimator.p_t_given_w.prob
    shares = [likely(form, tag) for _, tag, _, _ in found]
    if not any(shares):
        shares = [1.0 / len(found) for _ in found]
    analyses = [
        Analysis(normal.replace("ё", "е"), part, grammemes, share, True)
        for (normal, _, part, grammemes), share in zip(found, shares, strict=True)
    ]
    return sorted(analyses, key=_score, reverse=True) if len(analyses) > 1 else analyses


def _guessed(form: str) -> list[Analysis]:
    """The analyses of a word of no dictionary, by its prefix or ending; those of numbers and of marks."""
    found = morphology().parse(form)
    known = found[0].is_known
    return [
        Analysis(one.normal_form.replace("ё", "е"), str(tag.POS or ""), tag.grammemes, one.score, known)
        for one in found
        for tag in (one.tag,)
    ]


def _score(analysis: Analysis) -> float:
    return analysis.score


def _tag_number(words: Any, paradigm: int, place: int) -> int:
    """The number of the tag of a form: behind a paradigm's endings stand the tags of its forms, behind these
    their prefixes."""
    told = words.paradigms[paradigm]
    return int(told[len(told) // 3 + place])


@cache
def _grammar(tag: int) -> tuple[str, str, frozenset[str]]:
    """The name of a tag of the dictionary, its part of speech and its grammemes."""
    told = morphology().dictionary.gramtab[tag]
    return str(told), str(told.POS or ""), told.grammemes


def likeliest_of(analyses: Analyses) -> list[Analysis]:
    """The first analysis and those as likely."""
    least = analyses[0].score - 1e-6
    return [one for one in analyses if one.score >= least]


def _usual(form: str, analyses: Analyses) -> Analyses:
    """The analyses without those that are seldom meant beside an equally likely one."""
    likely = likeliest_of(analyses)
    if not analyses[0].is_known or len(likely) < 2:
        return analyses
    kept = [one for one in likely if not any(seldom(form, one, likely) for seldom in SELDOM)]
    return [*kept, *analyses[len(likely) :]] if kept else analyses


def name(form: str, analysis: Analysis, others: Analyses) -> bool:
    """'гудков' is oftener of 'гудок' than a surname, 'хамит' of 'хамить' than a first name; but 'юля'."""
    if "Surn" in analysis.grammemes:
        return True
    itself = analysis.normal == form and not any(one.part == "VERB" for one in others)
    return not itself and not _NAMES.isdisjoint(analysis.grammemes)


def beside_verb(form: str, analysis: Analysis, others: Analyses) -> bool:
    """'замерзла' is of 'замерзнуть', 'исправим' of 'исправить', 'крутил' of 'крутить', 'режу' of 'резать'."""
    verbs = [one.grammemes for one in others if one.part == "VERB"]
    if analysis.part == "ADJS" or not verbs:
        return bool(verbs)
    noun = analysis.part == "NOUN" and analysis.normal != form
    first = any(one >= {"sing", "1per"} for one in verbs)
    past = any("past" in one for one in verbs) and "neut" in analysis.grammemes
    return noun and (first or past)


def beside_noun(form: str, analysis: Analysis, others: Analyses) -> bool:
    """'чеков' is of 'чек', not of 'чековый'."""
    return analysis.part == "ADJS" and form.endswith("ов") and any(one.part == "NOUN" for one in others)


def beside_adjective(form: str, analysis: Analysis, others: Analyses) -> bool:
    """'синей' is of 'синий', neither of 'синь' nor of 'синеть'."""
    if analysis.part not in ("NOUN", "VERB") or not form.endswith(("ей", "ею")):
        return False
    return any(one.part in ("ADJF", "COMP") for one in others) and analysis.normal != form


SELDOM: tuple[Seldom, ...] = (name, beside_verb, beside_noun, beside_adjective)
_NAMES = frozenset({"Name", "Geox", "Orgn"})
