"""One whole world, made by acts: everybody who can stand in a relation to a case, one citizen with an open and a closed case, and something else in every room.

Every protected field holds a token that stands nowhere else (a canary), so that whoever reads an answer, a log or a file can tell whose it is.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from mestring.assessments import actions as assessing
from mestring.assessments.models import Statement
from mestring.audit import clock
from mestring.cases.actions import case as on_case
from mestring.cases.actions import dispatch, due, journal, papers, writing
from mestring.cases.actions.application import pause, receive_open_application
from mestring.cases.actions.glass import break_glass
from mestring.cases.actions.helping import let_help
from mestring.cases.actions.inquiry import receive_anonymous_inquiry, receive_inquiry
from mestring.cases.actions.letter import queue_letter
from mestring.cases.models import Application, Case, Due, Letter
from mestring.complaints import actions as complaining
from mestring.complaints.models import Complaint
from mestring.decisions import actions as deciding
from mestring.decisions.actions.following import owe_no_more
from mestring.decisions.models import AgendaItem, Consideration, Decision, Grant, Meeting, Preparation
from mestring.delivery import actions as delivering
from mestring.delivery.models import Goal, Order, TeamMember
from mestring.followups import actions as following
from mestring.followups.models import FollowUp
from mestring.people import access
from mestring.people.access import Actor
from mestring.people.actions import citizen as people
from mestring.people.actions import employee as staff
from mestring.people.actions import provider as register
from mestring.people.actions.sample import draw_sample
from mestring.people.models import Account, Assignment, Citizen, Consent, Disqualification, Employee, Offer, Representation, Unit
from tests import given
from tests.assessments import given_assessment
from tests.cases import given_letters
from tests.decisions import given_decision as known

COPENHAGEN = ZoneInfo("Europe/Copenhagen")
TODAY = given.TODAY
NOON = datetime(2026, 11, 25, 12, tzinfo=COPENHAGEN)
MORNING = datetime(2026, 11, 25, 8, tzinfo=COPENHAGEN)

RELATIONS = (
    "visitor", "responsible", "team", "leader", "committee", "glass", "helper", "stranger", "other_leader", "administrator", "self", "representative", "own_case",
    "relative", "shelter", "provider", "other_provider",
)  # fmt: skip
"""Whoever can ask: how they stand to the citizen's two cases."""
STATES = ("open", "closed")


_WORD = re.compile(r"Zq[a-z]{5}qz")
_NUMBER = re.compile(r"(?<![0-9])[0-9](?:[ \xa0-]?[0-9]){7,9}(?![0-9])")
_CASE_NUMBER = re.compile(r"(?<![0-9])[0-9]{2}-[0-9]{5}(?![0-9])")


@dataclass(frozen=True)
class Token:
    """A word that stands in one field of one thing. Shapes: `owner` is open, closed or foreign (a case), citizen, foreigner or representative (a person), or house."""

    text: str
    owner: str
    field: str


class Canaries:
    """Every token of a world. `new` makes a word of letters; `digits` a number of its own."""

    def __init__(self) -> None:
        self.tokens: dict[str, Token] = {}
        self._letters = ("".join(letters) for letters in itertools.product("bdfghklmnprstv", "aeiouy", "bdfghklmnprstv", "aeiouy", "bdfghklmnprstv"))
        self._numbers = itertools.count(1)

    def new(self, owner: str, name: str) -> str:
        text = f"Zq{next(self._letters)}qz"
        self.tokens[text] = Token(text, owner, name)
        return text

    def digits(self, owner: str, name: str, template: str) -> str:
        text = template.format(next(self._numbers))
        self.tokens[text] = Token(text, owner, name)
        return text

    def take(self, text: str, owner: str, name: str) -> str:
        """A value the house has made itself, as a case number."""
        self.tokens[text] = Token(text, owner, name)
        return text

    def within(self, text: str) -> set[Token]:
        """The tokens that stand in a text. A number also as it is written, with a dash or a space in it."""
        words = {self.tokens[word] for word in set(_WORD.findall(text)) if word in self.tokens}
        digits = {re.sub(r"[ \xa0-]", "", one) for one in _NUMBER.findall(text)} | set(_CASE_NUMBER.findall(text))
        return words | {self.tokens[one] for one in digits if one in self.tokens}

    def of(self, *owners: str) -> set[str]:
        return {token.text for token in self.tokens.values() if token.owner in owners}


@dataclass
class World:
    """What there is. Shapes: `actors` are by relation; `things` by state and the name of the address' parameter."""

    canaries: Canaries
    actors: dict[str, Actor]
    cases: dict[str, Case]
    citizens: dict[str, Citizen]
    things: dict[str, dict[str, Any]]
    own: dict[str, Any] = field(default_factory=dict)

    def kwargs(self, parameters: Iterator[str] | list[str], state: str = "open", route: str = "") -> dict[str, Any]:
        """The parameters of an address, by their names; those of a route that needs another thing than most are kept under `route.parameter`."""
        there = self.things[state]
        return {name: there.get(f"{route}.{name}", there.get(name)) for name in parameters}

    def account(self, relation: str) -> Account | None:
        return None if relation == "visitor" else Account.objects.get(public_id=self.actors[relation].id)


def build() -> World:
    """Make the whole world, at noon on 25 November 2026."""
    with clock.at(MORNING):
        return _build(Canaries())


# ------------------------------------------------------------------------------------------------ people


