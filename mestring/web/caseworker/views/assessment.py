"""The doors of an assessment: seen, begun, filled, finished, begun anew."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from mestring.assessments import actions, catalogue, proposals
from mestring.assessments.models import Assessment, Diagnosis, Statement, TargetGroup, TopicEntry, TopicRevision
from mestring.cases.models import Application, Case
from mestring.web.caseworker.pages import assessment as pages
from mestring.web.caseworker.pages import assessment_forms as forms
from mestring.web.components.acting import autosave, carry_out
from mestring.web.components.forms import Form
from mestring.web.shell import clock, installation
from mestring.web.shell.doors import Asked, asked, door, find, find_case

DRAFT = "kladde"
"""What a form that saves itself says in `gem`."""


# ---------------------------------------------------------------------------------------------- see


@door("assessment.see")
def assessment(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """The case's assessment: the draft, else the last finished, else where one is begun."""
    by = asked(request)
    case = find_case(by, case_id)
    newest = _all(by, case).first()
    return _overview(by, case, newest) if newest else _start_page(by, case, None)


@door("assessment.see")
def overview(request: HttpRequest, case_id: UUID, assessment_id: UUID) -> HttpResponse:
    """The whole assessment, to be read."""
    by = asked(request)
    return _overview(by, *_open(by, case_id, assessment_id))


def _overview(by: Asked, case: Case, one: Assessment, refused: Form | None = None) -> HttpResponse:
    sheet = pages.sheet(case, one)
    context = {
        "written": pages.written(sheet),
        "needs": sheet.needs if sheet.writes else [],
        "target_groups": _groups(one),
        "diagnoses": _diagnoses(one),
        "others": [other for other in _all(by, case) if other.pk != one.pk],
        "revise": forms.PlainForm(),
        "wrong": refused.wrong if refused else [],
    }
    return _page(by, "overview", sheet, context, 422 if refused else 200)


# ---------------------------------------------------------------------------------------------- begin


