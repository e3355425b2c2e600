"""How believable a text is, letter by letter, in bits: the price of what a wrong encoding would show."""

from __future__ import annotations

import re
from itertools import pairwise

_ALPHABET = "абвгдежзийклмнопрстуфхцчшщъыьэюя"
# −log2 of the probability of the letter (column) after the letter (row) as a hexadecimal digit, at most 15;
# the first row and column are the edges of a word. Counted in public Russian reviews, tweets and letters to
# banks (81,020 different words, each weighed by its frequency to the power 3/4), ё as е.
_PAIRS = """
    f654647755c465443435576868bfef798
    3a5465565865353a64449866668fffc55
    539ab93a94f7475393595f7cbb5649897
    32b8993e73f5595376566f9898bc48be6
    43aa955cd3f74a61839a5ffd9effcdcfe
    53969727a3f6584275684c9998f967cb6
    287654666955443773439878667fffe9a
    537cb32ae2f57937c99b5dfdafffcacff
    41647467b4f6644476ba5ffc9df957cd6
    27747648555545467543b867569fffc65
    0c99b6bdabc667479a44d8d9769fefffd
    32b7bb59a3f84b72c4654fc7dbffee9de
    42a97a37b3f68b63bc695ddc9ddf73c55
    237aad3de3f866536a7749ddbdaf59ce6
    53b9863c93e5ad42c86558c88abf36f95
    3b4354556755445754449778568ffeba7
    74adcc3cd4f74e7292985cfaacff79b98
    52778837b3e796528975489a98bf57c96
    5575b74cc4f4465446525a8b69fb64c93
    3394c73e84f57953844a59cb9ddd53ea7
    275654646a75556c4544aa7c466fffd4a
    44cfbd3f92ca6b72b59546b9bbff7abdf
    14b69b7eb6fa695285895e9fecfdcebff
    4385ce2eb1f6eca6aa9b5dfbeeff5bdbc
    73fdec2fd2f4ab39cab45fefb6ffd7ecc
    6367ed2ff2f44854a8b65dffccffa4ebf
    82dbdc1fd2fcbc5ad8fc5fffffcfd5faa
    7adaad1ddddadadddd8daddddddadda81
    2c63763a8a36447d5655cc4b76bfcffd8
    1c8a6a6d59f5d73bcd45e9b975afdcf67
    7b78a8bbbb63366c6661a699c4ffcf8fc
    195a95c98dc7787ec642eaab484fede8e
    1d7576575b87555d9763ef66697ffff68"""
_BITS = {
    before + after: int(digit, 16)
    for before, row in zip(" " + _ALPHABET, _PAIRS.split(), strict=True)
    for after, digit in zip(" " + _ALPHABET, row, strict=True)
}
_PIECE = re.compile(r"[^\W\d_²³¹¼½¾]+|[^\x00-\x7f]")
_SCRIPTS = re.compile(r"[а-яё]+|[a-zà-öø-ÿœ]+|[^а-яёa-zà-öø-ÿœ]+", re.IGNORECASE)
_CYRILLIC = re.compile(r"[а-яё]", re.IGNORECASE)
_LATIN = re.compile(r"[a-zà-öø-ÿœ]", re.IGNORECASE)
_ACCENTS = frozenset("éèêëàâäáãåçîïíìñôöóòûüùúœæøß")
_SIGNS = frozenset("«»„“”‘’–—…№•·°€£§©®™±×½²\u00a0")
_ONE_LETTER = frozenset("яоувиска")
_INSIDE = frozenset("’‘–—…·\u00a0")  # signs that may stand between two letters

_SWITCH = 12  # from one script to another inside a word
_CASE = 6  # a capital after a small letter
_ACCENT, _RARE_ACCENT = 5, 9
_SIGN, _RARE_SIGN, _FOREIGN, _BOX, _IMPOSSIBLE = 5, 11, 15, 14, 20
_BETWEEN, _ODD = 10, 4  # more for a sign between two letters, for a dash or a letter that is out of place


def bits(text: str) -> float:
    """The price of all words and signs of the text that hold more than ASCII; 4 to 6 a letter is ordinary
    Russian, above 9 is no language."""
    return sum(
        _word(piece[0]) if piece[0].isalpha() else _sign(text, piece.start())
        for piece in _PIECE.finditer(text)
        if not piece[0].isascii()
    )


def _word(word: str) -> float:
    runs = _SCRIPTS.findall(word)
    return (len(runs) - 1) * _SWITCH + sum(map(_run, runs))


def _run(run: str) -> float:
    """Letters of one script."""
    if _CYRILLIC.match(run):
        lower = run.lower().replace("ё", "е")
        lone = _ODD * (len(run) == 1 and lower not in _ONE_LETTER)
        return lone + _shape(run) + sum(_BITS[pair] for pair in map("".join, pairwise(f" {lower} ")))
    if not _LATIN.match(run):
        return _FOREIGN * len(run)
    accents = [_ACCENT if letter in _ACCENTS else _RARE_ACCENT for letter in run.lower() if letter > "z"]
    crowded = max(2 * len(accents) - len(run), 0)  # a word is ASCII letters with few accents among them
    return sum(accents) + 4 * crowded + _shape(run) * bool(accents)


def _shape(run: str) -> float:
    if run.islower():
        return 0
    if run.istitle():
        return 2
    return 4 if run.isupper() else _CASE * sum(a.islower() and b.isupper() for a, b in pairwise(run)) + 4


def _sign(text: str, at: int) -> float:
    sign = text[at]
    if sign == "\ufffd" or "\x80" <= sign <= "\x9f":
        return _IMPOSSIBLE
    if "\u2500" <= sign <= "\u25ff":
        return _BOX
    before, after = text[max(at - 1, 0) : at].isalpha(), text[at + 1 : at + 2].isalpha()
    between = _BETWEEN * (before and after and sign not in _INSIDE)
    dash = _ODD * (after and not before and sign in "—–„‘’•")
    return (_SIGN if sign in _SIGNS else _RARE_SIGN) + between + dash
