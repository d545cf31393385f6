"""The pages of the provider register: seen by those who work with cases, changed by the administrator, and a file that is shown before it is taken in."""

from __future__ import annotations

import html
import re
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from mestring.people import access
from mestring.people.actions import provider as acts
from mestring.people.models import DayRate, Offer, Unit
from mestring.web.administrator import providers as page
from tests import given
from tests.given import TODAY
from tests.people.test_providers import HEADER, ONE, TWO, YESTERDAY, file

pytestmark = pytest.mark.django_db
HOUSE = access.house(TODAY)
LIST, FETCH, NEW = "/leverandoerer/", "/leverandoerer/hent/", "/leverandoerer/tilbud/ny/"


@pytest.fixture
def admin(client: Client) -> Client:
    return given.logged_in(client, given.administrator())


def sent(**values: object) -> dict[str, object]:
    return {"key": str(uuid4()), **values}


def provider(name: str = "Støtten ApS") -> Unit:
    return given.unit(name, Unit.Kind.PROVIDER, own=False)


def offer(name: str = "Bostedet Åen", *, of: str = "Støtten ApS", **more: Any) -> Offer:
    return acts.register_offer(provider(of), by=HOUSE, on=TODAY, **{"name": name, "sections": ["107"], **more})


def words(answer: Any) -> str:
    """What can be read of a page."""
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", answer.content.decode()))).replace("\xa0", " ")


def uploaded(client: Client, content: str | bytes) -> Any:
    raw = content.encode() if isinstance(content, str) else content
    return client.post(FETCH, sent(file=SimpleUploadedFile("tilbud.csv", raw, "text/csv")))


def carried(answer: Any) -> dict[str, object]:
    """The confirm form of a page that shows what a file would do, as a browser sends it."""
    hidden = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', answer.content.decode()))
    return {name: html.unescape(hidden[name]) for name in ("key", "carried", "seen")}


# ------------------------------------------------------------------------------------------------ seen


def test_the_list_says_what_each_offers_what_it_costs_today_and_what_is_missing(admin: Client) -> None:
    made = offer(places=12, approved="approved", sections=["107", "82a"])
    acts.set_rate(made, per="day", amount=125_050, valid_from=TODAY, by=HOUSE, on=TODAY)
    offer("Huset")
    offer("Værkstedet", of="Ærø & Co.", approved="approved", approved_until=YESTERDAY)
    shown = words(admin.get(LIST))
    assert "Støtten ApS Bostedet Åen § 107, § 82 a 12 1.250,50 kr. pr. døgn Godkendt" in shown
    assert "Huset § 107 Ingen grænse oplyst Takst mangler Godkendelse ikke oplyst" in shown
    assert "Ærø & Co. Værkstedet § 107 Ingen grænse oplyst Takst mangler Godkendelsen udløb 24. nov." in shown


def test_the_list_is_narrowed_by_a_section_and_says_when_nothing_is_left(admin: Client) -> None:
    offer("Bostedet")
    offer("Bostøtten", sections=["85"])
    shown = words(admin.get(LIST, {"paragraf": "85"}))
    assert "Bostøtten" in shown
    assert "Bostedet" not in shown
    assert "Ingen tilbud under den paragraf" in words(admin.get(LIST, {"paragraf": "96"}))
    assert "Bostedet" in words(admin.get(LIST, {"paragraf": "findes-ikke"}))


def test_the_list_has_fifty_on_a_page_and_asks_as_often_however_many(admin: Client) -> None:
    def questions() -> int:
        with CaptureQueriesContext(connection) as asked:
            admin.get(LIST)
        return len(asked)

    offer()
    admin.get(LIST)  # what is read once for each process is read now
    with_one = questions()
    rows = [ONE.replace("900001", str(number)).replace("Bostedet Åen", f"Tilbud {number}") for number in range(900100, 900160)]
    acts.import_offers(file(*rows), by=HOUSE, on=TODAY)
    first = words(admin.get(LIST))
    assert first.count("Tilbud 9001") == 49
    assert "Side 1 af 2" in first
    assert words(admin.get(LIST, {"side": "2"})).count("Tilbud 9001") == 11
    assert questions() == with_one


