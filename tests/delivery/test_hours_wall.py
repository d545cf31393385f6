"""The second wall around the hour bank: what a provider, the team and the citizen see of it, and that the acts work behind it."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

if connection.vendor != "postgresql":
    pytest.skip("the second wall is PostgreSQL's", allow_module_level=True)

from mestring.decisions.models import Grant
from mestring.delivery import actions
from mestring.delivery import hours as bank
from mestring.delivery.models import CompanionChoice, HourUse, Order, OtherAccompaniment, SavingAgreement
from mestring.people import access, wall
from mestring.people.access import Actor
from tests import given
from tests.delivery import given_delivery as known
from tests.delivery.conftest import DAY
from tests.delivery.test_hours import accompanied
from tests.people.test_wall import restricted

__all__ = ["restricted"]
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("december", "restricted")]
OF_GRANTS: tuple[Any, ...] = (CompanionChoice, SavingAgreement, OtherAccompaniment)


def seen(model: Any) -> set[int]:
    return set(model._base_manager.values_list("pk", flat=True))


def banked(anne: Actor, sofie: Actor) -> Order:
    """Accompaniment that runs, with a row in every table of the hour bank."""
    grant = accompanied(anne, given.REBILD)
    actions.agree_to_save(grant, since=date(2026, 12, 1), by=anne, on=DAY)
    actions.tell_other_accompaniment(grant, minutes=300, told="Botilbuddets plan", by=anne, on=DAY)
    choice = actions.propose_companion(grant, name="Ida Nabo", relation="Nabo", close_relative=False, by=anne, on=DAY)
    actions.approve_companion(choice, by=anne, on=DAY)
    return known.running(grant, anne, sofie)


def test_a_provider_uses_the_hours_of_a_grant_it_does_not_see(anne: Actor, sofie: Actor) -> None:
    wall.let_in(access.house(DAY))
    order = banked(anne, sofie)
    wall.let_in(sofie)
    order = known.seen(order, sofie)
    made = actions.register_use(order, day=DAY, minutes=90, by=sofie, on=DAY)
    wrong = actions.register_use(order, day=DAY, minutes=30, by=sofie, on=DAY)
    actions.mark_use_in_error(wrong, because="Skrevet to gange", by=sofie, on=DAY)
    assert seen(HourUse) == {made.pk, wrong.pk}
    assert bank.of_order(order, DAY)[0].left == 10 * 60 - 90
    assert bank.of_order(order, DAY)[1] == ["Ida Nabo"]
    for model in (*OF_GRANTS, Grant):
        assert not seen(model), model


def test_another_team_and_another_provider_see_nothing(anne: Actor, sofie: Actor, per: Actor) -> None:
    wall.let_in(access.house(DAY))
    order = banked(anne, sofie)
    actions.register_use(known.seen(order, sofie), day=DAY, minutes=90, by=sofie, on=DAY)
    wall.let_in(anne)
    for model in (HourUse, *OF_GRANTS):
        assert seen(model), model
    for who in (per, given.caseworker(given.unit("Et andet team"), "Bo Vang", on=DAY)):
        wall.let_in(who)
        for model in (HourUse, *OF_GRANTS):
            assert not seen(model), (who.name, model)
    wall.let_in(per)
    with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
        HourUse._base_manager.create(order=order, day=DAY, minutes=30, registered_on=DAY, registered_by_id=per.employee)


def test_the_authority_and_the_citizen_read_the_account(anne: Actor, sofie: Actor) -> None:
    wall.let_in(access.house(DAY))
    order = banked(anne, sofie)
    actions.register_use(known.seen(order, sofie), day=DAY, minutes=90, by=sofie, on=DAY)
    grant = Grant.objects.with_case().get(pk=order.grant_id)
    for who in (anne, Actor("borger", "Karen", DAY, citizen=order.citizen_id)):
        wall.let_in(who)
        assert bank.of_grant(grant, DAY).left == 10 * 60 - 90
        assert [found.left for _, found in bank.of_case(grant.case, DAY)] == [10 * 60 - 90]
    wall.let_in(anne)
    waits = actions.propose_companion(grant, name="Bo Ven", relation="Ven", close_relative=False, by=anne, on=DAY)
    actions.refuse_companion(waits, reason="Er ikke fyldt 18 år.", by=anne, on=DAY)
