"""*Mit arbejde*: what is due, the nearest first, with why and what next."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.db.models import Q
from django.urls import reverse

from mestring.cases.models import Due
from mestring.people.access import Actor
from mestring.people.models import Assignment, Employee
from mestring.rules.rulebook import open_library
from mestring.web.components import fields, lists, traces
from mestring.web.components.forms import Filter
from mestring.web.components.lists import BulkChoice, Tab, Tag, WorkGroup, WorkRow

ROWS = 50
COUNTED = 1000
"""How many rows are counted, at most: what is more is said to be more."""
FOLLOWED = {
    Due.Kind.FOLLOW_UP: "caseworker:follow_up",
    Due.Kind.PEER_REVIEW: "caseworker:peer_review",
    Due.Kind.RATE: "caseworker:rate_assessment",
    Due.Kind.ENDING: "caseworker:follow_up",
    Due.Kind.COURSE: "caseworker:course",
}
"""Where what is owed of a grant, or of a course, is held."""
ORDERS = {
    Due.Kind.UNORDERED: "caseworker:place_order",
    Due.Kind.ORDER: "caseworker:order",
    Due.Kind.STATUS: "caseworker:status_note",
    Due.Kind.CHANGE: "caseworker:change_report",
    Due.Kind.HOURS: "caseworker:hour_bank",
}
"""Where what has to do with an order is done."""
WHOSE = {"mig": "Mine", "team": "Teamets", "ingen": "Uden ansvarlig"}


def _sections() -> list[tuple[str, str]]:
    return [(section.id, section.sign) for section in open_library().sections.values() if section.applied_for]


class WorkFilter(Filter):
    """Which of the work list's rows to show."""

    paragraf = fields.Choice("Paragraf", _sections, required=False, blank="Alle")
    slags = fields.Choice("Slags", [(kind.value, kind.label) for kind in Due.Kind], required=False, blank="Alle")
    naar = fields.Choice("Frist", [("over", "Overskredet"), ("uge", "Til og med denne uge")], required=False, blank="Alle")


@dataclass(frozen=True)
class WorkPage:
    """Shapes: `counted` is how many rows the filter leaves, `more` that there are still more than were counted."""

    groups: list[WorkGroup]
    tabs: list[Tab]
    filter: Filter
    counted: int
    more: bool
    shown: int
    page: int
    next_page: str
    previous_page: str
    bulk: BulkChoice | None
    things: list[Due]


def build(actor: Actor, on: date, *, whose: str, chosen: WorkFilter, page: int) -> WorkPage:
    """The page, in one question to the database however many cases there are, and one more where cases can be given away."""
    whose = whose if whose in WHOSE else ("mig" if actor.teams else "team")
    rows = Due.objects.visible_to(actor).waiting()
    given = {name: values[0] for name, values in chosen.given.items()}
    if section := given.get("paragraf"):
        rows = rows.of_section(section)
    if kind := given.get("slags"):
        rows = rows.filter(kind=kind)
    if given.get("naar") == "over":
        rows = rows.late(on)
    elif given.get("naar") == "uge":
        rows = rows.until_sunday(on)
    most = max(COUNTED, page * ROWS) + 1
    rows = rows.nearest(parts(actor, whose), most)
    found = list(rows.with_counts(on, most).with_names().soonest_first()[(page - 1) * ROWS : page * ROWS])
    totals = _totals(found[0]) if found else {"all": 0}
    counted = min(totals["all"], COUNTED)
    more = totals["all"] > counted
    query = {"hvem": whose, **given}
    return WorkPage(
        groups=lists.grouped([_row(one, on) for one in found], totals),
        tabs=[Tab(text, f"?{urlencode({**query, 'hvem': key})}", current=key == whose) for key, text in WHOSE.items()],
        filter=chosen,
        counted=counted,
        more=more,
        shown=len(found),
        page=page,
        next_page=f"?{urlencode({**query, 'side': page + 1})}" if page * ROWS < totals["all"] else "",
        previous_page=f"?{urlencode({**query, 'side': page - 1})}" if page > 1 else "",
        bulk=BulkChoice("Giv de valgte til", "responsible", colleagues(actor, on), "Se, hvem der får hvad") if whose != "mig" or actor.leads else None,
        things=found,
    )


