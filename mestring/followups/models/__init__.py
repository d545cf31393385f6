"""The tables of follow-ups: when they are owed, what was agreed about it, and those that were held."""

from mestring.followups.models.follow_up import AgreedDate, FollowUp, GrantCadence, GrantFact, Kind, Outcome

__all__ = ["AgreedDate", "FollowUp", "GrantCadence", "GrantFact", "Kind", "Outcome"]
