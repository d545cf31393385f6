"""What a choice must have before it can be decided, all said at once; and help held against the help that is given."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from mestring.decisions import actions, proposals, whole
from mestring.decisions.errors import ChoiceNotWhole, FieldMissing, HeardOfLess
from mestring.decisions.gathering import level_words, outlook
from mestring.decisions.models import Grant, Hearing, Preparation
from tests import given
from tests.decisions import given_decision as known
from tests.decisions.test_changing import LATER, REDUCED, begun, heard_out
from tests.given import TODAY

pytestmark = pytest.mark.django_db


def refusals(section: str = "85", standard: str = given.VEJLE, **chosen: Any) -> list[str]:
    """The fields that stop a choice, in order."""
    by = given.caseworker()
    asked = known.asked_for(by, section, standard=standard)
    actions.prepare(asked, seen=0, by=by, on=TODAY, **{**known.GRANTED, **chosen})
    return [one.fields[0] for one in outlook(asked, on=TODAY).lacks]


def test_everything_a_choice_lacks_is_said_at_once() -> None:
    by = given.caseworker()
    asked = known.asked_for(by)
    choice = known.prepared(
        asked, by, **{**known.GRANTED, "level": "", "level_label": "", "amount": None, "unit": "", "begins_on": None, "follow_up_on": TODAY - timedelta(days=1)}
    )
    with pytest.raises(ChoiceNotWhole) as refused:
        actions.decide(asked, seen=choice.version, by=by, on=TODAY)
    assert refused.value.fields == ("amount", "begins_on", "follow_up_on")
    assert [one.fields for one in refused.value.each] == [("amount",), ("begins_on",), ("follow_up_on",)]


@pytest.mark.parametrize(
    ("chosen", "field"),
    [
        ({"outcome": ""}, "outcome"),
        ({"amount": 0}, "amount"),
        ({"begins_on": date(2020, 1, 1)}, "begins_on"),
        ({"follow_up_on": known.STARTS - timedelta(days=1)}, "follow_up_on"),
        ({"follow_up_on": date(2020, 1, 1)}, "follow_up_on"),
    ],
)
def test_what_is_impossible_is_refused(chosen: dict[str, Any], field: str) -> None:
    assert refusals(**chosen) == [field]


def test_an_empty_purpose_is_asked_for_where_the_standard_says_the_decision_names_it() -> None:
    contacts = {"amount": 200, "unit": "contacts_week"}
    assert refusals(standard=given.RANDERS, **contacts) == ["purpose"]
    assert refusals(standard=given.RANDERS, **contacts, purpose="Du skal kunne holde orden i din post.") == []
    assert refusals() == []


def differences(section: str = "85", standard: str = given.VEJLE, **chosen: Any) -> str:
    by = given.caseworker()
    asked = known.asked_for(by, section, standard=standard)
    actions.prepare(asked, seen=0, by=by, on=TODAY, **{**known.GRANTED, **chosen})
    return " ".join(outlook(asked, on=TODAY).differences)


def test_help_from_before_the_application_asks_for_a_reason() -> None:
    assert "før der blev søgt" in differences(begins_on=TODAY - timedelta(days=30))
    assert "før der blev søgt" not in differences()


def test_contacts_are_held_against_those_of_the_level() -> None:
    of_month = {"standard": given.RANDERS, "level": "5", "amount": 100, "unit": "contacts_month"}
    assert "1 kontakt om måneden er under særlige situationer" in differences(**of_month)
    assert "kontakt" not in differences(**{**of_month, "level": "1"})


@pytest.mark.parametrize(
    ("standard", "section", "level", "words"),
    [
        (given.VEJLE, "85", "2", "i gennemsnit 1,4 timer om ugen"),  # l. 1398
        (given.VEJLE, "103", "100", "5 dage om ugen"),  # l. 1428
        (given.VIBORG, "85", "2", "nogle almindelige daglige gøremål"),  # l. 838-843: no hours, so its description
        (given.VIBORG, "85", "beyond", ""),
    ],
)
def test_a_level_can_be_told_to_the_citizen(standard: str, section: str, level: str, words: str) -> None:
    (found,) = (one for part in proposals.level(standard, section, {}, TODAY) for one in part.choices if one.key == level)
    assert level_words(found).startswith(words)


def test_a_period_that_waits_for_an_answer_holds_until_it_is_answered_or_explained() -> None:
    in_rebild = {"standard": given.REBILD, "level": "", "level_label": "", "amount": 200, "unit": "contacts_week"}
    assert "Støttens form efter § 85" in differences(**in_rebild, ends_on=date(2028, 11, 30))
    assert "Støttens form" not in differences(**in_rebild, ends_on=date(2027, 2, 1))  # shorter than any of the three
    in_weeks = {"section": "82b", "level": "", "level_label": "", "amount": None, "unit": "", "extent": "Et forløb."}
    assert "behov for at forlænge" in differences(**in_weeks, ends_on=date(2027, 5, 31))
    assert "behov for at forlænge" not in differences(**in_weeks, ends_on=date(2027, 2, 22))


def test_a_change_that_is_refused_departs_from_nothing() -> None:
    by = given.caseworker()
    grant = known.granted(by)
    asked = actions.change_on_wish(
        grant, wish="change", words="Jeg har brug for mere.", channel="phone", received_on=LATER, standard=given.VEJLE, by=by, on=LATER
    )
    known.prepared(asked, by, on=LATER, **known.REFUSED)
    known.considered(asked, by, met=True, on=LATER)
    assert not outlook(asked, on=LATER).differences


@pytest.mark.parametrize(
    "more", [{"level": "4", "amount": 420}, {"level": "4", "amount": None, "unit": ""}, {"amount": 1300, "unit": "hours_month"}, {"amount": 280, "level": "3"}]
)
def test_a_reduction_gives_less_than_today(more: dict[str, Any]) -> None:
    by = given.caseworker()
    asked = begun(known.granted(by), by)
    after = heard_out(asked, by)
    choice = known.prepared(asked, by, on=after, **{**REDUCED, "departure": "Konkret vurdering.", **more}, effect_on=date(2027, 3, 15))
    with pytest.raises(FieldMissing, match="ikke mindre end i dag"):
        actions.decide(asked, seen=choice.version, by=by, on=after)


@pytest.mark.parametrize(
    ("then", "words"),
    [({"level": "1", "amount": 70}, "mere hjælp, end du har valgt"), ({"effect_on": date(2027, 3, 10)}, "en tidligere dag")],
)
def test_the_citizen_is_heard_again_when_more_is_taken_than_they_were_heard_of(then: dict[str, Any], words: str) -> None:
    by = given.caseworker()
    asked = begun(known.granted(by), by)
    choice = known.prepared(asked, by, on=LATER, **REDUCED, effect_on=date(2027, 3, 15))
    after = heard_out(asked, by)
    assert Hearing.objects.get(application=asked).considered["amount"] == 140
    choice = actions.prepare(asked, seen=choice.version, by=by, on=after, departure="Konkret vurdering.", **then)
    with pytest.raises(HeardOfLess, match=words):
        actions.decide(asked, seen=choice.version, by=by, on=after)
    new = heard_out(asked, by, on=after)
    assert actions.decide(asked, seen=choice.version, by=by, on=new) if "effect_on" not in then else True


def test_an_ending_is_not_decided_on_a_hearing_about_less() -> None:
    by = given.caseworker()
    asked = begun(known.granted(by), by)
    after = heard_out(asked, by)
    choice = known.prepared(asked, by, on=after, outcome="ended", effect_on=after + timedelta(days=30), **known.REASONS)
    with pytest.raises(HeardOfLess, match="ikke om, at den ophører"):
        actions.decide(asked, seen=choice.version, by=by, on=after)


def test_what_was_wrong_is_kept_while_it_is_written() -> None:
    by = given.caseworker()
    made = known.decided(by)
    kept = Preparation.objects.get(application=made.application)
    kept = actions.prepare(made.application, seen=kept.version, by=by, on=TODAY, because="Trinnet var forkert.")
    assert kept.because == "Trinnet var forkert."
    actions.correct_decision(made, because=kept.because, seen=kept.version, by=by, on=TODAY)
    kept.refresh_from_db()
    assert kept.because == ""


@pytest.mark.parametrize(
    ("mine", "theirs", "expected"),
    [
        ((140, "hours_week"), (600, "hours_month"), 1),
        ((100, "contacts_14d"), (200, "contacts_month"), 1),
        ((100, "hours_week"), (100, "days"), None),
        ((100, "days"), (200, "days"), -1),
    ],
)
def test_help_is_compared_however_it_is_counted(mine: tuple[int, str], theirs: tuple[int, str], expected: int | None) -> None:
    chosen, grant = Preparation(amount=mine[0], unit=mine[1]), Grant(amount=theirs[0], unit=theirs[1])
    assert whole.compared(chosen, grant) == expected
