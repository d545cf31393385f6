"""The gallery: every component in every state, to look at and to test first."""

from __future__ import annotations

from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from mestring.rules.finding import Source, Step
from mestring.web.components import gallery as invented
from mestring.web.components import marks
from mestring.web.components.forms import Field, Option, yes_no_unknown


@require_safe
def gallery(request: HttpRequest) -> HttpResponse:
    source = Source(document="vejle-2023", lines=(1452, 1456), heading="Bilag 4")
    steps = (
        Step("Flyttede ind", "30. november 2026"),
        Step("+ 3 måneder", "28. februar 2027", source),
        Step("Betingelserne", "", None, None, [Step("er fyldt 18 år", "34 år", mark="met"), Step("kan ikke færdes alene", "", source, "to_judge")]),
    )
    fields = [
        Field("dato", "Dagen borgeren flyttede ind", "date", "30-11-2026", "For eksempel 30-11-2026"),
        Field("forkert", "Antal døgn", "number", "ca. 3", "Et helt tal", "”ca. 3” er ikke et tal. Skriv et helt tal."),
        Field("valg", "Målgruppe", "select", options=[Option("", "Ved ikke"), Option("a", "Senhjerneskade", True)]),
        yes_no_unknown("spm", "Kan ikke færdes alene uden for hjemmet", "ja", judged=True),
    ]
    all_marks = [
        marks.MET,
        marks.NOT_MET,
        marks.TO_JUDGE,
        marks.UNKNOWN,
        marks.STATED,
        marks.WORDS_ONLY,
        marks.Mark("soon", "!", "Skal gøres"),
        marks.Mark("open", "–", "Sats mangler"),
    ]
    return render(
        request,
        "components/gallery.html",
        {"source": source, "steps": steps, "fields": fields, "wrong": [one for one in fields if one.error], "marks": all_marks, "day": date(2027, 2, 28)},
    )


@require_safe
def casework(request: HttpRequest) -> HttpResponse:
    """The components of the pages for work."""
    return render(request, "components/gallery_casework.html", invented.page())
