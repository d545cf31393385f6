"""One topic of an assessment: what was said, the level, and the caseworker's own judgement."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q

from mestring.assessments import querysets
from mestring.assessments.models.assessment import Assessment, Revision
from mestring.audit.versions import Versioned
from mestring.cases.models.journal import Kept


class TopicEntry(Versioned):
    """A topic that matters in this assessment (emne). Topics that don't matter have no row: to tell more than is needed is a fault.

    Shapes: `topic` is FFB's code, or the theme's name in VUM 1; `takes_level` says whether the topic is given a level: in VUM 2.0 only under Aktivitet og deltagelse;
    `level` is 0–4, none until it is judged; `matters` is no when it was looked into and found to have no bearing on the decision.
    Source: FFB, list of 30 May 2024; Viborg 2020, l. 2907–3008.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    assessment = models.ForeignKey(Assessment, models.PROTECT, related_name="topics")
    topic = models.CharField(max_length=40)
    takes_level = models.BooleanField()
    level = models.PositiveSmallIntegerField(null=True, blank=True)
    text = models.TextField(blank=True)
    matters = models.BooleanField(default=True)
    saved_at = models.DateTimeField(null=True, blank=True)
    saved_by = models.ForeignKey("people.Employee", models.PROTECT, related_name="+", null=True, blank=True)
    dropped_on = models.DateField(null=True, blank=True)

    objects = querysets.ThroughAssessment.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["assessment", "topic"], name="topic_once"),
            models.CheckConstraint(condition=Q(level=None) | Q(takes_level=True, level__lte=4), name="topic_level_only_where_it_belongs"),
        ]

    def __str__(self) -> str:
        return str(self.public_id)


class TopicRevision(Revision):
    """A topic as it stood when it was saved (tidligere udgave)."""

    topic = models.ForeignKey(TopicEntry, models.PROTECT, related_name="revisions")
    level = models.PositiveSmallIntegerField(null=True, blank=True)
    text = models.TextField(blank=True)
    matters = models.BooleanField(default=True)

    objects = querysets.RevisionQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["topic", "-version"], name="topic_revision_newest")]

    def __str__(self) -> str:
        return str(self.pk)


class Statement(Kept):
    """What somebody said or saw about a topic (oplysning). Never edited: a wrong one is marked as entered in error, and written anew.

    Shapes: `who` is FFB's list of sources; `name` says who in it, as a sister or a place; `happened_on` is the day it was said.
    """

    class Who(models.TextChoices):
        CITIZEN = "citizen", "Borger"
        CITIZEN_SUPPORTED = "citizen_supported", "Borger støttet af pårørende eller medarbejder"
        CASEWORKER = "caseworker", "Sagsbehandler"
        RELATIVES = "relatives", "Pårørende alene"
        PROVIDER = "provider", "Udfører"
        OTHERS = "others", "Andre"

    topic = models.ForeignKey(TopicEntry, models.PROTECT, related_name="statements")
    who = models.CharField(max_length=20, choices=Who)
    name = models.CharField(max_length=120, blank=True)
    occasion = models.CharField(max_length=120, blank=True)
    text = models.TextField()

    objects = querysets.ThroughTopic.as_manager()

    class Meta:
        indexes = [models.Index(fields=["topic", "happened_on"], name="statement_topic")]

    def __str__(self) -> str:
        return str(self.public_id)