def _people(new: Canaries) -> tuple[dict[str, Actor], dict[str, Any]]:
    team, other = given.unit(), given.unit("Et andet team")
    given.shelter_leader(given.unit("Kvindehjemmet", Unit.Kind.SHELTER), name="Mia Borg")
    actors = {
        "responsible": given.caseworker(team),
        "team": given.caseworker(team, "Jonas Ek"),
        "leader": given.leader(team),
        "committee": given.committee(),
        "shelter": given.shelter_leader(),
        "glass": given.caseworker(other, "Gitte Glas"),
        "helper": given.caseworker(other, "Hanne Hjælper"),
        "stranger": given.caseworker(other, "Bo Vang"),
        "other_leader": given.leader(other, "Tove Anden"),
        "administrator": given.administrator(),
        "own_case": given.caseworker(team, "Egon Egen"),
        "relative": given.caseworker(team, "Rita Søster"),
        "provider": given.provider(),
        "other_provider": given.provider(given.unit("Et andet sted", Unit.Kind.PROVIDER), "Per Juhl"),
    }
    given.provider(given.unit("Et tredje sted", Unit.Kind.PROVIDER), "Trine Tredje")
    return actors, {"team": team, "other": other}


def _citizen(new: Canaries, owner: str, by: Actor, where: Unit, **more: Any) -> Citizen:
    return people.register_citizen(
        where,
        by=by,
        on=TODAY,
        first_name=new.new(owner, "first_name"),
        last_name=new.new(owner, "last_name"),
        number=new.digits(owner, "cpr", "998877{:04}"),
        born_on=date(1990, 3, 14),
        street=new.new(owner, "street") + " 7",
        postal_code="7100",
        city=new.new(owner, "city"),
        phone=new.digits(owner, "phone", "9990{:04}"),
        communication=new.new(owner, "communication"),
        interpreter=new.new(owner, "interpreter"),
        protected=True,
        sure=True,
        **more,
    )


def _represented(new: Canaries, citizen: Citizen, person: Citizen, owner: str, by: Actor) -> Representation:
    return people.add_representation(
        citizen,
        by=by,
        on=TODAY,
        kind="party_representative",
        name=new.new(owner, "representation.name"),
        since=date(2026, 1, 1),
        receives_letters=True,
        person=person,
        address=new.new(owner, "representation.address") + " 1, 7100 Vejle",
        phone=new.digits(owner, "representation.phone", "9991{:04}"),
        scope=new.new(owner, "representation.scope"),
    )


# ------------------------------------------------------------------------------------------------ a case


REASONS = ("legal_basis", "discretion", "facts")


def _chosen(new: Canaries, owner: str, base: dict[str, Any], *more: str) -> dict[str, Any]:
    """A choice whose every text holds a token."""
    return {**base, **{name: new.new(owner, f"choice.{name}") for name in more}}


def _weighed(application: Application, new: Canaries, owner: str, by: Actor, *, met: bool = True) -> None:
    own = known.considered(application, by, met=met)
    outcome = Consideration.Outcome.MET if met else Consideration.Outcome.NOT_MET
    deciding.conclude(own, outcome=outcome, why=new.new(owner, "consideration.why"), seen=own.version, by=by, on=TODAY)
    known.weighed(application, by)


def _asked(new: Canaries, owner: str, by: Actor, case: Case, section: str, standard: str = given.VEJLE, **more: Any) -> Application:
    words, sender = new.new(owner, "application.words"), new.new(owner, "application.sent_by")
    return known.asked_for(by, section, standard=standard, where=case, words=words, sent_by=sender, sure=True, **more)


def _decided(new: Canaries, owner: str, by: Actor, case: Case, *, refused: bool = False, **more: Any) -> Decision:
    asked = _asked(new, owner, by, case, "85", **more)
    texts = ("extent", "purpose", "follow_up", "payment", "next_steps", *REASONS)
    _weighed(asked, new, owner, by, met=not refused)
    choice = _chosen(new, owner, known.REFUSED if refused else known.GRANTED, *(REASONS if refused else texts))
    found = Preparation.objects.filter(application=asked).first()
    prepared = deciding.prepare(asked, seen=found.version if found else 0, by=by, on=TODAY, **choice)
    known.unassessed(asked, by)
    if refused:
        deciding.pass_gate(asked, "hearing_done", reason=new.new(owner, "gate.reason"), by=by, on=TODAY)
    return deciding.decide(asked, seen=prepared.version, by=by, on=TODAY)


def _assessment(new: Canaries, owner: str, by: Actor, case: Case) -> dict[str, Any]:
    made = assessing.start_assessment(case, by=by, on=TODAY, standard=given.VEJLE)
    topic = assessing.save_topic(made, given_assessment.ECONOMY, seen=0, level=2, text=new.new(owner, "topic.text"), by=by, on=TODAY)
    statement = assessing.add_statement(
        topic,
        who=Statement.Who.values[0],
        text=new.new(owner, "statement.text"),
        said_on=TODAY,
        by=by,
        on=TODAY,
        name=new.new(owner, "statement.name"),
        occasion=new.new(owner, "statement.occasion"),
    )
    from mestring.assessments import catalogue

    code = next(iter(catalogue.target_groups()))
    group = assessing.add_target_group(made, code, primary=True, by=by, on=TODAY)
    diagnosis = assessing.add_diagnosis(
        made, text=new.new(owner, "diagnosis.text"), source=new.new(owner, "diagnosis.source"), code="F200", made_on=TODAY, by=by, on=TODAY
    )
    made.refresh_from_db()
    assessing.save_need(
        made,
        seen=made.version,
        wishes=new.new(owner, "assessment.wishes"),
        summary=new.new(owner, "assessment.summary"),
        aids=new.new(owner, "assessment.aids"),
        need=new.new(owner, "assessment.need"),
        need_level=2,
        by=by,
        on=TODAY,
    )
    return {"assessment_id": made, "topic_id": topic, "statement_id": statement, "group_id": group, "diagnosis_id": diagnosis}


