"""The provider's day: whom to see, how it went, and what else waits."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, time, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import Count, F, OuterRef, Q, Subquery, Sum
from django.urls import reverse

from mestring.delivery import proposals
from mestring.delivery.models import GroupSession, HourUse, Order, Visit, VisitGoal
from mestring.delivery.states import UNANSWERED, OrderState, SessionState, VisitState
from mestring.people.access import Actor
from mestring.rules import danish
from mestring.rules.rulebook import open_library
from mestring.web.components import days, extents, lists
from mestring.web.provider.finding import who

MOST = 200
"""Rows of a day, and orders of a provider, that are shown together."""


@dataclass(frozen=True, slots=True)
class Contact:
    """A line of the day. Shapes: `done` says how it went, once it is registered; `act` and `address` are what can be done."""

    at: time | None
    title: str
    about: str
    goal: str
    done: str
    went: bool
    act: str
    address: str
    next: bool = False
    thing: Any = None


@dataclass(frozen=True, slots=True)
class Waiting:
    """Something that waits beside the day."""

    text: str
    address: str
    note: str
    due: lists.Due | None
    order: Order


@dataclass(frozen=True, slots=True)
class Hours:
    """A month's hours, ordered and delivered. Unit: minutes."""

    title: str
    ordered: Decimal | None
    delivered: Decimal


@dataclass(frozen=True, slots=True)
class DayPage:
    day: date
    contacts: list[Contact]
    registered: int
    new: list[Waiting]
    status: list[Waiting]
    hours: Hours
    before: str
    after: str
    left_over: list[Contact]
    whose: list[lists.Tab]

    @property
    def drawn(self) -> extents.Extents:
        """The month's hours as they are drawn."""
        return extents.two(self.hours.ordered, self.hours.delivered)

    @property
    def seen(self) -> list[tuple[Any, Order]]:
        """What is shown of whom, to be logged."""
        lines = [(one.thing, one.thing.order) for one in (*self.contacts, *self.left_over) if isinstance(one.thing, Visit)]
        return [*lines, *((one.order, one.order) for one in (*self.new, *self.status))]


def build(by: Actor, day: date, on: date, *, everybody: bool = False) -> DayPage:
    """The day, in a number of questions that does not grow with it. Shapes: `everybody` shows colleagues' contacts too, not only one's own."""
    waits = Q(state=OrderState.PLACED) | Q(status_due__day__lte=on + AHEAD)
    orders = list(Order.objects.provided_by(by).open().filter(waits).select_related("status_due").order_by("answer_by", "pk")[:MOST])
    visits = _visits(by, day, on, everybody=everybody)
    sessions = _sessions(by, day, on)
    lines = sorted(
        [*(_visit(one) for one in visits if one.day == day), *(_session(one) for one in sessions if one.day == day)], key=lambda one: one.at or time.max
    )
    first = next((place for place, one in enumerate(lines) if not one.done), None) if day == on else None
    contacts = [_next(one) if place == first else one for place, one in enumerate(lines)]
    return DayPage(
        day=day,
        contacts=contacts,
        registered=sum(1 for one in contacts if one.done),
        new=[_new(one, on) for one in orders if one.state == OrderState.PLACED],
        status=_status(orders, on),
        hours=_hours(by, day),
        before=_address(day - timedelta(days=1), everybody),
        after=_address(day + timedelta(days=1), everybody),
        whose=[lists.Tab("Mine", _address(day), current=not everybody), lists.Tab("Alle hos os", _address(day, True), current=everybody)],
        left_over=[*(_visit(one, dated=on) for one in visits if one.day != day), *(_session(one, dated=on) for one in sessions if one.day != day)],
    )


AHEAD = timedelta(days=30)
"""How long before its day a status note stands on the page; it stands on its order's all the time."""
LEFT_OVER = timedelta(days=62)
"""How far back what nobody registered is still shown on today's page."""


def _visits(by: Actor, day: date, on: date, *, everybody: bool) -> list[Visit]:
    """Those of the day; and on today's page those before it that nobody has registered."""
    wanted = Q(day=day)
    if day == on:
        wanted |= Q(day__gte=on - LEFT_OVER, day__lt=on, state=VisitState.PLANNED)
    rows = Visit.objects.provided_by(by).filter(wanted, error_on=None, session=None)
    own = rows if everybody else rows.filter(Q(worker=by.employee) | Q(worker=None))
    return list(own.annotate(goal=_GOAL).select_related("order__citizen", "order__relation", "order__unit").order_by("-day", "at", "pk")[:MOST])


def _sessions(by: Actor, day: date, on: date) -> list[GroupSession]:
    """Those of the day; and on today's page those before it whose attendance nobody has written."""
    wanted = Q(day=day)
    if day == on:
        wanted |= Q(day__gte=on - LEFT_OVER, day__lt=on, state=SessionState.PLANNED)
    there = Q(group__memberships__since__lte=F("day")) & (Q(group__memberships__until=None) | Q(group__memberships__until__gte=F("day")))
    rows = GroupSession.objects.provided_by(by).filter(wanted).exclude(state=SessionState.CANCELLED).select_related("group")
    return list(rows.annotate(members=Count("group__memberships", filter=there)).order_by("-day", "at", "pk")[:MOST])


_GOAL = Subquery(VisitGoal.objects.filter(visit=OuterRef("pk")).order_by("pk").values("goal__text")[:1])
"""The first of what a visit is about."""


def _visit(one: Visit, *, dated: date | None = None) -> Contact:
    planned = f"{one.planned} min" if one.planned else ""
    about = " · ".join(part for part in (f"{days.short(one.day, dated)}" if dated else "", str(one.get_form_display()), planned) if part)
    where = reverse("provider:visit", args=[one.public_id])
    return Contact(
        one.at,
        who(one.order),
        about,
        getattr(one, "goal", "") or "",
        _went(one),
        one.state == VisitState.HELD,
        "" if not one.is_planned else "Registrér",
        where,
        thing=one,
    )


