"""What a story says it shows, read in the database when it has been told."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

from django.db.models import F, QuerySet

from mestring.assessments.models import Assessment, Diagnosis, TargetGroup
from mestring.cases.models import AnonymousInquiry, Application, Case, Dispatch, Document, Due, Hold, InformationRequest, Inquiry, Letter, Note
from mestring.cases.models.inquiry import Channel
from mestring.complaints.models import Complaint
from mestring.decisions.models import AgendaItem, Decision, Disqualified, GatePass, Grant, Hearing, Meeting, PlannedChange, Recommendation, Referral
from mestring.delivery import hours
from mestring.delivery.models import (
    ChangeReport,
    CompanionChoice,
    Goal,
    GoalRevision,
    GroupSession,
    HourUse,
    Order,
    OrderRevision,
    Plan,
    Rating,
    StatusDue,
    StatusNote,
    SubGoal,
    Visit,
)
from mestring.delivery.states import VisitState
from mestring.followups.models import AgreedDate, FollowUp, GrantCadence, Kind, Outcome
from mestring.people import cpr
from mestring.people.models import Citizen, Consent, Disqualification, Relation, Representation
from mestring.rules.period import add_months
from stories.everything import TODAY
from stories.telling import Tale

Check = Callable[[Tale], Any]


def _rows(model: Any, tale: Tale, kind: str) -> QuerySet[Any]:
    """The rows of a kind that the story made, as they stand now."""
    return model._base_manager.filter(pk__in=[one.pk for one in tale.made.get(kind, ())])


def _citizens(tale: Tale) -> QuerySet[Citizen]:
    return _rows(Citizen, tale, "citizen")


def _cases(tale: Tale) -> QuerySet[Case]:
    return _rows(Case, tale, "case")


def _inquiry(**wanted: Any) -> Check:
    return lambda tale: _rows(Inquiry, tale, "inquiry").filter(**wanted).exists()


def _of_case(model: Any, path: str, **wanted: Any) -> Check:
    """Whether something in the story's cases is as wanted."""
    return lambda tale: model._base_manager.filter(**{f"{path}__in": _cases(tale)}, **wanted).exists()


def _citizen(wanted: Callable[[Citizen], bool]) -> Check:
    return lambda tale: any(wanted(one) for one in _citizens(tale))


def _decision(**wanted: Any) -> Check:
    return _of_case(Decision, "application__case", **wanted)


def _told(outcome: str) -> Check:
    """Decided so, and the citizen has a letter that has left the house, or was told by word."""
    return lambda tale: any(one.communicated_on and (one.told_on or one.letter.state == "sent") for one in _decisions(tale) if one.outcome == outcome)


def _decisions(tale: Tale) -> Iterable[Decision]:
    return Decision._base_manager.filter(application__case__in=_cases(tale)).select_related("letter")


def _representation(kind: str) -> Check:
    return lambda tale: Representation.objects.filter(citizen__in=_citizens(tale), kind=kind).exists()


def _due(test: Callable[[date], bool]) -> Check:
    def check(tale: Tale) -> bool:
        inquiries = _rows(Inquiry, tale, "inquiry")
        waiting = Due.objects.waiting()
        days = [*waiting.filter(case__in=_cases(tale)).values_list("on", flat=True), *waiting.filter(inquiry__in=inquiries).values_list("on", flat=True)]
        return any(test(day) for day in days if day)

    return check


def _nothing_left(tale: Tale) -> bool:
    """The case is closed, and nothing waits in it."""
    closed = _cases(tale).filter(state="closed")
    return bool(closed) and not Due.objects.waiting().filter(case__in=closed).exists()


def _account(tale: Tale) -> bool:
    return any(hasattr(one, "account") for one in _citizens(tale))


def _of_representative(tale: Tale) -> bool:
    return Representation.objects.filter(citizen__in=_citizens(tale), person__account__isnull=False).exists()


