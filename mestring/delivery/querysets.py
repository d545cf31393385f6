"""Reads of plans, orders and what was delivered. The authority's begin with `visible_to`, a provider's with `provided_by`: the two never see by each other's right."""

from __future__ import annotations

from datetime import date
from typing import Any, Self

from django.db import models
from django.db.models import Q

from mestring.cases.querysets import ThroughCase
from mestring.delivery.states import OPEN, GoalState, NoteState, OrderState, PlanState, SessionState, VisitState
from mestring.people import access
from mestring.people.access import Actor


class PlanQuerySet(ThroughCase):
    def standing(self) -> Self:
        """Those that are not over."""
        return self.exclude(state=PlanState.ENDED)

    def in_use(self) -> Self:
        """Those the citizen said yes to."""
        return self.filter(state=PlanState.ACCEPTED)


class ThroughPlan(ThroughCase):
    path = "plan__case__"


class GoalQuerySet(ThroughPlan):
    def active(self) -> Self:
        """Those that are worked with."""
        return self.filter(state=GoalState.ACTIVE)

    def of_order(self, order: Any) -> Self:
        """Those an order is about, in the order they were set."""
        return self.filter(pk__in=order.order_goals.values("goal")).order_by("pk")


class ThroughGrant(ThroughCase):
    path = "grant__case__"


class ThroughGoal(ThroughCase):
    path = "goal__plan__case__"


class OrderQuerySet(ThroughCase):
    def provided_by(self, actor: Actor) -> Self:
        """A provider's own orders, while they are before them."""
        return self.filter(access.orders(actor)).select_related("citizen", "unit", "relation")

    def open(self) -> Self:
        """Those that are neither refused, taken back nor ended."""
        return self.filter(state__in=OPEN)

    def answered(self) -> Self:
        """Those the provider has said yes to, and that are not ended."""
        return self.filter(state__in=(OrderState.ACCEPTED, OrderState.RUNNING))

    def running(self) -> Self:
        """Those by which help has begun."""
        return self.filter(state=OrderState.RUNNING)


class ThroughOrder(ThroughCase):
    path = "order__case__"
    order = "order__"

    def provided_by(self, actor: Actor) -> Self:
        """What belongs to a provider's own orders, while they are before them."""
        return self.filter(access.orders(actor, self.order))


class ThroughVisit(ThroughOrder):
    path = "visit__order__case__"
    order = "visit__order__"


class VisitQuerySet(ThroughOrder):
    def planned(self) -> Self:
        """Those nobody has said how went."""
        return self.filter(state=VisitState.PLANNED)

    def between(self, first: date, last: date) -> Self:
        """Those of some days, both included."""
        return self.filter(day__gte=first, day__lte=last)

    def registered(self) -> Self:
        """Those it is said how went, less those in error."""
        return self.not_in_error().exclude(state=VisitState.PLANNED)


class OfProvider(models.QuerySet[Any]):
    """What is a provider's own, and tells nothing of a citizen."""

    unit = "unit"

    def provided_by(self, actor: Actor) -> Self:
        """Those of the units the actor works for."""
        return self.filter(**{f"{self.unit}__in": actor.provides})

    def open(self) -> Self:
        """Those that still meet."""
        return self.filter(closed_on=None)


class SessionQuerySet(OfProvider):
    unit = "group__unit"

    def planned(self) -> Self:
        """Those nobody has written the attendance of."""
        return self.filter(state=SessionState.PLANNED)

    def between(self, first: date, last: date) -> Self:
        """Those of some days, both included."""
        return self.filter(day__gte=first, day__lte=last)


class MembershipQuerySet(ThroughOrder):
    def on(self, day: date) -> Self:
        """Those who are in the group on a day."""
        return self.filter(Q(until=None) | Q(until__gte=day), since__lte=day)


class StatusQuerySet(ThroughOrder):
    def sent(self) -> Self:
        """Those the authority has."""
        return self.filter(state=NoteState.SENT)

    def draft(self) -> Self:
        """Those the provider is still writing."""
        return self.filter(state=NoteState.DRAFT)
