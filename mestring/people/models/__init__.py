"""The tables of people: those helped, those who act for them, those who help."""

from mestring.people.models.account import Account
from mestring.people.models.citizen import AnonymousPerson, Citizen, Consent, NamePart, Representation
from mestring.people.models.employee import Assignment, Disqualification, Employee, Unit
from mestring.people.models.provider import DayRate, Offer
from mestring.people.models.relation import CitizenUnit, Relation
from mestring.people.models.sample import SampledLook

__all__ = [
    "Account",
    "AnonymousPerson",
    "Assignment",
    "Citizen",
    "CitizenUnit",
    "Consent",
    "DayRate",
    "Disqualification",
    "Employee",
    "NamePart",
    "Offer",
    "Relation",
    "Representation",
    "SampledLook",
    "Unit",
]
