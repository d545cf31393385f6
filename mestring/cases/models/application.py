"""The application and what moves its deadline."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q

from mestring.audit.versions import Versioned
from mestring.cases import querysets
from mestring.cases.models.inquiry import Channel
from mestring.cases.states import APPLICATION_MOVES, ApplicationState, LetterState


class Application(Versioned):
    """A request for help under one section, or under none named (ansøgning).

    Those sent together have the same `submission`. The standard is the one in force when it was received, and stays.
    Shapes: `section` is empty until the authority has named it; `kind` is the standard's variant; `kind_facts` the facts it sets; `deadline` the day it
    must be decided: the last one the citizen has been told; `promised` the one by the standard, before any hold; `finding` the trace as `Finding.to_json()`;
    `own_initiative` that nobody applied, but the authority itself considers to reduce or end help (påtænkt ændring).
    Source: RSL § 3 (frister), § 5 (helhedsvurdering); SEL § 101 for the inquiry's day.
    """

    class Wish(models.TextChoices):
        HELP = "help", "Hjælp"
        CHANGE = "change", "Ændring af den hjælp, der gives"
        END = "end", "At hjælpen ophører"

    MOVES = APPLICATION_MOVES

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="applications")
    submission = models.UUIDField(default=uuid.uuid4)
    inquiry = models.ForeignKey("cases.Inquiry", models.PROTECT, related_name="applications", null=True, blank=True)
    restarts = models.ForeignKey("self", models.PROTECT, related_name="restarted", null=True, blank=True)
    named_from = models.ForeignKey("self", models.PROTECT, related_name="named", null=True, blank=True)
    section = models.CharField(max_length=10, blank=True)
    wish = models.CharField(max_length=8, choices=Wish, default=Wish.HELP)
    own_initiative = models.BooleanField(default=False)
    words = models.TextField()
    kind = models.CharField(max_length=60, blank=True)
    kind_label = models.CharField(max_length=160, blank=True)
    kind_facts = models.JSONField(default=dict)
    channel = models.CharField(max_length=16, choices=Channel)
    sent_by = models.CharField(max_length=160, blank=True)
    received_on = models.DateField()
    standard = models.CharField(max_length=40)
    edition = models.PositiveIntegerField(default=1)
    promised = models.DateField(null=True, blank=True)
    deadline = models.DateField(null=True, blank=True)
    finding = models.JSONField(default=dict)
    state = models.CharField(max_length=10, choices=ApplicationState, default=ApplicationState.RECEIVED)
    ended_on = models.DateField(null=True, blank=True)
    ended_because = models.TextField(blank=True)

    objects = querysets.ApplicationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["submission", "section", "case"], name="application_section_once_in_a_submission"),
            models.CheckConstraint(condition=Q(state=ApplicationState.RECEIVED) | Q(ended_on__isnull=False), name="application_ended_has_a_day"),
        ]
        indexes = [models.Index(fields=["case", "state"], name="application_case")]

    def __str__(self) -> str:
        return str(self.public_id)

    def titled(self, what: str) -> str:
        """`Ansøgning om § 85`, worded by who began it and what is wished. An empty `what` is a request without a section."""
        if not what:
            return "Ansøgning uden paragraf"
        if self.own_initiative:
            return f"{'Påtænkt ophør' if self.wish == self.Wish.END else 'Påtænkt nedsættelse'} af {what}"
        words = {self.Wish.HELP: "Ansøgning om", self.Wish.CHANGE: "Ønske om ændring af", self.Wish.END: "Ønske om ophør af"}
        return f"{words[self.Wish(self.wish)]} {what}"


class Hold(models.Model):
    """Something that moves an application's deadline, seen by everyone (udsættelse).

    A pause runs while the authority waits for somebody else and adds its days; an extension sets a new day. Either way the new day holds from when the letter that tells the
    citizen of it is on its way, and until then the old one is measured. Neither is ever edited.
    Shapes: `until` is the pause's last day, none while it runs; `before` and `after` are the deadline on either side of it; `letter` tells of `after`.
    Source: RSL § 3, stk. 2.
    """

    class Kind(models.TextChoices):
        PAUSE = "pause", "Sat på pause"
        EXTENSION = "extension", "Udskudt"

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    application = models.ForeignKey(Application, models.PROTECT, related_name="holds")
    kind = models.CharField(max_length=10, choices=Kind)
    reason = models.TextField()
    since = models.DateField()
    until = models.DateField(null=True, blank=True)
    before = models.DateField(null=True, blank=True)
    after = models.DateField(null=True, blank=True)
    letter = models.ForeignKey("cases.Letter", models.PROTECT, related_name="+", null=True, blank=True)

    objects = querysets.Holds()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["application"], condition=Q(kind="pause", until=None), name="one_pause_at_a_time"),
            models.CheckConstraint(condition=Q(kind="pause") | Q(after__isnull=False), name="extension_has_a_new_day"),
        ]

    def __str__(self) -> str:
        return str(self.public_id)

    @property
    def told(self) -> bool:
        """Whether the letter that tells the citizen of the new day is on its way."""
        return self.letter is not None and self.letter.state in (LetterState.QUEUED, LetterState.SENT)
