"""The decision: what the standard proposes beside what is chosen, the gates, what was decided, and what the case page tells of it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.urls import reverse
from django.utils import timezone

from mestring.assessments.models import Assessment
from mestring.audit.errors import MestringError
from mestring.cases import envelopes, recipients
from mestring.cases.letters.completeness import complete
from mestring.cases.models import Application, Case, Hold
from mestring.cases.models.inquiry import Channel
from mestring.cases.proposals import Proposed
from mestring.cases.states import ApplicationState, LetterState
from mestring.decisions import gates as rules
from mestring.decisions import letters, proposals
from mestring.decisions.actions import referring
from mestring.decisions.errors import GrantMissing, GrantNotInForce, HeardOfLess
from mestring.decisions.gathering import Outlook, amount_words, expected_receipt
from mestring.decisions.models import (
    CHOSEN,
    AgendaItem,
    Consideration,
    Decision,
    GatePass,
    Grant,
    Hearing,
    Meeting,
    Outcome,
    PlannedChange,
    Preparation,
    Referral,
)
from mestring.decisions.states import DecisionState, HearingState, ReferralState
from mestring.people import access
from mestring.people.access import Actor, Tie
from mestring.rules.rulebook import open_library
from mestring.web.caseworker.pages import case as case_page
from mestring.web.caseworker.pages import decision_forms as forms
from mestring.web.caseworker.pages.eligibility import DERIVED, LATER
from mestring.web.caseworker.pages.letter import address_form
from mestring.web.components import case as parts
from mestring.web.components import days, deciding, lists, marks
from mestring.web.components import letter as paper
from mestring.web.components.case import Event, Gates, Need, Pair, Person, Stage
from mestring.web.components.forms import Field, Form
from mestring.web.components.marks import Mark
from mestring.web.shell import installation

CASEWORKER, COMMITTEE, LEADER = "caseworker", "committee", "leader"


def at(application: Application) -> list[Any]:
    """What the addresses of an application are made of."""
    return [application.case.public_id, application.public_id]


def address(application: Application) -> str:
    """The page where the decision is prepared and made."""
    return reverse("caseworker:decide", args=at(application))


def decision_address(decision: Decision) -> str:
    """The page of a decision that was made."""
    return reverse("caseworker:decision", args=[*at(decision.application), decision.public_id])


def letter_address(decision: Decision) -> str:
    """The page where its letter is read and sent."""
    return reverse("caseworker:decision_letter", args=[*at(decision.application), decision.public_id])


def sign(section: str) -> str:
    """`§ 85`; empty for none."""
    return open_library().sections[section].sign if section else ""


# ------------------------------------------------------------------------------------------------ proposal beside choice


@dataclass(frozen=True, slots=True)
class Said:
    """One thing the standard or law says to a row."""

    sentence: str
    remedy: str
    source: str
    address: str
    is_law: bool = False


@dataclass(frozen=True, slots=True)
class Level:
    """One of the levels to choose among. Shapes: `fits` is None when the standard leaves it to a person."""

    label: str
    extent: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class Row:
    """What is proposed, beside what is chosen. Shapes: `link` leads to where what is missing is given."""

    id: str
    title: str
    said: list[Said]
    fields: list[Field]
    mark: Mark | None = None
    levels: list[Level] = field(default_factory=list)
    link: str = ""
    link_address: str = ""
    beside: bool = False

    @property
    def first(self) -> list[Said]:
        """What is read at once."""
        return self.said[:2]

    @property
    def rest(self) -> list[Said]:
        """What is folded away."""
        return self.said[2:]


@dataclass(frozen=True, slots=True)
class Before:
    """Whom a case is, was or can be put before.

    Shapes: `waits` lies there now, `returned` came back and has not been sent again; `to` is whom it can be put before, empty for nobody; `names` are those who would
    decide it; `send` and `take` are the forms of whoever may send it back, or take it back.
    """

    waits: Referral | None
    returned: Referral | None
    to: str
    names: str
    send: Form | None
    take: Form | None


@dataclass(frozen=True)
class DecidePage:
    """Shapes: `also` are the rows with nothing to fill in; `lacks` is what the choice lacks beside the gates, each leading to its field; `way` is caseworker, leader, committee (it is recommended to them) or nobody; `either` is that the committee may decide as well."""

    person: Person
    title: str
    lead: str
    today: str
    because_of: str
    standard: str
    rows: list[Row]
    also: list[Row]
    departure: Field
    differences: list[str]
    less_than_law: str
    reasons: list[Field]
    because: Field | None
    lacks: list[Need]
    shut: Gates
    passed: Gates
    letter: paper.Letter | None
    way: str
    either: bool
    decider: Proposed
    agenda: AgendaItem | None
    decided: str
    saved_at: str
    replaces: Decision | None
    before: Before

    @property
    def left(self) -> int:
        """How much is missing before it can be decided."""
        return len(self.lacks) + len(self.shut.all)


def way_of(application: Application) -> str:
    """Who decides from this page: the caseworker, the leader, the committee by a recommendation, or nobody here."""
    ties: frozenset[Tie] = application.case.ties
    works, leads = bool(access.AUTHORITY & ties), Tie.LEADER in ties
    decider = proposals.decider(application.standard, application.section).value or ""
    if decider == COMMITTEE:
        return COMMITTEE
    if decider == LEADER or not works:
        return LEADER if leads else "nobody"
    return CASEWORKER if decider in ("", CASEWORKER, "advisers") else "nobody"


def capacity_of(way: str) -> str:
    """The capacity the gates are looked at in. A recommendation is decided by others, later."""
    return way if way in (CASEWORKER, LEADER) else ""


def outcomes(stands: Outlook) -> tuple[Any, ...]:
    """The outcomes that can be chosen."""
    change = stands.change
    if change and change.by_authority:
        return forms.AUTHORITY
    return {Application.Wish.CHANGE: forms.CHANGE, Application.Wish.END: forms.END}.get(Application.Wish(stands.application.wish), forms.HELP)


def choices(stands: Outlook) -> dict[str, str]:
    """The standard's levels: their words by key."""
    return {one.key: one.label for part in stands.proposal.level for one in part.choices}


