"""The plan authority and provider share: what the citizen wants, the goals, the steps towards them, and how it goes."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q

from mestring.assessments.models.assessment import Revision
from mestring.audit.versions import Versioned
from mestring.delivery import querysets
from mestring.delivery.states import GOAL_MOVES, PLAN_MOVES, GoalState, PlanState


class Plan(Versioned):
    """A plan made with the citizen (plan): the action plan of § 141 and its sisters, the same thing with another name and other words for its parts.

    Shapes: `offered_on` is the day it was offered, `answered_on` the day the citizen said yes or no; `made_on` the day it was first written down. What the five texts are
    called follows from the kind.
    Source: SEL § 141; Randers 2019 l. 265 (borgerplan); Viborg 2020, § 82 c (kriseplan); SEL §§ 109–110 (opholdsplan).
    """

    class Kind(models.TextChoices):
        ACTION = "action", "Handleplan"
        CITIZEN = "citizen", "Borgerplan"
        STAY = "stay", "Opholdsplan"
        CRISIS = "crisis", "Kriseplan"

    MOVES = PLAN_MOVES

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="+")
    kind = models.CharField(max_length=8, choices=Kind)
    state = models.CharField(max_length=8, choices=PlanState, default=PlanState.OFFERED)
    offered_on = models.DateField()
    answered_on = models.DateField(null=True, blank=True)
    made_on = models.DateField(null=True, blank=True)
    made_by = models.ForeignKey("people.Employee", models.PROTECT, related_name="+", null=True, blank=True)
    wishes = models.TextField(blank=True)
    purpose = models.TextField(blank=True)
    effort = models.TextField(blank=True)
    duration = models.TextField(blank=True)
    other = models.TextField(blank=True)
    ended_on = models.DateField(null=True, blank=True)
    ended_because = models.TextField(blank=True)

    objects = querysets.PlanQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "kind"], condition=~Q(state=PlanState.ENDED), name="plan_one_of_a_kind"),
            models.CheckConstraint(condition=~Q(state=PlanState.ENDED) | Q(ended_on__isnull=False), name="plan_ended_has_a_day"),
            models.CheckConstraint(condition=Q(state=PlanState.OFFERED) | Q(answered_on__isnull=False), name="plan_answered_has_a_day"),
        ]

    def __str__(self) -> str:
        return str(self.public_id)


class PlanRevision(Revision):
    """A plan's texts as they stood when they were saved (tidligere udgave af planen). Shapes: `values` holds them by field name."""

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="+")
    values = models.JSONField(default=dict)

    objects = querysets.ThroughPlan.as_manager()

    def __str__(self) -> str:
        return str(self.pk)


class Goal(Versioned):
    """What the citizen and the authority want to come to (indsatsmål): exactly one primary topic, any number of secondary, an expected level and a kind.

    Shapes: `topic` and `secondary` are FFB's codes under Aktivitet og deltagelse, or the themes' names in VUM 1; `level` is how it was when the goal was set, `expected`
    what is aimed at, both 0–4. The letters of SMARTE are `text` (specific), `measured_by`, `accepted`, `realistic`, `evaluate_on` (timed) and `evaluated_how`.
    Source: VUM 2.0 (SMARTE); KL's FFB report (interventionGoal: one of rank 1, both targets).
    """

    class Aim(models.TextChoices):
        DEVELOP = "develop", "Udvikle"
        MAINTAIN = "maintain", "Fastholde"
        LIMIT_LOSS = "limit_loss", "Begrænse tab"

    MOVES = GOAL_MOVES

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    plan = models.ForeignKey(Plan, models.PROTECT, related_name="goals")
    text = models.CharField(max_length=200)
    topic = models.CharField(max_length=40)
    secondary = models.JSONField(default=list, blank=True)
    level = models.PositiveSmallIntegerField(null=True, blank=True)
    expected = models.PositiveSmallIntegerField()
    aim = models.CharField(max_length=10, choices=Aim)
    measured_by = models.TextField(blank=True)
    accepted = models.TextField(blank=True)
    realistic = models.TextField(blank=True)
    evaluate_on = models.DateField(null=True, blank=True)
    evaluated_how = models.TextField(blank=True)
    state = models.CharField(max_length=8, choices=GoalState, default=GoalState.ACTIVE)
    set_on = models.DateField()
    set_by = models.ForeignKey("people.Employee", models.PROTECT, related_name="+")
    ended_on = models.DateField(null=True, blank=True)
    ended_because = models.TextField(blank=True)

    objects = querysets.GoalQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(text="") & ~Q(topic=""), name="goal_has_words_and_a_topic"),
            models.CheckConstraint(condition=Q(expected__lte=4) & (Q(level=None) | Q(level__lte=4)), name="goal_levels_are_0_to_4"),
            models.CheckConstraint(condition=Q(state=GoalState.ACTIVE) | Q(ended_on__isnull=False) & ~Q(ended_because=""), name="goal_ended_says_why"),
        ]

    def __str__(self) -> str:
        return str(self.public_id)


