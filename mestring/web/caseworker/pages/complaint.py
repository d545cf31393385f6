"""Complaints, as their pages and the case page show them: the days and why, what is next, the papers that go on, what the board said."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse

from mestring.cases import proposals, recipients
from mestring.cases.letters import text
from mestring.cases.letters.completeness import complete
from mestring.cases.models import Case, Document
from mestring.cases.states import LetterState
from mestring.complaints import letters, papers, standing
from mestring.complaints.actions.board import is_late
from mestring.complaints.actions.next import BOARD, Next, next_step
from mestring.complaints.actions.telling import may_answer
from mestring.complaints.models import BoardOutcome, BoardReason, Complaint
from mestring.complaints.states import ComplaintState
from mestring.decisions.models import Decision
from mestring.decisions.proposals import Asked
from mestring.decisions.states import DecisionState
from mestring.people import access
from mestring.people.access import Actor
from mestring.people.models import Representation
from mestring.rules.finding import Step
from mestring.rules.rulebook import open_library
from mestring.web.caseworker.pages import case as case_page
from mestring.web.caseworker.pages import letter as letter_page
from mestring.web.caseworker.pages.form_page import FormPage
from mestring.web.components import days, fields, lists, traces
from mestring.web.components import letter as paper
from mestring.web.components.case import Event, Need, Pair, Person, Stage
from mestring.web.components.forms import Form
from mestring.web.components.lists import Tag

State = ComplaintState
TONES = {State.REGISTERED: "soon", State.UPHELD: "ok", State.MAINTAINED: "soon", State.PARTLY: "soon"}
ASKS = "ask_"
"""What the names of the questions about the right to complain begin with in a form."""
YES_NO = [("ja", "Ja"), ("nej", "Nej"), ("", "Ved ikke")]


@dataclass(frozen=True, slots=True)
class Way:
    """Something that can be done now. Shapes: `posts` is done by the button itself; else it leads to a page."""

    words: str
    address: str
    first: bool = False
    posts: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """One paper of the index. Shapes: `address` is empty for what has no page of its own."""

    number: int
    kind: str
    title: str
    day: date
    address: str


@dataclass(frozen=True)
class ComplaintPage:
    person: Person
    title: str
    state: Tag
    next: Next | None
    due: lists.Due | None
    due_steps: tuple[Step, ...]
    notes: list[tuple[str, str]]
    ways: list[Way]
    about: list[Pair]
    timely: list[Pair]
    timely_steps: tuple[Step, ...]
    right: list[Pair]
    review: list[Pair]
    written: list[tuple[str, str]]
    board: list[Pair]
    index: list[Line]
    left_out: list[Line]
    letters: list[Way]
    may_withdraw: bool


def address(found: Complaint, name: str = "complaint") -> str:
    """A page of the complaint."""
    return reverse(f"caseworker:{name}", args=[found.case.public_id, found.public_id])


def title(found: Complaint) -> str:
    """What the complaint is of."""
    if found.kind == Complaint.Kind.DECISION and found.decision:
        return f"Klage over afgørelsen om {_sign(found.decision)}"
    return "Klage over sagens behandling" if found.kind == Complaint.Kind.HANDLING else "Klage over en medarbejder eller udførelsen"


def build(found: Complaint, on: date) -> ComplaintPage:
    """Everything the page shows."""
    case = found.case
    step = next_step(found)
    timely = standing.timely(found, on)
    return ComplaintPage(
        person=case_page.person(case, on, back=f"Sag {case.number}", back_address=reverse("caseworker:case", args=[case.public_id])),
        title=title(found),
        state=Tag(found.get_state_display(), TONES.get(State(found.state), "")),
        next=step,
        due=lists.due(step.on, on) if step and step.on else None,
        due_steps=traces.steps(step.why) if step else (),
        notes=_notes(found, timely, on),
        ways=_ways(found, on),
        about=_about(found, on),
        timely=_timely(found, timely, on),
        timely_steps=traces.steps(timely.steps),
        right=_right(found),
        review=_review(found, on),
        written=_written(found),
        board=_board(found, on),
        index=_lines(found, found.index),
        left_out=_lines(found, found.left_out),
        letters=_letters(found),
        may_withdraw=_may(found, "complaint.register") and State.WITHDRAWN in found.MOVES.get(found.state, ()),
    )


def _may(found: Complaint, action: str) -> bool:
    return access.gives(found.case.ties, action)


def _sign(decision: Decision) -> str:
    return open_library().sections[decision.section].sign


def named(decision: Decision, on: date) -> str:
    """A decision as a choice: `§ 85: afslag, 25. november`."""
    replaced = " (erstattet)" if decision.state == DecisionState.REPLACED else ""
    return f"{_sign(decision)}: {decision.get_outcome_display().lower()}, {days.plain(decision.decided_on, on)}{replaced}"


# ------------------------------------------------------------------------------------------------ what must be known, and what can be done


def _notes(found: Complaint, timely: standing.InTime, on: date) -> list[tuple[str, str]]:
    """What must be known first, as tone and words."""
    said: list[tuple[str, str]] = []
    if found.kind != Complaint.Kind.DECISION:
        return [
            (
                "",
                "Denne slags klager behandler kommunen selv. De sendes ikke til Ankestyrelsen. Borgeren kan klage videre til kommunens ledelse eller borgmesteren.",
            )
        ]
    if found.right is False and found.state == State.REGISTERED:
        said.append(("soon", "Der kan ikke klages over afgørelsen. Svar borgeren, hvorfor, og hvad de kan gøre."))
    elif found.right is None and found.state == State.REGISTERED:
        said.append(("judge", "Det er ikke undersøgt, om der kan klages. Svar på spørgsmålene om klageret. Indtil da behandles klagen som andre."))
    if not timely.in_time and timely.last_day:
        over = (found.received_on - timely.last_day).days
        late = f"Klagen kom {over} {'dag' if over == 1 else 'dage'} efter fristen. Den genvurderes og sendes videre alligevel: Ankestyrelsen kan se bort fra fristen."
        said.append(("soon", late))
    if found.suspends_until and found.suspends_until >= on:
        said.append(
            (
                "soon",
                f"Hjælpen gives som før til og med {days.in_text(found.suspends_until, on)}. Afgørelsen må ikke føres ud i livet før ({found.suspends_source}).",
            )
        )
    if is_late(found, on) and found.review_due:
        said.append(("late", f"Klagen skulle være sendt videre senest {days.in_text(found.review_due, on)}. Send den nu, og skriv, hvorfor den er forsinket."))
    if found.decision and standing.shelter_first(found.decision, on):
        said.append(("", "Afgørelsen er truffet af boformens leder. Klagen gives til boformen, som vurderer den først."))
    if found.gives_back and found.carried_out_on is None:
        until = " til der er truffet en ny afgørelse" if found.board_outcome == BoardOutcome.REMITTED else ""
        what = (
            f"Den tidligere bevilling gælder igen{until}. Sørg for, at hjælpen gives som før."
            if found.restored
            else "Der er truffet andre afgørelser siden. Tag stilling til, om den tidligere bevilling gælder igen."
        )
        said.append(("soon", f"Afgørelsen, der nedsatte eller afsluttede hjælpen, gælder ikke længere. {what}"))
    return said


def _ways(found: Complaint, on: date) -> list[Way]:
    """What can be done now, the most likely first."""
    ways: list[Way] = []
    review, send, register, forward = (_may(found, action) for action in ("complaint.review", "letter.send", "complaint.register", "complaint.forward"))
    if found.state == State.REGISTERED and found.kind == Complaint.Kind.DECISION and found.right is None and register:
        ways.append(Way("Svar på, om der kan klages", address(found, "complaint_right")))
    if found.state == State.REGISTERED and review:
        if found.may_go_on:
            ways.append(Way("Genvurdér afgørelsen", address(found, "review_complaint"), first=True))
        else:
            ways.append(Way("Svar på klagen", address(found, "answer_complaint"), first=True))
        if found.right is not None and found.right_facts and register:
            ways.append(Way("Ret svarene om klageret", address(found, "complaint_right")))
    if found.state == State.REGISTERED and found.may_go_on and (found.receipt is None or found.receipt.state == LetterState.RECALLED) and register:
        ways.append(Way("Skriv kvittering", address(found, "complaint_receipt"), posts=True))
    if found.state in (State.MAINTAINED, State.PARTLY) and forward:
        first = found.state == State.MAINTAINED or found.kept_on is not None
        ways.append(Way("Send klagen videre" if first else "Send resten videre nu", address(found, "forward_complaint"), first=first))
    if may_answer(found) and send:
        ways.insert(0, Way("Skriv svaret til borgeren", address(found, "answer_complaint"), first=not any(way.first for way in ways)))
    if found.state == State.PARTLY and found.kept_on is None and register:
        ways.append(Way("Borgeren vil have resten videre", address(found, "keep_rest")))
        if found.answer_by and on > found.answer_by:
            ways.append(Way("Afslut: borgeren har ikke svaret", address(found, "lapse_rest"), first=not any(way.first for way in ways)))
    if found.state in (State.ANSWERED, State.LAPSED) and found.kind == Complaint.Kind.DECISION and forward:
        ways.append(Way("Borgeren holder fast: send klagen videre", address(found, "forward_complaint")))
    if found.state == State.FORWARDED and forward:
        ways.append(Way("Registrér Ankestyrelsens afgørelse", address(found, "board_outcome"), first=not any(way.first for way in ways)))
    step = next_step(found)
    if found.state == State.DECIDED and step and forward:
        ways.append(Way("Skriv, hvordan den er ført ud i livet", address(found, "carry_out_board"), first=True))
    return ways


# ------------------------------------------------------------------------------------------------ the facts


def _about(found: Complaint, on: date) -> list[Pair]:
    pairs = [
        Pair("Modtaget", days.in_text(found.received_on, on), found.get_channel_display().lower()),
        Pair("Hvem klager", found.who),
    ]
    if found.decision:
        where = reverse("caseworker:decision", args=[found.case.public_id, found.decision.application.public_id, found.decision.public_id])
        pairs.append(Pair("Afgørelsen", named(found.decision, on), address=where))
    if found.document:
        pairs.append(Pair("På papir", found.document.title, address=reverse("caseworker:document", args=[found.case.public_id, found.document.public_id])))
    if found.ended_because:
        pairs.append(Pair(found.get_state_display(), found.ended_because))
    return pairs


def _timely(found: Complaint, timely: standing.InTime, on: date) -> list[Pair]:
    """Nothing where law gives no right to complain: then no time runs."""
    if found.kind != Complaint.Kind.DECISION or found.right is False:
        return []
    had = days.in_text(timely.received, on) if timely.received else "Vides ikke"
    last = days.in_text(timely.last_day, on) if timely.last_day else "Kan ikke regnes ud"
    return [Pair("Fik afgørelsen", had), Pair("Sidste dag at klage", last), Pair("Kom til tiden", "Ja" if timely.in_time else "Nej")]


def _right(found: Complaint) -> list[Pair]:
    if found.kind != Complaint.Kind.DECISION:
        return [Pair("Kan gå til Ankestyrelsen", "Nej", "RSL § 60")]
    words = {True: "Ja", False: "Nej", None: "Ikke undersøgt"}[found.right]
    pairs = [Pair("Kan gå til Ankestyrelsen", words, found.right_source)]
    book = open_library().facts
    for fact, value in found.right_facts.items():
        if fact in book:
            pairs.append(Pair(book[fact].label, "Ja" if value is True else "Nej" if value is False else book[fact].options.get(str(value), str(value))))
    return pairs


def _review(found: Complaint, on: date) -> list[Pair]:
    if found.reviewed_on is None:
        return []
    by = f"af {found.reviewed_by.name}" if found.reviewed_by else ""
    pairs = [Pair("Resultat", str(State(found.review_outcome).label)), Pair("Genvurderet", days.in_text(found.reviewed_on, on), by)]
    if found.new_decision:
        where = reverse("caseworker:decision", args=[found.case.public_id, found.new_decision.application.public_id, found.new_decision.public_id])
        pairs.append(Pair("Ny afgørelse", named(found.new_decision, on), address=where))
    if found.answer_by:
        pairs.append(Pair("Borgeren kan svare til og med", days.in_text(found.answer_by, on)))
    if found.kept_on:
        pairs.append(Pair("Vil have resten videre", days.in_text(found.kept_on, on)))
    return pairs


def _written(found: Complaint) -> list[tuple[str, str]]:
    """The reasons, or the answer where there was no review, line for line as they were written."""
    if found.state == State.REGISTERED:
        return []
    label = "Hovedhensyn" if found.reviewed_on else "Svar"
    return [(name, words) for name, words in ((label, found.considerations), ("Oplysninger", found.facts), ("Regler", found.legal_basis)) if words]


def _board(found: Complaint, on: date) -> list[Pair]:
    if found.forwarded_on is None:
        return []
    pairs = [Pair("Sendt", days.in_text(found.forwarded_on, on))]
    if found.late_because:
        pairs.append(Pair("Hvorfor efter fristen", found.late_because))
    if found.board_reference:
        pairs.append(Pair("Sagsnummer dér", found.board_reference))
    if not found.board_outcome:
        return [*pairs, Pair("Afgørelse", "Er ikke kommet endnu")]
    pairs.append(Pair("Afgørelse", found.get_board_outcome_display()))
    if found.board_decided_on and found.board_received_on:
        pairs += [Pair("Afgjort", days.in_text(found.board_decided_on, on)), Pair("Modtaget her", days.in_text(found.board_received_on, on))]
    pairs += [Pair("Begrundelse", str(BoardReason(code).label)) for code in found.board_reasons]
    if found.board_words:
        pairs.append(Pair("Det skrev de", found.board_words))
    if found.restarted:
        where = reverse("caseworker:application", args=[found.case.public_id, found.restarted.public_id])
        deadline = f"svar senest {days.in_text(found.restarted.deadline, on)}" if found.restarted.deadline else ""
        pairs.append(Pair("Begynder forfra", "Ny ansøgning", deadline, address=where))
    if found.restored:
        earlier = found.restored.decision
        where = reverse("caseworker:decision", args=[found.case.public_id, earlier.application.public_id, earlier.public_id])
        pairs.append(Pair("Gælder igen", f"Bevillingen fra {days.in_text(found.restored.begins_on, on)}", address=where))
    if found.carried_out_on:
        pairs.append(Pair("Ført ud i livet", found.carried_out, days.in_text(found.carried_out_on, on)))
    return pairs


def _letters(found: Complaint) -> list[Way]:
    there = (("Kvittering", found.receipt), ("Svaret til borgeren", found.answer))
    at = found.case.public_id
    return [Way(f"{label} ({one.get_state_display().lower()})", reverse("caseworker:letter", args=[at, one.public_id])) for label, one in there if one]


# ------------------------------------------------------------------------------------------------ papers


_PAGES = {"note": "note", "document": "document", "letter": "letter", "application": "application"}


def _lines(found: Complaint, stored: Iterable[Mapping[str, Any]]) -> list[Line]:
    return [Line(one["number"], papers.KINDS[one["kind"]], one["title"], date.fromisoformat(one["day"]), _paper_address(found, one)) for one in stored]


def _paper_address(found: Complaint, one: Mapping[str, Any]) -> str:
    if one["kind"] in papers.ALWAYS:
        return address(found)
    if one["kind"] == "decision":
        return reverse("caseworker:decision", args=[found.case.public_id, one["within"], one["id"]])
    if one["kind"] == "target_group":
        return reverse("caseworker:eligibility", args=[found.case.public_id, one["within"]])
    name = _PAGES.get(one["kind"])
    return reverse(f"caseworker:{name}", args=[found.case.public_id, one["id"]]) if name else ""


def _slags(kind: str) -> str:
    """The kind of paper where its title does not say it."""
    return f"{papers.KINDS[kind].lower()}, " if kind in ("note", "document", "letter") else ""


def everything(found: Complaint, on: date) -> list[Line]:
    """Every paper that would go on."""
    return _lines(found, papers.papers(found, on))


def paper_choices(found: Complaint, on: date) -> list[tuple[str, str]]:
    """The papers that may be left out, as choices."""
    return [
        (one["key"], f"{one['number']}. {one['title']} ({_slags(one['kind'])}{days.short(date.fromisoformat(one['day']), on)})")
        for one in papers.papers(found, on)
        if one["kind"] not in papers.ALWAYS
    ]


# ------------------------------------------------------------------------------------------------ forms


def correcting(found: Complaint) -> str:
    """Where the decision is replaced by a new one."""
    if found.decision is None:
        return address(found)
    return reverse("caseworker:correct_decision", args=[found.case.public_id, found.decision.application.public_id, found.decision.public_id])


def forward_lead(found: Complaint, on: date) -> str:
    """By when it must be sent on, the same as the complaint's own page says."""
    step = next_step(found)
    if found.state == State.MAINTAINED and found.review_due and step and step.on:
        work_by = "" if step.on == found.review_due else f" Sidste arbejdsdag før er {days.in_text(step.on, on)}."
        return f"Senest {days.in_text(found.review_due, on)}, fire uger efter at klagen kom (RSL § 66).{work_by}"
    if found.kept_on:
        return f"Borgeren sagde {days.in_text(found.kept_on, on)}, at resten skal videre. Send den nu (RSL § 66)."
    return ""


