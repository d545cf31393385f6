"""Deciding twice is impossible, also for those who do it at the same moment, on both databases."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
SETTINGS = """
from tests.settings import *
RECALL_MINUTES = 15
MIGRATION_MODULES = {room: None for room in ("audit", "people", "cases", "assessments", "decisions", "delivery", "followups", "complaints")}
DOCUMENTS = VAR / "documents"
"""


@pytest.fixture(params=["sqlite", "postgresql"])
def address(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """An empty database."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/race.sqlite3"
    server: str = request.getfixturevalue("postgres")
    name = f"race_{os.getpid()}_{abs(hash(request.node.name)) % 10**6}"
    import psycopg

    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"')
    head, _, tail = server.partition("?")
    return f"{head.rpartition('/')[0]}/{name}?{tail}"


def race(address: str, tmp_path: Path, *arguments: str) -> dict[str, Any]:
    (tmp_path / "race_settings.py").write_text(SETTINGS, encoding="utf-8")
    environment = {**os.environ, "DATABASE_URL": address, "VAR": str(tmp_path), "DJANGO_SETTINGS_MODULE": "race_settings"}
    environment["PYTHONPATH"] = f"{tmp_path}{os.pathsep}{ROOT}"
    command = [sys.executable, "-m", "tests.decisions.race", *arguments]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout.strip().splitlines()[-1])
    return found


def test_of_those_who_decide_correct_or_send_at_once_one_comes_through(address: str, tmp_path: Path) -> None:
    found = race(address, tmp_path)
    assert found["decide"] == {"done": 1, "AlreadyDecided": 3}
    assert (found["decisions"], found["grants"], found["letters_due"]) == (1, 1, 1)
    assert found["correct"] == {"done": 1, "AlreadyDecided": 3}
    assert (found["standing"], found["in_force"]) == (1, 1)
    assert found["send"]["done"] == 1
    assert set(found["send"]) <= {"done", "MoveNotAllowed", "LetterOnItsWay"}
    assert found["dispatches"] == 1
    assert found["send_again"]["done"] == 1
    assert set(found["send_again"]) <= {"done", "MoveNotAllowed", "LetterOnItsWay"}
    assert found["waiting"] == 1
    assert (found["withdraw"], found["agree"]) == (1, True)


def test_without_the_guarded_move_the_database_s_own_constraint_still_stops_the_second(address: str, tmp_path: Path) -> None:
    found = race(address, tmp_path, "unguarded")
    assert found["decide"] == {"done": 1, "IntegrityError": 3}
    assert (found["decisions"], found["grants"]) == (1, 1)