class GoalRevision(Revision):
    """A goal as it stood when it was saved (tidligere udgave af målet). Shapes: `values` holds it by field name."""

    goal = models.ForeignKey(Goal, models.PROTECT, related_name="+")
    values = models.JSONField(default=dict)

    objects = querysets.ThroughGoal.as_manager()

    def __str__(self) -> str:
        return str(self.pk)


class SubGoal(models.Model):
    """A step towards a goal, which the provider sets with the citizen (delmål).

    Source: VUM 2.0; Vejle 2023 (the provider makes sub-goals for each goal).
    """

    class Ambition(models.TextChoices):
        PROMPTED = "prompted", "Gør det, når nogen minder om det"
        INDEPENDENT = "independent", "Gør det selv"
        PARTICIPATING = "participating", "Er med, når andre gør det"

    MOVES = GOAL_MOVES

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    goal = models.ForeignKey(Goal, models.PROTECT, related_name="sub_goals")
    order = models.ForeignKey("delivery.Order", models.PROTECT, related_name="+")
    text = models.CharField(max_length=200)
    ambition = models.CharField(max_length=14, choices=Ambition)
    state = models.CharField(max_length=8, choices=GoalState, default=GoalState.ACTIVE)
    set_on = models.DateField()
    set_by = models.ForeignKey("people.Employee", models.PROTECT, related_name="+")
    ended_on = models.DateField(null=True, blank=True)

    objects = querysets.ThroughOrder.as_manager()

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(text=""), name="sub_goal_has_words")]

    def __str__(self) -> str:
        return str(self.public_id)


class Rating(models.Model):
    """How far a goal is, as the citizen or the staff sees it on a day (vurdering af målet). The two answer each for themselves.

    Unit: `value` is 0 (not at all) to 10 (wholly in place).
    Source: Vejle 2023 (both the citizen's own assessment and the staff's).
    """

    class Whose(models.TextChoices):
        CITIZEN = "citizen", "Borgeren"
        STAFF = "staff", "Medarbejderen"

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    goal = models.ForeignKey(Goal, models.PROTECT, related_name="ratings")
    order = models.ForeignKey("delivery.Order", models.PROTECT, related_name="+")
    whose = models.CharField(max_length=8, choices=Whose)
    value = models.PositiveSmallIntegerField()
    words = models.TextField(blank=True)
    rated_on = models.DateField()
    written_by = models.ForeignKey("people.Employee", models.PROTECT, related_name="+")
    error_on = models.DateField(null=True, blank=True)

    objects = querysets.ThroughOrder.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(value__lte=10), name="rating_is_0_to_10"),
            models.UniqueConstraint(fields=["order", "goal", "whose", "rated_on"], condition=Q(error_on=None), name="rating_once_a_day"),
        ]

    def __str__(self) -> str:
        return str(self.public_id)
