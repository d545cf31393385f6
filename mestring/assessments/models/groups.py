"""Whom the help is for, and what a doctor has found."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q

from mestring.assessments import querysets
from mestring.assessments.models.assessment import Assessment


class TargetGroup(models.Model):
    """A group the citizen belongs to (målgruppe): at most one is the primary, any number are secondary.

    Shapes: `code` is FFB's.
    Source: FFB, Målgrupper; KL's FFB report (at most one of rank 1).
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    assessment = models.ForeignKey(Assessment, models.PROTECT, related_name="target_groups")
    code = models.CharField(max_length=40)
    primary = models.BooleanField(default=False)
    dropped_on = models.DateField(null=True, blank=True)

    objects = querysets.ThroughAssessment.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["assessment", "code"], condition=Q(dropped_on=None), name="target_group_once"),
            models.UniqueConstraint(fields=["assessment"], condition=Q(primary=True, dropped_on=None), name="target_group_one_primary"),
        ]

    def __str__(self) -> str:
        return str(self.public_id)


class Diagnosis(models.Model):
    """A diagnosis somebody entitled to has made (diagnose), with where it is known from.

    Shapes: `code` is ICD-10 when it is known; `source` who made it and the paper it stands in; `made_on` the day of that paper.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    assessment = models.ForeignKey(Assessment, models.PROTECT, related_name="diagnoses")
    text = models.CharField(max_length=200)
    code = models.CharField(max_length=10, blank=True)
    source = models.CharField(max_length=200)
    made_on = models.DateField(null=True, blank=True)
    dropped_on = models.DateField(null=True, blank=True)

    objects = querysets.ThroughAssessment.as_manager()

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(source="") & ~Q(text=""), name="diagnosis_has_a_source")]

    def __str__(self) -> str:
        return str(self.public_id)
