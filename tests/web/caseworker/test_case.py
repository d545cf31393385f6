"""The case page and the search: what the role needs, logged before it is shown, and nothing for anybody else."""

from __future__ import annotations

import re
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from mestring.audit.models import LookUp
from mestring.cases import proposals
from mestring.cases.actions import journal
from mestring.cases.actions.application import Wanted, receive_application
from mestring.cases.models import Case, Note
from mestring.people.actions.citizen import add_representation
from mestring.people.models import Employee
from mestring.web.caseworker.views.citizen import FACTS
from tests import given
from tests.decisions import given_decision as known
from tests.given import TODAY

pytestmark = pytest.mark.django_db


def plain(answer: object) -> str:
    return answer.content.decode().replace("\xa0", " ")


def without_token(answer: object) -> str:
    return re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", plain(answer))


def test_protection_comes_first_and_who_acts_for_the_citizen_is_said(client: Client) -> None:
    anne = given.caseworker()
    case = given.case(anne, given.citizen(anne, protected=True, communication="Skriv, ring ikke."))
    add_representation(case.citizen, by=anne, on=TODAY, kind="guardian_5", name="Villy Værge", since=TODAY, receives_letters=True)
    page = plain(given.logged_in(client, anne).get(f"/sag/{case.public_id}/"))
    assert page.index("Navne- og adressebeskyttelse") < page.index("Villy Værge") < page.index("Skriv, ring ikke.")
    assert "Prøvevej" not in page


def test_what_is_missing_stands_before_what_has_happened(client: Client) -> None:
    anne = given.caseworker()
    case = given.case(anne)
    given.application(anne, case, section="107", standard=given.VEJLE)
    page = plain(given.logged_in(client, anne).get(f"/sag/{case.public_id}/"))
    assert page.index("Send en kvittering") < page.index("Forløb")
    assert "Sæt en svardato for § 107" in page


def test_sections_that_were_sent_together_need_one_receipt(client: Client) -> None:
    anne = given.caseworker()
    case = given.case(anne)
    wanted = [Wanted("107", proposals.kinds(given.VEJLE, "107", TODAY)[0].id), Wanted("108", proposals.kinds(given.VEJLE, "108", TODAY)[0].id)]
    receive_application(case, by=anne, on=TODAY, standard=given.VEJLE, wanted=wanted, words="Et sted at bo.", channel="letter", received_on=TODAY)
    page = plain(given.logged_in(client, anne).get(f"/sag/{case.public_id}/"))
    assert page.count("Send en kvittering for ansøgningen") == 1


def test_everything_the_case_of_the_dead_asks_for_can_be_done(client: Client) -> None:
    anne = given.caseworker()
    grant = known.granted(anne)
    case = grant.case
    other = given.application(anne, case, section="97", standard=given.VEJLE)
    door = given.logged_in(client, anne)
    citizen = case.citizen
    facts = {name: getattr(citizen, name) or "" for name in FACTS} | {"born_on": f"{citizen.born_on:%d-%m-%Y}", "cpr": citizen.cpr, "died_on": "20-11-2026"}
    changed = door.post(f"/borger/{citizen.public_id}/ret/", {"key": str(uuid4()), "version": citizen.version, **facts})
    assert changed.status_code == 303
    decided = plain(door.get(f"/sag/{case.public_id}/ansoegning/{grant.decision.application.public_id}/afgoerelse/{grant.decision.public_id}/"))
    for gone in ("Skriv brevet", "Nedsæt eller afslut hjælpen", "Borgeren ønsker en ændring"):
        assert gone not in decided
    assert "Luk bevillingen" in decided
    page = plain(door.get(f"/sag/{case.public_id}/"))
    missing = page.split('id="mangler"')[1].split("<aside")[0]
    assert "kvittering" not in missing
    assert "Send brevet" not in missing
    asked = [one for one in re.findall(r'href="([^"]+)"', missing) if one.endswith(("/luk/", "/slut/"))]
    assert len(asked) == 2
    work = plain(door.get("/arbejde/?hvem=team"))
    assert all(one in work for one in asked)
    for address in asked:
        form = plain(door.get(address))
        if address.endswith("/luk/"):
            assert "Der skal hverken høres eller varsles" in form
        else:
            assert re.search(r'value="died" checked', form)
        assert door.post(address, {"key": str(uuid4()), "how": "died", "because": ""}).status_code == 303
    other.refresh_from_db()
    assert other.state == "died"
    assert "Intet mangler lige nu." in plain(door.get(f"/sag/{case.public_id}/"))
    assert door.post(f"/sag/{case.public_id}/afslut/", {"key": str(uuid4()), "because": "Borgeren er død."}).status_code == 303


