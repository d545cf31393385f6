"""The decision: prepared beside the standard's proposal, recommended, made, told, put in a letter, corrected."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from mestring.audit import clock as moments
from mestring.audit.errors import Conflict, MestringError, NotAllowed
from mestring.audit.versions import Versioned
from mestring.cases import recipients
from mestring.cases.models import Application, Letter
from mestring.cases.states import ApplicationState
from mestring.decisions import actions
from mestring.decisions.actions.preparing import readable
from mestring.decisions.errors import AlreadyDecided, FieldMissing
from mestring.decisions.gathering import Outlook, outlook
from mestring.decisions.models import AgendaItem, Decision, GatePass, Grant, Meeting, PlannedChange, Preparation, Recommendation
from mestring.decisions.states import DecisionState
from mestring.web.caseworker.pages import addresses
from mestring.web.caseworker.pages import decide as decide_page
from mestring.web.caseworker.pages import decision as page
from mestring.web.caseworker.pages import decision_forms as forms
from mestring.web.caseworker.pages.form_page import FormPage, show
from mestring.web.caseworker.pages.letter import ToSend, asks_why
from mestring.web.components.acting import carry_out
from mestring.web.components.forms import Form
from mestring.web.shell import clock
from mestring.web.shell.doors import Asked, asked, door, find, find_case, hidden, uuids
from mestring.web.shell.frame import say

# ---------------------------------------------------------------------------------------------- shared by the doors of a decision


def find_application(by: Asked, case_id: UUID, application_id: UUID) -> Application:
    """The application, when its case may be seen; the look is logged."""
    case = find_case(by, case_id)
    found: Application = find(by, case.applications.all(), application_id)
    found.case = case
    return found


def elsewhere(application: Application, *, to_read: bool = False) -> HttpResponse | None:
    """Where to go when nothing can be decided: it ended without a decision, a section is to be named, or the help that is to be changed.

    What happened before it ended can still be read.
    """
    at = addresses.at(application)
    ended = application.state not in (ApplicationState.RECEIVED, ApplicationState.DECIDED)
    if not application.section or (ended and not to_read):
        return redirect("caseworker:application", *at)
    changes = application.wish != Application.Wish.HELP
    if changes and not PlannedChange.objects.filter(application=application).exists():
        return redirect("caseworker:name_grant", *at)
    return None


def by_script(by: Asked) -> bool:
    """Whether a form saves itself."""
    return by.method == "POST" and by.headers.get("Accept", "").startswith("application/json")


def autosave(form: Form, save: Callable[[], Versioned]) -> HttpResponse:
    """Answer a form that saves itself. A save that is sent again is one save: what stands is compared with what was sent."""
    if not form.is_valid():
        return JsonResponse({"errors": {one.name: one.error for one in form.wrong}}, status=422)
    try:
        with transaction.atomic():
            saved = save()
    except NotAllowed:
        raise
    except Conflict as error:
        # Sent again because the answer was lost: what stands is what was sent.
        return JsonResponse({"version": error.version}, status=200 if _said(error.theirs) == _said(error.yours) else 409)
    except MestringError as error:
        return JsonResponse({"errors": dict.fromkeys(error.fields or ("",), error.message)}, status=422)
    return JsonResponse({"version": saved.version, "saved_at": timezone.localtime(moments.now()).strftime("%-H.%M")})


def _said(values: Mapping[str, object]) -> dict[str, object]:
    return {name: value for name, value in values.items() if value is not None and value is not False and value != ""}


def save_and(
    by: Asked, form: Form, act: str, save: Callable[[], Versioned], then: Callable[[Versioned], str], *, said: str = ""
) -> tuple[HttpResponse | None, int]:
    """Save a form and go on with what was saved, both or none; when the going on is refused, the text is saved all the same.

    Answers as `carry_out`, and the version the page that comes back is to be sent with.
    """
    saved: list[Versioned] = []

    def do() -> str:
        saved.append(save())
        return then(saved[-1])

    done = carry_out(by, form, act, do, said=said)
    version = form.sent_version or 0
    if done is None and saved:
        try:
            with transaction.atomic():
                version = save().version
        except MestringError:
            pass
    return done, version


def _decision(by: Asked, case_id: UUID, application_id: UUID, decision_id: UUID) -> Decision:
    application = find_application(by, case_id, application_id)
    rows = Decision.objects.filter(application=application).select_related("decided_by", "letter", "meeting", "replaces")
    found: Decision = find(by, rows, decision_id)
    found.application = application
    return found


# ---------------------------------------------------------------------------------------------- prepare and decide


@door("decision.prepare", methods=["GET", "POST"])
def decide(request: HttpRequest, case_id: UUID, application_id: UUID) -> HttpResponse:
    """The proposal beside the choice. Saves itself while one writes; one button decides."""
    by = asked(request)
    application = find_application(by, case_id, application_id)
    if answer := elsewhere(application):
        return answer
    standing = Decision.objects.filter(application=application).standing().first() if application.state == ApplicationState.DECIDED else None
    if standing and request.method == "GET":
        return redirect("caseworker:decision", *addresses.at(application), standing.public_id)
    return _choose(by, application, None)


@door("decision.decide", methods=["GET", "POST"])
def correct(request: HttpRequest, case_id: UUID, application_id: UUID, decision_id: UUID) -> HttpResponse:
    """The same page, for a decision that takes the place of one that was wrong."""
    by = asked(request)
    old = _decision(by, case_id, application_id, decision_id)
    if old.state == DecisionState.REPLACED and request.method == "GET":
        return redirect(addresses.decision_address(old))
    return _choose(by, old.application, old)


def _choose(by: Asked, application: Application, old: Decision | None) -> HttpResponse:
    on = clock.today()
    way = decide_page.way_of(application)
    stands = outlook(application, on=on, capacity=decide_page.capacity_of(way))
    form = (forms.Correct if old else forms.Choose).of(by, initial=decide_page.initial(stands, application.case), version=page_version(stands))
    decide_page.fit(form, stands)
    if old and isinstance(form, forms.Correct):
        form.lay_beside(old)
    if old and way == decide_page.COMMITTEE:
        # The committee writes why when it replaces its decision.
        del form.fields["because"]

    def save() -> Preparation:
        return _prepare(form, stands, by, on)

    if by_script(by):
        return autosave(form, save)
    if by.POST.get("gem") == "afgoer":
        done, version = save_and(by, form, "decide", save, lambda saved: _decide(by, application, saved, way, old, form, on), said="Afgørelsen er truffet.")
    else:
        here = reverse("caseworker:correct_decision", args=[*addresses.at(application), old.public_id]) if old else addresses.address(application)
        done, version = save_and(by, form, "prepare_decision", save, lambda _: here, said="Valget er gemt.")
    return done or _choice(by, application, form, way, old, version, stands)


def page_version(stands: Outlook) -> int:
    """The version of the choice as it is shown; 0 when there is none."""
    return stands.preparation.version if stands.preparation else 0


def _prepare(form: forms.Choose, stands: Outlook, by: Asked, on: date) -> Preparation:
    """Keep the choice. Nothing more is written to one that was decided, unless it is being corrected."""
    application = stands.application
    if not isinstance(form, forms.Correct) and Application.objects.get(pk=application.pk).state == ApplicationState.DECIDED:
        raise AlreadyDecided
    values, seen = dict(form.values), form.sent_version or 0
    if "level" in values:
        values["level_label"] = decide_page.choices(stands).get(values["level"], "")
    shown = values.pop(decide_page.SHOWN, "")
    tidy = readable(application, values, on=on)
    tidy["follow_up_on"] = decide_page.follow_up_to_keep(stands, tidy, shown, seen, on)
    return actions.prepare(application, seen=seen, by=by.actor, on=on, **tidy)


def _decide(by: Asked, application: Application, saved: Versioned, way: str, old: Decision | None, form: Form, on: date) -> str:
    if decide_page.capacity_of(way) and isinstance(saved, Preparation) and saved.follow_up_on and not form.values["follow_up_on"]:
        # The proposal guides and does not decide: whoever decides has seen the day.
        raise FieldMissing("follow_up_on", "Første opfølgning senest", "standardens forslag er sat ind. Se, om dagen passer, og afgør så")
    common: dict[str, Any] = {"seen": saved.version, "by": by.actor, "on": on}
    if old:
        act = actions.correct_as_leader if way == decide_page.LEADER else actions.correct_decision
        made = act(old, because=form.values["because"], **common)
    else:
        made = (actions.decide_as_leader if way == decide_page.LEADER else actions.decide)(application, **common)
    made.application = application
    return addresses.letter_address(made)


def _choice(by: Asked, application: Application, form: forms.Choose, way: str, old: Decision | None, version: int, stands: Outlook) -> HttpResponse:
    on = clock.today()
    if form.posted:
        application.refresh_from_db(fields=["state"])
        stands = outlook(application, on=on, capacity=decide_page.capacity_of(way))
        decide_page.show_kept_follow_up(form, stands)
    built = decide_page.build(stands, form, by.actor, on, way=way, replaces=old)
    shown = {"page": built, "form": form, "case": application.case, "application": application, "on": on, "version": version}
    status = 409 if built.decided and form.posted else form.status
    return render(by, "caseworker/decision/decide.html", shown, status=status)


@door("decision.prepare", methods=["POST"])
def pass_gate(request: HttpRequest, case_id: UUID, application_id: UUID, gate: str) -> HttpResponse:
    """Pass a gate with a written reason, write the reason anew, or take it back."""
    by, on = asked(request), clock.today()
    application = find_application(by, case_id, application_id)
    if answer := elsewhere(application):
        return answer
    stands_by_reason = GatePass.objects.filter(application=application, gate=gate).by_reason().exists()
    form = (forms.MendReason if stands_by_reason else forms.GateReason).of(request)

    def do() -> str:
        if stands_by_reason:
            actions.withdraw_reason(application, gate, by=by.actor, on=on)
        if form.values["reason"] or not stands_by_reason:
            actions.pass_gate(application, gate, reason=form.values["reason"], by=by.actor, on=on)
        return f"{addresses.address(application)}#porte"

    about = FormPage("Skriv, hvorfor afgørelsen kan træffes alligevel", "Gem begrundelsen", "Afgørelsen", addresses.address(application))
    return carry_out(by, form, "pass_gate", do, said="Begrundelsen er gemt.") or show(request, about, form)


# ---------------------------------------------------------------------------------------------- to the committee


@door("decision.prepare", methods=["GET", "POST"])
def recommend(request: HttpRequest, case_id: UUID, application_id: UUID) -> HttpResponse:
    """Write the recommendation, and put the case on a meeting's agenda. Saves itself while one writes."""
    by, on = asked(request), clock.today()
    application = find_application(by, case_id, application_id)
    if answer := elsewhere(application):
        return answer
    kept = Recommendation.objects.filter(application=application).first()
    stands_as = {name: getattr(kept, name) for name in ("text", "alternative", "wish", "tried")} if kept else {"wish": application.words}
    form = forms.Recommend.of(request, initial=stands_as, version=kept.version if kept else 0)
    found = decide_page.meetings(by.actor, on)
    form.fields["meeting"].choices = [("", "Vælg et møde"), *((str(one.public_id), decide_page.meeting_words(one, on)) for one in found)]  # type: ignore[attr-defined]
    here = reverse("caseworker:recommend", args=addresses.at(application))

    def save() -> Recommendation:
        texts = {name: form.values[name] for name in ("text", "alternative", "wish", "tried")}
        return actions.recommend(application, seen=form.sent_version or 0, by=by.actor, on=on, **texts)

    def put(_: Versioned) -> str:
        if not form.values["meeting"]:
            raise FieldMissing("meeting", "Møde", "vælg det møde, sagen skal på")
        actions.put_on_agenda(application, Meeting.objects.get(public_id=form.values["meeting"]), by=by.actor, on=on)
        return here

    if by_script(by):
        return autosave(form, save)
    if by.POST.get("gem") == "dagsorden":
        done, version = save_and(by, form, "put_on_agenda", save, put, said="Sagen er på dagsordenen.")
    else:
        done, version = save_and(by, form, "recommend", save, lambda _: here, said="Indstillingen er gemt.")
    if done:
        return done
    built = decide_page.recommend_page(outlook(application, on=on), found, version, on)
    shown = {"page": built, "form": form, "off": forms.TakeOff(mark="af"), "case": application.case, "application": application, "on": on}
    return render(request, "caseworker/decision/recommend.html", shown, status=form.status)


