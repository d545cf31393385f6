"""A citizen's page, and how a citizen is found while something is written."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone

from mestring.audit.models import LookUp
from mestring.cases.models import Case, Inquiry
from mestring.people import access, accounts, wall
from mestring.people.access import Actor
from mestring.people.models import Citizen, Consent, Representation, Unit
from mestring.web.caseworker.pages.case import flags
from mestring.web.components import days
from mestring.web.components.case import Pair, Person

MOST = 20
"""How many candidates are shown when a name is typed."""
SEEN = 8
READ = 200
"""How many rows of the log are read to tell the last who looked."""


# ------------------------------------------------------------------------------------------------ found while writing


@dataclass(frozen=True, slots=True)
class Found:
    """A citizen who may be the one. Shapes: `known` when a unit of the actor's has something with them already."""

    citizen: Citizen
    known: bool

    @property
    def id(self) -> str:
        return str(self.citizen.public_id)


def number_of(typed: str) -> str:
    """The ten digits, when what was typed is a CPR number."""
    digits = re.sub(r"[\s-]", "", typed)
    return digits if re.fullmatch(r"[0-9]{10}", digits) else ""


def find(actor: Actor, typed: str) -> list[Found]:
    """Those it may be: whoever has exactly the CPR number, or the citizens of the actor's own units with the name.

    An exact number finds a citizen of other units too, so that nobody is registered twice; whoever has the number in hand knows the person.
    One's own person, and a relative's, is never found.
    """
    if digits := number_of(typed):
        with wall.lifted():
            one = Citizen.objects.filter(cpr=digits).first()
        if one is None or access.is_blocked(actor, one.pk):
            return []
        return [Found(one, Citizen.objects.visible_to(actor).filter(pk=one.pk).exists())]
    if len(typed.strip()) < 2:
        return []
    rows = Citizen.objects.visible_to(actor).named(typed).order_by("last_name", "first_name", "pk")
    return [Found(one, True) for one in rows[:MOST]]


def choices(found: Sequence[Found], on: date) -> list[tuple[str, str]]:
    """The candidates, told apart. A protected address is not among what is told."""
    return [(one.id, _told(one, on)) for one in found]


def _told(found: Found, on: date) -> str:
    one = found.citizen
    age = one.age(on)
    parts = [one.name, f"{age} år" if age is not None else "alder ikke oplyst", f"CPR {one.cpr[:6]}-{one.cpr[6:]}" if one.cpr else "uden CPR-nummer"]
    if not found.known:
        parts.append("findes allerede, i et andet team")
    elif one.city and not one.is_protected(on):
        parts.append(one.city)
    return " · ".join(parts)


def units(actor: Actor) -> list[tuple[str, str]]:
    """The teams the actor can write something on."""
    found = Unit.objects.filter(pk__in={*actor.teams, *actor.leads}, kind=Unit.Kind.TEAM).order_by("name")
    return [(str(one.public_id), one.name) for one in found]


# ------------------------------------------------------------------------------------------------ the page


@dataclass(frozen=True, slots=True)
class Acting:
    """Who acts for, or beside, the citizen, and when."""

    row: Representation
    kind: str
    when: str
    letters: str
    over: bool
    acts: bool


@dataclass(frozen=True, slots=True)
class Agreed:
    """A consent, and whether it can be relied on."""

    row: Consent
    when: str
    holds: bool
    about: str


@dataclass(frozen=True, slots=True)
class Seen:
    """Somebody who was shown something about the citizen, the last time on a day."""

    when: datetime
    who: str
    unit: str
    what: str


@dataclass(frozen=True)
class CitizenPage:
    citizen: Citizen
    person: Person
    pairs: list[Pair]
    cases: list[Case]
    inquiries: list[Inquiry]
    acting: list[Acting]
    agreed: list[Agreed]
    seen: list[Seen]


def build(citizen: Citizen, actor: Actor, on: date, *, back_address: str) -> CitizenPage:
    """Everything the page shows, in a number of questions that does not grow."""
    cases = list(Case.objects.visible_to(actor).filter(citizen=citizen).select_related("team", "responsible").order_by("-opened_on", "-pk")[:MOST])
    inquiries = list(Inquiry.objects.visible_to(actor).filter(citizen=citizen).select_related("unit").order_by("-received_on", "-pk")[:MOST])
    numbers = {one.public_id: one.number for one in cases}
    consents = citizen.consents.order_by("-since", "-pk")[:MOST]
    return CitizenPage(
        citizen=citizen,
        person=Person(
            citizen.name, citizen.cpr, citizen.age(on), [], citizen.is_protected(on), citizen.died_on, flags(citizen, on), "Mit arbejde", back_address
        ),
        pairs=_pairs(citizen, on),
        cases=cases,
        inquiries=inquiries,
        acting=sorted((_acting(one, on) for one in citizen.representations.order_by("-since", "-pk")[:MOST]), key=lambda one: one.over),
        agreed=sorted((_agreed(one, numbers, on) for one in consents), key=lambda one: not one.holds),
        seen=who_has_looked(citizen, actor),
    )


def _pairs(citizen: Citizen, on: date) -> list[Pair]:
    address = ", ".join(part for part in (citizen.street, f"{citizen.postal_code} {citizen.city}".strip()) if part)
    protected = "Må ikke gives videre" if citizen.is_protected(on) else ""
    way = "Digital Post" if citizen.digital_post and citizen.cpr else "Brev"
    return [
        Pair("Fødselsdag", days.plain(citizen.born_on, on) if citizen.born_on else ""),
        Pair("Adresse", address, protected),
        Pair("Telefon", citizen.phone),
        Pair("Får breve som", way, "" if citizen.cpr or not citizen.digital_post else "CPR-nummeret mangler, så Digital Post kan ikke bruges"),
        Pair("Bopælskommune", citizen.residence),
    ]


def _span(since: date, until: date | None, on: date) -> str:
    return f"{days.plain(since, on)} til og med {days.plain(until, on)}" if until else f"fra {days.plain(since, on)}, indtil videre"


def _acting(one: Representation, on: date) -> Acting:
    over = one.until is not None and one.until < on
    nowhere = one.person_id is None and not one.address.strip()
    letters = ("Får breve, men adressen mangler" if nowhere else "Får breve") if one.receives_letters else "Får ikke breve"
    return Acting(one, Representation.Kind(one.kind).label, _span(one.since, one.until, on), letters, over, one.kind in Representation.ACTS_FOR)


def _agreed(one: Consent, numbers: Mapping[object, str], on: date) -> Agreed:
    when = f"trukket tilbage {days.plain(one.withdrawn_on, on)}" if one.withdrawn_on else _span(one.since, one.until, on)
    number = numbers.get(one.case, "")
    about = f"Sag {number}" if number else "En sag, du ikke kan se" if one.case else "Alle borgerens sager"
    return Agreed(one, when, one.holds(on), about)


def who_has_looked(citizen: Citizen, actor: Actor) -> list[Seen]:
    """The last who were shown something about the citizen, each once a day and for each thing done."""
    rows = LookUp.objects.filter(citizen=str(citizen.public_id)).order_by("-number")[:READ]
    latest: dict[tuple[date, str, str], LookUp] = {}
    for row in rows:
        latest.setdefault((timezone.localdate(row.at), row.actor, row.action), row)
    shown = list(latest.values())[:SEEN]
    known = accounts.names(row.actor for row in shown)
    return [
        Seen(
            timezone.localtime(row.at),
            "Dig" if row.actor == actor.id else known.get(row.actor, "Mestring"),
            row.unit_name,
            access.action_label(row.action),
        )
        for row in shown
    ]
