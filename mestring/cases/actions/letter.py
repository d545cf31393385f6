"""Letters: drafted, read through, put in the outbox. What leaves the house leaves it from there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

from django.conf import settings
from django.db import transaction

from mestring.audit import acts, clock, moves, versions
from mestring.cases import recipients, storage
from mestring.cases.actions import due
from mestring.cases.errors import LetterNotComplete, NobodyToWriteTo
from mestring.cases.letters import render, text
from mestring.cases.letters.completeness import complete
from mestring.cases.models import Case, Dispatch, Due, Letter
from mestring.cases.states import LetterState
from mestring.people import access
from mestring.people.access import Actor


@transaction.atomic
def draft_letter(case: Case, *, by: Actor, on: date, content: text.Letter, about: UUID | None = None) -> Letter:
    """Keep a letter as a draft, or write it anew when one about the same thing is a draft already."""
    access.require(by, "case.write", case)
    values = {"title": content.title, "content": content.to_json()}
    draft = case.letters.filter(kind=content.kind, about=about, state=LetterState.DRAFT).first() if about else None
    if draft:
        versions.write(draft, seen=draft.version, **values)
        return draft
    letter: Letter = Letter.objects.create(case=case, kind=content.kind, about=about, written_at=clock.now(), written_by_id=by.employee, **values)
    acts.record("draft_letter", letter, by=by, on=on, case=case.public_id, kind=content.kind)
    return letter


@transaction.atomic
def queue_letter(letter: Letter, *, by: Actor, on: date, to: Sequence[recipients.Recipient] | None = None, carrier: str = "") -> Letter:
    """Put a letter that holds what law asks for in the outbox. It waits there for the recall window, and then leaves.

    Shapes: `to` is everybody who may receive it unless told; `carrier` is each one's own unless told.
    Raises: LetterNotComplete, NobodyToWriteTo, MoveNotAllowed.
    """
    case = letter.case
    access.require(by, "letter.send", case)
    content = text.Letter.from_json(letter.content)
    if missing := complete(content):
        raise LetterNotComplete([one.text for one in missing])
    found = list(to) if to is not None else [one for one in recipients.recipients(case, on) if not one.refused]
    if not found or any(one.refused for one in found):
        raise NobodyToWriteTo
    kept = storage.keep(render.pdf(content))
    moves.move(letter, LetterState.QUEUED, by=by, on=on, case=case.public_id, act="queue_letter", also={"pdf": kept.sha256})
    not_before = clock.now() + timedelta(minutes=settings.RECALL_MINUTES)
    for one in found:
        way = carrier or one.carrier
        own = kept if one.representation is None and not carrier else storage.keep(render.pdf(replace(content, recipient=one.printed(way))))
        Dispatch.objects.create(letter=letter, representation=one.representation, carrier=way, not_before=not_before, pdf=own.sha256)
    due.settle(Due.Kind.LETTER, letter.about or letter.public_id, on=on)
    return letter
