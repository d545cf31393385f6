"""The application: received, its deadline moved, ended without a decision."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import uuid4

from django.db import transaction

from mestring.audit import acts, moves
from mestring.cases import proposals
from mestring.cases.actions import due
from mestring.cases.actions.inquiry import became_application
from mestring.cases.errors import (
    AlreadyPaused,
    ApplicationOpenAlready,
    CaseClosed,
    DayInTheFuture,
    DeadlineNotLater,
    DeadlineUnknown,
    KindMissing,
    SectionMissing,
    SectionNotOffered,
    TextMissing,
)
from mestring.cases.models import Application, Case, Due, Hold, Inquiry
from mestring.cases.states import ApplicationState, CaseState
from mestring.people import access
from mestring.people.access import Actor
from mestring.rules.rulebook import open_library


@dataclass(frozen=True, slots=True)
class Wanted:
    """One section applied for, and the standard's kind of application; an empty kind when there is nothing to choose between."""

    section: str
    kind: str = ""


def _can_receive(case: Case, *, on: date, received_on: date, words: str) -> None:
    if case.state == CaseState.CLOSED:
        raise CaseClosed
    if received_on > on:
        raise DayInTheFuture("received_on", "Modtaget", received_on)
    if not words.strip():
        raise TextMissing("words", "Hvad der søges om", "skriv det med borgerens egne ord")


@transaction.atomic
def receive_application(
    case: Case,
    *,
    by: Actor,
    on: date,
    standard: str,
    wanted: Sequence[Wanted],
    words: str,
    channel: str,
    received_on: date,
    sent_by: str = "",
    wish: str = Application.Wish.HELP,
    inquiry: Inquiry | None = None,
    sure: bool = False,
    restarts: Application | None = None,
) -> list[Application]:
    """Receive an application for the sections named, each with its own deadline by the standard in force.

    Where law counts from the inquiry (SEL § 101) its day is the application's. `restarts` is the application that the appeals board sent back: a new clock.
    Source: RSL § 3, stk. 1; § 5.
    Raises: CaseClosed, DayInTheFuture, TextMissing, SectionMissing, SectionNotOffered, KindMissing, ApplicationOpenAlready.
    """
    access.require(by, "application.receive", case)
    _can_receive(case, on=on, received_on=received_on, words=words)
    if not wanted:
        raise SectionMissing
    for one in wanted:
        offered = proposals.section_offered(standard, one.section, on)
        if offered is None or (not offered.may_be_applied_for and wish == Application.Wish.HELP):
            raise SectionNotOffered
        there = case.applications.pending().filter(section=one.section).first()
        if there and not sure:
            raise ApplicationOpenAlready(offered.sign, there.received_on, str(there.public_id))
    submission = uuid4()
    made = []
    for one in wanted:
        kind = _kind(standard, one, received_on)
        counts = inquiry.received_on if inquiry and proposals.section101_starts_with_inquiry(one.section) else received_on
        made.append(
            _write(
                case,
                by=by,
                on=on,
                standard=standard,
                kind=kind,
                submission=submission,
                section=one.section,
                words=words.strip(),
                channel=channel,
                received_on=counts,
                sent_by=sent_by.strip(),
                wish=wish,
                inquiry=inquiry,
                restarts=restarts,
            )
        )
    if inquiry:
        became_application(inquiry, case, by=by, on=on)
    return made


@transaction.atomic
def receive_open_application(
    case: Case, *, by: Actor, on: date, standard: str, words: str, channel: str, received_on: date, sent_by: str = "", inquiry: Inquiry | None = None
) -> Application:
    """Receive a request for help that names no section: the authority must weigh them all, and name those it concerns.

    Source: RSL § 5.
    Raises: CaseClosed, DayInTheFuture, TextMissing.
    """
    access.require(by, "application.receive", case)
    _can_receive(case, on=on, received_on=received_on, words=words)
    made = _write(
        case,
        by=by,
        on=on,
        standard=standard,
        kind=None,
        submission=uuid4(),
        section="",
        words=words.strip(),
        channel=channel,
        received_on=received_on,
        sent_by=sent_by.strip(),
        inquiry=inquiry,
    )
    if inquiry:
        became_application(inquiry, case, by=by, on=on)
    return made


@transaction.atomic
def name_sections(application: Application, *, by: Actor, on: date, wanted: Sequence[Wanted], because: str) -> list[Application]:
    """Say which sections a request without any concerns: one application for each, received the day the request was.

    Source: RSL § 5.
    Raises: SectionMissing, SectionNotOffered, KindMissing, MoveNotAllowed.
    """
    case = application.case
    access.require(by, "application.change", case)
    if not wanted:
        raise SectionMissing
    moves.move(
        application, ApplicationState.NAMED, by=by, on=on, case=case.public_id, act="name_sections", also={"ended_on": on, "ended_because": because.strip()}
    )
    due.settle(Due.Kind.APPLICATION, application.public_id, on=on)
    due.settle(Due.Kind.DELAY, application.public_id, on=on)
    made = []
    for one in wanted:
        offered = proposals.section_offered(application.standard, one.section, on)
        if offered is None or not offered.may_be_applied_for:
            raise SectionNotOffered
        kind = _kind(application.standard, one, application.received_on)
        copied: dict[str, Any] = {name: getattr(application, name) for name in ("words", "channel", "received_on", "sent_by", "submission")}
        made.append(_write(case, by=by, on=on, standard=application.standard, kind=kind, section=one.section, named_from=application, **copied))
    return made


