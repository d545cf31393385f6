"""The application: received, its deadline moved, ended without a decision."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

from django.db import transaction
from django.db.models import Q

from mestring.audit import acts, moves
from mestring.cases import proposals
from mestring.cases.actions import due
from mestring.cases.actions.inquiry import became_application
from mestring.cases.errors import (
    AlreadyPaused,
    AnswerFarOff,
    ApplicationOpenAlready,
    CaseClosed,
    CitizenLives,
    DayInTheFuture,
    DayTooEarly,
    DeadlineNotLater,
    DeadlineUnknown,
    KindMissing,
    NotAWorkingDay,
    NothingPublished,
    SectionMissing,
    SectionNotOffered,
    TextMissing,
)
from mestring.cases.models import Application, Case, Due, Hold, Inquiry, Letter, PublishedDeadline
from mestring.cases.states import ApplicationState, CaseState
from mestring.people import access
from mestring.people.access import Actor
from mestring.rules import danish
from mestring.rules.rulebook import open_library


@dataclass(frozen=True, slots=True)
class Wanted:
    """One section applied for, and the standard's kind of application; an empty kind when there is nothing to choose between."""

    section: str
    kind: str = ""


FAR_OFF = timedelta(days=183)
"""A day to answer by further away than this is asked about, where the council has no deadline of its own to measure by."""


