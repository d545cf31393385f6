"""When help is followed up, by the standard and by agreement, and what came of it."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import F, Q

from mestring.cases.querysets import ThroughCase
from mestring.followups import querysets


class Kind(models.TextChoices):
    """What is held. The same keys as on the work list."""

    FOLLOW_UP = "follow_up", "Opfølgning"
    PEER_REVIEW = "peer_review", "Sparring"
    RATE = "rate", "Takstvurdering"


class Outcome(models.TextChoices):
    """What a follow-up comes to (status på indsats). The last two begin a new decision. Source: FFB, «status på indsats»."""

    CONTINUE = "continue", "Støtten fortsætter"
    END = "end", "Støtten afsluttes"
    END_AND_REFER = "end_and_refer", "Støtten afsluttes, og noget andet begynder"


class Form(models.TextChoices):
    """How it is held. The library's own words."""

    IN_PERSON = "in_person", "Personligt møde"
    VIRTUAL = "virtual", "Virtuelt møde"
    TELEPHONE = "telephone", "Telefon"
    CONFERENCE = "conference", "Behandlingskonference"
    STATUS_MEETING = "status_meeting", "Statusmøde"
    ADMINISTRATIVE = "administrative", "Administrativt, uden møde"


class Basis(models.TextChoices):
    """What it builds on. The library's own words."""

    NONE = "none", "Ingen status"
    STATUS_NOTE = "status_note", "Statusbeskrivelse"
    FOLLOW_UP_FORM = "follow_up_form", "Opfølgningsskema"
    ACTION_PLAN = "action_plan", "Handleplan"
    CITIZEN_PLAN = "citizen_plan", "Borgerplan"
    STAY_PLAN = "stay_plan", "Opholdsplan"
    TREATMENT_PLAN = "treatment_plan", "Behandlingsplan"


ONE = Q(grant=None, order__isnull=False) | Q(grant__isnull=False, order=None)
"""It is of a grant or of an order, and of one of them."""


class GrantCadence(models.Model):
    """One rule's rhythm for one grant (kadence): from when it counts, what has been done of it, and what is owed by it.

    Worked out from the standard and the facts of the decision, and kept so that a whole caseload can be counted anew at once. A row without a rule says that neither
    document nor law prints an interval.
    Shapes: `start` is the day counted from, `counted_from` the fact it is; `covered` is the latest of the rule's days that was answered, `last` the day it was last held;
    `owed_on` none when nothing is owed; `orders` is how many orders of the grant had begun when it was worked out, and `begun_on` when the first of them did, since help is counted from
    when it began.
    """

    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="+")
    grant = models.ForeignKey("decisions.Grant", models.PROTECT, related_name="+")
    kind = models.CharField(max_length=12, choices=Kind)
    rule = models.CharField(max_length=80, blank=True)
    edition = models.PositiveIntegerField()
    counted_from = models.CharField(max_length=40, blank=True)
    start = models.DateField(null=True, blank=True)
    covered = models.DateField(null=True, blank=True)
    last = models.DateField(null=True, blank=True)
    owed_on = models.DateField(null=True, blank=True)
    orders = models.PositiveSmallIntegerField(default=0)
    begun_on = models.DateField(null=True, blank=True)

    objects = ThroughCase.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["grant", "rule"], name="cadence_once"),
            models.CheckConstraint(condition=Q(rule="") | Q(start__isnull=False), name="cadence_counts_from_a_day"),
        ]

    def __str__(self) -> str:
        return f"{self.rule} {self.grant_id}"


class GrantFact(models.Model):
    """An answer to one of the questions the standard's rhythm hangs on, given after the help was decided (svar). The newest of a question counts.

    Shapes: `value` as the rules read it from a form; `source` is where it is known from.
    """

    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="+")
    grant = models.ForeignKey("decisions.Grant", models.PROTECT, related_name="+")
    fact = models.CharField(max_length=60)
    value = models.JSONField()
    source = models.CharField(max_length=200)
    answered_on = models.DateField()
    answered_by = models.ForeignKey("people.Employee", models.PROTECT, related_name="+")

    objects = querysets.GrantFactQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.fact} {self.grant_id}"


