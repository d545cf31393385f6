"""From whom a letter is, to whom, and about which case: read from the case's own rows."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Literal

from mestring.cases import recipients
from mestring.cases.letters.text import Recipient, RuleSource, Sender, Signature
from mestring.cases.letters.wording.common import Applied, Envelope
from mestring.cases.models import Application, Case
from mestring.people.access import Actor
from mestring.people.models import Employee
from mestring.rules import danish
from mestring.rules.rulebook import open_library
from mestring.rules.rulebook.model import Section


def envelope(case: Case, *, standard: str, by: Actor, on: date) -> Envelope:
    """The frame of every letter in a case.

    Shapes: `standard` names the council that writes. The recipient is the citizen; each one a copy goes to has their own sheet, with their own address only.
    """
    writer = Employee.objects.filter(pk=by.employee).first()
    return Envelope(
        recipient=_recipient(case, on),
        sender=_sender(case, standard),
        case_number=case.number,
        on=on,
        signed_by=Signature(name=by.name, title=writer.title if writer else ""),
    )


def _recipient(case: Case, on: date) -> Recipient:
    citizen, *others = recipients.recipients(case, on)
    return replace(citizen.printed(), copy_to=tuple(one.name for one in others if not one.refused))


def _sender(case: Case, standard: str) -> Sender:
    unit = case.team
    lines = tuple(part.strip() for part in unit.address.split(",") if part.strip())
    return Sender(
        council=open_library().standard(standard).name,
        unit=unit.name,
        address=lines,
        phone=unit.phone,
        email=unit.email,
        post="i Digital Post" if case.citizen.digital_post and case.citizen.cpr else f"på {', '.join(lines)}" if lines else "i Digital Post",
    )


def shown(section: Section) -> str:
    """The section's number as a letter writes it: `82 b`, and `105` of another act than serviceloven."""
    return section.sign.rpartition("§ ")[2]


def law(section: Section) -> Literal["serviceloven", "almenboligloven"]:
    """The act the section stands in."""
    return "almenboligloven" if section.law.startswith("ABL") else "serviceloven"


def applied(application: Application) -> Applied:
    """What was applied for, as a letter says it: by the name the help had the day the application came."""
    section, on = open_library().sections[application.section], application.received_on
    return Applied(section=shown(section), name=section.named(on), where=f"Ansøgning {danish.date_plain(on)}", law=law(section), wish=application.wish)


def deadline_source(application: Application) -> RuleSource | None:
    """The rule behind the deadline."""
    finding = application.finding
    if finding.get("published_by_council"):
        return RuleSource(id="published-deadline", label=finding["source"])
    if not finding.get("rule"):
        return None
    return RuleSource(id=finding["rule"], label=finding.get("source") or finding["rule"])
