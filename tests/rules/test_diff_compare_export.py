"""Two versions held against each other, councils side by side, and the list other programs read."""

import json
from dataclasses import replace
from datetime import date

import pytest

from mestring.rules.rulebook import Book
from mestring.rules.rulebook.activation import activation, is_lapsed
from mestring.rules.rulebook.check import check
from mestring.rules.rulebook.compare import compare, diff, exported, name_in_standard
from mestring.rules.rulebook.library import load
from mestring.rules.rulebook.model import TOPICS, Reviewed
from tests.rules.small import SEL_100, SEL_107, plant, write


@pytest.fixture
def root(tmp_path):
    return write(tmp_path)


def read(root):
    return Book(load(root)).standard("lilleby-2023")


def test_two_readings_of_the_same_text_do_not_differ(root):
    assert diff(read(root), read(root)) == []


def test_a_changed_figure_is_told_with_its_field_and_both_values(root):
    before = read(root)
    plant(root, SEL_107, "then: {every: 6 months,", "then: {every: 4 months,")
    (change,) = diff(before, read(root))
    assert (change.what, change.entry.id) == ("changed", "lilleby-107-follow-up")
    assert change.fields == (("then.every", "6 months", "4 months"),)


def test_what_came_and_what_went_is_told(root):
    before = read(root)
    plant(root, SEL_107, "id: lilleby-107-purpose", "id: lilleby-107-aim")
    changes = diff(before, read(root))
    assert [(change.what, name_in_standard(change.entry)) for change in changes] == [("added", "107-aim"), ("removed", "107-purpose")]


def test_a_changed_value_of_a_statement_and_a_field_added_are_told(root):
    before = read(root)
    plant(root, SEL_107, "value: {months_max: 24}", "value: {months_max: 36, renewals_max: 1}")
    plant(root, SEL_107, "    until: decided\n", "    until: decided\n    goal: 90 %\n")
    fields = {change.entry.id: change.fields for change in diff(before, read(root))}
    assert fields["lilleby-107-purpose"] == (("value.months_max", 24, 36), ("value.renewals_max", None, 1))
    assert fields["lilleby-107-deadline"] == (("goal", None, "90 %"),)


def test_a_new_text_or_source_changes_the_hash_and_a_comment_does_not(root):
    before = {entry.id: entry.hash for entry in read(root).entries}
    plant(root, SEL_107, "rules:\n", "# en bemærkning\nrules:\n")
    assert {entry.id: entry.hash for entry in read(root).entries} == before
    plant(root, SEL_107, "source: {lines: [13, 13]}", "source: {lines: [13, 14]}")
    after = {entry.id: entry.hash for entry in read(root).entries}
    assert {name for name in before if before[name] != after[name]} == {"lilleby-107-complaint"}


def test_councils_side_by_side_topic_by_topic(book):
    rows = compare(book, "85", ["vejle-2023", "randers-2019", "rebild-2015"])
    assert [row.topic for row in rows] == [topic for topic in TOPICS if topic in {row.topic for row in rows}]
    follow_up = next(row for row in rows if row.topic == "follow_up")
    assert list(follow_up.entries) == ["vejle-2023", "randers-2019", "rebild-2015"]
    assert follow_up.differs
    for entries in follow_up.entries.values():
        assert entries
        assert all("85" in entry.sections and entry.topic == "follow_up" for entry in entries)
        kinds = [entry.rule is None for entry in entries]
        assert kinds == sorted(kinds)
    assert [row for row in compare(book, "85", ["vejle-2023", "vejle-2023"]) if row.differs] == []


def test_a_rhythm_for_a_picture(book):
    series = book.entry("vejle-107-follow-up").rule.series(date(2023, 1, 31), date(2024, 6, 30))
    assert series == [date(2023, 4, 30), date(2023, 10, 31), date(2024, 4, 30)]


FIELDS = {"id", "standard", "section", "topic", "kind", "binding", "text", "value", "source", "readings"}


def test_the_export_has_the_fields_that_are_promised(book):
    entries = [exported(entry) for entry in book.entries()]
    assert len({entry["id"] for entry in entries}) == len(entries) > 1500
    for entry in entries:
        assert entry.keys() >= FIELDS, entry["id"]
        assert entry["source"].keys() >= {"document", "lines", "heading", "cite"}
        assert entry["text"]
        assert entry["section"] == ", ".join(entry["sections"])
        assert entry["source"]["cite"] or entry["source"]["lines"], entry["id"]
        if entry["standard"] != "law":
            assert entry["source"]["document"] == book.standard(entry["standard"]).document.id or entry["source"]["cite"], entry["id"]
    assert json.loads(json.dumps(entries, ensure_ascii=False)) == entries


