"""What a mention shows: which way the customer speaks of the topic, the words that prove it, and why."""

from __future__ import annotations

from typing import Any, NamedTuple

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from otklik.evidence import with_brackets
from otklik.pipeline.label import Labeller

ONE_SIDED = [
    ("Долго ждать не пришлось, спасибо", "waiting_time", "positive"),
    ("Всё без очередей или задержек", "waiting_time", "positive"),
    ("Нельзя не отметить вежливый персонал", "staff_attitude", "positive"),
    ("Не только быстро доставили, но и вежливо позвонили", "delivery_transport", "positive"),
    ("No delays or queues, great", "waiting_time", "positive"),
    ("The staff were not friendly at all", "staff_attitude", "negative"),
    ("Not only cheap but reliable too", "price_value", "positive"),
    ("I waited two hours on hold", "waiting_time", "negative"),
    ("Delivery was late again", "delivery_transport", "negative"),
]
UNMET = [
    ("Хотелось бы, чтобы персонал был вежливый", "staff_attitude"),
    ("Хотелось бы быстрое обслуживание", "waiting_time"),
    ("В других банках обслуживают быстро", "waiting_time"),
    ("The staff should be more polite", "staff_attitude"),
    ("It should be cheaper", "price_value"),
    ("Other banks are cheaper", "price_value"),
]


class Shown(NamedTuple):
    polarity: str
    evidence: str
    why: str


def shown(worker: Labeller, text: str) -> dict[str, Shown]:
    """What is shown of each topic of a comment."""
    rows: list[tuple[Any, ...]] = worker.label([text]).mentions
    return {row[1]: Shown(row[2], row[6], row[7]) for row in rows}


@pytest.mark.parametrize(("text", "topic", "polarity"), ONE_SIDED)
def test_the_polarity_follows_the_words_round_the_evidence(
    worker: Labeller, text: str, topic: str, polarity: str
) -> None:
    assert shown(worker, text)[topic].polarity == polarity


@pytest.mark.parametrize(("text", "topic"), UNMET)
def test_what_is_wished_for_or_met_elsewhere_is_no_praise(worker: Labeller, text: str, topic: str) -> None:
    assert shown(worker, text)[topic].polarity != "positive"


def test_praise_and_complaint_show_their_own_words(worker: Labeller) -> None:
    said = shown(worker, "The staff were friendly but we waited two hours")
    staff, wait = said["staff_attitude"], said["waiting_time"]
    assert (staff.polarity, staff.evidence) == ("positive", "The staff were friendly")
    assert (wait.polarity, wait.evidence) == ("negative", "but we waited two hours")


def test_no_praise_is_proved_by_a_complaint(worker: Labeller) -> None:
    said = shown(worker, "Менеджер не перезвонил, но потом всё быстро решили, спасибо огромное!")
    solved = said["unresolved_issue"]
    assert solved.polarity == "positive"
    assert "не перезвонил" not in solved.evidence


@pytest.mark.parametrize(
    ("text", "topic", "words", "why"),
    [
        (
            "Менеджер обещал перезвонить и не перезвонил",
            "unresolved_issue",
            "не перезвонил",
            "rule: не перезвонить",
        ),
        ("No delays or queues, great", "waiting_time", "No delays", "rule: no delay"),
    ],
)
def test_the_negator_is_shown_and_named(
    worker: Labeller, text: str, topic: str, words: str, why: str
) -> None:
    said = shown(worker, text)[topic]
    assert words in said.evidence
    assert said.why == why


PIECES = st.sampled_from(
    [
        "Ждал",
        "две недели",
        "не",
        "но",
        "вежливый персонал",
        "приложение тормозит",
        "хотелось бы",
        "быстро",
        ",",
        ".",
        "slow app",
        "never",
        "?",
        "👍",
        "\n",
        "friendly staff",
        "waited two hours",
        "but",
        "should be",
        "<b>",
    ]
)


@given(text=st.lists(PIECES, max_size=25).map(" ".join))
@example(text="? не приложение тормозит быстро")  # every rule points the other way
@settings(max_examples=60)
def test_evidence_is_a_short_piece_of_the_text_and_begins_and_ends_with_a_word(
    worker: Labeller, text: str
) -> None:
    for row in worker.label([text]).mentions:
        start, end, evidence, why = row[4:]
        assert text[start:end] == evidence == evidence.strip()
        assert 0 < len(evidence.split()) <= 40
        assert why.partition(": ")[2]


@pytest.mark.parametrize(
    ("text", "masked", "evidence"),
    [
        ("(Курьер) опоздал на три часа", False, "(Курьер) опоздал на три часа"),
        ("«Менеджер» обманул меня", False, "«Менеджер» обманул меня"),
        ('Долго ждал "менеджера"', False, 'Долго ждал "менеджера"'),
        ("(Ждал три недели)", False, "Ждал три недели"),
        ("8 916 123-45-67 никто не берёт трубку", True, "[phone] никто не берёт трубку"),
        ("Ждал три недели, мой телефон 8 916 123-45-67", True, "Ждал три недели, мой телефон [phone]"),
    ],
)
def test_half_a_bracket_is_never_shown(worker: Labeller, text: str, masked: bool, evidence: str) -> None:
    assert evidence in [mention[6] for mention in worker.label([text], masked=masked).mentions]


@pytest.mark.parametrize(
    ("text", "evidence"),
    [("«Ухожу» от вас", "«Ухожу» от вас"), ('Пора "уходить" в другой банк', '"уходить" в другой')],
)
def test_nor_in_the_quote_of_a_signal(worker: Labeller, text: str, evidence: str) -> None:
    labels = worker.label([text])
    assert evidence in [labels.shown[at][slice(*span)] for at, _, span in labels.signal_places]


@given(st.text('аб([«»])" ', max_size=12), st.data())
def test_what_is_shown_with_its_brackets_holds_what_was_found(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    low, high = with_brackets(text, start, end)
    assert start - 1 <= low <= start <= end <= high <= end + 1
    assert low >= 0
    assert high <= len(text)