@door("decision.prepare", methods=["POST"])
def take_off(request: HttpRequest, case_id: UUID, application_id: UUID) -> HttpResponse:
    """Take the case off the agenda it stands on."""
    by, on = asked(request), clock.today()
    application = find_application(by, case_id, application_id)
    item = AgendaItem.objects.filter(application=application).waiting().first()
    if item is None:
        raise hidden()
    item.application = application
    form, here = forms.TakeOff.of(request), reverse("caseworker:recommend", args=addresses.at(application))

    def do() -> str:
        actions.take_off_agenda(item, because=form.values["because"], by=by.actor, on=on)
        return here

    about = FormPage("Tag sagen af dagsordenen", "Tag sagen af", "Indstillingen", here)
    return carry_out(by, form, "take_off_agenda", do, said="Sagen er taget af dagsordenen.") or show(request, about, form)


# ---------------------------------------------------------------------------------------------- what was decided


@door("decision.see")
def decision(request: HttpRequest, case_id: UUID, application_id: UUID, decision_id: UUID) -> HttpResponse:
    """What was decided, by whom, why, and how far it has come."""
    by, on = asked(request), clock.today()
    found = _decision(by, case_id, application_id, decision_id)
    shown = {"page": page.decision_page(found, on), "decision": found, "case": found.application.case, "application": found.application, "on": on}
    return render(request, "caseworker/decision/decision.html", shown)


