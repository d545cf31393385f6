"""An order as the provider sees it: what is asked, the goals, what was delivered, and what is to be told."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse

from mestring.decisions.gathering import amount_words
from mestring.delivery import measuring
from mestring.delivery.models import ChangeReport, Goal, Order, Rating, StatusDue, StatusNote, SubGoal, TeamMember, Visit
from mestring.delivery.states import OrderState
from mestring.people import wall
from mestring.people.access import Actor
from mestring.people.models import Assignment
from mestring.rules.rulebook import open_library
from mestring.web.components import days, lists, traces
from mestring.web.components.case import Flag, Pair, Person
from mestring.web.components.extents import Extents
from mestring.web.components.extents import of as extents_of
from mestring.web.provider.finding import nameless, who

SHOWN = 12
"""Visits shown on the order's page, the newest first."""


@dataclass(frozen=True, slots=True)
class Line:
    """An order in a list. Shapes: `due` is by when to answer, or to begin."""

    order: Order
    who: str
    what: str
    due: lists.Due | None
    state: lists.Tag
    note: str
    address: str


@dataclass(frozen=True, slots=True)
class OrdersPage:
    new: list[Line]
    queued: list[Line]
    running: list[Line]

    @property
    def seen(self) -> list[tuple[Any, Order]]:
        """What is shown of whom, to be logged."""
        return [(one.order, one.order) for one in (*self.new, *self.queued, *self.running)]


MOST = 300
TONES = {OrderState.PLACED: "soon", OrderState.QUEUED: "soon", OrderState.ACCEPTED: "", OrderState.RUNNING: "ok"}


def orders(by: Actor, on: date) -> OrdersPage:
    """The provider's orders: those to answer, those that wait, those that run."""
    rows = list(Order.objects.provided_by(by).open().order_by("answer_by", "pk")[:MOST])
    lines = [(one.state, _line(one, on)) for one in rows]
    named = sorted((line for state, line in lines if state in (OrderState.ACCEPTED, OrderState.RUNNING)), key=lambda one: (one.who, one.order.pk))
    return OrdersPage([line for state, line in lines if state == OrderState.PLACED], [line for state, line in lines if state == OrderState.QUEUED], named)


def _line(one: Order, on: date) -> Line:
    day = {OrderState.PLACED: one.answer_by, OrderState.QUEUED: one.expected_start, OrderState.ACCEPTED: one.begin_by or one.expected_start or one.begins_on}
    by = day.get(OrderState(one.state))
    note = {
        OrderState.PLACED: "Svar senest",
        OrderState.QUEUED: "Forventet start",
        OrderState.ACCEPTED: "Skal begynde",
        OrderState.RUNNING: f"Siden {days.plain(one.started_on, on)}" if one.started_on else "",
    }[OrderState(one.state)]
    if one.last_day and one.state == OrderState.RUNNING:
        note = f"{note}, sidste dag {days.plain(one.last_day, on)}"
    tag = lists.Tag(str(one.get_state_display()), TONES[OrderState(one.state)])
    return Line(one, who(one), what(one), lists.due(by, on) if by else None, tag, note, reverse("provider:order", args=[one.public_id]))


def what(one: Order) -> str:
    """`§ 85, trin 3, 2,8 timer om ugen`."""
    sign = open_library().sections[one.section].sign
    return ", ".join(part for part in (sign, one.level_label[:1].lower() + one.level_label[1:], amount_words(one.amount, one.measure)) if part)


@dataclass(frozen=True, slots=True)
class Worked:
    """A goal of the order, with the provider's steps and what was last said of it."""

    goal: Goal
    text: str
    steps: list[SubGoal]
    citizen: Rating | None
    staff: Rating | None


@dataclass(frozen=True, slots=True)
class OrderPage:
    """Shapes: `answers` says that it waits for yes or no, `begins` that help may begin; `extents` is none before it has."""

    person: Person
    title: str
    due: lists.Due | None
    due_label: str
    steps: list[Any]
    asked: list[Pair]
    contact: list[Pair]
    goals: list[Worked]
    team: list[TeamMember]
    visits: list[Visit]
    coming: list[Visit]
    extents: Extents | None
    status_due: StatusDue | None
    status_left: lists.Due | None
    notes: list[StatusNote]
    reports: list[ChangeReport]
    answers: bool
    begins: bool
    gives: bool
    runs: bool
    changes: list[tuple[date, str]]


def build(order: Order, on: date) -> OrderPage:
    """Everything an order's page shows, in a number of questions that does not grow with it."""
    given = order.state in (OrderState.ACCEPTED, OrderState.RUNNING)
    visits = list(Visit.objects.filter(order=order, error_on=None).order_by("-day", "-at", "-pk")[: SHOWN * 4]) if given else []
    coming = [one for one in reversed(visits) if one.is_planned and one.day >= on]
    been = [one for one in visits if not (one.is_planned and one.day >= on)][:SHOWN]
    due = StatusDue.objects.filter(order=order).first() if given else None
    waits = order.state in (OrderState.PLACED, OrderState.QUEUED)
    by, label = _by(order)
    return OrderPage(
        person=head(order, on, reverse("provider:orders"), "Bestillinger"),
        title=what(order),
        due=lists.due(by, on) if by else None,
        due_label=label,
        steps=list(traces.steps(order.start_why)) if order.begin_by else [],
        asked=_asked(order, on),
        contact=_contact(order) if given else [],
        goals=worked(order),
        team=list(order.team.order_by("pk")),
        visits=been,
        coming=coming[:SHOWN],
        extents=extents_of(measuring.of_order(order, on), on) if order.state == OrderState.RUNNING else None,
        status_due=due,
        status_left=lists.due(due.day, on) if due else None,
        notes=list(StatusNote.objects.filter(order=order).sent().order_by("-sent_on", "-pk")[:SHOWN]) if given else [],
        reports=list(ChangeReport.objects.filter(order=order).select_related("answered_by").order_by("-reported_on", "-pk")[:SHOWN]) if given else [],
        answers=waits,
        begins=order.state == OrderState.ACCEPTED,
        gives=given,
        runs=order.state == OrderState.RUNNING,
        changes=[(one.written_at, one.because) for one in order.revisions.order_by("-version")[:SHOWN]],
    )


