"""A process and a database for one measurement alone, both gone after it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent


def run(script: str, vendor: str, *asked: str) -> dict[str, Any]:
    """What the script prints last, as JSON, when it is run as its own child on a new database. Raises: SystemExit with what it said when it failed."""
    with ExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="mestring-bench-"))
        environment = {**os.environ, "VAR": folder, "SECRET_KEY": "for measuring only, and nothing else at all", "COUNCIL": "vejle"}
        environment.pop("DATABASE_URL", None)
        if vendor == "postgresql":
            from tests import postgres

            environment["DATABASE_URL"] = stack.enter_context(postgres.running(durable=True))
        done = subprocess.run([sys.executable, script, "--child", *asked], cwd=ROOT, env=environment, capture_output=True, text=True, timeout=3000, check=False)
        if done.returncode:
            raise SystemExit(done.stderr[-3000:])
        found: dict[str, Any] = json.loads(done.stdout.strip().splitlines()[-1])
        return found
