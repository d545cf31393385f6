"""The tables of decisions."""

from mestring.decisions.models.choice import CHOSEN, GIVES, OPENS, TOUCHES, WRITTEN, Choice, Outcome, Plan, Unit
from mestring.decisions.models.consideration import Consideration
from mestring.decisions.models.decision import Decision, Grant, WrittenOnce
from mestring.decisions.models.hearing import Hearing, HearingDraft
from mestring.decisions.models.meeting import AgendaItem, Disqualified, Meeting
from mestring.decisions.models.preparation import GatePass, PlannedChange, Preparation, Recommendation
from mestring.decisions.models.referral import Referral

__all__ = [
    "CHOSEN",
    "GIVES",
    "OPENS",
    "TOUCHES",
    "WRITTEN",
    "AgendaItem",
    "Choice",
    "Consideration",
    "Decision",
    "Disqualified",
    "GatePass",
    "Grant",
    "Hearing",
    "HearingDraft",
    "Meeting",
    "Outcome",
    "Plan",
    "PlannedChange",
    "Preparation",
    "Recommendation",
    "Referral",
    "Unit",
    "WrittenOnce",
]
