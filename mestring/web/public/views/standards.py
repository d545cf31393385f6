"""The standards, one standard, and the whole of it to read or print."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from mestring.web.public import directory, finding_lists, words
from mestring.web.public import section as section_pages
from mestring.web.public.views import asked
from mestring.web.shell import clock, installation


@require_safe
def standards(request: HttpRequest) -> HttpResponse:
    book = installation.book()
    rows: list[dict[str, Any]] = [
        {
            "standard": standard,
            "label": words.standard_label(standard),
            "is_home": standard.council == settings.COUNCIL,
            "sections": [(book.sections[name], directory.plain_title(standard, book.sections[name])) for name in directory.order(standard)],
            "rules": sum(entry.rule is not None for entry in standard.entries),
            "entries": len(standard.entries),
            "findings": len(finding_lists.findings(standard.id)),
        }
        for standard in book.standards.values()
    ]
    rows.sort(key=lambda row: not row["is_home"])
    everything = [name for name in book.sections if any(name in [section.id for section, _ in row["sections"]] for row in rows)]
    table = [
        {
            "section": book.sections[name],
            "mark": words.section_mark(book.sections[name]),
            "cells": [(row["standard"], name in [s.id for s, _ in row["sections"]]) for row in rows],
        }
        for name in everything
    ]
    return render(request, "public/standards.html", {"rows": rows, "table": table})


@require_safe
def standard(request: HttpRequest, standard: str) -> HttpResponse:
    found = asked.standard(standard)
    today = clock.today()
    return render(
        request,
        "public/standard.html",
        {
            "standard": found,
            "label": words.standard_label(found),
            "sections": directory.rows(found, today),
            "findings": len(finding_lists.findings(found.id)),
            "rules": sum(entry.rule is not None for entry in found.entries),
            "left_out": len(found.not_modelled),
            "in_force": found.valid_from <= today and (found.valid_to is None or today <= found.valid_to),
        },
    )


@require_safe
def whole(request: HttpRequest, standard: str) -> HttpResponse:
    book = installation.book()
    found = asked.standard(standard)
    today = clock.today()
    pages = []
    for name in directory.order(found):
        page = section_pages.build(found.id, name, today)
        entries = section_pages.own_entries(found, name)
        ids = {entry.id for entry in entries}
        own = [(block.id, block.title, [entry for entry in block.entries if entry.id in ids]) for block in page.blocks]
        pages.append(
            {
                "section": book.sections[name],
                "page": page,
                "mark": words.section_mark(book.sections[name]),
                "blocks": [block for block in own if block[2]],
                "unclear": finding_lists.unclear(found, name, entries),
            }
        )
    return render(request, "public/whole.html", {"standard": found, "label": words.standard_label(found), "pages": pages, "today": today})