def _several_in_one(tale: Tale) -> bool:
    letters = [one.letter_id for one in _decisions(tale) if one.letter_id]
    return len(letters) > len(set(letters))


def _new_clock(tale: Tale) -> bool:
    found = Application.objects.filter(case__in=_cases(tale), restarts__isnull=False, state="received").first()
    return found is not None and Complaint.objects.get(restarted=found).board_received_on == found.received_on


def _on_agenda(tale: Tale) -> bool:
    items = AgendaItem.objects.filter(application__case__in=_cases(tale), state="waiting", meeting__day__gt=TODAY)
    return len(items) >= 3 and all(Relation.objects.filter(pk=one.relation_id, case=one.application.case.public_id).exists() for one in items)


def _written_within(tale: Tale) -> bool:
    """The committee's letter left within five weekdays of the meeting."""
    decided = [one for one in _decisions(tale) if one.capacity == "committee"]
    return bool(decided) and all(one.sent_on and (one.sent_on - one.decided_on).days <= 7 for one in decided)


def _gate(reason: bool) -> Check:
    def check(tale: Tale) -> bool:
        passed = GatePass._base_manager.filter(decision__application__case__in=_cases(tale))
        return passed.exclude(reason="").exists() if reason else passed.filter(reason="", fact__state="passed_by_fact").exists()

    return check


def _stopped(tale: Tale) -> bool:
    """What stopped left no trace: `telling.stopped` has seen the refusal itself. Every decision made after it went through open doors."""
    gates = GatePass._base_manager.filter(decision__application__case__in=_cases(tale))
    return gates.exists() and not gates.filter(reason="", fact={}).exists()


def _held(**wanted: Any) -> Check:
    """A follow-up that was held as wanted, and was not entered in error."""
    return _of_case(FollowUp, "case", error_on=None, **wanted)


def _begun_by(decided: str, **wanted: Any) -> Check:
    """A follow-up that was held as wanted began a decision, which has been made and told: the citizen has been heard first."""

    def check(tale: Tale) -> bool:
        begun = FollowUp._base_manager.filter(case__in=_cases(tale), error_on=None, **wanted).values("begun")
        made = [one for one in _decisions(tale) if one.outcome == decided and one.communicated_on]
        return (
            _of_case(Hearing, "application__case", application__in=begun)(tale)
            and Decision.objects.filter(pk__in=[one.pk for one in made], application__in=begun).exists()
        )

    return check


def _came_to(outcome: Outcome) -> Check:
    return _held(outcome=outcome) if outcome == Outcome.CONTINUE else _begun_by("ended", outcome=outcome)


def _agreed(*, later: bool) -> Check:
    """Another day than the standard's was agreed, and the follow-up held by it."""

    def check(tale: Tale) -> bool:
        agreed = AgreedDate._base_manager.filter(case__in=_cases(tale), ended_on__isnull=False).exclude(because="")
        found = agreed.filter(day__gt=F("instead_of")).exclude(agreed_with="") if later else agreed.filter(day__lt=F("instead_of"))
        return _held(promised_on__in=list(found.values_list("day", flat=True)), held_on__lte=F("promised_on"))(tale)

    return check


def _in_time(tale: Tale) -> bool:
    """Nothing that was held came too late, and nothing that is owed should have been held."""
    held = FollowUp._base_manager.filter(case__in=_cases(tale), error_on=None)
    waiting = Due.objects.waiting().filter(case__in=_cases(tale), kind__in=Kind.values)
    return bool(held) and not any(one.late for one in held) and not waiting.filter(on__lt=TODAY).exists()


def _from_time_to_time(tale: Tale) -> bool:
    """The standard has no day, and yet there was one each time."""
    held = FollowUp._base_manager.filter(case__in=_cases(tale), error_on=None)
    return len(held) >= 2 and all(one.due_on is None and one.promised_on for one in held)


def _complaint(**wanted: Any) -> Check:
    return _of_case(Complaint, "case", **wanted)


