"""The application's pages: received in one or two steps, moved visibly, ended; and nothing typed is lost."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.test import Client

from mestring.cases import proposals
from mestring.cases.models import Application, Letter
from mestring.decisions.actions import end_or_reduce
from tests import given
from tests.decisions import given_decision as known
from tests.given import TODAY

pytestmark = pytest.mark.django_db
WORDS = "Jeg vil gerne have hjælp til at komme op om morgenen."


def plain(answer: object) -> str:
    return answer.content.decode().replace("\xa0", " ")


def sent(**values: object) -> dict[str, object]:
    return {"key": str(uuid4()), "received_on": "24-11-2026", "channel": "phone", "wish": "help", "words": WORDS, **values}


@pytest.fixture
def anne(client: Client) -> given.Actor:
    who = given.caseworker()
    given.logged_in(client, who)
    return who


def test_an_application_is_received_once_however_often_it_is_sent(client: Client, anne: given.Actor) -> None:
    case = given.case(anne)
    form = sent(sections=["97"])
    first = client.post(f"/sag/{case.public_id}/ansoegning/ny/", form)
    again = client.post(f"/sag/{case.public_id}/ansoegning/ny/", form)
    assert (first.status_code, again.status_code) == (303, 303)
    assert first["Location"] == again["Location"]
    (made,) = Application.objects.all()
    assert (made.section, made.words, made.received_on) == ("97", WORDS, TODAY - timedelta(days=1))


def test_the_kinds_of_the_standard_are_asked_when_the_deadline_depends_on_them(client: Client, anne: given.Actor, settings: object) -> None:
    settings.COUNCIL = "viborg"
    case = given.case(anne)
    section = next(
        one.id
        for one in proposals.sections_offered(given.VIBORG, TODAY)
        if one.may_be_applied_for and len({(kind.entry, kind.length) for kind in proposals.kinds(given.VIBORG, one.id, TODAY)}) > 1
    )
    kinds = proposals.kinds(given.VIBORG, section, TODAY)
    first = client.post(f"/sag/{case.public_id}/ansoegning/ny/", sent(sections=[section]))
    assert first.status_code == 200
    assert kinds[0].label in plain(first)
    assert WORDS in plain(first)
    unchosen = client.post(f"/sag/{case.public_id}/ansoegning/ny/", sent(sections=[section], **{f"kind_{section}": ""}))
    assert unchosen.status_code == 422
    assert "Fristen afhænger af det" in plain(unchosen)
    done = client.post(f"/sag/{case.public_id}/ansoegning/ny/", sent(sections=[section], **{f"kind_{section}": kinds[-1].id}))
    assert done.status_code == 303
    made = Application.objects.get()
    assert made.deadline == proposals.deadline(given.VIBORG, section, kinds[-1], made.received_on, TODAY).value


def test_what_is_wrong_is_said_at_its_field_and_all_that_was_typed_is_still_there(client: Client, anne: given.Actor) -> None:
    case = given.case(anne)
    answer = client.post(f"/sag/{case.public_id}/ansoegning/ny/", sent(received_on="32-13-2026", sections=["97"]))
    page = plain(answer)
    assert answer.status_code == 422
    assert "Dagen findes ikke. Der er ingen måned 13." in page
    assert WORDS in page
    assert 'value="32-13-2026"' in page
    assert not Application.objects.exists()


def test_no_section_named_is_an_application_that_must_be_weighed_and_then_named(client: Client, anne: given.Actor) -> None:
    case = given.case(anne)
    done = client.post(f"/sag/{case.public_id}/ansoegning/ny/", sent())
    assert "Sig, hvilke paragraffer den handler om" in plain(client.get(done["Location"]))
    named = client.post(f"{done['Location']}paragraffer/", {"key": str(uuid4()), "sections": ["97", "104"], "because": "Ledsagelse og samvær"})
    assert named.status_code == 303
    assert set(Application.objects.filter(state="received").values_list("section", flat=True)) == {"97", "104"}


def test_a_pause_and_its_end_move_the_day_and_say_so(client: Client, anne: given.Actor) -> None:
    kind = proposals.kinds(given.VIBORG, "85", TODAY)[0].id
    made = given.application(anne, section="85", kind=kind, standard=given.VIBORG, received_on=TODAY - timedelta(days=5))
    where = f"/sag/{made.case.public_id}/ansoegning/{made.public_id}/"
    assert client.post(f"{where}pause/", {"key": str(uuid4()), "since": "23-11-2026", "reason": "Venter på lægen"}).status_code == 303
    assert "På pause" in plain(client.get(where))
    before = made.deadline
    done = client.post(f"{where}pause/slut/", {"key": str(uuid4()), "until": "25-11-2026"})
    letter = Letter.objects.get(kind="delay_notice")
    assert done["Location"].endswith(f"/brev/{letter.public_id}/")
    untold = plain(client.get(where))
    assert "Borgeren har ikke fået besked." in untold
    assert f'href="{done["Location"]}"' in untold
    assert client.post(f"{done['Location']}send/", {"key": str(uuid4())}).status_code == 303
    made.refresh_from_db()
    assert made.deadline == before + timedelta(days=3)
    assert "Venter på lægen" in plain(client.get(where))
    assert "ikke fået besked" not in plain(client.get(where))


def test_a_new_day_leads_to_the_letter_that_tells_of_it(client: Client, anne: given.Actor) -> None:
    kind = proposals.kinds(given.VIBORG, "85", TODAY)[0].id
    made = given.application(anne, section="85", kind=kind, standard=given.VIBORG)
    where = f"/sag/{made.case.public_id}/ansoegning/{made.public_id}/"
    early = client.post(f"{where}ny-dato/", {"key": str(uuid4()), "new_day": "26-11-2026", "reason": "Vi mangler et svar fra hospitalet"})
    assert early.status_code == 422
    assert "Vi mangler et svar fra hospitalet" in plain(early)
    later = made.deadline + timedelta(days=21)
    done = client.post(f"{where}ny-dato/", {"key": str(uuid4()), "new_day": f"{later:%d.%m.%Y}", "reason": "Vi mangler et svar fra hospitalet"})
    letter = Letter.objects.get(kind="delay_notice")
    assert done["Location"].endswith(f"/brev/{letter.public_id}/")
    assert "Vi mangler et svar fra hospitalet" in str(letter.content)
    before = made.deadline
    made.refresh_from_db()
    assert made.deadline == before
    case = plain(client.get(f"/sag/{made.case.public_id}/"))
    assert "Send brevet om svardatoen for § 85" in case
    assert "Send en kvittering for ansøgningen" in case
    client.post(f"{where}kvittering/", {"key": str(uuid4())})
    assert "Send kvitteringen" in plain(client.get(f"/sag/{made.case.public_id}/"))
    assert client.post(f"{done['Location']}send/", {"key": str(uuid4())}).status_code == 303
    made.refresh_from_db()
    assert made.deadline == later
    assert "Send brevet om svardatoen" not in plain(client.get(f"/sag/{made.case.public_id}/"))


def test_the_first_day_to_answer_by_is_asked_for_as_what_it_is_and_one_far_away_twice(client: Client, anne: given.Actor) -> None:
    made = given.application(anne, section="97", standard=given.VEJLE)
    where = f"/sag/{made.case.public_id}/ansoegning/{made.public_id}/"
    asked = plain(client.get(f"{where}ny-dato/"))
    assert "Hvorfor den dag?" in asked
    assert "kan datoen ikke holdes" not in asked
    assert "Datoen er rigtig" not in asked
    form = {"new_day": "24-12-2030", "reason": "Udredningen tager tid"}
    closed = plain(client.post(f"{where}ny-dato/", {"key": str(uuid4()), **form}))
    assert "ikke en arbejdsdag. Den næste er 27-12-2030" in closed
    far = client.post(f"{where}ny-dato/", {"key": str(uuid4()), **form, "new_day": "27-12-2030"})
    assert far.status_code == 422
    assert "Er det rigtigt, så sæt kryds." in plain(far)
    assert "Udredningen tager tid" in plain(far)
    done = client.post(f"{where}ny-dato/", {"key": str(uuid4()), **form, "new_day": "27-12-2030", "sure": "on"})
    letter = plain(client.get(done["Location"]))
    assert "Besked om svardato" in letter
    assert "forsinkelse" not in letter


def test_a_withdrawn_application_leads_to_its_confirmation_and_asks_for_no_day(client: Client, anne: given.Actor) -> None:
    made = given.application(anne, section="97", standard=given.VEJLE)
    where = f"/sag/{made.case.public_id}/ansoegning/{made.public_id}/"
    done = client.post(f"{where}slut/", {"key": str(uuid4()), "how": "withdrawn", "because": "Ringede"})
    assert "Du har trukket din ansøgning tilbage" in plain(client.get(done["Location"]))
    assert "Skriv den dato, borgeren kan vente svar" not in plain(client.get(where))


def test_a_decided_application_leads_to_its_decision(client: Client, anne: given.Actor) -> None:
    grant = known.granted(anne)
    asked = grant.decision.application
    page = plain(client.get(f"/sag/{grant.case.public_id}/ansoegning/{asked.public_id}/"))
    assert f"/afgoerelse/{grant.decision.public_id}/" in page
    assert "Skriv den dato, borgeren kan vente svar" not in page


def test_what_the_council_begins_itself_is_nobodys_application(client: Client, anne: given.Actor) -> None:
    grant = known.granted(anne)
    begun = end_or_reduce(grant, intended="ended", because="Behovet er væk", standard=given.VEJLE, by=anne, on=TODAY)
    page = plain(client.get(f"/sag/{grant.case.public_id}/ansoegning/{begun.public_id}/"))
    assert "Påtænkt ophør af socialpædagogisk støtte (§ 85)" in page
    assert "Begyndt af kommunen" in page
    for never in ("Ansøgning om", "Skriv kvittering", "Sæt en svardato", "Søgt af"):
        assert never not in page
    case = plain(client.get(f"/sag/{grant.case.public_id}/"))
    assert "Påtænkt ophør af § 85" in case
    assert "Sæt en svardato" not in case


def test_the_number_a_case_is_filed_under_is_shown_and_can_be_corrected(client: Client, anne: given.Actor) -> None:
    made = given.application(anne, section="97", standard=given.VEJLE)
    where = f"/sag/{made.case.public_id}/"
    assert "KLE 27.48.04" in plain(client.get(where))
    made.case.refresh_from_db()
    wrong = client.post(f"{where}kle/", {"key": str(uuid4()), "version": made.case.version, "kle": "27.48"})
    assert "skriv tre gange to cifre" in plain(wrong).lower()
    assert client.post(f"{where}kle/", {"key": str(uuid4()), "version": made.case.version, "kle": "27.48.06"}).status_code == 303
    assert "KLE 27.48.06" in plain(client.get(where))


def test_an_open_application_for_the_same_is_warned_of_with_a_way_on(client: Client, anne: given.Actor) -> None:
    made = given.application(anne, section="97", standard=given.VEJLE)
    where = f"/sag/{made.case.public_id}/ansoegning/ny/"
    warned = client.post(where, sent(sections=["97"]))
    assert warned.status_code == 422
    assert "Der er allerede en ansøgning om § 97" in plain(warned)
    assert client.post(where, sent(sections=["97"], sure="on")).status_code == 303


@pytest.mark.parametrize(("received", "called"), [(date(2025, 8, 31), "dækning af nødvendige merudgifter"), (date(2025, 9, 1), "kompensationsydelse")])
def test_an_application_is_called_what_the_help_was_called_the_day_it_came(client: Client, anne: given.Actor, received: date, called: str) -> None:
    asked = known.asked_for(anne, "100", received_on=received)
    assert f"{called} (§ 100)" in plain(client.get(f"/sag/{asked.case.public_id}/ansoegning/{asked.public_id}/"))
