"""Those who are helped, and those who act for them."""

from __future__ import annotations

import uuid
from datetime import date

from django.db import models
from django.db.models import F, Q

from mestring.audit.versions import Versioned
from mestring.people import querysets


class Citizen(Versioned):
    """A person who is, or may be, helped (borger).

    Shapes: `cpr` is ten digits or empty: a replacement number, a number without modulus 11 and no number at all are all accepted. `protected_to`
    is the last day of an address protection, `protected` without it is until further notice.
    Source: CPR-loven § 28 (adressebeskyttelse).
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    cpr = models.CharField(max_length=10, blank=True)
    first_name = models.CharField(max_length=80)
    last_name = models.CharField(max_length=80)
    born_on = models.DateField(null=True, blank=True)
    died_on = models.DateField(null=True, blank=True)
    street = models.CharField(max_length=120, blank=True)
    postal_code = models.CharField(max_length=4, blank=True)
    city = models.CharField(max_length=60, blank=True)
    phone = models.CharField(max_length=20, blank=True)
    protected = models.BooleanField(default=False)
    protected_to = models.DateField(null=True, blank=True)
    digital_post = models.BooleanField(default=True)
    communication = models.TextField(blank=True)
    interpreter = models.CharField(max_length=60, blank=True)
    residence = models.CharField(max_length=4, blank=True)

    objects = querysets.CitizenQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["cpr"], condition=~Q(cpr=""), name="citizen_cpr_once"),
            models.CheckConstraint(condition=Q(cpr="") | Q(cpr__regex=r"^[0-9]{10}$"), name="citizen_cpr_ten_digits"),
        ]
        indexes = [models.Index(fields=["last_name", "first_name"], name="citizen_name")]

    def __str__(self) -> str:
        return str(self.public_id)

    @property
    def name(self) -> str:
        """The whole name."""
        return f"{self.first_name} {self.last_name}".strip()

    def is_protected(self, on: date) -> bool:
        """Whether the address must not be given away on a day."""
        return self.protected and (self.protected_to is None or on <= self.protected_to)

    def age(self, on: date) -> int | None:
        """Whole years on a day, or on the day of death; None when the birth date is not known."""
        if self.born_on is None:
            return None
        on = min(on, self.died_on) if self.died_on else on
        return on.year - self.born_on.year - ((on.month, on.day) < (self.born_on.month, self.born_on.day))


class NamePart(models.Model):
    """One part of a citizen's name, as it is looked up (navnedel). Shapes: `people.names.parts` of the two names."""

    citizen = models.ForeignKey(Citizen, models.CASCADE, related_name="name_parts")
    part = models.BinaryField(max_length=320)

    class Meta:
        indexes = [models.Index(fields=["part", "citizen"], name="name_part_found")]

    def __str__(self) -> str:
        return str(self.pk)


class AnonymousPerson(models.Model):
    """Someone who asks for help without saying who they are (anonym). A handle picked at random; no number, no name, no way to a citizen, no letter.

    Source: SEL §§ 109, 110 and the open offers of §§ 82 c, 99, 104.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    handle = models.CharField(max_length=40, unique=True)
    created_at = models.DateTimeField()


class Representation(Versioned):
    """Someone who acts for, or beside, the citizen from day to day (repræsentation).

    Shapes: `until` is the last day; none is until further notice. Only a party representative and a guardian receive letters and see the case; `person` is the
    representative when they are a citizen here themself, whose own account then gives the way in.
    Source: FVL § 8; værgemålsloven §§ 5–7.
    """

    class Kind(models.TextChoices):
        GUARDIAN_5 = "guardian_5", "Værge (værgemålslovens § 5)"
        GUARDIAN_6 = "guardian_6", "Værge for en, der er frataget handleevnen (§ 6)"
        GUARDIAN_7 = "guardian_7", "Samværge (§ 7)"
        PARTY_REPRESENTATIVE = "party_representative", "Partsrepræsentant"
        COMPANION = "companion", "Bisidder"

    ACTS_FOR = (Kind.GUARDIAN_5, Kind.GUARDIAN_6, Kind.GUARDIAN_7, Kind.PARTY_REPRESENTATIVE)

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    citizen = models.ForeignKey(Citizen, models.PROTECT, related_name="representations")
    kind = models.CharField(max_length=24, choices=Kind)
    name = models.CharField(max_length=120)
    person = models.ForeignKey(Citizen, models.PROTECT, related_name="represents", null=True, blank=True)
    address = models.CharField(max_length=200, blank=True)
    phone = models.CharField(max_length=20, blank=True)
    scope = models.CharField(max_length=200, blank=True)
    receives_letters = models.BooleanField(default=False)
    since = models.DateField()
    until = models.DateField(null=True, blank=True)

    objects = querysets.DatedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(until=None) | Q(until__gte=F("since")), name="representation_ends_after_it_begins"),
            models.CheckConstraint(condition=Q(receives_letters=False) | ~Q(kind="companion"), name="companion_gets_no_letters"),
            models.CheckConstraint(condition=Q(person=None) | ~Q(person=F("citizen")), name="nobody_represents_themself"),
        ]

    def __str__(self) -> str:
        return str(self.public_id)


class Consent(models.Model):
    """The citizen's yes to facts being fetched from somebody (samtykke).

    Shapes: `until` is the last day it holds; `withdrawn_on` ends it at once.
    Source: RSL § 11 a.
    """

    class Form(models.TextChoices):
        WRITTEN = "written", "Skriftligt"
        ORAL = "oral", "Mundtligt"
        DIGITAL = "digital", "Digitalt"

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    citizen = models.ForeignKey(Citizen, models.PROTECT, related_name="consents")
    case = models.UUIDField(null=True, blank=True)
    source = models.CharField(max_length=120)
    purpose = models.CharField(max_length=300)
    form = models.CharField(max_length=10, choices=Form, default=Form.WRITTEN)
    since = models.DateField()
    until = models.DateField(null=True, blank=True)
    withdrawn_on = models.DateField(null=True, blank=True)

    objects = querysets.ConsentQuerySet.as_manager()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(until=None) | Q(until__gte=F("since")), name="consent_ends_after_it_begins")]

    def __str__(self) -> str:
        return str(self.public_id)

    def holds(self, on: date) -> bool:
        """Whether it may be relied on that day."""
        return self.since <= on and (self.until is None or on <= self.until) and (self.withdrawn_on is None or on < self.withdrawn_on)
