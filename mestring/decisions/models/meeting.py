"""The committee that decides the larger cases."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q

from mestring.cases.querysets import ThroughApplication
from mestring.decisions.querysets import AgendaQuerySet, MeetingQuerySet
from mestring.decisions.states import ITEM_MOVES, MEETING_MOVES, ItemState, MeetingState


class Meeting(models.Model):
    """A meeting of the committee (visitationsudvalgets møde).

    Shapes: `present` are those who took part; who left for one case stands on its item.
    Source: the standard, as Viborg 2020 section 1.4.
    """

    MOVES = MEETING_MOVES

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    committee = models.ForeignKey("people.Unit", models.PROTECT, related_name="+")
    day = models.DateField()
    starts = models.TimeField(null=True, blank=True)
    place = models.CharField(max_length=120, blank=True)
    present = models.ManyToManyField("people.Employee", related_name="+", blank=True)
    state = models.CharField(max_length=8, choices=MeetingState, default=MeetingState.PLANNED)
    minutes = models.TextField(blank=True)
    closed_on = models.DateField(null=True, blank=True)

    objects = MeetingQuerySet.as_manager()

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(state=MeetingState.CLOSED) | Q(closed_on__isnull=False), name="meeting_closed_has_a_day")]
        indexes = [models.Index(fields=["committee", "-day"], name="meeting_committee")]

    def __str__(self) -> str:
        return str(self.public_id)


class AgendaItem(models.Model):
    """A case on a meeting's agenda (punkt på dagsordenen). While it is there, and four weeks after the meeting, the committee's members see the case.

    Shapes: `minutes` is what the minutes say of it, and why when it was postponed or taken off.
    """

    MOVES = ITEM_MOVES

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="items")
    application = models.ForeignKey("cases.Application", models.PROTECT, related_name="+")
    relation = models.ForeignKey("people.Relation", models.PROTECT, related_name="+")
    order = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=10, choices=ItemState, default=ItemState.WAITING)
    minutes = models.TextField(blank=True)
    decision = models.OneToOneField("decisions.Decision", models.PROTECT, related_name="item", null=True, blank=True)

    objects = AgendaQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["application"], condition=Q(state=ItemState.WAITING), name="application_on_one_agenda"),
            models.CheckConstraint(condition=~Q(state=ItemState.DECIDED) | Q(decision__isnull=False), name="item_decided_with_a_decision"),
        ]
        indexes = [models.Index(fields=["meeting", "order"], name="item_order")]

    def __str__(self) -> str:
        return str(self.public_id)


class Disqualified(models.Model):
    """A member who left the meeting for one case (inhabil), and why.

    Source: FVL §§ 3–6.
    """

    item = models.ForeignKey(AgendaItem, models.PROTECT, related_name="disqualified")
    employee = models.ForeignKey("people.Employee", models.PROTECT, related_name="+")
    reason = models.CharField(max_length=200)

    class OfItem(ThroughApplication):
        path = "item__application__case__"

    objects = OfItem.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["item", "employee"], name="disqualified_once")]

    def __str__(self) -> str:
        return str(self.pk)
