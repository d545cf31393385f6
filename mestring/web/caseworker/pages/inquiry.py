"""An inquiry: what was asked, by when it should be answered and why, and the ways it can end."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from mestring.cases import proposals
from mestring.cases.models import AnonymousInquiry, Case, Due, Inquiry
from mestring.cases.models.inquiry import Channel
from mestring.cases.states import CaseState, InquiryState
from mestring.people import access
from mestring.people.access import Actor
from mestring.people.models import Citizen
from mestring.rules.finding import Step
from mestring.rules.rulebook import open_library
from mestring.web.caseworker.pages.case import flags
from mestring.web.components import days, lists, traces
from mestring.web.components.case import Flag, Pair
from mestring.web.components.forms import Form

CASES = 10


@dataclass(frozen=True, slots=True)
class Way:
    """One of the ways an inquiry can end.

    Shapes: `text` says when it is the right one; the form is open when it was sent and something is to be mended; `waits` that the citizen must be known first.
    """

    title: str
    text: str
    button: str
    form: Form
    action: str
    is_open: bool
    waits: bool = False


@dataclass(frozen=True, slots=True)
class Onward:
    """A way that goes on: to another page, or, without an address, to somebody else who decides, by the source."""

    title: str
    text: str
    address: str
    source: str = ""


@dataclass(frozen=True)
class InquiryPage:
    """Shapes: `citizen` only when the actor may see their page; `named` whether anybody is named at all; `order` is where the course that was agreed is ordered, empty when none waits."""

    inquiry: Inquiry | AnonymousInquiry
    title: str
    is_open: bool
    named: bool
    citizen: Citizen | None
    flags: list[Flag]
    pairs: list[Pair]
    due: lists.Due | None
    steps: tuple[Step, ...]
    ways: list[Way]
    onward: list[Onward]
    admissions: list[Onward]
    case: Case | None
    cases: list[Case]
    order: str


WAYS = {
    "advise": ("Du har rådgivet", "Borgeren fik råd og vejledning, og mere skal der ikke ske.", "Afslut med råd"),
    "refer": ("Det hører til et andet sted", "For eksempel jobcenteret, en anden afdeling, en forening eller en anden kommune.", "Afslut, og vis videre"),
    "enrol": ("Borgeren begynder i et åbent tilbud", "Et tilbud, som ingen skal træffe afgørelse om.", "Afslut: begynder i tilbuddet"),
}
"""The ways that end the inquiry here: title, when it is the right one, and the button."""


def entered(standard: str, on: date, *, nameless: bool) -> list[tuple[str, str]]:
    """The offers that can be entered without anybody's decision, as the installation's standard and law have them.

    Shapes: `nameless` leaves those where one may be anonymous.
    """
    offered = proposals.sections_offered(standard, on)
    found = [one for one in offered if (one.may_be_entered_nameless if nameless else one.may_be_entered)]
    return [(one.id, f"{one.sign} {one.title}") for one in found]


_CAME = {
    Channel.PHONE: "på telefon",
    Channel.IN_PERSON: "ved personligt fremmøde",
    Channel.DIGITAL_POST: "i Digital Post",
    Channel.FORM: "fra digital selvbetjening",
    Channel.EMAIL: "på e-mail",
    Channel.LETTER: "i brev",
    Channel.PROFESSIONAL: "fra fagperson eller anden myndighed",
    Channel.RELATIVE: "fra pårørende",
    Channel.OUTREACH: "fra opsøgende arbejde",
}


def admissions(standard: str, on: date, *, nameless: bool) -> list[Onward]:
    """Admission to a shelter or a crisis centre: its leader decides, and the decision can be complained of."""
    found = [one for one in proposals.sections_offered(standard, on) if one.way == proposals.ADMISSION and (one.nameless or not nameless)]
    onward = (
        "Vis personen videre til boformen. Man kan være anonym dér."
        if nameless
        else "Tag imod en ansøgning, og forelæg den for lederen, eller vis borgeren videre."
    )
    return [Onward(f"Optagelse efter {one.sign}: lederen af boformen afgør", f"{one.title}. {onward}", "", one.source) for one in found]


def build(inquiry: Inquiry | AnonymousInquiry, actor: Actor, on: date, *, standard: str, forms: Mapping[str, Form], opened: str) -> InquiryPage:
    """Everything the page shows. Shapes: `standard` is the installation's; `opened` is the way whose form is open."""
    is_open = inquiry.state == InquiryState.OPEN and access.may(actor, "inquiry.end")
    named = inquiry.citizen if isinstance(inquiry, Inquiry) else None
    visible = named if named and Citizen.objects.visible_to(actor).filter(pk=named.pk).exists() else None
    due = Due.objects.waiting().filter(inquiry=inquiry).first() if isinstance(inquiry, Inquiry) else None
    cases = list(Case.objects.visible_to(actor).open().filter(citizen=visible).order_by("-opened_on", "-pk")[:CASES]) if visible and is_open else []
    case = Case.objects.visible_to(actor).filter(pk=inquiry.case_id).first() if isinstance(inquiry, Inquiry) and inquiry.case_id else None
    return InquiryPage(
        inquiry=inquiry,
        title=_title(inquiry),
        is_open=is_open,
        named=named is not None,
        citizen=visible,
        flags=flags(visible, on) if visible else anonymous() if isinstance(inquiry, AnonymousInquiry) else [],
        pairs=_pairs(inquiry, on),
        due=lists.due(due.on, on) if due and due.on else None,
        steps=traces.steps(due.why) if due else (),
        ways=[_way(inquiry, key, forms[key], opened == key, cases) for key in WAYS] if is_open else [],
        onward=_onward(inquiry, visible, cases) if is_open and isinstance(inquiry, Inquiry) else [],
        admissions=admissions(standard, on, nameless=isinstance(inquiry, AnonymousInquiry)) if is_open else [],
        case=case,
        cases=cases,
        order=_order(inquiry, case, actor) if due and case else "",
    )


