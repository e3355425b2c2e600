"""The contracts: column names, and the frozen records that pass between the layers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from otklik.score_kinds import ScoreKind
from otklik.sentences import Sentence

if TYPE_CHECKING:
    import pandas as pd

# --- columns of the tables -------------------------------------------------------------------
COMMENT_ID = "comment_id"
TEXT = "text"
LANGUAGE = "language"
SENTIMENT = "sentiment"
SENTIMENT_SCORE = "sentiment_score"
TOPICS = "topics"
SIGNALS = "signals"
LABEL_COLUMNS = (LANGUAGE, SENTIMENT, SENTIMENT_SCORE, TOPICS, SIGNALS)
QUESTION = "question"
"""What a comment answers, beside TEXT."""
FOUND = "_found"
"""Behind the name of a column of labels: what otklik found, for a person to correct."""
MODEL_COLUMNS = ("model_label", "model_probability")
"""What a model of the user's own adds when its labels are no sentiments."""
MENTION_COLUMNS = (COMMENT_ID, "topic", "polarity", "probability", "start", "end", "evidence", "why")

LANGUAGES = ("ru", "en", "mixed", "other")
SENTIMENTS = ("negative", "neutral", "positive", "mixed")
POLARITIES = ("negative", "neutral", "positive")
SUGGESTION = "suggestion"
SIGNAL_IDS = ("churn_intent", "repeat_contact", "escalation", "high_effort", SUGGESTION)

METRIC_COLUMNS = ("score", "kind", "metric", "n", "value", "low", "high", "shares")
SEGMENT_COLUMNS = ("segment", "group", *METRIC_COLUMNS)
DRIVER_COLUMNS = (
    "score",
    "topic",
    "polarity",
    "n",
    "mentions",
    "share",
    "mean_with",
    "mean_without",
    "impact",
    "impact_low",
    "impact_high",
    "effect",
    "effect_low",
    "effect_high",
    "p",
    "p_adjusted",
    "importance",
    "significant",
)
KANO_COLUMNS = (
    "score",
    "topic",
    "n",
    "complaints",
    "praises",
    "penalty",
    "penalty_p",
    "reward",
    "reward_p",
    "impact_range",
    "asymmetry",
    "asymmetry_low",
    "asymmetry_high",
    "kano",
)
EXPECTED_KANO_COLUMNS = (*KANO_COLUMNS, "expected", "agrees")
QUADRANT_COLUMNS = (
    "score",
    "topic",
    "n",
    "complaints",
    "praises",
    "performance",
    "performance_low",
    "performance_high",
    "importance",
    "importance_low",
    "importance_high",
    "opportunity",
    "quadrant",
    "sure",
)
PAIN_COLUMNS = (
    "score",
    "group",
    "n",
    "complaints",
    "share",
    "share_low",
    "share_high",
    "value",
    "others",
    "gap",
    "gap_low",
    "gap_high",
    "impact",
    "impact_low",
    "impact_high",
    "topics",
)
GROWTH_COLUMNS = (
    "share_first",
    "share_second",
    "share_change",
    "share_change_low",
    "share_change_high",
    "p",
)
"""How a share changed from the first half, or export, to the second."""
CHANGE_COLUMNS = (
    "topic",
    "polarity",
    "mentions_first",
    "mentions_second",
    *GROWTH_COLUMNS,
    "p_adjusted",
    "effect_first",
    "effect_second",
    "volume",
    "volume_se",
    "severity",
    "severity_se",
)
SHARE_CHANGE_COLUMNS = CHANGE_COLUMNS[:11]
SCORE_CHANGE_COLUMNS = (
    "score",
    "kind",
    "metric",
    "n_first",
    "n_second",
    "value_first",
    "value_second",
    "change",
    "change_low",
    "change_high",
    "p",
    "rest",
)
WATCH_COLUMNS = (
    "score",
    "topic",
    "polarity",
    "period",
    "n",
    "value",
    "centre",
    "low",
    "high",
    "beyond",
    "whole",
)
ALERT_COLUMNS = (
    "score",
    "topic",
    "polarity",
    "start",
    "until",
    "before",
    "after",
    "n_before",
    "n_after",
    "p",
    "p_adjusted",
)
CALLBACKS = 1000
"""The most that are on the list of whom to call back."""
CALLBACK_COLUMNS = (
    COMMENT_ID,
    "link",
    "date",
    "scores",
    "reasons",
    "evidence",
    "promised",
    TEXT,
    "marks",
)
"""``scores`` is a dict score → value; ``reasons`` a list, the gravest first, and ``evidence`` their words in
the same order; ``promised`` the words about a broken promise; ``marks`` where all these stand in ``text``:
a list of (start, end), the evidence first."""
THEME_COLUMNS = (
    "theme",
    "language",
    "words",
    "beside",
    "n",
    "share",
    "share_low",
    "share_high",
    "without_topic",
    *POLARITIES,
    "mixed",
    *GROWTH_COLUMNS,
    "yaml",
)
THEME_SCORE_COLUMNS = (
    "score",
    "theme",
    "n",
    "value",
    "others",
    "difference",
    "low",
    "high",
    "p",
)
SEGMENT_TOPIC_COLUMNS = (
    "segment",
    "group",
    "topic",
    "comments",
    *POLARITIES,
    "share",
    "low",
    "high",
)
TRUST_COLUMNS = (
    "score",
    "topic",
    "polarity",
    "labelled",
    "mentions",
    "figure",
    "naive",
    "naive_low",
    "naive_high",
    "value",
    "low",
    "high",
    "p",
    "tuning",
)
ESTIMATE_COLUMNS = (*TRUST_COLUMNS, "needed")
ACCURACY_COLUMNS = (
    "topic",
    "polarity",
    "labelled",
    "found",
    "right",
    "both",
    "precision",
    "precision_low",
    "precision_high",
    "recall",
    "recall_low",
    "recall_high",
)

