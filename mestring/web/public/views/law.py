"""The law beneath the standards, and the rates that change every year."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from mestring.web.public import directory, words
from mestring.web.public import section as section_pages
from mestring.web.shell import clock, installation


@require_safe
def law(request: HttpRequest) -> HttpResponse:
    book, today = installation.book(), clock.today()
    sections = [
        {
            "section": book.sections[name],
            "title": directory.plain_title(book.law, book.sections[name]),
            "mark": words.section_mark(book.sections[name]),
            "count": len(section_pages.own_entries(book.law, name)),
            "note": book.sections[name].title(today),
        }
        for name in directory.order(book.law)
    ]
    return render(request, "public/law.html", {"sections": sections, "law": book.law, "rates": len(book.rates)})


@require_safe
def rates(request: HttpRequest) -> HttpResponse:
    book = installation.book()
    today = clock.today()
    shown = [
        {
            "rate": rate,
            "values": [{"value": value, "text": rate.show(value.value), "now": value.valid_from <= today <= value.valid_to} for value in reversed(rate.values)],
        }
        for rate in book.rates.values()
    ]
    return render(request, "public/rates.html", {"rates": shown})
