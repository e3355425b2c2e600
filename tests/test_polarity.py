"""Polarity is decided from readings, some of which each topic weighs by itself."""

from __future__ import annotations

import numpy as np
import pytest

from otklik.errors import ModelError
from otklik.languages import LANGUAGES
from otklik.pack import Pack
from otklik.polarity import BY_TOPIC, GROUPS, READINGS, PolarityModel
from otklik.records import POLARITIES

TOPICS = ("waiting_time", "price")
BLAMES, PRAISES = (GROUPS.index(group) for group in ("negative", "positive"))
NEGATIVE, NEUTRAL = (POLARITIES.index(name) for name in ("negative", "neutral"))


def trained() -> dict[str, np.ndarray]:
    """Weights by which all is neutral, but blame of the price is blame."""
    arrays = {
        "intercept": np.zeros(len(POLARITIES)),
        "readings": np.zeros((len(READINGS), len(POLARITIES))),
        "bias": np.zeros((len(TOPICS), len(POLARITIES))),
        "by_topic": np.zeros((len(TOPICS), len(BY_TOPIC), len(POLARITIES))),
    }
    arrays["bias"][:, NEUTRAL] = 1.0
    arrays["by_topic"][TOPICS.index("price"), BY_TOPIC.index(BLAMES), NEGATIVE] = 2.0
    return arrays


def model(arrays: dict[str, np.ndarray]) -> PolarityModel:
    pack = Pack("polarity-en", arrays, {"concepts": list(TOPICS)})
    none = np.zeros(0, dtype=np.intp)
    return PolarityModel([pack] * len(LANGUAGES), TOPICS, none, none.astype(bool))


def decided(topic: str, group: int) -> int:
    """The polarity of a mention of which one rule tells."""
    readings = np.zeros((1, len(READINGS)))
    readings[0, group] = 1.0
    place = np.array([[0, TOPICS.index(topic)]])
    return int(model(trained()).decide(readings, np.ones(1, dtype=np.int32), place)[0])


def test_a_rule_counts_for_its_topic_as_that_topic_weighs_it() -> None:
    assert decided("price", BLAMES) == NEGATIVE
    assert decided("waiting_time", BLAMES) == NEUTRAL
    assert decided("price", PRAISES) == NEUTRAL


@pytest.mark.parametrize("name", ["bias", "by_topic"])
def test_a_pack_without_an_array_is_refused(name: str) -> None:
    arrays = trained()
    del arrays[name]
    with pytest.raises(ModelError, match=name):
        model(arrays)
