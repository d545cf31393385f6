"""A letter as structured text: origins, keys, storage, comparison."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from pydantic import ValidationError

from mestring.cases.letters.text import Fact, Fixed, Heading, Letter, Listing, Origin, OriginMissing, Paragraph, RuleSource, Sentence, WrittenReason, sources
from mestring.cases.letters.wording import Decision, decision
from tests.cases.letters.samples import COMPLAINT, ENVELOPE, MAKERS, PARTLY, a_decision, fact, several_decisions

LETTERS = pytest.mark.parametrize("name", MAKERS)


def sentence(text: str, key: str = "", origin: Origin | None = None) -> Sentence:
    return Sentence(text, origin or Fixed(source="RSL § 66"), key)


def test_a_sentence_without_an_origin_cannot_be_built() -> None:
    without: Any = Sentence
    with pytest.raises(TypeError):
        without("Du får ledsagelse.")
    with pytest.raises(OriginMissing):
        without("Du får ledsagelse.", None)
    with pytest.raises(OriginMissing):
        without("Du får ledsagelse.", "RSL § 66")


@pytest.mark.parametrize(
    "empty",
    [
        lambda: Fact(label="", value="6 timer", where="Ansøgning"),
        lambda: Fact(label="Ansøgt om", value="6 timer", where=" "),
        lambda: RuleSource(id="", label="SEL § 85"),
        lambda: WrittenReason(by="", field="Hovedhensyn"),
        lambda: Fixed(source=""),
    ],
)
def test_an_origin_that_says_nothing_is_refused(empty: Any) -> None:
    with pytest.raises(OriginMissing):
        empty()


@LETTERS
def test_every_sentence_of_every_kind_has_an_origin_and_a_key(name: str) -> None:
    for one in MAKERS[name]().sentences():
        assert one.origin.shown
        assert one.key, one.text


@LETTERS
def test_sentences_are_numbered_in_order(name: str) -> None:
    ids = [one.id for one in MAKERS[name]().sentences()]
    assert ids == [f"s{number}" for number in range(1, len(ids) + 1)]


def test_two_sentences_with_one_key_are_refused() -> None:
    with pytest.raises(ValueError, match="samme nøgle: outcome"):
        replace(a_decision(), blocks=(Paragraph((sentence("a", "outcome"), sentence("b", "outcome"))),))


@LETTERS
def test_a_letter_read_back_is_the_letter_that_was_stored(name: str) -> None:
    letter = MAKERS[name]()
    marked = letter.compare(replace(letter, blocks=letter.blocks[:2]))
    for one in (letter, marked):
        assert Letter.from_json(json.loads(json.dumps(one.to_json()))) == one


@pytest.mark.parametrize(
    ("where", "value"),
    [("format", 2), ("language", "en"), ("unheard_of", 1), ("kind", "poem"), ("date", "snart")],
)
def test_a_stored_letter_in_another_form_is_refused(where: str, value: object) -> None:
    stored = a_decision().to_json()
    stored[where] = value
    with pytest.raises(ValidationError):
        Letter.from_json(stored)


def test_a_stored_sentence_that_lost_its_origin_is_refused() -> None:
    stored = a_decision().to_json()
    del stored["blocks"][0]["sentences"][0]["origin"]
    with pytest.raises(ValidationError):
        Letter.from_json(stored)


def marked(letter: Letter) -> list[str]:
    return [one.key for one in letter.sentences() if one.marked]


@LETTERS
def test_nothing_is_marked_when_nothing_changed(name: str) -> None:
    assert marked(MAKERS[name]().compare(MAKERS[name]())) == []


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"extent": fact("2,8 timer om ugen", "Omfang", "Din afgørelse")}, ["85.extent"]),
        ({"payment": replace(PARTLY.payment, text="Du betaler 20 kr. om dagen.")}, ["85.payment"]),
        ({"begins": date(2026, 12, 14)}, ["85.period"]),
        ({"facts": PARTLY.facts[:1]}, []),
        ({"facts": (fact("Du bor hos din søster.", "Bolig", key="new"), *PARTLY.facts)}, ["85.facts.new"]),
        ({"applied": replace(PARTLY.applied, where="Ansøgning 19. sep. 2026")}, ["85.applied_for"]),
    ],
    ids=["extent", "payment", "period", "a fact taken out", "a fact put first", "only the source"],
)
def test_exactly_the_sentences_whose_fact_changed_are_marked(change: dict[str, Any], expected: list[str]) -> None:
    old = decision(Decision(envelope=ENVELOPE, decisions=(PARTLY,), complaint=COMPLAINT))
    new = decision(Decision(envelope=ENVELOPE, decisions=(replace(PARTLY, **change),), complaint=COMPLAINT))
    assert marked(new.compare(old)) == expected


def test_a_mark_goes_away_when_the_letter_is_compared_with_itself() -> None:
    letter = a_decision()
    all_marked = letter.compare(replace(letter, blocks=()))
    assert len(marked(all_marked)) == len(list(letter.sentences()))
    assert marked(all_marked.compare(letter)) == []


def test_sentences_that_are_gone_are_told() -> None:
    old = decision(Decision(envelope=ENVELOPE, decisions=(PARTLY,), complaint=COMPLAINT))
    new = decision(Decision(envelope=ENVELOPE, decisions=(replace(PARTLY, facts=PARTLY.facts[1:]),), complaint=COMPLAINT))
    assert [one.key for one in new.gone(old)] == ["85.facts.economy"]


def test_sentences_without_a_key_are_compared_by_their_words() -> None:
    old = replace(a_decision(), blocks=(Paragraph((sentence("a"), sentence("b"))),))
    new = replace(old, blocks=(Paragraph((sentence("a"), sentence("c"))),))
    assert [one.text for one in new.compare(old).sentences() if one.marked] == ["c"]


def test_sources_are_numbered_by_first_use_and_shared() -> None:
    law, wrote = Fixed(source="RSL § 66"), WrittenReason(by="Anne-Mette Riis Dalgaard", field="Hovedhensyn")
    blocks = (Heading("H"), Paragraph((sentence("a", origin=law), sentence("b", origin=wrote))), Listing((sentence("c", origin=law),)))
    found = sources(replace(a_decision(), blocks=blocks))
    assert [(one.number, one.label, one.sentences) for one in found] == [
        (1, "Fast tekst · RSL § 66", ("s1", "s3")),
        (2, "Hovedhensyn · skrevet af Anne-Mette Riis Dalgaard", ("s2",)),
    ]


@LETTERS
def test_every_sentence_stands_beneath_a_source(name: str) -> None:
    letter = MAKERS[name]()
    assert sorted(number for one in sources(letter) for number in one.sentences) == sorted(one.id for one in letter.sentences())


@LETTERS
def test_the_title_of_the_file_names_no_one_and_nothing_of_the_case(name: str) -> None:
    letter = MAKERS[name]()
    assert letter.document_title == f"{letter.kind.label} – sag 26-04417"


def test_one_letter_keeps_several_decisions_apart() -> None:
    keys = [one.key for one in several_decisions().sentences()]
    assert {"85.outcome", "97.outcome", "82b.outcome", "85.payment", "97.payment", "82b.no_complaint"} <= set(keys)
