"""What leads to a decision: the choice beside the proposal, the recommendation, gates passed with a reason, and which grant is to be changed."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q

from mestring.audit.versions import Versioned
from mestring.cases.querysets import ThroughApplication
from mestring.decisions.models.choice import Choice
from mestring.decisions.querysets import GatePassQuerySet


class Preparation(Versioned, Choice):
    """The choice as it stands before it is decided (forberedelse af afgørelse), kept so that it survives a reload and a colleague writing at the same time.

    Shapes: `because` is what was wrong with the first decision, while it is being corrected.
    Source: FVL §§ 22–24.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    application = models.OneToOneField("cases.Application", models.PROTECT, related_name="+")
    because = models.TextField(blank=True)
    written_by = models.ForeignKey("people.Employee", models.PROTECT, related_name="+", null=True, blank=True)
    written_at = models.DateTimeField()

    objects = ThroughApplication.as_manager()

    def __str__(self) -> str:
        return str(self.public_id)


class Recommendation(Versioned):
    """What the caseworker recommends to the committee (indstilling). A proposal, never a decision.

    Shapes: `wish` is the citizen's own words; `tried` what has been given before.
    Source: VUM 2.0, redskabet Indstilling.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    application = models.OneToOneField("cases.Application", models.PROTECT, related_name="+")
    text = models.TextField()
    alternative = models.TextField(blank=True)
    wish = models.TextField(blank=True)
    tried = models.TextField(blank=True)
    written_on = models.DateField()
    written_by = models.ForeignKey("people.Employee", models.PROTECT, related_name="+", null=True, blank=True)

    objects = ThroughApplication.as_manager()

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(text=""), name="recommendation_says_something")]

    def __str__(self) -> str:
        return str(self.public_id)


class GatePass(models.Model):
    """How a gate was passed (passeret port): by a written reason before the decision, and by fact or reason when it was made.

    Shapes: `fact` is what the gate saw, in Danish with its source; a row without `decision` is a reason that waits for one. Never edited: a reason is withdrawn and written anew.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    application = models.ForeignKey("cases.Application", models.PROTECT, related_name="+")
    decision = models.ForeignKey("decisions.Decision", models.PROTECT, related_name="gates", null=True, blank=True)
    gate = models.CharField(max_length=24)
    rule = models.CharField(max_length=200)
    fact = models.JSONField(default=dict, blank=True)
    reason = models.TextField(blank=True)
    passed_on = models.DateField()
    passed_by = models.ForeignKey("people.Employee", models.PROTECT, related_name="+", null=True, blank=True)
    withdrawn_on = models.DateField(null=True, blank=True)

    objects = GatePassQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["application", "gate"], condition=Q(decision=None, withdrawn_on=None), name="gate_reason_once"),
            models.UniqueConstraint(fields=["decision", "gate"], condition=Q(decision__isnull=False), name="gate_once_in_a_decision"),
            models.CheckConstraint(condition=Q(decision__isnull=False) | ~Q(reason=""), name="gate_passed_before_has_a_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.gate} {self.application_id}"


class PlannedChange(models.Model):
    """Which help an application would change or end, and whose idea it is (påtænkt ændring).

    Shapes: `intended` is what the authority has in mind, empty when the citizen wishes it.
    Source: FVL § 19; SEL § 3 a.
    """

    class Initiative(models.TextChoices):
        CITIZEN = "citizen", "Borgerens ønske"
        AUTHORITY = "authority", "Kommunens initiativ"

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    application = models.OneToOneField("cases.Application", models.PROTECT, related_name="+")
    grant = models.ForeignKey("decisions.Grant", models.PROTECT, related_name="planned_changes")
    initiative = models.CharField(max_length=10, choices=Initiative)
    intended = models.CharField(max_length=16, choices=[("reduced", "Nedsættelse"), ("ended", "Ophør")], blank=True)
    because = models.TextField()

    objects = ThroughApplication.as_manager()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(initiative="citizen") | ~Q(intended=""), name="authority_says_what_it_intends")]

    def __str__(self) -> str:
        return str(self.public_id)

    @property
    def by_authority(self) -> bool:
        """Whether it is the authority's own idea."""
        return self.initiative == self.Initiative.AUTHORITY
