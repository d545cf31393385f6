"""The assessment itself: begun, concluded, finished, begun anew."""

from __future__ import annotations

from datetime import date

from django.db import IntegrityError, transaction

from mestring.assessments import catalogue, proposals, readiness
from mestring.assessments.errors import (
    AnotherCase,
    AssessmentFinished,
    AssessmentNotFinished,
    DraftThere,
    LevelUnknown,
    NeedOfAnotherMethod,
    NotAskedFor,
    NotReady,
    StandardMissing,
)
from mestring.assessments.models import Assessment, NeedRevision
from mestring.assessments.states import AssessmentState
from mestring.audit import acts, clock, moves, versions
from mestring.cases.errors import CaseClosed
from mestring.cases.models import Application, Case
from mestring.cases.states import CaseState
from mestring.people import access
from mestring.people.access import Actor

Method = Assessment.Method
NEED_FIELDS = ("wishes", "summary", "aids", "need_level", "overall", "need")
NO_SECTION = "general"
"""What is asked of a standard when no section has been named yet: what holds for all of them."""


@transaction.atomic
def start_assessment(
    case: Case, *, by: Actor, on: date, application: Application | None = None, standard: str = "", method: str = "", because: str = ""
) -> Assessment:
    """Begin an assessment of a case, by the method the standard names.

    What the latest finished one says is shown beside, never copied: a level must be judged anew. Another method than the standard's, or an assessment where the
    standard asks for none, takes a reason.
    Shapes: `standard` is used when there is no application, and else the application's own.
    Source: RSL § 10; the standards' own sentences on method.
    Raises: CaseClosed, AnotherCase, StandardMissing, DraftThere, NotAskedFor.
    """
    access.require(by, "assessment.write", case)
    if not Case.objects.filter(pk=case.pk, state=CaseState.OPEN).exists():
        raise CaseClosed
    if application is not None and application.case_id != case.pk:
        raise AnotherCase
    standard = application.standard if application else standard
    if not standard:
        raise StandardMissing
    asked = proposals.method(standard, (application.section if application else "") or NO_SECTION, on)
    chosen = method or asked.id
    if chosen not in Method.values:
        raise NotAskedFor(f"{asked.sentence} Skal der udredes alligevel, så vælg en metode, og skriv hvorfor.", fields=("because",))
    if chosen != asked.id and not because.strip():
        raise NotAskedFor(f"Begrundelse: {asked.sentence} Skriv, hvorfor der udredes på en anden måde.")
    if there := Assessment.objects.drafts().filter(case=case, method=chosen).first():
        raise DraftThere(str(there.public_id))
    try:
        with transaction.atomic():
            made: Assessment = Assessment.objects.create(
                case=case,
                application=application,
                previous=Assessment.objects.current_of(case),
                method=chosen,
                standard=standard,
                edition=application.edition if application else 1,
                because="" if chosen == asked.id else because.strip(),
                started_on=on,
                started_by_id=by.employee,
            )
    except IntegrityError:  # two began at the same moment
        raise DraftThere from None
    acts.record("start_assessment", made, by=by, on=on, case=case.public_id, method=chosen, standard=standard)
    return made


@transaction.atomic
def revise(assessment: Assessment, *, by: Actor, on: date, application: Application | None = None) -> Assessment:
    """Begin a new assessment in the place of a finished one, by the same method and standard unless the application has its own. The finished one stays as it is.

    Raises: AssessmentNotFinished, and what `start_assessment` raises.
    """
    access.require(by, "assessment.write", assessment.case)
    if assessment.state != AssessmentState.FINISHED:
        raise AssessmentNotFinished
    return start_assessment(
        assessment.case,
        by=by,
        on=on,
        application=application,
        standard=assessment.standard,
        method="" if application else assessment.method,
        because=assessment.because,
    )


@transaction.atomic
def save_need(
    assessment: Assessment,
    *,
    seen: int,
    by: Actor,
    on: date,
    wishes: str = "",
    summary: str = "",
    aids: str = "",
    need: str = "",
    need_level: int | None = None,
    overall: str = "",
) -> Assessment:
    """Save what the assessment concludes, on the version that was seen. Saving what stands already changes nothing.

    Raises: AssessmentFinished, LevelUnknown, NeedOfAnotherMethod, Conflict.
    """
    access.require(by, "assessment.write", assessment.case)
    stands = draft(assessment)
    if (stands.method == Method.VUM1 and need_level is not None) or (stands.method == Method.VUM2 and overall):
        raise NeedOfAnotherMethod
    if (need_level is not None and need_level not in {step.value for step in catalogue.need_scale()}) or overall not in {"", *Assessment.Overall.values}:
        raise LevelUnknown(fields=("need_level", "overall"))
    values = {"wishes": wishes.strip(), "summary": summary.strip(), "aids": aids.strip(), "need": need.strip(), "need_level": need_level, "overall": overall}
    if all(getattr(stands, name) == value for name, value in values.items()):
        return stands
    versions.write(stands, seen=seen, **values)
    NeedRevision.objects.create(assessment=stands, version=stands.version, values=values, written_at=clock.now(), written_by_id=by.employee)
    acts.record("save_need", stands, by=by, on=on, case=stands.case.public_id, version=stands.version)
    return stands


@transaction.atomic
def finish_assessment(assessment: Assessment, *, by: Actor, on: date) -> Assessment:
    """Finish an assessment: from now on a decision can rest on it, and it is never edited.

    Source: VUM 2.0; FFB report (level exactly under Aktivitet og deltagelse, at most one primary target group, diagnoses with source).
    Raises: AssessmentFinished, NotReady.
    """
    access.require(by, "assessment.write", assessment.case)
    stands = draft(assessment)
    if missing := readiness.missing(stands):
        raise NotReady([one.text for one in missing])
    Assessment.objects.filter(pk=stands.pk).update(finished_on=on, finished_by=by.employee)
    moves.move(stands, AssessmentState.FINISHED, by=by, on=on, case=stands.case.public_id, act="finish_assessment", version=stands.version)
    stands.refresh_from_db()
    return stands


def draft(assessment: Assessment) -> Assessment:
    """The assessment as it stands now, kept from changing until the act is done. Raises: AssessmentFinished, CaseClosed."""
    stands: Assessment = Assessment.objects.select_for_update(of=("self",), no_key=True).select_related("case").get(pk=assessment.pk)
    if not stands.is_draft:
        raise AssessmentFinished
    if stands.case.state != CaseState.OPEN:
        raise CaseClosed
    return stands
