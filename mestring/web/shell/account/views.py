"""The few pages of log-in that are not django-allauth's."""

from __future__ import annotations

from allauth.account.views import password_change
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from mestring.web.shell.errors import NotFound


def change_password(request: HttpRequest) -> HttpResponse:
    """An account that is only reached through the municipality's log-in has no password to change."""
    if request.user.is_authenticated and not request.user.has_usable_password():
        raise NotFound(title="Kontoen har ingen adgangskode", text="Du logger ind gennem kommunens log-in. Din adgangskode skiftes dér.")
    answer: HttpResponse = password_change(request)
    return answer


def too_many(request: HttpRequest) -> HttpResponse:
    text = "Der er kommet for mange forsøg på at logge ind herfra på kort tid. Vent et minut, og prøv igen."
    return render(request, "shell/plain_error.html", {"title": "Vent et øjeblik", "text": text}, status=429)


def form_expired(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form did not come from a page of ours, or the page was too old."""
    text = "Siden var for gammel, eller din browser tager ikke imod cookies. Gå tilbage, hent siden igen, og send formularen på ny."
    return render(request, "shell/plain_error.html", {"title": "Formularen kunne ikke sendes", "text": text}, status=403)