def form_page(found: Complaint, heading: str, button: str, *, lead: str = "", note: str = "") -> FormPage:
    """A form that belongs to a complaint."""
    return FormPage(heading, button, title(found), address(found), lead, note)


def decisions_of(case: Case) -> list[Decision]:
    """What can be complained of, the newest first."""
    return list(Decision.objects.filter(application__case=case).select_related("application").order_by("-decided_on", "-pk"))


def candidates(found: Complaint) -> list[Decision]:
    """New decisions that may give the citizen right."""
    old = found.decision
    if old is None:
        return []
    rows = Decision.objects.standing().filter(application__case=found.case, section=old.section, decided_on__gte=found.received_on)
    return list(rows.exclude(pk=old.pk).order_by("-decided_on", "-pk"))


def documents_of(case: Case) -> list[Document]:
    """Papers that the complaint may stand on, the newest first."""
    return list(case.documents.filter(error_on=None).order_by("-happened_on", "-pk")[:50])


def representations_of(case: Case) -> list[Representation]:
    """Those who act, or acted, for the citizen."""
    return list(case.citizen.representations.filter(kind__in=Representation.ACTS_FOR).order_by("pk"))


def add_questions(form: Form, decision: Decision | None, *, known: Mapping[str, Any] | None = None) -> list[str]:
    """Ask what the right to complain rests on. Answers the names of the fields added."""
    if decision is None:
        return []
    asked = standing.right(decision, {}).asked
    initial = known if known is not None else standing.known_answers(decision)
    for one in asked:
        name = f"{ASKS}{one.id}"
        form.fields[name] = _question(one)
        form.initial.setdefault(name, _typed(initial.get(one.id)))
    return [f"{ASKS}{one.id}" for one in asked]


