"""The citizen, and the request the rest began with."""

from __future__ import annotations

from datetime import datetime

from mestring.cases.models import Case
from mestring.integrations.ffb import names
from mestring.integrations.ffb.ids import stable
from mestring.integrations.ffb.resource import Resource, case_number
from mestring.people.models import Citizen


def patient(citizen: Citizen, municipality: str, at: datetime) -> Resource:
    """The citizen by their number, and the municipality that reports."""
    body = {
        "identifier": [{"use": "official", "system": names.CPR, "value": citizen.cpr}],
        "managingOrganization": {"identifier": {"use": "official", "system": names.ORGANISATION, "value": municipality}},
    }
    return Resource("Patient", stable("Patient", citizen), names.CITIZEN, body, at)


def request(case: Case, who: Resource, at: datetime, *, closed: bool) -> Resource:
    """What the municipality was asked (anledning), by the number of its case."""
    body = {"extension": [case_number(case.number)], "status": "completed" if closed else "active", "intent": "proposal", "subject": who.ref}
    return Resource("ServiceRequest", stable("ServiceRequest", case), names.SERVICE_REQUEST, body, at)
