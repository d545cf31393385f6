"""The decision, which is written once, and the help it opens."""

from __future__ import annotations

import uuid
from datetime import date
from typing import Any, NoReturn

from django.db import models
from django.db.models import F, Q

from mestring.cases.states import DispatchState, LetterState
from mestring.decisions.models.choice import Choice, Outcome, Unit
from mestring.decisions.querysets import DecisionQuerySet, GrantQuerySet
from mestring.decisions.states import DECISION_MOVES, DecisionState


class WrittenOnce(RuntimeError):
    """Something tried to change a decision. It is corrected by a new one."""


class Decision(Choice):
    """A binding answer about one section (afgørelse).

    Written once: a fault is mended by a new decision that `replaces` it. Only what tells of its sending is filled in afterwards, each field once; a letter that was taken
    back before it left gives way to another.
    Shapes: `applied_for` is what was asked, in the application's words; `standard`, `edition` and `hash` pin the document it was held up against, `findings` what that
    said; `told_on` is the day it was said, `sent_on` the day the letter was handed to the outbox, `received_on` the day law counts the letter as received.
    Source: FVL §§ 2, 22–25; RSL § 5; SEL § 3 a for `effect_on`.
    """

    class Capacity(models.TextChoices):
        CASEWORKER = "caseworker", "Sagsbehandler"
        COMMITTEE = "committee", "Visitationsudvalg"
        LEADER = "leader", "Leder"
        SHELTER = "shelter_leader", "Leder af boformen"

    class How(models.TextChoices):
        ORAL = "oral", "Mundtligt"
        WRITTEN = "written", "På skrift"

    MOVES = DECISION_MOVES
    FILLED_IN_LATER = frozenset({"state", "letter", "told_on", "told_how", "sent_on", "received_on", "communicated_on", "communicated_how"})

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    application = models.ForeignKey("cases.Application", models.PROTECT, related_name="+")
    replaces = models.OneToOneField("self", models.PROTECT, related_name="replaced_by", null=True, blank=True)
    replaces_because = models.TextField(blank=True)
    section = models.CharField(max_length=10)
    applied_for = models.TextField()
    capacity = models.CharField(max_length=16, choices=Capacity)
    decided_by = models.ForeignKey("people.Employee", models.PROTECT, related_name="+")
    meeting = models.ForeignKey("decisions.Meeting", models.PROTECT, related_name="decisions", null=True, blank=True)
    decided_on = models.DateField()
    competence = models.CharField(max_length=300, blank=True)
    complaint_right = models.BooleanField()
    complaint_source = models.CharField(max_length=300)
    standard = models.CharField(max_length=40)
    edition = models.PositiveIntegerField()
    hash = models.CharField(max_length=64)
    findings = models.JSONField(default=dict)
    state = models.CharField(max_length=8, choices=DecisionState, default=DecisionState.DECIDED)
    communicated_on = models.DateField(null=True, blank=True)
    communicated_how = models.CharField(max_length=8, choices=How, blank=True)
    told_on = models.DateField(null=True, blank=True)
    told_how = models.CharField(max_length=200, blank=True)
    letter = models.ForeignKey("cases.Letter", models.PROTECT, related_name="+", null=True, blank=True)
    sent_on = models.DateField(null=True, blank=True)
    received_on = models.DateField(null=True, blank=True)

    objects = DecisionQuerySet.as_manager()

    class Meta:
        base_manager_name = "objects"
        constraints = [
            models.UniqueConstraint(fields=["application"], condition=~Q(state=DecisionState.REPLACED), name="decided_once"),
            models.CheckConstraint(condition=~Q(outcome=""), name="decision_has_an_outcome"),
            models.CheckConstraint(
                condition=Q(capacity="committee", meeting__isnull=False) | ~Q(capacity="committee") & Q(meeting=None), name="committee_decides_in_a_meeting"
            ),
            models.CheckConstraint(condition=~Q(state=DecisionState.SENT) | Q(communicated_on__isnull=False), name="decision_sent_has_a_day"),
            models.CheckConstraint(condition=Q(ends_on=None) | Q(ends_on__gte=F("begins_on")), name="decision_ends_after_it_begins"),
            models.CheckConstraint(condition=Q(replaces=None) | ~Q(replaces_because=""), name="correction_says_why"),
        ]
        indexes = [models.Index(fields=["application", "state"], name="decision_application"), models.Index(fields=["-decided_on"], name="decision_day")]

    def __str__(self) -> str:
        return str(self.public_id)

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise WrittenOnce("save")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise WrittenOnce("delete")

    @property
    def takes_away(self) -> bool:
        """Whether it reduced or ended help against the citizen's wish."""
        return self.outcome in (Outcome.REDUCED, Outcome.ENDED) and not self.as_wished

    @property
    def owes_letter(self) -> bool:
        """Whether no letter with it is on its way: none was written, or it was taken back before it left."""
        return self.letter is None or self.letter.state == LetterState.RECALLED

    @property
    def counts_from(self) -> date | None:
        """The day the time to complain counts from: when the letter was received; until one is sent, when the citizen was told. None while neither is known.

        Source: RSL § 67.
        """
        if self.received_on:
            return self.received_on
        if self.letter is None or self.owes_letter:
            return self.told_on
        arrived = self.letter.dispatches.filter(state=DispatchState.SENT, received_on__isnull=False).order_by("representation", "received_on")
        to_citizen = [row.received_on for row in arrived if row.representation_id is None]
        return to_citizen[0] if to_citizen else max((row.received_on for row in arrived), default=None)


