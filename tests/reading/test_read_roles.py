"""Which column plays which part: recognised with the flag that overrides it, or asked."""

from __future__ import annotations

import pandas as pd
import pytest

from otklik.errors import ColumnError, UndecidedError, UsageError
from otklik.reading.roles import Named, recognise, recognise_scores

TEXTS = ["Долго ждал ответа оператора", "Всё быстро и вежливо", "Деньги вернули только через месяц", "Нет"]
REVIEWS = [
    "The crew was kind and quick",
    "Lost my bag and nobody helped",
    "Fine flight, cold food",
    "Never again",
]
N = 120


def cycle(values: list[object], n: int = N) -> list[object]:
    return [values[at % len(values)] for at in range(n)]


def texts(values: list[str]) -> list[str]:
    return [f"{values[at % len(values)]} {at}" for at in range(N)]


AIRLINE = pd.DataFrame(
    {
        "OverallRating": cycle([float(n) for n in range(1, 11)]),
        "Datetime": cycle(["19th November 2023", "6th October 2022"]),
        "VerifiedReview": cycle([True, False]),
        "TypeOfTraveller": cycle(["Business", "Couple Leisure", None]),
        "Route": [f"London to City {n}" for n in range(N)],
        "DateFlown": cycle(["Nov-23", "Oct-22"]),
        "SeatComfort": cycle([1.0, 3.0, 5.0]),
        "Recommended": cycle(["yes", "no"]),
        "text": texts(REVIEWS),
    }
)
BANKS = pd.DataFrame(
    {
        "id": range(N),
        "review_id": cycle(list(range(1, N))),
        "review_date": [f"2022-03-{n % 28 + 1:02d} 13:24:{n % 60:02d}" for n in range(N)],
        "bank_name": cycle(["Первый", "Второй"]),
        "count_stars": cycle([1, 5, 4, 2, 3]),
        "review_text": texts(TEXTS),
        "review_tag": cycle(["Дебетовые карты", "Банк", "Обмен валют"]),
    }
)
MARKET = pd.DataFrame(
    {
        "Unique id": [f"fc42f862-{n:04d}" for n in range(N)],
        "channel_name": cycle(["Inbound", "Outcall", "Email"]),
        "category": cycle(["Returns", "Refund"]),
        "Sub-category": [f"Cause {n}" for n in range(N)],
        "Customer Remarks": [None if n % 3 else text for n, text in enumerate(texts(REVIEWS))],
        "order_date_time": cycle(["09/08/2023 11:15", "27/07/2023 21:36", None]),
        "Issue_reported at": cycle(["26/08/2023 18:39", "14/08/2023 00:32"]),
        "issue_responded": cycle(["26/08/2023 18:48", "14/08/2023 00:37"]),
        "Survey_response_Date": cycle(["26-Aug-23", "14-Aug-23"]),
        "Agent Shift": cycle(["Morning", "Evening"]),
        "CSAT Score": cycle([5, 1, 4]),
    }
)
FORMS = pd.DataFrame(
    {
        "Отметка времени": cycle(["11.03.2026 10:15:00", "12.03.2026 9:01:17"]),
        "Насколько вероятно, что вы порекомендуете нас друзьям?": cycle(["10", "9", "0", "7"]),
        "Почему вы поставили такую оценку?": texts(TEXTS),
        "Ваш город": cycle(["Москва", "Казань"]),
    }
)


@pytest.mark.parametrize(
    ("frame", "text", "id", "date", "segments", "scores"),
    [
        (AIRLINE, "text", None, "Datetime", ("TypeOfTraveller",), {"OverallRating": "rating10"}),
        (BANKS, "review_text", "id", "review_date", ("bank_name", "review_tag"), {"count_stars": "stars5"}),
        (
            MARKET,
            "Customer Remarks",
            "Unique id",
            "Survey_response_Date",
            ("channel_name", "category"),
            {"CSAT Score": "csat5"},
        ),
        (
            FORMS,
            "Почему вы поставили такую оценку?",
            None,
            "Отметка времени",
            ("Ваш город",),
            {"Насколько вероятно, что вы порекомендуете нас друзьям?": "nps"},
        ),
    ],
    ids=["airline reviews", "bank reviews", "shop contacts", "Google Forms in Russian"],
)
def test_real_layouts(
    frame: pd.DataFrame,
    text: str,
    id: str | None,
    date: str | None,
    segments: tuple[str, ...],
    scores: dict[str, str],
) -> None:
    roles = recognise(frame)
    assert (roles.text, roles.id, roles.date, roles.segments) == (text, id, date, segments)
    assert {name: kind.spec for name, kind in roles.scores.items()} == scores


def test_every_guess_shows_the_flag_that_overrides_it() -> None:
    flags = {guess.column: guess.flag for guess in recognise(BANKS).guesses}
    assert flags == {
        "review_text": '--text "review_text"',
        "count_stars": '--score "count_stars=stars5"',
        "review_date": '--date "review_date"',
        "id": '--id "id"',
        "bank_name": '--segment "bank_name"',
        "review_tag": '--segment "review_tag"',
    }


