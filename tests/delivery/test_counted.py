"""What happens when help has been given so much: the status note of Vejle's § 102, the hours of Viborg's, half days of § 103, and hours kept when help goes on."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest

from mestring.audit import clock
from mestring.cases.models import Case, Due
from mestring.decisions.models import Grant
from mestring.delivery import actions, hours, measuring, proposals
from mestring.delivery.models import Order, StatusDue
from mestring.followups import actions as following
from mestring.people import access
from mestring.people.access import Actor
from mestring.people.models import Unit
from tests import given
from tests.decisions import given_decision as deciding
from tests.delivery import given_delivery as known
from tests.delivery.conftest import DAY, noon
from tests.followups import given_follow_up

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("december")]
TREATED = {**deciding.GRANTED, "level": "", "level_label": "", "amount": 1000, "unit": "sessions", "payment": "Gratis", "departure": "Ti gange, som aftalt."}


def treatment(anne: Actor, standard: str = given.VEJLE, **more: object) -> Grant:
    return known.granted(anne, application=deciding.asked_for(anne, "102", standard=standard), **{**TREATED, **more})


def rows(grant: Grant, kind: str) -> list[tuple[date | None, str]]:
    return list(Due.objects.waiting().filter(case=grant.case, kind=kind).order_by("pk").values_list("on", "next"))


def night(on: date) -> None:
    with clock.at(noon(on)):
        actions.keep_orders(by=access.house(on), on=on)
        following.keep_all(by=access.house(on), on=on)


# ------------------------------------------------------------------------------------------------ § 102


def test_a_note_sent_early_answers_no_count_that_comes_later(anne: Actor, sofie: Actor) -> None:
    """Vejle 2023, l. 844 and 1506: after six sessions, whatever was written after two."""
    order = known.seen(known.running(treatment(anne), anne, sofie), sofie)
    for day in (1, 2):
        known.visited(order, sofie, date(2026, 12, day))
    said = {"done": "To gange.", "citizen_says": "Godt.", "staff_says": "Godt.", "recommends": "continue", "because": "Det virker."}
    actions.send_status(actions.save_status(order, seen=0, by=sofie, on=DAY, **said), by=sofie, on=DAY)
    for day in (11, 14, 15):
        _on(order, sofie, date(2026, 12, day))
    assert not StatusDue.objects.filter(order=order).exists()
    _on(order, sofie, date(2026, 12, 16))
    due = StatusDue.objects.get(order=order)
    assert (due.day, due.counted, due.why[0]["text"]) == (date(2026, 12, 16), True, "6 mødegange holdt")


def _on(order: Order, by: Actor, day: date) -> None:
    with clock.at(noon(day)):
        known.visited(order, access.moved_to(by, day), day)


def test_treatment_in_vejle_is_followed_up_from_the_sixth_session(anne: Actor, sofie: Actor) -> None:
    grant = treatment(anne)
    order = known.seen(known.running(grant, anne, sofie), sofie)
    for day in (1, 2, 3, 4, 7):
        known.visited(order, sofie, date(2026, 12, day))
    night(DAY)
    before = rows(grant, Due.Kind.FOLLOW_UP)
    known.visited(order, sofie, date(2026, 12, 9))
    night(DAY)
    assert rows(grant, Due.Kind.FOLLOW_UP) == [(date(2026, 12, 9), "Følg op")] != before
    why = Due.objects.waiting().get(case=grant.case, kind=Due.Kind.FOLLOW_UP).why
    assert [(one["text"], one["value"]) for one in why][-2:] == [("Samme dag", "9. dec. 2026"), ("Regnet om: før 1. mar. 2027", "9. dec. 2026")]
    given_follow_up.held(grant, anne, on=DAY, next_on=date(2027, 3, 1))
    night(DAY)
    assert rows(grant, Due.Kind.FOLLOW_UP) == [(date(2027, 3, 1), "Følg op")]


def test_treatment_in_viborg_is_followed_up_when_nobody_gives_it_any_more(anne: Actor, sofie: Actor) -> None:
    """Viborg 2020, l. 1523-1524."""
    grant = treatment(anne, given.VIBORG)
    order = known.running(grant, anne, sofie)
    night(DAY)
    assert (date(2026, 12, 9), "Følg op") not in rows(grant, Due.Kind.FOLLOW_UP)
    actions.finish(known.seen(order, sofie), last_day=date(2026, 12, 9), because="Forløbet er slut.", by=sofie, on=DAY)
    night(DAY)
    assert rows(grant, Due.Kind.FOLLOW_UP) == [(date(2026, 12, 9), "Følg op")]


def test_all_the_hours_there_are_of_viborgs_treatment_are_told_once(anne: Actor, sofie: Actor) -> None:
    """Viborg 2020, l. 1509: 15 hours, more in special cases."""
    grant = treatment(anne, given.VIBORG)
    order = known.seen(known.running(grant, anne, sofie), sofie)
    known.visited(order, sofie, date(2026, 12, 1), 14 * 60)
    assert rows(grant, Due.Kind.ORDER) == []
    known.visited(order, sofie, date(2026, 12, 2), 60)
    assert rows(grant, Due.Kind.ORDER) == [(date(2026, 12, 2), "Følg op: skal der gives mere?")]
    Due.objects.filter(case=grant.case, kind=Due.Kind.ORDER).update(done_on=DAY)
    known.visited(order, sofie, date(2026, 12, 3), 60)
    assert rows(grant, Due.Kind.ORDER) == []


# ------------------------------------------------------------------------------------------------ half days, days a year


def test_help_ordered_in_half_days_is_counted_in_half_days(anne: Actor, sofie: Actor) -> None:
    """50 percent of Vejle's § 103 spread as five half days a week: a fortnight is five days, and ten half days are five."""
    chosen = {"outcome": "granted", "amount": 5000, "unit": "percent", "begins_on": known.BEGINS, "departure": "Halve dage.", "payment": "x", "plan": "offered"}
    grant = known.granted(anne, section="103", plan_on=given.TODAY, ends_on=date(2059, 12, 31), **chosen)
    order = known.seen(known.running(grant, anne, sofie, amount=500, measure="half_days_week"), sofie)
    for day in (1, 2, 3, 4, 7, 8, 9, 10, 11):
        known.visited(order, sofie, date(2026, 12, day), 180, on=date(2026, 12, 14))
    known.visited(order, sofie, date(2026, 12, 14), state="by_citizen")
    found = measuring.of_grant(grant, date(2026, 12, 14))
    assert found is not None
    assert (found.unit, found.granted, found.ordered, found.delivered) == ("days", 5, 5, 4.5)
    assert {one.kind: float(one.minutes) for one in found.gaps} == {"by_citizen": 0.5}


