"""A paper is laid on the case as it is, opened as what it is, and marked when it lies there by mistake."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from mestring.cases import storage
from mestring.cases.actions import journal
from mestring.cases.actions.case import close_case
from mestring.cases.actions.papers import add_document
from mestring.cases.models import Case, Document
from tests import given
from tests.web.caseworker.sending import address, hidden_from, sent, text, was_logged

pytestmark = pytest.mark.django_db
ON = given.TODAY
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


@pytest.fixture(autouse=True)
def own_folder(settings: Any, tmp_path: Any) -> None:
    settings.DOCUMENTS = tmp_path


@pytest.fixture
def by() -> Any:
    return given.caseworker()


@pytest.fixture
def browser(client: Client, by: Any) -> Client:
    return given.logged_in(client, by)  # type: ignore[no-any-return]


def paper(content: bytes = "En udtalelse på dansk".encode(), name: str = "udtalelse.txt", **more: Any) -> dict[str, Any]:
    return sent(
        **{"file": SimpleUploadedFile(name, content), "title": "Udtalelse", "happened_on": "24-11-2026", "channel": "letter", "sender": "Psykiatrien", **more}
    )


def document(case: Case, by: Any, content: bytes = b"Hej", name: str = "hej.txt") -> Document:
    return add_document(case, by=by, on=ON, title="Brev", happened_on=ON, content=content, name=name)


def test_a_file_is_laid_on_the_case_and_stands_in_the_list(browser: Client, by: Any) -> None:
    case = given.case(by)
    answer = browser.post(address("upload", case), paper())
    made = Document.objects.get()
    assert (answer.status_code, answer["Location"]) == (303, address("upload", case))
    assert (made.title, made.name, made.type, made.sender, made.late) == ("Udtalelse", "udtalelse.txt", "text/plain", "Psykiatrien", False)
    shown = text(browser.get(address("upload", case)))
    assert address("document", case, made) in shown
    assert was_logged(case, "case.write")


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"file": ""}, "Vælg mindst én fil."),
        ({"title": ""}, "Skriv, hvad dokumentet er."),
        ({"happened_on": "26-11-2026"}, "26-11-2026 er ikke kommet endnu"),
        ({"file": SimpleUploadedFile("tegning.svg", SVG)}, "”tegning.svg”"),
        ({"file": SimpleUploadedFile("tom.txt", b"")}, "”tom.txt” er tom."),
    ],
)
def test_a_file_that_is_not_kept_says_why_and_what_else_was_typed_stays(browser: Client, by: Any, more: dict[str, Any], said: str) -> None:
    answer = browser.post(address("upload", given.case(by)), paper(**more))
    assert answer.status_code == 422
    assert said in text(answer)
    assert 'value="Psykiatrien"' in text(answer)
    assert not Document.objects.exists()


def several(*files: tuple[str, bytes], **more: Any) -> dict[str, Any]:
    return paper(**{"file": [SimpleUploadedFile(name, content) for name, content in files], **more})


def test_several_files_are_laid_on_the_case_at_once_with_one_note(browser: Client, by: Any) -> None:
    case = given.case(by)
    answer = browser.post(address("upload", case), several(("a.txt", b"A"), ("b.txt", b"B"), ("c.txt", b"C")))
    assert answer.status_code == 303
    made = Document.objects.order_by("pk")
    assert [(one.name, one.title, one.sender) for one in made] == [(name, "Udtalelse", "Psykiatrien") for name in ("a.txt", "b.txt", "c.txt")]
    assert [storage.read(one.sha256) for one in made] == [b"A", b"B", b"C"]
    assert "3 dokumenter ligger nu på sagen." in text(browser.get(address("upload", case)))


def test_the_good_files_are_kept_when_others_are_refused_and_each_of_those_has_its_line(browser: Client, by: Any) -> None:
    case = given.case(by)
    sending = several(("a.txt", b"A"), ("tegning.svg", SVG), ("tom.txt", b""), ("b.txt", b"B"))
    answer = browser.post(address("upload", case), sending)
    shown = text(answer)
    assert answer.status_code == 422
    assert [one.name for one in Document.objects.order_by("pk")] == ["a.txt", "b.txt"]
    assert "2 dokumenter ligger nu på sagen." in shown
    assert "2 filer blev ikke lagt på" in shown
    lines = re.findall(r'<li><a href="#f-file">(.+?)</a></li>', shown)
    assert [one.split("”")[1] for one in lines] == ["tegning.svg", "tom.txt"]
    assert 'value="Udtalelse"' in shown
    assert 'value="Psykiatrien"' in shown
    assert 'value="24-11-2026"' in shown
    key = re.search(r'name="key" value="([^"]+)"', shown)
    assert key
    assert key[1] != sending["key"], "the mended files are sent with a key of their own"
    again = browser.post(address("upload", case), several(("tegning.txt", b"T"), key=key[1]))
    assert again.status_code == 303
    assert Document.objects.count() == 3


def test_files_of_which_some_are_refused_are_kept_once_however_often_they_are_sent(browser: Client, by: Any) -> None:
    case = given.case(by)
    key = sent()["key"]
    answers = [browser.post(address("upload", case), several(("a.txt", b"A"), ("tegning.svg", SVG), key=key)) for _ in range(2)]
    assert [one.status_code for one in answers] == [422, 422]
    assert all("”tegning.svg”" in text(one) for one in answers)
    assert Document.objects.count() == 1


def test_no_file_is_kept_while_something_else_is_to_be_mended_and_the_bad_ones_are_told_at_once(browser: Client, by: Any) -> None:
    case = given.case(by)
    shown = text(browser.post(address("upload", case), several(("a.txt", b"A"), ("tegning.svg", SVG), title="")))
    assert not Document.objects.exists()
    assert "Skriv, hvad dokumentet er." in shown
    assert "”tegning.svg”" in shown
    shown = text(browser.post(address("upload", case), several(("a.txt", b"A"), title="")))
    assert "Filer: Vælg igen." in shown, "a browser forgets the files it sent"


def test_when_no_file_can_be_kept_each_says_why_on_its_own_line(browser: Client, by: Any) -> None:
    shown = text(browser.post(address("upload", given.case(by)), several(("tegning.svg", SVG), ("tom.txt", b""))))
    assert "Der er 2 ting at rette" in shown
    assert len(re.findall(r"<li><a href=\"#f-file\">Filer: ”", shown)) == 2
    assert not Document.objects.exists()


def test_more_than_twenty_files_at_a_time_are_refused_whole(browser: Client, by: Any) -> None:
    answer = browser.post(address("upload", given.case(by)), several(*((f"{number}.txt", b"A") for number in range(21))))
    assert answer.status_code == 422
    assert "Der kan lægges 20 filer på ad gangen." in text(answer)
    assert not Document.objects.exists()


def test_text_is_shown_and_pictures_are_downloaded_under_a_strict_policy(browser: Client, by: Any) -> None:
    case = given.case(by)
    shown = browser.get(address("document", case, document(case, by, "æøå".encode("cp1252"))))
    assert shown.content.decode() == "æøå"
    assert shown["Content-Type"] == "text/plain; charset=utf-8"
    assert shown["Content-Disposition"].startswith("inline")
    assert shown["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in shown["Content-Security-Policy"]
    assert "no-store" in shown["Cache-Control"]
    row = document(case, by)
    Document.objects.filter(pk=row.pk).update(type="image/png", name="billede.png")
    assert browser.get(address("document", case, row))["Content-Disposition"].startswith("attachment")


def test_opening_a_document_is_logged_on_the_document_and_the_case(browser: Client, by: Any) -> None:
    case = given.case(by)
    row = document(case, by)
    browser.get(address("document", case, row))
    assert was_logged(row, "document.see")
    assert was_logged(case, "document.see")


def test_a_damaged_file_is_never_handed_out_in_part(browser: Client, by: Any, caplog: pytest.LogCaptureFixture) -> None:
    case = given.case(by)
    row = document(case, by, b"Et hemmeligt brev")
    path = storage.path_of(row.sha256)
    path.write_bytes(b"Et hemmeligt brev!")
    answer = browser.get(address("document", case, row))
    assert answer.status_code == 500
    assert "hemmeligt" not in text(answer)
    assert "sikkerhedskopien" in text(answer)


def test_late_post_is_filed_on_a_closed_case_which_stays_closed(browser: Client, by: Any) -> None:
    case = given.case(by)
    close_case(case, by=by, on=ON, because="Flyttet.")
    assert "gemt som sen post" in text(browser.get(address("upload", case)))
    assert browser.post(address("upload", case), paper()).status_code == 303
    case.refresh_from_db()
    assert (Document.objects.get().late, case.state) == (True, "closed")


def test_a_paper_can_be_the_answer_to_what_was_asked(browser: Client, by: Any) -> None:
    case = given.case(by)
    row = journal.ask_for_information(case, by=by, on=ON, whom="citizen", source="Karen", asks="Budget", due_on=given.TODAY.replace(day=30))
    assert f'value="{row.public_id}" selected' in text(browser.get(f"{address('upload', case)}?svar={row.public_id}"))
    answer = browser.post(address("upload", case), paper(answers=str(row.public_id)))
    assert answer["Location"] == address("request", case, row)
    assert Document.objects.get().request == row


def test_a_paper_laid_on_the_case_by_mistake_stays_with_the_reason(browser: Client, by: Any) -> None:
    case = given.case(by)
    row = document(case, by)
    assert browser.post(address("document_error", case, row), sent(because="")).status_code == 422
    assert browser.post(address("document_error", case, row), sent(because="Hører til en anden sag.")).status_code == 303
    shown = text(browser.get(address("upload", case)))
    assert "<s>Brev</s>" in shown
    assert "Hører til en anden sag." in shown
    assert address("document_error", case, row) not in shown


@pytest.mark.parametrize("name", ["document", "document_error"])
def test_a_document_can_not_be_reached_through_another_case(browser: Client, by: Any, name: str) -> None:
    row = document(given.case(by), by)
    assert hidden_from(browser, name, given.case(by), row)


@pytest.mark.parametrize("name", ["document", "document_error", "upload"])
def test_another_teams_papers_are_not_there(client: Client, by: Any, name: str) -> None:
    case = given.case(by)
    ids = [case] if name == "upload" else [case, document(case, by)]
    given.logged_in(client, given.caseworker(given.unit("Myndighed Psykiatri"), name="Jonas Bach"))
    assert hidden_from(client, name, *ids)
    assert not was_logged(ids[-1], "document.see")
