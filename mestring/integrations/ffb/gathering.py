"""The assessment as the format has it: the gathering, the topics it found, the need it came to, and the target groups."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from mestring.assessments.models import Assessment
from mestring.cases.models import Case
from mestring.integrations.ffb import codes, names
from mestring.integrations.ffb.ids import stable
from mestring.integrations.ffb.resource import Resource


def gathering(
    assessment: Assessment, who: Resource, request: Resource, findings: Sequence[Resource], need: Resource | None, at: datetime, *, day: date, finished: bool
) -> Resource:
    """The gathering of information (oplysning af sagen). Shapes: `day` is when it was finished, else begun."""
    body: dict[str, Any] = {
        "extension": [{"url": names.BASED_ON_SERVICE_REQUEST, "valueReference": request.ref}],
        "status": "completed" if finished else "in-progress",
        "subject": who.ref,
        "effectiveDateTime": day.isoformat(),
    }
    if need:
        body["investigation"] = [{"code": names.concept(names.KL_COMMON, names.NEED), "item": [need.ref]}]
    if findings:
        body["finding"] = [{"itemReference": one.ref} for one in findings]
    return Resource("ClinicalImpression", stable("ClinicalImpression", assessment), names.INFORMATION_GATHERING, body, at)


def condition(case: Case, topic: str, who: Resource, at: datetime, *, level: int | None, recorded: date, asserted: date | None, relevant: bool) -> Resource:
    """A topic of the citizen's, the same through every assessment of the case. Shapes: `asserted` is the day it was judged anew; one that matters no more is inactive."""
    body: dict[str, Any] = {
        "clinicalStatus": names.concept(names.CLINICAL, "active" if relevant else "inactive"),
        "verificationStatus": names.concept(names.VERIFICATION, "confirmed"),
        "code": names.concept(names.FFB, topic),
        "subject": who.ref,
        "recordedDate": recorded.isoformat(),
    }
    if level is not None:
        body["severity"] = names.concept(names.FFB, codes.severity(level))
    if asserted:
        body["extension"] = [{"url": names.LAST_ASSERTED, "valueDateTime": asserted.isoformat()}]
    return Resource("Condition", stable("Condition", case, topic), names.CONDITION, body, at)


def evaluation(assessment: Assessment, level: int, who: Resource, at: datetime, *, day: date, finished: bool) -> Resource:
    """The need for support an assessment came to."""
    body = {
        "status": "final" if finished else "preliminary",
        "code": names.concept(names.KL_COMMON, names.NEED),
        "subject": who.ref,
        "effectiveDateTime": day.isoformat(),
        "valueCodeableConcept": names.concept(names.FFB, codes.need(level)),
    }
    return Resource("Observation", stable("Observation", assessment, "need"), names.CARE_EVALUATION, body, at)


def target_group(case: Case, code: str, who: Resource, at: datetime, *, recorded: date) -> Resource:
    """A group the citizen belongs to, the same through every assessment of the case."""
    body = {"code": names.concept(names.FFB, code), "subject": who.ref, "recordedDate": recorded.isoformat()}
    return Resource("Condition", stable("Condition", case, "group", code), names.TARGET_GROUP, body, at)
