"""One topic: chosen, written, told about, taken out."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db import transaction

from mestring.assessments import catalogue
from mestring.assessments.actions.assessment import draft
from mestring.assessments.errors import LevelNotHere, LevelUnknown, TopicMissing, TopicUnknown
from mestring.assessments.models import Assessment, Statement, TopicEntry, TopicRevision
from mestring.audit import acts, clock, versions
from mestring.audit.errors import Conflict, MoveNotAllowed
from mestring.cases.errors import DayInTheFuture, TextMissing
from mestring.people import access
from mestring.people.access import Actor


@transaction.atomic
def choose_topics(assessment: Assessment, topics: Iterable[str], *, by: Actor, on: date) -> list[TopicEntry]:
    """Choose topics that matter. One that was taken out earlier comes back with what it held; one that is there already is left alone.

    Raises: AssessmentFinished, TopicMissing, TopicUnknown.
    """
    access.require(by, "assessment.write", assessment.case)
    stands = draft(assessment)
    codes = list(dict.fromkeys(topics))
    if not codes:
        raise TopicMissing
    found = [_entry(stands, code) for code in codes]
    acts.record("choose_topics", stands, by=by, on=on, case=stands.case.public_id, topics=[one.public_id for one in found])
    return found


@transaction.atomic
def save_topic(assessment: Assessment, topic: str, *, seen: int, level: int | None, text: str, by: Actor, on: date, matters: bool = True) -> TopicEntry:
    """Save a topic's level and text, on the version that was seen. Every saved text is kept; saving what stands already changes nothing.

    Shapes: `topic` is the method's code; `seen` is 0 for a topic nobody has chosen yet.
    Source: FFB (a level exactly under Aktivitet og deltagelse); Viborg 2020, l. 2945–2973.
    Raises: AssessmentFinished, TopicUnknown, LevelNotHere, LevelUnknown, Conflict.
    """
    access.require(by, "assessment.write", assessment.case)
    stands = draft(assessment)
    about = catalogue.topics(stands.method).get(topic)
    if about is None:
        raise TopicUnknown
    if level is not None and not about.takes_level:
        where = "I VUM 2.0 gives der kun niveau under Aktivitet og deltagelse" if stands.method == catalogue.VUM2 else "I VUM 1 får omgivelser intet tal"
        raise LevelNotHere(about.label, where)
    if level is not None and level not in {step.value for step in catalogue.scale(stands.method)}:
        raise LevelUnknown
    there = TopicEntry.objects.filter(assessment=stands, topic=topic).exists()
    entry = _entry(stands, topic)
    values = {"level": level, "text": text.strip(), "matters": matters}
    if all(getattr(entry, name) == value for name, value in values.items()):
        return entry
    if not there and seen:
        raise Conflict(theirs={name: getattr(entry, name) for name in values}, yours=values, version=entry.version, thing=entry)
    now = clock.now()
    versions.write(entry, seen=seen if there else entry.version, **values)
    # Who saved last is no one's text: it must not stand in a conflict.
    TopicEntry.objects.filter(pk=entry.pk).update(saved_at=now, saved_by=by.employee)
    entry.refresh_from_db()
    TopicRevision.objects.create(topic=entry, version=entry.version, written_at=now, written_by_id=by.employee, **values)
    acts.record("save_topic", entry, by=by, on=on, case=stands.case.public_id, version=entry.version)
    return entry


@transaction.atomic
def drop_topic(entry: TopicEntry, *, by: Actor, on: date) -> TopicEntry:
    """Take a topic out of a draft, because it does not matter. Its text is kept, and comes back if it is chosen again.

    Raises: AssessmentFinished.
    """
    access.require(by, "assessment.write", entry.assessment.case)
    stands = draft(entry.assessment)
    TopicEntry.objects.filter(pk=entry.pk, dropped_on=None).update(dropped_on=on)
    entry.refresh_from_db()
    acts.record("drop_topic", entry, by=by, on=on, case=stands.case.public_id)
    return entry


@transaction.atomic
def add_statement(entry: TopicEntry, *, who: str, text: str, said_on: date, by: Actor, on: date, name: str = "", occasion: str = "") -> Statement:
    """Write down what somebody said or saw about a topic, and who it was.

    Source: VUM 2.0 (FFB's list of sources); OFL § 13.
    Raises: AssessmentFinished, TextMissing, DayInTheFuture.
    """
    access.require(by, "assessment.write", entry.assessment.case)
    stands = draft(entry.assessment)
    if who not in Statement.Who.values:
        raise TextMissing("who", "Ny oplysning fra", "vælg, hvem den kommer fra")
    if not text.strip():
        raise TextMissing("text", "Oplysning", "skriv, hvad der er sagt eller set")
    if said_on > on:
        raise DayInTheFuture("said_on", "Dag", said_on)
    made: Statement = Statement.objects.create(
        topic=entry,
        who=who,
        name=name.strip(),
        occasion=occasion.strip(),
        text=text.strip(),
        happened_on=said_on,
        written_at=clock.now(),
        written_by_id=by.employee,
    )
    acts.record("add_statement", made, by=by, on=on, case=stands.case.public_id)
    return made


@transaction.atomic
def mark_statement_in_error(statement: Statement, *, because: str, by: Actor, on: date) -> Statement:
    """Mark a statement as entered in error. It stays, struck through, with the reason.

    Raises: AssessmentFinished, TextMissing, MoveNotAllowed when it is marked already.
    """
    access.require(by, "assessment.write", statement.topic.assessment.case)
    stands = draft(statement.topic.assessment)
    if not because.strip():
        raise TextMissing("because", "Hvorfor", "skriv, hvad der er forkert")
    if not Statement.objects.filter(pk=statement.pk, error_on=None).update(error_on=on, error_because=because.strip()):
        raise MoveNotAllowed
    statement.refresh_from_db()
    acts.record("mark_statement_in_error", statement, by=by, on=on, case=stands.case.public_id)
    return statement


def _entry(assessment: Assessment, code: str) -> TopicEntry:
    """The topic's row, made or brought back. The assessment's row is locked, so that two can't make it at once."""
    about = catalogue.topics(assessment.method).get(code)
    if about is None:
        raise TopicUnknown
    entry: TopicEntry
    entry, _ = TopicEntry.objects.get_or_create(assessment=assessment, topic=code, defaults={"takes_level": about.takes_level})
    if entry.dropped_on is not None:
        TopicEntry.objects.filter(pk=entry.pk).update(dropped_on=None)
        entry.dropped_on = None
    return entry
