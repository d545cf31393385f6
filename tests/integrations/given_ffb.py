"""KL's public example of the report, told by the house's own acts, each on its day.

Børge Mogensen and his number are KL's own invention, and the number fails modulus 11.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from mestring.assessments import actions as assessing
from mestring.assessments.models import Assessment
from mestring.audit import clock
from mestring.cases import proposals
from mestring.cases.models import Application, Case
from mestring.decisions.models import Grant
from mestring.delivery import actions as delivering
from mestring.delivery.actions.services import set_services
from mestring.delivery.models import Order, Plan
from mestring.followups import actions as following
from mestring.integrations import ffb
from mestring.integrations.ffb.history import History
from mestring.people import access
from mestring.people.access import Actor
from mestring.people.models import Citizen, Unit
from tests import given
from tests.decisions import given_decision as known

INFORMATION, ASSESSMENT, CHANGE, CLOSING = date(2021, 5, 28), date(2021, 5, 29), date(2021, 6, 18), date(2021, 8, 30)
OPENING, FOLLOW_UP = date(2021, 5, 26), date(2021, 8, 29)
MUNICIPALITY = "d4e3f4fb-6761-4d6c-9086-74c49231f11e"

CONTACT, WORK, EATING = "3f9da5ac-9686-4eeb-b517-b46e17fcb1d7", "685e8517-2f5c-4ef8-a7c4-fa2d008fdd9d", "464a2ab6-a7df-4b3a-b74d-7873f4cfe668"
SHOPPING, TRANSPORT = "01770afa-cd17-41fe-a966-b8895e4d55d8", "eff3385d-01fa-4c9c-9850-52e179243f21"
LEVELS = {CONTACT: 2, WORK: 1, EATING: 3, SHOPPING: 2, TRANSPORT: 3}
WITHOUT_LEVEL = (
    "4934e45a-0f93-4c23-a767-2b681378700b",  # Bevidsthedstilstand
    "ef4271c4-f942-4194-a2b0-e9a7045eab22",  # Intellektuelle funktioner
    "b93216fa-3843-4a7e-85bc-e3ef35a1967f",  # Problemløsning
    "9959e779-e8ee-47e8-989b-bbff4aae2883",  # Syn
    "e6f82424-da5a-41d1-bd1a-5796aa79d5f2",  # Døgnrytme
    "f5b8e809-7689-4952-838c-a069c99408b3",  # Tobak
    "52efa2e9-e0dc-41eb-8c01-9865e2fdebae",  # Interesser
    "7a8f247b-baf8-4552-95bb-acf8ef004b74",  # Familiesituation
    "83342ff3-5f2e-4914-b045-e98357685866",  # Boligområde
    "df194a84-6e4b-4f14-a194-d8d9d9a1fcad",  # Personer i netværk
)
NONE_IMPAIRED, LIGHT, MODERATE, SEVERE = (
    "b508ff66-6326-4862-a6d7-7bbf184c9823",
    "8328ce4a-6238-4f73-bf1a-74aadb68eff8",
    "5bdde847-2837-416b-ab63-bbff8b7aa531",
    "cae545f5-2813-4d79-98fc-0a7d770af3cd",
)
SEVERITY = {0: NONE_IMPAIRED, 1: LIGHT, 2: MODERATE, 3: SEVERE}
MAINTAIN, DEVELOP, LIMIT = "10752a63-00b4-4958-b7f4-9f3a18f74266", "d41c8072-52f8-42b5-9375-ddbea454d27f", "e47c22bd-d88d-48ab-882b-419923e1f44e"
LIGHT_NEED, NO_NEED = "dd628e73-d6c9-4837-a2b8-aa62d73bd6ae", "ae9f388a-91c3-46cf-af55-f81952f2977c"
DEVELOPMENTAL, PHYSICAL, SUICIDAL = "5cfc9530-a193-4f66-9981-3b980ee9ea7b", "da298aec-cd7d-436c-9927-d88d00066881", "5e95db73-4d16-4084-93a3-595c0650b160"
DAILY, HEALTHY, SOCIAL, COMPETENCE = (
    "638f44df-6bf2-47f8-9935-b8fdc83e5bf5",
    "3c1639d0-e486-43c6-8add-448b8aff4b8f",
    "7e419926-bb04-4829-99c9-95ea20403c2c",
    "f25674bf-3162-45c3-bde4-6d542bf9629b",
)
HOME, DAY_OFFER = "498fe92c-d7f7-41cd-9404-5b38fe113be0", "9401777d-bdc5-4f52-9804-63c8cae9a792"
GOES_ON, ENDS_AND_REFERS = "1e971d84-10a4-4ef8-a8b3-0daa4c7d088a", "b4c01aa8-82fd-44e4-83ff-ca19ec02c779"
KINDS = {"Solstrålen": HOME, "Måneskinnet": DAY_OFFER}
SECTION_KINDS = {"85": HOME, "104": DAY_OFFER}
SECTION = {"Solstrålen": "85", "Måneskinnet": "104"}


@contextmanager
def at(day: date, hour: int) -> Iterator[None]:
    with clock.at(datetime.combine(day, time(hour), ZoneInfo("Europe/Copenhagen"))):
        yield


@dataclass
class Told:
    """The story so far. Shapes: `sent` is the report of each day, made when the day was over."""

    by: Actor
    citizen: Citizen
    case: Case
    applications: dict[str, Application]
    orders: list[Order] = field(default_factory=list)
    sent: dict[date, dict[str, Any] | None] = field(default_factory=dict)

    def on(self, day: date) -> Actor:
        return access.moved_to(self.by, day)


def tell(until: date = CLOSING) -> Told:
    """The seven steps, or those until a day. Steps 3, 4 and 5 are one day."""
    with at(OPENING, 9):
        told = opening()
    send(told, OPENING)
    with at(INFORMATION, 10):
        assessment = information(told)
    send(told, INFORMATION)
    with at(ASSESSMENT, 11):
        assess(told, assessment)
    with at(ASSESSMENT, 15):
        grant_help(told)
    send(told, ASSESSMENT)
    if until >= CHANGE:
        with at(CHANGE, 14):
            change(told)
        send(told, CHANGE)
    if until >= CLOSING:
        with at(CLOSING, 12):
            close(told)
        send(told, CLOSING)
    return told


def kind_of(order: Order) -> str:
    """The kind of offer of each provider, as KL's example has it."""
    return KINDS[order.unit.name]


