"""When two have changed the same: both texts side by side, and nobody's is lost."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

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


def page(request: HttpRequest, conflict: Conflict) -> HttpResponse:
    """The page for 409."""
    return render(request, "components/conflict_page.html", {"conflict": conflict}, status=409)


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