def test_days_a_year_are_no_number_in_all() -> None:
    """Viborg 2020, l. 670: 85 døgn a year are as many in each of two years."""
    found = proposals.extent(given.VIBORG, "84", 8500, "days_year")
    assert (found.unit, found.in_all, round(found.amount * 52)) == ("days", False, 85)


def test_who_plans_a_day_offer_is_told_on_which_days_it_is_closed() -> None:
    assert proposals.closed_days(given.VEJLE, "104") == "Der er ikke aktivitets- og samværstilbud om fredagen."
    assert proposals.closed_days(given.VEJLE, "103") == proposals.closed_days(given.VEJLE, "85") == ""


# ------------------------------------------------------------------------------------------------ by when help begins


@pytest.fixture
def november() -> Iterator[None]:
    with clock.at(noon(date(2026, 11, 25))):
        yield


@pytest.mark.usefixtures("november")
def test_randers_ten_working_days_are_counted_from_the_citizen_plan_and_no_other(anne: Actor) -> None:
    """Randers 2019, l. 265."""
    on = date(2026, 11, 25)
    case = given.case(anne)
    known.plan(case, anne, on=date(2026, 3, 2))
    order = _course(case, anne, on)
    assert (order.start_by, order.start_is_contact) == (None, True)
    known.plan(case, anne, on=on, kind="citizen")
    order.refresh_from_db()
    assert (order.start_by, order.start_is_contact, order.begin_by) == (date(2026, 12, 9), True, None)
    later = _course(given.case(anne), anne, on)
    assert later.start_by is None
    first_plan = known.plan(later.case, anne, on=on, kind="citizen")
    assert first_plan.made_on == on
    assert _again(later).start_by == date(2026, 12, 9)


@pytest.mark.usefixtures("november")
def test_a_day_the_citizen_hears_by_is_not_the_day_a_waiting_list_is_held_against(anne: Actor, sofie: Actor) -> None:
    on = date(2026, 11, 25)
    case = given.case(anne)
    known.plan(case, anne, on=on, kind="citizen")
    order = _course(case, anne, on, unit=sofie)
    actions.queue(known.seen(order, sofie), expected_start=date(2026, 12, 14), by=sofie, on=on)
    row = Due.objects.waiting().get(kind=Due.Kind.ORDER, thing=order.public_id)
    assert (row.on, row.next) == (date(2026, 12, 9), "Spørg, om ventetiden holder")
    known.accepted(order, sofie, on=on)
    row.refresh_from_db()
    assert (row.on, row.next) == (date(2026, 12, 9), "Sig til borgeren, hvornår hjælpen begynder")


def _course(case: Case, by: Actor, on: date, unit: Actor | None = None) -> Order:
    where = Unit.objects.get(pk=unit.provides[0]) if unit else known.house()
    values = {"purpose": "Et forløb", "begins_on": on, "answer_by": on, "section": "82a", "standard": given.RANDERS}
    return actions.place_order(case, unit=where, by=by, on=on, **values)


def _again(order: Order) -> Order:
    return Order.objects.get(pk=order.pk)


# ------------------------------------------------------------------------------------------------ hours kept


def test_hours_saved_are_kept_when_the_same_hours_are_given_on(anne: Actor, sofie: Actor) -> None:
    """15 hours a month to the end of January, and again from February: what was saved in December is there in March, less what was used."""
    first = known.granted(anne, application=deciding.asked_for(anne, "97"), **{**ACCOMPANIED, "ends_on": date(2027, 1, 31)})
    order = known.seen(known.running(first, anne, sofie), sofie)
    actions.register_use(order, day=DAY, minutes=300, what="Biograf", expenses=0, by=sofie, on=DAY)
    on = date(2027, 1, 20)
    with clock.at(noon(on)):
        by = access.moved_to(anne, on)
        asked = given.application(by, first.case, section="97", standard=given.VEJLE, kind=deciding.case_proposals.kinds(given.VEJLE, "97", on)[0].id, on=on)
        second = known.granted(by, application=asked, on=on, **{**ACCOMPANIED, "begins_on": date(2027, 2, 1), "plan_on": on})
    march = date(2027, 3, 10)
    assert hours.account_of(second) == [second, first]
    assert hours.of_grant(second, march).left == 4 * 900 - 300
    assert hours.of_grant(first, date(2027, 1, 15)).left == 2 * 900 - 300


ACCOMPANIED = {**deciding.GRANTED, "level": "", "level_label": "", "amount": 1500, "unit": "hours_month", "payment": "Gratis", "departure": ""}