def _late_post(tale: Tale) -> bool:
    return Document.objects.filter(case__in=_cases(tale).filter(state="closed"), late=True).exists()


# ------------------------------------------------------------------------------------------------ between decision and follow-up


def _order(**wanted: Any) -> Check:
    return _of_case(Order, "case", **wanted)


def _orders(tale: Tale, **wanted: Any) -> QuerySet[Order]:
    return Order._base_manager.filter(case__in=_cases(tale), **wanted).order_by("pk")


def _under_way(tale: Tale) -> bool:
    """Help has begun by an order, and a visit was held."""
    return Visit._base_manager.filter(order__in=_orders(tale, state="running"), state="held", minutes__gt=0, error_on=None).exists()


def _visit(state: str) -> Check:
    return _of_case(Visit, "order__case", state=state, error_on=None)


def _put_right(tale: Tale) -> bool:
    """The wrong visit stays to be read, and another of the same day counts in its place."""
    wrong = Visit._base_manager.filter(order__in=_orders(tale), error_on__isnull=False).exclude(state="planned")
    return any(Visit._base_manager.filter(order=one.order_id, day=one.day, error_on=None).exclude(minutes=one.minutes).exists() for one in wrong)


def _hours_over_a_year(tale: Tale) -> bool:
    """Hours were used in the spring and again more than three hundred days after the first."""
    days = sorted(HourUse._base_manager.filter(order__in=_orders(tale), error_on=None).values_list("day", flat=True))
    return len(days) > 5 and (days[-1] - days[0]).days > 300


def _hours_lapsed(tale: Tale) -> bool:
    """Some hours were never used, and are in the account no more: come in, less used and lapsed, is what is left."""
    found = [hours.of_grant(one.grant, TODAY) for one in Order._base_manager.filter(pk__in=_orders(tale)).select_related("grant__decision__application")]
    return all(one.lapsed > 0 and one.left == one.came_in - one.used - one.lapsed for one in found) and bool(found)


def _not_that_many_hours(tale: Tale) -> bool:
    """What was refused is not in the account."""
    return not HourUse._base_manager.filter(order__in=_orders(tale), day=date(2026, 5, 11)).exists()


def _rated_by_both(tale: Tale) -> bool:
    """The citizen and the staff have rated one goal at least five times each, and differ."""
    goals = Goal._base_manager.filter(plan__case__in=_cases(tale))
    rows = {goal.pk: list(Rating._base_manager.filter(goal=goal).values_list("rated_on", "whose", "value")) for goal in goals}
    for each in rows.values():
        own, staff = ({day: value for day, whose, value in each if whose == wanted} for wanted in ("citizen", "staff"))
        if len(own) >= 5 and len(staff) >= 5 and own != staff:
            return True
    return False


def _asked_another(tale: Tale) -> bool:
    """One provider said no, with a reason, and the same help is given by another."""
    no = _orders(tale, state="declined").exclude(declined_because="")
    return any(_orders(tale, grant=one.grant_id, state="running").exclude(unit=one.unit_id).exists() for one in no)


def _waited_too_long(tale: Tale) -> bool:
    """The waiting list went past the day help must begin by; it was taken back, and help begun elsewhere."""
    queued = _orders(tale, state="withdrawn", expected_start__gt=F("start_by"))
    return any(_orders(tale, grant=one.grant_id, started_on__lte=one.start_by).exclude(unit=one.unit_id).exists() for one in queued)


def _own_choice(tale: Tale) -> bool:
    """The citizen chose the provider, and law's day is departed from, with the reason why."""
    return any(one.start_by is None and one.start_source and one.start_why for one in _orders(tale, chosen_by_citizen=True))


def _within_a_fortnight(tale: Tale) -> bool:
    begun = _orders(tale, section="101", started_on__isnull=False).select_related("grant__decision__application")
    return any(one.started_on <= one.grant.decision.application.received_on + timedelta(days=14) for one in begun)


