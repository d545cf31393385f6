"""The day and the week."""

from __future__ import annotations

from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from mestring.rules import facts
from mestring.web.provider.finding import seen
from mestring.web.provider.pages import today as page
from mestring.web.shell import clock
from mestring.web.shell.doors import asked, door


def _day(request: HttpRequest, on: date) -> date:
    """The day the address asks for; what can't be read is today."""
    try:
        return facts.parse_date(request.GET.get("dag", "")[:10])
    except ValueError:
        return on


@door("provider.see")
def today(request: HttpRequest) -> HttpResponse:
    """Whom to see on a day, how it went, and what else waits."""
    by, on = asked(request), clock.today()
    built = page.build(by.actor, _day(request, on), on, everybody=request.GET.get("hvem") == "alle")
    seen(by, built.seen)
    return render(request, "provider/today.html", {"page": built, "on": on})


@door("provider.see")
def week(request: HttpRequest) -> HttpResponse:
    """What is planned in the week around a day."""
    by, on = asked(request), clock.today()
    built = page.week(by.actor, _day(request, on), on)
    seen(by, built.seen)
    return render(request, "provider/week.html", {"page": built, "on": on})
