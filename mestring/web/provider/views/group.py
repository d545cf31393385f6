"""Groups: made, met, who is in them, and who came."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from mestring.delivery import actions, proposals
from mestring.delivery.models import Group, GroupSession, Membership, Order
from mestring.delivery.states import SessionState, VisitState
from mestring.rules.rulebook import open_library
from mestring.web.components import days
from mestring.web.components.acting import carry_out
from mestring.web.components.forms import Form
from mestring.web.provider.finding import find_order, seen, who
from mestring.web.provider.pages import forms
from mestring.web.provider.pages import group as page
from mestring.web.shell import clock
from mestring.web.shell.doors import Asked, asked, door, find

UNDER = {"under": "provider:groups"}


def _group(by: Asked, group_id: UUID) -> Group:
    found: Group = find(by, Group.objects.provided_by(by.actor).select_related("unit"), group_id)
    return found


def _address(found: Group) -> str:
    return reverse("provider:group", args=[found.public_id])


def _form(request: HttpRequest, form: Form, title: str, button: str, back: str, back_address: str, note: str = "") -> HttpResponse:
    shown = {"form": form, "title": title, "button": button, "back": back_address, "back_words": back, "note": note, **UNDER}
    return render(request, "provider/form.html", shown, status=form.status)


@door("provider.see")
def groups(request: HttpRequest) -> HttpResponse:
    """The provider's groups."""
    by, on = asked(request), clock.today()
    return render(request, "provider/groups.html", {"groups": page.groups(by.actor, on), "on": on})


@door("provider.plan", methods=["GET", "POST"])
def new_group(request: HttpRequest) -> HttpResponse:
    """Make a group."""
    by, on = asked(request), clock.today()
    units = {str(unit.public_id): unit for unit in page.own_units(by.actor)}
    form = forms.NewGroup.of(request, initial={"unit": next(iter(units), "")})
    form.fields["unit"].choices = [(key, unit.name) for key, unit in units.items()]  # type: ignore[attr-defined]
    library = open_library()
    form.fields["section"].choices = [("", "Vælg"), *((one, f"{library.sections[one].sign} {library.sections[one].title(on)}") for one in proposals.ORDERED)]  # type: ignore[attr-defined]

    def do() -> str:
        values = dict(form.values)
        made = actions.make_group(units[values.pop("unit")], by=by.actor, on=on, **values)
        return _address(made)

    done = carry_out(by, form, "make_group", do, said="Holdet er oprettet.")
    return done or _form(request, form, "Nyt hold", "Opret holdet", "Hold", reverse("provider:groups"))


@door("provider.see")
def group(request: HttpRequest, group_id: UUID) -> HttpResponse:
    """One group: who is in it, when it meets, who came."""
    by, on = asked(request), clock.today()
    built = page.group(_group(by, group_id), by.actor, on)
    seen(by, built.seen)
    return render(request, "provider/group.html", {"page": built, "on": on, **UNDER})


@door("provider.plan", methods=["GET", "POST"])
def plan_sessions(request: HttpRequest, group_id: UUID) -> HttpResponse:
    """Plan when the group meets."""
    by, on = asked(request), clock.today()
    found = _group(by, group_id)
    form = forms.PlanSessions.of(request, initial={"day": on, "weeks": found.meetings or 1, "minutes": 120})

    def do() -> str:
        actions.plan_sessions(found, by=by.actor, on=on, **form.values)
        return _address(found)

    done = carry_out(by, form, "plan_sessions", do, said="Mødegangene er planlagt.")
    return done or _form(request, form, f"Planlæg mødegange: {found.name}", "Planlæg", found.name, _address(found))


@door("provider.plan", methods=["GET", "POST"])
def join(request: HttpRequest, group_id: UUID) -> HttpResponse:
    """Let a citizen be in the group."""
    by, on = asked(request), clock.today()
    found = _group(by, group_id)
    orders = {str(one.public_id): one for one in page.may_join(found, by.actor, also_there=request.method == "POST")}
    seen(by, [(one, one) for one in orders.values()])
    form = forms.Join.of(request, initial={"since": on})
    form.fields["order"].choices = [("", "Vælg"), *((key, f"{who(one)}, {page.sign(one)}") for key, one in orders.items())]  # type: ignore[attr-defined]

    def do() -> str:
        actions.join_group(found, orders[form.values["order"]], since=form.values["since"], by=by.actor, on=on)
        return _address(found)

    note = "" if orders else "Alle, I har taget imod, er på holdet allerede."
    done = carry_out(by, form, "join_group", do, said="Borgeren er på holdet.")
    return done or _form(request, form, f"Ny deltager: {found.name}", "Sæt på holdet", found.name, _address(found), note)


@door("delivery.register", methods=["GET", "POST"])
def leave(request: HttpRequest, group_id: UUID, order_id: UUID) -> HttpResponse:
    """A citizen leaves the group."""
    by, on = asked(request), clock.today()
    found = _group(by, group_id)
    order: Order = find_order(by, order_id)
    membership = Membership.objects.filter(group=found, order=order, until=None).select_related("order__relation").first()
    form = forms.Leave.of(request, initial={"last_day": on})

    def do() -> str:
        if membership:
            actions.leave_group(membership, last_day=form.values["last_day"], by=by.actor, on=on)
        return _address(found)

    done = carry_out(by, form, "leave_group", do, said="Borgeren er taget af holdet.")
    return done or _form(request, form, f"{who(order)} går ud af holdet", "Gem", found.name, _address(found))


@door("provider.plan", methods=["GET", "POST"])
def close(request: HttpRequest, group_id: UUID) -> HttpResponse:
    """The group meets no more."""
    by, on = asked(request), clock.today()
    found = _group(by, group_id)
    form = forms.Close.of(request)

    def do() -> str:
        actions.close_group(found, by=by.actor, on=on)
        return reverse("provider:groups")

    note = "Mødegange efter i dag falder væk. Det, der er skrevet, bliver stående."
    done = carry_out(by, form, "close_group", do, said="Holdet er lukket.")
    return done or _form(request, form, f"Luk holdet {found.name}", "Luk holdet", found.name, _address(found), note)


@door("provider.plan", methods=["GET", "POST"])
def session(request: HttpRequest, session_id: UUID) -> HttpResponse:
    """Who came to a meeting, everybody in one go."""
    by, on = asked(request), clock.today()
    found: GroupSession = find(by, GroupSession.objects.provided_by(by.actor).select_related("group"), session_id)
    number = GroupSession.objects.filter(group=found.group_id, day__lte=found.day).exclude(state=SessionState.CANCELLED).count()
    of = f" af {found.group.meetings}" if found.group.meetings else ""
    day = "i dag" if found.day == on else days.in_text(found.day, on)
    lead = f"Hold · {open_library().sections[found.group.section].sign} · gang {number}{of} · {day} kl. {found.at:%-H.%M}, {found.minutes}\u00a0min"
    built = page.session(found, by.actor, lead)
    seen(by, built.seen)
    form = forms.Attendance.of(request)
    form.ask([(str(one.order.public_id), page.initials(one.order.citizen.name)) for one in built.members])

    def do() -> str:
        marks = {UUID(key): value for key, value in form.values.items()}
        actions.write_attendance(found, marks=marks, by=by.actor, on=on)
        return f"{reverse('provider:today')}?dag={found.day.isoformat()}"

    done = carry_out(by, form, "write_attendance", do, said="Fremmødet er gemt.")
    shown = {"page": built, "form": form, "on": on, "held": VisitState.HELD, **UNDER}
    return done or render(request, "provider/session.html", shown, status=form.status)
