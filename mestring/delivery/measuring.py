"""Granted, ordered and delivered side by side, and where the difference went. Reads rows and counts; decides nothing and writes nothing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.utils import timezone

from mestring.decisions.models import Grant
from mestring.delivery import proposals
from mestring.delivery.models import HourUse, Order, OrderRevision, Visit
from mestring.delivery.proposals.hours import SECTION as HOUR_BANK
from mestring.delivery.states import VisitState

DAY = timedelta(days=1)
WEEK = Decimal(7)
Row = tuple[str, int | None, int, date, int]
"""How a visit went, the minutes planned and held, its day and its order."""

MINUTES, DAYS, TIMES = "minutes", "days", "times"
"""What help is measured in: time together, the days somebody came, or the times they met."""


@dataclass(frozen=True, slots=True)
class Gap:
    """Something that explains why less was delivered than ordered. Shapes: `times` is how many visits; `minutes` the length in the unit of its figures."""

    kind: str
    times: int
    minutes: Decimal


@dataclass(frozen=True, slots=True)
class Figures:
    """Help over some days, both included.

    Shapes: `granted` and `ordered` are None where the extent can't be counted; `gaps` explain the difference; `in_all` says that what was ordered is a number in all, and not so
    much a week. Unit: `unit`, minutes unless the help is counted in days or times.
    """

    first: date
    last: date
    granted: Decimal | None
    ordered: Decimal | None
    delivered: Decimal
    held: int
    gaps: tuple[Gap, ...]
    unregistered: int
    unit: str = MINUTES
    in_all: bool = False

    @property
    def weeks(self) -> Decimal:
        """How many weeks, also parts of one."""
        return Decimal((self.last - self.first).days + 1) / WEEK

    def a_week(self, minutes: Decimal) -> Decimal:
        """The same for a week, on average."""
        return minutes / self.weeks

    @property
    def missing(self) -> Decimal:
        """How much less was delivered than ordered; nothing when it was as much or more."""
        return max((self.ordered or Decimal(0)) - self.delivered, Decimal(0))

    @property
    def stored(self) -> dict[str, Any]:
        """As plain values, to be kept with a status note."""
        return {
            "first": self.first.isoformat(),
            "last": self.last.isoformat(),
            "ordered": None if self.ordered is None else int(self.ordered),
            "delivered": int(self.delivered),
            "held": self.held,
            "unit": self.unit,
            "in_all": self.in_all,
            "gaps": [{"kind": one.kind, "times": one.times, "minutes": int(one.minutes)} for one in self.gaps],
        }


def of_order(order: Order, on: date, *, since: date | None = None) -> Figures:
    """What was ordered and delivered by one order from when help began, or a later day, up to a day. The provider's own figures: nothing is read of the grant."""
    first = max(order.started_on or order.begins_on, since or date.min)
    last = max(min(on, order.last_day or on), first)
    return _figures([order], first, last, granted=None)


def of_grant(grant: Grant, on: date, *, since: date | None = None) -> Figures | None:
    """Granted, ordered and delivered of some help; None while nobody has begun to give it."""
    orders = list(Order.objects.filter(grant=grant, started_on__isnull=False).order_by("pk"))
    if not orders:
        return None
    first = max(min(one.started_on for one in orders), since or date.min)
    last = max(min(on, grant.last_day or on), first)
    extent = proposals.granted_extent(grant.standard, grant.section, grant.amount, grant.unit, grant.level, grant.begins_on)
    return _figures(orders, first, last, granted=_over(extent, first, last) if extent else None)


def _days(first: date, last: date) -> int:
    return max((last - first).days + 1, 0)


def _over(extent: proposals.Extent, first: date, last: date) -> Decimal:
    """What an extent comes to over some days."""
    return extent.amount if extent.in_all else extent.amount * _days(first, last) / WEEK