def reported(told: Told, day: date) -> dict[str, Any] | None:
    """The report of a day, as it is made now."""
    made, standing = ffb.bundle(History(told.citizen, access.house(day)), day, MUNICIPALITY, kind_of)
    assert standing.lacks == set()
    return made


def send(told: Told, day: date) -> None:
    told.sent[day] = reported(told, day)


def opening() -> Told:
    team = given.unit()
    by = given.caseworker(team, on=OPENING)
    citizen = given.citizen(by, team, first_name="Børge", last_name="Mogensen", number="010181-4321", born_on=date(1981, 1, 1), on=OPENING)
    case = given.case(by, citizen, on=OPENING)
    kinds = {name: proposals.kinds(given.VEJLE, section, OPENING)[0].id for name, section in SECTION.items()}
    asked = {name: given.application(by, case, section=SECTION[name], kind=kinds[name], on=OPENING) for name in SECTION}
    return Told(by, citizen, case, asked)


def information(told: Told) -> Assessment:
    by = told.on(INFORMATION)
    made = assessing.start_assessment(told.case, by=by, on=INFORMATION, standard=given.VEJLE, application=told.applications["Solstrålen"])
    for topic in WITHOUT_LEVEL:
        assessing.save_topic(made, topic, seen=0, level=None, text="Udredt sammen med Børge.", by=by, on=INFORMATION)
    for topic, level in LEVELS.items():
        assessing.save_topic(made, topic, seen=0, level=level, text="Udredt sammen med Børge.", by=by, on=INFORMATION)
    return made


