"""What an installation refuses to start with. Each fault is planted and seen."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.checks import run_checks
from django.db import IntegrityError, OperationalError, connections
from django.db.utils import ConnectionHandler

from mestring.config import database
from mestring.web.shell import checks

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def plant(monkeypatch: pytest.MonkeyPatch) -> Iterator[object]:
    """Let the checks see another database."""
    opened: list[ConnectionHandler] = []

    def other(settings: dict[str, object]) -> None:
        handler = ConnectionHandler({"default": settings})
        opened.append(handler)
        monkeypatch.setattr(checks, "connections", handler)

    yield other
    for handler in opened:
        handler.close_all()


def codes(found: list[object]) -> set[str]:
    return {problem.id for problem in found}


# --- SQLite


@pytest.mark.django_db
def test_the_sqlite_in_use_is_the_wheels_and_new_enough(tmp_path: Path, plant) -> None:
    from pysqlite3 import dbapi2

    plant(database.sqlite(tmp_path / "new.sqlite3"))
    connection = checks.connections["default"]
    with connection.cursor() as cursor:
        version = cursor.execute("SELECT sqlite_version()").fetchone()[0]
    assert version == dbapi2.sqlite_version
    assert dbapi2.sqlite_version_info >= checks.OLDEST_SQLITE
    assert connection.vendor == "sqlite"
    assert checks.sqlite_keeps_what_it_is_given(None, databases=["default"]) == []


@pytest.mark.django_db
def test_a_sqlite_that_could_damage_its_log_is_refused(tmp_path: Path, plant, monkeypatch: pytest.MonkeyPatch) -> None:
    settings = database.sqlite(tmp_path / "old.sqlite3")
    plant(settings)
    monkeypatch.setattr(checks, "OLDEST_SQLITE", (99, 0, 0))
    assert codes(checks.sqlite_keeps_what_it_is_given(None, databases=["default"])) == {"mestring.E004"}


@pytest.mark.django_db
def test_the_version_is_that_of_the_engine_django_uses(tmp_path: Path, plant) -> None:
    import sqlite3

    plant({**database.sqlite(tmp_path / "own.sqlite3"), "ENGINE": "django.db.backends.sqlite3"})
    found = codes(checks.sqlite_keeps_what_it_is_given(None, databases=["default"]))
    assert found == ({"mestring.E004"} if sqlite3.sqlite_version_info < checks.OLDEST_SQLITE else set())


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("pragma", "code"), [("PRAGMA synchronous=NORMAL", "E001"), ("PRAGMA mmap_size=1048576", "E002"), ("PRAGMA journal_mode=DELETE", "E003")]
)
def test_a_sqlite_that_could_lose_a_decision_is_refused(tmp_path: Path, plant, pragma: str, code: str) -> None:
    settings = database.sqlite(tmp_path / "x.sqlite3")
    settings["OPTIONS"]["init_command"] += pragma
    plant(settings)
    assert codes(checks.sqlite_keeps_what_it_is_given(None, databases=["default"])) == {f"mestring.{code}"}


@pytest.mark.django_db
def test_the_engine_reads_and_writes_as_djangos_own_does(tmp_path: Path, plant) -> None:
    plant(database.sqlite(tmp_path / "x.sqlite3"))
    connection = checks.connections["default"]
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE t (n integer, day date, at datetime, yes bool, text varchar(9))")
        cursor.executemany("INSERT INTO t VALUES (%s, %s, %s, %s, %s)", ((n, f"2026-02-0{n}", f"2026-02-0{n} 10:00:00", n == 1, "æ%") for n in (1, 2)))
        rows = cursor.execute("SELECT n, day, at, yes FROM t WHERE text LIKE 'æ%%' AND n < %(most)s ORDER BY n", {"most": 2}).fetchall()
        assert [(n, day.isoformat(), at.isoformat(), yes) for n, day, at, yes in rows] == [(1, "2026-02-01", "2026-02-01T10:00:00", True)]
        assert cursor.execute("SELECT 5 %% 3 WHERE 'æble' REGEXP %s", ["^æ"]).fetchone() == (2,)
        with pytest.raises(OperationalError, match="no such table"):
            cursor.execute("SELECT * FROM missing")
        cursor.execute("CREATE UNIQUE INDEX once ON t (n)")
        with pytest.raises(IntegrityError):
            cursor.execute("INSERT INTO t (n) VALUES (1)")


@pytest.mark.django_db
def test_two_writers_wait_for_each_other(tmp_path: Path) -> None:
    first, second = (ConnectionHandler({"default": {**database.sqlite(tmp_path / "x.sqlite3")}})["default"] for _ in range(2))
    second.settings_dict["OPTIONS"]["init_command"] += "PRAGMA busy_timeout=50;"
    with first.cursor() as cursor:
        cursor.execute("CREATE TABLE t (n integer)")
    first.cursor().execute("BEGIN IMMEDIATE")
    first.cursor().execute("INSERT INTO t VALUES (1)")
    with pytest.raises(OperationalError, match="locked"):
        second.cursor().execute("BEGIN IMMEDIATE")
    first.cursor().execute("COMMIT")
    second.cursor().execute("BEGIN IMMEDIATE")
    assert second.cursor().execute("SELECT count(*) FROM t").fetchone() == (1,)
    second.cursor().execute("COMMIT")
    first.close()
    second.close()


# --- PostgreSQL


@pytest.mark.django_db
def test_a_postgresql_that_forgets_at_a_power_cut_is_refused(postgres: str, plant, settings) -> None:
    """The server of the test run has fsync=off; a session can turn synchronous_commit off by itself."""
    planted = database.from_url(postgres)
    planted["OPTIONS"]["options"] = "-c synchronous_commit=off"
    plant(planted)
    settings.ALLOW_UNSAFE_DATABASE = False
    found = checks.postgresql_keeps_what_it_is_given(None, databases=["default"])
    assert codes(found) == {"mestring.E005", "mestring.E012"}  # a test's role is a superuser too
    told = " ".join(problem.msg for problem in found)
    assert "synchronous_commit=off" in told
    if "TEST_POSTGRES_URL" not in os.environ:
        assert "fsync=off" in told
    settings.ALLOW_UNSAFE_DATABASE = True
    assert checks.postgresql_keeps_what_it_is_given(None, databases=["default"]) == []


# --- settings


@pytest.fixture
def reached(settings):
    """An installation that others reach, with nothing wrong."""
    settings.DEBUG = False
    settings.DEMO = False
    settings.HTTPS = True
    settings.ALLOWED_HOSTS = ["hjaelp.example"]
    settings.SECRET_KEY = "x" * 50
    settings.SESSION_COOKIE_SECURE = settings.CSRF_COOKIE_SECURE = True
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
    settings.ALLOW_UNSAFE_DATABASE = False
    return settings


def ours() -> set[str]:
    return {problem.id for problem in run_checks(tags=["security"]) if problem.id.startswith("mestring.")}


def test_safe_settings_are_let_through(reached) -> None:
    assert ours() == set()


@pytest.mark.parametrize(
    ("name", "value", "code"),
    [
        ("DEBUG", True, "E007"),
        ("SECRET_KEY", "kort", "E008"),
        ("SESSION_COOKIE_SECURE", False, "E009"),
        ("CSRF_COOKIE_SECURE", False, "E009"),
        ("PASSWORD_HASHERS", ["django.contrib.auth.hashers.MD5PasswordHasher"], "E010"),
        ("PASSWORD_HASHERS", [], "E010"),
        ("ALLOW_UNSAFE_DATABASE", True, "E011"),
        ("DEMO", True, "E006"),
    ],
)
def test_an_unsafe_setting_is_refused_where_others_reach(reached, name: str, value: object, code: str) -> None:
    setattr(reached, name, value)
    assert ours() == {f"mestring.{code}"}


@pytest.mark.parametrize(
    ("https", "debug", "hosts", "refused"),
    [
        (False, False, ["127.0.0.1", "localhost", "[::1]"], False),
        (True, False, ["127.0.0.1"], True),
        (False, False, ["127.0.0.1", "demo.example"], True),
        (False, False, ["*"], True),
        (False, False, [".localhost.example"], True),
    ],
)
def test_a_demo_answers_this_machine_only(reached, https: bool, debug: bool, hosts: list[str], refused: bool) -> None:
    reached.DEMO, reached.HTTPS, reached.DEBUG, reached.ALLOWED_HOSTS = True, https, debug, hosts
    assert ("mestring.E006" in ours()) is refused


def start(tmp_path: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Django set up and checked as a server would be, in a process of its own."""
    clean = {name: value for name, value in os.environ.items() if name not in ("ALLOW_UNSAFE_DATABASE", "DATABASE_URL", "DEMO", "HTTPS", "ALLOWED_HOSTS")}
    return subprocess.run(
        [sys.executable, "-c", "import django; django.setup(); from mestring.web.shell.checks import refuse_to_start_unsafe; refuse_to_start_unsafe()"],
        cwd=ROOT,
        env={**clean, "DJANGO_SETTINGS_MODULE": "mestring.config.settings", "VAR": str(tmp_path), **environment},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_a_real_installation_does_not_start_as_a_demo(tmp_path: Path) -> None:
    safe = start(tmp_path, HTTPS="1", ALLOWED_HOSTS="hjaelp.example")
    assert safe.returncode == 0, safe.stderr
    for environment in ({"HTTPS": "1"}, {"ALLOWED_HOSTS": "hjaelp.example"}):
        refused = start(tmp_path, DEMO="1", **environment)
        assert refused.returncode != 0
        assert "anybody could step into any role" in refused.stderr


def test_no_check_is_left_unregistered() -> None:
    """The checks of databases run only when asked for, so they are counted here."""
    from django.core.checks.registry import registry

    names = {check.__name__ for check in registry.get_checks()}
    assert {"sqlite_keeps_what_it_is_given", "postgresql_keeps_what_it_is_given", "demo_is_kept_apart", "settings_are_safe_for_others"} <= names
    assert connections["default"].alias == "default"
