"""The case page: whose it is, what must be known first, where it stands on its way, what is missing, what is due, what has happened."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from uuid import UUID

from django.urls import reverse
from django.utils import timezone

from mestring.assessments.models import Assessment
from mestring.audit import clock
from mestring.cases import proposals
from mestring.cases.actions.letter import pointless
from mestring.cases.models import Application, Case, Due, Hold, InformationRequest, Inquiry, Letter
from mestring.cases.models.inquiry import Channel
from mestring.cases.states import ApplicationState, CaseState, LetterState, RequestState
from mestring.delivery.models import Order
from mestring.people import access
from mestring.people.access import Tie
from mestring.people.models import Citizen, Relation, Representation
from mestring.rules.finding import Step
from mestring.web.caseworker.pages import complaint_in_case, progress
from mestring.web.caseworker.pages.work import FOLLOWED, ORDERS
from mestring.web.components import case as parts
from mestring.web.components import days, lists, traces
from mestring.web.components.case import Event, Flag, Need, Person, Stage, Timeline

KINDS = {"": "Alt", "act": "Afgørelser og breve", "note": "Notater", "document": "Dokumenter"}


@dataclass(frozen=True)
class Deadline:
    """A date at the side of the case, with why. Shapes: `address` is where it is done, with `act` as its words; empty where the way there is another."""

    title: str
    due: lists.Due
    steps: tuple[Step, ...]
    note: str
    address: str
    act: str


@dataclass(frozen=True, slots=True)
class With:
    """Somebody beyond the team who sees the case for a time. Shapes: `end_address` ends it, empty when it can't be ended from here."""

    who: str
    what: str
    until: str
    reason: str
    end_address: str


@dataclass(frozen=True)
class CasePage:
    person: Person
    stages: list[Stage]
    needs: list[Need]
    deadlines: list[Deadline]
    line: Timeline
    applications: list[Application]
    may_write: bool
    kinds: list[tuple[str, str, bool]]
    others: list[With]
    may_share: bool
    may_assign: bool
    may_see_citizen: bool

    @property
    def first(self) -> Need | None:
        """The step the page begins with: the first that is missing and can be taken here."""
        return next((one for one in self.needs if one.act and one.address), None)


def build(case: Case, on: date, *, home: tuple[str, str], kind: str = "", also: Sequence[Event] = (), ordered: Stage | None = None) -> CasePage:
    """Everything the page shows, in a number of questions that does not grow with the case.

    Shapes: `home` is where the reader's work begins, as words and address; `also` are what has happened in the orders, `ordered` their step of the way.
    """
    applications = list(progress.with_signs(case.applications.select_related("inquiry")).order_by("-received_on", "-pk"))
    holds = list(Hold.objects.filter(application__in=progress.having("is_held", applications)).order_by("pk"))
    decided = progress.known(applications)
    leads = Tie.LEADER in case.ties
    # What a leader must do is the leader's; a case put before somebody has its day already, the application's own.
    due = [one for one in case.due.waiting().soonest_first() if (leads or not one.leader) and one.kind != Due.Kind.REFERRAL]
    letters = list(case.letters.order_by("pk"))
    requests = list(case.requests.order_by("due_on", "pk"))
    # An inquiry that has a case led to an application in it.
    inquiries = list({one.inquiry.pk: one.inquiry for one in reversed(applications) if one.inquiry}.values())
    assessments = list(Assessment.objects.filter(case=case).newest_first())
    if applications and not progress.having("has_complaint", applications):
        complaint_in_case.none_of(case)
    events = [
        *_happened(case, applications, holds, letters, requests, inquiries, on),
        *_of_assessments(case, assessments),
        *progress.events(case, decided, on),
        *complaint_in_case.events(case, on),
        *progress.followed_up(case, decided, ordered=bool(also)),
        *also,
        *_coming(due),
    ]
    if kind:
        events = [one for one in events if _is(one, kind)]
    missing = list(complaint_in_case.needs(case, on))
    if case.state == CaseState.OPEN:
        steps = [*needs(case, applications, holds, letters, requests, assessments, on), *progress.needs(case, applications, decided, on)]
        missing = [*steps, *missing, *_to_follow_up(case, due, on), *_to_write(case, due, on), *_to_order(case, due, on)]
    return CasePage(
        person=person(case, on, back=home[0], back_address=home[1]),
        stages=[
            *stages(case, applications, inquiries, assessments, on),
            *progress.state_of(applications, decided, on),
            *complaint_in_case.stages(case),
            *([ordered] if ordered else []),
            *_followed(due, on),
        ],
        # Who may only read is told what is missing, and not sent to where it is given.
        needs=missing if access.gives(case.ties, "case.write") else [replace(one, address="") for one in missing],
        deadlines=[_deadline(case, one, on) for one in due if one.kind != Due.Kind.DELAY and (one.kind != Due.Kind.PLAN or one.on)],
        line=parts.timeline(events, on),
        applications=applications,
        may_write=access.gives(case.ties, "case.write") and case.state == CaseState.OPEN,
        kinds=[(key, text, key == kind) for key, text in KINDS.items()],
        others=_others(case, on),
        may_share=access.gives(case.ties, "case.share") and case.state == CaseState.OPEN,
        may_assign=access.gives(case.ties, "case.assign"),
        # The citizen's page is the units' that have something open with them.
        may_see_citizen=access.gives(case.ties, "case.share"),
    )


