"""Who may see and do what: the one place that reads it. Denied unless a relation, in force now, gives it.

A relation is between an actor and a case: the team that has it, the caseworker responsible, the leader of the team, the committee whose agenda it is on, the
shelter it is put before, a helper, glass that was broken, the citizen, who acts for the citizen. `ACTIONS` says which relations give which action; a page that concerns no case asks for a
role. One's own case, and a relative's, is closed whatever the relation.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from typing import Any, Protocol

from django.db.models import Q, QuerySet

from mestring.audit import clock
from mestring.audit.errors import NotAllowed
from mestring.people.models import Account, Assignment, CitizenUnit, Disqualification, Relation, Representation

Role = Assignment.Role
CITIZEN, HOUSE = "citizen", "house"


class Tie(StrEnum):
    """The relations an actor can have to a case, the nearest first."""

    RESPONSIBLE = "responsible"
    TEAM = "team"
    LEADER = "leader"
    COMMITTEE = "committee"
    SHELTER = "shelter"
    HELPER = "helper"
    GLASS = "glass"
    PROVIDER = "provider"
    SELF = "self"
    REPRESENTATIVE = "representative"
    HOUSE = "house"

    @property
    def label(self) -> str:
        """The Danish words in the citizen's log."""
        return _TIES[self]


_TIES = {
    Tie.RESPONSIBLE: "Ansvarlig sagsbehandler",
    Tie.TEAM: "Sagsbehandler i sagens team",
    Tie.LEADER: "Faglig leder for teamet",
    Tie.COMMITTEE: "Medlem af visitationsudvalget",
    Tie.SHELTER: "Forstander for boformen",
    Tie.HELPER: "Medvirkende sagsbehandler",
    Tie.GLASS: "Nødadgang",
    Tie.PROVIDER: "Leverandør af hjælpen",
    Tie.SELF: "Dig selv",
    Tie.REPRESENTATIVE: "Den, der handler for dig",
    Tie.HOUSE: "Systemet selv",
}


def tie_label(stored: str) -> str:
    """The Danish words of a tie as the log keeps it; nothing when it keeps none."""
    return next((tie.label for tie in Tie if tie == stored), "")


@dataclass(frozen=True, slots=True)
class Post:
    """A role held in a unit today."""

    role: str
    unit: int
    unit_id: str
    unit_name: str
    kind: str


@dataclass(frozen=True, slots=True)
class Actor:
    """Whoever acts, with every right they have this day.

    Shapes: `id` is the account's public id; `employee`, `person` and `citizen` are primary keys: the employee, the citizen the employee also is, the
    citizen who is logged in.
    """

    id: str
    name: str
    on: date
    posts: tuple[Post, ...] = ()
    employee: int | None = None
    person: int | None = None
    citizen: int | None = None
    represents: frozenset[int] = field(default_factory=frozenset)
    house: bool = False

    @property
    def roles(self) -> frozenset[str]:
        """Every role the actor has."""
        own = {CITIZEN} if self.citizen or self.represents else set()
        return frozenset({post.role for post in self.posts} | own | ({HOUSE} if self.house else set()))

    @property
    def role_label(self) -> str:
        """The first role in Danish, with its unit."""
        if self.posts:
            return f"{Role(self.posts[0].role).label}, {self.posts[0].unit_name}"
        return "Borger" if self.citizen else ""

    def units(self, *roles: str) -> tuple[int, ...]:
        """The units where the actor has one of the roles."""
        return tuple(sorted({post.unit for post in self.posts if post.role in roles}))

    @property
    def teams(self) -> tuple[int, ...]:
        """The teams whose cases the actor works with."""
        return self.units(Role.CASEWORKER)

    @property
    def leads(self) -> tuple[int, ...]:
        """The teams the actor leads."""
        return self.units(Role.TEAM_LEADER)

    @property
    def committees(self) -> tuple[int, ...]:
        """The committees the actor sits on."""
        return self.units(Role.COMMITTEE)

    @property
    def shelters(self) -> tuple[int, ...]:
        """The shelters the actor leads."""
        return self.units(Role.SHELTER)

    @property
    def provides(self) -> tuple[int, ...]:
        """The providers the actor works for."""
        return self.units(Role.PROVIDER)


