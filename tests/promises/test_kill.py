"""No acknowledged write is lost: the server and its workers are killed in the middle of mixed work, again and again, and what the clients were told yes to is all there."""

from __future__ import annotations

import json
import os
import random
import statistics
import threading
import time
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from tests.promises.server import Server, run

pytestmark = pytest.mark.apart
CLIENTS = 4
KILLS, KILLS_AT_NIGHT = 20, 200
KILLS_ON_POSTGRESQL, KILLS_ON_POSTGRESQL_AT_NIGHT = 5, 100
"""A PostgreSQL lives on when the site is killed, and is left with what nobody will end."""


class Journal:
    """What the clients were told yes to, on the disk before the next thing is asked."""

    def __init__(self, path: Path) -> None:
        self.path, self._lock, self.count = path, threading.Lock(), 0

    def write(self, kind: str, name: str) -> None:
        with self._lock, self.path.open("a", encoding="utf-8") as file:
            file.write(json.dumps([kind, name]) + "\n")
            file.flush()
            os.fsync(file.fileno())
            self.count += 1

    def read(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {"note": [], "application": [], "upload": []}
        for line in self.path.read_text(encoding="utf-8").splitlines():
            kind, name = json.loads(line)
            found[kind].append(name)
        return found


def _one(server: Server, there: dict[str, str], kind: str, name: str) -> int:
    case, session = f"/sag/{there['case']}", there["session"]
    common = {"key": str(uuid4()), "version": ""}
    if kind == "note":
        values = {"kind": "phone", "happened_on": there["on"], "subject": name, "text": "Ringede om morgenen."}
        return server.post(f"{case}/notat/", session, {**common, **values})[0]
    if kind == "application":
        values = {"words": "Jeg har brug for hjælp.", "channel": "phone", "received_on": there["on"], "sent_by": name, "wish": "help"}
        return server.post(f"{case}/ansoegning/ny/", session, {**common, **values})[0]
    values = {"title": name, "happened_on": there["on"], "channel": "", "sender": ""}
    return server.upload(f"{case}/dokument/", session, {**common, **values}, f"{name}.txt", f"Et brev, {name}.".encode())[0]


def _work(server: Server, there: dict[str, str], journal: Journal, stop: threading.Event, odd: list[str], who: int) -> None:
    """One client: asks for one thing after another, and writes down each yes before the next. Whoever gets no answer was told nothing."""
    dice, number = random.Random(who), 0
    while not stop.is_set():
        number += 1
        kind, name = dice.choice(["note", "note", "application", "upload"]), f"{who}-{number}-{uuid4().hex[:8]}"
        try:
            status = _one(server, there, kind, name)
        except OSError:
            time.sleep(0.05)
            continue
        if status == 303:
            journal.write(kind, name)
        else:
            odd.append(f"{kind}: {status}")


def lost(journal: dict[str, list[str]], there: dict[str, Any]) -> list[str]:
    """What was acknowledged and is not there."""
    kept = {"note": set(there["notes"]), "application": set(there["applications"]), "upload": set(there["documents"])}
    return [f"{kind} {name}" for kind, names in journal.items() for name in names if name not in kept[kind]]


def halves(there: dict[str, Any]) -> list[str]:
    """Acts that are half there: the thing without its trace, its key or its row of the work list."""
    acts, wrong = there["acts"], []
    for told, things in (("write_note", there["notes"]), ("receive_application", there["applications"]), ("add_document", there["documents"])):
        if acts.get(told, 0) != len(things):
            wrong.append(f"{told}: {acts.get(told, 0)} traces, {len(things)} things")
    if there["due"] != len(there["applications"]):
        wrong.append(f"{there['due']} rows of the work list, {len(there['applications'])} applications")
    if there["keys_without_an_end"] or there["keys_kept"] != sum(len(there[one]) for one in ("notes", "applications", "documents")):
        wrong.append(f"{there['keys_kept']} keys, {there['keys_without_an_end']} without an end")
    return wrong


def _until_some_more_is_told(journal: Journal) -> None:
    """On a busy machine the clients need longer to be in the middle of something."""
    before, ends = journal.count, time.monotonic() + 60
    while journal.count < before + CLIENTS and time.monotonic() < ends:
        time.sleep(0.02)


def _killed(folder: Path, kills: int, installed_on: dict[str, str]) -> None:
    there = run(folder, "installed", "begin", **installed_on)
    journal, stop = Journal(folder / "journal"), threading.Event()
    odd: list[str] = []
    server = Server(folder, more=installed_on)
    clients = [threading.Thread(target=_work, args=(server, there, journal, stop, odd, who), daemon=True) for who in range(CLIENTS)]
    dice, again = random.Random(7), []
    server.start()
    server.wait()
    for client in clients:
        client.start()
    try:
        for _ in range(kills):
            _until_some_more_is_told(journal)
            time.sleep(dice.uniform(0, 0.5))
            server.kill()
            began = time.monotonic()
            server.start()
            server.wait()
            again.append(time.monotonic() - began)
        _until_some_more_is_told(journal)
    finally:
        stop.set()
        for client in clients:
            client.join(timeout=30)
        server.stop()
    found, told = run(folder, "installed", "end", **installed_on), journal.read()
    counts = ", ".join(f"{len(names)} {kind}" for kind, names in told.items())
    print(f"\n{kills} kills, {counts}; serving again after {statistics.median(again):.1f} s (median), {max(again):.1f} s at most")
    assert all(told.values()), "nothing was done between the kills"
    assert sum(map(len, told.values())) > 2 * kills
    assert odd == [], "\n".join((folder / "server.log").read_text(encoding="utf-8").splitlines()[-60:])
    assert lost(told, found) == []
    assert found["damaged"] == []
    assert halves(found) == []
    assert (found["whole"], found["keys"], found["breaks"]) == (["ok"], 0, [])


def test_nothing_acknowledged_is_lost_when_the_server_is_killed(tmp_path: Path, installed_on: dict[str, str]) -> None:
    _killed(tmp_path, KILLS_ON_POSTGRESQL if installed_on else KILLS, installed_on)


@pytest.mark.night
def test_nothing_acknowledged_is_lost_when_the_server_is_killed_all_night(tmp_path: Path, installed_on: dict[str, str]) -> None:
    _killed(tmp_path, KILLS_ON_POSTGRESQL_AT_NIGHT if installed_on else KILLS_AT_NIGHT, installed_on)


def test_a_write_that_is_lost_or_half_done_is_seen(tmp_path: Path) -> None:
    """The faults are planted in the installation after the work is done."""
    there = run(tmp_path, "installed", "begin")
    journal = Journal(tmp_path / "journal")
    server = Server(tmp_path)
    server.start()
    try:
        server.wait()
        for number in range(3):
            for kind in ("note", "application", "upload"):
                assert _one(server, there, kind, f"{kind}-{number}") == 303
                journal.write(kind, f"{kind}-{number}")
    finally:
        server.stop()
    told, found = journal.read(), run(tmp_path, "installed", "end")
    assert (lost(told, found), halves(found)) == ([], [])
    without = {**found, "notes": [one for one in found["notes"] if one != "note-1"]}
    assert lost(told, without) == ["note note-1"]
    assert len(halves(without)) == 2
    _plant(tmp_path)
    planted = run(tmp_path, "installed", "end")
    assert lost(told, planted) == ["application application-2"]
    assert planted["breaks"] != []
    assert len(planted["damaged"]) == 1
    assert planted["keys"] > 0


def _plant(folder: Path) -> None:
    """Take an application away behind everybody's back, change a row of the log, and spoil a file."""
    import pysqlite3 as sqlite3

    connection = sqlite3.connect(folder / "mestring.sqlite3")
    for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
        connection.execute(f'DROP TRIGGER "{name}"')
    connection.execute("DELETE FROM cases_application WHERE sent_by = 'application-2'")
    connection.execute("UPDATE audit_entry SET act = 'noget andet' WHERE number = 3")
    connection.execute("UPDATE cases_note SET case_id = 9999 WHERE subject = 'note-0'")
    connection.commit()
    connection.close()
    file = max((one for one in (folder / "documents").rglob("*") if one.is_file()), key=lambda one: one.stat().st_mtime)
    file.chmod(0o600)
    file.write_bytes(b"x")
