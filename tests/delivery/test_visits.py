"""Visits: planned, registered, moved, put right; who may, and what is said when it can't be."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, time, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from mestring.audit import clock
from mestring.audit.errors import MestringError, NotAllowed
from mestring.audit.models import Entry
from mestring.cases.errors import DayInTheFuture
from mestring.cases.models import Due
from mestring.decisions.errors import FieldMissing
from mestring.decisions.models import Grant
from mestring.delivery import actions
from mestring.delivery.errors import LastDayTooEarly, MarkedAlready, NotRunning, OutsideTheOrder, RegisteredAlready
from mestring.delivery.models import Goal, Order, Visit
from mestring.delivery.states import VISIT_MOVES, OrderState, VisitState
from mestring.people import access
from mestring.people.access import Actor
from mestring.people.models import Employee, Unit
from tests import given
from tests.delivery import given_delivery as known
from tests.delivery.conftest import DAY, noon

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("december")]
NINE = time(9)


def refused(error: type[MestringError], field: str, act: Callable[[], Any]) -> str:
    """What was said; nothing was written."""
    before = (Entry.objects.count(), list(Visit.objects.order_by("pk").values()))
    with pytest.raises(error) as told:
        act()
    assert told.value.fields == ((field,) if field else ())
    assert (Entry.objects.count(), list(Visit.objects.order_by("pk").values())) == before
    return told.value.message


def plan(order: Order, by: Actor, day: date = DAY, **more: Any) -> list[Visit]:
    values = {"at": NINE, "minutes": 45, "form": "home", **more}
    return actions.plan_visits(order, day=day, by=by, on=DAY, **values)


def register(visit: Visit, by: Actor, state: str = "held", minutes: int | None = 45, *, on: date = DAY, **more: Any) -> Visit:
    return actions.register_visit(visit, state=state, minutes=minutes, by=by, on=on, **{"form": "home", "goals": [], **more})


def unplanned(order: Order, by: Actor, day: date = DAY, state: str = "held", minutes: int | None = 45, **more: Any) -> Visit:
    return actions.register_unplanned(order, day=day, state=state, minutes=minutes, by=by, on=DAY, **{"form": "home", "goals": [], **more})


@pytest.fixture
def accepted(grant: Grant, goal: Goal, anne: Actor, sofie: Actor) -> Order:
    """An order that was said yes to, and by which no help has begun."""
    placed = known.placed(grant, anne, Unit.objects.get(pk=sofie.provides[0]), on=DAY, goals=(goal,))
    return known.seen(known.accepted(placed, sofie, on=DAY), sofie)


# ------------------------------------------------------------------------------------------------ planned


def test_visits_are_planned_each_week_until_the_last_day(order: Order, sofie: Actor, anne: Actor, goal: Goal) -> None:
    Order.objects.filter(pk=order.pk).update(last_day=DAY + timedelta(days=15))
    order.refresh_from_db()
    made = plan(order, sofie, weeks=4, goals=[goal])
    assert [one.day for one in made] == [DAY, DAY + timedelta(days=7), DAY + timedelta(days=14)]
    first = made[0]
    assert (first.state, first.planned, first.minutes, first.at, first.form, first.planned_by_id) == ("planned", 45, 0, NINE, "home", sofie.employee)
    assert [one.goal for one in first.visit_goals.all()] == [goal]
    assert first.is_planned
    assert [made[1].is_past(DAY), first.is_past(DAY)] == [False, True]


def test_what_a_plan_lacks_is_said_of_its_field(order: Order, sofie: Actor) -> None:
    assert refused(FieldMissing, "minutes", lambda: plan(order, sofie, minutes=0)).startswith("Minutter: skriv, hvor mange minutter")
    refused(FieldMissing, "minutes", lambda: plan(order, sofie, minutes=1441))
    for weeks in (0, 27):
        assert refused(FieldMissing, "weeks", lambda weeks=weeks: plan(order, sofie, weeks=weeks)) == "Antal uger: skriv et tal fra 1 til 26"
    said = refused(OutsideTheOrder, "day", lambda: plan(order, sofie, date(2026, 11, 30)))
    assert said == "Dag: hjælpen gives fra 01-12-2026 og frem. Skriv den dag eller en senere."


def test_nothing_is_planned_before_yes_or_after_the_end(grant: Grant, anne: Actor, sofie: Actor) -> None:
    placed = known.seen(known.placed(grant, anne, Unit.objects.get(pk=sofie.provides[0]), on=DAY), sofie)
    said = refused(NotRunning, "", lambda: plan(placed, sofie))
    assert said == "Bestillingen er ikke i gang, så der kan ikke skrives i den. Hent siden igen, og se hvor den står."
    order = known.accepted(placed, sofie, on=DAY)
    assert plan(order, sofie)
    actions.start(order, started_on=DAY, by=sofie, on=DAY)
    actions.finish(order, last_day=DAY, because="x", by=sofie, on=DAY)
    refused(NotRunning, "", lambda: plan(order, sofie))
    refused(NotRunning, "", lambda: unplanned(order, sofie))


def test_a_goal_that_is_not_the_order_s_is_not_worked_on(order: Order, sofie: Actor, anne: Actor, goal: Goal) -> None:
    other = known.goal(goal.plan, anne, text="Komme ud")
    (visit,) = plan(order, sofie, goals=[goal, other])
    assert [one.goal for one in visit.visit_goals.all()] == [goal]


# ------------------------------------------------------------------------------------------------ registered


def test_a_visit_is_registered_once_and_the_first_stands(order: Order, sofie: Actor, goal: Goal) -> None:
    (visit,) = plan(order, sofie)
    register(visit, sofie, minutes=50, form="phone", goals=[goal], note=" Vi åbnede tre breve. ")
    assert (visit.state, visit.minutes, visit.planned, visit.form, visit.note) == ("held", 50, 45, "phone", "Vi åbnede tre breve.")
    assert (visit.registered_on, visit.registered_by_id) == (DAY, sofie.employee)
    assert [one.goal for one in visit.visit_goals.all()] == [goal]
    stale = Visit.objects.get(pk=visit.pk)
    stale.state = VisitState.PLANNED
    for one in (visit, stale):
        said = refused(RegisteredAlready, "", lambda one=one: register(one, sofie, minutes=10))
        assert said == "Kontakten er allerede registreret. Er den forkert, så ret den på kontaktens side."


@pytest.mark.parametrize("state", [VisitState.BY_CITIZEN, VisitState.BY_PROVIDER, VisitState.NO_SHOW])
def test_a_visit_that_was_not_held_counts_no_minutes(order: Order, sofie: Actor, state: str) -> None:
    (visit,) = plan(order, sofie)
    register(visit, sofie, state, 45)
    assert (visit.state, visit.minutes, visit.planned) == (state, 0, 45)


def test_what_a_registration_lacks_is_said_of_its_field(order: Order, sofie: Actor) -> None:
    (visit,) = plan(order, sofie)
    (later,) = plan(order, sofie, DAY + timedelta(days=1))
    for minutes in (None, 0, 1441):
        said = refused(FieldMissing, "minutes", lambda minutes=minutes: register(visit, sofie, minutes=minutes))
        assert said == "Minutter sammen: skriv, hvor mange minutter I var sammen, for eksempel 45"
    assert refused(FieldMissing, "state", lambda: register(visit, sofie, "planned")) == "Blev det holdt: vælg, hvordan det gik"
    for state in ("held", "no_show"):
        assert refused(DayInTheFuture, "day", lambda state=state: register(later, sofie, state)).startswith("Dag: 11-12-2026 er ikke kommet endnu")
    assert register(later, sofie, "by_citizen").state == VisitState.BY_CITIZEN, "who says no beforehand is written beforehand"
    for act in (lambda: unplanned(order, sofie, form="mars"), lambda: register(visit, sofie, form="mars"), lambda: plan(order, sofie, form="mars")):
        assert refused(FieldMissing, "form", act) == "Hvor: vælg, hvor I mødes"
    refused(OutsideTheOrder, "day", lambda: unplanned(order, sofie, date(2026, 11, 30)))


def test_the_first_visit_held_begins_the_help(accepted: Order, sofie: Actor) -> None:
    (cancelled, held) = plan(accepted, sofie, DAY - timedelta(days=7), weeks=2)
    register(cancelled, sofie, "by_citizen")
    assert accepted.state == OrderState.ACCEPTED, "one that came to nothing begins nothing"
    register(Visit.objects.select_related("order__relation", "order__unit").get(pk=held.pk), sofie)
    accepted.refresh_from_db()
    assert (accepted.state, accepted.started_on) == (OrderState.RUNNING, DAY)
    assert not Due.objects.waiting().filter(kind=Due.Kind.ORDER).exists()


def test_a_registration_that_is_refused_begins_nothing(accepted: Order, sofie: Actor) -> None:
    (visit,) = plan(accepted, sofie)
    actions.mark_visit_in_error(visit, because="Forkert borger", by=sofie, on=DAY)
    refused(RegisteredAlready, "", lambda: register(visit, sofie))
    accepted.refresh_from_db()
    assert accepted.state == OrderState.ACCEPTED


# ------------------------------------------------------------------------------------------------ moved, put right


def test_a_planned_visit_is_moved_and_a_registered_one_is_not(order: Order, sofie: Actor) -> None:
    (visit,) = plan(order, sofie)
    actions.move_visit(visit, day=DAY + timedelta(days=2), at=time(10), by=sofie, on=DAY)
    visit.refresh_from_db()
    assert (visit.day, visit.at) == (DAY + timedelta(days=2), time(10))
    refused(OutsideTheOrder, "day", lambda: actions.move_visit(visit, day=date(2026, 11, 30), at=NINE, by=sofie, on=DAY))
    register(visit, sofie, "by_citizen")
    refused(RegisteredAlready, "", lambda: actions.move_visit(visit, day=DAY, at=NINE, by=sofie, on=DAY))


def test_a_visit_in_error_stays_and_counts_no_more(order: Order, sofie: Actor) -> None:
    visit = known.visited(order, sofie, DAY)
    assert (
        refused(FieldMissing, "because", lambda: actions.mark_visit_in_error(visit, because=" ", by=sofie, on=DAY)) == "Hvad er forkert: skriv det med få ord"
    )
    actions.mark_visit_in_error(visit, because="Forkert borger", by=sofie, on=DAY)
    visit.refresh_from_db()
    assert (visit.error_on, visit.error_because, visit.minutes) == (DAY, "Forkert borger", 60)
    assert not Visit.objects.registered().exists()
    said = refused(MarkedAlready, "", lambda: actions.mark_visit_in_error(visit, because="Igen", by=sofie, on=DAY))
    assert said == "Kontakten er allerede markeret som fejl."


def test_a_visit_put_right_is_a_new_one_in_its_place(order: Order, sofie: Actor, goal: Goal) -> None:
    (visit,) = plan(order, sofie)
    register(visit, sofie, minutes=90)
    right = {"because": "Det var en time.", "day": DAY, "state": "held", "minutes": 60, "form": "office", "goals": [goal], "note": "x"}
    made = actions.correct_visit(visit, by=sofie, on=DAY, **right)
    visit.refresh_from_db()
    assert (visit.minutes, visit.error_because) == (90, "Det var en time.")
    made.refresh_from_db()
    assert (made.minutes, made.planned, made.at, made.form, made.error_on) == (60, 45, NINE, "office", None)
    refused(MarkedAlready, "", lambda: actions.correct_visit(visit, by=sofie, on=DAY, **right))
    refused(FieldMissing, "minutes", lambda: actions.correct_visit(made, by=sofie, on=DAY, **{**right, "minutes": None}))


def test_of_two_who_register_the_same_at_once_one_is_told(order: Order, sofie: Actor) -> None:
    """Each has read it as planned."""
    (visit,) = plan(order, sofie)
    first, second = (Visit.objects.select_related("order__relation", "order__unit").get(pk=visit.pk) for _ in range(2))
    register(first, sofie, minutes=45)
    refused(RegisteredAlready, "", lambda: register(second, sofie, "no_show", None))
    visit.refresh_from_db()
    assert (visit.state, visit.minutes) == ("held", 45)


# ------------------------------------------------------------------------------------------------ who may


def acts_of(order: Order, visit: Visit) -> list[Callable[[Actor], Any]]:
    return [
        lambda by: plan(order, by),
        lambda by: unplanned(order, by),
        lambda by: register(visit, by),
        lambda by: actions.move_visit(visit, day=DAY, at=NINE, by=by, on=DAY),
        lambda by: actions.mark_visit_in_error(visit, because="x", by=by, on=DAY),
        lambda by: actions.correct_visit(visit, because="x", day=DAY, state="held", minutes=5, form="home", goals=[], by=by, on=DAY),
    ]


def test_only_the_order_s_own_people_write_in_it(order: Order, anne: Actor, per: Actor, sofie: Actor) -> None:
    (visit,) = plan(order, sofie)
    relative = given.actor(given.employee("Rita Søster", "provider", order.unit), DAY)
    given.staff.declare_disqualification(Employee.objects.get(pk=relative.employee), by=relative, on=DAY, citizen=order.citizen, reason="Søster")
    Employee.objects.filter(pk=given.employee("Karen Prøve", "provider", order.unit).pk).update(person=order.citizen)
    herself = given.actor(Employee.objects.get(name="Karen Prøve"), DAY)
    for who in (anne, per, relative, herself, given.leader(on=DAY), access.house(DAY)):
        for act in acts_of(order, visit):
            refused(NotAllowed, "", lambda act=act, who=who: act(who))


def test_nothing_is_written_after_the_last_day(order: Order, anne: Actor, sofie: Actor) -> None:
    (visit,) = plan(order, sofie)
    actions.end_order(order, last_day=DAY, because="x", by=anne, on=DAY)
    after = DAY + timedelta(days=1)
    with clock.at(noon(after)):
        for act in acts_of(order, visit):
            refused(NotAllowed, "", lambda act=act: act(access.moved_to(sofie, after)))
        assert not Visit.objects.provided_by(sofie).exists()


def test_another_order_of_the_same_provider_is_theirs_and_another_providers_is_not(order: Order, anne: Actor, sofie: Actor, per: Actor) -> None:
    elsewhere = known.running(known.granted(anne), anne, per)
    known.visited(elsewhere, per, DAY)
    own = known.visited(order, sofie, DAY)
    assert list(Visit.objects.provided_by(sofie)) == [own]
    assert list(Order.objects.provided_by(per)) == [elsewhere]


def test_what_the_acts_refuse_the_database_refuses_too(order: Order, sofie: Actor) -> None:
    visit = known.visited(order, sofie, DAY)
    for values in ({"minutes": 0}, {"minutes": 1441}, {"state": "no_show"}, {"registered_on": None}, {"state": "planned", "minutes": 0}, {"error_on": DAY}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Visit.objects.filter(pk=visit.pk).update(**values)
    assert set(VISIT_MOVES) == {VisitState.PLANNED}, "what is registered is put right by a new one, never changed"


# ------------------------------------------------------------------------------------------------ an order's days


@pytest.mark.parametrize("act", [actions.end_order, actions.finish])
def test_an_order_does_not_end_before_a_visit_that_was_held(act: Any, order: Order, anne: Actor, sofie: Actor) -> None:
    known.visited(order, sofie, DAY - timedelta(days=1))
    by = anne if act is actions.end_order else sofie
    refused(LastDayTooEarly, "last_day", lambda: act(order, last_day=DAY - timedelta(days=2), because="x", by=by, on=DAY))


def test_what_was_planned_after_a_last_day_that_is_set_falls_away(order: Order, anne: Actor, sofie: Actor, goal: Goal) -> None:
    plan(order, sofie, weeks=3)
    order = Order.objects.get(pk=order.pk)
    actions.change_order(order, seen=order.version, because="Målet er nær", goals=[goal], by=anne, on=DAY, last_day=DAY + timedelta(days=8))
    assert list(Visit.objects.filter(error_on=None).values_list("day", flat=True).order_by("day")) == [DAY, DAY + timedelta(days=7)]
