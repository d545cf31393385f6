"""Pages for what went wrong. Each says in Danish what happened and where to go on."""

from __future__ import annotations

import logging
from dataclasses import dataclass, field

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render


@dataclass
class Way:
    """A place to go on to."""

    text: str
    address: str
    note: str = ""


@dataclass(eq=False)
class NotFound(Http404):
    """Nothing is at the address, and we know what the visitor may have been looking for."""

    title: str = "Siden findes ikke"
    text: str = ""
    ways_title: str = ""
    ways: list[Way] = field(default_factory=list)

    def __str__(self) -> str:
        return self.title


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    error = exception if isinstance(exception, NotFound) else NotFound(text=_PLAIN)
    return render(request, "shell/not_found.html", {"error": error}, status=404)


_PLAIN = "Adressen er skrevet forkert, eller siden er flyttet. Søg, eller begynd på forsiden."


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _plain(
        request,
        400,
        "Vi kan ikke læse det, du sendte",
        "Noget i adressen er skrevet på en måde, vi ikke kan læse. Gå tilbage, og prøv igen, eller begynd på forsiden.",
    )


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _plain(
        request,
        403,
        "Siden findes ikke, eller du har ikke adgang",
        "Vi siger det samme i begge tilfælde. Kom du hertil fra en formular, så gå tilbage, hent siden igen, og send den på ny.",
    )


_OURS = "Det lykkedes ikke"
_OURS_TEXT = "Fejlen er hos os, ikke hos dig. Prøv igen om lidt. Det, du har skrevet, står stadig i adressen eller på siden før denne."


def server_error(request: HttpRequest) -> HttpResponse:
    """A fault of ours. The page must come even when the fault is in what every page stands in."""
    try:
        return _plain(request, 500, _OURS, _OURS_TEXT)
    except Exception:
        logging.getLogger(__name__).exception("The page for a fault of ours could not be made")
        page = f'<!doctype html><html lang="da"><meta charset="utf-8"><title>{_OURS}</title><h1>{_OURS}</h1><p>{_OURS_TEXT}</p></html>'
        return HttpResponse(page, status=500)


def _plain(request: HttpRequest, status: int, title: str, text: str) -> HttpResponse:
    return render(request, "shell/plain_error.html", {"title": title, "text": text}, status=status)
