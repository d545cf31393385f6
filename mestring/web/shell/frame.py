"""What the frame of every page needs."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from mestring.web.shell import clock, installation

MENU = (
    ("public:front", "Find hjælp"),
    ("public:standards", "Standarder"),
    ("public:compare", "Sammenlign"),
    ("public:try", "Prøv det"),
    ("public:deadlines", "Frister"),
    ("public:findings", "Uklarheder"),
    ("public:law", "Loven"),
)


def frame(request: HttpRequest) -> dict[str, Any]:
    """The council's name, its standard, and which item of the menu the page belongs under."""
    match = getattr(request, "resolver_match", None)
    here = match.view_name if match else ""
    return {"home": installation.home(clock.today()), "menu": MENU, "here": _BELONGS.get(here, here)}


# A page deeper down belongs under the item of the menu that leads to it.
_BELONGS = {
    "public:standard": "public:standards",
    "public:section": "public:standards",
    "public:whole": "public:standards",
    "public:rules": "public:standards",
    "public:rule": "public:standards",
    "public:law_section": "public:law",
}