def _papers(new: Canaries, owner: str, by: Actor, case: Case, consent: Consent) -> dict[str, Any]:
    note = journal.write_note(case, by=by, on=TODAY, kind="phone", subject=new.new(owner, "note.subject"), text=new.new(owner, "note.text"), happened_on=TODAY)
    document = papers.add_document(
        case,
        by=by,
        on=TODAY,
        title=new.new(owner, "document.title"),
        happened_on=TODAY,
        content=new.new(owner, "document.content").encode(),
        name=new.new(owner, "document.name") + ".txt",
        channel="letter",
        sender=new.new(owner, "document.sender"),
    )
    wrong = journal.write_note(
        case, by=by, on=TODAY, kind="internal", subject=new.new(owner, "note.subject"), text=new.new(owner, "note.text"), happened_on=TODAY
    )
    journal.mark_note_in_error(wrong, by=by, on=TODAY, because=new.new(owner, "note.error"))
    asked = journal.ask_for_information(
        case,
        by=by,
        on=TODAY,
        whom="other",
        source=new.new(owner, "request.source"),
        asks=new.new(owner, "request.asks"),
        due_on=TODAY + timedelta(days=14),
        consent=consent,
        ground=new.new(owner, "request.ground"),
    )
    return {"note_id": note, "document_id": document, "request_id": asked}


def _complained(new: Canaries, owner: str, by: Actor, decision: Decision, representation: Representation) -> Complaint:
    return complaining.register_complaint(
        decision.application.case,
        decision=decision,
        received_on=TODAY,
        by=by,
        on=TODAY,
        channel="letter",
        words=new.new(owner, "complaint.words"),
        complained_by="other",
        complainant=new.new(owner, "complaint.complainant"),
    )


def _committee_case(new: Canaries, owner: str, by: Actor, case: Case, where: Meeting) -> AgendaItem:
    asked = _asked(new, owner, by, case, "107", given.VIBORG)
    _weighed(asked, new, owner, by)
    found = Preparation.objects.filter(application=asked).first()
    chosen = _chosen(new, owner, known.COMMITTEE_GRANTED, "extent", "purpose", "payment", "follow_up", "next_steps")
    deciding.prepare(asked, seen=found.version if found else 0, by=by, on=TODAY, **chosen)
    known.unassessed(asked, by)
    deciding.draft_hearing(
        asked,
        planned=new.new(owner, "hearing_draft.planned"),
        facts=[{"text": new.new(owner, "hearing_draft.fact"), "from": new.new(owner, "hearing_draft.from")}],
        due_on=None,
        short_because=new.new(owner, "hearing_draft.short_because"),
        seen=0,
        by=by,
        on=TODAY,
    )
    texts = {name: new.new(owner, f"recommendation.{name}") for name in ("text", "wish", "alternative", "tried")}
    deciding.recommend(asked, seen=0, by=by, on=TODAY, **texts)
    return deciding.put_on_agenda(asked, where, by=by, on=TODAY)


def _referred(new: Canaries, owner: str, by: Actor, case: Case) -> dict[str, Any]:
    """A § 110 before a shelter's leader, the foreign case's before another shelter; and a § 85 before the leader of the team."""
    asked = _asked(new, owner, by, case, "110", given.VIBORG)
    _weighed(asked, new, owner, by)
    deciding.prepare(asked, seen=0, by=by, on=TODAY, **_chosen(new, owner, known.SHELTER_GRANTED, "extent", "purpose", "payment", "next_steps"))
    before = given.unit("Kvindehjemmet" if owner == "foreign" else "Forsorgshjemmet", Unit.Kind.SHELTER)
    referral = deciding.send_to_shelter(asked, before, words=new.new(owner, "referral.words"), by=by, on=TODAY)
    led = _asked(new, owner, by, case, "85")
    because = new.new(owner, "preparation.because")
    deciding.prepare(led, seen=0, by=by, on=TODAY, because=because, **_chosen(new, owner, known.GRANTED, "extent", *REASONS))
    returned = deciding.send_to_leader(led, words=new.new(owner, "referral.words"), by=by, on=TODAY)
    deciding.send_back(returned, because=new.new(owner, "referral.answer"), by=_leader_of(case), on=TODAY)
    deciding.send_to_leader(led, words=new.new(owner, "referral.words"), by=by, on=TODAY)
    return {"referral_id": referral, "caseworker:send_back.application_id": led, "caseworker:take_back_referral.application_id": led}


def _leader_of(case: Case) -> Actor:
    return given.actor(case.team.assignments.get(role=Assignment.Role.TEAM_LEADER).employee)


# ------------------------------------------------------------------------------------------------ everything


