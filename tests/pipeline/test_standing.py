"""Topics in the models of experience: what the data say beside what the taxonomy expects."""

from __future__ import annotations

import numpy as np
import pytest

from otklik.drivers import Cells
from otklik.pipeline.standing import journey, kano_classes, pyramid
from otklik.records import EXPECTED_KANO_COLUMNS, PAIN_COLUMNS
from otklik.score_kinds import parse_kind
from otklik.taxonomy import Concept, Taxonomy

KIND = parse_kind("number:high=good")


def topic(id: str, **more: str) -> Concept:
    return Concept(id, {"en": id}, {"en": id}, {}, **more)


TAXONOMY = Taxonomy(
    (
        topic("queue", kano="basic", pyramid="Responsive", stage="service"),
        topic("gifts", kano="basic", pyramid="Proactive", stage="purchase"),
        topic("price", kano="performance", pyramid="Commitment", stage="purchase"),
        topic("own", kano=None),
    ),
    (),
)
NAMES = [f"{topic.id}:{polarity}" for topic in TAXONOMY.topics for polarity in ("negative", "positive")]


@pytest.fixture(scope="module")
def cells() -> Cells:
    """Complaints of the queue cost three points, praise of gifts earns three; the price moves nothing, and
    of the user's own topic nobody speaks well."""
    generator = np.random.default_rng(1)
    flags = generator.random((4000, 8)) < [0.2, 0.2, 0.2, 0.2, 0.2, 0.2, 0.2, 0]
    score = 6 + flags @ [-3, 0, 0, 3, 0, 0, -3, 0] + generator.normal(0, 1, 4000)
    return Cells.count(flags, np.round(score), names=NAMES)


def test_kano_by_the_data_agrees_with_the_taxonomy_or_contradicts_it(cells: Cells) -> None:
    table = kano_classes({"S": cells}, {"S": KIND}, TAXONOMY, minimum=10).set_index("topic")
    assert set(table) == set(EXPECTED_KANO_COLUMNS) - {"topic"}
    assert table.loc["queue", ["kano", "expected", "agrees"]].tolist() == ["basic", "basic", True]
    assert table.loc["gifts", ["kano", "expected", "agrees"]].tolist() == ["excitement", "basic", False]


def test_no_effect_seen_and_no_class_neither_agree_nor_contradict(cells: Cells) -> None:
    table = kano_classes({"S": cells}, {"S": KIND}, TAXONOMY, minimum=10).set_index("topic")
    assert table.loc["price", "kano"] == "indifferent"
    assert table.loc["own", "kano"] == "undecided"
    assert table.loc[["price", "own"], "agrees"].tolist() == [None, None]


def test_without_a_score_there_is_an_empty_table() -> None:
    table = kano_classes({}, {}, TAXONOMY, minimum=10)
    assert tuple(table) == EXPECTED_KANO_COLUMNS
    assert table.empty


def test_the_pyramid_holds_the_levels_the_taxonomy_has_from_its_foundation_up(cells: Cells) -> None:
    table = pyramid({"S": cells}, {"S": KIND}, TAXONOMY, minimum=10).set_index("group")
    assert table.index.tolist() == ["Responsive", "Commitment", "Proactive"]
    assert table.loc["Responsive", "gap_high"] < -2, "complaints of the queue cost three points"
    assert table.loc["Commitment", "gap_low"] < 0 < table.loc["Commitment", "gap_high"]


def test_the_journey_goes_by_stages_and_those_of_the_user_come_last(cells: Cells) -> None:
    own = Taxonomy((*TAXONOMY.topics[:3], topic("own", stage="farewell")), ())
    table = journey({"S": cells}, {"S": KIND}, own, minimum=10)
    assert table["group"].tolist() == ["purchase", "service", "farewell"]
    assert table["topics"].tolist()[0] in (["gifts", "price"], ["price", "gifts"])


def test_a_taxonomy_without_levels_has_no_pyramid(cells: Cells) -> None:
    bare = Taxonomy((topic("queue"),), ())
    table = pyramid({"S": cells}, {"S": KIND}, bare, minimum=10)
    assert table.empty
    assert tuple(table) == PAIN_COLUMNS
