"""What the pages say: questions answered, sources beside, silence said out loud."""

from __future__ import annotations

import re
from datetime import date

import pytest
from django.test import Client

from mestring.rules import rulebook
from mestring.web.components.templatetags.mestring import dk
from mestring.web.public import comparing, finding_lists, searching
from mestring.web.public import section as section_pages


@pytest.fixture(scope="module")
def book() -> rulebook.Book:
    return rulebook.open_library()


def text_of(client: Client, address: str) -> str:
    content = client.get(address).content.decode().replace("\u00a0", " ").replace("&nbsp;", " ")
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", content))


def test_a_section_page_answers_the_questions_of_a_citizen(client: Client) -> None:
    text = text_of(client, "/standarder/vejle-2023/107/")
    for question in (
        "Hvad er det?",
        "For hvem?",
        "Hvad kan du få?",
        "Hvor længe?",
        "Hvad koster det?",
        "Hvornår får du svar?",
        "Hvordan følger vi op?",
        "Kan du vælge selv?",
        "Hvis du er uenig",
        "Uklart i teksten",
    ):
        assert question in text
    assert "Vejle 2023, l. 1452–1456" in text
    assert "25. november 2026" in text
    assert "25. feb. 2027" in text


def test_a_silent_document_says_so_and_the_law_answers(client: Client) -> None:
    text = text_of(client, "/standarder/vejle-2023/107/")
    assert "Svar inden Står ikke i dokumentet" in text
    assert "Det siger loven" in text
    assert "RSL" in text


def test_every_section_of_every_standard_has_a_page(client: Client, book: rulebook.Book) -> None:
    for standard in book.all_standards():
        for section in {name for entry in standard.entries for name in entry.sections}:
            address = f"/lov/{section}/" if standard.is_law else f"/standarder/{standard.id}/{section}/"
            assert client.get(address).status_code == 200, address


def test_every_entry_of_a_section_is_on_its_page(book: rulebook.Book) -> None:
    """No topic is forgotten: what stands in the library stands on the page."""
    for standard in book.all_standards():
        for section in {name for entry in standard.entries for name in entry.sections}:
            page = section_pages.build(standard.id, section, date(2026, 11, 25))
            shown = {entry.id for block in page.blocks for entry in block.entries}
            missing = [entry.id for entry in section_pages.own_entries(standard, section) if entry.id not in shown]
            assert missing == [], f"{standard.id} {section}"


def test_the_whole_standard_holds_every_entry_once_or_more(client: Client, book: rulebook.Book) -> None:
    for standard in book.standards.values():
        content = client.get(f"/standarder/{standard.id}/samlet/").content.decode()
        linked = set(re.findall(r'href="/regel/([^/"]+)/"', content))
        assert {entry.id for entry in standard.entries} - linked == set()


def test_published_deadlines_are_computed_from_the_rules(book: rulebook.Book) -> None:
    lines = finding_lists.deadlines("viborg-2020", date(2026, 11, 25))
    by_section = {(line.section.id, line.length): line.day for line in lines if line.day}
    assert by_section[("107", "8 uger")] == date(2027, 1, 20)


def test_law_that_changed_is_said_plainly(client: Client, book: rulebook.Book) -> None:
    changed = [
        entry for standard in book.standards.values() for entry in standard.entries if entry.superseded and entry.superseded.valid_from <= date(2026, 11, 25)
    ]
    assert changed
    for entry in changed[:5]:
        text = text_of(client, f"/standarder/{entry.standard}/{entry.sections[0]}/")
        assert "Loven er ændret" in text
        assert entry.superseded is not None
        assert "Loven er ændret" in text_of(client, f"/regel/{entry.id}/")


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("§ 107", "/standarder/vejle-2023/107/"),
        ("107", "/standarder/vejle-2023/107/"),
        ("§107", "/standarder/vejle-2023/107/"),
        ("paragraf 85", "/standarder/vejle-2023/85/"),
        ("§ 82 a", "/standarder/vejle-2023/82a/"),
        ("82b", "/standarder/vejle-2023/82b/"),
        ("ledsagelse", "/standarder/vejle-2023/97/"),
        ("ledsager", "/standarder/vejle-2023/97/"),
        ("LEDSAGEORDNING", "/standarder/vejle-2023/97/"),
        ("krisecenter", "/standarder/vejle-2023/109/"),
        ("bostøtte", "/standarder/vejle-2023/85/"),
        ("socialpædagogisk støtte", "/standarder/vejle-2023/85/"),
        ("hvor længe må jeg vente", "/frister/"),
        ("merudgifter", "/standarder/vejle-2023/100/"),
        ("kompensationsydelse", "/standarder/vejle-2023/100/"),
        ("BPA", "/standarder/viborg-2020/96/"),
    ],
)
def test_search_finds_what_was_meant_first(query: str, first: str) -> None:
    assert searching.index().search(query, "vejle")[0].address == first


