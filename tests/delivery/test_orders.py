"""Orders: placed, answered, begun, changed, taken back, ended, and kept by the house; who may, what is said when it can't be, and the authority's list."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from mestring.audit import clock
from mestring.audit.errors import Conflict, MestringError, MoveNotAllowed, NotAllowed
from mestring.audit.models import Entry
from mestring.cases.actions.case import close_case
from mestring.cases.errors import CaseClosed, DayInTheFuture, DayMissing
from mestring.cases.models import Case, Due
from mestring.decisions import actions as deciding
from mestring.decisions.errors import CitizenDied, FieldMissing, GrantNotInForce
from mestring.decisions.models import Grant
from mestring.delivery import actions
from mestring.delivery.errors import LastDayToCome, LastDayTooEarly, NeedsADecision, NotAProvider, OrderedAlready, OrderedTooMuch, OutsideTheOrder
from mestring.delivery.models import Goal, Order, OrderRevision, StatusDue, TeamMember, Visit
from mestring.delivery.states import OPEN, OrderState
from mestring.people import access
from mestring.people.access import Actor
from mestring.people.actions.citizen import change_citizen
from mestring.people.models import Employee, Relation, Unit
from tests import given
from tests.decisions import given_decision as deciding_known
from tests.delivery import given_delivery as known
from tests.delivery.conftest import DAY, noon

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("december")]
HOUSE = access.house(DAY)


def refused(error: type[MestringError], field: str, act: Callable[[], Any]) -> str:
    """What was said; nothing was written."""
    done = Entry.objects.exclude(act="create_unit")
    before = done.count()
    with pytest.raises(error) as told:
        act()
    assert told.value.fields == ((field,) if field else ())
    assert done.count() == before
    return told.value.message


def rows(*kinds: str) -> dict[tuple[str, Any], Due]:
    return {(one.kind, one.thing): one for one in Due.objects.waiting().filter(kind__in=kinds or ("unordered", "order", "status", "change"))}


def relation(order: Order) -> Relation:
    return Relation.objects.get(order=order.public_id)


def place(grant: Grant, by: Actor, unit: Unit | None = None, **more: Any) -> Callable[[], Order]:
    return lambda: known.placed(grant, by, unit, on=DAY, **more)


# ------------------------------------------------------------------------------------------------ placed


def test_an_order_holds_what_was_granted_and_is_put_on_the_list(anne: Actor, sofie: Actor, grant: Grant, goal: Goal) -> None:
    other = known.goal(goal.plan, anne, text="Komme ud")
    deciding_goal = actions.end_goal(other, state="dropped", because="Karen vil ikke", by=anne, on=DAY)
    order = known.placed(grant, anne, on=DAY, goals=(goal, deciding_goal), team=[{"role": "coordinating_authority", "name": "Anne Mette Riis"}])
    assert (order.state, order.section, order.amount, order.measure, order.level_label) == ("placed", "85", 280, "hours_week", "Trin 3")
    assert order.number == f"{grant.case.number}-1"
    assert [one.goal for one in order.order_goals.all()] == [goal], "a goal that is given up is not asked for"
    assert order.team.get().name == "Anne Mette Riis"
    held = relation(order)
    assert (held.kind, held.unit, held.case, held.until) == (Relation.Kind.ORDER, order.unit, grant.case.public_id, None)
    row = rows()[Due.Kind.ORDER, order.public_id]
    assert (row.next, row.on, row.waits, row.case) == ("Spørg, om de tager imod", DAY, "Mestringsvejen", grant.case)
    assert Order.objects.provided_by(sofie).get() == order


def test_help_that_is_ordered_is_owed_no_more(anne: Actor, grant: Grant) -> None:
    assert actions.keep_orders(by=HOUSE, on=DAY).owed == 1
    row = rows()[Due.Kind.UNORDERED, grant.public_id]
    assert (row.what, row.next, row.on) == ("§ 85 er bevilget, men ikke bestilt", "Bestil hjælpen", grant.begins_on)
    known.placed(grant, anne, on=DAY)
    assert (Due.Kind.UNORDERED, grant.public_id) not in rows()


def test_a_goal_of_another_case_is_not_put_in_an_order(anne: Actor, grant: Grant) -> None:
    foreign = known.goal(known.plan(given.case(anne), anne), anne)
    assert not known.placed(grant, anne, on=DAY, goals=(foreign,)).order_goals.exists()


def test_each_thing_an_order_lacks_is_said_of_its_field(anne: Actor, grant: Grant) -> None:
    house = known.house()
    assert refused(FieldMissing, "purpose", place(grant, anne, purpose="  ")).startswith("Formål: skriv")
    assert refused(NotAProvider, "unit", place(grant, anne, given.unit())).startswith("Leverandør: vælg")
    assert refused(DayMissing, "answer_by", place(grant, anne, answer_by=DAY - timedelta(days=1))).startswith("Svar senest: skriv en dag fra 10-12-2026")
    said = refused(OutsideTheOrder, "begins_on", place(grant, anne, begins_on=grant.begins_on - timedelta(days=1)))
    assert said == "Skal begynde: hjælpen gives fra 01-12-2026 og frem. Skriv den dag eller en senere."
    first = known.placed(grant, anne, house, on=DAY, amount=100)
    assert refused(OrderedAlready, "unit", place(grant, anne, house, amount=100)).startswith(
        f"Leverandør: Mestringsvejen har allerede bestilling {first.number}"
    )


def test_no_more_is_ordered_than_was_granted_all_orders_together(anne: Actor, grant: Grant) -> None:
    assert refused(OrderedTooMuch, "amount", place(grant, anne, amount=281)).startswith("Omfang: der er bevilget 2,8 timer om ugen")
    known.placed(grant, anne, on=DAY, amount=200)
    said = refused(OrderedTooMuch, "amount", place(grant, anne, known.house("Et andet sted"), amount=81))
    assert "0,8 timer om ugen tilbage" in said
    assert known.placed(grant, anne, known.house("Et andet sted"), on=DAY, amount=80).amount == 80


def test_only_help_in_force_is_ordered(anne: Actor) -> None:
    over = known.granted(anne, **{**deciding_known.GRANTED, "ends_on": date(2026, 12, 9)})
    refused(GrantNotInForce, "grant", place(over, anne))
    short = known.granted(anne, **{**deciding_known.GRANTED, "ends_on": date(2026, 12, 20)})
    said = refused(OutsideTheOrder, "begins_on", place(short, anne, begins_on=date(2026, 12, 21)))
    assert "fra 01-12-2026 til 20-12-2026" in said
    order = known.placed(short, anne, on=DAY)
    assert order.last_day == date(2026, 12, 20)


def test_nothing_is_ordered_in_a_closed_case_or_for_the_dead(anne: Actor, grant: Grant) -> None:
    case = grant.case
    change_citizen(case.citizen, by=anne, on=DAY, seen=case.citizen.version, died_on=DAY)
    grant.case.refresh_from_db()
    refused(CitizenDied, "", place(grant, anne))
    empty = given.case(anne)
    close_case(empty, by=anne, on=DAY, because="Karen er flyttet.")
    refused(CaseClosed, "", lambda: open_offer(empty, anne))


def open_offer(case: Case, by: Actor, section: str = "82b", standard: str = given.RANDERS, **more: Any) -> Order:
    values = {"purpose": "Karen får et forløb.", "begins_on": DAY, "answer_by": DAY + timedelta(days=3), "unit": known.house(), **more}
    return actions.place_order(case, section=section, standard=standard, by=by, on=DAY, **values)


def test_only_an_open_offer_is_ordered_without_a_grant(anne: Actor) -> None:
    case = given.case(anne)
    assert refused(NeedsADecision, "section", lambda: open_offer(case, anne, "107", given.VEJLE)) == (
        "Paragraf: hjælp efter § 107 skal bevilges, før den kan bestilles."
    )
    order = open_offer(case, anne)
    assert (order.grant, order.section, order.amount) == (None, "82b", None)
    refused(OrderedAlready, "unit", lambda: open_offer(case, anne))


def test_help_must_begin_by_law_s_fourteen_days_after_the_application(anne: Actor) -> None:
    chosen = {"outcome": "granted", "extent": "Samtaler", "begins_on": known.BEGINS, "payment": "Gratis", "plan": "offered", "plan_on": given.TODAY}
    grant = known.granted(anne, section="101", **chosen)
    order = known.placed(grant, anne, on=given.TODAY)
    assert (order.start_by, order.start_source) == (date(2026, 12, 9), "SEL § 101, stk. 2 og 5")
    assert [one["text"] for one in order.start_why] == ["Dagen for henvendelsen", "Senest 14 dage efter"]
    row = rows()[Due.Kind.ORDER, order.public_id]
    assert (row.on, row.source) == (given.TODAY, order.start_source)
    known.accepted(order, given.provider())
    row.refresh_from_db()
    assert (row.on, row.next) == (date(2026, 12, 9), "Spørg, hvornår hjælpen begynder")


def test_help_by_a_citizen_plan_begins_ten_working_days_after_the_plan_was_made(anne: Actor) -> None:
    case = given.case(anne)
    assert open_offer(case, anne).start_by is None
    known.plan(case, anne, kind="citizen", on=given.TODAY)
    order = open_offer(case, anne, unit=known.house("Et andet sted"))
    # 1-3: 26, 27, 30/11; 4-7: 1-4/12; 8-10: 7-9/12
    assert order.start_by == date(2026, 12, 9)
    assert order.start_source.startswith("Randers 2019, l. 265")


def test_only_those_who_work_with_the_case_order(grant: Grant, sofie: Actor) -> None:
    stranger, leader = given.caseworker(given.unit("Et andet team"), "Bo Vang", on=DAY), given.leader(on=DAY)
    for who in (stranger, sofie, given.administrator(on=DAY), HOUSE):
        refused(NotAllowed, "", place(grant, who, known.house()))
    assert known.placed(grant, leader, on=DAY)


# ------------------------------------------------------------------------------------------------ answered


@pytest.fixture
def placed(grant: Grant, anne: Actor, sofie: Actor) -> Order:
    """An order the provider has before them."""
    return known.seen(known.placed(grant, anne, Unit.objects.get(pk=sofie.provides[0]), on=DAY, answer_by=DAY + timedelta(days=5)), sofie)


def self_of(who: Actor) -> Employee:
    return Employee.objects.get(pk=who.employee)


def test_who_says_yes_names_a_contact_of_their_own(placed: Order, sofie: Actor, per: Actor) -> None:
    said = refused(FieldMissing, "contact", lambda: actions.accept(placed, contact=self_of(per), starts_on=None, by=sofie, on=DAY))
    assert said == "Kontaktperson: vælg en, der arbejder hos jer i dag"
    assert not placed.is_answered
    made = actions.accept(placed, contact=self_of(sofie), starts_on=DAY + timedelta(days=4), by=sofie, on=DAY)
    assert (made.state, made.answered_on, made.answered_by_id, made.expected_start) == ("accepted", DAY, sofie.employee, DAY + timedelta(days=4))
    assert made.is_answered
    contact = TeamMember.objects.get(order=placed, role="coordinating_provider")
    assert (contact.name, contact.employee_id) == ("Sofie Lund", sofie.employee)
    row = rows()[Due.Kind.ORDER, placed.public_id]
    assert (row.next, row.on) == ("Spørg, hvornår hjælpen begynder", DAY + timedelta(days=4))
    refused(MoveNotAllowed, "", lambda: actions.accept(placed, contact=self_of(sofie), starts_on=None, by=sofie, on=DAY))


def test_who_says_later_says_when(placed: Order, sofie: Actor) -> None:
    said = refused(FieldMissing, "expected_start", lambda: actions.queue(placed, expected_start=DAY - timedelta(days=1), by=sofie, on=DAY))
    assert said == "Forventet start: skriv en dag fra 10-12-2026 og frem"
    made = actions.queue(placed, expected_start=DAY + timedelta(days=40), by=sofie, on=DAY)
    assert (made.state, made.is_answered) == ("queued", False)
    row = rows()[Due.Kind.ORDER, placed.public_id]
    assert (row.on, row.next) == (DAY + timedelta(days=40), "Spørg, om ventetiden holder")
    assert actions.accept(made, contact=self_of(sofie), starts_on=None, by=sofie, on=DAY).state == OrderState.ACCEPTED


def test_a_waiting_list_that_is_too_long_is_said_on_the_list(anne: Actor, sofie: Actor) -> None:
    chosen = {**deciding_known.GRANTED, "level": "", "level_label": "", "amount": 1000, "unit": "sessions", "payment": "Gratis", "departure": "Ti gange."}
    grant = known.granted(anne, application=deciding_known.asked_for(anne, "101", standard=given.VIBORG), **chosen)
    order = known.seen(known.placed(grant, anne, Unit.objects.get(pk=sofie.provides[0])), sofie)
    actions.queue(order, expected_start=DAY + timedelta(days=90), by=sofie, on=DAY)
    row = rows()[Due.Kind.ORDER, order.public_id]
    assert (row.next, row.on) == ("Find en anden: ventetiden er for lang", order.start_by)


def test_who_says_no_says_why_and_sees_it_no_more(placed: Order, grant: Grant, sofie: Actor) -> None:
    assert refused(FieldMissing, "because", lambda: actions.decline(placed, because=" ", by=sofie, on=DAY)).startswith("Hvorfor siger I nej: skriv")
    made = actions.decline(placed, because="Vi har ikke plads.", by=sofie, on=DAY)
    assert (made.state, made.declined_because, made.answered_by_id) == ("declined", "Vi har ikke plads.", sofie.employee)
    assert not Order.objects.provided_by(sofie).exists()
    found = rows()
    assert (Due.Kind.ORDER, placed.public_id) not in found
    row = found[Due.Kind.UNORDERED, grant.public_id]
    assert (row.what, row.next, row.on) == ("Bestilling § 85: afvist af Mestringsvejen", "Bestil hos en anden", DAY)
    assert "Vi har ikke plads." in row.why[0]["text"]
    refused(NotAllowed, "", lambda: actions.accept(placed, contact=self_of(sofie), starts_on=None, by=sofie, on=DAY))


def test_a_refused_open_offer_stands_on_the_list_by_its_order(anne: Actor, sofie: Actor) -> None:
    order = known.seen(open_offer(given.case(anne), anne, unit=Unit.objects.get(pk=sofie.provides[0])), sofie)
    actions.decline(order, because="Vi har ikke plads.", by=sofie, on=DAY)
    assert rows()[Due.Kind.ORDER, order.public_id].next == "Bestil hos en anden"


def test_nobody_else_answers(placed: Order, anne: Actor, per: Actor, sofie: Actor) -> None:
    colleague_gone = given.actor(given.employee("Else Holt", "provider", placed.unit, until=DAY - timedelta(days=1)), DAY)
    for who in (anne, per, colleague_gone, given.leader(on=DAY), HOUSE):
        for act in (
            lambda by: actions.accept(placed, contact=self_of(sofie), starts_on=None, by=by, on=DAY),
            lambda by: actions.queue(placed, expected_start=DAY, by=by, on=DAY),
            lambda by: actions.decline(placed, because="x", by=by, on=DAY),
            lambda by: actions.start(placed, started_on=DAY, by=by, on=DAY),
        ):
            refused(NotAllowed, "", lambda act=act, who=who: act(who))


def test_who_is_the_citizen_or_a_relative_keeps_away(placed: Order, sofie: Actor) -> None:
    Employee.objects.filter(pk=given.employee("Karen Prøve", "provider", placed.unit).pk).update(person=placed.citizen)
    herself = given.actor(Employee.objects.get(name="Karen Prøve"), DAY)
    given.staff.declare_disqualification(self_of(sofie), by=sofie, on=DAY, citizen=placed.citizen, reason="Søster")
    for who in (herself, sofie):
        assert not Order.objects.provided_by(who).exists()
        refused(NotAllowed, "", lambda who=who: actions.decline(placed, because="x", by=who, on=DAY))


# ------------------------------------------------------------------------------------------------ begun


def test_help_begins_on_a_day_that_has_come_and_that_the_order_holds(placed: Order, sofie: Actor) -> None:
    refused(MoveNotAllowed, "", lambda: actions.start(placed, started_on=DAY, by=sofie, on=DAY))
    known.accepted(placed, sofie, on=DAY)
    order = known.seen(placed, sofie)
    said = refused(DayInTheFuture, "started_on", lambda: actions.start(order, started_on=DAY + timedelta(days=1), by=sofie, on=DAY))
    assert said.startswith("Hjælpen begyndte: 11-12-2026 er ikke kommet endnu")
    said = refused(OutsideTheOrder, "started_on", lambda: actions.start(order, started_on=date(2026, 11, 30), by=sofie, on=DAY))
    assert said == "Hjælpen begyndte: hjælpen gives fra 01-12-2026 og frem. Skriv den dag eller en senere."
    actions.start(order, started_on=date(2026, 12, 3), by=sofie, on=DAY)
    assert (order.state, order.started_on) == ("running", date(2026, 12, 3))
    assert (Due.Kind.ORDER, order.public_id) not in rows()
    assert [order.runs(date(2026, 12, day)) for day in (2, 3)] == [False, True]


# ------------------------------------------------------------------------------------------------ changed


def test_what_was_asked_before_stays_to_be_read(order: Order, anne: Actor, goal: Goal) -> None:
    other = known.goal(goal.plan, anne, text="Komme ud")
    changed = actions.change_order(order, seen=order.version, because=" Mindre behov ", goals=[other], by=anne, on=DAY, amount=200, needs=" Ring først. ")
    assert (changed.amount, changed.needs, changed.version) == (200, "Ring først.", 2)
    assert [one.goal for one in changed.order_goals.all()] == [other]
    kept = OrderRevision.objects.get(order=order)
    assert (kept.version, kept.because, kept.written_by_id) == (1, "Mindre behov", anne.employee)
    assert (kept.values["amount"], kept.values["needs"], kept.values["goals"]) == (280, "Bank på, ringklokken virker ikke.", [str(goal.public_id)])


def test_what_can_t_be_changed_is_said_of_its_field(order: Order, anne: Actor, goal: Goal) -> None:
    def change(because: str = "Mindre behov", **values: Any) -> Callable[[], Order]:
        return lambda: actions.change_order(order, seen=order.version, because=because, goals=[goal], by=anne, on=DAY, **values)

    assert refused(FieldMissing, "because", change(" ")).startswith("Hvorfor ændres den: skriv det kort")
    assert refused(FieldMissing, "purpose", change(purpose=" ")).startswith("Formål: skriv")
    assert refused(OrderedTooMuch, "amount", change(amount=281)).startswith("Omfang: der er bevilget")
    assert refused(OutsideTheOrder, "last_day", change(last_day=DAY - timedelta(days=1))).startswith("Sidste dag: hjælpen gives fra 10-12-2026")
    with pytest.raises(Conflict) as told:
        actions.change_order(order, seen=0, because="x", goals=[], by=anne, on=DAY, needs="Nyt")
    assert (told.value.theirs, told.value.yours) == ({"needs": "Bank på, ringklokken virker ikke."}, {"needs": "Nyt"})
    assert not OrderRevision.objects.exists()


def test_a_last_day_that_is_set_is_the_last_the_provider_sees(order: Order, anne: Actor, sofie: Actor, goal: Goal) -> None:
    last = DAY + timedelta(days=5)
    actions.change_order(order, seen=order.version, because="Målet er nær", goals=[goal], by=anne, on=DAY, last_day=last)
    for on, there in ((last, True), (last + timedelta(days=1), False)):
        with clock.at(noon(on)):
            assert Order.objects.provided_by(access.moved_to(sofie, on)).exists() is there


def test_only_the_authority_changes_and_only_what_is_open(order: Order, anne: Actor, sofie: Actor) -> None:
    stranger = given.caseworker(given.unit("Et andet team"), "Bo Vang", on=DAY)
    for who in (sofie, stranger):
        refused(NotAllowed, "", lambda who=who: actions.change_order(order, seen=1, because="x", goals=[], by=who, on=DAY))
    actions.end_order(order, last_day=DAY, because="Målet er nået.", by=anne, on=DAY)
    refused(MoveNotAllowed, "", lambda: actions.change_order(order, seen=order.version, because="x", goals=[], by=anne, on=DAY, needs="x"))


# ------------------------------------------------------------------------------------------------ taken back, ended


def test_an_order_is_taken_back_until_help_has_begun(placed: Order, anne: Actor, sofie: Actor, grant: Grant) -> None:
    assert refused(FieldMissing, "because", lambda: actions.withdraw_order(placed, because="", by=anne, on=DAY)).startswith("Hvorfor: skriv")
    refused(NotAllowed, "", lambda: actions.withdraw_order(placed, because="x", by=sofie, on=DAY))
    known.accepted(placed, sofie, on=DAY)
    placed.refresh_from_db()
    actions.withdraw_order(placed, because="Karen vil et andet sted hen.", by=anne, on=DAY)
    assert (placed.state, placed.ended_by, placed.ended_on) == ("withdrawn", "authority", DAY)
    assert not Order.objects.provided_by(sofie).exists()
    assert rows()[Due.Kind.UNORDERED, grant.public_id].why[-1]["text"] == "Bestillingen er trukket tilbage"
    refused(MoveNotAllowed, "", lambda: actions.withdraw_order(placed, because="x", by=anne, on=DAY))


def test_help_that_has_begun_is_ended_and_never_taken_back(order: Order, anne: Actor, sofie: Actor, grant: Grant) -> None:
    refused(MoveNotAllowed, "", lambda: actions.withdraw_order(order, because="x", by=anne, on=DAY))
    assert refused(FieldMissing, "because", lambda: actions.end_order(order, last_day=DAY, because="", by=anne, on=DAY)).startswith("Hvorfor: skriv")
    said = refused(LastDayTooEarly, "last_day", lambda: actions.end_order(order, last_day=date(2026, 11, 30), because="x", by=anne, on=DAY))
    assert said == "Sidste dag: der er givet hjælp 01-12-2026. Skriv den dag eller en senere."
    said = refused(LastDayToCome, "last_day", lambda: actions.end_order(order, last_day=DAY + timedelta(days=1), because="x", by=anne, on=DAY))
    assert said == "Sidste dag: 11-12-2026 er ikke kommet endnu. Skriv i dag eller en tidligere dag."
    later = actions.plan_visits(order, day=DAY, at=noon(DAY).time(), minutes=30, form="home", by=sofie, on=DAY, weeks=3)
    actions.end_order(order, last_day=DAY, because="Målet er nået.", by=anne, on=DAY)
    assert (order.state, order.ended_by, order.last_day) == ("ended", "authority", DAY)
    assert rows()[Due.Kind.UNORDERED, grant.public_id].why[-1]["text"] == "Bestillingen er afsluttet"
    assert [one.error_because for one in Visit.objects.filter(pk__in=[one.pk for one in later]).order_by("day")] == ["", *["Bestillingen er afsluttet"] * 2]
    refused(MoveNotAllowed, "", lambda: actions.end_order(order, last_day=DAY, because="x", by=anne, on=DAY))


def test_a_provider_who_ends_tells_the_authority(order: Order, sofie: Actor, anne: Actor, grant: Grant) -> None:
    refused(NotAllowed, "", lambda: actions.finish(order, last_day=DAY, because="x", by=anne, on=DAY))
    refused(FieldMissing, "because", lambda: actions.finish(order, last_day=DAY, because=" ", by=sofie, on=DAY))
    refused(LastDayToCome, "last_day", lambda: actions.finish(order, last_day=DAY + timedelta(days=1), because="x", by=sofie, on=DAY))
    actions.finish(order, last_day=DAY, because="Karen er flyttet.", by=sofie, on=DAY)
    assert (order.state, order.ended_by) == ("ended", "provider")
    row = rows()[Due.Kind.UNORDERED, grant.public_id]
    assert (row.what, row.next) == ("Mestringsvejen har afsluttet § 85", "Følg op: skal hjælpen gives af en anden?")
    assert Order.objects.provided_by(sofie).exists(), "the last day is still theirs"
    with clock.at(noon(DAY + timedelta(days=1))):
        assert not Order.objects.provided_by(access.moved_to(sofie, DAY + timedelta(days=1))).exists()
        refused(NotAllowed, "", lambda: actions.finish(order, last_day=DAY, because="x", by=sofie, on=DAY))


def test_what_the_acts_refuse_the_database_refuses_too(order: Order) -> None:
    wrong: list[dict[str, Any]] = [
        {"purpose": ""},
        {"state": "declined"},
        {"state": "queued", "expected_start": None},
        {"state": "running", "started_on": None},
        {"state": "ended"},
        {"last_day": date(2026, 11, 30)},
    ]
    for values in wrong:
        with pytest.raises(IntegrityError), transaction.atomic():
            Order.objects.filter(pk=order.pk).update(**values)


# ------------------------------------------------------------------------------------------------ kept by the house


def kept(on: date) -> dict[str, int]:
    """What a night came to, less what it did nothing of."""
    with clock.at(noon(on)):
        return {name: count for name, count in asdict(actions.keep_orders(by=access.house(on), on=on)).items() if count}


NOTHING: dict[str, int] = {}


def test_help_that_runs_out_ends_the_order_the_day_after(anne: Actor, sofie: Actor) -> None:
    last = date(2026, 12, 20)
    grant = known.granted(anne, **{**deciding_known.GRANTED, "ends_on": last})
    order = known.running(grant, anne, sofie)
    assert kept(last) == NOTHING
    assert kept(last + timedelta(days=1)) == {"ended": 1}
    order.refresh_from_db()
    assert (order.state, order.last_day, order.ended_by, order.ended_because) == ("ended", last, "authority", "Hjælpen er ophørt")
    assert kept(last + timedelta(days=1)) == NOTHING


def test_a_later_decision_gives_the_order_its_last_day(order: Order, grant: Grant, anne: Actor, sofie: Actor) -> None:
    begun = date(2027, 2, 1)
    with clock.at(noon(begun)):
        asked = deciding.end_or_reduce(grant, intended="ended", because="Karen klarer sig selv.", standard=given.VEJLE, by=anne, on=begun)
        hearing = deciding_known.heard(asked, anne, on=begun)
    after = hearing.due_on + timedelta(days=1)
    with clock.at(noon(after)):
        deciding.lapse_hearing(hearing, by=anne, on=after)
        choice = deciding_known.prepared(asked, anne, on=after, outcome="ended", effect_on=after + timedelta(days=14), **deciding_known.REASONS)
        deciding.decide(asked, seen=choice.version, by=anne, on=after)
    grant.refresh_from_db()
    assert grant.ended_on is not None
    assert kept(after) == {"moved": 1}
    order.refresh_from_db()
    assert (order.state, order.last_day) == ("running", grant.ended_on)
    assert kept(after) == NOTHING
    with clock.at(noon(grant.ended_on)):
        assert Order.objects.provided_by(sofie).exists()
    with clock.at(noon(grant.ended_on + timedelta(days=1))):
        assert not Order.objects.provided_by(sofie).exists(), "also before the night has ended it"
    assert kept(grant.ended_on + timedelta(days=1)) == {"ended": 1}


def test_an_order_nobody_has_begun_falls_away_with_the_help(anne: Actor, sofie: Actor) -> None:
    last = date(2026, 12, 20)
    grant = known.granted(anne, **{**deciding_known.GRANTED, "ends_on": last})
    order = known.placed(grant, anne, on=DAY)
    assert kept(last + timedelta(days=1)) == {"ended": 1}
    order.refresh_from_db()
    assert order.state == OrderState.WITHDRAWN
    assert not [key for key in rows() if key[1] == order.public_id]


def test_a_death_ends_every_order_and_what_was_planned(order: Order, anne: Actor, sofie: Actor, grant: Grant) -> None:
    (visit,) = actions.plan_visits(order, day=DAY + timedelta(days=1), at=noon(DAY).time(), minutes=30, form="home", by=sofie, on=DAY)
    actions.ask_for_status(order, day=DAY + timedelta(days=3), source="Standarden", why=[])
    change_citizen(order.citizen, by=anne, on=DAY, seen=order.citizen.version, died_on=DAY - timedelta(days=1))
    assert kept(DAY) == {"ended": 1}
    order.refresh_from_db()
    visit.refresh_from_db()
    assert (order.state, order.ended_by, order.last_day) == ("ended", "death", DAY - timedelta(days=1))
    assert visit.error_because == "Bestillingen er afsluttet"
    assert not Order.objects.provided_by(sofie).exists()
    assert rows() == {}, "nobody is asked to order help for the dead"
    assert kept(DAY + timedelta(days=9)) == NOTHING


def test_help_nobody_is_asked_to_give_is_put_on_the_list_once_and_taken_off_when_it_is_over(grant: Grant) -> None:
    assert kept(DAY) == {"owed": 1}
    assert kept(DAY) == NOTHING
    deciding_over = Grant.objects.filter(pk=grant.pk)
    deciding_over.update(ends_on=DAY)
    assert kept(DAY + timedelta(days=1)) == NOTHING
    assert rows() == {}


def test_a_status_note_that_is_late_is_asked_for_once(order: Order, sofie: Actor) -> None:
    actions.ask_for_status(order, day=DAY, source="Vejle 2023", why=[{"text": "Tolv uger", "value": "", "source": ""}])
    assert kept(DAY) == NOTHING
    assert kept(DAY + timedelta(days=1)) == {"late": 1}
    assert kept(DAY + timedelta(days=2)) == NOTHING
    row = rows()[Due.Kind.STATUS, order.public_id]
    assert (row.what, row.next, row.on, row.waits) == ("Statusnotat § 85 mangler fra Mestringsvejen", "Spørg efter statusnotatet", DAY, "Mestringsvejen")
    assert [one["text"] for one in row.why] == ["Tolv uger", "Skulle være sendt"]
    note = actions.save_status(order, seen=0, by=sofie, on=DAY, done="Vi har åbnet post.", recommends="continue")
    actions.send_status(note, by=sofie, on=DAY)
    assert (Due.Kind.STATUS, order.public_id) not in rows()
    assert not StatusDue.objects.exists()


def test_only_the_house_keeps(anne: Actor, sofie: Actor) -> None:
    for who in (anne, sofie):
        refused(NotAllowed, "", lambda who=who: actions.keep_orders(by=who, on=DAY))


def test_an_order_has_its_relation_in_force_as_long_as_it_is_open(order: Order, anne: Actor, sofie: Actor) -> None:
    known.placed(known.granted(anne), anne, on=DAY)
    actions.withdraw_order(known.placed(known.granted(anne), anne, on=DAY), because="x", by=anne, on=DAY)
    actions.decline(known.seen(known.placed(known.granted(anne), anne, on=DAY), sofie), because="x", by=sofie, on=DAY)
    actions.end_order(order, last_day=DAY - timedelta(days=1), because="x", by=anne, on=DAY)
    now = clock.now()
    for one in Order.objects.all():
        held = relation(one)
        assert (one.state in OPEN) is (held.until is None or held.until > now), one.state


# ------------------------------------------------------------------------------------------------ what must not slip through


def test_no_more_is_ordered_in_another_measure_than_was_granted(anne: Actor, grant: Grant) -> None:
    """2,8 hours a week are 12,13 a month."""
    refused(OrderedTooMuch, "amount", place(grant, anne, amount=1300, measure="hours_month"))
    assert known.placed(grant, anne, on=DAY, amount=1200, measure="hours_month")


def test_an_order_does_not_last_longer_than_the_help(anne: Actor, sofie: Actor) -> None:
    last = date(2027, 1, 10)
    grant = known.granted(anne, **{**deciding_known.GRANTED, "ends_on": last})
    order = known.seen(known.running(grant, anne, sofie), sofie)
    actions.change_order(order, seen=order.version, because="Uden sidste dag", goals=[], by=anne, on=DAY, last_day=None)
    assert order.last_day == last
    assert relation(order).until is not None


def test_an_order_that_began_after_the_help_was_over_is_moved_once(anne: Actor, sofie: Actor) -> None:
    """The decision came while the provider began."""
    grant = known.granted(anne)
    known.running(grant, anne, sofie, begins=date(2026, 12, 8))
    Grant.objects.filter(pk=grant.pk).update(ends_on=date(2026, 12, 7))
    assert kept(date(2026, 12, 8)) == {"moved": 1}
    assert kept(date(2026, 12, 8)) == NOTHING


def test_a_refused_open_offer_is_off_the_list_once_another_is_asked(anne: Actor, sofie: Actor) -> None:
    case = given.case(anne)
    order = known.seen(open_offer(case, anne, unit=Unit.objects.get(pk=sofie.provides[0])), sofie)
    actions.decline(order, because="Vi har ikke plads.", by=sofie, on=DAY)
    open_offer(case, anne, unit=known.house("Et andet sted"))
    assert (Due.Kind.ORDER, order.public_id) not in rows()


def test_a_case_is_not_closed_while_help_is_given_by_an_order(anne: Actor, sofie: Actor) -> None:
    case = given.case(anne)
    order = known.seen(open_offer(case, anne, unit=Unit.objects.get(pk=sofie.provides[0])), sofie)
    actions.start(known.accepted(order, sofie, on=DAY), started_on=DAY, by=sofie, on=DAY)
    with pytest.raises(MestringError):
        close_case(case, by=anne, on=DAY, because="x")


def test_an_order_is_not_moved_to_before_a_visit_that_was_held(order: Order, grant: Grant, sofie: Actor) -> None:
    """A decision that is corrected ends the help from its first day on; what was given is given."""
    known.visited(order, sofie, DAY)
    Grant.objects.filter(pk=grant.pk).update(ends_on=date(2026, 12, 1))
    kept(DAY)
    order.refresh_from_db()
    assert order.last_day == DAY
