"""Orders as the authority sees them: what is asked of whom, how it stands, what was delivered, and what the provider says."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse

from mestring.cases.models import Case, Due
from mestring.cases.proposals import Proposed
from mestring.decisions.gathering import amount_words
from mestring.decisions.models import Grant
from mestring.decisions.models.choice import Plan as Offered
from mestring.decisions.models.choice import Unit as Measure
from mestring.decisions.proposals import GrantCap
from mestring.delivery import measuring, proposals
from mestring.delivery.actions.services import offers, standing_services
from mestring.delivery.actions.services import services as offered_services
from mestring.delivery.models import ChangeReport, Goal, Order, OrderRevision, StatusDue, StatusNote, TeamMember
from mestring.delivery.states import OrderState
from mestring.people import access
from mestring.people.models import Offer, Unit
from mestring.rules.rulebook import open_library
from mestring.rules.world import World
from mestring.web.caseworker.pages import case as case_page
from mestring.web.components import days, deciding, extents, fields, lists, traces
from mestring.web.components.case import Event, Pair, Person, Stage
from mestring.web.components.forms import Form

LONG, SHORT = 8000, 2000
ANSWER_WITHIN = 3
"""Working days a provider is given to answer. The house's own proposal."""
TIMED = tuple((one.value, str(one.label)) for one in Measure if not one.value.startswith("kroner"))


class _What(Form):
    """What is asked for."""

    purpose = fields.LongText(
        "Formål", hint="Hvad skal hjælpen føre til? Leverandøren læser det", limit=SHORT, rows=3, missing="Skriv, hvad hjælpen skal føre til."
    )
    amount = deciding.Amount("Hvor meget", required=False)
    measure = fields.Choice("Enhed", TIMED, required=False, blank="Vælg")
    extent = fields.Text("Omfang med ord", required=False, hint="Det, tallet ikke siger, for eksempel: mest om morgenen")
    needs = fields.LongText(
        "Hvad skal leverandøren vide?",
        required=False,
        limit=LONG,
        rows=4,
        hint="Kun det, der er nødvendigt for at give hjælpen. Ikke diagnoser eller baggrund, hvis hjælpen kan gives uden",
    )
    goals = fields.Choices("Mål, der skal arbejdes med", required=False)
    shares_phone = fields.Check("Giv leverandøren borgerens telefonnummer")
    shares_address = fields.Check("Giv leverandøren borgerens adresse")

    def offer(self, goals: Sequence[Goal]) -> None:
        """The goals of the case's plans; nothing is asked where there are none."""
        if goals:
            self.fields["goals"].choices = [(str(goal.public_id), goal.text) for goal in goals]  # type: ignore[attr-defined]
        else:
            del self.fields["goals"]


class Place(_What):
    """An order to a provider."""

    unit = fields.Choice("Leverandør", missing="Vælg, hvem der bliver spurgt.")
    chosen_by_citizen = fields.Check("Borgeren har selv valgt leverandøren (frit valg)")
    begins_on = fields.Date("Skal begynde")
    last_day = fields.Date("Forventet sidste dag", required=False)
    other_need = fields.Check("Et andet behov end sidst")
    answer_by = fields.Date("Svar senest")
    field_order = (
        "unit",
        "chosen_by_citizen",
        "purpose",
        "goals",
        "amount",
        "measure",
        "extent",
        "needs",
        "shares_phone",
        "shares_address",
        "begins_on",
        "last_day",
        "other_need",
        "answer_by",
    )

    def of_grant(self) -> None:
        """Help that was granted ends with its grant, and is not asked about."""
        del self.fields["last_day"], self.fields["other_need"]

    def of_course(self, *, had_before: bool) -> None:
        """What was given before is asked about only where it was, and may be given once."""
        if not had_before:
            del self.fields["other_need"]


class Change(_What):
    """What is asked for now."""

    last_day = fields.Date("Sidste dag", required=False)
    because = fields.Text("Hvorfor ændres den?", missing="Skriv det kort. Leverandøren læser det.")


class Withdraw(Form):
    """Taken back before help began."""

    because = fields.Text("Hvorfor trækkes den tilbage?", missing="Skriv det kort.")


class SeenTo(Form):
    """Nothing more is to be done."""


class End(Form):
    """The last day of an order."""

    last_day = fields.Date("Sidste dag", example=fields.PAST)
    because = fields.Text("Hvorfor?", missing="Skriv det kort.")


class Services(Form):
    """What the help consists of, in KL's words."""

    offer = fields.Choice("Hvor gives hjælpen?", lambda: list(offers().items()), required=False, blank="Ikke valgt")
    services = fields.Choices("Hvad består hjælpen af?", missing="Vælg mindst én ydelse.")


