"""The inquiry: received, and ended in one of its ways."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from mestring.audit import acts, moves
from mestring.audit.errors import MoveNotAllowed, NotAllowed
from mestring.cases import proposals
from mestring.cases.actions import due
from mestring.cases.actions.case import open_case
from mestring.cases.errors import CitizenMissing, DayInTheFuture, SectionNotOffered, TextMissing
from mestring.cases.models import AnonymousInquiry, Case, Due, Inquiry
from mestring.cases.models.inquiry import FirstWord
from mestring.cases.states import InquiryState
from mestring.people import access
from mestring.people.access import Actor
from mestring.people.actions.citizen import meet_anonymous_person, relate
from mestring.people.models import Citizen, Employee, Unit
from mestring.rules import danish
from mestring.rules.rulebook import open_library

ANSWER_WITHIN = 5
"""Working days the house proposes for the first answer to somebody who asks; no law sets a day."""


def _first_word(unit: Unit, *, by: Actor, on: date, received_on: date, about: str) -> None:
    access.require(by, "inquiry.receive")
    if unit.pk not in {*by.teams, *by.leads}:
        raise NotAllowed
    if received_on > on:
        raise DayInTheFuture("received_on", "Modtaget", received_on)
    if not about.strip():
        raise TextMissing("about", "Hvad drejer det sig om", "skriv kort, hvad der blev spurgt om")


def _answer_by(received_on: date) -> date:
    day: date = open_library().world.calendar.add_working_days(received_on, ANSWER_WITHIN)
    return day


@transaction.atomic
def receive_inquiry(
    unit: Unit, *, by: Actor, on: date, channel: str, received_on: date, about: str, citizen: Citizen | None = None, from_whom: str = ""
) -> Inquiry:
    """Note that somebody has asked. The citizen may be unknown still.

    Source: FVL § 7 (vejledningspligt).
    Raises: DayInTheFuture, TextMissing.
    """
    _first_word(unit, by=by, on=on, received_on=received_on, about=about)
    inquiry: Inquiry = Inquiry.objects.create(
        unit=unit, taken_by_id=by.employee, channel=channel, received_on=received_on, about=about.strip(), citizen=citizen, from_whom=from_whom.strip()
    )
    if citizen:
        relate(citizen, unit, on=on)
    acts.record("receive_inquiry", inquiry, by=by, on=on, channel=channel)
    day = _answer_by(received_on)
    steps = [
        {"text": "Henvendelsen blev modtaget", "value": danish.date_short(received_on)},
        {"text": f"Et svar inden {ANSWER_WITHIN} arbejdsdage er Mestrings forslag. Loven sætter ingen dag for vejledning.", "value": danish.date_short(day)},
    ]
    due.put(
        Due.Kind.INQUIRY,
        inquiry.public_id,
        inquiry=inquiry,
        what="Henvendelse uden svar",
        next="Svar, vis videre, eller tag imod en ansøgning",
        on=day,
        why=steps,
    )
    return inquiry


@transaction.atomic
def receive_anonymous_inquiry(unit: Unit, *, by: Actor, on: date, channel: str, received_on: date, about: str) -> AnonymousInquiry:
    """Note that somebody who says no name has asked. Raises: DayInTheFuture, TextMissing."""
    _first_word(unit, by=by, on=on, received_on=received_on, about=about)
    person = meet_anonymous_person(by=by, on=on)
    inquiry: AnonymousInquiry = AnonymousInquiry.objects.create(
        unit=unit, taken_by_id=by.employee, channel=channel, received_on=received_on, about=about.strip(), person=person
    )
    acts.record("receive_inquiry", inquiry, by=by, on=on, channel=channel)
    return inquiry


def _may_end(inquiry: FirstWord, by: Actor) -> None:
    access.require(by, "inquiry.end")
    if not type(inquiry).objects.visible_to(by).filter(pk=inquiry.pk).exists():  # type: ignore[attr-defined]
        raise NotAllowed


def _end(inquiry: FirstWord, state: InquiryState, *, by: Actor, on: date, **values: str) -> None:
    moves.move(inquiry, state, by=by, on=on, act="end_inquiry", also={"ended_on": on, **values})
    due.settle(Due.Kind.INQUIRY, inquiry.public_id, on=on)


@transaction.atomic
def end_with_advice(inquiry: FirstWord, *, by: Actor, on: date, advice: str) -> None:
    """The inquiry was answered with advice (rådgivning). Raises: TextMissing."""
    _may_end(inquiry, by)
    if not advice.strip():
        raise TextMissing("outcome", "Svar", "skriv, hvad du rådede til")
    _end(inquiry, InquiryState.ADVISED, by=by, on=on, outcome=advice.strip())


@transaction.atomic
def refer_elsewhere(inquiry: FirstWord, *, by: Actor, on: date, to: str, because: str = "") -> None:
    """The inquiry belongs elsewhere: the job centre, a voluntary offer, another law, another municipality.

    Source: FVL § 7, stk. 2 (videresendelse).
    Raises: TextMissing.
    """
    _may_end(inquiry, by)
    if not to.strip():
        raise TextMissing("referred_to", "Vist videre til", "skriv hvem, fx jobcenteret eller en forening")
    _end(inquiry, InquiryState.REFERRED, by=by, on=on, referred_to=to.strip(), outcome=because.strip())


@transaction.atomic
def enrol(inquiry: FirstWord, *, by: Actor, on: date, standard: str, section: str) -> Case | None:
    """The person begins in an offer that nobody decides about; one without a name, only where law or standard lets them be anonymous.

    Who is known begins in a case, where the course waits to be ordered.
    Shapes: answers with the case; none for one without a name.
    Raises: SectionNotOffered, CitizenMissing.
    """
    _may_end(inquiry, by)
    offered = proposals.section_offered(standard, section, on)
    if not isinstance(inquiry, Inquiry):
        if not (offered and offered.may_be_entered_nameless):
            raise SectionNotOffered("Tilbud: man kan ikke være anonym i det valgte. Vælg et andet, eller vis personen videre.", fields=("section",))
        _end(inquiry, InquiryState.ENROLLED, by=by, on=on, section=section)
        return None
    if not (offered and offered.may_be_entered):
        raise SectionNotOffered("Tilbud: det valgte kræver en afgørelse. Tag imod en ansøgning i stedet.", fields=("section",))
    if inquiry.citizen is None:
        raise CitizenMissing
    # First the move: of two at the same moment one is refused, and opens no case.
    moves.move(inquiry, InquiryState.ENROLLED, by=by, on=on, act="end_inquiry", also={"ended_on": on, "section": section})
    case = _open_case_of(inquiry, by) or open_case(inquiry.citizen, by=by, on=on, team=inquiry.unit, responsible=_as_responsible(by, inquiry.unit))
    Inquiry.objects.filter(pk=inquiry.pk).update(case=case)
    inquiry.case = case
    _owe_course(inquiry, case, offered.sign, on=on)
    return case


def _open_case_of(inquiry: Inquiry, by: Actor) -> Case | None:
    """The newest case the citizen has open in the team that was asked."""
    found: Case | None = Case.objects.visible_to(by).open().filter(citizen=inquiry.citizen_id, team=inquiry.unit_id).order_by("-opened_on", "-pk").first()
    return found


def _as_responsible(by: Actor, team: Unit) -> Employee | None:
    """Whoever works in the team has the case they open; a leader gives it to somebody afterwards."""
    found: Employee | None = Employee.objects.filter(pk=by.employee).first() if team.pk in by.teams else None
    return found


def _owe_course(inquiry: Inquiry, case: Case, sign: str, *, on: date) -> None:
    """The inquiry's row stays, in the case: what was agreed is not ordered yet."""
    day = max(_answer_by(inquiry.received_on), on)
    said = f"Inden {ANSWER_WITHIN} arbejdsdage efter henvendelsen, og tidligst den dag, det blev aftalt, er Mestrings forslag. Loven sætter ingen dag."
    steps = [
        {"text": "Henvendelsen blev modtaget", "value": danish.date_short(inquiry.received_on)},
        {"text": f"Det blev aftalt, at borgeren begynder i {sign}", "value": danish.date_short(on)},
        {"text": said, "value": danish.date_short(day)},
    ]
    due.put(
        Due.Kind.INQUIRY,
        inquiry.public_id,
        case=case,
        inquiry=inquiry,
        section=inquiry.section,
        what=f"{sign} er aftalt, men ikke bestilt",
        next="Bestil forløbet",
        on=day,
        why=steps,
    )


