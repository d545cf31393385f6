"""A complaint by its name and where it is, and the frame its forms stand in."""

from __future__ import annotations

from datetime import date

from django.urls import reverse

from mestring.complaints.models import Complaint
from mestring.decisions.models import Decision
from mestring.decisions.states import DecisionState
from mestring.web.caseworker.pages.addresses import sign
from mestring.web.caseworker.pages.form_page import FormPage
from mestring.web.components import days


def address(found: Complaint, name: str = "complaint") -> str:
    """A page of the complaint."""
    return reverse(f"caseworker:{name}", args=[found.case.public_id, found.public_id])


def title(found: Complaint) -> str:
    """What the complaint is of."""
    if found.kind == Complaint.Kind.DECISION and found.decision:
        return f"Klage over afgørelsen om {sign(found.decision.section)}"
    return "Klage over sagens behandling" if found.kind == Complaint.Kind.HANDLING else "Klage over en medarbejder eller udførelsen"


def named(decision: Decision, on: date) -> str:
    """A decision as a choice: `§ 85: afslag, 25. november`."""
    replaced = " (erstattet)" if decision.state == DecisionState.REPLACED else ""
    return f"{sign(decision.section)}: {decision.get_outcome_display().lower()}, {days.plain(decision.decided_on, on)}{replaced}"


def form_page(found: Complaint, heading: str, button: str, *, lead: str = "", note: str = "") -> FormPage:
    """A form that belongs to a complaint."""
    return FormPage(heading, button, title(found), address(found), lead, note)
