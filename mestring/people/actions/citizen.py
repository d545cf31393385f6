"""Citizens, who acts for them, and what they have agreed to."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F, Q

from mestring.audit import acts, clock, versions
from mestring.people import access, cpr, handles, names, wall
from mestring.people.access import Actor
from mestring.people.errors import AccountExists, AccountUnknown, CitizenExists, DatesTheWrongWay, NotYourOwn, PersonUnknown, PersonWrong
from mestring.people.models import Account, AnonymousPerson, Citizen, CitizenUnit, Consent, NamePart, Representation, Unit

CHANGEABLE = (
    "first_name", "last_name", "born_on", "died_on", "street", "postal_code", "city", "phone", "protected", "protected_to", "digital_post", "communication",
    "interpreter", "residence",
)  # fmt: skip


@transaction.atomic
def register_citizen(unit: Unit, *, by: Actor, on: date, first_name: str, last_name: str, number: str = "", sure: bool = False, **more: Any) -> Citizen:
    """Register a citizen whom a unit has something with. The birth date follows from the number unless it is told.

    Shapes: `sure` says that another with the same name, and no other birth date as far as is known, is another person; a number can be had only once, whoever is sure.
    Raises: CprNotReadable, CprNotADay, CitizenExists.
    """
    access.require(by, "citizen.register")
    digits = cpr.read(number)
    values = {name: more[name] for name in CHANGEABLE if name in more}
    values["born_on"] = values.get("born_on") or cpr.birth_date(digits)
    if digits:
        _is_nobody_elses(digits)
    same = Citizen.objects.filter(first_name__iexact=first_name.strip(), last_name__iexact=last_name.strip())
    if values["born_on"]:
        same = same.filter(Q(born_on=values["born_on"]) | Q(born_on=None))
    if not sure and (alike := same.visible_to(by).order_by("pk").first()):
        raise CitizenExists(
            "Navn: en borger med samme navn findes allerede, og fødselsdagen skiller dem ikke ad. Brug den, eller bekræft, at det er en anden person.",
            fields=("sure",),
            citizen=str(alike.public_id),
        )
    with wall.lifted():  # until the unit is related to them, nobody sees the citizen
        citizen: Citizen = Citizen.objects.create(cpr=digits, first_name=first_name.strip(), last_name=last_name.strip(), **values)
        relate(citizen, unit, on=on)
        _keep_parts(citizen)
    acts.record("register_citizen", citizen, by=by, on=on)
    return citizen


def _keep_parts(citizen: Citizen) -> None:
    """Let the citizen be found by the name they have now."""
    citizen.name_parts.all().delete()
    NamePart.objects.bulk_create(NamePart(citizen=citizen, part=part) for part in sorted(names.parts(citizen.name)))


def _is_nobody_elses(digits: str) -> None:
    with wall.lifted():  # a number is given once in the whole house, whoever may see its owner
        found = Citizen.objects.filter(cpr=digits).first()
    if found:
        raise CitizenExists(citizen=str(found.public_id))


def relate(citizen: Citizen, unit: Unit, *, on: date) -> None:
    """Let a unit's people find a citizen, from the day it has something open with them. Part of the acts that open something."""
    CitizenUnit.objects.update_or_create(citizen=citizen, unit=unit, defaults={"until": None}, create_defaults={"since": on})


@transaction.atomic
def change_citizen(citizen: Citizen, *, by: Actor, on: date, seen: int, number: str | None = None, **values: Any) -> None:
    """Correct what is known about a citizen, on the version that was seen.

    Shapes: `number` is the CPR number as it is typed, which may become known later; none leaves it as it is.
    Raises: CprNotReadable, CitizenExists, DatesTheWrongWay, Conflict.
    """
    _may_change(citizen, by)
    born_on, died_on = values.get("born_on", citizen.born_on), values.get("died_on", citizen.died_on)
    if born_on and died_on and died_on < born_on:
        raise DatesTheWrongWay(f"Død den: borgeren er født {born_on:%d-%m-%Y}. Skriv den dag eller en senere.", fields=("died_on",))
    digits = citizen.cpr if number is None else cpr.read(number)
    if digits and digits != citizen.cpr:
        _is_nobody_elses(digits)
    changed = {name: value for name, value in values.items() if name in CHANGEABLE and value != getattr(citizen, name)}
    if digits != citizen.cpr:
        changed["cpr"] = digits
    if changed:
        versions.write(citizen, seen=seen, **changed)
        if {"first_name", "last_name"} & set(changed):
            _keep_parts(citizen)
        acts.record("change_citizen", citizen, by=by, on=on, version=citizen.version, fields=sorted(changed))


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


