"""The letters a case needs on its way, written from what the case holds: receipt, notice of a day to answer by, request for information, confirmation of a withdrawal."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from django.db import transaction

from mestring.audit import acts, clock, moves, versions
from mestring.cases import envelopes
from mestring.cases.actions.application import newest_hold, untold
from mestring.cases.actions.letter import draft_letter, pointless
from mestring.cases.errors import DayMissing, LetterPointless
from mestring.cases.letters import text
from mestring.cases.letters.text import Fact, Fixed, RuleSource, WrittenReason
from mestring.cases.letters.wording.common import Stated, whole
from mestring.cases.letters.wording.delay_notice import DelayNotice, delay_notice
from mestring.cases.letters.wording.information_request import InformationRequest as Wanted
from mestring.cases.letters.wording.information_request import Needed, information_request
from mestring.cases.letters.wording.receipt import Answer, Consented, Receipt, receipt
from mestring.cases.letters.wording.withdrawal import Withdrawal, withdrawal
from mestring.cases.models import Application, Hold, InformationRequest, Letter
from mestring.cases.models.inquiry import Channel
from mestring.cases.states import LetterState, RequestState
from mestring.people import access
from mestring.people.access import Actor
from mestring.people.models import Consent
from mestring.rules import danish


def _consents(application: Application, on: date) -> tuple[Consented, ...]:
    held = Consent.objects.holding(on).filter(citizen=application.case.citizen_id).order_by("pk")
    return tuple(Consented(source=one.source, about=one.purpose, where=f"Samtykke {danish.date_plain(one.since)}", until=one.until) for one in held)


@transaction.atomic
def write_receipt(applications: Sequence[Application], *, by: Actor, on: date) -> Letter:
    """The receipt for what was applied for together: when each is answered, and whose day it is. A day that is set and not told yet is told here.

    Source: RSL § 3; FVL §§ 7, 8.
    """
    first = applications[0]
    letter = draft_letter(first.case, by=by, on=on, content=_receipt(applications, by, on), about=first.submission)
    _tells(letter, applications)
    return letter


def _tells(letter: Letter, applications: Iterable[Application]) -> None:
    """The days that are set and not told yet are told in this letter."""
    told_here = [hold.pk for one in applications if (hold := untold(one))]
    Hold.objects.filter(pk__in=told_here).update(letter=letter)


def _receipt(applications: Sequence[Application], by: Actor, on: date) -> text.Letter:
    first = applications[0]
    return receipt(
        Receipt(
            envelope=envelopes.envelope(first.case, standard=first.standard, by=by, on=on),
            applied=tuple(envelopes.applied(one) for one in applications if one.section),
            received=first.received_on,
            received_where=f"Ansøgning, {Channel(first.channel).said}",
            answers=tuple(_answer(one) for one in [one for one in applications if one.section] or applications[:1]),
            consents=_consents(first, on),
        )
    )


def _answer(application: Application) -> Answer:
    """When the application is answered, as far as anybody has said: by a day set for it, by the council's deadline, or not yet."""
    set_for_it = newest_hold(application)
    if set_for_it:
        origin = Fact(label="Svardato", value=danish.date_plain(set_for_it.after), where=f"Sat {danish.date_plain(set_for_it.since)}")
        return Answer(by=set_for_it.after, origin=origin, by_council=False)
    source = application.finding.get("source") or "RSL § 3"
    if application.deadline:
        return Answer(by=application.deadline, origin=envelopes.deadline_source(application) or Fixed(source=source))
    return Answer(by=None, origin=Fixed(source=source), none=f"{_no_deadline(application)}Vi skriver til dig, når vi ved, hvornår du får svar.")


def _no_deadline(application: Application) -> str:
    """Why there is no day yet, as far as it is the citizen's: that the council has published none, not what the caseworker has still to find out."""
    if not application.section:
        return "Vi ser først på, hvilken hjælp det drejer sig om. "
    said: str = application.finding.get("sentence") or ""
    return f"{said} " if said.startswith("Kommunen har ikke") else ""


@transaction.atomic
def write_withdrawal(application: Application, *, by: Actor, on: date) -> Letter:
    """The confirmation that the citizen has taken an application back. Source: FVL § 7."""
    return draft_letter(application.case, by=by, on=on, content=_withdrawal(application, by, on), about=application.public_id)


def _withdrawal(application: Application, by: Actor, on: date) -> text.Letter:
    return withdrawal(
        Withdrawal(
            envelope=envelopes.envelope(application.case, standard=application.standard, by=by, on=on),
            applied=(envelopes.applied(application),) if application.section else (),
            received=application.received_on,
            withdrawn=application.ended_on or on,
            withdrawn_where=f"Ansøgning {danish.date_plain(application.received_on)}",
        )
    )


@transaction.atomic
def write_delay_notice(hold: Hold, *, by: Actor, on: date) -> Letter:
    """The notice of a new day to answer by.

    Source: RSL § 3, stk. 2.
    """
    case = hold.application.case
    letter = draft_letter(case, by=by, on=on, content=_delay_notice(hold, by, on), about=hold.public_id)
    Hold.objects.filter(pk=hold.pk).update(letter=letter)
    acts.record("write_delay_notice", letter, by=by, on=on, case=case.public_id)
    return letter


