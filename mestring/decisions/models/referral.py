"""A case put before whoever decides, when that is neither the caseworker nor the committee."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q

from mestring.cases.states import ApplicationState
from mestring.decisions.querysets import ReferralQuerySet
from mestring.decisions.states import REFERRAL_MOVES, ReferralState


class Referral(models.Model):
    """An application put before the team's leader or a shelter's leader, who decides it or sends it back (forelæggelse).

    Shapes: `words` is what the caseworker says with it; `unit` and `relation` are the shelter's, which sees the case while the relation lasts: the leader of the
    team sees it anyway; `answer` is why it was sent back.
    Source: SEL § 109 and § 110 (the leader of the shelter); the municipality's own division of competence (the leader).
    """

    class To(models.TextChoices):
        LEADER = "leader", "Lederen"
        SHELTER = "shelter_leader", "Lederen af boformen"

    MOVES = REFERRAL_MOVES

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    application = models.ForeignKey("cases.Application", models.PROTECT, related_name="+")
    to = models.CharField(max_length=16, choices=To)
    unit = models.ForeignKey("people.Unit", models.PROTECT, related_name="+", null=True, blank=True)
    relation = models.ForeignKey("people.Relation", models.PROTECT, related_name="+", null=True, blank=True)
    words = models.TextField()
    sent_on = models.DateField()
    sent_by = models.ForeignKey("people.Employee", models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=ReferralState, default=ReferralState.WAITING)
    answer = models.TextField(blank=True)
    answered_on = models.DateField(null=True, blank=True)
    answered_by = models.ForeignKey("people.Employee", models.PROTECT, related_name="+", null=True, blank=True)
    decision = models.OneToOneField("decisions.Decision", models.PROTECT, related_name="referral", null=True, blank=True)

    objects = ReferralQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["application"], condition=Q(state=ReferralState.WAITING), name="referred_to_one"),
            models.CheckConstraint(condition=~Q(words=""), name="referral_says_something"),
            models.CheckConstraint(
                condition=Q(to="shelter_leader", unit__isnull=False, relation__isnull=False) | Q(to="leader", unit=None, relation=None),
                name="referral_to_a_shelter_has_its_relation",
            ),
            models.CheckConstraint(condition=~Q(state=ReferralState.DECIDED) | Q(decision__isnull=False), name="referral_decided_with_a_decision"),
            models.CheckConstraint(condition=~Q(state=ReferralState.RETURNED) | ~Q(answer=""), name="referral_returned_says_why"),
        ]
        indexes = [models.Index(fields=["unit", "state"], name="referral_unit")]

    def __str__(self) -> str:
        return str(self.public_id)

    @property
    def waits(self) -> bool:
        """Whether it awaits an answer: an application that ended without a decision awaits none."""
        return self.state == ReferralState.WAITING and self.application.state in (ApplicationState.RECEIVED, ApplicationState.DECIDED)

    @property
    def whom(self) -> str:
        """Whom it is put before, in Danish: `lederen`, or the leader of the shelter by its name."""
        return f"forstanderen for {self.unit.name}" if self.unit else "lederen"
