"""That a status note is owed. Part of the acts that know the standard's days."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from mestring.delivery.models import Order, StatusDue, StatusNote

FRESH = timedelta(weeks=6)
"""A note sent so lately answers also a day that was set since. The house's own."""


def ask_for_status(order: Order, *, day: date, source: str, why: Sequence[Mapping[str, str]], counted: bool = False) -> None:
    """A status note is owed of an order by a day. Part of the acts that know the standard's days; what was answered already is asked for no more.

    Shapes: `counted` is as on the row: what is owed by a count stays until it is sent, whatever day a follow-up has.
    """
    answered = StatusNote.objects.filter(order=order).sent()
    if not counted and (answered.filter(due_on=day).exists() or answered.filter(sent_on__gte=day - FRESH).exists()):
        ask_no_more(order)
        return
    stands = StatusDue.objects.filter(order=order).first()
    if stands and stands.counted and not counted and stands.day <= day:
        return
    StatusDue.objects.update_or_create(order=order, defaults={"day": day, "source": source[:200], "why": [dict(one) for one in why], "counted": counted})


def ask_no_more(order: Order) -> None:
    """No status note is owed of an order by a follow-up's day."""
    StatusDue.objects.filter(order=order, counted=False).delete()


def ask_nothing_after(order: Order) -> None:
    """No status note is owed after the last day of help, when there is one; what is owed by a count is owed all the same."""
    if order.last_day:
        StatusDue.objects.filter(order=order, counted=False, day__gt=order.last_day).delete()
