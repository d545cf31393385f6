"""What happens around every request: the day, who asks, and that nothing is open by accident."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.cache import add_never_cache_headers

from mestring.audit import clock, demo
from mestring.audit.errors import NotAllowed
from mestring.people import access, wall
from mestring.web.shell.doors import hidden, is_open
from mestring.web.shell.errors import not_found

Answer = Callable[[HttpRequest], HttpResponse]


class DemoDay:
    """In a demo, and only there, the whole request lives on the demo's day."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        on = demo.day() if settings.DEMO and _needs_day(request) else None
        request.demo_day = on  # type: ignore[attr-defined]
        with clock.at(demo.moment(on) if on else None):
            return self.get_response(request)


def _needs_day(request: HttpRequest) -> bool:
    return not request.path.startswith((settings.STATIC_URL, "/sund/"))


class Doors:
    """No view is entered but through a door that says what it is, by somebody who may."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.id = str(uuid.uuid4())  # type: ignore[attr-defined]
        answer = self.get_response(request)
        if getattr(request, "actor", None):
            # A page with somebody's name in its header is theirs only, also when what it shows is open to everybody.
            add_never_cache_headers(answer)
        return answer

    def process_view(self, request: HttpRequest, view: Callable[..., Any], args: Any, kwargs: Any) -> HttpResponse | None:
        match = request.resolver_match
        if match is None or is_open(match):
            return None
        action = getattr(view, "action", None)
        if action is None:
            return not_found(request, hidden())
        if not request.user.is_authenticated:
            return redirect_to_login("/" if request.method == "POST" else request.get_full_path(), reverse("account_login"))
        request.actor = access.actor_of(request.user, clock.today())  # type: ignore[attr-defined]
        wall.let_in(request.actor)  # type: ignore[attr-defined]
        wanted = access.ACTIONS[action]
        if wanted.roles and not wanted.roles & request.actor.roles:  # type: ignore[attr-defined]
            return not_found(request, hidden())
        if wanted.ties and not request.actor.roles:  # type: ignore[attr-defined]
            return not_found(request, hidden())
        return None

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """An act refused for want of a right says the same as a page that isn't there."""
        if isinstance(exception, NotAllowed):
            return not_found(request, hidden())
        return None
