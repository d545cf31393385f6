"""What each profile may hold, and nothing else: which elements, how many, and what each value must be. What the profile shuts out has no element here, so words have no place."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from mestring.integrations.ffb import codes, names

Leaf = Callable[[Any], bool]


@dataclass(frozen=True, slots=True)
class Element:
    """An element: what it is, and how many. Shapes: `most` none is any number; `listed` whether it is written as a list."""

    shape: Leaf | Mapping[str, Element]
    least: int = 1
    most: int | None = 1
    listed: bool = False


Shape = Mapping[str, Element]


def one(shape: Leaf | Shape) -> Element:
    """Exactly one."""
    return Element(shape)


def maybe(shape: Leaf | Shape) -> Element:
    """At most one."""
    return Element(shape, least=0)


def many(shape: Leaf | Shape, least: int = 0, most: int | None = None) -> Element:
    """A list of some."""
    return Element(shape, least, most, listed=True)


def broken(value: Any, element: Element, path: str) -> Iterator[str]:
    """Where a value is not what its element says: the path and what is wrong, never the value."""
    if element.listed and not isinstance(value, list):
        yield f"{path} skal være en liste"
        return
    rows = value if element.listed else [value]
    if len(rows) < element.least:
        yield f"{path} skal stå mindst {element.least} gang"
    if element.most is not None and len(rows) > element.most:
        yield f"{path} må højst stå {element.most} gang"
    for row in rows:
        yield from _one(row, element.shape, path)


def _one(value: Any, shape: Leaf | Shape, path: str) -> Iterator[str]:
    if callable(shape):
        if not shape(value):
            yield f"{path} har en værdi, der ikke er gyldig"
        return
    if not isinstance(value, dict):
        yield f"{path} skal have indhold"
        return
    for name, element in shape.items():
        if name in value:
            yield from broken(value[name], element, f"{path}.{name}")
        elif element.least:
            yield f"{path}.{name} mangler"
    # The name of an element nobody knows may itself be words, and is not told.
    yield from (f"{path} har et element, profilen ikke har" for name in value if name not in shape)


# ------------------------------------------------------------------------------------------------ values


def is_day(value: Any) -> bool:
    """A day, or a moment with its zone."""
    try:
        if re.fullmatch(r"\d{4}-\d{2}-\d{2}", value):
            return bool(date.fromisoformat(value))
        return is_instant(value)
    except (TypeError, ValueError):
        return False


def is_instant(value: Any) -> bool:
    """A moment to the second, with its zone."""
    try:
        return bool(re.fullmatch(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(Z|[+-]\d{2}:\d{2})", value)) and bool(datetime.fromisoformat(value))
    except (TypeError, ValueError):
        return False


def is_uuid(value: Any) -> bool:
    """A UUID as it is written."""
    try:
        return bool(str(UUID(value)) == value)
    except (TypeError, ValueError, AttributeError):
        return False


def is_reference(value: Any) -> bool:
    """`Type/id` of a type that can be in the bundle."""
    if not isinstance(value, str) or value.count("/") != 1:
        return False
    kind, _, key = value.partition("/")
    return kind in TYPES and is_uuid(key)


def is_number(value: Any) -> bool:
    """A CPR number: ten digits."""
    return isinstance(value, str) and bool(re.fullmatch(r"[0-9]{10}", value))


def is_case_number(value: Any) -> bool:
    """A case's number: no blanks, so never a sentence."""
    return isinstance(value, str) and bool(re.fullmatch(r"[0-9A-Za-z./-]{1,30}", value))


def among(*values: object) -> Leaf:
    """One of a few words."""
    return lambda value: isinstance(value, str | int) and not isinstance(value, bool) and value in values


def coded(system: str, values: Callable[[], Collection[str]] | str) -> Shape:
    """A concept with exactly one code of a system, and no words."""

    def known(value: Any) -> bool:
        return isinstance(value, str) and (value == values if isinstance(values, str) else value in values())

    return {"coding": many({"system": one(among(system)), "code": one(known)}, 1, 1)}


REF: Shape = {"reference": one(is_reference)}
RANKED: Shape = {"extension": many({"url": one(among(names.CONDITION_RANK)), "valuePositiveInt": one(among(1, 2))}, 1, 1), **REF}
NUMBERED: Shape = {
    "url": one(among(names.CASE_NUMBER)),
    "extension": many({"url": one(among("municipalitySpecific")), "valueIdentifier": one({"use": one(among("usual")), "value": one(is_case_number)})}, 1, 1),
}


def either(*shapes: Shape) -> Leaf:
    """One of several shapes."""
    return lambda value: any(not list(_one(value, shape, "")) for shape in shapes)


# ------------------------------------------------------------------------------------------------ profiles

_SUBJECT = {"subject": one(REF)}
_SINCE: Shape = {"start": one(is_day), "end": maybe(is_day)}
_REQUEST = among("draft", "active", "on-hold", "revoked", "completed", "entered-in-error")
_INTENT = among("proposal", "plan", "order", "option")

