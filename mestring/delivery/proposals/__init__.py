"""What standards and law say about delivery: by when help begins, which plan and status are owed, what is counted. Pure: plain values in, frozen values out."""

from mestring.delivery.proposals.amounts import (
    DayShare,
    Extent,
    LevelTime,
    Share,
    as_amount,
    closed_days,
    day_share,
    days_each,
    extent,
    granted_extent,
    level_minutes,
    weekly_minutes,
)
from mestring.delivery.proposals.counting import HOURS, SESSIONS, AbsenceEnds, Counted, absence, absence_sections, before_ending, counted
from mestring.delivery.proposals.entering import ORDERED, needs_no_decision
from mestring.delivery.proposals.plans import Beside, PlanOwed, plan_of
from mestring.delivery.proposals.starting import StartBy, start_by
from mestring.delivery.proposals.status import HOUSE_LEAD, OWN_PROPOSAL, StatusOwed, status_owed

__all__ = [
    "HOURS",
    "HOUSE_LEAD",
    "ORDERED",
    "OWN_PROPOSAL",
    "SESSIONS",
    "AbsenceEnds",
    "Beside",
    "Counted",
    "DayShare",
    "Extent",
    "LevelTime",
    "PlanOwed",
    "Share",
    "StartBy",
    "StatusOwed",
    "absence",
    "absence_sections",
    "as_amount",
    "before_ending",
    "closed_days",
    "counted",
    "day_share",
    "days_each",
    "extent",
    "granted_extent",
    "level_minutes",
    "needs_no_decision",
    "plan_of",
    "start_by",
    "status_owed",
    "weekly_minutes",
]
