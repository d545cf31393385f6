"""The application's page, and the kinds a form asks for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse

from mestring.cases import proposals
from mestring.cases.actions.application import steps_of
from mestring.cases.models import Application, Hold
from mestring.cases.states import ApplicationState
from mestring.people import access
from mestring.rules.finding import Step
from mestring.rules.rulebook import open_library
from mestring.web.caseworker.pages import case as case_page
from mestring.web.components import days, fields, lists, traces
from mestring.web.components.case import Pair, Person
from mestring.web.components.forms import Form


@dataclass(frozen=True)
class ApplicationPage:
    person: Person
    title: str
    due: lists.Due | None
    steps: tuple[Step, ...]
    notice: proposals.Proposed | None
    paused: Hold | None
    open: bool
    may_change: bool
    pairs: list[Pair]
    receipt: Form


def build(found: Application, on: date) -> ApplicationPage:
    """What the page shows."""
    case = found.case
    section = open_library().sections.get(found.section)
    is_open = found.state == ApplicationState.RECEIVED
    return ApplicationPage(
        person=case_page.person(case, on, back=f"Sag {case.number}", back_address=reverse("caseworker:case", args=[case.public_id])),
        title=f"Ansøgning om {section.plain_title or section.title} ({section.sign})" if section else "Ansøgning uden paragraf",
        due=lists.due(found.deadline, on, done_on=found.ended_on) if found.deadline else None,
        steps=traces.steps(steps_of(found)),
        notice=proposals.notice_by(found.deadline, on) if found.deadline and is_open else None,
        paused=next((hold for hold in found.holds.all() if hold.kind == Hold.Kind.PAUSE and hold.until is None), None),
        open=is_open,
        may_change=is_open and access.gives(case.ties, "application.change"),
        pairs=_pairs(found, on),
        receipt=Form(),
    )


def _pairs(found: Application, on: date) -> list[Pair]:
    standard = open_library().standard(found.standard)
    came = f"{days.in_text(found.received_on, on)}, {found.get_channel_display().lower()}"
    ended = f", {days.plain(found.ended_on, on)}" if found.ended_on else ""
    pairs = [Pair("Modtaget", came)]
    if found.sent_by:
        pairs.append(Pair("Søgt af", found.sent_by))
    pairs.append(Pair("Ønsker", found.get_wish_display()))
    if found.kind_label:
        pairs.append(Pair("Ansøgningens art", found.kind_label))
    pairs.append(Pair("Stand", f"{found.get_state_display()}{ended}", found.ended_because))
    where = reverse("public:section", args=[found.standard, found.section]) if found.section else ""
    pairs.append(Pair("Afgøres efter", f"{standard.short}, udgave {found.edition}", address=where))
    return pairs


def address(found: Application) -> str:
    """The application's page."""
    return reverse("caseworker:application", args=[found.case.public_id, found.public_id])


def add_kinds(form: Form, standard: str, sections: list[str], on: date) -> list[str]:
    """Ask for the kind of each section whose deadline depends on it. Answers the names of the fields added."""
    added = []
    for section in sections:
        found = open_library().sections.get(section)
        if found is None:
            continue
        kinds = proposals.kinds(standard, section, on)
        if len({(kind.entry, kind.length) for kind in kinds}) > 1:
            name = f"kind_{section}"
            choices = [(kind.id, kind.label) for kind in kinds]
            form.fields[name] = fields.Choice(
                f"Hvad er det for en ansøgning om {found.sign}?", choices, shape="radios", missing="Vælg det, der passer. Fristen afhænger af det."
            )
            added.append(name)
    return added


def kinds_unasked(form: Form, asks: list[str], sent: Mapping[str, Any]) -> bool:
    """Whether the form was sent before it had asked for the kinds: then it comes back with them, and nothing is wrong yet."""
    return any(name not in sent for name in asks) and not any(name in sent for name in asks)