@door("letter.send", methods=["GET", "POST"])
def tell(request: HttpRequest, case_id: UUID, application_id: UUID, decision_id: UUID) -> HttpResponse:
    """Note that the citizen was told by word."""
    by, on = asked(request), clock.today()
    found = _decision(by, case_id, application_id, decision_id)
    form, here = forms.Tell.of(request, initial={"told_on": on}), addresses.decision_address(found)

    def do() -> str:
        actions.communicate_orally(found, by=by.actor, on=on, **form.values)
        return here

    about = FormPage(
        "Afgørelsen er fortalt", "Gem samtalen", "Afgørelsen", here, note="Borgeren skal stadig have afgørelsen på skrift, med begrundelse og klagevejledning."
    )
    return carry_out(by, form, "communicate_orally", do, said="Samtalen er gemt. Send nu brevet.") or show(request, about, form)


@door("letter.send", methods=["GET", "POST"])
def decision_letter(request: HttpRequest, case_id: UUID, application_id: UUID, decision_id: UUID) -> HttpResponse:
    """The letter as it will be read, alone or with the case's other decisions, and the button that sends it."""
    by, on = asked(request), clock.today()
    found = _decision(by, case_id, application_id, decision_id)
    if request.method == "GET" and (not found.owes_letter or found.state == DecisionState.REPLACED):
        return redirect(addresses.decision_address(found))
    others = page.unsent(found)
    wanted = set(uuids(request.GET.getlist("med")))
    together = [found, *(one for one in others if one.public_id in wanted)]
    form = ToSend.of(request, asks=asks_why(recipients.recipients(found.application.case, on)))

    def do() -> str:
        letter = actions.send_decision_letter(together, by=by.actor, on=on, without=form.because)
        return reverse("caseworker:letter", args=[found.application.case.public_id, letter.public_id])

    done = carry_out(by, form, "send_decision_letter", do, said="Brevet er klar til afsendelse.")
    if done is None and request.method == "POST" and (sent := _sent(found)):
        say(request, "Brevet om afgørelsen er allerede sendt eller på vej. Her er det.")
        return redirect("caseworker:letter", found.application.case.public_id, sent.public_id)
    built = page.letter_page(found, together, others, by.actor, on) if done is None else None
    return done or render(request, "caseworker/decision/letter.html", {"page": built, "form": form, "case": found.application.case}, status=form.status)


