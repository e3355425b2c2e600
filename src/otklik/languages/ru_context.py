"""Russian forms of two lemmas, told apart by their neighbours.

'Удобно' is said of a thing ('мне удобно': of 'удобный') or of an action ('удобно оплачивать': an adverb).
Single words stand in ``data/lemmas/ru-context.tsv``; adverbs that are only ever said of an action, a
quality or the speaker's certainty in ``data/lemmas/ru-adverbs.txt``.
"""

from __future__ import annotations

from functools import cache, partial

from otklik.languages.choice import Neighbours, Reading, Role
from otklik.languages.record import listed, rows
from otklik.languages.ru_analyses import analyses_of
from otklik.languages.ru_lemma import LONGEST, lemma

_ACTIONS = frozenset({"VERB", "INFN", "GRND", "PRTS"})
_QUALITIES = frozenset({"ADJF", "ADJS", "PRTF", "ADVB"})
_BEING = frozenset({"быть", "стать", "становиться"})


def role(form: str) -> Role:
    """What the form does for its neighbours, by its likeliest analysis."""
    part = analyses_of(form)[0].part if len(form) <= LONGEST else ""
    if part in _ACTIONS:
        return Role.NONE if lemma(form) in _BEING else Role.ACTION
    if part == "COMP":
        return Role.QUALITY | Role.COMPARED
    return Role.QUALITY if part in _QUALITIES else Role.NONE


def second(form: str) -> Reading | None:
    """The other lemma of a form: as the table has it, the adjective that a form in -о may be short of, or
    the adverb that a comparative may be of."""
    found = _by_cues().get(form)
    if found is not None or len(form) > LONGEST:
        return found
    analyses = analyses_of(form)
    if form.endswith("о") and form not in listed("ru-adverbs") and lemma(form) == form:
        adjective = next((one.normal for one in analyses if one.part == "ADJS"), None)
        return None if adjective is None else Reading(lemma(adjective), _of_a_thing)
    adverb = lemma(form)[:-2] + "о"
    if analyses[0].part == "COMP" and any(one.part == "ADVB" for one in analyses_of(adverb)):
        return Reading(adverb, _of_an_action)
    return None


def _of_a_thing(beside: Neighbours) -> bool:
    """Whether what is 'удобно' is no action: the clause has none, and no quality follows."""
    return not beside.action and not beside.role_after & Role.QUALITY


def _of_an_action(beside: Neighbours) -> bool:
    """Whether what is done 'быстрее' stands right beside it."""
    return bool((beside.role_before | beside.role_after) & Role.ACTION)


def _cued(forms: frozenset[str], compared: bool, before: bool, beside: Neighbours) -> bool:
    """Whether one of the forms stands on that side, or a comparative where one tells."""
    form, found = (beside.before, beside.role_before) if before else (beside.after, beside.role_after)
    return form in forms or (compared and bool(found & Role.COMPARED))


_COMPARATIVE = "COMP"


@cache
def _by_cues() -> dict[str, Reading]:
    """``data/lemmas/ru-context.tsv``: form, other lemma, the side on which the cues stand, the cues."""
    readings = {}
    for form, other, side, cues in rows("ru-context"):
        told = frozenset(cues.split())
        readings[form] = Reading(other, partial(_cued, told, _COMPARATIVE in told, side == "before"))
    return readings
