"""A broken or hostile library is refused whole: file, line, column, what is wrong and what would be right; nothing is half-loaded."""

import re
import shutil
from random import Random

import pytest
import yaml

from mestring.rules.rulebook import SHIPPED, Book, LibraryErrors, Status, open_library
from mestring.rules.rulebook.check import check
from mestring.rules.rulebook.files import MAX_BYTES, read_text
from mestring.rules.rulebook.library import load
from tests.rules.small import FILES, SEL_100, SEL_107, line_of, plant, write

FACTS, TERMS, RATES, CALENDAR, PENSION, SECTIONS = (
    "facts/all.yaml", "vocabulary/terms.yaml", "law/rates/sel-100.yaml", "law/calendar.yaml", "law/pension-age.yaml", "sections.yaml",
)  # fmt: skip
PLACE = re.compile(r"^[\w./-]+:\d+:\d+: \S")


@pytest.fixture
def root(tmp_path):
    return write(tmp_path)


def faults(root):
    """Every problem of loading, or of checking when it could be loaded; each reads file:line:column: what."""
    try:
        contents = load(root)
    except LibraryErrors as refused:
        found = refused.problems
        assert found
        with pytest.raises(LibraryErrors):
            open_library(root)
    else:
        found = check(Book(contents))
    for problem in found:
        assert PLACE.match(str(problem)), str(problem)
        assert "Traceback" not in str(problem)
    return found


def refused(root, name, line, *words):
    """The library has a fault in this file on this line that says these words; with nothing broken elsewhere."""
    found = faults(root)
    said = "\n".join(str(problem) for problem in found)
    here = [problem for problem in found if problem.file == f"standards/{name}" and problem.line == line]
    assert here, f"nothing at {name}:{line}, but:\n{said}"
    text = "\n".join(problem.what for problem in here)
    for word in words:
        assert word in text, text
    assert {problem.file for problem in found} == {f"standards/{name}"}, said
    return here


def test_the_unbroken_small_library_has_no_faults(root):
    assert faults(root) == []
    assert open_library(root).answer("lilleby-107-complaint", {}, on=open_library(root).law.valid_from.replace(year=2024)).status is Status.DECIDED


def test_an_unbroken_copy_of_the_shipped_library_has_no_faults(tmp_path):
    shutil.copytree(SHIPPED, tmp_path / "standards")
    assert faults(tmp_path / "standards") == []


# Form: what YAML would guess at, what hides, and what is ambiguous.

