"""Ids that are the same every day: a resource's id is made of what it is about, so that sending it again is an update.

The names in an id, by type: Patient, the citizen; ServiceRequest, the case; ClinicalImpression, the assessment; Observation, the assessment and `need`, or the follow-up;
Goal, the goal; CarePlan, the order, or the service, or the order and the code where the section alone says the service. What is the same thing in several rows is named by the
case and what it is: Condition by the topic's code, and by `group` and the group's; CareTeam by the offer's code; Encounter by the day. Bundle: the citizen and the day.
"""

from __future__ import annotations

from datetime import date
from uuid import UUID, uuid5

from django.db import models

NAMESPACE = UUID("5b1f6a0e-6f0c-4c4c-9d3e-0d5f0c9b7a41")
"""The house's own. Changed, everything that was ever reported would be reported as something else."""


def stable(kind: str, *names: object) -> str:
    """The id of a resource of a type, by what it is about."""
    return str(uuid5(NAMESPACE, "/".join([kind, *(_name(one) for one in names)])))


def _name(one: object) -> str:
    if isinstance(one, models.Model):
        # A row without a public id is named by its table and number.
        return str(getattr(one, "public_id", None) or f"{one._meta.label_lower}:{one.pk}")
    return one.isoformat() if isinstance(one, date) else str(one)
