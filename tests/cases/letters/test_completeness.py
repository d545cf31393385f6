"""A letter that lacks something is caught, and told which rule asks for it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from mestring.cases.letters.completeness import Missing, complete
from mestring.cases.letters.text import (
    ComplaintGuidance,
    DecisionBox,
    Fixed,
    Heading,
    Letter,
    Listing,
    Paragraph,
    Recipient,
    ReviewBox,
    Sender,
    Sentence,
    Signature,
)
from tests.cases.letters.samples import (
    MAKERS,
    a_complaint_receipt,
    a_decision,
    a_delay_notice,
    a_hearing,
    a_maintained_complaint,
    a_receipt,
    a_reduction,
    an_advice,
    an_information_request,
    an_upheld_complaint,
    several_decisions,
)


def parts(letter: Letter) -> list[str]:
    return [one.part for one in complete(letter)]


def without(letter: Letter, key: str) -> Letter:
    """The letter with every sentence of one part struck out."""
    blocks = []
    for block in letter.blocks:
        if isinstance(block, Paragraph | Listing | DecisionBox | ReviewBox | ComplaintGuidance):
            block = replace(block, sentences=tuple(one for one in block.sentences if one.key != key and not one.key.startswith(f"{key}.")))
        blocks.append(block)
    return replace(letter, blocks=tuple(blocks))


@pytest.mark.parametrize("name", MAKERS)
def test_a_whole_letter_lacks_nothing(name: str) -> None:
    assert complete(MAKERS[name]()) == []


ASKED: list[tuple[Callable[[], Letter], str]] = [
    *((a_receipt, key) for key in ("applied_for", "received", "deadline", "consent", "companion", "representative")),
    *((a_delay_notice, key) for key in ("applied_for", "deadline", "reason", "new_date")),
    *((an_information_request, key) for key in ("needed", "by_when", "consequence")),
    *((a_hearing, key) for key in ("intended", "facts", "by_when", "papers")),
    *((a_decision, f"85.{key}") for key in ("applied_for", "outcome", "legal_basis", "considerations", "facts", "payment")),
    (a_reduction, "96.effect"),
    (a_reduction, "96.notice"),
    (several_decisions, "82b.no_complaint"),
    (several_decisions, "97.payment"),
    *((a_complaint_receipt, key) for key in ("received", "review_due")),
    *((a_maintained_complaint, key) for key in ("review.considerations", "review.facts", "review.legal_basis", "onward")),
    *((an_advice, key) for key in ("asked", "answer")),
]


@pytest.mark.parametrize(("make", "key"), ASKED, ids=lambda value: value if isinstance(value, str) else value.__name__)
def test_a_part_that_is_left_out_is_caught(make: Callable[[], Letter], key: str) -> None:
    found = complete(without(make(), key))
    assert [one.part for one in found] == [key]
    assert found[0].rule
    assert found[0].text.endswith(".")


@pytest.mark.parametrize("key", ["complaint.over", "complaint.how", "complaint.then", "complaint.last_day"])
def test_guidance_that_lacks_a_part_is_caught(key: str) -> None:
    assert parts(without(a_decision(), key)) == ["85.complaint"]


def changed_guidance(**change: Any) -> Letter:
    letter = a_decision()
    return replace(letter, blocks=tuple(replace(block, **change) if isinstance(block, ComplaintGuidance) else block for block in letter.blocks))


def test_guidance_without_the_body_the_day_or_the_decision_is_caught() -> None:
    assert complete(changed_guidance(body=""))[0] == Missing("FVL § 25", "§ 85: skriv, hvem der afgør en klage.", "85.complaint")
    assert complete(changed_guidance(last_day=None))[0] == Missing("RSL § 67", "§ 85: skriv den sidste dag at klage.", "85.complaint")
    assert complete(changed_guidance(decisions=("97",)))[0] == Missing("FVL § 25", "§ 85: skriv klagevejledning.", "85.complaint")


def test_guidance_is_asked_for_each_decision_with_a_right() -> None:
    letter = several_decisions()
    bare = replace(letter, blocks=tuple(block for block in letter.blocks if not isinstance(block, ComplaintGuidance)))
    assert parts(bare) == ["85.complaint", "97.complaint"]


def test_a_wholly_granted_decision_needs_no_reasons() -> None:
    letter = several_decisions()
    for part in ("97.legal_basis", "97.considerations", "97.facts"):
        letter = without(letter, part)
    assert complete(letter) == []


def test_the_introduction_of_a_list_is_not_the_list() -> None:
    letter = a_decision()
    blocks = tuple(block for block in letter.blocks if not (isinstance(block, Listing) and any(one.key.startswith("85.facts") for one in block.sentences)))
    assert parts(replace(letter, blocks=blocks)) == ["85.facts"]
    listed = without(a_receipt(), "applied_for.85")
    assert parts(without(listed, "applied_for.97")) == ["applied_for"]


@pytest.mark.parametrize(
    ("change", "part"),
    [
        ({"recipient": Recipient(name=" ")}, "recipient"),
        ({"recipient": Recipient(name="Mikkel Holst Bregnbæk", digital_post=False)}, "recipient.address"),
        ({"sender": Sender(council="", unit="Myndighed", phone="00 00 00 00")}, "sender.council"),
        ({"sender": Sender(council="Vejle Kommune", unit="Myndighed")}, "contact"),
        ({"case_number": ""}, "case_number"),
        ({"signed_by": Signature(name="")}, "signed_by"),
        ({"title": ""}, "title"),
    ],
)
@pytest.mark.parametrize("name", MAKERS)
def test_an_envelope_that_lacks_something_is_caught(name: str, change: dict[str, Any], part: str) -> None:
    assert parts(replace(MAKERS[name](), **change)) == [part]


def test_an_empty_sentence_is_caught_and_counts_as_missing() -> None:
    letter = a_decision()
    blocks = []
    for block in letter.blocks:
        if isinstance(block, Paragraph):
            block = replace(block, sentences=tuple(replace(one, text=" ") if one.key == "85.considerations.1" else one for one in block.sentences))
        blocks.append(block)
    assert parts(replace(letter, blocks=tuple(blocks))) == ["85.considerations.1", "85.considerations"]


def test_characters_that_cannot_be_printed_are_caught() -> None:
    letter = a_decision()
    strange = Paragraph((Sentence("Du skrev 中文 og 😀.", Fixed(source="Brev"), "strange"),))
    found = complete(replace(letter, blocks=(*letter.blocks, strange)))
    assert [one.part for one in found] == ["characters"]
    assert "中 文" in found[0].text
    assert "😀" not in found[0].text


def test_a_decision_letter_without_a_decision_is_caught() -> None:
    assert parts(replace(a_decision(), blocks=(Heading("Hej"),))) == ["decision"]


def test_an_answer_to_a_complaint_without_its_answer_is_caught() -> None:
    letter = a_maintained_complaint()
    assert "review" in parts(replace(letter, blocks=tuple(block for block in letter.blocks if not isinstance(block, ReviewBox))))
    upheld = an_upheld_complaint()
    bare = replace(upheld, blocks=tuple(block for block in upheld.blocks if not isinstance(block, DecisionBox)))
    assert parts(bare) == ["decision"]
