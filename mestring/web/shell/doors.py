"""What a door does before its page: who asks, what they may, and the log.

Every view says which action it is (`@door`); a view that says none, and is not in the list of open pages, is answered as if it did not exist, and the site does not
start. A thing is found through `find_*`, which asks access, and writes the look-up before it answers.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import wraps
from typing import Any, TypeVar, cast
from uuid import UUID

from django.db import models
from django.http import HttpRequest, HttpResponse
from django.urls import ResolverMatch
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from mestring.audit import clock, lookups
from mestring.audit.models import LookUp
from mestring.cases.models import Case
from mestring.people import access
from mestring.people.access import Actor, Tie
from mestring.people.models import Citizen
from mestring.web.shell.errors import NotFound
from mestring.web.shell.frame import BrokenGlass

OPEN_SPACES = frozenset({"public", "components", "shell"})
OPEN_PREFIXES = ("account_", "mfa_", "socialaccount_", "openid_connect_")
OPEN_NAMES = frozenset({"demo"})
"""Where anybody may enter without log-in: standards and law, the components, pages about the site, the log-in itself, a demo's roles."""

View = TypeVar("View", bound=Callable[..., HttpResponse])
Row = TypeVar("Row", bound=models.Model)


class Asked(HttpRequest):
    """A request with whoever asks."""

    actor: Actor
    id: str
    action: str
    broken_glass: BrokenGlass | None


def door(action: str, *, methods: Sequence[str] = ("GET",)) -> Callable[[View], View]:
    """Declare which action a view is, and how it may be called. Its answers are kept nowhere."""
    if action not in access.ACTIONS:
        raise KeyError(action)

    def declare(view: View) -> View:
        guarded = never_cache(require_http_methods([*methods, "HEAD"] if "GET" in methods else list(methods))(view))

        @wraps(view)
        def opened(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            cast(Asked, request).action = action
            return guarded(request, *args, **kwargs)

        opened.action = action  # type: ignore[attr-defined]
        return cast(View, opened)

    return declare


def is_open(match: ResolverMatch) -> bool:
    """Whether an address is one of the listed open ones."""
    if match.namespaces:
        return match.namespaces[0] in OPEN_SPACES
    return (match.url_name or "").startswith(OPEN_PREFIXES) or match.url_name in OPEN_NAMES


def hidden() -> NotFound:
    """What is said when something is not there, and when it may not be seen."""
    return NotFound("Siden findes ikke, eller du har ikke adgang", "Vi siger det samme i begge tilfælde. Søg, eller begynd på din forside.")


# ------------------------------------------------------------------------------------------------ find, and log


def find(request: Asked, rows: models.QuerySet[Row], public_id: UUID | str) -> Row:
    """One of the rows the actor may see, or the page that says nothing. Raises: NotFound."""
    row = rows.filter(public_id=public_id).first()
    if row is None:
        raise hidden()
    return row


def find_case(request: Asked, public_id: UUID | str) -> Case:
    """The case, when the actor's relation to it gives the view's action; the look is logged first. Raises: NotFound."""
    rows = Case.objects.visible_to(request.actor).select_related("citizen", "team", "responsible")
    case: Case = find(request, rows, public_id)
    ties = access.ties(request.actor, case, found=True)
    if not access.gives(ties, request.action):
        raise hidden()
    case.ties = ties
    look(request, [(case, case, case.citizen)])
    if access.nearest(ties) == access.Tie.GLASS:
        relation = access.glass(request.actor, case)
        request.broken_glass = BrokenGlass(f"sag {case.number}", relation.until, relation.reason) if relation and relation.until else None
    return case


def find_citizen(request: Asked, public_id: UUID | str) -> Citizen:
    """The citizen, when a unit of the actor's has something open with them; the look is logged first. Raises: NotFound."""
    citizen: Citizen = find(request, Citizen.objects.visible_to(request.actor), public_id)
    look(request, [(citizen, None, citizen)])
    return citizen


@dataclass(frozen=True, slots=True)
class Behind:
    """The case behind something whose reader may see that alone: what the log must name of it, and nothing else."""

    public_id: UUID
    team_id: int | None
    ties: frozenset[Tie]


def look(request: Asked, things: Iterable[tuple[models.Model, Case | Behind | None, Citizen | None]], *, relation: str = "") -> None:
    """Log that the actor is about to be shown things, each with the case and citizen it concerns. Committed before it answers.

    Shapes: `relation` is the one to the case unless told. Whoever only opened a form has seen, and done nothing.
    """
    actor, now, shown = request.actor, clock.now(), list(things)
    action = request.action if request.method == "POST" else access.only_seen(request.action)
    by_case = {case.public_id: access.nearest(case.ties) for _, case, _ in shown if case and case.ties}
    if not relation:
        by_case |= access.nearest_of(actor, (case for _, case, _ in shown if isinstance(case, Case) and case.public_id not in by_case))
    rows = []
    for thing, case, citizen in shown:
        tie = relation or (by_case.get(case.public_id) if case else "") or access.own_tie(actor)
        post = access.post_of(actor, tie, case.team_id if case else None)
        rows.append(
            LookUp(
                at=now,
                actor=actor.id,
                role=post.role if post else ",".join(sorted(actor.roles))[:20],
                unit=post.unit_id if post else "",
                unit_name=post.unit_name if post else "",
                relation=tie,
                action=action,
                thing=thing._meta.label_lower,
                thing_id=str(getattr(thing, "public_id", thing.pk)),
                case=str(case.public_id) if case else "",
                citizen=str(citizen.public_id) if citizen else "",
                request=request.id,
            )
        )
    lookups.commit(rows)


def typed(request: HttpRequest, name: str, most: int = 200) -> str:
    """One line that somebody typed and no form reads: bounded, and without the byte that PostgreSQL refuses."""
    return request.POST.get(name, "").replace("\x00", "").strip()[:most]


def uuids(values: Iterable[str]) -> list[UUID]:
    """Those of the values that are public ids; whatever else somebody sent is left out."""
    found = []
    for value in values:
        try:
            found.append(UUID(value))
        except ValueError:
            continue
    return found


def asked(request: HttpRequest) -> Asked:
    """The request, with whoever asks: for a view behind a door."""
    return cast(Asked, request)
