"""Versions of a standard: each holds until the next one of the same council begins, and an answer says which one gave it."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest

from mestring.rules.finding import Status
from mestring.rules.rulebook import SHIPPED, Book
from mestring.rules.rulebook.library import load

FOLLOW_UP = "vejle-107-follow-up"


def _copy(root: Path) -> None:
    """The library with law and one council."""
    shutil.copytree(SHIPPED, root)
    for council in ("ballerup", "randers", "rebild", "viborg"):
        shutil.rmtree(root / "councils" / council)


@pytest.fixture(scope="module")
def two_versions(tmp_path_factory: pytest.TempPathFactory) -> Book:
    """The library with a second version of Vejle, from 1 July 2024, where follow-up comes every four months."""
    root = tmp_path_factory.mktemp("library") / "standards"
    _copy(root)
    old, new = root / "councils/vejle/2023", root / "councils/vejle/2024"
    new.mkdir()
    standard = (old / "standard.yaml").read_text(encoding="utf-8")
    (new / "standard.yaml").write_text(
        standard.replace("id: vejle-2023\ncouncil", "id: vejle-2024\ncouncil").replace("valid_from: 2023-01-01", "valid_from: 2024-07-01"), encoding="utf-8"
    )
    (new / "sel-107.yaml").write_text(
        """\
section: "107"
rules:
  - id: vejle2024-107-follow-up
    topic: follow_up
    kind: cadence
    text: Der følges op hver fjerde måned.
    source: {lines: [1, 1]}
    binding: service_level
    counts_from: moved_in
    then: {every: 4 months, at_least: true}
    month_end: last_day
examples:
  - {name: hver fjerde, rule: vejle2024-107-follow-up, given: {moved_in: 2024-07-01, on: 2024-07-02}, expect: {next: 2024-11-01}}
""",
        encoding="utf-8",
    )
    return Book(load(root))


def test_a_version_holds_until_the_day_before_the_next(two_versions: Book) -> None:
    assert two_versions.standard("vejle-2023").valid_to == date(2024, 6, 30)
    assert two_versions.standard("vejle-2024").valid_to is None


@pytest.mark.parametrize(
    ("on", "standard"), [(date(2022, 12, 31), None), (date(2023, 1, 1), "vejle-2023"), (date(2024, 6, 30), "vejle-2023"), (date(2024, 7, 1), "vejle-2024")]
)
def test_the_version_in_force_is_found_by_the_day(two_versions: Book, on: date, standard: str | None) -> None:
    found = two_versions.in_force("vejle", on)
    assert (found.id if found else None) == standard


def test_an_old_version_does_not_answer_for_days_after_it(two_versions: Book) -> None:
    facts = {"moved_in": date(2024, 2, 1)}
    assert two_versions.answer(FOLLOW_UP, facts, date(2024, 6, 30)).values["next"] == date(2024, 11, 1)
    after = two_versions.answer(FOLLOW_UP, facts, date(2024, 7, 1))
    assert after.status is Status.OUTSIDE_VALIDITY
    assert "30. juni 2024" in after.sentence


def test_no_version_answers_for_days_before_it(two_versions: Book) -> None:
    before = two_versions.answer("vejle2024-107-follow-up", {"moved_in": date(2024, 2, 1)}, date(2024, 6, 30))
    assert before.status is Status.OUTSIDE_VALIDITY


def test_an_answer_says_which_version_edition_and_content_gave_it(two_versions: Book) -> None:
    answer = two_versions.answer(FOLLOW_UP, {"moved_in": date(2024, 2, 1)}, date(2024, 3, 1))
    assert (answer.standard, answer.version, answer.edition) == ("vejle-2023", "2023-01-01", 1)
    assert answer.hash == two_versions.entry(FOLLOW_UP).hash


def test_the_hash_of_an_entry_changes_with_its_content_and_with_nothing_else(two_versions: Book, tmp_path: Path) -> None:
    root = tmp_path / "standards"
    _copy(root)
    path = root / "councils/vejle/2023/sel-107.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text("# a comment\n" + text, encoding="utf-8")
    assert Book(load(root)).entry(FOLLOW_UP).hash == two_versions.entry(FOLLOW_UP).hash
    path.write_text(text.replace("every: 6 months", "every: 5 months"), encoding="utf-8")
    assert Book(load(root)).entry(FOLLOW_UP).hash != two_versions.entry(FOLLOW_UP).hash


@pytest.mark.parametrize(
    ("on", "title", "named"),
    [
        (date(2015, 1, 1), "Dækning af nødvendige merudgifter", "dækning af nødvendige merudgifter"),
        (date(2025, 8, 31), "Dækning af nødvendige merudgifter", "dækning af nødvendige merudgifter"),
        (date(2025, 9, 1), "Kompensationsydelse", "kompensationsydelse"),
        (date(2026, 11, 29), "Kompensationsydelse", "kompensationsydelse"),
    ],
)
def test_a_section_is_called_what_law_calls_it_on_the_day(book: Book, on: date, title: str, named: str) -> None:
    section = book.sections["100"]
    assert (section.title(on), section.named(on), section.sign) == (title, named, "§ 100")


def test_a_section_with_one_name_has_it_from_the_beginning(book: Book) -> None:
    section = book.sections["107"]
    assert (section.title(date.min), section.named(date(2026, 11, 29))) == ("Midlertidigt botilbud", "et midlertidigt botilbud")
