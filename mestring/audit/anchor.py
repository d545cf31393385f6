"""The heads of the chains, written to a file outside the database: who rewrites a whole chain can't rewrite that."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path

from mestring.audit import clock
from mestring.audit.chain import CHAINS, Break, verify
from mestring.audit.models import Chain


def read(path: Path) -> dict[str, list[tuple[int, str]]]:
    """Every head anchored so far, by chain."""
    heads: dict[str, list[tuple[int, str]]] = {name: [] for name in CHAINS}
    if path.exists():
        for line in path.read_text(encoding="utf-8").splitlines():
            said = json.loads(line)
            heads[said["chain"]].append((said["length"], said["head"]))
    return heads


def write(path: Path) -> int:
    """Add the present heads to the file and wait until the disk has them. Answers how many were added."""
    known = read(path)
    added = []
    for head in Chain.objects.filter(length__gt=0).order_by("name"):
        if (head.length, head.head) not in known[head.name]:
            added.append({"chain": head.name, "length": head.length, "head": head.head, "at": clock.now().isoformat()})
    if added:
        path.parent.mkdir(parents=True, exist_ok=True)
        with open(path, "a", encoding="utf-8", opener=lambda name, flags: os.open(name, flags, 0o600)) as file:
            file.writelines(json.dumps(row) + "\n" for row in added)
            file.flush()
            os.fsync(file.fileno())
    return len(added)


def check(path: Path) -> Iterator[Break]:
    """Verify every chain against the file."""
    anchored = read(path)
    for name in CHAINS:
        yield from verify(name, anchored[name])