def _kind(standard: str, one: Wanted, on: date) -> proposals.ApplicationKind:
    kinds = proposals.kinds(standard, one.section, on)
    if not one.kind and len({(kind.entry, kind.length) for kind in kinds}) == 1:
        return kinds[0]
    try:
        return proposals.kind(standard, one.section, one.kind, on)
    except KeyError:
        raise KindMissing from None


def _write(case: Case, *, by: Actor, on: date, standard: str, kind: proposals.ApplicationKind | None, section: str, **values: Any) -> Application:
    edition = open_library().standard(standard).edition
    facts = dict(kind.facts) if kind else {}
    application: Application = Application.objects.create(
        case=case,
        section=section,
        standard=standard,
        edition=edition,
        kind=kind.id if kind else "",
        kind_label=kind.label if kind else "",
        kind_facts={"facts": facts, "entry": kind.entry if kind else "", "length": kind.length if kind else ""},
        **values,
    )
    acts.record("receive_application", application, by=by, on=on, case=case.public_id, section=section, received_on=application.received_on)
    proposed = proposals.deadline(standard, section, kind, application.received_on, on) if kind else None
    application.promised = application.deadline = proposed.value if proposed else None
    application.finding = _finding(proposed) if proposed else {}
    Application.objects.filter(pk=application.pk).update(promised=application.promised, deadline=application.deadline, finding=application.finding)
    _put_due(application, on=on)
    return application


def _put_due(application: Application, *, on: date, waits: str = "") -> None:
    """The decision's row of the work list, and the row of the letter that must be sent when the day can't be kept."""
    case, sign = application.case, proposals.sign(application.section) if application.section else "uden paragraf"
    step = "Udred og afgør" if application.section else "Sig, hvilke paragraffer ansøgningen handler om"
    due.put(
        Due.Kind.APPLICATION,
        application.public_id,
        case=case,
        section=application.section,
        what=f"Ansøgning {sign}",
        next=step,
        on=application.deadline,
        source=application.finding.get("source") or "",
        why=steps_of(application),
        waits=waits,
    )
    if application.deadline is None:
        return
    if waits:
        # The day stands still, so no notice is due before the pause ends.
        due.settle(Due.Kind.DELAY, application.public_id, on=on)
        return
    notice = proposals.notice_by(application.deadline, on)
    due.put(
        Due.Kind.DELAY,
        application.public_id,
        case=case,
        section=application.section,
        what=f"Sidste dag for besked om ny svardato, {sign}",
        next="Afgør, eller send besked om en ny svardato",
        on=notice.value,
        source=notice.source,
        why=[reason_json(one) for one in notice.own_steps],
    )


def _finding(proposed: proposals.Proposed) -> dict[str, Any]:
    found = proposed.finding.to_json() if proposed.finding else {}
    return {**found, "sentence": proposed.sentence, "remedy": proposed.remedy, "source": proposed.source, "steps": [reason_json(one) for one in proposed.steps]}


def reason_json(reason: proposals.Reason) -> dict[str, Any]:
    """A step of a trace as plain data, in the form of `Step.to_json()`."""
    return {"text": reason.text, "value": reason.value, "source": reason.source, "mark": reason.mark, "parts": [reason_json(part) for part in reason.parts]}


def steps_of(application: Application) -> list[dict[str, Any]]:
    """Every step behind the deadline: the standard's, then each hold's."""
    steps = list(application.finding.get("steps") or [])
    for hold in application.holds.order_by("pk"):
        if hold.kind == Hold.Kind.EXTENSION:
            steps.append({"text": f"Udskudt {hold.since:%d-%m-%Y}: {hold.reason}", "value": f"{hold.after:%d-%m-%Y}", "source": "RSL § 3, stk. 2"})
        elif hold.until is None:
            steps.append({"text": f"Sat på pause fra {hold.since:%d-%m-%Y}: {hold.reason}", "value": "datoen flytter, når pausen slutter"})
        else:
            steps.append({"text": f"Sat på pause {hold.since:%d-%m-%Y} til {hold.until:%d-%m-%Y}: {hold.reason}", "value": f"{hold.after:%d-%m-%Y}"})
    return steps


# ------------------------------------------------------------------------------------------------ what moves the deadline