def _title(inquiry: Inquiry | AnonymousInquiry) -> str:
    """`Henvendelse fra pårørende`, `Henvendelse på telefon`: from whom, or how, it came."""
    if isinstance(inquiry, AnonymousInquiry):
        return inquiry.person.handle
    return f"Henvendelse {_CAME[Channel(inquiry.channel)]}"


def anonymous() -> list[Flag]:
    """What must be known of somebody without a name."""
    return [
        Flag("Intet navn, CPR eller adresse", "Der kan ikke sendes brev. Giv besked mundtligt.", "visibility-off", stop=True),
        Flag("Ikke forbundet med andre henvendelser eller sager", "Heller ikke hvis personen senere siger sit navn."),
    ]


def _order(inquiry: Inquiry | AnonymousInquiry, case: Case, actor: Actor) -> str:
    """Where what the inquiry ended in is ordered, for whoever may."""
    may = inquiry.state == InquiryState.ENROLLED and case.state == CaseState.OPEN and access.may(actor, "order.place", case)
    return reverse("caseworker:place_open_order", args=[case.public_id, inquiry.section]) if may else ""


def _way(inquiry: Inquiry | AnonymousInquiry, key: str, form: Form, is_open: bool, own: list[Case]) -> Way:
    title, text, button = WAYS[key]
    waits = key == "enrol" and isinstance(inquiry, Inquiry) and inquiry.citizen is None
    if key == "advise" and isinstance(inquiry, AnonymousInquiry):
        text = "Personen fik råd og vejledning, og mere skal der ikke ske."
    if key == "enrol" and isinstance(inquiry, AnonymousInquiry):
        title = "Personen begynder i et åbent tilbud"
    elif key == "enrol":
        used = next((one for one in own if one.team_id == inquiry.unit_id), None)
        text, button = f"{text} Det bestilles i {f'sag {used.number}' if used else 'en ny sag'}.", "Afslut, og bestil forløbet"
    action = reverse(f"caseworker:{key}_{'inquiry' if isinstance(inquiry, Inquiry) else 'anonymous'}", args=[inquiry.public_id])
    return Way(title, text, button, form, action, is_open, waits)


def _onward(inquiry: Inquiry, citizen: Citizen | None, own: list[Case]) -> list[Onward]:
    """An application goes on in a case: one that is open, or a new one."""
    if citizen is None:
        return []
    carried = f"?henvendelse={inquiry.public_id}"
    found = [
        Onward(f"Tag imod en ansøgning i sag {one.number}", "Sagen er åben.", reverse("caseworker:new_application", args=[one.public_id]) + carried)
        for one in own
    ]
    text = "Åbn en ny sag, hvis ansøgningen ikke hører til den, der er åben." if found else "Der bliver åbnet en sag, og fristen regnes ud."
    found.append(
        Onward(
            "Tag imod en ansøgning i en ny sag" if found else "Tag imod en ansøgning", text, reverse("caseworker:new_case", args=[citizen.public_id]) + carried
        )
    )
    return found


def _pairs(inquiry: Inquiry | AnonymousInquiry, on: date) -> list[Pair]:
    taken = inquiry.taken_by.name if inquiry.taken_by else ""
    pairs = [
        Pair("Modtaget", days.in_text(inquiry.received_on, on)),
        Pair("Hvordan", inquiry.get_channel_display()),
        Pair("Taget af", f"{taken}, {inquiry.unit.name}" if taken else inquiry.unit.name),
    ]
    if isinstance(inquiry, Inquiry) and inquiry.from_whom:
        pairs.insert(2, Pair("Fra", inquiry.from_whom))
    if inquiry.ended_on:
        pairs.append(Pair("Afsluttet", days.in_text(inquiry.ended_on, on)))
        pairs.append(Pair("Endte som", inquiry.get_state_display()))
    if inquiry.referred_to:
        pairs.append(Pair("Vist videre til", inquiry.referred_to))
    if inquiry.section:
        section = open_library().sections.get(inquiry.section)
        pairs.append(Pair("Tilbud", f"{section.sign} {section.title(inquiry.received_on)}" if section else f"§ {inquiry.section}"))
    return pairs