def actor_of(account: Account, on: date) -> Actor:
    """The actor behind an account. Two questions to the database, whatever the roles."""
    if not account.is_active:
        return Actor(account_id(account), account.name, on)
    if account.citizen_id:
        acts_for = Representation.objects.holding(on).filter(person=account.citizen_id, kind__in=Representation.ACTS_FOR)
        return Actor(account_id(account), account.name, on, citizen=account.citizen_id, represents=frozenset(acts_for.values_list("citizen", flat=True)))
    posts: list[Post] = []
    person = None
    if account.employee_id:
        held = Assignment.objects.holding(on).filter(employee=account.employee_id).select_related("unit", "employee").order_by("pk")
        for one in held:
            posts.append(Post(one.role, one.unit_id, str(one.unit.public_id), one.unit.name, one.unit.kind))
            person = one.employee.person_id
    return Actor(account_id(account), account.name, on, tuple(posts), account.employee_id, person)


def account_id(account: Account) -> str:
    """How the logs name an account."""
    return str(account.public_id)


def house(on: date) -> Actor:
    """The house itself: what is done at night, and by the outbox."""
    return Actor(HOUSE, "Mestring", on, house=True)


def moved_to(actor: Actor, on: date) -> Actor:
    """The same actor another day."""
    return replace(actor, on=on)


class CaseLike(Protocol):
    """What access needs to know of a case."""

    public_id: Any
    team_id: Any
    responsible_id: Any
    citizen_id: Any


# ------------------------------------------------------------------------------------------------ the table

AUTHORITY = frozenset({Tie.RESPONSIBLE, Tie.TEAM, Tie.HELPER})
LEADING = frozenset({Tie.LEADER})
DECIDING = frozenset({Tie.COMMITTEE, Tie.SHELTER})
PROVIDING = frozenset({Tie.PROVIDER})
CITIZENS = frozenset({Tie.SELF, Tie.REPRESENTATIVE})
STAFF = frozenset({Role.CASEWORKER, Role.TEAM_LEADER})


@dataclass(frozen=True, slots=True)
class Action:
    """Something that can be done, who may, and what the citizen's log calls it.

    Shapes: `ties` for what concerns a case; `roles` for what does not. One of the two. `seen` is the action that only looks at the same, which is what has happened when
    somebody opened the form and did nothing.
    """

    label: str
    ties: frozenset[Tie] = frozenset()
    roles: frozenset[str] = frozenset()
    seen: str = ""


