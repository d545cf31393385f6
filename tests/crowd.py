"""Three hundred people whom nobody in the world may see: the case of one, which was made by acts, told again for each of them with tokens of their own.

What is made by acts is the one whose rows are read here (`foreign`), the team they belong to, its caseworker, and the committee. The three hundred are rows: each row of that
case, and of whoever it is about, is written again, with every token in it changed for a new one, in the team that nobody of the world stands in.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Iterable
from typing import Any
from uuid import uuid4

from django.apps import apps
from django.db import models

from mestring.audit import clock
from mestring.delivery.models import Order
from mestring.people import names
from mestring.people.models import Citizen, Employee, NamePart, Relation, Unit
from tests import given
from tests.decisions import given_decision as known
from tests.world import MORNING, TODAY, World

PEOPLE = 300
OWNER = "crowd"
PROTECTED = (
    "people.citizen",
    "people.representation",
    "people.consent",
    "cases.",
    "assessments.",
    "decisions.",
    "followups.",
    "complaints.",
    "delivery.",
)
Row = tuple[type[models.Model], Any]


def protected() -> list[type[models.Model]]:
    """The tables that hold what is somebody's own."""
    return [one for one in apps.get_models() if one.__module__.startswith("mestring.") and one._meta.label_lower.startswith(PROTECTED)]


def _links(model: type[models.Model]) -> list[Any]:
    return [one for one in model._meta.concrete_fields if one.remote_field]


def _of(citizen: Citizen) -> dict[Row, models.Model]:
    """The citizen and every row that leads to them, over any number of steps."""
    found: dict[Row, models.Model] = {(Citizen, citizen.pk): citizen}
    rows = {(model, row.pk): row for model in protected() for row in model._base_manager.all()}
    while True:
        more = {
            key: row
            for key, row in rows.items()
            if key not in found and any((link.remote_field.model, getattr(row, link.attname)) in found for link in _links(key[0]))
        }
        if not more:
            return found
        found |= more


def _in_order(rows: dict[Row, models.Model]) -> list[Row]:
    """Each after those it points at."""
    ordered: dict[Row, None] = {}

    def put(key: Row) -> None:
        if key in ordered:
            return
        for link in _links(key[0]):
            target = (link.remote_field.model, getattr(rows[key], link.attname))
            if target in rows and target != key:
                put(target)
        ordered[key] = None

    for key in rows:
        put(key)
    return list(ordered)


class _Copies:
    """One of the crowd: a new token for each that stands in the rows."""

    def __init__(self, world: World, rows: Iterable[models.Model]) -> None:
        self.world = world
        said = "\n".join(str(getattr(row, one.attname)) for row in rows for one in row._meta.concrete_fields)
        self.found = {token.text: token for token in world.canaries.within(said)}
        self.pattern = re.compile("|".join(sorted(map(re.escape, self.found), key=len, reverse=True)))

    def words(self) -> dict[str, str]:
        """A new token for each."""
        new = self.world.canaries
        made = {}
        for text, token in self.found.items():
            if token.field == "case.number":
                made[text] = new.take(f"{text[:3]}{90000 - len(new.tokens) % 80000:05}", OWNER, token.field)
            elif text.isdigit():
                made[text] = new.digits(OWNER, token.field, text[:4] + "{:0" + str(len(text) - 4) + "}")
            else:
                made[text] = new.new(OWNER, token.field)
        return made

    def told(self, value: Any, words: dict[str, str]) -> Any:
        """The same value with the new tokens."""
        if isinstance(value, str):
            return self.pattern.sub(lambda found: words[found[0]], value)
        if isinstance(value, dict):
            return {self.told(key, words): self.told(one, words) for key, one in value.items()}
        return [self.told(one, words) for one in value] if isinstance(value, list) else value


def gather(world: World, people: int = PEOPLE) -> None:
    """Put the crowd beside the world that stands."""
    with clock.at(MORNING):
        _gather(world, people)


def _gather(world: World, people: int) -> None:
    team, committee = given.unit("Et tredje team"), given.unit("Et andet udvalg", Unit.Kind.COMMITTEE)
    by = given.caseworker(team, "Tora Tredje")
    foreigner = world.citizens["foreigner"]
    rows = _of(foreigner)
    # The right to see an order leads to nobody; it is the order's own, and is told again with it.
    orders = [row for (model, _), row in rows.items() if model is Order]
    rows |= {(Relation, one.relation_id): one.relation for one in orders}
    case = world.cases["foreign"]
    case.refresh_from_db()
    apart: dict[Row, Any] = {
        (Unit, case.team_id): team.pk,
        (Employee, case.responsible_id): by.employee,
        **{(Unit, one.unit_id): given.unit("Et fjerde sted", Unit.Kind.PROVIDER).pk for one in orders},
        (Unit, world.own["meeting"].committee_id): committee.pk,
        (type(world.own["meeting"]), world.own["meeting"].pk): known.meeting(committee, by, day=TODAY).pk,
    }
    copies = _Copies(world, rows.values())
    words = [copies.words() for _ in range(people)]
    new: dict[Row, list[Any]] = {}
    public: dict[str, list[Any]] = {str(row.public_id): [uuid4() for _ in range(people)] for row in rows.values() if getattr(row, "public_id", None)}
    for key in _in_order(rows):
        model, row = key[0], rows[key]
        made = [_again(row, number, copies, words[number], new, apart, public) for number in range(people)]
        new[key] = [one.pk for one in model._base_manager.bulk_create(made)]
        if model is Citizen:
            NamePart.objects.bulk_create(NamePart(citizen=one, part=part) for one in made for part in sorted(names.parts(one.name)))


def _again(
    row: Any, number: int, copies: _Copies, words: dict[str, str], new: dict[Row, list[Any]], apart: dict[Row, Any], public: dict[str, list[Any]]
) -> Any:
    made = copy.copy(row)
    made._state = copy.copy(row._state)
    made.pk, made._state.adding, made._state.fields_cache = None, True, {}
    for one in row._meta.concrete_fields:
        value = getattr(row, one.attname)
        if one.primary_key or value in (None, ""):
            continue
        if one.remote_field:
            target = (one.remote_field.model, value)
            setattr(made, one.attname, new[target][number] if target in new else apart.get(target, value))
        elif isinstance(one, models.UUIDField):
            setattr(made, one.attname, public[str(value)][number] if str(value) in public else (uuid4() if one.unique else value))
        else:
            setattr(made, one.attname, copies.told(value, words))
    return made