def fit(form: forms.Choose, stands: Outlook) -> None:
    """Leave in the form what this application asks about, and fill in what can be chosen."""
    own = outcomes(stands)
    departs = ["refused"] if stands.eligibility.eligible == "met" else []
    form.fields["outcome"].choices = [(one.value, one.label) for one in own]  # type: ignore[attr-defined]
    form.fields["outcome"].reveals = frozenset(departs)  # type: ignore[attr-defined]
    levels = choices(stands)
    if levels:
        form.fields["level"].choices = [("", "Ikke valgt"), *levels.items()]  # type: ignore[attr-defined]
    else:
        del form.fields["level"]
    if stands.application.wish == Application.Wish.HELP:
        del form.fields["effect_on"], form.fields["as_wished"]
    else:
        del form.fields["begins_on"]
        if stands.change and stands.change.by_authority:
            del form.fields["as_wished"]


def initial(stands: Outlook, case: Case) -> dict[str, Any]:
    """The choice that is kept; before there is one, what law, standard and assessment offer to begin with."""
    kept = stands.preparation
    if kept:
        chosen = {name: getattr(kept, name) for name in CHOSEN}
        return {**chosen, "follow_up_on": kept.follow_up_on or _proposed_follow_up(stands, kept), "because": kept.because}
    return {"legal_basis": _legal_basis(stands), "facts": _facts(case), "payment": _free(stands)}


def _proposed_follow_up(stands: Outlook, kept: Preparation) -> date | None:
    """The first follow-up the standard proposes, offered while the field is empty and nobody has written why it is."""
    begins = kept.effect_on or kept.begins_on
    proposed = min((one.value for one in stands.proposal.follow_up if isinstance(one.value, date)), default=None)
    return proposed if proposed and begins and begins <= proposed and kept.gives and not kept.departure.strip() else None


def _legal_basis(stands: Outlook) -> str:
    """The section, and the document that speaks of it."""
    section, standard = open_library().sections[stands.application.section], open_library().standard(stands.guide)
    law = "Almenboligloven" if section.law.startswith("ABL") else "Serviceloven"
    return "\n".join([f"{law} § {envelopes.shown(section)}", *([] if standard.is_law else [standard.cited])])


def _facts(case: Case) -> str:
    """The topics of the assessment that matter, a line for each."""
    current = Assessment.objects.current_of(case)
    if current is None:
        return ""
    texts = current.topics.standing().filter(matters=True).exclude(text="").order_by("pk").values_list("text", flat=True)
    return "\n".join(" ".join(text.split()) for text in texts)[: forms.LONG]


def _free(stands: Outlook) -> str:
    """That help is free, where every rule on payment says so and none leaves a cost with the citizen."""
    said = stands.proposal.payment
    return "Hjælpen er gratis for dig." if said and all(one.value == 0 and "betaler" not in one.sentence for one in said) else ""


def build(stands: Outlook, form: forms.Choose, by: Actor, on: date, *, way: str, replaces: Decision | None = None) -> DecidePage:
    """Everything the page shows."""
    application = stands.application
    case = application.case
    drawn = {one.name: deciding.quiet(one) for one in form.shown}
    kept = stands.preparation
    standing = Decision.objects.filter(application=application).standing().first() if application.state == ApplicationState.DECIDED else None
    letter = letters.preview(stands, by=by, on=on)
    agenda = AgendaItem.objects.filter(application=application).waiting().select_related("meeting__committee").first()
    shut, passed = deciding.split([_gate(one, stands) for one in stands.gates])
    rows = _rows(stands, drawn)
    return DecidePage(
        person=case_page.person(case, on, back="Ansøgningen", back_address=reverse("caseworker:application", args=at(application))),
        title=f"Afgørelse om {sign(application.section)}",
        lead=_lead(application, on),
        today=grant_words(stands.change.grant, on) if stands.change else "",
        because_of=stands.change.because if stands.change and stands.change.by_authority else "",
        standard="" if stands.guide == "law" else f"{open_library().standard(application.standard).short}, udgave {application.edition}",
        rows=[row for row in rows if row.fields],
        also=[row for row in rows if row.said and not row.fields],
        departure=drawn["departure"],
        differences=list(stands.differences),
        less_than_law=stands.situation.less_than_law,
        reasons=[drawn[name] for name in ("legal_basis", "discretion", "facts", "next_steps")],
        because=drawn.get("because"),
        lacks=[*_lacks(stands, drawn), *_unexplained(stands)],
        shut=shut,
        passed=passed,
        letter=paper.of(letter, address_hidden=case.citizen.is_protected(on)) if letter else None,
        way=way,
        either=way == CASEWORKER and any(one.key == COMMITTEE for one in stands.proposal.decider.choices),
        decider=stands.proposal.decider,
        agenda=agenda,
        decided=decision_address(standing) if standing and replaces is None else "",
        saved_at=timezone.localtime(kept.written_at).strftime("%-H.%M") if kept else "",
        replaces=replaces,
        before=_before(application, way, on) if agenda is None else Before(None, None, "", "", None, None),
    )