def known_answers(decision: Decision | None) -> dict[str, str]:
    """What was answered about the right to complain when the decision was made, by the names of the form's fields."""
    return {f"{ASKS}{fact}": _typed(value) for fact, value in standing.known_answers(decision).items()} if decision else {}


def _question(one: Asked) -> fields.Choice:
    choices = YES_NO if one.type == "yes_no" else [*one.options, ("", "Ved ikke")]
    return fields.Choice(one.label, choices, shape="tiles" if one.type == "yes_no" else "radios", required=False)


def _typed(value: Any) -> str:
    return "ja" if value is True else "nej" if value is False else str(value or "")


def answers(decision: Decision | None, values: Mapping[str, Any]) -> dict[str, Any]:
    """What was answered about the right to complain."""
    if decision is None:
        return {}
    return standing.reads(standing.right(decision, {}).asked, {name.removeprefix(ASKS): str(value) for name, value in values.items() if name.startswith(ASKS)})


def kinds_of_restart(found: Complaint, standard: str, on: date) -> list[tuple[str, str]]:
    """The kinds of application a remitted case may begin anew as, when there is more than one and the old one's is not among them."""
    if found.decision is None:
        return []
    old = found.decision.application
    kinds = proposals.kinds(standard, old.section, on)
    if old.kind in {one.id for one in kinds} or len({(one.entry, one.length) for one in kinds}) == 1:
        return []
    return [(one.id, one.label) for one in kinds]