def test_the_other_councils_come_right_after() -> None:
    hits = searching.index().search("krisecenter", "viborg")
    assert hits[0].address == "/standarder/viborg-2020/109/"
    assert "/standarder/vejle-2023/109/" in [hit.address for hit in hits[:4]]


def test_a_search_without_answers_suggests_a_word(client: Client) -> None:
    text = text_of(client, "/soeg/?q=krisecentre+xyzzy+qwert")
    assert "Ingen svar" in text or "svar på" in text
    assert "Mente du" in text_of(client, "/soeg/?q=forsogshjm")


def test_comparison_draws_what_the_rules_answer(book: rulebook.Book) -> None:
    found = comparing.compare("85", ("randers-2019", "vejle-2023"), date(2027, 1, 1))
    vejle = [track for track in found.tracks if track.standard.id == "vejle-2023"]
    days = {dot.day for track in vejle for dot in track.dots if dot.shape != "s"}
    assert {date(2027, 4, 1), date(2027, 10, 1)} <= days
    assert {date(2028, 1, 1)} <= {dot.day for track in vejle for dot in track.dots if dot.shape == "s"}
    randers = [bar for bar in found.bars if bar.standard.id == "randers-2019"]
    assert ("8 uger", date(2027, 2, 26)) in [(bar.text, bar.day) for bar in randers]


def test_a_comparison_says_the_differences_in_words(client: Client) -> None:
    text = text_of(client, "/sammenlign/?section=85&standard=randers-2019&standard=vejle-2023")
    assert "Forskellene i ord" in text
    assert "Randers : 8 uger" in text or "Randers: 8 uger" in text
    assert "Vejle : står ikke i dokumentet" in text or "Vejle: står ikke i dokumentet" in text


def test_text_keeps_signs_and_figures_together() -> None:
    assert dk("efter § 107 og § 82 a, stk. 2 den 30. november") == "efter §\u00a0107 og §\u00a082\u00a0a, stk.\u00a02 den 30.\u00a0november"
    assert dk("højst 10 % dyrere, 12 timer og 3 gange") == "højst 10\u00a0% dyrere, 12\u00a0timer og 3 gange"
    assert dk("<b>") == "&lt;b&gt;"


def test_another_council_is_named_when_it_is_the_installation(client: Client, settings: object) -> None:
    settings.COUNCIL = "viborg"  # type: ignore[attr-defined]
    text = text_of(client, "/")
    assert "Viborg Kommunes regler" in text
    assert client.get("/frister/").content.decode().count('aria-current="page"') >= 1
    assert "Viborg Kommune har offentliggjort" in text_of(client, "/frister/")


def test_a_comparison_begins_with_those_that_have_the_section(client: Client) -> None:
    text = text_of(client, "/sammenlign/?section=97")
    assert "Uden afsnittet i dokumentet: Ballerup og Randers 2019." in text
    assert "Dokumentet har ikke afsnittet" not in text
    assert "Dokumentet har ikke afsnittet" in text_of(client, "/sammenlign/?section=97&standard=randers-2019&standard=vejle-2023")


def test_what_is_unclear_comes_with_the_weightiest_first(client: Client) -> None:
    text = text_of(client, "/fund/?standard=vejle-2023")
    places = [re.search(rf"{label} \d+ Vejle 2023", text) for label in ("Loven siger noget andet", "Modsigelse", "Forældet", "Hul")]
    assert all(places)
    assert [place.start() for place in places if place] == sorted(place.start() for place in places if place)


def test_how_long_it_takes_is_a_question_of_deadlines() -> None:
    assert searching.index().search("hvor lang tid", "vejle")[0].address == "/frister/"


def test_a_deadline_that_runs_until_treatment_begins_is_no_deadline_for_an_answer(client: Client) -> None:
    page = client.get("/frister/?standard=rebild-2015").content.decode()
    begun = page[page.index("Til hjælpen er i gang") :]
    assert "/regel/rebild-101-start/" in begun
    assert "/regel/rebild-101-start/" not in page[: page.index("Til hjælpen er i gang")].split("<table")[-1]
