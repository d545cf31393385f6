"""What the provider tells the authority, and what the authority does with it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from django.db import transaction

from mestring.audit import acts, moves
from mestring.audit.errors import MoveNotAllowed
from mestring.audit.versions import write
from mestring.cases.actions import due
from mestring.cases.models import Due
from mestring.decisions.errors import FieldMissing
from mestring.delivery import measuring
from mestring.delivery.actions import owing
from mestring.delivery.actions.answering import provider
from mestring.delivery.errors import NotesMissing, NotRunning, SentMeanwhile
from mestring.delivery.models import ChangeReport, Order, StatusDue, StatusNote
from mestring.delivery.states import NoteState, OrderState
from mestring.people import access
from mestring.people.access import Actor
from mestring.rules import danish
from mestring.rules.rulebook import open_library

TEXTS = ("done", "citizen_says", "staff_says", "recommends", "because")
READ_WITHIN = timedelta(days=7)
"""How soon what a provider writes is to be read. The house's own."""


@transaction.atomic
def save_status(order: Order, *, seen: int, by: Actor, on: date, **values: str) -> StatusNote:
    """Keep what is written so far of a status note. Shapes: `seen` is the version it was read in, 0 before there is one; `values` are among `TEXTS`.

    Raises: NotRunning, SentMeanwhile, FieldMissing, Conflict.
    """
    provider(by, "delivery.report", order)
    if order.state != OrderState.RUNNING:
        raise NotRunning
    owed = StatusDue.objects.filter(order=order).values_list("day", flat=True).first()
    texts = {name: value.strip() for name, value in values.items() if name in TEXTS}
    if texts.get("recommends") and texts["recommends"] not in StatusNote.Recommends.values:
        raise FieldMissing("recommends", "Hvad anbefaler I", "vælg én af mulighederne")
    if seen and not StatusNote.objects.filter(order=order).draft().exists():
        raise SentMeanwhile
    note, made = StatusNote.objects.get_or_create(order=order, state=NoteState.DRAFT, defaults={"started_on": on, "due_on": owed, **texts})
    if not made:
        write(note, seen=seen, due_on=owed, **texts)
    acts.record("write_status_note", note, by=by, on=on, case=order.relation.case, version=note.version)
    found: StatusNote = note
    return found


@transaction.atomic
def send_status(note: StatusNote, *, by: Actor, on: date) -> StatusNote:
    """Send a status note to the authority. From now on nobody changes it.

    Source: VUM 2.0; the standard's own status notes. Raises: NotesMissing, MoveNotAllowed.
    """
    order = note.order
    employee = provider(by, "delivery.report", order)
    missing = {}
    if not note.done.strip():
        missing["done"] = "Hvad er der arbejdet med: skriv det."
    if not note.recommends:
        missing["recommends"] = "Hvad anbefaler I: vælg."
    elif note.recommends != StatusNote.Recommends.CONTINUE and not note.because.strip():
        missing["because"] = "Hvorfor: skriv det, når I ikke anbefaler at fortsætte uændret."
    if missing:
        raise NotesMissing(missing)
    counted = StatusDue.objects.filter(order=order, counted=True).first()
    figures = measuring.of_order(order, on).stored
    also = {"sent_on": on, "sent_by_id": employee, "figures": figures}
    moves.move(note, NoteState.SENT, by=by, on=on, case=order.relation.case, act="send_status_note", also=also)
    StatusDue.objects.filter(order=order).delete()
    owing.settle(Due.Kind.STATUS, order.public_id, on=on)
    sign = open_library().sections[order.section].sign
    owing.tell(
        order,
        Due.Kind.STATUS,
        note.public_id,
        what=f"Statusnotat {sign} fra {order.unit.name}"[:200],
        next="Læs statusnotatet, og følg op" if counted else "Læs statusnotatet",
        on=on + READ_WITHIN,
        source=counted.source if counted else "",
        why=[
            *(counted.why if counted else ()),
            {"text": f"{order.unit.name} anbefaler: {note.get_recommends_display().lower()}", "value": danish.date_short(on), "source": ""},
        ],
    )
    return note


@transaction.atomic
def read_status(note: StatusNote, *, by: Actor, on: date) -> StatusNote:
    """The authority has read a status note. Read twice, the first stands."""
    access.require(by, "status.answer", note.order.case)
    if note.state == NoteState.SENT and StatusNote.objects.filter(pk=note.pk, read_on=None).update(read_on=on, read_by_id=by.employee):
        due.settle(Due.Kind.STATUS, note.public_id, on=on)
        acts.record("read_status_note", note, by=by, on=on, case=note.order.case.public_id)
    note.refresh_from_db()
    return note


def read_with(orders: Iterable[Order], held_on: date, *, by: Actor, on: date) -> None:
    """What the provider had written has been read when the help was followed up. Part of following up."""
    for note in StatusNote.objects.filter(order__in=orders, read_on=None, sent_on__lte=held_on).sent().select_related("order__case").order_by("pk"):
        read_status(note, by=by, on=on)


@transaction.atomic
def report_change(order: Order, *, words: str, by: Actor, on: date) -> ChangeReport:
    """Tell the authority at once that something important has changed. Source: Randers 2019, § 85; SEL § 148. Raises: FieldMissing, NotRunning."""
    employee = provider(by, "delivery.report", order)
    if order.state not in (OrderState.ACCEPTED, OrderState.RUNNING):
        raise NotRunning
    if not words.strip():
        raise FieldMissing("words", "Hvad er ændret", "skriv, hvad der er sket, og siden hvornår")
    made: ChangeReport = ChangeReport.objects.create(order=order, words=words.strip(), reported_on=on, reported_by_id=employee)
    acts.record("report_change", made, by=by, on=on, case=order.relation.case)
    sign = open_library().sections[order.section].sign
    owing.tell(
        order,
        Due.Kind.CHANGE,
        made.public_id,
        what=f"{order.unit.name} melder om en ændring, {sign}"[:200],
        next="Læs meldingen: skal der følges op nu?",
        on=on,
        why=[{"text": f"Meldt af {by.name}", "value": danish.date_short(on), "source": ""}],
    )
    return made


@transaction.atomic
def answer_change(report: ChangeReport, *, answer: str, by: Actor, on: date) -> ChangeReport:
    """Say what the authority did about a change that was reported. Raises: FieldMissing, MoveNotAllowed."""
    access.require(by, "status.answer", report.order.case)
    if not answer.strip():
        raise FieldMissing("answer", "Hvad gør I", "skriv det kort. Leverandøren læser det")
    if not ChangeReport.objects.filter(pk=report.pk, answered_on=None).update(answered_on=on, answered_by_id=by.employee, answer=answer.strip()):
        raise MoveNotAllowed
    report.refresh_from_db()
    due.settle(Due.Kind.CHANGE, report.public_id, on=on)
    acts.record("answer_change", report, by=by, on=on, case=report.order.case.public_id)
    return report
