"""The matcher finds a pattern wherever trying every way to lay it on a sentence does, and nowhere else."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations, product

from hypothesis import assume, given
from hypothesis import strategies as st

from otklik.errors import TaxonomyError
from otklik.languages import by_code
from otklik.taxonomy import Matcher, Rule, pattern, planned
from otklik.taxonomy.pattern import ANY, GAP, Steps, compile_phrase
from otklik.words import WordTable, batch

RUSSIAN = by_code("ru")
SPOKEN = ("банк", "банки", "карту", "долго", "5", "🙂")
SILENT = (",", "«", ")", "—")
OUTER = ("банк", "карта", "долго", "=банки", "карт*", "*нки")


def tokens() -> st.SearchStrategy[str]:
    words = st.lists(st.sampled_from((*OUTER, "NUM")), min_size=1, max_size=2).map("|".join)
    inner = words.map(lambda one: f"({one})")
    return st.one_of(
        words.filter(lambda one: "|" not in one), inner, inner.map(lambda one: one + "?"), st.just("_")
    )


PARTS = st.lists(st.tuples(tokens(), st.sampled_from([" ", " ", " ... "])), min_size=1, max_size=4).map(
    lambda parts: "".join(token + space for token, space in parts).removesuffix(" ... ").strip()
)
PHRASES = st.builds("".join, st.tuples(st.sampled_from(["", "", "^ ", "^ ... "]), PARTS))
SENTENCES = st.lists(st.sampled_from(SPOKEN + SILENT), max_size=8)
COMMENTS = st.lists(SENTENCES, min_size=1, max_size=3)
batch([" ".join(SPOKEN + SILENT)], WordTable())  # loads the dictionaries before the clock of a test runs


def passes(test: pattern.Test, form: str) -> bool:
    lemma = RUSSIAN.lemma(form) if form.isalpha() else form
    return (
        test == ANY
        or lemma in test.lemmas
        or form in test.forms
        or (test.number and form[0].isdigit())
        or any(form.startswith(prefix) or lemma.startswith(prefix) for prefix in test.prefixes)
        or any(form.endswith(ending) for ending in test.endings)
    )


def lies(steps: Steps, said: list[str]) -> bool:
    """Whether some choice of steps fits some choice of places, each within its gap of the one before."""
    for kept in product((True, False), repeat=len(steps)):
        if not all(keep or step.optional for keep, step in zip(kept, steps, strict=True)):
            continue
        gap, chosen, latest = 0, [], steps[0].gap if steps[0].opening else len(said)
        for keep, step in zip(kept, steps, strict=True):
            gap += step.gap
            if keep:
                chosen.append(replace(step, gap=gap))
                gap = 0
        for places in combinations(range(len(said)), len(chosen)):
            near = places[0] <= latest and all(
                b - a - 1 <= step.gap for a, b, step in zip(places, places[1:], chosen[1:], strict=False)
            )
            if near and all(passes(s.test, said[place]) for s, place in zip(chosen, places, strict=True)):
                return True
    return False


def compiled(phrase: str) -> Rule:
    try:
        (steps,) = compile_phrase(phrase, RUSSIAN, {})
    except TaxonomyError:
        assume(False)
    return Rule("topic", steps, None, phrase, "ru")


@given(PHRASES, SENTENCES)
def test_a_hit_is_found_if_and_only_if_there_is_one(phrase: str, sentence: list[str]) -> None:
    rule = compiled(phrase)
    hits = Matcher(planned([rule])).find(batch([" ".join(sentence)], WordTable()))
    assert bool(len(hits)) == lies(rule.steps, [word for word in sentence if word in SPOKEN])


@given(st.lists(PHRASES, min_size=1, max_size=4), COMMENTS)
def test_hits_begin_and_end_with_words_of_their_rule_in_one_sentence(
    phrases: list[str], comments: list[list[str]]
) -> None:
    rules = [compiled(phrase) for phrase in phrases]
    made = batch([" ".join(words).replace("🙂", ".") for words in comments], WordTable())
    for hit in Matcher(planned(rules)).find(made):
        assert 0 <= made.first[hit.comment] <= hit.start < hit.end <= made.first[hit.comment + 1]
        assert made.sentence[hit.start] == made.sentence[hit.end - 1]
        forms = [made.table.words[number].form for number in made.words[hit.start : hit.end]]
        assert lies(rules[hit.rule].steps, [form for form in forms if form in SPOKEN])


@given(st.lists(PHRASES, min_size=1, max_size=4), COMMENTS)
def test_hits_do_not_depend_on_the_batch_or_on_what_the_table_has_seen(
    phrases: list[str], comments: list[list[str]]
) -> None:
    matcher = Matcher(planned([compiled(phrase) for phrase in phrases]))
    texts = [" ".join(words) for words in comments]
    table = WordTable()
    together = batch(texts, table)
    hits = {(hit.rule, hit.comment, hit.start - together.first[hit.comment], hit.end - hit.start)
            for hit in matcher.find(together)}  # fmt: skip
    apart = set()
    for number, text in reversed(list(enumerate(texts))):
        apart |= {
            (hit.rule, number, hit.start, hit.end - hit.start) for hit in matcher.find(batch([text], table))
        }
    assert hits == apart


def test_hits_come_in_the_order_of_comment_rule_and_place() -> None:
    rules = [compiled(phrase) for phrase in ("долго", "банк", "банк ... долго")]
    made = batch(["банк банк долго", "", "долго банк"], WordTable())
    hits = list(Matcher(planned(rules)).find(made))
    assert {hit.comment for hit in hits} == {0, 2}
    assert hits == sorted(hits, key=lambda hit: (hit.comment, hit.rule, hit.start, hit.end))


def test_a_gap_may_be_crossed_by_many_ways_without_trying_them_all_for_ever() -> None:
    phrase = "банк ... " + " ... ".join(["долго?"] * 6) + " ... карта"
    made = batch([" ".join(["банк"] + ["долго"] * 40)], WordTable())
    assert list(Matcher(planned([compiled(phrase)])).find(made)) == []
    assert GAP == 4


def test_no_comments_have_no_hits() -> None:
    matcher = Matcher(planned([compiled("банк")]))
    assert list(matcher.find(batch([], WordTable()))) == []
    assert list(matcher.find(batch([""], WordTable()))) == []
