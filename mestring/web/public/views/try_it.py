"""An invented person, and what every rule of a section answers."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from mestring.web.components.forms import Field, Option
from mestring.web.public import trying, words
from mestring.web.public.views import asked
from mestring.web.shell import clock, installation
from mestring.web.shell.errors import NotFound, Way


@require_safe
def try_it(request: HttpRequest) -> HttpResponse:
    book = installation.book()
    today = clock.today()
    if any(not value.strip() for values in request.GET.lists() for value in values[1]):
        # A form sends its empty fields too: the address to share is the one without them.
        kept = [(name, value.strip()) for name, values in request.GET.lists() for value in values if value.strip()]
        return redirect(f"{reverse('public:try')}?{urlencode(kept)}" if kept else reverse("public:try"))
    home = installation.home(today)
    chosen = asked.standard_id(request, default=home.id, extra=(trying.ALL, "law"))
    every = list(book.standards.values())
    picked = every if chosen == trying.ALL else [book.law if chosen == "law" else book.standards[chosen]]
    executable = [name for name in book.sections if any(entry.rule and name in entry.sections for standard in picked for entry in standard.entries)]
    wanted = request.GET.get("section", "").strip()
    if wanted and wanted not in executable:
        label = "Standarderne" if len(picked) > 1 else picked[0].name
        raise NotFound(
            "Der er intet at prøve på den paragraf",
            f"{label} har ingen regler for ”{wanted[:40]}”, som kan regnes ud. Vælg en af dem, der har:",
            "Prøv i stedet",
            [Way(book.sections[name].plain_title, trying.address(chosen, name), words.section_mark(book.sections[name])) for name in executable],
        )
    section = book.sections[wanted or ("107" if "107" in executable else executable[0])]
    trial = trying.run(request.GET, standards=picked, chosen=chosen, section=section, today=today)
    trial.standard_field = Field(
        "standard",
        "Kommune",
        "select",
        options=[
            *(Option(standard.id, words.standard_label(standard), standard.id == chosen) for standard in every),
            Option(trying.ALL, "Alle fem side om side", chosen == trying.ALL),
            Option("law", "Kun loven", chosen == "law"),
        ],
    )
    trial.section_field = Field(
        "section",
        "Hjælp",
        "select",
        options=[
            Option(name, f"{words.section_mark(book.sections[name])} {book.sections[name].plain_title}".strip(), name == section.id) for name in executable
        ],
    )
    shared = trying.address(chosen, section.id) + "".join(
        f"&{urlencode({name: value})}" for name, value in request.GET.items() if name not in ("standard", "section")
    )
    return render(
        request,
        "public/try.html",
        {
            "trial": trial,
            "section": section,
            "mark": words.section_mark(section),
            "law_name": words.law_name(section),
            "whose": "fem kommuners" if chosen == trying.ALL else ("lovens" if chosen == "law" else f"{picked[0].name}s"),
            "shared": request.build_absolute_uri(shared),
            "clear": trying.address(chosen, section.id),
            "all_address": shared.replace(f"standard={chosen}", f"standard={trying.ALL}") if chosen != trying.ALL else "",
        },
        status=400 if trial.errors else 200,
    )
