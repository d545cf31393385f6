"""The outbox: letters leave the house here, each sending once, to somebody who has the right to it at the moment it leaves.

A sending is claimed, handed to the carrier, and marked, each in a transaction of its own; nothing leaves the house inside one. Whoever dies between them leaves a row that
says so. When its time is up the carrier is asked by the sending's own key whether it left: then it is marked, and else it goes back in the queue.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction

from mestring.audit import clock, moves
from mestring.cases import recipients, storage
from mestring.cases.actions import due
from mestring.cases.actions.application import told_of_day
from mestring.cases.carriers import Carrier, CarrierDown, CarrierRefused, CarrierUnsure, Parcel
from mestring.cases.errors import DayInTheFuture, StillStopped, TextMissing, TooLateToRecall
from mestring.cases.models import Case, Dispatch, Due, Letter
from mestring.cases.proposals.deadlines import received
from mestring.cases.states import DispatchState, LetterState
from mestring.people import access
from mestring.people.access import Actor
from mestring.people.models import Citizen, Representation

LEASE = timedelta(minutes=10)
"""How long a claimed sending is left alone. Longer than any carrier takes to answer."""
TRIES = 5
PAUSES = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 240))
UNSENT = "not_sent"
CHANNELS = {Dispatch.Carrier.DIGITAL_POST: "digital_post", Dispatch.Carrier.LETTER: "letter", Dispatch.Carrier.QUICK: "quickpost"}

_log = logging.getLogger(__name__)


@dataclass(slots=True)
class Run:
    """What one run of the outbox came to, in numbers."""

    sent: int = 0
    stopped: int = 0
    again: int = 0
    unsure: int = 0

    @property
    def trouble(self) -> int:
        """How many did not leave."""
        return self.stopped + self.again + self.unsure


def dispatch_ready(carrier: Carrier, *, by: Actor, on: date, now: datetime, limit: int = 100) -> Run:
    """Send what is ready, and settle what a run before left half done. May run at any time, and beside another.

    Not one transaction: each sending is committed by itself.
    Raises: NotAllowed when the actor is not the house.
    """
    run = Run()
    stranded = Dispatch.objects.filter(state=DispatchState.SENDING, not_before__lte=now).order_by("not_before", "pk")
    for pk, lease in list(stranded.values_list("pk", "not_before")[:limit]):
        _settle(pk, lease, carrier, run, by=by, on=on, now=now)
    for pk in list(Dispatch.objects.ready(now).order_by("not_before", "pk").values_list("pk", flat=True)[:limit]):
        parcel = _claim(pk, run, by=by, on=on, now=now)
        if parcel:
            _send(pk, parcel, carrier, run, by=by, on=on, now=now)
    return run


# ------------------------------------------------------------------------------------------------ the three steps


@transaction.atomic
def _claim(pk: int, run: Run, *, by: Actor, on: date, now: datetime) -> Parcel | None:
    """Take a sending, when it may leave as everything stands now; else stop it, and say why."""
    row = _row(pk)
    case: Case = row.letter.case
    access.require(by, "letter.dispatch", case)
    if row.state != DispatchState.QUEUED or row.not_before > now:
        return None
    why, pdf = hindrance(row, on), b""
    if not why:
        try:
            pdf = storage.read(row.pdf)
        except storage.Damaged:
            why = "Brevets fil er beskadiget eller mangler. Den skal hentes fra sikkerhedskopien, før brevet kan sendes."
    if why:
        _stop(row, why, by=by, on=on)
        run.stopped += 1
        return None
    to = recipients.one(case, row.representation, on)
    parcel = Parcel(
        key=row.public_id,
        carrier=row.carrier,
        label=f"{row.letter.get_kind_display()} – sag {case.number}",
        case_number=case.number,
        kle=case.kle,
        facet=case.facet,
        name=to.name,
        address=to.printed(row.carrier).address,
        number=to.number if row.carrier == Dispatch.Carrier.DIGITAL_POST else "",
        pdf=pdf,
        written_at=row.letter.written_at,
        unsent=row.receipt == UNSENT,
    )
    # A trouble on a claimed row means that nobody knows what became of it, so an earlier one is wiped.
    _move(row, DispatchState.SENDING, by=by, on=on, act="claim_letter", not_before=now + LEASE, attempts=row.attempts + 1, trouble="", receipt="")
    return parcel


def _hand_over(carrier: Carrier, parcel: Parcel) -> str:
    """Let it leave the house."""
    return carrier.send(parcel)


@transaction.atomic
def _mark(pk: int, receipt: str, *, by: Actor, on: date, now: datetime) -> bool:
    """Write that it left. False when it was written already."""
    row = _row(pk)
    if row.state != DispatchState.SENDING:
        return False
    # What an earlier run sent and could not mark counts from the day it is marked: never too early a day for the citizen.
    _sent(row, receipt, by=by, on=on, sent_on=on, at=now)
    return True


def _send(pk: int, parcel: Parcel, carrier: Carrier, run: Run, *, by: Actor, on: date, now: datetime) -> None:
    try:
        receipt = _hand_over(carrier, parcel)
    except CarrierDown as down:
        run.again += _put_back(pk, now + LEASE, str(down), by=by, on=on, now=now)
    except CarrierRefused as refused:
        run.stopped += _refuse(pk, str(refused), by=by, on=on)
    except CarrierUnsure as unsure:
        run.unsure += _leave_unsure(pk, now + LEASE, str(unsure), on=on, now=now)
    except Exception as error:
        # It may have left. It stays claimed until the carrier can be asked; the text of the fault may hold a name, so only its kind is written.
        _log.error("A letter was interrupted on its way out: %s", type(error).__name__)
        run.unsure += 1
    else:
        run.sent += _mark(pk, receipt, by=by, on=on, now=now)


def _settle(pk: int, lease: datetime, carrier: Carrier, run: Run, *, by: Actor, on: date, now: datetime) -> None:
    """Find out what became of a sending whose claim has run out."""
    key = Dispatch.objects.values_list("public_id", flat=True).get(pk=pk)
    try:
        receipt = carrier.already_sent(key)
    except CarrierUnsure as unsure:
        run.unsure += _leave_unsure(pk, lease, str(unsure), on=on, now=now)
    except Exception as error:
        _log.error("The carrier could not be asked: %s", type(error).__name__)
        run.unsure += 1
    else:
        if receipt is None:
            _put_back(pk, lease, "", by=by, on=on, now=now)
        else:
            run.sent += _mark(pk, receipt, by=by, on=on, now=now)


# ------------------------------------------------------------------------------------------------ may it leave?


def hindrance(row: Dispatch, on: date) -> str:
    """Why a sending may not leave as everything stands now, in Danish; empty when it may."""
    case: Case = row.letter.case
    if row.letter.state != LetterState.QUEUED:
        return "Brevet er ikke længere klar til afsendelse."
    to = recipients.one(case, row.representation, on)
    if to.refused:
        return to.refused
    by_hand = row.carrier != Dispatch.Carrier.DIGITAL_POST
    if not by_hand and not to.digital_post:
        return f"{to.name} får ikke længere Digital Post. Træk brevet tilbage, og send det som brev."
    if by_hand and not to.address:
        return f"{to.name} har ingen adresse, brevet kan sendes til. Skriv adressen på borgerens side."
    if any(_prints(row.letter.content, street) for street in _hidden(row, case.citizen, on)):
        return "En beskyttet adresse står i brevet, og modtageren må ikke få den. Træk brevet tilbage, og lav det på ny."
    written = (row.letter.content.get("recipient") or {}).get("address")
    if by_hand and row.representation is None and written and not _prints(written, to.address[0]):
        return "Borgerens adresse er ændret, siden brevet blev lavet. Træk brevet tilbage, og lav det på ny."
    return ""


def _hidden(row: Dispatch, citizen: Citizen, on: date) -> Iterator[str]:
    """The protected streets that this recipient must not read."""
    me = row.representation
    if me is not None and citizen.is_protected(on):
        yield citizen.street
    for other in Representation.objects.filter(citizen=citizen).exclude(pk=me.pk if me else None).select_related("person"):
        if other.person and other.person.is_protected(on):
            yield other.person.street


def _prints(content: Any, street: str) -> bool:
    """Whether a street stands anywhere in a letter's text, however it is spaced."""
    wanted = "".join(street.casefold().split())
    if not wanted:
        return False
    if isinstance(content, str):
        return wanted in "".join(content.casefold().split())
    parts = content.values() if isinstance(content, dict) else content if isinstance(content, list | tuple) else ()
    return any(_prints(part, street) for part in parts)


