"""English lemmas: simplemma's look-up, and what to do with the forms it cannot know.

``RULES`` is the program; the first answer wins. Single words stand in ``data/lemmas/en.tsv`` (by form)
and ``data/lemmas/en-normal.tsv`` (by simplemma's lemma).
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

from otklik.languages.record import corrections, released

Rule = Callable[[str], str | None]


def lemma(form: str) -> str:
    """The lemma, in lower case, of a lower-case form."""
    return next(answer for rule in RULES if (answer := rule(form)) is not None)


@lru_cache(maxsize=1 << 15)
def knows(form: str) -> bool:
    """Whether the form is in simplemma's English dictionary. The last answers are kept."""
    from simplemma import is_known

    return form in corrections("en") or bool(form and is_known(form, lang="en"))


def corrected(form: str) -> str | None:
    """The form as it stands in the table of corrections."""
    return corrections("en").get(form)


def numbered(form: str) -> str | None:
    """'4th' and '1990s' stand as they are."""
    return form if form[:1].isdigit() else None


def held_down(form: str) -> str | None:
    """'soooo' is 'so', 'goood' is 'good'."""
    if knows(form):
        return None
    return next((lemma(one) for one in released(form) if len(one) > 1 and knows(one)), None)


def unknown_plural(form: str) -> str | None:
    """A plural that the dictionary lacks is of its singular, if the dictionary has that."""
    plural = form.endswith("s") and not form.endswith(("ss", "us", "is"))
    return lemma(form[:-1]) if plural and not knows(form) and knows(form[:-1]) else None


def looked_up(form: str) -> str:
    """simplemma's lemma."""
    from simplemma import lemmatize

    found = str(lemmatize(form, lang="en")).lower() if form else form
    return corrections("en-normal").get(found, found)


RULES: tuple[Rule, ...] = (corrected, numbered, held_down, unknown_plural, looked_up)