def _build(new: Canaries) -> World:
    actors, units = _people(new)
    by, other = actors["responsible"], actors["stranger"]
    team: Unit = units["team"]
    citizen = _citizen(new, "citizen", by, team)
    foreigner = _citizen(new, "foreigner", other, units["other"])
    helper_person = _citizen(new, "representative", by, team)
    house = access.house(TODAY)
    citizens = {"citizen": citizen, "foreigner": foreigner, "representative": helper_person}

    for name, person in (("self", citizen), ("representative", helper_person)):
        account = people.open_account(person, by=house, on=TODAY, username=f"{name}.borger")
        Account.objects.filter(pk=account.pk).update(name=f"Borger {name}")
    representation = _represented(new, citizen, helper_person, "citizen", by)
    consent = people.give_consent(
        citizen, by=by, on=TODAY, source=new.new("citizen", "consent.source"), purpose=new.new("citizen", "consent.purpose"), form="written", since=TODAY
    )
    foreign_consent = people.give_consent(
        foreigner,
        by=other,
        on=TODAY,
        source=new.new("foreigner", "consent.source"),
        purpose=new.new("foreigner", "consent.purpose"),
        form="written",
        since=TODAY,
    )
    foreign_representation = _represented(new, foreigner, helper_person, "foreigner", other)
    people.end_representation(foreign_representation, by=other, on=TODAY, until=date(2026, 6, 30))

    cases = {
        "open": given.case(by, citizen),
        "closed": given.case(by, citizen),
        "foreign": given.case(other, foreigner),
    }
    for name, case in cases.items():
        new.take(case.number, name, "case.number")

    committee_unit = given.unit("Visitationsudvalget", Unit.Kind.COMMITTEE)
    meeting = known.meeting(committee_unit, by)
    things: dict[str, dict[str, Any]] = {}
    for name, who in (("open", by), ("closed", by), ("foreign", other)):
        things[name] = _case(new, name, who, cases[name], meeting, foreign_consent if name == "foreign" else consent)
    _inquiries(new, things, units, by, other, citizens)
    _complaints(new, things, by, other, representation)
    _committee(new, things, actors, meeting, committee_unit)
    _letters(new, things, by, other, house, citizens)
    _relations(new, things, cases, actors, citizens, representation)

    shared = {
        "citizen_id": citizen.public_id,
        "representation_id": representation.public_id,
        "consent_id": consent.public_id,
        "employee_id": Employee.objects.get(pk=actors["team"].employee).public_id,
        "assignment_id": Assignment.objects.get(employee=actors["team"].employee).pk,
        "disqualification_id": _kept_away(actors["team"], citizens["foreigner"]).pk,
        "section": "85",
        "provider_id": "oidc",
        "offer_id": _offered(house).public_id,
    }
    foreign = {"citizen_id": foreigner.public_id, "representation_id": foreign_representation.public_id, "consent_id": foreign_consent.public_id}
    for name in cases:
        plain = {key: getattr(value, "public_id", value) for key, value in things[name].items()}
        things[name] = {**shared, **(foreign if name == "foreign" else {}), "case_id": cases[name].public_id, **plain}
    _close(new, cases["closed"], by)
    _samples(actors, units, citizen, cases, things)
    return World(new, {**actors, **_citizen_actors(citizens)}, cases, citizens, things, {"units": units, "meeting": meeting})


def _offered(house: Actor) -> Offer:
    """What a provider offers. Nothing in the register is about a citizen, so that it holds no token."""
    made = register.register_offer(given.unit("Støtten ApS", Unit.Kind.PROVIDER, own=False), by=house, on=TODAY, name="Støtte i hjemmet", sections=["85"])
    register.set_rate(made, per="hour", amount=45_000, valid_from=TODAY, by=house, on=TODAY)
    return made


def _kept_away(who: Actor, citizen: Citizen) -> Disqualification:
    """Somebody of the team who must keep away from a citizen of another."""
    return staff.declare_disqualification(Employee.objects.get(pk=who.employee), by=who, on=TODAY, citizen=citizen, reason="Nabo")


def _case(new: Canaries, owner: str, by: Actor, case: Case, meeting: Meeting, consent: Consent) -> dict[str, Any]:
    """What stands in every one of the cases."""
    granted = _decided(new, owner, by, case)
    refused = _decided(new, owner, by, case, refused=True)
    found: dict[str, Any] = {
        **_papers(new, owner, by, case, consent),
        **_assessment(new, owner, by, case),
        "granted": granted,
        "refused": refused,
        "decision_id": granted,
        "grant_id": Grant.objects.get(decision=granted),
        **{f"caseworker:{route}.application_id": granted.application for route in ABOUT_A_DECISION},
    }
    found["follow_up_id"] = _followed_up(new, owner, by, found["grant_id"])
    found |= _planned(new, owner, by, case)
    found |= _provided(new, owner, by, case, found["grant_id"], found["goal_id"])
    found |= _accompanied(new, owner, by, case, found["goal_id"])
    found["item_id"] = _committee_case(new, owner, by, case, meeting)
    found |= _referred(new, owner, by, case)
    pending = _asked(new, owner, by, case, "85", given.VIBORG)
    held = pause(pending, by=by, on=TODAY, reason=new.new(owner, "hold.reason"), since=TODAY)
    found["application_id"], found["hold"] = pending, held
    own = deciding.consider(pending, "85", by=by, on=TODAY)
    deciding.set_fact(own, "housing", value="own_home", source=new.new(owner, "consideration.source"), seen=own.version, by=by, on=TODAY)
    heard = deciding.send_hearing(
        pending,
        planned=new.new(owner, "hearing.planned"),
        facts=[{"text": new.new(owner, "hearing.fact"), "from": new.new(owner, "hearing.from")}],
        due_on=TODAY + timedelta(days=12),
        short_because=new.new(owner, "hearing.short_because"),
        by=by,
        on=TODAY,
    )
    found["hearing_id"] = heard
    unnamed = receive_open_application(
        case,
        by=by,
        on=TODAY,
        standard=given.VEJLE,
        words=new.new(owner, "application.words"),
        channel="phone",
        received_on=TODAY,
        sent_by=new.new(owner, "application.sent_by"),
    )
    found["caseworker:name_sections.application_id"] = unnamed
    return found


