"""Letters, and their way out of the house."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q

from mestring.audit.versions import Versioned
from mestring.cases import querysets
from mestring.cases.states import DISPATCH_MOVES, LETTER_MOVES, DispatchState, LetterState


class Letter(Versioned):
    """A letter to a party of the case (brev), as text in which every sentence knows where it came from.

    Shapes: `content` is `letters.Letter.to_json()`; `pdf` is the hash of the file once it is queued, which then never changes; `about` is the public id of what it
    tells of.
    """

    class Kind(models.TextChoices):
        RECEIPT = "receipt", "Kvittering"
        DELAY_NOTICE = "delay_notice", "Besked om svardato"
        WITHDRAWAL = "withdrawal", "Bekræftelse: trukket tilbage"
        INFORMATION_REQUEST = "information_request", "Anmodning om oplysninger"
        HEARING = "hearing", "Partshøring"
        DECISION = "decision", "Afgørelse"
        COMPLAINT_RECEIPT = "complaint_receipt", "Kvittering for klage"
        COMPLAINT_DECISION = "complaint_decision", "Svar på klage"
        ADVICE = "advice", "Svar på henvendelse"

    MOVES = LETTER_MOVES

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="letters")
    kind = models.CharField(max_length=20, choices=Kind)
    title = models.CharField(max_length=160)
    content = models.JSONField(default=dict)
    about = models.UUIDField(null=True, blank=True)
    state = models.CharField(max_length=10, choices=LetterState, default=LetterState.DRAFT)
    written_at = models.DateTimeField()
    written_by = models.ForeignKey("people.Employee", models.PROTECT, related_name="+", null=True, blank=True)
    pdf = models.CharField(max_length=64, blank=True)

    objects = querysets.ThroughCase.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state__in=(LetterState.DRAFT, LetterState.DISCARDED)) | ~Q(pdf=""), name="letter_on_its_way_has_a_file")
        ]
        indexes = [models.Index(fields=["case", "-written_at"], name="letter_case")]

    def __str__(self) -> str:
        return str(self.public_id)


class Dispatch(models.Model):
    """One sending of a letter to one party (forsendelse): a row of the outbox.

    Shapes: `representation` is none when it goes to the citizen; `not_before` is the end of the recall window; `received_on` the day law counts it as received;
    `receipt` what the carrier answered; `pdf` the hash of the file with this recipient's own address and nobody else's. While it is being sent `not_before` is the end
    of the claim on it.
    """

    class Carrier(models.TextChoices):
        DIGITAL_POST = "digital_post", "Digital Post"
        LETTER = "letter", "Brev"
        QUICK = "quick", "Quickbrev"

    MOVES = DISPATCH_MOVES

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    letter = models.ForeignKey(Letter, models.PROTECT, related_name="dispatches")
    representation = models.ForeignKey("people.Representation", models.PROTECT, related_name="+", null=True, blank=True)
    carrier = models.CharField(max_length=14, choices=Carrier)
    state = models.CharField(max_length=10, choices=DispatchState, default=DispatchState.QUEUED)
    not_before = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)
    trouble = models.CharField(max_length=300, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    received_on = models.DateField(null=True, blank=True)
    receipt = models.CharField(max_length=120, blank=True)
    pdf = models.CharField(max_length=64)

    objects = querysets.DispatchQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["letter", "representation"], condition=Q(representation__isnull=False), name="letter_once_to_each_representative"),
            models.UniqueConstraint(fields=["letter"], condition=Q(representation=None), name="letter_once_to_the_citizen"),
        ]
        indexes = [models.Index(fields=["state", "not_before"], name="dispatch_waiting")]

    def __str__(self) -> str:
        return str(self.public_id)
