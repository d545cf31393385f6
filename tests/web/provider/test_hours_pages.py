"""The pages of the hour bank: the provider's, the caseworker's, the citizen's."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

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
    assert 'value="01-12-2026"' in text(door, bank(grant, "anden/")), "the first that is told holds from the beginning"
    assert send(door, bank(grant, "anden/"), minutes="5", since="01-12-2026", told="Botilbuddets plan").status_code == 303
    assert OtherAccompaniment.objects.get().minutes == 300
    assert "Der er <b>10 timer</b> at bruge." in text(door, bank(grant))
    assert "Ikke aftalt" in text(door, bank(grant))
    assert send(door, bank(grant, "opsparing/"), since="01-12-2026").status_code == 303
    assert SavingAgreement.objects.get().since == date(2026, 12, 1)


def test_other_accompaniment_is_told_anew_from_a_month_and_what_was_told_before_is_still_read(client: Client, anne: Actor) -> None:
    grant, door = accompanied(anne, given.REBILD), given.logged_in(client, anne)
    refused = send(door, bank(grant, "anden/"), minutes="16", since="01-12-2026", told="Botilbuddets plan")
    assert refused.status_code == 422
    assert "Anden ledsagelse: der er 15 timer om måneden at trække fra. Skriv højst det." in refused.content.decode().replace("\xa0", " ")
    assert not OtherAccompaniment.objects.exists()
    assert send(door, bank(grant, "anden/"), minutes="4,5", since="01-12-2026", told="Botilbuddets plan").status_code == 303
    assert 'value="4,5"' in text(door, bank(grant, "anden/")), "what is told is filled in"
    for minutes, told in (("3", "Botilbuddets nye plan"), ("2", "Botilbuddets rettede plan")):
        assert send(door, bank(grant, "anden/"), minutes=minutes, since="01-04-2027", told=told).status_code == 303
    shown = text(door, bank(grant))
    assert "Der er <b>10½ time</b> at bruge." in shown
    places = [shown.index(words) for words in ("2 timer om måneden", "3 timer om måneden", "4½ time om måneden")]
    assert places == sorted(places), "the newest first"
    assert shown.count("Fra april 2027") == 2
    assert shown.count("Erstattet af det, der er skrevet senere.") == 1
    assert "Botilbuddets nye plan. Skrevet 10. december af Anne Mette Riis. Erstattet" in shown


def test_nothing_is_said_to_be_left_after_the_last_day_of_help(client: Client, anne: Actor, sofie: Actor, grant: Grant) -> None:
    Grant.objects.filter(pk=grant.pk).update(begins_on=date(2026, 9, 1), ends_on=date(2026, 12, 10))
    grant.refresh_from_db()
    order = known.running(grant, anne, sofie, begins=date(2026, 9, 1))
    actions.register_use(known.seen(order, sofie), day=date(2026, 9, 9), minutes=450, by=sofie, on=TODAY)
    door, own = given.logged_in(client, anne), citizen(Client(), grant)
    assert "Der er <b>52½ time</b> at bruge. 52½ time udløber 10. december." in text(door, bank(grant))
    assert "Du har 52½ time. 52½ time udløber 10. december." in text(own, "/min-sag/")
    Grant.objects.filter(pk=grant.pk).update(ends_on=date(2026, 12, 9))
    for who, where, words in (
        (door, bank(grant), "Hjælpen sluttede 9. december. Der er ingen timer at bruge."),
        (given.logged_in(Client(), sofie), f"/bestilling/{order.public_id}/timer/", "Hjælpen sluttede 9. december. Der er ingen timer at bruge."),
        (own, f"/min-sag/timer/{grant.public_id}/", "Din hjælp sluttede 9. december. Der er ikke flere timer at bruge."),
    ):
        shown = text(who, where)
        assert words in shown
        assert "52½ time at bruge" not in re.sub("</?b>", "", shown)
        assert "Du har" not in shown
        assert "hver måned. De ældste" not in shown


def test_hours_of_accompaniment_are_delivered_on_the_providers_day(client: Client, order: Order, sofie: Actor) -> None:
    """Nine hours and a half on the first ten days of the month; not those in error, and not those of another month."""
    door = given.logged_in(client, sofie)
    assert "Leveret 0,0 t" in re.sub("(<[^>]*>)+ *", " ", text(door, "/dag/"))
    seen = known.seen(order, sofie)
    for day, minutes in ((TODAY, 480), (date(2026, 12, 2), 90)):
        actions.register_use(seen, day=day, minutes=minutes, by=sofie, on=TODAY)
    wrong = actions.register_use(seen, day=TODAY, minutes=60, by=sofie, on=TODAY)
    actions.mark_use_in_error(wrong, because="To gange", by=sofie, on=TODAY)
    HourUse.objects.create(order=order, day=date(2026, 11, 30), minutes=60, registered_on=TODAY, registered_by_id=sofie.employee)
    assert "Leveret 9,5 t" in re.sub("(<[^>]*>)+ *", " ", text(door, "/dag/"))
    with CaptureQueriesContext(connection) as asked:
        door.get("/dag/")
    assert len(asked) <= 10


def test_a_companion_who_waits_stands_on_the_work_list(client: Client, anne: Actor, grant: Grant) -> None:
    door = given.logged_in(client, anne)
    assert bank(grant) not in text(door, "/arbejde/")
    assert send(door, bank(grant, "ledsager/"), name="Ida Nabo", relation="Nabo", close_relative="no").status_code == 303
    shown = text(door, "/arbejde/")
    assert bank(grant) in shown
    assert "en ledsager venter på godkendelse" in shown
    assert send(door, bank(grant, f"ledsager/{CompanionChoice.objects.get().public_id}/"), way="approve").status_code == 303
    assert bank(grant) not in text(door, "/arbejde/")


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
