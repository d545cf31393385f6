"""Checks at the start that concern who gets in: a view that says no action, and a demo's database outside a demo."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from django.conf import settings
from django.core import checks
from django.core.checks import CheckMessage, Error
from django.db import DatabaseError, connections
from django.urls import URLPattern, URLResolver, get_resolver
from django.urls.resolvers import ResolverMatch

from mestring.people.access import ACTIONS
from mestring.web.shell.doors import is_open


def routes(patterns: Sequence[URLPattern | URLResolver], space: tuple[str, ...] = (), prefix: str = "") -> Iterator[tuple[str, str, Any]]:
    """Every address: its name with its space, how it is written, and its view."""
    for one in patterns:
        written = prefix + str(one.pattern)
        if isinstance(one, URLResolver):
            yield from routes(one.url_patterns, (*space, one.namespace) if one.namespace else space, written)
        else:
            yield ":".join([*space, one.name or ""]), written, one.callback


@checks.register(checks.Tags.urls)
def every_view_says_what_it_is(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """A view that is not listed as open must declare its action; nothing is open by accident."""
    problems: list[CheckMessage] = []
    for name, written, view in routes(get_resolver().url_patterns):
        *space, url_name = name.split(":")
        match = ResolverMatch(view, (), {}, url_name=url_name, namespaces=[*space])
        if not is_open(match) and getattr(view, "action", None) not in ACTIONS:
            problems.append(
                Error(f"The address /{written} declares no action, so nobody can say who may see it.", hint="Put @door(…) on its view.", id="mestring.E020")
            )
    return problems


@checks.register(checks.Tags.database)
def demo_and_real_are_kept_apart(app_configs: Any, databases: Sequence[str] | None = None, **kwargs: Any) -> list[CheckMessage]:
    """A demo's database is never used as a real one, and a real one never as a demo's: invented and real people don't mix."""
    problems: list[CheckMessage] = []
    for alias in databases or []:
        try:
            with connections[alias].cursor() as cursor:
                cursor.execute("SELECT (SELECT count(*) FROM audit_demoday), (SELECT count(*) FROM people_account)")
                days, accounts = cursor.fetchone()
        except DatabaseError:
            continue  # not migrated yet
        if days and not settings.DEMO:
            problems.append(Error("The database is a demo's, with invented people.", hint="Start with DEMO=1, or use another database.", id="mestring.E021"))
        if settings.DEMO and accounts and not days:
            hint = "Leave DEMO out. A demo that was interrupted while it was made is begun anew: make clean-demo, and then make demo."
            problems.append(Error("DEMO=1 with a database that is no demo's: anybody could be anybody.", hint=hint, id="mestring.E022"))
    return problems