def _others(case: Case, on: date) -> list[With]:
    """Who sees the case beyond its team, on whatever day from now it begins; glass that is broken stands in the log."""
    rows = (
        Relation.objects.filter(case=case.public_id, until__gt=clock.now())
        .exclude(kind__in=(Relation.Kind.GLASS, Relation.Kind.ORDER))
        .select_related("employee", "unit")
    )
    may_end = access.gives(case.ties, "case.share")
    found = []
    for one in rows.order_by("since", "pk"):
        helps = one.kind == Relation.Kind.HELPER
        who = one.employee.name if one.employee else one.unit.name if one.unit else ""
        end = reverse("caseworker:end_helper", args=[case.public_id, one.public_id]) if helps and may_end else ""
        found.append(With(who, "Medvirkende sagsbehandler" if helps else str(one.get_kind_display()), until_words(one, on), one.reason if helps else "", end))
    return found


def until_words(one: Relation, on: date) -> str:
    """`30. november`, or from when when it has not begun: `1. december til og med 4. december`."""
    until = days.plain(timezone.localdate(one.until), on) if one.until else ""
    begins = timezone.localdate(one.since)
    return f"{days.plain(begins, on)} til og med {until}" if begins > on else f"til og med {until}"


# ------------------------------------------------------------------------------------------------ whose


def person(case: Case, on: date, *, back: str = "", back_address: str = "") -> Person:
    """The head of every page in a case."""
    citizen = case.citizen
    facts = [f"Sag {case.number}", case.team.name, case.responsible.name if case.responsible else "Ingen ansvarlig"]
    if case.state == CaseState.CLOSED:
        facts.append("Afsluttet")
    return Person(
        citizen.name,
        citizen.cpr,
        citizen.age(on),
        facts,
        citizen.is_protected(on),
        citizen.died_on,
        flags(citizen, on, glass=Tie.GLASS in case.ties),
        back,
        back_address,
    )


