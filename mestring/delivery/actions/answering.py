"""The provider's answer to an order, and when help begins and ends."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import F

from mestring.audit import acts, clock, moves
from mestring.cases.errors import DayInTheFuture
from mestring.cases.models import Due
from mestring.decisions.errors import FieldMissing
from mestring.decisions.models import Grant
from mestring.delivery.actions import ordering, owing
from mestring.delivery.errors import NotRunning, OutsideTheOrder, StartAfterHelp
from mestring.delivery.models import Order, TeamMember
from mestring.delivery.states import OrderState
from mestring.people import access, wall
from mestring.people.access import Actor
from mestring.people.models import Employee, Relation
from mestring.rules import danish
from mestring.rules.rulebook import open_library


def provider(by: Actor, action: str, order: Order) -> int:
    """Whoever of the provider's people may, as an employee. Raises: NotAllowed."""
    access.require_order(by, action, order)
    if by.employee is None:
        raise access.NotAllowed
    return by.employee


@transaction.atomic
def accept(order: Order, *, contact: Employee, starts_on: date | None, by: Actor, on: date) -> Order:
    """Say yes to an order, and who the citizen and the authority can turn to. From now on the provider knows who the citizen is.

    Shapes: `starts_on` is when help is meant to begin, when that is known.
    Raises: FieldMissing, MoveNotAllowed.
    """
    employee = provider(by, "delivery.answer", order)
    if not contact.assignments.holding(on).filter(unit=order.unit_id).exists():
        raise FieldMissing("contact", "Kontaktperson", "vælg en, der arbejder hos jer i dag")
    also = {"answered_on": on, "answered_by_id": employee, "expected_start": starts_on}
    moves.move(order, OrderState.ACCEPTED, by=by, on=on, case=order.relation.case, act="accept_order", also=also)
    TeamMember.objects.create(
        order=order, role=TeamMember.Role.COORDINATING_PROVIDER, name=contact.name, title=contact.title, phone=contact.phone, employee=contact
    )
    owing.follow(order, on=on)
    return order


@transaction.atomic
def queue(order: Order, *, expected_start: date, by: Actor, on: date) -> Order:
    """Put an order on the waiting list, with the day help is expected to begin. Raises: FieldMissing, MoveNotAllowed."""
    employee = provider(by, "delivery.answer", order)
    if expected_start < on:
        raise FieldMissing("expected_start", "Forventet start", f"skriv en dag fra {on:%d-%m-%Y} og frem")
    also = {"answered_on": on, "answered_by_id": employee, "expected_start": expected_start}
    moves.move(order, OrderState.QUEUED, by=by, on=on, case=order.relation.case, act="queue_order", also=also, expected=expected_start)
    owing.follow(order, on=on)
    return order


@transaction.atomic
def decline(order: Order, *, because: str, by: Actor, on: date) -> Order:
    """Say no to an order, with the reason: it goes back to the authority, and the provider sees it no more. Raises: FieldMissing, MoveNotAllowed."""
    employee = provider(by, "delivery.answer", order)
    if not because.strip():
        raise FieldMissing("because", "Hvorfor siger I nej", "skriv det kort, så sagsbehandleren kan finde en anden")
    also = {"answered_on": on, "answered_by_id": employee, "declined_because": because.strip()}
    moves.move(order, OrderState.DECLINED, by=by, on=on, case=order.relation.case, act="decline_order", also=also)
    sign = open_library().sections[order.section].sign
    why = [{"text": f"{order.unit.name}: ”{because.strip()}”", "value": danish.date_short(on), "source": ""}]
    if order.start_by:
        why += order.start_why
    ordering.close(order, last=None, on=on)
    _tell_ended(order, what=f"Bestilling {sign}: afvist af {order.unit.name}", next="Bestil hos en anden", on=on, why=why)
    return order


def _tell_ended(order: Order, **row: Any) -> None:
    """Tell the authority that the provider does not give the help: of the grant, which is to be ordered again, or of the order where there is no grant."""
    kind, thing = Due.Kind.ORDER, order.public_id
    if order.grant_id is not None:
        with wall.lifted():
            kind, thing = Due.Kind.UNORDERED, Grant.objects.values_list("public_id", flat=True).get(pk=order.grant_id)
    owing.tell(order, kind, thing, waits="", **{**row, "what": row["what"][:200]})


@transaction.atomic
def start(order: Order, *, started_on: date, by: Actor, on: date) -> Order:
    """Help has begun by the order. Raises: DayInTheFuture, OutsideTheOrder, MoveNotAllowed."""
    provider(by, "delivery.answer", order)
    begin(order, started_on, by=by, on=on)
    return order