def _went(one: Visit) -> str:
    if one.is_planned:
        return ""
    return f"Holdt, {one.minutes} min" if one.state == VisitState.HELD else str(one.get_state_display())


def _session(one: GroupSession, *, dated: date | None = None) -> Contact:
    members = one.members  # type: ignore[attr-defined]
    people = "1 deltager" if members == 1 else f"{members} deltagere"
    when = f"{days.short(one.day, dated)} · " if dated else ""
    about = f"{when}{people} · {one.minutes} min · {open_library().sections[one.group.section].sign}"
    where = reverse("provider:session", args=[one.public_id])
    held = one.state == SessionState.HELD
    return Contact(
        one.at, f"Hold: {one.group.name}", about, one.group.place, "Fremmøde skrevet" if held else "", held, "" if held else "Fremmøde", where, thing=one
    )


def _next(one: Contact) -> Contact:
    return Contact(one.at, one.title, one.about, one.goal, one.done, one.went, one.act, one.address, True, one.thing)


def _new(one: Order, on: date) -> Waiting:
    sign = open_library().sections[one.section].sign
    text = f"{who(one)}, {sign}{f' {one.level_label.lower()}' if one.level_label else ''}"
    return Waiting(text, reverse("provider:order", args=[one.public_id]), f"Svar senest {days.in_text(one.answer_by, on)}.", lists.due(one.answer_by, on), one)


def _status(orders: Iterable[Order], on: date) -> list[Waiting]:
    """The status notes that are owed, the nearest first."""
    owed = [(one.status_due, one) for one in orders if hasattr(one, "status_due") and one.state not in UNANSWERED]
    return [
        Waiting(who(order), reverse("provider:status", args=[order.public_id]), due.source, lists.due(due.day, on), order)
        for due, order in sorted(owed, key=lambda pair: (pair[0].day, pair[1].pk))
    ]


def _hours(by: Actor, day: date) -> Hours:
    """What was ordered and delivered in the day's month up to it, by the running orders of so many hours, in one question. Where none is of hours, what was delivered by all."""
    first = day.replace(day=1)
    held = Visit.objects.filter(order=OuterRef("pk"), state=VisitState.HELD, error_on=None).between(first, day).order_by().values("order")
    used = HourUse.objects.filter(order=OuterRef("pk"), error_on=None, day__gte=first, day__lte=day).order_by().values("order")
    # Accompaniment is written in the hour bank, and is no visit.
    sums = {name: Subquery(rows.annotate(sum=Sum("minutes")).values("sum")) for name, rows in (("held", held), ("used", used))}
    running = Order.objects.provided_by(by).running().annotate(**sums)
    ordered: Decimal | None = None
    delivered, other = Decimal(0), Decimal(0)
    for amount, measure, started_on, last_day, *given in running.values_list("amount", "measure", "started_on", "last_day", "held", "used"):
        weekly = proposals.weekly_minutes(amount, measure)
        minutes = sum(one or 0 for one in given)
        if weekly is None or not started_on:
            other += minutes
        else:
            delivered += minutes
            over = (min(day, last_day or day) - max(first, started_on)).days + 1
            ordered = (ordered or Decimal(0)) + weekly * max(over, 0) / 7
    return Hours(f"Timer i {danish.MONTHS[day.month - 1]}", ordered, other if ordered is None else delivered)


def _address(day: date, everybody: bool = False) -> str:
    return f"{reverse('provider:today')}?dag={day.isoformat()}{'&hvem=alle' if everybody else ''}"


# ------------------------------------------------------------------------------------------------ the week


@dataclass(frozen=True, slots=True)
class WeekDay:
    """A day of the week with what is planned."""

    day: date
    address: str
    contacts: list[Contact]
    is_today: bool


@dataclass(frozen=True, slots=True)
class WeekPage:
    title: str
    days: list[WeekDay]
    before: str
    after: str

    @property
    def seen(self) -> list[tuple[Any, Order]]:
        """What is shown of whom, to be logged."""
        return [(one.thing, one.thing.order) for each in self.days for one in each.contacts if isinstance(one.thing, Visit)]


def week(by: Actor, day: date, on: date) -> WeekPage:
    """The seven days around a day, in a number of questions that does not grow with them."""
    monday = day - timedelta(days=day.weekday())
    sunday = monday + timedelta(days=6)
    rows = Visit.objects.provided_by(by).between(monday, sunday).filter(error_on=None, session=None)
    visits = list(rows.annotate(goal=_GOAL).select_related("order__citizen", "order__relation", "order__unit").order_by("day", "at", "pk")[:MOST])
    there = Q(group__memberships__until=None)
    meetings = GroupSession.objects.provided_by(by).between(monday, sunday).exclude(state=SessionState.CANCELLED)
    sessions = list(meetings.select_related("group").annotate(members=Count("group__memberships", filter=there)).order_by("day", "at", "pk")[:MOST])
    lines = [(one.day, _visit(one)) for one in visits] + [(one.day, _session(one)) for one in sessions]
    shown = []
    for each in (monday + timedelta(days=number) for number in range(7)):
        of_day = sorted((line for when, line in lines if when == each), key=lambda one: one.at or time.max)
        shown.append(WeekDay(each, _address(each), of_day, each == on))
    where = reverse("provider:week")
    before, after = (f"{where}?dag={(monday + timedelta(days=number)).isoformat()}" for number in (-7, 7))
    return WeekPage(f"Uge {monday.isocalendar().week}", shown, before, after)
