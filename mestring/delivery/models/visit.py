"""What was planned and what was delivered: visits, and groups that meet."""

from __future__ import annotations

import uuid
from datetime import date

from django.db import models
from django.db.models import Q

from mestring.delivery import querysets
from mestring.delivery.states import SESSION_MOVES, VISIT_MOVES, SessionState, VisitState


class Form(models.TextChoices):
    """Where a visit is held (kontaktform)."""

    HOME = "home", "Hjemme"
    OFFICE = "office", "Hos os"
    PHONE = "phone", "Telefon"
    ONLINE = "online", "Online"
    OUT = "out", "Ude"
    GROUP = "group", "Hold"


class Group(models.Model):
    """Citizens a provider meets together (hold). Shapes: `meetings` is how many times it is meant to meet, when that is set."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    unit = models.ForeignKey("people.Unit", models.PROTECT, related_name="+")
    name = models.CharField(max_length=120)
    section = models.CharField(max_length=10)
    place = models.CharField(max_length=120, blank=True)
    meetings = models.PositiveSmallIntegerField(null=True, blank=True)
    made_on = models.DateField()
    closed_on = models.DateField(null=True, blank=True)

    objects = querysets.OfProvider.as_manager()

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(name=""), name="group_has_a_name")]

    def __str__(self) -> str:
        return self.name


class Membership(models.Model):
    """That a citizen is in a group by an order, from day to day (deltager på hold). `until` is the last day."""

    group = models.ForeignKey(Group, models.PROTECT, related_name="memberships")
    order = models.ForeignKey("delivery.Order", models.PROTECT, related_name="+")
    since = models.DateField()
    until = models.DateField(null=True, blank=True)

    objects = querysets.MembershipQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["group", "order"], condition=Q(until=None), name="membership_once")]

    def __str__(self) -> str:
        return str(self.pk)


class GroupSession(models.Model):
    """One time a group meets (mødegang). Unit: `minutes`."""

    MOVES = SESSION_MOVES

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    group = models.ForeignKey(Group, models.PROTECT, related_name="sessions")
    day = models.DateField()
    at = models.TimeField()
    minutes = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=10, choices=SessionState, default=SessionState.PLANNED)
    registered_on = models.DateField(null=True, blank=True)
    registered_by = models.ForeignKey("people.Employee", models.PROTECT, related_name="+", null=True, blank=True)

    objects = querysets.SessionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["group", "day", "at"], name="session_once"),
            models.CheckConstraint(condition=Q(minutes__gte=1, minutes__lte=1440), name="session_has_minutes"),
        ]
        indexes = [models.Index(fields=["group", "day"], name="session_day")]

    def __str__(self) -> str:
        return str(self.public_id)


class Visit(models.Model):
    """Time with a citizen by an order, planned, held or come to nothing (kontakt). Never changed once it is registered; one entered in error is marked so.

    Shapes: `day` is the day it was planned for or held; `planned` the minutes it was planned to last, none when it was not planned; `minutes` those spent face to face (ATA),
    0 when it was not held; `session` is the group's meeting it belongs to; `worker` is who is to hold it, whose day it stands in.
    """

    MOVES = VISIT_MOVES

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    order = models.ForeignKey("delivery.Order", models.PROTECT, related_name="+")
    session = models.ForeignKey(GroupSession, models.PROTECT, related_name="visits", null=True, blank=True)
    day = models.DateField()
    at = models.TimeField(null=True, blank=True)
    planned = models.PositiveSmallIntegerField(null=True, blank=True)
    form = models.CharField(max_length=8, choices=Form)
    state = models.CharField(max_length=12, choices=VisitState, default=VisitState.PLANNED)
    minutes = models.PositiveSmallIntegerField(default=0)
    note = models.TextField(blank=True)
    worker = models.ForeignKey("people.Employee", models.PROTECT, related_name="+", null=True, blank=True)
    planned_by = models.ForeignKey("people.Employee", models.PROTECT, related_name="+", null=True, blank=True)
    registered_on = models.DateField(null=True, blank=True)
    registered_by = models.ForeignKey("people.Employee", models.PROTECT, related_name="+", null=True, blank=True)
    error_on = models.DateField(null=True, blank=True)
    error_because = models.TextField(blank=True)

    objects = querysets.VisitQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state="held", minutes__gte=1, minutes__lte=1440) | ~Q(state="held") & Q(minutes=0), name="visit_held_has_minutes"
            ),
            models.CheckConstraint(
                condition=Q(state="planned", registered_on=None) | ~Q(state="planned") & Q(registered_on__isnull=False), name="visit_registered_has_a_day"
            ),
            models.CheckConstraint(condition=Q(error_on=None) | ~Q(error_because=""), name="visit_in_error_says_why"),
            models.UniqueConstraint(fields=["order", "session"], condition=Q(session__isnull=False, error_on=None), name="visit_once_a_session"),
        ]
        indexes = [models.Index(fields=["order", "day"], name="visit_order"), models.Index(fields=["session"], name="visit_session")]

    def __str__(self) -> str:
        return str(self.public_id)

    @property
    def is_planned(self) -> bool:
        """Whether nobody has said how it went."""
        return self.state == VisitState.PLANNED

    def is_past(self, on: date) -> bool:
        """Whether its day has come."""
        return self.day <= on


class VisitGoal(models.Model):
    """A goal a visit is about (det, der blev arbejdet med)."""

    visit = models.ForeignKey(Visit, models.PROTECT, related_name="visit_goals")
    goal = models.ForeignKey("delivery.Goal", models.PROTECT, related_name="+")

    objects = querysets.ThroughVisit.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["visit", "goal"], name="visit_goal_once")]

    def __str__(self) -> str:
        return str(self.pk)
