"""The `mestring` command as a person in a shell meets it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from mestring.config.cli import main
from mestring.rules.rulebook import QUESTIONS, open_library


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, list(arguments))


def answers(*arguments: str) -> list[dict[str, Any]]:
    result = run("explain", *arguments, "--json")
    assert result.exit_code == 0, result.output
    found: list[dict[str, Any]] = json.loads(result.output)
    return found


def test_help_teaches_with_examples_that_run() -> None:
    help_text = run("--help").output
    assert "mestring standards list" in help_text
    assert run("standards", "list").exit_code == 0
    assert "Udgangskoder" in help_text


def test_every_question_of_the_command_is_in_its_help() -> None:
    help_text = run("explain", "--help").output
    for question in QUESTIONS:
        assert question in help_text


def test_every_standard_is_listed_with_its_first_day() -> None:
    listed = json.loads(run("standards", "list", "--json").output)
    assert {(one["id"], one["valid_from"]) for one in listed if one["id"] != "law"} == {
        ("ballerup-undated", "2019-08-07"),
        ("randers-2019", "2019-12-09"),
        ("rebild-2015", "2015-01-01"),
        ("vejle-2023", "2023-01-01"),
        ("viborg-2020", "2020-01-01"),
    }


def test_a_follow_up_is_explained_with_its_date_and_source() -> None:
    (found, *_) = answers("follow-up", "-s", "vejle-2023", "-p", "107", "--facts", '{"moved_in": "2023-02-01"}', "--on", "2024-02-01")
    assert found["values"]["due"] == ["2023-05-01", "2023-11-01"]
    assert found["values"]["next"] == "2024-05-01"
    assert "1452–1456" in found["source"]
    assert found["status"] == "decided"


def test_a_single_fact_may_be_given_in_danish_form() -> None:
    (found, *_) = answers("deadline", "-s", "viborg", "-p", "§ 107", "--fact", "received=2-3-2020", "--on", "2.3.2020")
    assert found["values"]["date"] == "2020-04-27"


def test_another_reading_can_be_run() -> None:
    arguments = ("follow-up", "-s", "vejle-2023", "-p", "107", "--fact", "moved_in=2023-02-01", "--on", "2023-06-01")
    chosen = answers(*arguments)[0]
    other = answers(*arguments, "--reading", "basis=status_note")[0]
    assert chosen["values"]["basis"] == "follow_up_form"
    assert other["values"]["basis"] == "status_note"
    assert other["reading"] == "basis=status_note"


def test_what_is_missing_is_asked_for() -> None:
    (found, *_) = answers("eligibility", "-s", "rebild", "-p", "97", "--fact", "born=1980-05-05", "--on", "2015-06-01")
    assert found["status"] == "unknown"
    assert "has_96" in found["missing"]


def test_a_missing_rate_is_said_and_not_guessed() -> None:
    found = answers("payment", "-s", "law", "-p", "109", "--fact", "days_stayed=3", "--on", "2026-03-01")
    assert any(one["status"] == "rate_missing" and "2026" in one["sentence"] for one in found)
    assert all("amount" not in one["values"] for one in found if one["status"] == "rate_missing")


def test_nothing_is_borrowed_where_a_standard_prints_no_interval() -> None:
    found = answers("follow-up", "-s", "viborg", "-p", "82", "--on", "2020-06-01")
    assert {one["status"] for one in found} == {"not_covered"}


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("deadline", "-s", "aarhus", "-p", "85", "--on", "2024-01-01"), "vejle-2023"),
        (("deadline", "-s", "vejle", "-p", "999", "--on", "2024-01-01"), "Vælg en af"),
        (("deadline", "-s", "viborg", "-p", "85", "--on", "31-02-2024"), "fx 2024-02-01"),
        (("deadline", "-s", "viborg", "-p", "85", "--on", "2024-01-01", "--facts", "{"), "gyldig JSON"),
        (("deadline", "-s", "viborg", "-p", "85", "--on", "2024-01-01", "--fact", "received"), "lighedstegn"),
        (("deadline", "-s", "viborg", "-p", "85", "--on", "2024-01-01", "--fact", "recieved=2024-01-01"), "læser: "),
        (("deadline", "-s", "viborg", "-p", "85", "--on", "2024-01-01", "--fact", "received=i går"), "Skriv en dato"),
        (("deadline", "-s", "viborg", "-p", "96", "--on", "2024-01-01", "--fact", "application_kind=old"), "Vælg en af: new, change"),
    ],
)
def test_a_wrong_word_ends_with_what_to_write(arguments: tuple[str, ...], said: str) -> None:
    result = run("explain", *arguments)
    assert result.exit_code == 2
    assert said in result.output


def test_the_library_checks_clean_and_says_how_much_was_checked() -> None:
    result = run("standards", "check")
    assert result.exit_code == 0, result.output
    assert "0 fejl" in result.output


def test_a_library_with_faults_ends_with_file_line_and_remedy(tmp_path: Path) -> None:
    broken = tmp_path / "standards"
    broken.mkdir()
    (broken / "sections.yaml").write_text('sections:\n  - {id: "85", title: no, plain_title: x}\n', encoding="utf-8")
    result = run("standards", "check", "--library", str(broken))
    assert result.exit_code == 1
    assert "standards/sections.yaml:2:" in result.output
    assert "true eller false" in result.output
    assert "Intet er indlæst" in result.output


def test_export_lists_every_entry_with_the_documented_fields() -> None:
    book = open_library()
    listed = json.loads(run("standards", "export", "--json").output)
    assert len(listed) == sum(len(standard.entries) for standard in book.all_standards())
    documented = {"id", "standard", "section", "topic", "kind", "binding", "text", "value", "source", "readings"}
    assert all(documented <= set(entry) for entry in listed)
    assert all(entry["source"]["lines"] or entry["source"]["cite"] for entry in listed)
    assert all(entry["value"] for entry in listed if entry["kind"] != "statement")


def test_export_can_be_limited_to_one_standard() -> None:
    listed = json.loads(run("standards", "export", "--json", "-s", "ballerup").output)
    assert {entry["standard"] for entry in listed} == {"ballerup-undated"}


def test_two_councils_are_compared_on_a_section() -> None:
    rows = json.loads(run("standards", "compare", "-p", "85", "-s", "vejle", "-s", "rebild", "--json").output)
    follow_up = next(row for row in rows if row["topic"] == "follow_up")
    assert follow_up["differs"]
    assert set(follow_up["entries"]) == {"vejle-2023", "rebild-2015"}


def test_a_difference_names_the_field_with_both_values() -> None:
    changes = json.loads(run("standards", "diff", "rebild", "vejle", "--json").output)
    follow_up = next(change for change in changes if change["id"].endswith("107-follow-up"))
    assert follow_up["what"] in ("changed", "added", "removed")
    assert {change["what"] for change in changes} >= {"added", "removed"}


def test_verify_without_the_documents_says_which_are_missing(tmp_path: Path) -> None:
    result = run("standards", "verify", "--documents", str(tmp_path))
    assert result.exit_code == 1
    assert "vejle-2023.txt findes ikke" in result.output


def test_the_facts_of_a_section_can_be_asked_for() -> None:
    result = run("standards", "facts", "-s", "vejle", "-p", "107")
    assert result.exit_code == 0
    assert "moved_in" in result.output
