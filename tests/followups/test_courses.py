"""Courses nobody had to decide: when they are followed up, what is asked before they end, and how they end."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from mestring.audit import clock
from mestring.cases.errors import DayInTheFuture
from mestring.cases.models import Case, Due
from mestring.decisions.errors import FieldMissing
from mestring.delivery import actions as delivering
from mestring.delivery.errors import GivenBefore, NotRunning, OutsideTheOrder
from mestring.delivery.models import Order
from mestring.followups import actions, courses, proposals
from mestring.followups.errors import HeldMeanwhile, LaterUnexplained, NextPastTheEnd
from mestring.followups.models import AgreedDate, FollowUp, Kind
from mestring.people import access
from mestring.people.access import Actor, NotAllowed
from mestring.people.models import Unit
from tests import given
from tests.delivery import given_delivery as known
from tests.delivery.conftest import noon

pytestmark = pytest.mark.django_db
RANDERS, BALLERUP = given.RANDERS, "ballerup-undated"
BEGAN = date(2026, 1, 31)
"""A Saturday, from which months are counted to their last day."""
HOUSE_DAY = date(2026, 2, 2)


@pytest.fixture(autouse=True)
def february() -> Iterator[None]:
    with clock.at(noon(HOUSE_DAY)):
        yield


@pytest.fixture
def anne() -> Actor:
    return given.caseworker(on=HOUSE_DAY)


@pytest.fixture
def sofie() -> Actor:
    return given.provider(on=HOUSE_DAY)


@pytest.fixture
def case(anne: Actor) -> Case:
    return given.case(anne)


def begun(case: Case, by: Actor, provider: Actor, *, section: str = "82a", standard: str = RANDERS, began: date = BEGAN, **more: Any) -> Order:
    """A course that runs, and that the house has taken up."""
    values = {"purpose": "Et forløb", "begins_on": began, "answer_by": HOUSE_DAY, "section": section, "standard": standard, **more}
    made = delivering.place_order(case, unit=Unit.objects.get(pk=provider.provides[0]), by=by, on=HOUSE_DAY, **values)
    known.accepted(made, provider, on=HOUSE_DAY)
    delivering.start(known.seen(made, provider), started_on=began, by=provider, on=HOUSE_DAY)
    actions.take_up_courses(by=access.house(HOUSE_DAY), on=HOUSE_DAY)
    return Order.objects.get(pk=made.pk)


def row(order: Order) -> Due | None:
    return Due.objects.waiting().filter(kind=Due.Kind.COURSE, thing=order.public_id).first()


def held(order: Order, by: Actor, on: date, **more: Any) -> FollowUp:
    values = {"held_on": on, "form": "in_person", "agreed": "Det går fremad.", "outcome": "continue", "standard": RANDERS}
    values["seen"] = FollowUp.objects.filter(order=order).counted().count()
    with clock.at(noon(on)):
        return actions.hold_course(order, by=access.moved_to(by, on), on=on, **{**values, **more})


# ------------------------------------------------------------------------------------------------ when


def test_a_course_in_randers_is_followed_up_every_month_from_its_beginning(case: Case, anne: Actor, sofie: Actor) -> None:
    order = begun(case, anne, sofie)
    found = row(order)
    assert (found.on, found.next, found.what) == (date(2026, 2, 28), "Følg op", "Forløb § 82 a hos Mestringsvejen")
    assert found.source.startswith("Randers")
    assert [(step["text"], step["value"]) for step in found.why] == [
        ("Dagen støtten begyndte", "31. jan. 2026"),
        ("Hver måned (grundlag: borgerplan, emner: mål og plan)", "28. feb. 2026"),
    ]
    days = []
    for on in (date(2026, 2, 26), date(2026, 3, 31), date(2026, 5, 4)):
        held(order, anne, on)
        days.append(row(order).on)
    assert days == [date(2026, 3, 31), date(2026, 4, 30), date(2026, 5, 31)]  # counted from 31 January, and not from when it was held


def test_where_the_document_sets_no_interval_the_day_is_agreed_in_the_plan(case: Case, anne: Actor, sofie: Actor) -> None:
    order = begun(case, anne, sofie, standard=BALLERUP)
    assert (row(order).on, row(order).next) == (None, "Aftal en dag for opfølgning")
    made = actions.agree_course_date(order, day=date(2026, 3, 20), by=anne, on=HOUSE_DAY)
    assert (row(order).on, row(order).next, made.order_id, made.grant_id) == (date(2026, 3, 20), "Følg op", order.pk, None)
    with pytest.raises(FieldMissing) as said:
        held(order, anne, date(2026, 3, 18))
    assert said.value.fields == ("next_on",)
    held(order, anne, date(2026, 3, 18), next_on=date(2026, 5, 1))
    assert row(order).on == date(2026, 5, 1)
    assert list(AgreedDate.objects.filter(order=order).values_list("ended_on", flat=True).order_by("pk")) == [date(2026, 3, 18), None]


def test_a_day_later_than_the_standards_says_with_whom_and_why(case: Case, anne: Actor, sofie: Actor) -> None:
    order = begun(case, anne, sofie)
    with pytest.raises(LaterUnexplained):
        actions.agree_course_date(order, day=date(2026, 3, 10), by=anne, on=HOUSE_DAY)
    actions.agree_course_date(order, day=date(2026, 3, 10), agreed_with="Lone Friis", because="Gruppen holder ferie.", by=anne, on=HOUSE_DAY)
    assert row(order).on == date(2026, 3, 10)


def test_the_bridge_is_begun_two_months_before_a_course_in_ballerup_ends(case: Case, anne: Actor, sofie: Actor) -> None:
    order = begun(case, anne, sofie, standard=BALLERUP, last_day=date(2026, 6, 30))
    assert (row(order).on, row(order).next) == (None, "Aftal en dag for opfølgning"), "the plan says when, before what lies far off"
    actions.agree_course_date(order, day=date(2026, 5, 15), by=anne, on=HOUSE_DAY)
    found = row(order)
    assert (found.on, found.next) == (date(2026, 4, 30), "Begynd brobygningen til beskæftigelses-, uddannelses- og/eller sundhedsområdet")
    assert found.source == proposals.closings(BALLERUP, "82a", BEGAN, date(2026, 6, 30), HOUSE_DAY)[0].entry.source.label()
    held(order, anne, date(2026, 4, 10))
    assert row(order).on == date(2026, 4, 30)  # a talk before its day is not the bridge
    held(order, anne, date(2026, 5, 4))
    assert (row(order).on, row(order).next) == (None, "Aftal en dag for opfølgning")


def test_a_course_shorter_than_the_bridge_begins_with_it(case: Case, anne: Actor, sofie: Actor) -> None:
    order = begun(case, anne, sofie, standard=BALLERUP, last_day=date(2026, 3, 1))
    assert row(order).on == BEGAN


def test_a_course_in_randers_ends_with_a_talk(case: Case, anne: Actor, sofie: Actor) -> None:
    order = begun(case, anne, sofie, last_day=date(2026, 2, 27))
    found = row(order)
    assert (found.on, found.next) == (date(2026, 2, 27), "Hold en afsluttende samtale mellem borgeren og de relevante medarbejdere")
    with pytest.raises(NextPastTheEnd):
        actions.agree_course_date(order, day=date(2026, 2, 28), by=anne, on=HOUSE_DAY)


def test_where_the_document_says_nothing_of_the_end_the_house_asks_a_fortnight_before(case: Case, anne: Actor, sofie: Actor) -> None:
    order = begun(case, anne, sofie, standard="rebild-2015", section="99", last_day=date(2026, 6, 30))
    actions.agree_course_date(order, day=date(2026, 6, 25), by=anne, on=HOUSE_DAY)
    assert (row(order).on, row(order).next, row(order).source) == (date(2026, 6, 16), "Skal forløbet slutte?", "Husets eget forslag")


# ------------------------------------------------------------------------------------------------ how long


def test_law_ends_a_course_under_82b_after_six_months(case: Case, anne: Actor, sofie: Actor) -> None:
    order = begun(case, anne, sofie, section="82b")
    assert order.last_day == date(2026, 7, 30)
    assert order.relation.until.astimezone(noon(BEGAN).tzinfo).date() == date(2026, 7, 30)
    shorter = begun(given.case(anne), anne, sofie, section="82b", last_day=date(2026, 5, 1))
    assert shorter.last_day == date(2026, 5, 1)
    with pytest.raises(OutsideTheOrder) as said:
        begun(given.case(anne), anne, sofie, section="82b", last_day=date(2026, 7, 31))
    assert said.value.fields == ("last_day",)
    with pytest.raises(OutsideTheOrder):
        delivering.change_order(order, seen=order.version, because="Længere", goals=(), last_day=date(2026, 7, 31), by=anne, on=HOUSE_DAY)


def test_a_second_course_under_82b_is_for_another_need(case: Case, anne: Actor, sofie: Actor) -> None:
    order = begun(case, anne, sofie, section="82b")
    delivering.end_order(order, last_day=HOUSE_DAY, because="Lukker", by=anne, on=HOUSE_DAY)
    going_on = begun(case, anne, sofie, section="82b", began=HOUSE_DAY)
    assert going_on.last_day == date(2026, 7, 30), "six months in all, whoever gives it"
    delivering.end_order(going_on, last_day=HOUSE_DAY, because="Målet er nået", by=anne, on=HOUSE_DAY)
    later = {"purpose": "Igen", "begins_on": date(2026, 8, 1), "answer_by": HOUSE_DAY, "section": "82b", "standard": RANDERS, "unit": order.unit}
    with pytest.raises(GivenBefore) as said:
        delivering.place_order(case, by=anne, on=HOUSE_DAY, **later)
    assert said.value.fields == ("other_need",)
    assert delivering.place_order(case, by=anne, on=HOUSE_DAY, other_need=True, **later).state == "placed"
    assert begun(case, anne, sofie, section="82a").state == "running"


def test_the_standards_own_length_is_proposed_and_not_enforced(case: Case, anne: Actor, sofie: Actor) -> None:
    assert delivering.longest(RANDERS, "82a", BEGAN, HOUSE_DAY).proposed_last_day == date(2026, 7, 30)
    order = begun(case, anne, sofie, last_day=date(2026, 12, 1))
    assert order.last_day == date(2026, 12, 1)
    assert begun(given.case(anne), anne, sofie).last_day is None


# ------------------------------------------------------------------------------------------------ how it ends


def test_a_course_ends_without_a_decision_and_says_why(case: Case, anne: Actor, sofie: Actor) -> None:
    order = begun(case, anne, sofie)
    on = date(2026, 2, 20)
    with pytest.raises(FieldMissing) as said:
        held(order, anne, on, outcome="end")
    assert said.value.fields == ("ended_because",)
    assert not FollowUp.objects.exists()
    made = held(order, anne, on, outcome="end", ended_because="Målene er nået")
    order.refresh_from_db()
    assert (order.state, order.last_day, order.ended_because, made.begun) == ("ended", on, "Målene er nået", None)
    assert row(order) is None
    assert not case.applications.exists()
    with pytest.raises(NotRunning):
        held(order, anne, on)


def test_one_held_before_the_last_visit_ends_the_course_with_the_visit(case: Case, anne: Actor, sofie: Actor) -> None:
    order = begun(case, anne, sofie)
    known.visited(order, sofie, date(2026, 2, 2))
    held(order, anne, HOUSE_DAY, held_on=date(2026, 2, 1), outcome="end", ended_because="Tiden er gået")
    order.refresh_from_db()
    assert order.last_day == date(2026, 2, 2)


def test_a_course_that_is_over_is_off_the_list(case: Case, anne: Actor, sofie: Actor) -> None:
    order = begun(case, anne, sofie)
    delivering.finish(known.seen(order, sofie), last_day=HOUSE_DAY, because="Gruppen er lukket.", by=sofie, on=HOUSE_DAY)
    assert actions.take_up_courses(by=access.house(HOUSE_DAY), on=HOUSE_DAY) == 0
    assert row(order) is None


def test_one_in_error_is_owed_again(case: Case, anne: Actor, sofie: Actor) -> None:
    order = begun(case, anne, sofie)
    made = held(order, anne, date(2026, 2, 26))
    assert row(order).on == date(2026, 3, 31)
    actions.mark_in_error(made, because="Det var en anden borger.", by=anne, on=HOUSE_DAY)
    assert row(order).on == date(2026, 2, 28)


# ------------------------------------------------------------------------------------------------ who, and how often


def test_only_the_authority_follows_up_and_only_what_can_be(case: Case, anne: Actor, sofie: Actor) -> None:
    order = begun(case, anne, sofie)
    stranger = given.caseworker(given.unit("Et andet team"), "Bo Vang", on=HOUSE_DAY)
    for who in (sofie, stranger, access.house(HOUSE_DAY)):
        with pytest.raises(NotAllowed):
            held(order, who, HOUSE_DAY)
        with pytest.raises(NotAllowed):
            actions.agree_course_date(order, day=date(2026, 2, 20), by=who, on=HOUSE_DAY)
    with pytest.raises(NotAllowed):
        actions.take_up_courses(by=anne, on=HOUSE_DAY)
    with pytest.raises(DayInTheFuture):
        held(order, anne, HOUSE_DAY, held_on=date(2026, 2, 3))
    held(order, anne, HOUSE_DAY)
    with pytest.raises(HeldMeanwhile):
        held(order, anne, HOUSE_DAY, seen=0)


def test_the_house_counts_again_and_changes_only_what_is_another(case: Case, anne: Actor, sofie: Actor) -> None:
    house = access.house(HOUSE_DAY)
    order = begun(case, anne, sofie)
    assert actions.keep_all_courses(by=house, on=HOUSE_DAY) == 0
    delivering.change_order(order, seen=order.version, because="Aftalt", goals=(), last_day=date(2026, 2, 20), by=anne, on=HOUSE_DAY)
    assert actions.keep_all_courses(by=house, on=HOUSE_DAY) == 1
    assert (row(order).on, row(order).next[:12]) == (date(2026, 2, 20), "Hold en afsl")
    assert courses.of(Order.objects.get(pk=order.pk), HOUSE_DAY).owing(Kind.FOLLOW_UP).day == date(2026, 2, 20)