def test_an_offer_is_shown_with_every_rate_there_has_been(admin: Client) -> None:
    made = offer(target_groups=["Autisme"], approved="not_approved")
    where = f"{LIST}tilbud/{made.public_id}/"
    assert "Takst mangler : der er ikke skrevet en endnu" in words(admin.get(where))
    for amount, day in ((100_000, "2026-01-01"), (110_000, "2026-07-01"), (120_000, "2027-01-01")):
        acts.set_rate(made, per="day", amount=amount, valid_from=TODAY.fromisoformat(day), source="Rammeaftale", by=HOUSE, on=TODAY)
    shown = words(admin.get(where))
    assert "Ikke godkendt" in shown
    assert (
        "1.200 kr. pr. døgn 1. jan. 2027 Rammeaftale Ikke begyndt 1.100 kr. pr. døgn 1. juli 2026 Rammeaftale Gælder 1.000 kr. pr. døgn 1. jan. 2026 Rammeaftale Afløst"
        in shown
    )
    assert "Takst mangler" not in shown


def test_an_offer_that_is_not_there_is_not_found(admin: Client) -> None:
    assert admin.get(f"{LIST}tilbud/{uuid4()}/").status_code == 404


def test_a_caseworker_sees_the_register_without_any_way_to_change_it(client: Client) -> None:
    made = offer()
    anne = given.logged_in(client, given.caseworker())
    for where in (LIST, f"{LIST}tilbud/{made.public_id}/"):
        answer = anne.get(where)
        assert answer.status_code == 200
        assert "Bostedet Åen" in words(answer)
        links = set(re.findall(r'href="(/leverandoerer/[^"#]*)"', answer.content.decode()))
        assert links <= {LIST, f"{LIST}tilbud/{made.public_id}/"}
    changes = (NEW, FETCH, *(f"{LIST}tilbud/{made.public_id}/{one}/" for one in ("ret", "takst", "slut")))
    assert {anne.get(one).status_code for one in changes} | {anne.post(one, sent()).status_code for one in changes} == {404}


def test_the_way_to_the_register_is_in_the_administrators_menu_and_on_the_units(admin: Client) -> None:
    assert f'href="{LIST}">Leverandørernes tilbud</a>' in admin.get("/enheder/").content.decode()
    assert f'href="{LIST}"' in admin.get("/medarbejdere/").content.decode()
    assert f'href="{LIST}"' not in given.logged_in(Client(), given.caseworker()).get("/arbejde/").content.decode()


# ------------------------------------------------------------------------------------------------ changed by hand

TYPED = {
    "name": "Bostedet Åen", "sections": "SEL § 107, § 85", "target_groups": "Autisme\r\nAngst, let", "places": "12", "approved": "approved", "approved_on": "01-01-2026",
    "approved_until": "", "tilbudsportal_id": "900001", "cvr": "99 99 99 91", "p_number": "", "address": "Prøvevej 1",
}  # fmt: skip


def test_an_offer_is_added_once(admin: Client) -> None:
    unit = provider()
    form = sent(unit=str(unit.public_id), **TYPED)
    first, again = admin.post(NEW, form), admin.post(NEW, form)
    made = Offer.objects.get()
    assert (first.status_code, again.status_code, first["Location"]) == (303, 303, f"{LIST}tilbud/{made.public_id}/")
    assert (made.unit, made.sections, made.target_groups, made.places, made.cvr) == (unit, ["107", "85"], ["Autisme", "Angst, let"], 12, "99999991")


@pytest.mark.parametrize(
    ("name", "typed", "says"),
    [
        ("name", "", "Skriv, hvad tilbuddet hedder."),
        ("sections", "§ 999", "§ 999 kan ikke bestilles her"),
        ("sections", "", "Skriv mindst én paragraf"),
        ("places", "mange", "ikke et helt tal"),
        ("places", "-1", "0 eller mere"),
        ("approved_until", "01-12-2025", "Tilbuddet er godkendt fra 01-01-2026"),
        ("approved_on", "30-02-2026", "Dagen findes ikke"),
        ("cvr", "123", "8 cifre"),
        ("p_number", "123", "10 cifre"),
        ("target_groups", "m" * 121, "for langt til en målgruppe"),
        ("tilbudsportal_id", "900002", "Et andet tilbud i registret har det"),
    ],
)
def test_a_wrong_answer_is_said_at_its_question_and_everything_typed_is_kept(admin: Client, name: str, typed: str, says: str) -> None:
    offer("Et andet", tilbudsportal_id="900002")
    answers = {**TYPED, "address": "Kun skrevet her 7", name: typed}
    answer = admin.post(NEW, sent(unit=str(provider().public_id), **answers))
    text = answer.content.decode()
    assert (answer.status_code, Offer.objects.count()) == (422, 1)
    assert re.search(rf'id="e-{name}"', text), words(answer)
    assert says in words(answer)
    assert 'value="Kun skrevet her 7"' in text
    assert html.escape(typed) in text
    assert ('value="SEL § 107, § 85"' in text) == (name != "sections")
    assert "Angst, let" in text or name == "target_groups"


