"""Charts that stand on their own: a notebook shows them, and they are saved as SVG."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import get_close_matches
from os import PathLike, fspath

from otklik.errors import UsageError
from otklik.records import Results
from otklik.report import chart, files
from otklik.report.figures import Figures
from otklik.report.html import environment
from otklik.report.phrases import phrases
from otklik.report.scores import Score, scores
from otklik.report.texts import texts


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
        said = texts(lang or self._results.language)
        title = f"{said('chart')}: {found.name}"
        drawn = {"t": said, "f": Figures(said), "say": phrases(said, self._results.names)}
        template = environment().get_template("drivers.svg")
        return Chart(title, template.render(score=found, chart=bars, title=title, **drawn))


def _score(known: tuple[Score, ...], wanted: str | None) -> Score:
    if not known:
        raise UsageError("the analysis has no score", mend='otklik.analyze(data, scores={"NPS": "nps"})')
    names = {score.name: score for score in known}
    if wanted is None or wanted in names:
        return known[0] if wanted is None else names[wanted]
    near = get_close_matches(wanted, names, n=1)
    guess = f"; did you mean {near[0]!r}?" if near else ""
    raise UsageError(f"there is no score {wanted!r}{guess}", mend=f"one of: {', '.join(names)}")