# ------------------------------------------------------------------------------------------------ rows


def _row(pk: int) -> Dispatch:
    """The sending with everything it rests on, read anew. Its letter is locked, so that two sendings of it are settled one after the other."""
    Letter._base_manager.select_for_update(no_key=True).get(dispatches=pk)
    row: Dispatch = Dispatch._base_manager.select_related("letter__case__citizen", "representation__person").get(pk=pk)
    return row


def _move(row: Dispatch, to: str, *, by: Actor, on: date, act: str, **also: Any) -> None:
    moves.move(row, to, by=by, on=on, case=row.letter.case.public_id, act=act, also=also)


@transaction.atomic
def _put_back(pk: int, lease: datetime, trouble: str, *, by: Actor, on: date, now: datetime) -> bool:
    """It did not leave: it waits in the queue again, longer for each time. From the fifth on somebody is told."""
    row = _row(pk)
    if row.state != DispatchState.SENDING or row.not_before != lease:
        return False
    tries = row.attempts
    pause = PAUSES[min(tries, len(PAUSES)) - 1] if trouble or tries >= TRIES else timedelta(0)
    said = trouble or ("Afsendelsen er blevet afbrudt flere gange." if tries >= TRIES else row.trouble)
    _move(row, DispatchState.QUEUED, by=by, on=on, act="put_letter_back", not_before=now + pause, trouble=said[:300])
    if tries >= TRIES:
        _tell(row, f"{said} Der er forsøgt {tries} gange, og der forsøges igen.", "Se, hvorfor brevet ikke er sendt", on=on)
    return True


