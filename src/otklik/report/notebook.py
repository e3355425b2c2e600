"""What a notebook shows for a finished analysis: the figure, the chart, and what to call next."""

from __future__ import annotations

from otklik.records import Results
from otklik.report import chart
from otklik.report.figures import Figures
from otklik.report.html import environment, style
from otklik.report.phrases import phrases
from otklik.report.scores import scores
from otklik.report.texts import texts

NEXT = ('.to_html("report.html")', '.to_xlsx("report.xlsx")', ".drivers", ".comments", ".mentions")


def summary_html(results: Results, *, lang: str | None = None) -> str:
    """A fragment of HTML with its own style, for ``_repr_html_``. Raises as ``html.render``."""
    said = texts(lang or results.language)
    return (
        environment()
        .get_template("notebook.html")
        .render(
            t=said,
            f=Figures(said),
            say=phrases(said, results.names),
            results=results,
            style=style("chart.css") + style("notebook.css"),
            scores=[(score, chart.driver_chart(score)) for score in scores(results)],
            next=NEXT,
        )
    )
