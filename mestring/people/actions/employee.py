"""Employees, their units and roles, and the cases they keep away from. The administrator's acts: none shows a case."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib.auth import SESSION_KEY
from django.contrib.auth.password_validation import validate_password
from django.contrib.sessions.models import Session
from django.core.exceptions import ValidationError
from django.db import transaction

from mestring.audit import acts, clock
from mestring.audit.errors import MoveNotAllowed
from mestring.people import access, wall
from mestring.people.access import Actor
from mestring.people.accounts import Closing
from mestring.people.actions.citizen import of_number
from mestring.people.errors import AccountClosedAlready, AccountOpen, DatesTheWrongWay, NotYourOwn, PasswordTooWeak, ReasonMissing
from mestring.people.models import Account, Assignment, Citizen, Disqualification, Employee, Unit


@transaction.atomic
def create_unit(*, by: Actor, on: date, kind: str, name: str, **more: Any) -> Unit:
    """Add a unit."""
    access.require(by, "users.change")
    unit = Unit.objects.create(kind=kind, name=name.strip(), **more)
    acts.record("create_unit", unit, by=by, on=on, kind=kind)
    return unit


@transaction.atomic
def employ(*, by: Actor, on: date, name: str, username: str, password: str | None = None, title: str = "", phone: str = "", email: str = "") -> Employee:
    """Add an employee and their account. Without a password they log in through the municipality's own log-in."""
    access.require(by, "users.change")
    if password is not None:
        try:
            validate_password(password)
        except ValidationError as error:
            raise PasswordTooWeak(" ".join(str(one) for one in error.messages)) from None
    employee = Employee.objects.create(name=name.strip(), title=title, phone=phone)
    Account.objects.create_user(username=username, password=password, name=employee.name, email=email, employee=employee)
    acts.record("employ", employee, by=by, on=on)
    return employee


@transaction.atomic
def assign(employee: Employee, *, by: Actor, on: date, unit: Unit, role: str, since: date, until: date | None = None) -> Assignment:
    """Give an employee a role in a unit. Nobody gives themself one. Raises: NotYourOwn, DatesTheWrongWay."""
    access.require(by, "users.change")
    if employee.pk == by.employee:
        raise NotYourOwn
    if until and until < since:
        raise DatesTheWrongWay
    made: Assignment = Assignment.objects.create(employee=employee, unit=unit, role=role, since=since, until=until)
    acts.record("assign", employee, by=by, on=on, unit=unit.public_id, role=role, since=since, until=until)
    return made


@transaction.atomic
def end_assignment(assignment: Assignment, *, by: Actor, on: date, until: date) -> None:
    """Set a role's last day. Raises: DatesTheWrongWay."""
    access.require(by, "users.change")
    if until < assignment.since:
        raise DatesTheWrongWay
    Assignment.objects.filter(pk=assignment.pk).update(until=until)
    assignment.until = until
    acts.record("end_assignment", assignment.employee, by=by, on=on, unit=assignment.unit.public_id, role=assignment.role, until=until)


@transaction.atomic
def close_account(account: Account, *, because: str, by: Actor, on: date) -> None:
    """Shut an account, an employee's or a citizen's: whoever has it is logged out everywhere at once.

    Shapes: `because` is one of `Closing`.
    Raises: NotYourOwn, ReasonMissing, AccountClosedAlready.
    """
    access.require(by, "users.change")
    if access.account_id(account) == by.id:
        raise NotYourOwn
    if because not in Closing.values:
        raise ReasonMissing("Hvorfor: vælg, hvorfor kontoen lukkes.", fields=("because",))
    if not Account.objects.filter(pk=account.pk, is_active=True).update(is_active=False):
        raise AccountClosedAlready
    account.is_active = False
    _end_visits(account)
    acts.record("close_account", account, by=by, on=on, because=because)


def _end_visits(account: Account) -> None:
    """A visit that has begun is over, and does not go on if the account is opened again."""
    for visit in Session.objects.filter(expire_date__gt=clock.now()).iterator():
        if visit.get_decoded().get(SESSION_KEY) == str(account.pk):
            visit.delete()