def parts(actor: Actor, whose: str) -> list[Q]:
    """What the list is put together of, each part with an index of its own: a caseworker's own rows, and those of each team."""
    units = sorted({*actor.teams, *actor.leads})
    if whose == "mig":
        return [Q(responsible=actor.employee, leader=False), *(Q(team=unit, leader=True) for unit in actor.leads)]
    if whose == "ingen":
        return [Q(team=unit, responsible=None, leader=False) for unit in units]
    return [Q(team=unit) for unit in units]


def _totals(one: Any) -> dict[str, int]:
    """How many there are of each shape, as every row of the list knows."""
    late, today, week, known = one.count_late, one.count_today, one.count_week, one.count_all
    return {"late": late, "today": today - late, "week": week - today, "later": known - week, "all": known}


def colleagues(actor: Actor, on: date) -> list[tuple[str, str]]:
    """The caseworkers of the actor's teams, to give a case to."""
    units = {*actor.teams, *actor.leads}
    held = Assignment.objects.holding(on).filter(unit__in=units, role=Assignment.Role.CASEWORKER).values("employee")
    return [(str(one.public_id), one.name) for one in Employee.objects.filter(pk__in=held).order_by("name")]


def _row(one: Due, on: date) -> WorkRow:
    citizen = one.citizen
    tags = [Tag("Beskyttet", "late", "lock")] if citizen and citizen.is_protected(on) else []
    if citizen and citizen.died_on:
        tags.append(Tag("Død", "late"))
    if one.waits:
        tags.append(Tag("På pause" if one.kind == Due.Kind.APPLICATION else "Afventer", "soon"))
    if one.responsible_id is None and not one.leader:
        tags.append(Tag("Ingen ansvarlig", "soon"))
    about = [f"Sag {one.case.number}" if one.case else "Henvendelse"]
    if citizen and (age := citizen.age(on)) is not None:
        about.append(f"{age} år")
    return WorkRow(
        id=str(one.case.public_id) if one.case else str(one.thing),
        due=lists.due(one.on, on) if one.on else lists.no_day(on),
        who=citizen.name if citizen else "Ukendt borger",
        who_address=address_of(one),
        what=one.what,
        next_step=one.next,
        next_address=next_address(one),
        about=" · ".join(about),
        tags=tags,
        why=one.source,
        steps=traces.steps(one.why),
    )


def address_of(one: Due) -> str:
    """The page of what the row stands under."""
    if one.case:
        return _address("caseworker:case", one.case.public_id)
    return _address("caseworker:inquiry", one.thing)


def next_address(one: Due) -> str:
    """Where the next step is taken."""
    if one.case and one.kind == Due.Kind.APPLICATION and one.citizen and one.citizen.died_on:
        return _address("caseworker:end_application", one.case.public_id, one.thing)
    if one.case and one.kind == Due.Kind.GRANT:
        return _address("caseworker:close_grant", one.case.public_id, one.thing)
    if one.case and one.kind in FOLLOWED:
        return _address(FOLLOWED[Due.Kind(one.kind)], one.case.public_id, one.thing)
    if one.case and one.kind in (Due.Kind.APPLICATION, Due.Kind.DELAY):
        return _address("caseworker:application", one.case.public_id, one.thing)
    if one.case and one.kind == Due.Kind.REQUEST:
        return _address("caseworker:request", one.case.public_id, one.thing)
    if one.case and one.kind == Due.Kind.REFERRAL:
        return _address("caseworker:decide", one.case.public_id, one.thing)
    if one.kind == Due.Kind.REVIEW:
        return _address("team_leader:review_glass", one.thing)
    if one.case and one.kind == Due.Kind.ASSIGN:
        return _address("caseworker:assign_case", one.case.public_id)
    if one.case and one.kind in ORDERS:
        return _address(ORDERS[Due.Kind(one.kind)], one.case.public_id, one.thing)
    if one.case and one.kind == Due.Kind.PLAN:
        return _address("caseworker:plan", one.case.public_id, one.thing)
    if one.case and one.kind == Due.Kind.COMPLAINT:
        return _address("caseworker:complaint", one.case.public_id, one.thing)
    if one.case and one.kind == Due.Kind.INQUIRY:
        return _address("caseworker:place_open_order", one.case.public_id, one.section)
    return address_of(one)


@lru_cache(maxsize=4096)
def _address(route: str, *ids: UUID | str) -> str:
    """An address never changes while the process lives, and a list is read again and again."""
    return reverse(route, args=ids)
