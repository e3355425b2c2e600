"""The taxonomy file: what the bundled one holds, and how a broken one is refused."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml

from otklik.errors import TaxonomyError
from otklik.languages import LANGUAGES, by_code
from otklik.records import POLARITIES, SIGNAL_IDS
from otklik.taxonomy import Concept, Matcher, Rule, Taxonomy, load, planned
from otklik.taxonomy.pattern import ANY, Sets, compile_conditions, compile_phrase
from otklik.words import WordTable, batch

TOPICS = """
waiting_time repeated_data_entry unresolved_issue automation staff_attitude staff_competence communication
broken_promise price_value billing_payment product_quality delivery_transport digital_reliability ease_of_use
availability_access policy_refusal facilities security_trust choice_features
"""


@pytest.fixture(scope="module")
def bundled() -> Taxonomy:
    return load()


def test_the_bundled_topics_are_the_codebooks_with_the_three_pain_points_first(bundled: Taxonomy) -> None:
    assert [topic.id for topic in bundled.topics] == TOPICS.split()


def test_the_bundled_signals_are_the_codebooks(bundled: Taxonomy) -> None:
    assert tuple(signal.id for signal in bundled.signals) == SIGNAL_IDS


def test_every_bundled_concept_is_named_and_defined_in_every_language(bundled: Taxonomy) -> None:
    for concept in bundled.concepts:
        for language in LANGUAGES:
            name, definition = concept.name[language.code], concept.definition[language.code]
            assert name.strip()
            assert len(definition) > len(name)
            assert bool(re.search("[а-я]", name)) == (language.code == "ru")


def test_every_bundled_topic_has_its_place_in_the_models_of_experience(bundled: Taxonomy) -> None:
    for topic in bundled.topics:
        assert all((topic.kano, topic.pyramid, topic.stage, topic.side)), topic.id


def test_every_bundled_concept_has_patterns_in_every_language(bundled: Taxonomy) -> None:
    for concept in bundled.concepts:
        for language in LANGUAGES:
            assert any(concept.patterns[language.code].values()), (concept.id, language.code)


def test_every_bundled_rule_shows_a_polarity_or_leaves_it_to_the_clause(bundled: Taxonomy) -> None:
    signals = {signal.id for signal in bundled.signals}
    rules = bundled.rules()
    assert {rule.id for rule in rules} == {concept.id for concept in bundled.concepts}
    assert all(rule.polarity in (None, *POLARITIES) for rule in rules)
    assert all(rule.polarity is None for rule in rules if rule.id in signals)


# --- every phrase finds itself ---------------------------------------------------------------
def spoken(phrase: str, sets: Sets) -> str:
    """A phrase said aloud: the first of each alternatives, also of what must stand beside it, no gaps,
    nothing that may be missing."""
    said = []
    for token in re.findall(r"[+-]?\([^()]*\)\??|\S+", phrase):
        if token in ("...", "…", "^") or token.endswith("?") or token.startswith("-"):
            continue
        word = token.removeprefix("+").strip("()").split("|")[0].strip()
        while word.startswith("$"):
            word = str(sets[word[1:]][0])
        said.append({"_": "вот", "NUM": "5"}.get(word, word.removeprefix("=").strip("*")))
    return " ".join(said)


def phrases(taxonomy: Taxonomy, code: str) -> list[tuple[str, str]]:
    return [
        (concept.id, pattern)
        for concept in taxonomy.concepts
        for patterns in concept.patterns.get(code, {}).values()
        for pattern in patterns
        if isinstance(pattern, str)
    ]


@pytest.mark.parametrize("code", ["ru", "en"])
def test_every_bundled_phrase_finds_itself(bundled: Taxonomy, code: str) -> None:
    language, sets = by_code(code), bundled.sets[code]
    written = phrases(bundled, code)
    rules, owner = [], []
    for number, (concept, phrase) in enumerate(written):
        conditions = compile_conditions(phrase, language, sets)
        for steps in compile_phrase(phrase, language, sets):
            rules.append(Rule(concept, steps, None, phrase, code, conditions))
            owner.append(number)
    made = batch([spoken(phrase, sets) for _, phrase in written], WordTable())
    found = {hit.comment for hit in Matcher(planned(rules)).find(made) if owner[hit.rule] == hit.comment}
    assert [written[number] for number in range(len(written)) if number not in found] == []


@pytest.mark.parametrize("code", ["ru", "en"])
def test_every_bundled_rule_can_be_met_by_a_word_of_its_language(bundled: Taxonomy, code: str) -> None:
    """A Russian '(money|refund)' would be heard in every English comment."""
    letters = by_code(code).letters
    foreign = []
    for rule in bundled.rules():
        demanded = [step.test for step in rule.steps if not step.optional and step.test != ANY]
        keys = [key for test in demanded for key in (*test.forms, *test.prefixes, *test.endings)]
        if rule.language == code and not any(map(letters.search, keys)):
            foreign.append(rule.source)
    assert foreign == []


@pytest.mark.parametrize("code", ["ru", "en"])
def test_no_bundled_concept_says_the_same_phrase_twice(bundled: Taxonomy, code: str) -> None:
    for concept in bundled.concepts:
        for polarity, patterns in concept.patterns.get(code, {}).items():
            written = [str(pattern) for pattern in patterns]
            assert sorted(written) == sorted(set(written)), (concept.id, polarity)


# --- a file of one's own ---------------------------------------------------------------------
def own(folder: Path, content: object) -> Path:
    path = folder / "mine.yaml"
    path.write_text(
        content if isinstance(content, str) else yaml.safe_dump(content, allow_unicode=True, sort_keys=False),
        encoding="utf8",
    )
    return path


def test_a_topic_named_after_a_fault_has_another_name_in_praise(bundled: Taxonomy) -> None:
    assert bundled.names["unresolved_issue"]["en"] == "Unresolved issue"
    assert bundled.names["unresolved_issue:positive"]["en"] == "Issue resolved"
    assert "waiting_time:positive" not in bundled.names


def test_a_small_file_is_enough(tmp_path: Path) -> None:
    taxonomy = load(own(tmp_path, {"topics": [{"id": "parking", "patterns": {"ru": ["парковка"]}}]}))
    texts = {"ru": "parking", "en": "parking"}
    assert taxonomy.topics == (Concept("parking", texts, texts, {"ru": {"any": ("парковка",)}}),)
    assert taxonomy.signals == ()
    assert taxonomy.source == "mine.yaml"
    (rule,) = taxonomy.rules()
    assert (rule.id, rule.polarity, rule.source) == ("parking", None, "парковка")


def test_patterns_may_be_given_by_polarity_and_as_matcher_patterns(tmp_path: Path) -> None:
    patterns = {"ru": {"negative": ["негде парковаться"], "any": [[{"LEMMA": "парковка"}]]}}
    rules = load(own(tmp_path, {"topics": [{"id": "parking", "patterns": patterns}]})).rules()
    assert [(rule.polarity, rule.source) for rule in rules] == [
        ("negative", "негде парковаться"),
        (None, "[{'LEMMA': 'парковка'}]"),
    ]


@pytest.mark.parametrize(
    ("content", "named"),
    [
        ("topics: [", "not YAML"),
        ("", "no list 'topics'"),
        ("- a", "no list 'topics'"),
        ({"topics": {"id": "a"}}, "no list 'topics'"),
        ({"topics": []}, "the list 'topics' is empty"),
        ({"topics": ["parking"]}, "without an 'id': parking"),
        ({"topics": [{"name": "Парковка"}]}, "without an 'id'"),
        ({"topics": [{"id": 5}]}, "without an 'id'"),
        ({"topics": [{"id": "a", "colour": 1}]}, "a: unknown field 'colour'"),
        ({"topics": [{"id": "a"}, {"id": "a"}]}, "'a' stands twice"),
        ({"topics": [{"id": "a"}], "signals": [{"id": "a"}]}, "'a' stands twice"),
        ({"topics": [{"id": "a", "kano": "nice"}]}, "a: kano 'nice' is not one of basic"),
        ({"topics": [{"id": "a", "pyramid": "top"}]}, "a: pyramid 'top' is not one of"),
        ({"topics": [{"id": "a", "patterns": {"fr": ["x"]}}]}, "a: patterns for an unknown language 'fr'"),
        ({"topics": [{"id": "a", "patterns": {"ru": {"bad": ["x"]}}}]}, "a: patterns of an unknown polarity"),
        (
            {"topics": [], "signals": [{"id": "s", "patterns": {"ru": {"negative": ["x"]}}}]},
            "s: patterns of an",
        ),
        ({"topics": [{"id": "a", "patterns": ["x"]}]}, "a: patterns"),
        ({"topics": [{"id": "a", "patterns": {"ru": "x"}}]}, "a: patterns"),
        ({"topics": [{"id": "a", "patterns": {"ru": [5]}}]}, "a: pattern"),
        ({"topics": [{"id": "a"}], "signals": 5}, "signals"),
        ({"topics": [{"id": "a"}], "sets": ["x"]}, "sets"),
    ],
)
def test_a_broken_file_is_refused_with_its_name_and_the_place(
    tmp_path: Path, content: object, named: str
) -> None:
    path = own(tmp_path, content)
    with pytest.raises(TaxonomyError) as refusal:
        load(path)
    assert str(path) in str(refusal.value)
    assert named in str(refusal.value)


@pytest.mark.parametrize(
    ("pattern", "why"),
    [
        ("$colour", "no word set"),
        ("$empty", "no word set"),
        ("...", "demands no word"),
        ([{"POS": "X"}], "POS"),
    ],
)
def test_a_broken_pattern_is_refused_with_the_file_and_the_id(
    tmp_path: Path, pattern: object, why: str
) -> None:
    topics = [{"id": "parking", "patterns": {"ru": [pattern]}}]
    taxonomy = load(own(tmp_path, {"topics": topics, "sets": {"ru": {"empty": []}}}))
    with pytest.raises(TaxonomyError, match=rf"mine\.yaml: parking: .*{why}"):
        taxonomy.matcher()


def test_a_file_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    (tmp_path / "latin.yaml").write_bytes("topics: [ё]".encode("cp1251"))
    for path in (tmp_path, tmp_path / "latin.yaml"):
        with pytest.raises(TaxonomyError, match=re.escape(str(path))):
            load(path)


def test_a_missing_file_is_named_with_the_flag_that_mends_it(tmp_path: Path) -> None:
    with pytest.raises(TaxonomyError, match=r"no taxonomy file .*none\.yaml") as refusal:
        load(tmp_path / "none.yaml")
    assert refusal.value.mend == "--taxonomy FILE.yaml"
