"""The same migrations and the same pages on SQLite and on PostgreSQL."""

from __future__ import annotations

import ast
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from mestring.config import database

ROOT = Path(__file__).resolve().parents[2]

PROBE = """
import json
from django.contrib.sessions.backends.db import SessionStore
from django.db import connection
from django.test import Client
session = SessionStore()
session["tried"] = "ja"
session.save()
kept = SessionStore(session.session_key)["tried"]
health = Client(SERVER_NAME="127.0.0.1").get("/sund/")
with connection.cursor() as cursor:
    durable = "fsync"
    if connection.vendor == "sqlite":
        durable = {name: cursor.execute(f"PRAGMA {name}").fetchone()[0] for name in ("journal_mode", "synchronous", "foreign_keys", "mmap_size") if cursor.execute(f"PRAGMA {name}").fetchone()}
print(json.dumps({"kept": kept, "status": health.status_code, "health": health.json(), "durable": durable}))
"""


def run(environment: dict[str, str], *command: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "manage.py", *command],
        cwd=ROOT,
        env={**os.environ, **environment, "DJANGO_SETTINGS_MODULE": "mestring.config.settings"},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


@pytest.fixture(params=["sqlite", "postgresql"])
def installed(request: pytest.FixtureRequest, tmp_path: Path) -> dict[str, str]:
    """The environment of an installation with an empty database."""
    environment = {"VAR": str(tmp_path), "SECRET_KEY": "for tests only", "VENDOR": str(request.param)}
    environment["DATABASE_URL"] = request.getfixturevalue("postgres") if request.param == "postgresql" else f"sqlite:///{tmp_path}/probe.sqlite3"
    return environment


def test_migrations_and_a_request_work(installed: dict[str, str]) -> None:
    migrated = run(installed, "migrate", "--no-input")
    assert migrated.returncode == 0, migrated.stderr
    assert run(installed, "migrate", "--check").returncode == 0
    checked = run(installed, "check", "--database", "default", "--fail-level", "WARNING")
    assert checked.returncode == 0, checked.stderr
    probed = run(installed, "shell", "-v", "0", "-c", PROBE)
    assert probed.returncode == 0, probed.stderr
    found = json.loads(probed.stdout.strip().splitlines()[-1])
    assert found["kept"] == "ja"
    assert found["status"] == 200
    assert found["health"]["database"] == installed["VENDOR"]
    if installed["VENDOR"] == "sqlite":
        assert found["durable"]["journal_mode"] == "wal"
        assert found["durable"]["synchronous"] == 2
        assert found["durable"]["foreign_keys"] == 1
        assert found["durable"].get("mmap_size", 0) == 0


@pytest.mark.parametrize(("pragma", "told"), [("PRAGMA synchronous=NORMAL;", "synchronous"), ("PRAGMA mmap_size=1048576;", "memory map")])
def test_a_database_that_could_lose_a_decision_is_refused(tmp_path: Path, pragma: str, told: str) -> None:
    """The fault is planted after the settings, as a later change to them would."""
    planted = tmp_path / "planted.py"
    planted.write_text(
        f"from mestring.config.settings import *\nDATABASES['default']['NAME'] = {str(tmp_path / 'x.sqlite3')!r}\nDATABASES['default']['OPTIONS']['init_command'] += {pragma!r}\n",
        encoding="utf-8",
    )
    environment = {
        **os.environ,
        "PYTHONPATH": f"{tmp_path}:{ROOT}:{os.environ.get('PYTHONPATH', '')}",
        "DJANGO_SETTINGS_MODULE": "planted",
        "VAR": str(tmp_path),
    }
    environment.pop("DATABASE_URL", None)
    done = subprocess.run(
        [sys.executable, "manage.py", "check", "--database", "default"], cwd=ROOT, env=environment, capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode != 0
    assert told in done.stderr


def test_every_screen_answers_on_postgresql_too(postgres: str) -> None:
    environment = {**os.environ, "DATABASE_URL": postgres}
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-p", "no:randomly", "tests/web/test_screens.py"],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-3000:]
    assert " passed" in done.stdout


def test_a_wrong_database_address_says_what_to_write() -> None:
    with pytest.raises(Exception, match="postgresql://user:password@host"):
        database.from_url("mysql://somewhere/x")


def test_an_address_is_read_in_all_its_parts() -> None:
    found = database.from_url("postgresql://anne:p%40ss@db.example:5433/mestring?sslmode=require")
    assert (found["NAME"], found["USER"], found["PASSWORD"], found["HOST"], found["PORT"]) == ("mestring", "anne", "p@ss", "db.example", "5433")
    assert found["OPTIONS"] == {"sslmode": "require", "options": "-c mestring.house=on"}


def test_a_council_that_is_not_in_the_library_stops_the_start(tmp_path: Path) -> None:
    done = run({"COUNCIL": "aarhus", "VAR": str(tmp_path)}, "check")
    assert done.returncode != 0
    assert "ballerup, randers, rebild, vejle, viborg" in done.stderr


def _locks_with_the_key(text: str) -> int:
    """How many of a module's locks on rows are on their keys too."""
    calls = [one for one in ast.walk(ast.parse(text)) if isinstance(one, ast.Call) and ast.unparse(one.func).endswith("select_for_update")]
    return sum(not any(named.arg == "no_key" for named in one.keywords) for one in calls)


def test_a_row_that_is_locked_does_not_stop_those_that_point_at_it() -> None:
    """PostgreSQL looks at foreign keys when an act ends. Were the key locked as well, two acts in one case would wait for each other, and one be broken off."""
    found = {str(path): count for path in (ROOT / "mestring").rglob("*.py") if (count := _locks_with_the_key(path.read_text(encoding="utf-8")))}
    assert found == {}
    assert _locks_with_the_key("Case.objects.select_for_update().get(pk=1)") == 1
