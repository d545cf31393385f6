"""A letter on the screen: as paper with its sources, what is missing, who gets it, and how far it has come."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from mestring.cases import recipients
from mestring.cases.letters import text
from mestring.cases.letters.completeness import complete
from mestring.cases.models import Case, Dispatch, Hold, Letter
from mestring.cases.states import DispatchState, LetterState
from mestring.complaints.models import Complaint
from mestring.decisions.models import Decision, Hearing
from mestring.people import access
from mestring.rules.rulebook import open_library
from mestring.web.components import days
from mestring.web.components import letter as paper
from mestring.web.components.case import Need
from mestring.web.components.forms import Form
from mestring.web.components.marks import MET, NOT_MET, Mark

Carrier = Dispatch.Carrier


@dataclass(frozen=True, slots=True)
class To:
    """Somebody the letter may go to, or may not."""

    name: str
    role: str
    way: str
    refused: str


@dataclass(frozen=True, slots=True)
class Sending:
    """One sending, and what can be done about it. Shapes: `stopped` it waits for a person; `unsure` nobody knows whether it left; `form` carries the key of trying again."""

    id: str
    name: str
    way: str
    mark: Mark
    when: str
    trouble: str
    stopped: bool
    unsure: bool
    form: Form


@dataclass(frozen=True)
class LetterPage:
    letter: Letter
    paper: paper.Letter
    kind: str
    state: str
    is_draft: bool
    missing: list[Need]
    to: list[To]
    nobody: bool
    sendings: list[Sending]
    may_send: bool
    may_recall: bool
    leaves_at: datetime | None
    window: int
    about_address: str
    receipt_of: str


def build(letter: Letter, on: date) -> LetterPage:
    """Everything the page shows."""
    case = letter.case
    content = text.Letter.from_json(letter.content)
    is_draft = letter.state == LetterState.DRAFT
    rows = list(letter.dispatches.select_related("representation").order_by("pk"))
    writes = access.gives(case.ties, "letter.send")
    about, receipt_of = _about(letter)
    to = [_to(one) for one in recipients.recipients(case, on)] if is_draft else []
    waiting = [row.not_before for row in rows if row.state == DispatchState.QUEUED]
    return LetterPage(
        letter=letter,
        paper=paper.of(content, addresses=addresses(content, about), address_hidden=case.citizen.is_protected(on)),
        kind=content.kind.label,
        state=letter.get_state_display(),
        is_draft=is_draft,
        missing=[Need(one.text, _mend(one.part, case), one.rule) for one in complete(content)] if is_draft else [],
        to=to,
        nobody=is_draft and all(one.refused for one in to),
        sendings=[_sending(row, case, on) for row in rows],
        may_send=writes,
        may_recall=writes and letter.state == LetterState.QUEUED and not any(row.state in (DispatchState.SENDING, DispatchState.SENT) for row in rows),
        leaves_at=timezone.localtime(min(waiting)) if waiting else None,
        window=settings.RECALL_MINUTES,
        about_address=about,
        receipt_of=receipt_of,
    )


# ------------------------------------------------------------------------------------------------ the paper


def addresses(content: text.Letter, about: str) -> dict[str, str]:
    """Where each source leads: the rule a sentence rests on, or the page its fact or reason was written on, where it is mended."""
    return {one.origin.shown: _source_address(one.origin, about) for one in content.sentences()}


def _source_address(origin: text.Origin, about: str) -> str:
    if isinstance(origin, text.RuleSource):
        try:
            open_library().entry(origin.id)
        except KeyError:
            return ""
        return reverse("public:rule", args=[origin.id])
    return "" if isinstance(origin, text.Fixed) else about


def _about(letter: Letter) -> tuple[str, str]:
    """The page of what the letter is about; and, for a receipt, the application it can be written anew from."""
    case = letter.case
    if letter.about is None:
        return reverse("caseworker:case", args=[case.public_id]), ""
    if letter.kind == Letter.Kind.RECEIPT:
        first = case.applications.filter(submission=letter.about).order_by("pk").first()
        if first:
            where = [case.public_id, first.public_id]
            return reverse("caseworker:application", args=where), reverse("caseworker:write_receipt", args=where)
    if letter.kind == Letter.Kind.DELAY_NOTICE:
        hold = Hold.objects.filter(public_id=letter.about, application__case=case).select_related("application").first()
        if hold:
            return reverse("caseworker:application", args=[case.public_id, hold.application.public_id]), ""
    if letter.kind == Letter.Kind.INFORMATION_REQUEST and case.requests.filter(public_id=letter.about).exists():
        return reverse("caseworker:request", args=[case.public_id, letter.about]), ""
    if letter.kind == Letter.Kind.DECISION and (decision := Decision.objects.filter(letter=letter).select_related("application").first()):
        return reverse("caseworker:decision", args=[case.public_id, decision.application.public_id, decision.public_id]), ""
    if letter.kind == Letter.Kind.HEARING and (hearing := Hearing.objects.filter(letter=letter).select_related("application").first()):
        return reverse("caseworker:hearing", args=[case.public_id, hearing.application.public_id]), ""
    if letter.kind in (Letter.Kind.COMPLAINT_RECEIPT, Letter.Kind.COMPLAINT_DECISION) and Complaint.objects.filter(public_id=letter.about).exists():
        return reverse("caseworker:complaint", args=[case.public_id, letter.about]), ""
    return reverse("caseworker:case", args=[case.public_id]), ""


def _mend(part: str, case: Case) -> str:
    """Where a part of the envelope is mended."""
    return reverse("caseworker:citizen", args=[case.citizen.public_id]) if part.startswith("recipient") else ""


# ------------------------------------------------------------------------------------------------ to whom


def _to(one: recipients.Recipient) -> To:
    if one.carrier == Carrier.DIGITAL_POST:
        way = "Digital Post"
    elif one.protected:
        way = "Brev til en beskyttet adresse"
    else:
        way = f"Brev til {', '.join(one.address)}" if one.address else "Brev"
    return To(one.name, one.role, way, one.refused)


_MARKS = {
    DispatchState.QUEUED: Mark("open", "–", "Venter"),
    DispatchState.SENDING: Mark("open", "–", "Er ved at blive sendt"),
    DispatchState.SENT: Mark(MET.shape, MET.sign, "Sendt"),
    DispatchState.RECALLED: Mark(NOT_MET.shape, NOT_MET.sign, "Ikke sendt"),
    DispatchState.STOPPED: Mark("soon", "!", "Stoppet"),
}


def _sending(row: Dispatch, case: Case, on: date) -> Sending:
    state = DispatchState(row.state)
    unsure = state == DispatchState.SENDING and bool(row.trouble)
    when = ""
    if row.sent_at:
        when = f"Sendt {days.in_text(timezone.localdate(row.sent_at), on)}"
        when += f", regnes for modtaget {days.in_text(row.received_on, on)}" if row.received_on else ""
    return Sending(
        id=str(row.public_id),
        name=row.representation.name if row.representation else case.citizen.name,
        way=row.get_carrier_display(),
        mark=Mark("soon", "!", "Usikkert, om det er sendt") if unsure else _MARKS[state],
        when=when,
        trouble=row.trouble,
        stopped=state == DispatchState.STOPPED,
        unsure=unsure,
        form=Form(),
    )
