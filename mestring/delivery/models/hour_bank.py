"""The hour bank of § 97: what was used, who accompanies, and what is agreed of saving."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import F, Q

from mestring.cases.querysets import ThroughCase
from mestring.delivery import querysets
from mestring.delivery.states import COMPANION_MOVES, CompanionState


class HourUse(models.Model):
    """Hours of accompaniment that were used on a day (forbrug). Never changed; one entered in error is marked so, and counts no more.

    Unit: `minutes`; `expenses` in øre, the companion's own costs that are covered.
    Source: SEL § 97, stk. 1, 6 and 7.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    order = models.ForeignKey("delivery.Order", models.PROTECT, related_name="+")
    day = models.DateField()
    minutes = models.PositiveSmallIntegerField()
    what = models.CharField(max_length=200, blank=True)
    expenses = models.PositiveIntegerField(null=True, blank=True)
    registered_on = models.DateField()
    registered_by = models.ForeignKey("people.Employee", models.PROTECT, related_name="+")
    error_on = models.DateField(null=True, blank=True)
    error_because = models.TextField(blank=True)

    objects = querysets.ThroughOrder.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(minutes__gte=1, minutes__lte=1440), name="hour_use_has_minutes"),
            models.CheckConstraint(condition=Q(expenses=None) | Q(expenses__gte=0), name="hour_use_expenses_not_negative"),
            models.CheckConstraint(condition=Q(day__lte=F("registered_on")), name="hour_use_has_been"),
            models.CheckConstraint(condition=Q(error_on=None) | ~Q(error_because=""), name="hour_use_in_error_says_why"),
        ]
        indexes = [models.Index(fields=["order", "day"], name="hour_use_order")]

    def __str__(self) -> str:
        return str(self.public_id)


class CompanionChoice(models.Model):
    """Somebody the citizen names as companion, and whether the authority approves them (udpeget ledsager).

    Shapes: `relation` is how they stand to the citizen, in words; `close_relative` says that they are very near, which law and standard normally don't let; `reason` is why they were
    refused, or why somebody so near was approved all the same.
    Source: SEL § 97, stk. 3 and 4.
    """

    MOVES = COMPANION_MOVES

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="+")
    grant = models.ForeignKey("decisions.Grant", models.PROTECT, related_name="+")
    name = models.CharField(max_length=120)
    relation = models.CharField(max_length=200)
    close_relative = models.BooleanField()
    state = models.CharField(max_length=10, choices=CompanionState, default=CompanionState.PROPOSED)
    reason = models.TextField(blank=True)
    proposed_on = models.DateField()
    proposed_by = models.ForeignKey("people.Employee", models.PROTECT, related_name="+")
    decided_on = models.DateField(null=True, blank=True)
    decided_by = models.ForeignKey("people.Employee", models.PROTECT, related_name="+", null=True, blank=True)

    objects = ThroughCase.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(name="") & ~Q(relation=""), name="companion_has_a_name"),
            models.CheckConstraint(
                condition=Q(state="proposed", decided_on=None, decided_by=None) | ~Q(state="proposed") & Q(decided_on__isnull=False, decided_by__isnull=False),
                name="companion_decided_has_a_day",
            ),
            models.CheckConstraint(condition=~Q(state="refused") | ~Q(reason=""), name="companion_refused_says_why"),
            models.CheckConstraint(condition=~Q(state="approved", close_relative=True) | ~Q(reason=""), name="companion_near_approved_says_why"),
        ]
        indexes = [models.Index(fields=["grant", "state"], name="companion_grant")]

    def __str__(self) -> str:
        return str(self.public_id)


class SavingAgreement(models.Model):
    """That hours may be saved, where the standard asks that it is agreed first (aftale om opsparing).

    Shapes: the month `since` lies in is the first whose hours are kept.
    Source: Viborg 2020, l. 1076-1080; Rebild 2015, l. 262.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    grant = models.OneToOneField("decisions.Grant", models.PROTECT, related_name="+")
    since = models.DateField()
    agreed_on = models.DateField()
    agreed_by = models.ForeignKey("people.Employee", models.PROTECT, related_name="+")

    objects = querysets.ThroughGrant.as_manager()

    def __str__(self) -> str:
        return str(self.public_id)


class OtherAccompaniment(models.Model):
    """Individual accompaniment the citizen gets by other help, which the standard takes off the hours (anden individuel ledsagelse). 0 is none; no row is not known.

    Never changed: a row holds from the month `since` lies in until the month of the next, and one for the same month stands in place of those written before it by being newer.
    Shapes: `since` is the first of a month.
    Unit: `minutes` a month.
    Source: Rebild 2015, l. 260.
    """

    grant = models.ForeignKey("decisions.Grant", models.PROTECT, related_name="+")
    since = models.DateField()
    minutes = models.PositiveIntegerField()
    told = models.CharField(max_length=200)
    written_on = models.DateField()
    written_by = models.ForeignKey("people.Employee", models.PROTECT, related_name="+")

    objects = querysets.ThroughGrant.as_manager()

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(told=""), name="other_accompaniment_says_whence")]

    def __str__(self) -> str:
        return str(self.pk)