YAML_FAULTS = {
    "anchor": ("form: in_person, basis: follow_up_form", "form: &a in_person, basis: follow_up_form", "&a", "skriv værdien ud"),
    "alias": ("matters: [need, rate]", "matters: *a", "*a", "skriv værdien ud"),
    "code tag": ("title: Et sted at bo", 'title: !!python/object/apply:os.system ["true"]', "typemærket", "uden mærke"),
    "string tag": ("title: Et sted at bo", "title: !!str Et sted at bo", "typemærket", "uden mærke"),
    "own tag": ("title: Et sted at bo", "title: !hemmelig x", "typemærket", "uden mærke"),
    "duplicate key": ("    binding: deadline\n", "    binding: deadline\n    binding: law\n", "'binding' står to gange", "behold det ene"),
    "duplicate key in flow style": ("{kind: new}, length: 8 weeks", "{kind: new, kind: change}, length: 8 weeks", "'kind' står to gange", "behold det ene"),
    "merge key": ("    until: decided\n", "    <<: {until: decided}\n", "<<", "skriv felterne ud"),
    "unquoted no": ("new_information: false, on: 2024-01-01", "new_information: no, on: 2024-01-01", "'no' kan læses som ja/nej", "true eller false"),
    "unquoted Yes": ("allowed: true", "allowed: Yes", "'Yes' kan læses som ja/nej", "true eller false"),
    "unquoted off": ("moves_off_closed_day: true", "moves_off_closed_day: off", "'off'", "true eller false"),
    "capital True": ("allowed: true", "allowed: True", "'True'", "med småt"),
    "sexagesimal": ("length: 4 weeks}", "length: 1:30}", "tal i tressere", "90 minutes"),
    "leading zero": ("{key: [new], days: 2}", "{key: [new], days: 02}", "begynder med nul", "anførselstegn"),
    "hexadecimal": ("{key: [new], days: 2}", "{key: [new], days: 0x2}", "0x2", "almindelige cifre"),
    "exponent": ("{key: [new], days: 2}", "{key: [new], days: 2e1}", "2e1", "almindelige cifre"),
    "underscore": ("{key: [new], days: 2}", "{key: [new], days: 1_000}", "1_000", "almindelige cifre"),
    "plus": ("{key: [new], days: 2}", "{key: [new], days: +2}", "+2", "uden plus"),
    "infinity": ("{key: [new], days: 2}", "{key: [new], days: .inf}", ".inf", "almindeligt tal"),
    "tilde": ("title: Et sted at bo", "title: ~", "tom værdi", "skriv none"),
    "null": ("title: Et sted at bo", "title: null", "tom værdi", "skriv none"),
    "nothing after the colon": ("title: Et sted at bo", "title:", "tom værdi", "skriv none"),
    "a list as a field's name": ("title: Et sted at bo", "? [a, b]\n: c", "feltnavn", "enkelt ord"),
    "a tab for indentation": ("    until: decided\n", "\tuntil: decided\n", "ikke gyldig YAML", "indrykning"),
    "an unclosed bracket": ("matters: [need, rate]}", "matters: [need, rate}", "ikke gyldig YAML", "indrykning"),
    "a colon in a text": ("text: Der kan klages inden fire uger.", "text: Der kan klages: inden fire uger.", "ikke gyldig YAML", "anførselstegn"),
    "several documents": ("statements:\n", "---\nstatements:\n", "flere dokumenter", "del den"),
    "a control character": ("title: Et sted at bo", "title: Et sted\x07 at bo", "U+0007", "slet det"),
}


@pytest.mark.parametrize("fault", YAML_FAULTS)
def test_yaml_that_guesses_or_hides_is_refused(root, fault):
    old, new, *words = YAML_FAULTS[fault]
    line = plant(root, SEL_107, old, new)
    refused(root, SEL_107, line, *words)


def test_an_alias_bomb_is_refused_at_the_first_anchor_without_being_unfolded(root):
    bomb = 'a: &a ["x","x","x","x","x","x","x","x","x"]\n' + "".join(f"{name}: &{name} [{','.join(['*' + chr(ord(name) - 1)] * 9)}]\n" for name in "bcdefghi")
    (root / SEL_107).write_text(bomb, encoding="utf-8")
    refused(root, SEL_107, 1, "&a", "skriv værdien ud")


def counted_events(monkeypatch):
    """How many pieces of YAML are read before a file is refused."""
    seen = []
    plain = yaml.parse

    def counting(*given, **named):
        for event in plain(*given, **named):
            seen.append(event)
            yield event

    monkeypatch.setattr(yaml, "parse", counting)
    return seen


@pytest.mark.parametrize(
    "text",
    ["x: " + "[" * 5000 + "]" * 5000, "x: " + "{a: " * 3000 + "1" + "}" * 3000, "".join(f"{' ' * depth}a:\n" for depth in range(900)) + " " * 900 + "b: 1\n"],
)
def test_deep_nesting_is_refused_before_it_goes_deep(root, monkeypatch, text):
    seen = counted_events(monkeypatch)
    with pytest.raises(LibraryErrors, match=r"niveauer; gør opbygningen fladere|maximum nesting depth") as refusal:
        read_text(text, root / SEL_107, SEL_107)
    assert len(refusal.value.problems) == 1
    assert len(seen) < 200


def test_a_bomb_costs_no_more_than_its_first_line(root, monkeypatch):
    seen = counted_events(monkeypatch)
    with pytest.raises(LibraryErrors):
        read_text("a: &a [x, x]\n" + "b: [*a, *a]\n" * 100_000, root / SEL_107, SEL_107)
    assert len(seen) < 10


