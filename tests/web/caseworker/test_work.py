"""*Mit arbejde*: what is due, the nearest first, for whom, why, and what next."""

from __future__ import annotations

import re
from datetime import timedelta
from urllib.parse import urlencode
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from mestring.audit.models import LookUp
from mestring.cases import proposals
from mestring.cases.actions import due
from mestring.cases.actions.inquiry import name_citizen, receive_inquiry
from mestring.cases.models import Case, Due
from mestring.people import access
from mestring.people.actions import employee as staff
from mestring.people.models import Assignment, Employee
from mestring.web.caseworker.pages import work as work_page
from tests import given
from tests.given import TODAY

pytestmark = pytest.mark.django_db
WORK = "/arbejde/"


def dated(by: given.Actor, days_ago: int, **more: object) -> given.Application:
    kind = proposals.kinds(given.VIBORG, "85", TODAY)[0].id
    return given.application(by, section="85", kind=kind, standard=given.VIBORG, received_on=TODAY - timedelta(days=days_ago), **more)


def text_of(client: Client, **query: str) -> str:
    return client.get(f"{WORK}?{urlencode(query)}").content.decode().replace("\xa0", " ").replace("&nbsp;", " ")


def test_what_is_over_comes_first_and_says_how_much(client: Client) -> None:
    anne = given.caseworker()
    old, new = dated(anne, 400), dated(anne, 1)
    page = text_of(given.logged_in(client, anne))
    assert page.index("Overskredet") < page.index("Senere")
    assert f"{(TODAY - old.deadline).days} dage over" in page
    assert f"Om {(new.deadline - TODAY).days} dage" in page


def test_a_line_says_why_and_what_next(client: Client) -> None:
    anne = given.caseworker()
    made = dated(anne, 1)
    page = text_of(given.logged_in(client, anne))
    assert "Hvorfor?" in page
    assert made.finding["source"].split(",")[0] in page
    assert reverse("caseworker:application", args=[made.case.public_id, made.public_id]) in page


def test_mine_the_teams_and_what_nobody_has(client: Client) -> None:
    anne = given.caseworker()
    jonas = given.caseworker(name="Jonas Ek")
    mine, his, nobodys = dated(anne, 1), dated(jonas, 1), dated(anne, 1, where=given.case(anne, mine=False))
    given.logged_in(client, anne)

    def numbers(**query: str) -> set[str]:
        page = text_of(client, **query)
        return {one.case.number for one in (mine, his, nobodys) if one.case.number in page}

    assert numbers() == {mine.case.number}
    assert numbers(hvem="team") == {one.case.number for one in (mine, his, nobodys)}
    assert numbers(hvem="ingen") == {nobodys.case.number}


def test_the_address_remembers_what_the_list_is_narrowed_by(client: Client) -> None:
    anne = given.caseworker()
    given.application(anne, section="97", standard=given.VEJLE)
    dated(anne, 400)
    given.logged_in(client, anne)
    assert "§ 97" in text_of(client, paragraf="97")
    assert "Ansøgning om § 85" not in text_of(client, paragraf="97")
    late = text_of(client, naar="over")
    assert "Ansøgning om § 85" in late
    assert "Ansøgning om § 97" not in late


