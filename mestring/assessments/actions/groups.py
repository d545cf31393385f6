"""Target groups and diagnoses."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from mestring.assessments import catalogue
from mestring.assessments.actions.assessment import draft
from mestring.assessments.errors import GroupThere, GroupUnknown, PrimaryThere
from mestring.assessments.models import Assessment, Diagnosis, TargetGroup
from mestring.audit import acts
from mestring.cases.errors import DayInTheFuture, TextMissing
from mestring.people import access
from mestring.people.access import Actor


@transaction.atomic
def add_target_group(assessment: Assessment, code: str, *, primary: bool = False, by: Actor, on: date) -> TargetGroup:
    """Say that the citizen belongs to a target group: the primary, of which there is at most one, or a secondary.

    Source: FFB, Målgrupper.
    Raises: AssessmentFinished, GroupUnknown, GroupThere, PrimaryThere.
    """
    access.require(by, "assessment.write", assessment.case)
    stands = draft(assessment)
    if code not in catalogue.target_groups():
        raise GroupUnknown
    standing = list(TargetGroup.objects.filter(assessment=stands).standing())
    if any(one.code == code for one in standing):
        raise GroupThere
    if primary and (there := next((one for one in standing if one.primary), None)):
        raise PrimaryThere(catalogue.group(there.code).label)
    made: TargetGroup = TargetGroup.objects.create(assessment=stands, code=code, primary=primary)
    acts.record("add_target_group", made, by=by, on=on, case=stands.case.public_id, primary=primary)
    return made


@transaction.atomic
def drop_target_group(group: TargetGroup, *, by: Actor, on: date) -> TargetGroup:
    """Take a target group out of a draft. Raises: AssessmentFinished."""
    access.require(by, "assessment.write", group.assessment.case)
    stands = draft(group.assessment)
    TargetGroup.objects.filter(pk=group.pk, dropped_on=None).update(dropped_on=on)
    group.refresh_from_db()
    acts.record("drop_target_group", group, by=by, on=on, case=stands.case.public_id)
    return group


@transaction.atomic
def add_diagnosis(assessment: Assessment, *, text: str, source: str, by: Actor, on: date, code: str = "", made_on: date | None = None) -> Diagnosis:
    """Write down a diagnosis, and where it is known from: without a source it is hearsay.

    Source: VUM 2.0 (diagnoses with reference).
    Raises: AssessmentFinished, TextMissing, DayInTheFuture.
    """
    access.require(by, "assessment.write", assessment.case)
    stands = draft(assessment)
    if not text.strip():
        raise TextMissing("text", "Diagnose", "skriv, hvad den hedder")
    if not source.strip():
        raise TextMissing("source", "Kilde", "skriv, hvem der har stillet diagnosen, og i hvilket papir det står")
    if made_on and made_on > on:
        raise DayInTheFuture("made_on", "Dato", made_on)
    made: Diagnosis = Diagnosis.objects.create(assessment=stands, text=text.strip(), code=code.strip().upper(), source=source.strip(), made_on=made_on)
    acts.record("add_diagnosis", made, by=by, on=on, case=stands.case.public_id)
    return made


@transaction.atomic
def drop_diagnosis(diagnosis: Diagnosis, *, by: Actor, on: date) -> Diagnosis:
    """Take a diagnosis out of a draft. Raises: AssessmentFinished."""
    access.require(by, "assessment.write", diagnosis.assessment.case)
    stands = draft(diagnosis.assessment)
    Diagnosis.objects.filter(pk=diagnosis.pk, dropped_on=None).update(dropped_on=on)
    diagnosis.refresh_from_db()
    acts.record("drop_diagnosis", diagnosis, by=by, on=on, case=stands.case.public_id)
    return diagnosis
