"""Accounts and the roles behind them."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import TextChoices

from mestring.audit.models import Entry
from mestring.people.access import HOUSE
from mestring.people.models import Account, Assignment


class Closing(TextChoices):
    """Why an account is shut (lukket konto). Codes and not words: the trace keeps it, and holds nothing about anybody."""

    LEFT = "left", "Arbejder her ikke længere"
    AWAY = "away", "Er væk i en længere tid"
    WISH = "wish", "Vil ikke længere have den"
    ENDED = "ended", "Skal ikke længere handle for en borger"
    DIED = "died", "Er død"
    MISUSE = "misuse", "Andre kan have fået adgang til den"


OF_EMPLOYEES = (Closing.LEFT, Closing.AWAY, Closing.DIED, Closing.MISUSE)
OF_CITIZENS = (Closing.WISH, Closing.ENDED, Closing.DIED, Closing.MISUSE)


def closed(account: Account) -> tuple[date, str] | None:
    """When and why an account was shut, as the trace has it; None while it is open."""
    if account.is_active:
        return None
    row = Entry.objects.filter(thing_id=str(account.public_id), act="close_account").order_by("-number").first()
    return (row.on, str(Closing(row.detail["because"]).label)) if row else None


@dataclass(frozen=True, slots=True)
class Choice:
    """An account one can step into in a demo, and where its owner works."""

    account: Account
    units: str


@dataclass(frozen=True, slots=True)
class Group:
    """The accounts of one role."""

    label: str
    choices: tuple[Choice, ...]


def demo_accounts(*, on: date) -> list[Group]:
    """Every open account, under each role it holds on the day; those without one last."""
    held: dict[str, dict[int, list[str]]] = {}
    for assignment in Assignment.objects.holding(on).select_related("unit").order_by("unit__name"):
        held.setdefault(assignment.role, {}).setdefault(assignment.employee_id, []).append(assignment.unit.name)
    everybody = list(Account.objects.filter(is_active=True).order_by("name", "pk"))
    groups = []
    for role in Assignment.Role:
        units = held.get(role.value, {})
        groups.append(Group(str(role.label), tuple(Choice(one, ", ".join(units[one.employee_id])) for one in everybody if one.employee_id in units)))
    working = {employee for units in held.values() for employee in units}
    groups.append(Group("Borger", tuple(Choice(one, "") for one in everybody if one.citizen_id)))
    groups.append(Group("Uden rolle i dag", tuple(Choice(one, "") for one in everybody if not one.citizen_id and one.employee_id not in working)))
    return [group for group in groups if group.choices]


def of_demo(public_id: str) -> Account | None:
    """The open account with that public id."""
    try:
        wanted = uuid.UUID(public_id)
    except ValueError:
        return None
    return Account.objects.filter(public_id=wanted, is_active=True).first()


def names(ids: Iterable[str]) -> dict[str, str]:
    """Who stands behind the ids of the logs; the house itself has no account."""
    wanted = {one for one in ids if one != HOUSE}
    return {str(public_id): name for public_id, name in Account.objects.filter(public_id__in=wanted).values_list("public_id", "name")}
