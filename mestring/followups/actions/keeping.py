"""Keeping the days that are owed: one grant at a time as part of other acts, and the whole caseload at night."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import chain, islice
from typing import Any

import numpy as np
from django.db import transaction
from django.db.models import Count, Exists, F, Min, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from mestring.audit import acts
from mestring.cases.actions import due
from mestring.cases.models import Application, Due
from mestring.cases.states import CaseState
from mestring.decisions.models import Grant
from mestring.delivery.actions import ask_for_status, ask_no_more
from mestring.delivery.models import Order
from mestring.delivery.proposals import counted, status_owed
from mestring.delivery.states import OrderState
from mestring.followups import watching
from mestring.followups.models import AgreedDate, FollowUp, GrantCadence, Kind, Outcome
from mestring.followups.proposals import all_happenings
from mestring.followups.watching import Watch
from mestring.people import access
from mestring.people.access import Actor
from mestring.rules import danish
from mestring.rules.calendar import NO_DATE, to_number
from mestring.rules.period import add_months
from mestring.rules.rulebook import open_library

WITHIN = 12
"""Months ahead in which the end of help is looked at anew each night."""
AT_ONCE = 20_000
"""Rows counted anew together."""


def keep(watch: Watch, *, on: date, changed: str = "") -> None:
    """Write what is owed of a grant: its rhythms, and the rows of the work list. Part of the acts that change either.

    Shapes: `changed` is why a day that stood on the list is another now, in Danish; nothing when that goes without saying.
    """
    grant = watch.grant
    rows = []
    orders = list(Order.objects.filter(grant=grant, started_on__isnull=False).order_by("pk"))
    for one in watch.rhythms:
        done = watch.done(one.kind)
        rows.append(
            GrantCadence(
                case_id=grant.case_id,
                grant=grant,
                kind=one.kind,
                rule=one.rule,
                edition=_edition(one.rule, grant),
                counted_from=one.counted_from,
                start=one.start,
                covered=done.covered,
                last=done.last,
                owed_on=one.owed(done).day,
                orders=len(orders),
                begun_on=min((order.started_on for order in orders if order.started_on), default=None),
            )
        )
    GrantCadence.objects.filter(grant=grant).delete()
    GrantCadence.objects.bulk_create(rows)
    for kind in Kind:
        put_due(watch, kind, on=on, changed=changed)
    put_ending(watch, on=on)
    ask_providers(watch, orders)


def ask_providers(watch: Watch, orders: Iterable[Order]) -> None:
    """Where the next follow-up builds on what the provider writes: by when it must be there."""
    owing = watch.owing(Kind.FOLLOW_UP)
    by_count = counted(watch.guide, watch.grant.section)
    if by_count and by_count.unit == "sessions":
        return  # the visit that is the last of them asks
    for order in orders:
        if order.state != OrderState.RUNNING:
            continue
        found = status_owed(watch.guide, watch.grant.section, owing.owed.basis or "", owing.day, watch.since) if owing.day else None
        if found is None:
            ask_no_more(order)
        else:
            ask_for_status(order, day=found.day, source=found.source, why=found.steps)


def _edition(rule: str, grant: Grant) -> int:
    """The edition of the standard the rule was read in."""
    library = open_library()
    return library.standard(library.entry(rule).standard).edition if rule else grant.edition


def put_due(watch: Watch, kind: Kind, *, on: date, changed: str = "") -> None:
    """The row of the work list for one kind: there while something is owed, on the day it is owed by; without a day while nobody has said when."""
    grant, owing = watch.grant, watch.owing(kind)
    # What is owed as help ends is owed although it has.
    ended = grant.last_day is not None and grant.last_day < on and not (owing.rhythm and owing.rhythm.comes and owing.day)
    over = not grant.runs or ended or grant.case.citizen.died_on is not None
    if over or (owing.day is None and not (watching.is_unplanned(watch, owing, on) and not watching.is_ending(watch))):
        due.settle(owing.kind, grant.public_id, on=on)
        return
    why = owing.steps
    before = Due.objects.waiting().filter(kind=owing.kind, thing=grant.public_id).values_list("on", flat=True).first() if changed else None
    if before and owing.day and before != owing.day:
        why.append({"text": f"{changed}: før {danish.date_short(before)}", "value": danish.date_short(owing.day), "source": ""})
    sign = open_library().sections[grant.section].sign
    due.put(
        owing.kind,
        grant.public_id,
        case=grant.case,
        section=grant.section,
        what=f"{owing.kind.label} {sign}",
        next=NEXT[owing.kind] if owing.day else "Aftal en dag for opfølgning",
        on=owing.day,
        source=owing.source[:200],
        why=why,
    )


def put_ending(watch: Watch, *, on: date) -> None:
    """The row of the work list for help that ends by itself: there until somebody has seen to what comes after."""
    grant, found = watch.grant, watching.ending(watch)
    if found is None or grant.ends_on is None or grant.ends_on < on or grant.case.citizen.died_on:
        due.settle(Due.Kind.ENDING, grant.public_id, on=on)
        return
    sign = open_library().sections[grant.section].sign
    why = [
        {"text": "Sidste dag med hjælp", "value": danish.date_short(grant.ends_on), "source": ""},
        {"text": f"Så lang tid må en ansøgning tage: {found.lead.days} dage før", "value": danish.date_short(found.day), "source": found.source},
    ]
    due.put(
        Due.Kind.ENDING,
        grant.public_id,
        case=grant.case,
        section=grant.section,
        what=f"{sign} slutter {danish.date_short(grant.ends_on)}",
        next="Følg op: skal hjælpen fortsætte?",
        on=found.day,
        source=found.source[:200],
        why=why,
    )


NEXT = {Kind.FOLLOW_UP: "Følg op", Kind.PEER_REVIEW: "Drøft i sparringsgruppen", Kind.RATE: "Vurdér taksten"}


# ------------------------------------------------------------------------------------------------ the whole caseload


@dataclass(frozen=True, slots=True)
class Kept:
    """What a night's work came to: grants taken up, days that are others now, rows of the list that are done with."""

    taken_up: int
    moved: int
    settled: int