def test_what_is_told_is_not_guessed() -> None:
    roles = recognise(
        BANKS,
        Named(
            text="Review Text",
            id="review_id",
            date="review_date",
            segments=["bank name"],
            scores={"count_stars": "csat5"},
        ),
    )
    assert roles.guesses == ()
    assert (roles.text, roles.id, roles.segments) == ("review_text", "review_id", ("bank_name",))
    assert {name: kind.name for name, kind in roles.scores.items()} == {"count_stars": "csat5"}


def test_rows_that_stand_twice_in_the_export_do_not_hide_the_number_of_the_ticket() -> None:
    tickets = pd.DataFrame({"№ заявки": [f"T-{n}" for n in range(N)], "Текст": texts(TEXTS)})
    again = pd.concat([tickets, tickets.iloc[[3, 40, 41]]], ignore_index=True)
    roles = recognise(again)
    assert roles.id == "№ заявки"
    assert [guess.why for guess in roles.guesses if guess.role == "id"] == [
        "its header says so, and it repeats only where the whole row does"
    ]


def test_a_number_that_several_messages_share_tells_none_of_them_apart() -> None:
    messages = pd.DataFrame({"№ заявки": [f"T-{n // 2}" for n in range(N)], "Текст": texts(TEXTS)})
    assert recognise(messages).id is None


def test_exact_name_wins_over_a_similar_one() -> None:
    frame = pd.DataFrame({"Text": TEXTS, "text": TEXTS[::-1]})
    assert recognise(frame, Named(text="text", scores={})).text == "text"


def test_unknown_column_suggests_the_nearest_and_lists_all() -> None:
    with pytest.raises(ColumnError, match=r"did you mean 'review_text'.*'bank_name'") as caught:
        recognise(BANKS, Named(text="reviewtext"))
    assert caught.value.mend == '--text "review_text"'


@pytest.mark.parametrize("part", ["Отзыв", "отзыва", "ТЕКСТ"])
def test_a_word_of_the_header_is_answered_with_the_header(part: str) -> None:
    frame = pd.DataFrame({"id": [1, 2], "Текст отзыва": TEXTS[:2]})
    with pytest.raises(ColumnError) as caught:
        recognise(frame, Named(text=part, scores={}))
    assert caught.value.mend == '--text "Текст отзыва"'


def test_two_equally_good_texts_are_asked() -> None:
    frame = pd.DataFrame({"Плюсы": texts(TEXTS), "Минусы": texts(TEXTS), "Оценка": cycle([1, 5])})
    with pytest.raises(UndecidedError) as caught:
        recognise(frame)
    assert caught.value.mend == 'say which, one or more of: --text "Плюсы" --text "Минусы"'


def test_candidates_for_the_text_are_listed_once_the_one_that_says_most_first() -> None:
    half = [text if at % 2 else None for at, text in enumerate(texts(TEXTS))]
    frame = pd.DataFrame({f"Комментарий {n}": half for n in range(1, 17)} | {"Комментарий 17": texts(TEXTS)})
    with pytest.raises(UndecidedError) as caught:
        recognise(frame, Named(scores={}))
    head, *listed, more = caught.value.message.splitlines()
    assert head == "17 columns may hold the comments:"
    assert listed[0].startswith(f"  1. 'Комментарий 17' ({N} answers")
    assert listed[1].startswith(f"  2. 'Комментарий 1' ({N // 2} answers")
    assert (len(listed), more) == (8, "  … and 9 more")
    assert (caught.value.mend or "").count('--text "Комментарий ') == 17


def test_the_text_cannot_be_a_score_as_well() -> None:
    with pytest.raises(ColumnError, match="'review_text' is the text column"):
        recognise(BANKS, Named(text="review_text", scores={"review_text": "nps"}))


def test_a_table_sorted_by_its_groups_is_looked_at_as_a_whole() -> None:
    frame = pd.DataFrame(
        {"Отзыв": [f"ждал {n} минут ответа" for n in range(5000)], "Канал": ["чат"] * 3000 + ["почта"] * 2000}
    )
    assert recognise(frame, Named(scores={})).segments == ("Канал",)


def test_no_text_is_asked() -> None:
    with pytest.raises(UndecidedError, match="no column looks like comments"):
        recognise(pd.DataFrame({"id": [1, 2], "Оценка": [3, 4]}))


def test_a_column_of_comments_without_any_is_named() -> None:
    with pytest.raises(UndecidedError, match="'comment' is empty"):
        recognise(pd.DataFrame({"id": [1, 2], "comment": [None, None], "score": [3, 4]}))


def test_sentences_are_found_under_any_header() -> None:
    frame = pd.DataFrame({"q1": texts(TEXTS), "q2": cycle(["чат", "почта"])})
    assert recognise(frame, Named(scores={})).text == "q1"


