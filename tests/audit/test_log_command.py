"""`mestring log`: what it prints and how it ends."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from mestring.audit import acts
from mestring.audit.models import Entry
from mestring.config.cli import main
from mestring.people import access
from tests import given
from tests.audit.guards import without_guards

pytestmark = pytest.mark.django_db


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, [*arguments])


@pytest.fixture(autouse=True)
def _folder(settings: Any, tmp_path: Path) -> None:
    settings.ANCHORS = tmp_path / "anchors.jsonl"


@pytest.fixture
def log() -> None:
    for _ in range(5):
        acts.record("try", given.unit(), by=access.house(given.TODAY), on=given.TODAY)


def test_a_log_that_holds_ends_well_and_is_anchored(log: None, tmp_path: Path) -> None:
    assert run("log", "anchor").output == "Forankret: 1.\n"
    assert (tmp_path / "anchors.jsonl").exists()
    done = run("log", "verify")
    assert (done.exit_code, done.output) == (0, f"Brud: 0. Rækker: {Entry._base_manager.count()}. Forankret: 1.\n")


def test_a_broken_log_is_told_and_not_anchored(log: None) -> None:
    with without_guards(Entry):
        Entry._base_manager.filter(number=3).update(actor="somebody else")
        done = run("log", "verify", "--json")
        assert (done.exit_code, [one["number"] for one in json.loads(done.output)]) == (1, [3])
        assert "Række 3 er ændret" in run("log", "verify").output
        refused = run("log", "anchor")
    assert refused.exit_code == 1
    assert "forankres ikke" in refused.output