def _planned(new: Canaries, owner: str, by: Actor, case: Case) -> dict[str, Any]:
    """A plan in use with a goal that was changed and one that was reached, one that nobody has answered, and one that is over."""
    plan = delivering.offer_plan(case, kind="action", offered_on=TODAY, by=by, on=TODAY)
    delivering.answer_plan(plan, accepted=True, answered_on=TODAY, by=by, on=TODAY)
    texts = ("wishes", "purpose", "effort", "duration", "other")
    for _ in range(2):
        delivering.write_plan(plan, seen=plan.version, by=by, on=TODAY, **{name: new.new(owner, f"plan.{name}") for name in texts})
    parts = ("text", "measured_by", "accepted", "realistic", "evaluated_how")

    def said() -> dict[str, Any]:
        values = {name: new.new(owner, f"goal.{name}") for name in parts}
        return {**values, "topic": given_assessment.ECONOMY, "secondary": [given_assessment.SHOPPING], "level": 3, "expected": 2, "aim": "develop"}

    goal = delivering.set_goal(plan, by=by, on=TODAY, **said())
    delivering.change_goal(goal, seen=goal.version, by=by, on=TODAY, evaluate_on=TODAY + timedelta(days=90), **said())
    reached = delivering.set_goal(plan, by=by, on=TODAY, **said())
    delivering.end_goal(reached, state="reached", because=new.new(owner, "goal.ended_because"), by=by, on=TODAY)
    over = delivering.offer_plan(case, kind="crisis", offered_on=TODAY, by=by, on=TODAY)
    delivering.answer_plan(over, accepted=True, answered_on=TODAY, by=by, on=TODAY)
    delivering.end_plan(over, because=new.new(owner, "plan.ended_because"), by=by, on=TODAY)
    offered = delivering.offer_plan(case, kind="citizen", offered_on=TODAY, by=by, on=TODAY)
    return {"plan_id": plan, "goal_id": goal, "caseworker:answer_plan.plan_id": offered}


LATELY = TODAY - timedelta(days=14)
"""When the help began by the order that runs."""
YESTERDAY = TODAY - timedelta(days=1)


def _provider_of(owner: str) -> Actor:
    """Who gives the help: of the world's provider, but for the other team's case."""
    return given.actor(Employee.objects.get(name="Trine Tredje" if owner == "foreign" else "Sofie Lund"))


def _ordered(new: Canaries, owner: str, by: Actor, case: Case, goal: Goal, **more: Any) -> Order:
    """An order of which every text holds a token."""
    texts = {name: new.new(owner, f"order.{name}") for name in ("purpose", "needs", "extent")}
    team = [
        {
            "role": TeamMember.Role.COOPERATING_AUTHORITY,
            "name": new.new(owner, "team.name"),
            "title": new.new(owner, "team.title"),
            "phone": new.digits(owner, "team.phone", "9992{:04}"),
        }
    ]
    values = {
        "begins_on": LATELY,
        "answer_by": TODAY,
        "standard": given.RANDERS,
        "section": "82b",
        "other_need": True,
        "goals": [goal],
        "team": team,
        **texts,
        **more,
    }
    made: Order = delivering.place_order(case, unit=Unit.objects.get(pk=_provider_of(owner).provides[0]), by=by, on=TODAY, **values)
    return made


def _provided(new: Canaries, owner: str, by: Actor, case: Case, grant: Grant, goal: Goal) -> dict[str, Any]:
    """Help that is given by an order, with everything the provider writes of it; and one that was refused, one taken back and one that waits for its answer."""
    who = _provider_of(owner)

    def seen(order: Order) -> Order:
        return Order.objects.provided_by(who).get(pk=order.pk)

    of_grant = {"grant": grant, "begins_on": grant.begins_on}
    delivering.decline(seen(_ordered(new, owner, by, case, goal, **of_grant)), because=new.new(owner, "order.declined_because"), by=who, on=TODAY)
    delivering.withdraw_order(_ordered(new, owner, by, case, goal, **of_grant), because=new.new(owner, "order.ended_because"), by=by, on=TODAY)
    placed = _ordered(new, owner, by, case, goal, **of_grant)
    order = _ordered(new, owner, by, case, goal)
    delivering.accept(seen(order), contact=Employee.objects.get(pk=who.employee), starts_on=None, by=who, on=TODAY)
    delivering.start(seen(order), started_on=LATELY, by=who, on=TODAY)
    order = Order.objects.get(pk=order.pk)
    because = new.new(owner, "order_revision.because")
    delivering.change_order(order, seen=order.version, because=because, goals=[goal], by=by, on=TODAY, needs=new.new(owner, "order.needs"))
    found = _given(new, owner, seen(order), goal, who) | _told(new, owner, seen(order), who, by)
    if owner == "closed":
        delivering.withdraw_order(placed, because="Sagen afsluttes.", by=by, on=TODAY)
        delivering.end_order(Order.objects.get(pk=order.pk), last_day=YESTERDAY, because="Sagen afsluttes.", by=by, on=TODAY)
    waits = {f"{route}.order_id": placed for route in ("provider:answer_order", "caseworker:withdraw_order", "caseworker:change_order")}
    return {"order_id": order, **waits, **found}