ACTIONS: dict[str, Action] = {
    # the caseworker's day
    "work.see": Action("Så sin arbejdsliste", roles=STAFF),
    "search": Action("Søgte", roles=STAFF),
    "inquiry.receive": Action("Tog imod en henvendelse", roles=STAFF, seen="inquiry.see"),
    "inquiry.see": Action("Så en henvendelse", roles=STAFF),
    "inquiry.end": Action("Afsluttede en henvendelse", roles=STAFF, seen="inquiry.see"),
    "citizen.register": Action("Oprettede en borger", roles=STAFF, seen="citizen.see"),
    "citizen.see": Action("Så borgerens side", roles=STAFF),
    "citizen.change": Action("Rettede oplysninger om borgeren", roles=STAFF, seen="citizen.see"),
    "case.open": Action("Åbnede en sag", roles=STAFF, seen="citizen.see"),
    # a case
    "case.see": Action("Så sagen", AUTHORITY | LEADING | DECIDING | {Tie.GLASS}),
    "case.write": Action("Skrev i sagen", AUTHORITY | LEADING, seen="case.see"),
    "case.assign": Action("Fordelte sagen", AUTHORITY | LEADING, seen="case.see"),
    "case.share": Action("Lod en kollega være med i sagen", LEADING | {Tie.RESPONSIBLE, Tie.TEAM}, seen="case.see"),
    "case.close": Action("Afsluttede sagen", AUTHORITY | LEADING, seen="case.see"),
    "case.step_aside": Action("Meldte sig inhabil i sagen", AUTHORITY | LEADING | DECIDING | {Tie.GLASS}, seen="case.see"),
    "document.see": Action("Åbnede et dokument", AUTHORITY | LEADING | DECIDING | {Tie.GLASS}),
    "application.receive": Action("Registrerede en ansøgning", AUTHORITY | LEADING, seen="case.see"),
    "application.change": Action("Ændrede en ansøgning", AUTHORITY | LEADING, seen="case.see"),
    "assessment.see": Action("Så udredningen", AUTHORITY | LEADING | DECIDING | {Tie.GLASS}),
    "assessment.write": Action("Skrev i udredningen", AUTHORITY | LEADING, seen="assessment.see"),
    "decision.see": Action("Så afgørelsen", AUTHORITY | LEADING | DECIDING | {Tie.GLASS}),
    "decision.prepare": Action("Forberedte en afgørelse", AUTHORITY | LEADING, seen="case.see"),
    "decision.decide": Action("Traf en afgørelse", AUTHORITY | LEADING, seen="case.see"),
    "decision.decide_leader": Action("Traf en afgørelse som leder", LEADING, seen="case.see"),
    "decision.decide_committee": Action("Traf en afgørelse i udvalget", frozenset({Tie.COMMITTEE}), seen="case.see"),
    "decision.decide_shelter": Action("Traf en afgørelse som leder af boformen", frozenset({Tie.SHELTER}), seen="case.see"),
    "decision.send_back": Action("Sendte en sag tilbage uden at afgøre den", LEADING | {Tie.SHELTER}, seen="case.see"),
    "letter.see": Action("Læste et brev", AUTHORITY | LEADING | DECIDING | {Tie.GLASS}),
    "letter.send": Action("Sendte et brev", AUTHORITY | LEADING, seen="letter.see"),
    "complaint.register": Action("Registrerede en klage", AUTHORITY | LEADING, seen="case.see"),
    "complaint.see": Action("Så en klage", AUTHORITY | LEADING | {Tie.GLASS}),
    "complaint.review": Action("Genvurderede en afgørelse", AUTHORITY | LEADING, seen="complaint.see"),
    "complaint.forward": Action("Sendte en klage videre, eller fulgte op på den", AUTHORITY | LEADING, seen="complaint.see"),
    "follow_up.see": Action("Så en opfølgning", AUTHORITY | LEADING | {Tie.GLASS}),
    "follow_up.hold": Action("Skrev en opfølgning", AUTHORITY | LEADING, seen="follow_up.see"),
    "plan.see": Action("Så planen", AUTHORITY | LEADING | DECIDING | {Tie.GLASS}),
    "plan.write": Action("Skrev i planen", AUTHORITY | LEADING, seen="plan.see"),
    "order.see": Action("Så en bestilling", AUTHORITY | LEADING | {Tie.GLASS}),
    "order.place": Action("Bestilte hjælp hos en leverandør", AUTHORITY | LEADING, seen="order.see"),
    "status.see": Action("Læste et statusnotat eller en melding", AUTHORITY | LEADING | {Tie.GLASS}),
    "status.answer": Action("Svarede på et statusnotat eller en melding", AUTHORITY | LEADING, seen="status.see"),
    "glass.break": Action("Brugte nødadgang", roles=STAFF, seen="case.see"),
    # the committee
    "meeting.see": Action("Så dagsordenen", roles=frozenset({Role.COMMITTEE, *STAFF})),
    "meeting.plan": Action("Planlagde et møde", roles=frozenset({Role.COMMITTEE, *STAFF}), seen="meeting.see"),
    "meeting.hold": Action("Førte et møde", roles=frozenset({Role.COMMITTEE}), seen="meeting.see"),
    # the shelter's leader
    "referrals.see": Action("Så sager, der er forelagt boformen", roles=frozenset({Role.SHELTER})),
    # the provider
    "provider.see": Action("Så leverandørens dag og bestillinger", roles=frozenset({Role.PROVIDER})),
    "provider.plan": Action("Planlagde hold", roles=frozenset({Role.PROVIDER}), seen="provider.see"),
    "delivery.see": Action("Så en bestilling, som leverandør", PROVIDING),
    "delivery.answer": Action("Svarede på en bestilling", PROVIDING, seen="delivery.see"),
    "delivery.register": Action("Registrerede hjælp, der blev givet", PROVIDING, seen="delivery.see"),
    "delivery.write": Action("Skrev om mål og fremgang", PROVIDING, seen="delivery.see"),
    "delivery.report": Action("Skrev til myndigheden", PROVIDING, seen="delivery.see"),
    # the leader
    "overview.see": Action("Så teamets overblik", roles=frozenset({Role.TEAM_LEADER})),
    "sample.see": Action("Så ugens stikprøve", roles=frozenset({Role.TEAM_LEADER})),
    "glass.review": Action("Gennemgik en nødadgang", LEADING, seen="case.see"),
    # the administrator
    "users.see": Action("Så medarbejdere", roles=frozenset({Role.ADMINISTRATOR})),
    "users.change": Action("Ændrede medarbejdere", roles=frozenset({Role.ADMINISTRATOR, HOUSE}), seen="users.see"),
    "providers.see": Action("Så leverandørregistret", roles=frozenset({Role.ADMINISTRATOR, *STAFF})),
    "providers.change": Action("Ændrede leverandørregistret", roles=frozenset({Role.ADMINISTRATOR, HOUSE}), seen="providers.see"),
    "deadline.publish": Action("Skrev en offentliggjort frist", roles=frozenset({Role.ADMINISTRATOR})),
    "log.verify": Action("Efterprøvede loggen", roles=frozenset({Role.ADMINISTRATOR})),
    # the citizen
    "own.see": Action("Så sin egen sag", roles=frozenset({CITIZEN})),
    "own.letter": Action("Læste sit eget brev", CITIZENS),
    "own.log": Action("Så sin egen log", roles=frozenset({CITIZEN})),
    # everyone who is logged in
    "account.self": Action("Så sine indstillinger", roles=frozenset({*Role.values, CITIZEN})),
    # the house
    "letter.dispatch": Action("Sendte et brev", frozenset({Tie.HOUSE})),
    "follow_up.keep": Action("Regnede opfølgningens dage ud", roles=frozenset({HOUSE})),
    "order.keep": Action("Førte bestillinger efter bevillinger", roles=frozenset({HOUSE})),
}


