"""Two to five councils side by side on one section."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from mestring.rules import danish
from mestring.web.components.forms import Field
from mestring.web.public import comparing, directory, trying, words
from mestring.web.shell import clock, installation
from mestring.web.shell.errors import NotFound, Way


@require_safe
def compare(request: HttpRequest) -> HttpResponse:
    book = installation.book()
    today = clock.today()
    everything = list(book.standards)
    errors: list[Field] = []
    wanted = request.GET.get("section", "").strip()
    covered = [name for name in book.sections if any(name in directory.order(standard) for standard in book.standards.values())]
    if wanted and wanted not in covered:
        raise NotFound(
            "Ingen af kommunerne har den paragraf",
            f"”{wanted[:40]}” står ikke i nogen af standarderne. Vælg en, der gør:",
            "Sammenlign i stedet",
            [Way(book.sections[name].plain_title, reverse("public:compare") + f"?section={name}", words.section_mark(book.sections[name])) for name in covered],
        )
    section = book.sections[wanted or ("85" if "85" in covered else covered[0])]
    councils = {standard.council: standard.id for standard in book.standards.values()}
    chosen = list(dict.fromkeys(councils.get(name.lower(), name) for name in request.GET.getlist("standard") if name))
    wrong = [name for name in chosen if name not in book.standards]
    picker = Field("standard", "Kommuner")
    if wrong:
        picker.error = f"Vi har ikke ”{wrong[0][:60]}”. Vælg blandt {', '.join(everything)}"
    elif len(chosen) == 1:
        picker.error = "Vælg mindst to kommuner at sammenligne"
    if picker.error:
        errors.append(picker)
    chosen = [name for name in everything if name in chosen]
    # Fewer than two can't be compared: then those that have the section are shown, the one that was chosen first.
    there = [name for name in everything if section.id in directory.order(book.standards[name])]
    others = there if len(there) >= 2 else everything
    shown = chosen if len(chosen) >= 2 else [*chosen, *(name for name in others if name not in chosen)]
    start_field, start = trying.day_field(request.GET, "start", "Begynder", today)
    if start_field.error:
        errors.append(start_field)
    comparison = comparing.compare(section.id, tuple(shown), start)
    return render(
        request,
        "public/compare.html",
        {
            "comparison": comparison,
            "section": section,
            "mark": words.section_mark(section),
            "law_name": words.law_name(section),
            "sections": [(book.sections[name], words.section_mark(book.sections[name])) for name in covered],
            "standards": [(standard, standard.id in (chosen or shown), words.standard_label(standard)) for standard in book.standards.values()],
            "absent": danish.listing([book.standards[name].short for name in everything if name not in there]),
            "picker": picker,
            "start_field": start_field,
            "start": start,
            "errors": errors,
            "said_not": words.SAID_NOT,
            "try_address": trying.address(trying.ALL, section.id),
        },
        status=400 if errors else 200,
    )
