"""Inquiries: received by every channel, anonymous or not, and ended in each of their ways, once."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from mestring.audit.errors import MoveNotAllowed, NotAllowed
from mestring.cases.actions import inquiry as acts
from mestring.cases.actions.case import close_case, move_to_team
from mestring.cases.errors import CitizenMissing, DayInTheFuture, SectionNotOffered, TextMissing
from mestring.cases.models import AnonymousInquiry, Case, Due, Inquiry
from mestring.cases.models.inquiry import Channel
from mestring.cases.states import InquiryState
from mestring.people.models import AnonymousPerson, Citizen, Unit
from tests import given
from tests.given import TODAY

pytestmark = pytest.mark.django_db


def received(by: given.Actor, **more: object) -> Inquiry:
    values = {"channel": "phone", "received_on": TODAY, "about": "Spørger om støtte", **more}
    return acts.receive_inquiry(Unit.objects.get(pk=by.teams[0]), by=by, on=TODAY, **values)


@pytest.mark.parametrize("channel", Channel.values)
def test_an_inquiry_is_received_by_every_channel_and_is_due_an_answer(channel: str) -> None:
    anne = given.caseworker()
    made = received(anne, channel=channel)
    (due,) = Due.objects.visible_to(anne).waiting()
    assert due.thing == made.public_id
    assert due.on == date(2026, 12, 2)


def test_an_inquiry_from_the_future_is_refused_at_its_field() -> None:
    with pytest.raises(DayInTheFuture) as told:
        received(given.caseworker(), received_on=TODAY + timedelta(days=1))
    assert told.value.fields == ("received_on",)


def test_an_inquiry_about_nothing_is_refused_at_its_field() -> None:
    with pytest.raises(TextMissing) as told:
        received(given.caseworker(), about=" ")
    assert told.value.fields == ("about",)


def test_nobody_receives_an_inquiry_for_a_team_they_are_not_in() -> None:
    anne, other = given.caseworker(), given.unit("Et andet team")
    with pytest.raises(NotAllowed):
        acts.receive_inquiry(other, by=anne, on=TODAY, channel="phone", received_on=TODAY, about="x")


def test_advice_ends_an_inquiry_once() -> None:
    anne = given.caseworker()
    made = received(anne)
    acts.end_with_advice(made, by=anne, on=TODAY, advice="Fortalte om værestedet")
    assert (made.state, made.outcome, made.ended_on) == (InquiryState.ADVISED, "Fortalte om værestedet", TODAY)
    assert not Due.objects.visible_to(anne).waiting().exists()
    with pytest.raises(MoveNotAllowed):
        acts.refer_elsewhere(made, by=anne, on=TODAY, to="Jobcentret")


def test_an_inquiry_is_referred_elsewhere_only_to_somebody() -> None:
    anne = given.caseworker()
    made = received(anne)
    with pytest.raises(TextMissing):
        acts.refer_elsewhere(made, by=anne, on=TODAY, to="")
    acts.refer_elsewhere(made, by=anne, on=TODAY, to="Jobcentret", because="Praktik")
    assert made.referred_to == "Jobcentret"


def test_one_is_enrolled_only_where_no_decision_is_needed() -> None:
    anne = given.caseworker()
    made = received(anne, citizen=given.citizen(anne))
    with pytest.raises(SectionNotOffered):
        acts.enrol(made, by=anne, on=TODAY, standard=given.VEJLE, section="107")
    acts.enrol(made, by=anne, on=TODAY, standard=given.BALLERUP, section="82a")
    assert (made.state, made.section) == (InquiryState.ENROLLED, "82a")


def begun(by: given.Actor, whose: Citizen, section: str = "82b", **more: object) -> tuple[Inquiry, Case]:
    """An inquiry that ended in an open offer, as it stands now."""
    made = received(by, citizen=whose, **more)
    case = acts.enrol(made, by=by, on=TODAY, standard=given.RANDERS, section=section)
    assert case is not None
    made.refresh_from_db()
    return made, case


def waiting(made: Inquiry) -> Due:
    return Due.objects.waiting().get(kind=Due.Kind.INQUIRY, thing=made.public_id)


def test_nobody_begins_in_an_offer_before_it_is_known_who_it_is() -> None:
    anne = given.caseworker()
    made = received(anne)
    with pytest.raises(CitizenMissing) as told:
        acts.enrol(made, by=anne, on=TODAY, standard=given.RANDERS, section="82b")
    assert told.value.fields == ("citizen",)
    assert told.value.message.startswith("Borger: find eller opret borgeren")
    made.refresh_from_db()
    assert (made.state, Case.objects.count()) == (InquiryState.OPEN, 0)
    acts.name_citizen(made, by=anne, on=TODAY, citizen=given.citizen(anne))
    assert acts.enrol(made, by=anne, on=TODAY, standard=given.RANDERS, section="82b")


def test_who_begins_in_an_offer_begins_in_a_case_that_waits_for_the_order() -> None:
    anne = given.caseworker()
    karen = given.citizen(anne)
    made, case = begun(anne, karen)
    assert (made.case, case.citizen, case.team, case.responsible_id) == (case, karen, made.unit, anne.employee)
    row = waiting(made)
    assert (row.what, row.next, row.section) == ("§ 82 b er aftalt, men ikke bestilt", "Bestil forløbet", "82b")
    assert (row.case, row.inquiry, row.citizen, row.team, row.responsible_id) == (case, made, karen, made.unit, anne.employee)
    assert (row.on, row.why[-1]["value"]) == (date(2026, 12, 2), "2. dec. 2026")
    assert list(Due.objects.visible_to(anne).waiting()) == [row], "there is one row all the way"


def test_an_order_that_is_agreed_late_is_due_the_day_it_is_agreed() -> None:
    anne = given.caseworker()
    made, _ = begun(anne, given.citizen(anne), received_on=TODAY - timedelta(days=30))
    assert waiting(made).on == TODAY


def test_the_newest_open_case_in_the_team_is_used_and_no_other() -> None:
    anne, far = given.caseworker(), given.caseworker(given.unit("Et andet team"), name="Bo Vang")
    karen = given.citizen(anne)
    closed, first, second = (given.case(anne, karen) for _ in range(3))
    close_case(closed, by=anne, on=TODAY, because="Forkert")
    given.case(far, karen)
    given.case(anne)
    assert begun(anne, karen)[1] == second
    close_case(second, by=anne, on=TODAY, because="Dobbelt")
    assert begun(anne, karen)[1] == first
    close_case(first, by=anne, on=TODAY, because="Dobbelt")
    assert begun(anne, karen)[1].pk not in (closed.pk, first.pk, second.pk)


def test_a_leader_who_ends_an_inquiry_opens_a_case_that_nobody_has_yet() -> None:
    lars = given.leader()
    unit = Unit.objects.get(pk=lars.leads[0])
    made = acts.receive_inquiry(unit, by=lars, on=TODAY, channel="phone", received_on=TODAY, about="x", citizen=given.citizen(lars))
    case = acts.enrol(made, by=lars, on=TODAY, standard=given.RANDERS, section="82b")
    assert case is not None
    assert (case.team, case.responsible) == (unit, None)
    assert waiting(made).responsible is None


def test_an_inquiry_begins_once_and_opens_one_case() -> None:
    anne = given.caseworker()
    made = received(anne, citizen=given.citizen(anne))
    late = Inquiry.objects.get(pk=made.pk)
    acts.enrol(made, by=anne, on=TODAY, standard=given.RANDERS, section="82b")
    with pytest.raises(MoveNotAllowed):
        acts.enrol(late, by=anne, on=TODAY, standard=given.RANDERS, section="82a")
    assert Case.objects.count() == 1


def test_the_row_goes_when_the_course_of_its_section_is_ordered_in_its_case() -> None:
    anne = given.caseworker()
    (made, case), (other, elsewhere) = begun(anne, given.citizen(anne)), begun(anne, given.citizen(anne))
    second, _ = begun(anne, case.citizen, "82a")
    acts.course_ordered(case, "82b", on=TODAY)
    assert not Due.objects.waiting().filter(thing=made.public_id).exists()
    assert waiting(second).case == case
    assert waiting(other).case == elsewhere


def test_the_row_follows_its_case_and_is_settled_by_the_team_that_has_it_now() -> None:
    anne, bo = given.caseworker(), given.caseworker(given.unit("Et andet team"), name="Bo Vang")
    made, case = begun(anne, given.citizen(anne))
    move_to_team(case, by=anne, on=TODAY, team=Unit.objects.get(pk=bo.teams[0]))
    assert list(Due.objects.visible_to(bo).waiting()) == [waiting(made)]
    assert not Due.objects.visible_to(anne).waiting().exists()
    acts.course_ordered(case, "82b", on=TODAY)
    assert not Due.objects.waiting().exists()


def test_what_was_not_ordered_is_done_with_when_the_case_is_closed() -> None:
    anne = given.caseworker()
    _, case = begun(anne, given.citizen(anne))
    close_case(case, by=anne, on=TODAY, because="Karen vil ikke alligevel")
    assert not Due.objects.waiting().exists()


def test_the_citizen_of_an_inquiry_that_has_a_case_stays() -> None:
    anne = given.caseworker()
    made, case = begun(anne, given.citizen(anne))
    with pytest.raises(MoveNotAllowed):
        acts.name_citizen(made, by=anne, on=TODAY, citizen=given.citizen(anne))
    made.refresh_from_db()
    assert made.citizen == case.citizen


def test_who_says_no_name_begins_without_a_case() -> None:
    anne = given.caseworker()
    unit = Unit.objects.get(pk=anne.teams[0])
    made = acts.receive_anonymous_inquiry(unit, by=anne, on=TODAY, channel="phone", received_on=TODAY, about="Et værested?")
    assert acts.enrol(made, by=anne, on=TODAY, standard=given.VIBORG, section="99") is None
    assert (made.state, made.section, Case.objects.count(), Due.objects.count()) == (InquiryState.ENROLLED, "99", 0, 0)


def test_who_says_no_name_gets_a_handle_and_nothing_else() -> None:
    anne = given.caseworker()
    made = acts.receive_anonymous_inquiry(
        Unit.objects.get(pk=anne.teams[0]), by=anne, on=TODAY, channel="phone", received_on=TODAY, about="Er bange for at gå hjem"
    )
    assert made.person.handle
    assert list(AnonymousInquiry.objects.visible_to(anne)) == [made]
    assert not AnonymousInquiry.objects.visible_to(given.caseworker(given.unit("Et andet team"), name="Bo Vang")).exists()
    acts.end_with_advice(made, by=anne, on=TODAY, advice="Gav nummeret til krisecentret")
    assert made.state == InquiryState.ADVISED


def test_no_table_leads_from_an_anonymous_person_to_a_citizen_a_case_or_a_letter() -> None:
    """Structural: the anonymous tables point at nothing that points at a person, and nothing but the inquiry points at them."""
    from django.apps import apps

    away = {"people.citizen", "cases.case", "cases.letter", "cases.dispatch", "people.account"}
    for model in (AnonymousPerson, AnonymousInquiry):
        to = {field.related_model._meta.label_lower for field in model._meta.concrete_fields if field.related_model}
        assert not to & away, model
        assert not {"cpr", "name", "first_name", "citizen", "case"} & {field.name for field in model._meta.concrete_fields}
    pointing = {
        model._meta.label_lower
        for model in apps.get_models()
        for field in model._meta.concrete_fields
        if field.related_model is AnonymousPerson or field.related_model is AnonymousInquiry
    }
    assert pointing == {"cases.anonymousinquiry"}
