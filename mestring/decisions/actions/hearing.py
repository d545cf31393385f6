"""Hearing the citizen before a decision that goes against them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

from django.db import transaction

from mestring.audit import acts, moves, versions
from mestring.cases.actions import due
from mestring.cases.actions.letter import draft_letter, queue_letter
from mestring.cases.errors import CaseClosed, DayInTheFuture
from mestring.cases.models import Application, Document, Due
from mestring.cases.states import CaseState
from mestring.decisions import letters
from mestring.decisions.actions.considering import may_prepare
from mestring.decisions.errors import FieldMissing, HearingAwaited, HearingDayOff, HearingDayTooSoon, HearingNotOver
from mestring.decisions.gathering import expected_receipt
from mestring.decisions.models import Hearing, HearingDraft, PlannedChange, Preparation
from mestring.decisions.states import HearingState
from mestring.people import access
from mestring.people.access import Actor
from mestring.rules import danish
from mestring.rules.rulebook import open_library

USUAL = timedelta(days=14)
"""The time to answer that is proposed. Law says only that there must be a deadline, and that it leaves room to answer."""


def proposed_answer_day(on: date) -> date:
    """The last day to answer that is proposed (svarfrist): two weeks on, moved to a working day. Source: FVL § 19."""
    return open_library().world.calendar.on_or_after(on + USUAL)


@transaction.atomic
def draft_hearing(
    application: Application, *, planned: str, facts: Sequence[dict[str, str]], due_on: date | None, short_because: str, seen: int, by: Actor, on: date
) -> HearingDraft:
    """Keep a hearing as it is written so far, on the version that was seen; 0 when there was none. Anything may be lacking.

    Raises: CaseClosed, NotAwaitingDecision, Conflict.
    """
    may_prepare(application, by)
    values: dict[str, Any] = {
        "planned": planned.strip(),
        "facts": list(facts),
        "due_on": due_on,
        "short_because": short_because.strip(),
        "written_by_id": by.employee,
    }
    found, made = HearingDraft.objects.get_or_create(application=application, defaults=values)
    if not made:
        versions.write(found, seen=seen, **values)
    acts.record("draft_hearing", found, by=by, on=on, case=application.case.public_id, version=found.version)
    return found


@transaction.atomic
def send_hearing(
    application: Application,
    *,
    planned: str,
    facts: Sequence[dict[str, str]],
    due_on: date,
    by: Actor,
    on: date,
    short_because: str = "",
    without: str = "",
) -> Hearing:
    """Tell the citizen what is considered and on which facts, and give them time to answer.

    Shapes: `facts` are {text, from}, one for each thing the decision would build on; `short_because` is why less time than usual is enough; `without` as in `queue_letter`.
    Source: FVL §§ 19–21.
    Raises: FieldMissing, HearingAwaited, HearingDayTooSoon, HearingDayOff, LetterNotComplete, NobodyToWriteTo, RecipientUnreached.
    """
    may_prepare(application, by)
    case = application.case
    if Hearing.objects.filter(application=application).awaiting().exists():
        raise HearingAwaited
    if not planned.strip():
        raise FieldMissing("planned", "Det overvejer vi", "skriv, hvad I har tænkt jer at afgøre")
    told = [{"text": one["text"].strip(), "from": one["from"].strip()} for one in facts if one["text"].strip()]
    if not told or not all(one["from"] for one in told):
        raise FieldMissing("facts", "Oplysninger", "skriv dem, afgørelsen vil bygge på, og hvor I har dem fra")
    first = expected_receipt(case.citizen, on) + timedelta(days=1)
    if due_on < first:
        raise HearingDayTooSoon(first)
    calendar = open_library().world.calendar
    if not calendar.is_working_day(due_on):
        raise HearingDayOff("Svar senest", f"{due_on:%d-%m-%Y}", calendar.on_or_after(due_on))
    if due_on - on < USUAL and not short_because.strip():
        raise FieldMissing("short_because", "Kort frist", f"skriv, hvorfor borgeren kan nå at svare på mindre end {USUAL.days} dage, eller giv længere tid")
    content = letters.hearing_letter(application, planned=planned, facts=told, due_on=due_on, by=by, on=on)
    public_id = uuid4()
    letter = draft_letter(case, by=by, on=on, content=content, about=public_id)
    hearing: Hearing = Hearing.objects.create(
        public_id=public_id,
        application=application,
        planned=planned.strip(),
        considered=_considered(application),
        facts=told,
        letter=letter,
        sent_on=on,
        due_on=due_on,
        short_because=short_because.strip(),
    )
    if draft := HearingDraft.objects.filter(application=application).first():
        versions.write(draft, seen=draft.version, planned="", facts=[], due_on=None, short_because="")
    queue_letter(letter, by=by, on=on, without=without)
    acts.record("send_hearing", hearing, by=by, on=on, case=case.public_id, due_on=due_on)
    due.put(
        Due.Kind.HEARING,
        hearing.public_id,
        case=case,
        section=application.section,
        what=f"Partshøring {open_library().sections[application.section].sign}",
        next="Registrér borgerens svar, eller gå videre uden",
        on=due_on,
        source="FVL § 19",
        why=[{"text": f"Sendt {danish.date_plain(on)}, svar senest", "value": danish.date_short(due_on), "source": "FVL § 19"}],
        waits="borgeren",
    )
    return hearing


def _considered(application: Application) -> dict[str, Any]:
    """What is chosen when the citizen is heard, so that what is decided can be held against it."""
    chosen = Preparation.objects.filter(application=application).first()
    change = PlannedChange.objects.filter(application=application).first()
    if chosen is None or not chosen.outcome:
        return {"outcome": change.intended} if change and change.intended else {}
    day = chosen.effect_on.isoformat() if chosen.effect_on else None
    return {"outcome": chosen.outcome, "level": chosen.level, "amount": chosen.amount, "unit": chosen.unit, "effect_on": day}


@transaction.atomic
def answer_hearing(hearing: Hearing, *, answer: str, answered_on: date, by: Actor, on: date, document: Document | None = None) -> Hearing:
    """Note what the citizen said, in time or late.

    Source: FVL § 19; OFL § 13.
    Raises: FieldMissing, DayInTheFuture, MoveNotAllowed.
    """
    case = hearing.application.case
    access.require(by, "decision.prepare", case)
    if case.state == CaseState.CLOSED:
        raise CaseClosed
    if not answer.strip() and document is None:
        raise FieldMissing("answer", "Svar", "skriv, hvad borgeren sagde, eller vælg det dokument, svaret står i")
    if document is not None and document.case_id != case.pk:
        raise FieldMissing("document", "Dokument", "vælg et, der ligger på sagen")
    if answered_on > on:
        raise DayInTheFuture("answered_on", "Svaret kom", answered_on)
    if answered_on < hearing.sent_on:
        raise FieldMissing("answered_on", "Svaret kom", f"skriv en dag fra {hearing.sent_on:%d-%m-%Y} og frem")
    also = {"answered_on": answered_on, "answer": answer.strip(), "document": document}
    moves.move(hearing, HearingState.ANSWERED, by=by, on=on, case=case.public_id, act="answer_hearing", also=also)
    due.settle(Due.Kind.HEARING, hearing.public_id, on=on)
    return hearing


@transaction.atomic
def lapse_hearing(hearing: Hearing, *, by: Actor, on: date) -> Hearing:
    """The last day to answer went by without an answer: the case goes on.

    Source: FVL § 19.
    Raises: HearingNotOver, MoveNotAllowed.
    """
    case = hearing.application.case
    access.require(by, "decision.prepare", case)
    if on <= hearing.due_on:
        raise HearingNotOver(hearing.due_on)
    moves.move(hearing, HearingState.LAPSED, by=by, on=on, case=case.public_id, act="lapse_hearing")
    due.settle(Due.Kind.HEARING, hearing.public_id, on=on)
    return hearing
