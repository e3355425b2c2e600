"""How many words lost to a wrong keyboard or Latin letters are won back, and how many good ones touched.

    python benchmarks/repair.py --comments comments.parquet [--n 2000] [--show 40]

The table has the columns ``text`` and ``lang``. Slips are made from real Russian comments, by schemes written
here apart from the decoder's table; a word is won back when it is exactly the customer's, ё read as е. Words
changed in comments left as they are are printed by step, for reading.
"""

from __future__ import annotations

import argparse
import random
import re
import time
from collections import Counter
from collections.abc import Callable, Iterable, Mapping

import pandas as pd

from otklik.edits import Edited
from otklik.repair import Repairer

SEED = 20
WORDS = re.compile(r"[^\W\d_]+")
RUSSIAN = re.compile("[а-яё]+", re.IGNORECASE)
KEYS = dict(
    zip(
        "йцукенгшщзхъфывапролджэячсмитьбюёЙЦУКЕНГШЩЗХЪФЫВАПРОЛДЖЭЯЧСМИТЬБЮЁ",
        "qwertyuiop[]asdfghjkl;'zxcvbnm,.`QWERTYUIOP{}ASDFGHJKL:\"ZXCVBNM<>~",
        strict=True,
    )
)
SHIFTED = KEYS | {".": "/", ",": "?", "?": "&", ":": "^", ";": "$", '"': "@", "№": "#"}


def _table(pairs: str) -> dict[str, str]:
    """'а:a ь:' to a table."""
    return dict(tuple(pair.split(":")) for pair in pairs.split())  # type: ignore[misc]


_PLAIN = _table("а:a б:b в:v г:g д:d е:e з:z и:i й:y к:k л:l м:m н:n о:o п:p р:r с:s т:t у:u ф:f")
SCHEMES: Mapping[str, Mapping[str, str]] = {
    name: _PLAIN | _table(pairs)
    for name, pairs in {
        "passport": "ё:e ж:zh й:i х:kh ц:ts ч:ch ш:sh щ:shch ъ:ie ы:y ь: э:e ю:iu я:ia",
        "road signs": "ё:yo ж:zh х:kh ц:ts ч:ch ш:sh щ:shch ъ: ы:y ь:' э:e ю:yu я:ya",
        "slavonic": "ё:jo ж:zh й:j х:h ц:c ч:ch ш:sh щ:shh ъ:'' ы:y ь:' э:je ю:ju я:ja",
        "chat": "ё:e ж:j й:i х:h ц:c ч:4 ш:w щ:sh ъ: ы:i ь: э:e ю:u я:ya",
        "phone": "ё:e ж:zh х:x ц:c ч:ch ш:sh щ:sch ъ: ы:y ь: э:e ю:yu я:ja",
        "six": "ё:yo ж:j й:j х:x ц:ts ч:4 ш:6 щ:sh' ъ:' ы:y ь:' э:e ю:y я:9",
    }.items()
}
MESSY: Mapping[str, tuple[str, ...]] = {
    letter: tuple(ways.split(","))
    for letter, ways in _table(
        "ё:e,yo ж:zh,j й:y,i,j х:h,kh,x ц:ts,c ч:ch,4,ch ш:sh,w,sh щ:sh,sch,shch ъ:,' "
        "ы:y,i ь:,', э:e ю:yu,u,ju я:ya,ia,ja"
    ).items()
}


def scheme(table: Mapping[str, str]) -> Callable[[str], str]:
    """Each Russian letter by the table, in its case; all else as it is."""
    return lambda text: RUSSIAN.sub(lambda found: _cased(found[0], table), text)


def _cased(word: str, table: Mapping[str, str]) -> str:
    latin = "".join(table[letter] for letter in word.lower())
    if len(word) > 1 and word.isupper():
        return latin.upper()
    return latin.capitalize() if word[0].isupper() else latin


