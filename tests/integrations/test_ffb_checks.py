"""Each rule of the format is seen when it is broken, and what is told of it holds nothing of what the resource says."""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
from typing import Any

import pytest

from mestring.integrations.ffb import checks, names
from mestring.integrations.ffb.checks import Fault
from mestring.integrations.ffb.shapes import PROFILES
from tests.integrations import given_ffb as known

Bundle = dict[str, Any]
WORDS = "Zqbadobqz Skansegadeord"


def coded(code: str, system: str = names.FFB) -> dict[str, Any]:
    return {"coding": [{"system": system, "code": code}]}


def key(number: int) -> str:
    return f"{number:08}-0000-4000-8000-000000000000"


def ref(kind: str, number: int) -> dict[str, Any]:
    return {"reference": f"{kind}/{key(number)}"}


def ranked(kind: str, number: int, rank: int) -> dict[str, Any]:
    return {"extension": [{"url": names.CONDITION_RANK, "valuePositiveInt": rank}], **ref(kind, number)}


NUMBER = {"url": names.CASE_NUMBER, "extension": [{"url": "municipalitySpecific", "valueIdentifier": {"use": "usual", "value": "21-00001"}}]}
OFFICIAL: dict[str, Any] = {"use": "official", "system": names.CPR, "value": "9999000001"}
DAY = "2021-05-29"


def rows() -> list[tuple[str, int, str, dict[str, Any]]]:
    """One whole resource of each profile, and two more conditions: type, number, profile, body."""
    return [
        (
            "Patient",
            1,
            names.CITIZEN,
            {"identifier": [OFFICIAL], "managingOrganization": {"identifier": {"use": "official", "system": names.ORGANISATION, "value": known.MUNICIPALITY}}},
        ),
        ("ServiceRequest", 2, names.SERVICE_REQUEST, {"extension": [NUMBER], "status": "active", "intent": "proposal"}),
        (
            "ClinicalImpression",
            3,
            names.INFORMATION_GATHERING,
            {
                "extension": [{"url": names.BASED_ON_SERVICE_REQUEST, "valueReference": ref("ServiceRequest", 2)}],
                "status": "completed",
                "effectiveDateTime": DAY,
                "investigation": [{"code": coded(names.NEED, names.KL_COMMON), "item": [ref("Observation", 8)]}],
                "finding": [{"itemReference": ref("Condition", one)} for one in (4, 5, 6)],
            },
        ),
        ("Condition", 4, names.CONDITION, condition(known.CONTACT) | {"severity": coded(known.MODERATE)}),
        ("Condition", 5, names.CONDITION, condition(known.WORK) | {"severity": coded(known.LIGHT)}),
        ("Condition", 6, names.CONDITION, condition(known.WITHOUT_LEVEL[0])),
        ("Condition", 7, names.TARGET_GROUP, {"code": coded(known.DEVELOPMENTAL), "recordedDate": DAY}),
        (
            "Observation",
            8,
            names.CARE_EVALUATION,
            {"status": "final", "code": coded(names.NEED, names.KL_COMMON), "effectiveDateTime": DAY, "valueCodeableConcept": coded(known.LIGHT_NEED)},
        ),
        (
            "Goal",
            9,
            names.INTERVENTION_GOAL,
            {
                "lifecycleStatus": "active",
                "category": [coded(names.GOAL_CATEGORY, names.KL_COMMON)],
                "description": coded(names.GOAL_DESCRIPTION, names.SNOMED),
                "target": [
                    {"measure": coded(names.SEVERITY_MEASURE, names.KL_COMMON), "detailCodeableConcept": coded(known.LIGHT)},
                    {"measure": coded(names.KIND_MEASURE, names.KL_COMMON), "detailCodeableConcept": coded(known.MAINTAIN)},
                ],
                "addresses": [ranked("Condition", 4, 1), ranked("Condition", 5, 2)],
            },
        ),
        (
            "CarePlan",
            10,
            names.CARE_PLAN,
            {
                "extension": [NUMBER, {"url": names.FOLLOW_UP_DATE, "valueReference": ref("Encounter", 13)}],
                "status": "active",
                "intent": "order",
                "period": {"start": DAY},
                "careTeam": [ref("CareTeam", 12)],
                "addresses": [ranked("Condition", 7, 1)],
                "goal": [ref("Goal", 9)],
                "activity": [{"outcomeReference": [ref("Observation", 8)]}],
            },
        ),
        (
            "CarePlan",
            11,
            names.INTERVENTION,
            {
                "basedOn": [ref("CarePlan", 10)],
                "status": "active",
                "intent": "order",
                "period": {"start": DAY, "end": "2021-08-30"},
                "created": DAY,
                "activity": [{"detail": {"code": coded(known.DAILY), "status": "in-progress"}}],
            },
        ),
        ("CareTeam", 12, names.SERVICE_PERFORMER, {"category": [coded(known.HOME)]}),
        (
            "Encounter",
            13,
            names.FOLLOW_UP_ENCOUNTER,
            {
                "status": "planned",
                "class": {"system": names.ACT, "code": "HH"},
                "type": [coded(names.ENCOUNTER_TYPE, names.KL_COMMON)],
                "period": {"start": "2021-08-29"},
            },
        ),
        (
            "Observation",
            14,
            names.FOLLOW_UP,
            {
                "status": "final",
                "code": coded(names.FOLLOW_UP_CODE, names.SNOMED),
                "focus": [ref("CarePlan", 10)],
                "effectiveDateTime": DAY,
                "valueCodeableConcept": coded(known.GOES_ON),
            },
        ),
    ]


