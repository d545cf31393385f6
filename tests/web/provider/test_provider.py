"""The provider's pages: the day, orders, visits, groups, and what is told to the authority."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.test import Client

from mestring.audit import clock
from mestring.cases.models import Due
from mestring.delivery import actions
from mestring.delivery.models import ChangeReport, GroupSession, Membership, Order, Rating, StatusNote, SubGoal, Visit
from mestring.delivery.states import OrderState, VisitState
from mestring.people import access
from mestring.people.access import Actor
from mestring.people.models import Employee, Unit
from mestring.web.provider import finding
from tests import given
from tests.delivery import given_delivery as known

pytestmark = pytest.mark.django_db
TODAY = date(2026, 12, 10)


@pytest.fixture(autouse=True)
def today() -> Iterator[None]:
    with clock.at(datetime.combine(TODAY, time(12), ZoneInfo("Europe/Copenhagen"))):
        yield


@pytest.fixture
def anne() -> Actor:
    return given.caseworker()


@pytest.fixture
def sofie() -> Actor:
    return given.provider()


@pytest.fixture
def order(anne: Actor, sofie: Actor) -> Order:
    """Help that has begun, towards one goal."""
    grant = known.granted(anne)
    goal = known.goal(known.plan(grant.case, anne), anne)
    return known.running(grant, anne, sofie, goals=(goal,))


@pytest.fixture
def door(client: Client, sofie: Actor) -> Client:
    return given.logged_in(client, sofie)


def form_of(answer: Any) -> dict[str, str]:
    """What the form on a page carries unseen."""
    text = answer.content.decode()
    carried = re.findall(r'name="(key|version)" value="([^"]*)"', text)
    assert carried, text
    return dict(carried)


def send(door: Client, address: str, **said: Any) -> Any:
    """Fill in the form at an address, and send it."""
    page = door.get(address)
    assert page.status_code == 200, page.status_code
    return door.post(address, {**form_of(page), **said})


def at(order: Order, rest: str = "") -> str:
    return f"/bestilling/{order.public_id}/{rest}"


def test_an_order_tells_no_name_until_it_is_answered(door: Client, anne: Actor) -> None:
    placed = known.placed(known.granted(anne), anne)
    for page in (door.get("/dag/"), door.get("/bestillinger/"), door.get(at(placed)), door.get(at(placed, "svar/"))):
        text = page.content.decode()
        assert page.status_code == 200
        assert "Borger i 30&#x27;erne" in text
        assert "Karen" not in text
    assert "Borgeren får åbnet sin post" in door.get(at(placed)).content.decode()
    done = send(door, at(placed, "svar/"), way="accept", contact=str(Employee.objects.get(name="Sofie Lund").public_id))
    assert done.status_code == 303
    assert "Karen Prøve" in door.get(at(placed)).content.decode()


def test_a_refusal_asks_why_and_goes_back_to_the_authority(door: Client, anne: Actor) -> None:
    placed = known.placed(known.granted(anne), anne)
    refused = send(door, at(placed, "svar/"), way="decline")
    assert refused.status_code == 422
    assert "Skriv det kort, så sagsbehandleren kan finde en anden" in refused.content.decode()
    assert send(door, at(placed, "svar/"), way="decline", because="Vi har ikke plads før februar.").status_code == 303
    assert door.get(at(placed)).status_code == 404
    row = Due.objects.waiting().get(kind=Due.Kind.UNORDERED)
    assert "afvist af Mestringsvejen" in row.what
    assert "Vi har ikke plads før februar." in str(row.why)


def test_a_visit_held_as_planned_is_one_touch(door: Client, order: Order, sofie: Actor) -> None:
    goal = order.order_goals.get().goal
    (visit,) = actions.plan_visits(order, day=TODAY, at=time(11), minutes=45, form="office", goals=[goal], by=sofie, on=TODAY)
    assert "Registrér" in door.get("/dag/").content.decode()
    page = door.get(f"/kontakt/{visit.public_id}/")
    text = page.content.decode()
    said = dict(re.findall(r'<input type="(?:radio|checkbox)" name="(\w+)" [^>]*value="([^"]*)" checked', text))
    assert said == {"state": "held", "minutes": "45", "form": "office", "goals": str(goal.public_id)}
    assert door.post(f"/kontakt/{visit.public_id}/", {**form_of(page), **said}).status_code == 303
    visit.refresh_from_db()
    assert (visit.state, visit.minutes) == (VisitState.HELD, 45)
    assert "Holdt, 45" in door.get("/dag/").content.decode()


def test_a_visit_without_minutes_says_what_to_write_and_keeps_the_rest(door: Client, order: Order) -> None:
    refused = send(door, at(order, "kontakt/"), day="10-12-2026", state="held", form="home", note="Vi gik en tur.")
    assert refused.status_code == 422
    text = refused.content.decode()
    assert "Skriv, hvor mange minutter I var sammen" in text
    assert "Vi gik en tur." in text
    assert not Visit.objects.exists()


def test_something_important_is_told_in_the_same_sending(door: Client, order: Order) -> None:
    assert (
        send(door, at(order, "kontakt/"), day="10-12-2026", state="held", minutes="60", form="home", changed="Karen er flyttet hjem til sin mor.").status_code
        == 303
    )
    assert ChangeReport.objects.get().words == "Karen er flyttet hjem til sin mor."
    assert Due.objects.waiting().filter(kind=Due.Kind.CHANGE).exists()


def test_a_registered_visit_is_put_right_and_the_wrong_one_stays(door: Client, order: Order, sofie: Actor) -> None:
    visit = known.visited(order, sofie, TODAY, 90)
    assert send(door, f"/kontakt/{visit.public_id}/ret/", state="held", minutes="60", form="home", because="Det var en time.").status_code == 303
    visit.refresh_from_db()
    assert visit.error_because == "Det var en time."
    assert list(Visit.objects.filter(error_on=None).values_list("minutes", flat=True)) == [60]


def test_visits_are_planned_week_by_week_and_moved(door: Client, order: Order) -> None:
    sofie = str(Employee.objects.get(name="Sofie Lund").public_id)
    assert send(door, at(order, "planlaeg/"), day="11-12-2026", at="9.30", minutes="60", form="home", weeks="3", worker=sofie).status_code == 303
    days = list(Visit.objects.order_by("day").values_list("day", flat=True))
    assert days == [date(2026, 12, 11), date(2026, 12, 18), date(2026, 12, 25)]
    first = Visit.objects.order_by("day")[0]
    assert send(door, f"/kontakt/{first.public_id}/flyt/", day="12-12-2026", at="10").status_code == 303
    first.refresh_from_db()
    assert (first.day, first.at) == (date(2026, 12, 12), time(10))
    assert "Karen Prøve" in door.get("/uge/").content.decode()


def test_the_day_holds_ones_own_contacts_and_everybodys_when_asked(door: Client, order: Order, sofie: Actor) -> None:
    per = given.provider(Unit.objects.get(name="Mestringsvejen"), "Per Juhl")
    actions.plan_visits(known.seen(order, per), day=TODAY, at=time(9), minutes=30, form="home", by=per, on=TODAY)
    assert "Karen Prøve" not in door.get("/dag/").content.decode()
    assert "Karen Prøve" in door.get("/dag/?hvem=alle").content.decode()


def test_help_begins_and_ends_by_the_providers_word(door: Client, anne: Actor, sofie: Actor) -> None:
    order = known.accepted(known.placed(known.granted(anne), anne), sofie)
    assert send(door, at(order, "begyndt/"), started_on="02-12-2026").status_code == 303
    order.refresh_from_db()
    assert (order.state, order.started_on) == (OrderState.RUNNING, date(2026, 12, 2))
    assert send(door, at(order, "slut/"), last_day="10-12-2026", because="Karen er flyttet til en anden kommune.").status_code == 303
    order.refresh_from_db()
    assert (order.state, order.last_day) == (OrderState.ENDED, TODAY)


def test_steps_and_ratings_are_written_for_a_goal(door: Client, order: Order) -> None:
    goal = order.order_goals.get().goal
    assert send(door, at(order, f"maal/{goal.public_id}/delmaal/"), text="Åbne et brev om ugen", ambition="prompted").status_code == 303
    assert send(door, at(order, f"maal/{goal.public_id}/vurdering/"), rated_on="10-12-2026", citizen="4", staff="5", words="Det går bedre.").status_code == 303
    assert sorted(Rating.objects.values_list("whose", "value")) == [("citizen", 4), ("staff", 5)]
    step = SubGoal.objects.get()
    assert send(door, f"/delmaal/{step.public_id}/slut/", state="reached").status_code == 303
    text = door.get(at(order)).content.decode()
    assert "Åbne et brev om ugen" in text
    assert "Nået" in text


def test_a_status_note_is_kept_and_sent(door: Client, order: Order) -> None:
    assert send(door, at(order, "statusnotat/"), done="Vi har åbnet post hver uge.", gem="save").status_code == 303
    assert StatusNote.objects.get().state == "draft"
    page = door.get(at(order, "statusnotat/"))
    assert "Vi har åbnet post hver uge." in page.content.decode()
    refused = door.post(at(order, "statusnotat/"), {**form_of(page), "done": "Vi har åbnet post hver uge.", "recommends": "less", "gem": "send"})
    assert refused.status_code == 422
    assert "når I ikke anbefaler at fortsætte uændret" in refused.content.decode()
    page = door.get(at(order, "statusnotat/"))
    sent = door.post(at(order, "statusnotat/"), {**form_of(page), "done": "Vi har åbnet post hver uge.", "recommends": "continue", "gem": "send"})
    assert sent.status_code == 303
    note = StatusNote.objects.get()
    assert note.state == "sent"
    assert door.get(at(order, f"statusnotat/{note.public_id}/")).status_code == 200
    assert Due.objects.waiting().filter(kind=Due.Kind.STATUS, thing=note.public_id).exists()


def test_a_group_is_made_met_and_its_attendance_written_in_one_go(door: Client, order: Order) -> None:
    unit = Unit.objects.get(name="Mestringsvejen")
    assert send(door, "/hold/nyt/", name="Hverdag og angst", unit=str(unit.public_id), section="85", place="Lokale 2", meetings="12").status_code == 303
    group = order.unit and unit and Membership._meta.get_field("group").related_model.objects.get()
    where = f"/hold/{group.public_id}/"
    assert send(door, f"{where}planlaeg/", day="10-12-2026", at="13", minutes="120", weeks="2").status_code == 303
    assert send(door, f"{where}deltager/", order=str(order.public_id), since="10-12-2026").status_code == 303
    first = GroupSession.objects.order_by("day")[0]
    assert "Fremmøde" in door.get("/dag/").content.decode()
    page = door.get(f"/hold/moede/{first.public_id}/")
    assert "Karen P." in page.content.decode()
    refused = door.post(f"/hold/moede/{first.public_id}/", form_of(page))
    assert refused.status_code == 422
    assert send(door, f"/hold/moede/{first.public_id}/", **{str(order.public_id): "held"}).status_code == 303
    assert Visit.objects.get().minutes == 120
    assert "1 af 1 kom" in door.get(where).content.decode()
    assert send(door, f"{where}deltager/{order.public_id}/slut/", last_day="10-12-2026").status_code == 303
    assert send(door, f"{where}luk/").status_code == 303


def test_another_provider_finds_nothing(client: Client, order: Order, sofie: Actor) -> None:
    visit = known.visited(order, sofie, TODAY, 60)
    other = given.logged_in(client, given.provider(known.house("Et andet sted"), "Per Juhl"))
    assert other.get("/bestillinger/").status_code == 200
    for address in (at(order), at(order, "kontakt/"), at(order, "statusnotat/"), f"/kontakt/{visit.public_id}/"):
        assert other.get(address).status_code == 404
    assert "Karen" not in other.get("/dag/").content.decode()


def test_the_order_is_gone_for_the_provider_the_day_after_its_last(door: Client, order: Order, anne: Actor) -> None:
    actions.end_order(order, last_day=TODAY, because="Målet er nået.", by=access.moved_to(anne, TODAY), on=TODAY)
    assert door.get(at(order)).status_code == 200
    with clock.at(datetime(2026, 12, 11, 8, tzinfo=ZoneInfo("Europe/Copenhagen"))):
        assert door.get(at(order)).status_code == 404
        assert "Karen" not in door.get("/bestillinger/").content.decode()


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("Karen får åbnet sin post.", "Borgeren får åbnet sin post."),
        ("Hjælp til Karen Prøve. Prøves søster ringer.", "Hjælp til borgeren. Borgerens søster ringer."),
        ("Støtte til Karens post og ikke til karenstid.", "Støtte til borgerens post og ikke til karenstid."),
    ],
)
def test_names_in_what_is_asked_are_not_told_before_the_answer(anne: Actor, sofie: Actor, written: str, told: str) -> None:
    placed = known.placed(known.granted(anne), anne, purpose=written)
    assert finding.nameless(known.seen(placed, sofie), written) == told
    assert finding.nameless(known.seen(known.accepted(placed, sofie), sofie), written) == written
