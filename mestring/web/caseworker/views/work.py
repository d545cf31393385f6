"""*Mit arbejde*, and giving cases to colleagues from it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from mestring.cases.actions.case import assign
from mestring.cases.models import Case
from mestring.people.models import Employee
from mestring.web.caseworker.pages import work as page
from mestring.web.components import fields
from mestring.web.components.acting import carry_out
from mestring.web.components.forms import Form
from mestring.web.shell import clock
from mestring.web.shell.doors import Asked, asked, door, look, uuids

MOST = 200
"""How many cases can be given away at a time."""


@door("work.see")
def work(request: HttpRequest) -> HttpResponse:
    """What is due."""
    by, on = asked(request), clock.today()
    number = request.GET.get("side", "1")
    found = page.build(
        by.actor,
        on,
        whose=request.GET.get("hvem", ""),
        chosen=page.WorkFilter(request.GET, keep={"hvem": request.GET.get("hvem", "")}),
        page=int(number) if number.isascii() and number.isdigit() and 0 < int(number) < 10_000 else 1,
    )
    look(by, [(one, one.case, one.citizen) for one in found.things])
    return render(request, "caseworker/work.html", {"page": found, "on": on})


class AssignMany(Form):
    """Who gets the chosen cases."""

    responsible = fields.Hidden(required=True)
    cases = fields.Hidden(required=True)


def _chosen(request: Asked, ids: list[str]) -> list[Case]:
    found = Case.objects.visible_to(request.actor).select_related("citizen", "team", "responsible").filter(public_id__in=uuids(ids))[:MOST]
    return list(found)


@door("work.see", methods=["POST"])
def assign_many(request: HttpRequest) -> HttpResponse:
    """First the list of what would change, then the act."""
    by, on = asked(request), clock.today()
    posted = AssignMany(request.POST) if "cases" in request.POST else None
    ids = request.POST.get("cases", "").split() if posted else request.POST.getlist("valgt")
    people = dict(page.colleagues(by.actor, on))
    name = people.get(request.POST.get("responsible", ""))
    cases = _chosen(by, ids)
    if name is None or not cases:
        return render(request, "caseworker/assign_none.html", {"back": reverse("caseworker:work"), "no_one": name is None}, status=422)
    look(by, [(one, one, one.citizen) for one in cases])
    form = posted or AssignMany(initial={"responsible": request.POST["responsible"], "cases": " ".join(str(one.public_id) for one in cases)})

    def do() -> str:
        to = Employee.objects.get(public_id=form.values["responsible"])
        for one in cases:
            assign(one, by=by.actor, on=on, responsible=to)
        return reverse("caseworker:work") + "?hvem=team"

    done = carry_out(by, form, "assign_many", do, said="Sagerne er fordelt.")
    return done or render(request, "caseworker/assign.html", {"form": form, "cases": cases, "name": name}, status=form.status)