def _follows_the_decision(tale: Tale) -> bool:
    """A decision ended the help, and the order ended on the last day of it without anybody's doing."""
    ended = _orders(tale, state="ended", ended_because="Hjælpen er ophørt").select_related("grant", "relation")
    return bool(ended) and all(one.last_day == one.grant.ended_on and one.relation.until.date() == one.last_day and not _planned(one).exists() for one in ended)


def _planned(order: Order) -> QuerySet[Visit]:
    return Visit._base_manager.filter(order=order, state="planned", error_on=None)


def _new_by_new_decision(tale: Tale) -> bool:
    """More was decided: the old order ended the day before the new help, and a new one goes on."""
    for one in _orders(tale, state="running", grant__decision__outcome="changed"):
        old = _orders(tale, state="ended", last_day__lt=one.begins_on).first()
        if old and old.last_day + timedelta(days=1) == one.begins_on and old.grant_id != one.grant_id:
            return True
    return False


def _ended_by_death(tale: Tale) -> bool:
    """The order ended on the day of death, the provider sees it no more, and nothing is planned."""
    ended = _orders(tale, state="ended", ended_by="death").select_related("citizen", "relation")
    return any(one.last_day == one.citizen.died_on and one.relation.until.date() <= one.ended_on and not _planned(one).exists() for one in ended)


def _finished_and_asked_again(tale: Tale) -> bool:
    finished = _orders(tale, state="ended", ended_by="provider").exclude(ended_because="")
    return any(_orders(tale, grant=one.grant_id, state="running").exclude(unit=one.unit_id).exists() for one in finished)


def _changed(tale: Tale) -> bool:
    """What was asked before stays to be read."""
    rows = OrderRevision._base_manager.filter(order__in=_orders(tale)).exclude(because="").select_related("order")
    return any(row.values["needs"] != row.order.needs for row in rows)


def _begun_in_time(tale: Tale) -> bool:
    begun = _orders(tale, started_on__isnull=False, start_by__isnull=False)
    return bool(begun) and all(one.started_on <= one.start_by for one in begun)


def _no_decision(tale: Tale) -> bool:
    begun = _orders(tale, grant=None, started_on__isnull=False)
    return bool(begun) and not list(_decisions(tale))


def _course_each_month(tale: Tale) -> bool:
    """A course was followed up on time every month, to its end."""
    held = FollowUp._base_manager.filter(case__in=_cases(tale), order__isnull=False, error_on=None).order_by("held_on")
    months = [one.due_on for one in held if one.due_on]
    return len(months) >= 3 and not any(one.late for one in held) and all(add_months(one, 1).month == other.month for one, other in pairwise(months))


def _bridged(tale: Tale) -> bool:
    """Somebody saw to what came after, as long before a course ended as the document asks."""
    held = FollowUp._base_manager.filter(case__in=_cases(tale), error_on=None, outcome="continue")
    return any(add_months(one.held_on, 1) < one.order.last_day <= add_months(one.held_on, 3) for one in held.select_related("order") if one.order)


def _counted_from_the_start(tale: Tale) -> bool:
    """Help began later than it was to, and the follow-up is counted from the day it began."""
    begun = _orders(tale, started_on__gt=F("grant__begins_on"))
    rows = GrantCadence._base_manager.filter(grant__in=begun.values("grant"), counted_from="started")
    return bool(rows) and all(row.start == begun.get(grant=row.grant_id).started_on for row in rows)


def _group_met(tale: Tale) -> bool:
    """Nine are in the group, eleven meetings were held and the twelfth is today; everybody has a mark each time."""
    groups = [one.pk for one in tale.made["group"]]
    sessions = GroupSession._base_manager.filter(group__in=groups)
    held = sessions.filter(state="held")
    marks = [Visit._base_manager.filter(session=one, error_on=None).count() for one in held]
    return len(marks) == 11 and set(marks) == {9} and sessions.filter(state="planned", day=TODAY).exists()


