"""The committee's meeting: planned, its agenda set and ordered, held, closed with minutes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, time, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Max

from mestring.audit import acts, clock, moves
from mestring.audit.errors import NotAllowed
from mestring.cases.actions import due
from mestring.cases.models import Application, Due
from mestring.cases.states import ApplicationState
from mestring.decisions.actions.considering import may_prepare
from mestring.decisions.actions.referring import refuse_before_another
from mestring.decisions.errors import (
    AgendaUnfinished,
    DayGone,
    DayOff,
    FieldMissing,
    MeetingOver,
    NotAwaitingDecision,
    NotHeldNow,
    NotPrepared,
    OnAnAgenda,
    OrderIncomplete,
)
from mestring.decisions.models import AgendaItem, Disqualified, Meeting, Preparation, Recommendation
from mestring.decisions.states import ItemState, MeetingState
from mestring.people import access
from mestring.people.access import Actor
from mestring.people.models import Employee, Relation, Unit
from mestring.rules import danish
from mestring.rules.rulebook import open_library

SEEN_AFTER = timedelta(weeks=4)
"""How long the committee sees a case after the meeting: until the letter is sent and the time to complain has gone by."""


def _may_plan(by: Actor, committee: int) -> None:
    """Caseworkers and leaders plan for every committee, its members for their own."""
    access.require(by, "meeting.plan")
    if not access.STAFF & by.roles and committee not in by.committees:
        raise NotAllowed


def _may_hold(by: Actor, meeting: Meeting) -> None:
    access.require(by, "meeting.hold")
    if meeting.committee_id not in by.committees:
        raise NotAllowed


@transaction.atomic
def plan_meeting(committee: Unit, *, day: date, by: Actor, on: date, starts: time | None = None, place: str = "", sure: bool = False) -> Meeting:
    """Plan a meeting of a committee; on a day people don't work only when one is sure. Raises: FieldMissing, DayGone, DayOff."""
    _may_plan(by, committee.pk)
    if committee.kind != Unit.Kind.COMMITTEE:
        raise FieldMissing("committee", "Udvalg", "vælg et visitationsudvalg")
    if day < on:
        raise DayGone
    if not sure and (why := open_library().world.calendar.closed_because(day)):
        raise DayOff(day, why)
    meeting: Meeting = Meeting.objects.create(committee=committee, day=day, starts=starts, place=place.strip())
    acts.record("plan_meeting", meeting, by=by, on=on, day=day)
    return meeting


@transaction.atomic
def put_on_agenda(application: Application, meeting: Meeting, *, by: Actor, on: date) -> AgendaItem:
    """Put a case with a recommendation and a prepared choice on a meeting's agenda: from now, and until four weeks after the meeting, its members see the case.

    Raises: FieldMissing, NotPrepared, MeetingOver, OnAnAgenda, BeforeAnother.
    """
    may_prepare(application, by)
    if not Recommendation.objects.filter(application=application).exists():
        raise FieldMissing("text", "Indstilling", "skriv den, før sagen sættes på dagsordenen")
    if not Preparation.objects.filter(application=application).exclude(outcome="").exists():
        raise NotPrepared
    return _put(application, meeting, by=by, on=on)


def _awaits(application: Application) -> None:
    if application.state not in (ApplicationState.RECEIVED, ApplicationState.DECIDED):
        raise NotAwaitingDecision(str(ApplicationState(application.state).label))


def _put(application: Application, meeting: Meeting, *, by: Actor, on: date) -> AgendaItem:
    _awaits(application)
    # Locked, so that two cases put on the agenda at once get each its own place.
    meeting = Meeting.objects.select_for_update(no_key=True).get(pk=meeting.pk)
    if meeting.state == MeetingState.CLOSED or (meeting.state == MeetingState.PLANNED and meeting.day < on):
        raise MeetingOver
    if AgendaItem.objects.filter(application=application).waiting().exists():
        raise OnAnAgenda
    refuse_before_another(application)
    due.settle(Due.Kind.REFERRAL, application.public_id, on=on)
    case = application.case
    ends = clock.end_of(meeting.day + SEEN_AFTER)
    # A moment ago, so that it can be ended again within the same moment.
    since = clock.now() - timedelta(microseconds=1)
    relation = Relation.objects.create(case=case.public_id, kind=Relation.Kind.COMMITTEE, unit=meeting.committee, since=since, until=ends)
    last = meeting.items.aggregate(last=Max("order"))["last"] or 0
    item: AgendaItem = AgendaItem.objects.create(meeting=meeting, application=application, relation=relation, order=last + 1)
    acts.record("put_on_agenda", item, by=by, on=on, case=case.public_id, meeting=meeting.public_id, day=meeting.day)
    due.put(
        Due.Kind.MEETING,
        application.public_id,
        case=case,
        section=application.section,
        what=f"Udvalgsmøde {open_library().sections[application.section].sign}",
        next="Udvalget afgør sagen",
        on=meeting.day,
        source="",
        why=[{"text": "Sat på dagsordenen til mødet", "value": danish.date_short(meeting.day)}],
        waits="visitationsudvalget",
    )
    return item