def begin(order: Order, started_on: date, *, by: Actor, on: date) -> None:
    """What beginning does: also when the first visit is registered."""
    if started_on > on:
        raise DayInTheFuture("started_on", "Hjælpen begyndte", started_on)
    if started_on < order.begins_on or (order.last_day and started_on > order.last_day):
        raise OutsideTheOrder("started_on", "Hjælpen begyndte", order.begins_on, order.last_day)
    also: dict[str, Any] = {"started_on": started_on}
    if order.grant_id is None and (last := _ends_by_law(order, started_on, on)):
        also["last_day"] = last
    moves.move(order, OrderState.RUNNING, by=by, on=on, case=order.relation.case, act="start_order", also=also, started_on=started_on)
    if "last_day" in also:
        _see_until(order, also["last_day"], on=on)
    owing.follow(order, on=on)


def _ends_by_law(order: Order, started_on: date, on: date) -> date | None:
    """The last day law lets a course run to, when the order names none or a later one. Source: SEL § 82 b."""
    by_law = ordering.longest(order.standard, order.section, ordering.began_of(order, started_on), on).last_day
    return by_law if by_law and (order.last_day is None or by_law < order.last_day) else None


def given_on(order: Order, day: date, *, by: Actor, on: date) -> None:
    """Help was given by the order on a day: it begins with it, or began earlier than it was known to. Part of registering."""
    if order.state == OrderState.ACCEPTED:
        begin(order, day, by=by, on=on)
    elif order.started_on and day < order.started_on:
        _move_start(order, day, by=by, on=on)


@transaction.atomic
def correct_start(order: Order, *, started_on: date, by: Actor, on: date) -> Order:
    """Help began another day than was written: no later than the first day something was held. Raises: DayInTheFuture, StartAfterHelp, OutsideTheOrder, NotRunning."""
    provider(by, "delivery.answer", order)
    if order.state != OrderState.RUNNING:
        raise NotRunning
    if started_on > on:
        raise DayInTheFuture("started_on", "Hjælpen begyndte", started_on)
    held = ordering.first_held(order)
    if held and started_on > held:
        raise StartAfterHelp(held)
    if started_on < order.begins_on or (order.last_day and started_on > order.last_day):
        raise OutsideTheOrder("started_on", "Hjælpen begyndte", order.begins_on, order.last_day)
    _move_start(order, started_on, by=by, on=on)
    return order


def _move_start(order: Order, started_on: date, *, by: Actor, on: date) -> None:
    before = order.started_on
    if before == started_on:
        return
    also: dict[str, Any] = {"started_on": started_on}
    if order.grant_id is None:
        by_law = before and ordering.longest(order.standard, order.section, ordering.began_of(order, before), on).last_day
        if by_law and by_law == order.last_day:
            order.last_day = None  # nobody chose that day: law's own is counted from the day help began
        if last := _ends_by_law(order, started_on, on):
            also["last_day"] = max(last, ordering.given_until(order) or last)
    Order.objects.filter(pk=order.pk).update(**also, version=F("version") + 1)
    order.refresh_from_db()
    acts.record("correct_start", order, by=by, on=on, case=order.relation.case, started_on=started_on, before=before)
    if order.grant_id is None:
        owing.follow_course(order)
    if "last_day" in also:
        ordering.drop_planned(order, after=order.last_day, on=on)
        _see_until(order, also["last_day"], on=on)


def _see_until(order: Order, last_day: date, *, on: date) -> None:
    """The provider sees the order to its last day, and the day out on which it turned out to be over."""
    Relation.objects.filter(pk=order.relation_id).update(until=clock.end_of(max(last_day, on)))


@transaction.atomic
def finish(order: Order, *, last_day: date, because: str, by: Actor, on: date) -> Order:
    """The provider gives the help no more: the authority is told, and sees to what comes instead. Raises: FieldMissing, OutsideTheOrder, MoveNotAllowed."""
    provider(by, "delivery.answer", order)
    ordering.end(order, last_day=last_day, because=because, ended_by=Order.EndedBy.PROVIDER, by=by, on=on)
    sign = open_library().sections[order.section].sign
    why = [{"text": f"Sidste dag. {order.unit.name}: ”{because.strip()}”", "value": danish.date_short(last_day), "source": ""}]
    _tell_ended(order, what=f"{order.unit.name} har afsluttet {sign}", next="Følg op: skal hjælpen gives af en anden?", on=on, why=why)
    return order
