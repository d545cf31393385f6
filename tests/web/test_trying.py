"""Try it: every answer of the chosen section, from facts written as people write them."""

from __future__ import annotations

import re
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client

from mestring.rules import rulebook
from mestring.web.public import trying


def text_of(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200, address
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode().replace("\u00a0", " ")))


@pytest.mark.parametrize("written", ["30-11-2026", "30.11.2026", "30/11/2026", "2026-11-30", " 30-11-2026 "])
def test_a_date_may_be_written_as_danes_do(client: Client, written: str) -> None:
    text = text_of(client, f"/proev/?standard=vejle-2023&section=107&moved_in={written}&on=12-11-2026")
    assert "28. februar 2027" in text


@pytest.mark.parametrize("written", ["1.250,50", "1250,50", "1.250,50 kr."])
def test_an_amount_may_be_written_as_danes_do(client: Client, written: str) -> None:
    facts = {"monthly_expense": written}
    book = rulebook.open_library()
    assert book.parse_facts(facts) == {"monthly_expense": 125050}
    assert client.get("/proev/", {"standard": "vejle-2023", "section": "100", **facts}).status_code == 200


def test_empty_fields_are_left_out_of_the_address(client: Client) -> None:
    response = client.get("/proev/?standard=vejle-2023&section=107&moved_in=30-11-2026&target_group=&needs_round_the_clock=")
    assert response.status_code == 302
    assert parse_qs(urlsplit(response["Location"]).query) == {"standard": ["vejle-2023"], "section": ["107"], "moved_in": ["30-11-2026"]}


def test_every_answer_has_its_trace_and_its_source(client: Client) -> None:
    content = client.get("/proev/?standard=vejle-2023&section=107&moved_in=30-11-2026").content.decode()
    answers = content.count('class="m-rule"')
    assert answers > 3
    assert content.count('class="m-src"') >= answers
    assert content.count('class="m-trace"') >= 3


def test_the_facts_answers_ask_for_come_first(client: Client) -> None:
    content = client.get("/proev/?standard=vejle-2023&section=107").content.decode()
    form = content[content.index('<form action="/proev/"') :]
    assert form.index("Svarene mangler") < form.index("Flere spørgsmål")


def test_the_same_person_goes_through_all_five(client: Client) -> None:
    text = text_of(client, "/proev/?standard=alle&section=85&started=2026-01-31&on=2026-02-01")
    for council in ("Randers 2019", "Rebild 2015", "Vejle 2023", "Viborg 2020", "Loven"):
        assert council in text


def test_every_section_can_be_tried_without_facts_and_with_its_examples(client: Client) -> None:
    book = rulebook.open_library()
    for standard in book.standards.values():
        for section in {name for entry in standard.entries if entry.rule for name in entry.sections}:
            assert client.get(trying.address(standard.id, section)).status_code == 200
    for standard in book.all_standards():
        # Every fourth rule with its first example: all examples are run, and read back, in tests of their own.
        for entry in [entry for entry in standard.entries if entry.examples][::4]:
            for example in entry.examples[:1]:
                address = trying.address(standard.id, entry.sections[0], trying.typed(example), example.on)
                assert client.get(address).status_code == 200, address


def test_an_example_opened_in_the_form_gives_the_answer_it_gave(client: Client) -> None:
    """What is written into the address is read back as the same facts."""
    book = rulebook.open_library()
    for entry in book.entries():
        for example in entry.examples:
            facts = {name: value for name, value in book.parse_facts(example.given).items() if value is not None}
            typed = {name: "none" if value == "ingen" else value for name, value in trying.typed(example).items()}
            assert book.parse_facts(typed) == facts, (entry.id, example.name)


def test_nothing_is_kept(client: Client) -> None:
    response = client.get("/proev/?standard=vejle-2023&section=107&moved_in=30-11-2026")
    assert not response.cookies


def test_every_question_of_the_library_has_its_place() -> None:
    assert set(trying.ORDER) == set(rulebook.QUESTIONS)
    assert set(trying.ALWAYS) <= set(trying.ORDER)


def test_what_stands_in_words_is_an_answer_and_no_gap(client: Client) -> None:
    text = text_of(client, "/proev/?standard=vejle-2023&section=107")
    choice = text[text.index("Kan man vælge selv?") :]
    assert "Borgeren har ikke frit valg af midlertidigt botilbud." in choice
    assert "Står i dokumentet" in choice


def test_words_without_the_date_asked_for_say_so(client: Client) -> None:
    text = text_of(client, "/proev/?standard=rebild-2015&section=97")
    deadline = text[text.index("Hvornår kommer svaret?") :]
    assert "Kommunen har faste sagsbehandlingstider" in deadline
    assert "Uden dato eller tal" in deadline


def test_a_silent_document_says_so_and_one_without_the_section_is_left_out(client: Client) -> None:
    alone = text_of(client, "/proev/?standard=vejle-2023&section=107")
    assert "Hvornår kommer svaret? Står ikke i dokumentet." in alone
    together = text_of(client, "/proev/?standard=alle&section=97")
    assert "Uden afsnittet i dokumentet: Ballerup, Randers 2019." in together
    assert together.count("Randers 2019") == 2  # the choice in the form, and that line