def test_deep_nesting_in_a_file_names_its_line(root):
    line = plant(root, SEL_107, "value: {months_max: 24}", "value: " + "[" * 60 + "1" + "]" * 60)
    refused(root, SEL_107, line, "niveauer", "fladere")


def test_a_huge_file_is_refused_unread(root, monkeypatch):
    (root / SEL_107).write_text("# " + "x" * MAX_BYTES, encoding="utf-8")
    seen = counted_events(monkeypatch)
    refused(root, SEL_107, 1, str(MAX_BYTES), "del den op")
    assert len(seen) < 5000  # the pieces of the other files


def test_a_file_that_is_not_utf_8_is_refused_at_the_line_of_the_first_wrong_letter(root):
    path = root / SEL_107
    line = line_of(root, SEL_107, "plain_title:")
    path.write_bytes(path.read_bytes().replace(b"plain_title: Bo", "plain_title: Bø".encode("latin-1")))
    refused(root, SEL_107, line, "ikke UTF-8", "gem den som UTF-8")


@pytest.mark.parametrize("name", [name for name in FILES if name not in (SEL_107, SEL_100)])
@pytest.mark.parametrize("content", ["", "- en liste\n", "bare tekst\n", "x: {y: [1, 2]}\n", "42\n"])
def test_any_file_with_another_content_is_refused_or_read_but_never_a_crash(root, name, content):
    (root / name).write_text(content, encoding="utf-8")
    assert faults(root) != []


def test_a_file_that_is_missing_is_refused(root):
    (root / SECTIONS).unlink()
    found = faults(root)
    assert any(problem.file == f"standards/{SECTIONS}" and "kan ikke læses" in problem.what for problem in found)


# Meaning: unknown names, missing parts, figures that don't fit together.

