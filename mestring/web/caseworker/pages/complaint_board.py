"""A complaint sent on to the board: by when, its papers, what the board said, and how a case that comes back begins."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse

from mestring.cases import proposals
from mestring.complaints import papers
from mestring.complaints.actions.next import next_step
from mestring.complaints.models import BoardReason, Complaint
from mestring.complaints.states import ComplaintState
from mestring.web.caseworker.pages.complaint_named import address
from mestring.web.components import days
from mestring.web.components.case import Pair


@dataclass(frozen=True, slots=True)
class Line:
    """One paper of the index. Shapes: `address` is empty for what has no page of its own."""

    number: int
    kind: str
    title: str
    day: date
    address: str


def forward_lead(found: Complaint, on: date) -> str:
    """By when it must be sent on, the same as the complaint's own page says."""
    step = next_step(found)
    if found.state == ComplaintState.MAINTAINED and found.review_due and step and step.on:
        work_by = "" if step.on == found.review_due else f" Sidste arbejdsdag før er {days.in_text(step.on, on)}."
        return f"Senest {days.in_text(found.review_due, on)}, fire uger efter at klagen kom (RSL § 66).{work_by}"
    if found.kept_on:
        return f"Borgeren sagde {days.in_text(found.kept_on, on)}, at resten skal videre. Send den nu (RSL § 66)."
    return ""


_PAGES = {"note": "note", "document": "document", "letter": "letter", "application": "application"}


def lines(found: Complaint, stored: Iterable[Mapping[str, Any]]) -> list[Line]:
    """An index as it was kept."""
    return [Line(one["number"], papers.KINDS[one["kind"]], one["title"], date.fromisoformat(one["day"]), _paper_address(found, one)) for one in stored]


def _paper_address(found: Complaint, one: Mapping[str, Any]) -> str:
    if one["kind"] in papers.ALWAYS:
        return address(found)
    if one["kind"] == "decision":
        return reverse("caseworker:decision", args=[found.case.public_id, one["within"], one["id"]])
    if one["kind"] == "target_group":
        return reverse("caseworker:eligibility", args=[found.case.public_id, one["within"]])
    name = _PAGES.get(one["kind"])
    return reverse(f"caseworker:{name}", args=[found.case.public_id, one["id"]]) if name else ""


def _slags(kind: str) -> str:
    """The kind of paper where its title does not say it."""
    return f"{papers.KINDS[kind].lower()}, " if kind in ("note", "document", "letter") else ""


def everything(found: Complaint, on: date) -> list[Line]:
    """Every paper that would go on."""
    return lines(found, papers.papers(found, on))


def paper_choices(found: Complaint, on: date) -> list[tuple[str, str]]:
    """The papers that may be left out, as choices."""
    return [
        (one["key"], f"{one['number']}. {one['title']} ({_slags(one['kind'])}{days.short(date.fromisoformat(one['day']), on)})")
        for one in papers.papers(found, on)
        if one["kind"] not in papers.ALWAYS
    ]


def said(found: Complaint, on: date) -> list[Pair]:
    """When it was sent, what the board decided and why, and what came of it."""
    if found.forwarded_on is None:
        return []
    pairs = [Pair("Sendt", days.in_text(found.forwarded_on, on))]
    if found.late_because:
        pairs.append(Pair("Hvorfor efter fristen", found.late_because))
    if found.board_reference:
        pairs.append(Pair("Sagsnummer dér", found.board_reference))
    if not found.board_outcome:
        return [*pairs, Pair("Afgørelse", "Er ikke kommet endnu")]
    pairs.append(Pair("Afgørelse", found.get_board_outcome_display()))
    if found.board_decided_on and found.board_received_on:
        pairs += [Pair("Afgjort", days.in_text(found.board_decided_on, on)), Pair("Modtaget her", days.in_text(found.board_received_on, on))]
    pairs += [Pair("Begrundelse", str(BoardReason(code).label)) for code in found.board_reasons]
    if found.board_words:
        pairs.append(Pair("Det skrev de", found.board_words))
    if found.restarted:
        where = reverse("caseworker:application", args=[found.case.public_id, found.restarted.public_id])
        deadline = f"svar senest {days.in_text(found.restarted.deadline, on)}" if found.restarted.deadline else ""
        pairs.append(Pair("Begynder forfra", "Ny ansøgning", deadline, address=where))
    if found.restored:
        earlier = found.restored.decision
        where = reverse("caseworker:decision", args=[found.case.public_id, earlier.application.public_id, earlier.public_id])
        pairs.append(Pair("Gælder igen", f"Bevillingen fra {days.in_text(found.restored.begins_on, on)}", address=where))
    if found.carried_out_on:
        pairs.append(Pair("Ført ud i livet", found.carried_out, days.in_text(found.carried_out_on, on)))
    return pairs


def kinds_of_restart(found: Complaint, standard: str, on: date) -> list[tuple[str, str]]:
    """The kinds of application a remitted case may begin anew as, when there is more than one and the old one's is not among them."""
    if found.decision is None:
        return []
    old = found.decision.application
    kinds = proposals.kinds(standard, old.section, on)
    if old.kind in {one.id for one in kinds} or len({(one.entry, one.length) for one in kinds}) == 1:
        return []
    return [(one.id, one.label) for one in kinds]