def flags(citizen: Citizen, on: date, *, glass: bool = False) -> list[Flag]:
    """What must be known before anything is done."""
    found = []
    if citizen.is_protected(on):
        until = f"til {days.plain(citizen.protected_to, on)}" if citizen.protected_to else "indtil videre"
        found.append(Flag("Navne- og adressebeskyttelse", f"Adressen må ikke gives videre, {until}. Den trykkes ikke på breve.", "lock", stop=True))
    if citizen.died_on:
        found.append(Flag("Borgeren er død", "Der kan ikke sendes breve til borgeren.", "error", stop=True))
    if glass:
        found.append(Flag("Nødadgang", "Du har åbnet sagen uden at have en relation til den. Lederen får besked.", "warning", stop=True))
    for one in citizen.representations.holding(on).order_by("pk"):
        told = "Breve sendes også dertil." if one.receives_letters else "Får ikke breve."
        scope = f"{one.scope}. " if one.scope else ""
        found.append(Flag(f"{Representation.Kind(one.kind).label}: {one.name}", f"{scope}{told}", "persons"))
    if citizen.interpreter:
        found.append(Flag(f"Tolk: {citizen.interpreter}", "", "language"))
    if citizen.communication:
        found.append(Flag("Kontakt", citizen.communication, "chat"))
    return found


# ------------------------------------------------------------------------------------------------ where it stands


def stages(case: Case, applications: list[Application], inquiries: list[Inquiry], assessments: list[Assessment], on: date) -> list[Stage]:
    """The way of the case, from what it holds."""
    pending = any(one.state == ApplicationState.RECEIVED for one in applications)
    decided = any(one.state == ApplicationState.DECIDED for one in applications)
    inquiry = inquiries[0] if inquiries else None
    newest = applications[0] if applications else None
    found = [Stage("Henvendelse", "done", days.short(inquiry.received_on, on)) if inquiry else Stage("Henvendelse", "skip")]
    found.append(
        Stage("Ansøgning", "done", days.short(newest.received_on, on)) if newest else Stage("Ansøgning", "next" if case.state == CaseState.CLOSED else "now")
    )
    last = assessments[0] if assessments else None
    if last and last.finished_on:
        return [*found, Stage("Udredning", "done", days.short(last.finished_on, on))]
    if last:
        return [*found, Stage("Udredning", "now")]
    return [*found, Stage("Udredning", "skip" if decided and not pending else "now" if pending else "next")]


def needs(
    case: Case,
    applications: list[Application],
    holds: list[Hold],
    letters: list[Letter],
    requests: list[InformationRequest],
    assessments: list[Assessment],
    on: date,
) -> list[Need]:
    """What is missing before the next step."""
    found: list[Need] = []
    if case.responsible_id is None:
        found.append(
            Need("Vælg en ansvarlig sagsbehandler", reverse("caseworker:assign_case", args=[case.public_id]), "Sagen ligger hos teamet, men ingen har den.")
        )
    if case.citizen.died_on:
        return [*found, *_after_death(case, applications, requests)]
    # An inquiry on the case's list ended in a course nobody decides about; the row is asked rather than the inquiry, which another team may not see.
    courses = list(case.due.filter(kind=Due.Kind.INQUIRY).values_list("section", "done_on")) if not applications else []
    found += [
        Need(
            f"Bestil {proposals.sign(section)}",
            reverse("caseworker:place_open_order", args=[case.public_id, section]),
            "Det er aftalt med borgeren, og ingen skal træffe afgørelse om det.",
            act="Bestil forløbet",
        )
        for section, done_on in courses
        if done_on is None
    ]
    if not applications and not courses and not Order.objects.filter(case=case).open().exists():
        found.append(
            Need(
                "Tag imod en ansøgning",
                reverse("caseworker:new_application", args=[case.public_id]),
                "Fristen regnes fra den dag, ansøgningen kommer.",
                act="Tag imod en ansøgning",
            )
        )
    sent_together: set[UUID] = set()
    for one in applications:
        if one.state != ApplicationState.RECEIVED:
            continue
        found += _needs_of(one, [hold for hold in holds if hold.application_id == one.pk], letters, on, receipt=one.submission not in sent_together)
        sent_together.add(one.submission)
    for letter in letters:
        if letter.kind in (Letter.Kind.RECEIPT, Letter.Kind.DELAY_NOTICE) and (why := pointless(letter, applications, holds)):
            found.append(Need(f"Kassér kladden: {letter.title}", reverse("caseworker:letter", args=[case.public_id, letter.public_id]), why))
    draft = next((one for one in assessments if one.finished_on is None), None)
    if draft:
        where = reverse("caseworker:assessment_overview", args=[case.public_id, draft.public_id])
        found.append(Need("Gør udredningen færdig", where, "Se, hvad der mangler i den.", act="Fortsæt udredningen"))
    elif not assessments and any(one.state == ApplicationState.RECEIVED and one.section for one in applications):
        found.append(
            Need(
                "Udred, hvad borgeren har brug for",
                reverse("caseworker:assessment", args=[case.public_id]),
                "Kun det, der har betydning for afgørelsen.",
                act="Begynd udredningen",
            )
        )
    for request in requests:
        if request.state == RequestState.SENT:
            where = reverse("caseworker:request", args=[case.public_id, request.public_id])
            found.append(Need(f"Oplysninger fra {request.source}", where, f"Svar senest {days.in_text(request.due_on, on)}."))
    return found