MEANING_FAULTS = {
    "an unknown way in": (SEL_107, "    aspect: purpose\n", "    aspect: purpose\n    tells: {way: closed}\n", 1, "'closed' kan ikke stå her", "open"),
    "an unknown decider": (SEL_107, "    aspect: purpose\n", "    aspect: purpose\n    tells: {decider: mayor}\n", 1, "'mayor' kan ikke stå her", "caseworker"),
    "an unknown method": (SEL_107, "    aspect: purpose\n", "    aspect: purpose\n    tells: {method: guess}\n", 1, "'guess' kan ikke stå her", "vum2"),
    "an entry that settles nothing": (SEL_107, "    aspect: purpose\n", '    aspect: purpose\n    tells: {of: ["107"]}\n', 1, "skriv way:", "fjern feltet"),
    "a way into a section that isn't there": (
        SEL_107,
        "    aspect: purpose\n",
        '    aspect: purpose\n    tells: {way: open, of: ["170"]}\n',
        1,
        "'170' står ikke i",
    ),
    "a way into all sections": (SEL_107, "    aspect: purpose\n", "    aspect: purpose\n    tells: {way: open, of: [general]}\n", 1, "gælder en paragraf"),
    "a role of what is no condition": (SEL_107, "    aspect: purpose\n", "    aspect: purpose\n    tells: {condition_of: form}\n", 1, "kind: condition"),
    "a duty that isn't one": (SECTIONS, "law: SEL § 107}", "law: SEL § 107, duty: maybe}", 0, "'maybe' kan ikke stå her", "must"),
    "an unknown field": (SEL_107, "    until: decided\n", "    until: decided\n    haste: 3 days\n", 1, "ukendt felt 'haste'", "felterne"),
    "an unknown field in a file": (
        SEL_107,
        "plain_title: Bo et sted i en periode\n",
        "plain_title: Bo et sted i en periode\nfarve: grøn\n",
        1,
        "ukendt felt 'farve'",
        "felterne",
    ),
    "an unknown field of a statement": (SEL_107, "    aspect: purpose\n", "    aspects: purpose\n", 0, "ukendt felt 'aspects'", "ret stavningen"),
    "an unknown fact": (SEL_107, "counts_from: moved_in", "counts_from: moved_inn", 0, "'moved_inn' findes ikke", "ret navnet"),
    "a fact of the wrong type": (SEL_107, "counts_from: moved_in", "counts_from: needs_help", 0, "typen judgement", "date"),
    "an unknown fact in a guard": (SEL_107, "when: {kind: new}", "when: {kinds: new}", 0, "'kinds' findes ikke", "ret navnet"),
    "an answer a choice hasn't": (SEL_107, "when: {kind: new}", "when: {kind: brand_new}", 0, "'brand_new' er ikke et svar", "vælg en af new, change"),
    "an unknown term": (SEL_107, "form: in_person, basis", "form: by_pigeon, basis", 0, "'by_pigeon'", "vocabulary/terms.yaml"),
    "an unknown body": (SEL_107, "body: appeals_board", "body: the_king", 0, "'the_king'", "vocabulary/terms.yaml"),
    "a name from no day": (SECTIONS, "law: SEL § 107}", "law: SEL § 107, renamed: [{title: Bolig}]}", 0, "mangler feltet 'from'"),
    "names in no order": (
        SECTIONS,
        "law: SEL § 107}",
        "law: SEL § 107, renamed: [{from: 2025-01-01, title: Bolig}, {from: 2024-01-01, title: Botilbud}]}",
        0,
        "ikke i orden",
        "det tidligste først",
    ),
    "two names from one day": (
        SECTIONS,
        "law: SEL § 107}",
        "law: SEL § 107, renamed: [{from: 2025-01-01, title: Bolig}, {from: 2025-01-01, title: Botilbud}]}",
        0,
        "ikke i orden",
        "højst ét navn",
    ),
    "an unknown section": (SEL_107, 'section: "107"', 'section: "170"', 0, "'170' står ikke i sections.yaml", "tilføj"),
    "a section without quotes": (SEL_107, 'section: "107"', "section: 107", 0, "section", "anførselstegn"),
    "an unknown topic": (SEL_107, "topic: level", "topic: levels", 0, "topic", "skriv en af"),
    "an unknown binding": (SEL_107, "binding: deadline", "binding: promise", 0, "binding", "skriv en af"),
    "an unknown kind": (SEL_107, "kind: table", "kind: formula", 0, "'formula' er ikke en regeltype", "vælg en af"),
    "an id of capitals": (SEL_107, "id: lilleby-107-purpose", "id: Lilleby_107", 0, "id", "små bogstaver"),
    "a source of no lines": (SEL_107, "source: {lines: [13, 13]}", "source: {heading: Klage}", 0, "lines: [fra, til]", "cite"),
    "lines that run backwards": (SEL_107, "source: {lines: [10, 11]}", "source: {lines: [11, 10]}", 0, "[11, 10]", "[første, sidste]"),
    "a length of another language": (SEL_107, "after: 3 months", "after: 3 måneder", 0, "ikke en længde", "3 months"),
    "months without a month's end": (SEL_107, "    month_end: last_day\n", "", None, "month_end: last_day"),
    "an interval of nothing": (SEL_107, "every: 6 months", "every: 0 months", None, "mindst 1"),
    "variants that overlap": (
        SEL_107,
        "when: {kind: new}, length: 8 weeks",
        "when: {kind: [new, change]}, length: 8 weeks",
        None,
        "to varianter passer",
        "gensidigt udelukkende",
    ),
    "variants that leave a hole": (
        SEL_107,
        "      - {when: {kind: change, new_information: true}, length: 8 weeks}\n",
        "",
        None,
        "ingen variant passer",
        "covers: listed",
    ),
    "a hole in a table": (SEL_107, "      - {key: [change], days: 1}\n", "", None, "ingen række for kind: change", "covers: listed"),
    "two rows of one key": (SEL_107, "{key: [change], days: 1}", "{key: [new], days: 1}", 0, "nøglen", "én række"),
    "a key that is no answer": (SEL_107, "{key: [change], days: 1}", "{key: [chnge], days: 1}", 0, "'chnge' er ikke et svar", "vælg en af"),
    "a cell without a column": (SEL_107, "{key: [change], days: 1}", "{key: [change], days: 1, hours: 2}", None, "hours", "columns:"),
    "too many keys": (SEL_107, "{key: [change], days: 1}", "{key: [change, new], days: 1}", None, "skal have 1 nøgler"),
    "a reading that is no whole rule": (
        SEL_107,
        "change: {then: {basis: status_note}}",
        "change: {then: {every: aldrig}}",
        0,
        "læsningen 'status_note' kan ikke køres",
    ),
    "a reading with an unknown fact": (
        SEL_107,
        "change: {then: {basis: status_note}}",
        "change: {counts_from: nothing}",
        0,
        "læsningen 'status_note'",
        "findes ikke",
    ),
    "a cadence rarer than law allows": (SEL_107, "then: {every: 6 months,", "then: {every: 2 years,", 0, "then.every er 2 years", "højst 1 years"),
    "an example that fails": (
        SEL_107,
        "expect: {date: 2024-01-29}",
        "expect: {date: 2024-01-30}",
        None,
        "eksemplet 'ændring uden nye oplysninger' fejler",
        "2024-01-29",
    ),
    "an example without a day": (SEL_107, "given: {kind: new, on: 2024-01-01}", "given: {kind: new}", 0, "skriv on:"),
    "an example with an unknown fact": (
        SEL_107,
        "given: {kind: new, on: 2024-01-01}",
        "given: {knd: new, on: 2024-01-01}",
        0,
        "'knd' findes ikke",
        "ret navnet",
    ),
    "an example of no rule": (SEL_107, "rule: lilleby-107-days", "rule: lilleby-107-nights", 0, "findes ikke", "ret navnet"),
    "an example with a value that can't be read": (
        SEL_107,
        "given: {kind: new, on: 2024-01-01}",
        "given: {kind: newest, on: 2024-01-01}",
        0,
        "eksemplet",
        "Vælg en af",
    ),
    "overlapping tiers": (
        SEL_100,
        "up_to: 1530 kr, gives: {rate: sel-100.standard}}\n      - {above: 1530 kr",
        "up_to: 500 kr, gives: {rate: sel-100.standard}}\n      - {above: 500 kr",
        None,
        "overlapper",
        "stigende",
    ),
    "a hole in tiers": (SEL_100, "from: {rate: sel-100.minimum}", "from: 600 kr", None, "begynder ved 600 kr.", "rækken før slutter ved"),
    "tiers that don't meet at the end": (SEL_100, "above: 1530 kr", "above: 1600 kr", None, "begynder over 1.600 kr.", "1.530 kr."),
    "tiers without an end": (SEL_100, "above: 1530 kr", "up_to: 2000 kr", None, "den sidste række, og kun den, har above:"),
    "an unknown rate": (SEL_100, "gives: {rate: sel-100.standard}", "gives: {rate: sel-100.standart}", 0, "'sel-100.standart' findes ikke", "ret navnet"),
    "money written as a letter does": (SEL_100, "up_to: 1530 kr", "up_to: 1.530 kr.", 0, "ikke et beløb", "skriv fx '545 kr'"),
    "rates that overlap": (
        RATES,
        "{from: 2020-01-01, to: 2020-12-31, value: 556 kr",
        "{from: 2019-12-31, to: 2020-12-31, value: 556 kr",
        0,
        "overlapper",
        "én sats",
    ),
    "rates in the wrong order": (
        RATES,
        "{from: 2020-01-01, to: 2020-12-31, value: 556 kr",
        "{from: 2018-01-01, to: 2018-12-31, value: 556 kr",
        0,
        "orden",
        "én sats",
    ),
    "a rate that ends before it begins": (
        RATES,
        "{from: 2020-01-01, to: 2020-12-31, value: 556 kr",
        "{from: 2020-01-01, to: 2019-12-31, value: 556 kr",
        0,
        "orden",
    ),
    "a rate that is no amount": (RATES, "value: 1040 kr", "value: 1.040 kr", 0, "ikke et beløb", "skriv fx"),
    "a day that is none": (
        RATES,
        "{from: 2020-01-01, to: 2020-12-31, value: 556 kr",
        "{from: 2020-01-01, to: 2020-02-30, value: 556 kr",
        0,
        "'2020-02-30' er ikke en dato",
        "2024-02-01",
    ),
    "a day written as Danes write it": (
        RATES,
        "{from: 2020-01-01, to: 2020-12-31, value: 556 kr",
        "{from: 01-01-2020, to: 2020-12-31, value: 556 kr",
        0,
        "ikke en dato",
        "2024-02-01",
    ),
    "a day written as a number": (
        RATES,
        "{from: 2020-01-01, to: 2020-12-31, value: 556 kr",
        "{from: 20200101, to: 2020-12-31, value: 556 kr",
        0,
        "ikke en dato",
        "2024-02-01",
    ),
    "a rate twice": (RATES, "id: sel-100.standard", "id: sel-100.minimum", 0, "findes allerede"),
    "a fact of no type": (FACTS, "needs_help: {type: judgement", "needs_help: {type: feeling", 0, "type", "skriv en af"),
    "a choice without options": (FACTS, "    options: {new: Ny, change: Ændring}\n", "", None, "options"),
    "a pension age that is no length": (PENSION, "age: 67 years", "age: 67 år", 0, "ikke en længde", "3 months"),
    "a pension age in days": (PENSION, "age: 67 years", "age: 67 days", 0, "år eller måneder"),
    "a holiday on 31 June": (CALENDAR, "month: 6, day: 5", "month: 6, day: 31", 0, "ikke en dag"),
    "a holiday on no day": (CALENDAR, "month: 6, day: 5, ", "", 0, "month", "easter_offset"),
}


