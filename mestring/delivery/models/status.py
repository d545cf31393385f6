"""What the provider tells the authority."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q

from mestring.audit.versions import Versioned
from mestring.delivery import querysets
from mestring.delivery.states import NOTE_MOVES, NoteState


class StatusDue(models.Model):
    """That a status note is owed of an order, and by when (statusnotat, der skal skrives). Kept by whoever knows the standard's days.

    Shapes: `why` is the trace, a list of steps; `counted` says that it is owed because help came to so many times, and not because of a follow-up's day.
    """

    order = models.OneToOneField("delivery.Order", models.PROTECT, related_name="status_due")
    day = models.DateField()
    source = models.CharField(max_length=200, blank=True)
    why = models.JSONField(default=list)
    counted = models.BooleanField(default=False)

    objects = querysets.ThroughOrder.as_manager()

    def __str__(self) -> str:
        return str(self.pk)


class StatusNote(Versioned):
    """How it goes, written by the provider for the authority (statusnotat). Never changed once it is sent.

    Shapes: `due_on` is the day it answered; `figures` are granted, ordered and delivered as they stood when it was sent, in minutes, and the visits by how they went.
    Source: VUM 2.0; Vejle 2023 (statusbeskrivelse, written with the citizen).
    """

    class Recommends(models.TextChoices):
        CONTINUE = "continue", "Fortsæt uændret"
        MORE = "more", "Mere støtte"
        LESS = "less", "Mindre støtte"
        OTHER = "other", "En anden slags støtte"
        END = "end", "Afslut støtten"

    MOVES = NOTE_MOVES

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    order = models.ForeignKey("delivery.Order", models.PROTECT, related_name="+")
    state = models.CharField(max_length=8, choices=NoteState, default=NoteState.DRAFT)
    due_on = models.DateField(null=True, blank=True)
    done = models.TextField(blank=True)
    citizen_says = models.TextField(blank=True)
    staff_says = models.TextField(blank=True)
    recommends = models.CharField(max_length=10, choices=Recommends, blank=True)
    because = models.TextField(blank=True)
    figures = models.JSONField(default=dict)
    started_on = models.DateField()
    sent_on = models.DateField(null=True, blank=True)
    sent_by = models.ForeignKey("people.Employee", models.PROTECT, related_name="+", null=True, blank=True)
    read_on = models.DateField(null=True, blank=True)
    read_by = models.ForeignKey("people.Employee", models.PROTECT, related_name="+", null=True, blank=True)

    objects = querysets.StatusQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["order"], condition=Q(state=NoteState.DRAFT), name="status_one_draft"),
            models.CheckConstraint(
                condition=Q(state=NoteState.DRAFT) | Q(sent_on__isnull=False, sent_by__isnull=False) & ~Q(done="") & ~Q(recommends=""),
                name="status_sent_is_whole",
            ),
        ]
        indexes = [models.Index(fields=["order", "-sent_on"], name="status_order")]

    def __str__(self) -> str:
        return str(self.public_id)


class ChangeReport(models.Model):
    """Something important about the citizen has changed, and the provider says so at once (melding om væsentlig ændring).

    Shapes: `answer` is what the authority did about it.
    Source: Randers 2019, § 85 (significant change); SEL § 148.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    order = models.ForeignKey("delivery.Order", models.PROTECT, related_name="+")
    words = models.TextField()
    reported_on = models.DateField()
    reported_by = models.ForeignKey("people.Employee", models.PROTECT, related_name="+")
    answered_on = models.DateField(null=True, blank=True)
    answered_by = models.ForeignKey("people.Employee", models.PROTECT, related_name="+", null=True, blank=True)
    answer = models.TextField(blank=True)

    objects = querysets.ThroughOrder.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(words=""), name="change_report_says_what"),
            models.CheckConstraint(condition=Q(answered_on=None) | ~Q(answer=""), name="change_report_answered_says_what"),
        ]

    def __str__(self) -> str:
        return str(self.public_id)