def _delay_notice(hold: Hold, by: Actor, on: date) -> text.Letter:
    application = hold.application
    rule = envelopes.deadline_source(application) or RuleSource(id="rsl-3", label="RSL § 3")
    after = hold.after or application.deadline or on
    return delay_notice(
        DelayNotice(
            envelope=envelopes.envelope(application.case, standard=application.standard, by=by, on=on),
            applied=(envelopes.applied(application),),
            received=application.received_on,
            received_where=f"Ansøgning, {Channel(application.channel).said}",
            deadline=hold.before,
            deadline_source=rule,
            reason=Stated(whole(hold.reason), WrittenReason(by=by.name, field="Begrundelse for svardatoen")),
            new_date=after,
            new_date_origin=Fact(label="Ny svardato", value=danish.date_plain(after), where=f"{hold.get_kind_display()} {danish.date_plain(hold.since)}"),
        )
    )


@transaction.atomic
def write_information_request(request: InformationRequest, *, by: Actor, on: date, standard: str, why: str = "") -> Letter:
    """The letter that asks the citizen for facts.

    Source: RSL §§ 11, 11 b.
    """
    content = _information_request(request, by, on, standard=standard, why=why)
    letter = draft_letter(request.case, by=by, on=on, content=content, about=request.public_id)
    InformationRequest.objects.filter(pk=request.pk).update(letter=letter)
    return letter


def _information_request(request: InformationRequest, by: Actor, on: date, *, standard: str, why: str) -> text.Letter:
    application = request.application
    return information_request(
        Wanted(
            envelope=envelopes.envelope(request.case, standard=standard, by=by, on=on),
            applied=(envelopes.applied(application),) if application and application.section else (),
            needed=(Needed(what=request.asks.rstrip("."), why=whole(why), where=f"Anmodning {danish.date_plain(request.sent_on)}"),),
            by_when=request.due_on,
            by_when_where=f"Anmodning {danish.date_plain(request.sent_on)}",
        )
    )


# ------------------------------------------------------------------------------------------------ a draft that has lain


def anew(letter: Letter, *, by: Actor, on: date, standard: str) -> text.Letter | None:
    """A draft of one of this room's letters as it would be written now; None when it is another's, or what it tells of is gone.

    Shapes: `standard` names the council that writes, where the letter is about no application.
    """
    case, about = letter.case, letter.about
    if letter.kind == Letter.Kind.RECEIPT and (together := list(case.applications.filter(submission=about).order_by("pk"))):
        return _receipt(together, by, on)
    if letter.kind == Letter.Kind.DELAY_NOTICE and (hold := Hold.objects.filter(public_id=about, application__case=case).select_related("application").first()):
        return _delay_notice(hold, by, on)
    if letter.kind == Letter.Kind.WITHDRAWAL and (application := case.applications.filter(public_id=about).first()):
        return _withdrawal(application, by, on)
    if letter.kind == Letter.Kind.INFORMATION_REQUEST and (request := case.requests.filter(public_id=about).select_related("application").first()):
        # Why it is asked stands in the letter alone.
        asked = next((one.text for one in text.Letter.from_json(letter.content).sentences() if one.key == "needed.1"), "")
        why = asked.removeprefix(f"{request.asks.rstrip('.')}.").strip()
        return _information_request(request, by, on, standard=request.application.standard if request.application else standard, why=why)
    return None


def asked_too_late(letter: Letter, on: date) -> InformationRequest | None:
    """The request that a draft tells of, when its day to answer by is over or is today: it must have another before the letter is written anew."""
    if letter.state != LetterState.DRAFT or letter.kind != Letter.Kind.INFORMATION_REQUEST:
        return None
    return letter.case.requests.filter(public_id=letter.about, state=RequestState.SENT, due_on__lte=on).select_related("case", "application").first()


@transaction.atomic
def write_anew(letter: Letter, *, fresh: text.Letter, by: Actor, on: date) -> Letter:
    """Write a draft that has lain as it is on the day. What is told in it is told as it stands now.

    Raises: LetterPointless, DayMissing when the day to answer by is over, MoveNotAllowed when it is no draft any more.
    """
    access.require(by, "case.write", letter.case)
    if letter.state != LetterState.DRAFT:
        raise moves.MoveNotAllowed
    if why := pointless(letter):
        raise LetterPointless(why)
    if late := asked_too_late(letter, on):
        raise DayMissing("due_on", "Svar senest", f"{late.due_on:%d-%m-%Y} giver ikke tid til at svare. Skriv en dag efter i dag")
    versions.write(letter, seen=letter.version, title=fresh.title, content=fresh.to_json(), written_at=clock.now(), written_by_id=by.employee)
    if letter.kind == Letter.Kind.RECEIPT:
        _tells(letter, letter.case.applications.filter(submission=letter.about))
    acts.record("write_letter_anew", letter, by=by, on=on, case=letter.case.public_id, kind=letter.kind, version=letter.version)
    return letter
