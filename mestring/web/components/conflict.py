"""When two have changed the same, or one has sent the same form with two texts: both are shown, and nothing is lost."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from typing import Any
from uuid import uuid4

from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from mestring.audit import clock, versions
from mestring.people import accounts
from mestring.people.access import Actor
from mestring.web.components import days
from mestring.web.components.forms import Field, Form, shown


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of words; `own` when only this text has it."""

    text: str
    own: bool


@dataclass(frozen=True, slots=True)
class Difference:
    """One question the two have answered differently."""

    field: Field
    mine: Sequence[Piece]
    theirs: Sequence[Piece]


@dataclass(frozen=True, slots=True)
class Conflict:
    """What the loser of a race is shown.

    Shapes: `action` is where the form was sent, `address` the page with the other's text; `version` is the newest, so that keeping one's own is a new write on top of it.
    """

    who: str
    when: str
    action: str
    address: str
    version: int
    form: Form
    differences: Sequence[Difference]
    carried: Sequence[tuple[str, str]]


def compare(form: Form, theirs: Mapping[str, Any], *, who: str, when: str, action: str, address: str, version: int) -> Conflict:
    """Put what was sent beside what another saved meanwhile. `theirs` holds the saved values by field name."""
    differences, carried = [], []
    for name in form.fields:
        if name in ("key", "version"):
            continue
        mine = shown(form[name], form.mark)
        other = _answered(mine, form.fields[name].prepare_value(theirs[name])) if name in theirs else mine
        if _said(mine) == _said(other):
            carried += [(mine.name, value) for value in _sent(mine)]
        else:
            differences.append(Difference(mine, *_pieces(_said(mine), _said(other))))
    return Conflict(who, when, action, address, version, form, differences, carried)


def writer(thing: Model, version: int, asks: Actor) -> tuple[str, str]:
    """Who wrote the version that stands, and when: `Jonas Bach Tofte`, `i dag kl. 9.42`."""
    act = versions.written_by(thing, version)
    if act is None:
        return "En anden", "imens"
    at, on = timezone.localtime(act.at), clock.today()
    day = "i dag" if at.date() == on else days.in_text(at.date(), on)
    who = "Du selv" if act.actor == asks.id else accounts.names([act.actor]).get(act.actor, "En anden")
    return who, f"{day} kl. {at:%-H.%M}"


def page(request: HttpRequest, conflict: Conflict) -> HttpResponse:
    """The page for 409."""
    return render(request, "components/conflict_page.html", {"conflict": conflict}, status=409)


def sent_before(request: HttpRequest, form: Form, led: str) -> HttpResponse:
    """The page for a form that was sent before with another text: where the first can be seen, the second whole, and a key of its own so that it can be sent as well."""
    key = form["key"].html_name
    asked = form.shown
    context = {
        "action": request.get_full_path(),
        "led": led,
        "key": (key, uuid4()),
        "mine": [(one, _said(one)) for one in asked if one.type != "file" and _said(one)],
        "files": [one for one in asked if one.type == "file"],
        "carried": [(name, value) for name, values in request.POST.lists() if name not in (key, "csrfmiddlewaretoken") for value in values],
    }
    return render(request, "components/sent_before.html", context, status=409)


def _answered(one: Field, value: Any) -> Field:
    """The same question with the other's answer."""
    chosen = {str(each) for each in (value if isinstance(value, (list, tuple)) else [value])}
    typed = "ja" if value is True else "" if value in (None, False) or isinstance(value, (list, tuple)) else str(value)
    return replace(one, typed=typed, options=[replace(option, chosen=option.value in chosen) for option in one.options])


def _said(one: Field) -> str:
    if one.options:
        return ", ".join(option.label for option in one.options if option.chosen) or "Ikke valgt"
    if one.type == "check":
        return "Ja" if one.typed else "Nej"
    return one.typed.replace("\r\n", "\n")


def _sent(one: Field) -> list[str]:
    if one.options:
        return [option.value for option in one.options if option.chosen]
    return [one.typed] if one.typed else []


def _pieces(mine: str, theirs: str) -> tuple[list[Piece], list[Piece]]:
    ours, others = re.findall(r"\w+|\s+|[^\w\s]", mine), re.findall(r"\w+|\s+|[^\w\s]", theirs)
    left: list[Piece] = []
    right: list[Piece] = []
    for kind, a, b, c, d in SequenceMatcher(None, ours, others, autojunk=False).get_opcodes():
        if a < b:
            left.append(Piece("".join(ours[a:b]), kind != "equal"))
        if c < d:
            right.append(Piece("".join(others[c:d]), kind != "equal"))
    return left, right
