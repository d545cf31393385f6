"""What an address asks for, and what there is when that isn't found."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import reverse

from mestring.rules.rulebook import Standard
from mestring.rules.rulebook.model import Section
from mestring.web.public import directory, words
from mestring.web.shell import installation
from mestring.web.shell.errors import NotFound, Way


def standard(name: str) -> Standard:
    book = installation.book()
    if name in book.standards:
        return book.standards[name]
    raise NotFound(
        "Der er ingen standard med det navn",
        f"Vi har ikke ”{name[:60]}”. Her er de standarder, der er:",
        "Standarder",
        [Way(one.name, reverse("public:standard", args=[one.id]), words.year_label(one)) for one in book.standards.values()],
    )


def section(standard: Standard, name: str) -> Section:
    book = installation.book()
    there = directory.order(standard)
    if name in there:
        return book.sections[name]
    known = book.sections.get(name)
    elsewhere = [other for other in book.standards.values() if name in directory.order(other)]
    is_law = standard is book.law
    whose = "Loven her" if is_law else f"{standard.name}s standard"
    text = f"{whose} har ikke {known.sign}." if known else f"{whose} har ingen paragraf, der hedder ”{name[:40]}”."
    if elsewhere:
        text += f" Den står hos {', '.join(other.name for other in elsewhere)}."
    ways = [
        Way(
            directory.plain_title(standard, book.sections[one]),
            reverse("public:law_section", args=[one]) if is_law else reverse("public:section", args=[standard.id, one]),
            words.section_mark(book.sections[one]),
        )
        for one in there
    ]
    for other in elsewhere:
        ways.insert(
            0,
            Way(
                f"{known.plain_title if known else name} i {other.name}",
                reverse("public:section", args=[other.id, name]),
                words.section_mark(known) if known else "",
            ),
        )
    raise NotFound("Paragraffen er ikke i standarden", text, "Det kan du finde i stedet", ways)


def standard_id(request: HttpRequest, *, default: str, extra: tuple[str, ...] = ()) -> str:
    """The standard in the address, with a council's short name allowed; the installation's own when none is named."""
    book = installation.book()
    given = request.GET.get("standard", "").strip().lower()
    if not given:
        return default
    if given in book.standards or given in extra:
        return given
    for found in book.standards.values():
        if found.council == given:
            return found.id
    return standard(given).id