def _lead(application: Application, on: date) -> str:
    began = {Application.Wish.HELP: "Ansøgt"}.get(Application.Wish(application.wish), "Ønsket")
    asked = f"{'Begyndt af kommunen' if application.own_initiative else began} {days.plain(application.received_on, on)}"
    if application.state == ApplicationState.DECIDED:
        return f"{asked} · afgjort"
    return f"{asked} · {f'frist {days.in_text(application.deadline, on)}' if application.deadline else 'ingen frist løber'}"


def _before(application: Application, way: str, on: date) -> Before:
    case = application.case
    rows = list(Referral.objects.filter(application=application).select_related("application", "unit", "sent_by", "answered_by").order_by("-pk")[:1])
    waits = next((one for one in rows if one.waits), None)
    returned = next((one for one in rows if one.state == ReferralState.RETURNED), None)
    to = next((one for one in (Referral.To.SHELTER, Referral.To.LEADER) if referring.may_decide(one, application)), "") if way in (CASEWORKER, "nobody") else ""
    theirs = waits is not None and way == LEADER and waits.to == Referral.To.LEADER
    return Before(
        waits,
        returned,
        to if waits is None and access.gives(case.ties, "decision.prepare") else "",
        ", ".join(referring.leaders(case.team, on)) if to == Referral.To.LEADER else "",
        forms.SendBack(mark="tilbage") if theirs else None,
        forms.Plain(mark="hent") if waits and not theirs and access.gives(case.ties, "decision.prepare") else None,
    )


def _said(found: Iterable[Proposed]) -> list[Said]:
    """What is said, the same thing once: two rules that come to the same figure are one proposal."""
    once: dict[Any, Proposed] = {}
    for one in found:
        counted = one.value is not None and not isinstance(one.value, (bool, str))
        once.setdefault((one.matter, one.value) if counted else one.sentence, one)
    return [Said(one.sentence, one.remedy, one.source, deciding.rule_address(one.entry_id), one.is_law) for one in once.values()]


def _level_said(stands: Outlook) -> list[Said]:
    """What is said of the level. The levels themselves stand in the table beneath."""
    label = stands.preparation.level_label if stands.preparation else ""
    words = f"Du har valgt {label}." if label else "Vælg det niveau, der svarer til behovet."
    tabled = [Said(words, "", one.source, deciding.rule_address(one.entry_id), one.is_law) for one in stands.proposal.level if one.choices]
    return tabled or _said(stands.proposal.level)


def _extent(stands: Outlook) -> list[Said]:
    """What is said of the extent, less what the table of levels has said already."""
    chosen = stands.preparation
    tabled = {part.entry_id for part in stands.proposal.level if part.choices} if not (chosen and chosen.level) else set()
    left = [one for one in stands.proposal.extent if one.entry_id not in tabled]
    return _said(left) or [Said("Omfanget følger det niveau, der vælges.", "", "", "")]


def _rows(stands: Outlook, drawn: dict[str, Field]) -> list[Row]:
    """What is decided, in the order a decision is written."""
    said, chosen = stands.proposal, stands.preparation
    weighing = reverse("caseworker:eligibility", args=at(stands.application))

    def asked(*names: str) -> list[Field]:
        return [drawn[name] for name in names if name in drawn]

    verdict = Said(stands.eligibility.sentence, "", "", "")
    level = [Level(one.label, one.extent, bool(chosen and chosen.level == one.key)) for part in said.level for one in part.choices]
    notice = [one for one in said.notice if stands.change]
    by_choice = {fact for part in said.level for choice in part.choices for fact in choice.facts} | DERIVED
    asks = {
        fact.id for part in (said.extent, said.follow_up, said.payment) for one in part for fact in one.missing if fact.answered_by not in LATER
    } - by_choice
    ask = ("Svar på det, der mangler", weighing + "#mere") if asks else ("", "")
    return [
        Row(
            "outcome",
            "Resultat",
            [verdict],
            asked("outcome", "as_wished"),
            marks.of_step(stands.eligibility.eligible),
            link="Se betingelserne",
            link_address=weighing,
        ),
        Row("level", "Niveau", _level_said(stands), asked("level"), levels=level),
        Row("amount", "Omfang", _extent(stands), asked("amount", "unit", "extent"), link=ask[0], link_address=ask[1], beside=True),
        Row("period", "Periode", [*_cap(stands), *_said((*said.duration, *notice))], asked("begins_on", "effect_on", "ends_on"), beside=True),
        Row("purpose", "Formål", _said(said.purpose), asked("purpose")),
        Row("follow_up", "Opfølgning", _said(said.follow_up), asked("follow_up_on", "follow_up")),
        Row("payment", "Egenbetaling", _said(said.payment), asked("payment")),
        Row("plan", "Handleplan", _said((said.action_plan,)), asked("plan", "plan_on")),
        Row("free_choice", "Frit valg", _said(one for one in said.free_choice if one.entry), []),
        Row("decider", "Hvem afgør", _said((said.decider,)), []),
        Row("complaint", "Klage", _said((said.complaint,)), []),
    ]


