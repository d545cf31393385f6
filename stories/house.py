"""The municipality a story happens in: its units and the people who work there. Everybody is invented."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, time
from itertools import count
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from mestring.audit import clock
from mestring.people import access
from mestring.people.access import Actor
from mestring.people.actions import employee as staff
from mestring.people.models import Account, Assignment, Employee, Unit
from mestring.rules.rulebook import Standard
from mestring.web.shell import installation

if TYPE_CHECKING:
    from stories.desk import Desk
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
_WORKS_IN = {key: unit for key, _, _, _, unit in _PEOPLE}


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
    return House(council, installation.standard_of(council, TODAY), units, people)


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
    units = {key: Unit.objects.get(name=name) for key, _, name in _UNITS}
    people = {key: Employee.objects.get(account__username=key) for key, *_ in _PEOPLE}
    return House(council, installation.standard_of(council, TODAY), units, people)
