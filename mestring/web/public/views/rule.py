"""One entry: what it says, its examples, its readings and where it comes from."""

from __future__ import annotations

import difflib

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from mestring.rules.rulebook import Book, Entry
from mestring.rules.rulebook.model import Example
from mestring.web.components import marks
from mestring.web.public import tables, trying, words
from mestring.web.shell import clock, installation
from mestring.web.shell.errors import NotFound, Way


@require_safe
def rule(request: HttpRequest, entry: str) -> HttpResponse:
    book = installation.book()
    try:
        found = book.entry(entry)
    except KeyError:
        ids = [one.id for standard in (*book.standards.values(), book.law) for one in standard.entries]
        near = difflib.get_close_matches(entry, ids, 6, 0.5)
        raise NotFound(
            "Der er ingen regel med det navn",
            f"Vi har ikke ”{entry[:80]}”.",
            "Ligner det en af disse?" if near else "",
            [Way(book.entry(one).text, reverse("public:rule", args=[one]), one) for one in near],
        ) from None
    standard = book.law if found.standard == book.law.id else book.standards[found.standard]
    section = book.sections[found.sections[0]] if found.sections else book.sections["general"]
    is_law = standard is book.law
    examples = [
        {"example": one, "finding": finding, "mark": marks.of_answer(finding.status, finding.values), "try": _sample(found, one)}
        for one in found.examples
        for finding in [book.answer(found, book.parse_facts(one.given), one.on)]
    ]
    return render(
        request,
        "public/rule.html",
        {
            "entry": found,
            "standard": standard,
            "section": section,
            "sections": [book.sections[name] for name in found.sections],
            "is_law": is_law,
            "label": "Loven" if is_law else words.standard_label(standard),
            "mark": words.section_mark(section),
            "topic": words.TOPICS.get(found.topic, found.topic),
            "kind": marks.KINDS.get(found.kind, found.kind),
            "binding": found.binding_label,
            "departure": _departure(book, found),
            "examples": examples,
            "readings": [
                (reading, [(other, _otherwise(book, found, reading.id, other.id) if other.change else None) for other in reading.alternatives])
                for reading in found.readings
            ],
            "facts": [book.facts[name] for name in found.facts],
            "table": tables.of(book, found, clock.today()),
            "value": _lines(found.value),
            "try_address": trying.address(found.standard, section.id) if found.rule else "",
            "section_address": reverse("public:law_section", args=[section.id]) if is_law else reverse("public:section", args=[standard.id, section.id]),
        },
    )


def _sample(entry: Entry, example: Example) -> str:
    return trying.address(entry.standard, entry.sections[0], trying.typed(example), example.on)


def _otherwise(book: Book, entry: Entry, reading: str, alternative: str) -> tuple[str, str] | None:
    """The first example that another reading would answer otherwise, and that answer."""
    for example in entry.examples:
        facts = book.parse_facts(example.given)
        other = book.answer(entry, facts, example.on, {reading: alternative}).sentence
        if other != book.answer(entry, facts, example.on).sentence:
            return example.name, other
    return None


_DEPARTURES = {"more": "Mere end reglen", "less": "Mindre end reglen", "any": "Andet end reglen", "more_often": "Oftere", "less_often": "Sjældnere"}


def _departure(book: Book, entry: Entry) -> list[tuple[str, str]]:
    found = []
    for way, terms in (entry.departure or {}).items():
        if terms == "free":
            text = "er frit"
        elif terms == "forbidden":
            text = "må ikke"
        else:
            parts = ["kræver en grund"] if terms.get("reason") == "required" else []
            if terms.get("agreed_with"):
                parts.append(f"aftales med {book.term(terms['agreed_with'])}")
            text = " og ".join(parts) or "er muligt"
        found.append((_DEPARTURES.get(way, way), text))
    return found


def _lines(value: object) -> list[tuple[str, str]]:
    """An entry's bare facts as lines to show."""
    if value is None or value == {} or value == []:
        return []
    if isinstance(value, dict):
        return [(str(name), _show(one)) for name, one in value.items()]
    return [("", _show(value))]


def _show(value: object) -> str:
    if isinstance(value, bool):
        return "ja" if value else "nej"
    if isinstance(value, (list, tuple)):
        return "; ".join(_show(one) for one in value)
    if isinstance(value, dict):
        return ", ".join(f"{name}: {_show(one)}" for name, one in value.items())
    return str(value)
