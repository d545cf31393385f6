"""Granted, ordered and delivered: what is counted, and where the difference went."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from mestring.audit import clock
from mestring.decisions.models import Grant
from mestring.delivery import actions, measuring
from mestring.delivery.models import Goal, Order, Visit
from mestring.people.access import Actor
from tests.decisions import given_decision as deciding_known
from tests.delivery import given_delivery as known
from tests.delivery.conftest import DAY

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("december")]
MONDAY = date(2026, 12, 14)
"""Two weeks of help have been given by the day before."""


def gaps(figures: measuring.Figures) -> dict[str, tuple[int, int]]:
    return {one.kind: (one.times, int(one.minutes)) for one in figures.gaps}


def planned(order: Order, by: Actor, day: date, minutes: int, state: str = "", spent: int | None = None) -> Visit:
    (visit,) = actions.plan_visits(order, day=day, at=time(9), minutes=minutes, form="home", by=by, on=day)
    if state:
        actions.register_visit(visit, state=state, minutes=spent, form="home", goals=[], by=by, on=MONDAY)
    return visit


def test_every_minute_less_than_was_ordered_is_explained(order: Order, sofie: Actor) -> None:
    """Two weeks of 168 minutes. 60 held of 90 planned, and four that were not held or not registered."""
    planned(order, sofie, date(2026, 12, 1), 90, "held", 60)
    planned(order, sofie, date(2026, 12, 2), 30, "by_citizen")
    planned(order, sofie, date(2026, 12, 3), 20, "no_show")
    planned(order, sofie, date(2026, 12, 4), 10, "by_provider")
    planned(order, sofie, date(2026, 12, 8), 45)
    wrong = planned(order, sofie, date(2026, 12, 9), 240, "held", 240)
    actions.mark_visit_in_error(wrong, because="Forkert borger", by=sofie, on=MONDAY)
    planned(order, sofie, MONDAY, 100)
    found = measuring.of_order(order, date(2026, 12, 13))
    assert (found.first, found.last, found.ordered, found.delivered, found.held, found.unregistered) == (
        date(2026, 12, 1), date(2026, 12, 13), Decimal("312.00"), 60, 1, 1,
    )  # fmt: skip
    assert gaps(found) == {"by_citizen": (1, 30), "no_show": (1, 20), "by_provider": (1, 10), "shorter": (1, 30), "planned": (1, 45), "unplanned": (0, 117)}
    assert found.delivered + sum(one.minutes for one in found.gaps) == found.ordered
    assert found.missing == 252
    assert found.granted is None, "the provider's own figures say nothing of the grant"
    assert found.stored["ordered"] == 312


def test_more_than_was_ordered_is_no_gap(order: Order, sofie: Actor) -> None:
    for day in (1, 2, 3):
        known.visited(order, sofie, date(2026, 12, day), 120)
    found = measuring.of_order(order, date(2026, 12, 7))
    assert (found.ordered, found.delivered, found.missing, found.gaps) == (Decimal("168.00"), 360, 0, ())
    assert found.a_week(found.delivered) == 360


def test_a_visit_longer_than_planned_hides_no_other_gap(order: Order, sofie: Actor) -> None:
    planned(order, sofie, date(2026, 12, 1), 30, "held", 60)
    planned(order, sofie, date(2026, 12, 2), 30, "held", 10)
    assert gaps(measuring.of_order(order, date(2026, 12, 7)))["shorter"] == (1, 20)


def test_what_was_ordered_is_counted_by_what_the_order_said_each_day(order: Order, anne: Actor, goal: Goal) -> None:
    """2,8 hours a week from 1 to 13 December, 1,4 hours from the 14th."""
    with clock.at(datetime(2026, 12, 14, 9, tzinfo=ZoneInfo("Europe/Copenhagen"))):
        changed = actions.change_order(order, seen=order.version, because="Mindre behov", goals=[goal], by=anne, on=MONDAY, amount=200)
        changed = actions.change_order(changed, seen=changed.version, because="Endnu mindre", goals=[goal], by=anne, on=MONDAY, amount=140)
    assert measuring.of_order(changed, date(2026, 12, 13)).ordered == Decimal("168") * 13 / 7
    assert measuring.of_order(changed, date(2026, 12, 20)).ordered == Decimal("168") * 13 / 7 + 84
    assert measuring.of_order(changed, date(2026, 12, 20), since=MONDAY).ordered == 84


def test_nothing_is_ordered_after_the_last_day(order: Order, anne: Actor) -> None:
    actions.end_order(order, last_day=date(2026, 12, 7), because="x", by=anne, on=DAY)
    found = measuring.of_order(order, date(2027, 2, 1))
    assert (found.last, found.ordered, found.weeks) == (date(2026, 12, 7), Decimal("168.00"), 1)


def test_an_extent_in_words_has_no_figure_to_be_short_of(anne: Actor, sofie: Actor) -> None:
    grant = known.granted(anne, **{**deciding_known.GRANTED, "amount": None, "unit": "", "extent": "Efter behov"})
    order = known.running(grant, anne, sofie)
    known.visited(order, sofie, DAY, 60)
    found = measuring.of_order(order, DAY)
    assert (found.ordered, found.delivered, found.missing, found.gaps, found.stored["ordered"]) == (None, 60, 0, (), None)


def test_a_grant_is_measured_over_all_its_orders(grant: Grant, anne: Actor, sofie: Actor, per: Actor) -> None:
    assert measuring.of_grant(grant, DAY) is None
    first = known.running(grant, anne, sofie, amount=140)
    second = known.running(grant, anne, per, amount=70, begins=date(2026, 12, 8))
    known.placed(grant, anne, known.house("Et tredje sted"), on=DAY, amount=70)
    known.visited(first, sofie, date(2026, 12, 2), 60)
    known.visited(second, per, date(2026, 12, 9), 30)
    found = measuring.of_grant(grant, date(2026, 12, 14))
    assert found is not None
    assert (found.first, found.granted, found.ordered, found.delivered) == (date(2026, 12, 1), Decimal("336.00"), Decimal("168") + 42, 90)


def test_a_month_s_hours_are_spread_on_its_weeks(anne: Actor, sofie: Actor) -> None:
    grant = known.granted(anne, **{**deciding_known.GRANTED, "amount": 1300, "unit": "hours_month"})
    order = known.running(grant, anne, sofie)
    assert measuring.of_order(order, date(2026, 12, 7)).ordered == 180


def everything(figures: measuring.Figures) -> Any:
    return figures.delivered + sum(one.minutes for one in figures.gaps)


def test_the_sum_holds_on_every_day(order: Order, sofie: Actor) -> None:
    for days, state in enumerate(("held", "no_show", "by_citizen", "held", "by_provider")):
        planned(order, sofie, date(2026, 12, 1) + timedelta(days=2 * days), 40, state, 25 if state == "held" else None)
    for days in range(40):
        found = measuring.of_order(order, date(2026, 12, 1) + timedelta(days=days))
        assert found.ordered is not None
        assert everything(found) >= found.ordered - 1
        if everything(found) <= found.ordered:
            assert found.ordered - everything(found) < 1
