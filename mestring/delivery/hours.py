"""The hour bank of a grant of § 97, read from what was registered. Reads rows and asks the standard; decides nothing and writes nothing."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Sum

from mestring.cases.models import Case
from mestring.decisions import gathering
from mestring.decisions.models import Grant, Unit
from mestring.delivery.models import CompanionChoice, HourUse, Order, OtherAccompaniment, SavingAgreement
from mestring.delivery.proposals import hours
from mestring.delivery.proposals.hours import Account, Expenses, Terms
from mestring.delivery.states import CompanionState
from mestring.people import wall

SECTION = hours.SECTION
OTHER = "accompaniment_given_minutes"
MINUTES_OF_HUNDREDTH = (3, 5)
"""A hundredth of an hour is three fifths of a minute."""


def granted_minutes(grant: Grant) -> int | None:
    """What the grant says a month, in minutes; None when it doesn't say it so."""
    if grant.unit != Unit.HOURS_MONTH or grant.amount is None:
        return None
    of, by = MINUTES_OF_HUNDREDTH
    return grant.amount * of // by


def terms_of(grant: Grant, on: date) -> Terms:
    """By what the grant's account is kept."""
    saves_from = other = None
    if hours.asks_agreement(grant.standard):
        saves_from = SavingAgreement.objects.filter(grant=grant).values_list("since", flat=True).first()
    if hours.takes_off_other(grant.standard):
        other = OtherAccompaniment.objects.filter(grant=grant).values_list("minutes", flat=True).first()
        if other is None:
            # Answered when the help was decided, it is not asked again.
            told = gathering.known(grant.decision, on).get(OTHER)
            other = told if isinstance(told, int) else None
    return Terms(grant.standard, grant.begins_on, grant.last_day, granted_minutes(grant), other, saves_from)


def uses_of(grant: Grant) -> list[tuple[date, int]]:
    """Every day with what was used on it, by whichever provider."""
    rows = HourUse.objects.filter(order__grant=grant).not_in_error()
    return list(rows.values("day").annotate(sum=Sum("minutes")).order_by("day").values_list("day", "sum"))


def of_grant(grant: Grant, on: date) -> Account:
    """The account of a grant on a day."""
    return hours.account(terms_of(grant, on), uses_of(grant), on)


def free_of(grant: Grant, day: date, on: date) -> int | None:
    """How much can still be used on a day; None when it can't be said. Unit: minutes."""
    return hours.free(terms_of(grant, on), uses_of(grant), day)


def has_bank(order: Order) -> bool:
    """Whether the order is of hours that are kept in an account."""
    return bool(order.section == SECTION and order.grant_id)


def of_order(order: Order, on: date) -> Account:
    """The account an order draws on. The provider sees nothing of the grant, and others may have drawn on it before: what is told is hours alone."""
    with wall.lifted():
        return of_grant(_grant(order), on)


def companions_of(order: Order) -> list[str]:
    """The names of the companions the authority has approved, for the provider who is to send them."""
    with wall.lifted():
        rows = CompanionChoice.objects.filter(grant=order.grant_id, state=CompanionState.APPROVED)
        return list(rows.order_by("pk").values_list("name", flat=True))


def _grant(order: Order) -> Grant:
    found: Grant = Grant.objects.with_case().get(pk=order.grant_id)
    return found


def of_case(case: Case, on: date) -> list[tuple[Grant, Account]]:
    """The accounts of a case's help in force."""
    rows = Grant.objects.filter(case=case, section=SECTION).in_force(on).select_related("decision__application__case__citizen").order_by("pk")
    return [(one, of_grant(one, on)) for one in rows]


def expenses_of(order: Order, day: date, more: int) -> tuple[Expenses, int]:
    """Whether the year of a day has room for more expenses, and what was covered in it before. Unit: øre."""
    rows: Any = HourUse.objects.filter(order__citizen=order.citizen_id, order__section=SECTION, day__year=day.year)
    with wall.lifted():  # the year's most is the citizen's, whoever gives the help
        before = rows.not_in_error().aggregate(sum=Sum("expenses"))["sum"] or 0
    return hours.expenses(order.standard, before + more, day), before
