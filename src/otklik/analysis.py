"""What ``otklik.analyze`` and ``otklik.compare`` return: results, with the ways to hand them on."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from os import PathLike
from typing import TYPE_CHECKING

from otklik.errors import UsageError
from otklik.records import Changes, Results

if TYPE_CHECKING:
    import pandas as pd

    from otklik.report.plot import ChangePlots, Plots
    from otklik.report.voices import Topic


@dataclass(frozen=True, repr=False)
class Analysis(Results):
    """Plain tables and records: ``.metrics .drivers .kano .quadrant .pyramid .journey .touchpoints .topics
    .signals .callbacks .themes .comments .mentions`` and the others of ``Results``."""

    def to_html(self, path: str | PathLike[str] | None = None, *, lang: str | None = None) -> str:
        """The report as one self-contained page; written to ``path`` too when given."""
        from otklik.report import files, html

        page = html.render(self, lang=lang)
        if path is not None:
            files.write_text(path, page)
        return page

    def to_xlsx(self, path: str | PathLike[str], *, lang: str | None = None) -> None:
        """Write the workbook: Summary, Drivers, Callbacks, Comments, Mentions."""
        from otklik.report import workbook

        workbook.write(self, path, lang=lang)

    def to_json(self, path: str | PathLike[str] | None = None) -> str:
        """The figures as JSON; written to ``path`` too when given."""
        from otklik.report import files, tables

        text = json.dumps(tables.to_dict(self), ensure_ascii=False, indent=2)
        if path is not None:
            files.write_text(path, text + "\n")
        return text

    def topic(self, name: str) -> Topic:
        """One topic, by its id or its name: ``.topic("waiting_time").quotes(10)``."""
        from otklik.report import voices

        return voices.topic(self, name)

    @property
    def themes(self) -> pd.DataFrame:
        """New themes, THEME_COLUMNS; ``.new`` holds how the scores go with them, and quotes.

        Raises UsageError when they were not asked for.
        """
        if self.new is None:
            raise UsageError("new themes were not looked for", mend="otklik.analyze(…, themes=True)")
        return self.new.themes

    @property
    def plot(self) -> Plots:
        """The charts ``.drivers() .quadrant() .change()``: a notebook shows them, ``.save`` writes SVG."""
        from otklik.report.plot import Plots

        return Plots(self)

    def to_text(self, *, lang: str | None = None) -> str:
        """The summary as plain text, for a terminal."""
        from otklik.report import text

        return text.summary(self, lang=lang)

    def __repr__(self) -> str:
        return self.to_text()

    def _repr_html_(self) -> str:
        from otklik.report import notebook

        return notebook.summary_html(self)


@dataclass(frozen=True, repr=False)
class Comparison:
    """``.scores .parts .topics``: the tables of ``changes`` (see there); ``names``: topic id → its name by
    language; ``notes`` of what was noted while reading."""

    changes: Changes
    names: Mapping[str, Mapping[str, str]]
    language: str
    notes: tuple[str, ...] = ()

    @property
    def scores(self) -> pd.DataFrame:
        """SCORE_CHANGE_COLUMNS, one row per score."""
        return self.changes.scores

    @property
    def parts(self) -> pd.DataFrame:
        """score and CHANGE_COLUMNS, one row per score × topic × polarity."""
        return self.changes.parts

    @property
    def topics(self) -> pd.DataFrame:
        """SHARE_CHANGE_COLUMNS, one row per topic × polarity."""
        return self.changes.topics

    @property
    def plot(self) -> ChangePlots:
        """The chart ``.change()``: a notebook shows it, ``.save`` writes SVG."""
        from otklik.report.plot import ChangePlots

        return ChangePlots(self.changes, self.names, self.language)

    def to_html(self, path: str | PathLike[str] | None = None, *, lang: str | None = None) -> str:
        """What changed as one self-contained page; written to ``path`` too when given."""
        from otklik.report import files, html

        page = html.render_changes(self.changes, self.names, lang or self.language)
        if path is not None:
            files.write_text(path, page)
        return page

    def to_xlsx(self, path: str | PathLike[str], *, lang: str | None = None) -> None:
        """Write the tables as a workbook, its sheets and columns named in the language."""
        from otklik.report import workbook

        workbook.write_changes(self.changes, self.names, path, lang=lang or self.language)

    def to_json(self, path: str | PathLike[str] | None = None) -> str:
        """The figures as JSON; written to ``path`` too when given."""
        from otklik.report import files, tables

        told = {"language": self.language, **tables.changed(self.changes, self.names), "notes": self.notes}
        text = json.dumps(told, ensure_ascii=False, indent=2)
        if path is not None:
            files.write_text(path, text + "\n")
        return text

    def to_text(self, *, lang: str | None = None) -> str:
        """What changed as plain text, for a terminal."""
        from otklik.report import text

        return text.changed(self.changes, self.names, lang or self.language)

    def __repr__(self) -> str:
        return self.to_text()
