"""`mestring post`: what it prints and how it ends."""

from __future__ import annotations

import signal
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from mestring.audit import clock
from mestring.config.cli import main, post
from mestring.people.models import Citizen
from tests import given
from tests.cases.given_letters import LATER, queued

pytestmark = pytest.mark.django_db


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, [*arguments])


@pytest.fixture(autouse=True)
def _folders(settings: Any, tmp_path: Path) -> None:
    settings.VAR = tmp_path
    settings.DOCUMENTS = settings.OUTBOX = None
    settings.POST = "folder"
    settings.RECALL_MINUTES = 30


def test_the_outbox_tells_how_many_and_nothing_else(tmp_path: Path) -> None:
    by = given.caseworker()
    queued(given.case(by), by)
    other = given.citizen(by, first_name="En", last_name="Anden")
    queued(given.case(by, other), by)
    Citizen.objects.filter(pk=other.pk).update(died_on=given.TODAY)
    with clock.at(LATER):
        done = run("post")
    assert (done.exit_code, done.output) == (1, "Sendt: 1. Stoppet: 1. Forsøges igen: 0. Uvist: 0.\n")
    assert len(list((tmp_path / "outbox").glob("*.pdf"))) == 1
    with clock.at(LATER):
        again = run("post")
    assert (again.exit_code, again.output) == (0, "Sendt: 0. Stoppet: 0. Forsøges igen: 0. Uvist: 0.\n")


def test_the_loop_goes_on_after_a_fault_and_ends_when_it_is_told_to(monkeypatch: pytest.MonkeyPatch) -> None:
    rounds: list[int] = []
    told: dict[int, Any] = {}

    def once(*_: Any, **__: Any) -> int:
        rounds.append(1)
        if len(rounds) == 1:
            raise RuntimeError("Karen Prøve")
        told[signal.SIGTERM]()
        return 0

    monkeypatch.setattr(post, "_once", once)
    monkeypatch.setattr(post, "_close", lambda: None)
    monkeypatch.setattr(post, "PAUSE", 0)
    monkeypatch.setattr(signal, "signal", lambda number, what: told.update({number: what}))
    done = run("post", "--loop")
    assert (done.exit_code, len(rounds)) == (0, 2)
    assert "RuntimeError" in done.output
    assert "Karen" not in done.output