class AnswerChange(Form):
    """What the authority does about a change."""

    answer = fields.LongText("Hvad gør I?", limit=SHORT, rows=3, missing="Skriv det kort. Leverandøren læser det.")


class Section(Form):
    """Which open offer."""

    section = fields.Choice("Tilbud", missing="Vælg, hvad der skal bestilles.")


@dataclass(frozen=True, slots=True)
class PlacePage:
    """Shapes: `granted` is what may be ordered; `start` by when help must begin, with its trace; `lasts` what law and standard say of how long a course may last."""

    person: Person
    title: str
    granted: list[Pair]
    start: Any
    start_steps: list[Any]
    choice: list[Proposed]
    lasts: list[Proposed]
    seen_by_provider: str


SEEN = "Før de svarer, ser leverandøren kun alder, formål, mål og omfang. Når de har sagt ja, ser de også navnet, hvad de skal vide, og det, du har delt. De ser aldrig sagen, og de ser kun bestillingen, så længe den løber."


def providers(section: str, on: date) -> list[tuple[str, str]]:
    """The providers that can be asked: those with an offer under the section first."""
    sign = open_library().sections[section].sign
    offered = set(Offer.objects.for_section(section, on).values_list("unit", flat=True))
    units = sorted(Unit.objects.filter(kind=Unit.Kind.PROVIDER), key=lambda unit: (unit.pk not in offered, not unit.own, unit.name))
    return [(str(unit.public_id), f"{unit.name}{'' if unit.own else ' (ekstern)'}{'' if unit.pk in offered else f' – står ikke med {sign}'}") for unit in units]


def active_goals(case: Case) -> list[Goal]:
    """The goals that can be ordered towards."""
    return list(Goal.objects.filter(plan__case=case, plan__state="accepted").active().order_by("pk"))


def initial(case: Case, grant: Grant | None, on: date, world: World, length: GrantCap | None = None) -> dict[str, Any]:
    """What the decision says, or the last order of the same help."""
    begins = max(grant.begins_on, on) if grant else on
    answer = world.calendar.add_working_days(on, ANSWER_WITHIN)
    found: dict[str, Any] = {"begins_on": begins, "answer_by": answer, "goals": [str(goal.public_id) for goal in active_goals(case)]}
    if grant and grant.decision.plan == Offered.DECLINED:
        found["goals"] = []  # the citizen has said no to a plan for this help
    if grant is None:
        return found | {"last_day": length.proposed_last_day if length else None}
    amount, measure = (grant.amount, grant.unit) if grant.unit and not grant.unit.startswith("kroner") else (None, "")
    if amount is None and not grant.unit:
        # A level alone is ordered as what it comes to at the least.
        amount, measure = proposals.as_amount(proposals.granted_extent(grant.standard, grant.section, None, "", grant.level, grant.begins_on))
    found |= {"amount": amount, "measure": measure, "extent": grant.extent[:200], "purpose": grant.decision.purpose}
    last = Order.objects.filter(case=case, section=grant.section).order_by("-pk").first()
    if last:
        found |= {"purpose": grant.decision.purpose or last.purpose, "needs": last.needs, "unit": str(last.unit.public_id)}
        found |= {"shares_phone": last.shares_phone, "shares_address": last.shares_address, "extent": grant.extent[:200] or last.extent}
    return found


def granted(grant: Grant, on: date) -> list[Pair]:
    """The help as it was decided."""
    extent = amount_words(grant.amount, grant.unit) or grant.extent
    period = f"fra {days.in_text(grant.begins_on, on)}" + (f" til {days.in_text(grant.last_day, on)}" if grant.last_day else "")
    found = [Pair("Bevilget", open_library().sections[grant.section].sign), Pair("Niveau", grant.level_label), Pair("Omfang", extent), Pair("Periode", period)]
    return [one for one in found if one.value]


# ------------------------------------------------------------------------------------------------ one order


@dataclass(frozen=True, slots=True)
class OrderPage:
    """Shapes: `may_*` say what can be done now; `left` that it stands on the work list although it is not given."""

    person: Person
    title: str
    state: lists.Tag
    due: lists.Due | None
    due_label: str
    steps: list[Any]
    facts: list[Pair]
    asked: list[Pair]
    goals: list[Goal]
    team: list[TeamMember]
    extents: extents.Extents | None
    status_due: StatusDue | None
    notes: list[StatusNote]
    reports: list[ChangeReport]
    earlier: list[tuple[OrderRevision, list[Pair]]]
    services: list[str]
    may_change: bool
    may_withdraw: bool
    may_end: bool
    again: str
    left: bool
    follow_up: str


