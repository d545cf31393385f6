"""Citizens, who acts for them, and what they have agreed to."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction

from mestring.audit import acts, clock, versions
from mestring.people import access, cpr, handles, wall
from mestring.people.access import Actor
from mestring.people.errors import CitizenExists, DatesTheWrongWay
from mestring.people.models import Account, AnonymousPerson, Citizen, CitizenUnit, Consent, Representation, Unit

CHANGEABLE = (
    "first_name", "last_name", "born_on", "died_on", "street", "postal_code", "city", "phone", "protected", "protected_to", "digital_post", "communication",
    "interpreter", "residence",
)  # fmt: skip


@transaction.atomic
def register_citizen(unit: Unit, *, by: Actor, on: date, first_name: str, last_name: str, number: str = "", sure: bool = False, **more: Any) -> Citizen:
    """Register a citizen whom a unit has something with. The birth date follows from the number unless it is told.

    Shapes: `sure` says that another with the same name and birth date is another person; a number can be had only once, whoever is sure.
    Raises: CprNotReadable, CitizenExists.
    """
    access.require(by, "citizen.register")
    digits = cpr.read(number)
    values = {name: more[name] for name in CHANGEABLE if name in more}
    values["born_on"] = values.get("born_on") or cpr.birth_date(digits)
    with wall.lifted():  # a number is given once in the whole house, whoever may see its owner
        found = Citizen.objects.filter(cpr=digits).first() if digits else None
    if found:
        raise CitizenExists(citizen=str(found.public_id))
    same = Citizen.objects.filter(first_name__iexact=first_name, last_name__iexact=last_name, born_on=values["born_on"])
    if values["born_on"] and not sure and (alike := same.visible_to(by).first()):
        raise CitizenExists(
            "Navn: en borger med samme navn og fødselsdag findes allerede. Brug den, eller bekræft, at det er en anden person.",
            fields=("sure",),
            citizen=str(alike.public_id),
        )
    with wall.lifted():  # until the unit is related to them, nobody sees the citizen
        citizen: Citizen = Citizen.objects.create(cpr=digits, first_name=first_name.strip(), last_name=last_name.strip(), **values)
        relate(citizen, unit, on=on)
    acts.record("register_citizen", citizen, by=by, on=on)
    return citizen


def relate(citizen: Citizen, unit: Unit, *, on: date) -> None:
    """Let a unit's people find a citizen, from the day it has something open with them. Part of the acts that open something."""
    CitizenUnit.objects.update_or_create(citizen=citizen, unit=unit, defaults={"until": None}, create_defaults={"since": on})


@transaction.atomic
def change_citizen(citizen: Citizen, *, by: Actor, on: date, seen: int, **values: Any) -> None:
    """Correct what is known about a citizen, on the version that was seen. Raises: Conflict."""
    _may_change(citizen, by)
    changed = {name: value for name, value in values.items() if name in CHANGEABLE and value != getattr(citizen, name)}
    if changed:
        versions.write(citizen, seen=seen, **changed)
        acts.record("change_citizen", citizen, by=by, on=on, fields=sorted(changed))


@transaction.atomic
def meet_anonymous_person(*, by: Actor, on: date) -> AnonymousPerson:
    """Give somebody who says no name a handle."""
    access.require(by, "inquiry.receive")
    handle = handles.pick()
    while AnonymousPerson._base_manager.filter(handle=handle).exists():
        handle = handles.pick()
    person = AnonymousPerson._base_manager.create(handle=handle, created_at=clock.now())
    acts.record("meet_anonymous_person", person, by=by, on=on)
    return person


def _may_change(citizen: Citizen, by: Actor) -> None:
    access.require(by, "citizen.change")
    if not Citizen.objects.visible_to(by).filter(pk=citizen.pk).exists():
        raise access.NotAllowed


@transaction.atomic
def add_representation(
    citizen: Citizen, *, by: Actor, on: date, kind: str, name: str, since: date, until: date | None = None, receives_letters: bool = False, **more: Any
) -> Representation:
    """Note who acts for, or beside, the citizen. Raises: DatesTheWrongWay."""
    _may_change(citizen, by)
    if until and until < since:
        raise DatesTheWrongWay
    letters = receives_letters and kind in Representation.ACTS_FOR
    made: Representation = Representation.objects.create(citizen=citizen, kind=kind, name=name, since=since, until=until, receives_letters=letters, **more)
    acts.record("add_representation", made, by=by, on=on, kind=kind)
    return made


@transaction.atomic
def end_representation(representation: Representation, *, by: Actor, on: date, until: date) -> None:
    """Set the last day of a representation. Raises: DatesTheWrongWay."""
    _may_change(representation.citizen, by)
    if until < representation.since:
        raise DatesTheWrongWay
    Representation.objects.filter(pk=representation.pk).update(until=until)
    representation.until = until
    acts.record("end_representation", representation, by=by, on=on, until=until)


@transaction.atomic
def give_consent(
    citizen: Citizen, *, by: Actor, on: date, source: str, purpose: str, form: str, since: date, until: date | None = None, case: UUID | None = None
) -> Consent:
    """Note that the citizen lets facts be fetched from somebody, and for what.

    Source: RSL § 11 a.
    Raises: DatesTheWrongWay.
    """
    _may_change(citizen, by)
    if until and until < since:
        raise DatesTheWrongWay
    made: Consent = Consent.objects.create(citizen=citizen, case=case, source=source, purpose=purpose, form=form, since=since, until=until)
    acts.record("give_consent", made, by=by, on=on, case=case or "")
    return made


@transaction.atomic
def withdraw_consent(consent: Consent, *, by: Actor, on: date) -> None:
    """Note that the citizen has taken it back: nothing is fetched from that day."""
    _may_change(consent.citizen, by)
    Consent.objects.filter(pk=consent.pk, withdrawn_on=None).update(withdrawn_on=on)
    consent.refresh_from_db()
    acts.record("withdraw_consent", consent, by=by, on=on, case=consent.case or "")


@transaction.atomic
def open_account(citizen: Citizen, *, by: Actor, on: date, username: str) -> Account:
    """Give a citizen a way in to *Min sag*. It has no password: the way goes through the national log-in."""
    access.require(by, "users.change")
    made: Account = Account.objects.create_user(username=username, name=citizen.name, citizen=citizen)
    acts.record("open_account", made, by=by, on=on, citizen=citizen.public_id)
    return made
