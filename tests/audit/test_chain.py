"""The log: a row that was changed, removed, slipped in or moved is found, and where."""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction

from mestring.audit import acts, anchor, chain, clock
from mestring.audit.chain import append, digest, verify
from mestring.audit.models import Chain, Entry, LookUp
from mestring.people import access
from tests import given
from tests.audit.guards import without_guards

pytestmark = pytest.mark.django_db
TODAY = given.TODAY
ROWS = 40


@pytest.fixture
def log() -> list[Entry]:
    """A log of forty acts."""
    unit = given.unit()
    made = Entry._base_manager.count()
    for number in range(ROWS - made):
        acts.record("try", unit, by=access.house(TODAY), on=TODAY - timedelta(days=number % 7), case=f"case {number % 5}", step=number)
    return list(Entry._base_manager.order_by("number"))


def found(anchored: list[tuple[int, str]] | None = None) -> list[int]:
    return [one.number for one in verify("acts", anchored or [])]


def test_a_log_as_it_was_written_holds(log: list[Entry]) -> None:
    assert found() == []
    assert [row.number for row in log] == list(range(1, ROWS + 1))
    assert log[0].previous == chain.GENESIS


def test_an_empty_log_holds() -> None:
    assert [*verify("acts"), *verify("lookups")] == []


def test_a_row_whose_act_was_undone_is_not_in_the_log(log: list[Entry]) -> None:
    unit = given.unit()
    with transaction.atomic():
        acts.record("try", unit, by=access.house(TODAY), on=TODAY)
        transaction.set_rollback(True)
    assert found() == []
    assert Chain.objects.get(name="acts").length == ROWS


def test_many_rows_at_once_follow_each_other() -> None:
    rows = [
        LookUp(at=clock.now(), actor="a", role="caseworker", relation="team", action="case.see", thing="cases.case", thing_id=str(number))
        for number in range(2500)
    ]
    append("lookups", rows)
    append("lookups", [])
    assert list(verify("lookups")) == []
    assert Chain.objects.get(name="lookups").length == 2500


# ------------------------------------------------------------------------------------------------ tampering


FIELDS = [field.attname for field in Entry._meta.concrete_fields if field.attname != "number"]


def other(value: Any, pick: random.Random) -> Any:
    """A value that is a little different."""
    if isinstance(value, dict):
        return {**value, "step": pick.choice([None, "1", 1.5, -1, True, [], 10**6])}
    if isinstance(value, str):
        if not value:
            return " "
        at = pick.randrange(len(value))
        return value[:at] + pick.choice([char for char in "0123456789abcdefxyz " if char != value[at]]) + value[at + 1 :]
    if hasattr(value, "hour"):
        return value + timedelta(microseconds=pick.choice([1, -1, 10**6, 3600 * 10**6]))
    return value + timedelta(days=pick.choice([1, -1, 365]))


def change(log: list[Entry], pick: random.Random) -> int:
    row = pick.choice(log)
    field = pick.choice(FIELDS)
    Entry._base_manager.filter(pk=row.pk).update(**{field: other(getattr(row, field), pick)})
    return row.number


def change_and_rehash(log: list[Entry], pick: random.Random) -> int:
    """Whoever changes a row makes its own hash fit: the row after it no longer does, or the head."""
    row = Entry._base_manager.get(pk=pick.choice(log).pk)
    field = pick.choice([field for field in FIELDS if field not in ("hash", "previous")])
    setattr(row, field, other(getattr(row, field), pick))
    Entry._base_manager.filter(pk=row.pk).update(**{field: getattr(row, field), "hash": digest(row)})
    return min(row.number + 1, ROWS)


def remove(log: list[Entry], pick: random.Random) -> int:
    row = pick.choice(log)
    Entry._base_manager.filter(pk=row.pk).delete()
    return row.number


def slip_in_at_the_end(log: list[Entry], pick: random.Random) -> int:
    last = log[-1]
    row = Entry(number=ROWS + 1, at=last.at, actor="x", act="forged", thing="x", thing_id="x", on=TODAY, previous=last.hash)
    row.hash = digest(row)
    Entry._base_manager.bulk_create([row])
    return ROWS + 1


