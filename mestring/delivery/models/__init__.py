"""The tables of delivery."""

from mestring.delivery.models.hour_bank import CompanionChoice, HourUse, OtherAccompaniment, SavingAgreement
from mestring.delivery.models.order import Order, OrderGoal, OrderRevision, TeamMember
from mestring.delivery.models.plan import Goal, GoalRevision, Plan, PlanRevision, Rating, SubGoal
from mestring.delivery.models.service import OrderService
from mestring.delivery.models.status import ChangeReport, StatusDue, StatusNote
from mestring.delivery.models.visit import Form, Group, GroupSession, Membership, Visit, VisitGoal

__all__ = [
    "ChangeReport",
    "CompanionChoice",
    "Form",
    "Goal",
    "GoalRevision",
    "Group",
    "GroupSession",
    "HourUse",
    "Membership",
    "Order",
    "OrderGoal",
    "OrderRevision",
    "OrderService",
    "OtherAccompaniment",
    "Plan",
    "PlanRevision",
    "Rating",
    "SavingAgreement",
    "StatusDue",
    "StatusNote",
    "SubGoal",
    "TeamMember",
    "Visit",
    "VisitGoal",
]
