"""The citizen's word before a decision that goes against them."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import F, Q

from mestring.audit.versions import Versioned
from mestring.cases.querysets import ThroughApplication
from mestring.decisions.querysets import HearingQuerySet
from mestring.decisions.states import HEARING_MOVES, HearingState


class Hearing(models.Model):
    """That the citizen was told what is considered and on which facts, and could answer (partshøring).

    Shapes: `considered` is what was chosen when it was sent, as far as it was: outcome, level, amount, unit, effect_on; `facts` is a list of {text, from}; `short_because` is why they got less time than usual; `answer` is what they said, with `document` when it
    came on paper.
    Source: FVL §§ 19–21.
    """

    MOVES = HEARING_MOVES

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    application = models.ForeignKey("cases.Application", models.PROTECT, related_name="+")
    planned = models.TextField()
    considered = models.JSONField(default=dict, blank=True)
    facts = models.JSONField(default=list)
    letter = models.OneToOneField("cases.Letter", models.PROTECT, related_name="+")
    sent_on = models.DateField()
    due_on = models.DateField()
    short_because = models.TextField(blank=True)
    answered_on = models.DateField(null=True, blank=True)
    answer = models.TextField(blank=True)
    document = models.ForeignKey("cases.Document", models.PROTECT, related_name="+", null=True, blank=True)
    state = models.CharField(max_length=10, choices=HearingState, default=HearingState.SENT)

    objects = HearingQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["application"], condition=Q(state=HearingState.SENT), name="one_hearing_awaited"),
            models.CheckConstraint(condition=Q(due_on__gt=F("sent_on")), name="hearing_leaves_time"),
            models.CheckConstraint(condition=~Q(state=HearingState.ANSWERED) | Q(answered_on__isnull=False), name="hearing_answered_has_a_day"),
        ]
        indexes = [models.Index(fields=["application", "-sent_on"], name="hearing_application")]

    def __str__(self) -> str:
        return str(self.public_id)


class HearingDraft(Versioned):
    """A hearing as it stands before it is sent (kladde til partshøring), kept so that nothing written is lost. Emptied when the hearing is sent.

    Shapes: `facts` is a list of {text, from}, as in the hearing.
    Source: FVL §§ 19–21.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    application = models.OneToOneField("cases.Application", models.PROTECT, related_name="+")
    planned = models.TextField(blank=True)
    facts = models.JSONField(default=list, blank=True)
    due_on = models.DateField(null=True, blank=True)
    short_because = models.TextField(blank=True)
    written_by = models.ForeignKey("people.Employee", models.PROTECT, related_name="+", null=True, blank=True)

    objects = ThroughApplication.as_manager()

    def __str__(self) -> str:
        return str(self.public_id)
