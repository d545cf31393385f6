"""Visits: planned, registered, moved, put right."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, time, timedelta

from django.db import transaction
from django.db.models import Sum

from mestring.audit import acts, moves
from mestring.audit.errors import MoveNotAllowed
from mestring.cases.errors import DayInTheFuture
from mestring.decisions import proposals as deciding
from mestring.decisions.errors import FieldMissing
from mestring.delivery import hours, proposals
from mestring.delivery.actions import owing
from mestring.delivery.actions.answering import given_on, provider
from mestring.delivery.actions.asking import ask_for_status
from mestring.delivery.errors import HoursAreKept, MarkedAlready, NotRunning, OutsideTheOrder, RegisteredAlready
from mestring.delivery.models import Form, Goal, Order, StatusNote, Visit, VisitGoal
from mestring.delivery.states import OrderState, VisitState
from mestring.people.access import Actor
from mestring.people.models import Employee
from mestring.rules import danish

WEEK = timedelta(weeks=1)
MOST_WEEKS = 26
"""How far ahead visits are planned in one go."""
HOUR = 60
LONGEST = 24 * HOUR
"""Minutes in a day."""


@transaction.atomic
def plan_visits(
    order: Order,
    *,
    day: date,
    at: time,
    minutes: int,
    form: str,
    by: Actor,
    on: date,
    goals: Sequence[Goal] = (),
    weeks: int = 1,
    worker: Employee | None = None,
) -> list[Visit]:
    """Plan a visit, or the same one every week. Those after the order's last day are left out.

    Shapes: `worker` is who is to hold them, whoever plans them unless told. Unit: `minutes`; `weeks` is how many in all, 1 for a single one.
    Raises: NotRunning, OutsideTheOrder, FieldMissing.
    """
    employee = provider(by, "delivery.register", order)
    must_be_given(order)
    must_be_within(order, "day", "Dag", day)
    _length(minutes, "minutes", "Minutter")
    _where(form)
    if not 1 <= weeks <= MOST_WEEKS:
        raise FieldMissing("weeks", "Antal uger", f"skriv et tal fra 1 til {MOST_WEEKS}")
    if worker and not worker.assignments.holding(on).filter(unit=order.unit_id).exists():
        raise FieldMissing("worker", "Hvem", "vælg en, der arbejder hos jer i dag")
    days = [day + WEEK * number for number in range(weeks)]
    planned = [one for one in days if order.last_day is None or one <= order.last_day]
    whose = worker.pk if worker else employee
    made = Visit.objects.bulk_create(Visit(order=order, day=one, at=at, planned=minutes, form=form, planned_by_id=employee, worker_id=whose) for one in planned)
    for visit in made:
        _about(visit, order, goals)
    acts.record("plan_visits", order, by=by, on=on, case=order.relation.case, first=day, count=len(made), form=form)
    return made


def must_be_given(order: Order) -> None:
    if order.state not in (OrderState.ACCEPTED, OrderState.RUNNING):
        raise NotRunning


def must_be_within(order: Order, field: str, label: str, day: date) -> None:
    last = min((one for one in (order.last_day, order.citizen.died_on) if one), default=None)
    if day < order.begins_on or (last and day > last):
        raise OutsideTheOrder(field, label, order.begins_on, last)


def _where(form: str) -> None:
    if form not in Form.values:
        raise FieldMissing("form", "Hvor", "vælg, hvor I mødes")


def _length(minutes: int | None, field: str, label: str) -> int:
    if minutes is None or not 1 <= minutes <= LONGEST:
        raise FieldMissing(field, label, "skriv, hvor mange minutter I var sammen, for eksempel 45")
    return minutes


def _about(visit: Visit, order: Order, goals: Sequence[Goal]) -> None:
    own = set(order.order_goals.values_list("goal", flat=True))
    VisitGoal.objects.bulk_create(VisitGoal(visit=visit, goal=goal) for goal in goals if goal.pk in own)


def _went(order: Order, state: str, minutes: int | None, day: date, *, by: Actor, on: date) -> int:
    """What must hold of a visit that is registered; the first day one was held is the day help began, in whatever order they are written. Answers the minutes that count."""
    must_be_given(order)
    if state not in (VisitState.HELD, VisitState.BY_CITIZEN, VisitState.BY_PROVIDER, VisitState.NO_SHOW):
        raise FieldMissing("state", "Blev det holdt", "vælg, hvordan det gik")
    if state in (VisitState.HELD, VisitState.NO_SHOW) and day > on:
        raise DayInTheFuture("day", "Dag", day)
    must_be_within(order, "day", "Dag", day)
    if state != VisitState.HELD:
        return 0
    if hours.has_bank(order):
        raise HoursAreKept
    together = _length(minutes, "minutes", "Minutter sammen")
    given_on(order, day, by=by, on=on)
    return together


def count(order: Order, minutes: int, *, on: date) -> None:
    """Help that is counted: when it comes to as many times as the standard says a status note is owed; when it comes to all the hours there are, the authority is told. Part of registering.

    Unit: `minutes` is what was registered just now.
    """
    found = proposals.counted(deciding.guide(order.standard, order.section), order.section)
    held = Visit.objects.filter(order=order, state=VisitState.HELD, error_on=None)
    if found is None or not minutes:
        return
    if found.unit == proposals.HOURS:
        together = held.aggregate(sum=Sum("minutes"))["sum"] or 0
        if together - minutes < found.n * HOUR <= together:
            owing.tell_used_up(order, found, on=on)
    if found.unit != proposals.SESSIONS:
        return
    nth = held.order_by("day", "pk").values_list("day", flat=True)[found.n - 1 : found.n].first()
    if nth is None or StatusNote.objects.filter(order=order, sent_on__gte=nth).sent().exists():
        return
    why = [{"text": f"{found.said} holdt", "value": danish.date_short(nth), "source": ""}, {"text": found.duty, "value": "", "source": found.source}]
    ask_for_status(order, day=on, source=found.source, why=why, counted=True)


@transaction.atomic
def register_visit(visit: Visit, *, state: str, minutes: int | None, form: str, goals: Sequence[Goal], by: Actor, on: date, note: str = "") -> Visit:
    """Say how a planned visit went. Registered twice it is refused the second time.

    Unit: `minutes` face to face (ATA). Source: A.7 of the field's delivery: form, minutes, what was worked on.
    Raises: FieldMissing, DayInTheFuture, OutsideTheOrder, NotRunning, RegisteredAlready.
    """
    order = visit.order
    employee = provider(by, "delivery.register", order)
    together = _went(order, state, minutes, visit.day, by=by, on=on)
    _where(form)
    if visit.error_on or not Visit.objects.filter(pk=visit.pk, error_on=None).exists():
        raise RegisteredAlready
    also = {"minutes": together, "form": form, "note": note.strip(), "registered_on": on, "registered_by_id": employee}
    try:
        moves.move(visit, state, by=by, on=on, case=order.relation.case, act="register_visit", also=also, minutes=together)
    except MoveNotAllowed:
        raise RegisteredAlready from None
    VisitGoal.objects.filter(visit=visit).delete()
    _about(visit, order, goals)
    count(order, together, on=on)
    return visit


@transaction.atomic
def register_unplanned(
    order: Order, *, day: date, state: str, minutes: int | None, form: str, goals: Sequence[Goal], by: Actor, on: date, at: time | None = None, note: str = ""
) -> Visit:
    """Register a visit that was not planned. Raises: as `register_visit`."""
    employee = provider(by, "delivery.register", order)
    together = _went(order, state, minutes, day, by=by, on=on)
    _where(form)
    made: Visit = Visit.objects.create(
        order=order,
        day=day,
        at=at,
        form=form,
        state=state,
        minutes=together,
        note=note.strip(),
        worker_id=employee,
        registered_on=on,
        registered_by_id=employee,
    )
    _about(made, order, goals)
    count(order, together, on=on)
    acts.record("register_unplanned_visit", made, by=by, on=on, case=order.relation.case, state=state, minutes=together, day=day)
    return made


@transaction.atomic
def move_visit(visit: Visit, *, day: date, at: time, by: Actor, on: date) -> Visit:
    """Move a planned visit to another day or hour. Raises: OutsideTheOrder, RegisteredAlready."""
    provider(by, "delivery.register", visit.order)
    must_be_within(visit.order, "day", "Dag", day)
    if not Visit.objects.filter(pk=visit.pk, error_on=None).planned().update(day=day, at=at):
        raise RegisteredAlready
    acts.record("move_visit", visit, by=by, on=on, case=visit.order.relation.case, **{"from": visit.day, "to": day})
    visit.day, visit.at = day, at
    return visit


@transaction.atomic
def mark_visit_in_error(visit: Visit, *, because: str, by: Actor, on: date) -> Visit:
    """Say that a visit was entered in error: it stays to be read, and counts no more. Raises: FieldMissing, MarkedAlready."""
    provider(by, "delivery.register", visit.order)
    if not because.strip():
        raise FieldMissing("because", "Hvad er forkert", "skriv det med få ord")
    if not Visit.objects.filter(pk=visit.pk, error_on=None).update(error_on=on, error_because=because.strip()):
        raise MarkedAlready
    visit.error_on, visit.error_because = on, because.strip()
    acts.record("mark_visit_in_error", visit, by=by, on=on, case=visit.order.relation.case)
    return visit


@transaction.atomic
def correct_visit(
    visit: Visit, *, because: str, day: date, state: str, minutes: int | None, form: str, goals: Sequence[Goal], by: Actor, on: date, note: str = ""
) -> Visit:
    """Put a registered visit right: the wrong one stays, marked, and a new one counts in its place. Raises: as the two acts it is made of."""
    mark_visit_in_error(visit, because=because, by=by, on=on)
    made = register_unplanned(visit.order, day=day, at=visit.at, state=state, minutes=minutes, form=form, goals=goals, by=by, on=on, note=note)
    Visit.objects.filter(pk=made.pk).update(planned=visit.planned, session=visit.session)
    made.planned, made.session = visit.planned, visit.session
    return made
