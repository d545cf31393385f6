"""A follow-up: what is owed and why, what is known since last, what it came to, and what is owed then."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.urls import reverse

from mestring.cases.models import Case, Due, Note
from mestring.cases.proposals import Asked, Proposed
from mestring.cases.proposals.proposed import all_asked
from mestring.decisions import gathering
from mestring.decisions.models import Grant
from mestring.delivery import measuring
from mestring.delivery.models import Goal, Order, OrderGoal, Rating, StatusDue, StatusNote
from mestring.delivery.states import OrderState
from mestring.followups import proposals
from mestring.followups.models import FollowUp, GrantFact, Kind
from mestring.followups.models.follow_up import Basis, Outcome
from mestring.followups.models.follow_up import Form as How
from mestring.followups.watching import Followed, Owing, Watch
from mestring.rules import danish
from mestring.rules.finding import Step
from mestring.rules.kinds import Done
from mestring.web.caseworker.pages import addresses
from mestring.web.caseworker.pages import case as case_page
from mestring.web.caseworker.pages.work import FOLLOWED
from mestring.web.components import days, deciding, fields, lists, traces
from mestring.web.components.case import Pair, Person
from mestring.web.components.curves import Curve, Reading, curve
from mestring.web.components.extents import Extents
from mestring.web.components.extents import of as extents_of
from mestring.web.components.forms import Field, Form

NAMES = {Kind.FOLLOW_UP: "Opfølgningen", Kind.PEER_REVIEW: "Sparringen", Kind.RATE: "Takstvurderingen"}
DEPARTING = ("departs", "agreed_with", "because")
"""What is asked only when it goes another way than the standard says."""
RARE = (How.CONFERENCE, How.STATUS_MEETING)
EARLY = timedelta(days=60)
"""So long before its day a planned one is rarely held: what is, is taken to be an extra one until it is said otherwise."""
NOTES = 6
"""How many notes since last are shown."""
SHORT, LONG = 2000, 8000


class _Hold(Form):
    """What every kind asks."""

    extra = fields.Check("Det er en ekstra. Den planlagte skal stadig holdes")
    sure = fields.Check("Det er en anden end den, der er skrevet", required=False)

    @property
    def shown(self) -> list[Field]:
        """The questions; whether it is another than a colleague's is asked only when there is one."""
        return [one for one in super().shown if one.name != "sure" or one.error or one.typed]

    @property
    def said(self) -> dict[str, Any]:
        """The answers as the act takes them."""
        return dict(self.values)


class HoldFollowUp(_Hold):
    """A follow-up that was held."""

    held_on = fields.Date("Holdt den", example=fields.PAST)
    form = fields.Choice("Hvordan", How.choices, shape="radios", missing="Vælg, hvordan den blev holdt.")
    present = fields.Text("Hvem var med?", required=False, hint="For eksempel borgeren, søsteren og Sofie fra støtten")
    basis = fields.Choice("Grundlag", Basis.choices, required=False, blank="Ikke valgt")
    citizen_says = fields.LongText("Hvad siger borgeren selv?", required=False, limit=LONG, rows=3)
    provider_says = fields.LongText("Hvad siger de, der giver hjælpen?", required=False, limit=LONG, rows=3)
    agreed = fields.LongText("Hvad kom I frem til?", missing="Skriv det. Det er, hvad den næste begynder med.", limit=LONG, rows=4)
    outcome = fields.Choice("Resultat", Outcome.choices, shape="radios", missing="Vælg, hvad der skal ske.", judged=True)
    extent = fields.Choice("Er der brug for samme omfang?", FollowUp.Extent.choices, shape="tiles", missing="Vælg.", judged=True)
    next_on = fields.Date("Næste gang senest", required=False)
    departs = fields.Text("Hvorfor på en anden måde, end standarden siger?", required=False)
    agreed_with = fields.Text("Hvem er den senere dag aftalt med?", required=False, hint="For eksempel den faglige konsulents navn")
    because = fields.LongText("Hvorfor senere?", required=False, limit=SHORT, rows=2)

    def offer(self, owing: Owing) -> None:
        """Meetings that only some standards have are offered where this one has them."""
        own = [(value, label) for value, label in How.choices if value not in RARE or value in owing.owed.form]
        self.fields["form"].choices = own  # type: ignore[attr-defined]


