"""The provider's answer to an order, and when help begins and ends."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction

from mestring.audit import moves
from mestring.cases.errors import DayInTheFuture
from mestring.cases.models import Due
from mestring.decisions.errors import FieldMissing
from mestring.decisions.models import Grant
from mestring.delivery.actions import ordering, owing
from mestring.delivery.errors import OutsideTheOrder
from mestring.delivery.models import Order, TeamMember
from mestring.delivery.states import OrderState
from mestring.people import access, wall
from mestring.people.access import Actor
from mestring.people.models import Employee
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
    moves.move(order, OrderState.RUNNING, by=by, on=on, case=order.relation.case, act="start_order", also={"started_on": started_on}, started_on=started_on)
    owing.follow(order, on=on)


@transaction.atomic
def finish(order: Order, *, last_day: date, because: str, by: Actor, on: date) -> Order:
    """The provider gives the help no more: the authority is told, and sees to what comes instead. Raises: FieldMissing, OutsideTheOrder, MoveNotAllowed."""
    provider(by, "delivery.answer", order)
    ordering.end(order, last_day=last_day, because=because, ended_by=Order.EndedBy.PROVIDER, by=by, on=on)
    sign = open_library().sections[order.section].sign
    why = [{"text": f"Sidste dag. {order.unit.name}: ”{because.strip()}”", "value": danish.date_short(last_day), "source": ""}]
    _tell_ended(order, what=f"{order.unit.name} har afsluttet {sign}", next="Følg op: skal hjælpen gives af en anden?", on=on, why=why)
    return order
