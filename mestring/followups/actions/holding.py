"""Holding a follow-up, agreeing on another day for one, and marking one that was entered in error."""

from __future__ import annotations

from datetime import date, timedelta

from django.db import transaction

from mestring.audit import acts
from mestring.cases.errors import ApplicationOpenAlready, CaseClosed, DayInTheFuture
from mestring.cases.models import Application
from mestring.cases.states import CaseState
from mestring.decisions import proposals as deciding
from mestring.decisions.actions import end_or_reduce
from mestring.decisions.errors import CitizenDied, FieldMissing, GrantNotInForce
from mestring.decisions.models import Grant
from mestring.decisions.models import Outcome as Decided
from mestring.delivery.actions import read_with
from mestring.delivery.actions.owing import follow as owing_of_order
from mestring.delivery.models import Order
from mestring.followups import watching
from mestring.followups.actions.keeping import keep
from mestring.followups.actions.keeping_courses import keep_course
from mestring.followups.errors import (
    AskedAlready,
    BeforeTheHelp,
    HeldMeanwhile,
    LaterUnexplained,
    MarkedAlready,
    NextNotAfter,
    NextPastTheEnd,
)
from mestring.followups.models import AgreedDate, FollowUp, Kind, Outcome
from mestring.followups.models.follow_up import Form
from mestring.followups.proposals import ending
from mestring.followups.watching import Followed, Owing, Watch
from mestring.people import access
from mestring.people.access import Actor
from mestring.rules.rulebook import open_library

WRITTEN = ("basis", "present", "citizen_says", "provider_says", "departs")
"""What may be written of a follow-up beside what must be."""


def fresh(grant: Grant, on: date) -> Watch:
    """The grant as it stands now, held fast so that two who follow up at the same moment come one after the other. Raises: CaseClosed, CitizenDied, GrantNotInForce."""
    found = Grant.objects.with_case().select_for_update(no_key=True, of=("self",)).get(pk=grant.pk)
    if found.case.state == CaseState.CLOSED:
        raise CaseClosed
    if found.case.citizen.died_on:
        raise CitizenDied
    if not found.runs and (found.last_day is None or found.last_day < on):
        raise GrantNotInForce
    return watching.of(found, on)


@transaction.atomic
def hold(
    grant: Grant,
    *,
    kind: str,
    held_on: date,
    form: str,
    agreed: str,
    outcome: str,
    standard: str,
    seen: int,
    by: Actor,
    on: date,
    sure: bool = False,
    extra: bool = False,
    extent: str = FollowUp.Extent.SAME,
    next_on: date | None = None,
    agreed_with: str = "",
    because: str = "",
    **written: str,
) -> FollowUp:
    """Write down a follow-up, a sparring or a rate assessment that was held, and what comes of it.

    Help that is to end, or to become less, begins a new decision, with hearing and notice as law asks; help that soon ends by itself does so without one. The next is owed
    by the standard; `next_on` sets another day, a later one with whom it was agreed and why.
    Shapes: `seen` is how many had been held of the kind when it was begun to be written; another since needs `sure`; `extra` says that it answers no planned one, which is
    still owed. `outcome` is one of `Outcome`, `extent` of `FollowUp.Extent`; `standard` the council's in force now; `written` holds the fields of `WRITTEN`.
    Source: SEL § 148; the standard's cadence.
    Raises: HeldMeanwhile, DayInTheFuture, BeforeTheHelp, FieldMissing, AskedAlready, NextNotAfter, NextPastTheEnd, LaterUnexplained, CaseClosed, CitizenDied, GrantNotInForce.
    """
    access.require(by, "follow_up.hold", grant.case)
    if by.employee is None:
        raise access.NotAllowed
    watch = fresh(grant, on)
    grant = watch.grant
    owing = watch.owing(Kind(kind))
    made = write(
        watch,
        owing,
        held_on=held_on,
        form=form,
        agreed=agreed,
        outcome=outcome,
        extent=extent,
        standard=grant.standard,
        seen=seen,
        sure=sure,
        extra=extra,
        by=by,
        on=on,
        **written,
    )
    watch = watching.of(grant, on)
    if outcome == Outcome.CONTINUE:
        plan_next(watch, Kind(kind), held_on, next_on, because=because, agreed_with=agreed_with, by=by, on=on)
        watch = watching.of(grant, on)
    for order in Order.objects.filter(grant=grant).running().select_related("unit"):
        owing_of_order(order, on=on)  # what was asked about the help has been talked of
    begun = _begin_decision(grant, made, standard=standard, by=by, on=on)
    if begun:
        FollowUp.objects.filter(pk=made.pk).update(begun=begun)
        made.begun = begun
    keep(watch, on=on)
    acts.record("hold_follow_up", made, by=by, on=on, case=grant.case.public_id, kind=kind, outcome=outcome, held_on=held_on, due_on=owing.day)
    return made


