"""The hour bank of § 97: the provider registers what was used; the authority approves companions and agrees to saving."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.db import transaction

from mestring.audit import acts, moves
from mestring.cases.actions import due
from mestring.cases.errors import DayInTheFuture
from mestring.cases.models import Due
from mestring.decisions.errors import FieldMissing, GrantNotInForce
from mestring.decisions.models import Grant
from mestring.delivery import hours
from mestring.delivery.actions.answering import given_on, provider
from mestring.delivery.actions.ordering import may_order
from mestring.delivery.actions.visiting import LONGEST, must_be_given, must_be_within
from mestring.delivery.errors import (
    CloseRelative,
    ExpensesTooHigh,
    HoursNotKnown,
    MarkedAlready,
    NoHourBank,
    NotEnoughHours,
    NothingTakenOff,
    OutsideTheOrder,
    RateMissing,
    SavingNeedsNoAgreement,
)
from mestring.delivery.models import CompanionChoice, HourUse, Order, OtherAccompaniment, SavingAgreement
from mestring.delivery.proposals import hours as said
from mestring.delivery.states import CompanionState
from mestring.people import wall
from mestring.people.access import Actor
from mestring.rules import danish
from mestring.rules.money import format_money
from mestring.rules.rulebook import open_library

SOON = timedelta(days=31)
"""How long before hours lapse it is said."""
TELL, ANSWER = "Sig det til borgeren", "Godkend, eller sig nej"
NAMED = "SEL § 97, stk. 3"
"""That the citizen may name a companion, whom the council approves."""


@transaction.atomic
def register_use(order: Order, *, day: date, minutes: int, by: Actor, on: date, what: str = "", expenses: int | None = None) -> HourUse:
    """Register hours of accompaniment that were used. No more than is left on the day; the first begin the help.

    Unit: `minutes`; `expenses` in øre, the companion's own costs.
    Source: SEL § 97, stk. 1, 6 and 7; the standard's own rule of saving.
    Raises: NoHourBank, NotRunning, FieldMissing, DayInTheFuture, OutsideTheOrder, HoursNotKnown, NotEnoughHours, RateMissing, ExpensesTooHigh.
    """
    employee = provider(by, "delivery.register", order)
    if not hours.has_bank(order):
        raise NoHourBank
    must_be_given(order)
    if not 1 <= minutes <= LONGEST:
        raise FieldMissing("minutes", "Timer", "skriv, hvor længe I var ude, for eksempel 1:30 eller 1,5")
    if day > on:
        raise DayInTheFuture("day", "Dag", day)
    must_be_within(order, "day", "Dag", day)
    _enough(order, day, minutes, on)
    if expenses:
        _covered(order, day, expenses)
    given_on(order, day, by=by, on=on)
    made: HourUse = HourUse.objects.create(
        order=order, day=day, minutes=minutes, what=what.strip(), expenses=expenses or None, registered_on=on, registered_by_id=employee
    )
    acts.record("register_hours", made, by=by, on=on, case=order.relation.case, day=day, minutes=minutes)
    return made


def _enough(order: Order, day: date, minutes: int, on: date) -> None:
    """There is that much to use. The grant is held meanwhile, so that of two at the same moment the second sees the first."""
    with wall.lifted():  # how much there is hangs on the grant, which the provider sees nothing of
        grant = Grant.objects.with_case().select_for_update(no_key=True, of=("self",)).get(pk=order.grant_id)
        free = hours.free_of(grant, day, on)
        missing = hours.of_grant(grant, on).missing if free is None else ()
    if free is None:
        raise HoursNotKnown(", ".join(one.label for one in missing) or "det, standarden spørger om")
    if minutes > free:
        raise NotEnoughHours(danish.hours(free), day)


def _covered(order: Order, day: date, expenses: int) -> None:
    """The year's most is known, and holds the expenses too."""
    found, before = hours.expenses_of(order, day, expenses)
    if found.limit is None:
        raise RateMissing(day.year)
    if not found.kept:
        raise ExpensesTooHigh(format_money(found.limit), format_money(max(found.limit - before, 0)), day.year)


