"""Plans, orders and what was delivered, made by the acts that make them in the house."""

from __future__ import annotations

from datetime import date, time
from typing import Any

from mestring.cases.models import Case
from mestring.decisions.models import Grant
from mestring.delivery import actions
from mestring.delivery.models import Goal, Order, Plan, Visit
from mestring.people import access
from mestring.people.access import Actor
from mestring.people.models import Employee, Unit
from tests import given
from tests.decisions import given_decision as known

BEGINS = date(2026, 12, 1)


def topic() -> str:
    """A topic a goal can be set for."""
    from mestring.assessments import proposals

    return next(one.id for one in proposals.themes(proposals.VUM2).topics if one.takes_level)


def plan(where: Case, by: Actor, *, on: date = given.TODAY, kind: str = Plan.Kind.ACTION) -> Plan:
    """A plan the citizen said yes to, and that is written."""
    made = actions.offer_plan(where, kind=kind, offered_on=on, by=by, on=on)
    actions.answer_plan(made, accepted=True, answered_on=on, by=by, on=on)
    return actions.write_plan(
        made, seen=made.version, by=by, on=on, purpose="Karen kan klare hverdagen i egen bolig.", wishes="Jeg vil gerne åbne min post selv."
    )


def goal(where: Plan, by: Actor, *, on: date = given.TODAY, **more: Any) -> Goal:
    """A goal of a plan."""
    values = {"text": "Åbne og svare på post", "topic": topic(), "level": 3, "expected": 2, "aim": "develop", "evaluate_on": date(2027, 3, 1), **more}
    return actions.set_goal(where, by=by, on=on, **values)


def house(name: str = "Mestringsvejen") -> Unit:
    """A provider."""
    return given.unit(name, Unit.Kind.PROVIDER)


def placed(grant: Grant, by: Actor, unit: Unit | None = None, *, on: date = given.TODAY, goals: tuple[Goal, ...] = (), **more: Any) -> Order:
    """An order that waits for its answer."""
    values: dict[str, Any] = {
        "purpose": "Karen får åbnet sin post og betalt sine regninger.",
        "begins_on": grant.begins_on,
        "answer_by": on,
        "amount": grant.amount,
        "measure": grant.unit,
        "needs": "Bank på, ringklokken virker ikke.",
        "standard": grant.standard,
        "section": grant.section,
        **more,
    }
    return actions.place_order(grant.case, unit=unit or house(), grant=grant, goals=goals, by=by, on=on, **values)


def seen(order: Order, by: Actor) -> Order:
    """The order as the provider finds it."""
    return Order.objects.provided_by(by).get(pk=order.pk)


def accepted(order: Order, by: Actor, *, on: date = given.TODAY) -> Order:
    """The provider has said yes."""
    return actions.accept(seen(order, by), contact=Employee.objects.get(pk=by.employee), starts_on=None, by=by, on=on)


def running(grant: Grant, by: Actor, provider: Actor, *, on: date = given.TODAY, begins: date = BEGINS, **more: Any) -> Order:
    """Help that has begun by an order."""
    order = accepted(placed(grant, by, Unit.objects.get(pk=provider.provides[0]), on=on, **more), provider, on=on)
    return actions.start(order, started_on=begins, by=access.moved_to(provider, begins), on=begins)


def visited(order: Order, by: Actor, day: date, minutes: int = 60, *, state: str = "held", goals: tuple[Goal, ...] = (), on: date | None = None) -> Visit:
    """A visit that was not planned."""
    own = seen(order, by)
    said = minutes if state == "held" else None
    return actions.register_unplanned(own, day=day, at=time(9, 30), state=state, minutes=said, form="home", goals=goals, by=by, on=on or day)


def granted(by: Actor, **more: Any) -> Grant:
    """Help that runs, with its case."""
    found = known.granted(by, **more)
    return Grant.objects.with_case().get(pk=found.pk)