def messy(text: str) -> str:
    """A writer with a habit or two, who does not keep to them."""
    chance = random.Random(text)
    habit = {letter: chance.choice(ways) for letter, ways in MESSY.items()}

    def written(found: re.Match[str]) -> str:
        mood = {letter: chance.choice(ways) for letter, ways in MESSY.items() if chance.random() < 0.2}
        return _cased(found[0], _PLAIN | habit | mood)

    return RUSSIAN.sub(written, text)


SLIPS: Mapping[str, Callable[[str], str]] = {
    "layout": lambda text: text.translate({ord(key): sign for key, sign in SHIFTED.items()}),
    "layout, letters only": lambda text: text.translate({ord(key): sign for key, sign in KEYS.items()}),
    **{name: scheme(table) for name, table in SCHEMES.items()},
    "messy": messy,
}


def repaired(repairer: Repairer, text: str) -> str:
    """The text after its repairs."""
    return Edited(text).then(repairer.changes(text)).text


def words(chunk: str) -> list[str]:
    """The Russian words of a chunk, folded."""
    return [word.lower().replace("ё", "е") for word in RUSSIAN.findall(chunk)]


def won_back(meant: str, text: str) -> Iterable[tuple[str, bool, str]]:
    """Each Russian word that was meant, whether the text has it in its place, and what stands there."""
    chunks = text.split()
    for place, chunk in enumerate(meant.split()):
        there = words(chunks[place]) if place < len(chunks) else []
        for at, word in enumerate(words(chunk)):
            yield word, at < len(there) and there[at] == word, " ".join(there) or chunks[place]


def slips(texts: list[str], show: int) -> None:
    """Print the share of words won back from each slip."""
    repairer = Repairer()
    for name, slip in SLIPS.items():
        found = [one for text in texts for one in won_back(text, repaired(repairer, slip(text)))]
        lost = Counter(f"{word}→{there}" for word, good, there in found if not good)
        share = sum(good for _, good, _ in found) / len(found)
        print(
            f"{name:24s} {share:8.2%} of {len(found):,} words", *(pair for pair, _ in lost.most_common(show))
        )


def untouched(texts: list[str], show: int) -> None:
    """Print how many words of real comments change, by step, and how long that takes."""
    repairer, total, changed = Repairer(), 0, Counter[str]()
    seen: dict[str, Counter[str]] = {}
    for text in texts:
        total += len(WORDS.findall(text))
        for start, end, new, step in repairer.changes(text):
            old = text[start:end]
            changed[step] += 0 if WORDS.findall(old) == WORDS.findall(new) else len(WORDS.findall(old))
            seen.setdefault(step, Counter())[f"{old}→{new}"] += 1
    for step, pairs in seen.items():
        print(f"{step:24s} {changed[step]:8,} of {total:,} words ({changed[step] / total:.4%})")
        print(*(f"    {pair}" for pair, _ in pairs.most_common(show)), sep="\n")
    print(f"all steps: {sum(changed.values()) / total:.4%}")
    for name in ("first sight", "known"):
        began, repairer = time.process_time(), Repairer() if name == "first sight" else repairer
        for text in texts:
            repairer.changes(text)
        print(f"{name:24s} {(time.process_time() - began) / len(texts) * 1e6:6.2f} µs a comment")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--comments", required=True)
    parser.add_argument("--n", type=int, default=2000, help="comments to make slips from")
    parser.add_argument("--show", type=int, default=0, help="so many of the words lost or changed")
    parser.add_argument("--only", choices=("slips", "untouched"))
    arguments = parser.parse_args()
    frame = pd.read_parquet(arguments.comments)
    if arguments.only != "untouched":
        russian = frame.loc[frame["lang"] == "ru", "text"]
        slips(russian.sample(2000, random_state=SEED).tolist()[: arguments.n], arguments.show)
    if arguments.only != "slips":
        untouched(frame["text"].tolist(), arguments.show)


if __name__ == "__main__":
    main()