NEAR = timedelta(days=14)
"""How long before its day something to follow up is among what is missing."""


def _to_follow_up(case: Case, due: Iterable[Due], on: date) -> list[Need]:
    """What is to be followed up soon, or should have been."""
    return [
        Need(one.what, reverse(FOLLOWED[Due.Kind(one.kind)], args=[case.public_id, one.thing]), f"Senest {days.in_text(one.on, on)}.", act=one.next)
        for one in due
        if one.kind in FOLLOWED and one.on and one.on <= on + NEAR
    ]


def _to_write(case: Case, due: Iterable[Due], on: date) -> list[Need]:
    """The plans the citizen has said yes to, and that nobody has written; the goals that are soon to be evaluated."""
    return [
        Need(
            one.what,
            reverse("caseworker:plan", args=[case.public_id, one.thing]),
            f"Senest {days.in_text(one.on, on)}." if one.on else "Borgeren har sagt ja til den.",
            act=one.next,
        )
        for one in due
        if one.kind == Due.Kind.PLAN and (one.on is None or one.on <= on + NEAR)
    ]


def _to_order(case: Case, due: Iterable[Due], on: date) -> list[Need]:
    """Help nobody is asked to give, and what a provider has told that is to be read or answered."""
    return [
        Need(
            one.what,
            reverse(ORDERS[Due.Kind(one.kind)], args=[case.public_id, one.thing]),
            f"Senest {days.in_text(one.on, on)}." if one.on else "",
            act=one.next,
        )
        for one in due
        if one.kind in ORDERS and (one.kind != Due.Kind.ORDER or (one.on and one.on <= on))
    ]


def _followed(due: Iterable[Due], on: date) -> list[Stage]:
    """The step after the letter: the nearest follow-up."""
    nearest = next((one.on for one in due if one.kind in (Due.Kind.FOLLOW_UP, Due.Kind.COURSE) and one.on), None)
    return [Stage("Opfølgning", "now" if nearest <= on + NEAR else "next", days.short(nearest, on))] if nearest else []


def _after_death(case: Case, applications: list[Application], requests: list[InformationRequest]) -> list[Need]:
    """What is left when the citizen has died: nobody is decided for, and nobody is written to."""
    pending = [one for one in applications if one.state == ApplicationState.RECEIVED]
    found = [
        Need(
            f"Afslut ansøgningen om {proposals.sign(one.section)}" if one.section else "Afslut ansøgningen",
            reverse("caseworker:end_application", args=[case.public_id, one.public_id]),
            "Borgeren er død.",
        )
        for one in pending
    ]
    return found + [
        Need(f"Annullér anmodningen til {one.source}", reverse("caseworker:request", args=[case.public_id, one.public_id]), "Borgeren er død.")
        for one in requests
        if one.state == RequestState.SENT
    ]