def _cap(stands: Outlook) -> list[Said]:
    """What the longest time comes to, when the first day is chosen."""
    cap = stands.cap
    return (
        [Said(cap.sentence, "", cap.caps[0].source, deciding.rule_address(cap.caps[0].entry_id), is_law=cap.last_day is not None)] if cap and cap.caps else []
    )


# ------------------------------------------------------------------------------------------------ gates


def _lacks(stands: Outlook, drawn: dict[str, Field]) -> list[Need]:
    """What the choice lacks beside the gates, each leading to where it is mended."""
    found = []
    for one in stands.lacks:
        label, _, remedy = str(one).partition(": ")
        found.append(Need(label, _mended_at(one, stands, drawn), remedy[:1].upper() + remedy[1:].rstrip(".") + "."))
    return found


def _mended_at(one: MestringError, stands: Outlook, drawn: dict[str, Field]) -> str:
    if isinstance(one, HeardOfLess):
        return reverse("caseworker:hearing", args=at(stands.application))
    if isinstance(one, (GrantMissing, GrantNotInForce)):
        return reverse("caseworker:name_grant", args=at(stands.application))
    return next((f"#{drawn[name].anchor}" for name in one.fields if name in drawn), "#valg")


_TO_FIELD = {
    rules.Code.PAYMENT: ("Skriv den", "#f-payment"),
    rules.Code.PLAN: ("Sæt det ind", "#f-plan-1"),
    rules.Code.NOTICE: ("Skriv dagen", "#f-effect_on"),
    rules.Code.CAP: ("Skriv dagen", "#f-ends_on"),
}


def _gate(found: rules.Gate, stands: Outlook) -> parts.Gate:
    """The gate, with the way through it."""
    application = stands.application
    link, where = _way_through(found, stands)
    form: Form | None = None
    if found.by_reason and found.is_open:
        form = forms.GateReason(mark=found.code.value)
    elif found.state == rules.State.BY_REASON:
        form = forms.MendReason(initial={"reason": found.says}, mark=found.code.value)
    action = reverse("caseworker:pass_gate", args=[*at(application), found.code.value]) if form else ""
    return deciding.gate(found, link=link if found.is_open else "", link_address=where, form=form, action=action)


def _way_through(found: rules.Gate, stands: Outlook) -> tuple[str, str]:
    application = stands.application
    weighing = reverse("caseworker:eligibility", args=at(application))
    if found.code == rules.Code.FACTS or (found.code == rules.Code.BASIS and stands.situation.law_not_met):
        return "Vurdér målgruppen", weighing
    if found.code == rules.Code.ASSESSMENT:
        return "Til udredningen", reverse("caseworker:assessment", args=[application.case.public_id])
    if found.code == rules.Code.CAP and stands.situation.cap_used:
        return "Svar på det", weighing + "#mere"
    if found.code == rules.Code.LAW:
        return "Tag stilling", weighing + "#andre"
    if found.code == rules.Code.HEARING:
        return "Til partshøring", reverse("caseworker:hearing", args=at(application))
    if found.code == rules.Code.COMPLAINT:
        return "Svar på det", weighing + "#mere"
    if found.code == rules.Code.REASONS:
        kept = stands.preparation
        left = next((name for name in ("legal_basis", "discretion", "facts") if kept is None or not getattr(kept, name).strip()), "discretion")
        return "Skriv den", f"#f-{left}"
    return _TO_FIELD.get(found.code, ("", ""))


# ------------------------------------------------------------------------------------------------ the committee


@dataclass(frozen=True)
class RecommendPage:
    person: Person
    sign: str
    item: AgendaItem | None
    meetings: bool
    ready: bool
    open_gates: list[Need]
    decide_address: str
    version: int


def meetings(by: Actor, on: date) -> list[Meeting]:
    """The meetings a case can be put on."""
    return list(Meeting.objects.visible_to(by).coming(on).select_related("committee")[:20])


def meeting_words(meeting: Meeting, on: date) -> str:
    """`fredag 27. november kl. 9.00, Visitationsudvalget`."""
    starts = f" kl. {meeting.starts:%-H.%M}" if meeting.starts else ""
    return f"{days.in_text(meeting.day, on)}{starts}, {meeting.committee.name}"


