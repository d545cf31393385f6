"""States of what lives in the making of a decision, with the moves allowed between them. What can be computed from dates is not here."""

from __future__ import annotations

from collections.abc import Mapping

from django.db.models import TextChoices

Moves = Mapping[str, tuple[str, ...]]


class HearingState(TextChoices):
    SENT = "sent", "Afventer svar"
    ANSWERED = "answered", "Besvaret"
    LAPSED = "lapsed", "Ikke besvaret"


HEARING_MOVES: Moves = {HearingState.SENT: (HearingState.ANSWERED, HearingState.LAPSED), HearingState.LAPSED: (HearingState.ANSWERED,)}


class MeetingState(TextChoices):
    PLANNED = "planned", "Planlagt"
    HELD = "held", "Holdes"
    CLOSED = "closed", "Afsluttet"


MEETING_MOVES: Moves = {MeetingState.PLANNED: (MeetingState.HELD,), MeetingState.HELD: (MeetingState.CLOSED,)}


class ItemState(TextChoices):
    WAITING = "waiting", "Kommer"
    DECIDED = "decided", "Afgjort"
    POSTPONED = "postponed", "Udsat"
    REMOVED = "removed", "Taget af"


ITEM_MOVES: Moves = {ItemState.WAITING: (ItemState.DECIDED, ItemState.POSTPONED, ItemState.REMOVED)}


class ReferralState(TextChoices):
    WAITING = "waiting", "Venter"
    DECIDED = "decided", "Afgjort"
    RETURNED = "returned", "Sendt tilbage"
    WITHDRAWN = "withdrawn", "Trukket tilbage"


REFERRAL_MOVES: Moves = {ReferralState.WAITING: (ReferralState.DECIDED, ReferralState.RETURNED, ReferralState.WITHDRAWN)}


class DecisionState(TextChoices):
    DECIDED = "decided", "Truffet"
    SENT = "sent", "Meddelt"
    REPLACED = "replaced", "Erstattet af en ny"


DECISION_MOVES: Moves = {DecisionState.DECIDED: (DecisionState.SENT, DecisionState.REPLACED), DecisionState.SENT: (DecisionState.REPLACED,)}
