"""The provider's part of the plan: steps towards the goals, and how far they are."""

from __future__ import annotations

from datetime import date

from django.db import IntegrityError, transaction

from mestring.audit import acts, moves
from mestring.cases.errors import DayInTheFuture
from mestring.decisions.errors import FieldMissing
from mestring.delivery.actions.answering import provider
from mestring.delivery.actions.visiting import must_be_given
from mestring.delivery.errors import RatedAlready
from mestring.delivery.models import Goal, Order, Rating, SubGoal
from mestring.delivery.states import GoalState
from mestring.people.access import Actor


@transaction.atomic
def set_sub_goal(order: Order, goal: Goal, *, text: str, ambition: str, by: Actor, on: date) -> SubGoal:
    """Set a step towards one of the order's goals (delmål). Source: VUM 2.0. Raises: FieldMissing, NotRunning."""
    employee = provider(by, "delivery.write", order)
    must_be_given(order)
    if not text.strip():
        raise FieldMissing("text", "Delmål", "skriv, hvad borgeren skal kunne")
    if ambition not in SubGoal.Ambition.values:
        raise FieldMissing("ambition", "Hvordan", "vælg, hvor meget borgeren selv skal gøre")
    _own_goal(order, goal)
    made: SubGoal = SubGoal.objects.create(goal=goal, order=order, text=text.strip(), ambition=ambition, set_on=on, set_by_id=employee)
    acts.record("set_sub_goal", made, by=by, on=on, case=order.relation.case)
    return made


def _own_goal(order: Order, goal: Goal) -> None:
    if not order.order_goals.filter(goal=goal.pk).exists():
        raise FieldMissing("goal", "Mål", "vælg et af bestillingens mål")


@transaction.atomic
def end_sub_goal(step: SubGoal, *, state: str, by: Actor, on: date) -> SubGoal:
    """A step is reached, or given up. Raises: MoveNotAllowed."""
    provider(by, "delivery.write", step.order)
    moves.move(step, state, by=by, on=on, case=step.order.relation.case, act="end_sub_goal", also={"ended_on": on})
    return step


@transaction.atomic
def rate(order: Order, goal: Goal, *, rated_on: date, citizen: int | None, staff: int | None, by: Actor, on: date, words: str = "") -> list[Rating]:
    """Write how far a goal is: what the citizen says, what the staff says, each for themselves.

    Unit: 0 (not at all) to 10 (wholly in place).
    Raises: FieldMissing, DayInTheFuture, RatedAlready, NotRunning.
    """
    employee = provider(by, "delivery.write", order)
    must_be_given(order)
    _own_goal(order, goal)
    if goal.state != GoalState.ACTIVE:
        raise FieldMissing("goal", "Mål", "vælg et, der arbejdes med. Dette er afsluttet")
    if rated_on > on:
        raise DayInTheFuture("rated_on", "Dag", rated_on)
    said = [(Rating.Whose.CITIZEN, "citizen", citizen), (Rating.Whose.STAFF, "staff", staff)]
    given = [(whose, field, value) for whose, field, value in said if value is not None]
    if not given:
        raise FieldMissing("citizen", "Tal", "skriv mindst ét af de to, fra 0 til 10")
    made = []
    for whose, field, value in given:
        if not 0 <= value <= 10:
            raise FieldMissing(field, str(whose.label), "skriv et tal fra 0 til 10")
        if Rating.objects.filter(order=order, goal=goal, whose=whose, rated_on=rated_on, error_on=None).exists():
            raise RatedAlready(field, str(whose.label), rated_on)
        row = Rating(goal=goal, order=order, whose=whose, value=value, rated_on=rated_on, written_by_id=employee)
        row.words = words.strip() if whose == Rating.Whose.CITIZEN or citizen is None else ""
        try:
            with transaction.atomic():
                row.save()
        except IntegrityError:  # a colleague was first, in the same moment
            raise RatedAlready(field, str(whose.label), rated_on) from None
        made.append(row)
    acts.record("rate_goal", goal, by=by, on=on, case=order.relation.case, rated_on=rated_on)
    return made
