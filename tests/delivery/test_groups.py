"""Groups: made, met, and the attendance of everybody in one go."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, time, timedelta
from typing import Any

import pytest

from mestring.audit import clock
from mestring.audit.errors import MestringError, NotAllowed
from mestring.audit.models import Entry
from mestring.cases.errors import DayInTheFuture
from mestring.decisions.errors import FieldMissing
from mestring.delivery import actions
from mestring.delivery.actions import grouping
from mestring.delivery.errors import AttendanceMissing, InTheGroupAlready, RegisteredAlready
from mestring.delivery.models import Group, GroupSession, Membership, Order, Visit
from mestring.delivery.states import OrderState, SessionState, VisitState
from mestring.people import access
from mestring.people.access import Actor
from mestring.people.models import Unit
from tests.delivery import given_delivery as known
from tests.delivery.conftest import DAY, noon

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("december")]
ONE = time(13)


def refused(error: type[MestringError], *fields: str, act: Callable[[], Any]) -> str:
    """What was said; nothing was written."""
    before = (Entry.objects.count(), Visit.objects.count(), Membership.objects.count())
    with pytest.raises(error) as told:
        act()
    assert told.value.fields == fields
    assert (Entry.objects.count(), Visit.objects.count(), Membership.objects.count()) == before
    return told.value.message


@pytest.fixture
def group(order: Order, sofie: Actor) -> Group:
    return actions.make_group(order.unit, name=" Hverdag og angst ", section="85", place="Lokale 2", meetings=12, by=sofie, on=DAY)


@pytest.fixture
def other(anne: Actor, sofie: Actor) -> Order:
    """Another citizen's order with the same provider, said yes to and not begun."""
    grant = known.granted(anne)
    return known.seen(known.accepted(known.placed(grant, anne, Unit.objects.get(pk=sofie.provides[0]), on=DAY), sofie, on=DAY), sofie)


def meeting(group: Group, by: Actor, day: date = DAY, **more: Any) -> GroupSession:
    return actions.plan_sessions(group, day=day, at=ONE, minutes=120, by=by, on=DAY, **more)[0]


def test_a_group_belongs_to_its_provider(group: Group, order: Order, sofie: Actor, per: Actor, anne: Actor) -> None:
    assert (group.name, group.unit, group.place, group.meetings) == ("Hverdag og angst", order.unit, "Lokale 2", 12)
    assert (
        refused(FieldMissing, "name", act=lambda: actions.make_group(order.unit, name=" ", section="85", by=sofie, on=DAY)) == "Navn: skriv, hvad holdet hedder"
    )
    for who in (per, anne, access.house(DAY)):
        refused(NotAllowed, act=lambda who=who: actions.make_group(order.unit, name="x", section="85", by=who, on=DAY))
        refused(NotAllowed, act=lambda who=who: actions.plan_sessions(group, day=DAY, at=ONE, minutes=60, by=who, on=DAY))
        refused(NotAllowed, act=lambda who=who: actions.close_group(group, by=who, on=DAY))
        refused(NotAllowed, act=lambda who=who: actions.join_group(group, order, since=DAY, by=who, on=DAY))
    assert not Group.objects.provided_by(per).exists()


def test_meetings_are_planned_each_week_and_one_that_is_there_stays(group: Group, sofie: Actor) -> None:
    made = actions.plan_sessions(group, day=DAY, at=ONE, minutes=120, by=sofie, on=DAY, weeks=3)
    assert [one.day for one in made] == [DAY, DAY + timedelta(days=7), DAY + timedelta(days=14)]
    again = actions.plan_sessions(group, day=DAY, at=ONE, minutes=60, by=sofie, on=DAY, weeks=3)
    assert again == made
    assert {one.minutes for one in again} == {120}
    for minutes in (0, 1441):
        said = refused(FieldMissing, "minutes", act=lambda minutes=minutes: actions.plan_sessions(group, day=DAY, at=ONE, minutes=minutes, by=sofie, on=DAY))
        assert said.startswith("Minutter: skriv, hvor længe holdet er sammen")
    for weeks in (0, 61):
        said = refused(FieldMissing, "weeks", act=lambda weeks=weeks: meeting(group, sofie, weeks=weeks))
        assert said == "Antal uger: skriv et tal fra 1 til 60"


