"""Is the citizen covered: weighing the section applied for, and every other law asks the authority to think of."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from mestring.audit.errors import Conflict
from mestring.cases.models import Application
from mestring.cases.proposals import Asked
from mestring.decisions import actions, gathering
from mestring.decisions.errors import FieldMissing
from mestring.decisions.gathering import Outlook, outlook
from mestring.decisions.models import Consideration
from mestring.people.access import Actor
from mestring.rules.facts import NONE
from mestring.rules.rulebook import open_library
from mestring.web.caseworker.pages import eligibility as page
from mestring.web.caseworker.pages.decision_forms import Others, Weigh
from mestring.web.caseworker.views.decision import autosave, by_script, elsewhere, find_application
from mestring.web.components.acting import carry_out
from mestring.web.shell import clock
from mestring.web.shell.doors import Asked as Request
from mestring.web.shell.doors import asked, door, hidden


@door("decision.prepare", methods=["GET", "POST"])
def eligibility(request: HttpRequest, case_id: UUID, application_id: UUID) -> HttpResponse:
    """The section applied for. Saves itself while one writes."""
    by = asked(request)
    application = find_application(by, case_id, application_id)
    if answer := elsewhere(application):
        return answer
    if request.method == "GET" and (section := request.GET.get("paragraf", "")) in open_library().sections:
        return redirect(page.address(application, section))
    return _weigh(by, application, application.section)


@door("decision.prepare", methods=["GET", "POST"])
def weigh(request: HttpRequest, case_id: UUID, application_id: UUID, section: str) -> HttpResponse:
    """Another section. Saves itself while one writes."""
    by = asked(request)
    application = find_application(by, case_id, application_id)
    if answer := elsewhere(application):
        return answer
    if section not in open_library().sections:
        raise hidden()
    return redirect(page.address(application)) if section == application.section else _weigh(by, application, section)


@door("decision.prepare", methods=["POST"])
def weigh_others(request: HttpRequest, case_id: UUID, application_id: UUID) -> HttpResponse:
    """Say of several sections at once why they have no bearing."""
    by, on = asked(request), clock.today()
    application = find_application(by, case_id, application_id)
    if answer := elsewhere(application):
        return answer
    form = page.others_form(outlook(application, on=on), request.POST)

    def do() -> str:
        why = {section: words for section, words in form.values.items() if words}
        if not why:
            raise FieldMissing("", "Begrundelse", "skriv ved mindst én, hvorfor den ikke er relevant")
        actions.weigh_others(application, why, by=by.actor, on=on)
        return page.address(application) + "#andre"

    return carry_out(by, form, "weigh_others", do, said="Det er gemt.") or _weigh(by, application, application.section, others=form)


def _weigh(by: Request, application: Application, section: str, *, others: Others | None = None) -> HttpResponse:
    on = clock.today()
    stands = outlook(application, on=on)
    consideration = next((one for one in stands.considerations if one.section == section), None)
    asks = page.asked(stands, section, page.known(stands, consideration), consideration)
    posted = by.method == "POST" and others is None
    form = Weigh(by.POST if posted else None, initial=page.offered(application, section, consideration), version=consideration.version if consideration else 1)
    form.ask(_all_asked(asks, by.POST if posted else {}), applied=section == application.section)
    every = [*asks[0], *asks[1]]

    def save() -> Consideration:
        return _save(application, section, form, every, by=by.actor, on=on)

    if by_script(by):
        return autosave(form, save)

    def do() -> str:
        save()
        return page.address(application, section)

    done = carry_out(by, form, "weigh", do, said="Det er gemt.")
    return done or _shown(by, stands, section, form, asks, on, others)


def _all_asked(asks: tuple[list[Asked], list[Asked]], sent: Any) -> list[Asked]:
    """What is asked, and what was asked when the form was made: an answer to a question that is no longer open is read all the same."""
    found = {one.id: one for one in (*asks[0], *asks[1])}
    library = open_library().facts
    for name in sent:
        if name in library and name not in found:
            known = library[name]
            found[name] = Asked(known.id, known.label, known.type, tuple(known.options.items()), known.may_be_none, known.unit, known.answered_by)
            asks[1].append(found[name])
    return list(found.values())


def _shown(by: Request, stands: Outlook, section: str, form: Weigh, asks: tuple[list[Asked], list[Asked]], on: date, others: Others | None) -> HttpResponse:
    rest = others or page.others_form(stands)
    built = page.build(stands, section, form, asks, on, writes=True, others=rest)
    sections = sorted((one for one in open_library().sections.values() if one.applied_for), key=lambda one: one.sign)
    shown = {"page": built, "form": form, "others": rest, "case": stands.application.case, "application": stands.application, "sections": sections}
    return render(by, "caseworker/decision/eligibility.html", shown, status=max(form.status, rest.status))


# ------------------------------------------------------------------------------------------------ one form, an act for each thing that was changed


def _save(application: Application, section: str, form: Weigh, every: list[Asked], *, by: Actor, on: date) -> Consideration:
    """Keep what was changed, on the version that was seen."""
    one = actions.consider(application, section, by=by, on=on)
    seen = form.sent_version or 1
    values = form.values
    try:
        for fact in every:
            if _keep(one, fact, values, seen=seen, by=by, on=on):
                seen = one.version
        if values["outcome"] and (values["outcome"], values["why"]) != (one.outcome, one.why):
            actions.conclude(one, outcome=values["outcome"], why=values["why"], seen=seen, by=by, on=on)
    except Conflict as error:
        raise Conflict(theirs=_as_typed(one), yours=values, version=error.version, thing=one) from None
    return one


def _as_typed(one: Consideration) -> dict[str, Any]:
    """What a colleague saved, as the form would have sent it. What they left open is left out: there is nothing to lay beside."""
    return {name: value for name, value in page.initial(one).items() if value not in ("", None)}


def _keep(one: Consideration, fact: Asked, values: dict[str, Any], *, seen: int, by: Actor, on: date) -> bool:
    """Keep one answer, when it is another than what stands. Answers whether it was."""
    if fact.id not in values:
        return False
    return _keep_judgement(one, fact, values, seen=seen, by=by, on=on) if fact.type == "judgement" else _keep_fact(one, fact, values, seen=seen, by=by, on=on)


def _keep_judgement(one: Consideration, fact: Asked, values: dict[str, Any], *, seen: int, by: Actor, on: date) -> bool:
    mark, words = values[fact.id], values[f"{fact.id}_words"]
    stands = one.judgements.get(fact.id)
    if not mark and not words:
        if stands:
            actions.forget_fact(one, fact.id, seen=seen, by=by, on=on)
        return bool(stands)
    if not mark:
        raise FieldMissing(fact.id, fact.label, "vælg ja eller nej, eller slet din tekst")
    said = {"mark": "met" if mark == "ja" else "not_met", "words": words}
    if stands and said.items() <= stands.items():
        return False
    actions.judge_condition(one, fact.id, met=mark == "ja", words=words, seen=seen, by=by, on=on)
    return True


def _keep_fact(one: Consideration, fact: Asked, values: dict[str, Any], *, seen: int, by: Actor, on: date) -> bool:
    value, source = values[fact.id], values[f"{fact.id}_from"]
    if values.get(f"{fact.id}_none"):
        value = NONE
    stands = one.facts.get(fact.id)
    if value in ("", None) and not source:
        if stands:
            actions.forget_fact(one, fact.id, seen=seen, by=by, on=on)
        return bool(stands)
    if stands and stands["from"] == source and gathering.read_facts({fact.id: stands["value"]}) == _read(fact, value):
        return False
    actions.set_fact(one, fact.id, value=value, source=source, seen=seen, by=by, on=on)
    return True


def _read(fact: Asked, value: Any) -> dict[str, Any]:
    plain = {"ja": True, "nej": False}.get(value, value) if fact.type == "yes_no" else value
    return {fact.id: plain}
