"""What is due in a case: the work list, as rows that can be asked for in order."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from mestring.cases import querysets


class Due(models.Model):
    """Something somebody must do, and by when (det, der skal gøres).

    Written by the acts that make, move or settle it, so nothing need count it anew at night. Team, responsible and
    citizen are the case's or the inquiry's, copied, so that a list of fifty is read from one index however many cases there are.
    Shapes: `leader` says that the team's leader must do it, whoever is responsible; `thing` is the public id of what it concerns; `why` is the trace, a list of steps; `on` is none when no day can be computed; `next` the next step, a verb first.
    """

    class Kind(models.TextChoices):
        INQUIRY = "inquiry", "Henvendelse"
        APPLICATION = "application", "Afgørelse"
        DELAY = "delay", "Besked om svardato"
        REQUEST = "request", "Oplysninger"
        HEARING = "hearing", "Partshøring"
        MEETING = "meeting", "Udvalg"
        REFERRAL = "referral", "Forelæggelse"
        LETTER = "letter", "Brev"
        GRANT = "grant", "Bevilling"
        COMPLAINT = "complaint", "Klage"
        REVIEW = "review", "Gennemgang"
        ASSIGN = "assign", "Fordeling"
        FOLLOW_UP = "follow_up", "Opfølgning"
        PEER_REVIEW = "peer_review", "Sparring"
        RATE = "rate", "Takstvurdering"
        ENDING = "ending", "Udløb"
        COURSE = "course", "Forløb"
        PLAN = "plan", "Plan"
        UNORDERED = "unordered", "Ikke bestilt"
        ORDER = "order", "Bestilling"
        STATUS = "status", "Statusnotat"
        CHANGE = "change", "Melding"
        HOURS = "hours", "Timebank"

    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="due", null=True, blank=True)
    inquiry = models.ForeignKey("cases.Inquiry", models.PROTECT, related_name="due", null=True, blank=True)
    citizen = models.ForeignKey("people.Citizen", models.PROTECT, related_name="+", null=True, blank=True, db_index=False)
    kind = models.CharField(max_length=12, choices=Kind)
    thing = models.UUIDField()
    team = models.ForeignKey("people.Unit", models.PROTECT, related_name="+", db_index=False)
    responsible = models.ForeignKey("people.Employee", models.PROTECT, related_name="+", null=True, blank=True, db_index=False)
    leader = models.BooleanField(default=False)
    section = models.CharField(max_length=10, blank=True)
    what = models.CharField(max_length=200)
    next = models.CharField(max_length=200)
    on = models.DateField(null=True, blank=True)
    source = models.CharField(max_length=200, blank=True)
    why = models.JSONField(default=list)
    waits = models.CharField(max_length=120, blank=True)
    done_on = models.DateField(null=True, blank=True)

    objects = querysets.DueQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "thing"], condition=Q(done_on=None), name="due_once")]
        indexes = [
            # In the order of the list; what comes after decides who sees a row, so that rows are counted from the index alone.
            models.Index(fields=["responsible", "on", "id", "leader", "team", "citizen"], condition=Q(done_on=None), name="due_responsible"),
            models.Index(fields=["team", "on", "id", "leader", "responsible", "citizen"], condition=Q(done_on=None), name="due_team"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.thing}"
