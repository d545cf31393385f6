"""The case: opened, seen, given to somebody, closed; who has looked; and glass broken to see it."""

from __future__ import annotations

import re
from datetime import date
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from mestring.audit.errors import MestringError
from mestring.audit.models import LookUp
from mestring.cases.actions import case as acts
from mestring.cases.actions import disqualification
from mestring.cases.actions.glass import MINUTES, break_glass
from mestring.cases.models import Case, Inquiry
from mestring.people import access, wall
from mestring.people.access import Actor, Role
from mestring.people.models import Employee, Relation, Unit
from mestring.web.caseworker.pages import case as page
from mestring.web.caseworker.pages import order as orders
from mestring.web.caseworker.pages import plan as plans
from mestring.web.caseworker.pages.form_page import in_case, show, show_step
from mestring.web.components import fields
from mestring.web.components.acting import carry_out
from mestring.web.components.case import Person
from mestring.web.components.forms import Form
from mestring.web.shell import clock, roles
from mestring.web.shell.doors import asked, door, find_case, find_citizen, look


@door("case.see")
def case(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """The case with one timeline."""
    by, on = asked(request), clock.today()
    found = find_case(by, case_id)
    kind = request.GET.get("vis", "")
    route, words = roles.menu(by.actor)[0]
    ordered = orders.in_case(found, on)
    shown_kind = kind if kind in page.KINDS else ""
    built = page.build(found, on, home=(words, reverse(route)), kind=shown_kind, also=ordered.events, ordered=ordered.stage)
    looked = LookUp.objects.filter(case=str(found.public_id)).exclude(actor=by.actor.id).order_by("-number")[:3]
    shown = {"case": found, "page": built, "on": on, "looked": [_look(one) for one in looked], "plans": plans.in_case(found), "orders": ordered.lines}
    return render(request, "caseworker/case/case.html", shown)


def _look(one: LookUp) -> tuple[LookUp, str]:
    return one, access.tie_label(one.relation) or one.role


def _head(found: Case, on: date) -> Person:
    return page.person(found, on, back=f"Sag {found.number}", back_address=reverse("caseworker:case", args=[found.public_id]))


class NewCase(Form):
    """Which team, and who is responsible."""

    team = fields.Choice("Team", [])
    mine = fields.Check("Jeg er ansvarlig for sagen", required=False)


@door("case.open", methods=["GET", "POST"])
def new_case(request: HttpRequest, citizen_id: UUID) -> HttpResponse:
    """Open a case for a citizen."""
    by, on = asked(request), clock.today()
    citizen = find_citizen(by, citizen_id)
    teams = Unit.objects.filter(pk__in={*by.actor.teams, *by.actor.leads}).order_by("name")
    form = NewCase.of(request, initial={"team": str(teams[0].public_id) if len(teams) == 1 else "", "mine": bool(by.actor.teams)})
    form.fields["team"].choices = [("", "Vælg"), *((str(one.public_id), one.name) for one in teams)]  # type: ignore[attr-defined]
    inquiry = request.GET.get("henvendelse", "")

    def do() -> str:
        team = Unit.objects.get(public_id=form.values["team"])
        mine = Employee.objects.get(pk=by.actor.employee or 0) if form.values["mine"] and team.pk in by.actor.teams else None
        made = acts.open_case(citizen, by=by.actor, on=on, team=team, responsible=mine)
        after = f"?henvendelse={inquiry}" if _is_own_inquiry(by.actor, inquiry) else ""
        return reverse("caseworker:new_application", args=[made.public_id]) + after

    done = carry_out(by, form, "open_case", do, said="Sagen er åbnet. Tag nu imod ansøgningen.")
    if done:
        return done
    if open_cases := list(Case.objects.visible_to(by.actor).open().filter(citizen=citizen)):
        look(by, [(one, one, citizen) for one in open_cases])
    return render(request, "caseworker/case/new.html", {"form": form, "citizen": citizen, "open_cases": open_cases}, status=form.status)


def _is_own_inquiry(actor: Actor, inquiry: str) -> bool:
    try:
        return Inquiry.objects.visible_to(actor).filter(public_id=UUID(inquiry)).exists()
    except ValueError:
        return False


class Assign(Form):
    """Who has the case."""

    responsible = fields.Choice("Ansvarlig sagsbehandler", [], required=False, blank="Ingen endnu")


@door("case.assign", methods=["GET", "POST"])
def assign_case(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Give the case to a caseworker of its team."""
    by, on = asked(request), clock.today()
    found = find_case(by, case_id)
    people = Employee.objects.free_for(found.citizen_id).filter(assignments__unit=found.team, assignments__role=Role.CASEWORKER, assignments__since__lte=on)
    people = people.order_by("name").distinct()
    form = Assign.of(request, initial={"responsible": str(found.responsible.public_id) if found.responsible else ""})
    form.fields["responsible"].choices = [("", "Ingen endnu"), *((str(one.public_id), one.name) for one in people)]  # type: ignore[attr-defined]

    def do() -> str:
        chosen = form.values["responsible"]
        acts.assign(found, by=by.actor, on=on, responsible=Employee.objects.get(public_id=chosen) if chosen else None)
        return reverse("caseworker:case", args=[found.public_id])

    done = carry_out(by, form, "assign_case", do, said="Sagen er fordelt.")
    return done or show_step(request, _head(found, on), form, "Vælg en ansvarlig", "Gem")


class CaseFacts(Form):
    """What the case is filed under."""

    kle = fields.Text("KLE-nummer", hint="Følger den første paragraf, der søges om. For eksempel 27.36.12", missing="Skriv KLE-nummeret.", limit=20)


@door("case.write", methods=["GET", "POST"])
def change_case(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Correct the number the case is filed under."""
    by, on = asked(request), clock.today()
    found = find_case(by, case_id)
    form = CaseFacts.of(request, version=found.version, initial={"kle": found.kle})

    def do() -> str:
        acts.change_facts(found, by=by.actor, on=on, seen=form.sent_version or 0, kle=form.values["kle"])
        return reverse("caseworker:case", args=[found.public_id])

    done = carry_out(by, form, "change_facts", do, said="KLE-nummeret er rettet.", address=reverse("caseworker:case", args=[found.public_id]))
    return done or show_step(request, _head(found, on), form, "Ret sagens KLE-nummer", "Gem")


class StepAside(Form):
    """Why one must not handle the case."""

    reason = fields.Text(
        "Hvorfor er du inhabil?",
        hint="For eksempel søster, nabo eller tidligere værge. Skriv ikke borgerens navn.",
        missing="Skriv, hvorfor du er inhabil.",
        limit=120,
    )


@door("case.step_aside", methods=["GET", "POST"])
def step_aside(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Say that one is disqualified. The case is closed to the writer with that, so the way on is where their own work begins."""
    by, on = asked(request), clock.today()
    found = find_case(by, case_id)
    form = StepAside.of(request)

    def do() -> str:
        disqualification.step_aside(found, reason=form.values["reason"], by=by.actor, on=on)
        return reverse(roles.menu(by.actor)[0][0])

    done = carry_out(by, form, "step_aside", do, said="Det er gemt. Borgerens sager er lukket for dig.")
    return done or show(request, in_case(found, "Jeg er inhabil", "Luk sagen for mig"), form, "caseworker/case/step_aside.html", case=found, actor=by.actor)


class Close(Form):
    """Why the case is closed."""

    because = fields.LongText("Hvorfor afsluttes sagen?", limit=200, rows=3)


@door("case.close", methods=["GET", "POST"])
def close(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Close a case in which nothing is open."""
    by, on = asked(request), clock.today()
    found = find_case(by, case_id)
    form = Close.of(request)

    def do() -> str:
        acts.close_case(found, by=by.actor, on=on, because=form.values["because"])
        return reverse("caseworker:case", args=[found.public_id])

    done = carry_out(by, form, "close_case", do, said="Sagen er afsluttet.")
    return done or show_step(request, _head(found, on), form, "Afslut sagen", "Afslut sagen", left=acts.left_to_do(found))


class Reopen(Form):
    """Nothing but the wish."""


@door("case.close", methods=["GET", "POST"])
def reopen(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Work in a closed case again."""
    by, on = asked(request), clock.today()
    found = find_case(by, case_id)
    form = Reopen.of(request)

    def do() -> str:
        acts.reopen_case(found, by=by.actor, on=on)
        return reverse("caseworker:case", args=[found.public_id])

    done = carry_out(by, form, "reopen_case", do, said="Sagen er åben igen.")
    return done or show_step(request, _head(found, on), form, "Åbn sagen igen", "Åbn sagen")


@door("case.see")
def log(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Who has looked at the case, the newest first."""
    by, on = asked(request), clock.today()
    found = find_case(by, case_id)
    before = request.GET.get("foer", "")
    rows = LookUp.objects.filter(case=str(found.public_id)).order_by("-number")
    if before.isascii() and before.isdigit():
        rows = rows.filter(number__lt=int(before))
    shown = list(rows[:51])
    head = _head(found, on)
    more = shown[49].number if len(shown) > 50 else None
    return render(request, "caseworker/case/log.html", {"case": found, "person": head, "looked": [_look(one) for one in shown[:50]], "more": more, "on": on})


class BreakGlass(Form):
    """Which case, and why it is opened without a relation to it."""

    number = fields.Text("CPR-nummer eller sagsnummer", limit=12)
    category = fields.Choice("Hvad er grunden?", Relation.Category.choices, shape="radios")
    reason = fields.LongText("Hvorfor er det nødvendigt nu?", limit=1000, hint="Lederen læser det i dag. Borgeren kan se, at sagen er åbnet.")


@door("glass.break", methods=["GET", "POST"])
def glass(request: HttpRequest) -> HttpResponse:
    """Open one case for half an hour. Nothing is told before the reason is written, not even whether there is a case."""
    by, on = asked(request), clock.today()
    form = BreakGlass.of(request)

    def do() -> str:
        typed = form.values["number"]
        digits = re.sub(r"[\s-]", "", typed)
        with wall.lifted():  # the reason is written: now it may be looked for
            by_cpr = Case.objects.filter(citizen__cpr=digits) if len(digits) == 10 else Case.objects.none()
            found = by_cpr.order_by("state", "-opened_on").reverse().first() or Case.objects.filter(number=typed).first()
        if found is None:
            raise NoSuchCase
        break_glass(found, by=by.actor, on=on, category=form.values["category"], reason=form.values["reason"])
        return reverse("caseworker:case", args=[found.public_id])

    done = carry_out(by, form, "break_glass", do)
    return done or render(request, "caseworker/case/glass.html", {"form": form, "minutes": MINUTES}, status=form.status)


class NoSuchCase(MestringError):
    code = "no_such_case"
    fields = ("number",)
    message = "CPR-nummer eller sagsnummer: der er ingen sag med det nummer. Se efter, om det er skrevet rigtigt."
