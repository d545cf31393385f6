"""A colleague outside the team who helps with one case: let in, and ended."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from mestring.cases.actions import helping as acts
from mestring.people import access
from mestring.people.models import Assignment, Employee, Relation
from mestring.web.caseworker.pages.case import until_words
from mestring.web.caseworker.pages.form_page import in_case, show
from mestring.web.components import fields
from mestring.web.components.acting import carry_out
from mestring.web.components.forms import Form
from mestring.web.shell import clock
from mestring.web.shell.doors import asked, door, find, find_case


class LetHelp(Form):
    """Who, with what, and for how long."""

    colleague = fields.Choice("Kollega", missing="Vælg en kollega.")
    reason = fields.LongText("Hvad skal kollegaen hjælpe med?", missing="Skriv, hvad kollegaen skal hjælpe med.", limit=500, rows=2)
    since = fields.Date("Fra og med")
    until = fields.Date("Til og med")


@door("case.share", methods=["GET", "POST"])
def new_helper(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Let a colleague of another team work with the case for a time."""
    by, on = asked(request), clock.today()
    found = find_case(by, case_id)
    held = Assignment.objects.holding(on).filter(role__in=access.STAFF)
    held = held.exclude(employee__in=held.filter(unit=found.team).values("employee"))
    people = {str(one.employee.public_id): one for one in held.select_related("employee", "unit").order_by("employee__name", "pk")}
    form = LetHelp.of(request, initial={"since": on})
    form.fields["colleague"].choices = [("", "Vælg"), *((key, f"{one.employee.name}, {one.unit.name}") for key, one in people.items())]  # type: ignore[attr-defined]

    def do() -> str:
        colleague: Employee = people[form.values["colleague"]].employee
        values = {name: form.values[name] for name in ("reason", "since", "until")}
        acts.let_help(found, colleague, by=by.actor, on=on, **values)
        return reverse("caseworker:case", args=[found.public_id])

    done = carry_out(by, form, "let_help", do, said="Kollegaen er med i sagen.")
    note = "Kollegaen kan se og skrive i sagen de dage, og kun i denne. Borgeren kan se det i sin log."
    return done or show(request, in_case(found, "Giv en kollega adgang til sagen", "Giv adgang", note=note), form)


class EndHelp(Form):
    """Nothing is asked: the button says it."""


@door("case.share", methods=["GET", "POST"])
def end_helper(request: HttpRequest, case_id: UUID, relation_id: UUID) -> HttpResponse:
    """End a colleague's access to the case now."""
    by, on = asked(request), clock.today()
    found = find_case(by, case_id)
    rows = Relation.objects.filter(case=found.public_id, kind=Relation.Kind.HELPER).select_related("employee")
    relation = find(by, rows, relation_id)
    form = EndHelp.of(request)

    def do() -> str:
        acts.end_help(relation, found, by=by.actor, on=on)
        return reverse("caseworker:case", args=[found.public_id])

    done = carry_out(by, form, "end_help", do, said="Kollegaens adgang er slut.")
    name = relation.employee.name if relation.employee else ""
    lead = f"{name}: {relation.reason} ({until_words(relation, on)})"
    return done or show(request, in_case(found, "Afslut kollegaens adgang", "Afslut adgangen nu", lead=lead), form)
