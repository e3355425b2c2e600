"""Cleaning: what a comment reads like without markup, and where each clean character was written."""

from __future__ import annotations

import time
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from otklik.clean import clean

READS = {
    # HTML
    "<b>хорошо</b>": "хорошо",
    "<p class='x'>раз</p>": "\nраз\n",
    "раз<br/>два<BR>три": "раз\nдва\nтри",
    "<ul><li>раз<li>два</ul>": "\n\nраз\nдва\n",
    "<a href='https://example.org/?a=1'>сайт</a>": "сайт",
    "до<script>alert('<b>')</script>после": "до после",
    "до<style type=x>p { color: red }</STYLE >после": "до после",
    "до<!-- <p> не видно -->после": "до после",
    "<!--[if gte mso 9]><xml>x</xml><style>p</style><![endif]-->текст": " текст",
    "<!DOCTYPE html>текст": "текст",
    "<o:p>офис</o:p>": "офис",
    # what is not HTML stays
    "люблю <3": "люблю <3",
    "а < б и б > а": "а < б и б > а",
    "<--- сюда": "<--- сюда",
    "ждал <5 минут>": "ждал <5 минут>",
    "<!-- не закрыт": "<!-- не закрыт",
    "Иван <p@example.org>, <head@example.org>": "Иван <p@example.org>, <head@example.org>",
    # what a mail quotes or signs is written as plain mail writes it
    "<p>да</p><blockquote type=cite>что<br>где</blockquote>": "\nда\n\n> что\n> где\n",
    '<div class="gmail_quote">что<div>где</div></div>да': "\n> что\n> где\n> \nда",
    "<blockquote type='cite'>1<blockquote>2</blockquote>3</blockquote>да": "\n> 1\n> 2\n> 3\nда",
    "да<div id=divRplyFwdMsg>От</div><p>что": "да\n> От\n> \n> что",
    "да<div class='gmail_signature'>Анна</div>": "да\n> Анна\n",
    '<div class="gmail_quote"><blockquote class="gmail_quote">что</blockquote>да</div>': "\n\n> что\nда\n",
    "Ann &lt;a@x.org&gt;:<blockquote>что</blockquote>да": "Ann <a@x.org>:\n> что\nда",
    # and what only looks like it is not
    "он сказал:<blockquote>ждите</blockquote>жду": "он сказал:\nждите\nжду",
    "<div class='gmail_quote'>не закрыт": "\nне закрыт",
    "<div class='gmail_quote'><div>не закрыт</div>": "\n\nне закрыт\n",
    "да &gt; нет<br>&gt; что": "да > нет\n> что",
    "<script>не закрыт": "не закрыт",
    "R&D, AT&T и &nosemicolon": "R&D, AT&T и &nosemicolon",
    # entities
    "Tom &amp; Jerry": "Tom & Jerry",
    "&laquo;да&raquo;": "«да»",
    "раз&nbsp;два": "раз\xa0два",
    "&#1076;&#x430;": "да",
    "&lt;b&gt;": "<b>",
    "&unknownthing;": "&unknownthing;",
    # letters
    "мои\u0306 е\u0308ж, И\u0306од, Е\u0308лка": "мой ёж, Йод, Ёлка",
    "за\u0301мок": "замок",
    "сло\u00adво\u200b и\ufeff": "слово и",
    "кафé": "кафé",
    "👍🏽 ❤️": "👍🏽 ❤️",
    "": "",
}


@pytest.mark.parametrize(("written", "read"), READS.items())
def test_a_comment_reads(written: str, read: str) -> None:
    assert clean(written).text == read


@pytest.mark.parametrize(
    ("written", "word", "evidence"),
    [
        ("<p>очень <b>долго</b> ждал</p>", "долго", "долго"),
        ("<p>очень <b>долго</b> ждал</p>", "очень долго", "очень <b>долго"),
        ("это мои\u0306 дом", "мой", "мои\u0306"),
        ("Tom &amp; Jerry", "Tom &", "Tom &amp;"),
        ("за\u0301мок сломан", "замок", "за\u0301мок"),
        ("R&amp;D слабый", "R&D", "R&amp;D"),
        ("просто текст", "текст", "текст"),
    ],
)
def test_evidence_points_into_what_was_written(written: str, word: str, evidence: str) -> None:
    cleaned = clean(written)
    at = cleaned.text.index(word)
    start, end = cleaned.span(at, at + len(word))
    assert written[start:end] == evidence


PIECES = (
    "<blockquote type=cite>|</blockquote>|<div class=quote>|</div>|<div id=appendonsend>|"
    "<| |>|<b>|</b>|<br>|<p>|&amp;|&|<!--|-->|<script>|</script>|<style>|</style>|<3|3|.|\n|\t|слово|word|👍"
    "|й|и\u0306|е\u0308|\u0301|\u0306|\u200b"
)
MARKED_UP = st.one_of(st.text(), st.lists(st.sampled_from(PIECES.split("|")), max_size=30).map("".join))


@given(MARKED_UP)
def test_every_clean_character_has_a_place_of_its_own_in_order(text: str) -> None:
    cleaned = clean(text)
    places = [cleaned.span(i, i + 1) for i in range(len(cleaned.text))]
    assert all(0 <= start < end <= len(text) for start, end in places)
    for (start, end), (next_start, next_end) in pairwise(places):
        assert next_start >= end or (next_start, next_end) == (start, end)  # one entity, two characters


@given(MARKED_UP)
def test_a_character_that_was_kept_is_where_it_was(text: str) -> None:
    cleaned = clean(text)
    for at, character in enumerate(cleaned.text):
        start, end = cleaned.span(at, at + 1)
        assert end - start > 1 or text[start] == character or text[start] in "<&\n"  # a line break in a quote


@given(MARKED_UP, st.data())
def test_a_span_is_the_hull_of_its_characters(text: str, data: st.DataObject) -> None:
    cleaned = clean(text)
    if not cleaned.text:
        return
    start = data.draw(st.integers(0, len(cleaned.text) - 1))
    end = data.draw(st.integers(start + 1, len(cleaned.text)))
    first, last = cleaned.span(start, start + 1), cleaned.span(end - 1, end)
    assert cleaned.span(start, end) == (first[0], last[1])


@given(st.text(alphabet=st.characters(blacklist_characters="<&", max_codepoint=0x2FF), max_size=50))
def test_text_without_markup_stays_as_it_is(text: str) -> None:
    cleaned = clean(text)
    if not any(ord(sign) < 9 or sign == "\xad" for sign in text):
        assert cleaned.text == text
        assert cleaned.before is None


@given(st.text(alphabet=st.characters(blacklist_characters="<&")))
def test_cleaning_twice_changes_nothing_more(text: str) -> None:
    once = clean(text).text
    assert clean(once).text == once


@pytest.mark.parametrize(
    "repeated",
    [
        "<div class=quote>",
        "<div class=quote><blockquote cite=x></blockquote>",
        "<blockquote type=cite></blockquote>",
        "a@b:<br><blockquote>",
        "<br>:",
        "<",
        "&",
        "\u0301",
        "и\u0306",
        "<!--",
        "<script>",
        "<style><script>",
        "<p ",
        "<a b='",
        "&#1",
        "&amp;",
    ],
)
def test_hostile_text_takes_no_longer_than_its_length(repeated: str) -> None:
    text = (repeated * 50_000)[:50_000]
    assert min(_taken(text) for _ in range(3)) < 0.5


def _taken(text: str) -> float:
    """Seconds of processor time; other processes can only lengthen them."""
    began = time.process_time()
    clean(text)
    return time.process_time() - began
