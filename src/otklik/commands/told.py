"""What a person is told of a model, in plain words: what it says, what it learnt from, how good it is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

from otklik.own import KIND as OWN
from otklik.pack import MANIFEST
from otklik.sentences import Sentence

Facts = Mapping[str, Any]
_WEAKEST = 3
_LANGUAGES = {"en": Sentence("English"), "ru": Sentence("Russian")}
_SENTIMENTS = {
    "negative": Sentence("negative"),
    "neutral": Sentence("neutral"),
    "positive": Sentence("positive"),
    "mixed": Sentence("mixed"),
}
_PURPOSES = {
    "sentiment": Sentence("whether a comment is negative, neutral, positive or mixed"),
    "topics": Sentence("which topics and signals a comment holds"),
    "polarity": Sentence("whether a topic is complained of or praised"),
}


def model(model: Facts, names: Mapping[str, str]) -> Iterator[Sentence]:
    """The lines on one model: ``id``, ``folder``, ``bytes`` and the facts of its pack. ``names``: topic or
    signal id → its name."""
    yield _purpose(model)
    yield Sentence("  {size:,.0f} KB, {origin}", size=model["bytes"] / 1e3, origin=_origin(model))
    yield Sentence("  {line}", line=_lesson(model["trained_on"]))
    on, *figures = _figures(model, names)
    yield Sentence("  {line}", line=on)
    for line in figures:
        yield Sentence("    {line}", line=line)


def how_to_read(bundled: Path) -> Iterator[Sentence]:
    """What stands below the models; ``bundled`` is their folder."""
    yield Sentence("F1 is 1 where everything is found and nothing wrongly; both kinds of mistakes lower it.")
    yield Sentence("All figures: otklik models --json, or {folder}/*/card.md", folder=bundled)


def _origin(model: Facts) -> Sentence:
    """Bundled models hold no date, so that training gives the same bytes again; the release dates them."""
    if model.get("kind") != OWN:
        return Sentence("came with otklik {version}", version=version("otklik"))
    written = datetime.fromtimestamp((Path(model["folder"]) / MANIFEST).stat().st_mtime).astimezone()
    return Sentence("written on {day}", day=written.date().isoformat())


def _purpose(model: Facts) -> Sentence:
    """Its name and what it says of a comment."""
    if model.get("kind") == OWN:
        return Sentence("{id}: your own model, which tells {labels}", id=model["id"], labels=model["classes"])
    what = _PURPOSES[_kind(model)]
    language = _LANGUAGES[model["language"]]
    return Sentence("{id}: {what} ({language})", id=model["id"], what=what, language=language)


def _lesson(trained: Facts) -> Sentence:
    """What it learnt from."""
    if "file" in trained:
        given = {"n": trained["comments"], "file": trained["file"], "column": trained["column"]}
        return Sentence("learnt from {n:comment|comments} of {file}, column {column!r}", **given)
    n = sum(count for count in trained.values() if isinstance(count, int))
    return Sentence("learnt from {n:comment|comments} with labels", n=n)


def _figures(model: Facts, names: Mapping[str, str]) -> Iterator[Sentence]:
    """How good it is, after what that was tried on."""
    metrics = model["metrics"]
    match _kind(model):
        case "sentiment":
            return _of_sentiment(metrics)
        case "topics":
            return _of_topics(metrics["by_source_where_rules_were_not_written"], names)
        case "polarity":
            return _of_polarity(metrics)
    return (line for told in metrics.values() for line in of_own(told))


def _kind(model: Facts) -> str:
    return OWN if model.get("kind") == OWN else str(model["id"]).partition("-")[0]


def _of_sentiment(metrics: Facts) -> Iterator[Sentence]:
    yield _elsewhere(metrics["gold_comments"])
    yield Sentence("F1, the mean over the labels: {f1:.2f}", f1=metrics["gold_macro_f1_4_classes_by_source"])
    f1 = metrics["gold_f1_by_source"]
    yield _by_label({_SENTIMENTS[name]: f1[name] for name in _SENTIMENTS})
    yield _calibration(metrics["gold_calibration_error_by_source"])


def _of_topics(metrics: Facts, names: Mapping[str, str]) -> Iterator[Sentence]:
    yield _elsewhere(metrics["gold_comments"])
    yield Sentence("F1 of all topics: {f1:.2f}", f1=metrics["topic_micro_f1"])
    mean = {"topics": metrics["topic_macro_f1"], "signals": metrics["signal_macro_f1"]}
    yield Sentence("F1, the mean over the topics: {topics:.2f}, over the signals: {signals:.2f}", **mean)
    weakest = sorted(metrics["f1"].items(), key=lambda pair: pair[1])[:_WEAKEST]
    said = _each({names.get(id, id): f1 for id, f1 in weakest})
    yield Sentence("weakest, to be read with care: {said:; }", said=said)


def _of_polarity(metrics: Facts) -> Iterator[Sentence]:
    yield Sentence(
        "tried on {n:mention|mentions} of topics, each judged by weights that had not seen its source:",
        n=metrics["gold_mentions"],
    )
    yield Sentence("right in {share:.0%}", share=metrics["accuracy_by_source"])
    found = {name: metrics[f"recall_{name}_by_source"] for name in ("negative", "positive", "neutral")}
    yield Sentence(
        "finds {negative:.0%} of complaints, {positive:.0%} of praise, {neutral:.0%} of the rest", **found
    )


def of_own(metrics: Facts) -> Iterator[Sentence]:
    """The cross-validated figures of a user's own model, after what they were tried on."""
    yield Sentence(
        "tried on {n:comment|comments}, each judged by weights that had not seen it:", n=metrics["comments"]
    )
    yield Sentence("right in {value:.0%} (95% interval {low:.0%} to {high:.0%})", **metrics["accuracy"])
    mean = metrics["macro_f1"]
    yield Sentence("F1, the mean over the labels: {value:.2f} (from {low:.2f} to {high:.2f})", **mean)
    mean = metrics["weighted_f1"]
    yield Sentence("F1, labels by how often they occur: {value:.2f} (from {low:.2f} to {high:.2f})", **mean)
    yield _by_label(metrics["f1"])
    yield _calibration(metrics["expected_calibration_error"])


def _elsewhere(n: int) -> Sentence:
    return Sentence(
        "tried on {n:comment|comments}, each judged by weights that had not seen its source:", n=n
    )


def _by_label(f1: Mapping[str, float]) -> Sentence:
    return Sentence("F1 by label: {said:; }", said=_each(f1))


def _each(f1: Mapping[str, float]) -> list[Sentence]:
    return [Sentence("{label} {f1:.2f}", label=label, f1=value) for label, value in f1.items()]


def _calibration(error: float) -> Sentence:
    return Sentence(
        "how sure it says it is and how often it is right: {points:.1f} percentage points apart",
        points=100 * error,
    )
