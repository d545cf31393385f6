"""The journal is written once; a note is stood in place of or marked as wrong, and never edited."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.test import Client

from mestring.cases.actions.journal import write_note
from mestring.cases.models import Case, Note
from tests import given
from tests.web.caseworker.sending import address, hidden_from, sent, text, was_logged

pytestmark = pytest.mark.django_db
ON = given.TODAY


@pytest.fixture
def by() -> Any:
    return given.caseworker()


@pytest.fixture
def browser(client: Client, by: Any) -> Client:
    return given.logged_in(client, by)  # type: ignore[no-any-return]


def note(case: Case, by: Any, **more: Any) -> Note:
    values = {"kind": "phone", "subject": "Opkald", "text": "De har sendt en rykker.", "happened_on": ON, **more}
    return write_note(case, by=by, on=ON, **values)


def entry(**more: Any) -> dict[str, Any]:
    return sent(**{"kind": "meeting", "happened_on": "24-11-2026", "subject": "Møde", "text": "Vi talte om posten.\r\nOg om mad.", **more})


def test_a_note_is_written_and_leads_back_to_the_case(browser: Client, by: Any) -> None:
    case = given.case(by)
    answer = browser.post(address("new_note", case), entry())
    made = Note.objects.get()
    assert (answer.status_code, answer["Location"]) == (303, address("case", case))
    assert (made.kind, made.happened_on, made.text, made.written_by_id) == ("meeting", date(2026, 11, 24), "Vi talte om posten.\nOg om mad.", by.employee)
    assert was_logged(case, "case.write")


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("kind", "", "Vælg, hvad det var."),
        ("subject", " ", "Skriv, hvad notatet handler om."),
        ("text", "", "Skriv, hvad der skete."),
        ("happened_on", "26-11-2026", "26-11-2026 er ikke kommet endnu"),
        ("subject", "x" * 161, "der er plads til 160"),
    ],
)
def test_what_is_missing_is_said_at_its_field_and_the_note_is_kept(browser: Client, by: Any, name: str, value: str, said: str) -> None:
    answer = browser.post(address("new_note", given.case(by)), entry(**{"text": "En lang tekst, der ikke må gå tabt.", name: value}))
    assert answer.status_code == 422
    assert said in text(answer)
    assert f'id="e-{name}"' in text(answer)
    if name != "text":
        assert "En lang tekst, der ikke må gå tabt." in text(answer)
    assert not Note.objects.exists()


def test_a_note_is_shown_whole_and_the_look_is_logged(browser: Client, by: Any) -> None:
    case = given.case(by)
    row = note(case, by)
    shown = text(browser.get(address("note", case, row)))
    assert "De har sendt en rykker." in shown
    assert "Anne Mette Riis" in shown
    assert was_logged(row, "case.see")
    assert was_logged(case, "case.see")


def test_a_better_note_stands_in_place_of_the_old_which_can_still_be_read(browser: Client, by: Any) -> None:
    case = given.case(by)
    old = note(case, by)
    assert "De har sendt en rykker." in text(browser.get(address("supersede_note", case, old)))
    assert browser.post(address("supersede_note", case, old), entry()).status_code == 303
    newer = Note.objects.get(supersedes=old)
    shown = text(browser.get(address("note", case, old)))
    assert address("note", case, newer) in shown
    assert address("supersede_note", case, old) not in shown
    again = browser.post(address("supersede_note", case, old), entry())
    assert again.status_code == 422
    assert "Det kan ikke gøres nu" in text(again)


def test_a_wrong_note_stays_struck_through_with_the_reason(browser: Client, by: Any) -> None:
    case = given.case(by)
    row = note(case, by)
    assert "Skriv, hvad der er forkert." in text(browser.post(address("note_error", case, row), sent(because="")))
    assert browser.post(address("note_error", case, row), sent(because="Handler om en anden.")).status_code == 303
    shown = text(browser.get(address("note", case, row)))
    assert "<s>De har sendt en rykker.</s>" in shown
    assert "Handler om en anden." in shown


@pytest.mark.parametrize("name", ["note", "supersede_note", "note_error"])
def test_a_note_can_not_be_reached_through_another_case(browser: Client, by: Any, name: str) -> None:
    row = note(given.case(by), by)
    assert hidden_from(browser, name, given.case(by), row)


@pytest.mark.parametrize("name", ["new_note"])
def test_another_teams_case_is_not_there(client: Client, by: Any, name: str) -> None:
    case = given.case(by)
    other = given.caseworker(given.unit("Myndighed Psykiatri"), name="Jonas Bach")
    assert hidden_from(given.logged_in(client, other), name, case)
    assert hidden_from(client, name, case, method="post", data=entry())
    assert not Note.objects.exists()
    assert not was_logged(case, "case.write")