def test_a_deadline_at_the_side_says_why(client: Client) -> None:
    anne = given.caseworker()
    made = given.application(anne, section="85", kind=proposals.kinds(given.VIBORG, "85", TODAY)[0].id, standard=given.VIBORG)
    page = plain(given.logged_in(client, anne).get(f"/sag/{made.case.public_id}/"))
    assert "Hvorfor denne dato?" in page
    assert made.finding["steps"][0]["text"] in page


def test_the_case_is_logged_before_it_is_shown_and_its_log_can_be_read(client: Client) -> None:
    anne, lars = given.caseworker(), given.leader()
    case = given.case(anne)
    given.logged_in(client, anne).get(f"/sag/{case.public_id}/")
    (look,) = LookUp.objects.filter(case=str(case.public_id))
    assert (look.actor, look.action, look.relation, look.citizen) == (anne.id, "case.see", "responsible", str(case.citizen.public_id))
    page = plain(given.logged_in(Client(), lars).get(f"/sag/{case.public_id}/log/"))
    assert "Ansvarlig sagsbehandler" in page


def test_a_case_one_may_not_see_and_one_that_is_not_there_are_answered_alike(client: Client) -> None:
    case = given.case(given.caseworker())
    given.logged_in(client, given.caseworker(given.unit("Et andet team"), name="Bo Vang"))
    foreign, missing = client.get(f"/sag/{case.public_id}/"), client.get(f"/sag/{uuid4()}/")
    assert foreign.status_code == missing.status_code == 404
    assert without_token(foreign) == without_token(missing)
    assert not LookUp.objects.filter(case=str(case.public_id)).exists()


def test_a_long_case_asks_as_often_as_a_short_one(client: Client) -> None:
    """Twenty at most."""
    anne = given.caseworker()
    case = given.case(anne)
    given.logged_in(client, anne)

    def asked() -> int:
        client.get(f"/sag/{case.public_id}/")
        with CaptureQueriesContext(connection) as queries:
            assert client.get(f"/sag/{case.public_id}/").status_code == 200
        return len([one for one in queries if not one["sql"].startswith(("SAVEPOINT", "RELEASE", "BEGIN", "COMMIT"))])

    def more() -> None:
        given.application(anne, case, sure=True)
        journal.write_note(case, by=anne, on=TODAY, kind=Note.Kind.PHONE, subject="Ringede", text="Talte om ugen", happened_on=TODAY)
        journal.ask_for_information(case, by=anne, on=TODAY, whom="citizen", source="Borgeren", asks="Budget", due_on=TODAY.replace(day=30))

    more()
    few = asked()
    for _ in range(5):
        more()
    assert few == asked()
    assert few <= 30


def test_a_case_is_opened_given_away_closed_and_opened_again(client: Client) -> None:
    anne = given.caseworker()
    jonas = given.caseworker(name="Jonas Ek")
    whose = given.citizen(anne)
    given.logged_in(client, anne)
    opened = client.post(f"/borger/{whose.public_id}/sag/ny/", {"key": str(uuid4()), "team": str(given.unit().public_id), "mine": "on"})
    assert opened.status_code == 303
    case = Case.objects.get(citizen=whose)
    assert case.responsible_id == anne.employee
    to = Employee.objects.get(pk=jonas.employee)
    assert client.post(f"/sag/{case.public_id}/ansvarlig/", {"key": str(uuid4()), "responsible": str(to.public_id)}).status_code == 303
    application = given.application(anne, case)
    shut = client.post(f"/sag/{case.public_id}/afslut/", {"key": str(uuid4()), "because": "Flyttet til en anden kommune"})
    assert shut.status_code == 422
    assert "ansøgning om § 85" in plain(shut)
    assert "Flyttet til en anden kommune" in plain(shut)
    client.post(f"/sag/{case.public_id}/ansoegning/{application.public_id}/slut/", {"key": str(uuid4()), "how": "withdrawn", "because": "Flyttet"})
    assert client.post(f"/sag/{case.public_id}/afslut/", {"key": str(uuid4()), "because": "Flyttet"}).status_code == 303
    case.refresh_from_db()
    assert case.state == "closed"
    assert client.post(f"/sag/{case.public_id}/aabn/", {"key": str(uuid4())}).status_code == 303
    case.refresh_from_db()
    assert (case.state, case.closed_on) == ("open", None)


