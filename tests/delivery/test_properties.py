"""Whatever acts come in whatever order, by whomever, on a day that moves forward: what is delivered is counted once, and nobody sees another's orders."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable
from datetime import date, time, timedelta
from decimal import Decimal
from random import Random
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, settings
from hypothesis import given as tried
from hypothesis import strategies as st

from mestring.audit import clock
from mestring.audit.errors import MestringError, NotAllowed
from mestring.decisions.models import Grant
from mestring.delivery import actions, measuring, proposals
from mestring.delivery.actions import grouping
from mestring.delivery.models import ChangeReport, Group, GroupSession, Order, OrderGoal, StatusNote, SubGoal, Visit
from mestring.delivery.states import OPEN, OrderState, VisitState
from mestring.people import access
from mestring.people.access import Actor
from mestring.people.models import Unit
from tests import given
from tests.delivery import given_delivery as known
from tests.delivery.conftest import noon
from tests.promises.running import taken_back

pytestmark = pytest.mark.django_db
BEGIN = date(2026, 12, 1)
EXAMPLES, STEPS = 60, 30
PROVIDERS = {"sofie": "Mestringsvejen", "per": "Et andet sted"}
RIGHT = {"anne", *PROVIDERS}


class Home:
    """One citizen with help that was granted, split on two providers, and another with an open offer."""

    def __init__(self) -> None:
        with clock.at(noon(BEGIN)):
            self.actors = {
                "anne": given.caseworker(on=BEGIN),
                "sofie": given.provider(on=BEGIN),
                "per": given.provider(known.house(PROVIDERS["per"]), "Per Juhl", on=BEGIN),
                "stranger": given.caseworker(given.unit("Et andet team"), "Bo Vang", on=BEGIN),
                "gone": given.actor(given.employee("Else Holt", "provider", known.house(), until=BEGIN - timedelta(days=1)), BEGIN),
            }
            anne = self.actors["anne"]
            self.grant = known.granted(anne)
            self.goal = known.goal(known.plan(self.grant.case, anne), anne)
            self.units = {who: Unit.objects.get(name=name) for who, name in PROVIDERS.items()}
            open_case = given.case(anne)
            values = {"purpose": "Et forløb", "begins_on": BEGIN, "answer_by": BEGIN, "standard": given.RANDERS}
            self.orders = [
                known.placed(self.grant, anne, self.units["sofie"], on=BEGIN, amount=200, goals=(self.goal,)),
                known.placed(self.grant, anne, self.units["per"], on=BEGIN, amount=80, goals=(self.goal,)),
                actions.place_order(open_case, unit=self.units["sofie"], section="82b", by=anne, on=BEGIN, **values),
            ]
            self.groups = {who: actions.make_group(unit, name="Hverdag", section="85", by=self.actors[who], on=BEGIN) for who, unit in self.units.items()}


class Way:
    """One series of acts. Shapes: `done` counts those that came through."""

    def __init__(self, home: Home) -> None:
        self.home, self.on, self.done = home, BEGIN, Counter[str]()

    def go(self, act: str, who: str, which: int, number: int) -> None:
        with clock.at(noon(self.on)):
            if act == "day":
                self.on += timedelta(days=number % 6)
                return
            if act == "night":
                actions.keep_orders(by=access.house(self.on), on=self.on)
                return
            order = Order.objects.select_related("relation", "unit", "citizen", "case", "grant").get(pk=self.home.orders[which].pk)
            if who == "own":
                who = "anne" if act in AUTHORITY else next(one for one, name in PROVIDERS.items() if name == order.unit.name)
            by = access.moved_to(self.home.actors[who], self.on)
            owns = who == "anne" if act in AUTHORITY else PROVIDERS.get(who) == order.unit.name
            try:
                with transaction.atomic():
                    ACTS[act](self, order, by, number)
            except NotAllowed:
                return
            except MestringError:
                self.told(owns, who, act)
                return
            self.told(owns, who, act)
            self.done[act] += 1

    @staticmethod
    def told(owns: bool, who: str, act: str) -> None:
        """Whoever has no right is refused for that and nothing else."""
        assert owns, f"{who} got through to {act} of an order that is none of theirs"

    def day(self, number: int) -> date:
        """A day around today."""
        return self.on + timedelta(days=number % 9 - 6)

    # -------------------------------------------------------------------------------------------- what must hold

    def look(self) -> None:
        with clock.at(noon(self.on)):
            self.every_minute_belongs()
            for order in Order.objects.all():
                self.the_sum_holds(measuring.of_order(order, self.on), [order])
            if found := measuring.of_grant(self.home.grant, self.on):
                self.the_sum_holds(found, list(Order.objects.filter(grant=self.home.grant)))
            self.nobody_sees_anothers()

    def every_minute_belongs(self) -> None:
        for visit in Visit.objects.filter(minutes__gt=0).select_related("order__grant", "order__case"):
            order = visit.order
            assert visit.state == VisitState.HELD
            if visit.error_on:
                continue
            assert order.started_on
            assert order.started_on <= visit.day, f"held {visit.day}, begun {order.started_on}"
            assert order.last_day is None or visit.day <= order.last_day, f"held {visit.day}, over {order.last_day}"
            if order.grant:
                assert (order.grant.case_id, order.grant.section, bool(order.grant.standard)) == (order.case_id, order.section, True)
            else:
                assert proposals.needs_no_decision(given.RANDERS, order.section, order.placed_on).value

    def the_sum_holds(self, found: measuring.Figures, orders: list[Order]) -> None:
        rows = Visit.objects.filter(order__in=orders, error_on=None, state=VisitState.HELD, day__gte=found.first, day__lte=found.last)
        assert found.delivered == sum(rows.values_list("minutes", flat=True))
        assert found.held == len(rows)
        assert all(one.minutes >= 0 for one in found.gaps)
        explained = found.delivered + sum((one.minutes for one in found.gaps if one.kind != "unplanned"), Decimal(0))
        rest = sum((one.minutes for one in found.gaps if one.kind == "unplanned"), Decimal(0))
        if found.ordered is None:
            assert not rest
        elif found.ordered - explained >= 1:
            assert explained + rest == found.ordered
        else:
            assert not rest

    def nobody_sees_anothers(self) -> None:
        for who, actor in self.home.actors.items():
            by = access.moved_to(actor, self.on)
            own = {
                order.pk
                for order in Order.objects.select_related("unit")
                if order.unit.name == PROVIDERS.get(who)
                and (order.state in OPEN or order.state == OrderState.ENDED)
                and (order.last_day is None or order.last_day >= self.on)
                and order.ended_by != Order.EndedBy.DEATH
            }
            assert set(Order.objects.provided_by(by).values_list("pk", flat=True)) == own, who
            for model in (Visit, StatusNote, OrderGoal, SubGoal, ChangeReport):
                seen: Any = model
                assert set(seen.objects.provided_by(by).values_list("order", flat=True)) == set(
                    seen.objects.filter(order__in=own).values_list("order", flat=True)
                )


def _employee(by: Actor) -> Any:
    from mestring.people.models import Employee

    return Employee.objects.get(pk=by.employee)


def _visit(order: Order, number: int, *, planned: bool = False) -> Visit:
    found = Visit.objects.filter(order=order).select_related("order__relation", "order__unit", "order__citizen").order_by("pk")
    rows = list(found.planned() if planned else found)
    if not rows:
        raise NotAllowed
    return rows[number // 9 % len(rows)]


def _state(number: int) -> str:
    return ("held", "held", "held", "by_citizen", "by_provider", "no_show", "planned")[number // 3 % 7]


def _attend(way: Way, order: Order, by: Actor, number: int) -> Any:
    group = next((one for one in way.home.groups.values() if one.unit_id == order.unit_id), None)
    assert group
    found = Group.objects.get(pk=group.pk)
    if number % 3 == 0:
        return actions.join_group(found, order, since=way.day(number), by=by, on=way.on)
    (met,) = actions.plan_sessions(found, day=way.day(number), at=time(number % 24), minutes=60, by=by, on=way.on)
    met = GroupSession.objects.select_related("group").get(pk=met.pk)
    there = [one.order.public_id for one in grouping.members(met, by)]
    return actions.write_attendance(met, marks={key: _state(number) for key in there}, by=by, on=way.on)


def _status(way: Way, order: Order, by: Actor, number: int) -> Any:
    draft = StatusNote.objects.filter(order=order).draft().first()
    note = actions.save_status(order, seen=draft.version if draft else 0, by=by, on=way.on, done="x", recommends="continue")
    return actions.send_status(note, by=by, on=way.on)


def _change(way: Way, order: Order, by: Actor, number: int) -> Any:
    more = {"last_day": way.on + timedelta(days=number % 9)} if number % 4 == 0 else {"amount": (number * 13) % 280}
    goals = [way.home.goal] if order.grant_id else []
    return actions.change_order(order, seen=order.version, because="x", goals=goals, by=by, on=way.on, **more)


ACTS: dict[str, Callable[[Way, Order, Actor, int], Any]] = {
    "accept": lambda way, order, by, number: actions.accept(order, contact=_employee(by), starts_on=None, by=by, on=way.on),
    "queue": lambda way, order, by, number: actions.queue(order, expected_start=way.day(number), by=by, on=way.on),
    "decline": lambda way, order, by, number: actions.decline(order, because="x" if number % 3 else "", by=by, on=way.on),
    "start": lambda way, order, by, number: actions.start(order, started_on=way.day(number), by=by, on=way.on),
    "finish": lambda way, order, by, number: actions.finish(order, last_day=way.day(number), because="x", by=by, on=way.on),
    "plan": lambda way, order, by, number: actions.plan_visits(
        order, day=way.day(number), at=time(9), minutes=30 + number % 40, form="home", by=by, on=way.on, weeks=1 + number % 3
    ),
    "register": lambda way, order, by, number: actions.register_visit(
        _visit(order, number, planned=True), state=_state(number), minutes=number % 100, form="home", goals=[], by=by, on=way.on
    ),
    "unplanned": lambda way, order, by, number: actions.register_unplanned(
        order, day=way.day(number), state=_state(number), minutes=number % 100, form="home", goals=[], by=by, on=way.on
    ),
    "move": lambda way, order, by, number: actions.move_visit(_visit(order, number), day=way.day(number), at=time(10), by=by, on=way.on),
    "error": lambda way, order, by, number: actions.mark_visit_in_error(_visit(order, number), because="x", by=by, on=way.on),
    "correct": lambda way, order, by, number: actions.correct_visit(
        _visit(order, number), because="x", day=way.day(number), state=_state(number), minutes=number % 100, form="home", goals=[], by=by, on=way.on
    ),
    "attend": _attend,
    "status": _status,
    "report": lambda way, order, by, number: actions.report_change(order, words="x", by=by, on=way.on),
    "step": lambda way, order, by, number: actions.set_sub_goal(order, way.home.goal, text="x", ambition="prompted", by=by, on=way.on),
    "change": _change,
    "withdraw": lambda way, order, by, number: actions.withdraw_order(order, because="x", by=by, on=way.on),
    "end": lambda way, order, by, number: actions.end_order(order, last_day=way.day(number), because="x", by=by, on=way.on),
}
AUTHORITY = {"change", "withdraw", "end"}
OFTEN = ["day", "day", "unplanned", "unplanned", "register", "register", "plan", "attend", "correct", "night"]
RARE = ["withdraw", "decline", "end", "finish"]
NAMES = [*OFTEN * 2, *(name for name in ACTS if name not in RARE), *RARE]
WHO = [*["own"] * 12, "anne", "sofie", "per", "stranger", "gone"]


def steps(dice: Random) -> list[tuple[str, str, int, int]]:
    return [(dice.choice(NAMES), dice.choice(WHO), dice.choice([0, 0, 1, 2]), dice.randint(1, 5000)) for _ in range(STEPS)]


FIRST = [*(("accept", "own", which, 1) for which in range(3)), ("day", "own", 0, 5), ("day", "own", 0, 4)]
"""So far most ways go, so that there is something to give."""


@pytest.fixture(scope="module")
def home(django_db_setup: Any, django_db_blocker: Any) -> Any:
    with django_db_blocker.unblock(), taken_back():
        yield Home()


def test_delivered_minutes_belong_and_are_seen_by_their_own_alone(home: Home, db: None) -> None:
    counted: Counter[str] = Counter()

    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        database=None,
        derandomize=True,
        suppress_health_check=list(HealthCheck),
        phases=(Phase.generate, Phase.shrink) if "SHRINK" in os.environ else (Phase.generate,),
    )
    @tried(dice=st.randoms(use_true_random=True))
    def whatever_comes(dice: Random) -> None:
        with taken_back():
            way = Way(home)
            for step in [*(FIRST if dice.random() < 0.8 else ()), *steps(dice)]:
                way.go(*step)
            way.look()
            counted.update(way.done)

    whatever_comes()
    print(f"\n{EXAMPLES} ways: {dict(counted)}")
    # Acts that never came through would prove nothing.
    assert {"accept", "start", "unplanned", "register", "correct", "attend", "status", "change"} <= set(counted), counted
    assert Grant.objects.filter(pk=home.grant.pk).exists()
