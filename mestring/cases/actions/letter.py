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
from mestring.cases.actions.application import told_of_day
from mestring.cases.errors import LetterNotComplete, LetterOutdated, LetterPointless, NobodyToWriteTo, RecipientUnreached
from mestring.cases.letters import render, text
from mestring.cases.letters.completeness import complete
from mestring.cases.models import Application, Case, Dispatch, Due, Hold, Letter
from mestring.cases.states import ApplicationState, CaseState, DispatchState, LetterState, RequestState
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


OF_GOING_ON = (Letter.Kind.RECEIPT, Letter.Kind.DELAY_NOTICE, Letter.Kind.INFORMATION_REQUEST, Letter.Kind.HEARING)
"""Letters that tell of work which goes on. A decision, an answer to a complaint and the confirmation of a withdrawal tell of what was done."""


def pointless(letter: Letter, applications: Sequence[Application] | None = None, holds: Sequence[Hold] | None = None) -> str:
    """Why a draft is not to be sent any more, in Danish; empty when it may be. Shapes: `applications` and `holds` are the case's, where they are known already."""
    if letter.state != LetterState.DRAFT or letter.kind not in OF_GOING_ON:
        return ""
    if letter.case.state == CaseState.CLOSED:
        return "Sagen er afsluttet, og det, brevet handler om, er slut. Kassér kladden, eller åbn sagen igen, hvis der skal arbejdes i den."
    if letter.kind == Letter.Kind.INFORMATION_REQUEST and letter.case.requests.filter(public_id=letter.about).exclude(state=RequestState.SENT).exists():
        return "Oplysningerne skal ikke længere bruges: anmodningen er afsluttet. Kassér kladden, eller lav en ny anmodning."
    if letter.about and letter.kind in (Letter.Kind.RECEIPT, Letter.Kind.DELAY_NOTICE):
        about = _told_of(letter, list(letter.case.applications.all()) if applications is None else applications, holds)
        if about and all(one.state != ApplicationState.RECEIVED for one in about):
            return "Ansøgningen er afgjort eller afsluttet, så borgeren venter ikke længere på svar. Kassér kladden."
    return ""


def _told_of(letter: Letter, applications: Sequence[Application], holds: Sequence[Hold] | None) -> list[Application]:
    """The applications a receipt or a new day to answer by is about."""
    if letter.kind == Letter.Kind.RECEIPT:
        return [one for one in applications if one.submission == letter.about]
    moved = Hold.objects.filter(public_id=letter.about) if holds is None else [hold for hold in holds if hold.public_id == letter.about]
    held = {hold.application_id for hold in moved}
    return [one for one in applications if one.pk in held]


@transaction.atomic
def discard_letter(letter: Letter, *, by: Actor, on: date) -> Letter:
    """Throw away a draft that is not to be sent any more. It can still be read. Raises: MoveNotAllowed when it may still be sent, or is no draft."""
    case = letter.case
    access.require(by, "case.write", case)
    if not pointless(letter):
        raise moves.MoveNotAllowed
    moves.move(letter, LetterState.DISCARDED, by=by, on=on, case=case.public_id, act="discard_letter")
    due.settle(Due.Kind.LETTER, letter.about or letter.public_id, on=on)
    return letter


@transaction.atomic
def queue_letter(
    letter: Letter,
    *,
    by: Actor,
    on: date,
    to: Sequence[recipients.Recipient] | None = None,
    carrier: str = "",
    fresh: text.Letter | None = None,
    without: str = "",
) -> Letter:
    """Put a letter that holds what law asks for in the outbox. It waits there for the recall window, and then leaves.

    Shapes: `to` is everybody who may receive it unless told; `carrier` is each one's own unless told; `fresh` is a draft as it would be written now; `without` is why the letter
    is sent though somebody who is to have it has no address, and stands as the reason at their sending.
    Raises: LetterPointless, LetterOutdated, LetterNotComplete, NobodyToWriteTo, RecipientUnreached, MoveNotAllowed.
    """
    case = letter.case
    access.require(by, "letter.send", case)
    if why := pointless(letter):
        raise LetterPointless(why)
    content = text.Letter.from_json(letter.content)
    if letter.state == LetterState.DRAFT and (content.date != on or (fresh and content.outdated(fresh))):
        raise LetterOutdated(content.date)
    if missing := complete(content):
        raise LetterNotComplete([one.text for one in missing])
    everybody = list(to) if to is not None else recipients.recipients(case, on)
    unreached = [one for one in everybody if one.unreached] if to is None else []
    found = everybody if to is not None else [one for one in everybody if not one.refused]
    if not found or any(one.refused for one in found):
        raise NobodyToWriteTo
    if unreached and not without.strip():
        raise RecipientUnreached([one.name for one in unreached])
    kept = storage.keep(render.pdf(content))
    moves.move(letter, LetterState.QUEUED, by=by, on=on, case=case.public_id, act="queue_letter", also={"pdf": kept.sha256})
    not_before = clock.now() + timedelta(minutes=settings.RECALL_MINUTES)
    for one in found:
        way = carrier or one.carrier
        own = kept if one.representation is None and not carrier else storage.keep(render.pdf(replace(content, recipient=one.printed(way))))
        Dispatch.objects.create(letter=letter, representation=one.representation, carrier=way, not_before=not_before, pdf=own.sha256)
    for one in unreached:
        row = Dispatch.objects.create(letter=letter, representation=one.representation, carrier=one.carrier, not_before=not_before, pdf=kept.sha256)
        moves.move(row, DispatchState.RECALLED, by=by, on=on, case=case.public_id, act="give_letter_up", also={"trouble": without.strip()[:300]})
    due.settle(Due.Kind.LETTER, letter.about or letter.public_id, on=on)
    told_of_day(letter, on=on)
    return letter