@transaction.atomic
def _refuse(pk: int, why: str, *, by: Actor, on: date) -> bool:
    row = _row(pk)
    if row.state != DispatchState.SENDING:
        return False
    _stop(row, why, by=by, on=on)
    return True


@transaction.atomic
def _leave_unsure(pk: int, lease: datetime, why: str, *, on: date, now: datetime) -> bool:
    """Nobody knows whether it left. It stays claimed, somebody is told, and the carrier is asked again later."""
    row = _row(pk)
    if row.state != DispatchState.SENDING or row.not_before != lease:
        return False
    Dispatch._base_manager.filter(pk=pk).update(not_before=now + LEASE, trouble=why[:300])
    _tell(row, why, "Undersøg, om brevet er kommet frem, og skriv det på brevet", on=on)
    return True


def _stop(row: Dispatch, why: str, *, by: Actor, on: date) -> None:
    _move(row, DispatchState.STOPPED, by=by, on=on, act="stop_letter", trouble=why[:300])
    _tell(row, why, "Se, hvad der stoppede brevet", on=on)


def _tell(row: Dispatch, why: str, step: str, *, on: date) -> None:
    """Put it on the work list: a letter that does not leave is somebody's task."""
    trace = [{"text": why, "value": "", "source": ""}]
    due.put(Due.Kind.LETTER, row.letter.public_id, case=row.letter.case, what=f"Ikke sendt: {row.letter.title}"[:200], next=step, on=on, why=trace)


def _sent(row: Dispatch, receipt: str, *, by: Actor, on: date, sent_on: date, at: datetime) -> None:
    values = {"sent_at": at, "received_on": received(sent_on, CHANNELS[row.carrier]), "receipt": receipt[:120], "trouble": ""}
    _move(row, DispatchState.SENT, by=by, on=on, act="send_letter", **values)
    _finish(row.letter, by=by, on=on)


def _finish(letter: Letter, *, by: Actor, on: date) -> None:
    """The letter is sent when all that is to be sent of it is, and recalled when nothing of it is left to send; then nobody has anything to do about it."""
    rows = list(letter.dispatches.values_list("state", "trouble"))
    if not any(state == DispatchState.STOPPED or (state in (DispatchState.QUEUED, DispatchState.SENDING) and trouble) for state, trouble in rows):
        due.settle(Due.Kind.LETTER, letter.public_id, on=on)
    states = {state for state, _ in rows}
    if letter.state == LetterState.QUEUED and states <= {DispatchState.SENT, DispatchState.RECALLED}:
        done, act = (LetterState.SENT, "letter_sent") if DispatchState.SENT in states else (LetterState.RECALLED, "recall_letter")
        moves.move(letter, done, by=by, on=on, case=letter.case.public_id, act=act)
        told_of_day(letter, on=on)


