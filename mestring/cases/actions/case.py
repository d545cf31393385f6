"""The case itself: opened, handed over, closed, opened again."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import F

from mestring.audit import acts, moves, versions
from mestring.cases.actions import due
from mestring.cases.errors import CaseNotFinished, TextMissing
from mestring.cases.models import Case, Counter, Due
from mestring.cases.proposals import sign
from mestring.cases.states import CaseState
from mestring.people import access, wall
from mestring.people.access import Actor
from mestring.people.actions.citizen import relate
from mestring.people.models import Citizen, CitizenUnit, Employee, Unit


def _next_number(on: date) -> str:
    of_year = Counter.objects.filter(year=on.year)
    if not of_year.update(last=F("last") + 1):
        Counter.objects.get_or_create(year=on.year)
        of_year.update(last=F("last") + 1)
    return f"{on.year % 100:02}-{Counter.objects.get(year=on.year).last:05}"


@transaction.atomic
def open_case(citizen: Citizen, *, by: Actor, on: date, team: Unit, responsible: Employee | None = None, **more: Any) -> Case:
    """Open a case for a citizen in a team.

    Shapes: `more` may hold kle, facet and the municipalities acting, paying and residence.
    Source: OFL § 15.
    """
    access.require(by, "case.open")
    if access.is_blocked(by, citizen.pk) or team.pk not in {*by.teams, *by.leads}:
        raise access.NotAllowed
    case: Case = Case.objects.create(citizen=citizen, team=team, responsible=responsible, opened_on=on, number=_next_number(on), **more)
    relate(citizen, team, on=on)
    acts.record("open_case", case, by=by, on=on, case=case.public_id)
    return case


@transaction.atomic
def assign(case: Case, *, by: Actor, on: date, responsible: Employee | None) -> Case:
    """Give the case to a caseworker of its team, or to nobody."""
    access.require(by, "case.assign", case)
    if responsible is not None:
        if not responsible.assignments.holding(on).filter(unit=case.team_id, role=access.Role.CASEWORKER).exists():
            raise TextMissing("responsible", "Ansvarlig", "vælg en sagsbehandler i sagens team")
        if not Employee.objects.free_for(case.citizen_id).filter(pk=responsible.pk).exists():
            raise TextMissing("responsible", "Ansvarlig", "vælg en anden: sagsbehandleren må ikke have denne sag (inhabilitet)")
    Case.objects.filter(pk=case.pk).update(responsible=responsible)
    case.responsible = responsible
    due.follow(case)
    if responsible is not None:
        due.settle(Due.Kind.ASSIGN, case.public_id, on=on)
    acts.record("assign_case", case, by=by, on=on, case=case.public_id, responsible=responsible.public_id if responsible else None)
    return case


@transaction.atomic
def move_to_team(case: Case, *, by: Actor, on: date, team: Unit) -> Case:
    """Hand the case over to another team, where nobody has it yet."""
    access.require(by, "case.assign", case)
    before = case.team_id
    case.team, case.responsible = team, None
    with wall.lifted():  # the case leaves the actor's sight with this
        _hand_over(case, before, on=on)
    acts.record("move_to_team", case, by=by, on=on, case=case.public_id, team=team.public_id)
    return case


def _hand_over(case: Case, before: int, *, on: date) -> None:
    team = case.team
    Case.objects.filter(pk=case.pk).update(team=team, responsible=None)
    relate(case.citizen, team, on=on)
    if before != team.pk and not Case.objects.filter(citizen=case.citizen_id, team=before).exists():
        CitizenUnit.objects.filter(citizen=case.citizen_id, unit=before).update(until=on)
    due.follow(case)


@transaction.atomic
def change_facts(case: Case, *, by: Actor, on: date, seen: int, **values: Any) -> Case:
    """Correct the case's KLE number, facet and municipalities, on the version that was seen. Raises: TextMissing, Conflict."""
    access.require(by, "case.write", case)
    if not re.fullmatch(r"(\d\d\.\d\d\.\d\d)?", values.get("kle", ""), re.ASCII):
        raise TextMissing("kle", "KLE-nummer", "skriv tre gange to cifre med punktum mellem, for eksempel 27.36.12")
    known = {name: values[name] for name in ("kle", "facet", "acting", "paying", "residence") if name in values}
    versions.write(case, seen=seen, **known)
    acts.record("change_facts", case, by=by, on=on, case=case.public_id, version=case.version, fields=sorted(known))
    return case


KEEPS_OPEN = (
    Due.Kind.LETTER,
    Due.Kind.GRANT,
    Due.Kind.COMPLAINT,
    Due.Kind.FOLLOW_UP,
    Due.Kind.COURSE,
    Due.Kind.UNORDERED,
    Due.Kind.ORDER,
    Due.Kind.CHANGE,
)
"""A decision to be sent, help to be closed, a complaint to be answered, help to be followed up or ordered, a change that was reported."""


def left_to_do(case: Case) -> list[str]:
    """What is open in the case, in Danish: nothing of it may be, when the case is closed."""
    left = [
        f"ansøgning om {sign(section)}" if section else "ansøgning uden paragraf" for section in case.applications.pending().values_list("section", flat=True)
    ]
    left += [f"svar fra {source}" for source in case.requests.filter(state="sent").values_list("source", flat=True)]
    # What a later room still has to do stands on the work list.
    left += [what[:1].lower() + what[1:] for what in case.due.waiting().filter(kind__in=KEEPS_OPEN).values_list("what", flat=True)]
    left += [f"brevet ”{title}”" for title in case.letters.filter(state="queued").values_list("title", flat=True)]
    return left


@transaction.atomic
def close_case(case: Case, *, by: Actor, on: date, because: str) -> Case:
    """Close a case in which nothing is open. Late post can still be filed. Raises: CaseNotFinished, TextMissing."""
    access.require(by, "case.close", case)
    if not because.strip():
        raise TextMissing("because", "Begrundelse", "skriv, hvorfor sagen afsluttes")
    if left := left_to_do(case):
        raise CaseNotFinished(left)
    due.settle_case(case, on=on)
    also = {"closed_on": on, "closed_because": because.strip()}
    return moves.move(case, CaseState.CLOSED, by=by, on=on, case=case.public_id, act="close_case", also=also)


@transaction.atomic
def reopen_case(case: Case, *, by: Actor, on: date) -> Case:
    """Work in a closed case again."""
    access.require(by, "case.close", case)
    return moves.move(case, CaseState.OPEN, by=by, on=on, case=case.public_id, act="reopen_case", also={"closed_on": None, "closed_because": ""})