# ------------------------------------------------------------------------------------------------ the answer


@dataclass(frozen=True)
class AnswerPage:
    person: Person
    paper: paper.Letter
    missing: list[Need]
    to: Sequence[recipients.Recipient]
    nobody: bool


def answer_page(found: Complaint, standard: str, by: Actor, on: date) -> AnswerPage:
    """The answer to a reviewed complaint as it will be read, with where every sentence comes from."""
    case = found.case
    content: text.Letter = letters.answer(found, standard=standard, by=by, on=on)
    to = recipients.recipients(case, on)
    return AnswerPage(
        person=case_page.person(case, on, back=title(found), back_address=address(found)),
        paper=paper.of(content, addresses=letter_page.addresses(content, address(found)), address_hidden=case.citizen.is_protected(on)),
        missing=[
            Need(one.text, reverse("caseworker:citizen", args=[case.citizen.public_id]) if one.part.startswith("recipient") else "", one.rule)
            for one in complete(content)
        ],
        to=to,
        nobody=all(one.refused for one in to),
    )


# ------------------------------------------------------------------------------------------------ what the case page tells


def known(case: Case) -> list[Complaint]:
    """A case's complaints, asked once for each page; none for whoever sees the case by a relation that does not show them."""
    kept: list[Complaint] | None = vars(case).get("_known_complaints")
    if kept is None:
        rows = Complaint.objects.filter(case=case).select_related("decision__application", "answer", "receipt", "restarted", "representation").order_by("pk")
        kept = list(rows) if access.gives(case.ties, "complaint.see") else []
        for one in kept:
            one.case = case
        vars(case)["_known_complaints"] = kept
    return kept