def _three_in_a_row(tale: Tale) -> bool:
    for order in _orders(tale):
        states = Visit._base_manager.filter(order=order, session__isnull=False, error_on=None).order_by("day").values_list("state", flat=True)
        if [VisitState.NO_SHOW] * 3 in [list(states[at : at + 3]) for at in range(len(states))]:
            return True
    return False


def _before_the_follow_up(tale: Tale) -> bool:
    sent = StatusNote._base_manager.filter(order__in=_orders(tale), state="sent", read_on__isnull=False)
    held = FollowUp._base_manager.filter(case__in=_cases(tale), error_on=None)
    return any(note.read_on <= one.held_on <= note.sent_on + timedelta(days=21) for note in sent for one in held)


def _soon(tale: Tale) -> bool:
    return StatusDue._base_manager.filter(order__in=_orders(tale, state="running"), day__range=(TODAY, TODAY + timedelta(days=14))).exists()


def _by_number(tale: Tale) -> bool:
    """The note answered the day on which the sixth session was held."""
    for note in StatusNote._base_manager.filter(order__in=_orders(tale, section="102"), state="sent"):
        held = Visit._base_manager.filter(order=note.order_id, state="held", error_on=None).order_by("day").values_list("day", flat=True)
        if held[5] == note.due_on:
            return True
    return False


def _full_day(tale: Tale) -> bool:
    """One who works for the provider has a whole day: from three to six to visit, two of the visits written already, and one left from last week."""
    worker = Visit._base_manager.filter(order__in=_orders(tale)).first().worker
    visits = Visit._base_manager.filter(worker=worker, session=None, error_on=None)
    today = visits.filter(day=TODAY)
    return (
        3 <= today.count() <= 6
        and today.exclude(state="planned").count() == 2
        and visits.filter(state="planned", day__range=(TODAY - timedelta(days=7), TODAY - timedelta(days=1))).count() == 1
    )


def _waits(kind: str, **wanted: Any) -> Check:
    return lambda tale: Due.objects.waiting().filter(kind=kind, case__in=_cases(tale), **wanted).exists()