@transaction.atomic
def reopen_account(account: Account, *, by: Actor, on: date) -> None:
    """Open an account that was shut: its owner can log in as before. Raises: NotYourOwn, AccountOpen."""
    access.require(by, "users.change")
    if access.account_id(account) == by.id:
        raise NotYourOwn
    if not Account.objects.filter(pk=account.pk, is_active=False).update(is_active=True):
        raise AccountOpen
    account.is_active = True
    acts.record("reopen_account", account, by=by, on=on)


@transaction.atomic
def set_password(account: Account, *, by: Actor, on: date, password: str) -> None:
    """Give an account a new password, when its owner has lost theirs. Nobody gives themself one here. Raises: NotYourOwn, PasswordTooWeak."""
    access.require(by, "users.change")
    if access.account_id(account) == by.id:
        raise NotYourOwn
    try:
        validate_password(password, account)
    except ValidationError as error:
        raise PasswordTooWeak(" ".join(str(one) for one in error.messages)) from None
    account.set_password(password)
    account.save(update_fields=["password"])
    acts.record("set_password", account, by=by, on=on)


@transaction.atomic
def say_person(employee: Employee, *, number: str, by: Actor, on: date) -> Employee:
    """Say which citizen an employee also is: their own case is closed to them from that moment. Nobody says it of themself.

    Source: FVL § 3.
    Raises: NotYourOwn, CprNotReadable, PersonUnknown.
    """
    access.require(by, "users.change")
    if employee.pk == by.employee:
        raise NotYourOwn
    return _set_person(employee, of_number(number), "say_person", by=by, on=on)


@transaction.atomic
def forget_person(employee: Employee, *, by: Actor, on: date) -> Employee:
    """Take back that an employee is a certain citizen, when it was wrong. Nobody opens their own case. Raises: NotYourOwn."""
    access.require(by, "users.change")
    if employee.pk == by.employee:
        raise NotYourOwn
    return _set_person(employee, None, "forget_person", by=by, on=on)


def _set_person(employee: Employee, person: Citizen | None, act: str, *, by: Actor, on: date) -> Employee:
    Employee.objects.filter(pk=employee.pk).update(person=person)
    employee.person = person
    acts.record(act, employee, by=by, on=on, **({"citizen": person.public_id} if person else {}))
    return employee


@transaction.atomic
def declare_disqualification(employee: Employee, *, by: Actor, on: date, citizen: Citizen, reason: str) -> Disqualification:
    """Note that an employee must not handle a citizen's case: said by the employee, a leader, or the administrator on their behalf.

    Source: FVL § 3.
    Raises: ReasonMissing.
    """
    if by.employee != employee.pk and not access.may(by, "overview.see"):
        access.require(by, "users.change")
    if not reason.strip():
        raise ReasonMissing("Forhold: skriv, hvordan medarbejderen kender borgeren, for eksempel søster.")
    made, _ = Disqualification.objects.get_or_create(employee=employee, citizen=citizen, lifted_on=None, defaults={"reason": reason.strip(), "since": on})
    acts.record("declare_disqualification", employee, by=by, on=on, citizen=citizen.public_id)
    return made


@transaction.atomic
def lift_disqualification(found: Disqualification, *, by: Actor, on: date, because: str) -> None:
    """An employee may handle a citizen's case after all: it was noted by mistake, or holds no more. What was closed is not given back.

    Source: FVL § 3.
    Raises: ReasonMissing, MoveNotAllowed.
    """
    access.require(by, "users.change")
    if not because.strip():
        raise ReasonMissing("Hvorfor: skriv, hvorfor medarbejderen må behandle sagen igen.")
    if not Disqualification.objects.standing().filter(pk=found.pk).update(lifted_on=on, lifted_because=because.strip()):
        raise MoveNotAllowed
    with wall.lifted():  # the administrator sees no citizen, and the trace names one
        citizen = found.citizen.public_id
    acts.record("lift_disqualification", found.employee, by=by, on=on, citizen=citizen)