class HoldReview(_Hold):
    """A sparring, or a rate assessment: among professionals, without the citizen."""

    held_on = fields.Date("Holdt den", example=fields.PAST)
    present = fields.Text("Hvem var med?", required=False)
    agreed = fields.LongText("Hvad kom I frem til?", missing="Skriv det. Det er, hvad den næste begynder med.", limit=LONG, rows=5)
    extent = fields.Choice("Er der brug for samme omfang?", FollowUp.Extent.choices, shape="tiles", missing="Vælg.", judged=True)
    next_on = fields.Date("Næste gang senest", required=False)
    agreed_with = fields.Text("Hvem er den senere dag aftalt med?", required=False, hint="For eksempel den faglige konsulents navn")
    because = fields.LongText("Hvorfor senere?", required=False, limit=SHORT, rows=2)

    @property
    def said(self) -> dict[str, Any]:
        return {**self.values, "form": How.ADMINISTRATIVE, "outcome": Outcome.CONTINUE}


class Agree(Form):
    """Another day for the next."""

    next_on = fields.Date("Næste gang senest")
    agreed_with = fields.Text("Aftalt med", required=False, hint="Nødvendigt, hvis dagen er senere end standardens: en faglig konsulent")
    because = fields.LongText("Hvorfor", required=False, limit=SHORT, rows=3, hint="Nødvendigt, hvis dagen er senere")

    @property
    def said(self) -> dict[str, Any]:
        """The answers as the act takes them."""
        return {"day": self.values["next_on"], "agreed_with": self.values["agreed_with"], "because": self.values["because"]}


class Know(Form):
    """What the standard's rhythm hangs on. The questions are the rules' own, and are added one by one."""

    source = fields.Text("Hvor ved I det fra?", hint="For eksempel samtale 18-11-2026", missing="Skriv, hvor I har det fra.")
    asks: tuple[str, ...] = ()

    def ask(self, asked: Sequence[Asked]) -> None:
        """Add the questions, before where it is known from."""
        source = self.fields.pop("source")
        for one in asked:
            self.fields[one.id] = deciding.field_of(one)
        self.fields["source"] = source
        self.asks = tuple(one.id for one in asked)

    @property
    def answers(self) -> dict[str, Any]:
        """What was answered; what was left open is left out."""
        return {name: value for name in self.asks if (value := self.values.get(name)) not in (None, "")}


class InError(Form):
    """Why it is wrong."""

    because = fields.Text("Hvad er forkert?", hint="Opfølgningen bliver stående med din begrundelse", missing="Skriv, hvad der er forkert.")


FORMS: dict[Kind, type[_Hold]] = {Kind.FOLLOW_UP: HoldFollowUp, Kind.PEER_REVIEW: HoldReview, Kind.RATE: HoldReview}


@dataclass(frozen=True, slots=True)
class Earlier:
    """One that was held before."""

    row: FollowUp
    title: str
    address: str


@dataclass(frozen=True, slots=True)
class Next:
    """What is owed of another kind, or once this one is held."""

    title: str
    day: date
    note: str
    address: str


@dataclass(frozen=True, slots=True)
class Goals:
    """A goal and how it goes."""

    goal: Goal
    levels: str
    curve: Curve | None


@dataclass(frozen=True, slots=True)
class Delivered:
    """What came of the help since last: goals, hours, and what the provider writes.

    Shapes: `extents` is none before anybody has begun; `note` is the newest status note since the last follow-up, `owed` by when one must be there.
    """

    goals: list[Goals]
    extents: Extents | None
    note: StatusNote | None
    note_address: str
    order_address: str
    owed: date | None


@dataclass(frozen=True)
class FollowUpPage:
    person: Person
    title: str
    about: list[Pair]
    due: lists.Due
    steps: tuple[Step, ...]
    how: list[Pair]
    said: Sequence[Proposed]
    missing: str
    answer_address: str
    notes: list[tuple[str, str, date]]
    more_notes: bool
    earlier: list[Earlier]
    then: list[Next]
    agree_address: str
    main: list[Field]
    departing: list[Field]
    departing_open: bool
    delivered: Delivered
    measured: str