@pytest.mark.parametrize(("one", "other"), [("way: open", "way: decision"), ("method: vum1", "method: vum2")])
def test_two_entries_that_settle_one_section_differently_are_refused(root, one, other):
    plant(root, SEL_107, "    aspect: purpose\n", f"    aspect: purpose\n    tells: {{{one}}}\n")
    assert faults(root) == []
    line = plant(root, SEL_107, "    binding: deadline\n", f"    binding: deadline\n    tells: {{{other}}}\n")
    refused(root, SEL_107, line, "'lilleby-107-deadline' siger", "men 'lilleby-107-purpose' siger", "behold den ene")


def test_two_entries_may_name_two_who_decide(root):
    plant(root, SEL_107, "    binding: deadline\n", "    binding: deadline\n    tells: {decider: caseworker}\n")
    plant(root, SEL_107, "    aspect: purpose\n", "    aspect: purpose\n    tells: {decider: committee}\n")
    assert {word for word, _ in open_library(root).standard("lilleby-2023").told("decider", "107")} == {"caseworker", "committee"}


@pytest.mark.parametrize("fault", MEANING_FAULTS)
def test_a_library_that_does_not_hold_together_is_refused(root, fault):
    name, old, new, down, *words = MEANING_FAULTS[fault]
    line = plant(root, name, old, new)
    if down is None:
        # The fault is of a whole rule, row or example: it is told at that, not at the piece of text that was changed.
        found = faults(root)
        assert found, "nothing was refused"
        assert {problem.file for problem in found} == {f"standards/{name}"}, "\n".join(map(str, found))
        text = "\n".join(str(problem) for problem in found)
        for word in words:
            assert word in text, text
        assert min(abs(problem.line - line) for problem in found) <= 13, text
        assert all(problem.line > 1 for problem in found), text
    else:
        refused(root, name, line, *words)


