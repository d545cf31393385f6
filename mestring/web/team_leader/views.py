"""The team leader's day: deadlines kept, what stands still, the load, the weekly sample, and broken glass."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from mestring.cases.actions.glass import review_glass as act_review_glass
from mestring.cases.models import Case
from mestring.people import access
from mestring.people.actions import sample as samples
from mestring.people.models import Relation, SampledLook, Unit
from mestring.web.components import fields
from mestring.web.components.acting import carry_out
from mestring.web.components.forms import Form
from mestring.web.shell import clock, installation
from mestring.web.shell.doors import Asked, asked, door, find, hidden, look
from mestring.web.team_leader import overview as page


@door("overview.see")
def overview(request: HttpRequest) -> HttpResponse:
    """The team in one look."""
    by, on = asked(request), clock.today()
    found = page.build(by.actor, on, standard=installation.home(on).id)
    look(by, [(one.application, one.application.case, one.application.case.citizen) for one in found.stuck])
    return render(request, "team_leader/overview.html", {"page": found, "on": on})


@door("sample.see")
def sample(request: HttpRequest) -> HttpResponse:
    """Last week's sample of what the team's people were shown."""
    by, on = asked(request), clock.today()
    drawn = [one for unit in Unit.objects.filter(pk__in=by.actor.leads) for one in samples.draw_sample(unit, by=by.actor, on=on)]
    rows = page.sampled(drawn, by.actor)
    _log_numbers(by, rows)
    return render(request, "team_leader/sample.html", {"rows": rows, "week": samples.last_week(on), "on": on})


def _log_numbers(by: Asked, rows: Sequence[page.SampleRow] | Sequence[page.Glass]) -> None:
    """One look for each case whose number is shown."""
    if shown := [(one.case, one.case, one.case.citizen) for one in rows if one.case]:
        look(by, shown, relation=access.Tie.LEADER)


class ReviewLook(Form):
    """What the leader found."""

    verdict = fields.Choice("Vurdering", SampledLook.Verdict.choices, shape="radios")
    words = fields.LongText("Bemærkning", required=False, limit=1000, rows=3)


@door("sample.see", methods=["GET", "POST"])
def review_look(request: HttpRequest, sampled_id: int) -> HttpResponse:
    """Review one look."""
    by, on = asked(request), clock.today()
    sampled = SampledLook.objects.filter(pk=sampled_id, unit__in=by.actor.leads).first()
    if sampled is None:
        raise hidden()
    form = ReviewLook.of(request, initial={"verdict": sampled.verdict, "words": sampled.words})

    def do() -> str:
        samples.review_look(sampled, by=by.actor, on=on, verdict=form.values["verdict"], words=form.values["words"])
        return reverse("team_leader:sample")

    done = carry_out(by, form, "review_look", do, said="Vurderingen er gemt.")
    if done:
        return done
    (row,) = page.sampled([sampled], by.actor)
    _log_numbers(by, [row])
    return render(request, "team_leader/review_look.html", {"form": form, "row": row}, status=form.status)


@door("overview.see")
def glasses(request: HttpRequest) -> HttpResponse:
    """Glass broken in the teams' cases, the unreviewed first."""
    by, on = asked(request), clock.today()
    rows = page.glasses(by.actor)
    _log_numbers(by, rows)
    return render(request, "team_leader/glasses.html", {"rows": rows, "on": on})


class ReviewGlass(Form):
    """Whether it was in order."""

    review = fields.LongText("Vurdering", hint="Skriv, om adgangen var i orden, og hvad du har gjort.", limit=1000)


@door("overview.see", methods=["GET", "POST"])
def review_glass(request: HttpRequest, relation_id: UUID) -> HttpResponse:
    """Review one broken glass."""
    by, on = asked(request), clock.today()
    relation, case = _glass(by, relation_id)
    form = ReviewGlass.of(request)

    def do() -> str:
        act_review_glass(relation, case, by=by.actor, on=on, review=form.values["review"])
        return reverse("team_leader:glasses")

    done = carry_out(by, form, "review_glass", do, said="Vurderingen er gemt.")
    return done or render(request, "team_leader/review_glass.html", {"form": form, "relation": relation, "case": case}, status=form.status)


def _glass(by: Asked, relation_id: UUID) -> tuple[Relation, Case]:
    relation = find(by, Relation.objects.filter(kind=Relation.Kind.GLASS).select_related("employee"), relation_id)
    case = Case.objects.visible_to(by.actor).filter(public_id=relation.case).first()
    if case is None or not access.may(by.actor, "glass.review", case):
        raise hidden()
    look(by, [(relation, case, case.citizen)], relation=access.Tie.LEADER)
    return relation, case
