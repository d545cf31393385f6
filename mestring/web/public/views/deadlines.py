"""How soon one gets an answer: what a council publishes, and what law says."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from mestring.web.public import directory, finding_lists, words
from mestring.web.public import section as section_pages
from mestring.web.public.views import asked
from mestring.web.shell import clock, installation


@require_safe
def deadlines(request: HttpRequest) -> HttpResponse:
    book = installation.book()
    today = clock.today()
    chosen = asked.standard(asked.standard_id(request, default=installation.home(today).id))
    lines = finding_lists.deadlines(chosen.id, today)
    said = {line.entry.id: line.entry for line in lines if not line.day}
    law = [
        entry
        for entry in book.law.entries
        if entry.rule
        and entry.id not in section_pages.NOT_AN_ANSWER
        and (entry.kind == "notice" or ("general" in entry.sections and entry.topic in ("deadline", "complaint")))
    ]
    have = {line.section.id for line in lines if line.is_answer or not line.day}
    without = [book.sections[name] for name in directory.order(chosen) if name not in have and name not in ("general", "other")]
    return render(
        request,
        "public/deadlines.html",
        {
            "chosen": chosen,
            "standards": book.standards.values(),
            "lines": [line for line in lines if line.day and line.is_answer],
            "begun": [line for line in lines if line.day and not line.is_answer],
            "said": [(entry, [line.section for line in lines if line.entry is entry]) for entry in said.values()],
            "law": law,
            "without": [] if "general" in have else [(section, directory.plain_title(chosen, section), words.section_mark(section)) for section in without],
            "today": today,
        },
    )
