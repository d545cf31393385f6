"""No answer before its sync: the real server is watched from outside, call by call, while it acknowledges writes.

The trace shows that the database's log, and for an upload the paper's file and its folder as well, were flushed between the request and the answer. That the disk itself keeps
what it says it has flushed is not shown, and can't be from here.
"""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from uuid import uuid4

import pytest

from tests.promises.server import Server, run

pytestmark = pytest.mark.apart
WRITES = 500
CALL = re.compile(r"^(?:\[pid )?\s*(?P<pid>\d+)\]?\s+(?:[0-9.:]+ )?(?P<rest>.*)$")
CALLS = "fsync,fdatasync,recvfrom,read,sendto,write,writev,sendmsg"


def early(trace: list[str]) -> tuple[int, list[int]]:
    """How many writes were answered, and which of them, in order, before a sync had come back since they were asked.

    One client asks for one thing at a time, so that everything between the request and its answer belongs to it.
    """
    answered, wrong, asked, synced = 0, [], False, False
    unfinished: set[str] = set()
    for line in trace:
        found = CALL.match(line)
        pid, rest = (found["pid"], found["rest"]) if found else ("", line)
        if '"POST /' in rest:
            asked, synced = True, False
        if rest.startswith(("fsync(", "fdatasync(")):
            if "unfinished" in rest:
                unfinished.add(pid)
            elif rest.rstrip().endswith("= 0"):
                synced = True
        elif ("fsync resumed" in rest or "fdatasync resumed" in rest) and pid in unfinished and rest.rstrip().endswith("= 0"):
            unfinished.discard(pid)
            synced = True
        if "HTTP/1.1 303" in rest and asked:
            if not synced:
                wrong.append(answered)
            answered, asked = answered + 1, False
    return answered, wrong


def syncs(trace: list[str]) -> int:
    return sum("fsync(" in line or "fdatasync(" in line for line in trace)


def _watched(folder: Path, writes: int) -> list[str]:
    if shutil.which("strace") is None:
        pytest.fail("strace is missing: apt-get install strace. Without it nobody has seen that an answer waits for its sync.")
    there = run(folder, "installed", "begin")
    trace = folder / "trace"
    server = Server(folder, before=("strace", "-f", "--seccomp-bpf", "-qq", "-s", "40", "-e", f"trace={CALLS}", "-o", str(trace)))
    server.start()
    try:
        server.wait(120)
        case, session = f"/sag/{there['case']}", there["session"]
        for number in range(writes):
            common = {"key": str(uuid4()), "version": "", "happened_on": there["on"]}
            if number % 3:
                status, _ = server.post(f"{case}/notat/", session, {**common, "kind": "phone", "subject": f"Nr. {number}", "text": "Ringede."})
            else:
                paper = {**common, "title": f"Nr. {number}", "channel": "", "sender": ""}
                status, _ = server.upload(f"{case}/dokument/", session, paper, "brev.txt", f"Brev {number}.".encode())
            assert status == 303
    finally:
        server.stop()
    return trace.read_text(encoding="utf-8", errors="replace").splitlines()


def test_no_write_is_answered_before_it_is_on_the_disk(tmp_path: Path) -> None:
    trace = _watched(tmp_path, WRITES)
    answered, wrong = early(trace)
    print(f"\n{answered} writes answered, {len(wrong)} before their sync, {syncs(trace)} syncs")
    assert (answered, wrong) == (WRITES, [])
    # The session's row, the look and the act are each a commit; a paper's file and folder are two syncs more.
    assert syncs(trace) >= 2 * WRITES
    # The fault: a server that never syncs, as SQLite with synchronous=OFF is.
    without = [line for line in trace if "fsync" not in line and "fdatasync" not in line]
    answered, wrong = early(without)
    assert (answered, len(wrong)) == (WRITES, WRITES)
    # And one that answers first and syncs afterwards.
    late = sorted(range(len(trace)), key=lambda number: (number + 10**6) if "sync" in trace[number] else number)
    assert len(early([trace[number] for number in late])[1]) > WRITES // 2