class AgreedDate(models.Model):
    """Another day than the standard's, or a day where it has none, for the next that is owed (aftalt dato). An earlier one is free; a later one says why and with whom.

    Shapes: it is of a `grant`, or of the `order` of a course nobody had to decide; `instead_of` is the day the standard had when it was agreed; `ended_on` the day it was held, or
    another was agreed.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="+")
    grant = models.ForeignKey("decisions.Grant", models.PROTECT, related_name="+", null=True, blank=True)
    order = models.ForeignKey("delivery.Order", models.PROTECT, related_name="+", null=True, blank=True)
    kind = models.CharField(max_length=12, choices=Kind)
    day = models.DateField()
    instead_of = models.DateField(null=True, blank=True)
    because = models.TextField(blank=True)
    agreed_with = models.CharField(max_length=120, blank=True)
    agreed_on = models.DateField()
    agreed_by = models.ForeignKey("people.Employee", models.PROTECT, related_name="+")
    ended_on = models.DateField(null=True, blank=True)

    objects = querysets.AgreedDateQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["grant", "kind"], condition=Q(ended_on=None), name="agreed_date_once"),
            models.UniqueConstraint(fields=["order", "kind"], condition=Q(ended_on=None), name="agreed_date_of_course_once"),
            models.CheckConstraint(condition=ONE, name="agreed_date_of_one"),
            models.CheckConstraint(
                condition=Q(instead_of=None) | Q(day__lte=F("instead_of")) | (~Q(because="") & ~Q(agreed_with="")), name="later_date_says_why_and_with_whom"
            ),
        ]

    def __str__(self) -> str:
        return str(self.public_id)


class FollowUp(models.Model):
    """A follow-up that was held (opfølgning), never changed afterwards; one entered in error is marked so.

    Shapes: it is of a `grant`, or of the `order` of a course nobody had to decide; `due_on` is the day it answered: the standard's, none where it has none, or when it was an `extra` one, after which the planned is still owed; `promised_on` the
    day it should be held by, which the decision or an agreement set; `extent` says what was thought of how much help there is; `begun` is the application it began when help
    is to end or become less.
    Source: SEL § 148; FFB's «opfølgning» and «status på indsats».
    """

    class Extent(models.TextChoices):
        SAME = "same", "Uændret"
        LESS = "less", "Mindre"
        MORE = "more", "Mere"

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="+")
    grant = models.ForeignKey("decisions.Grant", models.PROTECT, related_name="+", null=True, blank=True)
    order = models.ForeignKey("delivery.Order", models.PROTECT, related_name="+", null=True, blank=True)
    kind = models.CharField(max_length=12, choices=Kind)
    due_on = models.DateField(null=True, blank=True)
    promised_on = models.DateField(null=True, blank=True)
    held_on = models.DateField()
    form = models.CharField(max_length=16, choices=Form)
    basis = models.CharField(max_length=16, choices=Basis, blank=True)
    present = models.CharField(max_length=200, blank=True)
    citizen_says = models.TextField(blank=True)
    provider_says = models.TextField(blank=True)
    agreed = models.TextField()
    outcome = models.CharField(max_length=16, choices=Outcome)
    extra = models.BooleanField(default=False)
    extent = models.CharField(max_length=4, choices=Extent, default=Extent.SAME)
    departs = models.TextField(blank=True)
    begun = models.ForeignKey("cases.Application", models.PROTECT, related_name="+", null=True, blank=True)
    standard = models.CharField(max_length=40)
    edition = models.PositiveIntegerField()
    held_by = models.ForeignKey("people.Employee", models.PROTECT, related_name="+")
    error_on = models.DateField(null=True, blank=True)
    error_because = models.TextField(blank=True)

    objects = querysets.FollowUpQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(agreed=""), name="follow_up_says_what_was_agreed"),
            models.CheckConstraint(condition=ONE, name="follow_up_of_one"),
            models.CheckConstraint(condition=Q(error_on=None) | ~Q(error_because=""), name="follow_up_in_error_says_why"),
        ]
        indexes = [
            models.Index(fields=["grant", "kind", "-held_on"], name="follow_up_grant"),
            models.Index(fields=["order", "-held_on"], name="follow_up_order"),
            models.Index(fields=["case", "-held_on"], name="follow_up_case"),
        ]

    def __str__(self) -> str:
        return str(self.public_id)

    @property
    def section(self) -> str:
        """The section of the help."""
        return str((self.grant or self.order).section) if self.grant or self.order else ""

    @property
    def late(self) -> bool:
        """Whether it was held after the day it should be held by."""
        by = self.promised_on or self.due_on
        return by is not None and self.held_on > by