def of_number(number: str) -> Citizen:
    """The citizen who has a number, whoever may see them: whoever has the number in hand knows the person. Raises: CprNotReadable, PersonUnknown."""
    digits = cpr.read(number)
    with wall.lifted():
        found: Citizen | None = Citizen.objects.filter(cpr=digits).first() if digits else None
    if found is None:
        raise PersonUnknown
    return found


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


CORRECTABLE = ("kind", "name", "scope", "since", "until", "receives_letters", "address", "phone")
TRACED = ("kind", "since", "until", "receives_letters")
"""What the trace keeps of a correction, before and after: who could act, and when, must be possible to see."""


@transaction.atomic
def correct_representation(representation: Representation, *, by: Actor, on: date, seen: int, **values: Any) -> Representation:
    """Correct who acts for, or beside, the citizen, when it was noted wrongly, on the version that was seen. Raises: DatesTheWrongWay, Conflict."""
    _may_change(representation.citizen, by)
    known = {name: values[name] for name in CORRECTABLE if name in values}
    if known.get("kind", representation.kind) not in Representation.ACTS_FOR:
        known |= {"receives_letters": False, "person": None}  # a companion acts for nobody
    changed = {name: value for name, value in known.items() if value != getattr(representation, name)}
    since, until = changed.get("since", representation.since), changed.get("until", representation.until)
    if until and until < since:
        raise DatesTheWrongWay
    if changed:
        before = {f"{name}_before": getattr(representation, name) for name in TRACED if name in changed}
        versions.write(representation, seen=seen, **changed)
        after = {name: changed[name] for name in TRACED if name in changed}
        acts.record("correct_representation", representation, by=by, on=on, version=representation.version, fields=sorted(changed), **before, **after)
    return representation


@transaction.atomic
def name_representative(representation: Representation, *, number: str, by: Actor, on: date) -> Representation:
    """Say which citizen the representative is, so that their own account gives them the way in.

    Raises: CprNotReadable, PersonUnknown, PersonWrong, NotYourOwn.
    """
    _may_change(representation.citizen, by)
    person = of_number(number)
    if person.pk == by.person:
        raise NotYourOwn
    if person.pk == representation.citizen_id:
        raise PersonWrong("CPR-nummer: det er borgerens eget. Skriv nummeret på den, der handler for borgeren.")
    if representation.kind not in Representation.ACTS_FOR:
        raise PersonWrong("CPR-nummer: en bisidder handler ikke for borgeren og kan ikke logge ind på borgerens sag.")
    _set_person(representation, person)
    acts.record("name_representative", representation, by=by, on=on, citizen=person.public_id)
    return representation


@transaction.atomic
def unname_representative(representation: Representation, *, by: Actor, on: date) -> Representation:
    """Take back which citizen the representative is: their account no longer gives the way in."""
    _may_change(representation.citizen, by)
    _set_person(representation, None)
    acts.record("unname_representative", representation, by=by, on=on)
    return representation


def _set_person(representation: Representation, person: Citizen | None) -> None:
    Representation.objects.filter(pk=representation.pk).update(person=person, version=F("version") + 1)
    representation.refresh_from_db()


@transaction.atomic
def end_representation(representation: Representation, *, by: Actor, on: date, until: date) -> None:
    """Set the last day of a representation. Raises: DatesTheWrongWay."""
    _may_change(representation.citizen, by)
    if until < representation.since:
        raise DatesTheWrongWay
    Representation.objects.filter(pk=representation.pk).update(until=until, version=F("version") + 1)
    representation.refresh_from_db()
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
    """Give a citizen, or a representative who is a citizen here, a way in to *Min sag*. It has no password: the way goes through the national log-in.

    Raises: AccountExists.
    """
    access.require(by, "users.change")
    if Account.objects.filter(citizen=citizen).exists():
        raise AccountExists
    made: Account = Account.objects.create_user(username=username, name=citizen.name, citizen=citizen)
    acts.record("open_account", made, by=by, on=on, citizen=citizen.public_id)
    return made


def account_of_number(number: str) -> Account:
    """The account of the citizen who has a number. Raises: CprNotReadable, PersonUnknown, AccountUnknown."""
    found = Account.objects.filter(citizen=of_number(number)).first()
    if found is None:
        raise AccountUnknown
    return found