def recommend_page(stands: Outlook, found: list[Meeting], version: int, on: date) -> RecommendPage:
    """What stands around the recommendation."""
    application = stands.application
    item = AgendaItem.objects.filter(application=application).waiting().select_related("meeting__committee").first()
    return RecommendPage(
        person=case_page.person(application.case, on, back="Afgørelsen", back_address=address(application)),
        sign=sign(application.section),
        item=item,
        meetings=bool(found),
        ready=bool(stands.preparation and stands.preparation.outcome),
        open_gates=[
            *_lacks(stands, {}),
            *(Need(one.label, address(application), f"{one.missing} {one.rule}") for one in stands.open_gates),
            *_unexplained(stands),
        ],
        decide_address=address(application),
        version=version,
    )


def _unexplained(stands: Outlook) -> list[Need]:
    """That the choice departs from the standard, and nobody has written why."""
    if not stands.differences or (stands.preparation and stands.preparation.departure.strip()):
        return []
    return [Need("Hvorfor valget fraviger standarden", f"{address(stands.application)}#f-departure", " ".join(stands.differences))]


# ------------------------------------------------------------------------------------------------ what was decided


@dataclass(frozen=True, slots=True)
class Passed:
    """A gate as it was passed when it was decided."""

    label: str
    mark: Mark
    words: str
    rule: str
    own: bool


@dataclass(frozen=True)
class DecisionPage:
    person: Person
    decision: Decision
    title: str
    mark: Mark
    decided: str
    chosen: list[Pair]
    reasons: list[Pair]
    told: list[Pair]
    gates: list[Passed]
    complaint: str
    standard: str
    grant: Grant | None
    grant_words: str
    changing: list[Application]
    replaced_by: str
    replaces: str
    letter_address: str
    letter_due: lists.Due | None
    may_tell: bool
    may_send: bool
    may_complain: bool
    may_correct: bool
    may_change: bool
    may_close: bool


def decision_page(decision: Decision, on: date) -> DecisionPage:
    """Everything the page shows."""
    application = decision.application
    case = application.case
    writes = access.gives(case.ties, "letter.send")
    standing = decision.state != DecisionState.REPLACED
    grant = Grant.objects.filter(decision=decision).select_related("ended_by").first()
    changing = list(Application.objects.filter(pk__in=PlannedChange.objects.filter(grant=grant).values("application")).pending()) if grant else []
    newer = Decision.objects.filter(replaces=decision).first()
    in_force = grant is not None and grant.ended_by is None and (grant.last_day is None or grant.last_day >= on)
    died = case.citizen.died_on is not None
    for one in changing:
        one.case = case
    if newer:
        newer.application = application
    if decision.replaces:
        decision.replaces.application = application
    return DecisionPage(
        person=case_page.person(case, on, back=f"Sag {case.number}", back_address=reverse("caseworker:case", args=[case.public_id])),
        decision=decision,
        title=f"Afgørelse om {sign(decision.section)}",
        mark=deciding.OUTCOMES[Outcome(decision.outcome)],
        decided=_decided(decision, on),
        chosen=deciding.chosen(decision, on),
        reasons=deciding.reasons(decision),
        told=_told(decision, on),
        gates=[_passed(one) for one in GatePass.objects.filter(decision=decision).order_by("pk")],
        complaint="Der kan klages." if decision.complaint_right else "Der kan ikke klages.",
        standard=open_library().standard(decision.standard).title,
        grant=grant,
        grant_words=grant_words(grant, on) if grant else "",
        changing=changing,
        replaced_by=decision_address(newer) if newer else "",
        replaces=decision_address(decision.replaces) if decision.replaces else "",
        letter_address=reverse("caseworker:letter", args=[case.public_id, decision.letter.public_id]) if decision.letter else "",
        letter_due=_letter_due(decision, on),
        may_tell=writes and standing and not died and decision.owes_letter and decision.told_on is None,
        may_send=writes and standing and not died and decision.owes_letter,
        may_complain=access.gives(case.ties, "complaint.register"),
        may_correct=standing and access.gives(case.ties, "decision.decide"),
        may_change=standing and in_force and not died and not changing and access.gives(case.ties, "decision.prepare"),
        may_close=died and grant is not None and _runs(grant) and access.gives(case.ties, "decision.prepare"),
    )


def _runs(grant: Grant) -> bool:
    """Whether neither a decision nor a death has ended it."""
    return grant.ended_by_id is None and not grant.ended_by_death


def closing_words(grant: Grant, on: date) -> str:
    """What closing the help comes to, and by which rule."""
    if not grant.case.citizen.died_on:
        return "Dødsdagen står ikke på borgerens side. Skriv den dér først."
    last = proposals.last_day_at_death(grant.standard, grant.section, grant.case.citizen.died_on, on)
    until = min(day for day in (last.value, grant.ends_on) if day)
    source = f" ({last.source})" if last.source else ""
    return f"Borgeren døde {days.in_text(grant.case.citizen.died_on, on)}. {last.sentence}{source} Sidste dag bliver {days.in_text(until, on)}. Der skal hverken høres eller varsles."


