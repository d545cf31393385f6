"""Search."""

from __future__ import annotations

import difflib
from urllib.parse import urlencode

from django.conf import settings
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from mestring.web.public import glossary, searching
from mestring.web.shell import installation

PER_PAGE = 25


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    book = installation.book()
    query = request.GET.get("q", "").strip()[:200]
    where = request.GET.get("standard", "").strip()
    hits = searching.index().search(query, settings.COUNCIL) if query else []
    if where in book.standards:
        hits = [hit for hit in hits if hit.council in (book.standards[where].council, "law", "")]
    page = Paginator(hits, PER_PAGE).get_page(request.GET.get("side"))
    return render(
        request,
        "public/search.html",
        {
            "query": query,
            "page": page,
            "count": len(hits),
            "where": where,
            "standards": book.standards.values(),
            "suggestions": difflib.get_close_matches(query.lower(), _vocabulary(), 4, 0.6) if query and not hits else [],
            "paged": urlencode({"q": query} | ({"standard": where} if where else {})),
        },
    )


def _vocabulary() -> list[str]:
    book = installation.book()
    return [
        *(name.title.lower() for section in book.sections.values() for name in section.names),
        *(section.plain_title.lower() for section in book.sections.values()),
        *(w.danish for w in glossary.WORDS),
    ]
