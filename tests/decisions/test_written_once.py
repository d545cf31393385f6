"""A decision is written once: by the model, and by the database for whoever reaches past the model."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from django.db import DatabaseError, connection, transaction

from mestring.cases.actions import dispatch
from mestring.cases.models import Letter
from mestring.decisions import actions, protection
from mestring.decisions.models import Decision, WrittenOnce
from tests import given
from tests.decisions import given_decision as known
from tests.given import TODAY

pytestmark = pytest.mark.django_db


def saved(made: Decision) -> None:
    made.amount = 1
    made.save()


BY_CODE: dict[str, Callable[[Decision], object]] = {
    "save": saved,
    "save of one field": lambda made: made.save(update_fields=["amount"]),
    "delete": lambda made: made.delete(),
    "update": lambda made: Decision.objects.filter(pk=made.pk).update(amount=1),
    "update past the manager": lambda made: Decision._base_manager.filter(pk=made.pk).update(outcome="refused"),
    "update of many": lambda made: Decision.objects.bulk_update([made], ["amount"]),
    "delete of many": lambda made: Decision.objects.filter(pk=made.pk).delete(),
}


@pytest.mark.parametrize("way", BY_CODE)
def test_code_can_t_change_a_decision(way: str) -> None:
    made = known.decided(given.caseworker())
    with pytest.raises(WrittenOnce), transaction.atomic():
        BY_CODE[way](made)
    assert Decision.objects.get(pk=made.pk).amount == 280


@pytest.fixture
def guarded() -> None:
    """The database's own refusal, whether or not a migration has put it there."""
    protection.remove(connection)
    protection.install(connection)


def refuses(statement: str, *values: object) -> bool:
    """Whether the database stops a statement, and says why."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement, values)
    except DatabaseError as error:
        return protection.SAYS in str(error)
    return False


PAST_THE_CODE = (
    "UPDATE decisions_decision SET amount = 1 WHERE id = %s",
    "UPDATE decisions_decision SET outcome = 'refused' WHERE id = %s",
    "UPDATE decisions_decision SET discretion = 'Noget andet.' WHERE id = %s",
    "UPDATE decisions_decision SET decided_on = '2020-01-01' WHERE id = %s",
    "UPDATE decisions_decision SET communicated_on = '2020-01-01' WHERE id = %s",
    "UPDATE decisions_decision SET sent_on = NULL WHERE id = %s",
    "UPDATE decisions_decision SET letter_id = NULL WHERE id = %s",
    "UPDATE decisions_decision SET sent_on = '2020-01-01' WHERE id = %s",
    "DELETE FROM decisions_decision WHERE id = %s",
)


@pytest.mark.parametrize("statement", PAST_THE_CODE)
@pytest.mark.usefixtures("guarded")
def test_the_database_refuses_to_change_or_remove_a_decision(statement: str) -> None:
    by = given.caseworker()
    made = known.decided(by)
    actions.send_decision_letter([made], by=by, on=TODAY)
    assert refuses(statement, made.pk)


def test_without_its_guard_the_database_would_let_it_through() -> None:
    made = known.decided(given.caseworker())
    protection.remove(connection)
    assert not refuses(PAST_THE_CODE[0], made.pk)


@pytest.mark.usefixtures("guarded")
def test_the_guard_lets_a_decision_be_sent_received_and_replaced() -> None:
    by = given.caseworker()
    made = known.decided(by)
    actions.send_decision_letter([made], by=by, on=TODAY)
    Decision.objects.filter(pk=made.pk).update(received_on=date(2026, 11, 26))
    new = actions.correct_decision(made, because="Et tal var forkert.", seen=1, by=by, on=TODAY, amount=280)
    assert (Decision.objects.get(pk=made.pk).state, new.state) == ("replaced", "decided")


@pytest.mark.usefixtures("guarded")
def test_the_guard_lets_a_new_letter_take_a_recalled_ones_place_until_the_decision_is_received() -> None:
    by, day = given.caseworker(), date(2026, 11, 27)
    made = known.decided(by)
    dispatch.recall(actions.send_decision_letter([made], by=by, on=TODAY), by=by, on=TODAY)
    second = actions.send_decision_letter([made], by=by, on=day)
    made.refresh_from_db()
    assert (made.letter, made.communicated_on) == (second, day)
    Decision.objects.filter(pk=made.pk).update(received_on=day)
    other = Letter.objects.exclude(pk=second.pk).get()
    assert refuses("UPDATE decisions_decision SET letter_id = %s WHERE id = %s", other.pk, made.pk)