def _sent(decision: Decision) -> Letter | None:
    """The letter somebody else has sent about the decision in the meantime."""
    stands = Decision.objects.select_related("letter").get(pk=decision.pk)
    return None if stands.owes_letter else stands.letter


# ---------------------------------------------------------------------------------------------- help that is given


def _grant(by: Asked, case_id: UUID, grant_id: UUID) -> Grant:
    case = find_case(by, case_id)
    found: Grant = find(by, Grant.objects.filter(case=case).select_related("decision__application"), grant_id)
    found.case = case
    found.decision.application.case = case
    return found


@door("decision.prepare", methods=["GET", "POST"])
def reduce_grant(request: HttpRequest, case_id: UUID, grant_id: UUID) -> HttpResponse:
    """Begin to end or reduce help on the authority's own initiative: the citizen is heard first."""
    by, on = asked(request), clock.today()
    found = _grant(by, case_id, grant_id)
    form = forms.Reduce.of(request)

    def do() -> str:
        made = actions.end_or_reduce(found, standard=page.standard_now(on), by=by.actor, on=on, **form.values)
        return reverse("caseworker:hearing", args=[case_id, made.public_id])

    about = FormPage(
        f"Nedsæt eller afslut hjælp efter {addresses.sign(found.section)}",
        "Begynd, og hør borgeren",
        "Afgørelsen",
        addresses.decision_address(found.decision),
        note=page.notice_words(found, on),
    )
    return carry_out(by, form, "end_or_reduce", do, said="Ændringen er begyndt. Hør nu borgeren.") or show(request, about, form)