MISMATCH_COLUMNS = (
    "score",
    "said",
    "value",
    "outright",
    COMMENT_ID,
    "date",
    SENTIMENT,
    TOPICS,
    TEXT,
    "start",
    "end",
)
MISMATCH_RATE_COLUMNS = (
    "score",
    "said",
    "from",
    "to",
    "comments",
    "mismatches",
    "share",
    "low",
    "high",
    "outright",
)
SLA_COLUMNS = ("score", "measure", "level", "from", "to", "n", "unhappy", "share", "low", "high")
SLA_TOPIC_COLUMNS = (
    "score",
    "measure",
    "level",
    "topic",
    "unhappy_mentions",
    "unhappy",
    "other_mentions",
    "others",
    "unhappy_share",
    "other_share",
    "difference",
    "low",
    "high",
    "p",
    "p_adjusted",
    "significant",
)
WAITING_COLUMNS = (
    "score",
    "time",
    "part",
    "from",
    "to",
    "n",
    "value",
    "low",
    "high",
    "change",
    "change_low",
    "change_high",
    "p",
)
TIME_ROLES = ("first_response_minutes", "resolution_minutes")
"""``measure`` is one of TICKET_ROLES; ``level`` met or missed, or the fast, middle or slow third."""
TICKET_ROLES = ("sla_met", *TIME_ROLES)
NONRESPONSE_COLUMNS = ("score", "value", "answers", "commented", "share", "low", "high")


# --- what is known of a table ----------------------------------------------------------------
@dataclass(frozen=True)
class Guess:
    """A role that was recognised, not told: shown to the user with the flag that overrides it."""

    role: str
    column: str
    why: Sentence
    flag: str

    def told(self) -> Sentence:
        """The guess in one line."""
        return Sentence(
            "{role}: {column!r} ({why}); as a flag: {flag}",
            role=Sentence(self.role),
            column=self.column,
            why=self.why,
            flag=self.flag,
        )


@dataclass(frozen=True)
class Roles:
    """Which column plays which part. ``scores`` maps a column to its kind. ``texts`` are all columns of
    comments where there are several, ``text`` the first of them; ``customer`` tells who wrote, so that a
    repeat contact is seen; ``respondent`` which rows are the answers of one person to several questions,
    whose score is counted once; ``words`` what the source of an export says its score words count;
    ``link`` where a ticket is found on the net;
    ``ticket`` TICKET_ROLES → column, in the tickets of a helpdesk, ``targets`` TIME_ROLES → the minutes that
    were promised; ``controls``, columns or TIME_ROLES, are held equal when topics are compared;
    ``touchpoint`` says at which point of the journey the comment was made."""

    text: str
    id: str | None = None
    date: str | None = None
    segments: tuple[str, ...] = ()
    scores: Mapping[str, ScoreKind] = field(default_factory=dict)
    guesses: tuple[Guess, ...] = ()
    texts: tuple[str, ...] = ()
    customer: str | None = None
    respondent: str | None = None
    words: Mapping[str, Mapping[str, float]] = field(default_factory=dict)
    link: str | None = None
    ticket: Mapping[str, str] = field(default_factory=dict)
    targets: Mapping[str, float] = field(default_factory=dict)
    controls: tuple[str, ...] = ()
    touchpoint: str | None = None


