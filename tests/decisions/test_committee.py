"""The committee in Viborg: on the agenda, held, decided, the letter within five weekdays, and who sees the case meanwhile."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from mestring.audit import clock
from mestring.audit.errors import MoveNotAllowed, NotAllowed
from mestring.cases.actions.application import withdraw
from mestring.cases.letters.wording.common import day
from mestring.cases.models import Case, Due
from mestring.decisions import actions, letters
from mestring.decisions.errors import (
    AgendaUnfinished,
    AlreadyDecided,
    DayGone,
    DepartureUnexplained,
    FieldMissing,
    GatesOpen,
    MeetingOver,
    NotAwaitingDecision,
    NotHeldNow,
    NotPrepared,
    OnAnAgenda,
    OrderIncomplete,
)
from mestring.decisions.models import AgendaItem, Grant, Meeting, Preparation
from mestring.people import access
from mestring.people.models import Relation, Unit
from tests import given
from tests.decisions import given_decision as known
from tests.given import TODAY, VIBORG

pytestmark = pytest.mark.django_db
MEETS = date(2026, 11, 12)


def committee_unit() -> Unit:
    return given.unit("Visitationsudvalget", Unit.Kind.COMMITTEE)


def version(item: AgendaItem) -> int:
    return Preparation.objects.get(application=item.application).version


def standing(*, day: date = TODAY, **chosen: Any) -> tuple[access.Actor, access.Actor, AgendaItem]:
    """A caseworker, a member, and a § 107 case on the agenda of a meeting."""
    by, member = given.caseworker(on=day), given.committee(on=day)
    asked = known.asked_for(by, "107", standard=VIBORG, on=day)
    item = known.on_agenda(asked, known.meeting(committee_unit(), by, day=day, on=day), by, on=day, **chosen)
    return by, member, item


def held(item: AgendaItem, member: access.Actor) -> None:
    actions.hold_meeting(item.meeting, present=[known.employee_of(member)], by=member, on=item.meeting.day)


def test_the_committee_sees_the_case_while_it_is_on_the_agenda_and_four_weeks_after() -> None:
    by, member, item = standing()
    case = item.application.case
    assert list(Case.objects.visible_to(member)) == [case]
    assert list(AgendaItem.objects.visible_to(member)) == [item]
    assert Due.objects.waiting().get(kind=Due.Kind.MEETING).on == TODAY
    copenhagen = ZoneInfo("Europe/Copenhagen")
    with clock.at(datetime(2026, 12, 23, 23, tzinfo=copenhagen)):
        assert access.may(member, "case.see", case)
    with clock.at(datetime(2026, 12, 24, 1, tzinfo=copenhagen)):
        assert not access.may(member, "case.see", case)
    actions.take_off_agenda(item, because="Borgeren trak den tilbage.", by=by, on=TODAY)
    assert not Case.objects.visible_to(member).exists()
    assert item.state == "removed"
    assert not Due.objects.waiting().filter(kind=Due.Kind.MEETING).exists()
    assert Relation.objects.count() == 1


def test_a_case_on_an_agenda_is_not_decided_outside_the_meeting() -> None:
    by, _member, item = standing()
    for act, who in ((actions.decide, by), (actions.decide_as_leader, given.leader())):
        with pytest.raises(OnAnAgenda):
            act(item.application, seen=version(item), by=who, on=TODAY)


def test_a_case_that_was_withdrawn_can_be_taken_off_and_is_not_put_on_again() -> None:
    by, member, item = standing()
    withdraw(item.application, by=by, on=TODAY, because="Ringede.")
    held(item, member)
    with pytest.raises(NotAwaitingDecision):
        actions.decide_in_committee(item, seen=version(item), by=member, on=TODAY)
    with pytest.raises(NotAwaitingDecision):
        actions.postpone_item(item, because="Ringede.", by=member, on=TODAY, to=known.meeting(committee_unit(), by))
    actions.take_off_agenda(item, because="Trukket tilbage.", by=by, on=TODAY)
    actions.close_meeting(item.meeting, minutes="", by=member, on=TODAY)


def test_a_section_of_the_committee_s_is_never_decided_by_caseworker_or_leader() -> None:
    by, _member, item = standing()
    actions.take_off_agenda(item, because="Vi venter.", by=by, on=TODAY)
    for act, who in ((actions.decide, by), (actions.decide_as_leader, given.leader())):
        with pytest.raises(GatesOpen) as refused:
            act(item.application, seen=version(item), by=who, on=TODAY)
        assert [one.code for one in refused.value.gates] == ["competence"]


def test_the_committee_decides_as_recommended_and_the_letter_is_due_five_weekdays_after() -> None:
    by, member, item = standing(day=MEETS)
    held(item, member)
    made = actions.decide_in_committee(item, seen=version(item), by=member, on=MEETS, minutes="Som indstillet.")
    told = [one.text for one in letters.decision_letter([made], by=by, on=MEETS, received=MEETS).sentences()]
    assert f"Det har visitationsudvalget besluttet på sit møde {day(MEETS, MEETS)}." in told
    assert (made.capacity, made.meeting, made.decided_by_id) == ("committee", item.meeting, member.employee)
    assert (item.state, item.decision, item.minutes) == ("decided", made, "Som indstillet.")
    assert Grant.objects.get(decision=made).ends_on == date(2028, 11, 30)
    letter = Due.objects.waiting().get(kind=Due.Kind.LETTER)
    assert letter.on == date(2026, 11, 19)
    assert "Viborg 2020" in letter.source
    assert letter.why
    assert not Due.objects.waiting().filter(kind=Due.Kind.MEETING).exists()


def test_the_committee_may_decide_otherwise_with_its_own_reasons() -> None:
    _by, member, item = standing()
    held(item, member)
    other: dict[str, Any] = {"outcome": "refused", **known.REASONS}
    with pytest.raises(GatesOpen):
        actions.decide_in_committee(item, seen=version(item), by=member, on=TODAY, **other)
    assert Preparation.objects.get(application=item.application).outcome == "granted"
    # The caseworker has judged the conditions met: to refuse all the same is a departure, and the hearing is owed.
    other["otherwise"] = actions.Otherwise("Udvalgets møde", passing={"hearing_done": "Borgeren kender alle oplysningerne.", "competence": "Nej."})
    with pytest.raises(DepartureUnexplained):
        actions.decide_in_committee(item, seen=version(item), by=member, on=TODAY, **other)
    made = actions.decide_in_committee(item, seen=version(item), by=member, on=TODAY, **other, departure="Udvalget vurderer, at § 85 er nok.")
    assert made.outcome == "refused"
    assert made.gates.get(gate="hearing_done").reason == "Borgeren kender alle oplysningerne."


def test_nothing_is_decided_outside_the_meeting_or_twice_in_it() -> None:
    _by, member, item = standing()
    with pytest.raises(NotHeldNow):
        actions.decide_in_committee(item, seen=version(item), by=member, on=TODAY)
    held(item, member)
    actions.decide_in_committee(item, seen=version(item), by=member, on=TODAY)
    with pytest.raises(AlreadyDecided):
        actions.decide_in_committee(item, seen=version(item), by=member, on=TODAY)


def test_a_member_who_left_for_the_case_or_sits_elsewhere_or_is_a_relative_can_t_decide() -> None:
    from mestring.people.models import Disqualification

    _by, member, item = standing()
    held(item, member)
    elsewhere = given.committee(given.unit("Et andet udvalg", Unit.Kind.COMMITTEE), "Per Andet")
    with pytest.raises(NotAllowed):
        actions.decide_in_committee(item, seen=version(item), by=elsewhere, on=TODAY)
    relative = given.committee(name="Gerda Moster")
    Disqualification.objects.create(employee=known.employee_of(relative), citizen=item.application.case.citizen, reason="moster", since=TODAY)
    with pytest.raises(NotAllowed):
        actions.decide_in_committee(item, seen=version(item), by=relative, on=TODAY)
    with pytest.raises(FieldMissing):
        actions.disqualify(item, known.employee_of(member), reason=" ", by=member, on=TODAY)
    actions.disqualify(item, known.employee_of(member), reason="Har behandlet sagen før", by=member, on=TODAY)
    with pytest.raises(NotAllowed):
        actions.decide_in_committee(item, seen=version(item), by=member, on=TODAY)


def test_a_case_is_put_on_with_a_recommendation_and_a_choice_and_once() -> None:
    by = given.caseworker()
    asked = known.asked_for(by, "107", standard=VIBORG)
    where = known.meeting(committee_unit(), by)
    with pytest.raises(FieldMissing):
        actions.put_on_agenda(asked, where, by=by, on=TODAY)
    actions.recommend(asked, text="Bevilg.", seen=0, by=by, on=TODAY)
    with pytest.raises(NotPrepared):
        actions.put_on_agenda(asked, where, by=by, on=TODAY)
    actions.prepare(asked, seen=0, by=by, on=TODAY, outcome="granted")
    actions.put_on_agenda(asked, where, by=by, on=TODAY)
    with pytest.raises(OnAnAgenda):
        actions.put_on_agenda(asked, known.meeting(committee_unit(), by), by=by, on=TODAY)


def test_a_meeting_is_planned_ahead_of_a_committee_and_not_filled_when_it_is_over() -> None:
    by = given.caseworker()
    with pytest.raises(DayGone):
        known.meeting(committee_unit(), by, day=TODAY - timedelta(days=1))
    with pytest.raises(FieldMissing):
        known.meeting(given.unit(), by)
    with pytest.raises(NotAllowed):
        known.meeting(given.unit("Et andet udvalg", Unit.Kind.COMMITTEE), given.committee())
    _by, member, item = standing()
    held(item, member)
    actions.postpone_item(item, because="Lægeerklæringen mangler.", by=member, on=TODAY)
    actions.close_meeting(item.meeting, minutes="Referat.", by=member, on=TODAY)
    with pytest.raises(MeetingOver):
        actions.put_on_agenda(item.application, item.meeting, by=_by, on=TODAY)


def test_a_case_put_off_to_another_meeting_stands_on_that_agenda() -> None:
    by, member, item = standing()
    later = known.meeting(committee_unit(), by, day=TODAY + timedelta(days=14))
    with pytest.raises(NotHeldNow):
        actions.postpone_item(item, because="Mangler.", by=member, on=TODAY, to=later)
    held(item, member)
    with pytest.raises(FieldMissing):
        actions.postpone_item(item, because=" ", by=member, on=TODAY, to=later)
    again = actions.postpone_item(item, because="Lægeerklæringen mangler.", by=member, on=TODAY, to=later)
    assert again
    assert (item.state, again.state, again.meeting) == ("postponed", "waiting", later)
    assert Due.objects.waiting().get(kind=Due.Kind.MEETING).on == later.day


def test_the_agenda_is_ordered_whole_or_not_at_all() -> None:
    by, _member, first = standing()
    second = known.on_agenda(known.asked_for(by, "108", standard=VIBORG), first.meeting, by, **{**known.COMMITTEE_GRANTED, "ends_on": None})
    assert [first.order, second.order] == [1, 2]
    for wrong in ([first.public_id], [first.public_id, first.public_id]):
        with pytest.raises(OrderIncomplete):
            actions.order_agenda(first.meeting, wrong, by=by, on=TODAY)
    actions.order_agenda(first.meeting, [second.public_id, first.public_id], by=by, on=TODAY)
    assert list(first.meeting.items.standing()) == [second, first]


def test_a_meeting_closes_when_every_case_has_been_dealt_with() -> None:
    _by, member, item = standing()
    held(item, member)
    with pytest.raises(AgendaUnfinished) as left:
        actions.close_meeting(item.meeting, minutes="", by=member, on=TODAY)
    assert left.value.left == (item.application.case.number,)
    actions.decide_in_committee(item, seen=version(item), by=member, on=TODAY)
    actions.close_meeting(item.meeting, minutes="Mødet sluttede kl. 11.", by=member, on=TODAY)
    assert (item.meeting.state, item.meeting.closed_on) == ("closed", TODAY)
    with pytest.raises(MoveNotAllowed):
        actions.close_meeting(item.meeting, minutes="Igen.", by=member, on=TODAY)


def test_a_meeting_is_held_on_its_day_by_its_own_members() -> None:
    by, member, item = standing()
    later = known.meeting(committee_unit(), by, day=TODAY + timedelta(days=7))
    with pytest.raises(NotHeldNow):
        actions.hold_meeting(later, present=[known.employee_of(member)], by=member, on=TODAY)
    with pytest.raises(FieldMissing):
        actions.hold_meeting(item.meeting, present=[known.employee_of(by)], by=member, on=TODAY)
    with pytest.raises(FieldMissing):
        actions.hold_meeting(item.meeting, present=[], by=member, on=TODAY)
    with pytest.raises(NotAllowed):
        actions.hold_meeting(item.meeting, present=[known.employee_of(member)], by=by, on=TODAY)


def test_a_committee_s_decision_is_corrected_by_the_committee() -> None:
    by, member, item = standing()
    held(item, member)
    made = actions.decide_in_committee(item, seen=version(item), by=member, on=TODAY)
    with pytest.raises(GatesOpen) as refused:
        actions.correct_decision(made, because="Forkert dag.", seen=version(item), by=by, on=TODAY)
    assert [one.code for one in refused.value.gates] == ["competence"]
    again = actions.put_on_agenda(item.application, item.meeting, by=by, on=TODAY)
    begins = date(2026, 12, 15)
    new = actions.correct_in_committee(again, made, because="Forkert dag.", seen=version(item), by=member, on=TODAY, begins_on=begins)
    assert (new.replaces, new.capacity, again.decision) == (made, "committee", new)


def test_meetings_are_seen_by_members_of_the_committee_and_by_those_who_plan() -> None:
    by, member, item = standing()
    stranger = given.committee(given.unit("Et andet udvalg", Unit.Kind.COMMITTEE), "Per Andet")
    assert list(Meeting.objects.visible_to(member).coming(TODAY)) == [item.meeting]
    assert list(Meeting.objects.visible_to(by)) == [item.meeting]
    assert not Meeting.objects.visible_to(stranger).exists()
    assert not Meeting.objects.visible_to(given.administrator()).exists()
    assert not AgendaItem.objects.visible_to(stranger).exists()
