"""Citizens are registered once, by a number that can be and a name that is asked about."""

from __future__ import annotations

from datetime import date

import pytest

from mestring.people import cpr
from mestring.people.actions.citizen import change_citizen, register_citizen
from mestring.people.errors import CitizenExists, CprNotADay, CprNotReadable
from mestring.people.models import Citizen, Unit
from tests import given
from tests.given import TODAY

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("typed", ["310299-1234", "000190-1234", "320190-1234", "290201-1234", "011390-1234", "610090-1234", "930190-1234"])
def test_a_number_whose_day_does_not_exist_is_refused(typed: str) -> None:
    with pytest.raises(CprNotADay):
        cpr.read(typed)


@pytest.mark.parametrize(
    ("typed", "born"),
    [
        ("010190-1234", date(1990, 1, 1)),
        ("290200-4123", date(2000, 2, 29)),
        ("610190-1234", date(1990, 1, 1)),
        ("910190 1234", date(1990, 1, 31)),
        ("9999150001", None),
        ("", None),
    ],
)
def test_a_number_that_can_be_is_read_with_no_control_digit_and_a_replacement_number_by_its_day(typed: str, born: date | None) -> None:
    assert cpr.birth_date(cpr.read(typed)) == born


def test_too_few_digits_are_refused_as_before_the_day() -> None:
    with pytest.raises(CprNotReadable) as caught:
        cpr.read("3102")
    assert not isinstance(caught.value, CprNotADay)


@pytest.mark.parametrize(
    ("there", "new", "asked"),
    [
        (None, None, True),
        (None, date(1990, 1, 1), True),
        (date(1990, 1, 1), None, True),
        (date(1990, 1, 1), date(1990, 1, 1), True),
        (date(1990, 1, 1), date(1991, 1, 1), False),
    ],
)
def test_a_name_that_is_there_is_asked_about_unless_the_birth_dates_tell_them_apart(there: date | None, new: date | None, asked: bool) -> None:
    anne = given.caseworker()
    whose = given.citizen(anne, first_name="Mikkel", last_name="Prøve", number="", born_on=there)
    unit = Unit.objects.get(pk=anne.teams[0])
    values = {"by": anne, "on": given.TODAY, "first_name": " mikkel", "last_name": "Prøve", "born_on": new}
    if asked:
        with pytest.raises(CitizenExists) as caught:
            register_citizen(unit, **values)
        assert caught.value.citizen == str(whose.public_id)
    register_citizen(unit, **values, sure=True)
    assert Citizen.objects.count() == 2


@pytest.mark.parametrize("typed", ["Ragnhild Mols", "mols ragnhild", "Tænkt", "tæn mol", "Mols-Ærø", "ærø", "RAGN ÆRØ"])
def test_every_word_finds_some_part_of_the_name(typed: str) -> None:
    anne = given.caseworker()
    whose = given.citizen(anne, first_name="Ragnhild", last_name="Tænkt Mols-Ærø")
    given.citizen(anne, first_name="Ragnhild", last_name="Prøve")
    assert list(Citizen.objects.visible_to(anne).named(typed)) == [whose]


@pytest.mark.parametrize("typed", ["Ragnhild Prøve", "ols", "Ragnhild Mols Prøve"])
def test_a_word_that_begins_no_part_of_the_name_finds_nobody(typed: str) -> None:
    anne = given.caseworker()
    given.citizen(anne, first_name="Ragnhild", last_name="Tænkt Mols")
    assert not Citizen.objects.visible_to(anne).named(typed).exists()


@pytest.mark.parametrize("typed", ["åse", "ÅSE-mar", "mette", "von", "vang von åse", "SKOVGAARD", "aase", "Å"])
def test_a_citizen_is_found_by_the_beginning_of_any_part_of_their_name(typed: str) -> None:
    anne = given.caseworker()
    one = given.citizen(anne, first_name="Åse-Marie Mette", last_name="von Vang–Skovgaard")
    given.citizen(anne, first_name="Bo", last_name="Lund")
    assert list(Citizen.objects.named(typed)) == ([] if typed == "aase" else [one])


def test_a_citizen_whose_name_is_corrected_is_found_by_the_new_one_only() -> None:
    anne = given.caseworker()
    one = given.citizen(anne, first_name="Bo", last_name="Lund")
    change_citizen(one, by=anne, on=TODAY, seen=one.version, last_name="Lind")
    assert list(Citizen.objects.named("bo lind")) == [one]
    assert not Citizen.objects.named("lund")