SHOWN: dict[str, Check] = {
    "henvendelse: rådgivning": _inquiry(state="advised"),
    "henvendelse: vist videre": _inquiry(state="referred"),
    "henvendelse: åbent tilbud": _inquiry(state="enrolled"),
    "henvendelse: ansøgning": _inquiry(state="applied", case__isnull=False),
    "henvendelse: åben": _inquiry(state="open"),
    "henvendelse: opsøgende": _inquiry(channel=Channel.OUTREACH),
    "henvendelse: fra pårørende": _inquiry(channel=Channel.RELATIVE),
    "henvendelse: fra fagperson": _inquiry(channel=Channel.PROFESSIONAL),
    "henvendelse: anonym": lambda tale: _rows(AnonymousInquiry, tale, "anonymous").exists() and not tale.made.get("citizen"),
    "ansøgning: ingen paragraf": _of_case(Application, "case", section="", state="received"),
    "ansøgning: fordelt på paragraffer": _of_case(Application, "case", named_from__state="named"),
    "ansøgning: trukket tilbage": _of_case(Application, "case", state="withdrawn"),
    "ansøgning: dagtilbud": _of_case(Grant, "case", section="104"),
    "ansøgning: ny frist efter hjemvisning": _new_clock,
    "sag uden ansvarlig": lambda tale: _cases(tale).filter(responsible=None, state="open").exists(),
    "sag: afsluttet": _nothing_left,
    "sag: nyt team": lambda tale: _cases(tale).filter(team__name="Myndighed Handicap", responsible__account__username="sofie").exists(),
    "sen post": _late_post,
    "borger: CPR": _citizen(lambda one: bool(one.cpr) and not cpr.is_replacement(one.cpr[:2].replace("99", "01") + one.cpr[2:])),
    "borger: erstatningsnummer": _citizen(lambda one: one.cpr[:1] == "7" and cpr.is_replacement(one.cpr)),
    "borger: uden CPR": _citizen(lambda one: not one.cpr),
    "borger: beskyttet adresse": _citizen(lambda one: one.is_protected(TODAY)),
    "borger: tolk": _citizen(lambda one: bool(one.interpreter)),
    "borger: død": _citizen(lambda one: one.died_on is not None),
    "bevilling: lukket efter dødsfald": _of_case(Grant, "case", ended_by_death=True),
    "borger: ledsagelse": _of_case(Grant, "case", section="97"),
    "repræsentant: partsrepræsentant": _representation("party_representative"),
    "repræsentant: bisidder": _representation("companion"),
    "repræsentant: værge § 5": _representation("guardian_5"),
    "repræsentant: værge § 6": _representation("guardian_6"),
    "repræsentant: værge § 7": _representation("guardian_7"),
    "samtykke": lambda tale: Consent.objects.filter(citizen__in=_citizens(tale)).exists(),
    "oplysninger: afventer": _of_case(InformationRequest, "case", state="sent"),
    "oplysninger: besvaret": _of_case(InformationRequest, "case", state="answered"),
    "dokument: pdf": _of_case(Document, "case", type="application/pdf"),
    "notat: skrevet ved en fejl": _of_case(Note, "case", error_on__isnull=False),
    "udredning: kladde": _of_case(Assessment, "case", state="draft"),
    "udredning: færdig": _of_case(Assessment, "case", state="finished"),
    "udredning: ny i stedet for den gamle": _of_case(Assessment, "case", previous__state="finished", state="finished"),
    "udredning: målgruppe og diagnose": lambda tale: (
        _of_case(TargetGroup, "assessment__case", primary=True)(tale) and _of_case(Diagnosis, "assessment__case")(tale)
    ),
    "afgørelse: bevilget": _told("granted"),
    "afgørelse: delvist bevilget": _told("partly_granted"),
    "afgørelse: afslag": _told("refused"),
    "afgørelse: ændret": _told("changed"),
    "afgørelse: nedsat": _told("reduced"),
    "afgørelse: ophørt": _told("ended"),
    "afgørelse: på borgerens ønske": _decision(as_wished=True, outcome="ended"),
    "afgørelse: mundtlig": _decision(communicated_how="oral"),
    "afgørelse: lederens": _decision(capacity="leader"),
    "afgørelse: rettet": lambda tale: _decision(replaces__state="replaced")(tale),
    "afgørelse: afvigelse": lambda tale: all(not one.findings["differences"] or one.departure for one in _decisions(tale)),
    "port: passeret med kendsgerning": _gate(reason=False),
    "port: passeret med begrundelse": _gate(reason=True),
    "port: stopper": _stopped,
    "port: længste tid": lambda tale: all(one.ends_on for one in _decisions(tale)) and bool(_decisions(tale)),
    "port: ret til at afgøre": _decision(capacity="committee"),
    "port: ret til at afgøre hos boformen": _decision(capacity="shelter_leader"),
    "forelæggelse: boformen": _of_case(Referral, "application__case", to="shelter_leader", state="decided"),
    "forelæggelse: lederen": _of_case(Referral, "application__case", to="leader", state="decided"),
    "forelæggelse: sendt tilbage": _of_case(Referral, "application__case", state="returned"),
    "forelæggelse: venter": lambda tale: Due.objects.waiting().filter(kind="referral", case__in=_cases(tale)).exists(),
    "medvirkende sagsbehandler": lambda tale: _rows(Relation, tale, "helper").filter(kind="helper", until__date__lt=TODAY).exists(),
    "høring: besvaret": _of_case(Hearing, "application__case", state="answered"),
    "høring: ikke besvaret": _of_case(Hearing, "application__case", state="lapsed"),
    "påtænkt ophør": _of_case(PlannedChange, "application__case", initiative="authority"),
    "brev: kvittering": _of_case(Letter, "case", kind="receipt", state="sent"),
    "brev: ny svardato": _of_case(Letter, "case", kind="delay_notice", state="sent"),
    "brev: på papir": _of_case(Dispatch, "letter__case", carrier="letter", state="sent"),
    "brev: flere afgørelser": _several_in_one,
    "brev: kladde": _of_case(Letter, "case", state="draft"),
    "brev: i kø": _of_case(Dispatch, "letter__case", state="queued"),
    "brev: trukket tilbage": _of_case(Letter, "case", state="recalled"),
    "brev: stoppet": _of_case(Dispatch, "letter__case", state="stopped"),
    "frist: udskudt": _of_case(Hold, "application__case", kind="extension", letter__isnull=False),
    "frist: pause": _of_case(Hold, "application__case", kind="pause", until__isnull=False),
    "frist: pause i gang": _of_case(Hold, "application__case", kind="pause", until=None),
    "frist: overskredet": _due(lambda day: day < TODAY),
    "frist: i dag": _due(lambda day: day == TODAY),
    "frist: denne uge": _due(lambda day: TODAY < day <= date(2026, 11, 29)),
    "frist: senere": _due(lambda day: day > date(2026, 11, 29)),
    "udvalg: møde holdt": lambda tale: _rows(Meeting, tale, "meeting").filter(state="closed").exclude(minutes="").exists(),
    "udvalg: møde planlagt": lambda tale: Meeting.objects.filter(state="planned", day__gt=TODAY).exists(),
    "udvalg: på dagsordenen": _on_agenda,
    "udvalg: alternativ": lambda tale: Recommendation._base_manager.filter(application__case__in=_cases(tale)).exclude(alternative="").exists(),
    "udvalg: bevilget": lambda tale: _decision(capacity="committee", outcome="granted")(tale) and _written_within(tale),
    "udvalg: delvist": _decision(capacity="committee", outcome="partly_granted"),
    "udvalg: udsat": _of_case(AgendaItem, "application__case", state="postponed"),
    "udvalg: inhabil": _of_case(Disqualified, "item__application__case"),
    **{f"holdt: {one.label.lower()}": _held(kind=one) for one in Kind},
    **{f"resultat: {one.label[:1].lower()}{one.label[1:]}": _came_to(one) for one in Outcome},
    "opfølgning: til tiden": _in_time,
    "opfølgning: på skærm": _held(form="virtual"),
    "opfølgning: på en anden måde": lambda tale: FollowUp._base_manager.filter(case__in=_cases(tale), error_on=None).exclude(departs="").exists(),
    "opfølgning: mindre støtte": _begun_by("reduced", extent=FollowUp.Extent.LESS),
    "opfølgning: ekstra": _agreed(later=False),
    "opfølgning: senere dag aftalt": _agreed(later=True),
    "opfølgning: aftalt fra gang til gang": _from_time_to_time,
    "opfølgning: skrevet ved en fejl": _of_case(FollowUp, "case", error_on__isnull=False),
    "forløb: fulgt op hver måned": _course_each_month,
    "forløb: bro til noget andet": _bridged,
    "resultat: støtten afsluttes uden afgørelse": _held(outcome="end", order__state="ended", begun=None),
    "opfølgning: regnet fra starten": _counted_from_the_start,
    "plan: i brug": _of_case(Plan, "case", kind="action", state="accepted", made_on__isnull=False),
    "plan: borgerplan": _of_case(Plan, "case", kind="citizen", made_on__isnull=False),
    "plan: sagt nej": _of_case(Plan, "case", state="declined"),
    "plan: afsluttet": _of_case(Plan, "case", state="ended"),
    "plan: mål nået": _of_case(Goal, "plan__case", state="reached"),
    "plan: mål rettet": _of_case(GoalRevision, "goal__plan__case"),
    "mål: vurderet af begge": _rated_by_both,
    "delmål: nået": _of_case(SubGoal, "goal__plan__case", state="reached"),
    "bestilling: venter på svar": _order(state="placed", answer_by__gte=TODAY),
    "bestilling: i gang": _under_way,
    "bestilling: afvist, og bestilt hos en anden": _asked_another,
    "bestilling: ventetiden var for lang": _waited_too_long,
    "bestilling: frit valg": _own_choice,
    "bestilling: begyndt inden fjorten dage": _within_a_fortnight,
    "bestilling: begyndt til tiden": _begun_in_time,
    "bestilling: uden afgørelse": _no_decision,
    "bestilling: ændret": _changed,
    "bestilling: ny efter ny afgørelse": _new_by_new_decision,
    "bestilling: afsluttet med hjælpen": _follows_the_decision,
    "bestilling: afsluttet af myndigheden": _order(state="ended", ended_by="authority", grant=None),
    "bestilling: afsluttet af leverandøren": _finished_and_asked_again,
    "bestilling: afsluttet ved dødsfald": _ended_by_death,
    "kontakt: aflyst af borger": _visit("by_citizen"),
    "kontakt: aflyst af os": _visit("by_provider"),
    "kontakt: ikke mødt": _visit("no_show"),
    "kontakt: rettet": _put_right,
    "kontakt: talt til statusnotat": _by_number,
    "timer: brugt over et år": _hours_over_a_year,
    "timer: gået tabt": _hours_lapsed,
    "timer: flere end der er": _not_that_many_hours,
    "ledsager: godkendt": _of_case(CompanionChoice, "case", state="approved"),
    "leverandør: en fuld dag": _full_day,
    "hold: fremmøde": _group_met,
    "hold: udeblevet tre gange": _three_in_a_row,
    "statusnotat: læst": _of_case(StatusNote, "order__case", state="sent", read_on__isnull=False),
    "statusnotat: kladde": _of_case(StatusNote, "order__case", state="draft"),
    "statusnotat: før opfølgningen": _before_the_follow_up,
    "statusnotat: skal skrives snart": _soon,
    "melding: besvaret": _of_case(ChangeReport, "order__case", answered_on__isnull=False),
    "melding: venter": _waits("change"),
    "udeblivelse: på listen": _waits("order", what__contains="aftaler brudt"),
    "klage: mundtlig": _complaint(channel="phone"),
    "klage: skriftlig": _complaint(channel="letter", document__isnull=False),
    "klage: ved repræsentant": _complaint(complained_by="representative"),
    "klage: fuldt medhold": _complaint(state="upheld", new_decision__outcome="granted", answer__state="sent"),
    "klage: delvist medhold": _complaint(new_decision__isnull=False, answer_by__isnull=False),
    "klage: resten bortfalder": _complaint(state="lapsed"),
    "klage: fastholdt": _complaint(forwarded_on__isnull=False, answer__state="sent"),
    "klage: sendt videre": lambda tale: any(one.index for one in Complaint.objects.filter(case__in=_cases(tale))),
    "klage: hjemvist": _complaint(board_outcome="remitted", restarted__isnull=False),
    "klage: stadfæstet": _complaint(board_outcome="confirmed"),
    "klage: ændret": _complaint(board_outcome="changed", carried_out_on__isnull=False),
    "klage: for sent": _complaint(in_time=False),
    "klage: under genvurdering": _complaint(state="registered", review_due__gt=TODAY),
    "klage: frist i dag": _complaint(state="registered", review_due=TODAY),
    "klage: over behandlingen": _complaint(kind="handling", state="answered"),
    "nødadgang: gennemgået": lambda tale: _rows(Relation, tale, "glass").filter(reviewed_on__isnull=False).exists(),
    "nødadgang: venter på gennemgang": lambda tale: _rows(Relation, tale, "glass").filter(reviewed_on=None, review_due__gte=TODAY).exists(),
    "inhabilitet": lambda tale: (
        Disqualification.objects.filter(citizen__in=_citizens(tale)).exists() and not _cases(tale).filter(responsible__account__username="jonas").exists()
    ),
    "min sag: borger": _account,
    "min sag: repræsentant": _of_representative,
}
"""How each word is seen."""