def address(grant: Grant, kind: str) -> str:
    """The page where one kind is held."""
    return reverse(FOLLOWED[Due.Kind(kind)], args=[grant.case.public_id, grant.public_id])


def held_address(case: Case, row: FollowUp) -> str:
    """The page of one that was held."""
    return reverse("caseworker:held_follow_up", args=[case.public_id, row.public_id])


def questions(watch: Watch) -> list[Asked]:
    """What is missing, and what was answered since the help was decided, which may be answered anew."""
    known = GrantFact.objects.filter(grant__in=watch.chain).values_list("fact", flat=True)
    return list(all_asked((*(one.id for one in watch.missing), *known)))


def title(kind: str, section: str) -> str:
    """`Opfølgning på § 85`."""
    return f"{Kind(kind).label} på {addresses.sign(section)}"


def initial(followed: Followed, kind: Kind, on: date) -> dict[str, Any]:
    """What is filled in beforehand: today, and the standard's own way and basis where it names one."""
    owing = followed.owing(kind)
    found: dict[str, Any] = {"held_on": on, "outcome": Outcome.CONTINUE, "extent": FollowUp.Extent.SAME}
    if len(owing.owed.form) == 1 and owing.owed.form[0] in How.values:
        found["form"] = owing.owed.form[0]
    if owing.owed.basis in Basis.values:
        found["basis"] = owing.owed.basis
    if note := _newest_note(followed):
        # What the provider wrote is where the talk begins; it may be written over.
        found |= {"citizen_says": note.citizen_says, "provider_says": "\n".join(part for part in (note.done, note.staff_says) if part)}
    found["extra"] = is_early(owing, on)
    return found


def _newest_note(followed: Followed) -> StatusNote | None:
    """The newest status note since the last follow-up."""
    last = followed.of_kind(Kind.FOLLOW_UP)
    since = last[0].held_on if last else followed.since
    found: StatusNote | None = StatusNote.objects.filter(order__in=followed.orders, sent_on__gte=since).sent().order_by("-sent_on", "-pk").first()
    return found


def next_hint(followed: Followed, kind: Kind, on: date) -> str:
    """What an empty day comes to."""
    then = _if_held(followed, followed.owing(kind), on)
    if then and is_early(followed.owing(kind), on):
        return f"Tomt felt: {days.plain(then, on)}, som er planlagt"
    if then:
        return f"Tomt felt: {days.plain(then, on)}, som standarden siger, hvis den holdes i dag"
    if followed.missing:
        return "Standardens dag kan ikke regnes ud endnu. Skriv den, I har aftalt"
    return "Standarden sætter ingen dag. Skriv den, I har aftalt, hvis hjælpen fortsætter" if kind == Kind.FOLLOW_UP else ""


@dataclass(frozen=True, slots=True)
class About:
    """What is followed up, and where its pages are.

    Shapes: `ends` is what is said of its end under what comes after, empty when it has none; `first` is what is to be done this time and why, none when it is the follow-up itself.
    """

    title: str
    pairs: list[Pair]
    answer_address: str
    agree_address: str
    ends: list[Next]
    others: list[Next]
    measured: str = "Bevilget, bestilt og leveret"
    first: tuple[date | None, list[dict[str, str]]] | None = None


def about_grant(watch: Watch, kind: Kind, on: date) -> About:
    """Help that was granted."""
    grant = watch.grant
    at = [grant.case.public_id, grant.public_id]
    ends = [Next("Hjælpen slutter", grant.ends_on, "Skal den fortsætte, så tag imod en ansøgning.", "")] if grant.ends_on and grant.runs else []
    owed = [(other, watch.owing(other)) for other in watch.kinds if other != kind]
    return About(
        title=title(kind, grant.section),
        pairs=_about(grant, watch, on),
        answer_address=reverse("caseworker:answer_follow_up", args=at),
        agree_address=reverse("caseworker:agree_follow_up", args=at) if kind == Kind.FOLLOW_UP else "",
        ends=ends,
        others=[Next(other.label, owing.day, owing.owed.how, address(grant, other)) for other, owing in owed if owing.day],
    )


