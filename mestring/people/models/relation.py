"""Rights that come with a unit's work on a citizen, and rights to one case beyond the team's own."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import F, Q

from mestring.people.models.citizen import Citizen
from mestring.people.models.employee import Employee, Unit
from mestring.people.querysets import DatedQuerySet


class CitizenUnit(models.Model):
    """A unit that has something open with a citizen (borgerens enhed): a case or an inquiry. It is what lets the unit's people find the citizen."""

    citizen = models.ForeignKey(Citizen, models.PROTECT, related_name="units")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    since = models.DateField()
    until = models.DateField(null=True, blank=True)

    objects = DatedQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["citizen", "unit"], name="citizen_unit_once")]
        indexes = [models.Index(fields=["unit", "citizen"], name="citizen_unit_unit")]

    def __str__(self) -> str:
        return str(self.pk)


class Relation(models.Model):
    """A dated right to one case (relation): a case on a committee's agenda or put before a shelter, a colleague who helps, or glass that was broken; or to one order of it.

    Shapes: `case` is the case's public id; either an employee or a unit has the right, from one moment to another; `order` is the public id of what a provider was asked
    to do, which gives the order alone and nothing of the case.
    """

    class Kind(models.TextChoices):
        COMMITTEE = "committee", "Udvalgets dagsorden"
        SHELTER = "shelter", "Forelagt boformen"
        HELPER = "helper", "Medvirkende sagsbehandler"
        GLASS = "glass", "Nødadgang"
        ORDER = "order", "Bestilling hos leverandøren"

    class Category(models.TextChoices):
        DANGER = "danger", "Fare for liv eller helbred"
        COVER = "cover", "Vikar for en kollega"
        SUPERVISION = "supervision", "Tilsyn eller klage"
        OTHER = "other", "Andet"

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    case = models.UUIDField()
    kind = models.CharField(max_length=10, choices=Kind)
    employee = models.ForeignKey(Employee, models.PROTECT, related_name="+", null=True, blank=True)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", null=True, blank=True)
    since = models.DateTimeField()
    until = models.DateTimeField(null=True, blank=True)
    category = models.CharField(max_length=12, choices=Category, blank=True)
    reason = models.TextField(blank=True)
    order = models.UUIDField(null=True, blank=True, unique=True)
    review_due = models.DateField(null=True, blank=True)
    reviewed_on = models.DateField(null=True, blank=True)
    reviewed_by = models.ForeignKey(Employee, models.PROTECT, related_name="+", null=True, blank=True)
    review = models.TextField(blank=True)

    objects = models.Manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(employee__isnull=False, unit__isnull=True) | Q(employee__isnull=True, unit__isnull=False), name="relation_has_one_holder"
            ),
            models.CheckConstraint(condition=Q(until=None) | Q(until__gt=F("since")), name="relation_ends_after_it_begins"),
            models.CheckConstraint(
                condition=~Q(kind="glass") | Q(until__isnull=False, employee__isnull=False, review_due__isnull=False) & ~Q(category="") & ~Q(reason=""),
                name="glass_has_end_reason_and_review",
            ),
            models.CheckConstraint(
                condition=~Q(kind="helper") | Q(until__isnull=False, employee__isnull=False) & ~Q(reason=""), name="helper_has_end_and_reason"
            ),
            models.CheckConstraint(
                condition=Q(kind="order", order__isnull=False, unit__isnull=False) | ~Q(kind="order") & Q(order=None), name="relation_to_an_order_names_it"
            ),
        ]
        indexes = [
            models.Index(fields=["employee", "case"], name="relation_employee"),
            models.Index(fields=["unit", "case"], name="relation_unit"),
            models.Index(fields=["case"], name="relation_case"),
        ]

    def __str__(self) -> str:
        return str(self.public_id)
