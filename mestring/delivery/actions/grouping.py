"""Groups: made, met, and the attendance of all in one go."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, time, timedelta
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Q

from mestring.audit import acts, moves
from mestring.cases.errors import DayInTheFuture
from mestring.decisions.errors import FieldMissing
from mestring.delivery import hours
from mestring.delivery.actions.answering import given_on, provider
from mestring.delivery.actions.visiting import LONGEST, count
from mestring.delivery.errors import AttendanceMissing, GroupClosed, InTheGroupAlready, RegisteredAlready
from mestring.delivery.models import Form, Group, GroupSession, Membership, Order, Visit
from mestring.delivery.states import OrderState, SessionState, VisitState
from mestring.people import access
from mestring.people.access import Actor
from mestring.people.models import Unit

MOST_MEETINGS = 60
"""Meetings planned in one go."""


def _own(by: Actor, unit: int) -> int:
    access.require(by, "provider.plan")
    if unit not in by.provides or by.employee is None:
        raise access.NotAllowed
    return by.employee


@transaction.atomic
def make_group(unit: Unit, *, name: str, section: str, by: Actor, on: date, place: str = "", meetings: int | None = None) -> Group:
    """Make a group that citizens can be in (hold). Raises: FieldMissing."""
    _own(by, unit.pk)
    if not name.strip():
        raise FieldMissing("name", "Navn", "skriv, hvad holdet hedder")
    made: Group = Group.objects.create(unit=unit, name=name.strip(), section=section, place=place.strip(), meetings=meetings, made_on=on)
    acts.record("make_group", made, by=by, on=on, section=section)
    return made


@transaction.atomic
def close_group(group: Group, *, by: Actor, on: date) -> Group:
    """The group meets no more; what was planned falls away."""
    _own(by, group.unit_id)
    for one in GroupSession.objects.filter(group=group, day__gt=on).planned().order_by("day"):
        moves.move(one, SessionState.CANCELLED, by=by, on=on, act="cancel_session")
    Group.objects.filter(pk=group.pk, closed_on=None).update(closed_on=on)
    group.refresh_from_db()
    acts.record("close_group", group, by=by, on=on)
    return group


@transaction.atomic
def plan_sessions(group: Group, *, day: date, at: time, minutes: int, by: Actor, on: date, weeks: int = 1) -> list[GroupSession]:
    """Plan when a group meets: once, or every week. A meeting that is there already is left as it is. Raises: GroupClosed, FieldMissing."""
    _own(by, group.unit_id)
    if group.closed_on:
        raise GroupClosed
    if not 1 <= minutes <= LONGEST:
        raise FieldMissing("minutes", "Minutter", "skriv, hvor længe holdet er sammen, for eksempel 120")
    if not 1 <= weeks <= MOST_MEETINGS:
        raise FieldMissing("weeks", "Antal uger", f"skriv et tal fra 1 til {MOST_MEETINGS}")
    days = [day + timedelta(weeks=number) for number in range(weeks)]
    GroupSession.objects.bulk_create([GroupSession(group=group, day=one, at=at, minutes=minutes) for one in days], ignore_conflicts=True)
    acts.record("plan_sessions", group, by=by, on=on, first=day, count=weeks)
    return list(GroupSession.objects.filter(group=group, day__in=days, at=at).order_by("day"))


@transaction.atomic
def join_group(group: Group, order: Order, *, since: date, by: Actor, on: date) -> Membership:
    """Let the citizen of an order be in a group from a day. Raises: GroupClosed, InTheGroupAlready, FieldMissing."""
    _own(by, group.unit_id)
    provider(by, "delivery.register", order)
    if order.unit_id != group.unit_id or order.state not in (OrderState.ACCEPTED, OrderState.RUNNING):
        raise FieldMissing("order", "Deltager", "vælg en af jeres egne bestillinger, som I har taget imod")
    if group.closed_on:
        raise GroupClosed
    if hours.has_bank(order):
        raise FieldMissing("order", "Deltager", "ledsagelse efter § 97 skrives i timebanken og ikke på et hold")
    if Membership.objects.filter(Q(until=None) | Q(until__gte=since), group=group, order=order).exists():
        raise InTheGroupAlready
    try:
        with transaction.atomic():
            made: Membership = Membership.objects.create(group=group, order=order, since=max(since, order.begins_on))
    except IntegrityError:  # a colleague was first, in the same moment
        raise InTheGroupAlready from None
    acts.record("join_group", made, by=by, on=on, case=order.relation.case, group=group.public_id)
    return made


@transaction.atomic
def leave_group(membership: Membership, *, last_day: date, by: Actor, on: date) -> Membership:
    """The citizen is in the group no more. Raises: FieldMissing."""
    provider(by, "delivery.register", membership.order)
    if last_day < membership.since:
        raise FieldMissing("last_day", "Sidste dag", f"skriv en dag fra {membership.since:%d-%m-%Y} og frem")
    Membership.objects.filter(pk=membership.pk, until=None).update(until=last_day)
    membership.refresh_from_db()
    acts.record("leave_group", membership, by=by, on=on, case=membership.order.relation.case, last_day=last_day)
    return membership


def members(session: GroupSession, by: Actor) -> list[Membership]:
    """Who was in the group on the day it met, by name: those whose orders are the provider's, and gave help that day."""
    rows = Membership.objects.filter(group=session.group_id).provided_by(by).on(session.day)
    running = rows.filter(order__state__in=(OrderState.ACCEPTED, OrderState.RUNNING)).select_related("order__citizen", "order__relation", "order__unit")
    given = [one for one in running if _is_given(one.order, session.day)]
    return sorted(given, key=lambda one: (one.order.citizen.first_name, one.order.citizen.last_name, one.pk))