@dataclass(frozen=True)
class ScoreCheck:
    """How the cells of one score column were understood. The counts add up to the number of rows.
    ``worded``: how many of the valid ones were words or signs."""

    score: str
    kind: ScoreKind
    valid: int
    empty: int
    out_of_range: Mapping[str, int]
    not_numeric: Mapping[str, int]
    worded: int = 0


@dataclass(frozen=True)
class JoinReport:
    """What happened when two tables met."""

    key: str
    left_rows: int
    right_rows: int
    left_matched: int
    right_matched: int
    left_unmatched_examples: tuple[str, ...] = ()
    right_unmatched_examples: tuple[str, ...] = ()
    left_duplicate_keys: int = 0
    right_duplicate_keys: int = 0
    duplicate_examples: tuple[str, ...] = ()


# --- what a finished analysis holds ----------------------------------------------------------
@dataclass(frozen=True)
class Quote:
    """One comment that shows a mention: ``start``/``end`` are character offsets into ``text``; ``segments``
    column → group; ``link`` where its ticket is found on the net; ``marks`` where further evidence stands."""

    comment_id: str
    text: str
    start: int
    end: int
    why: str
    probability: float
    date: str | None = None
    scores: Mapping[str, float] = field(default_factory=dict)
    segments: Mapping[str, str] = field(default_factory=dict)
    language: str = ""
    link: str | None = None
    marks: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True)
class Changes:
    """What changed from one wave of comments to the next.

    - ``waves``: what they are called; ``sizes``: analysed comments of each; ``split``: the first day of the
      second one, where one period was parted.
    - ``scores``: SCORE_CHANGE_COLUMNS, one row per score, over the answers with a comment.
    - ``parts``: score and CHANGE_COLUMNS, one row per score × flag; ``change`` of a score is its ``rest`` and
      the sums of volume and severity, exactly (NaN counts 0 there).
    - ``topics``: SHARE_CHANGE_COLUMNS, one row per flag, over all analysed comments.
    A figure that may not be given for want of data is NaN.
    """

    waves: tuple[str, str]
    sizes: tuple[int, int]
    scores: pd.DataFrame
    parts: pd.DataFrame
    topics: pd.DataFrame
    split: str | None = None


@dataclass(frozen=True)
class Watch:
    """How shares and scores went over time.

    - ``unit`` of the periods: week, month or quarter.
    - ``charts``: WATCH_COLUMNS, one row per series and period: the share of comments that complain of a
      ``topic``, or (``topic`` '') the metric of a ``score``, with the limits of a control chart. A period
      that is not ``whole``, since the data begin or end within it, has no limits and is in no alert.
    - ``alerts``: ALERT_COLUMNS, one row per change, the surest first: the first period of another level, the
      last one (None where it lasts), the level before and in it.
    """

    unit: str
    charts: pd.DataFrame
    alerts: pd.DataFrame


@dataclass(frozen=True)
class Themes:
    """What people write about that the taxonomy has no topic for.

    - ``searched``: comments that were looked at, of the ``seen`` that repeat no other; ``sentences`` of them
      without a topic.
    - ``themes``: THEME_COLUMNS, the most telling first: ``words`` name it and ``beside`` mostly stand with
      them (lists); of the searched comments ``n`` hold it, ``without_topic`` is the share of its sentences
      that no topic is found in, then those of each sentiment; the share before and from the split of the
      dates and its change (NaN without dates); ``yaml`` a taxonomy of this one topic.
    - ``scores``: THEME_SCORE_COLUMNS, the metric of the comments with it and of the ``others``.
    - ``quotes``: theme → quotes, best first.
    """

    searched: int
    seen: int
    sentences: int
    themes: pd.DataFrame
    scores: pd.DataFrame
    quotes: Mapping[str, tuple[Quote, ...]]


@dataclass(frozen=True)
class Trust:
    """How far the labels can be trusted, by a random sample that people labelled.

    - ``labelled``: people of the sample among those who commented; ``unknown``: ids of it that no analysed
      comment bears.
    - ``accuracy``: ACCURACY_COLUMNS, one row per topic × polarity, and per sentiment (``topic`` '').
    - ``estimates``: ESTIMATE_COLUMNS, per topic × polarity its share of all comments (``score`` ''), and its
      impact and joint effect per score; ``needed``: labels still wanting until the interval of the share
      is ``width`` wide.
    """

    labelled: int
    unknown: int
    width: float
    accuracy: pd.DataFrame
    estimates: pd.DataFrame


