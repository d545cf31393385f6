"""Follow-ups, made by the acts that make them in the house."""

from __future__ import annotations

from datetime import date
from typing import Any

from mestring.decisions.models import Grant
from mestring.followups import actions, watching
from mestring.followups.models import FollowUp, Kind
from mestring.followups.watching import Owing
from mestring.people import access
from mestring.people.access import Actor
from tests import given


def held(grant: Grant, by: Actor, *, on: date, kind: str = Kind.FOLLOW_UP, **more: Any) -> FollowUp:
    """One that was held, and said nothing new."""
    values: dict[str, Any] = {"held_on": on, "form": "in_person", "agreed": "Støtten virker. Karen åbner selv sin post.", "outcome": "continue"}
    values |= {"standard": given.VEJLE, "seen": FollowUp.objects.filter(grant=grant, kind=kind).counted().count()}
    return actions.hold(grant, kind=kind, by=access.moved_to(by, on), on=on, **values | more)


def owing(grant: Grant, on: date, kind: Kind = Kind.FOLLOW_UP) -> Owing:
    """What is owed of a grant."""
    return watching.of(Grant.objects.select_related("decision__application__case__citizen").get(pk=grant.pk), on).owing(kind)
