"""Search for a citizen or a case. What is searched for is posted, so that it stands in no address and no log."""

from __future__ import annotations

import re

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from mestring.cases.models import Case
from mestring.people.models import Citizen
from mestring.web.shell import clock
from mestring.web.shell.doors import asked, door, look, typed

MOST = 30


@door("search", methods=["GET", "POST"])
def search(request: HttpRequest) -> HttpResponse:
    """Citizens and cases the caseworker may see."""
    by, on = asked(request), clock.today()
    words = typed(request, "q")
    digits = re.sub(r"[\s-]", "", words)
    citizens: list[Citizen] = []
    cases: list[Case] = []
    if len(words) >= 2:
        visible = Case.objects.visible_to(by.actor).select_related("citizen", "team", "responsible")
        if re.fullmatch(r"[0-9]{10}", digits):
            citizens = list(Citizen.objects.visible_to(by.actor).filter(cpr=digits)[:MOST])
        elif re.fullmatch(r"[0-9]{2}-[0-9]{3,6}", words):
            cases = list(visible.filter(number=words)[:MOST])
            citizens = [one.citizen for one in cases]
        else:
            citizens = list(Citizen.objects.visible_to(by.actor).named(words).order_by("last_name", "first_name", "pk")[: MOST + 1])
        cases = cases or list(visible.filter(citizen__in=[one.pk for one in citizens]).order_by("citizen", "-opened_on")[: MOST * 2])
        look(by, [*((one, None, one) for one in citizens[:MOST]), *((one, one, one.citizen) for one in cases)])
    of = {one.pk: [case for case in cases if case.citizen_id == one.pk] for one in citizens}
    return render(
        request,
        "caseworker/search.html",
        {"typed": words, "found": [(one, one.age(on), one.is_protected(on), of[one.pk]) for one in citizens[:MOST]], "more": len(citizens) > MOST, "on": on},
    )
