"""The committee's pages: the meetings, an agenda, and one case of it at a time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.urls import reverse

from mestring.assessments import catalogue
from mestring.assessments.models import Assessment, TargetGroup
from mestring.cases.models import Application, Case
from mestring.cases.states import ApplicationState
from mestring.decisions import proposals
from mestring.decisions.gathering import Outlook
from mestring.decisions.models import AgendaItem, Decision, Meeting, Outcome, Recommendation
from mestring.decisions.states import ItemState, MeetingState
from mestring.people import access
from mestring.people.access import Actor, Role
from mestring.people.models import Employee, Unit
from mestring.rules.danish import listing, quoted
from mestring.rules.finding import Step
from mestring.rules.rulebook import open_library
from mestring.web.committee import forms
from mestring.web.components import days, deciding, lists, otherwise
from mestring.web.components.case import Flag, Gates, Pair
from mestring.web.components.forms import Form
from mestring.web.components.lists import Tag
from mestring.web.components.marks import Mark

BEFORE = timedelta(weeks=26)
MOST = 50
COMING = Tag("Kommer")
NOW = Tag("Behandles nu", "judge")
STATES = {
    ItemState.POSTPONED: Mark("open", "–", "Udsat"),
    ItemState.REMOVED: Mark("open", "–", "Taget af"),
}


# ------------------------------------------------------------------------------------------------ the meetings


@dataclass(frozen=True, slots=True)
class Line:
    """A meeting in the list."""

    meeting: Meeting
    when: str
    state: Tag
    cases: int
    left: str
    due: lists.Due | None


@dataclass(frozen=True)
class MeetingsPage:
    coming: list[Line]
    been: list[Line]
    may_plan: bool


def meetings(by: Actor, on: date) -> MeetingsPage:
    """Those that come, the next first, and those of the last half year."""
    rows = list(Meeting.objects.visible_to(by).filter(day__gte=on - BEFORE).select_related("committee").order_by("day", "starts", "pk")[: 2 * MOST])
    items: dict[int, list[tuple[str, date | None]]] = {one.pk: [] for one in rows}
    found = AgendaItem.objects.filter(meeting__in=items).standing().values_list("meeting", "state", "decision__sent_on", "decision__standard")
    standards: dict[int, str] = {}
    for meeting, state, sent_on, standard in found:
        items[meeting].append((state, sent_on))
        if standard:
            standards[meeting] = standard
    lines = [_line(one, items[one.pk], standards.get(one.pk, ""), on) for one in rows]
    return MeetingsPage(
        coming=[line for line in lines if line.meeting.state != MeetingState.CLOSED][:MOST],
        been=[line for line in reversed(lines) if line.meeting.state == MeetingState.CLOSED][:MOST],
        may_plan=access.may(by, "meeting.plan"),
    )


def _line(one: Meeting, items: Sequence[tuple[str, date | None]], standard: str, on: date) -> Line:
    unsent = sum(state == ItemState.DECIDED and sent_on is None for state, sent_on in items)
    last = proposals.committee_letter_due(standard, one.day, on).value if unsent and standard else None
    waiting = sum(state == ItemState.WAITING for state, _ in items)
    said = [f"{waiting} venter" if waiting else "", f"{unsent} {'brev' if unsent == 1 else 'breve'} mangler" if unsent else ""]
    return Line(one, when(one, on), _state(one), len(items), listing(word for word in said if word), lists.due(last, on) if isinstance(last, date) else None)


def _state(one: Meeting) -> Tag:
    return Tag(str(one.get_state_display()), {MeetingState.HELD: "judge", MeetingState.CLOSED: "ok"}.get(MeetingState(one.state), ""))


def when(one: Meeting, on: date) -> str:
    """`fredag 27. november kl. 9.00`."""
    return days.in_text(one.day, on) + (f" kl. {one.starts:%-H.%M}" if one.starts else "")


def committees(by: Actor) -> list[Unit]:
    """The committees the actor may plan for."""
    rows = Unit.objects.filter(kind=Unit.Kind.COMMITTEE).order_by("name")
    return list(rows if access.STAFF & by.roles else rows.filter(pk__in=by.committees))


# ------------------------------------------------------------------------------------------------ the agenda


@dataclass(frozen=True, slots=True)
class Place:
    """An item where it stands. Shapes: one the actor may not see has no words of its own; `up` and `down` are the forms that move it, none at the ends."""

    item: AgendaItem
    number: int
    seen: bool
    title: str
    address: str
    state: Mark | Tag
    current: bool
    sent: str


@dataclass(frozen=True)
class AgendaPage:
    meeting: Meeting
    when: str
    lead: str
    places: list[Place]
    present: list[str]
    away: list[str]
    holds: bool
    may_order: bool
    hold: bool
    close: bool
    letters: lists.Due | None
    letters_steps: tuple[Step, ...]
    unsent: int
    left: int

    @property
    def seen(self) -> list[AgendaItem]:
        """The items whose cases are shown, to be logged."""
        return [place.item for place in self.places if place.seen]


def items(meeting: Meeting) -> list[AgendaItem]:
    """What stands on the agenda, in order."""
    rows = meeting.items.standing().select_related("application__case__citizen", "decision").prefetch_related("disqualified__employee")
    return list(rows)


def agenda(meeting: Meeting, by: Actor, on: date, *, current: AgendaItem | None = None) -> AgendaPage:
    """The agenda as the actor may see it."""
    every = items(meeting)
    visible = set(AgendaItem.objects.visible_to(by).filter(pk__in=[one.pk for one in every]).values_list("pk", flat=True))
    places = [_place(one, number, one.pk in visible, current) for number, one in enumerate(every, 1)]
    decided = [one.decision for one in every if one.decision]
    unsent = [one for one in decided if one.sent_on is None]
    promised = proposals.committee_letter_due(decided[0].standard, meeting.day, on) if decided else None
    member = access.may(by, "meeting.hold") and meeting.committee_id in by.committees
    is_open = meeting.state != MeetingState.CLOSED
    return AgendaPage(
        meeting=meeting,
        when=when(meeting, on),
        lead=_lead(meeting, every, on),
        places=places,
        present=[one.name for one in meeting.present.order_by("name")],
        away=_away(current),
        holds=member and meeting.state == MeetingState.HELD,
        may_order=is_open and len(every) > 1 and access.may(by, "meeting.plan"),
        hold=member and meeting.state == MeetingState.PLANNED and meeting.day <= on,
        close=member and meeting.state == MeetingState.HELD,
        letters=lists.due(promised.value, on) if promised and isinstance(promised.value, date) and unsent else None,
        letters_steps=deciding.steps(promised.steps) if promised else (),
        unsent=len(unsent),
        left=sum(one.state == ItemState.WAITING for one in every),
    )


def _lead(meeting: Meeting, every: Sequence[AgendaItem], on: date) -> str:
    decided = sum(one.state == ItemState.DECIDED for one in every)
    words = [
        when(meeting, on),
        meeting.place,
        f"{len(every)} {'sag' if len(every) == 1 else 'sager'}",
        f"{decided} afgjort" if decided else "",
        str(meeting.get_state_display()).lower(),
    ]
    return " · ".join(word for word in words if word)


def _place(one: AgendaItem, number: int, seen: bool, current: AgendaItem | None) -> Place:
    section = open_library().sections[one.application.section]
    now = current is not None and current.pk == one.pk
    if one.state == ItemState.DECIDED and one.decision and seen:
        state: Mark | Tag = deciding.OUTCOMES[Outcome(one.decision.outcome)]
    elif one.state == ItemState.DECIDED:
        state = Mark("met", "✓", "Afgjort")
    else:
        state = STATES.get(ItemState(one.state)) or (NOW if now else COMING)
    sent = ("Brevet er sendt" if one.decision.sent_on else "Brevet mangler") if one.decision else ""
    address = reverse("committee:item", args=[one.meeting.public_id, one.public_id])
    return Place(one, number, seen, f"{section.sign} {section.title(one.application.received_on)}" if seen else "", address, state, now, sent)


def _away(current: AgendaItem | None) -> list[str]:
    return [f"{one.employee.name}: {one.reason}" for one in current.disqualified.all()] if current else []


def moved(every: Sequence[AgendaItem], item: UUID, way: str) -> list[UUID]:
    """The order when one item goes a place up or down."""
    order = [one.public_id for one in every]
    if item in order:
        here = order.index(item)
        there = here - 1 if way == "op" else here + 1
        if 0 <= there < len(order):
            order[here], order[there] = order[there], order[here]
    return order


def members(meeting: Meeting, on: date) -> list[Employee]:
    """Those who sit on the committee on a day."""
    held = meeting.committee.assignments.holding(on).filter(role=Role.COMMITTEE).values("employee")
    return list(Employee.objects.filter(pk__in=held).order_by("name"))


def next_item(meeting: Meeting, by: Actor, after: AgendaItem) -> str:
    """Where one goes when a case is done: to the next that waits, else the meeting."""
    waiting = list(AgendaItem.objects.visible_to(by).filter(meeting=meeting).waiting().exclude(pk=after.pk).order_by("order", "pk"))
    following = next((one for one in waiting if one.order > after.order), waiting[0] if waiting else None)
    if following is None:
        return reverse("committee:meeting", args=[meeting.public_id])
    return reverse("committee:item", args=[meeting.public_id, following.public_id])


def minutes(meeting: Meeting, on: date) -> str:
    """The minutes as the meeting's decisions make them. Case numbers, no names."""
    head = [f"Møde i {meeting.committee.name}, {when(meeting, on)}{f', {meeting.place}' if meeting.place else ''}."]
    there = listing(one.name for one in meeting.present.order_by("name"))
    head.append(f"Til stede: {there}.\n" if there else "")
    for number, one in enumerate(items(meeting), 1):
        section = open_library().sections[one.application.section]
        result = one.decision.get_outcome_display() if one.decision else one.get_state_display()
        away = listing(each.employee.name for each in one.disqualified.all())
        said = [
            f"{number}. Sag {one.application.case.number}, {section.sign}: {str(result).lower()}.",
            one.minutes,
            f"Inhabil i sagen: {away}." if away else "",
        ]
        head.append(" ".join(word for word in said if word))
    return "\n".join(line for line in head if line)


