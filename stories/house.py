"""The municipality a story happens in: its units, the providers it orders from, and the people who work there. Everybody is invented."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, time
from itertools import count
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from mestring.audit import clock
from mestring.delivery.actions import keep_orders
from mestring.people import access
from mestring.people.access import Actor
from mestring.people.actions import employee as staff
from mestring.people.actions import provider as register
from mestring.people.models import Account, Assignment, DayRate, Employee, Offer, Unit
from mestring.rules.rulebook import Standard
from mestring.web.shell import installation

if TYPE_CHECKING:
    from stories.desk import Desk
    from stories.provider_desk import ProviderDesk
    from stories.telling import Tale

COPENHAGEN = ZoneInfo("Europe/Copenhagen")
FOUNDED = date(2020, 1, 1)
TODAY = date(2026, 11, 25)
"""The day the demo begins on."""
Role, Kind = Assignment.Role, Unit.Kind

_TOWNS = {
    "ballerup": ("2750", "Ballerup"),
    "randers": ("8900", "Randers C"),
    "rebild": ("9530", "Støvring"),
    "vejle": ("7100", "Vejle"),
    "viborg": ("8800", "Viborg"),
}
_UNITS = (
    ("psychiatry", Kind.TEAM, "Myndighed Psykiatri"),
    ("disability", Kind.TEAM, "Myndighed Handicap"),
    ("committee", Kind.COMMITTEE, "Visitationsudvalget"),
    ("shelter", Kind.SHELTER, "Forsorgshjemmet Havnen"),
    ("administration", Kind.ADMINISTRATION, "Digitalisering"),
)
_PEOPLE = (
    ("anne", "Anne-Mette Riis Dalgaard", "Socialrådgiver", Role.CASEWORKER, "psychiatry"),
    ("jonas", "Jonas Vester Thorup", "Socialrådgiver", Role.CASEWORKER, "psychiatry"),
    ("sofie", "Sofie Amdi Kjeldgaard", "Socialrådgiver", Role.CASEWORKER, "disability"),
    ("torben", "Torben Lykke Sand", "Faglig leder", Role.TEAM_LEADER, "psychiatry"),
    ("grete", "Grete Holm Bisgaard", "Faglig leder", Role.TEAM_LEADER, "disability"),
    ("bente", "Bente Skovgaard Moos", "Centerleder", Role.COMMITTEE, "committee"),
    ("palle", "Palle Nørlund Hede", "Socialchef", Role.COMMITTEE, "committee"),
    ("rikke", "Rikke Lyng Havmand", "Forstander", Role.SHELTER, "shelter"),
    ("ib", "Ib Dahl Ravnkilde", "Systemadministrator", Role.ADMINISTRATOR, "administration"),
)


@dataclass(frozen=True, slots=True)
class Provider:
    """Who a council orders help from. Shapes: `offers` are the sections of each offer, its name and places, and what it costs: per, øre."""

    key: str
    name: str
    own: bool
    offers: tuple[tuple[tuple[str, ...], str, int | None, tuple[str, int] | None], ...]


_DAY, _HOUR = DayRate.Per.DAY, DayRate.Per.HOUR
_PROVIDERS = {
    "ballerup": (
        Provider("support", "Forløbene i Lunden", True, ((("82a", "82b"), "Hold og samtaler", None, None), (("85",), "Støtte hjemme", None, (_HOUR, 48_200)))),
        Provider("place", "Botilbuddet Egekrogen", False, ((("107", "108"), "Egekrogen", 14, (_DAY, 231_400)),)),
    ),
    "randers": (
        Provider(
            "support",
            "Mestringsvejlederne ved Broen",
            True,
            ((("82a", "82b"), "Råd og vejledning", None, None), (("85",), "Mestringsvejledning", None, (_HOUR, 46_900))),
        ),
        Provider("place", "Botilbuddet Kærmarken", False, ((("107", "108"), "Kærmarken", 18, (_DAY, 224_900)),)),
        Provider("third", "Værkstedet Lågen", True, ((("103", "104"), "Træ, tekstil og køkken", 40, (_DAY, 51_200)),)),
    ),
    "rebild": (
        Provider("support", "Bostøtten Bakkely", True, ((("85",), "Støtte hjemme", None, (_HOUR, 45_800)), (("98",), "Kontaktpersoner", None, None))),
        Provider("place", "Behandlingsstedet Skovbrynet", False, ((("101",), "Døgnbehandling", 16, (_DAY, 268_000)),)),
        Provider("third", "Behandlingsstedet Nyvang", False, ((("101",), "Døgnbehandling", 12, (_DAY, 274_500)),)),
    ),
    "vejle": (
        Provider(
            "support",
            "Støtten ved Åen",
            True,
            ((("82a", "82b"), "Mestringshold", 24, None), (("85",), "Støtte hjemme", None, (_HOUR, 47_500)), (("97",), "Ledsagere", None, None)),
        ),
        Provider("place", "Botilbuddet Højgården", True, ((("107", "108"), "Højgården", 20, (_DAY, 238_700)),)),
        Provider("third", "Samtalehuset Elmely", False, ((("102",), "Samtalebehandling", 10, (_HOUR, 112_500)),)),
    ),
    "viborg": (
        Provider(
            "support",
            "Bostøtten Mølleengen",
            True,
            ((("85",), "Støtte hjemme", None, (_HOUR, 46_100)), (("104",), "Værestedet Mølleengen", 30, None), (("97",), "Ledsagere", None, None)),
        ),
        Provider("place", "Bostedet Hedelyng", False, ((("107", "108"), "Hedelyng", 16, (_DAY, 229_300)),)),
        Provider("third", "Hjemmevejlederne Kompas", False, ((("85",), "Hjemmevejledning", 35, (_HOUR, 52_400)),)),
    ),
}
"""Two or three to each council, own and others', of the kinds its document names."""
_PROVIDERS_PEOPLE = (
    ("kasper", "Kasper Lind Overby", "Støttekontaktperson", ("support",)),
    ("mette", "Mette Klint Søborg", "Socialpædagog", ("support",)),
    ("dorte", "Dorte Birk Elkjær", "Afdelingsleder", ("place",)),
    ("emil", "Emil Storm Agerholm", "Pædagog", ("place",)),
    ("lone", "Lone Vedel Brinkmann", "Faglig koordinator", ("third",)),
    ("per", "Per Rosen Tolstrup", "Vejleder", ("third",)),
    ("karla", "Karla Munk Ellegaard", "Vikar", ("support", "place")),
)
_WORKS_IN = {key: unit for key, _, _, _, unit in _PEOPLE} | {key: units[0] for key, _, _, units in _PROVIDERS_PEOPLE}


