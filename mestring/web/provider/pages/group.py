"""Groups: those there are, one with its members and meetings, and the attendance of a meeting."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Min, Q

from mestring.delivery.actions import grouping
from mestring.delivery.models import Group, GroupSession, Membership, Order, Visit
from mestring.delivery.states import OrderState, SessionState, VisitState
from mestring.people.access import Actor
from mestring.people.models import Unit
from mestring.rules.rulebook import open_library
from mestring.web.provider.finding import who

MOST = 100
OFTEN = 3
"""So many times in a row without coming, and somebody should ring."""


@dataclass(frozen=True, slots=True)
class GroupPage:
    group: Group
    sign: str
    members: list[Membership]
    coming: list[GroupSession]
    held: list[tuple[GroupSession, int, int]]

    @property
    def seen(self) -> list[tuple[Any, Order]]:
        """What is shown of whom, to be logged."""
        return [(one, one.order) for one in self.members]


def groups(by: Actor, on: date) -> list[Group]:
    """The provider's groups with how many are in each, and when it meets next."""
    there = Q(memberships__since__lte=on) & (Q(memberships__until=None) | Q(memberships__until__gte=on))
    rows = Group.objects.provided_by(by).open().select_related("unit").order_by("name", "pk")
    next_time = Min("sessions__day", filter=Q(sessions__day__gte=on, sessions__state=SessionState.PLANNED))
    return list(rows.annotate(members=Count("memberships", filter=there, distinct=True), meets=next_time)[:MOST])


def group(found: Group, by: Actor, on: date) -> GroupPage:
    """One group."""
    related = ("order__citizen", "order__relation", "order__unit")
    members = list(Membership.objects.filter(group=found).provided_by(by).on(on).select_related(*related).order_by("pk")[:MOST])
    came = Count("visits", filter=Q(visits__state=VisitState.HELD, visits__error_on=None))
    all_there = Count("visits", filter=Q(visits__error_on=None))
    sessions = list(GroupSession.objects.filter(group=found).annotate(came=came, there=all_there).order_by("day", "at")[: MOST * 2])
    return GroupPage(
        found,
        open_library().sections[found.section].sign,
        sorted(members, key=lambda one: (one.order.citizen.first_name, one.order.citizen.last_name, one.pk)),
        [one for one in sessions if one.state == SessionState.PLANNED],
        [(one, one.came, one.there) for one in reversed(sessions) if one.state == SessionState.HELD],
    )


def may_join(found: Group, by: Actor, *, also_there: bool = False) -> list[Order]:
    """The provider's orders whose citizens can be in the group, and are not; those of its own section first. Shapes: `also_there` takes in those who are, so that a form sent again is read as it was the first time."""
    rows = Order.objects.provided_by(by).filter(unit=found.unit_id, state__in=(OrderState.ACCEPTED, OrderState.RUNNING))
    if not also_there:
        rows = rows.exclude(pk__in=Membership.objects.filter(group=found, until=None).values("order"))
    return sorted(rows[:MOST], key=lambda one: (one.section != found.section, who(one), one.pk))


def sign(order: Order) -> str:
    """`§ 85`: a citizen may have help by two orders."""
    return open_library().sections[order.section].sign


@dataclass(frozen=True, slots=True)
class SessionPage:
    """Shapes: `visits` is the attendance that was written, none before; `absent` are those who have not come several times in a row, with how many."""

    session: GroupSession
    lead: str
    members: list[Membership]
    visits: list[Visit]
    absent: list[tuple[str, int]]

    @property
    def seen(self) -> list[tuple[Any, Order]]:
        """What is shown of whom, to be logged."""
        return [*((one, one.order) for one in self.members), *((one, one.order) for one in self.visits)]


def session(found: GroupSession, by: Actor, lead: str) -> SessionPage:
    """One meeting."""
    if found.state == SessionState.HELD:
        rows = Visit.objects.filter(session=found, error_on=None).provided_by(by).select_related("order__citizen", "order__relation", "order__unit")
        return SessionPage(found, lead, [], sorted(rows, key=lambda one: (who(one.order), one.pk)), [])
    members = grouping.members(found, by)
    return SessionPage(found, lead, members, [], absent(members, found.day))


def absent(members: list[Membership], before: date) -> list[tuple[str, int]]:
    """Who has not come for several times in a row up to a day, and how many: one question for everybody."""
    keys = [one.order_id for one in members]
    rows = Visit.objects.filter(order__in=keys, day__lt=before).registered().order_by("order", "-day", "-at", "-pk").values_list("order", "state")
    streaks: dict[int, int] = {}
    over: set[int] = set()
    for order, state in rows:
        if order in over:
            continue
        if state == VisitState.NO_SHOW:
            streaks[order] = streaks.get(order, 0) + 1
        else:
            over.add(order)
    return [(who(one.order), streaks[one.order_id]) for one in members if streaks.get(one.order_id, 0) >= OFTEN]


def own_units(by: Actor) -> list[Unit]:
    """The providers the actor works for."""
    return list(Unit.objects.filter(pk__in=by.provides).order_by("name"))


def initials(name: str) -> str:
    """`Anja Ø.`: in a group the others may look over one's shoulder."""
    first, _, rest = name.partition(" ")
    return " ".join([first, *(f"{part[0]}." for part in rest.split() if part)])