ABOUT_HOURS = (
    *("caseworker:hour_bank", "caseworker:propose_companion", "caseworker:answer_companion", "caseworker:agree_to_save", "caseworker:other_accompaniment"),
    "citizen:hours",
)


def _accompanied(new: Canaries, owner: str, by: Actor, case: Case, goal: Goal) -> dict[str, Any]:
    """Hours to be accompanied, where the standard asks what is agreed: some used, some in error, a companion who is approved and one who waits."""
    asked = _asked(new, owner, by, case, "97", given.REBILD)
    _weighed(asked, new, owner, by)
    of_hours = {"level": "", "level_label": "", "amount": 1500, "unit": "hours_month"}
    chosen = {**known.GRANTED, **of_hours, "begins_on": LATELY, "departure": "Borgeren har fået det før."}
    choice = _chosen(new, owner, chosen, "extent", "purpose", "follow_up", "payment", "next_steps", *REASONS)
    found = Preparation.objects.filter(application=asked).first()
    prepared = deciding.prepare(asked, seen=found.version if found else 0, by=by, on=TODAY, **choice)
    known.unassessed(asked, by)
    decision = deciding.decide(asked, seen=prepared.version, by=by, on=TODAY)
    grant = Grant.objects.with_case().get(decision=decision)
    delivering.agree_to_save(grant, since=LATELY, by=by, on=TODAY)
    delivering.tell_other_accompaniment(grant, minutes=300, told=new.new(owner, "other_accompaniment.told"), by=by, on=TODAY)

    def companion(*, near: bool) -> Any:
        said = {name: new.new(owner, f"companion.{name}") for name in ("name", "relation")}
        return delivering.propose_companion(grant, close_relative=near, by=by, on=TODAY, **said)

    delivering.approve_companion(companion(near=True), reason=new.new(owner, "companion.reason"), by=by, on=TODAY)
    waits, who = companion(near=False), _provider_of(owner)
    order = _ordered(new, owner, by, case, goal, grant=grant)
    delivering.accept(Order.objects.provided_by(who).get(pk=order.pk), contact=Employee.objects.get(pk=who.employee), starts_on=None, by=who, on=TODAY)
    order = Order.objects.provided_by(who).get(pk=order.pk)

    def used() -> Any:
        return delivering.register_use(order, day=LATELY, minutes=90, what=new.new(owner, "hour_use.what"), by=who, on=TODAY)

    use = used()
    delivering.mark_use_in_error(used(), because=new.new(owner, "hour_use.error_because"), by=who, on=TODAY)
    if owner == "closed":
        delivering.end_order(Order.objects.get(pk=order.pk), last_day=YESTERDAY, because="Sagen afsluttes.", by=by, on=TODAY)
    things = {"choice_id": waits, "use_id": use, "provider:hours.order_id": order, "accompanied": decision}
    return {**things, **{f"{route}.grant_id": grant for route in ABOUT_HOURS}}


def _given(new: Canaries, owner: str, order: Order, goal: Goal, who: Actor) -> dict[str, Any]:
    """Visits, one held, one in error and one planned; a group that has met and meets today; a step and what was said of the goal."""

    def visit(day: date) -> Any:
        said = {"minutes": 45, "form": "home", "goals": [goal], "note": new.new(owner, "visit.note")}
        return delivering.register_unplanned(order, day=day, state="held", by=who, on=TODAY, **said)

    visit(LATELY)
    delivering.mark_visit_in_error(visit(LATELY), because=new.new(owner, "visit.error_because"), by=who, on=TODAY)
    held = visit(YESTERDAY)
    (planned,) = delivering.plan_visits(
        order, day=TODAY if owner != "closed" else YESTERDAY, at=time(9), minutes=45, form="home", goals=[goal], by=who, on=TODAY
    )
    group = delivering.make_group(order.unit, name="Hverdag", section="82b", place="Lokale 2", by=who, on=TODAY)
    met, meets = (delivering.plan_sessions(group, day=day, at=time(13), minutes=120, by=who, on=TODAY)[0] for day in (YESTERDAY, TODAY))
    delivering.join_group(group, order, since=LATELY, by=who, on=TODAY)
    delivering.write_attendance(met, marks={order.public_id: "held"}, by=who, on=TODAY)
    step = delivering.set_sub_goal(order, goal, text=new.new(owner, "sub_goal.text"), ambition="prompted", by=who, on=TODAY)
    delivering.rate(order, goal, rated_on=YESTERDAY, citizen=4, staff=5, words=new.new(owner, "rating.words"), by=who, on=TODAY)
    of_group = {f"provider:{route}.group_id": group for route in ("group", "plan_sessions", "join_group", "leave_group", "close_group")}
    return {"visit_id": planned, "provider:correct_visit.visit_id": held, **of_group, "session_id": meets, "sub_goal_id": step}