def action_label(stored: str) -> str:
    """What the citizen's log calls an action as the log keeps it; one that is no more is called by its name."""
    return ACTIONS[stored].label if stored in ACTIONS else stored


def only_seen(action: str) -> str:
    """The action that looks at what another one works on: the same when it only looks itself."""
    return ACTIONS[action].seen or action


def gives(held: frozenset[Tie], action: str) -> bool:
    """Whether ties that were found already give an action."""
    return bool(ACTIONS[action].ties & held)


def may(actor: Actor, action: str, case: CaseLike | None = None) -> bool:
    """Whether the actor may do it: to this case, or at all when it concerns no case."""
    wanted = ACTIONS[action]
    if case is None:
        return bool(wanted.roles & actor.roles)
    return gives(ties(actor, case), action)


def require(actor: Actor, action: str, case: CaseLike | None = None) -> None:
    """The first line of every act. Raises: NotAllowed."""
    if not may(actor, action, case):
        raise NotAllowed


# ------------------------------------------------------------------------------------------------ relations


def ties(actor: Actor, case: CaseLike, *, found: bool = False) -> frozenset[Tie]:
    """Every relation the actor has to the case now; none when it is their own or a relative's.

    Shapes: `found` says that the case was found by `cases`, which has left out those already.
    """
    if actor.house:
        return frozenset({Tie.HOUSE})
    if actor.citizen or actor.represents:
        own = {Tie.SELF} if case.citizen_id == actor.citizen else set()
        return frozenset(own | ({Tie.REPRESENTATIVE} if case.citizen_id in actor.represents else set()))
    if actor.employee is None or not actor.posts or (not found and is_blocked(actor, case.citizen_id)):
        return frozenset()
    kinds = _relations(actor).filter(case=case.public_id).values_list("kind", flat=True)
    return frozenset(_of_the_team(actor, case) | {Tie(kind) for kind in kinds})


