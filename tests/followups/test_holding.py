"""A follow-up is owed by the standard's day until it is held, whatever day it is; what it comes to begins what law asks for."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from mestring.audit.errors import FieldError, NotAllowed
from mestring.audit.models import Entry
from mestring.cases.errors import CaseClosed, DayInTheFuture
from mestring.cases.models import Case, Due
from mestring.decisions.errors import CitizenDied, FieldMissing
from mestring.decisions.models import Outcome as Decided
from mestring.decisions.models import PlannedChange
from mestring.followups import actions, proposals, watching
from mestring.followups.errors import (
    AskedAlready,
    BeforeTheHelp,
    HeldMeanwhile,
    LaterUnexplained,
    MarkedAlready,
    NextNotAfter,
    NextPastTheEnd,
)
from mestring.followups.models import AgreedDate, FollowUp, GrantCadence, Kind
from mestring.people.actions.citizen import change_citizen
from tests import given
from tests.decisions import given_decision as known
from tests.followups.given_follow_up import held, owing
from tests.given import TODAY

pytestmark = pytest.mark.django_db
FIRST = date(2027, 3, 1)
"""Three months after 1 December 2026, when the help of `granted` begins."""


def due(grant: known.Grant, kind: str = Kind.FOLLOW_UP) -> Due | None:
    return Due.objects.waiting().filter(thing=grant.public_id, kind=kind).first()


def day_of(grant: known.Grant, kind: str = Kind.FOLLOW_UP) -> date | None:
    row = due(grant, kind)
    return row.on if row else None


@pytest.fixture
def anne() -> given.Actor:
    return given.caseworker()


def test_the_decision_itself_puts_the_first_follow_up_on_the_list_with_its_reason(anne: given.Actor) -> None:
    grant = known.granted(anne)
    row = due(grant)
    assert row is not None
    assert (row.on, row.what, row.case_id, row.responsible_id) == (FIRST, "Opfølgning § 85", grant.case_id, anne.employee)
    assert row.source.startswith("Vejle 2023")
    assert any("3 måneder" in step["text"] for step in row.why)


def test_what_is_owed_does_not_move_on_by_itself(anne: given.Actor) -> None:
    grant = known.granted(anne)
    for on in (FIRST, date(2027, 9, 1), date(2028, 9, 1)):
        assert owing(grant, on).day == FIRST


def test_the_next_is_counted_from_the_one_that_was_held_where_the_gap_may_not_grow(anne: given.Actor) -> None:
    grant = known.granted(anne)
    made = held(grant, anne, on=date(2027, 2, 26))
    assert (made.due_on, made.promised_on, made.late) == (FIRST, None, False)
    assert day_of(grant) == owing(grant, FIRST).day == date(2027, 8, 26)
    assert held(grant, anne, on=date(2027, 9, 1)).late
    assert day_of(grant) == date(2028, 3, 1)


def test_a_promise_in_the_decision_is_kept_before_the_standard_s_own_day(anne: given.Actor) -> None:
    grant = known.granted(anne, **{**known.GRANTED, "follow_up_on": date(2027, 1, 15)})
    assert day_of(grant) == owing(grant, TODAY).day == date(2027, 1, 15)
    assert owing(grant, TODAY).steps[-1]["text"] == "Lovet i afgørelsen"
    made = held(grant, anne, on=date(2027, 1, 20))
    assert (made.due_on, made.promised_on, made.late) == (FIRST, date(2027, 1, 15), True)
    assert day_of(grant) == date(2027, 7, 20)


def test_the_same_extent_for_a_year_is_talked_over_and_then_every_six_months(anne: given.Actor) -> None:
    grant = known.granted(anne)
    actions.take_up(by=given.access.house(TODAY), on=TODAY)
    assert day_of(grant, Kind.PEER_REVIEW) == date(2027, 12, 1)
    held(grant, anne, on=FIRST)
    assert day_of(grant, Kind.PEER_REVIEW) == date(2027, 12, 1)
    held(grant, anne, on=date(2027, 12, 10), kind=Kind.PEER_REVIEW, form="administrative")
    assert day_of(grant, Kind.PEER_REVIEW) == date(2028, 6, 10)
    assert day_of(grant) == date(2027, 9, 1)


def test_help_that_is_to_end_begins_a_decision_with_hearing(anne: given.Actor) -> None:
    grant = known.granted(anne)
    made = held(grant, anne, on=FIRST, outcome="end", agreed="Målet er nået.")
    change = PlannedChange.objects.get(application=made.begun)
    assert (change.intended, change.initiative, change.grant_id, change.because) == (Decided.ENDED, "authority", grant.pk, "Målet er nået.")
    assert day_of(grant) == date(2027, 9, 1)  # until it is decided the help goes on, and so does what is owed


def test_no_decision_is_begun_beside_one_that_is_under_way(anne: given.Actor) -> None:
    grant = known.granted(anne)
    known.asked_for(given.access.moved_to(anne, FIRST), on=FIRST, where=grant.case)
    for more, field in (({"outcome": "end"}, "outcome"), ({"extent": "less"}, "extent")):
        with pytest.raises(AskedAlready) as caught:
            held(grant, anne, on=FIRST, **more)
        assert caught.value.fields == (field,)
    assert not FollowUp.objects.exists()


def test_less_help_begins_a_decision_and_more_or_the_same_does_not(anne: given.Actor) -> None:
    grant = known.granted(anne)
    assert held(grant, anne, on=FIRST, extent="more").begun is None
    made = held(grant, anne, on=FIRST + timedelta(days=30), extent="less")
    assert PlannedChange.objects.get(application=made.begun).intended == Decided.REDUCED


def test_the_next_may_be_sooner_freely_and_later_only_with_whom_and_why(anne: given.Actor) -> None:
    grant = known.granted(anne)
    with pytest.raises(LaterUnexplained) as caught:
        held(grant, anne, on=FIRST, next_on=date(2027, 10, 1), agreed_with="Faglig konsulent Else")
    assert caught.value.fields == ("because",)
    assert "01-09-2027" in str(caught.value)
    assert not FollowUp.objects.exists()
    held(grant, anne, on=FIRST, next_on=date(2027, 6, 1))
    assert day_of(grant) == date(2027, 6, 1)
    held(grant, anne, on=date(2027, 6, 1), next_on=date(2028, 1, 10), agreed_with="Faglig konsulent Else", because="Karen er på højskole til jul.")
    assert day_of(grant) == date(2028, 1, 10)
    assert Entry.objects.filter(act="agree_follow_up_date", detail__instead_of="2027-12-01").exists()
    made = held(grant, anne, on=date(2028, 1, 9))
    assert (made.due_on, made.promised_on, made.late) == (date(2027, 12, 1), date(2028, 1, 10), False)
    assert not AgreedDate.objects.standing().exists()


def test_an_extra_one_can_be_called_and_the_standard_s_own_day_counts_from_it(anne: given.Actor) -> None:
    grant = known.granted(anne)
    actions.agree_date(grant, kind=Kind.FOLLOW_UP, day=date(2026, 12, 20), because="Karen er flyttet.", by=anne, on=TODAY)
    assert day_of(grant) == date(2026, 12, 20)
    held(grant, anne, on=date(2026, 12, 18))
    assert day_of(grant) == date(2027, 6, 18)


def test_an_extra_one_answers_no_planned_day_and_the_agreement_stands(anne: given.Actor) -> None:
    grant = known.granted(anne)
    made = held(grant, anne, on=date(2026, 12, 10), extra=True)
    assert (made.due_on, made.late, day_of(grant)) == (None, False, FIRST)
    actions.agree_date(grant, kind=Kind.FOLLOW_UP, day=date(2027, 2, 1), by=anne, on=date(2026, 12, 11))
    held(grant, anne, on=date(2027, 1, 5), extra=True)
    assert day_of(grant) == date(2027, 2, 1)
    held(grant, anne, on=date(2027, 2, 1))
    held(grant, anne, on=date(2027, 5, 1), extra=True)
    assert day_of(grant) == date(2027, 8, 1)


def test_a_correction_keeps_what_was_held_and_the_day_it_was_first_decided(anne: given.Actor) -> None:
    grant = known.granted(anne)
    held(grant, anne, on=FIRST)
    by = given.access.moved_to(anne, FIRST)
    version = known.Preparation.objects.get(application=grant.decision.application).version
    made = known.actions.correct_decision(
        grant.decision, because="Et tal var skrevet forkert.", seen=version, by=by, on=FIRST, amount=290, departure="Lidt mere.", follow_up_on=date(2027, 9, 1)
    )
    new = known.Grant.objects.get(decision=made)
    assert (owing(new, FIRST).day, owing(new, FIRST).last.held_on, day_of(new)) == (date(2027, 9, 1), FIRST, date(2027, 9, 1))
    assert watching.of(new, FIRST).first_decided == TODAY


def test_a_day_that_was_agreed_goes_with_the_help_and_one_that_was_missed_stays_missed(anne: given.Actor) -> None:
    grant = known.granted(anne)
    held(grant, anne, on=FIRST, next_on=date(2027, 6, 1))
    for on, promised, day in ((date(2027, 4, 1), None, date(2027, 6, 1)), (date(2027, 10, 1), date(2027, 12, 1), date(2027, 9, 1))):
        by = given.access.moved_to(anne, on)
        asked = known.actions.change_on_wish(grant, wish="change", words="Mere støtte.", channel="phone", received_on=on, standard=given.VEJLE, by=by, on=on)
        chosen = {
            **known.GRANTED,
            "outcome": "changed",
            "as_wished": True,
            "amount": 300 + on.month,
            "departure": "Efter aftale.",
            "effect_on": on,
            "begins_on": None,
        }
        grant = known.granted(by, application=asked, on=on, **{**chosen, "follow_up_on": promised})
        actions.take_up(by=given.access.house(on), on=on)
        assert day_of(grant) == owing(grant, on).day == day


def test_help_given_again_the_day_after_is_the_same_help(anne: given.Actor) -> None:
    first = known.granted(anne, **{**known.GRANTED, "ends_on": date(2027, 8, 31)})
    held(first, anne, on=FIRST)
    on = date(2027, 8, 20)
    by = given.access.moved_to(anne, on)
    again = known.granted(
        by,
        on=on,
        application=known.asked_for(by, on=on, where=first.case),
        **{**known.GRANTED, "begins_on": date(2027, 9, 1), "follow_up_on": None, "departure": "x"},
    )
    assert watching.of(again, on).since == known.STARTS
    assert owing(again, on).by_rule == date(2027, 9, 1)
    assert owing(again, on, Kind.PEER_REVIEW).day == date(2027, 12, 1)


def test_what_the_standard_can_not_say_yet_names_what_is_missing(anne: given.Actor) -> None:
    rhythms = proposals.rhythms(given.VEJLE, "108", {"moved_in": known.STARTS, "started": known.STARTS}, TODAY, has_goals=False)
    assert [one.id for one in rhythms.missing] == ["target_group", "placement"]
    known_group = {"moved_in": known.STARTS, "started": known.STARTS, "target_group": "intellectual_disability"}
    assert [one.id for one in proposals.rhythms(given.VEJLE, "108", known_group, TODAY, has_goals=False).missing] == ["placement"]


def test_viborgs_chosen_months_follow_the_first_after_four(anne: given.Actor) -> None:
    facts = {"started": known.STARTS, "planned_end": date(2029, 11, 30)}
    before = proposals.rhythms(given.VIBORG, "107", facts, TODAY, has_goals=False)
    assert ([one.rule for one in before.all], [one.id for one in before.missing]) == (["viborg-107-follow-up"], ["follow_up_interval_months"])
    after = proposals.rhythms(given.VIBORG, "107", {**facts, "follow_up_interval_months": 6}, TODAY, has_goals=False)
    assert [one.rule for one in after.all] == ["viborg-107-follow-up", "viborg-107-follow-up-6"]


def test_what_was_answered_stands_before_what_is_taken_for_granted(anne: given.Actor) -> None:
    rhythms = proposals.rhythms(given.VIBORG, "104", {"planned_end": date(2027, 6, 30)}, TODAY, has_goals=False)
    assert all(one.rule == "" for one in rhythms.all), "what is said of goals concerns help with a plan"
    with_plan = proposals.rhythms(given.VIBORG, "85", {"planned_end": date(2027, 6, 30), "started": TODAY}, TODAY, has_goals=True)
    assert "viborg-general-follow-up-before-end" in [one.rule for one in with_plan.all]


def test_a_first_one_that_falls_just_after_the_end_is_held_on_the_last_day(anne: given.Actor) -> None:
    grant = known.granted(anne, **{**known.GRANTED, "ends_on": date(2027, 2, 26), "follow_up_on": None, "departure": "Kort forløb."})
    actions.take_up(by=given.access.house(TODAY), on=TODAY)
    assert day_of(grant) == date(2027, 2, 26)


def test_what_was_agreed_last_stands_alone(anne: given.Actor) -> None:
    grant = known.granted(anne)
    for day in (date(2027, 1, 5), date(2027, 2, 5)):
        actions.agree_date(grant, kind=Kind.FOLLOW_UP, day=day, by=anne, on=TODAY)
    assert day_of(grant) == date(2027, 2, 5)
    assert AgreedDate.objects.filter(ended_on=TODAY).count() == 1


@pytest.mark.parametrize(
    ("more", "error"),
    [
        ({"held_on": FIRST + timedelta(days=1)}, DayInTheFuture),
        ({"held_on": TODAY - timedelta(days=1)}, BeforeTheHelp),
        ({"agreed": "  "}, FieldMissing),
        ({"next_on": FIRST}, NextNotAfter),
        ({"next_on": date(2028, 1, 1)}, LaterUnexplained),
    ],
)
def test_what_can_not_be_is_said_and_nothing_is_written(anne: given.Actor, more: dict[str, object], error: type[Exception]) -> None:
    grant = known.granted(anne)
    with pytest.raises(error):
        held(grant, anne, on=FIRST, **more)
    assert not FollowUp.objects.exists()
    assert day_of(grant) == FIRST


def test_where_the_standard_has_no_day_one_must_be_agreed_while_the_help_has_no_end(anne: given.Actor) -> None:
    asked = known.asked_for(anne, "85", standard=given.VIBORG)
    grant = known.granted(
        anne,
        application=asked,
        **{**known.GRANTED, "level": "", "level_label": "", "follow_up_on": None, "follow_up": "Vi aftaler det.", "departure": "Aftalt med Karen."},
    )
    actions.take_up(by=given.access.house(TODAY), on=TODAY)
    row = due(grant)
    assert row is not None
    assert (row.on, row.next) == (None, "Aftal en dag for opfølgning")
    with pytest.raises(FieldMissing, match="Næste gang"):
        held(grant, anne, on=FIRST, standard=given.VIBORG)
    held(grant, anne, on=FIRST, standard=given.VIBORG, next_on=date(2027, 7, 1))
    assert day_of(grant) == date(2027, 7, 1)


def test_nothing_is_owed_after_the_last_day_of_help(anne: given.Actor) -> None:
    grant = known.granted(anne, **{**known.GRANTED, "ends_on": date(2027, 6, 30)})
    held(grant, anne, on=FIRST)
    assert day_of(grant) is None
    with pytest.raises(NextPastTheEnd):
        actions.agree_date(grant, kind=Kind.FOLLOW_UP, day=date(2027, 7, 1), by=anne, on=FIRST)


def test_two_who_write_the_same_follow_up_are_told(anne: given.Actor) -> None:
    grant = known.granted(anne)
    held(grant, anne, on=FIRST)
    with pytest.raises(HeldMeanwhile, match="Anne Mette Riis har skrevet en, der blev holdt 01-03-2027"):
        held(grant, anne, on=FIRST, seen=0)
    held(grant, anne, on=FIRST, seen=0, sure=True)
    assert FollowUp.objects.count() == 2


def test_one_that_was_entered_in_error_stays_and_what_it_answered_is_owed_again(anne: given.Actor) -> None:
    grant = known.granted(anne)
    made = held(grant, anne, on=FIRST)
    actions.mark_in_error(made, because="Det var en anden borger.", by=anne, on=FIRST)
    assert day_of(grant) == owing(grant, FIRST).day == FIRST
    assert "Markeret som fejl" in due(grant).why[-1]["text"]
    assert FollowUp.objects.get().error_because == "Det var en anden borger."
    with pytest.raises(MarkedAlready):
        actions.mark_in_error(made, because="Igen.", by=anne, on=FIRST)


def test_help_that_was_changed_is_the_same_help_and_the_extent_counts_anew(anne: given.Actor) -> None:
    grant = known.granted(anne)
    held(grant, anne, on=FIRST)
    on = date(2027, 4, 1)
    by = given.access.moved_to(anne, on)
    asked = known.actions.change_on_wish(grant, wish="change", words="Mere støtte.", channel="phone", received_on=on, standard=given.VEJLE, by=by, on=on)
    chosen = {
        **known.GRANTED,
        "outcome": "changed",
        "as_wished": True,
        "level": "4",
        "level_label": "Trin 4",
        "amount": 420,
        "effect_on": on,
        "begins_on": None,
    }
    new = known.granted(by, application=asked, on=on, **{**chosen, "follow_up_on": date(2027, 8, 1)})
    assert day_of(grant) is None
    assert day_of(new) == owing(new, on).day == date(2027, 8, 1)
    assert (owing(new, on).by_rule, owing(new, on).last.held_on) == (date(2027, 9, 1), FIRST)
    assert owing(new, on, Kind.PEER_REVIEW).day == date(2028, 4, 1)


def test_nobody_is_followed_up_when_the_citizen_has_died_or_the_case_is_closed(anne: given.Actor) -> None:
    grant = known.granted(anne)
    citizen = grant.case.citizen
    Case.objects.filter(pk=grant.case_id).update(state="closed", closed_on=TODAY)
    with pytest.raises(CaseClosed):
        held(grant, anne, on=FIRST)
    Case.objects.filter(pk=grant.case_id).update(state="open", closed_on=None)
    change_citizen(citizen, by=anne, on=TODAY, seen=citizen.version, died_on=TODAY)
    known.actions.note_death(citizen, by=anne, on=TODAY)
    assert day_of(grant) is None
    with pytest.raises(CitizenDied):
        held(grant, anne, on=FIRST)


def test_a_stranger_can_neither_hold_nor_agree_nor_mark(anne: given.Actor) -> None:
    grant = known.granted(anne)
    made = held(grant, anne, on=FIRST)
    bo = given.caseworker(given.unit("Et andet team"), name="Bo Vang")
    with pytest.raises(NotAllowed):
        held(grant, bo, on=FIRST)
    with pytest.raises(NotAllowed):
        actions.agree_date(grant, kind=Kind.FOLLOW_UP, day=FIRST, by=bo, on=TODAY)
    with pytest.raises(NotAllowed):
        actions.mark_in_error(made, because="x", by=bo, on=FIRST)


def test_what_is_kept_for_the_night_is_what_is_owed_by_each_rule(anne: given.Actor) -> None:
    grant = known.granted(anne)
    held(grant, anne, on=date(2027, 2, 26))
    rows = {one.rule: one for one in GrantCadence.objects.filter(grant=grant)}
    assert {rule: (one.counted_from, one.start, one.covered, one.last, one.owed_on) for rule, one in rows.items()} == {
        "vejle-85-follow-up": ("started", known.STARTS, FIRST, date(2027, 2, 26), date(2027, 8, 26)),
        "vejle-85-sparring": ("started", known.STARTS, None, None, date(2027, 12, 1)),
    }


def test_an_answer_given_later_makes_the_standard_s_day_known_and_a_new_one_another(anne: given.Actor) -> None:
    """Vejle § 104: every second year for who lives in accommodation; no interval for others."""
    chosen = {
        **known.GRANTED,
        "level": "",
        "level_label": "",
        "amount": None,
        "unit": "",
        "extent": "Fire dage om ugen.",
        "follow_up_on": None,
        "departure": "Aftalt sådan.",
    }
    grant = known.granted(anne, section="104", **chosen)
    actions.take_up(by=given.access.house(TODAY), on=TODAY)
    assert [one.id for one in watching.of(grant, TODAY).missing] == ["housing"]
    assert day_of(grant) is None
    actions.answer(grant, answers={"housing": "accommodation_108"}, source="Folkeregisteret", by=anne, on=TODAY)
    assert day_of(grant) == owing(grant, TODAY).day == date(2028, 12, 1)
    actions.answer(grant, answers={"housing": "own_home"}, source="Hun er flyttet.", by=anne, on=TODAY)
    assert day_of(grant) is None
    with pytest.raises(FieldError, match="'et slot' er ikke et svar"):
        actions.answer(grant, answers={"housing": "et slot"}, source="Samtale", by=anne, on=TODAY)
    with pytest.raises(FieldMissing):
        actions.answer(grant, answers={}, source="Samtale", by=anne, on=TODAY)
    with pytest.raises(FieldMissing):
        actions.answer(grant, answers={"housing": "own_home"}, source=" ", by=anne, on=TODAY)
    with pytest.raises(NotAllowed):
        actions.answer(grant, answers={"housing": "own_home"}, source="x", by=given.caseworker(given.unit("Et andet team"), name="Bo Vang"), on=TODAY)


def test_an_extra_one_leaves_the_day_the_decision_promised(anne: given.Actor) -> None:
    grant = known.granted(anne, **{**known.GRANTED, "follow_up_on": date(2027, 2, 1)})
    assert day_of(grant) == date(2027, 2, 1)
    held(grant, anne, on=date(2026, 12, 10), extra=True)
    assert day_of(grant) == date(2027, 2, 1)
