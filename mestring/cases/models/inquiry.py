"""The first word: somebody calls, writes or comes."""

from __future__ import annotations

import uuid

from django.db import models

from mestring.audit.versions import Versioned
from mestring.cases import querysets
from mestring.cases.states import INQUIRY_MOVES, InquiryState


class Channel(models.TextChoices):
    """How something reached the municipality."""

    PHONE = "phone", "Telefon"
    IN_PERSON = "in_person", "Personligt fremmøde"
    DIGITAL_POST = "digital_post", "Digital Post"
    FORM = "form", "Digital selvbetjening"
    EMAIL = "email", "E-mail"
    LETTER = "letter", "Brev"
    PROFESSIONAL = "professional", "Fagperson eller anden myndighed"
    RELATIVE = "relative", "Pårørende"
    OUTREACH = "outreach", "Opsøgende arbejde"

    @property
    def said(self) -> str:
        """As it stands within a sentence: `telefon`, and `Digital Post`, which is a name."""
        return str(self.label) if self is Channel.DIGITAL_POST else str(self.label).lower()


class FirstWord(Versioned):
    """What every inquiry has, whoever it is from."""

    MOVES = INQUIRY_MOVES

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    channel = models.CharField(max_length=16, choices=Channel)
    received_on = models.DateField()
    unit = models.ForeignKey("people.Unit", models.PROTECT, related_name="+")
    taken_by = models.ForeignKey("people.Employee", models.PROTECT, related_name="+", null=True, blank=True)
    about = models.TextField()
    state = models.CharField(max_length=10, choices=InquiryState, default=InquiryState.OPEN)
    ended_on = models.DateField(null=True, blank=True)
    outcome = models.TextField(blank=True)
    referred_to = models.CharField(max_length=200, blank=True)
    section = models.CharField(max_length=10, blank=True)

    class Meta:
        abstract = True


class Inquiry(FirstWord):
    """A contact that is not yet an application (henvendelse).

    Shapes: `from_whom` is who called, when it was not the citizen; `section` is the offer without decision the person was enrolled in.
    Source: FVL § 7 (vejledningspligt); RSL § 5.
    """

    citizen = models.ForeignKey("people.Citizen", models.PROTECT, related_name="+", null=True, blank=True)
    from_whom = models.CharField(max_length=120, blank=True)
    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="inquiries", null=True, blank=True)

    objects = querysets.InquiryQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["unit", "state", "received_on"], name="inquiry_unit")]

    def __str__(self) -> str:
        return str(self.public_id)


class AnonymousInquiry(FirstWord):
    """A contact from somebody who does not say who they are (anonym henvendelse). It has no way to a citizen, a case or a letter."""

    person = models.ForeignKey("people.AnonymousPerson", models.PROTECT, related_name="+")

    objects = querysets.AnonymousInquiryQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["unit", "state", "received_on"], name="anonymous_inquiry_unit")]

    def __str__(self) -> str:
        return str(self.public_id)
