"""One section, in a standard or in law: the answers to a citizen's questions, and every entry with its source."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from mestring.rules.rulebook import Standard
from mestring.rules.rulebook.model import Section
from mestring.web.public import directory, finding_lists, trying, words
from mestring.web.public import section as section_pages
from mestring.web.public.views import asked
from mestring.web.shell import clock, installation


@require_safe
def section(request: HttpRequest, standard: str, section: str) -> HttpResponse:
    found = asked.standard(standard)
    return _section_page(request, found, asked.section(found, section))


@require_safe
def law_section(request: HttpRequest, section: str) -> HttpResponse:
    law = installation.book().law
    return _section_page(request, law, asked.section(law, section))


def _section_page(request: HttpRequest, standard: Standard, section: Section) -> HttpResponse:
    book = installation.book()
    page = section_pages.build(standard.id, section.id, clock.today())
    is_law = standard is book.law
    own = section_pages.own_entries(standard, section.id)
    reviewed = [entry.reviewed for entry in own if entry.reviewed]
    return render(
        request,
        "public/section.html",
        {
            "page": page,
            "standard": standard,
            "section": section,
            "is_law": is_law,
            "label": "Loven" if is_law else words.standard_label(standard),
            "law_name": words.law_name(section),
            "unclear": finding_lists.unclear(standard, section.id, own),
            "others": [other for other, there in page.neighbours if there and other is not standard],
            "in_law": not is_law and section.id in directory.order(book.law),
            "reviewed": max((one.on for one in reviewed), default=None),
            "said_not": words.SAID_NOT,
            "compare": reverse("public:compare") + "?" + urlencode({"section": section.id}),
            "try_address": trying.address(standard.id, section.id) if any(entry.rule for entry in own) else "",
        },
    )


@require_safe
def rules(request: HttpRequest, standard: str, section: str) -> HttpResponse:
    found = asked.standard(standard)
    return _rules_page(request, found, asked.section(found, section))


@require_safe
def law_rules(request: HttpRequest, section: str) -> HttpResponse:
    law = installation.book().law
    return _rules_page(request, law, asked.section(law, section))


def _rules_page(request: HttpRequest, standard: Standard, section: Section) -> HttpResponse:
    book = installation.book()
    own = section_pages.own_entries(standard, section.id)
    by_topic = [(topic, title, [entry for entry in own if entry.topic == topic]) for topic, title in words.TOPICS.items()]
    return render(
        request,
        "public/rules.html",
        {
            "standard": standard,
            "section": section,
            "is_law": standard is book.law,
            "title": directory.plain_title(standard, section),
            "mark": words.section_mark(section),
            "groups": [group for group in by_topic if group[2]],
            "count": len(own),
            "rules": sum(entry.rule is not None for entry in own),
        },
    )