@dataclass(frozen=True)
class Results:
    """Everything the report, the workbook and the JSON show. All of it is computed from mergeable
    counts (``cells``) and a bounded set of quotes, so its size does not depend on the number of comments.

    - ``metrics``: METRIC_COLUMNS, one row per score; ``shares`` is a dict name → share in [0, 1].
    - ``segments``: SEGMENT_COLUMNS, the metric of each group of each segment column, largest groups first.
    - ``drivers``: DRIVER_COLUMNS, one row per score × topic × polarity (negative, positive).
      ``n`` counts comments with that score; ``mentions`` those of them that hold the mention.
      ``mean_with``/``mean_without``/``impact``/``effect`` are in the metric's own unit (points of NPS …).
      A figure that may not be given for want of data is NaN.
    - ``kano``: EXPECTED_KANO_COLUMNS, one row per score × topic: what complaints cost and praise earns, the
      class by that, the one the taxonomy expects, and whether they agree (None where either is not known).
    - ``quadrant``: QUADRANT_COLUMNS, one row per score × topic: importance × performance, and opportunity.
    - ``pyramid``, ``journey``: PAIN_COLUMNS by level of the CX pyramid (from its foundation up) and by stage
      of the journey that the taxonomy gives each topic (see ``drivers.pain``); ``touchpoints``: by the column
      of touchpoints of the export (see ``drivers.touchpoints``), the largest of them.
    - ``topics``: topic, negative, neutral, positive (mention counts), share (of analysed comments).
    - ``segment_topics``: SEGMENT_TOPIC_COLUMNS, one row per topic in each group of each segment column, the
      largest groups first: mentions, and the share of the group's ``comments`` that hold the topic.
    - ``signals``: signal, n, share.
    - ``months``: month ('2026-03'), n, negative, neutral, positive, mixed; empty without dates.
    - ``quotes``: (topic, polarity) → quotes, best first.
    - ``mismatches``: MISMATCH_COLUMNS, comments at one end of a scale that say the opposite ('negative' or
      'positive'), a bounded number; ``mismatch_rates``: MISMATCH_RATE_COLUMNS, how many there are.
    - ``nonresponse``: NONRESPONSE_COLUMNS, the share of answers with a comment by value of the score.
    - ``callbacks``: CALLBACK_COLUMNS, whom to call back, the most pressing first; a bounded number of rows.
    - ``sla``, ``sla_topics``, ``waiting``: SLA_COLUMNS, SLA_TOPIC_COLUMNS, WAITING_COLUMNS, of tickets.
    - ``changes``, ``watch``: what changed and when; None where the dates do not tell.
    - ``trust``: None without a labelled sample.
    - ``new``: new themes; None where they were not asked for.
    - ``names``: topic or signal id → {'ru': …, 'en': …}, and 'id:positive' where a topic has another name in
      praise; ``definitions`` likewise.
    - ``data``: plain facts for the data-quality part (source, rows, analysed, empty, languages,
      sentiments, encoding, delimiter, sheet, notes: list[str], roles, versions, partial: the weeks, months,
      quarters and years within which the data begin or end).
    """

    metrics: pd.DataFrame
    drivers: pd.DataFrame
    topics: pd.DataFrame
    signals: pd.DataFrame
    months: pd.DataFrame
    quotes: Mapping[tuple[str, str], tuple[Quote, ...]]
    score_checks: tuple[ScoreCheck, ...]
    names: Mapping[str, Mapping[str, str]]
    definitions: Mapping[str, Mapping[str, str]]
    data: Mapping[str, Any]
    language: str
    segments: pd.DataFrame | None = None
    segment_topics: pd.DataFrame | None = None
    kano: pd.DataFrame | None = None
    quadrant: pd.DataFrame | None = None
    pyramid: pd.DataFrame | None = None
    journey: pd.DataFrame | None = None
    touchpoints: pd.DataFrame | None = None
    mismatches: pd.DataFrame | None = None
    mismatch_rates: pd.DataFrame | None = None
    nonresponse: pd.DataFrame | None = None
    callbacks: pd.DataFrame | None = None
    sla: pd.DataFrame | None = None
    sla_topics: pd.DataFrame | None = None
    waiting: pd.DataFrame | None = None
    join_report: JoinReport | None = None
    changes: Changes | None = None
    watch: Watch | None = None
    trust: Trust | None = None
    new: Themes | None = None
    comments: pd.DataFrame | None = None
    mentions: pd.DataFrame | None = None
