"""Steps towards the goals, and how far they are."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse

from mestring.delivery import actions
from mestring.delivery.models import Goal, Order, SubGoal
from mestring.web.components.acting import carry_out
from mestring.web.provider.finding import find_of_order, find_order
from mestring.web.provider.pages import forms
from mestring.web.provider.views.order import address, form_page
from mestring.web.shell import clock
from mestring.web.shell.doors import Asked, asked, door, find


def _goal(by: Asked, order: Order, goal_id: UUID) -> Goal:
    found: Goal = find(by, Goal.objects.of_order(order), goal_id)
    return found


@door("delivery.write", methods=["GET", "POST"])
def new_sub_goal(request: HttpRequest, order_id: UUID, goal_id: UUID) -> HttpResponse:
    """Set a step towards a goal."""
    by, on = asked(request), clock.today()
    order = find_order(by, order_id)
    goal = _goal(by, order, goal_id)
    form = forms.NewSubGoal.of(request)

    def do() -> str:
        actions.set_sub_goal(order, goal, by=by.actor, on=on, **form.values)
        return f"{address(order)}#maal"

    return carry_out(by, form, "set_sub_goal", do, said="Delmålet er gemt.") or form_page(request, order, form, f"Nyt delmål: {goal.text}", "Gem delmålet")


@door("delivery.write", methods=["GET", "POST"])
def end_sub_goal(request: HttpRequest, sub_goal_id: UUID) -> HttpResponse:
    """A step is reached, or given up."""
    by, on = asked(request), clock.today()
    step: SubGoal = find_of_order(by, SubGoal.objects.all(), sub_goal_id)
    form = forms.EndSubGoal.of(request)

    def do() -> str:
        actions.end_sub_goal(step, state=form.values["state"], by=by.actor, on=on)
        return f"{address(step.order)}#maal"

    return carry_out(by, form, "end_sub_goal", do, said="Delmålet er gemt.") or form_page(request, step.order, form, f"Delmål: {step.text}", "Gem")


@door("delivery.write", methods=["GET", "POST"])
def rate(request: HttpRequest, order_id: UUID, goal_id: UUID) -> HttpResponse:
    """Write how far a goal is, as the citizen and the staff see it."""
    by, on = asked(request), clock.today()
    order = find_order(by, order_id)
    goal = _goal(by, order, goal_id)
    form = forms.Rate.of(request, initial={"rated_on": on})

    def do() -> str:
        actions.rate(order, goal, by=by.actor, on=on, **form.values)
        return f"{address(order)}#maal"

    note = "Borgeren og medarbejderen svarer hver for sig. Er I ikke enige, så skriv begge tal."
    done = carry_out(by, form, "rate_goal", do, said="Tallene er gemt.")
    return done or form_page(request, order, form, f"Hvor langt er I? {goal.text}", "Gem", note=note)
