"""An employee who must not handle a citizen's cases says so, or has it noted: the cases close for them at once, and somebody else gets them."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.db.models import Q

from mestring.audit import acts
from mestring.cases.actions import due
from mestring.cases.actions.helping import end_every_help
from mestring.cases.models import Case, Due, Inquiry
from mestring.cases.states import CaseState
from mestring.people import access, wall
from mestring.people.access import Actor, Role
from mestring.people.actions.employee import declare_disqualification
from mestring.people.models import Citizen, Disqualification, Employee
from mestring.rules import danish


@transaction.atomic
def step_aside(case: Case, *, reason: str, by: Actor, on: date) -> Disqualification:
    """Say that one must not handle the citizen's cases oneself (inhabil): they close at once, and the leader is told. What one wrote stays.

    Source: FVL §§ 3, 6.
    Raises: ReasonMissing.
    """
    access.require(by, "case.step_aside", case)
    employee = Employee.objects.get(pk=by.employee or 0)
    made = declare_disqualification(employee, citizen=case.citizen, reason=reason, by=by, on=on)
    acts.record("step_aside", case, by=by, on=on, case=case.public_id, employee=employee.public_id)
    _give_back(made, told=Q(pk=case.pk), by=by, on=on)
    case.refresh_from_db()
    return made


@transaction.atomic
def keep_away(employee: Employee, citizen: Citizen, *, reason: str, by: Actor, on: date) -> Disqualification:
    """Note that an employee must not handle a citizen's cases: those they were responsible for are given back.

    Source: FVL § 3.
    Raises: ReasonMissing.
    """
    made = declare_disqualification(employee, citizen=citizen, reason=reason, by=by, on=on)
    _give_back(made, told=Q(pk__in=()), by=by, on=on)
    return made


def _give_back(made: Disqualification, *, told: Q, by: Actor, on: date) -> None:
    """Take the citizen's cases and inquiries from the employee. Shapes: `told` are the cases whose leader is told though another is responsible."""
    employee, citizen = made.employee, made.citizen
    with wall.lifted():  # they are closed to the employee from the declaration on, and to an administrator before it
        theirs = Case.objects.filter(citizen=citizen)
        for case in theirs.filter(Q(responsible=employee) | told).select_related("team").order_by("pk"):
            if case.responsible_id == employee.pk:
                Case.objects.filter(pk=case.pk).update(responsible=None)
                case.responsible = None
                due.follow(case)
                acts.record("assign_case", case, by=by, on=on, case=case.public_id, responsible=None)
            if case.state == CaseState.OPEN:
                _put_due(case, made, on=on)
        for inquiry in Inquiry.objects.open().filter(citizen=citizen, taken_by=employee):
            Inquiry.objects.filter(pk=inquiry.pk).update(taken_by=None)
            due.release(inquiry)
        end_every_help(employee, theirs.values("public_id"), by=by, on=on)


def _put_due(case: Case, made: Disqualification, *, on: date) -> None:
    """The leader's, who must be told; where the team has no other leader, the team's, which is not told why."""
    leads = case.team.assignments.holding(on).filter(role=Role.TEAM_LEADER)
    leader = leads.filter(employee__in=Employee.objects.free_for(made.citizen_id)).exists()
    name = made.employee.name
    before = Due.objects.waiting().filter(kind=Due.Kind.ASSIGN, thing=case.public_id).first()
    said = f"{name} er inhabil: {made.reason}" if leader else f"{name} er inhabil"
    due.put(
        Due.Kind.ASSIGN,
        case.public_id,
        case=case,
        leader=leader,
        what=f"{name} er inhabil"[:200],
        next="Giv sagen til en anden" if case.responsible_id is None else "Se, om en anden skal have sagen",
        on=on,
        source="FVL § 6",
        why=[*(before.why if before else []), {"text": said, "value": danish.date_short(made.since), "source": "FVL § 6"}],
    )