def test_a_citizen_is_in_a_group_by_one_of_the_provider_s_orders(group: Group, order: Order, sofie: Actor, per: Actor, anne: Actor) -> None:
    member = actions.join_group(group, order, since=date(2026, 11, 1), by=sofie, on=DAY)
    assert member.since == order.begins_on, "not before the help is given"
    assert refused(InTheGroupAlready, "order", act=lambda: actions.join_group(group, order, since=DAY, by=sofie, on=DAY)).startswith(
        "Deltager: borgeren er allerede"
    )
    waiting = known.seen(known.placed(known.granted(anne), anne, order.unit, on=DAY), sofie)
    said = refused(FieldMissing, "order", act=lambda: actions.join_group(group, waiting, since=DAY, by=sofie, on=DAY))
    assert said == "Deltager: vælg en af jeres egne bestillinger, som I har taget imod"
    elsewhere = known.running(known.granted(anne), anne, per)
    refused(NotAllowed, act=lambda: actions.join_group(group, elsewhere, since=DAY, by=sofie, on=DAY))


def test_who_leaves_is_in_the_group_until_the_last_day(group: Group, order: Order, sofie: Actor, per: Actor) -> None:
    member = actions.join_group(group, order, since=DAY, by=sofie, on=DAY)
    refused(NotAllowed, act=lambda: actions.leave_group(member, last_day=DAY, by=per, on=DAY))
    said = refused(FieldMissing, "last_day", act=lambda: actions.leave_group(member, last_day=DAY - timedelta(days=1), by=sofie, on=DAY))
    assert said == "Sidste dag: skriv en dag fra 10-12-2026 og frem"
    actions.leave_group(member, last_day=DAY + timedelta(days=6), by=sofie, on=DAY)
    assert [list(Membership.objects.on(DAY + timedelta(days=days))) for days in (-1, 0, 6, 7)] == [[], [member], [member], []]


def test_everybody_s_attendance_is_written_or_nobody_s(group: Group, order: Order, other: Order, sofie: Actor) -> None:
    for one in (order, other):
        actions.join_group(group, one, since=DAY, by=sofie, on=DAY)
    met = meeting(group, sofie)
    half = {order.public_id: "held"}
    said = refused(AttendanceMissing, str(other.public_id), act=lambda: actions.write_attendance(met, marks=half, by=sofie, on=DAY))
    assert said == "Karen: vælg, om borgeren kom."
    wrong = {**half, other.public_id: "by_provider"}
    refused(AttendanceMissing, str(other.public_id), act=lambda: actions.write_attendance(met, marks=wrong, by=sofie, on=DAY))
    actions.write_attendance(met, marks={**half, other.public_id: "no_show"}, by=sofie, on=DAY)
    found = {one.order_id: (one.state, one.minutes, one.planned, one.form) for one in met.visits.all()}
    assert found == {order.pk: ("held", 120, 120, "group"), other.pk: ("no_show", 0, 120, "group")}
    assert (met.state, met.registered_by_id) == (SessionState.HELD, sofie.employee)
    other.refresh_from_db()
    assert other.state == OrderState.ACCEPTED, "who did not come has not begun"


def test_attendance_is_written_once(group: Group, order: Order, sofie: Actor) -> None:
    actions.join_group(group, order, since=DAY, by=sofie, on=DAY)
    met = meeting(group, sofie)
    stale = GroupSession.objects.select_related("group").get(pk=met.pk)
    actions.write_attendance(met, marks={order.public_id: "held"}, by=sofie, on=DAY)
    for one in (met, stale):
        refused(RegisteredAlready, act=lambda one=one: actions.write_attendance(one, marks={order.public_id: "no_show"}, by=sofie, on=DAY))
    assert Visit.objects.get().state == VisitState.HELD


def test_coming_to_the_group_begins_the_help(group: Group, other: Order, sofie: Actor) -> None:
    actions.join_group(group, other, since=DAY, by=sofie, on=DAY)
    actions.write_attendance(meeting(group, sofie), marks={other.public_id: "held"}, by=sofie, on=DAY)
    other.refresh_from_db()
    assert (other.state, other.started_on) == (OrderState.RUNNING, DAY)


