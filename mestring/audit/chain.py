"""Rows that follow each other by hash: to change, remove or slip in one is found, and where."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction

from mestring.audit.models import Chain, Entry, Link, LookUp

CHAINS: dict[str, type[Link]] = {"acts": Entry, "lookups": LookUp}
GENESIS = "0" * 64
BATCH = 1000


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.timestamp()
    return value.isoformat() if isinstance(value, date) else value


def digest(row: Link) -> str:
    """The hash of everything a row says, the hash of the row before included."""
    said = {field.attname: _plain(getattr(row, field.attname)) for field in row._meta.concrete_fields if field.attname != "hash"}
    return hashlib.sha256(json.dumps(said, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()).hexdigest()


@transaction.atomic
def append(name: str, rows: Sequence[Link]) -> None:
    """Add rows to the end of a chain, in order, in the transaction that is open."""
    if not rows:
        return
    locked = Chain.objects.select_for_update(no_key=True).filter(name=name)
    head = locked.first()
    if head is None:
        Chain.objects.get_or_create(name=name)
        head = locked.get()
    previous, number = head.head or GENESIS, head.length
    for row in rows:
        number += 1
        row.number, row.previous = number, previous
        row.hash = previous = digest(row)
    CHAINS[name]._base_manager.bulk_create(rows, batch_size=BATCH)
    Chain.objects.filter(name=name).update(length=number, head=previous)


@dataclass(frozen=True, slots=True)
class Break:
    """Where a chain does not hold: its name, the number of the first row that is wrong, and what is wrong with it, in Danish."""

    chain: str
    number: int
    text: str


def verify(name: str, anchored: Sequence[tuple[int, str]] = ()) -> Iterator[Break]:
    """Read a whole chain and tell each place where it breaks.

    Shapes: `anchored` are heads kept outside the database, as length and hash.
    """
    expected = dict(anchored)
    previous, number = GENESIS, 0
    for row in CHAINS[name]._base_manager.order_by("number").iterator(chunk_size=BATCH):
        number += 1
        if row.number != number:
            yield Break(name, number, f"Række {number} mangler: den næste er {row.number}.")
            number = row.number
        elif row.previous != previous:
            yield Break(name, number, f"Række {number} følger ikke efter den, der står før den.")
        if digest(row) != row.hash:
            yield Break(name, number, f"Række {number} er ændret, efter at den blev skrevet.")
        if number in expected and expected[number] != row.hash:
            yield Break(name, number, f"Række {number} er en anden end den, der er forankret uden for databasen.")
        expected.pop(number, None)
        previous = row.hash
    head = Chain.objects.filter(name=name).first()
    length, hash_ = (head.length, head.head or GENESIS) if head else (0, GENESIS)
    if length != number:
        yield Break(name, min(length, number) + 1, f"Der er {number} rækker, men kæden siger {length}.")
    elif hash_ != previous:
        yield Break(name, number, "Kædens hoved passer ikke til den sidste række.")
    for missing in sorted(expected):
        yield Break(name, missing, f"Række {missing} er forankret uden for databasen, men findes ikke.")
