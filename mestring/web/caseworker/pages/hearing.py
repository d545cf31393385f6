"""The citizen's word before a decision that goes against them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse

from mestring.cases import recipients
from mestring.cases.models import Application
from mestring.cases.states import ApplicationState
from mestring.decisions import actions, letters
from mestring.decisions.models import Hearing, HearingDraft, PlannedChange
from mestring.decisions.states import HearingState
from mestring.people.access import Actor
from mestring.rules.rulebook import open_library
from mestring.web.caseworker.pages import addresses
from mestring.web.caseworker.pages import case as case_page
from mestring.web.caseworker.pages.decision_forms import ROOMS, Hear, Plain
from mestring.web.caseworker.pages.letter import unreached
from mestring.web.components import days, deciding, lists
from mestring.web.components import letter as paper
from mestring.web.components.case import Person
from mestring.web.components.forms import Field, Form


@dataclass(frozen=True, slots=True)
class Held:
    """One hearing, and what can be done with it."""

    row: Hearing
    due: lists.Due
    letter_address: str
    answer_address: str
    lapse_address: str
    lapse: Plain | None


@dataclass(frozen=True)
class HearingPage:
    person: Person
    sign: str
    planned_change: str
    hearings: list[Held]
    may_send: bool
    letter: paper.Letter | None
    first: list[tuple[Field, Field]]
    more: list[tuple[Field, Field]]
    more_open: bool
    decide_address: str
    nobody: bool
    unreached: list[tuple[recipients.Recipient, str]]
    without: Field | None


def initial(application: Application, on: date) -> tuple[dict[str, Any], int]:
    """What is kept of a hearing that is being written, and its version; before anything is, the day to answer that is proposed."""
    kept = HearingDraft.objects.filter(application=application).first()
    if kept is None:
        return {"due_on": actions.proposed_answer_day(on)}, 0
    found: dict[str, Any] = {"planned": kept.planned, "due_on": kept.due_on or actions.proposed_answer_day(on), "short_because": kept.short_because}
    for number, one in enumerate(kept.facts[:ROOMS], 1):
        found |= {f"fact_{number}": one["text"], f"from_{number}": one["from"]}
    return found, kept.version


def build(application: Application, form: Form, on: date, *, to: Sequence[recipients.Recipient], letter: paper.Letter | None = None) -> HearingPage:
    """Everything the page shows. `to` is who a letter may go to; `letter` is how it would look if it were sent now."""
    drawn = {one.name: deciding.quiet(one) for one in form.shown}
    pairs = [(drawn[f"fact_{number}"], drawn[f"from_{number}"]) for number in range(1, ROOMS + 1)]
    change = PlannedChange.objects.filter(application=application).first()
    rows = [
        _held(one, application, on) for one in Hearing.objects.filter(application=application).select_related("letter", "document").order_by("-sent_on", "-pk")
    ]
    return HearingPage(
        person=case_page.person(application.case, on, back="Afgørelsen", back_address=addresses.address(application)),
        sign=open_library().sections[application.section].sign,
        planned_change=change.because if change and change.by_authority else "",
        hearings=rows,
        may_send=application.state in (ApplicationState.RECEIVED, ApplicationState.DECIDED) and not any(one.row.state == HearingState.SENT for one in rows),
        letter=letter,
        first=pairs[:2],
        more=pairs[2:],
        more_open=any(one.typed or one.error for pair in pairs[2:] for one in pair),
        decide_address=addresses.address(application),
        nobody=all(one.refused for one in to),
        unreached=unreached(to, application.case),
        without=drawn.get("without"),
    )


def _held(one: Hearing, application: Application, on: date) -> Held:
    at = [*addresses.at(application), one.public_id]
    over = one.state == HearingState.SENT and on > one.due_on
    return Held(
        row=one,
        due=lists.due(one.due_on, on, done_on=one.answered_on or (one.due_on if one.state == HearingState.LAPSED else None)),
        letter_address=reverse("caseworker:letter", args=[application.case.public_id, one.letter.public_id]),
        answer_address=reverse("caseworker:answer_hearing", args=at),
        lapse_address=reverse("caseworker:lapse_hearing", args=at),
        lapse=Plain(mark=f"uden-{one.pk}") if over else None,
    )


def preview(application: Application, form: Hear, by: Actor, on: date) -> paper.Letter:
    """The letter as it would be sent."""
    told = [one for one in form.told if one["text"]]
    content = letters.hearing_letter(application, planned=form.values["planned"], facts=told, due_on=form.values["due_on"], by=by, on=on)
    return paper.of(content, address_hidden=application.case.citizen.is_protected(on))


def documents(application: Application, on: date) -> list[tuple[str, str]]:
    """The papers of the case an answer can stand in, the newest first."""
    rows = application.case.documents.filter(error_on=None).order_by("-happened_on", "-pk")[:50]
    return [(str(one.public_id), f"{one.title}, {days.short(one.happened_on, on)}") for one in rows]