def _is_given(order: Order, day: date) -> bool:
    """Whether help can have been given by an order on a day: it was asked for, and was not over."""
    return order.begins_on <= day and (order.last_day is None or day <= order.last_day)


@transaction.atomic
def write_attendance(session: GroupSession, *, marks: Mapping[UUID, str], by: Actor, on: date) -> GroupSession:
    """Write who came to a group's meeting, everybody in one go. Those who came have the whole meeting as time together.

    Shapes: `marks` is how it went by the public id of each order: held, cancelled by the citizen, or not come.
    Raises: DayInTheFuture, AttendanceMissing, RegisteredAlready.
    """
    employee = _own(by, session.group.unit_id)
    if session.day > on:
        raise DayInTheFuture("", session.group.name, session.day)
    there = members(session, by)
    allowed = (VisitState.HELD, VisitState.BY_CITIZEN, VisitState.NO_SHOW)
    if unmarked := {str(one.order.public_id): one.order.citizen.first_name for one in there if marks.get(one.order.public_id) not in allowed}:
        raise AttendanceMissing(unmarked)
    also = {"registered_on": on, "registered_by_id": employee}
    try:
        moves.move(session, SessionState.HELD, by=by, on=on, act="write_attendance", also=also, count=len(there))
    except moves.MoveNotAllowed:
        raise RegisteredAlready from None
    for one in there:
        state = marks[one.order.public_id]
        if state == VisitState.HELD:
            given_on(one.order, session.day, by=by, on=on)
        visit = Visit.objects.create(
            order=one.order,
            session=session,
            day=session.day,
            at=session.at,
            planned=session.minutes,
            form=Form.GROUP,
            state=state,
            minutes=session.minutes if state == VisitState.HELD else 0,
            registered_on=on,
            registered_by_id=employee,
        )
        count(one.order, visit.minutes, on=on)
        acts.record("register_visit", visit, by=by, on=on, case=one.order.relation.case, state=state, minutes=visit.minutes)
    return session
