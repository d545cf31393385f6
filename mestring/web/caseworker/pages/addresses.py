"""Where the pages of an application and its decisions are, and what its section is called."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from mestring.cases.models import Application
from mestring.decisions.models import Decision
from mestring.rules.rulebook import open_library


def at(application: Application) -> list[Any]:
    """What the addresses of an application are made of."""
    return [application.case.public_id, application.public_id]


def address(application: Application) -> str:
    """The page where the decision is prepared and made."""
    return reverse("caseworker:decide", args=at(application))


def decision_address(decision: Decision) -> str:
    """The page of a decision that was made."""
    return reverse("caseworker:decision", args=[*at(decision.application), decision.public_id])


def letter_address(decision: Decision) -> str:
    """The page where its letter is read and sent."""
    return reverse("caseworker:decision_letter", args=[*at(decision.application), decision.public_id])


def sign(section: str) -> str:
    """`§ 85`; empty for none."""
    return open_library().sections[section].sign if section else ""
