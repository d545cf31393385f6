"""Complaint and notice: the limit moves off a closed day, a provider's duty and a notice do not; the exception turns the answer round."""

from datetime import date

import pytest
from pydantic import ValidationError

from mestring.rules.facts import NONE
from mestring.rules.finding import Status
from mestring.rules.kinds import KINDS
from tests.rules.invented import ask, problems, rule

ON = date(2024, 5, 1)
USUAL = {"limit": "4 weeks", "moves_off_closed_day": True, "first_to": "council", "review": {"length": "4 weeks"}}
ALLOWED = rule("complaint", allowed=True, **USUAL)
UNLESS = rule("complaint", allowed=False, exception={"when": {"special": True, "urgent": True}, "allowed": True, "text": "en bestemt ydelse"}, **USUAL)
BUT_NOT = rule("complaint", allowed=True, exception={"when": {"kind": "other"}, "allowed": False}, **USUAL)


@pytest.mark.parametrize(
    ("received", "last"),
    [
        (date(2024, 4, 10), date(2024, 5, 8)),
        (date(2024, 5, 8), date(2024, 6, 6)),  # 5 June is closed
        (date(2024, 3, 2), date(2024, 4, 2)),  # Saturday before Easter Monday
        (date(2024, 11, 27), date(2024, 12, 27)),  # Christmas Day and the day after
        (date(2024, 4, 13), date(2024, 5, 13)),  # a Saturday
    ],
)
def test_the_complaint_limit_moves_off_a_closed_day(received, last):
    assert ask(ALLOWED, ON, decision_received=received).values["date"] == last


def test_the_review_does_not_move():
    assert ask(ALLOWED, ON, complaint_received=date(2024, 5, 8)).values["review_by"] == date(2024, 6, 5)


def test_what_is_not_known_of_the_dates_leaves_the_right_to_complain_known():
    answer = ask(ALLOWED, ON)
    assert (answer.status, answer.values["allowed"], answer.values["date"], answer.values["review_by"]) == (Status.DECIDED, True, None, None)


def test_the_exception_turns_the_answer_round_only_when_all_of_it_holds():
    received = date(2024, 4, 10)
    assert ask(UNLESS, ON, special=True, urgent=True, decision_received=received).values["date"] == date(2024, 5, 8)
    answer = ask(UNLESS, ON, special=True, urgent=False, decision_received=received)
    assert (answer.values["allowed"], answer.values["date"]) == (False, None)
    assert ask(UNLESS, ON, urgent=False, complaint_received=received).values == {"allowed": False, "date": None, "review_by": None, "body": None}


def test_an_exception_nobody_has_answered_leaves_the_right_unknown():
    answer = ask(UNLESS, ON, special=True, decision_received=date(2024, 4, 10))
    assert (answer.status, answer.values["allowed"], answer.values["date"], answer.missing) == (Status.UNKNOWN, None, None, ["urgent"])
    assert ask(BUT_NOT, ON).status is Status.UNKNOWN
    assert ask(BUT_NOT, ON, kind="other").values["allowed"] is False
    assert ask(BUT_NOT, ON, kind="new").values["allowed"] is True


def test_an_exception_that_changes_nothing_is_not_waited_for():
    same = rule("complaint", allowed=True, exception={"when": {"special": True}, "allowed": True}, **USUAL)
    assert ask(same, ON).values["allowed"] is True


def test_no_complaint_has_no_date():
    assert ask(rule("complaint", allowed=False), ON, decision_received=date(2024, 4, 10)).values["date"] is None


NOTICE = rule("notice", length="14 weeks", applies_when={"kind": ["change", "other"]})


def test_a_notice_is_counted_from_receipt_and_does_not_move():
    assert ask(NOTICE, ON, kind="change", decision_received=date(2024, 2, 28)).values["date"] == date(2024, 6, 5)
    assert ask(NOTICE, ON, kind="other", decision_received=date(2024, 3, 2)).values["date"] == date(2024, 6, 8)


def test_a_notice_is_for_the_cases_it_is_for_and_waits_for_receipt():
    assert ask(NOTICE, ON, kind="new", decision_received=ON).status is Status.NOT_APPLICABLE
    assert ask(NOTICE, ON, kind="change").missing == ["decision_received"]
    assert ask(rule("notice", length="2 weeks", counts_from="decided"), ON, decided=NONE).status is Status.UNKNOWN
    with pytest.raises(ValidationError, match="month_end"):
        KINDS["notice"].model_validate({"kind": "notice", "length": "3 months"})


def test_facts_of_the_wrong_type_are_problems():
    assert any("typen yes_no" in what for what in problems("notice", length="2 weeks", counts_from="urgent"))
    assert any("typen date" in what for what in problems("complaint", allowed=True, exception={"when": {"decided": True}, "allowed": False}))
    assert any("findes ikke" in what for what in problems("complaint", allowed=True, limit="4 weeks", counts_from="nothing"))