def _decided(decision: Decision, on: date) -> str:
    who = {
        Decision.Capacity.CASEWORKER: "som sagsbehandler",
        Decision.Capacity.LEADER: "som leder",
        Decision.Capacity.COMMITTEE: "i visitationsudvalget",
        Decision.Capacity.SHELTER: "som leder af boformen",
    }
    return f"Truffet {days.in_text(decision.decided_on, on)} af {decision.decided_by.name} {who[Decision.Capacity(decision.capacity)]}"


def _told(decision: Decision, on: date) -> list[Pair]:
    found = [Pair("Stand", decision.get_state_display())]
    if decision.told_on:
        found.append(Pair("Fortalt", days.in_text(decision.told_on, on)))
    if decision.letter:
        state = decision.letter.get_state_display()
        found.append(Pair("Brev", state, f"lagt til afsendelse {days.plain(decision.sent_on, on)}" if decision.sent_on else ""))
    else:
        found.append(Pair("Brev", "Ikke sendt", "borgeren er død" if decision.application.case.citizen.died_on else ""))
    if decision.counts_from:
        found.append(Pair("Modtaget", days.in_text(decision.counts_from, on), "klagefristen regnes herfra"))
        if decision.complaint_right:
            found.append(Pair("Sidste dag at klage", days.in_text(proposals.complaint_last_day(decision.counts_from, on).value, on)))
    return found


def _letter_due(decision: Decision, on: date) -> lists.Due | None:
    """How long there is to send the letter after a meeting, where the standard says."""
    if decision.meeting is None or not decision.owes_letter or decision.state == DecisionState.REPLACED:
        return None
    last = proposals.committee_letter_due(decision.standard, decision.meeting.day, on).value
    return lists.due(last, on) if isinstance(last, date) else None


def _passed(one: GatePass) -> Passed:
    label = rules.LABELS.get(one.gate, one.gate)
    if one.reason:
        return Passed(label, parts.BY_REASON, one.reason, one.rule, own=True)
    asked = one.fact.get("state") != rules.State.NOT_ASKED
    says = str(one.fact.get("says", ""))
    return Passed(label, parts.READY, says if asked else f"Ikke nødvendig: {says[:1].lower()}{says[1:]}", one.rule, own=False)


def grant_words(grant: Grant, on: date) -> str:
    """How much help, from when and until when."""
    much = amount_words(grant.amount, grant.unit) or grant.level_label or grant.extent.rstrip(".")
    if grant.ended_by or grant.ended_by_death:
        when = f"til og med {days.in_text(grant.ended_on, on)}" if grant.ended_on and grant.ended_on >= grant.begins_on else "og kom aldrig i gang"
        return f"{much}. Fra {days.in_text(grant.begins_on, on)} {when}, {'fordi borgeren døde' if grant.ended_by_death else 'ved en senere afgørelse'}."
    until = f" til og med {days.in_text(grant.ends_on, on)}" if grant.ends_on else ", uden slutdato"
    return f"{much}. Fra {days.in_text(grant.begins_on, on)}{until}."


def standard_now(on: date) -> str:
    """The council's standard in force."""
    return installation.home(on).id


def channels() -> list[tuple[str, str]]:
    """How a wish can reach the municipality."""
    return [(one.value, str(one.label)) for one in Channel]


def notice_words(grant: Grant, on: date) -> str:
    """What must happen before the help can be less: the hearing, and the notice where law gives one."""
    effect = proposals.effect_date(grant.section, "ended", expected_receipt(grant.case.citizen, on), on)
    first = "Borgeren skal høres, før det kan afgøres."
    if not effect.weeks:
        return f"{first} {effect.proposed.remedy}".strip()
    return f"{first} Borgeren har krav på {effect.weeks} ugers varsel. Fik borgeren brevet nu, kunne ændringen tidligst gælde fra {days.in_text(effect.date, on)} ({effect.proposed.source})."


# ------------------------------------------------------------------------------------------------ the letter


@dataclass(frozen=True)
class LetterPage:
    person: Person
    paper: paper.Letter
    missing: list[Need]
    to: list[recipients.Recipient]
    unreached: list[tuple[recipients.Recipient, str]]
    nobody: bool
    others: list[tuple[Decision, str, bool]]
    back: str


def unsent(decision: Decision) -> list[Decision]:
    """The other decisions of the case that wait for a letter."""
    rows = Decision.objects.filter(application__case=decision.application.case_id).to_be_sent().exclude(pk=decision.pk)
    return list(rows.select_related("application__case__citizen", "application__case__team", "decided_by").order_by("pk"))