@transaction.atomic
def mark_use_in_error(use: HourUse, *, because: str, by: Actor, on: date) -> HourUse:
    """Say that hours were entered in error: they stay to be read, and count no more. Raises: FieldMissing, MarkedAlready."""
    provider(by, "delivery.register", use.order)
    if not because.strip():
        raise FieldMissing("because", "Hvad er forkert", "skriv det med få ord")
    if not HourUse.objects.filter(pk=use.pk, error_on=None).update(error_on=on, error_because=because.strip()):
        raise MarkedAlready
    use.error_on, use.error_because = on, because.strip()
    acts.record("mark_hours_in_error", use, by=by, on=on, case=use.order.relation.case)
    return use


# ------------------------------------------------------------------------------------------------ the companion


@transaction.atomic
def propose_companion(grant: Grant, *, name: str, relation: str, close_relative: bool, by: Actor, on: date) -> CompanionChoice:
    """Write whom the citizen names as companion. Source: SEL § 97, stk. 3. Raises: NoHourBank, FieldMissing, GrantNotInForce."""
    employee = may_order(by, grant.case)
    _open(grant, on)
    if not name.strip():
        raise FieldMissing("name", "Navn", "skriv, hvem borgeren udpeger")
    if not relation.strip():
        raise FieldMissing("relation", "Forhold til borgeren", "skriv, hvordan de kender hinanden, for eksempel nabo")
    made: CompanionChoice = CompanionChoice.objects.create(
        case=grant.case, grant=grant, name=name.strip(), relation=relation.strip(), close_relative=close_relative, proposed_on=on, proposed_by_id=employee
    )
    acts.record("propose_companion", made, by=by, on=on, case=grant.case.public_id, near=close_relative)
    list_account(grant, on=on)
    return made


def _open(grant: Grant, on: date) -> None:
    """The grant has an hour bank, and is not over. Raises: NoHourBank, GrantNotInForce."""
    if grant.section != hours.SECTION:
        raise NoHourBank
    if not _gives(grant, on):
        raise GrantNotInForce


def _gives(grant: Grant, on: date) -> bool:
    return grant.runs and (grant.last_day is None or grant.last_day >= on)


def list_account(grant: Grant, *, on: date) -> Due | None:
    """Put the one row of a grant's account on the authority's list: the companion who has waited the longest, else what lapses soon. It goes when there is neither."""
    grants = hours.account_of(grant)
    given = hours.in_force_of(grants, on)
    waits = CompanionChoice.objects.filter(grant__in=grants, state=CompanionState.PROPOSED).order_by("pk").first() if _gives(grants[0], on) else None
    row = _of_companion(waits) if waits else _of_lapse(hours.of_account(grants, on))
    for one in grants:
        if one != given or row is None:
            due.settle(Due.Kind.HOURS, one.public_id, on=on)
    if row is None:
        return None
    sign = open_library().sections[grant.section].sign
    return due.put(Due.Kind.HOURS, given.public_id, case=grant.case, section=grant.section, **{**row, "what": f"{sign}: {row['what']}"})


def _of_companion(choice: CompanionChoice) -> dict[str, Any]:
    why = [{"text": "Udpeget af borgeren", "value": danish.date_short(choice.proposed_on), "source": NAMED}]
    return {"what": "en ledsager venter på godkendelse", "next": ANSWER, "on": choice.proposed_on, "source": NAMED, "why": why}


def _of_lapse(account: said.Account) -> dict[str, Any] | None:
    if not (soon := account.lapsing(SOON)):
        return None
    first = soon[0]
    day = danish.date_short(first.last_day)
    why = [{"text": "Sidste dag, timerne kan bruges", "value": day, "source": account.source}]
    return {"what": f"{danish.hours(first.minutes)} udløber {day}", "next": TELL, "on": first.last_day, "source": account.source[:200], "why": why}


@transaction.atomic
def approve_companion(choice: CompanionChoice, *, by: Actor, on: date, reason: str = "") -> CompanionChoice:
    """Approve a companion. Somebody very near is normally not: what makes it otherwise here is written.

    Source: SEL § 97, stk. 3 and 4. Raises: CloseRelative, GrantNotInForce, MoveNotAllowed.
    """
    employee = may_order(by, choice.grant.case)
    _open(hours.account_of(choice.grant)[0], on)
    if choice.close_relative and not reason.strip():
        near = said.nearness(choice.grant.standard)
        raise CloseRelative(near.text, near.source)
    return _decide(choice, CompanionState.APPROVED, reason, employee, "approve_companion", by=by, on=on)


