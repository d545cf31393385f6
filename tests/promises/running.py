"""Every address asked by everybody, in both states of the case: what came of it, to be judged by each promise in its own way."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import get_resolver, reverse
from pypdf import PdfReader

from mestring.audit.models import LookUp
from mestring.web.shell.open_doors import routes
from tests import given
from tests.world import STATES, Token, World

LOG_IN = "/konto/log-ind/"
PUBLIC = {"standard": "vejle-2023", "section": "85", "entry": "vejle-107-follow-up", "gate": "hearing_done", "provider_id": "oidc"}
PARAMETERS = re.compile(r"<(?:\w+:)?(\w+)>")
CPR = re.compile(r"(?<![0-9a-f])[0-9]{6}-?[0-9]{4}(?![0-9a-f])")
SENDERS = {"responsible": "caseworker:", "committee": "committee:", "leader": "team_leader:", "administrator": "administrator:", "provider": "provider:"}
"""Who sends the forms of each role's pages."""
DATA: dict[str, Any] = {"committee:order": lambda world, state: {"sag": str(world.things[state]["item_id"]), "vej": "op"}}
"""What a form must say before it can be told from one that does not exist."""


@dataclass(frozen=True)
class Route:
    """One address and its parameters."""

    name: str
    parameters: tuple[str, ...]

    @property
    def has_state(self) -> bool:
        """Whether the answer can depend on which of the two cases is asked for."""
        return any(one.endswith("_id") and one not in ("employee_id", "assignment_id", "disqualification_id", "provider_id") for one in self.parameters)

    def address(self, world: World, state: str = "open", **instead: Any) -> str:
        there = {**PUBLIC, **world.kwargs(list(self.parameters), state, self.name), **instead}
        return reverse(self.name, kwargs={one: there[one] if there[one] is not None else PUBLIC[one] for one in self.parameters})


def every_route() -> list[Route]:
    """As the resolver has them. An address without a name can't be spoken of, and is a fault."""
    found = []
    for name, written, _view in routes(get_resolver().url_patterns):
        assert not name.endswith(":"), f"/{written} has no name"
        found.append(Route(name, tuple(PARAMETERS.findall(written))))
    return found


@dataclass(frozen=True)
class Answer:
    """What came of one request.

    Shapes: `kind` is the matrix' word for the status; `tokens` stand in what can be read, `outside` in headers and cookies; `looked` are the cases and citizens in the
    log rows of the request.
    """

    route: str
    method: str
    relation: str
    state: str
    status: int
    kind: str
    location: str
    tokens: frozenset[Token]
    outside: frozenset[Token]
    numbers: bool
    looked: frozenset[str]

    def __str__(self) -> str:
        return f"{self.route} {self.method} {self.relation} {self.state}: {self.status} {self.location}"


def readable(response: Any) -> str:
    """All that can be read in an answer: the text, or the words, title and other metadata of a PDF."""
    content = b"".join(response.streaming_content) if getattr(response, "streaming", False) else response.content
    return printed(content) if content.startswith(b"%PDF") else content.decode("utf-8", "replace")


def printed(pdf: bytes) -> str:
    """The words and the metadata of a PDF."""
    reader = PdfReader(BytesIO(pdf))
    words = "\n".join(page.extract_text() for page in reader.pages)
    return f"{words}\n{reader.metadata}\n{reader.xmp_metadata and reader.xmp_metadata.dc_title}"


def outside(response: HttpResponse) -> str:
    """What a proxy, a browser's history and a cookie jar keep: headers and cookies, less the session's own random value."""
    headers = "\n".join(f"{name}: {value}" for name, value in response.headers.items() if name != "ETag")
    return f"{headers}\n{response.cookies.output()}"


def kind_of(response: HttpResponse) -> str:
    """The word of the matrix."""
    if response.status_code == 302 and response["Location"].startswith(LOG_IN):
        return "login"
    if response.status_code in (200, 302, 303, 409, 422):
        return "ok"
    return {404: "hidden"}.get(response.status_code, str(response.status_code))


def client_of(world: World, relation: str) -> Client:
    client = Client(raise_request_exception=False)
    return client if relation == "visitor" else given.logged_in(client, world.actors[relation])


@contextmanager
def taken_back() -> Iterator[None]:
    """A savepoint: what is done in it is not there afterwards. A look is committed in it as outside a test."""
    block = transaction.atomic()
    block._from_testcase = True  # type: ignore[attr-defined]
    with block:
        yield
        transaction.set_rollback(True)


def ask(client: Client, route: Route, world: World, *, method: str, relation: str, state: str, address: str = "") -> Answer:
    """One request. What it did is not there for the next."""
    with taken_back():
        address = address or route.address(world, state)
        data = DATA.get(route.name, lambda *_: {})(world, state)
        response: Any = client.post(address, data) if method == "POST" else client.get(address)
        request_id = getattr(getattr(response, "wsgi_request", None), "id", "")
        rows = LookUp.objects.filter(request=request_id) if request_id else LookUp.objects.none()
        looked = frozenset(one for pair in rows.values_list("case", "citizen") for one in pair if one)
        heads = outside(response)
        open_page = route.name.startswith(("public:", "shell:", "components:"))
        tokens = frozenset() if open_page and relation != "visitor" else frozenset(world.canaries.within(readable(response)))
    return Answer(
        route.name,
        method,
        relation,
        state,
        response.status_code,
        kind_of(response),
        response.get("Location", ""),
        tokens,
        frozenset(world.canaries.within(heads + address)),
        bool(CPR.search(heads + address)),
        looked,
    )


def everything(world: World, relation: str, methods: tuple[str, ...] = ("GET", "POST")) -> list[Answer]:
    """Every address by one of them."""
    client = client_of(world, relation)
    found = []
    for route in every_route():
        for state in STATES if route.has_state else STATES[:1]:
            for method in methods:
                # Logging out, and a new code, would end the visit of the rest.
                visitor = client_of(world, relation) if route.name.startswith(("account_", "mfa_")) else client
                found.append(ask(visitor, route, world, method=method, relation=relation, state=state))
    return found
