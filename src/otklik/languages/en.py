"""English."""

from __future__ import annotations

import re
from functools import cache

from otklik.languages.record import Language, phrases, words
from otklik.languages.spacy_rules import tokenizer
from otklik.resources import folder

# The commonest words of other languages in Latin letters that English does not have, and of
# Russian typed in Latin letters.
_FOREIGN_WORDS = """der das und ist nicht sehr ich wir gut schlecht mit für auch danke
    le les des est très pas nous vous bon mauvais avec pour merci une
    el los las muy bueno malo gracias por para con que está pero
    il molto buono grazie per che sono non della
    obrigado muito não bom uma
    bardzo jest nie dobrze dziękuję się
    çok iyi ve bir değil teşekkürler
    ochen spasibo dolgo zhdal horosho ploho vse net eto chto kak nichego"""


@cache
def _corrections() -> dict[str, str]:
    """Forms the look-up gets wrong, contractions among them: form, tab, lemma."""
    lines = (folder("data") / "lemmas" / "en.tsv").read_text(encoding="utf8").splitlines()
    return dict(line.split("\t") for line in lines if line and not line.startswith("#"))


def lemma(form: str) -> str:
    """The lemma of a lower-case English form: a correction if there is one, else simplemma's look-up."""
    from simplemma import lemmatize

    corrected = _corrections().get(form)
    return corrected if corrected is not None else str(lemmatize(form, lang="en")).lower()


def knows(form: str) -> bool:
    """Whether the form is in simplemma's English dictionary."""
    from simplemma import is_known

    return form in _corrections() or bool(is_known(form, lang="en"))


LANGUAGE = Language(
    code="en",
    letters=re.compile("[a-z]", re.IGNORECASE),
    foreign=re.compile(
        f".*[äöüßàâçèêëîïôùûñáíóúãõąćęłńśźżğşåøæ].*|{'|'.join(sorted(words(_FOREIGN_WORDS)))}"
    ),
    tokenize=tokenizer("en"),
    lemma=lemma,
    knows=knows,
    negators=words("not no never without nobody nothing none neither nor nowhere cannot hardly"),
    reach=4,
    turns=words("but however although though yet"),
    common=words("""the a an is are was were be been and or but not no to of for with from in on at my your
        our i you we they he she it this that these have has had do does very so too when why how what which
        there please thanks will would could can"""),
    nothing=phrases("""
        no
        none
        nothing
        na
        n a
        nil
        no comment
        no comments
        nothing to add
        not applicable
        dont know
        don t know
        nope
        null
        nan
    """),
)
