"""Following up: a follow-up, a sparring or a rate assessment is held, another day is agreed, one is read, one is marked as wrong."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from mestring.cases.models import Case
from mestring.decisions.models import Grant
from mestring.followups import actions, watching
from mestring.followups.models import FollowUp, Kind, Outcome
from mestring.people import access
from mestring.web.caseworker.pages import addresses
from mestring.web.caseworker.pages import follow_up as page
from mestring.web.caseworker.pages.decision import standard_now
from mestring.web.caseworker.pages.form_page import FormPage, in_case, show
from mestring.web.components import days
from mestring.web.components.acting import carry_out
from mestring.web.components.forms import Form
from mestring.web.shell import clock
from mestring.web.shell.doors import Asked, asked, door, find, find_case, look


def _grant(by: Asked, case: Case, grant_id: UUID) -> Grant:
    rows = Grant.objects.filter(case=case).select_related("decision__application")
    found: Grant = find(by, rows, grant_id)
    found.case = found.decision.application.case = case
    return found


@door("follow_up.hold", methods=["GET", "POST"])
def hold(request: HttpRequest, case_id: UUID, grant_id: UUID, kind: str) -> HttpResponse:
    """What is owed, what is known, and what it came to."""
    by, on = asked(request), clock.today()
    case = find_case(by, case_id)
    grant = _grant(by, case, grant_id)
    which = Kind(kind)
    watch = watching.of(grant, on)
    form = page.FORMS[which].of(request, initial=page.initial(watch, which, on), version=len(watch.of_kind(which)))
    if isinstance(form, page.HoldFollowUp):
        form.offer(watch.owing(which))
    if hint := page.next_hint(watch, which, on):
        form.fields["next_on"].help_text = hint
    said = page.NAMES[which]

    def do() -> str:
        made = actions.hold(grant, kind=which, seen=form.sent_version or 0, standard=standard_now(on), by=by.actor, on=on, **form.said)
        return addresses.address(made.begun) if made.begun else reverse("caseworker:case", args=[case.public_id])

    done = carry_out(by, form, f"hold_{kind}", do, said=f"{said} er gemt.{_more(form, grant, on)}")
    if done:
        return done
    built = page.build(watch, which, form, on, page.about_grant(watch, which, on))
    return render(request, "caseworker/follow_up/hold.html", {"page": built, "form": form, "case": case, "on": on}, status=form.status)


def _more(form: Form, grant: Grant, on: date) -> str:
    """What is to be done next, where it is not begun by itself."""
    values = form.values if form.posted and form.is_valid() else {}
    ends = values.get("outcome", Outcome.CONTINUE) != Outcome.CONTINUE
    also = " Tag også imod en ansøgning om det, der skal begynde." if values.get("outcome") == Outcome.END_AND_REFER else ""
    if ends and actions.ends_by_itself(grant, on):
        return f" Hjælpen slutter af sig selv.{also}"
    if ends:
        return f" Afgørelsen om ophør er begyndt. Hør borgeren først.{also}"
    if values.get("extent") == FollowUp.Extent.LESS:
        return " Afgørelsen er begyndt. Hør borgeren først."
    if values.get("extent") == FollowUp.Extent.MORE:
        return " Skal der gives mere, så tag imod en ansøgning om ændring."
    return ""


@door("follow_up.hold", methods=["GET", "POST"])
def agree(request: HttpRequest, case_id: UUID, grant_id: UUID) -> HttpResponse:
    """Agree on another day for the next follow-up."""
    by, on = asked(request), clock.today()
    case = find_case(by, case_id)
    grant = _grant(by, case, grant_id)
    owing = watching.of(grant, on).owing(Kind.FOLLOW_UP)
    form = page.Agree.of(request)

    def do() -> str:
        actions.agree_date(grant, kind=Kind.FOLLOW_UP, by=by.actor, on=on, **form.said)
        return reverse("caseworker:case", args=[case.public_id])

    lead = f"Standarden siger senest {days.in_text(owing.by_rule, on)}." if owing.by_rule else "Standarden sætter ingen dag."
    note = "En tidligere dag kan du frit vælge, for eksempel når noget væsentligt har ændret sig. En senere dag aftales med en faglig konsulent."
    back = page.address(grant, Kind.FOLLOW_UP)
    about = FormPage(f"Aftal en dag: {page.title(Kind.FOLLOW_UP, grant.section).lower()}", "Gem dagen", "Opfølgning", back, lead=lead, note=note)
    return carry_out(by, form, "agree_follow_up_date", do, said="Dagen er aftalt.") or show(request, about, form)


@door("follow_up.hold", methods=["GET", "POST"])
def answer(request: HttpRequest, case_id: UUID, grant_id: UUID) -> HttpResponse:
    """Answer what the standard's rhythm hangs on."""
    by, on = asked(request), clock.today()
    case = find_case(by, case_id)
    grant = _grant(by, case, grant_id)
    form, back = page.Know.of(request), page.address(grant, Kind.FOLLOW_UP)
    form.ask(page.questions(watching.of(grant, on)))

    def do() -> str:
        actions.answer(grant, answers=form.answers, source=form.values["source"], by=by.actor, on=on)
        return back

    note = "" if form.asks else "Standarden spørger ikke om mere."
    about = FormPage(f"Svar på det, standarden spørger om: {page.title(Kind.FOLLOW_UP, grant.section).lower()}", "Gem svarene", "Opfølgning", back, note=note)
    return carry_out(by, form, "answer_follow_up", do, said="Svarene er gemt, og dagen er regnet ud.") or show(request, about, form)


def _held(by: Asked, case: Case, follow_up_id: UUID) -> FollowUp:
    rows = FollowUp.objects.filter(case=case).select_related("grant", "order__unit", "held_by", "begun")
    found: FollowUp = find(by, rows, follow_up_id)
    found.case = case
    if found.begun:
        found.begun.case = case
    return found


@door("follow_up.see")
def held(request: HttpRequest, case_id: UUID, follow_up_id: UUID) -> HttpResponse:
    """One that was held, whole."""
    by, on = asked(request), clock.today()
    case = find_case(by, case_id)
    found = _held(by, case, follow_up_id)
    look(by, [(found, case, case.citizen)])
    built = page.held_page(found, case, on, may_mark=access.gives(case.ties, "follow_up.hold"))
    return render(request, "caseworker/follow_up/held.html", {"page": built, "case": case, "on": on})


@door("follow_up.hold", methods=["GET", "POST"])
def mark_error(request: HttpRequest, case_id: UUID, follow_up_id: UUID) -> HttpResponse:
    """It was entered in error."""
    by, on = asked(request), clock.today()
    case = find_case(by, case_id)
    found = _held(by, case, follow_up_id)
    form = page.InError.of(request)

    def do() -> str:
        actions.mark_in_error(found, because=form.values["because"], by=by.actor, on=on)
        return page.held_address(case, found)

    about = in_case(case, "Opfølgningen er fejlskrevet", "Markér som fejl", note="Det, den svarede på, skal så følges op igen.")
    return carry_out(by, form, "mark_follow_up_error", do, said="Opfølgningen er markeret som fejl.") or show(request, about, form)
