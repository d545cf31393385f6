"""Putting a case before whoever decides, through the pages of the caseworker, the leader and the shelter's leader."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from mestring.cases.actions.glass import break_glass
from mestring.cases.actions.helping import let_help
from mestring.cases.models import Case, Due
from mestring.decisions.models import Consideration, Decision, Preparation, Referral
from mestring.people.access import Actor
from mestring.people.models import Employee, Relation, Unit
from tests import given
from tests.decisions import given_decision as known
from tests.given import TODAY, VIBORG

pytestmark = pytest.mark.django_db


def sent(**values: object) -> dict[str, object]:
    return {"key": str(uuid4()), **values}


def at(found: Any, rest: str = "") -> str:
    return f"/sag/{found.case.public_id}/ansoegning/{found.public_id}/{rest}"


def client_of(who: Actor) -> Client:
    return given.logged_in(Client(), who)


def text(client: Client, where: str) -> str:
    answer = client.get(where)
    assert answer.status_code == 200, (where, answer.status_code)
    return answer.content.decode().replace("\xa0", " ")


# ------------------------------------------------------------------------------------------------ the leader


def test_from_the_decide_page_to_the_leaders_work_list_and_back() -> None:
    anne, lars = given.caseworker(), given.leader()
    asked = known.asked_for(anne)
    known.prepared(asked, anne)
    hers, his = client_of(anne), client_of(lars)
    assert at(asked, "forelaeg/") in text(hers, at(asked, "afgoer/"))
    assert "Lars Holm" in text(hers, at(asked, "forelaeg/"))
    refused = hers.post(at(asked, "forelaeg/"), sent(words=""))
    assert refused.status_code == 422
    assert hers.post(at(asked, "forelaeg/"), sent(words="Se på omfanget, Lars.")).status_code == 303
    work = text(his, "/arbejde/?hvem=mig")
    assert "Forelagt: afgørelse om § 85" in work
    assert at(asked, "afgoer/") in work
    assert "Se på omfanget, Lars." in work
    assert "Forelagt: afgørelse" not in text(hers, "/arbejde/?hvem=team")
    page = text(hers, at(asked, "afgoer/"))
    assert "Sagen ligger hos lederen" in page
    assert 'value="afgoer"' not in page
    page = text(his, at(asked, "afgoer/"))
    assert "Se på omfanget, Lars." in page
    assert 'value="afgoer"' in page
    assert his.post(at(asked, "forelaeg/send-tilbage/"), sent(because="")).status_code == 422
    assert his.post(at(asked, "forelaeg/send-tilbage/"), sent(because="Hvad koster det?")).status_code == 303
    assert "Hvad koster det?" in text(hers, at(asked, "afgoer/"))
    assert "Sendt tilbage: afgørelse om § 85" in text(hers, "/arbejde/")


def test_the_leader_decides_what_was_put_before_them() -> None:
    anne, lars = given.caseworker(), given.leader()
    found = known.before_leader(anne)
    his = client_of(lars)
    version = Preparation.objects.get(application=found.application).version
    form = {name: value for name, value in given_form(his, at(found.application, "afgoer/")).items() if value}
    answer = his.post(at(found.application, "afgoer/"), {**form, **sent(gem="afgoer", version=version)})
    assert answer.status_code == 303, answer.content.decode()[:2000]
    assert Decision.objects.get().capacity == "leader"
    found.refresh_from_db()
    assert found.state == "decided"


def given_form(client: Client, where: str) -> dict[str, str]:
    form = client.get(where).context["form"]
    return {one.name: one.typed or next((option.value for option in one.options if option.chosen), "") for one in form.shown}


def test_the_caseworker_takes_it_back() -> None:
    anne = given.caseworker()
    given.leader()
    found = known.before_leader(anne)
    hers = client_of(anne)
    assert hers.post(at(found.application, "forelaeg/traek-tilbage/"), sent()).status_code == 303
    found.refresh_from_db()
    assert found.state == "withdrawn"
    assert 'value="afgoer"' in text(hers, at(found.application, "afgoer/"))
    assert hers.post(at(found.application, "forelaeg/traek-tilbage/"), sent()).status_code == 404


# ------------------------------------------------------------------------------------------------ the shelter


def shelter() -> Unit:
    return given.unit("Forsorgshjemmet", Unit.Kind.SHELTER)


def test_the_shelters_leader_finds_the_case_in_their_own_list_and_decides_it() -> None:
    anne, rikke = given.caseworker(), given.shelter_leader()
    asked = known.asked_for(anne, "110", standard=VIBORG)
    known.prepared(asked, anne, **known.SHELTER_GRANTED)
    hers, theirs = client_of(anne), client_of(rikke)
    assert "Forelæg for boformens leder" in text(hers, at(asked, "afgoer/"))
    assert hers.post(at(asked, "forelaeg/"), sent(words="Et værelse fra 1. december.", shelter="")).status_code == 422
    assert hers.post(at(asked, "forelaeg/"), sent(words="Et værelse fra 1. december.", shelter=str(shelter().public_id))).status_code == 303
    found = Referral.objects.get()
    where = f"/boform/sager/{found.public_id}/"
    assert where in text(theirs, "/boform/sager/")
    page = text(theirs, where)
    assert "Et værelse fra 1. december." in page
    assert "Et værelse på forsorgshjemmet." in page
    assert text(theirs, f"/sag/{asked.case.public_id}/")
    assert theirs.get(at(asked, "afgoer/")).status_code == 404
    version = Preparation.objects.get(application=asked).version
    assert theirs.post(where, sent(way="", reason="", version=version)).status_code == 422
    assert theirs.post(where, sent(way="as_put", reason="", version=version)).status_code == 303
    assert Decision.objects.get().capacity == "shelter_leader"
    assert "Afgjort" in text(theirs, "/boform/sager/")
    assert "Truffet onsdag 25. november af Rikke Havn som leder af boformen" in text(hers, at(asked, f"afgoerelse/{Decision.objects.get().public_id}/"))


def test_what_is_typed_is_kept_when_a_case_can_not_be_sent_back_without_a_reason() -> None:
    anne, rikke = given.caseworker(), given.shelter_leader()
    found = known.before_shelter(anne, shelter())
    theirs, where = client_of(rikke), f"/boform/sager/{found.public_id}/"
    answer = theirs.post(where, sent(way="send_back", reason="", version=1))
    assert answer.status_code == 422
    assert "skriv, hvad der mangler" in answer.content.decode()
    assert theirs.post(where, sent(way="send_back", reason="Er der et værelse?", version=1)).status_code == 303
    assert theirs.get(where).status_code == 404
    assert theirs.get(f"/sag/{found.application.case.public_id}/").status_code == 404
    assert "Er der et værelse?" in text(client_of(anne), at(found.application, "afgoer/"))


def answer(client: Client, found: Referral, **values: object) -> Any:
    """What the page would send, with what is answered otherwise."""
    where = f"/boform/sager/{found.public_id}/"
    version = Preparation.objects.get(application=found.application).version
    return client.post(where, sent(**{**given_form(client, where), "version": version, **values}))


def test_the_shelters_leader_refuses_with_their_own_reasons_and_what_is_missing_is_said_where_it_is_written() -> None:
    anne, rikke = given.caseworker(), given.shelter_leader()
    found, theirs = known.before_shelter(anne, shelter()), client_of(rikke)
    without = answer(theirs, found, way="refuse", reason="")
    assert without.status_code == 422
    assert "skriv, hvorfor du kommer til noget andet end forelagt" in without.content.decode().lower()
    own = {"way": "refuse", "reason": "Borgeren har en bolig.", "legal_basis": "Serviceloven § 110", "facts": "Boligen er ledig.", "departure": "Boligen."}
    unheard = answer(theirs, found, **own)
    assert (unheard.status_code, 'href="#f-gate_hearing_done"' in unheard.content.decode()) == (422, True)
    assert "Borgeren har en bolig." in unheard.content.decode()
    assert answer(theirs, found, **own, gate_hearing_done="Borgeren kender alle oplysningerne.").status_code == 303
    made = Decision.objects.get()
    assert (made.outcome, made.capacity, made.discretion) == ("refused", "shelter_leader", "Borgeren har en bolig.")


def test_the_shelters_leader_admits_from_another_day_and_answers_a_condition_themself() -> None:
    anne, rikke = given.caseworker(), given.shelter_leader()
    found, theirs = known.before_shelter(anne, shelter()), client_of(rikke)
    fact = next(iter(Consideration.objects.get(application=found.application, applied=True).judgements))
    own = {"way": "other", "outcome": "granted", "begins_on": "04-12-2026", "reason": "Værelset er ledigt fredag.", "departure": "Behovet er der."}
    assert answer(theirs, found, **own, **{f"fact_{fact}": "nej", f"fact_{fact}_why": "Ikke efter vores skøn."}).status_code == 422, "law's own condition"
    assert answer(theirs, found, **own).status_code == 303
    assert Decision.objects.get().begins_on == date(2026, 12, 4)


def test_another_shelters_leader_does_not_find_it() -> None:
    anne = given.caseworker()
    given.shelter_leader()
    found = known.before_shelter(anne, shelter())
    other = client_of(given.shelter_leader(given.unit("Kvindehjemmet", Unit.Kind.SHELTER), name="Mia Borg"))
    assert other.get(f"/boform/sager/{found.public_id}/").status_code == 404
    assert "Ingen sager venter" in text(other, "/boform/sager/")


# ------------------------------------------------------------------------------------------------ who is with the case, and broken glass


def test_a_colleague_is_let_in_shown_on_the_case_and_ended() -> None:
    anne, bo = given.caseworker(), given.caseworker(given.unit("Et andet team"), name="Bo Vang")
    case = given.case(anne)
    hers, his = client_of(anne), client_of(bo)
    where = f"/sag/{case.public_id}/medvirkende/ny/"
    assert "Bo Vang, Et andet team" in text(hers, where)
    form = {"colleague": str(Employee.objects.get(pk=bo.employee).public_id), "reason": "Dækker ferie.", "since": "25-11-2026", "until": "24-11-2026"}
    assert hers.post(where, sent(**form)).status_code == 422
    assert hers.post(where, sent(**form | {"until": "27-11-2026"})).status_code == 303
    page = text(hers, f"/sag/{case.public_id}/")
    assert "Bo Vang: Medvirkende sagsbehandler, til og med 27. november. Dækker ferie." in page
    assert "Giv en kollega adgang" not in text(his, f"/sag/{case.public_id}/")
    relation = Relation.objects.get(kind="helper")
    assert hers.post(f"/sag/{case.public_id}/medvirkende/{relation.public_id}/slut/", sent()).status_code == 303
    assert his.get(f"/sag/{case.public_id}/").status_code == 404


def test_the_team_of_the_case_is_not_among_the_colleagues_to_choose() -> None:
    anne = given.caseworker()
    given.caseworker(name="Jonas Ek")
    page = text(client_of(anne), f"/sag/{given.case(anne).public_id}/medvirkende/ny/")
    assert "Jonas Ek" not in page


def test_a_helper_of_another_case_is_not_ended_under_this_one() -> None:
    anne, bo = given.caseworker(), given.caseworker(given.unit("Et andet team"), name="Bo Vang")
    case, other = given.case(anne), given.case(anne)
    made = let_help(other, Employee.objects.get(pk=bo.employee), reason="Ferie", since=TODAY, until=TODAY, by=anne, on=TODAY)
    assert client_of(anne).post(f"/sag/{case.public_id}/medvirkende/{made.public_id}/slut/", sent()).status_code == 404
    assert Case.objects.visible_to(bo).exists()


def test_broken_glass_leads_the_leader_from_the_work_list_to_the_review() -> None:
    anne, lars, bo = given.caseworker(), given.leader(), given.caseworker(given.unit("Et andet team"), name="Bo Vang")
    case = given.case(anne)
    broken = break_glass(case, by=bo, on=TODAY, category="cover", reason="Vikar for Anne")
    his, where = client_of(lars), f"/noedadgange/{broken.public_id}/"
    work = text(his, "/arbejde/?hvem=mig")
    assert "Nødadgang: vikar for en kollega" in work
    assert where in work
    assert "Nødadgang: vikar" not in text(client_of(anne), "/arbejde/?hvem=team")
    assert "Nødadgang: vikar" not in text(client_of(anne), f"/sag/{case.public_id}/")
    assert his.post(where, sent(review="I orden.")).status_code == 303
    assert not Due.objects.waiting().filter(kind="review").exists()
