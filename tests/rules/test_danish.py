"""Conditions, counts and rhythms as a Danish sentence has them."""

from __future__ import annotations

import pytest

from mestring.rules.danish import clause, counted, quoted
from mestring.rules.facts import NoSuchDay, parse_date
from mestring.rules.finding import Source
from mestring.rules.kinds.base import guard_words
from mestring.rules.period import parse_duration
from mestring.rules.rulebook import open_library


@pytest.mark.parametrize(
    ("label", "holds", "said"),
    [
        ("Borgeren er med i en kørselsordning", True, "borgeren er med i en kørselsordning"),
        ("Borgeren er med i en kørselsordning", False, "borgeren ikke er med i en kørselsordning"),
        ("Har en indtægt", False, "borgeren ikke har en indtægt"),
        ("Der er børn med", False, "der ikke er børn med"),
        ("Merudgifterne når minimumsbeløbet", False, "det ikke er sådan, at merudgifterne når minimumsbeløbet"),
    ],
)
def test_a_question_becomes_a_condition_one_can_read(label: str, holds: bool, said: str) -> None:
    assert clause(label, holds) == said


def test_a_guard_is_read_as_one_condition() -> None:
    world = open_library().world
    assert guard_words({"chose_other_provider": False}, world) == "borgeren ikke har valgt en anden udbyder end den der er visiteret til"
    both = guard_words({"housing": ["own_home", "other"], "has_income": False}, world)
    assert both == "svaret på ”Hvor borgeren bor” er ”Egen bolig” eller ”Andet” og borgeren ikke har en indtægt"


@pytest.mark.parametrize(("length", "said"), [("1 years", "hvert år"), ("2 years", "hvert 2. år"), ("1 months", "hver måned"), ("6 weeks", "hver 6. uge")])
def test_how_often_is_said_in_the_gender_of_its_word(length: str, said: str) -> None:
    assert parse_duration(length).every == said


@pytest.mark.parametrize(("value", "unit", "said"), [(1, "gange pr. måned", "1 gang pr. måned"), (2, "gange pr. måned", "2 gange pr. måned"), (1, "", "1")])
def test_one_is_counted_in_the_singular(value: int, unit: str, said: str) -> None:
    assert counted(value, unit) == said


@pytest.mark.parametrize(
    ("text", "said"), [("31-11-2026", "November har 30 dage."), ("29-2-2027", "Februar 2027 har 28 dage."), ("1-13-2026", "Der er ingen måned 13.")]
)
def test_a_day_the_calendar_has_not_got_is_said_to_be_none(text: str, said: str) -> None:
    with pytest.raises(NoSuchDay, match=said):
        parse_date(text)


def test_law_is_cited_as_law_whichever_document_it_was_read_in() -> None:
    assert all(entry.source.cite and " l. " not in entry.source.label() for entry in open_library().law.entries)
    own = Source(document="rebild-2015", lines=(657, 657), cite="SEL § 101, stk. 2")
    assert own.label() == "SEL § 101, stk. 2 · Rebild 2015, l. 657"


@pytest.mark.parametrize("typed", ["Jeg vil hjem.", " «Jeg vil hjem.» ", "”Jeg vil hjem.”", '"Jeg vil hjem."'])
def test_somebodys_own_words_are_quoted_once(typed: str) -> None:
    assert quoted(typed) == "”Jeg vil hjem.”"
