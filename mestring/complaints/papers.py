"""The index of papers that goes to the appeals board with the complaint: everything of the case, numbered by day. Reads only."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.utils import timezone

from mestring.assessments.models import Assessment
from mestring.assessments.states import AssessmentState
from mestring.cases.models import Case
from mestring.cases.models.inquiry import Channel
from mestring.cases.states import LetterState
from mestring.complaints.models import Complaint
from mestring.decisions.models import Consideration, Decision, Hearing
from mestring.rules.rulebook import open_library

KINDS = {
    "application": "Ansøgning",
    "note": "Notat",
    "document": "Dokument",
    "letter": "Brev",
    "assessment": "Udredning",
    "target_group": "Målgruppevurdering",
    "hearing": "Svar på partshøring",
    "decision": "Afgørelse",
    "complaint": "Klage",
    "review": "Genvurdering",
}
ALWAYS = ("complaint", "review")
"""What can't be left out: without them there is nothing to decide."""


def papers(complaint: Complaint, on: date) -> list[dict[str, Any]]:
    """Every paper of the case up to a day, the oldest first; what was entered in error is not among them.

    Shapes: each is {number, key, kind, id, title, day}; `key` is kind and public id; a decision and the judgement of the target group, which shows the
    other sections that were weighed too, also say `within` which application.
    Source: RSL § 66.
    """
    case: Case = complaint.case
    found = sorted((one for one in _all(case, complaint) if one["day"] <= on), key=lambda one: (one["day"], list(KINDS).index(one["kind"])))
    return [{**one, "number": number, "day": one["day"].isoformat()} for number, one in enumerate(found, 1)]


def _all(case: Case, complaint: Complaint) -> Iterable[dict[str, Any]]:
    for one in case.applications.order_by("pk"):
        yield _paper("application", one, one.titled(_sign(one.section) if one.section else ""), one.received_on)
    for one in case.notes.filter(error_on=None, superseded_by=None).order_by("pk"):
        yield _paper("note", one, one.subject, one.happened_on)
    for one in case.documents.filter(error_on=None).order_by("pk"):
        yield _paper("document", one, one.title, one.happened_on)
    for one in case.letters.filter(state__in=(LetterState.QUEUED, LetterState.SENT)).order_by("pk"):
        yield _paper("letter", one, f"{one.get_kind_display()}: {one.title}", timezone.localdate(one.written_at))
    for one in Assessment.objects.filter(case=case, state=AssessmentState.FINISHED).order_by("pk"):
        yield _paper("assessment", one, f"Udredning, {one.get_method_display()}", one.finished_on or one.started_on)
    weighed = Consideration.objects.filter(application__case=case, applied=True, concluded_on__isnull=False).select_related("application")
    for one in weighed.order_by("pk"):
        title = f"Vurdering af målgruppen for {_sign(one.section)} med begrundelse"
        yield _paper("target_group", one, title, one.concluded_on) | {"within": str(one.application.public_id)}
    for one in Hearing.objects.filter(application__case=case, answered_on__isnull=False).order_by("pk"):
        yield _paper("hearing", one, "Borgerens svar på partshøring", one.answered_on)
    for one in Decision.objects.filter(application__case=case).select_related("application").order_by("pk"):
        yield _paper("decision", one, f"Afgørelse om {_sign(one.section)}: {one.get_outcome_display().lower()}", one.decided_on) | {
            "within": str(one.application.public_id)
        }
    yield _paper("complaint", complaint, f"Klage, {Channel(complaint.channel).said}", complaint.received_on)
    if complaint.reviewed_on:
        yield _paper("review", complaint, "Kommunens genvurdering med begrundelse", complaint.reviewed_on)


def _sign(section: str) -> str:
    return open_library().sections[section].sign


def _paper(kind: str, thing: Any, title: str, day: date) -> dict[str, Any]:
    return {"key": f"{kind}:{thing.public_id}", "kind": kind, "id": str(thing.public_id), "title": title, "day": day}