def _of_the_team(actor: Actor, case: CaseLike) -> set[Tie]:
    """The relations that stand on the case itself."""
    held: set[Tie] = set()
    if case.responsible_id == actor.employee and actor.teams:
        held.add(Tie.RESPONSIBLE)
    if case.team_id in actor.teams:
        held.add(Tie.TEAM)
    if case.team_id in actor.leads:
        held.add(Tie.LEADER)
    return held


def nearest_of(actor: Actor, cases: Iterable[CaseLike]) -> dict[Any, str]:
    """The relation the log names for each of the cases that were found, by public id; at most one question to the database."""
    if actor.citizen or actor.represents or actor.house:
        return {case.public_id: nearest(ties(actor, case)) for case in cases}
    held = {case.public_id: _of_the_team(actor, case) for case in cases}
    if others := [case for case, own in held.items() if not own]:
        for case, kind in _relations(actor).filter(case__in=others).values_list("case", "kind"):
            held[case].add(Tie(kind))
    return {case: nearest(frozenset(own)) for case, own in held.items()}


_ROLES = {
    Tie.RESPONSIBLE: {Role.CASEWORKER},
    Tie.TEAM: {Role.CASEWORKER},
    Tie.LEADER: {Role.TEAM_LEADER},
    Tie.COMMITTEE: {Role.COMMITTEE},
    Tie.SHELTER: {Role.SHELTER},
    Tie.HELPER: STAFF,
    Tie.GLASS: STAFF,
    Tie.PROVIDER: {Role.PROVIDER},
}


def post_of(actor: Actor, tie: str, team: int | None = None) -> Post | None:
    """The post by which the actor has a relation: in the case's own team when they have one there. None for whoever has no post."""
    fits = [post for post in actor.posts if tie in _ROLES and post.role in _ROLES[Tie(tie)]] or list(actor.posts)
    return next((post for post in fits if post.unit == team), fits[0] if fits else None)


def own_tie(actor: Actor) -> str:
    """The relation that an actor's own post gives to what concerns no case."""
    if actor.citizen:
        return Tie.SELF
    held = {Tie.TEAM: actor.teams, Tie.LEADER: actor.leads, Tie.COMMITTEE: actor.committees, Tie.SHELTER: actor.shelters, Tie.PROVIDER: actor.provides}
    return next((tie.value for tie, units in held.items() if units), "")


def glass(actor: Actor, case: CaseLike) -> Relation | None:
    """The glass the actor has broken to see the case, while it lasts."""
    return _relations(actor).filter(case=case.public_id, kind=Relation.Kind.GLASS).order_by("-until").first()


def nearest(found: frozenset[Tie]) -> str:
    """The relation the log names."""
    return next((tie.value for tie in Tie if tie in found), "")


def is_blocked(actor: Actor, citizen: int) -> bool:
    """Whether the citizen is the actor or a relative of theirs."""
    return citizen == actor.person or Disqualification.objects.standing().filter(employee=actor.employee, citizen=citizen).exists()


def _relations(actor: Actor) -> QuerySet[Relation]:
    now = clock.now()
    held = Q(employee=actor.employee) if actor.employee and STAFF & actor.roles else Q(pk=None)
    if actor.committees:
        held |= Q(unit__in=actor.committees, kind=Relation.Kind.COMMITTEE)
    if actor.shelters:
        held |= Q(unit__in=actor.shelters, kind=Relation.Kind.SHELTER)
    return Relation.objects.filter(Q(until=None) | Q(until__gt=now), held, since__lte=now)


