"""What the authority asks a provider to do."""

from __future__ import annotations

import uuid
from datetime import date

from django.db import models
from django.db.models import F, Q

from mestring.assessments.models.assessment import Revision
from mestring.audit.versions import Versioned
from mestring.decisions.models.choice import Unit
from mestring.delivery import querysets
from mestring.delivery.states import OPEN, ORDER_MOVES, UNANSWERED, OrderState


class Order(Versioned):
    """The help a provider is asked to give one citizen (bestilling): for what, how much, and what they need to know, and nothing else.

    While it runs, and only then, the provider's people see it; `relation` is that right, and `citizen` stands here too since they see nothing of the case. Before they have
    said yes they are not told who it is.
    Shapes: `grant` is none for an open offer, which needs no decision; `standard` and `edition` pin the document it is given under; `amount` and `unit` are as in the grant, and `extent` says in words what they can't; `start_by` is the
    day law or standard wants it begun by, with its trace, or the citizen told by (`start_is_contact`); `answer_by` the day the authority asks to hear by; `other_need` says that a course is for another need than the one before; `expected_start` the provider's own word on a waiting list;
    `last_day` the last day of help by the order, when one is set.
    Unit: `amount` in hundredths of its unit.
    Source: KL's FFB messaging (ffb-order); RSL § 16.
    """

    class EndedBy(models.TextChoices):
        AUTHORITY = "authority", "Myndigheden"
        PROVIDER = "provider", "Leverandøren"
        DEATH = "death", "Dødsfald"

    MOVES = ORDER_MOVES

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    number = models.CharField(max_length=20, unique=True)
    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="+")
    citizen = models.ForeignKey("people.Citizen", models.PROTECT, related_name="+")
    grant = models.ForeignKey("decisions.Grant", models.PROTECT, related_name="+", null=True, blank=True)
    section = models.CharField(max_length=10)
    standard = models.CharField(max_length=40)
    edition = models.PositiveIntegerField()
    unit = models.ForeignKey("people.Unit", models.PROTECT, related_name="+")
    relation = models.OneToOneField("people.Relation", models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=OrderState, default=OrderState.PLACED)
    level_label = models.CharField(max_length=200, blank=True)
    purpose = models.TextField()
    needs = models.TextField(blank=True)
    amount = models.PositiveIntegerField(null=True, blank=True)
    measure = models.CharField(max_length=14, choices=Unit, blank=True)
    extent = models.TextField(blank=True)
    shares_phone = models.BooleanField(default=False)
    shares_address = models.BooleanField(default=False)
    chosen_by_citizen = models.BooleanField(default=False)
    other_need = models.BooleanField(default=False)
    begins_on = models.DateField()
    start_by = models.DateField(null=True, blank=True)
    start_source = models.CharField(max_length=200, blank=True)
    start_why = models.JSONField(default=list)
    start_is_contact = models.BooleanField(default=False)
    answer_by = models.DateField()
    placed_on = models.DateField()
    placed_by = models.ForeignKey("people.Employee", models.PROTECT, related_name="+")
    answered_on = models.DateField(null=True, blank=True)
    answered_by = models.ForeignKey("people.Employee", models.PROTECT, related_name="+", null=True, blank=True)
    declined_because = models.TextField(blank=True)
    expected_start = models.DateField(null=True, blank=True)
    started_on = models.DateField(null=True, blank=True)
    last_day = models.DateField(null=True, blank=True)
    ended_on = models.DateField(null=True, blank=True)
    ended_by = models.CharField(max_length=10, choices=EndedBy, blank=True)
    ended_because = models.TextField(blank=True)

    objects = querysets.OrderQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(purpose=""), name="order_has_a_purpose"),
            models.CheckConstraint(
                condition=~Q(state__in=("accepted", "running", "ended", "declined", "queued")) | Q(answered_on__isnull=False), name="order_answered_has_a_day"
            ),
            models.CheckConstraint(condition=~Q(state="declined") | ~Q(declined_because=""), name="order_declined_says_why"),
            models.CheckConstraint(condition=~Q(state="queued") | Q(expected_start__isnull=False), name="order_queued_says_when"),
            models.CheckConstraint(condition=~Q(state__in=("running", "ended")) | Q(started_on__isnull=False), name="order_running_has_begun"),
            models.CheckConstraint(
                condition=~Q(state="ended") | Q(ended_on__isnull=False, last_day__isnull=False) & ~Q(ended_because=""), name="order_ended_says_why"
            ),
            models.CheckConstraint(condition=Q(last_day=None) | Q(started_on=None) | Q(last_day__gte=F("started_on")), name="order_ends_after_it_begins"),
        ]
        indexes = [
            models.Index(fields=["unit", "state"], name="order_unit"),
            models.Index(fields=["case", "-placed_on"], name="order_case"),
            models.Index(fields=["grant", "state"], name="order_grant"),
            models.Index(fields=["citizen"], name="order_citizen"),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def is_open(self) -> bool:
        """Whether the provider still has it before them."""
        return self.state in OPEN

    @property
    def begin_by(self) -> date | None:
        """The day help must have begun by; none where the document only says by when the citizen hears."""
        return None if self.start_is_contact else self.start_by

    @property
    def is_answered(self) -> bool:
        """Whether the provider has said yes, and so may know who it is."""
        return self.state not in UNANSWERED

    def runs(self, on: date) -> bool:
        """Whether help is given by it on a day."""
        return bool(self.started_on and self.started_on <= on and (self.last_day is None or on <= self.last_day))


class OrderRevision(Revision):
    """What was asked for before it was changed (tidligere udgave af bestillingen). Shapes: `values` holds it by field name."""

    order = models.ForeignKey(Order, models.PROTECT, related_name="revisions")
    values = models.JSONField(default=dict)
    because = models.TextField(blank=True)

    objects = querysets.ThroughOrder.as_manager()

    def __str__(self) -> str:
        return str(self.pk)


class OrderGoal(models.Model):
    """A goal the order is to work towards (mål i bestillingen). It is what lets the provider see the goal."""

    order = models.ForeignKey(Order, models.PROTECT, related_name="order_goals")
    goal = models.ForeignKey("delivery.Goal", models.PROTECT, related_name="+")

    objects = querysets.ThroughOrder.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["order", "goal"], name="order_goal_once")]

    def __str__(self) -> str:
        return str(self.pk)


class TeamMember(models.Model):
    """Somebody in the care team around the order, and their part in it (indsatsteam).

    Source: KL's FFB messaging: koordinerende and samarbejdende, authority and provider.
    """

    class Role(models.TextChoices):
        COORDINATING_AUTHORITY = "coordinating_authority", "Koordinerende myndighed"
        COOPERATING_AUTHORITY = "cooperating_authority", "Samarbejdende myndighed"
        COORDINATING_PROVIDER = "coordinating_provider", "Koordinerende udfører"
        COOPERATING_PROVIDER = "cooperating_provider", "Samarbejdende udfører"
        OTHER = "other", "Anden i teamet"

    order = models.ForeignKey(Order, models.PROTECT, related_name="team")
    role = models.CharField(max_length=24, choices=Role)
    name = models.CharField(max_length=120)
    title = models.CharField(max_length=80, blank=True)
    phone = models.CharField(max_length=20, blank=True)
    employee = models.ForeignKey("people.Employee", models.PROTECT, related_name="+", null=True, blank=True)
    until = models.DateField(null=True, blank=True)

    objects = querysets.ThroughOrder.as_manager()

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(name=""), name="team_member_has_a_name")]

    def __str__(self) -> str:
        return str(self.pk)