def events(case: Case, on: date) -> list[Event]:
    """What has happened with the case's complaints, for its timeline. What is due stands there from the work list's own rows."""
    found: list[Event] = []
    for one in known(case):
        where, words = address(one), title(one)
        said = case_page.short(one.words)
        late = "" if standing.timely(one, on).in_time or one.right is False else "Kom efter fristen. "
        found.append(Event(one.received_on, words, "act", f"{late}{said}", one.who, "Se klagen", where))
        if one.reviewed_on:
            found.append(Event(one.reviewed_on, f"Genvurdering: {State(one.review_outcome).label.lower()}", "act", link="Se klagen", link_address=where))
        if one.forwarded_on:
            found.append(Event(one.forwarded_on, f"Klagen blev sendt til {BOARD}", "act", f"{len(one.index)} papirer", link="Se klagen", link_address=where))
        if one.board_outcome and one.board_received_on:
            reasons = "; ".join(str(BoardReason(code).label) for code in one.board_reasons)
            found.append(
                Event(one.board_received_on, f"{BOARD}: {one.get_board_outcome_display().lower()}", "act", reasons, link="Se klagen", link_address=where)
            )
        if one.state in (State.WITHDRAWN, State.LAPSED, State.ANSWERED) and one.ended_on:
            found.append(Event(one.ended_on, f"Klage: {one.get_state_display().lower()}", "act", one.ended_because, link="Se klagen", link_address=where))
    return found


def needs(case: Case) -> list[Need]:
    """What is missing in the case's complaints before their next step. What waits for somebody else is not missing."""
    found = []
    for one in known(case):
        step = next_step(one)
        if step and not step.waits:
            by = f"Senest {step.on:%d-%m-%Y} ({step.source})." if step.on else ""
            found.append(Need(f"{step.step}: {title(one).lower()}", address(one), by))
    return found


def stages(case: Case) -> list[Stage]:
    """The complaint's step of the case's way; only if there is one."""
    every = known(case)
    waiting = [one for one in every if next_step(one)]
    if waiting:
        newest = waiting[-1]
        return [Stage("Klage", "now", newest.get_state_display())]
    if every:
        return [Stage("Klage", "done", every[-1].get_state_display())]
    return []
