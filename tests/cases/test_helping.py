"""A colleague who helps with one case for a time, and the leader's row for broken glass."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from mestring.audit import clock
from mestring.audit.errors import MestringError, NotAllowed
from mestring.audit.models import Entry
from mestring.cases.actions.glass import break_glass, review_glass
from mestring.cases.actions.helping import end_help, let_help
from mestring.cases.errors import DayMissing, TextMissing
from mestring.cases.models import Case, Due
from mestring.people import access
from mestring.people.access import Tie
from mestring.people.actions import employee as staff
from mestring.people.models import Employee
from mestring.web.caseworker.pages.work import parts
from tests import given
from tests.conftest import NOON
from tests.given import TODAY

pytestmark = pytest.mark.django_db
FRIDAY = TODAY + timedelta(days=2)


def row_of(who: access.Actor) -> Employee:
    return Employee.objects.get(pk=who.employee)


def outsider(name: str = "Bo Vang") -> access.Actor:
    return given.caseworker(given.unit("Et andet team"), name=name)


def helped(case: Case, by: access.Actor, colleague: access.Actor, **more: object) -> object:
    values = {"reason": "Dækker Annes ferie.", "since": TODAY, "until": FRIDAY, **more}
    return let_help(case, row_of(colleague), by=by, on=TODAY, **values)


def test_a_helper_works_with_one_case_until_the_last_day_is_over() -> None:
    anne, bo = given.caseworker(), outsider()
    case, other = given.case(anne), given.case(anne)
    helped(case, anne, bo)
    assert list(Case.objects.visible_to(bo)) == [case]
    assert access.ties(bo, case) == {Tie.HELPER}
    assert access.may(bo, "case.write", case)
    assert not access.may(bo, "case.see", other)
    with clock.at(NOON + timedelta(days=2, hours=11)):
        assert access.may(bo, "case.see", case)
    with clock.at(NOON + timedelta(days=2, hours=13)):
        assert not Case.objects.visible_to(bo).exists()


def test_help_that_begins_later_gives_nothing_before() -> None:
    anne, bo = given.caseworker(), outsider()
    case = given.case(anne)
    helped(case, anne, bo, since=FRIDAY, until=FRIDAY)
    assert not access.may(bo, "case.see", case)
    with clock.at(NOON + timedelta(days=2)):
        assert access.may(bo, "case.see", case)


@pytest.mark.parametrize("since", [TODAY, FRIDAY])
def test_help_is_ended_at_once_also_before_it_begins(since: date) -> None:
    anne, bo = given.caseworker(), outsider()
    case = given.case(anne)
    found = helped(case, anne, bo, since=since)
    end_help(found, case, by=anne, on=TODAY)
    for later in (timedelta(0), timedelta(days=2)):
        with clock.at(NOON + later + timedelta(seconds=1)):
            assert not access.may(bo, "case.see", case)
    end_help(found, case, by=anne, on=TODAY)
    assert Entry.objects.filter(act="end_help").count() == 1


@pytest.mark.parametrize(
    ("values", "error"),
    [({"reason": " "}, TextMissing), ({"since": TODAY - timedelta(days=1)}, DayMissing), ({"until": TODAY - timedelta(days=1)}, DayMissing)],
)
def test_help_has_a_reason_and_days_to_come(values: dict[str, object], error: type[MestringError]) -> None:
    anne, bo = given.caseworker(), outsider()
    with pytest.raises(error):
        helped(given.case(anne), anne, bo, **values)


def test_only_a_colleague_who_may_and_is_not_with_the_case_already_is_let_in() -> None:
    anne, bo = given.caseworker(), outsider()
    case = given.case(anne)
    for wrong in (given.caseworker(name="Jonas Ek"), given.administrator()):
        with pytest.raises(TextMissing, match="Kollega"):
            helped(case, anne, wrong)
    helped(case, anne, bo)
    with pytest.raises(TextMissing, match="allerede med"):
        helped(case, anne, bo)
    sister = outsider("Rita Søster")
    staff.declare_disqualification(row_of(sister), by=sister, on=TODAY, citizen=case.citizen, reason="Søster")
    with pytest.raises(TextMissing, match="inhabilitet"):
        helped(case, anne, sister)


def test_a_helper_lets_nobody_in_and_neither_does_a_stranger() -> None:
    anne, bo, third = given.caseworker(), outsider(), outsider("Mie Lund")
    case = given.case(anne)
    with pytest.raises(NotAllowed):
        helped(case, third, bo)
    found = helped(case, anne, bo)
    with pytest.raises(NotAllowed):
        helped(case, bo, third)
    with pytest.raises(NotAllowed):
        end_help(found, case, by=bo, on=TODAY)


# ------------------------------------------------------------------------------------------------ broken glass


def test_broken_glass_is_on_the_leaders_work_list_until_it_is_reviewed() -> None:
    anne, lars, bo = given.caseworker(), given.leader(), outsider()
    case = given.case(anne)
    broken = break_glass(case, by=bo, on=TODAY, category="cover", reason="Vikar for Anne")
    row = Due.objects.waiting().get(kind=Due.Kind.REVIEW)
    assert (row.thing, row.on, row.leader) == (broken.public_id, date(2026, 12, 2), True)
    assert list(Due.objects.visible_to(lars).nearest(parts(lars, "mig"), 9)) == [row]
    for other in (anne, bo, given.leader(given.unit("Et andet team"), name="Grete Holm")):
        assert row not in Due.objects.visible_to(other)
    review_glass(broken, case, by=lars, on=TODAY, review="I orden")
    assert not Due.objects.waiting().filter(kind=Due.Kind.REVIEW).exists()