class Grant(models.Model):
    """The help a decision opened (bevilling), pinned to the standard it was given under.

    Shapes: `ends_on` is the last day by the decision itself; `ended_on` the last day since a later decision, `ended_by`, changed or ended it,
    or since the citizen died (`ended_by_death`). In force is computed.
    Unit: `amount` in hundredths of its unit; `price` in øre a month.
    Source: SEL; FVL § 2.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    decision = models.OneToOneField(Decision, models.PROTECT, related_name="grant")
    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="+")
    section = models.CharField(max_length=10)
    level = models.CharField(max_length=80, blank=True)
    level_label = models.CharField(max_length=200, blank=True)
    amount = models.PositiveIntegerField(null=True, blank=True)
    unit = models.CharField(max_length=14, choices=Unit, blank=True)
    extent = models.TextField(blank=True)
    begins_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)
    price = models.PositiveIntegerField(null=True, blank=True)
    standard = models.CharField(max_length=40)
    edition = models.PositiveIntegerField()
    ended_on = models.DateField(null=True, blank=True)
    ended_by = models.ForeignKey(Decision, models.PROTECT, related_name="ended", null=True, blank=True)
    ended_by_death = models.BooleanField(default=False)

    objects = GrantQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(ends_on=None) | Q(ends_on__gte=F("begins_on")), name="grant_ends_after_it_begins"),
            models.CheckConstraint(
                condition=Q(ended_on=None, ended_by=None, ended_by_death=False)
                | Q(ended_on__isnull=False, ended_by__isnull=False, ended_by_death=False)
                | Q(ended_on__isnull=False, ended_by=None, ended_by_death=True),
                name="grant_ended_by_a_decision_or_death",
            ),
        ]
        indexes = [models.Index(fields=["case", "section", "-begins_on"], name="grant_case")]

    def __str__(self) -> str:
        return str(self.public_id)

    @property
    def runs(self) -> bool:
        """Whether neither a later decision nor a death has ended it."""
        return self.ended_by_id is None and not self.ended_by_death

    @property
    def last_day(self) -> date | None:
        """The last day the help is given, as far as is decided; None when no end is set."""
        return min((day for day in (self.ends_on, self.ended_on) if day), default=None)

    def in_force(self, on: date) -> bool:
        """Whether the help is given on a day."""
        return self.begins_on <= on and (self.last_day is None or on <= self.last_day)


__all__ = ["Decision", "Grant", "Outcome", "WrittenOnce"]