def _may_move(application: Application, by: Actor, reason: str) -> None:
    access.require(by, "application.change", application.case)
    if application.state != ApplicationState.RECEIVED:
        raise moves.MoveNotAllowed
    if not reason.strip():
        raise TextMissing("reason", "Begrundelse", "skriv, hvorfor datoen flyttes. Borgeren kan se det")


@transaction.atomic
def pause(application: Application, *, by: Actor, on: date, reason: str, since: date) -> Hold:
    """Put an application on hold while somebody else must act. Its day moves when the pause ends.

    Raises: TextMissing, DeadlineUnknown, AlreadyPaused, DayInTheFuture, MoveNotAllowed.
    """
    _may_move(application, by, reason)
    if application.deadline is None:
        raise DeadlineUnknown
    if since > on:
        raise DayInTheFuture("since", "Fra og med", since)
    if application.holds.filter(kind=Hold.Kind.PAUSE, until=None).exists():
        raise AlreadyPaused
    hold: Hold = Hold.objects.create(application=application, kind=Hold.Kind.PAUSE, reason=reason.strip(), since=since, before=application.deadline)
    acts.record("pause", application, by=by, on=on, case=application.case.public_id, since=since)
    _put_due(application, on=on, waits=reason.strip()[:120])
    return hold


@transaction.atomic
def resume(application: Application, *, by: Actor, on: date, until: date) -> Hold:
    """End the pause on its last day, and move the deadline by the days the case stood still. Raises: MoveNotAllowed, DayInTheFuture."""
    access.require(by, "application.change", application.case)
    hold = application.holds.filter(kind=Hold.Kind.PAUSE, until=None).first()
    if hold is None or application.deadline is None:
        raise moves.MoveNotAllowed
    if until > on:
        raise DayInTheFuture("until", "Til og med", until)
    if until < hold.since:
        raise TextMissing("until", "Til og med", f"skriv en dag fra {hold.since:%d-%m-%Y} og frem")
    moved = proposals.new_answer_date(application.deadline, on, [proposals.Pause(hold.since, until, hold.reason)])
    _set_deadline(application, moved.date)
    Hold.objects.filter(pk=hold.pk).update(until=until, after=moved.date)
    hold.until, hold.after = until, moved.date
    acts.record("resume", application, by=by, on=on, case=application.case.public_id, until=until, deadline=moved.date)
    _put_due(application, on=on)
    return hold


@transaction.atomic
def extend(application: Application, *, by: Actor, on: date, reason: str, new_day: date) -> Hold:
    """Set a new day to answer by, with the reason the citizen is told.

    Source: RSL § 3, stk. 2.
    Raises: TextMissing, DeadlineNotLater, MoveNotAllowed.
    """
    _may_move(application, by, reason)
    floor = max(application.deadline or on, on)
    if new_day <= floor:
        raise DeadlineNotLater(floor)
    before = application.deadline
    _set_deadline(application, new_day)
    hold: Hold = Hold.objects.create(application=application, kind=Hold.Kind.EXTENSION, reason=reason.strip(), since=on, before=before, after=new_day)
    acts.record("extend", application, by=by, on=on, case=application.case.public_id, before=before, after=new_day)
    _put_due(application, on=on)
    return hold


def _set_deadline(application: Application, day: date) -> None:
    Application.objects.filter(pk=application.pk).update(deadline=day)
    application.deadline = day


# ------------------------------------------------------------------------------------------------ ends without a decision


def _end(application: Application, state: ApplicationState, *, by: Actor, on: date, because: str, act: str) -> Application:
    case = application.case
    access.require(by, "application.change", case)
    if not because.strip():
        raise TextMissing("because", "Begrundelse", "skriv, hvordan det skete")
    also = {"ended_on": on, "ended_because": because.strip()}
    moves.move(application, state, by=by, on=on, case=case.public_id, act=act, also=also)
    due.settle_all([application.public_id], on=on)
    return application


@transaction.atomic
def withdraw(application: Application, *, by: Actor, on: date, because: str) -> Application:
    """The citizen has taken the application back. Raises: TextMissing, MoveNotAllowed."""
    return _end(application, ApplicationState.WITHDRAWN, by=by, on=on, because=because, act="withdraw_application")


@transaction.atomic
def forward(application: Application, *, by: Actor, on: date, because: str) -> Application:
    """The application belongs to another authority and has been sent there.

    Source: FVL § 7, stk. 2.
    Raises: TextMissing, MoveNotAllowed.
    """
    return _end(application, ApplicationState.FORWARDED, by=by, on=on, because=because, act="forward_application")


def settle_decided(application: Application, *, by: Actor, on: date) -> None:
    """The application has been decided: the guarded move that lets only one decision through. Part of deciding."""
    moves.move(application, ApplicationState.DECIDED, by=by, on=on, case=application.case.public_id, act="decide_application", also={"ended_on": on})
    due.settle_all([application.public_id], on=on)
