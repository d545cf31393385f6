"""Marks, short words and tables: what a glance at a page says."""

from __future__ import annotations

import ast
from datetime import date
from pathlib import Path

import pytest

import mestring
from mestring.rules import rulebook
from mestring.rules.finding import Source, Status
from mestring.web.components import marks
from mestring.web.components.templatetags.mestring import place
from mestring.web.public import directory, examples, section, tables, words


@pytest.mark.parametrize(
    ("status", "values", "shape", "word"),
    [
        (Status.DECIDED, {"answer": "met"}, "met", "Opfyldt"),
        (Status.DECIDED, {"answer": "not_met"}, "not", "Ikke opfyldt"),
        (Status.TO_JUDGE, {"answer": "to_judge"}, "judge", "Skal vurderes"),
        (Status.UNKNOWN, {}, "open", "Mangler oplysning"),
        (Status.STATED, {}, "said", "Står i dokumentet"),
        (Status.NOT_COVERED, {}, "open", "Står ikke i dokumentet"),
        (Status.RATE_MISSING, {"amount": None}, "open", "Sats mangler"),
        (Status.DECIDED, {"date": date(2026, 1, 1), "late": True}, "not", "Fristen er overskredet"),
        (Status.DECIDED, {"date": date(2026, 1, 1), "late": None}, "met", "Regnet ud"),
        (Status.DECIDED, {"limit": 5, "kept": False}, "not", "Holder ikke"),
        (Status.DECIDED, {"allowed": False}, "not", "Nej"),
        (Status.DECIDED, {"owed": True}, "soon", "Skal gøres"),
        (Status.DECIDED, {"owed": False}, "met", "Ikke nu"),
    ],
)
def test_a_mark_says_what_the_answer_is(status: Status, values: dict[str, object], shape: str, word: str) -> None:
    mark = marks.of_answer(status, values)
    assert (mark.shape, mark.word) == (shape, word)


def test_unknown_never_looks_like_no() -> None:
    shapes = {marks.MET.shape, marks.NOT_MET.shape, marks.TO_JUDGE.shape, marks.UNKNOWN.shape, marks.STATED.shape}
    assert len(shapes) == 5


@pytest.mark.parametrize(
    ("text", "short"),
    [
        ("Der følges op hvert 2. år. Derefter hvert 3. år.", "Der følges op hvert 2. år"),
        ("Gratis; kørsel betales.", "Gratis"),
        ("Efter § 85, stk. 1, gives støtte.", "Efter § 85, stk. 1, gives støtte"),
        ("Et meget langt ord " * 20, "Et meget langt ord Et meget langt ord Et meget langt ord Et meget langt ord Et meget langt ord Et meget langt ord Et …"),
    ],
)
def test_the_first_sentence_ends_where_it_does(text: str, short: str) -> None:
    assert words.first_sentence(text) == short


def test_a_source_is_short_but_names_its_annex() -> None:
    assert place(Source(document="vejle-2023", lines=(1061, 1061), heading="Hvad er formålet med indsatsen?")) == "Vejle 2023, l. 1061"
    assert "Bilag 4" in place(Source(document="vejle-2023", lines=(1452, 1456), heading="Bilag 4"))
    assert place(Source(cite="RSL § 66")) == "RSL § 66"


def test_every_table_in_the_library_can_be_shown() -> None:
    book = rulebook.open_library()
    shown = [(entry, table) for entry in book.entries() if (table := tables.of(book, entry, date(2026, 11, 25)))]
    assert len(shown) > 5
    for entry, table in shown:
        assert {len(row) for row in table.rows} == {len(table.heads)}, entry.id
        assert all(table.heads), entry.id
        assert all(row[0] for row in table.rows), entry.id
        assert not [cell for row in table.rows for cell in row if " per " in cell or "None" in cell], entry.id


def test_a_rule_that_concerns_some_cases_is_never_told_as_the_whole() -> None:
    book = rulebook.open_library()
    for standard in book.standards.values():
        for name in standard.section_pages:
            page = section.build(standard.id, name, date(2026, 11, 25))
            guarded = {words.short(book, entry) for block in page.blocks for entry in block.entries if entry.rule and entry.rule.applies_when}
            free = {words.short(book, entry) for block in page.blocks for entry in block.entries if not (entry.rule and entry.rule.applies_when)}
            assert not [fact for fact in page.facts if fact.is_short and fact.text in guarded - free], f"{standard.id} {name}"


def test_every_rule_has_something_to_show_for_itself() -> None:
    """The worked example of each rule answers, and its moments lie in order."""
    book = rulebook.open_library()
    for entry in book.entries():
        worked = examples.work(book, entry, date(2026, 11, 25))
        if worked is None:
            continue
        assert worked.finding.sentence, entry.id
        days = [moment.day for moment in worked.moments]
        assert days == sorted(days), entry.id


def test_what_to_know_at_once_is_never_blank_and_never_cut() -> None:
    """Of every section of every council: who decides, how long, the price, when, how often and how to complain, each said or said to be missing."""
    book = rulebook.open_library()
    for standard in book.all_standards():
        for name in directory.order(standard):
            page = section.build(standard.id, name, date(2026, 11, 25))
            labels = [fact.label for fact in page.facts]
            if not standard.is_law:
                assert labels == ["Hvem afgør", "Hvor længe", "Pris", "Svar inden", "Opfølgning", "Klage"], f"{standard.id} {name}"
            assert not [fact.text for fact in page.facts if not fact.text or "…" in fact.text], f"{standard.id} {name}"


@pytest.mark.parametrize(
    ("standard", "name", "label", "text"),
    [
        ("vejle-2023", "107", "Hvem afgør", "Myndighedsafdelingen"),
        ("viborg-2020", "109", "Hvem afgør", "Krisecentrets leder afgør optagelse og udskrivning"),
        ("randers-2019", "85", "Hvem afgør", words.SAID_NOT),
        ("vejle-2023", "108", "Opfølgning", "Afhænger af målgruppe"),
        ("viborg-2020", "82", "Svar inden", words.SAID_NOT),
        (
            "rebild-2015",
            "109",
            "Hvem afgør",
            "Krisecentrets ledelse afgør, hvornår formålet med opholdet er opfyldt, så borgeren ikke længere har ret til at blive",
        ),
    ],
)
def test_what_to_know_at_once_is_what_the_document_says(standard: str, name: str, label: str, text: str) -> None:
    page = section.build(standard, name, date(2026, 11, 25))
    assert {fact.label: fact.text for fact in page.facts}[label] == text


def _typed_days(path: Path) -> list[int]:
    """The lines that write a day as 27-11-2026, but for what refuses a field and says what to type in it."""
    found, refusals = [], []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, (ast.Raise, ast.Yield)) and isinstance(node.exc if isinstance(node, ast.Raise) else node.value, ast.Call):
            refusals.append((node.lineno, node.end_lineno or node.lineno))
        if isinstance(node, ast.FormattedValue) and node.format_spec and "%d-%m-%Y" in ast.unparse(node.format_spec):
            found.append(node.lineno)
    return [line for line in found if not any(first <= line <= last for first, last in refusals)]


def test_a_day_is_written_as_it_is_typed_only_where_a_field_is_refused() -> None:
    code = Path(mestring.__file__).parent
    files = [one for one in code.rglob("*.py") if one.name != "errors.py" and "migrations" not in one.parts]
    assert {str(one.relative_to(code)): lines for one in files if (lines := _typed_days(one))} == {}
