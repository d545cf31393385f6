"""Deciding: what the standard proposes beside what is chosen, the gates, and what is put before the committee."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils import timezone

from mestring.assessments.models import Assessment
from mestring.audit.errors import MestringError
from mestring.cases import envelopes
from mestring.cases.models import Application, Case
from mestring.cases.proposals import Proposed
from mestring.cases.states import ApplicationState
from mestring.decisions import gates as rules
from mestring.decisions import letters, proposals
from mestring.decisions.actions import referring
from mestring.decisions.errors import GrantMissing, GrantNotInForce, HeardOfLess
from mestring.decisions.gathering import Outlook, outlook
from mestring.decisions.models import (
    CHOSEN,
    AgendaItem,
    Decision,
    Meeting,
    Preparation,
    Referral,
)
from mestring.decisions.states import ReferralState
from mestring.people import access
from mestring.people.access import Actor, Tie
from mestring.rules.rulebook import open_library
from mestring.web.caseworker.pages import case as case_page
from mestring.web.caseworker.pages import decide_folds
from mestring.web.caseworker.pages import decision_forms as forms
from mestring.web.caseworker.pages.addresses import address, at, decision_address, sign
from mestring.web.caseworker.pages.decide_folds import Fold
from mestring.web.caseworker.pages.decision import grant_words
from mestring.web.caseworker.pages.eligibility import DERIVED, LATER
from mestring.web.components import case as parts
from mestring.web.components import days, deciding, fields, marks
from mestring.web.components import letter as paper
from mestring.web.components.case import Gates, Need, Person
from mestring.web.components.forms import Field, Form
from mestring.web.components.marks import Mark

CASEWORKER, COMMITTEE, LEADER = "caseworker", "committee", "leader"
REASONS = ("legal_basis", "discretion", "facts", "next_steps")
SHOWN = "follow_up_shown"
"""What the page carries unseen: the day its first follow-up began with, by which one who empties the field is told from one who never saw a day."""
PROPOSED = "Standardens forslag."


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
    fold: Fold | None = None

    @property
    def first(self) -> list[Said]:
        """What is read at once."""
        return self.said[:2]

    @property
    def rest(self) -> list[Said]:
        """What is folded away."""
        return self.said[2:]


@dataclass(frozen=True, slots=True)
class Reason:
    """One of the reasons. Shapes: `earlier` is what stood in the decision that is corrected, and `reuse` the cross that takes it over."""

    field: Field
    earlier: str = ""
    reuse: Field | None = None


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
    departure: Reason
    differences: list[str]
    less_than_law: str
    reasons: list[Reason]
    written: Fold
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
    form.fields[SHOWN] = fields.Hidden()
    if _is_proposed(stands):
        form.fields["follow_up_on"].help_text = PROPOSED
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
        return {**chosen, "because": kept.because, SHOWN: _shown_as(kept.follow_up_on)}
    wished = stands.application.wish == Application.Wish.END
    return {"legal_basis": _legal_basis(stands), "facts": _facts(case), "payment": _free(stands), "as_wished": wished}


def follow_up_to_keep(stands: Outlook, tidy: dict[str, Any], shown: str, seen: int, on: date) -> date | None:
    """The first follow-up as it is kept: what is written, else the standard's day, from the first time the choice is enough to tell it until somebody empties the field.

    A page that saves itself doesn't show the day that was kept for it: only a field that was shown with a day is emptied.
    Shapes: `tidy` is the choice that is saved, `shown` the day the page began with, `seen` the version it was written on.
    """
    written: date | None = tidy.get("follow_up_on")
    if written or tidy.get("departure"):
        return written
    kept, draft = stands.preparation, Preparation(application=stands.application, **tidy)
    if kept and kept.version != seen:
        # Refused as a conflict, unless it is the save that stands, sent again because its answer was lost.
        return kept.follow_up_on if kept.follow_up_on and not shown and kept.follow_up_on == _proposed_anew(stands, draft, on) else None
    before = _proposed_follow_up(stands, kept) if kept else None
    emptied = shown or (kept and kept.follow_up_on != before)
    return None if emptied else _proposed_anew(stands, draft, on)


def _proposed_anew(stands: Outlook, draft: Preparation, on: date) -> date | None:
    """The first follow-up the standard proposes of a choice that is not kept yet."""
    return _proposed_follow_up(outlook(stands.application, on=on, draft=draft), draft) if draft.gives and (draft.effect_on or draft.begins_on) else None


def _proposed_follow_up(stands: Outlook, chosen: Preparation) -> date | None:
    """The first follow-up the standard proposes of a choice that gives help from a day."""
    begins = chosen.effect_on or chosen.begins_on
    proposed = min((one.value for one in stands.proposal.follow_up if isinstance(one.value, date)), default=None)
    return proposed if proposed and begins and begins <= proposed and chosen.gives else None


def _is_proposed(stands: Outlook) -> bool:
    """Whether the first follow-up that is kept is the standard's own day."""
    kept = stands.preparation
    return bool(kept and kept.follow_up_on and kept.follow_up_on == _proposed_follow_up(stands, kept))


def show_kept_follow_up(form: forms.Choose, stands: Outlook) -> None:
    """Show the day that was kept for whoever left the field empty, when the page comes back to be mended: it is seen before anything is decided."""
    kept = stands.preparation
    sent: Any = form.data
    if kept and _is_proposed(stands) and not sent.get("follow_up_on", "").strip() and not sent.get(SHOWN):
        day = _shown_as(kept.follow_up_on)
        form.data = sent = sent.copy()
        sent["follow_up_on"], sent[SHOWN] = day, day
        form["follow_up_on"].help_text = PROPOSED


def _shown_as(day: date | None) -> str:
    """A day as it stands in its field."""
    return day.strftime("%d-%m-%Y") if day else ""


def _legal_basis(stands: Outlook) -> str:
    """The section, and the document that has a rule on it. Source: FVL § 24, stk. 1."""
    section, standard = open_library().sections[stands.application.section], open_library().standard(stands.guide)
    law = "Almenboligloven" if section.law.startswith("ABL") else "Serviceloven"
    ruled = not standard.is_law and any(entry.rule and section.id in entry.sections for entry in standard.entries)
    return "\n".join([f"{law} § {envelopes.shown(section)}", *([standard.cited] if ruled else [])])


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
        rows=[replace(row, fold=decide_folds.of_row(row.id, row.title, row.fields, stands, form, on)) for row in rows if row.fields],
        also=[row for row in rows if row.said and not row.fields],
        departure=_reason("departure", form, drawn),
        differences=list(stands.differences),
        less_than_law=stands.situation.less_than_law,
        reasons=[_reason(name, form, drawn) for name in REASONS],
        written=decide_folds.of_reasons(REASONS, stands, form),
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


def _reason(name: str, form: forms.Choose, drawn: dict[str, Field]) -> Reason:
    """A reason, with what stood in the decision that is corrected, to be taken over while nothing else is written."""
    earlier = form.earlier.get(name, "") if isinstance(form, forms.Correct) else ""
    return Reason(drawn[name], earlier, drawn.get(f"reuse_{name}") if not drawn[name].typed else None)


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