def orders(actor: Actor, to: str = "") -> Q:
    """The orders a provider's people may see, as a condition: those of their units while the relation lasts. It gives nothing of the case behind; `to` is the path to the order."""
    if actor.house:
        return Q()
    if actor.employee is None or not actor.provides:
        return Q(pk__in=())
    return Q(**{f"{to}public_id__in": _ordered(actor).values("order")}) & _not_blocked(actor, to + "citizen")


def _ordered(actor: Actor) -> QuerySet[Relation]:
    now = clock.now()
    return Relation.objects.filter(Q(until=None) | Q(until__gt=now), kind=Relation.Kind.ORDER, unit__in=actor.provides, since__lte=now)


class OrderLike(Protocol):
    """What access needs to know of an order."""

    public_id: Any
    citizen_id: Any


def require_order(actor: Actor, action: str, order: OrderLike) -> None:
    """The first line of every act of a provider's: the action is theirs, and the order is, now. Raises: NotAllowed."""
    if Tie.PROVIDER not in ACTIONS[action].ties or actor.employee is None or is_blocked(actor, order.citizen_id):
        raise NotAllowed
    if not _ordered(actor).filter(order=order.public_id).exists():
        raise NotAllowed


def cases(actor: Actor, to: str = "") -> Q:
    """The cases an actor may see, as a condition; `to` is the path to the case, as `case__`."""
    if actor.house:
        return Q()
    if actor.citizen or actor.represents:
        return Q(**{f"{to}citizen__in": {actor.citizen, *actor.represents} - {None}})
    if actor.employee is None or not actor.posts:
        return Q(pk__in=())
    seen = Q(**{f"{to}public_id__in": _relations(actor).values("case")})
    if actor.teams:
        seen |= Q(**{f"{to}responsible": actor.employee})
    if units := set(actor.teams) | set(actor.leads):
        seen |= Q(**{f"{to}team__in": sorted(units)})
    return seen & _not_blocked(actor, to + "citizen")


def citizens(actor: Actor) -> Q:
    """The citizens an actor may find."""
    if actor.house:
        return Q()
    if actor.citizen or actor.represents:
        return Q(pk__in={actor.citizen, *actor.represents} - {None})
    units = sorted(set(actor.teams) | set(actor.leads))
    if not units:
        return Q(pk__in=())
    return Q(pk__in=CitizenUnit.objects.holding(actor.on).filter(unit__in=units).values("citizen")) & _not_blocked(actor, "pk")


def of_units(actor: Actor, unit: str = "unit", citizen: str = "") -> Q:
    """What belongs to a unit where the actor works or leads, as an inquiry does; `citizen` is the path to a citizen it may concern."""
    found = Q(**{f"{unit}__in": sorted(set(actor.teams) | set(actor.leads))})
    return found & _not_blocked(actor, citizen, nullable=True) if citizen else found


def _not_blocked(actor: Actor, citizen: str, *, nullable: bool = False) -> Q:
    closed = Disqualification.objects.standing().filter(employee=actor.employee).values_list("citizen", flat=True)
    free = ~Q(**{f"{citizen}__in": closed})
    if actor.person:
        free &= ~Q(**{citizen: actor.person})
    return free | Q(**{f"{citizen}__isnull": True}) if nullable else free


def work(actor: Actor) -> Q:
    """What is due that an actor may see: their teams' and their own, on the copied team and responsible of the row; what a leader must do only as leader."""
    if actor.employee is None or not actor.posts:
        return Q(pk__in=())
    mine = Q(team__in=actor.leads)
    if actor.teams:
        mine |= Q(leader=False) & (Q(team__in=actor.teams) | Q(responsible=actor.employee))
    return mine & _not_blocked(actor, "citizen", nullable=True)