def condition(topic: str) -> dict[str, Any]:
    return {
        "clinicalStatus": coded("active", names.CLINICAL),
        "verificationStatus": coded("confirmed", names.VERIFICATION),
        "code": coded(topic),
        "recordedDate": DAY,
    }


def whole() -> Bundle:
    """A bundle written by hand that keeps every rule."""
    stamp = "2021-05-29T23:59:59+02:00"
    entries = []
    for kind, number, profile, body in deepcopy(rows()):
        meta = {"lastUpdated": "2021-05-29T12:00:00+02:00", "profile": [profile]}
        subject = {} if kind == "Patient" else {"subject": ref("Patient", 1)}
        entries.append({"fullUrl": f"{kind}/{key(number)}", "resource": {"resourceType": kind, "id": key(number), "meta": meta, **subject, **body}})
    meta = {"lastUpdated": stamp, "profile": [names.DELIVERY_REPORT]}
    return {"resourceType": "Bundle", "id": key(99), "meta": meta, "type": "collection", "timestamp": stamp, "entry": entries}


def row(bundle: Bundle, profile: str) -> dict[str, Any]:
    return next(entry["resource"] for entry in bundle["entry"] if entry["resource"]["meta"]["profile"] == [profile])


def of(profile: str, change: Callable[[dict[str, Any]], Any]) -> Callable[[Bundle], Any]:
    """Change the first resource of a profile."""
    return lambda bundle: change(row(bundle, profile))


def put(profile: str, name: str, value: Any) -> Callable[[Bundle], Any]:
    return of(profile, lambda found: found.update({name: value}))


def without(profile: str, name: str) -> Callable[[Bundle], Any]:
    return of(profile, lambda found: found.pop(name))


def test_a_bundle_that_keeps_every_rule_has_no_fault() -> None:
    assert checks.faults(whole()) == []
    assert {entry["resource"]["meta"]["profile"][0] for entry in whole()["entry"]} == set(PROFILES)