def take_up(*, by: Actor, on: date, decided_since: date | None = None, limit: int = 1000) -> int:
    """Work out the rhythms of the grants that have none yet, all or those decided lately. Answers how many."""
    access.require(by, "follow_up.keep")
    known = GrantCadence.objects.filter(grant=OuterRef("pk"))
    new = Grant.objects.filter(~Exists(known)).running().not_over(on)
    if decided_since:
        new = new.filter(decision__decided_on__gte=decided_since)
    taken = _take_up_begun(by=by, on=on, started_since=decided_since, limit=limit)
    for grant in new.with_case().order_by("pk")[:limit]:
        with transaction.atomic():
            _hold_fast(grant)
            if GrantCadence.objects.filter(grant=grant).exists():
                continue  # another round took it meanwhile
            keep(watching.of(grant, on), on=on)
            acts.record("take_up_follow_ups", grant, by=by, on=on, case=grant.case.public_id)
        taken += 1
    return taken


def _take_up_begun(*, by: Actor, on: date, started_since: date | None, limit: int) -> int:
    """Count anew what is owed of help that began another day than it was to: its first order has begun since."""
    begun = Order.objects.filter(grant=OuterRef("grant"), started_on__isnull=False).order_by().values("grant")
    count, first = begun.annotate(count=Count("pk")).values("count"), begun.annotate(first=Min("started_on")).values("first")
    moved = Q(first__isnull=False) & (Q(begun_on=None) | ~Q(first=F("begun_on")))
    stale = GrantCadence.objects.annotate(begun=Coalesce(Subquery(count), 0), first=Subquery(first)).filter(~Q(begun=F("orders")) | moved)
    if started_since:
        stale = stale.filter(grant__in=Order.objects.filter(started_on__gte=started_since).values("grant"))
    taken = 0
    for grant in Grant.objects.filter(pk__in=stale.values("grant")).running().with_case().order_by("pk")[:limit]:
        with transaction.atomic():
            _hold_fast(grant)
            keep(watching.of(grant, on), on=on, changed="Hjælpen er begyndt")
            acts.record("move_follow_up", grant, by=by, on=on, case=grant.case.public_id)
        taken += 1
    return taken


def keep_all(*, by: Actor, on: date) -> Kept:
    """Count every day that is owed anew, and mend the rows that say another: the standard may have a new edition. Help that is over is followed up no more.

    The days are counted in columns, one rule at a time, with the same answers as one by one.
    """
    access.require(by, "follow_up.keep")
    taken = 0
    while some := take_up(by=by, on=on):
        taken += some
    moved = 0
    for grants in _batches(dict.fromkeys(chain(_moved(), _unlisted(on), _happened_lately(on))), 500):
        with transaction.atomic():
            for grant in Grant.objects.with_case().filter(pk__in=grants).order_by("pk"):
                _hold_fast(grant)
                before = _written(grant)
                keep(watching.of(grant, on), on=on, changed="Regnet om")
                if before != _written(grant):
                    acts.record("move_follow_up", grant, by=by, on=on, case=grant.case.public_id)
                    moved += 1
    return Kept(taken, moved, _settle_what_is_over(on))


def _hold_fast(grant: Grant) -> None:
    """Let nobody else write of the grant until the transaction ends: a follow-up may be written down while the house counts."""
    Grant.objects.select_for_update(no_key=True).filter(pk=grant.pk).first()


def _written(grant: Grant) -> tuple[Any, ...]:
    """What is written of a grant: its rows of the list, and its rhythms as they were read."""
    rows = Due.objects.waiting().filter(thing=grant.public_id).order_by("kind").values_list("kind", "on")
    return (*rows, *GrantCadence.objects.filter(grant=grant).order_by("rule").values_list("rule", "edition", "owed_on"))


