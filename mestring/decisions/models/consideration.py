"""What the authority holds the application up against."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q

from mestring.audit.versions import Versioned
from mestring.cases.querysets import ThroughApplication


class Consideration(Versioned):
    """One section weighed in an application (målgruppevurdering): the one applied for, and each of the others law asks the authority to think of.

    Shapes: `facts` is what is known, by fact id, as {value, from}; `judgements` is what the standard's or law's conditions leave to a person, by fact id, as
    {mark, words}, mark being met or not_met, with from when they are the answer of whoever decided; `why` is the conclusion in the caseworker's words.
    Source: RSL § 5 (helhedsvurdering), § 10 (officialprincip).
    """

    class Outcome(models.TextChoices):
        OPEN = "open", "Mangler"
        MET = "met", "Vurderet: ja"
        NOT_MET = "not_met", "Ikke opfyldt"
        NOT_RELEVANT = "not_relevant", "Vurderet: ikke relevant"

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    application = models.ForeignKey("cases.Application", models.PROTECT, related_name="+")
    section = models.CharField(max_length=10)
    applied = models.BooleanField()
    facts = models.JSONField(default=dict, blank=True)
    judgements = models.JSONField(default=dict, blank=True)
    outcome = models.CharField(max_length=12, choices=Outcome, default=Outcome.OPEN)
    why = models.TextField(blank=True)
    concluded_on = models.DateField(null=True, blank=True)
    concluded_by = models.ForeignKey("people.Employee", models.PROTECT, related_name="+", null=True, blank=True)

    objects = ThroughApplication.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["application", "section"], name="consideration_once"),
            models.CheckConstraint(condition=Q(outcome="open") | Q(concluded_on__isnull=False), name="consideration_concluded_has_a_day"),
            models.CheckConstraint(condition=~Q(applied=True) | ~Q(outcome="not_relevant"), name="consideration_applied_is_relevant"),
            models.CheckConstraint(condition=~Q(outcome="not_relevant") | ~Q(why=""), name="consideration_not_relevant_says_why"),
        ]

    def __str__(self) -> str:
        return str(self.public_id)

    @property
    def is_open(self) -> bool:
        """Whether nobody has concluded."""
        return self.outcome == self.Outcome.OPEN

    @property
    def values(self) -> dict[str, object]:
        """What is known, as the rules ask for it."""
        return {fact: said["value"] for fact, said in self.facts.items()}

    @property
    def judged(self) -> dict[str, bool]:
        """What a person has judged, as the rules ask for it."""
        return {fact: said["mark"] == "met" for fact, said in self.judgements.items()}