NEEDED = {
    names.CITIZEN: ("identifier", "managingOrganization"),
    names.SERVICE_REQUEST: ("extension", "status", "intent", "subject"),
    names.INFORMATION_GATHERING: ("extension", "status", "subject", "effectiveDateTime"),
    names.CONDITION: ("code", "clinicalStatus", "recordedDate", "subject", "severity"),
    names.INTERVENTION_GOAL: ("lifecycleStatus", "category", "description", "subject", "target", "addresses"),
    names.CARE_PLAN: ("extension", "status", "intent", "subject", "period", "addresses", "activity"),
    names.INTERVENTION: ("basedOn", "status", "intent", "subject", "period", "created", "activity"),
    names.TARGET_GROUP: ("code", "recordedDate", "subject"),
    names.SERVICE_PERFORMER: ("category", "subject"),
    names.CARE_EVALUATION: ("code", "status", "subject", "effectiveDateTime", "valueCodeableConcept"),
    names.FOLLOW_UP_ENCOUNTER: ("status", "class", "type", "subject", "period"),
    names.FOLLOW_UP: ("code", "status", "focus", "subject", "effectiveDateTime", "valueCodeableConcept"),
}
"""What each resource must have, by the table of the format."""


@pytest.mark.parametrize(("profile", "name"), [(profile, name) for profile, found in NEEDED.items() for name in found])
def test_what_a_resource_must_have_is_missed(profile: str, name: str) -> None:
    bundle = whole()
    kind = row(bundle, profile)["resourceType"]
    without(profile, name)(bundle)
    assert {one.type for one in checks.faults(bundle)} == {kind}


def target(index: int, code: str) -> Callable[[Bundle], Any]:
    return of(names.INTERVENTION_GOAL, lambda found: found["target"][index].update({"detailCodeableConcept": coded(code)}))


def rank(profile: str, index: int, value: int) -> Callable[[Bundle], Any]:
    return of(profile, lambda found: found["addresses"][index]["extension"][0].update({"valuePositiveInt": value}))


