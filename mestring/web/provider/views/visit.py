"""Visits: one to register, one that was not planned, those to come, one to move, one to put right."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from mestring.delivery import actions, proposals
from mestring.delivery.models import Form as Where
from mestring.delivery.models import Order, Visit
from mestring.delivery.states import VisitState
from mestring.people.models import Employee
from mestring.web.components import days
from mestring.web.components.acting import carry_out
from mestring.web.provider.finding import chosen, find_of_order, find_order, goals, who
from mestring.web.provider.pages import forms
from mestring.web.provider.pages.order import colleagues
from mestring.web.provider.views.order import address, form_page, own_key
from mestring.web.shell import clock
from mestring.web.shell.doors import Asked, asked, door

UNDER = {"under": "provider:today"}


AT_THE_PLACE = ("103", "104", "107", "108")
"""Help the citizen comes to, or lives in."""


def usual_place(found: Order) -> Where:
    """Where one meets, until it is said otherwise: a day offer is not given at home."""
    return Where.OFFICE if found.section in AT_THE_PLACE else Where.HOME


def _register_page(request: HttpRequest, form: forms.Register, found: Order, **more: Any) -> HttpResponse:
    shown = {"form": form, "order": found, "who": who(found), **UNDER, **more}
    return render(request, "provider/register.html", shown, status=form.status)


def _initial(found: Visit) -> dict[str, Any]:
    """What the plan says, or what was registered."""
    minutes = found.minutes or found.planned
    usual = minutes in forms.USUAL
    return {
        "state": VisitState.HELD if found.is_planned else found.state,
        "minutes": str(minutes) if usual else "",
        "other": None if usual else minutes,
        "form": found.form,
        "goals": [str(one) for one in found.visit_goals.values_list("goal__public_id", flat=True)],
        "note": found.note,
        "day": found.day,
    }


def _report(by: Asked, found: Order, form: forms.Register, on: Any) -> None:
    """What has changed is told in the same sending."""
    if form.values.get("changed"):
        actions.report_change(found, words=form.values["changed"], by=by.actor, on=on)


@door("delivery.register", methods=["GET", "POST"])
def visit(request: HttpRequest, visit_id: UUID) -> HttpResponse:
    """How a planned visit went; one that is registered is shown."""
    by, on = asked(request), clock.today()
    found: Visit = find_of_order(by, Visit.objects.all(), visit_id)
    order = found.order
    if request.method != "POST" and (not found.is_planned or found.error_on):
        return render(request, "provider/visit.html", {"visit": found, "order": order, "who": who(order), "goals": _about(found), "on": on, **UNDER})
    form = forms.Register.of(request, initial=_initial(found))
    form.offer(goals(order))

    def do() -> str:
        values = form.values
        actions.register_visit(
            found,
            state=values["state"],
            minutes=form.together,
            form=values["form"],
            goals=chosen(order, form.ticked),
            note=values["note"],
            by=by.actor,
            on=on,
        )
        _report(by, order, form, on)
        return f"{reverse('provider:today')}?dag={found.day.isoformat()}"

    at = f" kl. {found.at:%-H.%M}" if found.at else ""
    planned = f" · planlagt: {str(found.get_form_display()).lower()}, {found.planned} min" if found.planned else ""
    lead = f"{'I dag' if found.day == on else days.in_text(found.day, on).capitalize()}{at}{planned}"
    done = carry_out(by, form, "register_visit", do, said="Kontakten er gemt.")
    return done or _register_page(request, form, order, lead=lead, visit=found, planned=True)


def _about(found: Visit) -> list[str]:
    return list(found.visit_goals.order_by("pk").values_list("goal__text", flat=True))


@door("delivery.register", methods=["GET", "POST"])
def unplanned(request: HttpRequest, order_id: UUID) -> HttpResponse:
    """A visit that was not planned."""
    by, on = asked(request), clock.today()
    found = find_order(by, order_id)
    own = goals(found)
    initial = {"day": on, "state": VisitState.HELD, "form": usual_place(found), "goals": [str(own[0].public_id)] if len(own) == 1 else []}
    form = forms.Unplanned.of(request, initial=initial)
    form.offer(own)

    def do() -> str:
        values = form.values
        actions.register_unplanned(
            found,
            day=values["day"],
            state=values["state"],
            minutes=form.together,
            form=values["form"],
            goals=chosen(found, form.ticked),
            note=values["note"],
            by=by.actor,
            on=on,
        )
        _report(by, found, form, on)
        return f"{reverse('provider:today')}?dag={values['day'].isoformat()}"

    done = carry_out(by, form, "register_unplanned_visit", do, said="Kontakten er gemt.")
    return done or _register_page(request, form, found, lead="Ikke planlagt", back=address(found))


@door("delivery.register", methods=["GET", "POST"])
def correct(request: HttpRequest, visit_id: UUID) -> HttpResponse:
    """Put a registered visit right."""
    by, on = asked(request), clock.today()
    found: Visit = find_of_order(by, Visit.objects.all(), visit_id)
    order = found.order
    form = forms.Correct.of(request, initial=_initial(found))
    form.offer(goals(order))
    if found.form == Where.GROUP:
        form.fields["form"].choices = [(Where.GROUP.value, str(Where.GROUP.label))]  # type: ignore[attr-defined]

    def do() -> str:
        values = form.values
        made = actions.correct_visit(
            found,
            because=values["because"],
            day=found.day,
            state=values["state"],
            minutes=form.together,
            form=values["form"],
            goals=chosen(order, form.ticked),
            note=values["note"],
            by=by.actor,
            on=on,
        )
        _report(by, order, form, on)
        return reverse("provider:visit", args=[made.public_id])

    done = carry_out(by, form, "correct_visit", do, said="Kontakten er rettet. Den gamle bliver stående som fejl.")
    return done or _register_page(request, form, order, lead=f"Ret kontakten {days.in_text(found.day, on)}", visit=found, correcting=True)


@door("delivery.register", methods=["GET", "POST"])
def move(request: HttpRequest, visit_id: UUID) -> HttpResponse:
    """Move a planned visit."""
    by, on = asked(request), clock.today()
    found: Visit = find_of_order(by, Visit.objects.all(), visit_id)
    form = forms.Move.of(request, initial={"day": found.day, "at": found.at})

    def do() -> str:
        actions.move_visit(found, day=form.values["day"], at=form.values["at"], by=by.actor, on=on)
        return f"{reverse('provider:today')}?dag={form.values['day'].isoformat()}"

    done = carry_out(by, form, "move_visit", do, said="Kontakten er flyttet.")
    return done or form_page(request, found.order, form, "Flyt kontakten", "Flyt", under="provider:today")


@door("delivery.register", methods=["GET", "POST"])
def plan(request: HttpRequest, order_id: UUID) -> HttpResponse:
    """Plan visits to come."""
    by, on = asked(request), clock.today()
    found = find_order(by, order_id)
    form = forms.Plan.of(request, initial={"day": max(on, found.begins_on), "form": usual_place(found), "weeks": 1, "worker": own_key(by.actor.employee)})
    form.offer(goals(found))
    form.fields["worker"].choices = list(colleagues(found, on))  # type: ignore[attr-defined]

    def do() -> str:
        values = {name: value for name, value in form.values.items() if name not in ("goals", "worker")}
        worker = Employee.objects.filter(public_id=form.values["worker"]).first()
        actions.plan_visits(found, goals=chosen(found, form.ticked), worker=worker, by=by.actor, on=on, **values)
        return address(found)

    if closed := proposals.closed_days(found.standard, found.section):
        form.fields["day"].help_text = closed
    done = carry_out(by, form, "plan_visits", do, said="Kontakterne er planlagt.")
    return done or form_page(request, found, form, "Planlæg kontakter", "Planlæg")