def letter_page(decision: Decision, together: Sequence[Decision], others: Sequence[Decision], by: Actor, on: date) -> LetterPage:
    """The letter as it will be sent, with where every sentence comes from."""
    case = decision.application.case
    content = letters.decision_letter(list(together), by=by, on=on, received=expected_receipt(case.citizen, on))
    to = recipients.recipients(case, on)
    citizen = reverse("caseworker:citizen", args=[case.citizen.public_id])
    back = decision_address(decision)
    chosen = {one.pk for one in together}
    return LetterPage(
        person=case_page.person(case, on, back="Afgørelsen", back_address=back),
        paper=paper.of(content, address_hidden=case.citizen.is_protected(on)),
        missing=[Need(one.text, citizen if one.part.startswith("recipient") else "", one.rule) for one in complete(content)],
        to=to,
        unreached=[(one, address_form(one, case)) for one in to if one.unreached],
        nobody=all(one.refused for one in to),
        others=[(one, f"{sign(one.section)}: {one.get_outcome_display().lower()}", one.pk in chosen) for one in others],
        back=back,
    )


# ------------------------------------------------------------------------------------------------ what the case page tells


@dataclass(frozen=True)
class Known:
    """Everything the case page needs of decisions. Shapes: `concluded` and `prepared` are the applications whose own section is concluded on, and whose choice is kept."""

    decisions: list[Decision]
    hearings: list[Hearing]
    items: list[AgendaItem]
    referrals: list[Referral]
    concluded: frozenset[int]
    prepared: frozenset[int]


def with_signs(applications: QuerySet[Application]) -> QuerySet[Application]:
    """Applications with how far each has come, so that only what there is is asked for."""

    def any_of(rows: QuerySet[Any]) -> Exists:
        return Exists(rows.filter(application=OuterRef("pk")))

    return applications.annotate(
        is_held=any_of(Hold.objects.all()),
        is_heard=any_of(Hearing.objects.all()),
        is_placed=any_of(AgendaItem.objects.all()),
        is_referred=any_of(Referral.objects.all()),
        is_concluded=any_of(Consideration.objects.filter(applied=True).exclude(outcome=Consideration.Outcome.OPEN)),
        is_prepared=any_of(Preparation.objects.exclude(outcome="")),
    )


def having(sign: str, applications: Iterable[Application]) -> frozenset[int]:
    """Which of the applications, read `with_signs`, have the sign."""
    return frozenset(one.pk for one in applications if getattr(one, sign))


def known(applications: Sequence[Application]) -> Known:
    """What is known of decisions in applications read `with_signs`: at most four questions to the database, and none for what there is none of."""
    decided = [one.pk for one in applications if one.state == ApplicationState.DECIDED]
    found = Known(
        list(Decision.objects.filter(application__in=decided).select_related("decided_by", "letter", "grant").order_by("pk")),
        list(Hearing.objects.filter(application__in=having("is_heard", applications)).order_by("pk")),
        list(AgendaItem.objects.filter(application__in=having("is_placed", applications)).select_related("meeting").order_by("pk")),
        list(Referral.objects.filter(application__in=having("is_referred", applications)).select_related("unit", "sent_by", "answered_by").order_by("pk")),
        having("is_concluded", applications),
        having("is_prepared", applications),
    )
    by_key = {one.pk: one for one in applications}
    rows: list[Decision | Hearing | AgendaItem | Referral] = [*found.decisions, *found.hearings, *found.items, *found.referrals]
    for row in rows:
        row.application = by_key[row.application_id]
    return found


def events(case: Case, everything: Known, on: date) -> list[Event]:
    """What has happened and what comes, for the case's timeline. The sending of a letter stands there as the letter's own."""
    found: list[Event] = []
    for one in everything.decisions:
        found += _of_decision(case, one, on)
    for hearing in everything.hearings:
        found += _of_hearing(hearing, _to(case, "caseworker:hearing", hearing.application))
    for referral in everything.referrals:
        found += _of_referral(referral, _to(case, "caseworker:decide", referral.application))
    for item in everything.items:
        where = reverse("committee:meeting", args=[item.meeting.public_id])
        if item.state == "waiting":
            found.append(Event(item.meeting.day, "Udvalgsmøde", "future", "Sagen er på dagsordenen", link="Se mødet", link_address=where))
        else:
            found.append(Event(item.meeting.day, f"Udvalgsmøde: {item.get_state_display().lower()}", "act", item.minutes, link="Se mødet", link_address=where))
    return found


def _to(case: Case, page: str, application: Application) -> tuple[str, str]:
    """The words and the address of a link to where a decision is prepared; none for who may not prepare it."""
    return ("Se", reverse(page, args=[case.public_id, application.public_id])) if access.gives(case.ties, "decision.prepare") else ("", "")


def _of_referral(one: Referral, link: tuple[str, str]) -> list[Event]:
    found = [Event(one.sent_on, f"{sign(one.application.section)} forelagt for {one.whom}", "act", one.words[:220], one.sent_by.name, *link)]
    if one.answered_on and one.state != ReferralState.DECIDED:
        by = one.answered_by.name if one.answered_by else ""
        found.append(Event(one.answered_on, f"{sign(one.application.section)} {one.get_state_display().lower()}", "act", one.answer[:220], by, *link))
    return found