FAULTS: dict[str, tuple[Callable[[Bundle], Any], str, str]] = {
    # the bundle
    "another type of bundle": (lambda one: one.update(type="batch"), "Bundle", "Bundle.type"),
    "no timestamp": (lambda one: one.pop("timestamp"), "Bundle", "Bundle.timestamp"),
    "an id that is no uuid": (lambda one: one.update(id="0101814321"), "Bundle", "Bundle.id"),
    "another profile of the bundle": (lambda one: one["meta"].update(profile=[names.CITIZEN]), "Bundle", "Bundle.meta.profile"),
    "an element beside": (lambda one: one.update(link=[]), "Bundle", "element"),
    "nothing in it": (lambda one: one.update(entry=[]), "Bundle", "Bundle.entry"),
    "two citizens": (lambda one: one["entry"].append(other_citizen()), "Bundle", "præcis én borger"),
    "no citizen": (lambda one: one.update(entry=one["entry"][1:]), "Bundle", "præcis én borger"),
    "the same twice": (lambda one: one["entry"].append(deepcopy(one["entry"][3])), "Bundle", "samme id"),
    "a resource of another type": (put(names.SERVICE_PERFORMER, "resourceType", "Device"), "Bundle", "af en type"),
    "a type that is none": (put(names.SERVICE_PERFORMER, "resourceType", ["CareTeam"]), "Bundle", "af en type"),
    "a profile that is none": (of(names.CONDITION, lambda found: found["meta"].update(profile=[[]])), "Condition", "Condition.meta.profile"),
    # every resource
    "a fullUrl of another": (lambda one: one["entry"][3].update(fullUrl=one["entry"][4]["fullUrl"]), "Condition", "fullUrl"),
    "an id with a number in it": (put(names.CONDITION, "id", "9999000001"), "Condition", "Condition.id"),
    "no meta": (without(names.CONDITION, "meta"), "Condition", "Condition.meta"),
    "no profile": (of(names.INTERVENTION_GOAL, lambda found: found["meta"].pop("profile")), "Goal", "Goal.meta.profile"),
    "no last updated": (of(names.INTERVENTION_GOAL, lambda found: found["meta"].pop("lastUpdated")), "Goal", "Goal.meta.lastUpdated"),
    "updated after the report": (
        of(names.INTERVENTION_GOAL, lambda found: found["meta"].update(lastUpdated="2021-05-30T00:00:01+02:00")), "Goal", "meta.lastUpdated"),
    "the profile of another type": (of(names.CONDITION, lambda found: found["meta"].update(profile=[names.CARE_PLAN])), "Condition", "meta.profile"),
    "a profile nobody knows": (of(names.CONDITION, lambda found: found["meta"].update(profile=[WORDS])), "Condition", "Condition.meta.profile"),
    "a reference to what is not there": (lambda one: one.update(entry=[row for row in one["entry"] if not row["fullUrl"].startswith("CareTeam")]), "CarePlan", "henvises"),
    "a subject that is somebody else": (put(names.CONDITION, "subject", ref("Condition", 5)), "Condition", "subject"),
    # words
    "words in a code": (of(names.CONDITION, lambda found: found["code"].update(text=WORDS)), "Condition", "element"),
    "a display": (of(names.CONDITION, lambda found: found["code"]["coding"][0].update(display=WORDS)), "Condition", "element"),
    "a note": (put(names.CARE_PLAN, "note", [{"text": WORDS}]), "CarePlan", "element"),
    "a narrative": (put(names.INTERVENTION_GOAL, "text", {"status": "generated", "div": WORDS}), "Goal", "element"),
    "words for a case number": (of(names.CARE_PLAN, lambda found: found["extension"][0]["extension"][0]["valueIdentifier"].update(value=WORDS)), "CarePlan", "extension"),
    "words for a day": (put(names.CONDITION, "recordedDate", WORDS), "Condition", "recordedDate"),
    "a name": (put(names.CITIZEN, "name", [{"text": WORDS}]), "Patient", "element"),
    # the citizen
    "a short number": (of(names.CITIZEN, lambda found: found["identifier"][0].update(value="12345")), "Patient", "identifier"),
    "a number of another system": (of(names.CITIZEN, lambda found: found["identifier"][0].update(system=names.FFB)), "Patient", "identifier"),
    "a number of another use": (of(names.CITIZEN, lambda found: found["identifier"][0].update(use="usual")), "Patient", "identifier"),
    "two numbers": (put(names.CITIZEN, "identifier", [OFFICIAL, OFFICIAL]), "Patient", "identifier"),
    "another organisation": (of(names.CITIZEN, lambda found: found["managingOrganization"]["identifier"].update(value="vejle")), "Patient", "managingOrganization"),
    # the request
    "a request that is an order": (put(names.SERVICE_REQUEST, "intent", "order"), "ServiceRequest", "intent"),
    "a case number of official use": (
        of(names.SERVICE_REQUEST, lambda found: found["extension"][0]["extension"][0]["valueIdentifier"].update(use="official")), "ServiceRequest", "use"),
    # the gathering
    "a gathering based on something else": (
        of(names.INFORMATION_GATHERING, lambda found: found["extension"][0].update(valueReference=ref("Goal", 9))), "ClinicalImpression", "BasedOnServiceRequest"),
    "a finding that is a target group": (
        of(names.INFORMATION_GATHERING, lambda found: found["finding"].append({"itemReference": ref("Condition", 7)})), "ClinicalImpression", "finding"),
    "two needs": (
        of(names.INFORMATION_GATHERING, lambda found: found["investigation"].append(deepcopy(found["investigation"][0]))), "ClinicalImpression", "investigation"),
    "a need that is a follow-up": (
        of(names.INFORMATION_GATHERING, lambda found: found["investigation"][0].update(item=[ref("Observation", 14)])), "ClinicalImpression", "investigation"),
    # the condition
    "a level where none belongs": (put(names.CONDITION, "code", coded(known.WITHOUT_LEVEL[1])), "Condition", "condition-1"),
    "no level where it belongs": (without(names.CONDITION, "severity"), "Condition", "condition-1"),
    "a code that is no topic": (put(names.CONDITION, "code", coded(known.DAILY)), "Condition", "Condition.code"),
    "a level of another scale": (put(names.CONDITION, "severity", coded(known.LIGHT_NEED)), "Condition", "Condition.severity"),
    "a code of another system": (put(names.CONDITION, "code", coded(known.CONTACT, names.SNOMED)), "Condition", "Condition.code"),
    "judged before it was recorded": (
        put(names.CONDITION, "extension", [{"url": names.LAST_ASSERTED, "valueDateTime": "2021-05-01"}]), "Condition", "sidst vurderet"),
    # the goal
    "no primary topic": (rank(names.INTERVENTION_GOAL, 0, 2), "Goal", "goal-2"),
    "two primary topics": (rank(names.INTERVENTION_GOAL, 1, 1), "Goal", "goal-2"),
    "a third rank": (rank(names.INTERVENTION_GOAL, 1, 3), "Goal", "Goal.addresses"),
    "a topic without rank": (of(names.INTERVENTION_GOAL, lambda found: found["addresses"][1].pop("extension")), "Goal", "Goal.addresses"),
    "a goal for a topic without level": (
        of(names.INTERVENTION_GOAL, lambda found: found["addresses"].append(ranked("Condition", 6, 2))), "Goal", "goal-1"),
    "a goal for a target group": (of(names.INTERVENTION_GOAL, lambda found: found["addresses"].append(ranked("Condition", 7, 2))), "Goal", "addresses"),
    "a topic twice": (of(names.INTERVENTION_GOAL, lambda found: found["addresses"].append(ranked("Condition", 5, 2))), "Goal", "to gange"),
    "only one target": (of(names.INTERVENTION_GOAL, lambda found: found["target"].pop()), "Goal", "Goal.target"),
    "the level twice": (of(names.INTERVENTION_GOAL, lambda found: found.update(target=[found["target"][0], found["target"][0]])), "Goal", "target"),
    "a kind where the level belongs": (target(0, known.MAINTAIN), "Goal", "Goal.target"),
    "another category": (put(names.INTERVENTION_GOAL, "category", [coded(names.NEED, names.KL_COMMON)]), "Goal", "Goal.category"),
    "another description": (put(names.INTERVENTION_GOAL, "description", coded(names.FOLLOW_UP_CODE, names.SNOMED)), "Goal", "Goal.description"),
    # the plan
    "no case number": (of(names.CARE_PLAN, lambda found: found["extension"].pop(0)), "CarePlan", "sagsnummer"),
    "no day of follow-up": (of(names.CARE_PLAN, lambda found: found["extension"].pop()), "CarePlan", "care-plan-1"),
    "two primary groups": (of(names.CARE_PLAN, lambda found: found["addresses"].append(ranked("Condition", 7, 1))), "CarePlan", "care-plan-2"),
    "no need": (without(names.CARE_PLAN, "activity"), "CarePlan", "care-plan-4"),
    "no group": (without(names.CARE_PLAN, "addresses"), "CarePlan", "care-plan-5"),
    "a topic for a group": (put(names.CARE_PLAN, "addresses", [ranked("Condition", 4, 1)]), "CarePlan", "addresses"),
    "a group without rank": (put(names.CARE_PLAN, "addresses", [ref("Condition", 7)]), "CarePlan", "CarePlan.addresses"),
    "a performer that is none": (put(names.CARE_PLAN, "careTeam", [ref("Goal", 9)]), "CarePlan", "careTeam"),
    "a goal that is none": (put(names.CARE_PLAN, "goal", [ref("CareTeam", 12)]), "CarePlan", "goal"),
    "an outcome that is a follow-up": (put(names.CARE_PLAN, "activity", [{"outcomeReference": [ref("Observation", 14)]}]), "CarePlan", "outcomeReference"),
    "a follow-up day that is none": (
        of(names.CARE_PLAN, lambda found: found["extension"][1].update(valueReference=ref("Goal", 9))), "CarePlan", "FollowUpDate"),
    "a plan without a first day": (put(names.CARE_PLAN, "period", {"end": DAY}), "CarePlan", "period.start"),
    "a plan over before it began": (put(names.CARE_PLAN, "period", {"start": DAY, "end": "2021-05-01"}), "CarePlan", "period slutter"),
    # the service, the performer
    "a service that is none": (put(names.INTERVENTION, "activity", [{"detail": {"code": coded(known.HOME), "status": "in-progress"}}]), "CarePlan", "CarePlan.activity"),
    "a service based on itself": (put(names.INTERVENTION, "basedOn", [ref("CarePlan", 11)]), "CarePlan", "basedOn"),
    "a service over before it began": (put(names.INTERVENTION, "period", {"start": DAY, "end": "2021-05-01"}), "CarePlan", "period slutter"),
    "an offer that is none": (put(names.SERVICE_PERFORMER, "category", [coded(known.DAILY)]), "CareTeam", "CareTeam.category"),
    "a group that is none": (put(names.TARGET_GROUP, "code", coded(known.CONTACT)), "Condition", "Condition.code"),
    # the need, the follow-ups
    "a need of another scale": (put(names.CARE_EVALUATION, "valueCodeableConcept", coded(known.LIGHT)), "Observation", "valueCodeableConcept"),
    "a need of another code": (put(names.CARE_EVALUATION, "code", coded(names.SEVERITY_MEASURE, names.KL_COMMON)), "Observation", "Observation.code"),
    "a follow-up held already": (put(names.FOLLOW_UP_ENCOUNTER, "status", "finished"), "Encounter", "Encounter.status"),
    "a follow-up of another class": (of(names.FOLLOW_UP_ENCOUNTER, lambda found: found["class"].update(code="AMB")), "Encounter", "class"),
    "an encounter of another type": (put(names.FOLLOW_UP_ENCOUNTER, "type", [coded(names.NEED, names.KL_COMMON)]), "Encounter", "Encounter.type"),
    "a follow-up that is not final": (put(names.FOLLOW_UP, "status", "preliminary"), "Observation", "Observation.status"),
    "a follow-up of nothing": (put(names.FOLLOW_UP, "focus", []), "Observation", "Observation.focus"),
    "a follow-up of a service": (put(names.FOLLOW_UP, "focus", [ref("CarePlan", 11)]), "Observation", "focus"),
    "a follow-up that came to nothing known": (put(names.FOLLOW_UP, "valueCodeableConcept", coded(known.LIGHT)), "Observation", "valueCodeableConcept"),
}  # fmt: skip


