"""States of what lives in a case, with the moves allowed between them. What can be computed from dates is not here."""

from __future__ import annotations

from collections.abc import Mapping

from django.db.models import TextChoices

Moves = Mapping[str, tuple[str, ...]]


class CaseState(TextChoices):
    OPEN = "open", "Åben"
    CLOSED = "closed", "Afsluttet"


CASE_MOVES: Moves = {CaseState.OPEN: (CaseState.CLOSED,), CaseState.CLOSED: (CaseState.OPEN,)}


class InquiryState(TextChoices):
    OPEN = "open", "Åben"
    ADVISED = "advised", "Rådgivet"
    REFERRED = "referred", "Vist videre"
    ENROLLED = "enrolled", "Optaget i åbent eller tidligt tilbud"
    APPLIED = "applied", "Blev til ansøgning"


INQUIRY_MOVES: Moves = {InquiryState.OPEN: (InquiryState.ADVISED, InquiryState.REFERRED, InquiryState.ENROLLED, InquiryState.APPLIED)}


class ApplicationState(TextChoices):
    RECEIVED = "received", "Under behandling"
    DECIDED = "decided", "Afgjort"
    WITHDRAWN = "withdrawn", "Trukket tilbage"
    NAMED = "named", "Fordelt på paragraffer"
    FORWARDED = "forwarded", "Sendt til rette myndighed"
    DIED = "died", "Borgeren er død"


APPLICATION_MOVES: Moves = {
    ApplicationState.RECEIVED: (
        ApplicationState.DECIDED,
        ApplicationState.WITHDRAWN,
        ApplicationState.NAMED,
        ApplicationState.FORWARDED,
        ApplicationState.DIED,
    ),
}


class RequestState(TextChoices):
    SENT = "sent", "Afventer svar"
    ANSWERED = "answered", "Besvaret"
    LAPSED = "lapsed", "Ikke besvaret"
    CANCELLED = "cancelled", "Annulleret"


REQUEST_MOVES: Moves = {RequestState.SENT: (RequestState.ANSWERED, RequestState.LAPSED, RequestState.CANCELLED), RequestState.LAPSED: (RequestState.ANSWERED,)}


class LetterState(TextChoices):
    DRAFT = "draft", "Kladde"
    QUEUED = "queued", "Klar til afsendelse"
    SENT = "sent", "Sendt"
    RECALLED = "recalled", "Trukket tilbage før afsendelse"
    DISCARDED = "discarded", "Kasseret"


LETTER_MOVES: Moves = {
    LetterState.DRAFT: (LetterState.QUEUED, LetterState.DISCARDED),
    LetterState.QUEUED: (LetterState.SENT, LetterState.RECALLED),
}


class DispatchState(TextChoices):
    QUEUED = "queued", "Venter"
    SENDING = "sending", "Er ved at blive sendt"
    SENT = "sent", "Sendt"
    RECALLED = "recalled", "Trukket tilbage"
    STOPPED = "stopped", "Stoppet: se hvorfor"


DISPATCH_MOVES: Moves = {
    DispatchState.QUEUED: (DispatchState.SENDING, DispatchState.RECALLED, DispatchState.STOPPED),
    DispatchState.SENDING: (DispatchState.SENT, DispatchState.QUEUED, DispatchState.STOPPED),
    DispatchState.STOPPED: (DispatchState.QUEUED, DispatchState.RECALLED),
}