@door("application.receive", methods=["GET", "POST"])
def change_grant(request: HttpRequest, case_id: UUID, grant_id: UUID) -> HttpResponse:
    """Receive the citizen's wish that help be changed or end."""
    by, on = asked(request), clock.today()
    found = _grant(by, case_id, grant_id)
    form = forms.Wish.of(request, initial={"received_on": on})
    form.fields["channel"].choices = [("", "Vælg"), *page.channels()]  # type: ignore[attr-defined]

    def do() -> str:
        made = actions.change_on_wish(found, standard=page.standard_now(on), by=by.actor, on=on, **form.values)
        return reverse("caseworker:application", args=[case_id, made.public_id])

    about = FormPage(
        f"Borgeren ønsker en ændring af {addresses.sign(found.section)}", "Registrér ønsket", "Afgørelsen", addresses.decision_address(found.decision)
    )
    return carry_out(by, form, "change_on_wish", do, said="Ønsket er registreret som en ansøgning.") or show(request, about, form)


@door("decision.prepare", methods=["GET", "POST"])
def close_grant(request: HttpRequest, case_id: UUID, grant_id: UUID) -> HttpResponse:
    """Close help whose citizen has died, on the day law or standard gives."""
    by, on = asked(request), clock.today()
    found = _grant(by, case_id, grant_id)
    form = forms.Plain.of(request)

    def do() -> str:
        actions.close_grant(found, by=by.actor, on=on)
        return addresses.decision_address(found.decision)

    about = FormPage(
        f"Luk bevillingen af {addresses.sign(found.section)}",
        "Luk bevillingen",
        "Afgørelsen",
        addresses.decision_address(found.decision),
        note=page.closing_words(found, on),
    )
    return carry_out(by, form, "close_grant", do, said="Bevillingen er lukket.") or show(request, about, form)


@door("decision.prepare", methods=["GET", "POST"])
def name_grant(request: HttpRequest, case_id: UUID, application_id: UUID) -> HttpResponse:
    """Say which help an application about change or end concerns."""
    by, on = asked(request), clock.today()
    application = find_application(by, case_id, application_id)
    form = forms.NameGrant.of(request)
    found = {str(one.public_id): one for one in Grant.objects.filter(case=application.case, section=application.section).running().not_over(on).order_by("pk")}
    form.fields["grant"].choices = [(key, page.grant_words(one, on)) for key, one in found.items()]  # type: ignore[attr-defined]

    def do() -> str:
        actions.name_grant(application, found[form.values["grant"]], by=by.actor, on=on)
        return addresses.address(application)

    back = reverse("caseworker:application", args=addresses.at(application))
    note = "" if found else "Borgeren får ikke hjælp efter denne paragraf nu. Hører ansøgningen til en anden paragraf, så afslut den her, og tag imod den dér."
    about = FormPage("Hvilken hjælp handler ansøgningen om?", "Gem, og gå til afgørelsen", "Ansøgningen", back, note=note)
    return carry_out(by, form, "name_grant", do) or show(request, about, form)
