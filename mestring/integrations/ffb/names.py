"""The names of KL's format «FFB reporting» 1.0.0: profiles, extensions, code systems and fixed codes. They identify; nothing is fetched by them."""

from __future__ import annotations

from typing import Any

_OWN = "http://fhir.kl.dk/ffbreporting/StructureDefinition/kl-reporting-ffb-"
_CORE = "http://fhir.kl.dk/core/StructureDefinition/"

CITIZEN = _OWN + "citizen"
SERVICE_REQUEST = _OWN + "serviceRequest"
INFORMATION_GATHERING = _OWN + "informationGathering"
CONDITION = _OWN + "condition"
INTERVENTION_GOAL = _OWN + "interventionGoal"
CARE_PLAN = _OWN + "carePlan"
INTERVENTION = _OWN + "intervention"
TARGET_GROUP = _OWN + "targetGroup"
SERVICE_PERFORMER = _OWN + "servicePerformer"
CARE_EVALUATION = _OWN + "careEvaluation"
FOLLOW_UP_ENCOUNTER = _OWN + "followUpEncounter"
FOLLOW_UP = _OWN + "followUp"
DELIVERY_REPORT = _OWN + "deliveryReport"

CASE_NUMBER = _OWN + "municipalityCaseNumber"
FOLLOW_UP_DATE = _OWN + "follow-up-date-extension"
BASED_ON_SERVICE_REQUEST = _CORE + "BasedOnServiceRequest"
CONDITION_RANK = _CORE + "ConditionRank"
LAST_ASSERTED = _CORE + "ConditionLastAssertedDate"

FFB = "urn:oid:1.2.208.176.2.22"
KL_COMMON = "http://fhir.kl.dk/term/CodeSystem/CareSocialCodes"
SNOMED = "http://snomed.info/sct"
CPR = "urn:oid:1.2.208.176.1.2"
ORGANISATION = "https://www.kombit.dk/organisation"
CLINICAL = "http://terminology.hl7.org/CodeSystem/condition-clinical"
VERIFICATION = "http://terminology.hl7.org/CodeSystem/condition-ver-status"
ACT = "http://terminology.hl7.org/CodeSystem/v3-ActCode"

GOAL_CATEGORY = "0bb3daef-538d-45dc-b444-abdbcb63f6bc"
"""Indsatsmål."""
GOAL_DESCRIPTION = "410518001"
"""SNOMED: goal context."""
SEVERITY_MEASURE = "66959f77-6e2a-4574-8423-3ff097f8b9fa"
"""Funktionsevneniveau."""
KIND_MEASURE = "90c48f03-f194-4b2f-ad7d-6cba1069ae48"
"""Måltype."""
NEED = "effe55c7-572c-4a99-8fb4-2a9dda2f6572"
"""Støttebehovsvurdering."""
ENCOUNTER_TYPE = "9f03dfbb-7a97-45a5-94db-d4c3501714a9"
"""Opfølgning."""
FOLLOW_UP_CODE = "712744002"
"""SNOMED: follow-up."""
HOME = "HH"


def concept(system: str, code: str) -> dict[str, Any]:
    """One code, without words."""
    return {"coding": [{"system": system, "code": code}]}