def swap(log: list[Entry], pick: random.Random) -> int:
    """Two rows change places, each with everything but its number."""
    first, second = sorted(pick.sample(log, 2), key=lambda row: row.number)
    for one, two in ((first, second), (second, first)):
        Entry._base_manager.filter(pk=one.pk).update(**{field: getattr(two, field) for field in FIELDS})
    return first.number


def push_down(log: list[Entry], pick: random.Random) -> int:
    """A row is put in the middle and the rest get new numbers."""
    at = pick.randrange(1, ROWS)
    for row in reversed(log[at:]):
        Entry._base_manager.filter(pk=row.number).update(number=row.number + 1)
    row = Entry(number=at + 1, at=log[at].at, actor="x", act="forged", thing="x", thing_id="x", on=TODAY, previous=log[at - 1].hash)
    row.hash = digest(row)
    Entry._base_manager.bulk_create([row])
    return at + 2


def forget_the_head(log: list[Entry], pick: random.Random) -> int:
    Chain.objects.filter(name="acts").update(head="0" * 64)
    return ROWS


def shorten_the_head(log: list[Entry], pick: random.Random) -> int:
    length = pick.randrange(ROWS)
    Chain.objects.filter(name="acts").update(length=length)
    return length + 1


TAMPERS: list[Callable[[list[Entry], random.Random], int]] = [
    *(change, change, change, change_and_rehash, change_and_rehash, remove, remove),
    *(slip_in_at_the_end, swap, push_down, forget_the_head, shorten_the_head),
]


@pytest.mark.parametrize("times", [1000, pytest.param(10_000, marks=pytest.mark.night)])
def test_every_tampering_is_found_and_where(log: list[Entry], times: int) -> None:
    pick = random.Random(7)
    with without_guards(Entry, LookUp):
        for _ in range(times):
            tamper = pick.choice(TAMPERS)
            with transaction.atomic():
                where = tamper(log, pick)
                assert min(found(), default=0) == where, tamper.__name__
                transaction.set_rollback(True)
    assert found() == []


def rewrite(since: int, keep: int) -> None:
    """Whoever has the whole database makes everything fit: rows, hashes and head."""
    rows = list(Entry._base_manager.order_by("number"))
    previous = rows[since - 2].hash if since > 1 else chain.GENESIS
    for row in rows[since - 1 : keep]:
        row.actor, row.previous = "somebody else", previous
        row.hash = previous = digest(row)
        Entry._base_manager.filter(pk=row.pk).update(actor=row.actor, previous=row.previous, hash=row.hash)
    Entry._base_manager.filter(number__gt=keep).delete()
    Chain.objects.filter(name="acts").update(length=keep, head=previous)


@pytest.mark.parametrize(("since", "keep"), [(1, ROWS), (20, ROWS), (ROWS, ROWS), (ROWS, ROWS - 1), (11, 30)])
def test_a_log_rewritten_whole_is_found_by_the_file_outside(log: list[Entry], tmp_path: Path, since: int, keep: int) -> None:
    path = tmp_path / "anchors.jsonl"
    assert anchor.write(path) == 1
    assert list(anchor.check(path)) == []
    with without_guards(Entry, LookUp):
        rewrite(since, keep)
        assert found() == []
        (one,) = anchor.check(path)
    assert (one.chain, one.number) == ("acts", ROWS)


def test_the_file_outside_grows_and_is_the_servers_own(log: list[Entry], tmp_path: Path) -> None:
    path = tmp_path / "deep" / "anchors.jsonl"
    anchor.write(path)
    assert anchor.write(path) == 0
    acts.record("try", given.unit(), by=access.house(TODAY), on=TODAY)
    assert anchor.write(path) == 1
    assert path.stat().st_mode & 0o777 == 0o600
    assert [json.loads(line)["length"] for line in path.read_text().splitlines()] == [ROWS, ROWS + 1]
    assert list(anchor.check(path)) == []


def test_the_test_itself_would_see_a_log_that_does_not_count_its_rows(log: list[Entry], monkeypatch: pytest.MonkeyPatch) -> None:
    """The fault is planted: a verification that leaves one field out."""
    real = chain.digest
    with without_guards(Entry, LookUp):
        Entry._base_manager.filter(number=9).update(actor="somebody else")

    def forgetful(row: Any) -> str:
        if row.number == 9:
            row.actor = log[8].actor
        return real(row)

    assert found() == [9]
    monkeypatch.setattr(chain, "digest", forgetful)
    assert found() == []
