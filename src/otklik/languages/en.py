"""English."""

from __future__ import annotations

import re
from functools import partial

from otklik.languages.en_lemma import knows, lemma
from otklik.languages.naming import naming
from otklik.languages.record import Language, Scope, foreign_words, no_role, no_second, phrases, words
from otklik.languages.spelling import Spelling
from otklik.languages.tokens import tokenizer

# Letters that no English word has, borrowed ones ('café', 'naïve') aside, and beginnings and endings of
# German, Spanish, Polish, and Russian in Latin letters.
_FOREIGN = re.compile(
    "[äöüßàâèêëîôùûñáíóúõąćęłńśźżğşıåøæěščřžůőű]|^sch[lnrtw]|(?:tsya|atj|iye|ych|nyi|nyy|nyj|szy|rzy|ción)$"
)


def foreign(form: str) -> bool:
    """Whether a lower-case form in Latin letters is of another language than English."""
    return not knows(form) and (form in foreign_words("latin") or bool(_FOREIGN.search(form)))


LANGUAGE = Language(
    code="en",
    letters=re.compile("[a-z]", re.IGNORECASE),
    foreign=foreign,
    tokenize=tokenizer("en"),
    lemma=lemma,
    knows=knows,
    role=no_role,
    second=no_second,
    negators=words("not no never without nobody nothing none neither nor nowhere cannot hardly"),
    reach=4,
    scope=Scope(
        concord=words("no nobody nothing none neither nor nowhere"),
        able=words("can could do"),
        only=words("only just merely simply"),
        either=words("or nor"),
        wishes=words("could should wish prefer"),
        others=words("other another different"),
        firms=words("""bank company shop store airline provider supplier carrier network operator app site
            website retailer clinic hospital restaurant hotel service platform firm organization"""),
        rivals=words("competitor rival elsewhere competition"),
        than=words("than unlike"),
    ),
    turns=words("but however although though yet"),
    common=words("""the a an is are was were be been and or but not no to of for with from in on at my your
        our i you we they he she it this that these have has had do does very so too when why how what which
        there please thanks will would could can"""),
    nothing=phrases("""
        no
        none
        nothing
        nothing else
        nothing really
        nothing at all
        nothing comes to mind
        nothing to add
        nothing to say
        na
        n a
        nil
        no answer
        no comment
        no comments
        no feedback
        no idea
        no suggestions
        no thanks
        not applicable
        not really
        not sure
        i dont know
        i don t know
        dont know
        don t know
        nope
        null
        nan
    """),
    sides=("I liked:", "I did not like:"),
    against=(
        words("horrible terrible awful disgust trash garbage disappoint disappointing disappointed"),
        words("great excellent awesome amazing fantastic wonderful love satisfied"),
    ),
    spelling=Spelling(
        keyboard="`qwertyuiop[]asdfghjkl;'zxcvbnm,./~QWERTYUIOP{}ASDFGHJKL:\"ZXCVBNM<>?@#$^&|",
        lookalikes=dict(zip("асеорхуіАВСЕНІКМОРТХУ", "aceopxyiABCEHIKMOPTXY", strict=True)),
    ),
    naming=partial(naming, "en"),
)