@dataclass
class House:
    """A council's house, and the day it is. `at` moves the day; `who` is somebody as they act that day; `tale` is the story being told."""

    council: str
    standard: Standard
    units: dict[str, Unit]
    people: dict[str, Employee]
    on: date = FOUNDED
    numbers: Iterator[int] = field(default_factory=lambda: count(1))
    tale: Tale | None = None
    _actors: dict[str, Actor] = field(default_factory=dict)

    @contextmanager
    def at(self, day: date, hour: int = 9) -> Iterator[date]:
        """The house lives on a day, at an hour."""
        before, self.on = self.on, day
        with clock.at(datetime.combine(day, time(hour, 0), COPENHAGEN)):
            try:
                yield day
            finally:
                self.on = before

    def who(self, key: str) -> Actor:
        """Somebody of the house as they act that day. Nobody here changes posts, so what they may is read once."""
        if key not in self._actors:
            self._actors[key] = access.actor_of(Account.objects.get(employee=self.people[key]), self.on)
        return access.moved_to(self._actors[key], self.on)

    def desk(self, key: str) -> Desk:
        """Somebody's desk: what they do, in the words of a story."""
        from stories.desk import Desk

        return Desk(self, key, self.units[_WORKS_IN[key]])

    def provider(self, key: str) -> ProviderDesk:
        """The desk of somebody who works for a provider."""
        from stories.provider_desk import ProviderDesk

        return ProviderDesk(self, key, self.units[_WORKS_IN[key]])

    def keeps_orders(self) -> None:
        """The house's round of the night: what is late, and whose appointments are broken, comes on the authority's list."""
        keep_orders(by=access.house(self.on), on=self.on)

    @property
    def town(self) -> tuple[str, str]:
        """Postal code and town."""
        return _TOWNS[self.council]

    def number(self, day: int = 99) -> str:
        """A CPR number that can't be: the ninety-ninth day of the ninety-ninth month, or another day of that month."""
        one = next(self.numbers)
        return f"{day:02}99{one // 10000 % 100:02}{one % 10000:04}"


