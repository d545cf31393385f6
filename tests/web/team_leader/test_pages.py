"""The leader's pages: the goal of 90 %, what stands still, the load, the sample, broken glass."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.test import Client

from mestring.audit import clock
from mestring.cases import proposals
from mestring.cases.actions import journal
from mestring.cases.actions.application import extend, settle_decided
from mestring.cases.actions.glass import break_glass
from mestring.followups.actions import agree_date, mark_in_error
from mestring.insight import deadlines, follow_ups
from mestring.people.actions.sample import draw_sample, last_week, review_look
from mestring.people.errors import NotYourOwn
from mestring.people.models import SampledLook, Unit
from tests import given
from tests.conftest import NOON
from tests.decisions import given_decision as known
from tests.followups.given_follow_up import held
from tests.given import TODAY

pytestmark = pytest.mark.django_db


def dated(by: given.Actor, days_ago: int) -> given.Application:
    kind = proposals.kinds(given.VIBORG, "85", TODAY)[0].id
    day = TODAY - timedelta(days=days_ago)
    with clock.at(NOON - timedelta(days=days_ago)):
        return given.application(by, section="85", kind=kind, standard=given.VIBORG, received_on=day, on=day)


def test_follow_ups_count_by_the_day_they_should_be_held_and_late_ones_say_how_late() -> None:
    anne, lars, stranger = given.caseworker(), given.leader(), given.leader(given.unit("Et andet team"), "Tove Anden")
    first = date(2027, 3, 1)
    held(known.granted(anne), anne, on=first)  # in time
    held(known.granted(anne), anne, on=first + timedelta(days=10))  # ten days late
    known.granted(anne)  # not held
    agreed = known.granted(anne)
    agree_date(agreed, kind="follow_up", day=first + timedelta(days=20), because="Ferie.", agreed_with="Else, konsulent", by=anne, on=TODAY)
    held(agreed, anne, on=first + timedelta(days=20))  # later, as agreed
    wrong = held(known.granted(anne), anne, on=first)
    mark_in_error(wrong, because="Forkert.", by=anne, on=first)  # so that one is not held either
    on = first + timedelta(days=30)
    found = follow_ups.kept_by_section(given.access.moved_to(lars, on), on)
    assert [(one.section, one.owed, one.kept, one.open, one.late_days, one.percent) for one in found] == [("85", 5, 2, 2, 23, 40)]
    assert follow_ups.kept_by_section(stranger, on) == []
    assert follow_ups.long_overdue(lars, on) == 0
    assert follow_ups.long_overdue(lars, on + timedelta(days=100)) == 2
    with clock.at(NOON + timedelta(days=126)):
        page = given.logged_in(Client(), lars).get("/overblik/").content.decode().replace("\xa0", " ")
    assert "Opfølgninger, tre måneder" in page
    assert "23 dage" in page


def test_only_what_was_decided_by_the_first_promise_is_kept() -> None:
    anne, lars = given.caseworker(), given.leader()
    settle_decided(dated(anne, 1), by=anne, on=TODAY)
    settle_decided(dated(anne, 300), by=anne, on=TODAY)
    this = deadlines.kept_by_month(lars, TODAY)[-1]
    assert (this.kept, this.all) == (1, 2)


def test_a_deadline_that_was_moved_is_not_kept_by_the_new_day() -> None:
    anne, lars = given.caseworker(), given.leader()
    made = dated(anne, 1)
    extend(made, by=anne, on=TODAY, reason="Vi venter på hospitalet", new_day=made.promised + timedelta(days=41), sure=True)
    between = made.promised + timedelta(days=10)
    settle_decided(made, by=anne, on=between)
    this = deadlines.kept_by_month(lars, between)[-1]
    assert (this.kept, this.all) == (0, 1)


def test_what_is_past_its_deadline_without_an_answer_is_not_kept_in_the_month_the_day_passed(client: Client) -> None:
    anne, lars = given.caseworker(), given.leader()
    settle_decided(dated(anne, 1), by=anne, on=TODAY)
    late = dated(anne, 80)
    dated(anne, 2)
    gone = {(one.first.year, one.first.month): one for one in deadlines.kept_by_month(lars, TODAY)}
    month = gone[(late.promised.year, late.promised.month)]
    assert (month.open, month.all - month.kept) == (1, 1)
    assert sum(one.all for one in gone.values()) == 2
    assert deadlines.open_past_deadline(lars, TODAY) == 1
    page = given.logged_in(client, lars).get("/overblik/").content.decode()
    assert "1 ansøgning er ikke afgjort, selv om fristen er gået" in page


def test_nobody_reviews_their_own_look() -> None:
    lars = given.leader()
    case = given.case(given.caseworker())
    with clock.at(NOON - timedelta(days=7)):
        given.logged_in(Client(), lars).get(f"/sag/{case.public_id}/")
    (own,) = draw_sample(Unit.objects.get(pk=lars.leads[0]), by=lars, on=TODAY)
    with pytest.raises(NotYourOwn):
        review_look(own, by=lars, on=TODAY, verdict="fine")


def test_what_nobody_has_touched_for_a_month_stands_still() -> None:
    anne, lars = given.caseworker(), given.leader()
    old, new = dated(anne, 40), dated(anne, 3)
    found = [one.application.pk for one in deadlines.stuck(lars, TODAY)]
    assert old.pk in found
    assert new.pk not in found


def test_the_overview_shows_the_load_of_each_and_what_nobody_has(client: Client) -> None:
    anne, lars = given.caseworker(), given.leader()
    dated(anne, 1)
    given.application(anne, given.case(anne, mine=False))
    page = given.logged_in(client, lars).get("/overblik/").content.decode()
    assert anne.name in page
    assert "Uden ansvarlig" in page


def test_another_teams_leader_sees_none_of_it(client: Client) -> None:
    anne = given.caseworker()
    made = dated(anne, 40)
    other = given.leader(given.unit("Et andet team"), name="Grete Holm")
    page = given.logged_in(client, other).get("/overblik/").content.decode()
    assert made.case.number not in page
    assert anne.name not in page


def test_last_weeks_sample_is_drawn_once_and_reviewed(client: Client) -> None:
    anne, lars = given.caseworker(), given.leader()
    case = given.case(anne)
    hers = given.logged_in(Client(), anne)
    with clock.at(NOON - timedelta(days=7)):
        for _ in range(12):
            hers.get(f"/sag/{case.public_id}/")
    first = draw_sample(Unit.objects.get(pk=lars.leads[0]), by=lars, on=TODAY)
    again = draw_sample(Unit.objects.get(pk=lars.leads[0]), by=lars, on=TODAY)
    assert len(first) == 10
    assert [one.look for one in first] == [one.look for one in again]
    assert {one.week for one in first} == {last_week(TODAY)}
    given.logged_in(client, lars)
    assert anne.name in client.get("/stikproeve/").content.decode()
    where = f"/stikproeve/{first[0].pk}/"
    refused = client.post(where, {"key": str(uuid4()), "verdict": "asked", "words": ""})
    assert refused.status_code == 422
    assert "Skriv, hvad du spørger om" in refused.content.decode()
    assert client.post(where, {"key": str(uuid4()), "verdict": "fine", "words": ""}).status_code == 303
    assert SampledLook.objects.get(pk=first[0].pk).reviewed_on == TODAY


def test_broken_glass_waits_for_the_leader_of_the_team_and_nobody_else(client: Client) -> None:
    anne, lars = given.caseworker(), given.leader()
    case = given.case(anne)
    stranger = given.caseworker(given.unit("Et andet team"), name="Bo Vang")
    relation = break_glass(case, by=stranger, on=TODAY, category="danger", reason="Fare for borgerens liv")
    given.logged_in(client, lars)
    assert "Gennemgå" in client.get("/noedadgange/").content.decode()
    where = f"/noedadgange/{relation.public_id}/"
    assert client.post(where, {"key": str(uuid4()), "review": "I orden"}).status_code == 303
    relation.refresh_from_db()
    assert relation.reviewed_on == TODAY
    other = given.logged_in(Client(), given.leader(given.unit("Et andet team"), name="Grete Holm"))
    assert other.get(where).status_code == 404


def test_the_spread_of_work_counts_cases_and_what_is_due_in_them_apart() -> None:
    """One case may have several things due; near is thirty days."""
    anne, lars = given.caseworker(), given.leader()
    case = given.case(anne)
    for days in (-1, 30, 31):
        journal.ask_for_information(
            case, by=anne, on=TODAY - timedelta(days=40), whom="citizen", source="Borgeren", asks="Budget", due_on=TODAY + timedelta(days=days)
        )
    (row,) = deadlines.loads(lars, TODAY)
    assert (row.name, row.cases, row.open, row.late, row.soon) == (anne.name, 1, 3, 1, 1)


def test_without_anything_decided_there_is_no_picture_of_nothing(client: Client) -> None:
    page = given.logged_in(client, given.leader()).get("/overblik/").content.decode()
    assert "Intet med en offentliggjort frist er afgjort" in page
    assert "m-goalbars" not in page


def test_the_goal_is_the_standards_own_with_its_sentence_and_a_proposal_where_it_names_none(client: Client, settings: object) -> None:
    """Viborg 2020 adopted 90 %; Vejle 2023 names no goal."""
    adopted, proposed = deadlines.goal(given.VIBORG), deadlines.goal(given.VEJLE)
    assert (adopted.percent, proposed.percent) == (90, 90)
    assert adopted.source.startswith("Viborg 2020, l. ")
    assert not proposed.source
    given.logged_in(client, given.leader())
    assert "nævner ikke et mål" in client.get("/overblik/").content.decode()
    settings.COUNCIL = "viborg"
    assert "Kilde: Viborg 2020" in client.get("/overblik/").content.decode().replace("\xa0", " ")
