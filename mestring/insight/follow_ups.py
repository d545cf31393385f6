"""How follow-ups are kept: by section, how many should have been held, how many were in time, and how late the others are or were."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from django.db.models.functions import Coalesce

from mestring.cases.models import Due
from mestring.followups.models import FollowUp, Kind
from mestring.people.access import Actor
from mestring.rules.period import add_months
from mestring.rules.rulebook import open_library

MONTHS = 3
OWED = (Due.Kind.FOLLOW_UP, Due.Kind.COURSE)
"""What stands on the list until it is followed up: a grant, or a course nobody had to decide."""
MOST = 5_000
"""Rows read, at most: a team has some hundreds in three months."""


@dataclass(frozen=True, slots=True)
class Kept:
    """Follow-ups under one section that should have been held in the last three months.

    Shapes: `owed` are all of them, `kept` those held by the day they should, `open` those not held yet. Unit: `late_days` is the average over those that were not kept, none when all were.
    """

    section: str
    owed: int
    kept: int
    open: int
    late_days: int | None

    @property
    def percent(self) -> int:
        """Whole percent, rounded down: 99,6 is not all."""
        return self.kept * 100 // self.owed


def kept_by_section(actor: Actor, on: date) -> list[Kept]:
    """The leader's teams, by section. What was agreed to be later counts by the day agreed; what should have been held and has not counts as not kept."""
    begins = add_months(on, -MONTHS)
    held = (
        FollowUp.objects.visible_to(actor)
        .not_in_error()
        .filter(kind=Kind.FOLLOW_UP, case__team__in=actor.leads)
        .annotate(by=Coalesce("promised_on", "due_on"), section=Coalesce("grant__section", "order__section"))
        .filter(by__gte=begins, by__lte=on)
        .values_list("section", "by", "held_on")
    )
    waiting = Due.objects.visible_to(actor).waiting().filter(kind__in=OWED, team__in=actor.leads, on__gte=begins, on__lt=on).values_list("section", "on")
    late: dict[str, list[int]] = defaultdict(list)
    opened: dict[str, int] = defaultdict(int)
    for section, by, day in held[:MOST]:
        late[section].append(max((day - by).days, 0))
    for section, by in waiting[:MOST]:
        late[section].append((on - by).days)
        opened[section] += 1
    order = list(open_library().sections)
    return [_kept(section, late[section], opened[section]) for section in sorted(late, key=order.index)]


def _kept(section: str, days: list[int], still_open: int) -> Kept:
    over = [one for one in days if one]
    return Kept(section, len(days), len(days) - len(over), still_open, round(sum(over) / len(over)) if over else None)


def long_overdue(actor: Actor, on: date) -> int:
    """How many should have been held more than three months ago, and have not."""
    rows = Due.objects.visible_to(actor).waiting().filter(kind__in=OWED, team__in=actor.leads, on__lt=add_months(on, -MONTHS))
    return int(rows.count())