def score_of(header: str, values: list[object]) -> str:
    kinds, _ = recognise_scores(pd.DataFrame({header: cycle(values)}))
    return kinds[header].spec


@pytest.mark.parametrize(
    ("header", "values", "spec"),
    [
        ("NPS", [0, 10, 5], "nps"),
        ("How likely are you to recommend us?", ["0", "10", "7"], "nps"),
        ("Готовы ли порекомендовать", [9.0, None, 10.0], "nps"),
        ("CSAT", [1, 5], "csat5"),
        ("Удовлетворённость", ["4", "5", "1"], "csat5"),
        ("Количество звёзд", [1, 5], "stars5"),
        ("stars", [1, 2, 2], "stars5"),
        ("Оценка", [1, 2, 3, 4, 5], "stars5"),
        ("Оценка", ["5 - отлично", "1 - ужасно"], "stars5"),
        ("Оценка CSI", [2, 3, 5], "csat235"),
        ("CES", [1, 7, 4], "ces7"),
        ("Насколько легко было решить вопрос", [1, 5], "ces5"),
        ("rating", list(range(1, 11)), "rating10"),
    ],
)
def test_kind_of_score(header: str, values: list[object], spec: str) -> None:
    assert score_of(header, values) == spec


@pytest.mark.parametrize(
    ("header", "values", "offered"),
    [
        ("Оценка", [1, 2, 3], "csat3:1=best"),
        ("CSAT", [1, 3], "csat3:3=best"),
        ("Score", [0, 10, 5], "nps"),
        ("recommend", [0, 1], "binary:1=bad"),
        ("rating", [0, 1, 2, 3, 4, 5], "stars5"),
        ("Оценка", [0, 1, 2, 3], "csat3:1=best"),
    ],
)
def test_doubtful_score_is_asked(header: str, values: list[object], offered: str) -> None:
    with pytest.raises(UndecidedError) as caught:
        score_of(header, values)
    assert f'--score "{header}={offered}"' in str(caught.value)


def test_doubtful_score_beside_a_clear_one_is_left_out_and_told() -> None:
    frame = pd.DataFrame({"NPS": cycle([0, 10]), "Оценка": cycle([1, 2, 3])})
    kinds, guesses = recognise_scores(frame)
    assert list(kinds) == ["NPS"]
    assert [guess.role for guess in guesses] == ["score", "unclear score"]


def test_where_0_may_mean_no_answer_a_short_scale_is_offered_before_a_long_one() -> None:
    frame = pd.DataFrame({"NPS": cycle([0, 10]), "rating": cycle([0, 1, 2, 3, 4, 5])})
    doubt = recognise_scores(frame)[1][-1]
    assert doubt.flag == '--score "rating=csat5" or --score "rating=stars5" or --score "rating=nps"'
    assert "where 0 may mean no answer" in doubt.why


@pytest.mark.parametrize(
    ("values", "told"),
    [
        (["7", "ждём", "9"] * 10, True),
        (["класс", "фу", "такое"] * 10, True),
        ([f"написал об этом в чате {n}" for n in range(30)], False),
        (["87", "93", "100"] * 10, False),
        (["7", "8", "9"] * 9 + ["ждём"], False),
    ],
)
def test_a_column_called_a_score_that_holds_words_is_told(values: list[str], told: bool) -> None:
    _, guesses = recognise_scores(pd.DataFrame({"Оценка NPS": values}))
    assert any("are no numbers" in guess.why for guess in guesses) == told


def test_no_scores_wanted_none_looked_for() -> None:
    assert recognise(BANKS, Named(scores={})).scores == {}
    assert recognise(pd.DataFrame({"Отзыв": TEXTS, "Оценка": [1, 2, 3, 1]}), Named(scores={})).scores == {}


def test_told_score_must_say_its_direction() -> None:
    with pytest.raises(UndecidedError, match="which end"):
        recognise(BANKS, Named(scores={"count_stars": "csat3"}))
    with pytest.raises(UsageError, match="no score kind"):
        recognise(BANKS, Named(scores={"count_stars": "sterne"}))


def test_told_score_without_a_kind_is_recognised() -> None:
    assert recognise(BANKS, Named(scores={"count_stars": ""})).scores["count_stars"].name == "stars5"


def test_ambiguous_date_is_left_out_unless_named() -> None:
    frame = pd.DataFrame({"Отзыв": TEXTS, "Дата": ["03/04/2024", "05/06/2024", "01/02/2024", "04/04/2024"]})
    roles = recognise(frame)
    assert roles.date is None
    assert [guess.role for guess in roles.guesses] == ["text", "unclear date"]
    with pytest.raises(UndecidedError, match="day/month or month/day"):
        recognise(frame, Named(date="Дата"))


def test_named_date_without_dates_is_refused() -> None:
    with pytest.raises(ColumnError, match="is a date"):
        recognise(BANKS, Named(date="bank_name"))
