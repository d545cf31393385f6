"""When help is to be followed up, and what came of it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from mestring.cases.models import Case
from mestring.followups.models import FollowUp
from mestring.integrations.ffb import codes, names
from mestring.integrations.ffb.ids import stable
from mestring.integrations.ffb.resource import Resource


def encounter(case: Case, day: date, who: Resource, at: datetime) -> Resource:
    """The next follow-up of the case on a day, one for all the help that is followed up then."""
    body = {
        "status": "planned",
        "class": {"system": names.ACT, "code": names.HOME},
        "type": [names.concept(names.KL_COMMON, names.ENCOUNTER_TYPE)],
        "subject": who.ref,
        "period": {"start": day.isoformat()},
    }
    return Resource("Encounter", stable("Encounter", case, day), names.FOLLOW_UP_ENCOUNTER, body, at)


def follow_up(found: FollowUp, plans: Sequence[Resource], who: Resource, at: datetime, *, in_error: bool) -> Resource:
    """What a follow-up that was held came to, for the help it was about."""
    body = {
        "status": "entered-in-error" if in_error else "final",
        "code": names.concept(names.SNOMED, names.FOLLOW_UP_CODE),
        "subject": who.ref,
        "focus": [one.ref for one in plans],
        "effectiveDateTime": found.held_on.isoformat(),
        "valueCodeableConcept": names.concept(names.FFB, codes.outcome(found.outcome)),
    }
    return Resource("Observation", stable("Observation", found), names.FOLLOW_UP, body, at)