def build(followed: Followed, kind: Kind, form: Form, on: date, about: About) -> FollowUpPage:
    """Everything the page shows."""
    owing, case = followed.owing(kind), followed.help.case
    day, why = about.first or (owing.day, owing.steps)
    last = owing.last
    since = last.held_on if last else followed.since
    notes = list(Note.objects.filter(case=case, happened_on__gte=since).not_in_error().order_by("-happened_on", "-pk")[: NOTES + 1])
    then = _if_held(followed, owing, on)
    drawn = {one.name: one for one in form.shown}
    if "extra" in drawn and owing.by_rule is None:
        del drawn["extra"]  # nothing is planned that it could be beside
    departing = [drawn.pop(name) for name in DEPARTING if name in drawn]
    return FollowUpPage(
        person=case_page.person(case, on, back=f"Sag {case.number}", back_address=reverse("caseworker:case", args=[case.public_id])),
        title=about.title,
        about=about.pairs,
        due=lists.due(day, on) if day else lists.no_day(on),
        steps=traces.steps(why),
        measured=about.measured,
        how=_how(owing),
        said=proposals.said(followed.guide, followed.help.section, on),
        answer_address=about.answer_address,
        missing=danish.listing([one.label[:1].lower() + one.label[1:] for one in followed.missing]) if kind == Kind.FOLLOW_UP and about.answer_address else "",
        notes=[(one.subject, reverse("caseworker:note", args=[case.public_id, one.public_id]), one.happened_on) for one in notes[:NOTES]],
        more_notes=len(notes) > NOTES,
        earlier=[
            Earlier(row, f"{row.get_kind_display()} {days.plain(row.held_on, on)}, {row.get_form_display().lower()}", held_address(case, row))
            for row in followed.held
        ],
        then=_then(owing, then, about, on),
        agree_address=about.agree_address,
        main=sorted(drawn.values(), key=lambda one: ("held_on", "extra").index(one.name) if one.name in ("held_on", "extra") else 2),
        departing=departing,
        departing_open=any(one.typed or one.error for one in departing),
        delivered=_delivered(followed, since, on),
    )


def _delivered(followed: Followed, since: date, on: date) -> Delivered:
    """Goals, hours and status notes of the help, in a number of questions that does not grow with it."""
    case = followed.help.case
    orders = list(followed.orders.exclude(state__in=(OrderState.DECLINED, OrderState.WITHDRAWN)).order_by("-pk"))
    goals = list(Goal.objects.filter(pk__in=OrderGoal.objects.filter(order__in=orders).values("goal")).active().order_by("pk"))
    said: dict[int, list[Reading]] = {}
    for one in Rating.objects.filter(goal__in=goals, error_on=None).order_by("rated_on", "pk"):
        said.setdefault(one.goal_id, []).append(Reading(one.rated_on, one.value, one.whose == Rating.Whose.CITIZEN, one.words))
    figures = _figures(followed, on, since if since <= on else None) if orders else None
    note = (
        StatusNote.objects.filter(order__in=orders, sent_on__gte=since).sent().select_related("sent_by", "order__unit").order_by("-sent_on", "-pk").first()
        if orders
        else None
    )
    running = next((one for one in orders if one.state == OrderState.RUNNING), None)
    owed = StatusDue.objects.filter(order=running).values_list("day", flat=True).first() if running else None
    return Delivered(
        goals=[Goals(goal, _levels(goal), curve(goal.text, said.get(goal.pk, []), on)) for goal in goals],
        extents=extents_of(figures, on) if figures else None,
        note=note,
        note_address=reverse("caseworker:status_note", args=[case.public_id, note.public_id]) if note else "",
        order_address=reverse("caseworker:order", args=[case.public_id, running.public_id]) if running else "",
        owed=owed,
    )


def _figures(followed: Followed, on: date, since: date | None) -> measuring.Figures | None:
    found = followed.help
    return measuring.of_order(found, on, since=since) if isinstance(found, Order) else measuring.of_grant(found, on, since=since)


def _levels(goal: Goal) -> str:
    """`Udvikle, fra 3 til 2`."""
    return f"{goal.get_aim_display()}, fra {goal.level} til {goal.expected}" if goal.level is not None else f"{goal.get_aim_display()}, til {goal.expected}"