def other_citizen() -> dict[str, Any]:
    found: dict[str, Any] = deepcopy(whole()["entry"][0])
    found["fullUrl"], found["resource"]["id"] = "Patient/" + key(50), key(50)
    return found


@pytest.mark.parametrize("name", FAULTS)
def test_a_rule_that_is_broken_is_told_by_type_and_rule_alone(name: str) -> None:
    plant, kind, rule = FAULTS[name]
    bundle = whole()
    plant(bundle)
    found = checks.faults(bundle)
    assert any(one.type == kind and rule in one.rule for one in found), found
    for one in found:
        assert not any(word in f"{one.type} {one.rule}" for word in (*WORDS.split(), "9999000001", "12345", known.CONTACT))


def test_the_name_of_an_element_nobody_knows_is_not_told() -> None:
    bundle = whole()
    put(names.CARE_PLAN, WORDS, 1)(bundle)
    assert checks.faults(bundle) == [Fault("CarePlan", "CarePlan har et element, profilen ikke har")]


def test_help_that_is_over_needs_no_day_need_or_group() -> None:
    bundle = whole()
    plan = row(bundle, names.CARE_PLAN)
    plan.update(status="completed", extension=[NUMBER])
    for name in ("activity", "addresses"):
        plan.pop(name)
    assert checks.faults(bundle) == []
