"""A goal of the citizen's plan."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from mestring.delivery.models import Goal
from mestring.delivery.states import GoalState
from mestring.integrations.ffb import codes, names
from mestring.integrations.ffb.ids import stable
from mestring.integrations.ffb.resource import Resource, ranked

STATUS = {GoalState.ACTIVE: "active", GoalState.REACHED: "completed", GoalState.DROPPED: "cancelled"}


def goal(found: Goal, primary: Resource, secondary: Sequence[Resource], who: Resource, at: datetime, *, state: str, expected: int, aim: str) -> Resource:
    """The goal: the topics it is for, the level it aims at, and its kind."""
    body = {
        "lifecycleStatus": STATUS[GoalState(state)],
        "category": [names.concept(names.KL_COMMON, names.GOAL_CATEGORY)],
        "description": names.concept(names.SNOMED, names.GOAL_DESCRIPTION),
        "subject": who.ref,
        "target": [
            {"measure": names.concept(names.KL_COMMON, names.SEVERITY_MEASURE), "detailCodeableConcept": names.concept(names.FFB, codes.severity(expected))},
            {"measure": names.concept(names.KL_COMMON, names.KIND_MEASURE), "detailCodeableConcept": names.concept(names.FFB, codes.aim(aim))},
        ],
        "addresses": [ranked(primary.ref, 1), *(ranked(one.ref, 2) for one in secondary)],
    }
    return Resource("Goal", stable("Goal", found), names.INTERVENTION_GOAL, body, at)
