"""States of what lives between decision and follow-up, with the moves allowed between them. What can be computed from dates is not here."""

from __future__ import annotations

from collections.abc import Mapping

from django.db.models import TextChoices

Moves = Mapping[str, tuple[str, ...]]


class PlanState(TextChoices):
    OFFERED = "offered", "Tilbudt"
    ACCEPTED = "accepted", "I brug"
    DECLINED = "declined", "Borgeren sagde nej"
    ENDED = "ended", "Afsluttet"


PLAN_MOVES: Moves = {
    PlanState.OFFERED: (PlanState.ACCEPTED, PlanState.DECLINED),
    PlanState.DECLINED: (PlanState.ACCEPTED,),
    PlanState.ACCEPTED: (PlanState.ENDED,),
}


class GoalState(TextChoices):
    ACTIVE = "active", "Arbejdes med"
    REACHED = "reached", "Nået"
    DROPPED = "dropped", "Opgivet"


GOAL_MOVES: Moves = {GoalState.ACTIVE: (GoalState.REACHED, GoalState.DROPPED)}


class OrderState(TextChoices):
    PLACED = "placed", "Venter på svar"
    QUEUED = "queued", "På venteliste"
    ACCEPTED = "accepted", "Taget imod"
    RUNNING = "running", "I gang"
    ENDED = "ended", "Afsluttet"
    DECLINED = "declined", "Afvist"
    WITHDRAWN = "withdrawn", "Trukket tilbage"


ORDER_MOVES: Moves = {
    OrderState.PLACED: (OrderState.QUEUED, OrderState.ACCEPTED, OrderState.DECLINED, OrderState.WITHDRAWN),
    OrderState.QUEUED: (OrderState.QUEUED, OrderState.ACCEPTED, OrderState.DECLINED, OrderState.WITHDRAWN),
    OrderState.ACCEPTED: (OrderState.RUNNING, OrderState.WITHDRAWN),
    OrderState.RUNNING: (OrderState.ENDED,),
}
OPEN = (OrderState.PLACED, OrderState.QUEUED, OrderState.ACCEPTED, OrderState.RUNNING)
"""The states in which the provider sees the order."""
UNANSWERED = (OrderState.PLACED, OrderState.QUEUED)
"""The states in which the provider does not yet know who the citizen is."""


class VisitState(TextChoices):
    PLANNED = "planned", "Planlagt"
    HELD = "held", "Holdt"
    BY_CITIZEN = "by_citizen", "Aflyst af borger"
    BY_PROVIDER = "by_provider", "Aflyst af os"
    NO_SHOW = "no_show", "Ikke mødt"


VISIT_MOVES: Moves = {VisitState.PLANNED: (VisitState.HELD, VisitState.BY_CITIZEN, VisitState.BY_PROVIDER, VisitState.NO_SHOW)}


class SessionState(TextChoices):
    PLANNED = "planned", "Planlagt"
    HELD = "held", "Holdt"
    CANCELLED = "cancelled", "Aflyst"


SESSION_MOVES: Moves = {SessionState.PLANNED: (SessionState.HELD, SessionState.CANCELLED)}


class NoteState(TextChoices):
    DRAFT = "draft", "Kladde"
    SENT = "sent", "Sendt"


NOTE_MOVES: Moves = {NoteState.DRAFT: (NoteState.SENT,)}


class CompanionState(TextChoices):
    PROPOSED = "proposed", "Venter på godkendelse"
    APPROVED = "approved", "Godkendt"
    REFUSED = "refused", "Ikke godkendt"


COMPANION_MOVES: Moves = {CompanionState.PROPOSED: (CompanionState.APPROVED, CompanionState.REFUSED)}