WHOLE_RULE_LINES = {
    "months without a month's end": (SEL_107, "  - id: lilleby-107-follow-up"),
    "variants that leave a hole": (SEL_107, "    variants:"),
    "a hole in a table": (SEL_107, "    rows:"),
    "a cell without a column": (SEL_107, "  - id: lilleby-107-days"),
    "an example that fails": (SEL_107, "{name: ændring uden nye oplysninger"),
    "overlapping tiers": (SEL_100, "    rows:"),
    "a hole in tiers": (SEL_100, "    rows:"),
    "tiers that don't meet at the end": (SEL_100, "    rows:"),
    "tiers without an end": (SEL_100, "  - id: lilleby-100-amount"),
}


@pytest.mark.parametrize("fault", WHOLE_RULE_LINES)
def test_a_fault_of_a_whole_rule_is_told_where_the_rule_or_its_rows_begin(root, fault):
    name, old, new, *_ = MEANING_FAULTS[fault]
    plant(root, name, old, new)
    _, piece = WHOLE_RULE_LINES[fault]
    assert line_of(root, name, piece) in {problem.line for problem in faults(root)}, "\n".join(map(str, faults(root)))


def test_a_missing_source_is_refused_at_the_rule(root):
    plant(root, SEL_107, "    source: {lines: [13, 13]}\n", "")
    refused(root, SEL_107, line_of(root, SEL_107, "id: lilleby-107-complaint"), "mangler feltet 'source'")


