"""New themes from the comments to the tables: the same whatever the order, counted, compared, quoted, and
ready to become a topic."""

from __future__ import annotations

from collections.abc import Callable
from itertools import product
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from otklik.analysis import Analysis
from otklik.errors import UsageError
from otklik.pipeline import pool as pooling
from otklik.pipeline.label import Labeller
from otklik.pipeline.pool import Pool, Pooled
from otklik.pipeline.run import Job, run
from otklik.pipeline.source import Wishes, open_comments
from otklik.records import THEME_COLUMNS, THEME_SCORE_COLUMNS
from otklik.taxonomy.schema import parse

WISHES = Wishes(text="Комментарий", id="id", date="Дата", scores={"NPS": "nps"})
WHO = ("Дочка", "Сын", "Внучка", "Племянник", "Соседка", "Крестница", "Тётя", "Дядя")
DOES = (
    *("назвала енота Гошей", "посадила енота на полку", "сшила еноту шарф", "возит енота в рюкзаке"),
    *("спит с енотом", "показала енота подруге", "положила енота у подушки", "фотографирует енота"),
)
ENDS = ("Плюшевый енот уже член семьи.", "Хвост у енота полосатый.", "В коллекции пятый енот.")
MASCOT = [f"{who} {does}. {ENDS[at % 3]}" for at, (who, does) in enumerate(product(WHO, DOES))]


def planted(demo: pd.DataFrame) -> pd.DataFrame:
    """The demonstration comments, and 64 about a mascot, all of the last days and all content."""
    last = sorted(demo["Дата"])[-1]
    rows = {"id": [f"m{n}" for n in range(len(MASCOT))], "Комментарий": MASCOT, "NPS": "10", "Дата": last}
    return pd.concat([demo, pd.DataFrame(rows)], ignore_index=True).fillna("")


Analyse = Callable[..., Analysis]


@pytest.fixture(scope="module")
def analyse(worker: Labeller) -> Analyse:
    def analysed(table: pd.DataFrame, *, themes: bool = True, **more: object) -> Analysis:
        job = Job(themes=themes, **more)  # type: ignore[arg-type]
        return run(open_comments(table, WISHES), job, start=lambda: worker)

    return analysed


@pytest.fixture(scope="module")
def found(analyse: Analyse, demo: pd.DataFrame) -> Analysis:
    return analyse(planted(demo))


def test_what_no_topic_covers_is_found_counted_and_compared(found: Analysis) -> None:
    (theme,) = found.themes.to_dict("records")
    assert tuple(found.themes.columns) == THEME_COLUMNS
    assert theme["theme"].startswith("енот")
    assert theme["n"] == len(MASCOT)
    assert theme["share"] == pytest.approx(len(MASCOT) / found.new.searched)
    assert theme["share_low"] < theme["share"] < theme["share_high"]
    assert sum(theme[mood] for mood in ("negative", "neutral", "positive", "mixed")) == pytest.approx(1)
    assert theme["share_first"] == 0
    assert theme["share_change_low"] > 0  # it is of the last days


def test_the_score_stands_beside_that_of_the_others(found: Analysis) -> None:
    (row,) = found.new.scores.to_dict("records")
    assert tuple(found.new.scores.columns) == THEME_SCORE_COLUMNS
    assert (row["score"], row["n"], row["value"]) == ("NPS", len(MASCOT), 100)
    assert row["difference"] == pytest.approx(row["value"] - row["others"])
    assert row["low"] < row["difference"] < row["high"]


def test_quotes_show_its_words_and_are_unlike(found: Analysis) -> None:
    (quotes,) = found.new.quotes.values()
    assert 3 <= len(quotes) <= 6
    assert len({quote.text for quote in quotes}) == len(quotes)
    for quote in quotes:
        words = [quote.text[start:end].lower() for start, end in quote.marks]
        assert any(word.startswith("енот") for word in words)
        assert (quote.start, quote.end) == (min(quote.marks)[0], max(end for _, end in quote.marks))


def test_the_order_of_the_rows_changes_nothing(analyse: Analyse, demo: pd.DataFrame, found: Analysis) -> None:
    other = analyse(planted(demo).sample(frac=1, random_state=5))
    pd.testing.assert_frame_equal(other.themes, found.themes)
    pd.testing.assert_frame_equal(other.new.scores, found.new.scores)
    assert other.new.quotes == found.new.quotes


def test_it_can_be_made_a_topic_that_finds_the_same_comments(
    found: Analysis, demo: pd.DataFrame, tmp_path: Path
) -> None:
    (text,) = found.themes["yaml"]
    (tmp_path / "own.yaml").write_text(text, "utf8")
    assert len(parse(text, tmp_path / "own.yaml").topics) == 1
    again = run(open_comments(planted(demo), WISHES), Job(taxonomy=tmp_path / "own.yaml"))
    (topic,) = again.topics.to_dict("records")
    assert topic["negative"] + topic["neutral"] + topic["positive"] == len(MASCOT)


def test_where_nothing_stands_out_no_theme_is_told(analyse: Analyse, demo: pd.DataFrame) -> None:
    plain = analyse(demo)
    assert plain.themes.empty
    assert plain.new.searched > 0


def test_they_are_looked_for_only_when_asked(analyse: Analyse, demo: pd.DataFrame) -> None:
    plain = analyse(demo, themes=False)
    assert plain.new is None
    with pytest.raises(UsageError, match="themes=True"):
        _ = plain.themes


def test_what_is_masked_is_not_quoted(analyse: Analyse, demo: pd.DataFrame) -> None:
    told = planted(demo)
    told["Комментарий"] = told["Комментарий"].str.replace("пятый енот", "пятый енот (8 916 123-45-67)")
    quotes = [quote for found in analyse(told, masked=True).new.quotes.values() for quote in found]
    assert any("[phone]" in quote.text for quote in quotes)
    assert not any("123-45-67" in quote.text for quote in quotes)


# --- what is set aside -----------------------------------------------------------------------
def comment(text: str, day: str | None = None) -> Pooled:
    return Pooled(pooling._lot(text), text, day, {}, text, "ru", None)


def pool(texts: list[str]) -> Pool:
    comments = [comment(text) for text in texts]
    return pooling._drawn(comments, len(comments))


@given(st.lists(st.text(min_size=1, max_size=30), max_size=40), st.data())
def test_the_part_that_is_set_aside_does_not_depend_on_order_or_chunks(
    texts: list[str], data: st.DataObject
) -> None:
    mixed = data.draw(st.permutations(texts))
    cut = data.draw(st.integers(0, len(texts)))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pooling, "ROOM", 200)
        whole = pool(texts)
        assert pool(mixed[:cut]) + pool(mixed[cut:]) == whole
        assert sum(len(one.text) for one in whole.comments) <= 200
        assert whole.seen == len(texts)


def test_it_is_the_first_by_hash_and_all_where_there_is_room() -> None:
    texts = [f"comment {n}" for n in range(50)]
    assert {one.text for one in pool(texts).comments} == set(texts)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pooling, "ROOM", 100)
        drawn = pool(texts).comments
    assert 0 < len(drawn) < 20
    assert max(one.lot for one in drawn) < min(
        pooling._lot(text) for text in texts if text not in {one.text for one in drawn}
    )
