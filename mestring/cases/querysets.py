"""Reads of cases. Each begins with `visible_to`."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from functools import reduce
from operator import or_
from typing import Any, Self

from django.db import models

from mestring.cases.states import ApplicationState, CaseState, DispatchState, InquiryState
from mestring.people import access
from mestring.people.access import Actor


class _Counted(models.Subquery):
    """How many rows a question has, asked once for all rows of another."""

    template = "(SELECT COUNT(*) FROM (%(subquery)s) AS counted)"
    output_field = models.IntegerField()


class CaseQuerySet(models.QuerySet[Any]):
    def visible_to(self, actor: Actor) -> Self:
        """The cases the actor has a relation to."""
        return self.filter(access.cases(actor))

    def open(self) -> Self:
        """Those that are not closed."""
        return self.filter(state=CaseState.OPEN)


class ThroughCase(models.QuerySet[Any]):
    """What belongs to a case, and is seen by those who see the case."""

    path = "case__"

    def visible_to(self, actor: Actor) -> Self:
        """What stands in cases the actor has a relation to."""
        return self.filter(access.cases(actor, self.path))

    def not_in_error(self) -> Self:
        """Without what was entered in error."""
        return self.filter(error_on=None)


class ApplicationQuerySet(ThroughCase):
    def pending(self) -> Self:
        """Those that await a decision."""
        return self.filter(state=ApplicationState.RECEIVED)


class ThroughApplication(ThroughCase):
    path = "application__case__"


class Holds(models.Manager.from_queryset(ThroughApplication)):  # type: ignore[misc]
    """Holds with the letters that tell of them, the oldest first: read with an application they are asked for once."""

    def get_queryset(self) -> ThroughApplication:
        found: ThroughApplication = super().get_queryset()
        return found.select_related("letter").order_by("pk")


class DispatchQuerySet(ThroughCase):
    path = "letter__case__"

    def ready(self, now: datetime) -> Self:
        """Those that may leave the house: queued, and past their recall window."""
        return self.filter(state=DispatchState.QUEUED, not_before__lte=now)


class InquiryQuerySet(models.QuerySet[Any]):
    def visible_to(self, actor: Actor) -> Self:
        """Those of a unit where the actor works."""
        return self.filter(access.of_units(actor, "unit", "citizen"))

    def open(self) -> Self:
        """Those without an end."""
        return self.filter(state=InquiryState.OPEN)


class AnonymousInquiryQuerySet(models.QuerySet[Any]):
    def visible_to(self, actor: Actor) -> Self:
        """Those of a unit where the actor works."""
        return self.filter(access.of_units(actor, "unit"))

    def open(self) -> Self:
        """Those without an end."""
        return self.filter(state=InquiryState.OPEN)


class PublishedDeadlineQuerySet(models.QuerySet[Any]):
    def standing(self, council: str, section: str = "") -> Self:
        """A council's rows that have not been corrected, under one section or all, the latest first."""
        found = self.filter(council=council, replaced_by=None).exclude(number=None)
        return (found.filter(section=section) if section else found).select_related("written_by").order_by("-valid_from", "-pk")

    def in_force(self, council: str, section: str, on: date) -> Any:
        """The row that holds for what is received on a day, or None."""
        return self.standing(council, section).filter(valid_from__lte=on).first()


class DueQuerySet(models.QuerySet[Any]):
    def visible_to(self, actor: Actor) -> Self:
        """What is due in the actor's teams, and what the actor is responsible for, less what concerns themself or a relative."""
        return self.filter(access.work(actor))

    def nearest(self, parts: Sequence[models.Q], most: int) -> Self:
        """The rows of any of the parts, at most so many of the soonest of each: each part is read in the order of its own index, however many rows there are."""
        if len(parts) == 1:
            return self.filter(*parts)
        soonest = (models.Q(pk__in=self.filter(part).soonest_first().values("pk")[:most]) for part in parts)
        return self.filter(reduce(or_, soonest, models.Q(pk__in=())))

    def waiting(self) -> Self:
        """Not done yet."""
        return self.filter(done_on=None)

    def late(self, on: date) -> Self:
        """Past its day."""
        return self.filter(on__lt=on)

    def until_sunday(self, on: date) -> Self:
        """Over already, or due before the week of the day is out."""
        return self.filter(on__lte=on + timedelta(days=6 - on.weekday()))

    def soonest_first(self) -> Self:
        """By day; what has no day comes last."""
        return self.order_by(models.F("on").asc(nulls_last=True), "pk")

    def of_section(self, section: str) -> Self:
        """Those under a section."""
        return self.filter(section=section)

    def with_counts(self, on: date, most: int) -> Self:
        """With how many there are of them, on each row: over their day, until that day, until its week is out, and altogether; at most so many are counted."""
        wanted = {"late": self.late(on), "today": self.filter(on__lte=on), "week": self.until_sunday(on), "all": self}
        return self.annotate(**{f"count_{name}": _Counted(rows.order_by().values("pk")[:most]) for name, rows in wanted.items()})

    def with_names(self) -> Self:
        """With what a line of the list shows."""
        return self.select_related("case", "citizen")
