"""A real server on a database file of its own, as `make run` starts it, and a client that writes down what it was told yes to."""

from __future__ import annotations

import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

ROOT = Path(__file__).resolve().parents[2]
SETTINGS = """
from mestring.config.settings import *
STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
if not (BASE / "mestring" / "cases" / "migrations" / "0001_initial.py").exists():
    MIGRATION_MODULES = {room: None for room in ("audit", "people", "cases", "assessments", "decisions", "delivery", "followups", "complaints")}
"""
TOKEN = "c" * 32
BOUNDARY = "promise"


def environment(folder: Path, **more: str) -> dict[str, str]:
    (folder / "served.py").write_text(SETTINGS, encoding="utf-8")
    found = {key: value for key, value in os.environ.items() if key not in ("DATABASE_URL", "ALLOW_UNSAFE_DATABASE", "DEMO", "HTTPS", "DEBUG")}
    paths = f"{folder}{os.pathsep}{ROOT}"
    return {**found, "DJANGO_SETTINGS_MODULE": "served", "PYTHONPATH": paths, "VAR": str(folder), "SECRET_KEY": "for tests only " * 3, **more}


def run(folder: Path, module: str, *arguments: str, **more: str) -> Any:
    """Run one of the modules beside this one against the installation, and read the last line it prints."""
    command = [sys.executable, "-m", f"tests.promises.{module}", *arguments]
    done = subprocess.run(command, cwd=ROOT, env=environment(folder, **more), capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stderr[-3000:]
    return json.loads(done.stdout.strip().splitlines()[-1])


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


@dataclass
class Server:
    """One installation. Shapes: `before` are words put before the server's own command, as a tracer's; `more` is what its environment says beside the usual."""

    folder: Path
    port: int = field(default_factory=free_port)
    workers: int = 1
    before: tuple[str, ...] = ()
    more: dict[str, str] = field(default_factory=dict)
    process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        granian = Path(sys.executable).with_name("granian")
        command = [
            *self.before, str(granian), "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(self.port), "--workers", str(self.workers),
            "--blocking-threads", "4", "--no-ws", "--log-level", "warning", "mestring.config.wsgi:application",
        ]  # fmt: skip
        with (self.folder / "server.log").open("ab") as log:
            self.process = subprocess.Popen(command, cwd=ROOT, env=environment(self.folder, **self.more), stdout=log, stderr=log, start_new_session=True)

    def wait(self, seconds: float = 60) -> None:
        """Until it serves."""
        ends = time.monotonic() + seconds
        while time.monotonic() < ends:
            try:
                if self.get("/sund/")[0] == 200:
                    return
            except OSError:
                pass
            assert self.process is None or self.process.poll() is None, (self.folder / "server.log").read_text(encoding="utf-8")[-2000:]
            time.sleep(0.05)
        raise AssertionError("the server did not begin to serve")

    def kill(self) -> None:
        """Nobody is told: the server and all its workers are gone at once."""
        assert self.process is not None
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def stop(self) -> None:
        if self.process is not None and self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGTERM)
            try:
                self.process.wait(timeout=15)
            except subprocess.TimeoutExpired:
                self.kill()

    def get(self, path: str, session: str = "") -> tuple[int, bytes]:
        return self._ask("GET", path, session, None, {})

    def post(self, path: str, session: str, values: dict[str, str]) -> tuple[int, bytes]:
        body = urlencode({**values, "csrfmiddlewaretoken": TOKEN}).encode()
        return self._ask("POST", path, session, body, {"Content-Type": "application/x-www-form-urlencoded"})

    def upload(self, path: str, session: str, values: dict[str, str], name: str, content: bytes) -> tuple[int, bytes]:
        parts = [
            f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{key}"\r\n\r\n{value}\r\n'
            for key, value in {**values, "csrfmiddlewaretoken": TOKEN}.items()
        ]
        head = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\nContent-Type: text/plain\r\n\r\n'
        body = "".join(parts).encode() + head.encode() + content + f"\r\n--{BOUNDARY}--\r\n".encode()
        return self._ask("POST", path, session, body, {"Content-Type": f"multipart/form-data; boundary={BOUNDARY}"})

    def _ask(self, method: str, path: str, session: str, body: bytes | None, headers: dict[str, str]) -> tuple[int, bytes]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        try:
            cookies = f"csrftoken={TOKEN}" + (f"; mestring={session}" if session else "")
            connection.request(method, path, body, {**headers, "Cookie": cookies})
            answer = connection.getresponse()
            return answer.status, answer.read()
        except http.client.HTTPException as error:
            raise ConnectionError(str(error)) from error
        finally:
            connection.close()
