"""Papers that come in: laid on the case as they are, never edited, marked when they lie there by mistake."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from mestring.audit import acts, clock, moves
from mestring.cases import storage, uploads
from mestring.cases.errors import DayInTheFuture, TextMissing
from mestring.cases.models import Case, Document, InformationRequest
from mestring.cases.states import CaseState
from mestring.people import access
from mestring.people.access import Actor


def add_document(
    case: Case,
    *,
    by: Actor,
    on: date,
    title: str,
    happened_on: date,
    content: bytes,
    name: str,
    channel: str = "",
    sender: str = "",
    request: InformationRequest | None = None,
) -> Document:
    """Lay a file on the case. On a closed case it is filed as late post, and the case stays closed.

    The file is on the disk before the row, and before the transaction, so that no writer waits for the disk.
    Source: OFL § 15.
    Raises: FileRefused, TextMissing, DayInTheFuture, MoveNotAllowed.
    """
    access.require(by, "case.write", case)
    if not title.strip():
        raise TextMissing("title", "Titel", "skriv, hvad dokumentet er")
    if happened_on > on:
        raise DayInTheFuture("happened_on", "Modtaget", happened_on)
    if request is not None and request.case_id != case.pk:
        raise moves.MoveNotAllowed
    checked = uploads.check(content, name)
    stored = storage.keep(content)
    with transaction.atomic():
        state = Case._base_manager.select_for_update(no_key=True).values_list("state", flat=True).get(pk=case.pk)
        document: Document = Document.objects.create(
            case=case,
            title=title.strip()[:160],
            name=checked.name,
            type=checked.type,
            size=stored.size,
            sha256=stored.sha256,
            channel=channel,
            sender=sender.strip()[:120],
            happened_on=happened_on,
            written_at=clock.now(),
            written_by_id=by.employee,
            late=state == CaseState.CLOSED,
            request=request,
        )
        acts.record("add_document", document, by=by, on=on, case=case.public_id, type=checked.type, size=stored.size, sha256=stored.sha256, late=document.late)
    return document


@transaction.atomic
def mark_document_in_error(document: Document, *, by: Actor, on: date, because: str) -> Document:
    """Mark a document as laid on the case by mistake. It stays, with the reason. Raises: TextMissing, MoveNotAllowed."""
    access.require(by, "case.write", document.case)
    if not because.strip():
        raise TextMissing("because", "Begrundelse", "skriv, hvad der er forkert")
    if not Document.objects.filter(pk=document.pk, error_on=None).update(error_on=on, error_because=because.strip()[:200]):
        raise moves.MoveNotAllowed
    document.refresh_from_db()
    acts.record("mark_document_in_error", document, by=by, on=on, case=document.case.public_id)
    return document