def test_a_missing_source_of_a_statement_is_refused_at_the_statement(root):
    plant(root, SEL_107, "    source: {lines: [15, 15]}\n", "")
    refused(root, SEL_107, line_of(root, SEL_107, "id: lilleby-107-purpose"), "mangler feltet 'source'")


def test_a_rule_without_examples_is_refused_at_the_rule(root):
    text = (root / SEL_107).read_text(encoding="utf-8")
    line = next(one for one in text.splitlines(keepends=True) if "name: klagefristen" in one)
    plant(root, SEL_107, line, "")
    refused(root, SEL_107, line_of(root, SEL_107, "id: lilleby-107-complaint"), "ingen eksempler", "skriv mindst ét")


def test_an_id_used_twice_is_refused_at_the_second(root):
    plant(root, SEL_107, "id: lilleby-107-purpose", "id: lilleby-107-days")
    found = faults(root)
    text = (root / SEL_107).read_text(encoding="utf-8").splitlines()
    lines = {number for number, line in enumerate(text, 1) if "id: lilleby-107-days" in line}
    assert {problem.line for problem in found if "giv det ene et andet navn" in problem.what} <= lines, "\n".join(map(str, found))
    assert any("giv det ene et andet navn" in problem.what for problem in found)


def test_an_id_used_in_two_files_names_the_other_file(root):
    plant(root, SEL_100, "  - id: lilleby-100-amount", "  - id: lilleby-107-days")
    found = [problem for problem in faults(root) if "giv det ene et andet navn" in problem.what]
    assert found
    assert {problem.file for problem in found} <= {f"standards/{SEL_100}", f"standards/{SEL_107}"}
    assert all(problem.line > 1 for problem in found)


def test_a_later_phase_may_not_be_rarer_than_law_allows_either(root):
    old = "then: {every: 6 months, at_least: true, form: in_person, basis: follow_up_form, matters: [need, rate]}"
    line = plant(root, SEL_107, old, "phases: [{until: 3 years, every: 6 months}, {every: 2 years}]")
    plant(root, SEL_107, ", change: {then: {basis: status_note}}", "")
    refused(root, SEL_107, line, "2 years", "højst 1 years")


def test_a_variant_may_not_be_longer_than_law_allows(root):
    line = plant(root, SEL_107, "{when: {kind: new}, length: 8 weeks}", "{when: {kind: new}, length: 9 weeks}")
    refused(root, SEL_107, line, "9 weeks", "højst 8 weeks")


def test_six_months_are_no_longer_than_184_days(root):
    """24 weeks is within 6 months; a year is within 1 year; 13 months is not."""
    for length, inside in (("24 weeks", True), ("12 months", True), ("52 weeks", True), ("366 days", True), ("367 days", False), ("13 months", False)):
        name = f"every: {length},"
        current = re.search(r"every: [^,]+,", (root / SEL_107).read_text(encoding="utf-8"))[0]
        if current != name:
            plant(root, SEL_107, f"then: {{{current}", f"then: {{{name}")
        assert (faults(root) == []) is inside, length


