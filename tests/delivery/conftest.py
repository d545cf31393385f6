"""Who and what the tests of delivery begin with: a caseworker, two providers, help that runs by an order towards one goal."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

import pytest

from mestring.audit import clock
from mestring.decisions.models import Grant
from mestring.delivery.models import Goal, Order
from mestring.people.access import Actor
from tests import given
from tests.delivery import given_delivery as known

DAY = date(2026, 12, 10)
"""A Thursday, when the help has been given for nine days."""


def noon(on: date) -> datetime:
    return datetime.combine(on, time(12), ZoneInfo("Europe/Copenhagen"))


@pytest.fixture
def december() -> Iterator[None]:
    with clock.at(noon(DAY)):
        yield


@pytest.fixture
def anne() -> Actor:
    return given.caseworker(on=DAY)


@pytest.fixture
def sofie() -> Actor:
    return given.provider(on=DAY)


@pytest.fixture
def per() -> Actor:
    """Of another provider, with no orders."""
    return given.provider(known.house("Et andet sted"), "Per Juhl", on=DAY)


@pytest.fixture
def grant(anne: Actor) -> Grant:
    """2,8 hours a week from 1 December, with no last day."""
    return known.granted(anne)


@pytest.fixture
def goal(grant: Grant, anne: Actor) -> Goal:
    return known.goal(known.plan(grant.case, anne), anne)


@pytest.fixture
def order(grant: Grant, goal: Goal, anne: Actor, sofie: Actor) -> Order:
    """Help that runs since 1 December, as the provider finds it."""
    return known.seen(known.running(grant, anne, sofie, goals=(goal,)), sofie)
