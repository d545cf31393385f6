"""Deadlines: variants learned on the way, late, closed days; triggers, caps and counts that share their arithmetic."""

from datetime import date, timedelta

import pytest
from pydantic import ValidationError

from mestring.rules.facts import NONE
from mestring.rules.finding import Status
from mestring.rules.kinds import KINDS
from tests.rules.invented import ask, problems, rule

ON = date(2024, 3, 1)
VARIANTS = [
    {"when": {"kind": ["change", "other"], "urgent": False}, "length": "4 weeks"},
    {"when": {"kind": ["change", "other"], "urgent": True}, "length": "8 weeks"},
    {"when": {"kind": "new"}, "length": "8 weeks"},
]
BY_KIND = rule("deadline", counts_from="received", until="decided", variants=VARIANTS)
WEEKS = rule("deadline", counts_from="received", until="decided", length="6 weeks")
START = date(2024, 1, 2)


def test_a_date_is_known_when_every_variant_that_may_hold_agrees():
    assert ask(BY_KIND, ON, received=START, urgent=True).values["date"] == date(2024, 2, 27)
    assert ask(BY_KIND, ON, received=START, kind="new").values["date"] == date(2024, 2, 27)
    answer = ask(BY_KIND, ON, received=START, kind="change")
    assert (answer.status, answer.missing) == (Status.UNKNOWN, ["urgent"])
    assert [step.value for step in answer.steps[1:]] == ["senest 30. januar 2024", "senest 27. februar 2024"]


def test_variants_of_different_length_may_end_on_the_same_day():
    """30 days and a month from 31 January 2023 differ, from 30 June they agree."""
    either = rule(
        "deadline", variants=[{"when": {"urgent": True}, "length": "30 days"}, {"when": {"urgent": False}, "length": "1 months"}], month_end="last_day"
    )
    assert ask(either, ON, received=date(2023, 6, 30)).values["date"] == date(2023, 7, 30)
    assert ask(either, ON, received=date(2023, 1, 31)).status is Status.UNKNOWN


def test_a_start_that_is_missing_or_has_not_come_is_asked_for():
    assert ask(WEEKS, ON).missing == ["received"]
    after = rule("deadline", counts_from="decided", length="2 weeks")
    assert ask(after, ON, decided=NONE).status is Status.UNKNOWN


def test_a_case_the_document_lists_no_deadline_for_is_not_covered():
    listed = rule("deadline", variants=VARIANTS[:1], covers="listed")
    assert ask(listed, ON, received=START, kind="new").status is Status.NOT_COVERED
    assert ask(listed, ON, received=START, kind="change", urgent=False).status is Status.DECIDED


def test_a_length_of_no_days_ends_the_same_day_even_before_the_start_is_known():
    """The day itself is a deadline like any other, also where the letter has not been sent."""
    same = rule("deadline", counts_from="decided", variants=[{"when": {"urgent": True}, "length": "0 days"}, {"when": {"urgent": False}, "length": "2 days"}])
    assert ask(same, ON, decided=START, urgent=True).values["date"] == START
    assert ask(same, ON, decided=NONE, urgent=True).status is Status.UNKNOWN


@pytest.mark.parametrize(("done", "late"), [(date(2024, 2, 12), False), (date(2024, 2, 13), False), (date(2024, 2, 14), True)])
def test_late_is_after_the_last_day(done, late):
    assert ask(WEEKS, ON, received=START, decided=done).values["late"] is late


@pytest.mark.parametrize(("on", "late"), [(date(2024, 2, 13), False), (date(2024, 2, 14), True)])
def test_what_is_not_decided_is_late_when_the_last_day_has_passed(on, late):
    assert ask(WEEKS, on, received=START, decided=NONE).values["late"] is late


def test_whether_it_is_late_is_unknown_while_nobody_has_said_if_it_is_decided():
    answer = ask(WEEKS, ON, received=START)
    assert (answer.status, answer.values["late"]) == (Status.DECIDED, None)


def test_a_deadline_moves_off_a_closed_day_only_where_the_rule_says_so():
    moved = rule("deadline", counts_from="received", length="4 weeks", moves_off_closed_day=True)
    stays = rule("deadline", counts_from="received", length="4 weeks")
    easter = date(2024, 3, 4)  # 1 April 2024 is Easter Monday
    assert ask(moved, ON, received=easter).values["date"] == date(2024, 4, 2)
    assert ask(stays, ON, received=easter).values["date"] == date(2024, 4, 1)
    assert any("2. påskedag; fristen flyttes" in step.text for step in ask(moved, ON, received=easter).steps)


def test_working_days_pass_over_closed_days():
    three = rule("deadline", counts_from="received", length="3 working_days")
    assert ask(three, ON, received=date(2024, 3, 27)).values["date"] == date(2024, 4, 3)  # Good Friday, weekend, Easter Monday
    assert ask(three, ON, received=date(2024, 3, 30)).values["date"] == date(2024, 4, 4)