def _moved() -> Iterator[int]:
    """The grants of which something else is owed than is written, or that were read in another edition of the standard."""
    rows = GrantCadence.objects.exclude(rule="").filter(grant__ended_by=None, grant__ended_by_death=False)
    read = rows.order_by("rule", "pk").values_list("rule", "grant_id", "edition", "start", "covered", "last", "owed_on").iterator(AT_ONCE)
    for some in _batches(read, AT_ONCE):
        by_rule: dict[str, list[tuple[Any, ...]]] = defaultdict(list)
        for row in some:
            by_rule[row[0]].append(row)
        for rule, found in by_rule.items():
            yield from moved_of(rule, found)


def moved_of(rule: str, rows: Sequence[tuple[Any, ...]]) -> Iterator[int]:
    """The grants among rows of one rule whose day is another now. Shapes: a row is rule, grant, edition, start, covered, last, owed; days or none."""
    library = open_library()
    try:
        entry = library.entry(rule)
    except KeyError:  # a new edition has another rule in its place
        yield from (row[1] for row in rows)
        return
    if entry.rule is None:
        raise ValueError(rule)
    edition = library.standard(entry.standard).edition
    start, covered, last, written = (_column(row[place] for row in rows) for place in (3, 4, 5, 6))
    owed = entry.rule.owed_many(start, covered, last, library.world)
    yield from (rows[place][1] for place in np.flatnonzero(owed != written))
    yield from (row[1] for row, now, then in zip(rows, owed.tolist(), written.tolist(), strict=True) if now == then and row[2] != edition)


def _unlisted(on: date) -> Iterator[int]:
    """The grants of which something is owed that doesn't stand on the list, as when help that had ended is given again."""
    listed = Due.objects.waiting().filter(kind=OuterRef("kind"), thing=OuterRef("grant__public_id"))
    running = Q(grant__ended_by=None, grant__ended_by_death=False, grant__case__citizen__died_on=None)
    not_over = Q(grant__ends_on=None) | Q(grant__ends_on__gte=on)
    by_rule = GrantCadence.objects.exclude(owed_on=None).exclude(owed_on__gt=F("grant__ends_on"))
    yield from _endings_unlisted(on)
    for rows in (by_rule, AgreedDate.objects.standing()):
        yield from rows.filter(running, not_over).exclude(Exists(listed)).order_by("grant").values_list("grant", flat=True).distinct()


def _endings_unlisted(on: date) -> Iterator[int]:
    """The grants that end by themselves before long, of which the list says nothing, or says it though somebody has applied: their rows are looked at again."""
    listed = Due.objects.waiting().filter(kind=Due.Kind.ENDING, thing=OuterRef("public_id"))
    asked = Application.objects.pending().filter(case=OuterRef("case"), section=OuterRef("section"))
    goes_on = Grant.objects.running().filter(case=OuterRef("case"), section=OuterRef("section"), begins_on__gt=OuterRef("begins_on"))
    let_go = FollowUp.objects.not_in_error().filter(grant=OuterRef("pk"), kind=Kind.FOLLOW_UP).exclude(outcome=Outcome.CONTINUE)
    seen_to = Exists(asked) | Exists(goes_on) | Exists(let_go)
    ends = Grant.objects.running().filter(ends_on__gte=on, ends_on__lte=add_months(on, WITHIN), case__citizen__died_on=None)
    yield from ends.filter(~Exists(listed) & ~seen_to | Exists(listed) & seen_to).order_by("pk").values_list("pk", flat=True)


def _happened_lately(on: date) -> Iterator[int]:
    """The grants that are followed up when something happens, which the days that are written say nothing of; also those that ended within the year."""
    lately = Q(ends_on=None) | Q(ends_on__gte=add_months(on, -WITHIN))
    for name, section in all_happenings():
        rows = Grant.objects.running().filter(lately, standard=name, section=section, case__state=CaseState.OPEN, case__citizen__died_on=None)
        yield from rows.order_by("pk").values_list("pk", flat=True)


def _owed_at_the_end() -> QuerySet[Any]:
    """The grants of which a follow-up is owed that came as the help ended."""
    rules = {one.id for found in all_happenings().values() for one in found}
    return GrantCadence.objects.filter(rule__in=rules, owed_on__isnull=False, grant__ended_by=None, grant__ended_by_death=False).values("grant")


def _column(days: Iterable[date | None]) -> np.ndarray[Any, np.dtype[np.int32]]:
    return np.fromiter((NO_DATE if day is None else to_number(day) for day in days), np.int32)


def _batches(rows: Iterable[Any], size: int) -> Iterator[list[Any]]:
    rest = iter(rows)
    while some := list(islice(rest, size)):
        yield some


def _settle_what_is_over(on: date) -> int:
    """The rows of help that is given no more."""
    over = Grant.objects.exclude(pk__in=Grant.objects.not_over(on).values("pk")).exclude(pk__in=_owed_at_the_end())
    done: int = Due.objects.waiting().filter(kind__in=(*Kind.values, Due.Kind.ENDING), thing__in=over.values("public_id")).update(done_on=on)
    return done
