"""`mestring demo`, and the outbox of a demo whose day is moved."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from mestring.audit import demo
from mestring.cases.models import Case, Dispatch, Letter
from mestring.config.cli import main
from mestring.people.models import Citizen
from stories import everything, telling
from stories.house import found

pytestmark = pytest.mark.django_db
LETTERS = "Brevene på bordet"


@pytest.fixture(autouse=True)
def one_story(settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A demo of one story, in folders of the test's own."""
    settings.DEMO, settings.COUNCIL = True, "vejle"
    settings.DOCUMENTS, settings.OUTBOX = tmp_path / "documents", tmp_path / "outbox"
    chosen = [one for one in telling.STORIES if one.title == LETTERS]
    monkeypatch.setattr(everything, "stories", lambda council: chosen)


def _run(*arguments: str) -> Result:
    return CliRunner().invoke(main, [*arguments])


def test_a_demo_is_told_once_and_filled_as_often_as_one_likes() -> None:
    first = _run("demo", "--citizens", "3")
    assert first.exit_code == 0, first.output
    assert "1 historier er fortalt i Vejle Kommune." in first.output
    assert "3 borgere er lavet." in first.output
    assert demo.day() == everything.TODAY
    second = _run("demo", "--citizens", "2")
    assert "Demoen står her allerede." in second.output
    assert (Citizen.objects.count(), Case.objects.count()) == (3 + 3 + 2, 3 + 3 + 2)


def test_a_real_installation_is_never_filled(settings: Any) -> None:
    settings.DEMO = False
    refused = _run("demo")
    assert refused.exit_code == 1
    assert "make demo COUNCIL=vejle" in refused.output
    assert not Citizen.objects.exists()


def test_a_demo_that_was_interrupted_says_how_to_begin_again() -> None:
    found("vejle")
    refused = _run("demo")
    assert refused.exit_code == 1
    assert "make clean-demo" in refused.output
    assert demo.day() is None


def test_a_letter_leaves_on_its_own_day_however_far_the_day_is_moved() -> None:
    assert _run("demo").exit_code == 0
    waiting = Dispatch.objects.get(state="queued")
    demo.move_to(date(2026, 12, 16))
    sent = _run("post")
    assert (sent.exit_code, sent.output) == (0, "Sendt: 1. Stoppet: 0. Forsøges igen: 0. Uvist: 0.\n")
    waiting.refresh_from_db()
    assert waiting.sent_at is not None
    assert waiting.sent_at.date() == date(2026, 11, 25)
    assert waiting.received_on == date(2026, 12, 3)
    assert Letter.objects.get(pk=waiting.letter_id).state == "sent"