def test_glass_is_broken_with_a_reason_and_the_case_says_so(client: Client) -> None:
    case = given.case(given.caseworker())
    stranger = given.caseworker(given.unit("Et andet team"), name="Bo Vang")
    given.logged_in(client, stranger)
    without = client.post("/noedadgang/", {"key": str(uuid4()), "number": case.number, "category": "danger", "reason": ""})
    assert without.status_code == 422
    done = client.post("/noedadgang/", {"key": str(uuid4()), "number": case.number, "category": "danger", "reason": "Borgeren ringer og er i fare"})
    assert done.status_code == 303
    page = plain(client.get(done["Location"]))
    assert "Du har åbnet sagen uden at have en relation til den" in page
    assert "Skriv notat" not in page
    assert client.get(f"/sag/{case.public_id}/ansoegning/ny/").status_code == 404


def test_a_number_without_a_case_is_said_after_the_reason(client: Client) -> None:
    given.logged_in(client, given.caseworker())
    answer = client.post("/noedadgang/", {"key": str(uuid4()), "number": "26-99999", "category": "danger", "reason": "Fare"})
    assert answer.status_code == 422
    assert "Der er ingen sag med det nummer" in plain(answer)


@pytest.mark.parametrize("how", ["name", "cpr", "number"])
def test_a_citizen_is_found_by_name_number_and_case_and_nothing_stands_in_the_address(client: Client, how: str) -> None:
    anne = given.caseworker()
    case = given.case(anne, given.citizen(anne, first_name="Ingeborg", last_name="Søgeord"))
    typed = {"name": "inge søge", "cpr": f"{case.citizen.cpr[:6]}-{case.citizen.cpr[6:]}", "number": case.number}[how]
    answer = given.logged_in(client, anne).post("/soeg-borger/", {"q": typed})
    assert "Ingeborg Søgeord" in plain(answer)
    assert f"/sag/{case.public_id}/" in plain(answer)
    assert LookUp.objects.filter(action="search", citizen=str(case.citizen.public_id)).exists()


def test_the_search_finds_nobody_of_another_team(client: Client) -> None:
    anne = given.caseworker()
    case = given.case(anne, given.citizen(anne, first_name="Ingeborg", last_name="Søgeord"))
    given.logged_in(client, given.caseworker(given.unit("Et andet team"), name="Bo Vang"))
    for typed in ("Ingeborg", case.citizen.cpr, case.number):
        assert "Ingen, du har adgang til, passer" in plain(client.post("/soeg-borger/", {"q": typed}))


def _primary(page: str) -> list[str]:
    return [re.sub(r"<[^>]+>", "", one).strip() for one in re.findall(r'<(?:a|button) class="button button-primary"[^>]*>(.*?)</(?:a|button)>', page, re.S)]


def test_the_case_and_its_application_begin_with_the_next_step_and_it_alone(client: Client) -> None:
    anne = given.caseworker()
    case = given.case(anne)
    door = given.logged_in(client, anne)
    assert _primary(plain(door.get(f"/sag/{case.public_id}/"))) == ["Tag imod en ansøgning"]
    asked = given.application(anne, case, section="85", standard=given.VEJLE)
    assert _primary(plain(door.get(f"/sag/{case.public_id}/"))) == ["Begynd udredningen"]
    assert _primary(plain(door.get(f"/sag/{case.public_id}/ansoegning/{asked.public_id}/"))) == ["Vurdér målgruppen"]
    known.prepared(asked, anne)
    assert _primary(plain(door.get(f"/sag/{case.public_id}/ansoegning/{asked.public_id}/"))) == ["Træf afgørelsen"]
