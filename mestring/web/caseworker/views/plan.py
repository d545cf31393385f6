"""The plan: offered, answered, written, ended; its goals set, changed, ended; and the paper the citizen takes home."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from mestring.cases.models import Case
from mestring.delivery import actions
from mestring.delivery.models import Goal, Plan
from mestring.web.caseworker.pages import plan as page
from mestring.web.caseworker.pages import plan_forms as forms
from mestring.web.caseworker.pages.form_page import FormPage, in_case, show
from mestring.web.components.acting import carry_out
from mestring.web.shell import clock
from mestring.web.shell.doors import Asked, asked, door, find, find_case, look


def _find(by: Asked, case_id: UUID, plan_id: UUID) -> tuple[Case, Plan]:
    case = find_case(by, case_id)
    found: Plan = find(by, Plan.objects.filter(case=case).select_related("made_by"), plan_id)
    found.case = case
    return case, found


def _goal(by: Asked, plan: Plan, goal_id: UUID) -> Goal:
    found: Goal = find(by, Goal.objects.filter(plan=plan), goal_id)
    found.plan = plan
    return found


def _step(case: Case, plan: Plan, title: str, button: str, *, lead: str = "", note: str = "") -> FormPage:
    """A form that leads back to the plan."""
    return FormPage(title, button, f"{plan.get_kind_display()}, {case.citizen.name}", page.place("plan", plan, case), lead, note)


@door("plan.see")
def plan(request: HttpRequest, case_id: UUID, plan_id: UUID) -> HttpResponse:
    """The plan, whole."""
    by, on = asked(request), clock.today()
    case, found = _find(by, case_id, plan_id)
    look(by, [(found, case, case.citizen)])
    return render(request, "caseworker/plan/plan.html", {"page": page.build(found, case, on), "case": case, "on": on})


@door("plan.see")
def paper(request: HttpRequest, case_id: UUID, plan_id: UUID) -> HttpResponse:
    """The plan in plain words, to be printed for the citizen."""
    by, on = asked(request), clock.today()
    case, found = _find(by, case_id, plan_id)
    look(by, [(found, case, case.citizen)])
    back = page.place("plan", found, case)
    return render(request, "caseworker/plan/paper.html", {"page": page.paper(found, case, on), "plan": found, "case": case, "on": on, "back": back})


@door("plan.write", methods=["GET", "POST"])
def new_plan(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Offer the citizen a plan, with the answer when it came at once."""
    by, on = asked(request), clock.today()
    case = find_case(by, case_id)
    wanted = page.asked_for(case, on)
    form = forms.Offer.of(request, initial={"offered_on": on, "accepted": "", "kind": wanted[0].owed.kind if wanted else ""})

    def do() -> str:
        said = form.values
        made = actions.offer_plan(case, kind=said["kind"], offered_on=said["offered_on"], by=by.actor, on=on)
        if said["accepted"]:
            actions.answer_plan(made, accepted=said["accepted"] == forms.YES, answered_on=said["answered_on"], by=by.actor, on=on)
        return page.place("plan", made, case)

    done = carry_out(by, form, "offer_plan", do, said="Tilbuddet er gemt.")
    return done or show(request, in_case(case, "Tilbyd en plan", "Gem"), form, "caseworker/plan/new.html", wanted=wanted)


@door("plan.write", methods=["GET", "POST"])
def answer(request: HttpRequest, case_id: UUID, plan_id: UUID) -> HttpResponse:
    """Write what the citizen says to it."""
    by, on = asked(request), clock.today()
    case, found = _find(by, case_id, plan_id)
    form = forms.Answer.of(request, initial={"answered_on": on})
    form.ask(found)

    def do() -> str:
        actions.answer_plan(found, accepted=form.values["accepted"] == forms.YES, answered_on=form.values["answered_on"], by=by.actor, on=on)
        return page.place("plan", found, case)

    done = carry_out(by, form, "answer_plan", do, said="Svaret er gemt.")
    note = "Det er frivilligt. Siger borgeren nej, kan borgeren sige ja senere."
    return done or show(request, _step(case, found, f"Borgerens svar: {str(found.get_kind_display()).lower()}", "Gem svaret", note=note), form)