def _told(new: Canaries, owner: str, order: Order, who: Actor, by: Actor) -> dict[str, Any]:
    """A status note that was sent and one that is being written, and two changes, of which one is answered."""

    def written() -> Any:
        said = {name: new.new(owner, f"status.{name}") for name in ("done", "citizen_says", "staff_says", "because")}
        return delivering.save_status(order, seen=0, recommends="less", by=who, on=TODAY, **said)

    sent = delivering.send_status(written(), by=who, on=TODAY)
    written()
    delivering.ask_for_status(order, day=TODAY + timedelta(days=70), source="Kommunens standard", why=[])
    reports = [delivering.report_change(order, words=new.new(owner, "change.words"), by=who, on=TODAY) for _ in range(2)]
    for report in reports if owner == "closed" else reports[:1]:
        delivering.answer_change(report, answer=new.new(owner, "change.answer"), by=by, on=TODAY)
    return {"caseworker:status_note.note_id": sent, "provider:sent_status.note_id": sent, "report_id": reports[1]}


def _followed_up(new: Canaries, owner: str, by: Actor, grant: Grant) -> FollowUp:
    """One that was held, and another day for the next."""
    made = following.hold(
        grant,
        kind="follow_up",
        held_on=TODAY,
        form="virtual",
        outcome="continue",
        standard=given.VEJLE,
        seen=0,
        by=by,
        on=TODAY,
        next_on=date(2028, 1, 10),
        **{name: new.new(owner, f"follow_up.{name}") for name in ("agreed", "present", "citizen_says", "provider_says", "departs", "agreed_with", "because")},
    )
    following.answer(grant, answers={"placement": "own_offer"}, source=new.new(owner, "grant_fact.source"), by=by, on=TODAY)
    wrong = following.hold(
        grant,
        kind="follow_up",
        held_on=TODAY,
        form="virtual",
        outcome="continue",
        standard=given.VEJLE,
        seen=1,
        by=by,
        on=TODAY,
        agreed=new.new(owner, "follow_up.agreed"),
    )
    following.mark_in_error(wrong, because=new.new(owner, "follow_up.error_because"), by=by, on=TODAY)
    return made


def _inquiries(new: Canaries, things: dict[str, Any], units: dict[str, Unit], by: Actor, other: Actor, citizens: dict[str, Citizen]) -> None:
    for name, owner, who, where, whose in (
        ("open", "citizen", by, units["team"], citizens["citizen"]),
        ("foreign", "foreigner", other, units["other"], citizens["foreigner"]),
    ):
        made = receive_inquiry(
            where,
            by=who,
            on=TODAY,
            channel="phone",
            received_on=TODAY,
            about=new.new(owner, "inquiry.about"),
            citizen=whose,
            from_whom=new.new(owner, "inquiry.from_whom"),
        )
        anonymous = receive_anonymous_inquiry(where, by=who, on=TODAY, channel="phone", received_on=TODAY, about=new.new(f"anonymous_{name}", "inquiry.about"))
        found = {"inquiry_id": made, **{f"caseworker:{route}.inquiry_id": anonymous for route in ANONYMOUS}}
        things[name] |= found
        if name == "open":
            things["closed"] |= found


ABOUT_A_DECISION = ("decision", "tell_decision", "decision_letter", "correct_decision")
ANONYMOUS = ("anonymous_inquiry", "advise_anonymous", "refer_anonymous", "enrol_anonymous")


def _complaints(new: Canaries, things: dict[str, Any], by: Actor, other: Actor, representation: Representation) -> None:
    for name, who in (("open", by), ("closed", by), ("foreign", other)):
        refused: Decision = things[name]["refused"]
        deciding.communicate_orally(refused, words=new.new(name, "decision.told"), told_on=TODAY, by=who, on=TODAY)
        complaint = _complained(new, name, who, refused, representation)
        written = {one: new.new(name, f"complaint.{one}") for one in ("legal_basis", "considerations", "facts")}
        complaining.draft_review(complaint, seen=complaint.version, by=who, on=TODAY, **written)
        complaint.refresh_from_db()
        things[name]["complaint_id"] = complaint


def _committee(new: Canaries, things: dict[str, Any], actors: dict[str, Actor], meeting: Meeting, where: Unit) -> None:
    """The closed case is decided in a meeting that was held; the open one waits on the agenda of the next."""
    member, by = actors["committee"], actors["responsible"]
    deciding.hold_meeting(meeting, present=[known.employee_of(member)], by=member, on=TODAY)
    following = known.meeting(where, by, day=TODAY + timedelta(days=7))
    for name, who in (("closed", member), ("foreign", member)):
        item: AgendaItem = things[name]["item_id"]
        item.refresh_from_db()
        version = Preparation.objects.get(application=item.application).version
        things[name]["committee_decision"] = deciding.decide_in_committee(item, seen=version, by=who, on=TODAY, minutes=new.new(name, "item.minutes"))
    item = things["open"]["item_id"]
    item.refresh_from_db()
    things["open"]["item_id"] = deciding.postpone_item(item, because=new.new("open", "item.minutes"), by=member, on=TODAY, to=following)
    for name, where_ in (("open", following), ("closed", meeting), ("foreign", meeting)):
        things[name] |= {"meeting_id": where_, "caseworker:take_off_agenda.application_id": things[name]["item_id"].application}


