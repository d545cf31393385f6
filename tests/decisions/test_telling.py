"""Telling the citizen: by word, by letter, several in one letter, and from when the time to complain runs."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from mestring.audit.errors import NotAllowed
from mestring.cases.actions import dispatch
from mestring.cases.errors import DayInTheFuture, NobodyToWriteTo
from mestring.cases.letters.text import Letter as Content
from mestring.cases.models import Application, Dispatch, Due, Letter, Note
from mestring.decisions import actions, letters
from mestring.decisions.errors import FieldMissing, LetterOnItsWay, NotOneLetter, ToldAlready
from mestring.decisions.gathering import outlook
from mestring.decisions.models import Consideration, Decision, Preparation
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
    with pytest.raises(LetterOnItsWay):
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


def test_a_recalled_letter_gives_way_to_a_new_one_and_the_decision_is_sent_once_at_a_time() -> None:
    by, day = given.caseworker(), TODAY + timedelta(days=1)
    made = known.decided(by)
    first = actions.send_decision_letter([made], by=by, on=TODAY)
    with pytest.raises(LetterOnItsWay):
        actions.send_decision_letter([made], by=by, on=TODAY)
    actions.owe_recalled(first, by=by, on=TODAY)
    assert not Due.objects.waiting().filter(kind=Due.Kind.LETTER, thing=made.public_id).exists()
    first = dispatch.recall(first, by=by, on=TODAY)
    actions.owe_recalled(first, by=by, on=TODAY)
    made.refresh_from_db()
    assert made.owes_letter
    assert made.counts_from is None
    assert list(Decision.objects.to_be_sent()) == [made]
    assert Due.objects.waiting().filter(kind=Due.Kind.LETTER, thing=made.public_id).count() == 1
    second = actions.send_decision_letter([made], by=by, on=day)
    assert second != first
    assert (made.letter, made.sent_on, made.communicated_on, made.owes_letter) == (second, day, day, False)
    assert not Due.objects.waiting().filter(kind=Due.Kind.LETTER, thing=made.public_id).exists()
    with pytest.raises(LetterOnItsWay):
        actions.send_decision_letter([made], by=by, on=day)
    assert Dispatch.objects.filter(letter__about=made.public_id, state="queued").count() == 1


def test_a_decision_whose_letter_was_taken_back_can_be_told_by_word_and_counts_from_there() -> None:
    by = given.caseworker()
    made = known.decided(by)
    dispatch.recall(actions.send_decision_letter([made], by=by, on=TODAY), by=by, on=TODAY)
    made.refresh_from_db()
    day = TODAY + timedelta(days=2)
    actions.communicate_orally(made, words="Ringede til Karen.", told_on=day, by=by, on=day)
    assert (made.told_on, made.communicated_on, made.counts_from) == (day, day, day)
    assert actions.note_receipts(by=access.house(day), on=day) == 0
    assert not actions.note_receipt(made, by=by, on=day)
    with pytest.raises(ToldAlready):
        actions.communicate_orally(made, words="Igen.", told_on=day, by=by, on=day)


def test_each_decision_of_a_recalled_letter_is_owed_again() -> None:
    by = given.caseworker()
    first = known.decided(by)
    second = refused(by, section="104", where=first.application.case)
    letter = dispatch.recall(actions.send_decision_letter([first, second], by=by, on=TODAY), by=by, on=TODAY)
    actions.owe_recalled(letter, by=by, on=TODAY)
    owed = Due.objects.waiting().filter(kind=Due.Kind.LETTER)
    assert set(owed.values_list("thing", flat=True)) == {first.public_id, second.public_id}


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
    assert "(servicelovens § 82 b)" in text
    # Who got it all is owed no guidance (FVL § 25), and is not told what they can't do.
    assert "klage" not in text


def test_a_level_is_told_by_what_it_means_when_no_hours_are_given() -> None:
    """Vejle l. 1398: step 2 is 1.4 hours a week on average."""
    by = given.caseworker()
    asked = known.asked_for(by)
    choice = known.prepared(asked, by, **{**known.GRANTED, "level": "2", "level_label": "Trin 2", "amount": None, "unit": "", "extent": "to gange om ugen"})
    made = actions.decide(asked, seen=choice.version, by=by, on=TODAY)
    text = said(actions.send_decision_letter([made], by=by, on=TODAY))
    assert "I kommunens standard hedder det »trin 2«. Det er i gennemsnit 1,4 timer om ugen." in text
    assert "Hjælpen gives sådan: to gange om ugen. Du får hjælpen fra" in text


def test_the_letter_of_a_correction_says_which_decision_it_replaces() -> None:
    by = given.caseworker()
    first = refused(by)
    actions.send_decision_letter([first], by=by, on=TODAY)
    seen = Preparation.objects.get(application=first.application).version
    new = actions.correct_decision(first, because="Begrundelsen var for kort.", seen=seen, by=by, on=TODAY, **known.REFUSED)
    text = said(actions.send_decision_letter([new], by=by, on=TODAY))
    assert "Denne afgørelse erstatter vores afgørelse fra onsdag 25. november. Grunden er: Begrundelsen var for kort." in text


def test_a_level_without_hours_is_told_in_the_standards_own_meaning() -> None:
    """Viborg l. 838-843: the levels of § 85 have no hours."""
    by = given.caseworker()
    asked = known.asked_for(by, standard=given.VIBORG)
    choice = actions.prepare(
        asked,
        seen=0,
        by=by,
        on=TODAY,
        **{**known.GRANTED, "level": "2", "level_label": "Let", "amount": None, "unit": "", "purpose": "Du lærer at være alene hjemme"},
    )
    found = letters.preview(outlook(asked, on=TODAY), by=by, on=TODAY)
    text = " ".join(one.text for one in found.sentences())
    assert choice.level_label == "Let"
    assert "I kommunens standard hedder det »let«. Det er hjælp til nogle almindelige daglige gøremål. Du overskuer og klarer de fleste aktiviteter" in text
    assert "borgeren" not in text
    assert "Formålet er: Du lærer at være alene hjemme." in text


def test_the_letter_says_that_the_committee_decided_and_names_a_leader_who_does_not_sign() -> None:
    by, lars = given.caseworker(), given.leader()
    asked = known.asked_for(by)
    choice = known.prepared(asked, by)
    made = actions.decide_as_leader(asked, seen=choice.version, by=lars, on=TODAY)
    by_leader = "Det har vores leder, Lars Holm, besluttet."
    told = " ".join(one.text for one in letters.decision_letter([made], by=by, on=TODAY, received=TODAY).sentences())
    assert f"Vi giver dig socialpædagogisk støtte. {by_leader}" in told
    assert by_leader not in " ".join(one.text for one in letters.decision_letter([made], by=lars, on=TODAY, received=TODAY).sentences())


def test_a_refusal_of_more_says_what_the_citizen_still_has() -> None:
    by = given.caseworker()
    grant = known.granted(by)
    values = {"wish": "change", "words": "Jeg vil gerne have mere.", "channel": "phone", "received_on": TODAY, "standard": given.VEJLE}
    more = actions.change_on_wish(grant, by=by, on=TODAY, **values)
    actions.prepare(more, seen=0, by=by, on=TODAY, **known.REFUSED)
    found = letters.preview(outlook(more, on=TODAY), by=by, on=TODAY)
    text = " ".join(one.text for one in found.sentences())
    assert found.title == "Du får ikke mere eller anden hjælp end i dag"
    assert "Vi giver dig ikke mere eller anden hjælp, end du har i dag. Du har fortsat socialpædagogisk støtte, 2,8 timer om ugen." in text
    assert "I dag får du" not in text


def test_new_help_refused_by_the_section_that_gives_help_already_says_that_it_goes_on() -> None:
    by = given.caseworker()
    grant = known.granted(by)
    again = known.asked_for(by, where=grant.case, sure=True)
    actions.prepare(again, seen=0, by=by, on=TODAY, **known.REFUSED)
    found = letters.preview(outlook(again, on=TODAY), by=by, on=TODAY)
    assert "Du har fortsat socialpædagogisk støtte, 2,8 timer om ugen." in [one.text for one in found.sentences()]


BEFORE, AFTER = date(2025, 8, 29), date(2025, 9, 2)
"""Either side of 1 September 2025, when law began to call § 100 kompensationsydelse."""


def previewed(asked: Application, by: access.Actor, on: date) -> str:
    found = letters.preview(outlook(asked, on=on), by=by, on=on)
    assert found
    return " ".join(one.text for one in found.sentences())


def test_help_is_called_what_law_calls_it_the_day_it_was_asked_for_and_the_day_it_was_decided() -> None:
    by = given.caseworker(on=BEFORE)
    asked = known.asked_for(by, "100", on=BEFORE)
    known.prepared(asked, by, on=BEFORE, **known.REFUSED)
    assert "Vi giver dig ikke dækning af nødvendige merudgifter." in previewed(asked, by, BEFORE)
    text = previewed(asked, by, AFTER)
    assert "Du har søgt om dækning af nødvendige merudgifter (servicelovens § 100)." in text
    assert "Vi giver dig ikke kompensationsydelse." in text


def test_a_letter_sent_later_calls_the_help_what_it_was_called_the_day_it_was_decided() -> None:
    by = given.caseworker(on=BEFORE)
    asked = known.asked_for(by, "100", on=BEFORE)
    choice = known.prepared(asked, by, on=BEFORE, **known.REFUSED)
    actions.pass_gate(asked, "hearing_done", reason="Karen kender alle oplysningerne.", by=by, on=BEFORE)
    made = actions.decide(asked, seen=choice.version, by=by, on=BEFORE)
    text = said(actions.send_decision_letter([made], by=by, on=AFTER))
    assert "Vi giver dig ikke dækning af nødvendige merudgifter." in text
    assert "kompensationsydelse" not in text


@pytest.mark.parametrize(("on", "called"), [(BEFORE, "dækning af nødvendige merudgifter"), (AFTER, "kompensationsydelse")])
def test_other_help_that_was_weighed_is_called_what_it_is_called_that_day(on: date, called: str) -> None:
    by = given.caseworker(on=on)
    asked = known.asked_for(by, "85", on=on)
    known.prepared(asked, by, on=on, **known.REFUSED)
    other = actions.consider(asked, "100", by=by, on=on)
    actions.conclude(other, outcome=Consideration.Outcome.NOT_MET, why="Der er ingen udgifter.", seen=other.version, by=by, on=on)
    assert f"Vi har også set på {called} (§ 100)." in previewed(asked, by, on)


def test_what_the_citizen_has_is_called_what_it_was_called_when_it_was_granted() -> None:
    """A grant from before 1 September 2025 runs on as it is until it is looked at again."""
    by = given.caseworker(on=BEFORE)
    had = known.asked_for(by, "100", on=BEFORE)
    values = {**known.GRANTED, "level": "", "level_label": "", "amount": None, "unit": "", "extent": "1.000 kr. om måneden", "begins_on": BEFORE}
    choice = known.prepared(had, by, on=BEFORE, **{**values, "follow_up_on": date(2026, 8, 29), "plan_on": BEFORE})
    for gate in outlook(had, on=BEFORE).gates:
        if gate.is_open and gate.by_reason:
            actions.pass_gate(had, gate.code, reason="Udgifterne er dokumenteret.", by=by, on=BEFORE)
    actions.decide(had, seen=choice.version, by=by, on=BEFORE)
    again = known.asked_for(by, "100", on=AFTER, where=had.case, sure=True)
    actions.prepare(again, seen=0, by=by, on=AFTER, **known.REFUSED)
    assert "Du har fortsat dækning af nødvendige merudgifter." in previewed(again, by, AFTER)
