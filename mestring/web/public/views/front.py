"""The front page: every kind of help, and how soon one gets an answer."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from mestring.rules.kinds import Complaint
from mestring.rules.rulebook import Book
from mestring.web.public import directory, finding_lists
from mestring.web.shell import clock, installation


@require_safe
def front(request: HttpRequest) -> HttpResponse:
    book = installation.book()
    today = clock.today()
    home = installation.home(today)
    lines = finding_lists.deadlines(home.id, today)
    shown = list({(line.section.id, line.length): line for line in lines if line.length and line.is_answer}.values())[:5]
    return render(
        request,
        "public/front.html",
        {
            "sections": [row for row in directory.rows(home, today) if row.section.id != "other"],
            "lines": shown,
            "others": book.standards.values(),
            "compare_section": "85" if "85" in book.sections else next(iter(book.sections)),
            "law_lines": _law_lines(book),
        },
    )


def _law_lines(book: Book) -> list[tuple[str, str]]:
    """What the law itself promises everybody: how long one may complain, and how soon it is looked at again."""
    rule = next((entry.rule for entry in book.law.entries if isinstance(entry.rule, Complaint) and entry.rule.limit), None)
    if rule is None:
        return []
    lines = [("Så længe kan du klage", str(rule.limit))]
    return [*lines, ("Klage: kommunen ser på sagen igen", str(rule.review.length))] if rule.review else lines
