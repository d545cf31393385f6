"""What the provider tells the authority: status notes and changes, and what the authority does with them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from mestring.audit import clock
from mestring.audit.errors import Conflict, MestringError, MoveNotAllowed, NotAllowed
from mestring.audit.models import Entry
from mestring.cases.models import Due
from mestring.decisions.errors import FieldMissing
from mestring.decisions.models import Grant
from mestring.delivery import actions
from mestring.delivery.errors import NotesMissing, NotRunning
from mestring.delivery.models import ChangeReport, Order, StatusDue, StatusNote
from mestring.people import access
from mestring.people.access import Actor
from mestring.people.models import Unit
from tests import given
from tests.delivery import given_delivery as known
from tests.delivery.conftest import DAY, noon

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("december")]


def refused(error: type[MestringError], *fields: str, act: Callable[[], Any]) -> str:
    """What was said; nothing was written."""
    before = Entry.objects.count()
    with pytest.raises(error) as told:
        act()
    assert told.value.fields == fields
    assert Entry.objects.count() == before
    return told.value.message


def save(order: Order, by: Actor, seen: int = 0, **values: str) -> StatusNote:
    return actions.save_status(order, seen=seen, by=by, on=DAY, **values)


def row(kind: str, thing: Any) -> Due | None:
    return Due.objects.waiting().filter(kind=kind, thing=thing).first()


# ------------------------------------------------------------------------------------------------ the note


def test_a_note_is_kept_until_it_is_sent(order: Order, sofie: Actor) -> None:
    note = save(order, sofie, done=" Vi har åbnet post. ", hidden="x")
    assert (note.state, note.done, note.version, note.started_on) == ("draft", "Vi har åbnet post.", 1, DAY)
    again = save(order, sofie, seen=1, citizen_says="Det går.")
    assert (again.pk, again.done, again.citizen_says, again.version) == (note.pk, "Vi har åbnet post.", "Det går.", 2)
    with pytest.raises(Conflict) as told:
        save(order, sofie, seen=1, done="Noget andet")
    assert (told.value.theirs["done"], told.value.yours["done"]) == ("Vi har åbnet post.", "Noget andet")
    with pytest.raises(IntegrityError), transaction.atomic():
        StatusNote.objects.create(order=order, started_on=DAY)


def test_a_note_is_sent_whole_or_not_at_all(order: Order, sofie: Actor) -> None:
    note = save(order, sofie, done=" ")
    said = refused(NotesMissing, "done", "recommends", act=lambda: actions.send_status(note, by=sofie, on=DAY))
    assert said == "Hvad er der arbejdet med: skriv det. Hvad anbefaler I: vælg."
    for recommends in ("more", "less", "other", "end"):
        note = save(order, sofie, seen=note.version, done="Vi har åbnet post.", recommends=recommends)
        said = refused(NotesMissing, "because", act=lambda note=note: actions.send_status(note, by=sofie, on=DAY))
        assert said == "Hvorfor: skriv det, når I ikke anbefaler at fortsætte uændret."
    note = save(order, sofie, seen=note.version, because="Karen klarer mere selv.")
    assert actions.send_status(note, by=sofie, on=DAY).state == "sent"


def test_a_sent_note_answers_what_was_owed_and_waits_to_be_read(order: Order, sofie: Actor, anne: Actor) -> None:
    due = DAY + timedelta(days=5)
    actions.ask_for_status(order, day=due, source="Vejle 2023", why=[])
    known.visited(order, sofie, DAY, 60)
    known.visited(order, sofie, DAY, state="no_show")
    note = actions.send_status(save(order, sofie, done="Vi har åbnet post.", recommends="continue"), by=sofie, on=DAY)
    assert (note.due_on, note.sent_on, note.sent_by_id) == (due, DAY, sofie.employee)
    assert not StatusDue.objects.exists()
    assert (note.figures["delivered"], note.figures["held"], note.figures["ordered"], note.figures["first"]) == (60, 1, 240, "2026-12-01")
    assert [one["kind"] for one in note.figures["gaps"]] == ["no_show", "unplanned"]
    found = row(Due.Kind.STATUS, note.public_id)
    assert found is not None
    assert (found.what, found.next, found.on, found.case) == ("Statusnotat § 85 fra Mestringsvejen", "Læs statusnotatet", DAY + timedelta(days=7), order.case)
    known.visited(order, sofie, DAY, 90)
    note.refresh_from_db()
    assert note.figures["delivered"] == 60, "as it stood when it was sent"
    refused(MoveNotAllowed, act=lambda: actions.send_status(note, by=sofie, on=DAY))
    actions.read_status(note, by=anne, on=DAY)
    assert (note.read_on, note.read_by_id, row(Due.Kind.STATUS, note.public_id)) == (DAY, anne.employee, None)
    leader = given.leader(on=DAY)
    actions.read_status(note, by=leader, on=DAY + timedelta(days=1))
    assert (note.read_on, note.read_by_id) == (DAY, anne.employee), "read twice, the first stands"


def test_of_two_who_send_at_once_one_is_told(order: Order, sofie: Actor) -> None:
    note = save(order, sofie, done="x", recommends="continue")
    stale = StatusNote.objects.select_related("order__relation", "order__unit").get(pk=note.pk)
    actions.send_status(note, by=sofie, on=DAY)
    refused(MoveNotAllowed, act=lambda: actions.send_status(stale, by=sofie, on=DAY))


def test_what_was_written_lately_is_not_asked_for_again(order: Order, sofie: Actor) -> None:
    actions.ask_for_status(order, day=DAY + timedelta(days=5), source="x", why=[])
    actions.ask_for_status(order, day=DAY + timedelta(days=9), source="y", why=[])
    assert StatusDue.objects.get().day == DAY + timedelta(days=9), "one day at a time, and it may be moved"
    actions.send_status(save(order, sofie, done="x", recommends="continue"), by=sofie, on=DAY)
    for days, owed in ((9, False), (41, False), (43, True)):
        actions.ask_for_status(order, day=DAY + timedelta(days=days), source="x", why=[])
        assert StatusDue.objects.exists() is owed


def test_a_note_is_written_of_help_that_runs(grant: Grant, anne: Actor, sofie: Actor) -> None:
    placed = known.placed(grant, anne, Unit.objects.get(pk=sofie.provides[0]), on=DAY)
    order = known.seen(known.accepted(placed, sofie, on=DAY), sofie)
    refused(NotRunning, act=lambda: save(order, sofie, done="x"))


# ------------------------------------------------------------------------------------------------ a change


def test_a_change_is_on_the_list_the_same_day_and_answered_once(order: Order, sofie: Actor, anne: Actor) -> None:
    said = refused(FieldMissing, "words", act=lambda: actions.report_change(order, words=" ", by=sofie, on=DAY))
    assert said == "Hvad er ændret: skriv, hvad der er sket, og siden hvornår"
    report = actions.report_change(order, words=" Karen er flyttet. ", by=sofie, on=DAY)
    assert (report.words, report.reported_by_id) == ("Karen er flyttet.", sofie.employee)
    found = row(Due.Kind.CHANGE, report.public_id)
    assert found is not None
    assert (found.what, found.next, found.on) == ("Mestringsvejen melder om en ændring, § 85", "Læs meldingen: skal der følges op nu?", DAY)
    said = refused(FieldMissing, "answer", act=lambda: actions.answer_change(report, answer=" ", by=anne, on=DAY))
    assert said == "Hvad gør I: skriv det kort. Leverandøren læser det"
    stale = ChangeReport.objects.select_related("order__case").get(pk=report.pk)
    actions.answer_change(report, answer="Vi holder et møde.", by=anne, on=DAY)
    assert (report.answer, report.answered_by_id, row(Due.Kind.CHANGE, report.public_id)) == ("Vi holder et møde.", anne.employee, None)
    refused(MoveNotAllowed, act=lambda: actions.answer_change(stale, answer="x", by=anne, on=DAY))


def test_a_change_can_be_told_of_once_the_provider_knows_whom(grant: Grant, anne: Actor, sofie: Actor) -> None:
    placed = known.seen(known.placed(grant, anne, Unit.objects.get(pk=sofie.provides[0]), on=DAY), sofie)
    refused(NotRunning, act=lambda: actions.report_change(placed, words="x", by=sofie, on=DAY))
    assert actions.report_change(known.accepted(placed, sofie, on=DAY), words="x", by=sofie, on=DAY)


# ------------------------------------------------------------------------------------------------ who may


def test_the_provider_writes_and_the_authority_answers(order: Order, sofie: Actor, per: Actor, anne: Actor) -> None:
    note = save(order, sofie, done="x", recommends="continue")
    report = actions.report_change(order, words="x", by=sofie, on=DAY)
    of_provider: list[Callable[[Actor], Any]] = [
        lambda by: save(order, by, 1, done="y"),
        lambda by: actions.send_status(note, by=by, on=DAY),
        lambda by: actions.report_change(order, words="x", by=by, on=DAY),
    ]
    stranger = given.caseworker(given.unit("Et andet team"), "Bo Vang", on=DAY)
    for by in (per, anne, stranger, access.house(DAY)):
        for act in of_provider:
            refused(NotAllowed, act=lambda act=act, by=by: act(by))
    actions.send_status(note, by=sofie, on=DAY)
    of_authority: list[Callable[[Actor], Any]] = [
        lambda by: actions.read_status(note, by=by, on=DAY),
        lambda by: actions.answer_change(report, answer="x", by=by, on=DAY),
    ]
    for by in (sofie, per, stranger):
        for act in of_authority:
            refused(NotAllowed, act=lambda act=act, by=by: act(by))
    actions.end_order(order, last_day=DAY, because="x", by=anne, on=DAY)
    after = DAY + timedelta(days=1)
    with clock.at(noon(after)):
        for act in of_provider:
            refused(NotAllowed, act=lambda act=act: act(access.moved_to(sofie, after)))
        assert not StatusNote.objects.provided_by(sofie).exists()
        assert not ChangeReport.objects.provided_by(sofie).exists()
    for act in of_authority:
        act(anne)