TONES = {OrderState.PLACED: "soon", OrderState.QUEUED: "soon", OrderState.RUNNING: "ok", OrderState.DECLINED: "late"}


def build(order: Order, case: Case, on: date) -> OrderPage:
    """Everything the authority sees of an order."""
    writes = access.gives(case.ties, "order.place")
    figures = (measuring.of_grant(order.grant, on) if order.grant else measuring.of_order(order, on)) if order.started_on else None
    day, label = _by(order)
    over = writes and not order.is_open
    left = over and Due.objects.waiting().filter(kind=Due.Kind.ORDER, thing=order.public_id).exists()
    again = reverse("caseworker:place_order", args=[case.public_id, order.grant.public_id]) if order.grant and over else ""
    if left and order.grant is None:
        again = reverse("caseworker:place_open_order", args=[case.public_id, order.section])
    return OrderPage(
        person=case_page.person(case, on, back=f"Sag {case.number}", back_address=reverse("caseworker:case", args=[case.public_id])),
        title=f"Bestilling {order.number}: {open_library().sections[order.section].sign} hos {order.unit.name}",
        state=lists.Tag(str(order.get_state_display()), TONES.get(OrderState(order.state), "")),
        due=lists.due(day, on) if day else None,
        due_label=label,
        steps=list(traces.steps(order.start_why)) if order.start_by and not order.started_on else [],
        facts=_facts(order, on),
        asked=asked(order, on),
        goals=list(Goal.objects.of_order(order)),
        team=list(order.team.order_by("pk")),
        extents=extents.of(figures, on) if figures else None,
        status_due=StatusDue.objects.filter(order=order).first(),
        notes=list(StatusNote.objects.filter(order=order).sent().order_by("-sent_on", "-pk")),
        reports=list(ChangeReport.objects.filter(order=order).select_related("reported_by", "answered_by").order_by("-reported_on", "-pk")),
        earlier=[(one, _before(one, on)) for one in order.revisions.select_related("written_by").order_by("-version")],
        services=[offered_services().get(one.code, one.code) for one in standing_services(order)],
        may_change=writes and order.is_open,
        may_withdraw=writes and order.state in (OrderState.PLACED, OrderState.QUEUED, OrderState.ACCEPTED),
        may_end=writes and order.state == OrderState.RUNNING,
        again=again,
        left=left,
        follow_up=_follow_up(order, case),
    )


def _follow_up(order: Order, case: Case) -> str:
    """Where the help is followed up, while it is given and the reader may."""
    if order.state != OrderState.RUNNING or not access.gives(case.ties, "follow_up.hold"):
        return ""
    if order.grant is None:
        return reverse("caseworker:course", args=[case.public_id, order.public_id])
    return reverse("caseworker:follow_up", args=[case.public_id, order.grant.public_id])


def _by(order: Order) -> tuple[date | None, str]:
    match order.state:
        case OrderState.PLACED:
            return order.answer_by, "Svar senest"
        case OrderState.QUEUED:
            return order.expected_start, "Forventet start"
        case OrderState.ACCEPTED:
            if order.start_is_contact:
                return order.start_by, "Borgeren skal have hørt fra os"
            return order.start_by or order.expected_start or order.begins_on, "Hjælpen skal begynde"
        case OrderState.RUNNING:
            return order.last_day, "Sidste dag"
    return None, ""


def _facts(order: Order, on: date) -> list[Pair]:
    found = [
        Pair("Leverandør", order.unit.name, note="frit valg" if order.chosen_by_citizen else ""),
        Pair("Bestilt", f"{days.in_text(order.placed_on, on)} af {order.placed_by.name}"),
    ]
    if order.answered_on:
        found.append(
            Pair("Svar", f"{days.in_text(order.answered_on, on)}{f' af {order.answered_by.name}' if order.answered_by else ''}", note=order.declined_because)
        )
    if order.started_on:
        found.append(Pair("Begyndt", days.in_text(order.started_on, on)))
    if order.ended_on:
        found.append(
            Pair(
                "Afsluttet" if order.last_day else "Trukket tilbage",
                days.in_text(order.last_day or order.ended_on, on),
                note=f"{order.get_ended_by_display()}: {order.ended_because}",
            )
        )
    return found