def test_only_providers_can_be_chosen(admin: Client) -> None:
    team = given.unit()
    assert str(team.public_id) not in admin.get(NEW).content.decode()
    assert admin.post(NEW, sent(unit=str(team.public_id), **TYPED)).status_code == 422
    assert not Offer.objects.exists()


def test_an_offer_is_corrected_and_who_writes_on_an_old_version_gets_both_texts(admin: Client) -> None:
    made = offer(target_groups=["Autisme", "Angst"], places=3, approved="approved")
    where = f"{LIST}tilbud/{made.public_id}/ret/"
    shown = admin.get(where).content.decode()
    assert 'value="§ 107"' in shown
    assert "Autisme\nAngst</textarea>" in shown
    assert 'name="version" value="1"' in shown
    typed = {**TYPED, "sections": "§ 107"}
    assert admin.post(where, sent(version="1", **typed)).status_code == 303
    made.refresh_from_db()
    assert (made.places, made.address, made.version) == (12, "Prøvevej 1", 2)
    late = admin.post(where, sent(version="1", **{**typed, "places": "99", "target_groups": "Demens", "approved": "unknown"}))
    assert late.status_code == 409
    assert all(one in words(late) for one in ("99", "12", "Demens", "Autisme", "Ikke oplyst"))
    made.refresh_from_db()
    assert made.places == 12


def test_a_rate_is_written_in_kroner_and_a_wrong_one_is_said(admin: Client) -> None:
    made = offer()
    where = f"{LIST}tilbud/{made.public_id}/takst/"
    wrong = admin.post(where, sent(amount="0", per="hour", valid_from="01-01-2026", source="Rammeaftale 2026"))
    assert wrong.status_code == 422
    assert "Skriv 0,01 eller mere" in words(wrong)
    assert 'value="Rammeaftale 2026"' in wrong.content.decode()
    assert not DayRate.objects.exists()
    assert admin.post(where, sent(amount="450,25", per="hour", valid_from="01-01-2026", source="Rammeaftale 2026")).status_code == 303
    rate = DayRate.objects.get()
    assert (rate.amount, rate.per, rate.source) == (45_025, "hour", "Rammeaftale 2026")
    assert "450,25 kr. pr. time" in words(admin.get(LIST))


def test_a_last_day_is_set_and_taken_back(admin: Client) -> None:
    made = offer()
    where = f"{LIST}tilbud/{made.public_id}/slut/"
    wrong = admin.post(where, sent(until="24-11-2026"))
    assert wrong.status_code == 422
    assert "ligger før den første dag" in words(wrong)
    assert 'value="24-11-2026"' in wrong.content.decode()
    assert admin.post(where, sent(until="30-11-2026")).status_code == 303
    assert "Slutter 30. nov." in words(admin.get(LIST))
    assert admin.post(where, sent(until="")).status_code == 303
    made.refresh_from_db()
    assert made.until is None


# ------------------------------------------------------------------------------------------------ a file


def test_a_file_is_shown_first_and_taken_in_when_it_is_confirmed(admin: Client) -> None:
    acts.import_offers(file(ONE), by=HOUSE, on=TODAY)
    rows = file(ONE.replace(";12;", ";14;").replace("1.250,50", "1.300"), TWO, header=HEADER.replace("Adresse", "Tilsyn")).encode("cp1252")
    seen = uploaded(admin, rows)
    shown = words(seen)
    assert seen.status_code == 200
    assert "1 ny, 1 ændret og 0 uændrede. Intet er hentet endnu." in shown
    assert "Kolonner, der springes over: ”Tilsyn”." in shown
    assert "Leverandører, der oprettes: Ærø & Co.." not in shown
    assert "Leverandører, der oprettes: Ærø & Co." in shown
    assert "Pladser: 12 → 14 Takst: 1.250,50 kr. pr. døgn fra 01-01-2026 → 1.300 kr. pr. døgn fra 01-01-2026" in shown
    assert "Værkstedet Ærø & Co. Takst mangler" in shown
    assert Offer.objects.get().places == 12
    form = carried(seen)
    done, again = admin.post(FETCH, form), admin.post(FETCH, form)
    assert (done.status_code, done["Location"], again.status_code) == (303, LIST, 303)
    assert "Filen er hentet: 1 ny, 1 ændret og 0 uændrede." in words(admin.get(LIST))
    assert {one.tilbudsportal_id: one.places for one in Offer.objects.all()} == {"900001": 14, "900002": None}
    assert "0 nye, 0 ændrede og 2 uændrede" in words(uploaded(admin, rows))