def _needs_of(one: Application, holds: list[Hold], letters: list[Letter], on: date, *, receipt: bool) -> list[Need]:
    """What is missing in an application that awaits a decision. What the authority itself began needs no receipt and no day to answer by.

    Shapes: `receipt` is False where the receipt is asked for with another section that was sent together with it.
    """
    case = one.case
    address = reverse("caseworker:application", args=[case.public_id, one.public_id])
    if not one.section:
        found = [Need("Sig, hvilke paragraffer ansøgningen handler om", address, "Kommunen skal vurdere alle muligheder for hjælp (RSL § 5).")]
    else:
        found = []
    if one.own_initiative:
        return found
    leaving = {letter.pk for letter in letters if letter.state in (LetterState.QUEUED, LetterState.SENT)}
    newest = next((hold for hold in reversed(holds) if hold.after), None)
    if newest and newest.after and newest.letter_id not in leaving:
        draft = next((letter for letter in letters if letter.pk == newest.letter_id and letter.state == LetterState.DRAFT), None)
        last = f" Det skal borgeren vide, før {days.in_text(one.deadline, on)} er gået (RSL § 3, stk. 2)." if one.deadline else ""
        where = reverse("caseworker:letter", args=[case.public_id, draft.public_id]) if draft else address
        what = f"Send brevet om svardatoen for {proposals.sign(one.section)}" if one.section else "Send brevet om svardatoen"
        found.append(Need(what, where, f"Borgeren har ikke fået besked om, at svaret kommer {days.in_text(newest.after, on)}.{last}"))
    elif one.section and one.deadline is None:
        found.append(Need(f"Sæt en svardato for {proposals.sign(one.section)}", address, one.finding.get("remedy") or ""))
    receipts = [letter for letter in letters if letter.about == one.submission and letter.kind == Letter.Kind.RECEIPT]
    if receipt and not any(letter.pk in leaving for letter in receipts):
        draft = next((letter for letter in reversed(receipts) if letter.state == LetterState.DRAFT), None)
        where = reverse("caseworker:letter", args=[case.public_id, draft.public_id]) if draft else address
        what = "Send kvitteringen" if draft else "Send en kvittering for ansøgningen"
        found.append(Need(what, where, "Borgeren skal vide, at ansøgningen er modtaget, og hvornår svaret kommer."))
    return found


def _deadline(case: Case, one: Due, on: date) -> Deadline:
    due = lists.due(one.on, on) if one.on else lists.no_day(on)
    route = FOLLOWED.get(Due.Kind(one.kind)) or ORDERS.get(Due.Kind(one.kind)) or ("caseworker:plan" if one.kind == Due.Kind.PLAN else "")
    address = reverse(route, args=[case.public_id, one.thing]) if route and case.state == CaseState.OPEN else ""
    return Deadline(one.what, due, traces.steps(one.why), _waiting(one), address if access.gives(case.ties, "follow_up.hold") else "", one.next)


def _waiting(one: Due) -> str:
    """Why nothing can be done just now. Only a pause of an application is one; the deadline of law runs while the committee or the citizen is awaited."""
    if not one.waits:
        return ""
    if one.kind == Due.Kind.HEARING:
        return "Afventer svar på høring"
    return f"På pause: {one.waits}" if one.kind == Due.Kind.APPLICATION else f"Afventer {one.waits}"


# ------------------------------------------------------------------------------------------------ what has happened


def _coming(due: Iterable[Due]) -> list[Event]:
    return [Event(one.on, one.what, "future", one.next) for one in due if one.on and one.kind != Due.Kind.DELAY]


def _is(event: Event, kind: str) -> bool:
    if kind == "document":
        return "/dokument/" in event.link_address
    if kind == "note":
        return event.kind == "note" and "/dokument/" not in event.link_address
    return event.kind in (kind, "future")


