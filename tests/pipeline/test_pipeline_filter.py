"""The filter: every line is answered, in order, with its fields kept; a bad one is named."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest

from otklik.errors import ColumnError, InputError, OtklikError
from otklik.pipeline import filter as filters
from otklik.pipeline.filter import through
from otklik.pipeline.label import Labeller


@pytest.fixture(autouse=True)
def _loaded(worker: Labeller, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(filters, "labeller", lambda taxonomy, redactor, model: worker)


def answers(source: list[str] | Iterator[str], **options: str) -> list[dict[str, object]]:
    return [json.loads(line) for part in through(source, **options) for line in part.splitlines()]


def failure(source: list[str], **options: str) -> tuple[list[dict[str, object]], OtklikError]:
    """What was answered before the mistake, and the mistake."""
    done: list[dict[str, object]] = []
    with pytest.raises(OtklikError) as error:
        done.extend(json.loads(line) for part in through(source, **options) for line in part.splitlines())
    return done, error.value


def test_plain_lines_become_records() -> None:
    first, blank, last = answers(["Ждал две недели\n", "\n", "great app"])
    assert (first["text"], blank["text"], last["text"]) == ("Ждал две недели", "", "great app")
    assert first["topics"] == ["waiting_time"]
    assert (blank["sentiment"], blank["topics"]) == ("neutral", [])


def test_mentions_come_with_their_evidence() -> None:
    (record,) = answers(['{"text": "Ждал две недели"}'])
    (mention,) = record["mentions"]  # type: ignore[misc]
    assert set(mention) == {"topic", "polarity", "probability", "start", "end", "evidence", "why"}
    assert mention["evidence"] == str(record["text"])[mention["start"] : mention["end"]]


def test_unknown_fields_are_kept_as_they_are() -> None:
    source = {"id": 7, "text": "ок", "deep": {"list": [1, None, "ё"]}, "big": 2**60, "none": None}
    (record,) = answers([json.dumps(source)])
    assert {name: record[name] for name in source} == source


def test_a_field_that_bears_the_name_of_a_label_is_kept_beside_it() -> None:
    (record,) = answers(['{"text": "great app", "language": "ru"}'])
    assert (record["language"], record["language (input)"]) == ("en", "ru")


def test_many_lines_keep_their_order() -> None:
    numbers = [record["n"] for record in answers(json.dumps({"text": "ок", "n": n}) for n in range(2500))]
    assert numbers == list(range(2500))


def test_the_field_is_found_when_it_is_the_only_text() -> None:
    (record,) = answers(['{"n": 1, "message": "Ждал две недели"}'])
    assert record["topics"] == ["waiting_time"]


def test_a_named_field_is_found_without_regard_to_case() -> None:
    (record,) = answers(['{"Message": "Ждал две недели", "city": "Тверь"}'], text="message")
    assert record["topics"] == ["waiting_time"]


@pytest.mark.parametrize("value", [None, 5, ["a"], {"b": 1}])
def test_a_field_without_a_text_counts_as_blank(value: object) -> None:
    (record,) = answers([json.dumps({"text": value})])
    assert record["topics"] == []
    assert record["text"] == value


def test_a_broken_line_is_named_after_those_before_it_were_answered() -> None:
    done, error = failure(['{"text": "ок"}', '{"text": "ok"}', "{broken"])
    assert [record["text"] for record in done] == ["ок", "ok"]
    assert isinstance(error, InputError)
    assert "line 3" in error.message


def test_a_record_without_the_field_is_named_after_those_before_it_were_answered() -> None:
    done, error = failure(['{"msg": "ок"}', '{"mgs": "ok"}'], text="msg")
    assert len(done) == 1
    assert isinstance(error, ColumnError)
    assert "line 2" in error.message
    assert "did you mean 'mgs'?" in error.message


def test_a_record_with_two_texts_asks_which() -> None:
    done, error = failure(['{"a": "x", "b": "y"}'])
    assert not done
    assert error.exit_code == 3
    assert error.mend == "otklik tag - --text FIELD"


def test_a_field_named_by_a_question_about_one_side_is_heard_beside_it() -> None:
    found = answers(['{"Минусы": "Персонал"}', '{"Плюсы": "Персонал"}', '{"text": "Персонал"}'])
    assert [one["sentiment"] for one in found][:2] == ["negative", "positive"]
    assert found[0]["mentions"][0]["evidence"] == "Персонал"
    assert answers(["Персонал"])[0]["sentiment"] == found[2]["sentiment"]
    beside = answers(['{"text": "Персонал", "question": "Минусы"}', '{"text": "Персонал", "question": 3}'])
    assert [one["sentiment"] for one in beside] == ["negative", found[2]["sentiment"]]


def test_a_slow_stream_is_answered_line_by_line() -> None:
    asked: list[int] = []

    def slow() -> Iterator[str]:
        for n in range(3):
            asked.append(n)
            yield f"line {n}\n"
            while len(heard) <= n:  # the next line is not written before this one is answered
                pass

    heard: list[str] = []
    for part in through(slow()):
        heard.extend(part.splitlines())
    assert len(heard) == len(asked) == 3


def test_half_an_emoji_breaks_nothing() -> None:
    (record,) = answers(['{"text": "\\ud83d great app"}'])
    assert record["text"] == "\ud83d great app"
