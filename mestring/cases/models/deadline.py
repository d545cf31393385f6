"""The deadline a council has published elsewhere than in its standard."""

from __future__ import annotations

import uuid
from typing import Any

from django.db import models
from django.db.models import Q

from mestring.cases import querysets


class PublishedDeadline(models.Model):
    """How long the council has told its citizens that an answer may take under a section, where its standard doesn't say (offentliggjort frist).

    Written once: a correction is a new row that `replaces` the old one, and without a `number` it says that nothing is published after all. It concerns no case.
    Shapes: `council` as in the library; `where` is where the council has published it, in words or as an address; of the rows that hold on a day the latest counts.
    Unit: `number` in `unit`, named as the library names lengths.
    Source: RSL § 3, stk. 2.
    """

    class Unit(models.TextChoices):
        DAYS = "days", "dage"
        WORKING_DAYS = "working_days", "arbejdsdage"
        WEEKS = "weeks", "uger"
        MONTHS = "months", "måneder"

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    council = models.CharField(max_length=40)
    section = models.CharField(max_length=10)
    number = models.PositiveSmallIntegerField(null=True, blank=True)
    unit = models.CharField(max_length=12, choices=Unit, blank=True)
    where = models.CharField(max_length=300)
    valid_from = models.DateField()
    written_on = models.DateField()
    written_by = models.ForeignKey("people.Employee", models.PROTECT, related_name="+")
    replaces = models.OneToOneField("self", models.PROTECT, related_name="replaced_by", null=True, blank=True)

    objects = querysets.PublishedDeadlineQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(number__gte=1) & ~Q(unit="") | Q(number=None, unit="", replaces__isnull=False), name="published_deadline_has_a_length_or_ends_one"
            ),
        ]
        indexes = [models.Index(fields=["council", "section", "-valid_from"], name="published_deadline")]

    def __str__(self) -> str:
        return str(self.public_id)

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise TypeError("a published deadline is corrected by a new row")
        super().save(*args, **kwargs)

    @property
    def length(self) -> str:
        """The length as the library writes it, `8 weeks`; empty when nothing is published."""
        return f"{self.number} {self.unit}" if self.number else ""
