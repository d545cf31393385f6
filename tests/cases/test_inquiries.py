"""Inquiries: received by every channel, anonymous or not, and ended in each of their ways, once."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from mestring.audit.errors import MoveNotAllowed, NotAllowed
from mestring.cases.actions import inquiry as acts
from mestring.cases.errors import DayInTheFuture, SectionNotOffered, TextMissing
from mestring.cases.models import AnonymousInquiry, Due, Inquiry
from mestring.cases.models.inquiry import Channel
from mestring.cases.states import InquiryState
from mestring.people.models import AnonymousPerson, Unit
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
    made = received(anne)
    with pytest.raises(SectionNotOffered):
        acts.enrol(made, by=anne, on=TODAY, standard=given.VEJLE, section="107")
    acts.enrol(made, by=anne, on=TODAY, standard=given.BALLERUP, section="82a")
    assert (made.state, made.section) == (InquiryState.ENROLLED, "82a")


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