def _of_decision(case: Case, one: Decision, on: date) -> list[Event]:
    where = reverse("caseworker:decision", args=[case.public_id, one.application.public_id, one.public_id])
    replaced = " (erstattet)" if one.state == DecisionState.REPLACED else ""
    what = f"{one.get_outcome_display()}: {sign(one.section)}{replaced}"
    found = [Event(one.decided_on, what, "act", one.get_capacity_display(), one.decided_by.name, "Se afgørelsen", where)]
    if one.told_on:
        found.append(Event(one.told_on, f"Afgørelse om {sign(one.section)} fortalt mundtligt", "act", one.told_how))
    grant: Grant | None = getattr(one, "grant", None)
    if grant and _runs(grant) and not replaced:
        if grant.begins_on > on:
            found.append(Event(grant.begins_on, f"{sign(one.section)} begynder", "future"))
        if grant.ends_on and grant.ends_on >= on:
            found.append(Event(grant.ends_on, f"{sign(one.section)} slutter", "future"))
        if one.follow_up_on and one.follow_up_on >= on:
            found.append(Event(one.follow_up_on, f"Opfølgning på {sign(one.section)}", "future", one.follow_up))
    return found


def _of_hearing(one: Hearing, link: tuple[str, str]) -> list[Event]:
    found = [Event(one.sent_on, "Partshøring sendt", "act", f"Svar senest {one.due_on:%d-%m-%Y}", "", *link)]
    if one.answered_on:
        found.append(Event(one.answered_on, "Svar på partshøring", "act", one.answer[:220], "", *link))
    elif one.state == HearingState.LAPSED:
        found.append(Event(one.due_on, "Ingen svar på partshøring", "act", "", "", *link))
    return found


def needs(case: Case, applications: Iterable[Application], everything: Known) -> list[Need]:
    """What is missing before the next step toward a decision, and its letter."""
    if case.citizen.died_on:
        return [
            Need(f"Luk bevillingen af {sign(one.section)}", reverse("caseworker:close_grant", args=[case.public_id, one.grant.public_id]), "Borgeren er død.")
            for one in everything.decisions
            if getattr(one, "grant", None) and _runs(one.grant)
        ]
    found = []
    for one in applications:
        if one.state == ApplicationState.RECEIVED and one.section:
            found += _pending(case, one, everything)
    for decision in everything.decisions:
        if decision.state != DecisionState.REPLACED and (decision.letter is None or decision.letter.state == LetterState.RECALLED):
            where = reverse("caseworker:decision", args=[case.public_id, decision.application.public_id, decision.public_id])
            found.append(Need(f"Send brevet om {sign(decision.section)}", where, "Afgørelsen er truffet, men borgeren har den ikke på skrift."))
    return found


def _pending(case: Case, one: Application, everything: Known) -> list[Need]:
    where = [case.public_id, one.public_id]
    item = next((each for each in everything.items if each.application_id == one.pk and each.state == "waiting"), None)
    found = []
    for hearing in everything.hearings:
        if hearing.application_id == one.pk and hearing.state == HearingState.SENT:
            found.append(Need("Borgerens svar på partshøringen", reverse("caseworker:hearing", args=where), f"Svar senest {hearing.due_on:%d-%m-%Y}."))
    if one.pk not in everything.concluded:
        return [
            *found,
            Need(
                f"Vurdér målgruppen for {sign(one.section)}",
                reverse("caseworker:eligibility", args=where),
                "Er borgeren omfattet, og er andre muligheder overvejet (RSL § 5)?",
            ),
        ]
    if item or any(each.application_id == one.pk and each.state == ReferralState.WAITING for each in everything.referrals):
        return found
    if one.pk not in everything.prepared:
        return [
            *found,
            Need(f"Forbered afgørelsen om {sign(one.section)}", reverse("caseworker:decide", args=where), "Vælg, hvad der skal gives, og skriv hvorfor."),
        ]
    return [
        *found,
        Need(f"Træf afgørelsen om {sign(one.section)}", reverse("caseworker:decide", args=where), "Valget er gemt. Se, hvad der mangler, før det kan afgøres."),
    ]


def state_of(applications: Iterable[Application], everything: Known) -> list[Stage]:
    """The case's way from hearing to letter: what is done, what is now, and what comes only if it is needed."""
    pending = {one.pk for one in applications if one.state == ApplicationState.RECEIVED and one.section}
    standing = [one for one in everything.decisions if one.state != DecisionState.REPLACED]
    heard = [one for one in everything.hearings if not pending or one.application_id in pending]
    waiting = next((one for one in heard if one.state == HearingState.SENT), None)
    hearing = Stage("Partshøring", "now", f"svar {waiting.due_on:%d-%m-%Y}") if waiting else Stage("Partshøring", "done" if heard else "skip")
    if pending:
        return [hearing, Stage("Afgørelse", "now" if pending & everything.concluded and not waiting else "next"), Stage("Brev")]
    if not standing:
        return [hearing, Stage("Afgørelse"), Stage("Brev")]
    last = standing[-1]
    unsent_ = [one for one in standing if one.letter is None or one.letter.state == LetterState.RECALLED]
    letter = Stage("Brev", "now") if unsent_ else Stage("Brev", "done", f"{last.sent_on:%d-%m-%Y}" if last.sent_on else "")
    return [hearing, Stage("Afgørelse", "done", f"{last.decided_on:%d-%m-%Y}"), letter]