def test_who_came_to_a_meeting_to_come_is_not_known(group: Group, order: Order, sofie: Actor, per: Actor) -> None:
    actions.join_group(group, order, since=DAY, by=sofie, on=DAY)
    later = meeting(group, sofie, DAY + timedelta(days=1))
    with pytest.raises(DayInTheFuture):
        actions.write_attendance(later, marks={order.public_id: "held"}, by=sofie, on=DAY)
    refused(NotAllowed, act=lambda: actions.write_attendance(later, marks={}, by=per, on=DAY))


def test_attendance_is_put_right_one_by_one(group: Group, order: Order, sofie: Actor) -> None:
    actions.join_group(group, order, since=DAY, by=sofie, on=DAY)
    met = meeting(group, sofie)
    actions.write_attendance(met, marks={order.public_id: "held"}, by=sofie, on=DAY)
    made = actions.correct_visit(
        met.visits.select_related("order__relation", "order__unit").get(),
        because="Hun gik før tid.",
        day=DAY,
        state="held",
        minutes=60,
        form="group",
        goals=[],
        by=sofie,
        on=DAY,
    )
    made.refresh_from_db()
    assert (made.session, made.planned, made.minutes) == (met, 120, 60)


def test_a_closed_group_meets_no_more(group: Group, order: Order, sofie: Actor) -> None:
    today, later = meeting(group, sofie), meeting(group, sofie, DAY + timedelta(days=7))
    actions.close_group(group, by=sofie, on=DAY)
    assert group.closed_on == DAY
    states = dict(GroupSession.objects.values_list("pk", "state"))
    assert states == {today.pk: SessionState.PLANNED, later.pk: SessionState.CANCELLED}
    assert not Group.objects.provided_by(sofie).open().exists()
    with clock.at(noon(later.day)):
        refused(RegisteredAlready, act=lambda: actions.write_attendance(later, marks={}, by=access.moved_to(sofie, later.day), on=later.day))


def test_one_whose_order_is_over_is_not_asked_for(group: Group, order: Order, other: Order, sofie: Actor, anne: Actor) -> None:
    for one in (order, other):
        actions.join_group(group, one, since=DAY, by=sofie, on=DAY)
    actions.end_order(order, last_day=DAY, because="x", by=anne, on=DAY)
    day = DAY + timedelta(days=7)
    met = meeting(group, sofie, day)
    with clock.at(noon(day)):
        assert [one.order for one in grouping.members(met, access.moved_to(sofie, day))] == [other]


# ------------------------------------------------------------------------------------------------ an order's days, and one citizen once


def test_attendance_written_late_moves_the_day_help_began(group: Group, other: Order, sofie: Actor) -> None:
    """Help has been said to begin since: who came before that was helped before that."""
    actions.join_group(group, other, since=date(2026, 12, 1), by=sofie, on=DAY)
    first, second = meeting(group, sofie, date(2026, 12, 3)), meeting(group, sofie, date(2026, 12, 8))
    for met in (second, first):
        (member,) = grouping.members(met, sofie)
        actions.write_attendance(met, marks={member.order.public_id: "held"}, by=sofie, on=DAY)
        assert known.seen(other, sofie).started_on == met.day


def test_nobody_is_in_a_group_twice_on_a_day(group: Group, order: Order, sofie: Actor) -> None:
    week, fortnight = DAY + timedelta(days=7), DAY + timedelta(days=14)
    member = actions.join_group(group, order, since=week, by=sofie, on=DAY)
    actions.leave_group(member, last_day=fortnight, by=sofie, on=DAY)
    for since in (DAY, week, fortnight):
        refused(InTheGroupAlready, "order", act=lambda since=since: actions.join_group(group, order, since=since, by=sofie, on=DAY))
    assert actions.join_group(group, order, since=fortnight + timedelta(days=1), by=sofie, on=DAY)


def test_nobody_joins_a_closed_group_and_it_is_not_planned(group: Group, order: Order, sofie: Actor) -> None:
    actions.close_group(group, by=sofie, on=DAY)
    for act in (lambda: actions.join_group(group, order, since=DAY, by=sofie, on=DAY), lambda: meeting(group, sofie)):
        with pytest.raises(MestringError):
            act()
