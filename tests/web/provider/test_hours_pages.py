"""The pages of the hour bank: the provider's, the caseworker's, the citizen's."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

import pytest
from django.test import Client

from mestring.audit import clock
from mestring.audit.models import LookUp
from mestring.decisions.models import Grant
from mestring.delivery import actions
from mestring.delivery.models import CompanionChoice, HourUse, Order, OtherAccompaniment, SavingAgreement
from mestring.people import access
from mestring.people.access import Actor
from mestring.people.models import Account
from tests import given
from tests.decisions import given_decision as deciding
from tests.delivery import given_delivery as known
from tests.delivery.test_hours import GRANTED
from tests.web.provider.test_provider import form_of, send

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


def accompanied(anne: Actor, standard: str = given.VEJLE) -> Grant:
    return known.granted(anne, application=deciding.asked_for(anne, "97", standard=standard), **GRANTED)


@pytest.fixture
def grant(anne: Actor) -> Grant:
    return accompanied(anne)


@pytest.fixture
def order(grant: Grant, anne: Actor, sofie: Actor) -> Order:
    return known.running(grant, anne, sofie)


def text(door: Client, address: str) -> str:
    page = door.get(address)
    assert page.status_code == 200, (address, page.status_code)
    return re.sub(r"\s+", " ", page.content.decode().replace("\xa0", " "))


def bank(grant: Grant, rest: str = "") -> str:
    return f"/sag/{grant.case.public_id}/bevilling/{grant.public_id}/timebank/{rest}"


def citizen(client: Client, grant: Grant) -> Client:
    account = Account.objects.create(username="karen", name="Karen Prøve", citizen=grant.case.citizen)
    return given.logged_in(client, access.actor_of(account, TODAY))


# ------------------------------------------------------------------------------------------------ the provider


def test_hours_are_registered_by_day_and_length_and_nothing_else(client: Client, order: Order, sofie: Actor) -> None:
    door, where = given.logged_in(client, sofie), f"/bestilling/{order.public_id}/timer/"
    assert where in text(door, f"/bestilling/{order.public_id}/")
    page = door.get(where)
    assert "Der er <b>15 timer</b> at bruge i dag." in text(door, where)
    assert 'value="10-12-2026"' in page.content.decode(), "today is filled in"
    assert door.post(where, {**form_of(page), "day": "10-12-2026", "minutes": "1:30"}).status_code == 303
    assert send(door, where, day="09-12-2026", minutes="1,5", what="Svømning").status_code == 303
    assert list(HourUse.objects.order_by("pk").values_list("minutes", "what")) == [(90, ""), (90, "Svømning")]
    shown = text(door, where)
    assert "12 timer" in shown
    assert "Svømning" in shown


def test_too_many_hours_say_what_is_left_and_keep_what_was_typed(client: Client, order: Order, sofie: Actor) -> None:
    door, where = given.logged_in(client, sofie), f"/bestilling/{order.public_id}/timer/"
    refused = send(door, where, day="10-12-2026", minutes="15:01", what="Svømning")
    assert refused.status_code == 422
    said = refused.content.decode()
    assert "er 15 timer at bruge den 10-12-2026" in said.replace("\xa0", " ")
    assert 'value="Svømning"' in said
    refused = send(door, where, day="10-12-2026", minutes="1", expenses="50")
    assert refused.status_code == 422
    assert "atsen for 2026" in refused.content.decode().replace("\xa0", " ")
    assert not HourUse.objects.exists()


def test_hours_in_error_are_struck_out(client: Client, order: Order, sofie: Actor) -> None:
    door = given.logged_in(client, sofie)
    made = actions.register_use(known.seen(order, sofie), day=TODAY, minutes=90, by=sofie, on=TODAY)
    assert send(door, f"/timer/{made.public_id}/fejl/", because="Det var en anden dag").status_code == 303
    shown = text(door, f"/bestilling/{order.public_id}/timer/")
    assert "<s>1½ time</s>" in shown
    assert "Der er <b>15 timer</b>" in shown


def test_what_lapses_within_a_month_is_said_at_the_top(client: Client, anne: Actor, sofie: Actor, grant: Grant) -> None:
    Grant.objects.filter(pk=grant.pk).update(begins_on=date(2026, 7, 1))
    grant.refresh_from_db()
    order = known.running(grant, anne, sofie, begins=date(2026, 7, 1))
    actions.register_use(known.seen(order, sofie), day=date(2026, 7, 9), minutes=8 * 60, by=sofie, on=TODAY)
    assert "Der er <b>82 timer</b> at bruge i dag. 7 timer udløber 31. december." in text(
        given.logged_in(client, sofie), f"/bestilling/{order.public_id}/timer/"
    )
    assert "Du har 82 timer. 7 timer udløber 31. december." in text(citizen(Client(), grant), "/min-sag/")


def test_other_help_and_unanswered_orders_have_no_page_and_another_provider_none(client: Client, anne: Actor, sofie: Actor, order: Order) -> None:
    door = given.logged_in(client, sofie)
    of_85 = known.running(known.granted(anne), anne, sofie)
    assert door.get(f"/bestilling/{of_85.public_id}/timer/").status_code == 404
    assert "Timer til ledsagelse" not in text(door, f"/bestilling/{of_85.public_id}/")
    waiting = known.placed(accompanied(anne), anne)
    assert door.get(f"/bestilling/{waiting.public_id}/timer/").status_code == 404
    made = actions.register_use(known.seen(order, sofie), day=TODAY, minutes=90, by=sofie, on=TODAY)
    other = given.logged_in(Client(), given.provider(known.house("Et andet sted"), "Per Juhl"))
    assert other.get(f"/bestilling/{order.public_id}/timer/").status_code == 404
    assert other.get(f"/timer/{made.public_id}/fejl/").status_code == 404


# ------------------------------------------------------------------------------------------------ the caseworker


def test_the_caseworker_sees_the_account_and_answers_for_the_companion(client: Client, anne: Actor, sofie: Actor, grant: Grant, order: Order) -> None:
    actions.register_use(known.seen(order, sofie), day=TODAY, minutes=90, what="Svømning", by=sofie, on=TODAY)
    door = given.logged_in(client, anne)
    assert bank(grant) in text(door, f"/sag/{grant.case.public_id}/bestilling/{order.public_id}/")
    shown = text(door, bank(grant))
    assert "Der er <b>13½ time</b> at bruge." in shown
    assert "13½ time udløber 31. maj 2027." in shown
    assert "Svømning" in shown
    assert "Vejle 2023, l. 748" in shown
    assert send(door, bank(grant, "ledsager/"), name="Søren Bror", relation="Bror", close_relative="yes").status_code == 303
    choice = CompanionChoice.objects.get()
    where = bank(grant, f"ledsager/{choice.public_id}/")
    assert where in text(door, bank(grant))
    refused = send(door, where, way="approve")
    assert refused.status_code == 422
    assert "Ledsageren kan ikke være en nær pårørende" in refused.content.decode()
    assert send(door, where, way="refuse", reason="Bor sammen med borgeren.").status_code == 303
    assert "Bor sammen med borgeren." in text(door, bank(grant))
    assert where not in text(door, bank(grant))


def test_saving_and_other_accompaniment_are_written_where_the_standard_asks(client: Client, anne: Actor) -> None:
    grant, door = accompanied(anne, given.REBILD), given.logged_in(client, anne)
    assert "Kontoen kan ikke gøres op endnu." in text(door, bank(grant))
    assert send(door, bank(grant, "anden/"), minutes="5", told="Botilbuddets plan").status_code == 303
    assert OtherAccompaniment.objects.get().minutes == 300
    assert "Der er <b>10 timer</b> at bruge." in text(door, bank(grant))
    assert "Ikke aftalt" in text(door, bank(grant))
    assert send(door, bank(grant, "opsparing/"), since="01-12-2026").status_code == 303
    assert SavingAgreement.objects.get().since == date(2026, 12, 1)


def test_where_the_standard_asks_for_nothing_there_is_nothing_to_write(client: Client, anne: Actor, grant: Grant) -> None:
    door = given.logged_in(client, anne)
    for address in (bank(grant, "opsparing/"), bank(grant, "anden/")):
        assert door.get(address).status_code == 404
        assert address not in text(door, bank(grant))
    other = given.logged_in(Client(), given.caseworker(given.unit("Et andet team"), "Bo Vang"))
    assert other.get(bank(grant)).status_code == 404
    assert door.get(bank(known.granted(anne))).status_code == 404


# ------------------------------------------------------------------------------------------------ the citizen


def test_the_citizen_reads_the_account_month_by_month(client: Client, sofie: Actor, grant: Grant, order: Order) -> None:
    actions.register_use(known.seen(order, sofie), day=TODAY, minutes=90, by=sofie, on=TODAY)
    door, where = citizen(client, grant), f"/min-sag/timer/{grant.public_id}/"
    own = text(door, "/min-sag/")
    assert "Du har 13½ time." in own
    assert where in own
    shown = text(door, where)
    for words in ("Du har 13½ time.", "December 2026", "1½ time", "13½ time udløber 31. maj 2027.", "Borgeren kan spare timer op i 6 måneder"):
        assert words in shown, words
    assert LookUp.objects.filter(thing_id=str(grant.public_id)).exists()
    other = known.granted(given.caseworker())
    assert door.get(f"/min-sag/timer/{other.public_id}/").status_code == 404


def test_the_citizen_is_told_how_to_save_where_it_must_be_agreed(client: Client, anne: Actor, sofie: Actor) -> None:
    grant = accompanied(anne, given.VIBORG)
    assert "Vil du spare timer op, så ring til Anne Mette Riis, telefon 75 00 00 00." in text(citizen(client, grant), f"/min-sag/timer/{grant.public_id}/")
