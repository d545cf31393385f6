"""How the published deadlines are kept, what stands still, and how much each has to do: the leader's figures, none without its whole."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, F, Max, Q
from django.db.models.functions import TruncMonth
from django.utils import timezone

from mestring.audit.models import Entry
from mestring.cases.models import Application, Due
from mestring.cases.states import ApplicationState
from mestring.people.access import Actor
from mestring.people.models import Employee
from mestring.rules.kinds import Deadline
from mestring.rules.period import add_months
from mestring.rules.rulebook import open_library

PROPOSED_GOAL = 90
"""Percent, where the council's own document names no goal: proposed by the house, and said to be so."""
MONTHS = 6
STUCK_AFTER = 30
"""Days without anybody doing anything in the case."""
LOOKED_THROUGH = 300
NOBODY = "Uden ansvarlig"
"""What stands in the name's place for what nobody has."""
SOON = 30
"""Days ahead that count as near in the spread of work."""


@dataclass(frozen=True, slots=True)
class Goal:
    """How many of the published deadlines are to be kept. Unit: percent. `source` is the sentence that says so, empty when none does."""

    percent: int
    source: str = ""


def goal(standard: str) -> Goal:
    """The goal of a council's standard, else the house's proposal. Raises: KeyError."""
    for entry in open_library().standard(standard).entries:
        if isinstance(entry.rule, Deadline) and entry.rule.goal:
            return Goal(int(entry.rule.goal.removesuffix("%").strip()), entry.source.label())
    return Goal(PROPOSED_GOAL)


@dataclass(frozen=True, slots=True)
class Month:
    """What was answered in one month, or should have been: how many, and how many of them by the deadline first promised.

    Shapes: `open` are those whose day passed in the month without an answer yet. They are part of `all`, and never kept.
    """

    first: date
    kept: int
    all: int
    open: int = 0


@dataclass(frozen=True, slots=True)
class Load:
    """What one caseworker has: how many cases something is due in, how many things that is, those past their day, and those due within thirty days."""

    name: str
    cases: int
    open: int
    late: int
    soon: int


def _promised(units: Sequence[int], state: ApplicationState) -> Any:
    return Application.objects.filter(case__team__in=units, state=state, promised__isnull=False)


def kept_by_month(actor: Actor, on: date) -> list[Month]:
    """The last six months, the oldest first. Only what had a published deadline counts; what is past it without an answer counts as not kept, in the month the day passed."""
    begins = add_months(on.replace(day=1), -(MONTHS - 1))
    rows = (
        _promised(actor.leads, ApplicationState.DECIDED)
        .filter(ended_on__gte=begins, ended_on__lte=on)
        .annotate(month=TruncMonth("ended_on"))
        .values("month")
        .annotate(all=Count("pk"), kept=Count("pk", filter=Q(ended_on__lte=F("promised"))))
    )
    by_month = {row["month"]: row for row in rows}
    past = _promised(actor.leads, ApplicationState.RECEIVED).filter(promised__gte=begins, promised__lt=on)
    open_in = dict(past.annotate(month=TruncMonth("promised")).values_list("month").annotate(all=Count("pk")))
    months = [add_months(begins, number) for number in range(MONTHS)]
    return [_month(month, by_month.get(month, {}), open_in.get(month, 0)) for month in months]


def _month(first: date, decided: dict[str, Any], still_open: int) -> Month:
    return Month(first, decided.get("kept", 0), decided.get("all", 0) + still_open, still_open)


def open_past_deadline(actor: Actor, on: date) -> int:
    """How many applications of the leader's teams are past the deadline first promised without an answer, however long ago."""
    return int(_promised(actor.leads, ApplicationState.RECEIVED).filter(promised__lt=on).count())


@dataclass(frozen=True, slots=True)
class Stuck:
    """An application that stands still, and since when."""

    application: Application
    since: date


def stuck(actor: Actor, on: date, most: int = 20) -> list[Stuck]:
    """Applications awaiting a decision in whose case nobody has done anything for a month, the longest first. The oldest hundreds are looked through."""
    quiet = on - timedelta(days=STUCK_AFTER)
    rows = Application.objects.visible_to(actor).pending().filter(case__team__in=actor.leads, received_on__lt=quiet)
    found = list(rows.select_related("case__citizen", "case__responsible").order_by("received_on", "pk")[:LOOKED_THROUGH])
    last = Entry.objects.filter(case__in={str(one.case.public_id) for one in found}).values("case").annotate(at=Max("at"))
    days = {row["case"]: timezone.localdate(row["at"]) for row in last}
    still = [Stuck(one, days.get(str(one.case.public_id), one.received_on)) for one in found]
    return sorted((one for one in still if one.since < quiet), key=lambda one: one.since)[:most]


def loads(actor: Actor, on: date) -> list[Load]:
    """What each caseworker of the leader's teams has to do; what nobody has stands last."""
    month = on + timedelta(days=SOON)
    rows = (
        Due.objects.visible_to(actor)
        .waiting()
        .filter(team__in=actor.leads, leader=False)
        .values("responsible")
        .annotate(
            cases=Count("case", distinct=True),
            all=Count("pk"),
            late=Count("pk", filter=Q(on__lt=on)),
            soon=Count("pk", filter=Q(on__gte=on, on__lte=month)),
        )
    )
    found = {row["responsible"]: row for row in rows}
    names = dict(Employee.objects.filter(pk__in=[key for key in found if key]).values_list("pk", "name"))
    made = [Load(names.get(key, NOBODY), row["cases"], row["all"], row["late"], row["soon"]) for key, row in found.items()]
    return sorted(made, key=lambda one: (one.name == NOBODY, one.name))
