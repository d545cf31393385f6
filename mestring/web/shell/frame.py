"""What the frame of every page needs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse

from mestring.people import access
from mestring.people.access import Actor
from mestring.web.shell import clock, installation, roles

MENU = (
    ("public:front", "Find hjælp"),
    ("public:standards", "Standarder"),
    ("public:compare", "Sammenlign"),
    ("public:try", "Prøv det"),
    ("public:deadlines", "Frister"),
    ("public:findings", "Uklarheder"),
    ("public:law", "Loven"),
)
_NOTICES = "notices"


@dataclass(frozen=True, slots=True)
class Item:
    """One item of the menu."""

    route: str
    text: str
    address: str


@dataclass(frozen=True, slots=True)
class BrokenGlass:
    """Access that somebody has taken in an emergency (akut adgang). It stands at `request.broken_glass` while it lasts."""

    case: str
    until: datetime
    reason: str = ""
    close_address: str = ""


@dataclass(frozen=True, slots=True)
class Frame:
    """The frame for somebody who is logged in. Shapes: an address is empty when this installation has no such page."""

    actor: Actor
    menu: list[Item]
    notices: list[str]
    search: str
    roles: str
    settings: str
    log_out: str

    @property
    def home(self) -> str:
        """Where work begins: the first item of the menu."""
        return self.menu[0].address if self.menu else ""


def frame(request: HttpRequest) -> dict[str, Any]:
    """The council's name, its standard, the menu, and which of its items the page belongs under.

    A view may say itself where a page belongs: `{"under": "caseworker:cases"}`. A visitor costs no question to the database.
    """
    match = getattr(request, "resolver_match", None)
    here = match.view_name if match else ""
    actor = _asks(request)
    return {
        "home": installation.home(clock.today()),
        "menu": MENU,
        "here": _BELONGS.get(here, here),
        "frame": _of(request, actor) if actor else None,
        # The day of a demo, and the emergency access that is in force, are shown on every page.
        "demo_day": getattr(request, "demo_day", None),
        "demo_address": address("shell:demo_day"),
        "broken_glass": getattr(request, "broken_glass", None),
    }


def _asks(request: HttpRequest) -> Actor | None:
    """Whoever is logged in, also on a page that no door guards; only somebody with a session costs the question who they are."""
    if not hasattr(request, "actor") and settings.SESSION_COOKIE_NAME in request.COOKIES:
        user = getattr(request, "user", None)
        request.actor = access.actor_of(user, clock.today()) if user and user.is_authenticated else None  # type: ignore[attr-defined]
    return getattr(request, "actor", None)


def say(request: HttpRequest, text: str) -> None:
    """Something to say at the top of the next page, once: `Ansøgningen er modtaget.` No name and no content of a case, since it lies in the session meanwhile."""
    request.session[_NOTICES] = [*request.session.get(_NOTICES, []), text]


def address(route: str) -> str:
    """The address of a route, or nothing when this installation has no such page."""
    try:
        return reverse(route)
    except NoReverseMatch:
        return ""


def _of(request: HttpRequest, actor: Actor) -> Frame:
    menu = [Item(route, text, found) for route, text in roles.menu(actor) if (found := address(route))]
    session = getattr(request, "session", None)
    notices = session.pop(_NOTICES, []) if session is not None and _NOTICES in session else []
    return Frame(
        actor,
        menu,
        notices,
        search=address("caseworker:search") if access.may(actor, "search") else "",
        roles=address("demo") if getattr(request, "demo_day", None) else "",
        settings=address("mfa_index"),
        log_out=address("account_logout"),
    )


# A page deeper down belongs under the item of the menu that leads to it.
_BELONGS = {
    "public:standard": "public:standards",
    "public:section": "public:standards",
    "public:whole": "public:standards",
    "public:rules": "public:standards",
    "public:rule": "public:standards",
    "public:law_section": "public:law",
}
