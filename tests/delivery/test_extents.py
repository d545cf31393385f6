"""Help that is counted in hours, days and times, held up against what was delivered; and the worked table of docs/algorithms/delivery.md."""

from __future__ import annotations

from datetime import date, time, timedelta
from decimal import Decimal

import pytest

from mestring.delivery import actions, measuring, proposals
from mestring.delivery.models import Order
from mestring.people import access
from mestring.people.access import Actor
from mestring.web.components import extents
from tests import given
from tests.delivery import given_delivery as known

VEJLE, REBILD, VIBORG = given.VEJLE, given.REBILD, given.VIBORG


@pytest.mark.parametrize(
    ("standard", "section", "amount", "unit", "counted"),
    [
        (VEJLE, "85", 280, "hours_week", ("minutes", Decimal(168), False)),
        (VEJLE, "104", 8000, "percent", ("days", Decimal(4), False)),
        (VEJLE, "104", 4000, "percent", ("days", Decimal(2), False)),
        (VEJLE, "103", 5000, "percent", ("days", Decimal("2.5"), False)),
        (REBILD, "104", 300, "days_week", ("days", Decimal(3), False)),
        (VEJLE, "102", 600, "sessions", ("times", Decimal(6), True)),
        (VIBORG, "85", 200, "contacts_14d", ("times", Decimal(1), False)),
        (VIBORG, "102", 1500, "hours", ("minutes", Decimal(900), True)),
    ],
)
def test_an_extent_is_counted_in_what_it_is_given_in(standard: str, section: str, amount: int, unit: str, counted: tuple[str, Decimal, bool]) -> None:
    found = proposals.extent(standard, section, amount, unit)
    assert found
    assert (found.unit, found.amount, found.in_all) == counted


@pytest.mark.parametrize(("amount", "unit"), [(None, "hours_week"), (280, ""), (100000, "kroner_month"), (5000, "percent")])
def test_what_cannot_be_counted_is_not_guessed(amount: int | None, unit: str) -> None:
    assert proposals.extent(VIBORG, "104", amount, unit) is None


@pytest.mark.django_db
@pytest.mark.usefixtures("december")
def test_the_table_of_the_document_holds(order: Order, sofie: Actor) -> None:
    """17 visits of 80 minutes where 90 were planned, 2 cancelled by each, from 1 December 2026 to 18 February 2027."""
    last = date(2027, 2, 18)
    by = access.moved_to(sofie, last)
    went = ["held"] * 17 + ["by_citizen"] * 2 + ["by_provider"] * 2
    for number, state in enumerate(went):
        (visit,) = actions.plan_visits(order, day=date(2026, 12, 1) + timedelta(days=3 * number), at=time(9), minutes=90, form="home", by=by, on=last)
        actions.register_visit(visit, state=state, minutes=80 if state == "held" else None, form="home", goals=(), by=by, on=last)
    found = measuring.of_order(order, last)
    assert (found.ordered, found.delivered) == (1920, 1360)
    assert {one.kind: int(one.minutes) for one in found.gaps} == {"by_citizen": 180, "by_provider": 180, "shorter": 170, "unplanned": 30}
    drawn = extents.of(found, last)
    assert [bar.hours for bar in drawn.bars] == ["32,0 t", "22,7 t"]
    assert [(one.label, one.hours) for one in drawn.missing] == [
        ("Aflyst af borgeren, 2 gange", "3,0 t"),
        ("Aflyst af leverandøren, 2 gange", "3,0 t"),
        ("Kortere end planlagt, 17 gange", "2,8 t"),
        ("Ikke planlagt", "0,5 t"),
    ]
    assert extents.stored(found.stored, last) == drawn, "what is kept with a status note is drawn the same"


@pytest.mark.django_db
@pytest.mark.usefixtures("december")
def test_a_day_offer_is_counted_in_the_days_somebody_came(anne: Actor, sofie: Actor) -> None:
    """80 percent of Vejle's § 104 is four days a week: in the fortnight from 1 to 14 December eight days, of which five were come to, one cancelled, one missed and one never planned."""
    grant = known.granted(
        anne,
        section="104",
        outcome="granted",
        amount=8000,
        unit="percent",
        begins_on=known.BEGINS,
        departure="Fire dage, som aftalt.",
        payment="x",
        plan="offered",
        plan_on=given.TODAY,
    )
    order = known.running(grant, anne, sofie)
    for day in (1, 2, 3, 7, 8):
        known.visited(order, sofie, date(2026, 12, day), 300)
    known.visited(order, sofie, date(2026, 12, 8), 60, on=date(2026, 12, 9))
    known.visited(order, sofie, date(2026, 12, 9), state="by_citizen")
    known.visited(order, sofie, date(2026, 12, 10), state="no_show")
    found = measuring.of_grant(grant, date(2026, 12, 14))
    assert found
    assert (found.unit, found.granted, found.ordered, found.delivered) == ("days", 8, 8, 5)
    assert {one.kind: int(one.minutes) for one in found.gaps} == {"by_citizen": 1, "no_show": 1, "unplanned": 1}
    assert [bar.hours for bar in extents.of(found, date(2026, 12, 14)).bars] == ["8 dage", "8 dage", "5 dage"]
