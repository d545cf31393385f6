"""What is written and kept in a case. Nothing of it is edited: it is superseded, or marked as entered in error."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q

from mestring.cases import querysets
from mestring.cases.models.inquiry import Channel
from mestring.cases.states import REQUEST_MOVES, RequestState


class Kept(models.Model):
    """What happened, when, when it was written and by whom.

    Source: OFL § 13 (notatpligt).
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    happened_on = models.DateField()
    written_at = models.DateTimeField()
    written_by = models.ForeignKey("people.Employee", models.PROTECT, related_name="+", null=True, blank=True)
    error_on = models.DateField(null=True, blank=True)
    error_because = models.CharField(max_length=200, blank=True)

    class Meta:
        abstract = True


class Note(Kept):
    """An entry in the journal (journalnotat)."""

    class Kind(models.TextChoices):
        PHONE = "phone", "Telefonsamtale"
        MEETING = "meeting", "Samtale"
        HOME_VISIT = "home_visit", "Hjemmebesøg"
        ORAL_DECISION = "oral_decision", "Mundtlig meddelelse"
        PROFESSIONAL = "professional", "Oplysning fra fagperson"
        ADVICE = "advice", "Rådgivning og vejledning"
        INTERNAL = "internal", "Sagsskridt"

    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="notes")
    kind = models.CharField(max_length=16, choices=Kind)
    subject = models.CharField(max_length=160)
    text = models.TextField()
    supersedes = models.OneToOneField("self", models.PROTECT, related_name="superseded_by", null=True, blank=True)

    objects = querysets.ThroughCase.as_manager()

    class Meta:
        indexes = [models.Index(fields=["case", "-happened_on"], name="note_case")]

    def __str__(self) -> str:
        return str(self.public_id)


class Document(Kept):
    """A paper in the case (dokument), its bytes kept by their hash.

    Shapes: `sha256` names the file and proves it; `late` is post that came after the case was closed and does not reopen it.
    """

    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="documents")
    title = models.CharField(max_length=160)
    name = models.CharField(max_length=160)
    type = models.CharField(max_length=80)
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    channel = models.CharField(max_length=16, choices=Channel, blank=True)
    sender = models.CharField(max_length=120, blank=True)
    late = models.BooleanField(default=False)
    request = models.ForeignKey("cases.InformationRequest", models.PROTECT, related_name="documents", null=True, blank=True)

    objects = querysets.ThroughCase.as_manager()

    class Meta:
        indexes = [models.Index(fields=["case", "-happened_on"], name="document_case")]

    def __str__(self) -> str:
        return str(self.public_id)


class InformationRequest(models.Model):
    """Something the authority has asked the citizen or somebody else to tell (anmodning om oplysninger).

    Shapes: from anybody but the citizen it rests on a consent, or on a written legal ground without one.
    Source: RSL §§ 11, 11 a, 11 c.
    """

    class Whom(models.TextChoices):
        CITIZEN = "citizen", "Borgeren"
        OTHER = "other", "En anden"

    MOVES = REQUEST_MOVES

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="requests")
    application = models.ForeignKey("cases.Application", models.PROTECT, related_name="requests", null=True, blank=True)
    whom = models.CharField(max_length=8, choices=Whom)
    source = models.CharField(max_length=120)
    asks = models.TextField()
    consent = models.ForeignKey("people.Consent", models.PROTECT, related_name="+", null=True, blank=True)
    ground = models.CharField(max_length=300, blank=True)
    sent_on = models.DateField()
    due_on = models.DateField()
    answered_on = models.DateField(null=True, blank=True)
    answer = models.TextField(blank=True)
    state = models.CharField(max_length=10, choices=RequestState, default=RequestState.SENT)
    letter = models.ForeignKey("cases.Letter", models.PROTECT, related_name="+", null=True, blank=True)

    objects = querysets.ThroughCase.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(whom="citizen") | Q(consent__isnull=False) | ~Q(ground=""), name="request_rests_on_consent_or_ground"),
        ]

    def __str__(self) -> str:
        return str(self.public_id)