# ------------------------------------------------------------------------------------------------ what a person can do


@transaction.atomic
def recall(letter: Letter, *, by: Actor, on: date) -> Letter:
    """Take a letter back while all of it is still in the house.

    Raises: TooLateToRecall, MoveNotAllowed.
    """
    case = letter.case
    access.require(by, "letter.send", case)
    letter = Letter.objects.select_for_update(no_key=True).get(pk=letter.pk)
    rows = list(letter.dispatches.order_by("pk"))
    if any(row.state in (DispatchState.SENDING, DispatchState.SENT) for row in rows):
        raise TooLateToRecall
    moves.move(letter, LetterState.RECALLED, by=by, on=on, case=case.public_id, act="recall_letter")
    for row in rows:
        if row.state != DispatchState.RECALLED:
            moves.move(row, DispatchState.RECALLED, by=by, on=on, case=case.public_id, act="recall_sending")
    told_of_day(letter, on=on)
    due.settle(Due.Kind.LETTER, letter.public_id, on=on)
    return letter


@transaction.atomic
def try_again(dispatch: Dispatch, *, by: Actor, on: date) -> Dispatch:
    """Put a stopped sending back in the queue, when what stopped it has been mended.

    Raises: StillStopped, MoveNotAllowed.
    """
    access.require(by, "letter.send", dispatch.letter.case)
    row = _row(dispatch.pk)
    if row.state == DispatchState.STOPPED and (why := hindrance(row, on)):
        raise StillStopped(why)
    if row.state != DispatchState.STOPPED:
        raise moves.MoveNotAllowed
    _move(row, DispatchState.QUEUED, by=by, on=on, act="try_letter_again", not_before=clock.now(), trouble="", attempts=0)
    _finish(row.letter, by=by, on=on)
    return row


@transaction.atomic
def give_up(dispatch: Dispatch, *, by: Actor, on: date, because: str) -> Dispatch:
    """Let a stopped sending be: this recipient does not get the letter.

    Raises: TextMissing, MoveNotAllowed.
    """
    access.require(by, "letter.send", dispatch.letter.case)
    if not because.strip():
        raise TextMissing("because", "Begrundelse", "skriv, hvorfor modtageren ikke får brevet")
    row = _row(dispatch.pk)
    if row.state != DispatchState.STOPPED:
        raise moves.MoveNotAllowed
    _move(row, DispatchState.RECALLED, by=by, on=on, act="give_letter_up", trouble=because.strip()[:300])
    _finish(row.letter, by=by, on=on)
    return row


@transaction.atomic
def confirm_sent(dispatch: Dispatch, *, by: Actor, on: date, sent_on: date) -> Dispatch:
    """Somebody has found out that a sending nobody was sure of did leave, and when.

    Raises: DayInTheFuture, MoveNotAllowed.
    """
    access.require(by, "letter.send", dispatch.letter.case)
    if sent_on > on:
        raise DayInTheFuture("sent_on", "Sendt", sent_on)
    row = _row(dispatch.pk)
    _must_be_unsure(row)
    _sent(row, "confirmed", by=by, on=on, sent_on=sent_on, at=clock.now())
    return row


@transaction.atomic
def confirm_unsent(dispatch: Dispatch, *, by: Actor, on: date) -> Dispatch:
    """Somebody has found out that a sending nobody was sure of did not leave: it is sent again.

    Raises: MoveNotAllowed.
    """
    access.require(by, "letter.send", dispatch.letter.case)
    row = _row(dispatch.pk)
    _must_be_unsure(row)
    _move(row, DispatchState.QUEUED, by=by, on=on, act="letter_not_sent", not_before=clock.now(), trouble="", receipt=UNSENT)
    _finish(row.letter, by=by, on=on)
    return row


def _must_be_unsure(row: Dispatch) -> None:
    if row.state != DispatchState.SENDING or not row.trouble:
        raise moves.MoveNotAllowed
