"""Pages about the site itself, and the two addresses that machines ask for."""

from __future__ import annotations

from django.db import connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.templatetags.static import static
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from mestring.web.shell import installation


@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    return render(request, "shell/accessibility.html")


@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    return render(request, "shell/privacy.html")


@require_safe
def keys(request: HttpRequest) -> HttpResponse:
    return render(request, "shell/keys.html")


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
