"""A case can't reach an impossible state: whoever acts, in whatever order, on whatever day, what must always hold holds after every act.

The machine does the public acts with a random actor, right or wrong, on a day that only moves forward. An act may be refused; it may never leave something half true.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db import connection, transaction
from django.db.models import F
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule, run_state_machine_as_test

from mestring.audit import chain, clock, moves
from mestring.audit.errors import MestringError, NotAllowed
from mestring.audit.models import Entry
from mestring.cases import proposals
from mestring.cases.actions import application as on_application
from mestring.cases.actions import case as on_case
from mestring.cases.actions import dispatch, journal
from mestring.cases.actions.letter import queue_letter
from mestring.cases.actions.writing import write_receipt
from mestring.cases.letters import render
from mestring.cases.models import Application, Case, Due, InformationRequest, Letter
from mestring.complaints import actions as complaining
from mestring.complaints.models import Complaint
from mestring.decisions import actions as deciding
from mestring.decisions.models import Decision, Grant, Preparation
from mestring.delivery import actions as delivering
from mestring.delivery.actions import ordering
from mestring.delivery.models import Goal, Order, Plan, StatusNote, Visit
from mestring.delivery.states import OPEN, OrderState
from mestring.followups import actions as following
from mestring.followups import watching
from mestring.followups.models import AgreedDate, FollowUp, GrantCadence, Kind
from mestring.people import access
from mestring.people.actions import employee as staff
from mestring.people.models import Account, Citizen, Disqualification, Employee, Relation, Unit
from mestring.rules.period import add_months
from tests import given
from tests.decisions import given_decision as known
from tests.delivery import given_delivery as provided
from tests.promises import running

COPENHAGEN = ZoneInfo("Europe/Copenhagen")
BEGIN = date(2026, 11, 2)
EXAMPLES, STEPS = 500, 50
EXAMPLES_OF_HELP = 40
"""So many of them begin where help is granted already: from the first day on so few come that far."""
EXAMPLES_ON_POSTGRESQL = 60
"""The state machine is the same there, and each question goes to a server: fewer ways are tried."""
EXAMPLES_AT_NIGHT, STEPS_AT_NIGHT, PARTS_AT_NIGHT = 1_000, 100, 6
"""In parts, each with dice of its own, so that both workers of the night can take them."""
RIGHT, WRONG = ("anne", "jonas", "lars"), ("stranger", "administrator", "committee", "relative", "citizen")
PROVIDER = ("sofie",)
MODELS: tuple[Any, ...] = (Case, Application, InformationRequest, Letter, Decision, Complaint, Plan, Goal, Order, StatusNote)
WORDS = ("Ringede om morgenen.", "Et nyt behov.", "Borgeren sagde det selv.", " ")


PROVIDED = ("accept", "accept", "queue", "decline", "start", "visit", "visit", "visit", "planned", "error", "status", "report", "rate", "finish")


class Carrier:
    """Delivers, and remembers what."""

    name = "remembers"

    def __init__(self) -> None:
        self.keys: list[Any] = []

    def send(self, parcel: Any) -> str:
        self.keys.append(parcel.key)
        return "sent"

    def already_sent(self, key: Any) -> str | None:
        return "sent" if key in self.keys else None


_counted: Counter[str] = Counter()


def there(model: Any) -> Callable[[House], bool]:
    """Whether there is any to act on."""
    return lambda house: bool(house.kept.get(model))


def noon(on: date) -> datetime:
    return datetime.combine(on, time(12), COPENHAGEN)


class Start:
    """One team, one citizen, one case to begin with, and everybody who may or may not. Made once: every way begins from it.

    Shapes: `granted` says that help is granted, planned for, and given by a provider already.
    """

    def __init__(self, *, granted: bool = False) -> None:
        self.on = BEGIN
        self.seen: set[tuple[Any, ...]] = set()
        """Whose the cases have been when it was looked at who may see them: the answer hangs on nothing else, in whatever way it came to be so."""
        with clock.at(noon(BEGIN)):
            self._begin()
            if granted:
                self._grant()

    def _grant(self) -> None:
        by, case = self.actors["anne"], Case.objects.get()
        asked = known.asked_for(by, where=case, on=self.on)
        choice = known.prepared(asked, by, on=self.on, **{**known.GRANTED, "begins_on": self.on, "follow_up_on": self.on + timedelta(days=90)})
        decision = deciding.decide(asked, seen=choice.version, by=by, on=self.on)
        goal = provided.goal(provided.plan(case, by, on=self.on), by, on=self.on)
        grant, unit = Grant.objects.with_case().get(decision=decision), Unit.objects.get(name="Mestringsvejen")
        order = provided.accepted(provided.placed(grant, by, unit, on=self.on, goals=(goal,), amount=140), self.actors["sofie"], on=self.on)
        delivering.start(order, started_on=self.on, by=self.actors["sofie"], on=self.on)

    def _begin(self) -> None:
        team, other = given.unit(), given.unit("Et andet team")
        self.people = {
            "anne": given.employee("Anne Mette Riis", "caseworker", team),
            "jonas": given.employee("Jonas Ek", "caseworker", team),
            "lars": given.employee("Lars Holm", "team_leader", team),
            "stranger": given.employee("Bo Vang", "caseworker", other),
            "administrator": given.employee("Ib Dahl", "administrator", given.unit("Digitalisering", "administration")),
            "committee": given.employee("Bente Skov", "committee", given.unit("Visitationsudvalget", "committee")),
            "relative": given.employee("Rita Søster", "caseworker", team),
            "sofie": given.employee("Sofie Lund", "provider", given.unit("Mestringsvejen", "provider")),
            "per": given.employee("Per Juhl", "provider", given.unit("Et andet sted", "provider")),
        }
        by = self.actor("anne")
        self.citizen: Citizen = given.citizen(by, team, on=self.on)
        staff.declare_disqualification(self.people["relative"], by=self.actor("relative"), on=self.on, citizen=self.citizen, reason="Søster")
        Account.objects.create_user(username="borger", name="Borger", citizen=self.citizen)
        on_case.open_case(self.citizen, by=by, on=self.on, team=team, responsible=self.people["anne"])
        self.actors = {who: self.actor(who) for who in (*self.people, "citizen")}

    def actor(self, who: str) -> access.Actor:
        if who == "citizen":
            return access.actor_of(Account.objects.get(citizen=self.citizen), self.on)
        return access.actor_of(Account.objects.get(employee=self.people[who]), self.on)


class House(RuleBasedStateMachine):
    """The public acts, by anybody, on a day that moves forward."""

    start: Start

    def __init__(self) -> None:
        super().__init__()
        self._block = transaction.atomic()
        self._block._from_testcase = True  # type: ignore[attr-defined]
        self._block.__enter__()
        self.on = BEGIN
        self.people, self.citizen = self.start.people, self.start.citizen
        self.sent: dict[int, tuple[Any, ...]] = {}
        self.decided: dict[int, tuple[Any, ...]] = {}
        self.moved: dict[tuple[str, str], str] = {}
        self.read, self.changed, self.whole = 0, True, False
        self.closed: set[int] = set()
        self.kept: dict[Any, list[Any]] = {}
        self.carrier = Carrier()
        self._told = clock.at(self.now)
        self._told.__enter__()

    @property
    def now(self) -> datetime:
        return noon(self.on)

    def actor(self, who: str) -> access.Actor:
        """Nobody changes posts on the way, so that they are who they were on the first day."""
        return access.moved_to(self.start.actors[who], self.on)

    def teardown(self) -> None:
        try:
            # After a violation there is nothing more to see.
            if self.whole:
                self.look(everything=True)
                self.the_log_holds()
        finally:
            self._told.__exit__(None, None, None)
            transaction.set_rollback(True)
            self._block.__exit__(None, None, None)

    def act(self, who: str, do: Callable[[access.Actor], Any], *, right: tuple[str, ...] = RIGHT) -> None:
        """Do one act, or be refused with nothing written. Whoever has no right is refused for that and nothing else."""
        wrong = who in WRONG or (who in (*RIGHT, *PROVIDER, "per") and who not in right)
        refused = None
        try:
            with transaction.atomic():
                do(self.actor(who))
        except MestringError as error:
            refused = error
        if refused is None:
            assert not wrong, f"{who} did something in a case that is none of theirs"
            _counted["done"] += 1
            self.changed = True
            return
        _counted["refused"] += 1
        assert not wrong or isinstance(refused, NotAllowed), f"{who} was told {refused.code} of a case that is none of theirs"
        assert refused.message
        assert Entry.objects.count() == self.read

    def pick(self, model: Any, number: int, **only: Any) -> Any:
        """One of those that stand, read anew: what a refused act did to it in memory is forgotten."""
        rows = [one for one in self.kept[model] if all(getattr(one, name) == value for name, value in only.items())]
        return model.objects.get(pk=rows[number % len(rows)].pk) if rows else None

    # -------------------------------------------------------------------------------------------- the acts

    @initialize(days=st.integers(0, 40))
    def a_day(self, days: int) -> None:
        self._move(days)

    @rule(days=st.sampled_from([1, 1, 2, 7, 14, 35]))
    def time_goes_by(self, days: int) -> None:
        self._move(days)

    def _move(self, days: int) -> None:
        self.on += timedelta(days=days)
        self._told.__exit__(None, None, None)
        self._told = clock.at(self.now)
        self._told.__enter__()

    who = st.sampled_from([*RIGHT * 5, *WRONG])
    which = st.integers(0, 7)
    words = st.sampled_from([*WORDS, *WORDS[:3]])

    @rule(who=who)
    def open_another(self, who: str) -> None:
        if len(self.kept[Case]) < 3 and who not in ("stranger", "administrator", "committee", "citizen"):
            self.act(who, lambda by: on_case.open_case(self.citizen, by=by, on=self.on, team=given.unit()))

    @rule(who=who, which=which, to=st.sampled_from(["anne", "jonas", "stranger", "relative", "lars", ""]))
    def assign(self, who: str, which: int, to: str) -> None:
        case = self.pick(Case, which)
        self.act(who, lambda by: on_case.assign(case, by=by, on=self.on, responsible=self.people[to] if to else None))

    @rule(
        who=who,
        which=which,
        words=words,
        section=st.sampled_from(["85"] * 6 + ["97", "999"]),
        sure=st.sampled_from([True, True, False]),
        back=st.sampled_from([0, 1, 5, 20, -1]),
    )
    def apply(self, who: str, which: int, words: str, section: str, sure: bool, back: int) -> None:
        case = self.pick(Case, which)
        kinds = proposals.kinds(given.VIBORG, section, self.on) if section != "999" else ()
        wanted = [on_application.Wanted(section, kinds[which % len(kinds)].id if kinds else "")]
        received = self.on - timedelta(days=back)
        self.act(
            who,
            lambda by: on_application.receive_application(
                case, by=by, on=self.on, standard=given.VIBORG, wanted=wanted, words=words, channel="phone", received_on=received, sure=sure
            ),
        )

    @rule(who=who, which=which, words=words, days=st.sampled_from([0, 0, 1, 3, -1]))
    @precondition(there(Application))
    def pause(self, who: str, which: int, words: str, days: int) -> None:
        if found := self.pick(Application, which):
            self.act(who, lambda by: on_application.pause(found, by=by, on=self.on, reason=words, since=self.on - timedelta(days=days)))

    @rule(who=who, which=which, days=st.sampled_from([0, 0, 1, 3, -1]))
    @precondition(there(Application))
    def resume(self, who: str, which: int, days: int) -> None:
        if found := self.pick(Application, which):
            self.act(who, lambda by: on_application.resume(found, by=by, on=self.on, until=self.on - timedelta(days=days)))

    @rule(who=who, which=which, words=words, days=st.sampled_from([60, 30, 1, -5]))
    @precondition(there(Application))
    def extend(self, who: str, which: int, words: str, days: int) -> None:
        if found := self.pick(Application, which):
            self.act(who, lambda by: on_application.extend(found, by=by, on=self.on, reason=words, new_day=self.on + timedelta(days=days)))

    @rule(who=who, which=which, words=words, how=st.sampled_from([on_application.withdraw, on_application.forward]))
    @precondition(there(Application))
    def end(self, who: str, which: int, words: str, how: Any) -> None:
        if found := self.pick(Application, which):
            self.act(who, lambda by: how(found, by=by, on=self.on, because=words))

    @rule(who=who, which=which, words=words)
    def note(self, who: str, which: int, words: str) -> None:
        case = self.pick(Case, which)
        self.act(who, lambda by: journal.write_note(case, by=by, on=self.on, kind="phone", subject=words, text=words, happened_on=self.on))

    @rule(who=who, which=which, days=st.sampled_from([14, 20, -1]))
    def ask(self, who: str, which: int, days: int) -> None:
        case = self.pick(Case, which)
        due_on = self.on + timedelta(days=days)
        self.act(who, lambda by: journal.ask_for_information(case, by=by, on=self.on, whom="citizen", source="Borgeren", asks="Lønseddel", due_on=due_on))

    @rule(who=who, which=which, how=st.sampled_from(["answer", "lapse", "cancel"]))
    @precondition(there(InformationRequest))
    def settle_request(self, who: str, which: int, how: str) -> None:
        found = self.pick(InformationRequest, which)
        if found is None:
            return
        ways: dict[str, Callable[[access.Actor], Any]] = {
            "answer": lambda by: journal.receive_information(found, by=by, on=self.on, answer="Her.", answered_on=self.on),
            "lapse": lambda by: journal.let_request_lapse(found, by=by, on=self.on),
            "cancel": lambda by: journal.cancel_request(found, by=by, on=self.on),
        }
        self.act(who, ways[how])

    @rule(who=who, which=which)
    @precondition(there(Application))
    def receipt(self, who: str, which: int) -> None:
        if found := self.pick(Application, which):
            self.act(who, lambda by: write_receipt([found], by=by, on=self.on))

    @rule(who=who, which=which)
    @precondition(there(Letter))
    def send(self, who: str, which: int) -> None:
        if found := self.pick(Letter, which):
            self.act(who, lambda by: queue_letter(found, by=by, on=self.on))

    @rule(who=who, which=which)
    @precondition(there(Letter))
    def recall(self, who: str, which: int) -> None:
        if found := self.pick(Letter, which):
            self.act(who, lambda by: dispatch.recall(found, by=by, on=self.on))

    @precondition(there(Letter))
    @rule()
    def the_outbox_goes(self) -> None:
        later = self.now + timedelta(hours=1)
        self._told.__exit__(None, None, None)
        self._told = clock.at(later)
        self._told.__enter__()
        dispatch.dispatch_ready(self.carrier, by=access.house(self.on), on=self.on, now=later)
        self.changed = True
        self._move(0)

    @rule(which=which, whole=st.sampled_from([True, True, True, False]))
    @precondition(there(Application))
    def prepare(self, which: int, whole: bool) -> None:
        """By the caseworker, who gets everything in order, or only the choice."""
        found = self.pick(Application, which, section="85")
        if found is None:
            return

        def do(by: access.Actor) -> None:
            if whole:
                known.considered(found, by, on=self.on)
                known.weighed(found, by, on=self.on)
            stands = Preparation.objects.filter(application=found).first()
            chosen = {**known.GRANTED, "begins_on": self.on + timedelta(days=7), "follow_up_on": self.on + timedelta(days=90), "plan_on": self.on}
            deciding.prepare(found, seen=stands.version if stands else 0, by=by, on=self.on, **{**chosen, "departure": "Efter en konkret vurdering."})
            if whole:
                known.unassessed(found, by, on=self.on)

        self.act("anne", do)

    @rule(who=who, which=which, off=st.sampled_from([0, 0, 0, 0, 1]), how=st.sampled_from([deciding.decide, deciding.decide, deciding.decide_as_leader]))
    @precondition(there(Application))
    def decide(self, who: str, which: int, off: int, how: Any) -> None:
        found = self.pick(Application, which)
        if found is None:
            return
        stands = Preparation.objects.filter(application=found).first()
        self.act(who, lambda by: how(found, seen=(stands.version if stands else 0) + off, by=by, on=self.on))

    @rule(who=who, which=which)
    @precondition(there(Decision))
    def tell(self, who: str, which: int) -> None:
        if found := self.pick(Decision, which):
            self.act(who, lambda by: deciding.send_decision_letter([found], by=by, on=self.on))

    @rule(who=who, which=which, words=words)
    @precondition(there(Decision))
    def tell_by_word(self, who: str, which: int, words: str) -> None:
        if found := self.pick(Decision, which):
            self.act(who, lambda by: deciding.communicate_orally(found, words=words, told_on=self.on, by=by, on=self.on))

    @rule(who=who, which=which, words=words)
    @precondition(there(Decision))
    def correct(self, who: str, which: int, words: str) -> None:
        found = self.pick(Decision, which)
        if found is None:
            return
        stands = Preparation.objects.get(application=found.application)
        self.act(who, lambda by: deciding.correct_decision(found, because=words, seen=stands.version, by=by, on=self.on))

    @rule(who=who, which=which, outcome=st.sampled_from(["continue", "continue", "end"]), extent=st.sampled_from(["same", "less"]), words=words)
    @precondition(there(Decision))
    def follow_up(self, who: str, which: int, outcome: str, extent: str, words: str) -> None:
        grant = Grant.objects.select_related("case").order_by("pk" if which % 2 else "-pk").first()
        if grant is None:
            return
        off = which // 6
        held = FollowUp.objects.filter(grant=grant, kind="follow_up").counted().count()
        said = {"form": "in_person", "agreed": words, "outcome": outcome, "extent": extent, "standard": given.VEJLE, "next_on": self.on + timedelta(days=60)}
        self.act(who, lambda by: following.hold(grant, kind="follow_up", held_on=self.on, seen=held + off, by=by, on=self.on, **said))

    @rule(who=who, which=which, days=st.integers(-3, 400), words=words)
    @precondition(there(Decision))
    def agree_on_a_day(self, who: str, which: int, days: int, words: str) -> None:
        if grant := Grant.objects.select_related("case").order_by("pk" if which % 2 else "-pk").first():
            said = {"day": self.on + timedelta(days=days), "because": words, "agreed_with": words}
            self.act(who, lambda by: following.agree_date(grant, kind="follow_up", by=by, on=self.on, **said))

    @rule(who=who, words=words)
    @precondition(there(Decision))
    def mark_a_follow_up(self, who: str, words: str) -> None:
        if found := FollowUp.objects.select_related("case").order_by("-pk").first():
            self.act(who, lambda by: following.mark_in_error(found, because=words, by=by, on=self.on))

    @rule()
    @precondition(there(Decision))
    def night(self) -> None:
        with clock.at(noon(self.on)):
            following.keep_all(by=access.house(self.on), on=self.on)
            delivering.keep_orders(by=access.house(self.on), on=self.on)
        self.changed = True

    @rule(
        who=who,
        which=which,
        how=st.sampled_from(["place", "place", "change", "withdraw", "end", "goal", "plan"]),
        amount=st.sampled_from([280, 140, 281]),
    )
    @precondition(there(Decision))
    def ask_a_provider(self, who: str, which: int, how: str, amount: int) -> None:
        """By the authority: of help that was granted, towards the goals of the case's plan."""
        grant = Grant.objects.with_case().order_by("pk" if which % 2 else "-pk").first()
        if grant is None:
            return
        plan = Plan.objects.filter(case=grant.case).standing().first()
        goals = list(Goal.objects.filter(plan=plan).active()) if plan else []
        unit = Unit.objects.get(name="Mestringsvejen" if which else "Et andet sted")
        asked = {"section": "85", "purpose": "Karen åbner sin post.", "begins_on": grant.begins_on, "answer_by": self.on, "standard": grant.standard}
        asked |= {"amount": amount, "measure": grant.unit, "grant": grant, "goals": goals, "unit": unit}
        order = self.pick(Order, which) if self.kept[Order] else None
        ways: dict[str, Callable[[access.Actor], Any]] = {
            "place": lambda by: delivering.place_order(grant.case, by=by, on=self.on, **asked),
            "goal": lambda by: delivering.set_goal(plan, text="Åbne post", topic=provided.topic(), expected=2, aim="develop", by=by, on=self.on),
            "plan": lambda by: provided.plan(grant.case, by, on=self.on),
        }
        if order:
            last = self.on + timedelta(days=which * 5 - 10)
            ways |= {
                "change": lambda by: delivering.change_order(
                    order, seen=order.version, because="Nyt", goals=goals, by=by, on=self.on, amount=amount, last_day=last if which % 3 else None
                ),
                "withdraw": lambda by: delivering.withdraw_order(order, because="Nyt", by=by, on=self.on),
                "end": lambda by: delivering.end_order(order, last_day=last, because="Nyt", by=by, on=self.on),
            }
        if how in ways and (how != "goal" or plan):
            self.act(who, ways[how])

    @rule(who=who, which=which, how=st.sampled_from(["continue", "continue", "end", "agree", "count"]), days=st.integers(-3, 60), words=words)
    @precondition(there(Decision))
    def follow_course(self, who: str, which: int, how: str, days: int, words: str) -> None:
        """A course nobody must decide: begun where none is, and followed up to its end."""
        rows = Order.objects.filter(grant=None).select_related("case", "relation", "unit", "citizen")
        order = rows.exclude(state="running").order_by("-pk").first() if which % 3 == 0 else rows.filter(state="running").order_by("-pk").first()
        if order is None:
            self._begin_course(other_need=bool(which % 2))
            return
        day = self.on + timedelta(days=days)
        if how == "count":
            with clock.at(noon(self.on)):
                following.take_up_courses(by=access.house(self.on), on=self.on)
            self.changed = True
        elif how == "agree":
            self.act(who, lambda by: following.agree_course_date(order, day=day, because=words, agreed_with=words, by=by, on=self.on))
        else:
            held = FollowUp.objects.filter(order=order).counted().count()
            said = {"form": "in_person", "agreed": words, "outcome": how, "standard": given.RANDERS, "next_on": day, "because": words, "agreed_with": words}
            said |= {"seen": held + which // 6, "ended_because": words}
            self.act(who, lambda by: following.hold_course(order, held_on=self.on, by=by, on=self.on, **said))

    def _begin_course(self, *, other_need: bool) -> None:
        case = Grant.objects.with_case().order_by("pk").first().case
        values = {"section": "82b", "standard": given.RANDERS, "purpose": "Et forløb", "begins_on": self.on, "answer_by": self.on, "other_need": other_need}
        unit, on = Unit.objects.get(name="Mestringsvejen"), self.on
        self.act("anne", lambda by: delivering.place_order(case, unit=unit, by=by, on=on, **values))
        self.what_must_hold_holds()
        rows = Order.objects.filter(grant=None, relation__unit=unit).select_related("relation", "unit", "citizen").order_by("-pk")
        if made := rows.filter(state="placed").first():
            contact = Employee.objects.get(pk=self.actor("sofie").employee)
            self.act("sofie", lambda by: delivering.accept(made, contact=contact, starts_on=None, by=by, on=on), right=("sofie",))
            self.what_must_hold_holds()
        if made := rows.filter(state="accepted").first():
            self.act("sofie", lambda by: delivering.start(made, started_on=on, by=by, on=on), right=("sofie",))

    @rule(
        who=st.sampled_from([*["sofie"] * 8, "per", "anne", *WRONG[:3]]),
        which=which,
        hows=st.lists(st.sampled_from(PROVIDED), min_size=1, max_size=4),
        days=st.sampled_from([0, 0, 1, 5, -1]),
    )
    @precondition(there(Order))
    def provide(self, who: str, which: int, hows: list[str], days: int) -> None:
        """By the provider who was asked, or somebody who was not: one thing after the other on the same day."""
        for how in hows:
            self._provide(who, which, how, days)
            self.what_must_hold_holds()

    def _provide(self, who: str, which: int, how: str, days: int) -> None:
        found = self.pick(Order, which)
        if found is None:
            return
        order = Order.objects.select_related("relation", "unit", "citizen").get(pk=found.pk)
        day, on = self.on - timedelta(days=days), self.on
        visit = Visit.objects.filter(order=order).select_related("order__relation", "order__unit", "order__citizen").order_by("-pk").first()
        goal = Goal.objects.of_order(order).first()
        said = {"state": "held" if which else "no_show", "minutes": 45, "form": "home", "goals": [goal] if goal else []}

        def status(by: access.Actor) -> None:
            draft = StatusNote.objects.filter(order=order).draft().first()
            note = delivering.save_status(order, seen=draft.version if draft else 0, by=by, on=on, done="Post", recommends="continue")
            delivering.send_status(note, by=by, on=on)

        ways: dict[str, Callable[[access.Actor], Any]] = {
            "accept": lambda by: delivering.accept(order, contact=Employee.objects.get(pk=by.employee), starts_on=None, by=by, on=on),
            "queue": lambda by: delivering.queue(order, expected_start=on + timedelta(days=30), by=by, on=on),
            "decline": lambda by: delivering.decline(order, because="Ingen plads", by=by, on=on),
            "start": lambda by: delivering.start(order, started_on=day, by=by, on=on),
            "visit": lambda by: delivering.register_unplanned(order, day=day, by=by, on=on, **said),
            "planned": lambda by: delivering.plan_visits(order, day=day, at=time(9), minutes=45, form="home", by=by, on=on, weeks=1 + which),
            "status": status,
            "report": lambda by: delivering.report_change(order, words="Flyttet", by=by, on=on),
            "finish": lambda by: delivering.finish(order, last_day=day, because="Flyttet", by=by, on=on),
        }
        if visit:
            ways["error"] = lambda by: delivering.mark_visit_in_error(visit, because="Forkert", by=by, on=on)
        if goal:
            ways["rate"] = lambda by: delivering.rate(order, goal, rated_on=day, citizen=which, staff=None, by=by, on=on)
        if how in ways and who != "citizen":
            own = next((name for name in (*PROVIDER, "per") if self.people[name].assignments.filter(unit=order.unit).exists()), "")
            self.act(who, ways[how], right=(own,))

    @rule(who=who, which=which, sure=st.booleans())
    @precondition(there(Decision))
    def complain(self, who: str, which: int, sure: bool) -> None:
        if found := self.pick(Decision, which):
            case = found.application.case
            self.act(
                who,
                lambda by: complaining.register_complaint(
                    case, decision=found, received_on=self.on, by=by, on=self.on, channel="phone", words="Det er ikke nok.", sure=sure
                ),
            )

    @rule(who=who, which=which, how=st.sampled_from(["maintain", "withdraw", "forward"]))
    @precondition(there(Complaint))
    def review(self, who: str, which: int, how: str) -> None:
        found = self.pick(Complaint, which)
        if found is None:
            return
        written = {"legal_basis": "Serviceloven § 85.", "considerations": "Hjælpen er nok.", "facts": "Samtale."}
        ways: dict[str, Callable[[access.Actor], Any]] = {
            "maintain": lambda by: complaining.maintain(found, seen=found.version, by=by, on=self.on, **written),
            "withdraw": lambda by: complaining.withdraw_complaint(found, because="Ringede.", by=by, on=self.on),
            "forward": lambda by: complaining.forward(found, by=by, on=self.on, late_because="Sygdom."),
        }
        self.act(who, ways[how])

    @rule(who=who, which=which, words=words)
    def close(self, who: str, which: int, words: str) -> None:
        case = self.pick(Case, which)
        self.act(who, lambda by: on_case.close_case(case, by=by, on=self.on, because=words))

    @rule(who=who, which=which)
    def reopen(self, who: str, which: int) -> None:
        case = self.pick(Case, which)
        self.act(who, lambda by: on_case.reopen_case(case, by=by, on=self.on))

    # -------------------------------------------------------------------------------------------- what must always hold

    @invariant()
    def what_must_hold_holds(self) -> None:
        """Looked at after every act that was done; one that was refused has written nothing. What the act has told of is read anew, and at the end of the way everything."""
        if self.changed:
            self.look(everything=not self.kept)
            self.changed = False

    def look(self, *, everything: bool) -> None:
        self.whole = False
        entries = list(Entry.objects.filter(number__gt=self.read).order_by("number"))
        touched = {entry.thing for entry in entries} | {Application._meta.label_lower}
        self.kept |= {model: list(model.objects.order_by("pk")) for model in MODELS if everything or model._meta.label_lower in touched}
        self.every_state_was_reached_by_a_move(entries)
        self.an_application_is_decided_once()
        self.nothing_is_open_in_a_closed_case()
        self.every_application_that_waits_is_on_the_work_list_with_its_day()
        self.a_letter_on_its_way_and_a_decision_never_change()
        self.nothing_is_sent_twice()
        if everything or touched & {"followups.followup", "followups.agreeddate", "decisions.decision", "decisions.grant"}:
            self.what_is_owed_of_help_stands_on_the_list_by_its_day()
        if everything or any(one.startswith("delivery.") for one in touched):
            self.an_order_is_seen_by_its_provider_while_it_lasts_and_no_longer()
            self.no_visit_was_held_outside_its_order_and_no_more_is_ordered_than_granted()
            self.a_course_is_on_the_list_while_it_runs()
        # Only a relation ends by itself as days go by; what a provider may see of an order gives nothing of a case.
        relations = tuple(Relation.objects.exclude(kind=Relation.Kind.ORDER).order_by("pk").values_list("case", "kind", "employee", "unit", "since", "until"))
        blocked = tuple(Disqualification.objects.order_by("pk").values_list("employee", "citizen"))
        ties = (relations, blocked, self.on if relations else None, *((one.pk, one.citizen_id, one.team_id, one.responsible_id) for one in self.kept[Case]))
        if everything or ties not in self.start.seen:
            self.who_may_see_is_who_has_a_tie()
            self.start.seen.add(ties)
        self.whole = True

    def an_application_is_decided_once(self) -> None:
        standing = Counter(one.application_id for one in self.kept[Decision] if one.state != "replaced")
        for application in self.kept[Application]:
            decisions = standing[application.pk]
            assert decisions == (1 if application.state == "decided" else 0), f"{application.state} with {decisions} decisions"
        assert Grant.objects.filter(ended_by=None, decision__state="replaced").count() == 0

    def nothing_is_open_in_a_closed_case(self) -> None:
        closed = {one.pk for one in self.kept[Case] if one.state == "closed"}
        cases = {one.pk: one.case_id for one in self.kept[Application]}
        for model, state in ((Application, "received"), (InformationRequest, "sent")):
            assert not [one for one in self.kept[model] if one.case_id in closed and one.state == state]
        # A complaint is taken in a closed case that stays closed, and its letters leave from there; none is on its way when a case is closed.
        assert not [one for one in self.kept[Letter] if one.case_id in closed - self.closed and one.state == "queued"]
        self.closed = closed
        assert not [one for one in self.kept[Decision] if cases[one.application_id] in closed and one.state == "decided"], "a decision nobody was told"

    def every_application_that_waits_is_on_the_work_list_with_its_day(self) -> None:
        waits = {one.public_id: one.deadline for one in self.kept[Application] if one.state == "received"}
        rows = list(Due.objects.filter(done_on=None))
        assert {one.thing: one.on for one in rows if one.kind == Due.Kind.APPLICATION} == waits
        cases = {one.pk: (one.team_id, one.responsible_id) for one in self.kept[Case]}
        for row in rows:
            assert row.case_id is None or (row.team_id, row.responsible_id) == cases[row.case_id]

    def a_letter_on_its_way_and_a_decision_never_change(self) -> None:
        for letter in self.kept[Letter]:
            if letter.state != "draft":
                now = (letter.content, letter.pdf, letter.title, letter.kind)
                assert self.sent.setdefault(letter.pk, now) == now
        for one in self.kept[Decision]:
            says = (one.outcome, one.amount, one.level, one.begins_on, one.ends_on, one.section, one.findings, one.decided_on, one.decided_by_id)
            assert self.decided.setdefault(one.pk, says) == says

    def what_is_owed_of_help_stands_on_the_list_by_its_day(self) -> None:
        """Help whose end is decided owes nothing; of the rest the list says what standard, decision and agreement say together, once the house has taken it up."""
        for grant in Grant.objects.select_related("decision__application", "case__citizen"):
            rows = dict(Due.objects.waiting().filter(thing=grant.public_id, kind__in=Kind.values).values_list("kind", "on"))
            if not grant.runs:
                assert not rows
            elif GrantCadence.objects.filter(grant=grant).exists() and (grant.last_day is None or grant.last_day >= self.on):
                watch = watching.of(grant, self.on)
                assert {kind: day for kind, day in rows.items() if day} == {kind.value: day for kind in Kind if (day := watch.owing(kind).day)}
        later = AgreedDate.objects.exclude(instead_of=None).filter(day__gt=F("instead_of"))
        assert all(one.because.strip() and one.agreed_with.strip() for one in later)

    def nothing_is_sent_twice(self) -> None:
        assert len(self.carrier.keys) == len(set(self.carrier.keys))

    def every_state_was_reached_by_a_move(self, entries: list[Entry]) -> None:
        """Each change of state is in the log, along the table, and the last is the state that stands."""
        tables = {model._meta.label_lower: model.MOVES for model in MODELS}
        for entry in entries:
            self.read = entry.number
            if "to" in entry.detail and entry.thing in tables:
                before, after = entry.detail["from"], entry.detail["to"]
                assert after in tables[entry.thing][before]
                assert self.moved.get((entry.thing, entry.thing_id), before) == before
                self.moved[entry.thing, entry.thing_id] = after
        for model in MODELS:
            label, first = model._meta.label_lower, str(model._meta.get_field("state").default)
            for row in self.kept[model]:
                assert row.state == self.moved.get((label, str(row.public_id)), first), f"{label} is {row.state} and was never moved there"

    def an_order_is_seen_by_its_provider_while_it_lasts_and_no_longer(self) -> None:
        held = {one.order: one for one in Relation.objects.filter(kind=Relation.Kind.ORDER)}
        lasting = set()
        for order in self.kept[Order]:
            relation = held[order.public_id]
            in_force = relation.until is None or relation.until > clock.now()
            over = order.last_day is not None and order.last_day < self.on
            assert relation.unit_id == order.unit_id
            assert in_force is (not over if order.state in (*OPEN, OrderState.ENDED) else False), (
                f"{order.state}, last {order.last_day}, until {relation.until}"
            )
            lasting |= {order.pk} if in_force else set()
        for who in (*PROVIDER, "per", "stranger", "administrator"):
            actor = self.actor(who)
            own = {order.pk for order in self.kept[Order] if order.pk in lasting and order.unit_id in actor.provides}
            assert set(Order.objects.provided_by(actor).values_list("pk", flat=True)) == own
            assert set(Visit.objects.provided_by(actor).values_list("order", flat=True)) <= own

    def no_visit_was_held_outside_its_order_and_no_more_is_ordered_than_granted(self) -> None:
        orders = {order.pk: order for order in self.kept[Order]}
        for order, day in Visit.objects.filter(error_on=None, state="held").values_list("order", "day"):
            one = orders[order]
            assert one.started_on
            assert one.started_on <= day
            assert one.last_day is None or day <= one.last_day, f"held {day}, over {one.last_day}"
        ordered: Counter[int] = Counter()
        for one in orders.values():
            if one.state in OPEN and one.grant_id:
                ordered[one.grant_id] += one.amount
        for grant in Grant.objects.filter(pk__in=ordered):
            assert ordered[grant.pk] <= grant.amount, f"{ordered[grant.pk]} of {grant.amount} ordered"

    def a_course_is_on_the_list_while_it_runs(self) -> None:
        """It keeps its case open, and ends by law after six months at the latest."""
        rows = Counter(Due.objects.waiting().filter(kind=Due.Kind.COURSE).values_list("thing", flat=True))
        runs = [one for one in self.kept[Order] if one.grant_id is None and one.state == "running"]
        assert rows == Counter(one.public_id for one in runs)
        for one in runs:
            assert one.last_day
            assert one.last_day <= add_months(one.started_on, 6)

    def the_log_holds(self) -> None:
        assert list(chain.verify("acts")) == []

    def who_may_see_is_who_has_a_tie(self) -> None:
        for who in ("anne", "lars", "stranger", "relative", "administrator", "citizen", *PROVIDER):
            actor = self.actor(who)
            seen = set(Case.objects.visible_to(actor).values_list("pk", flat=True))
            assert seen == {case.pk for case in self.kept[Case] if access.ties(actor, case)}


class Helped(House):
    """The same house where help is given from the first day: what leads up to a decision is left out, so that more comes of what is left."""

    open_another = assign = apply = pause = resume = extend = end = note = ask = settle_request = receipt = send = recall = the_outbox_goes = prepare = None
    tell = tell_by_word = complain = review = reopen = None


def _tried(examples: int, steps: int, *, granted: bool = False) -> None:
    # By day the seed is fixed, so that a run can be had again; by night it is not.
    told = settings(
        max_examples=examples,
        stateful_step_count=steps,
        deadline=None,
        database=None,
        derandomize=examples != EXAMPLES_AT_NIGHT,
        suppress_health_check=list(HealthCheck),
        phases=(Phase.generate, Phase.shrink) if "SHRINK" in os.environ else (Phase.generate,),
        print_blob=False,
    )
    with running.taken_back():
        House.start = Start(granted=granted)
        run_state_machine_as_test(Helped if granted else House, settings=told)


@pytest.fixture(autouse=True)
def _printed_at_once(monkeypatch: pytest.MonkeyPatch, settings: Any, tmp_path: Any) -> None:
    settings.DOCUMENTS = tmp_path / "documents"
    monkeypatch.setattr(render, "pdf", lambda content: repr(content).encode())


def _seen_through(examples: int, steps: int, *, granted: bool = False) -> None:
    _counted.clear()
    _tried(examples, steps, granted=granted)
    print(f"\n{examples} ways of {steps} steps: {_counted['done']} acts done, {_counted['refused']} refused")
    # A machine in which nothing came through would prove nothing.
    assert _counted["done"] > examples * steps // 10


@pytest.mark.django_db
def test_no_order_of_acts_leads_to_an_impossible_state() -> None:
    _seen_through(EXAMPLES_ON_POSTGRESQL if connection.vendor == "postgresql" else EXAMPLES - EXAMPLES_OF_HELP, STEPS)


@pytest.mark.django_db
def test_no_order_of_acts_leads_to_an_impossible_state_where_help_is_given() -> None:
    _seen_through(EXAMPLES_OF_HELP // (4 if connection.vendor == "postgresql" else 1), STEPS, granted=True)


@pytest.mark.night
@pytest.mark.django_db
@pytest.mark.parametrize("part", range(PARTS_AT_NIGHT))
def test_no_order_of_acts_leads_to_an_impossible_state_all_night(part: int) -> None:
    _seen_through(EXAMPLES_AT_NIGHT, STEPS_AT_NIGHT)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("plant", "told"),
    [
        (lambda patch: patch.setattr(on_case, "left_to_do", lambda case: []), "assert"),
        (lambda patch: patch.setattr(on_application, "_put_due", lambda *_, **__: None), "assert"),
        (lambda patch: patch.setattr(access, "is_blocked", lambda *_: False), "assert"),
        (lambda patch: patch.setattr(moves, "record", lambda *_, **__: None), "never moved there"),
    ],
    ids=["a case closed with something open", "an application not on the list", "a relative let in", "a move without a trace"],
)
def test_a_broken_act_is_seen(monkeypatch: pytest.MonkeyPatch, plant: Any, told: str) -> None:
    plant(monkeypatch)
    with pytest.raises(AssertionError) as seen:
        _tried(40, 40)
    assert told in str(seen.value) or told == "assert"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("act", "told"), [("close", "until None"), ("refuse_too_much", "ordered")], ids=["an order that is over and still seen", "more ordered than was granted"]
)
def test_a_broken_act_of_help_is_seen(monkeypatch: pytest.MonkeyPatch, act: str, told: str) -> None:
    monkeypatch.setattr(ordering, act, lambda *_, **__: None)
    with pytest.raises(AssertionError, match=told):
        _tried(30, 50, granted=True)
