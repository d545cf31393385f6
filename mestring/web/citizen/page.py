"""The citizen's page about a case, in plain words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from uuid import UUID

from mestring.audit.models import LookUp
from mestring.cases.actions.application import steps_of, treatment_start
from mestring.cases.letters import text
from mestring.cases.letters.wording.common import led
from mestring.cases.models import Application, Case, Dispatch, Due, Letter
from mestring.cases.states import ApplicationState, CaseState, LetterState
from mestring.decisions.gathering import amount_words
from mestring.decisions.models import Decision, Grant, Outcome
from mestring.decisions.proposals import complaint_last_day
from mestring.delivery import hours
from mestring.delivery.models import Goal, Order, Plan, TeamMember, Visit
from mestring.people import access
from mestring.people.access import Actor, Role
from mestring.rules.finding import Step
from mestring.rules.rulebook import open_library
from mestring.web.components import days, lengths, traces
from mestring.web.components import letter as paper

DAY = timedelta(days=1)


@dataclass(frozen=True)
class Asked:
    """One thing applied for: what and when, what happens or was decided, what comes next, and why that day."""

    what: str
    when: str
    answer: str
    now: str
    next: str
    steps: tuple[Step, ...]
    deadline: date | None


@dataclass(frozen=True)
class OwnPlan:
    """A plan that is used: what it is for, and each goal with when it is looked at."""

    title: str
    purpose: str
    goals: list[tuple[str, str]]


@dataclass(frozen=True)
class Helper:
    """Who gives the help, since when, whom to ring to, and when they meet next."""

    what: str
    who: str
    ring: str
    meets: str


@dataclass(frozen=True)
class OwnHours:
    """An account of hours in plain words: what there is, what lapses soon, and the grant whose page tells the rest."""

    says: str
    grant: Grant


@dataclass(frozen=True)
class OwnCase:
    case: Case
    own: bool
    closed: bool
    asked: list[Asked]
    letters: list[Letter]
    plans: list[OwnPlan]
    helpers: list[Helper]
    contact: str
    hours: list[OwnHours] = field(default_factory=list)


@dataclass(frozen=True)
class Line:
    """One look: when, what for, in which role and unit."""

    at: datetime
    purpose: str
    who: str


def build(case: Case, actor: Actor, on: date) -> OwnCase:
    """What the page says about one case."""
    applications = list(case.applications.exclude(state=ApplicationState.NAMED).order_by("-received_on", "-pk").prefetch_related("holds"))
    decided = Decision.objects.standing().filter(application__in=[one.pk for one in applications]).select_related("grant", "letter")
    by_application = {one.application_id: one for one in decided}
    letters = list(case.letters.filter(state=LetterState.SENT).order_by("-written_at"))
    follow_ups = dict(Due.objects.waiting().filter(case=case, kind=Due.Kind.FOLLOW_UP).values_list("thing", "on"))
    asked = [_asked(one, by_application.get(one.pk), follow_ups, on) for one in applications]
    closed = case.state == CaseState.CLOSED
    plans = [] if closed else [_plan(one, on) for one in Plan.objects.filter(case=case, made_on__isnull=False).in_use().order_by("pk")]
    return OwnCase(
        case,
        case.citizen_id == actor.citizen,
        closed,
        asked,
        letters,
        plans,
        [] if closed else _helpers(case, on),
        ring(case),
        [] if closed else _hours(case, on),
    )


def ring(case: Case) -> str:
    """Who to ask, and where to ring."""
    who = case.responsible.name if case.responsible else case.team.name
    return f"{who}, telefon {case.team.phone}" if case.team.phone else str(who)


def _hours(case: Case, on: date) -> list[OwnHours]:
    """The accounts of hours of the help in force."""
    return [OwnHours(in_words(lengths.account(found, on)), grant) for grant, found in hours.of_case(case, on)]


def in_words(found: lengths.HourAccount, ended: str = "") -> str:
    """`Du har 22½ time. 7 timer udløber 30. april.` Shapes: `ended` is when help ended, empty while it is given."""
    if ended:
        return f"Din hjælp sluttede {ended}. Der er ikke flere timer at bruge."
    if not found.left:
        return "Vi har ikke gjort dine timer op endnu. Ring til os, hvis du vil vide, hvor mange du har."
    return " ".join([f"Du har {found.left}.", *found.soon])


def _helpers(case: Case, on: date) -> list[Helper]:
    """Those who have said that they will help, in three questions."""
    orders = list(Order.objects.filter(case=case).answered().select_related("unit").order_by("pk"))
    team: dict[int, TeamMember] = {}
    for one in TeamMember.objects.filter(order__in=orders, role=TeamMember.Role.COORDINATING_PROVIDER).order_by("pk"):
        team[one.order_id] = one
    visits: dict[int, Visit] = {}
    for visit in Visit.objects.filter(order__in=orders, day__gte=on, error_on=None).planned().order_by("-day", "-at"):
        visits[visit.order_id] = visit
    return [_helper(one, team.get(one.pk), visits.get(one.pk), on) for one in orders]


def _helper(order: Order, contact: TeamMember | None, visit: Visit | None, on: date) -> Helper:
    section = open_library().sections[order.section]
    since = f"hjælper dig siden {days.plain(order.started_on, on)}." if order.started_on else "har sagt ja til at hjælpe dig."
    phone = f", telefon {contact.phone}" if contact and contact.phone else ""
    at = f" kl. {visit.at:%-H.%M}" if visit and visit.at else ""
    return Helper(
        section.plain_title,
        f"{order.unit.name} {since}",
        f"Ring til {contact.name}{phone}, hvis der er noget." if contact else "",
        f"I mødes næste gang {days.in_text(visit.day, on)}{at}." if visit else "",
    )


def _plan(plan: Plan, on: date) -> OwnPlan:
    goals = Goal.objects.filter(plan=plan).active().order_by("pk")
    # The same field of a plan for crises holds the signs of one, which are for those who use the plan.
    purpose = "" if plan.kind == Plan.Kind.CRISIS else plan.purpose
    return OwnPlan(f"Din {str(plan.get_kind_display()).lower()}", purpose, [(one.text, _evaluated(one, on)) for one in goals])


def _evaluated(goal: Goal, on: date) -> str:
    """When it is looked at how the goal goes."""
    if goal.evaluate_on is None:
        return ""
    if goal.evaluate_on < on:
        return f"Vi skulle have set på, hvordan det går, senest {days.in_text(goal.evaluate_on, on)}. Ring til os, hvis vi ikke har aftalt en dag."
    return f"Vi ser på, hvordan det går, senest {days.in_text(goal.evaluate_on, on)}."


def _asked(one: Application, decision: Decision | None, follow_ups: Mapping[UUID, date | None], on: date) -> Asked:
    section = open_library().sections.get(one.section)
    what = f"{section.plain_title} ({section.sign})" if section else "Hjælp"
    began = "Vi begyndte at se på det" if one.own_initiative else "Du søgte"
    when = f"{began} {days.plain(one.received_on, on)}"
    if one.state == ApplicationState.DECIDED and decision and decision.communicated_on:
        return Asked(what, when, _outcome(decision, on), _now(decision, on), _next(decision, follow_ups, on), (), None)
    runs = one.deadline if one.state == ApplicationState.RECEIVED and one.deadline and one.deadline >= on else None
    begins = treatment_start(one, on) if one.state == ApplicationState.RECEIVED else None
    return Asked(what, when, _answer(one, on), "", begins.sentence if begins else "", traces.steps(steps_of(one, as_told=True)) if runs else (), runs)


def _answer(one: Application, on: date) -> str:
    """What is known of an application that nothing decided has been told about."""
    if one.state == ApplicationState.DECIDED:
        return "Vi har truffet en afgørelse. Du får den i et brev."
    if one.state == ApplicationState.WITHDRAWN:
        return "Ansøgningen er trukket tilbage."
    if one.state == ApplicationState.FORWARDED:
        return "Ansøgningen er sendt til den myndighed, den hører til."
    if one.state == ApplicationState.DIED:
        return "Ansøgningen er afsluttet, fordi borgeren er død."
    if one.own_initiative:
        return "Vi overvejer at ændre din hjælp. Du bliver hørt, før vi beslutter noget."
    if one.deadline is None and not one.section:
        return "Vi ser på, hvilken hjælp det drejer sig om. Vi skriver, hvornår du får svar."
    if one.deadline is None:
        return "Vi behandler din ansøgning. Vi skriver, hvornår du får svar."
    if one.deadline < on:
        return "Du skulle have haft svar. Ring til os, så siger vi, hvornår svaret kommer."
    return ""


_SAID = {
    Outcome.GRANTED: "Du fik ja",
    Outcome.PARTLY: "Du fik ja til noget af det",
    Outcome.REFUSED: "Du fik nej",
    Outcome.CHANGED: "Din hjælp blev ændret",
    Outcome.REDUCED: "Din hjælp blev sat ned",
    Outcome.ENDED: "Din hjælp blev stoppet",
}


def _outcome(decision: Decision, on: date) -> str:
    """What was decided, and when."""
    return f"{_SAID[Outcome(decision.outcome)]} {days.in_text(decision.decided_on, on)}."


def _now(decision: Decision, on: date) -> str:
    """What help there is by it: how much, since when, until when."""
    grant: Grant | None = getattr(decision, "grant", None)
    if grant is None:
        first = decision.effect_on if decision.outcome == Outcome.ENDED else None
        return f"Den sidste dag med hjælp {'var' if first <= on else 'er'} {days.in_text(first - DAY, on)}." if first else ""
    last = grant.last_day
    if last and last < grant.begins_on:
        return "Hjælpen kom ikke i gang."
    words = amount_words(grant.amount, grant.unit)
    much = words or (f"hjælp på niveauet »{grant.level_label[:1].lower()}{grant.level_label[1:]}«" if grant.level_label else "hjælp")
    extent = "" if words else grant.extent
    since = f"fra {days.in_text(grant.begins_on, on)}"
    if last and last < on:
        told = f"Du fik {much}, {since} til og med {days.in_text(last, on)}."
        return f"{told} {led(extent, 'Hjælpen blev givet sådan:')}".rstrip()
    until = f" til og med {days.in_text(last, on)}" if last else ". Der er ikke sat en slutdato"
    return f"Du får {much}, {since}{until}. {led(extent, 'Hjælpen gives sådan:')}".rstrip()


def _next(decision: Decision, follow_ups: Mapping[UUID, date | None], on: date) -> str:
    """What comes next: the follow-up, and how long one may complain."""
    found = []
    grant: Grant | None = getattr(decision, "grant", None)
    follow_up = follow_ups.get(grant.public_id) if grant else None
    if follow_up:
        late = f"Vi skulle have fulgt op senest {days.in_text(follow_up, on)}. Ring til os, hvis vi ikke har aftalt en dag."
        found.append(late if follow_up < on else f"Vi følger op senest {days.in_text(follow_up, on)}.")
    told = decision.received_on or decision.told_on
    if decision.complaint_right and told and (last := complaint_last_day(told, on).value) >= on:
        found.append(f"Du kan klage til og med {days.in_text(last, on)}.")
    return " ".join(found)


def letter(found: Letter, copy: Dispatch | None) -> paper.Letter:
    """A letter's text. Who acts for the citizen reads it as it was sent to them: the citizen's address stands only in the citizen's own."""
    content = text.Letter.from_json(found.content)
    if copy and copy.representation:
        content = replace(content, recipient=text.Recipient(name=copy.representation.name))
    return paper.of(content)


def line(one: LookUp) -> Line:
    """A row of the log as the citizen reads it."""
    relation = access.tie_label(one.relation)
    role = str(Role(one.role).label) if one.role in Role.values else ""
    own = relation in (access.Tie.SELF.label, access.Tie.REPRESENTATIVE.label)
    return Line(one.at, access.action_label(one.action), relation if own else ", ".join(part for part in (relation or role, one.unit_name) if part))
