"""The pages of a course nobody had to decide: ordered with a last day, followed up, agreed, ended; and an order that came to nothing."""

from __future__ import annotations

import re
from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from mestring.audit import clock
from mestring.cases.models import Due
from mestring.delivery import actions as delivering
from mestring.delivery.models import Order
from mestring.followups import actions
from mestring.followups.models import FollowUp
from mestring.people import access
from mestring.people.access import Actor
from mestring.people.models import Unit
from tests import given
from tests.delivery import given_delivery as known
from tests.delivery.conftest import noon

pytestmark = pytest.mark.django_db
ON = date(2026, 2, 26)
BEGAN = date(2026, 1, 31)


@pytest.fixture
def by() -> Actor:
    return given.caseworker(on=ON)


@pytest.fixture
def sofie() -> Actor:
    return given.provider(on=ON)


@pytest.fixture
def door(by: Actor, settings: Any) -> Any:
    settings.COUNCIL = "randers"
    with clock.at(noon(ON)):
        yield given.logged_in(Client(), by)


@pytest.fixture
def order(door: Client, by: Actor, sofie: Actor) -> Order:
    """A course in Randers that has run since the last of January."""
    values = {"purpose": "Et forløb", "begins_on": BEGAN, "answer_by": ON, "section": "82a", "standard": given.RANDERS}
    made = delivering.place_order(given.case(by), unit=Unit.objects.get(pk=sofie.provides[0]), by=by, on=ON, **values)
    known.accepted(made, sofie, on=ON)
    delivering.start(known.seen(made, sofie), started_on=BEGAN, by=sofie, on=ON)
    actions.take_up_courses(by=access.house(ON), on=ON)
    return Order.objects.get(pk=made.pk)


def at(order: Order, name: str = "course") -> str:
    return reverse(f"caseworker:{name}", args=[order.case.public_id, order.public_id])


def text(answer: Any) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode())).replace("\xa0", " ")


def sent(**values: Any) -> dict[str, Any]:
    return {"key": str(uuid4()), "held_on": "26-02-2026", "form": "telephone", "agreed": "Det går fremad.", "outcome": "continue", "version": 0, **values}


def test_the_page_says_by_when_and_why_and_the_list_leads_to_it(door: Client, order: Order) -> None:
    page = text(door.get(at(order)))
    for words in (
        "Opfølgning på § 82 a: forløbet hos Mestringsvejen",
        "Senest lørdag 28. februar",
        "Dagen støtten begyndte",
        "Bestilt og leveret",
        "Næste opfølgning 31. marts",
    ):
        assert words in page, words
    assert "Bevilget" not in page
    assert f'href="{at(order)}"' in door.get("/arbejde/").content.decode()


def test_one_is_held_once_and_stands_in_the_case(door: Client, order: Order) -> None:
    said = sent()
    for _ in range(2):
        answer = door.post(at(order), said)
        assert (answer.status_code, answer["Location"]) == (303, reverse("caseworker:case", args=[order.case.public_id]))
    made = FollowUp.objects.get()
    assert (made.order_id, made.due_on, made.agreed) == (order.pk, date(2026, 2, 28), "Det går fremad.")
    assert "Opfølgning på § 82 a" in text(door.get(reverse("caseworker:case", args=[order.case.public_id])))
    held = text(door.get(reverse("caseworker:held_follow_up", args=[order.case.public_id, made.public_id])))
    assert "Opfølgning på § 82 a, 26. februar" in held
    assert "Omfang" not in held


def test_an_end_asks_why_and_loses_nothing_that_was_typed(door: Client, order: Order) -> None:
    answer = door.post(at(order), sent(outcome="end"))
    assert answer.status_code == 422
    assert "Hvorfor slutter forløbet" in text(answer)
    assert "Det går fremad." in answer.content.decode()
    assert not FollowUp.objects.exists()
    door.post(at(order), sent(outcome="end", ended_because="Målene er nået"))
    order.refresh_from_db()
    assert (order.state, order.ended_because, order.last_day) == ("ended", "Målene er nået", ON)


def test_another_day_is_agreed_by_the_name_the_page_uses(door: Client, order: Order) -> None:
    answer = door.post(at(order, "agree_course"), {"key": str(uuid4()), "next_on": "20-02-2026"})
    assert (answer.status_code, "skriv en dag fra 26-02-2026 og frem" in text(answer).lower()) == (422, True)
    assert 'id="id_next_on"' in answer.content.decode() or 'name="next_on"' in answer.content.decode()
    assert door.post(at(order, "agree_course"), {"key": str(uuid4()), "next_on": "27-02-2026"}).status_code == 303
    assert Due.objects.waiting().get(kind=Due.Kind.COURSE).on == date(2026, 2, 27)


def test_a_course_is_ordered_with_the_last_day_law_allows(door: Client, by: Actor, sofie: Actor) -> None:
    case = given.case(by)
    where = reverse("caseworker:place_open_order", args=[case.public_id, "82b"])
    page = door.get(where)
    assert 'value="25-08-2026"' in page.content.decode()
    assert "Hvor længe" in text(page)
    said = {
        "key": str(uuid4()),
        "unit": str(Unit.objects.get(pk=sofie.provides[0]).public_id),
        "purpose": "At kunne lægge et budget",
        "begins_on": "26-02-2026",
        "answer_by": "02-03-2026",
    }
    answer = door.post(where, {**said, "last_day": "26-08-2026"})
    assert answer.status_code == 422
    assert "Sidste dag: hjælpen gives fra 26-02-2026 til 25-08-2026." in text(answer)
    assert "At kunne lægge et budget" in answer.content.decode()
    assert door.post(where, {**said, "key": str(uuid4()), "last_day": "25-08-2026"}).status_code == 303
    assert Order.objects.get().last_day == date(2026, 8, 25)


def test_a_refused_course_is_asked_of_another_or_seen_to(door: Client, by: Actor, sofie: Actor) -> None:
    values = {"purpose": "Et forløb", "begins_on": ON, "answer_by": ON, "section": "82a", "standard": given.RANDERS}
    made = delivering.place_order(given.case(by), unit=Unit.objects.get(pk=sofie.provides[0]), by=by, on=ON, **values)
    delivering.decline(known.seen(made, sofie), because="Ingen plads.", by=sofie, on=ON)
    page = door.get(at(made, "order")).content.decode()
    assert reverse("caseworker:place_open_order", args=[made.case.public_id, "82a"]) in page
    assert at(made, "see_to_order") in page
    assert door.post(at(made, "see_to_order"), {"key": str(uuid4())}).status_code == 303
    assert "Ikke mere at gøre" not in door.get(at(made, "order")).content.decode()
    assert not Due.objects.waiting().filter(case=made.case).exists()