def _can_receive(case: Case, *, on: date, received_on: date, words: str, inquiry: Inquiry | None) -> None:
    if case.state == CaseState.CLOSED:
        raise CaseClosed
    if received_on > on:
        raise DayInTheFuture("received_on", "Modtaget", received_on)
    if inquiry and received_on < inquiry.received_on:
        raise DayTooEarly("received_on", "Modtaget", inquiry.received_on, "ansøgningen kan ikke være kommet før den henvendelse, den kom af")
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
    own_initiative: bool = False,
    inquiry: Inquiry | None = None,
    sure: bool = False,
    restarts: Application | None = None,
) -> list[Application]:
    """Receive an application for the sections named, each with its own deadline by the standard in force.

    Where law counts from the inquiry (SEL § 101) its day is the application's. `restarts` is the application that the appeals board sent back: a new clock.
    Shapes: `own_initiative` is as on the application.
    Source: RSL § 3, stk. 1; § 5.
    Raises: CaseClosed, DayInTheFuture, DayTooEarly, TextMissing, SectionMissing, SectionNotOffered, KindMissing, ApplicationOpenAlready.
    """
    access.require(by, "application.receive", case)
    _can_receive(case, on=on, received_on=received_on, words=words, inquiry=inquiry)
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
                own_initiative=own_initiative,
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
    Raises: CaseClosed, DayInTheFuture, DayTooEarly, TextMissing.
    """
    access.require(by, "application.receive", case)
    _can_receive(case, on=on, received_on=received_on, words=words, inquiry=inquiry)
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
    _classify(case, section)
    proposed = proposals.deadline(standard, section, kind, application.received_on, on) if kind else None
    if proposed and not proposed.values.get("published"):
        written = published(application, on)
        _promise(application, written or proposed, by_council=written is not None)
    elif proposed:
        _promise(application, proposed)
    _put_due(application, on=on)
    return application


def _classify(case: Case, section: str) -> None:
    """Let a case that has no KLE number follow the section; a number that stands, or was corrected, stays."""
    kle = open_library().sections[section].kle if section else ""
    if kle and Case.objects.filter(pk=case.pk, kle="").update(kle=kle):
        case.kle = kle


def published(application: Application, on: date) -> proposals.Proposed | None:
    """The last day by the deadline the council had published elsewhere when the application was received; None when none is written.

    Source: RSL § 3, stk. 2.
    """
    council = open_library().standard(application.standard).council
    found = PublishedDeadline.objects.in_force(council, application.section, application.received_on) if application.section else None
    if found is None:
        return None
    written = f"af {found.written_by.name} {danish.date_plain(found.written_on)}, gælder fra {danish.date_plain(found.valid_from)}"
    return proposals.municipal_deadline(application.section, found.length, application.received_on, on, where=found.where, written=written)


def _promise(application: Application, proposed: proposals.Proposed, *, by_council: bool = False) -> None:
    """What the citizen is told to expect, and its trace."""
    application.promised = application.deadline = proposed.value
    application.finding = {**_finding(proposed), **({"published_by_council": True} if by_council else {})}
    Application.objects.filter(pk=application.pk).update(promised=application.promised, deadline=application.deadline, finding=application.finding)


def _put_due(application: Application, *, on: date) -> None:
    """The decision's row of the work list, and the row of the letter that must be sent when the day can't be kept."""
    case, sign = application.case, proposals.sign(application.section) if application.section else ""
    paused = application.holds.filter(kind=Hold.Kind.PAUSE, until=None).first()
    step = "Udred og afgør" if application.section else "Sig, hvilke paragraffer ansøgningen handler om"
    if case.citizen.died_on:
        step, paused = "Afslut ansøgningen: borgeren er død", None
    by_day, source, why = application.deadline, application.finding.get("source") or "", steps_of(application)
    begins = treatment_start(application, on)
    if begins and (by_day is None or begins.value <= by_day):
        # Help must have begun by then, so it must be decided before.
        by_day, source, why = begins.value, begins.source, [reason_json(one) for one in begins.steps]
        step = step if case.citizen.died_on else "Afgør, og sæt behandlingen i gang"
    due.put(
        Due.Kind.APPLICATION,
        application.public_id,
        case=case,
        section=application.section,
        what=application.titled(sign),
        next=step,
        on=by_day,
        source=source,
        why=why,
        waits=paused.reason[:120] if paused else "",
    )
    _put_notice_due(application, sign, paused, on=on)


def treatment_start(application: Application, on: date) -> proposals.Proposed | None:
    """The last day for the treatment applied for to begin, where law or standard sets one for an application about help. Source: SEL § 101, stk. 2."""
    if not application.section or application.wish != Application.Wish.HELP:
        return None
    return proposals.treatment_start(application.standard, application.section, application.received_on, on)


def _put_notice_due(application: Application, sign: str, paused: Hold | None, *, on: date) -> None:
    """The row of the letter that tells of a new day. A pause does not put it off: the citizen must know before the day they were told has passed. Source: RSL § 3, stk. 2."""
    new = untold(application)
    if application.case.citizen.died_on or (application.deadline is None and new is None):
        due.settle(Due.Kind.DELAY, application.public_id, on=on)
        return
    notice = proposals.notice_by(application.deadline, on) if application.deadline else None
    if new and new.after:
        what, step = f"Borgeren har ikke fået besked om svardatoen {danish.date_plain(new.after)}, {sign}", "Send brevet om svardatoen"
    else:
        what = f"Sidste dag for besked om ny svardato, {sign}"
        step = "Afslut pausen, eller send besked om en ny svardato" if paused else "Afgør, eller send besked om en ny svardato"
    due.put(
        Due.Kind.DELAY,
        application.public_id,
        case=application.case,
        section=application.section,
        what=what,
        next=step,
        on=notice.value if notice else None,
        source=notice.source if notice else "RSL § 3, stk. 2",
        why=[reason_json(one) for one in notice.own_steps] if notice else [],
    )


def _finding(proposed: proposals.Proposed) -> dict[str, Any]:
    found = proposed.finding.to_json() if proposed.finding else {}
    return {**found, "sentence": proposed.sentence, "remedy": proposed.remedy, "source": proposed.source, "steps": [reason_json(one) for one in proposed.steps]}


def reason_json(reason: proposals.Reason) -> dict[str, Any]:
    """A step of a trace as plain data, in the form of `Step.to_json()`."""
    return {"text": reason.text, "value": reason.value, "source": reason.source, "mark": reason.mark, "parts": [reason_json(part) for part in reason.parts]}


def steps_of(application: Application, *, as_told: bool = False) -> list[dict[str, Any]]:
    """Every step behind the deadline: the standard's, then each hold's. Shapes: `as_told` leaves out the days the citizen has not been told of."""
    steps = list(application.finding.get("steps") or [])
    for hold in application.holds.all():
        if as_told and hold.after and not hold.told:
            continue
        after = danish.date_plain(hold.after) if hold.after else ""
        day = after if hold.told else f"{after}, når brevet er sendt til borgeren"
        if hold.kind == Hold.Kind.EXTENSION:
            set_on = f"{'Udskudt' if hold.before else 'Svardato sat'} {danish.date_plain(hold.since)}"
            steps.append({"text": f"{set_on}: {hold.reason}", "value": day, "source": "RSL § 3, stk. 2"})
        elif hold.until is None:
            steps.append({"text": f"Sat på pause fra {danish.date_plain(hold.since)}: {hold.reason}", "value": "en ny dato, når pausen slutter"})
        else:
            steps.append(
                {
                    "text": f"Sat på pause {danish.date_plain(hold.since)} til {danish.date_plain(hold.until)}: {hold.reason}",
                    "value": day,
                    "source": "RSL § 3, stk. 2",
                }
            )
    return steps


def newest_hold(application: Application) -> Hold | None:
    """The hold that set the newest day to answer by, told or not; None when none has."""
    return next((one for one in reversed(list(application.holds.all())) if one.after), None)


def untold(application: Application) -> Hold | None:
    """The newest day to answer by, while the citizen has not been told of it; None when there is none, or the letter is on its way."""
    newest = newest_hold(application)
    return newest if newest and not newest.told else None


def told_of_day(letter: Letter, *, on: date) -> None:
    """A letter that tells of a day to answer by is on its way, or was taken back: the day holds, or no longer holds. Part of sending and recalling letters.

    Source: RSL § 3, stk. 2.
    """
    for hold in Hold.objects.filter(Q(letter=letter) | Q(public_id=letter.about)).select_related("application__case"):
        if not hold.told:
            Hold.objects.filter(pk=hold.pk).update(letter=letter)
        application = hold.application
        told = [one.after for one in application.holds.exclude(after=None) if one.told]
        if application.state == ApplicationState.RECEIVED:
            _set_deadline(application, told[-1] if told else application.promised)
            _put_due(application, on=on)


# ------------------------------------------------------------------------------------------------ what moves the deadline


def _may_move(application: Application, by: Actor, reason: str) -> None:
    access.require(by, "application.change", application.case)
    if application.state != ApplicationState.RECEIVED:
        raise moves.MoveNotAllowed
    if not reason.strip():
        raise TextMissing("reason", "Begrundelse", "skriv, hvorfor datoen flyttes. Borgeren kan se det")


@transaction.atomic
def use_published_deadline(application: Application, *, by: Actor, on: date) -> Application:
    """Give an application that has no day the deadline the council had published, written in the house since it was received.

    Source: RSL § 3, stk. 2.
    Raises: NothingPublished, MoveNotAllowed.
    """
    access.require(by, "application.change", application.case)
    found = published(application, on)
    if found is None:
        raise NothingPublished
    # A day set meanwhile, by another or by this form sent twice, stands.
    waits = Application.objects.filter(pk=application.pk, state=ApplicationState.RECEIVED, deadline=None).exclude(finding={}).select_for_update(no_key=True)
    if not waits.exists() or newest_hold(application):
        raise moves.MoveNotAllowed
    _promise(application, found, by_council=True)
    acts.record("use_published_deadline", application, by=by, on=on, case=application.case.public_id, deadline=found.value)
    _put_due(application, on=on)
    return application


@transaction.atomic
def pause(application: Application, *, by: Actor, on: date, reason: str, since: date) -> Hold:
    """Put an application on hold while somebody else must act. A new day is set when the pause ends, and told to the citizen.

    Raises: TextMissing, DeadlineUnknown, AlreadyPaused, DayInTheFuture, DayTooEarly, MoveNotAllowed.
    """
    _may_move(application, by, reason)
    if application.deadline is None:
        raise DeadlineUnknown
    if since > on:
        raise DayInTheFuture("since", "Fra og med", since)
    if application.holds.filter(kind=Hold.Kind.PAUSE, until=None).exists():
        raise AlreadyPaused
    if since < application.received_on:
        raise DayTooEarly("since", "Fra og med", application.received_on, "ansøgningen var ikke kommet endnu")
    last = application.holds.filter(kind=Hold.Kind.PAUSE).order_by("-until").values_list("until", flat=True).first()
    if last and since <= last:
        raise DayTooEarly("since", "Fra og med", last + timedelta(days=1), f"der var allerede en pause til og med {last:%d-%m-%Y}")
    hold: Hold = Hold.objects.create(application=application, kind=Hold.Kind.PAUSE, reason=reason.strip(), since=since, before=application.deadline)
    acts.record("pause", application, by=by, on=on, case=application.case.public_id, since=since)
    _put_due(application, on=on)
    return hold


@transaction.atomic
def resume(application: Application, *, by: Actor, on: date, until: date) -> Hold:
    """End the pause on its last day, and set a new day by the days the case stood still; one that was set meanwhile stands.

    The new day holds when the letter that tells the citizen of it is on its way.
    Source: RSL § 3, stk. 2.
    Raises: MoveNotAllowed, DayInTheFuture, TextMissing.
    """
    access.require(by, "application.change", application.case)
    hold = application.holds.filter(kind=Hold.Kind.PAUSE, until=None).first()
    if hold is None or application.deadline is None or application.state != ApplicationState.RECEIVED:
        raise moves.MoveNotAllowed
    if until > on:
        raise DayInTheFuture("until", "Til og med", until)
    if until < hold.since:
        raise TextMissing("until", "Til og med", f"skriv en dag fra {hold.since:%d-%m-%Y} og frem")
    newest = newest_hold(application)
    if newest and newest.pk > hold.pk:
        after = newest.after
    else:
        day = newest.after if newest and newest.after else application.deadline
        after = proposals.new_answer_date(day, on, [proposals.Pause(hold.since, until, hold.reason)]).date
    Hold.objects.filter(pk=hold.pk).update(until=until, after=after)
    hold.until, hold.after = until, after
    acts.record("resume", application, by=by, on=on, case=application.case.public_id, until=until, deadline=after)
    _put_due(application, on=on)
    return hold


@transaction.atomic
def extend(application: Application, *, by: Actor, on: date, reason: str, new_day: date, sure: bool = False) -> Hold:
    """Set a day to answer by, the first or a new one, with the reason the citizen is told. It holds when the letter that tells of it is on its way.

    Shapes: `sure` says that a day far away is meant.
    Source: RSL § 3, stk. 2.
    Raises: TextMissing, DeadlineNotLater, NotAWorkingDay, AnswerFarOff, MoveNotAllowed.
    """
    _may_move(application, by, reason)
    floor = max(application.deadline or on, on)
    if new_day <= floor:
        raise DeadlineNotLater(floor)
    calendar = open_library().world.calendar
    if not calendar.is_working_day(new_day):
        raise NotAWorkingDay("Ny svardato" if application.deadline else "Svardato", proposals.in_text(new_day, on), calendar.on_or_after(new_day))
    usual = application.promised - application.received_on if application.promised else FAR_OFF
    if new_day > max(application.promised or on, on) + usual and not sure:
        raise AnswerFarOff(proposals.in_text(new_day, on), new_day - on)
    before = application.deadline
    hold: Hold = Hold.objects.create(application=application, kind=Hold.Kind.EXTENSION, reason=reason.strip(), since=on, before=before, after=new_day)
    acts.record("extend", application, by=by, on=on, case=application.case.public_id, before=before, after=new_day)
    _put_due(application, on=on)
    return hold


def _set_deadline(application: Application, day: date | None) -> None:
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


@transaction.atomic
def end_by_death(application: Application, *, by: Actor, on: date, because: str = "") -> Application:
    """The citizen has died, and there is nobody to decide for. Raises: CitizenLives, MoveNotAllowed."""
    died_on = application.case.citizen.died_on
    access.require(by, "application.change", application.case)
    if died_on is None:
        raise CitizenLives
    said = because.strip() or f"Borgeren døde {danish.date_plain(died_on)}."
    return _end(application, ApplicationState.DIED, by=by, on=on, because=said, act="end_application_by_death")


def follow_death(case: Case, *, on: date) -> None:
    """The citizen has died, or was said to have by mistake: what waits for a decision says what to do. Part of noting a death."""
    for application in case.applications.pending().order_by("pk"):
        application.case = case
        _put_due(application, on=on)


def settle_decided(application: Application, *, by: Actor, on: date) -> None:
    """The application has been decided: the guarded move that lets only one decision through. Part of deciding."""
    moves.move(application, ApplicationState.DECIDED, by=by, on=on, case=application.case.public_id, act="decide_application", also={"ended_on": on})
    due.settle_all([application.public_id], on=on)
