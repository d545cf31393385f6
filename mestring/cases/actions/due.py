"""The work list's rows: put when something becomes due, moved with it, settled when it is done. Part of other acts, never an act of its own."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from mestring.cases.models import Case, Due, Inquiry


def put(
    kind: str,
    thing: UUID,
    *,
    what: str,
    next: str,  # noqa: A002 - the column is called so
    on: date | None,
    case: Case | None = None,
    inquiry: Inquiry | None = None,
    leader: bool = False,
    **more: Any,
) -> Due:
    """Something is due, or is due another day than before.

    Shapes: `what` is the matter, `next` the next step with a verb first; `leader` is as on the row; `more` may hold section, source, why (a list of steps) and waits
    (for whom).
    """
    owner: Case | Inquiry | None = case or inquiry
    if owner is None:
        raise ValueError("due of nothing")
    team = owner.team_id if isinstance(owner, Case) else owner.unit_id
    responsible = owner.responsible_id if isinstance(owner, Case) else owner.taken_by_id
    whose = {"case": case, "inquiry": inquiry, "citizen_id": owner.citizen_id, "team_id": team, "responsible_id": responsible, "leader": leader}
    values = {"what": what, "next": next, "on": on, **whose, **more}
    row: Due
    row, _ = Due.objects.update_or_create(kind=kind, thing=thing, done_on=None, defaults=values)
    return row


def settle(kind: str, thing: UUID, *, on: date) -> None:
    """It is done, or need not be."""
    Due.objects.filter(kind=kind, thing=thing, done_on=None).update(done_on=on)


def settle_all(things: Iterable[UUID], *, on: date) -> None:
    """Everything about the things is done."""
    Due.objects.filter(thing__in=list(things), done_on=None).update(done_on=on)


def settle_case(case: Case, *, on: date) -> None:
    """The case is closed: what didn't keep it open is done with too."""
    Due.objects.filter(case=case, done_on=None).update(done_on=on)


def follow(case: Case) -> None:
    """The case has got another team or responsible: its rows go with it."""
    Due.objects.filter(case=case, done_on=None).update(team=case.team_id, responsible=case.responsible_id)


def release(inquiry: Inquiry) -> None:
    """Nobody has the inquiry any more: its rows are the unit's."""
    Due.objects.filter(inquiry=inquiry, done_on=None).update(responsible=None)


def name(inquiry: Inquiry) -> None:
    """It is known now whom the inquiry is about: its rows say so."""
    Due.objects.filter(inquiry=inquiry, done_on=None).update(citizen=inquiry.citizen_id)
