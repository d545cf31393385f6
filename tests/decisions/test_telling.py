"""Telling the citizen: by word, by letter, several in one letter, and from when the time to complain runs."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from mestring.audit.errors import NotAllowed
from mestring.cases.errors import DayInTheFuture, NobodyToWriteTo
from mestring.cases.letters.text import Letter as Content
from mestring.cases.models import Dispatch, Due, Letter, Note
from mestring.decisions import actions, letters
from mestring.decisions.errors import FieldMissing, NotOneLetter, ToldAlready
from mestring.decisions.gathering import outlook
from mestring.decisions.models import Decision
from mestring.people import access
from tests import given
from tests.decisions import given_decision as known
from tests.given import TODAY

pytestmark = pytest.mark.django_db


def said(letter: Letter) -> str:
    return " ".join(one.text for one in Content.from_json(letter.content).sentences())


def refused(by: access.Actor, **more: object) -> Decision:
    asked = known.asked_for(by, **more)  # type: ignore[arg-type]
    choice = known.prepared(asked, by, **known.REFUSED)
    actions.pass_gate(asked, "hearing_done", reason="Karen kender alle oplysningerne.", by=by, on=TODAY)
    return actions.decide(asked, seen=choice.version, by=by, on=TODAY)


def test_a_letter_makes_the_decision_sent_and_settles_the_list() -> None:
    by = given.caseworker()
    made = known.decided(by)
    letter = actions.send_decision_letter([made], by=by, on=TODAY)
    assert (made.state, made.communicated_on, made.communicated_how, made.sent_on, made.letter) == ("sent", TODAY, "written", TODAY, letter)
    assert (letter.state, letter.about) == ("queued", made.public_id)
    assert not Due.objects.waiting().filter(thing=made.public_id).exists()
    text = said(letter)
    for words in ("Du har søgt om socialpædagogisk støtte (servicelovens § 85).", "2,8 timer om ugen", "trin 3", "Støtten er gratis.", "onsdag 23. december"):
        assert words in text


def test_a_refusal_carries_reasons_in_three_parts_and_guidance_on_complaint() -> None:
    by = given.caseworker()
    made = refused(by)
    text = said(actions.send_decision_letter([made], by=by, on=TODAY))
    for words in (
        "Vi giver dig ikke socialpædagogisk støtte.",
        "Serviceloven § 85 og kommunens kvalitetsstandard.",
        "Støtten skal være nok til at holde fast i boligen",
        "Karen undgår post og regninger alene.",
        "Du klager til os, ikke direkte til Ankestyrelsen.",
    ):
        assert words in text


def test_one_letter_may_hold_several_decisions_of_the_same_case() -> None:
    by = given.caseworker()
    first = known.decided(by)
    second = refused(by, section="104", where=first.application.case)
    letter = actions.send_decision_letter([first, second], by=by, on=TODAY)
    assert {first.letter_id, second.letter_id} == {letter.pk}
    assert "aktivitets- og samværstilbud" in said(letter)
    with pytest.raises(NotOneLetter):
        actions.send_decision_letter([first], by=by, on=TODAY)


def test_decisions_of_two_cases_never_share_a_letter() -> None:
    by = given.caseworker()
    first = known.decided(by)
    second = known.decided(by, application=known.asked_for(by, where=given.case(by, given.citizen(by, first_name="Ove"))))
    with pytest.raises(NotOneLetter):
        actions.send_decision_letter([first, second], by=by, on=TODAY)
    with pytest.raises(NotOneLetter):
        actions.send_decision_letter([], by=by, on=TODAY)
    assert not Letter.objects.exists()


def test_a_decision_told_by_word_is_in_the_journal_and_still_owes_its_letter() -> None:
    by = given.caseworker()
    made = known.decided(by)
    actions.communicate_orally(made, words="Ringede til Karen, som blev glad.", told_on=TODAY, by=by, on=TODAY)
    assert (made.state, made.communicated_how, made.told_on, made.counts_from) == ("sent", "oral", TODAY, TODAY)
    assert Note.objects.get(case=made.application.case, kind=Note.Kind.ORAL_DECISION).text == "Ringede til Karen, som blev glad."
    assert Due.objects.waiting().filter(kind=Due.Kind.LETTER, thing=made.public_id).exists()
    with pytest.raises(ToldAlready):
        actions.communicate_orally(made, words="Igen.", told_on=TODAY, by=by, on=TODAY)
    day = TODAY + timedelta(days=1)
    letter = actions.send_decision_letter([made], by=by, on=day)
    assert "Vi fortalte dig om afgørelsen onsdag 25. november." in said(letter)
    assert (made.communicated_on, made.communicated_how, made.sent_on) == (TODAY, "oral", day)


def test_to_be_told_takes_words_and_a_day_between_the_decision_and_now() -> None:
    by = given.caseworker()
    made = known.decided(by)
    with pytest.raises(FieldMissing):
        actions.communicate_orally(made, words=" ", told_on=TODAY, by=by, on=TODAY)
    with pytest.raises(FieldMissing):
        actions.communicate_orally(made, words="Ringede.", told_on=TODAY - timedelta(days=1), by=by, on=TODAY)
    with pytest.raises(DayInTheFuture):
        actions.communicate_orally(made, words="Ringede.", told_on=TODAY + timedelta(days=1), by=by, on=TODAY)


def test_the_time_to_complain_counts_from_the_receipt_once_the_letter_has_left() -> None:
    by = given.caseworker()
    made = known.decided(by)
    letter = actions.send_decision_letter([made], by=by, on=TODAY)
    house = access.house(TODAY)
    assert made.counts_from is None
    assert actions.note_receipts(by=house, on=TODAY) == 0
    # What the outbox does when the letter has left.
    Dispatch.objects.filter(letter=letter).update(state="sent", received_on=date(2026, 11, 26))
    assert actions.note_receipts(by=house, on=TODAY) == 1
    made.refresh_from_db()
    assert made.received_on == date(2026, 11, 26)
    assert not actions.note_receipt(made, by=house, on=TODAY)


def test_a_letter_on_paper_gives_the_citizen_the_days_it_travels() -> None:
    by = given.caseworker()
    asked = known.asked_for(by, where=given.case(by, given.citizen(by, first_name="Ove", digital_post=False)))
    letter = actions.send_decision_letter([known.decided(by, application=asked)], by=by, on=TODAY)
    assert "senest torsdag 31. december" not in said(letter)
    assert "senest mandag 4. januar 2027" in said(letter)


def test_nobody_writes_to_the_dead_and_nothing_is_half_done() -> None:
    by = given.caseworker()
    made = known.decided(by)
    citizen = made.application.case.citizen
    type(citizen).objects.filter(pk=citizen.pk).update(died_on=TODAY)
    with pytest.raises(NobodyToWriteTo):
        actions.send_decision_letter([made], by=by, on=TODAY)
    made.refresh_from_db()
    assert made.state == "decided"
    assert not Letter.objects.exists()


def test_a_stranger_can_t_send() -> None:
    by = given.caseworker()
    made = known.decided(by)
    stranger = given.caseworker(given.unit("Et andet team"), "Per Fremmed")
    for who in (stranger, given.committee()):
        with pytest.raises(NotAllowed):
            actions.send_decision_letter([made], by=who, on=TODAY)
        with pytest.raises(NotAllowed):
            actions.communicate_orally(made, words="Ringede.", told_on=TODAY, by=who, on=TODAY)
    assert not Decision.objects.visible_to(stranger).exists()


def test_the_letter_can_be_read_before_it_is_decided_and_marks_what_changed() -> None:
    by = given.caseworker()
    asked = known.asked_for(by)
    assert letters.preview(outlook(asked, on=TODAY), by=by, on=TODAY) is None
    choice = known.prepared(asked, by)
    before = letters.preview(outlook(asked, on=TODAY), by=by, on=TODAY)
    actions.prepare(asked, seen=choice.version, by=by, on=TODAY, amount=350)
    after = letters.preview(outlook(asked, on=TODAY), by=by, on=TODAY)
    assert before
    assert after
    assert [one.text for one in after.compare(before).sentences() if one.marked] == ["Du får 3,5 timer om ugen."]


def test_a_decision_without_complaint_right_says_so() -> None:
    by = given.caseworker()
    values = {
        "outcome": "granted",
        "extent": "Et forløb på 12 uger.",
        "begins_on": known.STARTS,
        "ends_on": date(2027, 2, 1),
        "follow_up_on": date(2027, 1, 15),
        "payment": "Gratis.",
        "plan": "offered",
        "departure": "Konkret vurdering.",
    }
    made = known.decided(by, section="82b", **values)
    text = said(actions.send_decision_letter([made], by=by, on=TODAY))
    assert "Du kan ikke klage over afgørelsen (SEL § 82 b, stk. 2)." in text
    assert "(servicelovens § 82 b)" in text