@transaction.atomic
def take_off_agenda(item: AgendaItem, *, because: str, by: Actor, on: date) -> AgendaItem:
    """Take a case off an agenda: the committee's right to see it ends at once. Raises: FieldMissing, MoveNotAllowed."""
    access.require(by, "decision.prepare", item.application.case)
    if not because.strip():
        raise FieldMissing("because", "Begrundelse", "skriv, hvorfor sagen tages af")
    _off(item, ItemState.REMOVED, because, act="take_off_agenda", by=by, on=on)
    return item


def _off(item: AgendaItem, to: ItemState, because: str, *, act: str, by: Actor, on: date) -> None:
    case = item.application.case
    moves.move(item, to, by=by, on=on, case=case.public_id, act=act, also={"minutes": because.strip()})
    Relation.objects.filter(pk=item.relation_id).update(until=clock.now())
    due.settle(Due.Kind.MEETING, item.application.public_id, on=on)


@transaction.atomic
def order_agenda(meeting: Meeting, order: Sequence[UUID], *, by: Actor, on: date) -> None:
    """Set the order of the agenda.

    Shapes: `order` are the public ids of every item that stands on it.
    Raises: OrderIncomplete, MeetingOver.
    """
    _may_plan(by, meeting.committee_id)
    if meeting.state == MeetingState.CLOSED:
        raise MeetingOver
    standing = {item.public_id: item for item in meeting.items.standing()}
    if set(order) != set(standing) or len(order) != len(standing):
        raise OrderIncomplete
    for number, public_id in enumerate(order, 1):
        AgendaItem.objects.filter(pk=standing[public_id].pk).update(order=number)
    acts.record("order_agenda", meeting, by=by, on=on, order=[str(one) for one in order])


@transaction.atomic
def hold_meeting(meeting: Meeting, *, present: Sequence[Employee], by: Actor, on: date) -> Meeting:
    """Open the meeting on its day, with those who take part. Raises: FieldMissing, NotHeldNow, MoveNotAllowed."""
    _may_hold(by, meeting)
    if on < meeting.day:
        raise NotHeldNow(f"Mødet holdes {meeting.day:%d-%m-%Y}. Vent til den dag.")
    members = set(
        meeting.committee.assignments.holding(on)
        .filter(role=access.Role.COMMITTEE, employee__in=[one.pk for one in present])
        .values_list("employee", flat=True)
    )
    if not present or any(one.pk not in members for one in present):
        raise FieldMissing("present", "Til stede", "vælg mindst én, og kun medlemmer af udvalget")
    moves.move(meeting, MeetingState.HELD, by=by, on=on, act="hold_meeting")
    meeting.present.set(present)
    return meeting


@transaction.atomic
def disqualify(item: AgendaItem, employee: Employee, *, reason: str, by: Actor, on: date) -> Disqualified:
    """Note that a member left the meeting for one case. They can't decide it.

    Source: FVL §§ 3–6.
    Raises: FieldMissing, NotHeldNow.
    """
    _may_hold(by, item.meeting)
    if item.meeting.state != MeetingState.HELD or item.state != ItemState.WAITING:
        raise NotHeldNow
    if not reason.strip():
        raise FieldMissing("reason", "Begrundelse", "skriv, hvorfor medlemmet er inhabilt")
    made: Disqualified
    made, _ = Disqualified.objects.get_or_create(item=item, employee=employee, defaults={"reason": reason.strip()})
    acts.record("disqualify", item, by=by, on=on, case=item.application.case.public_id, employee=employee.public_id)
    return made


@transaction.atomic
def postpone_item(item: AgendaItem, *, because: str, by: Actor, on: date, to: Meeting | None = None) -> AgendaItem | None:
    """Put a case off in the meeting, to another meeting of the same committee when one is named. Returns the new item.

    Raises: FieldMissing, NotHeldNow, MeetingOver, NotAwaitingDecision.
    """
    _may_hold(by, item.meeting)
    if item.meeting.state != MeetingState.HELD:
        raise NotHeldNow
    if not because.strip():
        raise FieldMissing("because", "Begrundelse", "skriv, hvad der mangler, før sagen kan afgøres")
    if to is not None and (to.pk == item.meeting_id or to.committee_id != item.meeting.committee_id or to.state != MeetingState.PLANNED):
        raise MeetingOver
    if to is not None:
        _awaits(item.application)
    _off(item, ItemState.POSTPONED, because, act="postpone_item", by=by, on=on)
    return _put(item.application, to, by=by, on=on) if to else None


@transaction.atomic
def close_meeting(meeting: Meeting, *, minutes: str, by: Actor, on: date) -> Meeting:
    """Close the meeting with its minutes, when every case on the agenda is decided, put off or taken off. Raises: AgendaUnfinished, MoveNotAllowed."""
    _may_hold(by, meeting)
    left = list(meeting.items.waiting().order_by("order").values_list("application__case__number", flat=True))
    if left:
        raise AgendaUnfinished(left)
    also = {"minutes": minutes.strip(), "closed_on": on}
    return moves.move(meeting, MeetingState.CLOSED, by=by, on=on, act="close_meeting", also=also)
