"""The two jobs from end to end: a source to an analysis, a source to labelled files."""

from __future__ import annotations

import operator
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, fields, replace
from functools import cache, partial, reduce
from os import PathLike
from pathlib import Path

import pandas as pd

from otklik.analysis import Analysis, Comparison
from otklik.drivers import MINIMUM
from otklik.pipeline.account import WIDTH, Account, Plan, Progress, Start, Tables, account, label_batches
from otklik.pipeline.changes import changes, unshared, wave
from otklik.pipeline.comments import as_given
from otklik.pipeline.doubts import refuse_strangers
from otklik.pipeline.label import labeller
from otklik.pipeline.labels import judged
from otklik.pipeline.masking import masked_keys
from otklik.pipeline.provenance import versions
from otklik.pipeline.repeats import DAYS, Contacts
from otklik.pipeline.results import report_language, results
from otklik.pipeline.sinks import LISTLESS, Put, sink, write_json_lines
from otklik.pipeline.source import Comments
from otklik.pipeline.spool import spool
from otklik.pipeline.summary import Reading, Summary, contacts
from otklik.pipeline.tables import polar_topics
from otklik.pipeline.themes import Wanted, themes
from otklik.reading.opening import open_table
from otklik.records import TOPICS, JoinReport, Themes
from otklik.redaction import Redactor
from otklik.sentences import Sentence
from otklik.taxonomy import Taxonomy, load


@dataclass(frozen=True)
class Job:
    """``keep`` keeps the labelled tables in the analysis; without it memory does not grow with the file.
    ``masked`` hides personal data in all that is shown or written, as the ``redactor`` finds them. A contact
    repeats another of the same customer and topic within ``repeat_days``. A topic of fewer mentions
    than ``minimum``, or a group of fewer answers, has no figure. ``model`` is the folder of a model that
    ``otklik train`` made; ``labels`` a table of what people said of a random sample (see
    ``labels.judged``), ``width`` that of the interval of a share to which those wanting are counted.
    ``themes``: look for what people write about that no topic is found in."""

    taxonomy: str | PathLike[str] | None = None
    lang: str | None = None
    workers: int = 1
    keep: bool = True
    masked: bool = False
    redactor: Redactor | None = None
    repeat_days: int = DAYS
    minimum: int = MINIMUM
    model: str | PathLike[str] | None = None
    labels: str | PathLike[str] | pd.DataFrame | None = None
    width: float = WIDTH
    themes: bool = False


def _silent(rows: int) -> None:
    """Nobody is looking."""


def run(source: Comments, job: Job, *, start: Start | None = None, progress: Progress = _silent) -> Analysis:
    """Analyse all comments of a source. ``start`` and ``progress`` as in ``account``.

    Raises JoinError when a second table was to be met and no key of it was.
    """
    taxonomy = load(job.taxonomy)
    plan = _plan(source, job, taxonomy)
    start = start or _starting(plan)
    done, joined = _accounted(source, plan, start, progress)
    facts = {**source.facts, "versions": versions(job.taxonomy, job.model)}
    found = results(done, plan, taxonomy, facts=facts, join_report=joined, language=job.lang)
    told = {field.name: getattr(found, field.name) for field in fields(found)}
    return Analysis(**told | {"new": _new_themes(done.summary, plan, start) if job.themes else None})


def _starting(plan: Plan) -> Start:
    """What makes the labeller of a process; of this one, once."""
    new = partial(labeller, plan.taxonomy, plan.redactor, plan.model)
    return new if plan.workers > 1 else cache(new)


def _new_themes(summary: Summary, plan: Plan, start: Start) -> Themes:
    reading = plan.reading
    wanted = Wanted(reading.roles.scores, plan.minimum, reading.split)
    return themes(summary.pool, start(), wanted)


def compare(
    first: Comments,
    second: Comments,
    job: Job,
    *,
    start: Start | None = None,
    progress: Progress = _silent,
) -> Comparison:
    """What changed from the ``first`` source to the ``second``, both labelled by the same job;
    told in the language of the second unless the job says.

    Raises UsageError as ``changes``, JoinError as ``run``.
    """
    taxonomy = load(job.taxonomy)
    plans = [replace(_plan(source, job, taxonomy), keep=False) for source in (first, second)]
    summaries = [
        _accounted(source, plan, start, progress)[0].summary
        for source, plan in zip((first, second), plans, strict=True)
    ]
    names = _wave_names(first, second)
    waves = [wave(*told) for told in zip(names, summaries, (plan.reading for plan in plans), strict=True)]
    return Comparison(
        changes=changes(waves[0], waves[1], plans[0].reading.topics, minimum=job.minimum),
        names=taxonomy.names,
        language=job.lang or report_language(summaries[1]),
        notes=(*_noted(first, second), *unshared(*waves)),
    )