# ------------------------------------------------------------------------------------------------ one case


@dataclass(frozen=True)
class ItemPage:
    title: str
    lead: str
    due: lists.Due | None
    flags: list[Flag]
    text: str
    alternative: str
    facts: list[Pair]
    conditions: list[deciding.Condition]
    sentence: str
    standard: str
    chosen: list[Pair]
    reasons: list[Pair]
    differences: list[str]
    shut: Gates
    passed: Gates
    aside: list[deciding.Condition]
    decision: Decision | None
    case_address: str
    letter: str
    letter_steps: tuple[Step, ...]
    ask_more: bool
    may_decide: bool
    away: bool
    replaces: str
    minutes: str


def item(one: AgendaItem, stands: Outlook, by: Actor, on: date, *, holds: bool) -> ItemPage:
    """Everything that is shown of a case."""
    application = one.application
    case = application.case
    section = open_library().sections[application.section]
    written = Recommendation.objects.filter(application=application).select_related("written_by").first()
    promised = proposals.committee_letter_due(application.standard, one.meeting.day, on)
    away = any(each.employee_id == by.employee for each in one.disqualified.all())
    age = case.citizen.age(on)
    responsible = case.responsible.name if case.responsible else "ingen"
    shown = one.decision or stands.preparation
    own = stands.consideration
    conditions = deciding.conditions(stands.eligibility, own.facts if own else {}, own.judgements if own else {})
    shut, passed = deciding.split([deciding.gate(gate) for gate in stands.gates])
    return ItemPage(
        title=f"{case.citizen.name}{f', {age} år' if age is not None else ''} · {section.sign} {section.title(application.received_on).lower()}",
        lead=f"Sag {case.number} · sagsbehandler {responsible} · ansøgt {days.plain(application.received_on, on)}",
        due=lists.due(application.deadline, on, done_on=application.ended_on) if application.deadline else None,
        flags=_flags(case, on),
        text=written.text if written else "",
        alternative=written.alternative if written else "",
        facts=_facts(case, written, on),
        conditions=[each for each in conditions if not each.role],
        sentence=stands.eligibility.sentence,
        standard=open_library().standard(application.standard).short,
        chosen=deciding.chosen(shown, on) if shown and shown.outcome else [],
        reasons=deciding.reasons(shown) if shown else [],
        differences=list(stands.differences),
        shut=shut,
        passed=passed,
        aside=[each for each in conditions if each.role],
        decision=one.decision,
        case_address=reverse("caseworker:case", args=[case.public_id]),
        letter=f"Skriftlig afgørelse senest {days.in_text(promised.value, on)}" if isinstance(promised.value, date) else promised.sentence,
        letter_steps=deciding.steps(promised.steps),
        ask_more=bool(stands.open_gates or (stands.differences and shown and not shown.departure.strip())),
        may_decide=holds and one.state == ItemState.WAITING and not away,
        away=away,
        replaces=_replaces(application, on) if one.state == ItemState.WAITING and application.state == ApplicationState.DECIDED else "",
        minutes=one.minutes,
    )


