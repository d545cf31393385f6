"""Who may receive the letters of a case."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from mestring.cases import recipients
from mestring.cases.models import Case
from mestring.people.models import AnonymousPerson, Citizen, Representation
from tests import given

pytestmark = pytest.mark.django_db
TODAY = given.TODAY


def a_case(**more: Any) -> Case:
    by = given.caseworker()
    citizen = given.citizen(by)
    Citizen.objects.filter(pk=citizen.pk).update(**more)
    return given.case(by, Citizen.objects.get(pk=citizen.pk))


def acting(case: Case, kind: str = "guardian_5", **more: Any) -> Representation:
    values = {"name": "Grethe Værge", "address": "Værgevej 2, 7100 Vejle", "receives_letters": kind != "companion", "since": given.LONG_AGO, **more}
    return Representation.objects.create(citizen=case.citizen, kind=kind, **values)


def found(case: Case) -> dict[str, str]:
    return {one.name: one.refused for one in recipients.recipients(case, TODAY)}


def test_the_citizen_has_digital_post_when_the_number_is_known() -> None:
    (one,) = recipients.recipients(a_case(), TODAY)
    assert (one.name, one.role, one.carrier, one.refused) == ("Karen Prøve", "Borgeren", "digital_post", "")
    assert one.digital_post
    assert len(one.number) == 10


@pytest.mark.parametrize("change", [{"digital_post": False}, {"cpr": ""}])
def test_without_digital_post_or_number_it_is_a_letter_to_the_address(change: dict[str, Any]) -> None:
    (one,) = recipients.recipients(a_case(**change), TODAY)
    assert (one.carrier, one.address, one.number, one.refused) == ("letter", ("Prøvevej 7", "7100 Vejle"), "", "")


def test_without_digital_post_and_address_there_is_no_way() -> None:
    assert "adressen mangler" in found(a_case(digital_post=False, street=""))["Karen Prøve"]


def test_the_dead_get_no_letters_nor_does_who_acted_for_them() -> None:
    case = a_case(died_on=TODAY)
    acting(case)
    assert all(why.startswith("Borgeren er død.") for why in found(case).values())
    assert len(found(case)) == 2


@pytest.mark.parametrize("kind", ["guardian_5", "guardian_6", "guardian_7", "party_representative"])
def test_who_acts_for_the_citizen_gets_the_letter_beside_the_citizen_and_never_instead(kind: str) -> None:
    """Source: FVL § 8; værgemålsloven §§ 5–7: the citizen stays a party."""
    case = a_case()
    acting(case, kind)
    assert found(case) == {"Karen Prøve": "", "Grethe Værge": ""}


def test_a_companion_never_gets_letters() -> None:
    case = a_case()
    acting(case, "companion")
    assert "bisidder" in found(case)["Grethe Værge"]


def test_the_database_refuses_letters_to_a_companion() -> None:
    from django.db import IntegrityError, transaction

    case = a_case()
    with pytest.raises(IntegrityError), transaction.atomic():
        acting(case, "companion", receives_letters=True)


@pytest.mark.parametrize(("since", "until", "holds"), [(0, None, True), (-9, 0, True), (-9, -1, False), (1, None, False)])
def test_the_first_and_the_last_day_count(since: int, until: int | None, holds: bool) -> None:
    case = a_case()
    held = acting(case, since=TODAY + timedelta(days=since), until=None if until is None else TODAY + timedelta(days=until))
    assert (recipients.one(case, held, TODAY).refused == "") is holds


def test_who_is_not_to_have_letters_is_listed_with_the_reason() -> None:
    case = a_case()
    acting(case, receives_letters=False)
    assert "skal ikke have breve" in found(case)["Grethe Værge"]


def test_a_dead_guardian_gets_no_letters() -> None:
    case = a_case()
    by = given.caseworker()
    person = given.citizen(by, first_name="Grethe", last_name="Værge")
    Citizen.objects.filter(pk=person.pk).update(died_on=TODAY)
    acting(case, person=Citizen.objects.get(pk=person.pk))
    assert "er død" in found(case)["Grethe Værge"]


def test_another_citizens_guardian_is_refused() -> None:
    case, other = a_case(), a_case(first_name="En", last_name="Anden")
    assert "ikke knyttet til borgeren" in recipients.one(case, acting(other), TODAY).refused


def test_a_recipient_carries_their_own_address_and_nobody_elses() -> None:
    case = a_case(digital_post=False)
    acting(case)
    citizen, guardian = recipients.recipients(case, TODAY)
    assert citizen.address == ("Prøvevej 7", "7100 Vejle")
    assert guardian.address == ("Værgevej 2", "7100 Vejle")
    assert guardian.number == ""


def test_a_protected_address_is_printed_on_a_letter_to_that_person_and_not_on_digital_post() -> None:
    digital = recipients.one(a_case(protected=True), None, TODAY)
    assert digital.printed().address == ()
    assert digital.printed("letter").address == ("Prøvevej 7", "7100 Vejle")
    ended = recipients.one(a_case(protected=True, protected_to=TODAY - timedelta(days=1)), None, TODAY)
    assert ended.printed().address == ("Prøvevej 7", "7100 Vejle")


def test_no_letter_can_be_made_to_an_anonymous_person() -> None:
    """A letter belongs to a case, a case to a citizen; nothing leads from an anonymous person to any of them."""
    targets = {field.related_model for field in AnonymousPerson._meta.get_fields(include_hidden=True) if field.is_relation}
    assert {model.__name__ for model in targets if model is not None} <= {"AnonymousInquiry"}
    assert not Case._meta.get_field("citizen").null
    assert Case._meta.get_field("citizen").related_model is Citizen