def found(council: str) -> House:
    """Found the house: its units, its people, their roles."""
    with clock.at(datetime.combine(FOUNDED, time(8), COPENHAGEN)):
        by = access.house(FOUNDED)
        units = {key: staff.create_unit(by=by, on=FOUNDED, kind=kind, name=name, **_contact(council)) for key, kind, name in _UNITS}
        people = {}
        for key, name, title, role, where in _PEOPLE:
            people[key] = staff.employ(by=by, on=FOUNDED, name=name, username=key, title=title)
            staff.assign(people[key], by=by, on=FOUNDED, unit=units[where], role=role, since=FOUNDED)
        for one in _PROVIDERS[council]:
            units[one.key] = _provider(one, by)
        for key, name, title, where in _there(council):
            people[key] = staff.employ(by=by, on=FOUNDED, name=name, username=key, title=title, phone="99 99 20 20")
            for place in where:
                staff.assign(people[key], by=by, on=FOUNDED, unit=units[place], role=Role.PROVIDER, since=FOUNDED)
    return House(council, installation.standard_of(council, TODAY), units, people)


def _there(council: str) -> list[tuple[str, str, str, tuple[str, ...]]]:
    """Who works for the council's providers."""
    keys = {one.key for one in _PROVIDERS[council]}
    return [person for person in _PROVIDERS_PEOPLE if keys >= set(person[3])]


def _provider(one: Provider, by: Actor) -> Unit:
    """A provider with what it offers. A place to be or to stay is approved, and so is what others do; of the council's own help at home nothing is told."""
    unit = staff.create_unit(by=by, on=FOUNDED, kind=Kind.PROVIDER, name=one.name, own=one.own)
    for sections, name, places, rate in one.offers:
        known = not one.own or places is not None
        approved = {"approved": Offer.Approval.APPROVED, "approved_on": FOUNDED} if known else {"approved": Offer.Approval.UNKNOWN}
        made = register.register_offer(unit, by=by, on=FOUNDED, name=name, sections=list(sections), places=places, **approved)
        if rate:
            per, amount = rate
            register.set_rate(made, per=per, amount=amount, valid_from=date(2026, 1, 1), source="Opfundet til demoen", by=by, on=FOUNDED)
    return unit


def _contact(council: str) -> dict[str, str]:
    """How to reach the council: as its own document prints it, and invented where the document says nothing."""
    printed, (postal, town) = installation.standard_of(council, TODAY).contact, _TOWNS[council]
    hours = printed.get("opening_hours", "mandag til torsdag kl. 9–14, fredag kl. 9–12")
    return {
        "address": printed.get("address", f"Rådhustorvet 1, {postal} {town}"),
        "phone": printed.get("phone", "99 99 00 00"),
        "email": printed.get("secure_mail") or printed.get("mail", ""),
        "hours": hours[:1].lower() + hours[1:],
    }


def of_database(council: str) -> House:
    """The house as it stands in the database."""
    units = {key: Unit.objects.get(name=name) for key, _, name in _UNITS} | {one.key: Unit.objects.get(name=one.name) for one in _PROVIDERS[council]}
    people = {key: Employee.objects.get(account__username=key) for key, *_ in (*_PEOPLE, *_there(council))}
    return House(council, installation.standard_of(council, TODAY), units, people)
