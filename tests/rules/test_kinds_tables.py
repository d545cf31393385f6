"""Tables and levels: one hit exactly, the row hit is part of the answer, and a row that isn't there is not the nearest."""

from datetime import date
from decimal import Decimal

import pytest
from pydantic import ValidationError

from mestring.rules.finding import Status
from mestring.rules.kinds import KINDS
from tests.rules.invented import ask, problems, rule

ON = date(2024, 1, 1)
TWO_KEYS = rule(
    "table",
    of=["kind", "level"],
    columns={"days": "days", "price": "money", "span": "hours"},
    rows=[
        {"key": ["new", 1], "days": 2, "price": "10,50 kr", "span": ["0.5", 2], "text": "fredag ikke"},
        {"key": ["new", 2], "days": "2.5", "price": "20 kr", "span": [3, "open"]},
        {"key": ["change", 1], "days": 1, "price": "0 kr", "span": [0, 0]},
    ],
    covers="listed",
)


def test_the_row_hit_and_its_values():
    answer = ask(TWO_KEYS, ON, kind="new", level=2)
    assert (answer.values["row"], answer.values["days"], answer.values["price"], answer.values["span"]) == (2, Decimal("2.5"), 2_000, [3, "open"])


@pytest.mark.parametrize(("kind", "level"), [("change", 2), ("other", 1), ("new", 0), ("new", 3), ("new", -1), ("new", 100_000), ("change", -5)])
def test_what_has_no_row_is_not_covered(kind, level):
    assert ask(TWO_KEYS, ON, kind=kind, level=level).status is Status.NOT_COVERED


def test_a_key_that_is_missing_is_asked_for_even_where_no_row_could_fit():
    assert ask(TWO_KEYS, ON, kind="new").missing == ["level"]
    assert ask(TWO_KEYS, ON, kind="other").missing == ["level"]
    assert ask(TWO_KEYS, ON).missing == ["kind", "level"]


def test_yes_and_one_are_different_keys():
    table = rule("table", of=["urgent"], columns={"days": "days"}, rows=[{"key": [True], "days": 1}, {"key": [False], "days": 2}])
    assert [ask(table, ON, urgent=urgent).values["days"] for urgent in (True, False)] == [1, 2]


def test_a_table_says_every_answer_of_its_keys():
    rows = [
        {"key": ["new", True], "days": 1},
        {"key": ["new", False], "days": 1},
        {"key": ["change", True], "days": 1},
        {"key": ["change", False], "days": 1},
        {"key": ["other", True], "days": 1},
    ]
    assert any("kind: other, urgent: False" in what for what in problems("table", of=["kind", "urgent"], columns={"days": "days"}, rows=rows))
    rows.append({"key": ["other", False], "days": 1})
    assert problems("table", of=["kind", "urgent"], columns={"days": "days"}, rows=rows) == []


def test_a_key_stands_once():
    rows = [{"key": [1], "days": 1}, {"key": [2], "days": 2}, {"key": [1], "days": 3}]
    assert any("står også i række 1" in what for what in problems("table", of="level", columns={"days": "days"}, rows=rows))


LEVELS = rule(
    "levels",
    of="level",
    columns={"gross": "hours per week", "contacts": "number"},
    rows=[{"key": 1, "name": "Trin 1", "gross": "1.06", "contacts": [1, 2]}, {"key": 2, "name": "Trin 2", "gross": 3, "contacts": [3, "open"]}],
)


def test_a_level_gives_its_name_and_its_span():
    answer = ask(LEVELS, ON, level=1)
    assert (answer.values["name"], answer.values["gross"], answer.values["contacts"]) == ("Trin 1", Decimal("1.06"), [1, 2])
    assert ask(LEVELS, ON, level=3).status is Status.NOT_COVERED


def test_without_the_level_the_whole_table_is_the_trace():
    answer = ask(LEVELS, ON)
    assert answer.status is Status.UNKNOWN
    assert [step.text for step in answer.steps] == ["Trin 1", "Trin 2"]


def test_levels_that_are_only_shown_are_decided_both_ways():
    shown = rule("levels", columns={"gross": "hours"}, rows=[{"key": 1, "name": "Trin 1", "gross": 1}])
    assert ask(shown, ON).status is Status.DECIDED


def test_a_guard_holds_for_levels_that_are_only_shown():
    shown = rule("levels", columns={"gross": "hours"}, rows=[{"key": 1, "name": "Trin 1", "gross": 1}], applies_when={"urgent": True})
    assert [ask(shown, ON, **facts).status for facts in ({"urgent": True}, {"urgent": False}, {})] == [Status.DECIDED, Status.NOT_APPLICABLE, Status.UNKNOWN]


def test_a_hole_between_levels_is_told_and_not_refused():
    holed = rule(
        "levels", of="level", columns={"contacts": "number"}, rows=[{"key": 1, "name": "A", "contacts": [1, 2]}, {"key": 2, "name": "B", "contacts": [4, 5]}]
    )
    assert holed.remarks() == ["contacts: A slutter ved 2, B begynder ved 4"]
    assert LEVELS.remarks() == []


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"rows": [{"key": 1, "nights": 2}]}, "nights"),
        ({"rows": [{"key": [1, 2], "days": 2}]}, "1 nøgler"),
        ({"rows": [{"days": 2}]}, "key"),
    ],
)
def test_a_row_that_does_not_fit_the_table_is_refused(fields, said):
    with pytest.raises(ValidationError, match=said):
        KINDS["table"].model_validate({"kind": "table", "of": "level", "columns": {"days": "days"}, **fields})