def test_a_group_says_how_many_there_are_on_all_pages(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    anne = given.caseworker()
    where = given.case(anne)
    for days in (-3, -1, 0, 1, 2, 4, 30, 60):  # a Wednesday: the week is out on the fourth day after
        due.put(Due.Kind.REQUEST, uuid4(), case=where, on=TODAY + timedelta(days=days), what="Svar", next="Se efter", source="Aftalt", why=[])
    due.put(Due.Kind.REQUEST, uuid4(), case=where, on=None, what="Svar", next="Se efter", source="Aftalt", why=[])
    monkeypatch.setattr(work_page, "ROWS", 3)
    given.logged_in(client, anne)

    def groups(number: int) -> list[tuple[str, str]]:
        return re.findall(r'scope="rowgroup"><span[^>]*>([^<]+)</span> <span class="m-mute">([^<]+)<', text_of(client, side=str(number)))

    assert groups(1) == [("Overskredet", "2"), ("I dag", "1")]
    assert groups(2) == [("Resten af ugen", "3")]
    assert groups(3) == [("Senere", "3")]
    assert "9 ting at gøre" in text_of(client, side="2")
    assert "Næste side" in text_of(client, side="2")
    assert "Næste side" not in text_of(client, side="3")
    monkeypatch.setattr(work_page, "COUNTED", 4)
    assert "mere end 4 ting" in text_of(client)
    assert groups(3) == [("Senere", "3")], "what is too much to count is still shown"


def test_who_works_in_two_teams_gets_the_nearest_of_both(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    one, other = given.unit(), given.unit("Et andet team")
    anne, bo = given.caseworker(one), given.caseworker(other, name="Bo Vang")
    for days, by in ((-3, bo), (1, anne), (9, bo)):
        due.put(Due.Kind.REQUEST, uuid4(), case=given.case(by), on=TODAY + timedelta(days=days), what=f"Svar {days}", next="Se efter", source="Aftalt", why=[])
    both = given.employee("Ida Holm", Assignment.Role.CASEWORKER, one)
    staff.assign(both, by=access.house(TODAY), on=TODAY, unit=other, role="caseworker", since=TODAY)
    monkeypatch.setattr(work_page, "ROWS", 2)
    page = text_of(given.logged_in(client, given.actor(both)), hvem="team")
    assert page.index("Svar -3") < page.index("Svar 1")
    assert "Svar 9" not in page
    assert "Svar 9" in text_of(client, hvem="team", side="2")
    assert "3 ting at gøre" in page


@pytest.mark.apart  # it is SQLite's plan: PostgreSQL makes another by how many rows there are
@pytest.mark.parametrize("whose", work_page.WHOSE)
def test_no_list_is_sorted_so_that_it_takes_no_longer_with_more_cases(whose: str) -> None:
    anne = given.caseworker()
    rows = Due.objects.visible_to(anne).waiting().nearest(work_page.parts(anne, whose), 1001)
    plan = rows.with_counts(TODAY, 1001).with_names().soonest_first()[:50].explain()
    assert "USING INDEX due_" in plan
    assert "TEMP B-TREE" not in plan, plan


def test_a_caller_who_is_named_later_stands_in_the_list_by_name(client: Client) -> None:
    anne = given.caseworker()
    made = receive_inquiry(given.unit(), by=anne, on=TODAY, channel="phone", received_on=TODAY, about="Ringede om hjælp i hverdagen.")
    page = text_of(given.logged_in(client, anne))
    assert "Ukendt borger" in page
    who = given.citizen(anne)
    name_citizen(made, by=anne, on=TODAY, citizen=who)
    page = text_of(client)
    assert who.name in page
    assert "Ukendt borger" not in page


def test_another_team_is_shown_nothing_of_it(client: Client) -> None:
    made = dated(given.caseworker(), 1)
    stranger = given.caseworker(given.unit("Et andet team"), name="Bo Vang")
    page = text_of(given.logged_in(client, stranger), hvem="team")
    assert made.case.number not in page
    assert made.case.citizen.name not in page


def test_every_line_is_logged_before_it_is_shown(client: Client) -> None:
    anne = given.caseworker()
    made = [dated(anne, 1) for _ in range(3)]
    text_of(given.logged_in(client, anne))
    logged = set(LookUp.objects.filter(actor=anne.id, action="work.see").values_list("case", flat=True))
    assert logged == {str(one.case.public_id) for one in made}


def test_the_list_asks_as_often_for_fifty_lines_as_for_one(client: Client) -> None:
    """Seven at most, and in PostgreSQL one more, which tells the second wall who asks. What opens and ends a transaction is not a question."""
    anne = given.caseworker()
    given.logged_in(client, anne)

    def asked() -> list[str]:
        text_of(client)
        with CaptureQueriesContext(connection) as queries:
            text_of(client)
        return [one["sql"] for one in queries if not one["sql"].startswith(("SAVEPOINT", "RELEASE", "BEGIN", "COMMIT"))]

    dated(anne, 1)
    few = asked()
    for _ in range(30):
        dated(anne, 1)
    many = asked()
    assert len(few) == len(many) <= (8 if connection.vendor == "postgresql" else 7), many


def test_cases_are_given_to_a_colleague_after_a_list_and_a_yes(client: Client) -> None:
    lars = given.leader()
    anne = given.caseworker()
    jonas = given.caseworker(name="Jonas Ek")
    made = [dated(anne, 1) for _ in range(2)]
    given.logged_in(client, lars)
    to = Employee.objects.get(pk=jonas.employee)
    first = client.post("/arbejde/fordel/", {"valgt": [str(one.case.public_id) for one in made], "responsible": str(to.public_id)})
    assert first.status_code == 200
    assert all(one.case.number in first.content.decode() for one in made)
    assert not Case.objects.filter(responsible=to).exists()
    sent = {"cases": " ".join(str(one.case.public_id) for one in made), "responsible": str(to.public_id), "key": str(uuid4())}
    done = client.post("/arbejde/fordel/", sent)
    assert done.status_code == 303
    assert Case.objects.filter(responsible=to).count() == 2


def test_nothing_is_given_away_when_nobody_is_chosen(client: Client) -> None:
    lars, anne = given.leader(), given.caseworker()
    made = dated(anne, 1)
    answer = given.logged_in(client, lars).post("/arbejde/fordel/", {"valgt": [str(made.case.public_id)], "responsible": ""})
    assert answer.status_code == 422
    assert "Vælg, hvem der skal have sagerne" in answer.content.decode()


def test_a_visitor_is_led_to_the_log_in(client: Client) -> None:
    answer = client.get(WORK)
    assert answer.status_code == 302
    assert answer["Location"].startswith(reverse("account_login"))


def test_the_administrator_has_no_work_list(client: Client) -> None:
    assert given.logged_in(client, given.administrator()).get(WORK).status_code == 404