def _about(grant: Grant, watch: Watch, on: date) -> list[Pair]:
    decision = grant.decision
    much = " · ".join(part for part in (grant.level_label, gathering.amount_words(grant.amount, grant.unit) if grant.amount else "") if part)
    found = [Pair("Hjælpen", much or grant.extent), Pair("Siden", days.plain(watch.since, on))]
    if grant.last_day:
        found.append(Pair("Slutter", days.plain(grant.last_day, on)))
    if decision.purpose:
        found.append(Pair("Formål", decision.purpose))
    if decision.follow_up:
        found.append(Pair("Aftalt i afgørelsen", decision.follow_up))
    return found


def _how(owing: Owing) -> list[Pair]:
    """What the standard says of how it is held."""
    owed = owing.owed
    found = []
    if owed.form:
        found.append(Pair("Hvordan", danish.listing(proposals.words(owed.form), "eller")))
    if owed.basis and owed.basis != "not_stated":
        found.append(Pair("Grundlag", proposals.words([owed.basis])[0]))
    if owed.matters:
        found.append(Pair("Se på", danish.listing(proposals.words(owed.matters))))
    return found


def is_early(owing: Owing, on: date) -> bool:
    """Whether the planned one is so far off that what is held now is taken to be an extra one."""
    return owing.day is not None and owing.day - on > EARLY


def _if_held(followed: Followed, owing: Owing, on: date) -> date | None:
    """The next day, if this one is held today: the planned after an extra one, else the standard's."""
    if is_early(owing, on):
        return owing.day
    covered = max((day for day in (followed.done(owing.kind).covered, owing.by_rule) if day), default=None)
    found = [day for one in followed.rhythms if one.kind == owing.kind and (day := one.owed(Done(covered, on)).day)]
    last = followed.last_day
    return min((day for day in found if last is None or day <= last), default=None)


def _then(owing: Owing, then: date | None, about: About, on: date) -> list[Next]:
    note = "Den planlagte, når det i dag er en ekstra." if is_early(owing, on) else "Hvis den holdes i dag. Du må gerne vælge en tidligere dag."
    found = [Next(f"Næste {owing.kind.label.lower()}", then, note, "")] if then else []
    return sorted([*found, *about.others, *about.ends], key=lambda one: one.day)


# ------------------------------------------------------------------------------------------------ one that was held


@dataclass(frozen=True)
class HeldPage:
    person: Person
    title: str
    row: FollowUp
    pairs: list[Pair]
    written: list[tuple[str, str]]
    may_mark: bool


def held_page(row: FollowUp, case: Case, on: date, *, may_mark: bool) -> HeldPage:
    """One that was held, whole."""
    due = row.promised_on or row.due_on
    pairs = [Pair("Holdt", days.plain(row.held_on, on), note=f"{row.held_by.name}"), Pair("Hvordan", row.get_form_display())]
    if due:
        pairs.append(Pair("Skulle holdes senest", days.plain(due, on), note="Aftalt dag" if row.promised_on else "Standardens dag"))
    if row.basis:
        pairs.append(Pair("Grundlag", row.get_basis_display()))
    if row.present:
        pairs.append(Pair("Med var", row.present))
    if row.extra:
        pairs.append(Pair("Ekstra", "Den planlagte skulle stadig holdes"))
    if row.departs:
        pairs.append(Pair("Hvorfor på en anden måde", row.departs))
    if row.kind == Kind.FOLLOW_UP:
        pairs.append(Pair("Resultat", row.get_outcome_display()))
    if row.grant_id:
        pairs.append(Pair("Omfang", row.get_extent_display()))
    if row.begun:
        pairs.append(Pair("Begyndte", "Se ansøgningen", address=reverse("caseworker:application", args=addresses.at(row.begun))))
    written = [("Borgeren", row.citizen_says), ("De, der giver hjælpen", row.provider_says), ("Hvad I kom frem til", row.agreed)]
    return HeldPage(
        person=case_page.person(case, on, back=f"Sag {case.number}", back_address=reverse("caseworker:case", args=[case.public_id])),
        title=f"{title(row.kind, row.section)}, {days.plain(row.held_on, on)}",
        row=row,
        pairs=pairs,
        written=[one for one in written if one[1]],
        may_mark=may_mark and row.error_on is None,
    )