def _letters(new: Canaries, things: dict[str, Any], by: Actor, other: Actor, house: Actor, citizens: dict[str, Citizen]) -> None:
    carrier = given_letters.Remembers()
    for name, who in (("open", by), ("closed", by), ("foreign", other)):
        granted: Decision = things[name]["granted"]
        things[name]["sent_letter"] = deciding.send_decision_letter([granted], by=who, on=TODAY)
        deciding.send_decision_letter([things[name]["accompanied"]], by=who, on=TODAY)
    for told in (things["closed"]["refused"], things["closed"]["committee_decision"]):
        deciding.send_decision_letter([told], by=by, on=TODAY)
    dispatch.dispatch_ready(carrier, by=house, on=TODAY, now=MORNING + timedelta(hours=1))
    for name, who in (("open", by), ("foreign", other)):
        application: Application = things[name]["application_id"]
        draft = writing.write_receipt([application], by=who, on=TODAY)
        request = journal.ask_for_information(
            application.case,
            by=who,
            on=TODAY,
            whom="citizen",
            source="Borgeren",
            asks=new.new(name, "request.asks"),
            due_on=TODAY + timedelta(days=14),
            application=application,
        )
        waiting = writing.write_information_request(request, by=who, on=TODAY, standard=given.VEJLE, why=new.new(name, "request.why"))
        queue_letter(waiting, by=who, on=TODAY)
        things[name] |= {"letter_id": draft, "queued_letter": waiting}
        sending = waiting.dispatches.filter(representation=None).get()
        for route in ("retry_sending", "give_sending_up", "confirm_sent", "confirm_unsent"):
            things[name] |= {f"caseworker:{route}.letter_id": waiting, f"caseworker:{route}.sending_id": sending}
        things[name] |= {f"citizen:{route}.letter_id": things[name]["sent_letter"] for route in ("letter", "letter_pdf")}
        things[name] |= {"sending_id": sending, "caseworker:recall_letter.letter_id": waiting}
    closed: Letter = things["closed"]["sent_letter"]
    things["closed"] |= {"letter_id": closed, "sending_id": closed.dispatches.filter(representation=None).get()}


def _relations(
    canaries: Canaries, things: dict[str, Any], cases: dict[str, Case], actors: dict[str, Actor], citizens: dict[str, Citizen], representation: Representation
) -> None:
    """Rights to the two cases beyond the team's own, and the two who must keep away."""
    helper = Employee.objects.get(pk=actors["helper"].employee)
    with clock.at(NOON - timedelta(minutes=10)):
        for name in STATES:
            helps = let_help(
                cases[name],
                helper,
                reason=canaries.new(name, "relation.reason"),
                since=TODAY,
                until=TODAY + timedelta(days=7),
                by=actors["responsible"],
                on=TODAY,
            )
            things[name]["caseworker:end_helper.relation_id"] = helps
            things[name]["relation_id"] = break_glass(cases[name], by=actors["glass"], on=TODAY, category="danger", reason="Det haster.")
    Employee.objects.filter(pk=actors["own_case"].employee).update(person=citizens["citizen"])
    relative = Employee.objects.get(pk=actors["relative"].employee)
    staff.declare_disqualification(relative, by=actors["relative"], on=TODAY, citizen=citizens["citizen"], reason="Søster")
    for name in ("own_case", "relative"):
        actors[name] = given.actor(Employee.objects.get(pk=actors[name].employee))


def _citizen_actors(citizens: dict[str, Citizen]) -> dict[str, Actor]:
    found = {"self": citizens["citizen"], "representative": citizens["representative"]}
    return {name: access.actor_of(Account.objects.get(citizen=person), TODAY) for name, person in found.items()}


def _close(new: Canaries, case: Case, by: Actor) -> None:
    """End everything that is open in the case, and close it."""
    from mestring.cases.actions.application import withdraw

    for application in case.applications.pending():
        withdraw(application, by=by, on=TODAY, because=new.new("closed", "application.ended_because"))
    for request in case.requests.filter(state="sent"):
        journal.receive_information(request, by=by, on=TODAY, answer=new.new("closed", "request.answer"), answered_on=TODAY)
    for complaint in Complaint.objects.filter(case=case):
        complaining.withdraw_complaint(complaint, because=new.new("closed", "complaint.ended_because"), by=by, on=TODAY)
    for grant in Grant.objects.filter(case=case):
        # As a case stands that was closed before its help was ordered and followed up here: the pages must be shut all the same.
        owe_no_more(grant, on=TODAY)
        due.settle(Due.Kind.UNORDERED, grant.public_id, on=TODAY)
    on_case.close_case(case, by=by, on=TODAY, because=new.new("closed", "case.closed_because"))


def _samples(actors: dict[str, Actor], units: dict[str, Unit], citizen: Citizen, cases: dict[str, Case], things: dict[str, dict[str, Any]]) -> None:
    """A look of last week, drawn for the leader."""
    from mestring.audit import lookups
    from mestring.audit.models import LookUp

    by = actors["responsible"]
    for name in STATES:
        case = cases[name]
        row = LookUp(
            at=NOON - timedelta(days=7),
            actor=by.id,
            role="caseworker",
            unit=str(units["team"].public_id),
            unit_name=units["team"].name,
            relation="responsible",
            action="case.see",
            thing="cases.case",
            thing_id=str(case.public_id),
            case=str(case.public_id),
            citizen=str(citizen.public_id),
        )
        lookups.commit([row])
    drawn = draw_sample(units["team"], by=actors["leader"], on=TODAY)
    for name in STATES:
        things[name]["sampled_id"] = drawn[0].pk
