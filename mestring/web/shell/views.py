"""Pages about the site itself, and the two addresses that machines ask for."""

from __future__ import annotations

from datetime import date, timedelta

from django.conf import settings
from django.db import connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.templatetags.static import static
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from mestring.audit import demo
from mestring.rules.facts import parse_date
from mestring.web.shell import clock, installation
from mestring.web.shell.errors import NotFound


@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    return render(request, "shell/accessibility.html")


@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    return render(request, "shell/privacy.html")


@require_safe
def keys(request: HttpRequest) -> HttpResponse:
    return render(request, "shell/keys.html")


@require_POST
def demo_day(request: HttpRequest) -> HttpResponse:
    """Move a demo's day forward: by a day, a week, or to a day. Nowhere else."""
    if not settings.DEMO:
        raise NotFound(text="Adressen er skrevet forkert, eller siden er flyttet.")
    here = demo.day() or clock.today()
    move = request.POST.get("move", "")
    day: date | None = here + timedelta(days=7 if move == "week" else 1)
    if move == "set":
        try:
            day = parse_date(request.POST.get("day", ""))
        except ValueError:
            day = None
    try:
        if day is None:
            raise demo.DayGoneBy("Dag: skriv den som dag-måned-år, for eksempel 27-11-2026.")
        demo.move_to(day)
    except demo.DayGoneBy as error:
        return render(request, "shell/plain_error.html", {"title": "Dagen er ikke flyttet", "text": error.message}, status=422)
    after = request.POST.get("next", "/")
    own = after == request.path  # a day that was refused stands on this address, which only takes what is sent
    return redirect(after if url_has_allowed_host_and_scheme(after, allowed_hosts=None) and not own else "/")


@never_cache
@require_safe
def health(request: HttpRequest) -> JsonResponse:
    """Whether the database answers and the library is read: for whoever watches the installation."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        cursor.fetchone()
    book = installation.book()
    return JsonResponse({"database": connection.vendor, "standards": list(book.standards)})


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    return HttpResponse("User-agent: *\nDisallow: /proev/\nDisallow: /soeg/\n", content_type="text/plain; charset=utf-8")


@require_safe
def favicon(request: HttpRequest) -> HttpResponse:
    return redirect(static("shell/favicon.svg"))
