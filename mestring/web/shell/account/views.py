"""The few pages of log-in that are not django-allauth's."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from mestring.web.shell.errors import NotFound


def with_password(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A page about password and codes: an account that is only reached through the municipality's log-in has neither, and is told so."""

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.user.is_authenticated and not request.user.has_usable_password():
            raise NotFound(title="Der er ikke noget at ændre her", text="Du logger ind gennem kommunens log-in. Adgangskode og koder skiftes dér.")
        return view(request, *args, **kwargs)

    return answer


def too_many(request: HttpRequest) -> HttpResponse:
    text = "Der er kommet for mange forsøg på at logge ind herfra på kort tid. Vent et minut, og prøv igen."
    return render(request, "shell/plain_error.html", {"title": "Vent et øjeblik", "text": text}, status=429)


def form_expired(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form did not come from a page of ours, or the page was too old."""
    text = "Siden var for gammel, eller din browser tager ikke imod cookies. Gå tilbage, hent siden igen, og send formularen på ny."
    return render(request, "shell/plain_error.html", {"title": "Formularen kunne ikke sendes", "text": text}, status=403)