@transaction.atomic
def refuse_companion(choice: CompanionChoice, *, reason: str, by: Actor, on: date) -> CompanionChoice:
    """Say no to a companion, with the reason. Source: SEL § 97, stk. 3 and 4. Raises: FieldMissing, MoveNotAllowed."""
    employee = may_order(by, choice.grant.case)
    if not reason.strip():
        raise FieldMissing("reason", "Begrundelse", "skriv, hvorfor personen ikke kan ansættes")
    return _decide(choice, CompanionState.REFUSED, reason, employee, "refuse_companion", by=by, on=on)


def _decide(choice: CompanionChoice, state: str, reason: str, employee: int, act: str, *, by: Actor, on: date) -> CompanionChoice:
    also = {"reason": reason.strip(), "decided_on": on, "decided_by_id": employee}
    moved = moves.move(choice, state, by=by, on=on, case=choice.grant.case.public_id, act=act, also=also)
    list_account(choice.grant, on=on)
    return moved


# ------------------------------------------------------------------------------------------------ what is agreed


@transaction.atomic
def agree_to_save(grant: Grant, *, since: date, by: Actor, on: date) -> SavingAgreement:
    """Agree that hours are saved, where the standard asks for it: from the month of a day on. Agreed again, the newest day holds.

    Source: Viborg 2020, l. 1076-1080; Rebild 2015, l. 262. Raises: NoHourBank, GrantNotInForce, SavingNeedsNoAgreement, OutsideTheOrder.
    """
    employee = may_order(by, grant.case)
    _open(grant, on)
    if not said.asks_agreement(grant.standard):
        raise SavingNeedsNoAgreement
    if since < grant.begins_on.replace(day=1) or (grant.last_day and since > grant.last_day):
        raise OutsideTheOrder("since", "Fra og med", grant.begins_on, grant.last_day)
    made, _ = SavingAgreement.objects.update_or_create(grant=grant, defaults={"since": since, "agreed_on": on, "agreed_by_id": employee})
    acts.record("agree_to_save_hours", made, by=by, on=on, case=grant.case.public_id, since=since)
    return made


@transaction.atomic
def tell_other_accompaniment(grant: Grant, *, minutes: int, told: str, by: Actor, on: date, since: date | None = None) -> OtherAccompaniment:
    """Write how much individual accompaniment the citizen gets by other help, where the standard takes it off.

    It holds from the month of a day on; the months before keep what was told of them. Nothing is written over: for the same month the newest holds.
    Unit: `minutes` a month. Shapes: `told` is where it is known from; without `since` it holds from the beginning of the account, as the first that is told must.
    Source: Rebild 2015, l. 260. Raises: NoHourBank, GrantNotInForce, NothingTakenOff, FieldMissing, OutsideTheOrder.
    """
    employee = may_order(by, grant.case)
    _open(grant, on)
    if not said.takes_off_other(grant.standard):
        raise NothingTakenOff
    if minutes < 0:
        raise FieldMissing("minutes", "Anden ledsagelse", "skriv 0, når der ingen er")
    most = said.taken_off_at_most(grant.standard, hours.granted_minutes(grant))
    if minutes > most:
        remedy = f"der er {danish.hours(most)} om måneden at trække fra. Skriv højst det. Får borgeren mere ledsagelse end det, skal bevillingen ses efter"
        raise FieldMissing("minutes", "Anden ledsagelse", remedy)
    if not told.strip():
        raise FieldMissing("told", "Hvorfra vides det", "skriv det kort, for eksempel: botilbuddets døgnrytmeplan")
    grants = hours.account_of(grant)
    begins, last = grants[-1].begins_on.replace(day=1), grants[0].last_day
    first = since.replace(day=1) if since else begins
    if first < begins or (last and first > last):
        raise OutsideTheOrder("since", "Fra og med", grants[-1].begins_on, last)
    if first > begins and not hours.told_of(grants, on):
        raise FieldMissing(
            "since",
            "Fra og med",
            f"der er ikke skrevet noget om månederne før. Skriv først, hvad der gælder fra {grants[-1].begins_on:%d-%m-%Y}, og så det nye",
        )
    made: OtherAccompaniment = OtherAccompaniment.objects.create(
        grant=grant, since=first, minutes=minutes, told=told.strip(), written_on=on, written_by_id=employee
    )
    acts.record("tell_other_accompaniment", made, by=by, on=on, case=grant.case.public_id, minutes=minutes, since=first)
    return made
