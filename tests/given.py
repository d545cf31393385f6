"""Situations, made by the acts that make them in the house, never by rows. Everybody is invented, with numbers that can't be real."""

from __future__ import annotations

from datetime import date
from itertools import count
from typing import Any

from mestring.cases.actions.application import Wanted, receive_application
from mestring.cases.actions.case import assign, open_case
from mestring.cases.models import Application, Case
from mestring.people import access
from mestring.people.access import Actor
from mestring.people.actions import employee as staff
from mestring.people.actions.citizen import register_citizen
from mestring.people.models import Account, Assignment, Citizen, Employee, Unit

TODAY = date(2026, 11, 25)
LONG_AGO = date(2020, 1, 1)
VEJLE, VIBORG, RANDERS, BALLERUP, REBILD = "vejle-2023", "viborg-2020", "randers-2019", "ballerup-undated", "rebild-2015"
_number = count(1)


def unit(name: str = "Voksen og handicap", kind: str = Unit.Kind.TEAM, **more: Any) -> Unit:
    """A unit, made once."""
    found = Unit.objects.filter(name=name).first()
    address = {"address": "Testvej 1, 7100 Vejle", "phone": "75 00 00 00", "email": "voksen@kommune.example", "hours": "mandag til fredag kl. 9–14"}
    return found or staff.create_unit(by=access.house(TODAY), on=TODAY, kind=kind, name=name, **{**address, **more})


def employee(name: str, role: str, where: Unit, *, on: date = TODAY, since: date = LONG_AGO, until: date | None = None) -> Employee:
    """Somebody with a role in a unit, and an account."""
    username = f"{name.lower().replace(' ', '.')}.{next(_number)}"
    found = staff.employ(by=access.house(on), on=on, name=name, username=username, title=str(Assignment.Role(role).label))
    staff.assign(found, by=access.house(on), on=on, unit=where, role=role, since=since, until=until)
    return found


def actor(who: Employee, on: date = TODAY) -> Actor:
    """The employee as they act on a day."""
    return access.actor_of(Account.objects.get(employee=who), on)


def caseworker(where: Unit | None = None, name: str = "Anne Mette Riis", on: date = TODAY) -> Actor:
    return actor(employee(name, Assignment.Role.CASEWORKER, where or unit(), on=on), on)


def leader(where: Unit | None = None, name: str = "Lars Holm", on: date = TODAY) -> Actor:
    return actor(employee(name, Assignment.Role.TEAM_LEADER, where or unit(), on=on), on)


def committee(where: Unit | None = None, name: str = "Bente Skov", on: date = TODAY) -> Actor:
    return actor(employee(name, Assignment.Role.COMMITTEE, where or unit("Visitationsudvalget", Unit.Kind.COMMITTEE), on=on), on)


def shelter_leader(where: Unit | None = None, name: str = "Rikke Havn", on: date = TODAY) -> Actor:
    return actor(employee(name, Assignment.Role.SHELTER, where or unit("Forsorgshjemmet", Unit.Kind.SHELTER), on=on), on)


def provider(where: Unit | None = None, name: str = "Sofie Lund", on: date = TODAY) -> Actor:
    return actor(employee(name, Assignment.Role.PROVIDER, where or unit("Mestringsvejen", Unit.Kind.PROVIDER), on=on), on)


def administrator(name: str = "Ib Dahl", on: date = TODAY) -> Actor:
    return actor(employee(name, Assignment.Role.ADMINISTRATOR, unit("Digitalisering", Unit.Kind.ADMINISTRATION), on=on), on)


def citizen(by: Actor, where: Unit | None = None, *, first_name: str = "Karen", last_name: str = "Prøve", on: date = TODAY, **more: Any) -> Citizen:
    """A citizen with an impossible number: one of the ninety-ninth of a month."""
    where = where or Unit.objects.get(pk=(by.teams or by.leads)[0])
    values = {
        "number": f"99{next(_number):08}",
        "born_on": date(1990, 3, 14),
        "street": "Prøvevej 7",
        "postal_code": "7100",
        "city": "Vejle",
        "sure": True,
    }
    return register_citizen(where, by=by, on=on, first_name=first_name, last_name=last_name, **{**values, **more})


def case(by: Actor, whose: Citizen | None = None, *, on: date = TODAY, mine: bool = True) -> Case:
    """An open case in the actor's team; their own unless told otherwise."""
    where = Unit.objects.get(pk=(by.teams or by.leads)[0])
    opened = open_case(whose or citizen(by, where, on=on), by=by, on=on, team=where)
    if mine and by.teams:
        assign(opened, by=by, on=on, responsible=Employee.objects.get(pk=by.employee))
    return opened


def application(
    by: Actor,
    where: Case | None = None,
    *,
    section: str = "85",
    kind: str = "",
    standard: str = VEJLE,
    received_on: date | None = None,
    on: date = TODAY,
    **more: Any,
) -> Application:
    """One application for one section."""
    values: dict[str, Any] = {"words": "Jeg har brug for hjælp til at komme i gang om morgenen.", "channel": "phone", **more}
    (made,) = receive_application(
        where or case(by, on=on), by=by, on=on, standard=standard, wanted=[Wanted(section, kind)], received_on=received_on or on, **values
    )
    return made


def logged_in(client: Any, who: Actor) -> Any:
    """A test client through whose door the actor has come."""
    client.force_login(Account.objects.get(public_id=who.id), backend="allauth.account.auth_backends.AuthenticationBackend")
    return client