def _happened(
    case: Case,
    applications: list[Application],
    holds: list[Hold],
    letters: list[Letter],
    requests: list[InformationRequest],
    inquiries: list[Inquiry],
    on: date,
) -> list[Event]:
    at = [case.public_id]
    events: list[Event] = [Event(case.opened_on, "Sagen blev åbnet", "act")]
    if case.closed_on:
        events.append(Event(case.closed_on, "Sagen blev afsluttet", "act", case.closed_because))
    for inquiry in inquiries:
        where = reverse("caseworker:inquiry", args=[inquiry.public_id])
        events.append(Event(inquiry.received_on, f"Henvendelse: {Channel(inquiry.channel).said}", "act", inquiry.about[:160], link="Læs", link_address=where))
    for one in applications:
        events += _of_application(case, one, [hold for hold in holds if hold.application_id == one.pk], on)
    for note in case.notes.filter(superseded_by=None).select_related("written_by").order_by("pk"):
        title = f"{note.subject} (fejlskrevet)" if note.error_on else note.subject
        text = note.error_because if note.error_on else note.text
        where = reverse("caseworker:note", args=[*at, note.public_id])
        by = note.written_by.name if note.written_by else ""
        events.append(Event(note.happened_on, title, "note", short(text), by, "Læs" if len(text) > SHORT else "Ret", where))
    for paper in case.documents.select_related("written_by").order_by("pk"):
        title = f"{paper.title} (lagt forkert)" if paper.error_on else paper.title
        late = "Kom efter sagen var afsluttet. " if paper.late else ""
        where = reverse("caseworker:document", args=[*at, paper.public_id])
        events.append(Event(paper.happened_on, title, "note", late + ", ".join(one for one in (paper.sender, paper.name) if one), "", "Åbn", where))
    for letter in letters:
        where = reverse("caseworker:letter", args=[*at, letter.public_id])
        day = timezone.localdate(letter.written_at)
        events.append(Event(day, f"{letter.get_kind_display()}: {letter.title}", "act", letter.get_state_display(), "", "Læs", where))
    for request in requests:
        where = reverse("caseworker:request", args=[*at, request.public_id])
        events.append(Event(request.sent_on, f"Bad om oplysninger: {request.source}", "act", request.get_state_display(), "", "Se", where))
    return events


def _of_assessments(case: Case, assessments: list[Assessment]) -> list[Event]:
    found = []
    for one in assessments:
        where = reverse("caseworker:assessment_overview", args=[case.public_id, one.public_id])
        if one.finished_on:
            found.append(Event(one.finished_on, "Udredningen er færdig", "act", link="Se", link_address=where))
        else:
            found.append(Event(one.started_on, "Udredning begyndt", "act", link="Se", link_address=where))
    return found


SHORT = 220


def short(text: str) -> str:
    """The beginning of a long text, whole words."""
    return text if len(text) <= SHORT else f"{text[:SHORT].rsplit(' ', 1)[0]} …"


def _of_application(case: Case, one: Application, holds: Iterable[Hold], on: date) -> list[Event]:
    where = reverse("caseworker:application", args=[case.public_id, one.public_id])
    title = one.titled(proposals.sign(one.section) if one.section else "")
    sign = f"om {proposals.sign(one.section)}" if one.section else "uden paragraf"
    found = [Event(one.received_on, title, "act", short(one.words), link="Se", link_address=where)]
    if one.ended_on and one.state != ApplicationState.DECIDED:
        found.append(Event(one.ended_on, f"{one.get_state_display()}: {title[:1].lower()}{title[1:]}", "act", one.ended_because))
    for hold in holds:
        if hold.kind == Hold.Kind.EXTENSION:
            found.append(Event(hold.since, f"Ny svardato {sign}: {days.plain(hold.after, on) if hold.after else ''}", "act", hold.reason))
        else:
            found.append(Event(hold.since, f"Sat på pause {sign}", "act", hold.reason))
    return found