def _noted(*sources: Comments) -> tuple[Sentence, ...]:
    """What was noted while reading, each note with the name of its file."""
    return tuple(
        Sentence("{file}: {note}", file=source.facts["source"], note=note)
        if "source" in source.facts
        else note
        for source in sources
        for note in source.facts.get("notes", ())
    )


def _wave_names(first: Comments, second: Comments) -> tuple[str, str]:
    """The files' names; where they are not known or the same, their numbers beside them."""
    names = [str(source.facts.get("source", "")) for source in (first, second)]
    if names[0] != names[1]:
        return names[0] or "1", names[1] or "2"
    return f"{names[0]} 1".strip(), f"{names[1]} 2".strip()


def _accounted(
    source: Comments, plan: Plan, start: Start | None, progress: Progress
) -> tuple[Account, JoinReport | None]:
    """The counts of a source, and how its tables met. Raises JoinError when no key was met."""
    done = account(source.stream(), plan, start=start, progress=progress)
    joined = source.join_report()
    if joined is not None and plan.masked:
        joined = masked_keys(joined, plan.redactor or Redactor())
    refuse_strangers(joined)
    return done, joined


def tag_to(
    source: Comments,
    job: Job,
    *,
    output: Path | None = None,
    mentions: Path | None = None,
    excel: bool = False,
    progress: Progress = _silent,
) -> None:
    """Label a source into a file, or onto stdout as JSON Lines, with the columns of the input. ``excel``: as
    in ``sink``. In a table that people open (see LISTLESS) a topic has its polarity beside it."""
    read = output is not None and output.suffix.lower() in LISTLESS
    plan = _plan(source, job, load(job.taxonomy))
    with ExitStack() as stack:
        put: Put = partial(write_json_lines, file=sys.stdout)
        if output is not None:
            put = stack.enter_context(sink(output, excel=excel))
        put_mentions = None if mentions is None else stack.enter_context(sink(mentions, excel=excel))
        for tagged, found in _labelled(source, plan, progress):
            shown = tagged.assign(**{TOPICS: polar_topics(found, tagged.index)}) if read else tagged
            put(as_given(shown, source.roles))
            if put_mentions is not None:
                put_mentions(found)


def _labelled(source: Comments, plan: Plan, progress: Progress) -> Iterator[Tables]:
    """The labelled batches; where customer and date are known, with the contacts that repeat an earlier one
    marked, for which all of them must have been seen: they wait in a file."""
    if source.roles.customer is None or source.roles.date is None:
        for tagged in label_batches(source.stream(), plan):
            yield tagged.comments, tagged.mentions
            progress(len(tagged.comments))
        return
    with spool() as held:
        heard: list[Contacts | None] = []
        for tagged in label_batches(source.stream(), plan):
            held.put(tagged.comments, tagged.mentions)
            heard.append(contacts(tagged, plan.reading))
            progress(len(tagged.comments))
        repeats = reduce(operator.add, filter(None, heard)).repeats(plan.repeat_days)
        for comments, mentions in held:
            yield repeats.mark(comments), mentions


def _plan(source: Comments, job: Job, taxonomy: Taxonomy) -> Plan:
    topics = tuple(topic.id for topic in taxonomy.topics)
    path = None if job.taxonomy is None else str(job.taxonomy)
    labels = {} if job.labels is None else judged(_table(job.labels), taxonomy, id=source.roles.id)
    reading = Reading(source.roles, topics, source.day_first, source.split, labels, job.themes)
    model = None if job.model is None else str(job.model)
    hidden = (job.masked, job.redactor)
    return Plan(reading, path, job.workers, job.keep, *hidden, job.repeat_days, job.minimum, model, job.width)


def _table(data: str | PathLike[str] | pd.DataFrame) -> pd.DataFrame:
    return data if isinstance(data, pd.DataFrame) else open_table(Path(data)).frame()