def write(
    followed: Followed,
    owing: Owing,
    *,
    held_on: date,
    form: str,
    agreed: str,
    outcome: str,
    standard: str,
    seen: int,
    by: Actor,
    on: date,
    sure: bool = False,
    extra: bool = False,
    extent: str = FollowUp.Extent.SAME,
    **written: str,
) -> FollowUp:
    """Check and write the row of one that was held; what was agreed about when it should be has been done. Part of holding it."""
    if held_on > on:
        raise DayInTheFuture("held_on", "Holdt den", held_on)
    if held_on < followed.first_day:
        raise BeforeTheHelp(followed.first_day)
    if not agreed.strip():
        raise FieldMissing("agreed", "Hvad kom I frem til", "skriv det. Det er, hvad den næste begynder med")
    if owing.last and len(followed.of_kind(owing.kind)) != seen and not sure:
        raise HeldMeanwhile(owing.last.held_by.name, owing.last.held_on)
    if owing.owed.form and set(owing.owed.form) <= set(Form.values) and form not in owing.owed.form and not written.get("departs", "").strip():
        raise FieldMissing("departs", "Hvorfor på en anden måde, end standarden siger", "skriv det kort, eller vælg standardens måde")
    made: FollowUp = FollowUp.objects.create(
        **followed.named,
        kind=owing.kind,
        due_on=None if extra else owing.by_rule,
        promised_on=owing.day if owing.promised and not extra else None,
        extra=extra,
        held_on=held_on,
        form=form,
        agreed=agreed.strip(),
        outcome=outcome,
        extent=extent,
        standard=standard,
        edition=open_library().standard(standard).edition,
        held_by_id=by.employee,
        **{name: written.get(name, "").strip() for name in WRITTEN},
    )
    if not extra:
        _is_done(followed, owing.kind, on)
    if owing.kind == Kind.FOLLOW_UP and not extra:
        read_with(followed.orders, held_on, by=by, on=on)
    return made


def _is_done(followed: Followed, kind: str, on: date) -> None:
    """The day that was agreed stands no more."""
    if found := followed.agreed.get(kind):
        AgreedDate.objects.filter(pk=found.pk).update(ended_on=on)


def plan_next(followed: Followed, kind: Kind, held_on: date, next_on: date | None, *, because: str, agreed_with: str, by: Actor, on: date) -> None:
    """The day of the next one, where another than the standard's is chosen, or the standard has none. Part of holding one."""
    owing = followed.owing(kind)
    if next_on is None:
        if watching.is_unplanned(followed, owing, on):
            raise FieldMissing("next_on", "Næste gang senest", "standarden sætter ingen dag. Skriv den, I har aftalt.")
        return
    if next_on <= held_on:
        raise NextNotAfter(held_on + timedelta(days=1))
    if next_on != owing.by_rule:
        set_day(followed, owing, next_on, because=because, agreed_with=agreed_with, by=by, on=on)