def assess(told: Told, assessment: Assessment) -> None:
    by, on = told.on(ASSESSMENT), ASSESSMENT
    assessing.add_target_group(assessment, DEVELOPMENTAL, primary=True, by=by, on=on)
    assessing.add_target_group(assessment, PHYSICAL, by=by, on=on)
    assessing.add_target_group(assessment, SUICIDAL, by=by, on=on)
    assessing.save_need(assessment, seen=assessment.version, need="Støtte i hverdagen.", need_level=1, by=by, on=on)
    assessing.finish_assessment(assessment, by=by, on=on)
    plan = delivering.offer_plan(told.case, kind=Plan.Kind.ACTION, offered_on=on, by=by, on=on)
    delivering.answer_plan(plan, accepted=True, answered_on=on, by=by, on=on)
    for topic, secondary, expected, aim in (
        (CONTACT, (WORK, TRANSPORT), 1, "maintain"),
        (SHOPPING, (), 0, "develop"),
        (EATING, (), 3, "limit_loss"),
    ):
        delivering.set_goal(plan, text="Børges mål", topic=topic, secondary=secondary, level=LEVELS[topic], expected=expected, aim=aim, by=by, on=on)


def grant_help(told: Told) -> None:
    by, on = told.on(ASSESSMENT), ASSESSMENT
    for name, codes in (("Solstrålen", (DAILY, HEALTHY)), ("Måneskinnet", (SOCIAL,))):
        chosen: dict[str, Any] = {"begins_on": on, "follow_up_on": FOLLOW_UP, "plan_on": on}
        if name == "Måneskinnet":
            chosen |= {"level": "", "level_label": "", "amount": None, "unit": "", "extent": "To dage om ugen."}
        decision = known.decided(by, application=told.applications[name], on=on, **{**known.GRANTED, **chosen})
        told.orders.append(ordered(told, Grant.objects.get(decision=decision), name, codes, on))


def ordered(told: Told, grant: Grant, name: str, codes: tuple[str, ...], on: date) -> Order:
    """An order the provider says yes to and begins at once."""
    unit = given.unit(name, Unit.Kind.PROVIDER)
    provider = given.provider(unit, f"Leder af {name}", on=on)
    order = delivering.place_order(
        told.case,
        unit=unit,
        grant=grant,
        section=grant.section,
        purpose="Børge får hjælp til sine mål.",
        begins_on=on,
        answer_by=on,
        standard=grant.standard,
        by=told.on(on),
        on=on,
    )
    set_services(order, codes, by=told.on(on), on=on)
    own = Order.objects.provided_by(provider).get(pk=order.pk)
    delivering.accept(own, contact=known.employee_of(provider), starts_on=on, by=provider, on=on)
    delivering.start(own, started_on=on, by=provider, on=on)
    return Order.objects.get(pk=order.pk)


def change(told: Told) -> None:
    by, on = told.on(CHANGE), CHANGE
    home, day = (Grant.objects.with_case().get(pk=str(one.grant_id)) for one in told.orders)
    held: dict[str, Any] = {
        "kind": "follow_up",
        "held_on": on,
        "form": "in_person",
        "standard": given.VEJLE,
        "seen": 0,
        "by": by,
        "on": on,
        "extra": True,
        "departs": "Månedlig status.",
    }
    following.hold(home, agreed="Støtten virker.", outcome="continue", next_on=FOLLOW_UP, agreed_with="Børge", because="Som lovet.", **held)
    following.agree_date(day, kind="follow_up", day=FOLLOW_UP, by=by, on=on, agreed_with="Børge", because="Samme dag som for resten.")
    following.hold(day, agreed="Børge vil på EDB-hold.", outcome="end_and_refer", **held)
    before = Assessment.objects.current_of(told.case)
    anew = assessing.revise(before, by=by, on=on)
    assessing.save_topic(anew, CONTACT, seen=0, level=1, text="Det går bedre.", by=by, on=on)
    plan = Plan.objects.get(case=told.case)
    delivering.set_goal(plan, text="Børges nye mål", topic=CONTACT, secondary=(WORK, TRANSPORT), level=1, expected=0, aim="develop", by=by, on=on)
    delivering.end_order(told.orders[1], last_day=on, because="Noget andet begynder.", by=by, on=on)
    told.orders.append(ordered(told, day, "Måneskinnet", (COMPETENCE,), on))


def close(told: Told) -> None:
    by, on = told.on(CLOSING), CLOSING
    draft = Assessment.objects.get(case=told.case, finished_on=None)
    draft = assessing.save_need(draft, seen=draft.version, need="Børge klarer sig selv.", need_level=0, by=by, on=on)
    assessing.finish_assessment(draft, by=by, on=on)
    for order in (told.orders[0], told.orders[2]):
        delivering.end_order(Order.objects.get(pk=order.pk), last_day=on, because="Børge har ikke brug for mere.", by=by, on=on)