def test_what_is_wrong_in_a_file_is_told_in_a_table_and_nothing_is_taken_in(admin: Client) -> None:
    answer = uploaded(admin, file(ONE, TWO.replace("§ 103", "§ 999").replace("Værkstedet", "<b>'Værkstedet'</b>" + "x" * 150)))
    shown = words(answer)
    assert answer.status_code == 422
    assert "Der er 2 ting at rette, og intet er hentet." in shown
    assert re.search(r"Række Kolonne Hvad skal rettes 3 Navn Der er \d+ tegn.* 3 Paragraffer § 999 kan ikke bestilles her", shown), shown
    assert not Offer.objects.exists()


def test_a_file_that_is_missing_empty_or_too_large_is_said_at_its_question(admin: Client) -> None:
    for answer, says in (
        (admin.post(FETCH, sent()), "Vælg en fil."),
        (uploaded(admin, b""), "Filen er tom"),
        (uploaded(admin, b"x" * 3_000_000), "Filen fylder 3 MB"),
        (uploaded(admin, b"PK\x03\x04\x00"), "Gem regnearket som CSV"),
    ):
        assert answer.status_code == 422
        assert says in words(answer)


def test_hostile_content_is_shown_as_text(admin: Client) -> None:
    row = ONE.replace("Bostedet Åen", "<script>alert(1)</script>").replace("Støtten ApS", "=1+1<img src=x>")
    seen = uploaded(admin, file(row, header=HEADER + ";<i>Ny</i>"))
    assert "<script>alert" not in seen.content.decode()
    assert "<img" not in seen.content.decode().replace("<img class", "")
    admin.post(FETCH, carried(seen))
    shown = admin.get(LIST)
    assert "<script>alert" not in shown.content.decode()
    assert "=1+1<img src=x> <script>alert(1)</script>" in words(shown)


def test_a_register_that_changed_meanwhile_is_shown_anew_and_nothing_is_taken_in(admin: Client) -> None:
    acts.import_offers(file(ONE), by=HOUSE, on=TODAY)
    form = carried(uploaded(admin, file(ONE.replace(";12;", ";14;"))))
    acts.change_offer(Offer.objects.get(), seen=1, by=HOUSE, on=TODAY, places=20)
    answer = admin.post(FETCH, form)
    assert answer.status_code == 422
    assert "Registret er ændret, siden listen blev vist" in words(answer)
    assert "Pladser: 20 → 14" in words(answer)
    assert Offer.objects.get().places == 20
    assert admin.post(FETCH, carried(answer)).status_code == 303
    assert Offer.objects.get().places == 14


@pytest.mark.parametrize("what", ["", "x", "AAAA", "bomb", "cut", "seen"])
def test_a_confirmation_that_was_not_made_here_takes_nothing_in(admin: Client, what: str) -> None:
    whole = page.packed(file(ONE).encode())
    sendings = {"bomb": page.packed(b"x" * 50_000_000), "cut": whole[: len(whole) // 8 * 4], "seen": whole}
    answer = admin.post(FETCH, sent(carried=sendings.get(what, what), seen="" if what == "seen" else "0" * 64))
    assert answer.status_code == 422
    assert ("Registret er ændret" if what == "seen" else "Filen kom ikke") in words(answer)
    assert not Offer.objects.exists()


def test_a_file_that_can_not_be_carried_along_is_refused_before_it_is_shown(admin: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(page, "CARRIED", 10)
    answer = uploaded(admin, file(ONE))
    assert answer.status_code == 422
    assert "for stor til at blive vist først" in words(answer)
