"""A colleague outside the team who helps with one case, from day to day."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction

from mestring.audit import acts, clock
from mestring.cases.errors import DayMissing, TextMissing
from mestring.cases.models import Case
from mestring.people import access
from mestring.people.access import Actor
from mestring.people.models import Employee, Relation


@transaction.atomic
def let_help(case: Case, colleague: Employee, *, reason: str, since: date, until: date, by: Actor, on: date) -> Relation:
    """Let a colleague work with one case until a day (medvirkende sagsbehandler).

    Source: FVL § 32.
    Raises: TextMissing, DayMissing.
    """
    access.require(by, "case.share", case)
    if not reason.strip():
        raise TextMissing("reason", "Begrundelse", "skriv, hvad kollegaen skal hjælpe med")
    if since < on:
        raise DayMissing("since", "Fra og med", f"skriv en dag fra {on:%d-%m-%Y} og frem")
    if until < since:
        raise DayMissing("until", "Til og med", f"skriv en dag fra {since:%d-%m-%Y} og frem")
    _can_help(case, colleague, since=since, on=on)
    # A moment ago, so that it can be ended again within the same moment.
    begins = clock.now() - clock.MOMENT if since == on else clock.start_of(since)
    relation = Relation.objects.create(
        case=case.public_id,
        kind=Relation.Kind.HELPER,
        employee=colleague,
        since=begins,
        until=clock.end_of(until),
        reason=reason.strip(),
    )
    acts.record("let_help", relation, by=by, on=on, case=case.public_id, employee=colleague.public_id, since=since, until=until)
    return relation


def _can_help(case: Case, colleague: Employee, *, since: date, on: date) -> None:
    held = colleague.assignments.holding(max(since, on)).filter(role__in=access.STAFF)
    if not held.exists():
        raise TextMissing("colleague", "Kollega", "vælg en, der er sagsbehandler eller leder den dag")
    if held.filter(unit=case.team_id).exists():
        raise TextMissing("colleague", "Kollega", "vælg en uden for teamet. Sagens eget team kan se sagen i forvejen")
    if not Employee.objects.free_for(case.citizen_id).filter(pk=colleague.pk).exists():
        raise TextMissing("colleague", "Kollega", "vælg en anden: kollegaen må ikke have denne sag (inhabilitet)")
    if Relation.objects.filter(case=case.public_id, kind=Relation.Kind.HELPER, employee=colleague, until__gt=clock.now()).exists():
        raise TextMissing("colleague", "Kollega", "kollegaen er allerede med i sagen. Afslut det først, hvis dagene skal ændres")


@transaction.atomic
def end_help(relation: Relation, case: Case, *, by: Actor, on: date) -> None:
    """End a colleague's access now. Ending one that is over changes nothing."""
    access.require(by, "case.share", case)
    _end(relation, case.public_id, by=by, on=on)


def end_every_help(employee: Employee, cases: Any, *, by: Actor, on: date) -> None:
    """End all an employee's access as helper to some cases. Part of keeping them away. Shapes: `cases` are public ids."""
    for relation in Relation.objects.filter(case__in=cases, kind=Relation.Kind.HELPER, employee=employee, until__gt=clock.now()).order_by("pk"):
        _end(relation, relation.case, by=by, on=on)


def _end(relation: Relation, case: UUID, *, by: Actor, on: date) -> None:
    ends = max(clock.now(), relation.since + clock.MOMENT)
    ended = Relation.objects.filter(pk=relation.pk, case=case, kind=Relation.Kind.HELPER, until__gt=ends).update(until=ends)
    relation.refresh_from_db()
    if ended:
        acts.record("end_help", relation, by=by, on=on, case=case)