def test_a_guard_says_whom_the_rule_concerns():
    guarded = rule("deadline", length="2 weeks", applies_when={"kind": ["new", "other"], "urgent": True})
    assert ask(guarded, ON, received=START, kind="change").status is Status.NOT_APPLICABLE
    assert ask(guarded, ON, received=START, urgent=False).status is Status.NOT_APPLICABLE
    answer = ask(guarded, ON, received=START, kind="new")
    assert (answer.status, answer.missing) == (Status.UNKNOWN, ["urgent"])
    assert ask(guarded, ON, received=START, kind="other", urgent=True).status is Status.DECIDED


def test_variants_that_overlap_or_leave_a_hole_are_problems():
    overlap = [*VARIANTS, {"when": {"kind": "new", "urgent": True}, "length": "9 weeks"}]
    assert any("to varianter passer" in what for what in problems("deadline", variants=overlap))
    assert any("ingen variant passer på kind: new" in what for what in problems("deadline", variants=VARIANTS[:2]))
    by_number = [{"when": {"times": 1}, "length": "1 weeks"}, {"when": {"times": [2, 3]}, "length": "2 weeks"}]
    assert any("andre tal" in what for what in problems("deadline", variants=by_number))


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({}, "enten length: eller variants:"),
        ({"length": "2 weeks", "variants": VARIANTS}, "enten"),
        ({"length": "2 months"}, "month_end"),
        ({"length": "3 moons"}, "ikke en længde"),
    ],
)
def test_a_deadline_without_one_length_is_refused(fields, said):
    with pytest.raises(ValidationError, match=said):
        KINDS["deadline"].model_validate({"kind": "deadline", **fields})


# Triggers.

SPARRING = rule(
    "trigger",
    duty="Drøft sagen.",
    unchanged={"since": "level_changed", "else_from": "started", "for": "12 months"},
    then={"every": "6 months", "last": "last_review"},
    month_end="last_day",
)


def test_a_duty_arises_when_something_has_stood_unchanged():
    for on, owed in ((date(2024, 1, 30), False), (date(2024, 1, 31), True)):
        answer = ask(SPARRING, on, level_changed=date(2023, 1, 31))
        assert (answer.values["date"], answer.values["owed"]) == (date(2024, 1, 31), owed)


def test_what_never_changed_is_counted_from_the_start():
    assert ask(SPARRING, ON, level_changed=NONE, started=date(2023, 2, 28)).values["date"] == date(2024, 2, 28)
    assert ask(SPARRING, ON, level_changed=NONE).missing == ["started"]
    assert ask(SPARRING, ON, started=date(2023, 2, 28)).missing == ["level_changed"]


def test_a_duty_done_returns_and_one_done_too_early_does_not_count():
    since = date(2022, 1, 1)
    assert ask(SPARRING, ON, level_changed=since, last_review=date(2023, 8, 31)).values["date"] == date(2024, 2, 29)
    assert ask(SPARRING, ON, level_changed=since, last_review=date(2022, 12, 31)).values["date"] == date(2023, 1, 1)
    assert ask(SPARRING, ON, level_changed=since, last_review=date(2023, 1, 1)).values["date"] == date(2023, 7, 1)


def test_a_count_that_is_reached_is_owed():
    sixth = rule("trigger", duty="Følg op.", when_count={"fact": "times", "reaches": 6})
    assert [ask(sixth, ON, times=times).values["owed"] for times in (5, 6, 7)] == [False, True, True]
    assert ask(sixth, ON).missing == ["times"]


def test_an_event_is_owed_when_it_has_happened():
    event = rule("trigger", duty="Sig til.", when_event="urgent")
    assert [ask(event, ON, urgent=urgent).values["owed"] for urgent in (False, True)] == [False, True]
    assert ask(event, ON).status is Status.UNKNOWN


def test_before_and_after_an_event():
    before = rule("trigger", duty="Gør klar.", before_event={"fact": "planned_end", "by": "2 months"}, month_end="last_day")
    assert ask(before, ON, planned_end=date(2024, 4, 30)).values["date"] == date(2024, 2, 29)  # 30 February does not exist
    assert ask(before, ON, planned_end=NONE).values == {"owed": False, "date": NONE}
    after = rule("trigger", duty="Skriv.", after_event={"fact": "started", "by": "12 weeks"})
    assert ask(after, date(2024, 3, 25), started=date(2024, 1, 2)).values == {"owed": False, "date": date(2024, 3, 26)}
    assert ask(after, date(2024, 3, 26), started=date(2024, 1, 2)).values["owed"] is True
    working = rule("trigger", duty="Sig til.", before_event={"fact": "planned_end", "by": "2 working_days"})
    assert ask(working, ON, planned_end=date(2024, 4, 2)).values["date"] == date(2024, 3, 27)
    same_day = rule("trigger", duty="Hav klar.", before_event={"fact": "planned_end"})
    assert ask(same_day, ON, planned_end=ON).values == {"owed": True, "date": ON}


def test_a_trigger_of_two_causes_is_refused():
    with pytest.raises(ValidationError, match="netop én af"):
        KINDS["trigger"].model_validate({"kind": "trigger", "duty": "x", "when_event": "urgent", "when_count": {"fact": "times", "reaches": 1}})
    with pytest.raises(ValidationError, match="hører til unchanged"):
        KINDS["trigger"].model_validate({"kind": "trigger", "duty": "x", "when_event": "urgent", "then": {"every": "1 weeks", "last": "last_review"}})


