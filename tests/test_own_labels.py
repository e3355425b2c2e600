"""Labels a user brings are settled or refused before anything is learnt from them."""

from __future__ import annotations

import re
from typing import Any

import pytest

from otklik.errors import InputError, UsageError
from otklik.train.labelled import LEAST_ROWS, MOST_CLASSES, Labelled, Wanted, labelled


def texts(n: int, of: str) -> list[str]:
    return [f"{of} comment number {at}" for at in range(n)]


def settled(*classes: tuple[str, Any], n: int = LEAST_ROWS, **wanted: Any) -> Labelled:
    rows = [(text, label) for of, label in classes for text in texts(n, of)]
    return labelled(
        [text for text, _ in rows],
        [label for _, label in rows],
        Wanted(**{"renamed": {}, **wanted}),
        column="mark",
    )


def test_sentiments_are_known_by_their_names_in_both_languages() -> None:
    found = settled(("a", "Негатив"), ("b", "NEUTRAL"), ("c", "pos"))
    assert found.target == "sentiment"
    assert set(found.counts) == {"negative", "neutral", "positive"}
    assert found.notes == ("labels are read as NEUTRAL = neutral, pos = positive, Негатив = negative",)


def test_equal_texts_are_two_where_their_questions_change_what_is_heard() -> None:
    texts = ["Персонал", "Персонал", "Персонал", "Одни минусы", "Одни минусы"] * LEAST_ROWS
    asked = ["Плюсы", "Минусы", None, "Плюсы", "Комментарий"] * LEAST_ROWS
    labels = ["positive", "negative", "neutral", "negative", "negative"] * LEAST_ROWS
    some = [f"{text} {at // 5}" for at, text in enumerate(texts)]
    found = labelled(some, labels, Wanted({}), column="mood", asked=asked)
    of = dict(zip(zip(found.texts, found.asked, strict=True), found.labels.tolist(), strict=True))
    assert of["Персонал 0", "Плюсы"] == "positive"
    assert of["Персонал 0", "Минусы"] == "negative"
    assert of["Персонал 0", None] == "neutral"
    with pytest.raises(InputError, match="too few"):
        labelled(texts, labels, Wanted({}), column="mood", asked=asked)
    assert sum(text.startswith("Одни") for text in found.texts) == LEAST_ROWS


def test_other_labels_stay_what_they_are() -> None:
    found = settled(("a", "positive"), ("b", "speech"))
    assert (found.target, set(found.counts)) == ("label", {"positive", "speech"})


def test_labels_are_renamed_merged_and_left_out() -> None:
    found = settled(
        ("a", 1), ("b", 5.0), ("c", "?"), renamed={"1": "negative", "5": "positive"}, left_out=["?"]
    )
    assert found.counts == {"negative": LEAST_ROWS, "positive": LEAST_ROWS}
    assert found.target == "sentiment"


def test_rows_that_teach_nothing_are_left_out_and_told() -> None:
    good = [*texts(LEAST_ROWS, "a"), *texts(LEAST_ROWS, "b")]
    marks: list[Any] = ["x"] * LEAST_ROWS + ["y"] * LEAST_ROWS
    found = labelled(
        [*good, "  ", None, "-", "unsaid", good[0]],
        [*marks, "x", "y", "x", None, "x"],
        Wanted({}),
        column="m",
    )
    assert found.counts == {"x": LEAST_ROWS, "y": LEAST_ROWS}
    assert found.notes == (
        "left out 3 rows whose text says nothing",
        "left out 1 row without a label",
        "1 row repeats a text and is counted once",
    )


def test_a_slip_among_many_is_settled_by_the_majority_or_left_out() -> None:
    rows = [*((text, "x") for text in texts(150, "a")), *((text, "y") for text in texts(150, "b"))]
    rows += [("a comment number 0", "y"), ("a comment number 0", "x"), ("b comment number 0", "x")]
    found = labelled([text for text, _ in rows], [mark for _, mark in rows], Wanted({}), column="m")
    told = dict(zip(found.texts, found.labels.tolist(), strict=True))
    assert told["a comment number 0"] == "x"
    assert "b comment number 0" not in told
    assert found.notes[-1].startswith("2 texts with different labels")


@pytest.mark.parametrize(
    ("rows", "said", "mend"),
    [
        ((("a", "x"),), "only 'x'", "--label COLUMN"),
        ((("a", None),), "no label", "--label COLUMN"),
        ((("a", "x"), ("a", "y")), "20 of 20 texts occur with different labels", "--conflicts drop"),
        ((("a", "x"), ("b", ["y", "z"])), "holds lists", "one label in each row"),
    ],
)
def test_what_cannot_be_learnt_is_refused_with_the_way_out(
    rows: tuple[tuple[str, Any], ...], said: str, mend: str
) -> None:
    with pytest.raises(InputError, match=re.escape(said)) as refused:
        settled(*rows)
    assert mend in str(refused.value.mend)


def test_a_rare_label_is_refused_with_the_flag_that_leaves_it_out() -> None:
    rows = [*((text, "x") for text in texts(30, "a")), *((text, "y") for text in texts(30, "b"))]
    rows += [(text, "z") for text in texts(3, "c")]
    with pytest.raises(InputError, match=re.escape("too few rows to learn 'z' (3)")) as refused:
        labelled([text for text, _ in rows], [mark for _, mark in rows], Wanted({}), column="m")
    assert str(refused.value.mend).startswith('--leave-out "z"')


def test_where_all_labels_are_rare_more_must_be_labelled() -> None:
    with pytest.raises(InputError, match="too few rows") as refused:
        settled(("a", "x"), ("b", "y"), n=3)
    assert refused.value.mend == f"label more rows, at least {LEAST_ROWS} of each"


def test_a_column_of_numbers_is_no_column_of_classes() -> None:
    n = MOST_CLASSES + 1
    with pytest.raises(InputError, match=f"holds {n} different values"):
        labelled(texts(n, "a"), list(range(n)), Wanted({}), column="id")


@pytest.mark.parametrize("wanted", [{"renamed": {"z": "x"}}, {"left_out": ["z"]}])
def test_a_label_that_is_not_there_cannot_be_changed(wanted: dict[str, Any]) -> None:
    with pytest.raises(UsageError, match="there is no label 'z'; the labels are x, y"):
        settled(("a", "x"), ("b", "y"), **wanted)