def asked(order: Order, on: date) -> list[Pair]:
    """What is asked for, with everything the provider sees."""
    shared = [word for word, shares in (("telefonnummer", order.shares_phone), ("adresse", order.shares_address)) if shares]
    found = [
        Pair("Formål", order.purpose),
        Pair("Omfang", amount_words(order.amount, order.measure) or order.extent, note=order.extent if order.amount else ""),
        Pair("Skal vide", order.needs),
        Pair("Skal begynde", days.in_text(order.begins_on, on)),
        Pair("Delt med leverandøren", " og ".join(["navn", *shared]) if len(shared) < 2 else "navn, telefonnummer og adresse"),
    ]
    return [one for one in found if one.value]


def _before(one: OrderRevision, on: date) -> list[Pair]:
    values: Mapping[str, Any] = one.values
    found = [
        Pair("Formål", values.get("purpose") or ""),
        Pair("Omfang", amount_words(values.get("amount"), values.get("measure") or "") or values.get("extent") or ""),
        Pair("Skal vide", values.get("needs") or ""),
    ]
    return [each for each in found if each.value]


# ------------------------------------------------------------------------------------------------ in the case


@dataclass(frozen=True, slots=True)
class Line:
    """Help in the case, and who gives it."""

    sign: str
    what: str
    state: lists.Tag | None
    address: str
    order_address: str


@dataclass(frozen=True, slots=True)
class InCase:
    """What orders show on the case's page. Shapes: `stage` is their step of the way, none before there is help to order."""

    lines: list[Line]
    stage: Stage | None
    events: list[Event]


def in_case(case: Case, on: date) -> InCase:
    """The orders of a case, the help nobody is asked to give, and what providers wrote, in three questions."""
    orders = list(Order.objects.filter(case=case).select_related("unit").order_by("-pk")[:30])
    taken = {one.grant_id for one in orders if one.is_open}
    grants = [one for one in Grant.objects.filter(case=case).running().not_over(on).order_by("pk") if one.pk not in taken and one.section in proposals.ORDERED]
    writes = access.gives(case.ties, "order.place")
    lines = [*(_unordered(case, one, writes) for one in grants), *(_line(case, one) for one in orders)]
    notes = StatusNote.objects.filter(order__in=orders).sent().select_related("order__unit").order_by("pk") if orders else []
    return InCase(lines, _stage(orders, grants, on), [event for one in orders for event in _events(case, one)] + [_note_event(case, one) for one in notes])


def _unordered(case: Case, one: Grant, writes: bool) -> Line:
    where = reverse("caseworker:place_order", args=[case.public_id, one.public_id]) if writes else ""
    return Line(open_library().sections[one.section].sign, amount_words(one.amount, one.unit) or one.level_label, None, "", where)


def _line(case: Case, one: Order) -> Line:
    tag = lists.Tag(str(one.get_state_display()), TONES.get(OrderState(one.state), ""))
    return Line(open_library().sections[one.section].sign, one.unit.name, tag, address(case, one), "")


def _stage(orders: Sequence[Order], grants: Sequence[Grant], on: date) -> Stage | None:
    """Ordered and begun, or what is waited for."""
    begun = min((one.started_on for one in orders if one.started_on), default=None)
    if any(one.state in (OrderState.PLACED, OrderState.QUEUED, OrderState.ACCEPTED) for one in orders) or grants:
        return Stage("Bestilling", "now")
    return Stage("Bestilling", "done", days.short(begun, on)) if begun else None


def _events(case: Case, one: Order) -> list[Event]:
    sign, where = open_library().sections[one.section].sign, address(case, one)
    found = [Event(one.placed_on, f"{sign} bestilt hos {one.unit.name}", "act", link="Se" if where else "", link_address=where)]
    if one.started_on:
        found.append(Event(one.started_on, f"Hjælpen begyndte: {sign}, {one.unit.name}", "act"))
    if one.ended_on:
        found.append(
            Event(one.last_day or one.ended_on, f"Bestillingen er {one.get_state_display().lower()}: {sign}, {one.unit.name}", "act", one.ended_because)
        )
    if one.declined_because and one.answered_on:
        found.append(Event(one.answered_on, f"{one.unit.name} sagde nej til {sign}", "act", one.declined_because))
    return found


def _note_event(case: Case, one: StatusNote) -> Event:
    where = reverse("caseworker:status_note", args=[case.public_id, one.public_id]) if access.gives(case.ties, "status.see") else ""
    said = str(one.get_recommends_display())
    return Event(one.sent_on or one.started_on, f"Statusnotat fra {one.order.unit.name}", "note", said, link="Læs" if where else "", link_address=where)


def address(case: Case, order: Order) -> str:
    """The page of an order; nothing for whoever sees the case and not its orders."""
    return reverse("caseworker:order", args=[case.public_id, order.public_id]) if access.gives(case.ties, "order.see") else ""
