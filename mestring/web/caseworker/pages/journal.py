"""Notes, papers and requests for facts, as their pages show them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.core.paginator import Page, Paginator
from django.urls import reverse
from django.utils import timezone

from mestring.cases import uploads
from mestring.cases.models import Case, Document, InformationRequest, Note
from mestring.cases.models.inquiry import Channel
from mestring.cases.states import RequestState
from mestring.people import access
from mestring.people.models import Consent
from mestring.rules.rulebook import open_library
from mestring.web.components import days, lists
from mestring.web.components.case import Pair
from mestring.web.components.forms import Form

PAPERS = 50
ANSWER_WITHIN = 10
"""Working days the house proposes for an answer; law only asks for a reasonable day (RSL § 11 b)."""


def may_write(case: Case) -> bool:
    """Whether the relation that let the actor in also lets them write."""
    return access.gives(case.ties, "case.write")


# ------------------------------------------------------------------------------------------------ notes


@dataclass(frozen=True)
class NotePage:
    note: Note
    pairs: list[Pair]
    newer: Note | None
    older: Note | None
    may_write: bool


def of_note(note: Note, on: date) -> NotePage:
    """A note with what stands in place of it, and what it stands in place of."""
    newer = Note.objects.filter(supersedes=note).first()
    return NotePage(
        note,
        [
            Pair("Hvad", note.get_kind_display()),
            Pair("Skete", days.in_text(note.happened_on, on)),
            Pair("Skrevet", days.in_text(timezone.localdate(note.written_at), on)),
            Pair("Af", note.written_by.name if note.written_by else "Mestring"),
        ],
        newer,
        note.supersedes,
        may_write(note.case) and newer is None and note.error_on is None,
    )


# ------------------------------------------------------------------------------------------------ papers


@dataclass(frozen=True, slots=True)
class Paper:
    """One document as a row."""

    row: Document
    size: str
    opens: str


@dataclass(frozen=True, slots=True)
class Papers:
    """A page of the documents of a case, the newest first."""

    rows: list[Paper]
    page: Page[Document]


def papers(case: Case, number: str) -> Papers:
    """The page of that number; the nearest there is when there is none."""
    found = Paginator(case.documents.order_by("-happened_on", "-pk"), PAPERS).get_page(number)
    return Papers([Paper(one, size(one.size), "Åbn" if uploads.disposition(one.type) == "inline" else "Hent") for one in found.object_list], found)


def size(count: int) -> str:
    """`312 kB`, `2,4 MB`. Unit: bytes."""
    if count < 1_000_000:
        return f"{max(1, round(count / 1000))} kB"
    return f"{count / 1_000_000:.1f} MB".replace(".", ",")


# ------------------------------------------------------------------------------------------------ requests


@dataclass(frozen=True)
class RequestPage:
    """Shapes: the forms are there when their act can be done now."""

    request: InformationRequest
    pairs: list[Pair]
    due: lists.Due | None
    papers: Sequence[Document]
    answer: Form | None
    may_lapse: bool
    may_cancel: bool
    letter_address: str


def propose_due(on: date) -> date:
    """A day for the answer."""
    return open_library().world.calendar.add_working_days(on, ANSWER_WITHIN)


def consents(case: Case, on: date) -> list[Consent]:
    """Those of the citizen's consents that can be relied on in this case."""
    return [one for one in case.citizen.consents.holding(on).order_by("-since", "-pk") if one.case in (None, case.public_id)]


def waiting(case: Case) -> list[InformationRequest]:
    """Requests of the case that an answer may belong to."""
    return list(case.requests.filter(state__in=(RequestState.SENT, RequestState.LAPSED)).order_by("-sent_on", "-pk"))


def channels() -> list[tuple[str, str]]:
    """The ways a paper can have come."""
    return [(one.value, str(one.label)) for one in Channel]


def of_request(row: InformationRequest, on: date, answer: Form) -> RequestPage:
    """A request, and what can be done with it now."""
    case = row.case
    writes = may_write(case)
    waits = row.state == RequestState.SENT
    basis = f"Samtykke fra {days.plain(row.consent.since, on)}: {row.consent.purpose}" if row.consent else row.ground
    pairs = [Pair("Spurgt", row.source), Pair("Bedt om", days.in_text(row.sent_on, on)), Pair("Svar senest", days.in_text(row.due_on, on))]
    if row.whom != InformationRequest.Whom.CITIZEN:
        pairs.append(Pair("Må hentes, fordi", basis))
    if row.application and row.application.section:
        pairs.append(Pair("Til ansøgningen om", f"§ {row.application.section}"))
    pairs.append(Pair("Status", row.get_state_display()))
    if row.answered_on:
        pairs.append(Pair("Besvaret", days.in_text(row.answered_on, on)))
    return RequestPage(
        request=row,
        pairs=pairs,
        due=lists.due(row.due_on, on) if waits else None,
        papers=list(row.documents.filter(error_on=None).order_by("pk")),
        answer=answer if writes and row.state in (RequestState.SENT, RequestState.LAPSED) else None,
        may_lapse=writes and waits and on > row.due_on,
        may_cancel=writes and waits,
        letter_address=reverse("caseworker:letter", args=[case.public_id, row.letter.public_id]) if row.letter else "",
    )
