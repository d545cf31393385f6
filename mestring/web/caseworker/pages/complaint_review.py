"""The review of a complaint: the decisions that may give the citizen right, and the answer as it will be read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from mestring.cases import recipients
from mestring.cases.letters import text
from mestring.cases.letters.completeness import complete
from mestring.complaints import letters
from mestring.complaints.models import Complaint
from mestring.decisions.models import Decision
from mestring.people.access import Actor
from mestring.web.caseworker.pages import case as case_page
from mestring.web.caseworker.pages import letter as letter_page
from mestring.web.caseworker.pages.complaint_named import address, title
from mestring.web.components import letter as paper
from mestring.web.components.case import Need, Person


def correcting(found: Complaint) -> str:
    """Where the decision is replaced by a new one."""
    if found.decision is None:
        return address(found)
    return reverse("caseworker:correct_decision", args=[found.case.public_id, found.decision.application.public_id, found.decision.public_id])


def candidates(found: Complaint) -> list[Decision]:
    """New decisions that may give the citizen right."""
    old = found.decision
    if old is None:
        return []
    rows = Decision.objects.standing().filter(application__case=found.case, section=old.section, decided_on__gte=found.received_on)
    return list(rows.exclude(pk=old.pk).order_by("-decided_on", "-pk"))


@dataclass(frozen=True)
class AnswerPage:
    person: Person
    paper: paper.Letter
    missing: list[Need]
    to: Sequence[recipients.Recipient]
    unreached: list[tuple[recipients.Recipient, str]]
    nobody: bool


def answer_page(found: Complaint, standard: str, by: Actor, on: date) -> AnswerPage:
    """The answer to a reviewed complaint as it will be read, with where every sentence comes from."""
    case = found.case
    content: text.Letter = letters.answer(found, standard=standard, by=by, on=on)
    to = recipients.recipients(case, on)
    return AnswerPage(
        person=case_page.person(case, on, back=title(found), back_address=address(found)),
        paper=paper.of(content, addresses=letter_page.addresses(content, address(found)), address_hidden=case.citizen.is_protected(on)),
        missing=[
            Need(one.text, reverse("caseworker:citizen", args=[case.citizen.public_id]) if one.part.startswith("recipient") else "", one.rule)
            for one in complete(content)
        ],
        to=to,
        unreached=letter_page.unreached(to, case),
        nobody=all(one.refused for one in to),
    )
