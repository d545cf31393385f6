"""The assessment, and what it concludes."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q

from mestring.assessments import querysets
from mestring.assessments.states import ASSESSMENT_MOVES, AssessmentState
from mestring.audit.versions import Versioned


class Assessment(Versioned):
    """What is known about a citizen's situation, and what they need (udredning).

    Written by the method its standard names, and never edited once it is finished: `previous` is the one it takes the place of.
    Shapes: `standard` is the standard that named the method, and stays; `because` is why there is one although the standard asks for none, or by another method than
    its own; `need_level` is FFB's 0–4 and belongs to VUM 2.0, `overall` is A–E and belongs to VUM 1: a caseworker's judgement, never an average of the topics, and
    the two scales are never made into each other; `aids` says which aids and medicines the citizen has, since the levels count them.
    Source: VUM 2.0 (Social- og Boligstyrelsen) with FFB (KL); Viborg 2020, bilag 1 (VUM 1); RSL § 10.
    """

    class Method(models.TextChoices):
        VUM2 = "vum2", "VUM 2.0"
        VUM1 = "vum1", "VUM 1"

    class Overall(models.TextChoices):
        A = "A", "A Intet problem"
        B = "B", "B Let problem"
        C = "C", "C Moderat problem"
        D = "D", "D Stort problem"
        E = "E", "E Fuldstændigt problem"

    MOVES = ASSESSMENT_MOVES

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="+")
    application = models.ForeignKey("cases.Application", models.PROTECT, related_name="+", null=True, blank=True)
    previous = models.ForeignKey("self", models.PROTECT, related_name="later", null=True, blank=True)
    method = models.CharField(max_length=4, choices=Method)
    standard = models.CharField(max_length=40)
    edition = models.PositiveIntegerField(default=1)
    because = models.TextField(blank=True)
    state = models.CharField(max_length=10, choices=AssessmentState, default=AssessmentState.DRAFT)
    started_on = models.DateField()
    started_by = models.ForeignKey("people.Employee", models.PROTECT, related_name="+", null=True, blank=True)
    finished_on = models.DateField(null=True, blank=True)
    finished_by = models.ForeignKey("people.Employee", models.PROTECT, related_name="+", null=True, blank=True)
    wishes = models.TextField(blank=True)
    summary = models.TextField(blank=True)
    aids = models.TextField(blank=True)
    need_level = models.PositiveSmallIntegerField(null=True, blank=True)
    overall = models.CharField(max_length=1, choices=Overall, blank=True)
    need = models.TextField(blank=True)

    objects = querysets.AssessmentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "method"], condition=Q(state=AssessmentState.DRAFT), name="assessment_one_draft"),
            models.CheckConstraint(
                condition=Q(state=AssessmentState.DRAFT) | Q(finished_on__isnull=False) & ~Q(need=""), name="assessment_finished_has_day_and_need"
            ),
            models.CheckConstraint(condition=Q(need_level=None) | Q(method="vum2", need_level__lte=4), name="assessment_need_level_is_vum2"),
            models.CheckConstraint(condition=Q(overall="") | Q(method="vum1", overall__in=["A", "B", "C", "D", "E"]), name="assessment_overall_is_vum1"),
        ]
        indexes = [models.Index(fields=["case", "state", "-started_on"], name="assessment_case")]

    def __str__(self) -> str:
        return str(self.public_id)

    @property
    def is_draft(self) -> bool:
        """Whether it may still be written in."""
        return self.state == AssessmentState.DRAFT


class Revision(models.Model):
    """A text as it stood when it was saved. Nothing that was saved is lost, whoever wrote over it."""

    version = models.PositiveIntegerField()
    written_at = models.DateTimeField()
    written_by = models.ForeignKey("people.Employee", models.PROTECT, related_name="+", null=True, blank=True)

    class Meta:
        abstract = True


class NeedRevision(Revision):
    """The conclusion as it stood when it was saved (tidligere udgave af behovet).

    Shapes: `values` holds the saved texts, the level and the letter by field name.
    """

    assessment = models.ForeignKey(Assessment, models.PROTECT, related_name="need_revisions")
    values = models.JSONField(default=dict)

    objects = querysets.NeedRevisionQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["assessment", "-version"], name="need_revision_newest")]

    def __str__(self) -> str:
        return str(self.pk)