@door("plan.write", methods=["GET", "POST"])
def write(request: HttpRequest, case_id: UUID, plan_id: UUID) -> HttpResponse:
    """Write what the plan says. What it said before stays to be read."""
    by, on = asked(request), clock.today()
    case, found = _find(by, case_id, plan_id)
    form = forms.texts_form(found.kind).of(request, version=found.version, initial={name: getattr(found, name) for name in forms.WORDS[found.kind]})
    where = page.place("plan", found, case)

    def do() -> str:
        actions.write_plan(found, seen=form.sent_version or 0, by=by.actor, on=on, **form.values)
        return where

    done = carry_out(by, form, "write_plan", do, said="Planen er gemt.", address=where)
    return done or show(request, _step(case, found, f"Skriv i {str(found.get_kind_display()).lower()}en", "Gem planen"), form)


@door("plan.write", methods=["GET", "POST"])
def end(request: HttpRequest, case_id: UUID, plan_id: UUID) -> HttpResponse:
    """The plan is used no more."""
    by, on = asked(request), clock.today()
    case, found = _find(by, case_id, plan_id)
    form = forms.End.of(request)

    def do() -> str:
        actions.end_plan(found, because=form.values["because"], by=by.actor, on=on)
        return page.place("plan", found, case)

    done = carry_out(by, form, "end_plan", do, said="Planen er afsluttet.")
    note = "Målene bliver stående, som de er. Der kan ikke skrives i planen bagefter."
    return done or show(request, _step(case, found, f"Afslut {str(found.get_kind_display()).lower()}en", "Afslut planen", note=note), form)


# ------------------------------------------------------------------------------------------------ goals


def _goal_form(by: Asked, goal: Goal | None, known: page.Known) -> forms.GoalForm:
    values = {name: getattr(goal, name) for name in page.PARTS} if goal else {"aim": "", "secondary": []}
    form = forms.GoalForm.of(by, initial=values, version=goal.version if goal else None)
    form.offer(known.groups(goal), known.beside(goal), known.scale)
    return form


def _said(form: forms.GoalForm, known: page.Known) -> dict[str, Any]:
    """The answers as the act takes them: a level that is left open is the assessment's."""
    said = dict(form.values)
    said["level"] = int(said["level"]) if said["level"] else known.levels.get(said["topic"])
    return {**said, "expected": int(said["expected"])}


def _show_goal(request: Asked, case: Case, plan: Plan, title: str, form: forms.GoalForm) -> HttpResponse:
    return show(request, _step(case, plan, title, "Gem målet"), form, "caseworker/plan/goal.html")


@door("plan.write", methods=["GET", "POST"])
def new_goal(request: HttpRequest, case_id: UUID, plan_id: UUID) -> HttpResponse:
    """Set a goal with the citizen."""
    by, on = asked(request), clock.today()
    case, found = _find(by, case_id, plan_id)
    known = page.known(case, on)
    form = _goal_form(by, None, known)

    def do() -> str:
        made = actions.set_goal(found, by=by.actor, on=on, **_said(form, known))
        return f"{page.place('plan', found, case)}#maal-{made.public_id}"

    return carry_out(by, form, "set_goal", do, said="Målet er gemt.") or _show_goal(by, case, found, "Sæt et mål", form)


@door("plan.write", methods=["GET", "POST"])
def change_goal(request: HttpRequest, case_id: UUID, plan_id: UUID, goal_id: UUID) -> HttpResponse:
    """Change a goal. What it said before stays to be read."""
    by, on = asked(request), clock.today()
    case, found = _find(by, case_id, plan_id)
    goal = _goal(by, found, goal_id)
    known = page.known(case, on)
    form = _goal_form(by, goal, known)
    where = f"{page.place('plan', found, case)}#maal-{goal.public_id}"

    def do() -> str:
        actions.change_goal(goal, seen=form.sent_version or 0, by=by.actor, on=on, **_said(form, known))
        return where

    return carry_out(by, form, "change_goal", do, said="Målet er gemt.", address=where) or _show_goal(by, case, found, "Ret målet", form)


@door("plan.write", methods=["GET", "POST"])
def end_goal(request: HttpRequest, case_id: UUID, plan_id: UUID, goal_id: UUID) -> HttpResponse:
    """A goal is reached, or given up."""
    by, on = asked(request), clock.today()
    case, found = _find(by, case_id, plan_id)
    goal = _goal(by, found, goal_id)
    form = forms.EndGoal.of(request)

    def do() -> str:
        actions.end_goal(goal, by=by.actor, on=on, **form.values)
        return page.place("plan", found, case)

    done = carry_out(by, form, "end_goal", do, said="Målet er afsluttet.")
    note = "Målet flyttes ned under de mål, der er nået eller opgivet. Leverandøren arbejder ikke videre med det."
    return done or show(request, _step(case, found, "Afslut målet", "Afslut målet", lead=goal.text, note=note), form)