def _replaces(application: Application, on: date) -> str:
    """That the case was decided before, and when."""
    old = Decision.objects.filter(application=application).standing().first()
    return f"{old.get_outcome_display()} {days.in_text(old.decided_on, on)}" if old else ""


def _flags(case: Case, on: date) -> list[Flag]:
    """Who acts for the citizen, and what must not be given away."""
    citizen = case.citizen
    found = []
    if citizen.is_protected(on):
        found.append(Flag("Navne- og adressebeskyttelse", "Adressen må ikke gives videre.", "lock", stop=True))
    if citizen.died_on:
        found.append(Flag("Borgeren er død", days.plain(citizen.died_on, on), "error", stop=True))
    for one in citizen.representations.holding(on).order_by("pk"):
        found.append(Flag(f"{one.get_kind_display()}: {one.name}", one.scope, "persons"))
    if case.paying and case.paying != case.acting:
        found.append(Flag(f"Betalingskommune: {case.paying}", "", "location"))
    return found


def _facts(case: Case, written: Recommendation | None, on: date) -> list[Pair]:
    current = Assessment.objects.current_of(case)
    found = []
    if current:
        if current.overall:
            need = current.get_overall_display()
        else:
            steps = {step.value: step.label for step in catalogue.need_scale()}
            need = f"{current.need_level} {steps.get(current.need_level, '')}" if current.need_level is not None else ""
        found.append(Pair("Støttebehov", need, f"{current.get_method_display()}, {days.plain(current.finished_on, on)}"))
        primary = TargetGroup.objects.filter(assessment=current, primary=True).standing().first()
        found.append(Pair("Primær målgruppe", catalogue.group(primary.code).label if primary else ""))
    if written and written.wish:
        found.append(Pair("Borgerens ønske", quoted(written.wish)))
    if written and written.tried:
        found.append(Pair("Prøvet", written.tried))
    return found


def fit(form: forms.Decide, stands: Outlook, coming: Sequence[Meeting], on: date) -> None:
    """Leave in the form what this case asks about, and the meetings it can be put off to."""
    otherwise.fit(form, stands, on)
    form.fields["to"].choices = [("", "Uden et nyt møde"), *((str(one.public_id), when(one, on)) for one in coming)]  # type: ignore[attr-defined]


def coming(meeting: Meeting, by: Actor, on: date) -> list[Meeting]:
    """The committee's other meetings that come."""
    rows = Meeting.objects.visible_to(by).coming(on).filter(committee=meeting.committee_id).exclude(pk=meeting.pk)
    return list(rows[:10])


def wrong(*found: Form) -> int:
    """What the page answers with."""
    return max(one.status for one in found)
