"""The plan of the rules: what it holds, and when the one that is kept is used."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from otklik.errors import ModelError
from otklik.languages import by_code
from otklik.resources import folder
from otklik.taxonomy import Matcher, Rule, kept, load, planned, schema
from otklik.taxonomy.pattern import compile_conditions, compile_phrase
from otklik.taxonomy.plan import FORM, LEMMA, PREFIX, Lists, Plan
from otklik.words import WordTable, batch

REWRITE = "python data/rules/make.py writes it anew"
BUNDLED = folder("data") / "taxonomy.yaml"
NUMBERS = st.lists(st.lists(st.integers(0, 9), max_size=4), max_size=6)


def rule(phrase: str, polarity: str | None = None) -> Rule:
    russian = by_code("ru")
    (steps,) = compile_phrase(phrase, russian, {})
    return Rule("topic", steps, polarity, phrase, "ru", compile_conditions(phrase, russian, {}))


def assert_same(one: Plan, other: Plan) -> None:
    ours, theirs = kept.arrays(one), kept.arrays(other)
    assert [*ours] == [*theirs]
    for name in ours:
        np.testing.assert_array_equal(ours[name], theirs[name], err_msg=f"{name}: {REWRITE}")


def test_the_kept_plan_is_that_of_the_bundled_rules() -> None:
    taxonomy = load()
    plan = kept.read(taxonomy.written)
    assert plan is not None, REWRITE
    assert_same(plan, planned(taxonomy.rules()))


def test_the_bundled_rules_are_not_compiled_when_they_are_looked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(schema, "planned")
    assert len(load().matcher().plan) == len(load().rules())


def test_a_rule_added_to_the_bundled_ones_is_found_and_the_others_are_too(tmp_path: Path) -> None:
    path = tmp_path / "mine.yaml"
    quokka = "\ntopics:\n  - id: quokka\n    patterns: {ru: [квокка]}\n"
    path.write_text(BUNDLED.read_text("utf8").replace("\ntopics:\n", quokka, 1), encoding="utf8")
    mine = load(path)
    hits = mine.matcher().find(batch(["Квокка: ждали три часа"], WordTable()))
    plan = mine.matcher().plan
    assert {"quokka", "waiting_time"} <= {plan.ids[concept] for concept in plan.concept[hits.rule]}


def test_a_taxonomy_that_says_the_same_in_another_form_needs_no_compiling(tmp_path: Path) -> None:
    path = tmp_path / "mine.yaml"
    path.write_text("# mine\n" + BUNDLED.read_text("utf8"), encoding="utf8")
    assert load(path).written == load().written
    assert kept.read(load(path).written) is not None


def test_what_yaml_alone_can_say_is_no_obstacle(tmp_path: Path) -> None:
    path = tmp_path / "mine.yaml"
    odd = "sets: {ru: {2020-01-01: [a], all: &all [час, *all]}}"
    path.write_text(f"topics: [{{id: quokka, patterns: {{ru: [квокка]}}}}]\n{odd}\n", encoding="utf8")
    assert load(path).matcher().plan.ids == ("quokka",)


def test_a_kept_plan_that_was_altered_is_refused_with_the_command_that_mends_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(folder("data") / "rules", tmp_path / "rules")
    with (tmp_path / "rules" / "arrays.npz").open("ab") as file:
        file.write(b" ")
    monkeypatch.setattr(kept, "folder", lambda name: tmp_path)
    with pytest.raises(ModelError, match=r"model rules: .* checksum") as refusal:
        load().matcher()
    assert refusal.value.mend == "python -m pip install --force-reinstall otklik"


def test_a_plan_holds_what_its_rules_say() -> None:
    plan = planned([rule("долго ждать"), rule("не брал* =трубку -(магазин|касса)", "negative")])
    keys = dict(zip(zip(plan.kind.tolist(), plan.words, strict=True), plan.tests, strict=True))
    waits, takes, receiver = keys[LEMMA, "ждать"], keys[PREFIX, "брал"], keys[FORM, "трубку"]
    assert plan.ids == ("topic",)
    assert plan.polarity.tolist() == [3, 0]
    assert plan.negating.tolist() == [False, True]
    assert plan.steps[0][1:] == waits
    assert plan.steps[1][1:] == takes + receiver
    assert plan.banned.tolist() == [-1, 0]
    assert plan.without[0] == keys[LEMMA, "магазин"] == keys[LEMMA, "касса"]


@pytest.mark.parametrize("phrases", [[], ["банк"], ["NUM (час|день)? ждать", "^ ... добавить +карта"]])
def test_a_plan_is_read_as_it_was_written(
    phrases: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    plan = planned([rule(phrase) for phrase in phrases])
    kept.write(tmp_path / "rules", plan, "of these")
    monkeypatch.setattr(kept, "folder", lambda name: tmp_path)
    assert kept.read("of others") is None
    again = kept.read("of these")
    assert again is not None
    assert_same(again, plan)
    made = batch(["Ждали 5 дней в банке"], WordTable())
    assert list(Matcher(again).find(made)) == list(Matcher(plan).find(made))


@given(NUMBERS)
def test_lists_give_back_what_they_were_made_of(numbers: list[list[int]]) -> None:
    lists = Lists.of(numbers)
    assert [*lists] == [lists[at] for at in range(len(lists))] == numbers
    owner, place = lists.owner.tolist(), lists.place.tolist()
    assert [numbers[i][j] for i, j in zip(owner, place, strict=True)] == lists.values.tolist()


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9))))
def test_lists_by_key_hold_the_values_beside_it_in_their_order(pairs: list[tuple[int, int]]) -> None:
    keys, values = np.array(pairs, np.int32).reshape(-1, 2).T
    told = [[value for key, value in pairs if key == number] for number in range(10)]
    assert [*Lists.by(keys, values, 10)] == told