PROFILES: Mapping[str, tuple[str, Shape]] = {
    names.CITIZEN: (
        "Patient",
        {
            "identifier": many({"use": one(among("official")), "system": one(among(names.CPR)), "value": one(is_number)}, 1, 1),
            "managingOrganization": one({"identifier": one({"use": one(among("official")), "system": one(among(names.ORGANISATION)), "value": one(is_uuid)})}),
        },
    ),
    names.SERVICE_REQUEST: (
        "ServiceRequest",
        {"extension": many(NUMBERED, 1, 1), "status": one(_REQUEST), "intent": one(among("proposal")), **_SUBJECT},
    ),
    names.INFORMATION_GATHERING: (
        "ClinicalImpression",
        {
            "extension": many({"url": one(among(names.BASED_ON_SERVICE_REQUEST)), "valueReference": one(REF)}, 1, 1),
            "status": one(among("in-progress", "completed", "entered-in-error")),
            **_SUBJECT,
            "effectiveDateTime": one(is_day),
            "investigation": many({"code": one(coded(names.KL_COMMON, names.NEED)), "item": many(REF, 1, 1)}, 0, 1),
            "finding": many({"itemReference": one(REF)}),
        },
    ),
    names.CONDITION: (
        "Condition",
        {
            "extension": many({"url": one(among(names.LAST_ASSERTED)), "valueDateTime": one(is_day)}, 0, 1),
            "clinicalStatus": one({"coding": many({"system": one(among(names.CLINICAL)), "code": one(among("active", "inactive", "resolved"))}, 1, 1)}),
            "verificationStatus": maybe({"coding": many({"system": one(among(names.VERIFICATION)), "code": one(among("confirmed"))}, 1, 1)}),
            "severity": maybe(coded(names.FFB, codes.severities)),
            "code": one(coded(names.FFB, codes.topics)),
            **_SUBJECT,
            "recordedDate": one(is_day),
        },
    ),
    names.INTERVENTION_GOAL: (
        "Goal",
        {
            "lifecycleStatus": one(among("proposed", "planned", "accepted", "active", "on-hold", "completed", "cancelled", "entered-in-error", "rejected")),
            "category": many(coded(names.KL_COMMON, names.GOAL_CATEGORY), 1, 1),
            "description": one(coded(names.SNOMED, names.GOAL_DESCRIPTION)),
            **_SUBJECT,
            "target": many(
                either(
                    {
                        "measure": one(coded(names.KL_COMMON, names.SEVERITY_MEASURE)),
                        "detailCodeableConcept": one(coded(names.FFB, codes.severities)),
                    },
                    {"measure": one(coded(names.KL_COMMON, names.KIND_MEASURE)), "detailCodeableConcept": one(coded(names.FFB, codes.aims))},
                ),
                2,
                2,
            ),
            "addresses": many(RANKED, 1),
        },
    ),
    names.CARE_PLAN: (
        "CarePlan",
        {
            "extension": many(either(NUMBERED, {"url": one(among(names.FOLLOW_UP_DATE)), "valueReference": one(REF)}), 1, 2),
            "status": one(_REQUEST),
            "intent": one(_INTENT),
            **_SUBJECT,
            "period": one(_SINCE),
            "careTeam": many(REF),
            "addresses": many(RANKED),
            "goal": many(REF),
            "activity": many({"outcomeReference": many(REF, 1, 1)}, 0, 1),
        },
    ),
    names.INTERVENTION: (
        "CarePlan",
        {
            "basedOn": many(REF, 1),
            "status": one(_REQUEST),
            "intent": one(_INTENT),
            **_SUBJECT,
            "period": one(_SINCE),
            "created": one(is_day),
            "activity": many(
                {
                    "detail": one(
                        {
                            "code": one(coded(names.FFB, codes.services)),
                            "status": one(among("not-started", "scheduled", "in-progress", "on-hold", "completed", "cancelled", "stopped")),
                        }
                    )
                },
                1,
            ),
        },
    ),
    names.TARGET_GROUP: ("Condition", {"code": one(coded(names.FFB, codes.target_groups)), **_SUBJECT, "recordedDate": one(is_day)}),
    names.SERVICE_PERFORMER: ("CareTeam", {"category": many(coded(names.FFB, codes.offers), 1, 1), **_SUBJECT}),
    names.CARE_EVALUATION: (
        "Observation",
        {
            "status": one(among("registered", "preliminary", "final", "amended", "corrected", "entered-in-error")),
            "code": one(coded(names.KL_COMMON, names.NEED)),
            **_SUBJECT,
            "effectiveDateTime": one(is_day),
            "valueCodeableConcept": one(coded(names.FFB, codes.needs)),
        },
    ),
    names.FOLLOW_UP_ENCOUNTER: (
        "Encounter",
        {
            "status": one(among("planned")),
            "class": one({"system": one(among(names.ACT)), "code": one(among(names.HOME))}),
            "type": many(coded(names.KL_COMMON, names.ENCOUNTER_TYPE), 1, 1),
            **_SUBJECT,
            "period": one({"start": one(is_day)}),
        },
    ),
    names.FOLLOW_UP: (
        "Observation",
        {
            "status": one(among("final", "entered-in-error")),
            "code": one(coded(names.SNOMED, names.FOLLOW_UP_CODE)),
            **_SUBJECT,
            "focus": many(REF, 1),
            "effectiveDateTime": one(is_day),
            "valueCodeableConcept": one(coded(names.FFB, codes.outcomes)),
        },
    ),
}
"""Each profile: the type of its resource, and its elements beside type, id and meta."""
TYPES = frozenset(kind for kind, _ in PROFILES.values())

META: Shape = {"lastUpdated": one(is_instant), "profile": many(lambda value: isinstance(value, str) and value in PROFILES, 1, 1)}
BUNDLE: Shape = {
    "resourceType": one(among("Bundle")),
    "id": one(is_uuid),
    "meta": one({"lastUpdated": one(is_instant), "profile": many(among(names.DELIVERY_REPORT), 1, 1)}),
    "type": one(among("collection")),
    "timestamp": one(is_instant),
    "entry": many({"fullUrl": one(is_reference), "resource": one(lambda value: isinstance(value, dict))}, 1),
}