def _by(order: Order) -> tuple[date | None, str]:
    """The day something must be done with the order, and what."""
    if order.state == OrderState.PLACED:
        return order.answer_by, "Svar senest"
    if order.state == OrderState.QUEUED:
        return order.expected_start, "Forventet start"
    if order.state == OrderState.ACCEPTED:
        return order.begin_by or order.expected_start or order.begins_on, "Hjælpen skal begynde"
    return order.last_day, "Sidste dag" if order.last_day else ""


def head(order: Order, on: date, back_address: str, back: str) -> Person:
    """Whose order it is: before yes, only how old; after, the name and what must be known to meet the citizen."""
    citizen = order.citizen
    facts = [what(order), f"Bestilling {order.number}"]
    if not order.is_answered:
        return Person(who(order), facts=facts, back=back, back_address=back_address)
    flags = []
    if citizen.is_protected(on):
        flags.append(Flag("Navne- og adressebeskyttelse", "Navn og adresse må ikke gives videre.", "lock", stop=True))
    if citizen.died_on:
        flags.append(Flag("Borgeren er død", "", "error", stop=True))
    if citizen.interpreter:
        flags.append(Flag(f"Tolk: {citizen.interpreter}", "", "language"))
    if citizen.communication:
        flags.append(Flag("Kontakt", citizen.communication, "chat"))
    return Person(citizen.name, age=citizen.age(on), facts=facts, protected=citizen.is_protected(on), flags=flags, back=back, back_address=back_address)


def _asked(order: Order, on: date) -> list[Pair]:
    """What the authority asks for."""
    extent, said = amount_words(order.amount, order.measure), nameless(order, order.extent)
    found = [Pair("Formål", nameless(order, order.purpose))]
    if extent or said:
        found.append(Pair("Omfang", extent or said, note=said if extent else ""))
    if order.needs and order.is_answered:
        found.append(Pair("Godt at vide", order.needs))
    found.append(Pair("Skal begynde", days.in_text(order.begins_on, on)))
    if order.last_day:
        found.append(Pair("Sidste dag", days.in_text(order.last_day, on)))
    if order.chosen_by_citizen:
        found.append(Pair("Frit valg", "Borgeren har selv valgt jer"))
    found.append(Pair("Bestilt af", order.placed_by.name, note=order.placed_by.phone))
    return found


def _contact(order: Order) -> list[Pair]:
    """How to reach the citizen, as far as the authority lets the provider know."""
    citizen = order.citizen
    found = []
    if order.shares_phone and citizen.phone:
        found.append(Pair("Telefon", citizen.phone))
    if order.shares_address and citizen.street:
        found.append(Pair("Adresse", f"{citizen.street}, {citizen.postal_code} {citizen.city}".strip()))
    return found


def worked(order: Order) -> list[Worked]:
    """The order's goals with steps and the newest ratings, in three questions.

    What the provider itself wrote of the same goals by an earlier order of the same help is here too: a new decision about the help cuts no thread.
    """
    goals = list(Goal.objects.of_order(order))
    keys = [goal.pk for goal in goals]
    with wall.lifted():  # an order that is over is seen no more, but these are the provider's own words of goals it works with now
        rows = list(SubGoal.objects.filter(order__unit=order.unit_id, order__case=order.case_id, goal__in=keys).order_by("pk"))
        ratings = list(Rating.objects.filter(order__unit=order.unit_id, order__case=order.case_id, goal__in=keys, error_on=None).order_by("rated_on", "pk"))
    steps = _by_goal(rows)
    said = {(one.goal_id, one.whose): one for one in ratings}
    return [
        Worked(goal, nameless(order, goal.text), steps.get(goal.pk, []), said.get((goal.pk, Rating.Whose.CITIZEN)), said.get((goal.pk, Rating.Whose.STAFF)))
        for goal in goals
    ]


def _by_goal(rows: Iterable[SubGoal]) -> dict[int, list[SubGoal]]:
    found: dict[int, list[SubGoal]] = {}
    for one in rows:
        found.setdefault(one.goal_id, []).append(one)
    return found


def colleagues(order: Order, on: date) -> Sequence[tuple[str, str]]:
    """Who of the provider's people can be the contact."""
    rows = Assignment.objects.holding(on).filter(unit=order.unit_id).select_related("employee").order_by("employee__name", "employee")
    found = {str(one.employee.public_id): one.employee.name for one in rows}
    return list(found.items())