def test_the_export_gives_a_rules_parameters_as_values(book):
    entry = exported(book.entry("vejle-107-follow-up"))
    assert (entry["kind"], entry["section"], entry["source"]["document"], entry["source"]["lines"]) == ("cadence", "107", "vejle-2023", [1452, 1456])
    assert entry["value"]["first"]["after"] == "3 months"
    assert entry["value"]["then"]["every"] == "6 months"
    assert all({"id", "question", "chosen", "because", "status", "alternatives"} <= reading.keys() for reading in entry["readings"])


def test_the_export_is_the_same_every_time(root):
    once = [exported(entry) for entry in read(root).entries]
    assert [exported(entry) for entry in read(root).entries] == once
    reading = next(entry for entry in once if entry["id"] == "lilleby-107-follow-up")["readings"][0]
    (alternative,) = reading["alternatives"]
    assert alternative.items() >= {"id": "status_note", "text": "Statusbeskrivelsen", "change": {"then": {"basis": "status_note"}}}.items()


def test_another_reading_can_be_run(root):
    book = Book(load(root))
    facts = {"moved_in": date(2023, 2, 1)}
    on = date(2023, 6, 1)
    assert book.answer("lilleby-107-follow-up", facts, on).values["basis"] == "follow_up_form"
    other = book.answer("lilleby-107-follow-up", facts, on, {"basis": "status_note"})
    assert (other.values["basis"], other.reading) == ("status_note", "basis=status_note")
    assert other.values["next"] == book.answer("lilleby-107-follow-up", facts, on).values["next"]


def test_every_other_reading_of_the_shipped_library_can_be_run(book):
    ran = 0
    for entry in book.entries():
        for reading in entry.readings if entry.rule else ():
            for alternative in reading.alternatives:
                if alternative.change is not None:
                    found = book.answer(entry, {}, date(2024, 3, 1), {reading.id: alternative.id})
                    assert found.reading in (f"{reading.id}={alternative.id}", ""), entry.id
                    ran += 1
    assert ran > 20


def test_an_answer_says_where_it_comes_from(root):
    book = Book(load(root))
    found = book.answer("lilleby-107-complaint", {"decision_received": date(2024, 5, 8)}, date(2024, 5, 9)).to_json()
    assert (found["status"], found["values"]["date"], found["rule"], found["standard"], found["version"], found["edition"]) == (
        "decided", "2024-06-06", "lilleby-107-complaint", "lilleby-2023", "2019-01-01", 1,
    )  # fmt: skip
    assert found["hash"] == book.entry("lilleby-107-complaint").hash
    assert json.loads(json.dumps(found)) == found


def test_outside_its_validity_a_standard_does_not_answer(root):
    book = Book(load(root))
    for on, status in ((date(2018, 12, 31), "outside_validity"), (date(2019, 1, 1), "decided")):
        assert book.answer("lilleby-107-complaint", {}, on).status.key == status


def test_a_deadline_is_of_the_version_in_force_when_the_application_came(root):
    book = Book(load(root))
    facts = {"kind": "new", "received": date(2018, 12, 31)}
    assert book.answer("lilleby-107-deadline", facts, date(2019, 6, 1)).status.key == "outside_validity"
    assert book.answer("lilleby-107-deadline", {**facts, "received": date(2019, 1, 1)}, date(2018, 6, 1)).status.key == "decided"


def test_a_review_lapses_when_the_entry_changes(root):
    standard = read(root)
    entry = standard.entries[0]
    read_it = replace(entry, reviewed=Reviewed("en læser", date(2024, 1, 1), entry.hash))
    assert not is_lapsed(read_it)
    assert is_lapsed(replace(read_it, hash="another"))


def test_a_standard_with_a_fault_cannot_be_put_into_use(root):
    book = Book(load(root))
    whole = activation(book, book.standard("lilleby-2023"), check(book))
    assert (whole.may_be_used, whole.problems, whole.unreviewed) == (True, 0, len(book.standard("lilleby-2023").entries))
    plant(root, SEL_100, "expect: {amount: 0 kr}", "expect: {amount: 1 kr}")
    book = Book(load(root))
    broken = activation(book, book.standard("lilleby-2023"), check(book))
    assert not broken.may_be_used
    assert "kan ikke tages i brug: 1 fejl" in broken.sentence