@door("assessment.write", methods=["GET", "POST"])
def start(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Begin an assessment, by the standard's method or by another with a reason."""
    by, on = asked(request), clock.today()
    case = find_case(by, case_id)
    form = _start_form(by, pages.ways(case, on))

    def do() -> str:
        named = form.values["application"]
        application = Application.objects.filter(case=case, public_id=named).first() if named else None
        values = {"method": form.values["method"], "because": form.values["because"], "standard": installation.home(on).id}
        return pages.place("topics", actions.start_assessment(case, by=by.actor, on=on, application=application, **values), case)

    return carry_out(by, form, "start_assessment", do) or _start_page(by, case, form)


def _start_form(by: Asked, ways: list[pages.Way]) -> forms.StartForm:
    offered = [(str(way.application.public_id), way.label) for way in ways if way.application]
    form = forms.StartForm.of(by, initial={"application": offered[0][0] if len(offered) == 1 else ""})
    form.fields["application"].choices = [("", "Ingen bestemt ansøgning"), *offered]  # type: ignore[attr-defined]
    return form


def _start_page(by: Asked, case: Case, form: forms.StartForm | None) -> HttpResponse:
    ways = pages.ways(case, clock.today())
    form = form or _start_form(by, ways)
    context = {
        "case": case,
        "ways": ways,
        "form": form,
        "asked_for": any(way.method.assesses for way in ways),
        "may_write": pages.may_write(case),
        "others": _all(by, case),
    }
    return render(by, "caseworker/assessment/start.html", context, status=form.status)


@door("assessment.write", methods=["POST"])
def revise(request: HttpRequest, case_id: UUID, assessment_id: UUID) -> HttpResponse:
    """Begin a new assessment in the place of a finished one."""
    by, on = asked(request), clock.today()
    case, old = _open(by, case_id, assessment_id)
    return _act(by, "revise_assessment", lambda: pages.place("topics", actions.revise(old, by=by.actor, on=on), case), case, old)


# ---------------------------------------------------------------------------------------------- topics


@door("assessment.write", methods=["GET", "POST"])
def topics(request: HttpRequest, case_id: UUID, assessment_id: UUID) -> HttpResponse:
    """Choose the topics that matter."""
    by, on = asked(request), clock.today()
    case, one = _open(by, case_id, assessment_id)
    if over := _over(by, case, one):
        return over
    form = forms.PlainForm.of(by)
    ticked = by.POST.getlist("topics")

    def do() -> str:
        return pages.place("topic", one, case, actions.choose_topics(one, ticked, by=by.actor, on=on)[0].public_id)

    done = carry_out(by, form, "choose_topics", do)
    if done:
        return done
    sheet = pages.sheet(case, one)
    return _page(by, "topics", sheet, {"form": form, "offered": pages.offered(sheet), "ticked": ticked}, form.status)


@door("assessment.write", methods=["GET", "POST"])
def topic(request: HttpRequest, case_id: UUID, assessment_id: UUID, topic_id: UUID) -> HttpResponse:
    """One topic: who said what, the level, the caseworker's own judgement. Saves itself while one writes."""
    by, on = asked(request), clock.today()
    case, one = _open(by, case_id, assessment_id)
    if over := _over(by, case, one):
        return over
    entry = _topic(by, one, topic_id)
    stands = {"level": "" if entry.level is None else entry.level, "text": entry.text, "matters": entry.matters}
    form = forms.topic_form(one.method, takes_level=entry.takes_level).of(by, initial=stands, version=entry.version)
    spoken = _spoken(by)

    def save() -> TopicEntry:
        level = form.values.get("level")
        values = {"level": int(level) if level else None, "text": form.values["text"], "matters": form.values["matters"]}
        return actions.save_topic(one, entry.topic, seen=form.sent_version or 0, by=by.actor, on=on, **values)

    def do() -> str:
        saved = save()
        if spoken.posted:
            actions.add_statement(saved, **_said(spoken), by=by.actor, on=on)
        return _after(by, case, one, saved)

    if _by_script(by):
        return _autosave(form, save)
    spoken_is_right = not spoken.posted or spoken.is_valid()
    done = carry_out(by, form, "save_topic", do) if spoken_is_right else None
    return done or _topic_page(by, case, one, entry, form, spoken)


def _spoken(by: Asked) -> forms.StatementForm:
    """The statement that is being added. What is half written when only the topic is saved by its button is not dropped: it is added as well."""
    sent = by.POST if by.POST.get("gem") == "oplysning" or by.POST.get("said", "").strip() else None
    return forms.StatementForm(sent, initial={"said_on": clock.today(), "who": Statement.Who.CITIZEN}, last=clock.today(), mark="oplysning")


def _said(spoken: forms.StatementForm) -> dict[str, Any]:
    values = spoken.values
    return {"who": values["who"], "name": values["name"], "said_on": values["said_on"], "occasion": values["occasion"], "text": values["said"]}


def _after(by: Asked, case: Case, one: Assessment, entry: TopicEntry) -> str:
    """Where one goes when a topic is saved: on to the next, or back to the same."""
    here = pages.place("topic", one, case, entry.public_id)
    if by.POST.get("gem") == "oplysning":
        return f"{here}#sagt"
    if by.POST.get("gem"):
        return here
    following = pages.next_topic(one, entry)
    return pages.place("topic", one, case, following.public_id) if following else pages.place("need", one, case)


def _topic_page(by: Asked, case: Case, one: Assessment, entry: TopicEntry, form: forms.TopicForm, spoken: forms.StatementForm) -> HttpResponse:
    sheet = pages.sheet(case, one, entry)
    before = next((item.before for item in sheet.items if item.current), None)
    following = pages.next_topic(one, entry)
    topic = catalogue.topic(one.method, entry.topic)
    chosen = form["level"].value() if entry.takes_level else None
    wrong = [*form.wrong, *spoken.wrong]
    context = {
        "entry": entry,
        "topic": topic,
        "heading": catalogue.heading(one.method, topic),
        "form": form,
        "spoken": spoken,
        "wrong": wrong,
        "rule": proposals.themes(one.method).aids_for(entry.topic),
        "steps": pages.steps(one.method, "" if chosen is None else str(chosen), before),
        "before": before,
        "before_step": catalogue.step(one.method, before.level) if before else None,
        "said": pages.said(entry, sheet),
        "saved_at": pages.when(entry),
        "next_label": catalogue.topic(one.method, following.topic).label if following else "",
        "drop": forms.PlainForm(),
        "drop_address": sheet.place("drop_topic", entry.public_id),
        "revisions_address": sheet.place("revisions", entry.public_id),
        "address": sheet.place("topic", entry.public_id),
    }
    return _page(by, "topic", sheet, context, 422 if wrong else 200)


@door("assessment.see")
def revisions(request: HttpRequest, case_id: UUID, assessment_id: UUID, topic_id: UUID) -> HttpResponse:
    """Every saved version of a topic, the newest first."""
    by = asked(request)
    case, one = _open(by, case_id, assessment_id)
    entry = _topic(by, one, topic_id)
    sheet = pages.sheet(case, one, entry)
    context = {
        "entry": entry,
        "topic": catalogue.topic(one.method, entry.topic),
        "revisions": TopicRevision.objects.filter(topic=entry).newest_first().select_related("written_by")[:100],
        "back": sheet.place("topic", entry.public_id) if sheet.writes else sheet.home,
    }
    return _page(by, "revisions", sheet, context)


@door("assessment.write", methods=["POST"])
def drop_topic(request: HttpRequest, case_id: UUID, assessment_id: UUID, topic_id: UUID) -> HttpResponse:
    """Take out a topic that does not matter."""
    by, on = asked(request), clock.today()
    case, one = _open(by, case_id, assessment_id)
    entry = _topic(by, one, topic_id)

    def do() -> str:
        actions.drop_topic(entry, by=by.actor, on=on)
        return pages.place("overview", one, case)

    return _act(by, "drop_topic", do, case, one, "Emnet er taget ud. Teksten er gemt og kommer igen, hvis emnet vælges på ny.")


@door("assessment.write", methods=["GET", "POST"])
def correct(request: HttpRequest, case_id: UUID, assessment_id: UUID, statement_id: UUID) -> HttpResponse:
    """Mark a statement as entered in error, and write what should have stood there."""
    by, on = asked(request), clock.today()
    case, one = _open(by, case_id, assessment_id)
    if over := _over(by, case, one):
        return over
    rows = Statement.objects.visible_to(by.actor).select_related("topic__assessment__case").filter(topic__assessment=one)
    wrong: Statement = find(by, rows, statement_id)
    stands = {"who": wrong.who, "name": wrong.name, "said_on": wrong.happened_on, "occasion": wrong.occasion, "said": wrong.text}
    form = forms.CorrectionForm.of(by, initial=stands, last=on)

    def do() -> str:
        actions.mark_statement_in_error(wrong, because=form.values["because"], by=by.actor, on=on)
        if form.values["said"]:
            actions.add_statement(wrong.topic, **_said(form), by=by.actor, on=on)
        return pages.place("topic", one, case, wrong.topic.public_id) + "#sagt"

    done = carry_out(by, form, "correct_statement", do)
    if done:
        return done
    sheet = pages.sheet(case, one)
    context = {"form": form, "statement": wrong, "speaker": pages.speaker(wrong), "back": sheet.place("topic", wrong.topic.public_id)}
    return _page(by, "correct", sheet, context, form.status)


# ---------------------------------------------------------------------------------------------- conclusion


@door("assessment.write", methods=["GET", "POST"])
def need(request: HttpRequest, case_id: UUID, assessment_id: UUID) -> HttpResponse:
    """What the assessment concludes. Saves itself while one writes."""
    by, on = asked(request), clock.today()
    case, one = _open(by, case_id, assessment_id)
    if over := _over(by, case, one):
        return over
    stands = {name: getattr(one, name) for name in actions.NEED_FIELDS} | {"need_level": "" if one.need_level is None else one.need_level}
    form = forms.need_form(one.method).of(by, initial=stands, version=one.version)

    def save() -> Assessment:
        level, overall = form.values.get("need_level"), form.values.get("overall") or ""
        texts = {name: form.values[name] for name in ("wishes", "summary", "aids", "need")}
        return actions.save_need(one, seen=form.sent_version or 0, need_level=int(level) if level else None, overall=overall, by=by.actor, on=on, **texts)

    def do() -> str:
        save()
        return pages.place("need" if by.POST.get("gem") else "groups", one, case)

    if _by_script(by):
        return _autosave(form, save)
    done = carry_out(by, form, "save_need", do)
    if done:
        return done
    sheet = pages.sheet(case, one)
    return _page(by, "need", sheet, {"form": form, "saved_at": pages.concluded_at(one)}, form.status)


@door("assessment.write")
def groups(request: HttpRequest, case_id: UUID, assessment_id: UUID) -> HttpResponse:
    """Target groups and diagnoses."""
    by = asked(request)
    case, one = _open(by, case_id, assessment_id)
    return _over(by, case, one) or _groups_page(by, case, one)


@door("assessment.write", methods=["POST"])
def add_group(request: HttpRequest, case_id: UUID, assessment_id: UUID) -> HttpResponse:
    """Choose a target group."""
    by, on = asked(request), clock.today()
    case, one = _open(by, case_id, assessment_id)
    form = _group_form(forms.GroupForm.of(by, mark="gruppe"))

    def do() -> str:
        actions.add_target_group(one, form.values["code"], primary=form.values["rank"] == "primary", by=by.actor, on=on)
        return pages.place("groups", one, case)

    return carry_out(by, form, "add_target_group", do) or _groups_page(by, case, one, group=form)


@door("assessment.write", methods=["POST"])
def add_diagnosis(request: HttpRequest, case_id: UUID, assessment_id: UUID) -> HttpResponse:
    """Write down a diagnosis and its source."""
    by, on = asked(request), clock.today()
    case, one = _open(by, case_id, assessment_id)
    form = forms.DiagnosisForm.of(by, mark="diagnose")

    def do() -> str:
        actions.add_diagnosis(one, **form.values, by=by.actor, on=on)
        return pages.place("groups", one, case)

    return carry_out(by, form, "add_diagnosis", do) or _groups_page(by, case, one, diagnosis=form)


@door("assessment.write", methods=["POST"])
def drop_group(request: HttpRequest, case_id: UUID, assessment_id: UUID, group_id: UUID) -> HttpResponse:
    """Take a target group out."""
    by, on = asked(request), clock.today()
    case, one = _open(by, case_id, assessment_id)
    row = find(by, TargetGroup.objects.visible_to(by.actor).select_related("assessment__case").filter(assessment=one), group_id)

    def do() -> str:
        actions.drop_target_group(row, by=by.actor, on=on)
        return pages.place("groups", one, case)

    return _act(by, "drop_target_group", do, case, one)


@door("assessment.write", methods=["POST"])
def drop_diagnosis(request: HttpRequest, case_id: UUID, assessment_id: UUID, diagnosis_id: UUID) -> HttpResponse:
    """Take a diagnosis out."""
    by, on = asked(request), clock.today()
    case, one = _open(by, case_id, assessment_id)
    row = find(by, Diagnosis.objects.visible_to(by.actor).select_related("assessment__case").filter(assessment=one), diagnosis_id)

    def do() -> str:
        actions.drop_diagnosis(row, by=by.actor, on=on)
        return pages.place("groups", one, case)

    return _act(by, "drop_diagnosis", do, case, one)


def _group_form(form: forms.GroupForm) -> forms.GroupForm:
    form.fields["code"].choices = [("", "Vælg"), *pages.group_choices()]  # type: ignore[attr-defined]
    return form


def _groups_page(by: Asked, case: Case, one: Assessment, *, group: forms.GroupForm | None = None, diagnosis: forms.DiagnosisForm | None = None) -> HttpResponse:
    sheet = pages.sheet(case, one)
    standing = _groups(one)
    rank = "secondary" if any(row.primary for row, _ in standing) else "primary"
    group = group or _group_form(forms.GroupForm(initial={"rank": rank}, mark="gruppe"))
    diagnosis = diagnosis or forms.DiagnosisForm(mark="diagnose")
    wrong = [*group.wrong, *diagnosis.wrong]
    context = {
        "group": group,
        "diagnosis": diagnosis,
        "target_groups": [(row, known, forms.PlainForm(), sheet.place("drop_group", row.public_id)) for row, known in standing],
        "diagnoses": [(row, forms.PlainForm(), sheet.place("drop_diagnosis", row.public_id)) for row in _diagnoses(one)],
        "previous_groups": _groups(one.previous) if one.previous else [],
        "previous_diagnoses": _diagnoses(one.previous) if one.previous else [],
        "wrong": wrong,
    }
    return _page(by, "groups", sheet, context, 422 if wrong else 200)


@door("assessment.write", methods=["GET", "POST"])
def finish(request: HttpRequest, case_id: UUID, assessment_id: UUID) -> HttpResponse:
    """Finish: what is missing first, then the whole as it will stand."""
    by, on = asked(request), clock.today()
    case, one = _open(by, case_id, assessment_id)
    if over := _over(by, case, one):
        return over
    form = forms.PlainForm.of(by)

    def do() -> str:
        actions.finish_assessment(one, by=by.actor, on=on)
        return pages.place("overview", one, case)

    done = carry_out(by, form, "finish_assessment", do, said="Udredningen er færdig. En afgørelse kan nu bygge på den.")
    if done:
        return done
    sheet = pages.sheet(case, one)
    context = {"form": form, "needs": sheet.needs if one.is_draft else [], "target_groups": _groups(one), "diagnoses": _diagnoses(one)}
    return _page(by, "finish", sheet, context, form.status)


# ---------------------------------------------------------------------------------------------- shared


def _all(by: Asked, case: Case) -> Any:
    rows = Assessment.objects.visible_to(by.actor).of_case(case)
    return rows.select_related("case", "started_by", "finished_by", "previous__started_by", "previous__finished_by")


def _open(by: Asked, case_id: UUID, assessment_id: UUID) -> tuple[Case, Assessment]:
    """The case, looked up and logged, and one of its assessments."""
    case = find_case(by, case_id)
    return case, find(by, _all(by, case), assessment_id)


def _over(by: Asked, case: Case, one: Assessment) -> HttpResponse | None:
    """The page to read, when what was asked for was a page to write in an assessment that is finished. What is posted is answered by the act, with the text kept."""
    return redirect(pages.place("overview", one, case)) if by.method in ("GET", "HEAD") and not one.is_draft else None


def _topic(by: Asked, one: Assessment, topic_id: UUID) -> TopicEntry:
    rows = TopicEntry.objects.visible_to(by.actor).filter(assessment=one).select_related("assessment__case", "saved_by")
    entry: TopicEntry = find(by, rows, topic_id)
    return entry


def _groups(one: Assessment) -> list[tuple[TargetGroup, catalogue.Group]]:
    return [(row, catalogue.group(row.code)) for row in TargetGroup.objects.filter(assessment=one).standing().order_by("-primary", "pk")]


def _diagnoses(one: Assessment) -> list[Diagnosis]:
    return list(Diagnosis.objects.filter(assessment=one).standing().order_by("pk"))


def _page(by: Asked, name: str, sheet: pages.Sheet, context: dict[str, Any], status: int = 200) -> HttpResponse:
    return render(by, f"caseworker/assessment/{name}.html", {"sheet": sheet, **context}, status=status)


def _act(by: Asked, act: str, do: Callable[[], str], case: Case, one: Assessment, said: str = "") -> HttpResponse:
    """Do the act of a button. What it refuses is said on the assessment's own page."""
    form = forms.PlainForm.of(by)
    return carry_out(by, form, act, do, said=said) or _overview(by, case, one, form)


def _by_script(by: Asked) -> bool:
    return by.method == "POST" and by.headers.get("Accept", "").startswith("application/json")


def _autosave(form: Form, save: Callable[[], TopicEntry | Assessment]) -> HttpResponse:
    return autosave(form, lambda: {"version": save().version, "saved_at": pages.now()})
