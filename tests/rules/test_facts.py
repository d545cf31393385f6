"""What a person writes about a case: read as Danes write it, or asked again; and unknown is not no."""

from datetime import date

import numpy as np
import pytest

from mestring.rules.calendar import NO_DATE
from mestring.rules.facts import NONE, UNKNOWN, Case, Columns, Fact, FactError, parse_date, parse_value

BORN = Fact("born", "date", "Fødselsdato")
DECIDED = Fact("decided", "date", "Dagen afgørelsen blev truffet", may_be_none=True)
HELD = Fact("last_follow_up", "date", "Seneste opfølgning", may_be_none=True, absent=NONE)
CONSENT = Fact("consent", "yes_no", "Har givet samtykke")
SCORE = Fact("score", "integer", "Score")
SHARE = Fact("share", "percent", "Andel")
HOURS = Fact("hours", "minutes", "Timer")
USED = Fact("used", "monthly", "Brugte timer")
GROUP = Fact("group", "choice", "Målgruppe", options={"autism": "Autisme", "other": "Anden"})


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2024-02-01", date(2024, 2, 1)),
        ("1-2-2024", date(2024, 2, 1)),
        ("01.02.2024", date(2024, 2, 1)),
        ("1/2/2024", date(2024, 2, 1)),
        ("22-11-2026", date(2026, 11, 22)),
        ("11-12-2026", date(2026, 12, 11)),
        (" 29-02-2024 ", date(2024, 2, 29)),
        ("1 2 2024", date(2024, 2, 1)),
    ],
)
def test_a_date_is_written_with_the_day_first(text, day):
    assert parse_value(BORN, text) == day
    assert parse_date(text) == day


@pytest.mark.parametrize(
    "text",
    [
        "31-06-2024",
        "31. juni 2024",
        "29-02-2023",
        "11-22-2026",
        "2024-13-01",
        "2024-06-31",
        "00-01-2024",
        "1-2-24",
        "2024",
        "i dag",
        "1849-12-31",
        "2150-01-01",
        "9999-12-31",
        "0001-01-01",
        "1-2-2024x",
        "2024-02-01T10:00",
    ],
)
def test_a_day_that_is_none_is_asked_again(text):
    with pytest.raises(FactError, match=r"Skriv en dato, fx 30-11-2026") as refused:
        parse_value(BORN, text)
    assert "fødselsdato" in str(refused.value)


@pytest.mark.parametrize(
    ("text", "answer"), [("ja", True), ("Ja", True), ("nej", False), ("true", True), ("opfyldt", True), ("ikke opfyldt", False), (True, True), (False, False)]
)
def test_yes_and_no(text, answer):
    assert parse_value(CONSENT, text) is answer


@pytest.mark.parametrize("text", ["måske", "1", "0", 1, 0, "j", "nope", "on"])
def test_neither_yes_nor_no_is_asked_again(text):
    with pytest.raises(FactError, match="Skriv ja eller nej"):
        parse_value(CONSENT, text)


@pytest.mark.parametrize("text", ["", "  ", "unknown", "ved ikke", None])
def test_not_answered_is_unknown_and_not_no(text):
    for fact in (CONSENT, BORN, SCORE, GROUP, HOURS):
        assert parse_value(fact, text) is UNKNOWN


def test_none_is_an_answer_only_where_there_can_be_none():
    assert parse_value(DECIDED, "none") is NONE
    with pytest.raises(FactError, match="Udelad oplysningen"):
        parse_value(BORN, "none")


@pytest.mark.parametrize(("text", "number"), [("4", 4), ("0", 0), (12, 12)])
def test_whole_numbers(text, number):
    assert parse_value(SCORE, text) == number


@pytest.mark.parametrize("text", ["4,5", "4.5", "1e3", "fire", "4 stk", True, "9999999999", "--4", "0x4", "-1", -3])
def test_what_is_no_whole_number_is_asked_again(text):
    with pytest.raises(FactError, match="Skriv et helt tal"):
        parse_value(SCORE, text)


@pytest.mark.parametrize(("text", "percent"), [("80 %", 80), ("80%", 80), ("80", 80), ("-5 %", -5)])
def test_percent_is_whole(text, percent):
    assert parse_value(SHARE, text) == percent


@pytest.mark.parametrize(
    ("text", "minutes"), [("1,5 timer", 90), ("1.5 timer", 90), ("90 minutes", 90), ("15 timer", 900), ("1 time", 60), ("0.5 hours", 30), ("90", 90)]
)
def test_hours_become_minutes(text, minutes):
    assert parse_value(HOURS, text) == minutes


@pytest.mark.parametrize("text", ["1:30", "halvanden", "-1 timer", "1,01 timer", "1.250 timer"])
def test_hours_written_otherwise_are_asked_again(text):
    with pytest.raises(FactError, match="Skriv timer eller minutter"):
        parse_value(HOURS, text)


def test_hours_month_by_month():
    assert parse_value(USED, "10 timer; 0 timer; 5 timer") == [600, 0, 300]
    assert parse_value(USED, ["1.5 hours", 0]) == [90, 0]
    with pytest.raises(FactError, match="semikolon"):
        parse_value(USED, "10 timer, 5 timer")


def test_a_choice_is_one_of_its_options():
    assert parse_value(GROUP, "autism") == "autism"
    with pytest.raises(FactError, match=r"Vælg en af: autism, other\."):
        parse_value(GROUP, "Autisme og andet")


def test_a_fact_left_out_is_unknown_unless_it_means_that_there_is_none():
    case = Case({"born": BORN, "last_follow_up": HELD}, {}, date(2024, 1, 1))
    assert case.get("born") is UNKNOWN
    assert case.get("last_follow_up") is NONE
    columns = Columns({"born": BORN, "last_follow_up": HELD}, {"other": np.zeros(3)}, date(2024, 1, 1))
    values, known = columns.get("born")
    assert not known.any()
    values, known = columns.get("last_follow_up")
    assert known is None
    assert (values == NO_DATE).all()


def test_a_mask_over_a_fact_that_is_none_when_left_out_says_none():
    columns = Columns({"last_follow_up": HELD}, {"last_follow_up": np.array([5, 6], np.int32)}, date(2024, 1, 1), {"last_follow_up": np.array([True, False])})
    values, known = columns.get("last_follow_up")
    assert known is None
    assert values.tolist() == [5, NO_DATE]


def test_only_dates_can_be_none_since_columns_have_no_other_way_to_write_it(book):
    assert [fact.id for fact in book.facts.values() if (fact.may_be_none or fact.absent) and fact.type != "date"] == []


def test_every_fact_has_a_label_in_danish_and_someone_who_answers(book):
    for fact in book.facts.values():
        assert fact.label, fact.id
        assert fact.answered_by in ("citizen", "caseworker", "provider", "shelter", "committee", "leader"), fact.id
        assert len(set(fact.options.values())) == len(fact.options), fact.id


def test_a_value_is_shown_in_danish():
    assert [fact.show(value) for fact, value in ((BORN, date(2024, 2, 1)), (CONSENT, False), (SHARE, 80), (GROUP, "autism"), (HOURS, 90), (DECIDED, NONE), (BORN, UNKNOWN), (USED, [60, 0]))] == [
        "1. februar 2024", "nej", "80 %", "Autisme", "1 time 30 min.", "ingen", "mangler", "1 time og 0 min.",
    ]  # fmt: skip
