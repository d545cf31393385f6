"""Following up a course nobody had to decide: held, another day agreed."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from mestring.cases.models import Case
from mestring.delivery.models import Order
from mestring.followups import actions, courses
from mestring.followups.models import Kind, Outcome
from mestring.web.caseworker.pages import course as page
from mestring.web.caseworker.pages import follow_up as common
from mestring.web.caseworker.pages.decision import standard_now
from mestring.web.caseworker.pages.form_page import FormPage, show
from mestring.web.components import days
from mestring.web.components.acting import carry_out
from mestring.web.components.forms import Form
from mestring.web.shell import clock
from mestring.web.shell.doors import Asked, asked, door, find, find_case


def _course(by: Asked, case: Case, order_id: UUID) -> Order:
    rows = Order.objects.filter(case=case, grant=None, started_on__isnull=False).select_related("unit", "relation")
    found: Order = find(by, rows, order_id)
    found.case, found.citizen = case, case.citizen
    return found


@door("follow_up.hold", methods=["GET", "POST"])
def hold(request: HttpRequest, case_id: UUID, order_id: UUID) -> HttpResponse:
    """What is owed of a course, what is known, and what it came to."""
    by, on = asked(request), clock.today()
    case = find_case(by, case_id)
    order = _course(by, case, order_id)
    course = courses.of(order, on)
    form = page.HoldCourse.of(request, initial=page.initial(course, on), version=len(course.of_kind(Kind.FOLLOW_UP)))
    if hint := common.next_hint(course, Kind.FOLLOW_UP, on):
        form.fields["next_on"].help_text = hint

    def do() -> str:
        actions.hold_course(order, seen=form.sent_version or 0, standard=standard_now(on), by=by.actor, on=on, **form.values)
        return reverse("caseworker:case", args=[case.public_id])

    done = carry_out(by, form, "hold_course", do, said=f"Opfølgningen er gemt.{_more(form)}")
    if done:
        return done
    built = common.build(course, Kind.FOLLOW_UP, form, on, page.about(course, on))
    return render(request, "caseworker/follow_up/hold.html", {"page": built, "form": form, "case": case, "on": on}, status=form.status)


def _more(form: Form) -> str:
    """What is to be done next, where it is not begun by itself."""
    outcome = form.values.get("outcome") if form.posted and form.is_valid() else None
    if outcome == Outcome.END_AND_REFER:
        return " Forløbet er afsluttet. Tag imod en ansøgning om det, der skal begynde."
    return " Forløbet er afsluttet." if outcome == Outcome.END else ""


@door("follow_up.hold", methods=["GET", "POST"])
def agree(request: HttpRequest, case_id: UUID, order_id: UUID) -> HttpResponse:
    """Agree on a day for the next follow-up of a course."""
    by, on = asked(request), clock.today()
    case = find_case(by, case_id)
    order = _course(by, case, order_id)
    owing = courses.of(order, on).owing(Kind.FOLLOW_UP)
    form = common.Agree.of(request)

    def do() -> str:
        actions.agree_course_date(order, by=by.actor, on=on, **form.said)
        return reverse("caseworker:case", args=[case.public_id])

    lead = f"Standarden siger senest {days.in_text(owing.by_rule, on)}." if owing.by_rule else "Standarden sætter ingen dag: den aftales i borgerens plan."
    about = FormPage(f"Aftal en dag: forløbet hos {order.unit.name}", "Gem dagen", "Opfølgning", page.address(order), lead=lead)
    return carry_out(by, form, "agree_course_date", do, said="Dagen er aftalt.") or show(request, about, form)
