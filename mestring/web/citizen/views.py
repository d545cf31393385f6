"""What the citizen, or who acts for them, sees: where the case is, what happens next and when, the letters, and who has looked."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from mestring.audit.models import LookUp
from mestring.cases import storage
from mestring.cases.models import Case, Dispatch, Letter
from mestring.cases.states import LetterState
from mestring.decisions.models import Grant
from mestring.delivery import hours as bank
from mestring.delivery.proposals.hours import bank as rule
from mestring.people import access
from mestring.people.models import Citizen
from mestring.web.citizen import page
from mestring.web.components import days, lengths
from mestring.web.shell import clock
from mestring.web.shell.doors import Asked, asked, door, find, find_case, hidden, look

ROWS = 50


@door("own.see")
def own(request: HttpRequest) -> HttpResponse:
    """The answer first: what happens with each case, and when."""
    by, on = asked(request), clock.today()
    cases = list(Case.objects.visible_to(by.actor).select_related("citizen", "team", "responsible").order_by("state", "-opened_on")[:ROWS])
    look(by, [(one, one, one.citizen) for one in cases])
    return render(request, "citizen/own.html", {"cases": [page.build(one, by.actor, on) for one in cases], "on": on})


def _sent(by: Asked, case_id: UUID, letter_id: UUID) -> tuple[Letter, Dispatch | None]:
    """A letter that was sent, and the copy of who acts for the citizen: the citizen's own may hold an address that is protected from them."""
    case = find_case(by, case_id)
    found: Letter = find(by, case.letters.filter(state=LetterState.SENT), letter_id)
    found.case = case
    if case.citizen_id == by.actor.citizen:
        return found, None
    copy = found.dispatches.filter(representation__person=by.actor.citizen or 0).select_related("representation").first()
    if copy is None:
        raise hidden()
    return found, copy


@door("own.letter")
def letter(request: HttpRequest, case_id: UUID, letter_id: UUID) -> HttpResponse:
    """A letter that was sent, as a page."""
    found, copy = _sent(asked(request), case_id, letter_id)
    shown = {"paper": page.letter(found, copy), "sent": timezone.localdate(found.written_at), "letter": found, "case": found.case, "on": clock.today()}
    return render(request, "citizen/letter.html", shown)


@door("own.letter")
def letter_pdf(request: HttpRequest, case_id: UUID, letter_id: UUID) -> HttpResponse:
    """A letter that was sent, as it was sent."""
    found, copy = _sent(asked(request), case_id, letter_id)
    answer = HttpResponse(storage.read(copy.pdf if copy else found.pdf), content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="{found.kind}-{found.case.number}.pdf"'
    answer["Content-Security-Policy"] = "sandbox; default-src 'none'; object-src 'none'; style-src 'unsafe-inline'"
    return answer


@door("own.see")
def hours(request: HttpRequest, grant_id: UUID) -> HttpResponse:
    """The hours to be accompanied, month by month."""
    by, on = asked(request), clock.today()
    rows = Grant.objects.visible_to(by.actor).filter(section=bank.SECTION).with_case()
    grant: Grant = find(by, rows, grant_id)
    look(by, [(grant, grant.case, grant.case.citizen)])
    found = bank.of_grant(grant, on)
    account, ended = lengths.account(found, on), days.plain(found.ended_on, on) if found.ended_on else ""
    says = page.in_words(account, ended)
    shown = {"account": account, "ended": ended, "says": says, "rule": rule(grant.standard), "grant": grant, "ring": page.ring(grant.case), "on": on}
    return render(request, "citizen/hours.html", shown)


@door("own.log")
def log(request: HttpRequest) -> HttpResponse:
    """Min log: every time somebody was shown something about the citizen. Day, purpose, role and unit; never who."""
    by = asked(request)
    citizen = Citizen.objects.filter(pk=by.actor.citizen or 0).first()
    if citizen is None:
        raise hidden()
    rows = LookUp.objects.filter(citizen=str(citizen.public_id)).order_by("-number")
    before = request.GET.get("foer", "")
    if before.isascii() and before.isdigit():
        rows = rows.filter(number__lt=int(before))
    shown = list(rows[: ROWS + 1])
    more = shown[ROWS - 1].number if len(shown) > ROWS else None
    look(by, [(citizen, None, citizen)], relation=access.Tie.SELF)
    return render(request, "citizen/log.html", {"lines": [page.line(one) for one in shown[:ROWS]], "more": more, "on": clock.today()})
