"""Charts that stand on their own: a notebook shows them, and they are saved as SVG."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from os import PathLike, fspath
from typing import Any

from otklik.errors import UsageError
from otklik.records import Changes, Results
from otklik.report import chart, files
from otklik.report.changes import topic_name, turns, verdict
from otklik.report.figures import Figures
from otklik.report.html import environment
from otklik.report.phrases import Phrases, phrases
from otklik.report.quadrant import quadrant_chart
from otklik.report.scores import Score, scores
from otklik.report.texts import texts
from otklik.report.waterfall import Step, waterfall


@dataclass(frozen=True, repr=False)
class Chart:
    """A chart as an SVG document, UTF-8 text."""

    title: str
    svg: str

    def save(self, path: str | PathLike[str]) -> None:
        """Write the document. Raises UsageError unless ``path`` ends in .svg, and as ``replace``."""
        if not fspath(path).lower().endswith(".svg"):
            raise UsageError(f"cannot write {fspath(path)!r}: the chart is SVG", mend="end it in .svg")
        files.write_text(path, self.svg)

    def __repr__(self) -> str:
        return f"Chart({self.title!r}); .save('chart.svg') writes it"

    def _repr_svg_(self) -> str:
        return self.svg


@dataclass(frozen=True)
class Plots:
    """The charts of an analysis."""

    _results: Results

    def drivers(self, score: str | None = None, *, limit: int = chart.BARS, lang: str | None = None) -> Chart:
        """The impact of topics on a score (the first when not named), with intervals, as in the report.

        Raises UsageError for a score that is not there, or whose drivers have no figure.
        """
        found = _score(scores(self._results), score)
        bars = chart.driver_chart(found, limit=limit)
        if bars is None:
            raise UsageError(
                f"no topic has a figure for {found.name!r}", mend="more scored comments; or .topics"
            )
        say = _say(self._results.names, lang or self._results.language)
        title = f"{say.texts('chart')}: {found.name}"
        return _drawn("drivers.svg", title, say, score=found, chart=bars)

    def quadrant(self, score: str | None = None, *, lang: str | None = None) -> Chart:
        """Importance by performance of the topics of a score (the first when not named), as in the report.

        Raises UsageError for a score that is not there, or with fewer than two topics to compare.
        """
        found = _score(scores(self._results), score)
        plane = quadrant_chart(self._results, found)
        if plane is None or not plane.points:
            raise UsageError(
                f"fewer than two topics can be compared for {found.name!r}",
                mend="more scored comments with praise and complaints of a topic; or .quadrant",
            )
        say = _say(self._results.names, lang or self._results.language)
        return _drawn("quadrant.svg", f"{say.texts('quadrant_title')}: {found.name}", say, plane=plane)

    def change(self, score: str | None = None, *, lang: str | None = None) -> Chart:
        """What the change of a score between the parts of the period is made of; as ``ChangePlots.change``.

        Raises UsageError as that, and when the comments have no dates that tell two parts.
        """
        if self._results.changes is None:
            raise UsageError(
                "the dates do not tell two parts of the period",
                mend='otklik.analyze(data, date="COL"); or otklik.compare(first, second).plot.change()',
            )
        return ChangePlots(self._results.changes, self._results.names, self._results.language).change(
            score, lang=lang
        )


@dataclass(frozen=True)
class ChangePlots:
    """The charts of a comparison; ``names``: topic id → its name by language."""

    _changes: Changes
    _names: Mapping[str, Mapping[str, str]]
    _language: str

    def change(self, score: str | None = None, *, lang: str | None = None) -> Chart:
        """The change of a score (the first when not named) in steps: a row per topic, filled for how often it
        is written about, outlined for how much it goes with.

        Raises UsageError for a score that is not there, or whose change has no figure.
        """
        told = turns(self._changes)
        found = _score([turn.first for turn in told.scores], score)
        turn = next(turn for turn in told.scores if turn.first is found)
        steps = waterfall(turn)
        if steps is None:
            raise UsageError(f"the change of {found.name!r} has no figure", mend="more scored comments")
        say = _say(self._names, lang or self._language)
        return _drawn(
            "change.svg",
            f"{say.texts('changes')}: {found.name}",
            say,
            chart=steps,
            waves=told.waves,
            verdict=verdict(turn, say),
            names=[_step_name(step, say) for step in steps.steps],
        )


def _step_name(step: Step, say: Phrases) -> str:
    if step.part is None:
        return say.texts("change_rest")
    topic = step.part.topic
    return say.texts("change_others") if topic is None else topic_name(topic, step.part.polarity, say)


def _say(names: Mapping[str, Mapping[str, str]], lang: str) -> Phrases:
    return phrases(texts(lang), names)


def _drawn(template: str, title: str, say: Phrases, **shown: Any) -> Chart:
    page = environment().get_template(template)
    return Chart(title, page.render(t=say.texts, f=Figures(say.texts), say=say, title=title, **shown))


def _score(known: Sequence[Score], wanted: str | None) -> Score:
    if not known:
        raise UsageError("the analysis has no score", mend='otklik.analyze(data, scores={"NPS": "nps"})')
    names = {score.name: score for score in known}
    if wanted is None or wanted in names:
        return known[0] if wanted is None else names[wanted]
    near = get_close_matches(wanted, names, n=1)
    guess = f"; did you mean {near[0]!r}?" if near else ""
    raise UsageError(f"there is no score {wanted!r}{guess}", mend=f"one of: {', '.join(names)}")
