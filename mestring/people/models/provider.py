"""What providers offer, and what it costs: the register that an order chooses from. Nothing here is about a citizen."""

from __future__ import annotations

import uuid
from datetime import date

from django.db import models
from django.db.models import F, Q

from mestring.audit.versions import Versioned
from mestring.people import querysets
from mestring.people.models.employee import Unit


class Offer(Versioned):
    """A place or a team that a provider helps with (tilbud), as Tilbudsportalen lists it.

    Shapes: `unit` is a provider; `sections` are keys of the library's sections; `target_groups` as printed; `places` none says that no limit is told; `approved_on` and
    `approved_until` are the first and last day of the approval, where they are told; `until` is the last day it is offered.
    Source: lov om socialtilsyn.
    """

    class Approval(models.TextChoices):
        APPROVED = "approved", "Godkendt"
        NOT_APPROVED = "not_approved", "Ikke godkendt"
        UNKNOWN = "unknown", "Ikke oplyst"

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="offers")
    tilbudsportal_id = models.CharField(max_length=20, blank=True)
    name = models.CharField(max_length=160)
    sections = models.JSONField(default=list)
    target_groups = models.JSONField(default=list, blank=True)
    places = models.IntegerField(null=True, blank=True)
    approved = models.CharField(max_length=12, choices=Approval, default=Approval.UNKNOWN)
    approved_on = models.DateField(null=True, blank=True)
    approved_until = models.DateField(null=True, blank=True)
    cvr = models.CharField(max_length=8, blank=True)
    p_number = models.CharField(max_length=10, blank=True)
    address = models.CharField(max_length=200, blank=True)
    since = models.DateField()
    until = models.DateField(null=True, blank=True)

    objects = querysets.OfferQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(name=""), name="offer_has_a_name"),
            models.CheckConstraint(condition=Q(places=None) | Q(places__gte=0), name="offer_places_not_below_none"),
            models.CheckConstraint(condition=Q(until=None) | Q(until__gte=F("since")), name="offer_ends_after_it_begins"),
            models.CheckConstraint(
                condition=Q(approved_on=None) | Q(approved_until=None) | Q(approved_until__gte=F("approved_on")), name="offer_approval_ends_after_it_begins"
            ),
            models.UniqueConstraint(fields=["tilbudsportal_id"], condition=~Q(tilbudsportal_id=""), name="offer_of_the_portal_once"),
        ]

    def __str__(self) -> str:
        return self.name

    def is_open(self, on: date) -> bool:
        """Whether it is offered that day."""
        return self.since <= on and (self.until is None or self.until >= on)

    def rates_on(self, on: date) -> list[DayRate]:
        """The rate in force that day in each unit that has one. Asks the database nothing when the rates are fetched with the offer (`with_rates`)."""
        newest: dict[str, DayRate] = {}
        for one in sorted(self.rates.all(), key=lambda rate: rate.valid_from):
            if one.valid_from <= on:
                newest[one.per] = one
        return [newest[per] for per in DayRate.Per.values if per in newest]

    def rate_on(self, on: date, per: str = "") -> DayRate | None:
        """The latest rate that day, of a unit when one is asked for; of two from the same day, a day's before an hour's. None when there is none: it is said, never guessed."""
        found = [one for one in self.rates_on(on) if per in ("", one.per)]
        return max(found, key=lambda one: one.valid_from, default=None)


class DayRate(models.Model):
    """What an offer costs from a day on (takst).

    Shapes: `per` is what is paid for; `source` says where it is written. Unit: `amount` in øre.
    Source: SEL § 174.
    """

    class Per(models.TextChoices):
        DAY = "day", "døgn"
        HOUR = "hour", "time"
        MONTH = "month", "måned"

    MOST = 1_000_000_000

    offer = models.ForeignKey(Offer, models.PROTECT, related_name="rates")
    per = models.CharField(max_length=5, choices=Per)
    amount = models.IntegerField()
    valid_from = models.DateField()
    source = models.CharField(max_length=200, blank=True)

    objects = querysets.DayRateQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="day_rate_above_nothing"),
            models.UniqueConstraint(fields=["offer", "per", "valid_from"], name="day_rate_once"),
        ]

    def __str__(self) -> str:
        return str(self.pk)
