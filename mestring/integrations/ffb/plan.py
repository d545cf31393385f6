"""The help of one order as the format has it: the care plan, the services in it, and the kind of offer that gives them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from mestring.cases.models import Case
from mestring.delivery.models import Order
from mestring.integrations.ffb import names
from mestring.integrations.ffb.ids import stable
from mestring.integrations.ffb.resource import Resource, case_number, ranked

ACTIVE, COMPLETED, REVOKED = "active", "completed", "revoked"
_DETAIL = {ACTIVE: "in-progress", COMPLETED: "completed", REVOKED: "cancelled"}


def period(since: date, until: date | None) -> dict[str, str]:
    """Days, the last when it is over."""
    return {"start": since.isoformat(), **({"end": until.isoformat()} if until else {})}


def care_plan(
    order: Order,
    number: str,
    who: Resource,
    at: datetime,
    *,
    status: str,
    since: date,
    until: date | None,
    performer: Resource | None,
    groups: Sequence[tuple[Resource, int]],
    goals: Sequence[Resource],
    need: Resource | None,
    encounter: Resource | None,
) -> Resource:
    """The care plan (indsats). Shapes: `groups` are target groups with their rank."""
    extension = [case_number(number)]
    if encounter:
        extension.append({"url": names.FOLLOW_UP_DATE, "valueReference": encounter.ref})
    body: dict[str, Any] = {"extension": extension, "status": status, "intent": "order", "subject": who.ref, "period": period(since, until)}
    if performer:
        body["careTeam"] = [performer.ref]
    if groups:
        body["addresses"] = [ranked(one.ref, rank) for one, rank in groups]
    if goals:
        body["goal"] = [one.ref for one in goals]
    if need:
        body["activity"] = [{"outcomeReference": [need.ref]}]
    return Resource("CarePlan", stable("CarePlan", order), names.CARE_PLAN, body, at)


def intervention(key: str, code: str, plan: Resource, who: Resource, at: datetime, *, status: str, created: date, since: date, until: date | None) -> Resource:
    """A service in a care plan (ydelse)."""
    body = {
        "basedOn": [plan.ref],
        "status": status,
        "intent": "order",
        "subject": who.ref,
        "period": period(since, until),
        "created": created.isoformat(),
        "activity": [{"detail": {"code": names.concept(names.FFB, code), "status": _DETAIL[status]}}],
    }
    return Resource("CarePlan", key, names.INTERVENTION, body, at)


def performer(case: Case, code: str, who: Resource, at: datetime) -> Resource:
    """The kind of offer that helps (tilbudstype)."""
    body = {"category": [names.concept(names.FFB, code)], "subject": who.ref}
    return Resource("CareTeam", stable("CareTeam", case, code), names.SERVICE_PERFORMER, body, at)
