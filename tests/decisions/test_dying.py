"""When the citizen has died: nothing is owed to them, help ends by law's own days, and the case can be closed."""

from __future__ import annotations

from datetime import date

import pytest

from mestring.cases.actions import case as case_acts
from mestring.cases.actions.application import end_by_death
from mestring.cases.errors import CitizenLives as DayNotKnown
from mestring.cases.models import Application, Due
from mestring.decisions import actions, proposals
from mestring.decisions.errors import CitizenDied, CitizenLives, GrantNotInForce
from mestring.decisions.models import Grant
from mestring.people.access import Actor
from mestring.people.actions.citizen import change_citizen
from tests import given
from tests.decisions import given_decision as known
from tests.given import TODAY

pytestmark = pytest.mark.django_db


def dies(application: Application, by: Actor, died_on: date | None) -> None:
    citizen = application.case.citizen
    change_citizen(citizen, by=by, on=TODAY, seen=citizen.version, died_on=died_on)
    actions.note_death(citizen, by=by, on=TODAY)


def waiting(kind: str) -> list[Due]:
    return list(Due.objects.waiting().filter(kind=kind))


def test_the_case_of_a_citizen_who_died_before_the_letter_was_sent_can_be_closed() -> None:
    by = given.caseworker()
    made = known.decided(by, **{**known.GRANTED, "begins_on": TODAY, "follow_up_on": date(2027, 1, 25)})
    assert waiting(Due.Kind.LETTER)
    dies(made.application, by, TODAY)
    assert not waiting(Due.Kind.LETTER)
    (row,) = waiting(Due.Kind.GRANT)
    assert (row.next, row.on) == ("Luk bevillingen", TODAY)
    case = made.application.case
    assert case_acts.left_to_do(case) == ["bevillingen § 85: borgeren er død"]
    grant = actions.close_grant(Grant.objects.get(), by=by, on=TODAY)
    assert (grant.ended_on, grant.ended_by_death) == (TODAY, True)
    assert not waiting(Due.Kind.GRANT)
    with pytest.raises(GrantNotInForce):
        actions.close_grant(grant, by=by, on=TODAY)
    case_acts.close_case(case, by=by, on=TODAY, because="Borgeren er død.")


def test_an_application_ends_because_the_citizen_died_and_only_then() -> None:
    by = given.caseworker()
    asked = known.asked_for(by)
    with pytest.raises(DayNotKnown):
        end_by_death(asked, by=by, on=TODAY)
    dies(asked, by, date(2026, 11, 20))
    (row,) = waiting(Due.Kind.APPLICATION)
    assert row.next == "Afslut ansøgningen: borgeren er død"
    assert not waiting(Due.Kind.DELAY)
    end_by_death(asked, by=by, on=TODAY)
    assert (asked.state, asked.get_state_display(), asked.ended_because) == ("died", "Borgeren er død", "Borgeren døde 20. november 2026.")
    assert not Due.objects.waiting().exists()


def test_a_death_that_was_noted_by_mistake_is_taken_back() -> None:
    by = given.caseworker()
    made = known.decided(by)
    other = known.asked_for(by, "97")
    before = {(one.kind, one.thing, one.next, one.on) for one in Due.objects.waiting()}
    for one in (made.application, other):
        dies(one, by, TODAY)
        dies(one, by, None)
    assert {(one.kind, one.thing, one.next, one.on) for one in Due.objects.waiting()} == before


@pytest.mark.parametrize(
    ("standard", "section", "died_on", "last", "helpers"),
    [
        (given.VEJLE, "85", date(2026, 11, 20), date(2026, 11, 20), None),
        (given.VIBORG, "96", date(2026, 11, 20), date(2026, 11, 30), date(2026, 12, 31)),
        (given.VIBORG, "96", date(2026, 12, 31), date(2026, 12, 31), date(2027, 1, 31)),
        (given.VEJLE, "95", date(2027, 1, 5), date(2027, 1, 31), date(2027, 2, 28)),
        ("rebild-2015", "100", date(2026, 11, 20), date(2026, 11, 30), None),
    ],
)
def test_help_ends_with_the_day_or_the_month_of_the_death(standard: str, section: str, died_on: date, last: date, helpers: date | None) -> None:
    found = proposals.last_day_at_death(standard, section, died_on, TODAY)
    assert (found.value, found.values.get("helpers_until")) == (last, helpers)
    assert bool(found.source) == (section != "85")


def test_help_of_the_dead_is_closed_and_never_reduced_and_what_had_not_begun_never_begins() -> None:
    by = given.caseworker()
    grant = known.granted(by)
    with pytest.raises(CitizenLives):
        actions.close_grant(grant, by=by, on=TODAY)
    dies(grant.decision.application, by, date(2026, 11, 20))
    grant = Grant.objects.get()
    with pytest.raises(CitizenDied):
        actions.end_or_reduce(grant, intended="ended", because="Død.", standard=given.VEJLE, by=by, on=TODAY)
    actions.close_grant(grant, by=by, on=TODAY)
    assert grant.ended_on == date(2026, 11, 30)
    assert not grant.in_force(date(2026, 12, 1))
