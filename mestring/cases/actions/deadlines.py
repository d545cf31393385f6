"""The deadlines the council has published elsewhere than in its standard: written by the administrator, corrected by a new row."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from mestring.audit import acts
from mestring.cases import proposals
from mestring.cases.errors import DayMissing, DeadlineCorrectedAlready, DeadlineInStandard, DeadlineWrittenAlready, TextMissing
from mestring.cases.models import PublishedDeadline
from mestring.people import access
from mestring.people.access import Actor
from mestring.rules.rulebook import open_library

LONGEST = {
    PublishedDeadline.Unit.DAYS: 730,
    PublishedDeadline.Unit.WORKING_DAYS: 500,
    PublishedDeadline.Unit.WEEKS: 104,
    PublishedDeadline.Unit.MONTHS: 24,
}
"""What is surely a slip of the hand: no council promises an answer after more than two years."""


@transaction.atomic
def publish_deadline(
    *,
    standard: str,
    section: str,
    number: int | None,
    unit: str,
    where: str,
    valid_from: date | None,
    by: Actor,
    on: date,
    replaces: PublishedDeadline | None = None,
) -> PublishedDeadline:
    """Write the deadline the council has published for a section that its standard gives none.

    Applications received already keep what the citizen was told; one that has no day can take this one (`application.use_published_deadline`).
    Shapes: `standard` is the council's in force on the day; `replaces` the row that was wrong.
    Source: RSL § 3, stk. 2.
    Raises: DeadlineInStandard, TextMissing, DayMissing, DeadlineWrittenAlready, DeadlineCorrectedAlready.
    """
    access.require(by, "deadline.publish")
    if section not in {one.id for one in proposals.without_deadline(standard, on)}:
        raise DeadlineInStandard
    if unit not in PublishedDeadline.Unit.values:
        raise TextMissing("unit", "Enhed", "vælg dage, arbejdsdage, uger eller måneder")
    most = LONGEST[PublishedDeadline.Unit(unit)]
    if number is None or not 1 <= number <= most:
        raise TextMissing("number", "Hvor længe", f"skriv et tal fra 1 til {most}")
    if not where.strip():
        raise TextMissing("where", "Hvor er den offentliggjort", "skriv stedet, for eksempel kommunens hjemmeside og dens adresse")
    if valid_from is None:
        raise DayMissing("valid_from", "Gælder fra", "skriv den dag, fristen begyndte at gælde")
    council = open_library().standard(standard).council
    _can_replace(replaces, council, section)
    same_day = PublishedDeadline.objects.standing(council, section).filter(valid_from=valid_from).exclude(pk=replaces.pk if replaces else None)
    if same_day.exists():
        raise DeadlineWrittenAlready(valid_from)
    return _write(council, section, number=number, unit=unit, where=where.strip(), valid_from=valid_from, replaces=replaces, by=by, on=on)


@transaction.atomic
def withdraw_deadline(wrong: PublishedDeadline, *, because: str, by: Actor, on: date) -> PublishedDeadline:
    """Say that a deadline was never published after all. Raises: TextMissing, DeadlineCorrectedAlready."""
    access.require(by, "deadline.publish")
    if not because.strip():
        raise TextMissing("where", "Hvor er den offentliggjort", "skriv, hvorfor fristen fjernes")
    _can_replace(wrong, wrong.council, wrong.section)
    return _write(wrong.council, wrong.section, number=None, unit="", where=because.strip(), valid_from=wrong.valid_from, replaces=wrong, by=by, on=on)


def _can_replace(wrong: PublishedDeadline | None, council: str, section: str) -> None:
    """Of two who correct the same row at once the second waits here, and is told."""
    if wrong is None:
        return
    PublishedDeadline.objects.select_for_update(no_key=True).get(pk=wrong.pk)
    if (wrong.council, wrong.section) != (council, section) or PublishedDeadline.objects.filter(replaces=wrong).exists():
        raise DeadlineCorrectedAlready


def _write(
    council: str, section: str, *, number: int | None, unit: str, where: str, valid_from: date, replaces: PublishedDeadline | None, by: Actor, on: date
) -> PublishedDeadline:
    made: PublishedDeadline = PublishedDeadline.objects.create(
        council=council,
        section=section,
        number=number,
        unit=unit,
        where=where,
        valid_from=valid_from,
        written_on=on,
        written_by_id=by.employee,
        replaces=replaces,
    )
    acts.record(
        "publish_deadline" if number else "withdraw_deadline",
        made,
        by=by,
        on=on,
        section=section,
        length=made.length,
        valid_from=valid_from,
        replaces=replaces.public_id if replaces else None,
    )
    return made
