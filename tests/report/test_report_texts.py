"""The words: both languages, the same placeholders, every key used and every used key there."""

from __future__ import annotations

import re
from pathlib import Path
from string import Formatter
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from otklik.errors import UsageError
from otklik.records import (
    LANGUAGES,
    POLARITIES,
    SENTIMENTS,
    SIGNAL_IDS,
    THEME_COLUMNS,
    THEME_SCORE_COLUMNS,
    TICKET_ROLES,
    TIME_ROLES,
)
from otklik.report.changes import topic_name
from otklik.report.figures import Figures
from otklik.report.pain import PLACES
from otklik.report.phrases import phrases
from otklik.report.texts import catalogue, texts
from otklik.score_kinds import SCORE_KINDS
from otklik.sentences import SPEECH
from otklik.stats.opportunity import QUADRANTS
from otklik.taxonomy.schema import KANO, PYRAMID, STAGES

SAY: dict[str, Any] = dict(catalogue()["say"])
PACKAGE = Path(__file__).parents[2] / "src" / "otklik" / "report"
METRICS = {kind.metric for kind in SCORE_KINDS.values()}
NBSP = "\u00a0"


def forms(text: str | dict[str, str]) -> list[str]:
    return list(text.values()) if isinstance(text, dict) else [text]


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


@pytest.mark.parametrize("key", SAY)
def test_both_languages_say_the_same_things(key: str) -> None:
    assert set(SAY[key]) == {"ru", "en"}
    assert len({frozenset(placeholders(form)) for text in SAY[key].values() for form in forms(text)}) == 1


@pytest.mark.parametrize(("language", "classes"), [("ru", {"one", "few", "many"}), ("en", {"one", "other"})])
def test_every_plural_form_is_there(language: str, classes: set[str]) -> None:
    for key, said in SAY.items():
        if isinstance(said[language], dict):
            assert set(said[language]) == classes, key


def test_every_key_is_used_and_every_used_key_is_there() -> None:
    source = "".join(p.read_text("utf-8") for p in PACKAGE.rglob("*") if p.suffix in (".py", ".html"))
    families = {
        "polarity": POLARITIES,
        "sentiment": SENTIMENTS,
        "language": LANGUAGES,
        "signal": SIGNAL_IDS,
        "kano": (*KANO, "indifferent", "undecided"),
        "kano_meaning": KANO,
        "quadrant": QUADRANTS.values(),
        "kind": SCORE_KINDS,
        "metric": METRICS,
        "lower": METRICS,
        "higher": METRICS,
        "mismatch": ("negative", "positive"),
        "sla": ("met", "missed", "fast", "middle", "slow"),
        "sla_topics": ("met", "fast"),
        "measure": TICKET_ROLES,
        "control": TIME_ROLES,
        "time": TIME_ROLES,
        "figure": ("share", "impact", "effect"),
        "level": PYRAMID,
        "theme_col": {*THEME_COLUMNS, *THEME_SCORE_COLUMNS} - {*SENTIMENTS, "score", "p"},
        "stage": STAGES,
        **dict.fromkeys(("pain_title", "pain_note", "pain_lead", "pain_gap"), PLACES),
        **dict.fromkeys(("pain_group", "pain_share", "pain_value"), PLACES),
    }
    dynamic = {f"{family}.{id}" for family, ids in families.items() for id in ids}
    assert dynamic <= set(SAY)
    named = {key for key in SAY if re.search(rf"""["']{re.escape(key)}["']""", source)}
    built = {
        key
        for key in SAY
        if key.split(".")[0] in {*families, "col", "share", "fact", "method", "by"} and "." in key
    }
    assert set(SAY) == named | built
    used = set(re.findall(r"""\b(?:t|said|texts)\(\s*["']([\w.]*\w)["']""", source))
    assert used - {"ru", "en"} <= set(SAY)


@pytest.mark.parametrize(
    ("n", "said"), [(1, "1 отзыв"), (2, "2 отзыва"), (5, "5 отзывов"), (11, "11 отзывов"), (12, "12 отзывов"),
                    (21, "21 отзыв"), (104, "104 отзыва"), (112, "112 отзывов"), (0, "0 отзывов")],
)  # fmt: skip
def test_russian_plurals(n: int, said: str) -> None:
    assert texts("ru")("lead", count=n, n=n) == said


def test_english_plurals() -> None:
    assert [texts("en")("lead", count=n, n=n) for n in (0, 1, 2)] == ["0 comments", "1 comment", "2 comments"]


@given(st.integers(0, 10**9))
def test_plural_classes_depend_on_the_last_two_digits(n: int) -> None:
    plural = SPEECH["ru"].plural
    assert plural(n) == plural(n % 100 + 100)


def test_a_language_without_texts_is_named() -> None:
    with pytest.raises(UsageError, match="--lang ru or --lang en"):
        texts("de")


def test_a_missing_key_is_an_error() -> None:
    with pytest.raises(KeyError):
        texts("ru")("nothing")
    with pytest.raises(KeyError):
        texts("ru")("lead", n=1)


@pytest.mark.parametrize(
    ("value", "digits", "ru", "en"),
    [
        (1234.5, 1, f"1{NBSP}234,5", "1,234.5"),
        (-24.04, 1, "−24,0", "−24.0"),
        (-0.01, 1, "0,0", "0.0"),
        (1_000_000, 0, f"1{NBSP}000{NBSP}000", "1,000,000"),
        (float("nan"), 1, "мало данных", "not enough data"),
    ],
)
def test_figures(value: float, digits: int, ru: str, en: str) -> None:
    assert [Figures(texts(language)).number(value, digits) for language in ("ru", "en")] == [ru, en]


@given(st.floats(-1e9, 1e9), st.integers(0, 3))
def test_a_figure_reads_back_as_itself(value: float, digits: int) -> None:
    written = Figures(texts("ru")).signed(value, digits)
    read = float(written.replace(NBSP, "").replace(",", ".").replace("−", "-"))
    assert read == pytest.approx(round(value, digits), abs=1e-6)


@pytest.mark.parametrize(
    ("value", "ru", "en"),
    [
        ("2026-03-14", f"14{NBSP}марта 2026", f"14{NBSP}March 2026"),
        ("2026-03-14 10:00:00+03:00", f"14{NBSP}марта 2026", f"14{NBSP}March 2026"),
        ("весной", "весной", "весной"),
        ("2026-19-40", "2026-19-40", "2026-19-40"),
    ],
)
def test_dates(value: str, ru: str, en: str) -> None:
    assert [Figures(texts(language)).date(value) for language in ("ru", "en")] == [ru, en]


def test_a_topic_is_called_by_its_name_in_praise_where_it_has_one() -> None:
    names = {"bots": {"en": "Bots instead of people"}, "bots:positive": {"en": "Helpful bots"}}
    say = phrases(texts("en"), names)
    assert topic_name("bots", "negative", say) == "Bots instead of people (complaints)"
    assert topic_name("bots", "positive", say) == "Helpful bots (praise)"
    assert say.texts.name(names, "bots") == "Bots instead of people"
