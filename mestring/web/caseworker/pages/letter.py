"""A letter on the screen: as paper with its sources, what is missing, who gets it, and how far it has come."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from mestring.cases import recipients
from mestring.cases.actions import writing
from mestring.cases.actions.letter import pointless
from mestring.cases.letters import text
from mestring.cases.letters.completeness import complete
from mestring.cases.models import Case, Dispatch, Hold, InformationRequest, Letter
from mestring.cases.states import DispatchState, LetterState
from mestring.complaints.actions import telling as complaints
from mestring.complaints.models import Complaint
from mestring.decisions.models import Decision, Hearing
from mestring.people import access
from mestring.people.access import Actor
from mestring.rules.rulebook import open_library
from mestring.web.caseworker.pages.journal import ANSWER_WITHIN, propose_due
from mestring.web.components import days, fields
from mestring.web.components import letter as paper
from mestring.web.components.case import Need
from mestring.web.components.forms import Form
from mestring.web.components.marks import MET, NOT_MET, Mark
from mestring.web.shell import installation

Carrier = Dispatch.Carrier


class ToSend(Form):
    """Nothing is asked, unless somebody who is to have the letter has no address: then why it is sent all the same."""

    without = fields.Text(
        "Hvorfor sendes brevet uden?", hint="For eksempel: adressen er efterlyst hos værgen", missing="Skriv, hvorfor brevet sendes uden.", limit=300
    )

    def __init__(self, data: Any = None, files: Any = None, *, asks: bool, **more: Any) -> None:
        super().__init__(data, files, **more)
        if not asks:
            del self.fields["without"]

    @property
    def because(self) -> str:
        return str(self.values.get("without", ""))


class ToRewrite(Form):
    """Nothing is asked, unless the day to answer by in the draft is over: then another, proposed as for a new request."""

    due_on = fields.Date("Svar senest")

    def __init__(self, data: Any = None, files: Any = None, *, late: InformationRequest | None, on: date, **more: Any) -> None:
        super().__init__(data, files, initial={"due_on": propose_due(on)}, **more)
        if late is None:
            del self.fields["due_on"]
        else:
            self.fields[
                "due_on"
            ].help_text = f"{days.in_text(late.due_on, on).capitalize()} giver ikke tid til at svare. Foreslået: {ANSWER_WITHIN} arbejdsdage fra i dag"


def asks_why(to: Sequence[recipients.Recipient]) -> bool:
    """Whether somebody who is to have the letter has no address, while others can have it."""
    return any(one.unreached for one in to) and not all(one.refused for one in to)


def unreached(to: Sequence[recipients.Recipient], case: Case) -> list[tuple[recipients.Recipient, str]]:
    """Who of them is to have the case's letters and has no address, each with where it is written."""
    return [(one, address_form(one, case)) for one in to if one.unreached]


@dataclass(frozen=True, slots=True)
class To:
    """Somebody the letter may go to, or may not. Shapes: `mend` is where a missing address is written, empty when none is missing."""

    name: str
    role: str
    way: str
    refused: str
    mend: str


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
    outdated: tuple[str, ...]
    lain: bool
    written_on: str
    may_rewrite: bool
    late: InformationRequest | None
    pointless: str

    @property
    def unreached(self) -> list[str]:
        """Who is to have the letter and has no address."""
        return [one.name for one in self.to if one.mend]


def fresh(letter: Letter, by: Actor, on: date) -> text.Letter | None:
    """A draft as it would be written now; None when it is sent already, or only written where it is sent."""
    if letter.state != LetterState.DRAFT:
        return None
    home = installation.home(on).id
    return writing.anew(letter, by=by, on=on, standard=home) or complaints.receipt_anew(letter, standard=home, by=by, on=on)


def build(letter: Letter, by: Actor, on: date) -> LetterPage:
    """Everything the page shows."""
    case = letter.case
    content = text.Letter.from_json(letter.content)
    is_draft = letter.state == LetterState.DRAFT
    rows = list(letter.dispatches.select_related("representation").order_by("pk"))
    writes = access.gives(case.ties, "letter.send")
    about = _about(letter)
    now = fresh(letter, by, on) if is_draft and writes else None
    to = [_to(one, case) for one in recipients.recipients(case, on)] if is_draft else []
    no_use = pointless(letter)
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
        outdated=content.outdated(now) if now else (),
        lain=is_draft and content.date != on,
        written_on=days.in_text(content.date, on),
        may_rewrite=now is not None and not no_use,
        late=writing.asked_too_late(letter, on) if now else None,
        pointless=no_use,
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


def _about(letter: Letter) -> str:
    """The page of what the letter is about."""
    case = letter.case
    if letter.about is None:
        return reverse("caseworker:case", args=[case.public_id])
    if letter.kind == Letter.Kind.RECEIPT:
        first = case.applications.filter(submission=letter.about).order_by("pk").first()
        if first:
            return reverse("caseworker:application", args=[case.public_id, first.public_id])
    if letter.kind == Letter.Kind.DELAY_NOTICE:
        hold = Hold.objects.filter(public_id=letter.about, application__case=case).select_related("application").first()
        if hold:
            return reverse("caseworker:application", args=[case.public_id, hold.application.public_id])
    if letter.kind == Letter.Kind.INFORMATION_REQUEST and case.requests.filter(public_id=letter.about).exists():
        return reverse("caseworker:request", args=[case.public_id, letter.about])
    if letter.kind == Letter.Kind.DECISION and (decision := Decision.objects.filter(letter=letter).select_related("application").first()):
        return reverse("caseworker:decision", args=[case.public_id, decision.application.public_id, decision.public_id])
    if letter.kind == Letter.Kind.HEARING and (hearing := Hearing.objects.filter(letter=letter).select_related("application").first()):
        return reverse("caseworker:hearing", args=[case.public_id, hearing.application.public_id])
    if letter.kind in (Letter.Kind.COMPLAINT_RECEIPT, Letter.Kind.COMPLAINT_DECISION) and Complaint.objects.filter(public_id=letter.about).exists():
        return reverse("caseworker:complaint", args=[case.public_id, letter.about])
    return reverse("caseworker:case", args=[case.public_id])


def _mend(part: str, case: Case) -> str:
    """Where a part of the envelope is mended."""
    return reverse("caseworker:citizen", args=[case.citizen.public_id]) if part.startswith("recipient") else ""


# ------------------------------------------------------------------------------------------------ to whom


def _to(one: recipients.Recipient, case: Case) -> To:
    if one.carrier == Carrier.DIGITAL_POST:
        way = "Digital Post"
    elif one.protected:
        way = "Brev til en beskyttet adresse"
    else:
        way = f"Brev til {', '.join(one.address)}" if one.address else "Brev"
    return To(one.name, one.role, way, one.refused, address_form(one, case))


def address_form(one: recipients.Recipient, case: Case) -> str:
    """Where the address is written that a recipient lacks; empty when none is lacking."""
    if not one.unreached:
        return ""
    citizen = case.citizen.public_id
    if one.representation is None:
        return reverse("caseworker:change_citizen", args=[citizen])
    # Somebody who is a citizen here themself has their address on their own page, which may be another team's.
    own = one.representation.person_id is not None
    return reverse("caseworker:citizen", args=[citizen]) if own else reverse("caseworker:correct_representation", args=[citizen, one.representation.public_id])


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