def _figures(orders: list[Order], first: date, last: date, *, granted: Decimal | None) -> Figures:
    changed: dict[int, list[OrderRevision]] = {}
    for row in OrderRevision.objects.filter(order__in=orders).order_by("version"):
        changed.setdefault(row.order_id, []).append(row)
    extents = [one for one in (proposals.extent(order.standard, order.section, order.amount, order.measure) for order in orders) if one]
    unit, in_all = (extents[0].unit, extents[0].in_all) if extents else (MINUTES, False)
    parts = [one for order in orders if (one := _ordered(order, changed.get(order.pk, []), unit, first, last)) is not None]
    ordered = sum(parts, Decimal(0)) if parts else None
    rows = list(Visit.objects.filter(order__in=orders, error_on=None).between(first, last).values_list("state", "planned", "minutes", "day", "order_id"))
    if any(order.section == HOUR_BANK for order in orders):
        used = HourUse.objects.filter(order__in=orders, error_on=None, day__gte=first, day__lte=last)
        rows += [(VisitState.HELD, None, minutes, day, order) for minutes, day, order in used.values_list("minutes", "day", "order_id")]
    delivered, times, lost = _counted(rows, unit, {order.pk: proposals.days_each(order.measure) for order in orders})
    gaps = [Gap(kind, times[kind], lost.get(kind, Decimal(0))) for kind in GAPS if times.get(kind)]
    if ordered is not None and not in_all:
        rest = ordered - delivered - sum((gap.minutes for gap in gaps), Decimal(0))
        if rest >= 1:
            # Hours of the bank that were not used are saved, or have lapsed: nobody had to plan them.
            kept = all(order.section == HOUR_BANK for order in orders)
            gaps.append(Gap("unused" if kept else "unplanned", 0, rest))
    return Figures(first, last, granted, ordered, delivered, times.get(VisitState.HELD, 0), tuple(gaps), times.get(VisitState.PLANNED, 0), unit, in_all)


GAPS = (VisitState.BY_CITIZEN, VisitState.NO_SHOW, VisitState.BY_PROVIDER, "shorter", VisitState.PLANNED)
"""What explains a difference, in the order it is told; the last is planned and not registered."""


def _counted(rows: Iterable[Row], unit: str, each: Mapping[int, Decimal]) -> tuple[Decimal, dict[str, int], dict[str, Decimal]]:
    """What was delivered; how many visits went each way; and what each way cost, in the unit.

    A day on which somebody came at all is a day, or half a one. Shapes: `each` is how much of a day a day of each order is.
    """
    times: dict[str, int] = {}
    lost: dict[str, Decimal] = {}
    came: dict[date, Decimal] = {}
    delivered = Decimal(0)
    for state, planned, minutes, day, order in rows:
        times[state] = times.get(state, 0) + 1
        one = each[order] if unit == DAYS else Decimal(1)
        if state == VisitState.HELD:
            came[day] = max(came.get(day, one), one)
            delivered += minutes if unit == MINUTES else 1
        less = Decimal(max((planned or minutes) - minutes, 0)) if unit == MINUTES else Decimal(0 if state == VisitState.HELD else one)
        kind = "shorter" if state == VisitState.HELD else state
        lost[kind] = lost.get(kind, Decimal(0)) + less
        if kind == "shorter" and less:
            times["shorter"] = times.get("shorter", 0) + 1
    return sum(came.values(), Decimal(0)) if unit == DAYS else delivered, times, lost


def _ordered(order: Order, changed: list[OrderRevision], unit: str, first: date, last: date) -> Decimal | None:
    """What was ordered over some days in a unit, by what the order said on each of them."""
    total: Decimal | None = None
    for begins, ends, amount, measure in _spans(order, changed):
        extent = proposals.extent(order.standard, order.section, amount, measure)
        if extent and extent.unit == unit:
            over = _over(extent, max(begins, first), min(ends, last))
            total = over if extent.in_all else (total or Decimal(0)) + over
    return total


def _spans(order: Order, changed: list[OrderRevision]) -> Iterable[tuple[date, date, int | None, str]]:
    begins = order.started_on or order.begins_on
    changes = [(timezone.localdate(one.written_at), one.values) for one in changed]
    for day, values in changes:
        if day > begins:
            yield begins, day - DAY, values.get("amount"), values.get("measure") or ""
            begins = day
    yield begins, order.last_day or date.max, order.amount, order.measure