# Caps and counts.

HALF_YEAR = rule("cap", measures="duration", counts_from="started", at_most="6 months", tests="planned_end", month_end="last_day")
WIDER = rule("cap", measures="duration", counts_from="started", at_most="12 weeks", extended={"to": "24 weeks", "when": {"special": True}}, tests="planned_end")
NIGHTS = rule("cap", measures="days", at_least="1 days", at_most="5 days", extended={"to": "10 days", "when": {"special": True}})


@pytest.mark.parametrize(("end", "kept"), [(date(2024, 2, 29), True), (date(2024, 3, 1), False), (NONE, False)])
def test_a_duration_is_kept_to_its_last_day(end, kept):
    answer = ask(HALF_YEAR, ON, started=date(2023, 8, 31), planned_end=end)
    assert (answer.values["limit"], answer.values["kept"]) == (date(2024, 2, 29), kept)


@pytest.mark.parametrize(
    ("start", "last"),
    [
        (date(2027, 4, 1), date(2027, 9, 30)),
        (date(2027, 3, 1), date(2027, 8, 31)),
        (date(2026, 12, 15), date(2027, 6, 14)),
        (date(2026, 8, 29), date(2027, 2, 28)),
    ],
)
def test_a_duration_counts_its_first_day_so_that_six_months_from_1_april_end_on_30_september(start, last):
    assert ask(HALF_YEAR, ON, started=start, planned_end=last).values["limit"] == last
    assert ask(HALF_YEAR, ON, started=start, planned_end=last + timedelta(days=1)).values["kept"] is False


def test_a_wider_limit_holds_in_the_cases_it_is_for():
    start = date(2024, 1, 1)
    within, between, beyond = (start + timedelta(weeks=weeks) - timedelta(days=1) for weeks in (12, 20, 25))
    assert ask(WIDER, ON, started=start, special=True).values["limit"] == start + timedelta(weeks=24) - timedelta(days=1)
    assert ask(WIDER, ON, started=start, special=False, planned_end=between).values["kept"] is False
    answer = ask(WIDER, ON, started=start, planned_end=between)
    assert (answer.status, answer.values, answer.missing) == (Status.UNKNOWN, {"limit": None, "kept": None}, ["special"])
    assert ask(WIDER, ON, started=start, planned_end=within).values["kept"] is True
    assert ask(WIDER, ON, started=start, planned_end=beyond).values["kept"] is False


def test_an_amount_between_two_ends():
    assert [ask(NIGHTS, ON, days=days, special=False).values["kept"] for days in (0, 1, 5, 6)] == [False, True, True, False]
    assert [ask(NIGHTS, ON, days=days, special=True).values["kept"] for days in (0, 6, 10, 11)] == [False, True, True, False]
    assert [ask(NIGHTS, ON, days=days).values["kept"] for days in (0, 3, 7, 11)] == [False, True, None, False]
    assert ask(NIGHTS, ON, special=False).values == {"limit": 5, "kept": None}


def test_a_limit_that_is_only_a_least():
    least = rule("cap", measures="hours", at_least="4 hours")
    assert [ask(least, ON, hours=minutes).values["kept"] for minutes in (239, 240)] == [False, True]
    assert ask(least, ON).values["limit"] == 240


def test_a_limit_that_is_a_rate_is_missing_when_the_rate_is():
    capped = rule("cap", measures="expense", at_most={"rate": "high"})
    assert ask(capped, date(2019, 6, 1), expense=153_000).values["kept"] is True
    assert ask(capped, date(2019, 6, 1), expense=153_001).values["kept"] is False
    assert ask(capped, date(2021, 6, 1), expense=1).status is Status.RATE_MISSING


def test_a_count_at_most_and_at_least():
    most = rule("count", counts="times", at_most=2)
    least = rule("count", counts="times", at_least=2, per="week")
    assert [ask(most, ON, times=times).values["kept"] for times in (1, 2, 3)] == [True, True, False]
    assert [ask(least, ON, times=times).values["kept"] for times in (1, 2, 3)] == [False, True, True]
    assert ask(most, ON).values == {"limit": 2, "kept": None}


@pytest.mark.parametrize(
    ("kind", "fields", "said"),
    [
        ("cap", {"measures": "days"}, "at_most: eller at_least:"),
        ("cap", {"measures": "duration", "at_most": "6 weeks"}, "counts_from"),
        ("cap", {"measures": "duration", "counts_from": "started", "at_most": "6 months"}, "month_end"),
        ("count", {"counts": "times"}, "enten at_most: eller at_least:"),
        ("count", {"counts": "times", "at_most": 1, "at_least": 1}, "enten"),
    ],
)
def test_a_limit_of_nothing_is_refused(kind, fields, said):
    with pytest.raises(ValidationError, match=said):
        KINDS[kind].model_validate({"kind": kind, **fields})


def test_a_least_above_the_most_is_a_problem():
    assert any("mere end" in what for what in problems("cap", measures="days", at_least=6, at_most=5))
