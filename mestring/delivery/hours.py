"""The hour bank of a grant of § 97, read from what was registered. Reads rows and asks the standard; decides nothing and writes nothing."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db.models import Sum

from mestring.cases.models import Case
from mestring.decisions import chains, gathering
from mestring.decisions.models import Grant, Unit
from mestring.delivery.models import CompanionChoice, HourUse, Order, OtherAccompaniment, SavingAgreement
from mestring.delivery.proposals import hours
from mestring.delivery.proposals.hours import Account, Expenses, Terms, Told
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


def account_of(grant: Grant) -> list[Grant]:
    """The grants one account is kept of, the latest first: the same hours given on, by a correction or the day after, are the same account, and what was saved is kept."""
    return _back_from(_latest(grant))


def _back_from(grant: Grant) -> list[Grant]:
    found = chains.begun(chains.chain(grant))
    same = [(one.standard, granted_minutes(one)) == (grant.standard, granted_minutes(grant)) for one in found]
    return found[: same.index(False)] if False in same else found


def _latest(grant: Grant) -> Grant:
    """The latest grant that gives the same hours on; what has no last day isn't given on by another."""
    if grant.last_day is None:
        return grant
    later = Grant.objects.filter(case=grant.case_id, section=grant.section, pk__gt=grant.pk).select_related("decision__application__case__citizen")
    given = (one for one in later.order_by("-pk") if one.last_day is None or one.last_day >= one.begins_on)
    return next((one for one in given if grant in _back_from(one)), grant)


def in_force_of(grants: Sequence[Grant], on: date) -> Grant:
    """The one of an account's grants that is given on a day, else the latest."""
    return next((one for one in grants if one.in_force(on)), grants[0])


def told_of(grants: Sequence[Grant], on: date) -> Told:
    """What is told of other accompaniment, where the standard takes it off.

    What was answered when help was decided holds from the month that help begins in, and is not asked again; what was written later for the same month stands in its place.
    """
    if not hours.takes_off_other(grants[0].standard):
        return ()
    told = dict(OtherAccompaniment.objects.filter(grant__in=grants).order_by("pk").values_list("since", "minutes"))
    for grant in grants:
        first = grant.begins_on.replace(day=1)
        answered = None if first in told else gathering.known(grant.decision, on).get(OTHER)
        if isinstance(answered, int):
            told[first] = answered
    return tuple(sorted(told.items()))


def terms_of(grants: Sequence[Grant], on: date) -> Terms:
    """By what the grants' account is kept."""
    grant, first = grants[0], grants[-1]
    saves_from = None
    if hours.asks_agreement(grant.standard):
        saves_from = SavingAgreement.objects.filter(grant__in=grants).order_by("since").values_list("since", flat=True).first()
    return Terms(grant.standard, first.begins_on, grant.last_day, granted_minutes(grant), told_of(grants, on), saves_from)


def uses_of(grants: Sequence[Grant]) -> list[tuple[date, int]]:
    """Every day with what was used on it, by whichever provider."""
    rows = HourUse.objects.filter(order__grant__in=grants).not_in_error()
    return list(rows.values("day").annotate(sum=Sum("minutes")).order_by("day").values_list("day", "sum"))


def of_grant(grant: Grant, on: date) -> Account:
    """The account of a grant on a day."""
    return of_account(account_of(grant), on)


def of_account(grants: Sequence[Grant], on: date) -> Account:
    """The account kept of some grants on a day."""
    return hours.account(terms_of(grants, on), uses_of(grants), on)


def free_of(grant: Grant, day: date, on: date) -> int | None:
    """How much can still be used on a day; None when it can't be said. Unit: minutes."""
    grants = account_of(grant)
    return hours.free(terms_of(grants, on), uses_of(grants), day)


def has_bank(order: Order) -> bool:
    """Whether the order is of hours that are kept in an account."""
    return bool(order.section == SECTION and order.grant_id)


def of_order(order: Order, on: date) -> tuple[Account, list[str]]:
    """The account an order draws on, and the names of the companions the authority has approved, for the provider who is to send them.

    The provider sees nothing of the grant, and others may have drawn on it before: what is told is hours alone.
    """
    with wall.lifted():
        grants = account_of(_grant(order))
        rows = CompanionChoice.objects.filter(grant__in=grants, state=CompanionState.APPROVED)
        return of_account(grants, on), list(rows.order_by("pk").values_list("name", flat=True))


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