def test_rates_with_a_gap_are_allowed_and_answer_that_the_rate_is_missing(root):
    """Years nobody knows are left out; the year before is never used for them."""
    plant(
        root,
        RATES,
        "      - {from: 2020-01-01, to: 2020-12-31, value: 556 kr, source: {cite: Satser for 2020}}\n",
        "      - {from: 2020-07-01, to: 2020-12-31, value: 556 kr, source: {cite: Satser for 2020}}\n",
    )
    assert faults(root) == []
    book = Book(load(root))
    on = book.law.valid_from.replace(year=2020, month=3)
    assert book.answer("lilleby-100-amount", {"monthly_expense": 100_000}, on).status is Status.RATE_MISSING


def test_every_fault_of_a_library_is_told_at_once(root):
    plant(root, SEL_107, "counts_from: moved_in", "counts_from: moved_inn")
    plant(root, SEL_100, "gives: {rate: sel-100.standard}", "gives: {rate: nothing}")
    plant(root, "law/serviceloven/sel-107.yaml", "judge: needs_help", "judge: needs_hepl")
    assert {problem.file for problem in faults(root)} == {f"standards/{name}" for name in (SEL_107, SEL_100, "law/serviceloven/sel-107.yaml")}


def test_a_fault_in_what_all_stand_on_is_told_alone(root):
    """Facts, terms, sections, rates and the calendar come first: what reads them would only repeat their faults."""
    plant(root, FACTS, "label: Nye oplysninger, ", "")
    plant(root, SEL_100, "gives: {rate: sel-100.standard}", "gives: {rate: nothing}")
    refused(root, FACTS, line_of(root, FACTS, "new_information"), "mangler feltet 'label'")


def test_nothing_is_half_loaded(root):
    plant(root, SEL_100, "gives: {rate: sel-100.standard}", "gives: {rate: nothing}")
    with pytest.raises(LibraryErrors) as refusal:
        open_library(root)
    assert "sel-100.yaml" in str(refusal.value)
    assert not hasattr(refusal.value, "contents")


def test_broken_notes_beside_the_standard_are_refused_like_the_rest(root):
    for name in ("passages.json", "reviews.json"):
        path = root / "councils/lilleby/2023" / name
        path.write_text("{ikke json", encoding="utf-8")
        assert any(problem.file.endswith(name) for problem in faults(root)), name
        path.unlink()


def test_no_small_change_to_a_file_makes_the_loader_crash(root):
    """Lines and words lost, doubled, swapped, or put in place of another: refused with a place, or read; never anything else."""
    random = Random(2023)
    refusals, unplaced = 0, []
    for _ in range(250):
        name = random.choice(list(FILES))
        path = root / name
        before = path.read_text(encoding="utf-8")
        path.write_text(_changed(before, random), encoding="utf-8")
        try:
            book = Book(load(root))
        except LibraryErrors as error:
            refusals += 1
            unplaced += [str(problem) for problem in error.problems if not PLACE.match(str(problem))]
        else:
            check(book)
        path.write_text(before, encoding="utf-8")
    assert refusals > 120
    assert unplaced == []


def _changed(text, random):
    lines = text.splitlines()
    place = random.randrange(len(lines))
    way = random.randrange(6)
    words = re.findall(r"[^\s{}\[\],:]+", text)
    if way == 0:
        del lines[place]
    elif way == 1:
        lines.insert(place, lines[random.randrange(len(lines))])
    elif way == 2:
        lines[place] = lines[place].replace(random.choice(words), random.choice(words))
    elif way == 3:
        lines[place] = re.sub(r"[^\s{}\[\],:]+", lambda found: random.choice(["[]", "{}", "-1", "true", "x", '""', found[0]]), lines[place])
    elif way == 4:
        lines[place] = re.sub(r": .*", ": " + random.choice(["[]", "{}", "0", "[1, x]", "{a: b}", "false", '"x: y"', "none", "9999-12-31"]), lines[place])
    else:
        lines[place] = lines[place][: random.randrange(len(lines[place]) + 1)]
    return "\n".join(lines) + "\n"