def course_ordered(case: Case, section: str, *, on: date) -> None:
    """The course that somebody was to begin in is ordered: the inquiry waits no more. Part of ordering it."""
    Due.objects.waiting().filter(kind=Due.Kind.INQUIRY, case=case, section=section).update(done_on=on)


@transaction.atomic
def became_application(inquiry: Inquiry, case: Case, *, by: Actor, on: date) -> None:
    """The inquiry led to an application in a case. Part of receiving the application."""
    _may_end(inquiry, by)
    _end(inquiry, InquiryState.APPLIED, by=by, on=on)
    Inquiry.objects.filter(pk=inquiry.pk).update(case=case, citizen=case.citizen_id)


@transaction.atomic
def name_citizen(inquiry: Inquiry, *, by: Actor, on: date, citizen: Citizen) -> None:
    """Say whom an inquiry concerns, when it has become known. Raises: MoveNotAllowed when it has a case, which is somebody's already."""
    _may_end(inquiry, by)
    if inquiry.case_id:
        raise MoveNotAllowed
    Inquiry.objects.filter(pk=inquiry.pk).update(citizen=citizen)
    inquiry.citizen = citizen
    due.name(inquiry)
    relate(citizen, inquiry.unit, on=on)
    acts.record("name_citizen", inquiry, by=by, on=on)