def ends_by_itself(grant: Grant, on: date) -> bool:
    """Whether the last day of help is so near that no decision could end it sooner."""
    return grant.ends_on is not None and ending(deciding.guide(grant.standard, grant.section), grant.section, grant.ends_on).day <= on


def _begin_decision(grant: Grant, made: FollowUp, *, standard: str, by: Actor, on: date) -> Application | None:
    """The new decision that an ending, or less help, must have."""
    ends = made.outcome != Outcome.CONTINUE
    if ends and ends_by_itself(grant, on):
        return None
    if not ends and made.extent != FollowUp.Extent.LESS:
        return None
    intended = Decided.ENDED if ends else Decided.REDUCED
    try:
        return end_or_reduce(grant, intended=intended, because=made.agreed, standard=standard, by=by, on=on)
    except ApplicationOpenAlready:
        raise AskedAlready(open_library().sections[grant.section].sign, "outcome" if ends else "extent") from None


@transaction.atomic
def agree_date(grant: Grant, *, kind: str, day: date, by: Actor, on: date, because: str = "", agreed_with: str = "") -> AgreedDate:
    """Set another day for the next one that is owed: an earlier one freely, as when something significant has changed; a later one with whom it was agreed and why.

    Source: the standard's cadence and what it says of departing from it.
    Raises: NextNotAfter, NextPastTheEnd, LaterUnexplained, CaseClosed, CitizenDied, GrantNotInForce.
    """
    access.require(by, "follow_up.hold", grant.case)
    watch = fresh(grant, on)
    if day < on:
        raise NextNotAfter(on)
    made = set_day(watch, watch.owing(Kind(kind)), day, because=because, agreed_with=agreed_with, by=by, on=on)
    keep(watching.of(watch.grant, on), on=on)
    return made


def set_day(followed: Followed, owing: Owing, day: date, *, because: str, agreed_with: str, by: Actor, on: date) -> AgreedDate:
    """Write the day that was agreed, in place of the one that was agreed before. Part of agreeing it."""
    by_rule, last = owing.by_rule, followed.last_day
    if last and day > last:
        raise NextPastTheEnd(last)
    if by_rule and day > by_rule:
        missing = tuple(name for name, value in (("agreed_with", agreed_with), ("because", because)) if not value.strip())
        if missing:
            raise LaterUnexplained(by_rule, missing)
    _is_done(followed, owing.kind, on)
    made: AgreedDate = AgreedDate.objects.create(
        **followed.named,
        kind=owing.kind,
        day=day,
        instead_of=by_rule,
        because=because.strip(),
        agreed_with=agreed_with.strip(),
        agreed_on=on,
        agreed_by_id=by.employee,
    )
    acts.record("agree_follow_up_date", made, by=by, on=on, case=made.case.public_id, kind=owing.kind, day=day, instead_of=by_rule)
    return made


@transaction.atomic
def mark_in_error(found: FollowUp, *, because: str, by: Actor, on: date) -> FollowUp:
    """Say that a follow-up was entered in error: it stays to be read, and what it answered is owed again. What it began is another matter.

    Source: OFL § 13; FFB's entered-in-error. Raises: FieldMissing, MarkedAlready.
    """
    access.require(by, "follow_up.hold", found.case)
    if not because.strip():
        raise FieldMissing("because", "Hvad er forkert", "skriv det med få ord")
    if not FollowUp.objects.filter(pk=found.pk).not_in_error().update(error_on=on, error_because=because.strip()):
        raise MarkedAlready
    found.refresh_from_db()
    if found.order_id:
        keep_course(found.order, on=on)
    else:
        keep(watching.of(Grant.objects.with_case().get(pk=found.grant_id), on), on=on, changed="Markeret som fejl")
    acts.record("mark_follow_up_in_error", found, by=by, on=on, case=found.case.public_id)
    return found
