"""How it stands with what providers are asked: who has not answered, what has not begun in time, the queue and the room of each."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Avg, Count, DurationField, ExpressionWrapper, F, Min, Q, Sum

from mestring.delivery.models import Order
from mestring.delivery.states import OrderState
from mestring.people import wall
from mestring.people.access import Actor
from mestring.people.models import Offer
from mestring.rules.period import add_months

MONTHS = 3
MOST = 200
"""Providers shown, at most."""


@dataclass(frozen=True, slots=True)
class AtProvider:
    """A provider, with the orders of the leader's teams and the room there is.

    Shapes: `waiting` have no answer, `late` of them are past the day to answer by; `queued` are on its list; `unbegun` should have begun; `places` none where none are
    registered, `taken` are the running orders of all teams; `days` from ordered to begun on average in the last three months, none when nothing began.
    """

    unit: str
    waiting: int
    late: int
    queued: int
    unbegun: int
    running: int
    places: int | None
    taken: int
    days: int | None

    @property
    def free(self) -> int | None:
        """How many places are left; none where no number is registered."""
        return None if self.places is None else max(self.places - self.taken, 0)


def by_provider(actor: Actor, on: date) -> list[AtProvider]:
    """The providers the leader's teams order from, those that wait longest first. Four questions, however many orders there are."""
    begins = add_months(on, -MONTHS)
    began = Q(started_on__gte=begins)
    rows = (
        Order.objects.visible_to(actor)
        .filter(case__team__in=actor.leads)
        .values("unit", "unit__name")
        .annotate(
            waiting=Count("pk", filter=Q(state=OrderState.PLACED)),
            late=Count("pk", filter=Q(state=OrderState.PLACED, answer_by__lt=on)),
            queued=Count("pk", filter=Q(state=OrderState.QUEUED)),
            unbegun=Count("pk", filter=Q(state__in=(OrderState.PLACED, OrderState.QUEUED, OrderState.ACCEPTED), start_by__lt=on, start_is_contact=False)),
            running=Count("pk", filter=Q(state=OrderState.RUNNING)),
            oldest=Min("answer_by", filter=Q(state__in=(OrderState.PLACED, OrderState.QUEUED))),
            days=Avg(ExpressionWrapper(F("started_on") - F("placed_on"), output_field=DurationField()), filter=began),
        )
        .order_by(F("oldest").asc(nulls_last=True), "unit__name")[:MOST]
    )
    found = list(rows)
    units = [row["unit"] for row in found]
    offered = Offer.objects.filter(Q(until=None) | Q(until__gte=on), since__lte=on, unit__in=units, places__isnull=False)
    places = dict(offered.order_by().values_list("unit").annotate(Sum("places")))
    with wall.lifted():  # a number alone: how much room there is hangs on everybody's orders
        taken = dict(Order.objects.running().filter(unit__in=units).order_by().values_list("unit").annotate(Count("pk")))
    return [
        AtProvider(
            row["unit__name"],
            row["waiting"],
            row["late"],
            row["queued"],
            row["unbegun"],
            row["running"],
            places.get(row["unit"]),
            taken.get(row["unit"], 0),
            round(row["days"].total_seconds() / 86400) if row["days"] is not None else None,
        )
        for row in found
    ]
